//! The words of a plan's text, finished or not, in one pass.
//!
//! The tree of `syntax` is made of whole items; what somebody is still typing is better read word by word. Where text
//! and code end is decided as the scanner of `syntax` decides it.

use super::token::line;
use std::ops::Range;

/// What a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PlanTokenKind {
    /// A name, a unit, a connective: `rice`, `person-months`, `m.growth`.
    Word,
    /// A number, an amount of money or a date.
    Number,
    /// `%`, `/month`: what stands behind a number without a space.
    Unit,
    /// `"…"`.
    Text,
    /// `"""…"""`.
    LongText,
    /// `` `…` ``.
    Code,
    /// Code between three backticks.
    Fence,
    Comment,
    Newline,
    /// One of `: ; , = ? { } [ ]`.
    Sign(u8),
    /// What means nothing.
    Junk,
}

/// A word with its place.
pub(super) type PlanToken = super::token::Token<PlanTokenKind>;

impl PlanToken {
    pub(super) fn is(&self, sign: u8) -> bool {
        self.kind == PlanTokenKind::Sign(sign)
    }

    /// The bytes between the quotes or backticks.
    pub(super) fn inside(&self) -> Range<usize> {
        let quote = match self.kind {
            PlanTokenKind::Text | PlanTokenKind::Code => 1,
            PlanTokenKind::LongText | PlanTokenKind::Fence => 3,
            _ => 0,
        };
        let end = if self.open { self.end } else { self.end - quote };
        (self.start + quote).min(end)..end
    }
}

/// The words of `text`; white space other than the ends of lines falls away.
pub(super) fn tokens(text: &str) -> Vec<PlanToken> {
    let bytes = text.as_bytes();
    let mut tokens: Vec<PlanToken> = Vec::with_capacity(bytes.len() / 4 + 4);
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let rest = &bytes[at..];
        let joined = tokens.last().is_some_and(|t| t.end == at);
        let (sort, length, open) = match byte {
            b' ' | b'\t' | b'\r' => {
                at += 1;
                continue;
            }
            // A byte order mark is as good as nothing.
            0xEF if rest.starts_with("\u{FEFF}".as_bytes()) => {
                at += 3;
                continue;
            }
            b'\n' => (PlanTokenKind::Newline, 1, false),
            b'#' => (PlanTokenKind::Comment, line(rest), false),
            b'"' | b'`' => quoted(rest, byte),
            b':' | b';' | b',' | b'=' | b'?' | b'{' | b'}' | b'[' | b']' => (PlanTokenKind::Sign(byte), 1, false),
            _ if byte.is_ascii_alphabetic() => (PlanTokenKind::Word, word(rest), false),
            b'%' => (PlanTokenKind::Unit, 1 + rate(&rest[1..]), false),
            b'/' if joined && rate(rest) > 0 => (PlanTokenKind::Unit, rate(rest), false),
            // While `/` is all that is typed it is a unit already.
            b'/' if joined => (PlanTokenKind::Unit, 1, false),
            _ => match number(&text[at..]) {
                0 => (PlanTokenKind::Junk, text[at..].chars().next().map_or(1, char::len_utf8), false),
                length => (PlanTokenKind::Number, length, false),
            },
        };
        tokens.push(PlanToken { kind: sort, start: at, end: at + length, open });
        at += length;
    }
    tokens
}

/// Text or code from its first quote on: what it is, its length and whether it stays open.
fn quoted(rest: &[u8], quote: u8) -> (PlanTokenKind, usize, bool) {
    let (short, long) = if quote == b'"' {
        (PlanTokenKind::Text, PlanTokenKind::LongText)
    } else {
        (PlanTokenKind::Code, PlanTokenKind::Fence)
    };
    if rest.starts_with(&[quote; 3]) {
        let close = rest[3..].windows(3).position(|w| w == [quote; 3]);
        return close.map_or((long, rest.len(), true), |n| (long, n + 6, false));
    }
    if quote == b'"' && rest.get(1) == Some(&quote) {
        return (short, 2, false);
    }
    // The end of the line is looked for only where no close comes first: a long line of texts takes no time.
    let mut n = 1;
    while let Some(byte) = rest.get(n).filter(|b| **b != b'\n') {
        match byte {
            b'\\' if quote == b'"' && !matches!(rest.get(n + 1), None | Some(b'\n')) => n += 2,
            b if *b == quote && (n > 1 || quote == b'"') => return (short, n + 1, false),
            _ => n += 1,
        }
    }
    let line = n.min(rest.len());
    let end = if rest[line - 1] == b'\r' && line > 1 { line - 1 } else { line };
    (short, line_tail(&rest[..end]), true)
}

/// Where the brackets at the end of a line begin, which an open text leaves alone.
fn line_tail(line: &[u8]) -> usize {
    let mut n = 1;
    while n < line.len() {
        let run = match line[n] {
            b'{' => 1,
            b'}' => line[n..].iter().position(|b| !matches!(b, b'}' | b' ' | b'\t')).unwrap_or(line.len() - n),
            _ => {
                n += 1;
                continue;
            }
        };
        let after = line[n + run..].iter().find(|b| !matches!(b, b' ' | b'\t'));
        if matches!(after, None | Some(b'#')) {
            return n;
        }
        n += run;
    }
    line.len()
}

fn name(bytes: &[u8]) -> usize {
    if !bytes.first().is_some_and(u8::is_ascii_alphabetic) {
        return 0;
    }
    bytes.iter().position(|b| !b.is_ascii_alphanumeric() && *b != b'_').unwrap_or(bytes.len())
}

/// Names joined by `-`, `/` and `.`, as units and names behind an alias are.
fn word(bytes: &[u8]) -> usize {
    let mut length = name(bytes);
    while matches!(bytes.get(length), Some(b'-' | b'/' | b'.')) {
        match name(&bytes[length + 1..]) {
            0 => break,
            more => length += 1 + more,
        }
    }
    length
}

/// `/month/user`.
fn rate(bytes: &[u8]) -> usize {
    match bytes.first() {
        Some(b'/') => match word(&bytes[1..]) {
            0 => 0,
            more => 1 + more,
        },
        _ => 0,
    }
}

/// A number, an amount of money or a date; 0 where none begins.
fn number(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = usize::from(bytes[0] == b'-');
    let symbol = text[at..].chars().next().filter(|c| matches!(c, '$' | '€' | '£'));
    at += symbol.map_or(0, char::len_utf8);
    if symbol.is_some() && bytes.get(at) == Some(&b'-') {
        at += 1;
    }
    let digits = |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_digit() || **b == b'_').count();
    if !bytes.get(at).is_some_and(u8::is_ascii_digit) {
        // `$` alone is an amount somebody begins to type.
        return if symbol.is_some() { at } else { 0 };
    }
    let whole = digits(at);
    at += whole;
    if whole == 4 && bytes.get(at) == Some(&b'-') && symbol.is_none() {
        let date = bytes[at..].iter().take_while(|b| b.is_ascii_digit() || matches!(b, b'-' | b'Q')).count();
        return at + date;
    }
    if bytes.get(at) == Some(&b'.') && bytes.get(at + 1).is_some_and(u8::is_ascii_digit) {
        at += 1;
        at += digits(at);
    }
    if matches!(bytes.get(at), Some(b'K' | b'M' | b'B')) && name(&bytes[at..]) == 1 {
        at += 1;
    }
    at + usize::from(bytes.get(at) == Some(&b'%'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        tokens(text).iter().map(|t| t.text(text)).collect()
    }

    #[test]
    fn a_line_is_cut_into_its_words() {
        assert_eq!(
            cut("  reach: 400 to 900 customers/quarter because \"x {\" # end"),
            ["reach", ":", "400", "to", "900", "customers/quarter", "because", "\"x {\"", "# end"]
        );
        assert_eq!(
            cut("a: $50K/year, -4% on 2026-Q1; m.b?"),
            ["a", ":", "$50K", "/year", ",", "-4%", "on", "2026-Q1", ";", "m.b", "?"]
        );
        assert_eq!(cut("400 customers/"), ["400", "customers", "/"]);
    }

    #[test]
    fn what_stays_open_leaves_the_brackets_at_the_end_of_its_line() {
        let text = "a \"T { \nx: `b }\n";
        let open: Vec<&str> = tokens(text).iter().filter(|t| t.open).map(|t| t.text(text)).collect();
        assert_eq!(open, ["\"T ", "`b "]);
        assert!(tokens("x: \"\"\"a\nb").last().is_some_and(|t| t.open && t.kind == PlanTokenKind::LongText));
    }
}
