//! Cuts a file into its top-level items, so that each is parsed on its own.
//!
//! Knows only what hides a bracket: comments, text and code. Where a bracket, text or fence stays open to the end
//! of the file, the rest is cut again at every `kind name "Title"? {` in column 0, so that one forgotten bracket
//! costs one item. The search for the workspace looks with it too, so that both see the same items.

/// The deepest nesting of blocks and lists that is read.
pub const MAX_DEPTH: usize = 128;

/// One piece of a file: an item with the comments before it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct ItemChunk {
    /// Its first byte.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
    /// Where blocks nest deeper than [`MAX_DEPTH`], if they do: such a piece must not reach the parser.
    pub too_deep: Option<usize>,
}

/// The pieces of a file; together they cover it.
pub(crate) fn split_items(text: &str) -> Vec<ItemChunk> {
    /// How often the rest of a file is looked through for the close of something that stays open.
    const MAX_RECOVERY_SCANS: usize = 8;
    let mut pieces = Vec::with_capacity(text.len() / 256 + 1);
    let (mut start, mut tries) = (0, MAX_RECOVERY_SCANS);
    while start < text.len() {
        let closed = if tries > 0 { balanced_chunk(text, start, text.len()) } else { None };
        let piece = closed.unwrap_or_else(|| {
            // Something stays open: the piece ends where the next item plainly begins.
            tries = tries.saturating_sub(1);
            let end = next_header(text, start).unwrap_or(text.len());
            balanced_chunk(text, start, end).unwrap_or(ItemChunk {
                start,
                end,
                too_deep: find_too_deep(text, start, end),
            })
        });
        start = piece.end;
        pieces.push(piece);
    }
    pieces
}

/// Whether one of a file's items is of this kind. A kind comes after comments and `use` lines, with a name and a title
/// before the bracket.
pub(super) fn has_item(text: &str, kind: &str) -> bool {
    text.contains(kind) && split_items(text).iter().any(|p| is_of_kind(&text[p.start..p.end], kind))
}

fn is_of_kind(piece: &str, kind: &str) -> bool {
    let bytes = piece.as_bytes();
    // The last two words before the bracket: texts and comments are none.
    let (mut words, mut at) = (["", ""], 0);
    while at < bytes.len() {
        match bytes[at] {
            b'{' => return words[0] == kind || words == ["", kind],
            b'#' | b'"' | b'`' => match skip(bytes, at, bytes.len()) {
                Some(next) => at = next,
                None => return false,
            },
            b if b.is_ascii_alphabetic() => {
                let rest = &piece[at..];
                let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
                let before = &piece[..at];
                let first =
                    before[before.rfind('\n').map_or(0, |n| n + 1)..].trim_matches(['\u{feff}', ' ', '\t']).is_empty();
                if first && &rest[..end] == "use" {
                    words = ["", ""];
                    at = line_end(bytes, at);
                } else {
                    words = [words[1], &rest[..end]];
                    at += end;
                }
            }
            _ => at += 1,
        }
    }
    false
}

/// The piece from `start` to the close of its first block, or to `limit` where no block begins; `None` where
/// something is still open at `limit`.
fn balanced_chunk(text: &str, start: usize, limit: usize) -> Option<ItemChunk> {
    let bytes = text.as_bytes();
    let (mut at, mut depth, mut too_deep) = (start, 0usize, None);
    while at < limit {
        match bytes[at] {
            b'{' | b'[' => {
                depth += 1;
                if depth > MAX_DEPTH && too_deep.is_none() {
                    too_deep = Some(at);
                }
                at += 1;
            }
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                at += 1;
                if depth == 0 && bytes[at - 1] == b'}' {
                    return Some(ItemChunk { start, end: line_rest(bytes, at, limit), too_deep });
                }
            }
            b'#' | b'"' | b'`' => at = skip(bytes, at, limit)?,
            _ => at += 1,
        }
    }
    (depth == 0).then_some(ItemChunk { start, end: limit, too_deep })
}

fn find_too_deep(text: &str, start: usize, end: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut at, mut depth) = (start, 0usize);
    while at < end {
        match bytes[at] {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            b'#' | b'"' | b'`' => {
                match skip(bytes, at, end) {
                    Some(next) => at = next,
                    None => return None,
                }
                continue;
            }
            _ => {}
        }
        if depth > MAX_DEPTH {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// After a closing bracket: past white space and a comment to the next line, or right here if more follows.
fn line_rest(bytes: &[u8], at: usize, limit: usize) -> usize {
    let blank = bytes[at..limit].iter().position(|b| !matches!(b, b' ' | b'\t' | b'\r'));
    let Some(next) = blank.map(|n| at + n) else { return limit };
    match bytes[next] {
        b'\n' => next + 1,
        b'#' => bytes[next..limit].iter().position(|b| *b == b'\n').map_or(limit, |n| next + n + 1),
        _ => at,
    }
}

fn line_end(bytes: &[u8], at: usize) -> usize {
    bytes[at..].iter().position(|b| *b == b'\n').map_or(bytes.len(), |n| at + n)
}

/// The end of a comment, text or code that begins at `at`; `None` where it is open to the end.
fn skip(bytes: &[u8], at: usize, limit: usize) -> Option<usize> {
    let rest = &bytes[at..limit];
    let line = || rest.iter().position(|b| *b == b'\n').unwrap_or(rest.len());
    match rest {
        [b'#', ..] => Some(at + line()),
        [b'"', b'"', b'"', ..] => find(rest, 3, b"\"\"\"").map(|n| at + n + 3),
        [b'`', b'`', b'`', ..] => find(rest, 3, b"```").map(|n| at + n + 3),
        [quote, ..] => {
            if rest.get(1) == Some(quote) && *quote == b'"' {
                return Some(at + 2);
            }
            let line = line();
            let mut n = 1;
            while n < line {
                match rest[n] {
                    b'\\' if *quote == b'"' && n + 1 < line => n += 2,
                    b if b == *quote && (n > 1 || b == b'"') => return Some(at + n + 1),
                    _ => n += 1,
                }
            }
            // Never closed on its line: it ends before the brackets at the line's end.
            Some(at + (1..line).find(|n| is_line_tail(&rest[*n..line])).unwrap_or(line))
        }
        [] => None,
    }
}

/// The grammar's `line_tail`, on one line without its end.
fn is_line_tail(rest: &[u8]) -> bool {
    let trimmed = rest.trim_ascii_start();
    let after = match trimmed {
        [b'{', after @ ..] => after,
        [b'}', ..] => {
            let end = trimmed.iter().position(|b| !matches!(b, b'}' | b' ' | b'\t'));
            &trimmed[end.unwrap_or(trimmed.len())..]
        }
        _ => return false,
    };
    matches!(after.trim_ascii_start(), [] | [b'#', ..])
}

fn find(bytes: &[u8], from: usize, what: &[u8]) -> Option<usize> {
    bytes.get(from..)?.windows(what.len()).position(|w| w == what).map(|n| n + from)
}

/// The first line after the one at `start` that looks like `kind name "Title"? {` in column 0.
fn next_header(text: &str, start: usize) -> Option<usize> {
    let first_line_end = start + text[start..].find(|c: char| !c.is_whitespace()).unwrap_or(0);
    let mut at = first_line_end + text[first_line_end..].find('\n')? + 1;
    loop {
        let line_end = text[at..].find('\n').map_or(text.len(), |n| at + n);
        if is_header(&text[at..line_end]) && !only_comments(&text[start..at]) {
            return Some(at);
        }
        if line_end == text.len() {
            return None;
        }
        at = line_end + 1;
    }
}

fn only_comments(text: &str) -> bool {
    text.lines().all(|l| l.trim().is_empty() || l.trim_start().starts_with('#'))
}

fn is_header(line: &str) -> bool {
    let name = |s: &str| {
        let end = s.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(s.len());
        (end > 0 && s.starts_with(|c: char| c.is_ascii_alphabetic())).then_some(end)
    };
    let Some(kind) = name(line) else { return false };
    let rest = line[kind..].trim_start_matches([' ', '\t']);
    if rest.len() == line.len() - kind {
        return false;
    }
    let Some(id) = name(rest) else { return false };
    let rest = rest[id..].trim_start_matches([' ', '\t']);
    rest.starts_with('{') || (rest.starts_with('"') && rest.contains('{'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        split_items(text).iter().map(|p| &text[p.start..p.end]).collect()
    }

    #[test]
    fn each_item_is_a_piece_with_its_comments() {
        let text = "# a\nplan p { x: \"}\" } # end\nteam t {\n  # }\n}\nuse \"x\"\n";
        assert_eq!(cut(text), ["# a\nplan p { x: \"}\" } # end\n", "team t {\n  # }\n}\n", "use \"x\"\n"]);
    }

    #[test]
    fn an_open_bracket_costs_one_item() {
        let text = "team a {\n  rice {\n}\nteam b { }\nteam c { x: \"\"\"\n}\nteam d { }\n";
        assert_eq!(cut(text), ["team a {\n  rice {\n}\n", "team b { }\n", "team c { x: \"\"\"\n}\n", "team d { }\n"]);
    }

    #[test]
    fn a_missing_quote_leaves_the_brackets() {
        assert_eq!(cut("team a \"A {\n}\nteam b { x: \"y }\nteam c { }\n").len(), 3);
    }

    #[test]
    fn an_item_is_found_by_its_kind_wherever_it_stands() {
        for text in [
            "plan p { }",
            "\u{feff}plan p \"P\" { }",
            "  plan p {",
            "# ``` plans\nuse \"x.plan\" as y\nplan { }",
            "team t { tags: x }   # with ``` in it\nplan p \"P\"\n{ }",
            "team t { note: \"a # b\" } plan p { }",
            "team t { x: \"\"\"\n```\n\"\"\" }\nplan p { }",
            "team t { x: \"open }\nplan p { }",
        ] {
            assert!(has_item(text, "plan"), "{text}");
        }
        for text in [
            "a b { c: \"\"\"\nplan of attack {\n\"\"\" }\n# plan x {\n",
            "initiative plan \"plan p {\" { }",
            "team t { plan x { } }",
            "use \"plan.plan\" as plan\nteam t { }",
            "",
        ] {
            assert!(!has_item(text, "plan"), "{text}");
        }
    }

    #[test]
    fn depth_is_capped_before_parsing() {
        let text = format!("a b {}{}", "{ x ".repeat(MAX_DEPTH + 1), "}".repeat(MAX_DEPTH + 1));
        assert!(split_items(&text)[0].too_deep.is_some());
        assert!(split_items(&"a { ".repeat(5000))[0].too_deep.is_some());
    }
}
