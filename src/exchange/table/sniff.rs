//! What parts the cells.

/// What may part cells, the more usual first.
const DELIMITERS: [char; 4] = [',', ';', '\t', '|'];
/// How many records are looked at.
const SAMPLE_RECORDS: usize = 50;

/// What a scan over the text found, quotes understood.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct Dialect {
    /// What parts the cells.
    pub delimiter: char,
    /// The line, from 1, on which a quote opens that is never closed.
    pub unclosed: Option<u64>,
}

/// Finds the delimiter: the one with which most records are as long as the longest of the first ones.
pub(super) fn sniff(text: &str) -> Dialect {
    let told = text.lines().next().and_then(|l| l.strip_prefix("sep=")).and_then(|d| d.chars().next());
    let mut best = (0, 0, ',');
    for delimiter in DELIMITERS {
        let lengths = lengths(text, delimiter);
        let longest = lengths.iter().take(3).copied().max().unwrap_or(0);
        let alike = if longest < 2 { 0 } else { lengths.iter().filter(|l| **l == longest).count() };
        if (alike, longest) > (best.0, best.1) {
            best = (alike, longest, delimiter);
        }
    }
    let delimiter = told.filter(|d| DELIMITERS.contains(d)).unwrap_or(best.2);
    let mut unclosed = None;
    scan(text, delimiter, |_| {}, &mut unclosed);
    let line = |at: usize| text[..at].matches('\n').count() as u64 + 1;
    Dialect { delimiter, unclosed: unclosed.map(line) }
}

fn lengths(text: &str, delimiter: char) -> Vec<usize> {
    let mut out = Vec::new();
    let mut end = text.len().min(65_536);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    scan(&text[..end], delimiter, |cells| out.push(cells), &mut None);
    out.truncate(SAMPLE_RECORDS);
    out
}

/// Walks over the records, and tells how many cells each has. A quote opens a quoted cell only at its start.
fn scan(text: &str, delimiter: char, mut record: impl FnMut(usize), unclosed: &mut Option<usize>) {
    let (mut cells, mut at_start, mut quoted) = (1, true, None);
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if quoted.is_some() {
            if c == '"' && chars.next_if(|(_, next)| *next == '"').is_none() {
                quoted = None;
            }
            continue;
        }
        match c {
            '"' if at_start => quoted = Some(at),
            '\n' => {
                if !(cells == 1 && at_start) {
                    record(cells);
                }
                (cells, at_start) = (1, true);
                continue;
            }
            '\r' => continue,
            ' ' if at_start => continue,
            c if c == delimiter => {
                cells += 1;
                at_start = true;
                continue;
            }
            _ => {}
        }
        at_start = false;
    }
    if !(cells == 1 && at_start) {
        record(cells);
    }
    *unclosed = quoted;
}

/// The text without blanks before an opening quote: `a, "b, c"` is how people write it, and not how CSV is read.
pub(super) fn trim_before_quotes(text: &str, delimiter: char) -> String {
    let (mut out, mut quoted, mut at_start) = (String::with_capacity(text.len()), false, true);
    let mut blanks = 0;
    for c in text.chars() {
        match c {
            '"' if quoted => quoted = false,
            // The second of two quotes opens again what the first had closed.
            '"' if at_start || out.ends_with('"') => {
                if at_start {
                    out.truncate(out.len() - blanks);
                }
                quoted = true;
            }
            _ => {}
        }
        let begins = !quoted && (c == '\n' || c == delimiter);
        let stays = !quoted && at_start && c == ' ';
        blanks = if stays { blanks + 1 } else { 0 };
        at_start = begins || stays;
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_is_that_of_the_whole() {
        for (text, expected) in [
            ("a,b\n1,2\n", ','),
            ("a;b\n1,5;2,5\n3,5;4,5\n", ';'),
            ("a\tb, c\n1\t2\n", '\t'),
            ("\"a;b;c\",d\n1,2\n", ','),
            ("title\none\n", ','),
            ("sep=;\na;b\n", ';'),
            ("", ','),
        ] {
            assert_eq!(sniff(text).delimiter, expected, "{text:?}");
        }
    }

    #[test]
    fn blanks_before_a_quote_go() {
        assert_eq!(
            trim_before_quotes("a,  \"b, \"\"c\"\" , \"\nx\", d\n \"e\"", ','),
            "a,\"b, \"\"c\"\" , \"\nx\", d\n\"e\""
        );
        assert_eq!(trim_before_quotes("5\" tall, \"x\"", ','), "5\" tall,\"x\"");
    }

    #[test]
    fn a_quote_that_is_never_closed_is_found() {
        assert_eq!(sniff("a,b\n1,\"x\ny\n").unclosed, Some(2));
        assert_eq!(sniff("a,b\n1,\"x \"\"q\"\"\ny\"\n5\" tall,2\n").unclosed, None);
    }
}
