//! Text literals: what stands between the quotes, and how to write it.

use std::borrow::Cow;

/// An escape that text does not have: its byte range within the literal.
pub(super) type BadEscape = std::ops::Range<usize>;

/// The content of `"…"` or `"""…"""`, escapes resolved, long text dedented.
pub(super) fn content(literal: &str) -> (Cow<'_, str>, Vec<BadEscape>) {
    if let Some(long) = literal.strip_prefix("\"\"\"") {
        let long = long.strip_suffix("\"\"\"").unwrap_or(long);
        if long.contains('\r') {
            // How a file ends its lines is no part of its texts.
            return (Cow::Owned(dedent(&long.replace("\r\n", "\n")).into_owned()), Vec::new());
        }
        return (dedent(long), Vec::new());
    }
    let inner = literal.strip_prefix('"').unwrap_or(literal);
    let inner = inner.strip_suffix('"').unwrap_or(inner);
    if !inner.contains('\\') {
        return (Cow::Borrowed(inner), Vec::new());
    }
    let (mut out, mut bad) = (String::with_capacity(inner.len()), Vec::new());
    let mut rest = inner;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let escape = &rest[at..];
        let (c, length) = match escape.as_bytes().get(1) {
            Some(b'"') => (Some('"'), 2),
            Some(b'\\') => (Some('\\'), 2),
            Some(b'n') => (Some('\n'), 2),
            Some(b't') => (Some('\t'), 2),
            Some(b'u') => unicode(escape),
            _ => (None, 1 + escape[1..].chars().next().map_or(0, char::len_utf8)),
        };
        match c {
            Some(c) => out.push(c),
            None => {
                let start = 1 + inner.len() - rest.len() + at;
                bad.push(start..start + length);
                out.push_str(&escape[..length]);
            }
        }
        rest = &escape[length..];
    }
    out.push_str(rest);
    (Cow::Owned(out), bad)
}

/// `\u{1F600}`: the character and the length of the escape.
fn unicode(escape: &str) -> (Option<char>, usize) {
    let Some(end) = escape.find('}') else { return (None, 2) };
    let digits = escape.get(3..end).filter(|_| escape.as_bytes().get(2) == Some(&b'{'));
    match digits.and_then(|d| u32::from_str_radix(d, 16).ok()).and_then(char::from_u32) {
        Some(c) => (Some(c), end + 1),
        None => (None, if digits.is_some() { end + 1 } else { 2 }),
    }
}

/// Takes away the white space that all lines share, and a blank first and last line.
fn dedent(text: &str) -> Cow<'_, str> {
    let text = match text.split_once('\n') {
        Some((first, rest)) if first.trim().is_empty() => rest,
        _ if !text.contains('\n') => return Cow::Borrowed(text.trim()),
        _ => text,
    };
    let text = match text.rsplit_once('\n') {
        Some((rest, last)) if last.trim().is_empty() => rest,
        _ => text,
    };
    // A first line that follows the quotes has no indentation of its own.
    let lines: Vec<&str> = text.lines().collect();
    let indent = |l: &str| l.len() - l.trim_start_matches([' ', '\t']).len();
    let blank = |l: &&str| !l.trim().is_empty();
    let shared = lines.iter().copied().filter(blank).map(indent).min().unwrap_or(0);
    let shared = if shared == 0 && lines.len() > 1 && indent(lines[0]) == 0 {
        lines[1..].iter().copied().filter(blank).map(indent).min().unwrap_or(0)
    } else {
        shared
    };
    let cut = |l: &&str| l.get(shared.min(indent(l))..).unwrap_or("").trim_end().to_string();
    Cow::Owned(lines.iter().map(cut).collect::<Vec<_>>().join("\n"))
}

/// Text as a `"…"` literal.
///
/// ```
/// assert_eq!(planwright::internals::quote("say \"hi\"\n"), r#""say \"hi\"\n""#);
/// ```
pub fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => out.push_str(&format!("\\u{{{:x}}}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_dedent() {
        assert_eq!(content(r#""a\"b\u{41}\n""#).0, "a\"bA\n");
        assert_eq!(content(r#""a\qb\u{zz}""#).1, vec![2..4, 5..11]);
        assert_eq!(content("\"\"\"\n    a\n      b\n    c\n  \"\"\"").0, "a\n  b\nc");
        assert_eq!(content("\"\"\"one line\"\"\"").0, "one line");
        assert_eq!(content("\"\"\"first\n    second\n    third\"\"\"").0, "first\nsecond\nthird");
    }

    proptest::proptest! {
        #[test]
        fn quoting_round_trips(text in "\\PC*[\n\t\"\\\\]?\\PC*") {
            assert_eq!(content(&quote(&text)).0, text);
        }
    }
}
