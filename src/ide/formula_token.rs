//! The words of a formula, finished or not, in one pass.

use super::token::line;

/// What a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FormulaTokenKind {
    Name,
    Number,
    /// `"…"`.
    Text,
    Comment,
    /// One or more signs that belong together, as `>=`.
    Sign,
    /// What means nothing in a formula.
    Junk,
}

/// A word with its place.
pub(super) type FormulaToken = super::token::Token<FormulaTokenKind>;

impl FormulaToken {
    /// What stands between the quotes of a text.
    pub(super) fn inside<'t>(&self, of: &'t str) -> &'t str {
        let end = if self.open { self.end } else { self.end - 1 };
        of.get(self.start + 1..end).unwrap_or("")
    }
}

/// Signs of two characters that formulas use.
const TWO_CHAR_SIGNS: &[&str] = &["**", "<=", ">=", "==", "!=", "&&", "||", "??", "?.", "::", "=>", ".."];

/// The words of `text`; white space falls away.
pub(super) fn tokens(text: &str) -> Vec<FormulaToken> {
    let bytes = text.as_bytes();
    let mut tokens = Vec::with_capacity(bytes.len() / 3 + 4);
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let rest = &bytes[at..];
        let name = |b: &u8| b.is_ascii_alphanumeric() || *b == b'_';
        let (sort, length, open) = match byte {
            b' ' | b'\t' | b'\n' | b'\r' => {
                at += 1;
                continue;
            }
            b'/' if rest.starts_with(b"//") => (FormulaTokenKind::Comment, line(rest), false),
            b'/' if rest.starts_with(b"/*") => comment(rest),
            b'"' => quoted(rest),
            _ if byte.is_ascii_alphabetic() || byte == b'_' => {
                (FormulaTokenKind::Name, rest.iter().take_while(|b| name(b)).count(), false)
            }
            b'0'..=b'9' => (FormulaTokenKind::Number, number(rest), false),
            _ => match sign(&text[at..]) {
                0 => (FormulaTokenKind::Junk, text[at..].chars().next().map_or(1, char::len_utf8), false),
                length => (FormulaTokenKind::Sign, length, false),
            },
        };
        tokens.push(FormulaToken { kind: sort, start: at, end: at + length, open });
        at += length;
    }
    tokens
}

/// A comment, nested ones included.
fn comment(bytes: &[u8]) -> (FormulaTokenKind, usize, bool) {
    let (mut depth, mut at) = (0usize, 0);
    while at + 1 < bytes.len() {
        match (bytes[at], bytes[at + 1]) {
            (b'/', b'*') => depth += 1,
            (b'*', b'/') => depth -= 1,
            _ => {
                at += 1;
                continue;
            }
        }
        at += 2;
        if depth == 0 {
            return (FormulaTokenKind::Comment, at, false);
        }
    }
    (FormulaTokenKind::Comment, bytes.len(), true)
}

/// A text on one line; a doubled quote stands for a quote, as `\"` does.
fn quoted(bytes: &[u8]) -> (FormulaTokenKind, usize, bool) {
    let mut at = 1;
    while let Some(byte) = bytes.get(at).filter(|b| **b != b'\n') {
        match byte {
            b'\\' if !matches!(bytes.get(at + 1), None | Some(b'\n')) => at += 2,
            b'"' if bytes.get(at + 1) == Some(&b'"') => at += 2,
            b'"' => return (FormulaTokenKind::Text, at + 1, false),
            _ => at += 1,
        }
    }
    (FormulaTokenKind::Text, at, true)
}

fn number(bytes: &[u8]) -> usize {
    let digits = |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_digit() || **b == b'_').count();
    let mut length = digits(0);
    if bytes.get(length) == Some(&b'.') && bytes.get(length + 1).is_some_and(u8::is_ascii_digit) {
        length += 1;
        length += digits(length);
    }
    if matches!(bytes.get(length), Some(b'e' | b'E')) {
        let signed = usize::from(matches!(bytes.get(length + 1), Some(b'+' | b'-')));
        if bytes.get(length + 1 + signed).is_some_and(u8::is_ascii_digit) {
            length += 1 + signed;
            length += digits(length);
        }
    }
    length
}

fn sign(text: &str) -> usize {
    if let Some(sign) = TWO_CHAR_SIGNS.iter().find(|s| text.starts_with(**s)) {
        return sign.len();
    }
    usize::from(text.starts_with(|c: char| "+-*/%<>!=&|^.,;:?()[]{}".contains(c)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cut_and_what_stays_open_is_told() {
        let text = "a.b>=1.5 /* x */ + f(\"y\\\"z\") é \"open";
        let cut: Vec<&str> = tokens(text).iter().map(|t| t.text(text)).collect();
        assert_eq!(cut, ["a", ".", "b", ">=", "1.5", "/* x */", "+", "f", "(", "\"y\\\"z\"", ")", "é", "\"open"]);
        assert!(tokens(text).last().is_some_and(|t| t.open));
        assert!(tokens("1 /* /* */").last().is_some_and(|t| t.open));
        assert_eq!(tokens("\"é\\é").len(), 1);
    }
}
