//! The words of a formula, with their places in bytes.
//!
//! Read the same way as the script engine reads them; what the engine would accept but formulas do not
//! (back-quoted text, single characters, unterminated comments) is an error here.

use super::outcome::{FormulaError, FormulaErrorKind};

/// What a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LexemeKind {
    /// A name or a keyword.
    Name,
    /// A number.
    Number,
    /// A text in double quotes.
    Text,
    /// One or more signs that belong together, as `>=`.
    Sign,
}

/// A word.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lexeme<'a> {
    pub kind: LexemeKind,
    pub text: &'a str,
    pub offset: usize,
}

impl Lexeme<'_> {
    /// Where it ends.
    pub(super) fn end(&self) -> usize {
        self.offset + self.text.len()
    }

    /// Whether it is this sign.
    pub(super) fn is(&self, sign: &str) -> bool {
        self.kind == LexemeKind::Sign && self.text == sign
    }
}

/// Signs of more than one character, longest first.
const SIGNS: &[&str] = &[
    "**=", "<<=", ">>=", "..=", "...", "===", "!==", "->", "=>", "<=", ">=", "==", "!=", "&&", "||", "??", "**", "+=",
    "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<", ">>", "..", "::", "?.", "?[", "#{", "++", "--", ":=",
];

/// The words of `text`; comments and white space fall away.
///
/// # Errors
/// A text or comment that does not end, a sign that means nothing, text not in double quotes.
pub(super) fn tokenize(text: &str) -> Result<Vec<Lexeme<'_>>, FormulaError> {
    let mut words = Vec::with_capacity(text.len() / 3);
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let rest = &text[at..];
        let (kind, length) = match byte {
            b' ' | b'\t' | b'\n' | b'\r' => {
                at += 1;
                continue;
            }
            b'/' if rest.starts_with("//") => {
                at += rest.find('\n').unwrap_or(rest.len());
                continue;
            }
            b'/' if rest.starts_with("/*") => {
                at += comment(rest).ok_or_else(|| {
                    syntax(at, 2, "a comment that is opened here is never closed").help("close it with `*/`")
                })?;
                continue;
            }
            b'"' => {
                let length = quoted(rest).ok_or_else(|| {
                    syntax(at, 1, "a text that is opened here is never closed").help("close it with `\"`")
                })?;
                (LexemeKind::Text, length)
            }
            b'\'' | b'`' => {
                return Err(syntax(at, 1, "a text is written in double quotes").help("write `\"…\"`"));
            }
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => {
                (LexemeKind::Name, take_while(rest, |b| b.is_ascii_alphanumeric() || b == b'_'))
            }
            b'0'..=b'9' => (LexemeKind::Number, number(rest)),
            _ => (LexemeKind::Sign, sign(rest, at)?),
        };
        words.push(Lexeme { kind, text: &rest[..length], offset: at });
        at += length;
    }
    Ok(words)
}

/// The names that a formula mentions, those in its texts included and those in its comments not; nothing where it can't
/// be read. For guessing what a formula may ask for before there is a plan to compile it against.
pub(crate) fn mentioned_names(text: &str) -> Vec<String> {
    let parts = tokenize(text)
        .unwrap_or_default()
        .into_iter()
        .filter(|w| matches!(w.kind, LexemeKind::Name | LexemeKind::Text));
    let names = |word: Lexeme<'_>| -> Vec<String> {
        let names = word.text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        names.filter(|n| !n.is_empty()).map(str::to_string).collect()
    };
    parts.flat_map(names).collect()
}

fn syntax(offset: usize, length: usize, message: &str) -> FormulaError {
    FormulaError::new(FormulaErrorKind::Syntax, offset, length, message)
}

/// How many bytes at the start satisfy `wanted`.
fn take_while(text: &str, wanted: impl Fn(u8) -> bool) -> usize {
    text.bytes().position(|b| !wanted(b)).unwrap_or(text.len())
}

/// Length of a comment, nested ones included; `None` where it does not end.
fn comment(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut depth, mut at) = (0usize, 0);
    while at + 1 < bytes.len() {
        match (bytes[at], bytes[at + 1]) {
            (b'/', b'*') => {
                depth += 1;
                at += 2;
            }
            (b'*', b'/') => {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => at += 1,
        }
    }
    None
}

/// Length of a text in double quotes on one line; a doubled quote stands for a quote, as `\"` does.
fn quoted(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 1;
    loop {
        match bytes.get(at)? {
            b'\\' => at += 2,
            b'"' if bytes.get(at + 1) == Some(&b'"') => at += 2,
            b'"' => return Some(at + 1),
            b'\n' => return None,
            _ => at += 1,
        }
    }
}

/// Length of a number: `12`, `1_000`, `0.5`, `1e-9`, `0xff`.
fn number(text: &str) -> usize {
    let digit = |b: u8| b.is_ascii_digit() || b == b'_';
    let bytes = text.as_bytes();
    if bytes[0] == b'0' && bytes.get(1).is_some_and(|b| b"xXoObB".contains(b)) {
        return 2 + take_while(&text[2..], |b| b.is_ascii_hexdigit() || b == b'_');
    }
    let mut length = take_while(text, digit);
    if bytes.get(length) == Some(&b'.') && bytes.get(length + 1).is_some_and(u8::is_ascii_digit) {
        length += 1 + take_while(&text[length + 1..], digit);
    }
    if matches!(bytes.get(length), Some(b'e' | b'E')) {
        let signed = usize::from(matches!(bytes.get(length + 1), Some(b'+' | b'-')));
        if bytes.get(length + 1 + signed).is_some_and(u8::is_ascii_digit) {
            length += 1 + signed;
            length += take_while(&text[length..], digit);
        }
    }
    length
}

/// Length of a sign.
fn sign(text: &str, at: usize) -> Result<usize, FormulaError> {
    if let Some(sign) = SIGNS.iter().find(|s| text.starts_with(**s)) {
        return Ok(sign.len());
    }
    let first = text.chars().next().unwrap_or(' ');
    if "+-*/%<>!=&|^~.,;:?()[]{}#@$".contains(first) {
        return Ok(1);
    }
    let shown = if first.is_control() || !first.is_alphanumeric() && !first.is_ascii() {
        format!("the character U+{:04X} means nothing in a formula", first as u32)
    } else {
        format!("`{first}` means nothing in a formula")
    };
    let error = syntax(at, first.len_utf8(), &shown);
    Err(match intended_sign(first) {
        Some(sign) => error.help(format!("write `{sign}`")),
        None if is_invisible(first) => error.help("it can't be seen: delete it, or write a space in its place"),
        None => error,
    })
}

/// The sign that a character stands for which word processors and keyboards of other countries put in its place.
fn intended_sign(character: char) -> Option<&'static str> {
    Some(match character {
        '×' | '∗' | '⋅' | '·' | '＊' => "*",
        '÷' | '∕' | '⁄' | '／' => "/",
        '–' | '—' | '−' | '‐' | '‑' | '－' => "-",
        '＋' => "+",
        '≥' | '⩾' => ">=",
        '≤' | '⩽' => "<=",
        '≠' => "!=",
        '＝' => "==",
        '“' | '”' | '„' | '«' | '»' | '″' | '‘' | '’' | '‚' | '′' => "\"",
        '，' => ",",
        '（' => "(",
        '）' => ")",
        _ => return None,
    })
}

/// Whether a character takes no room, or only that of a space.
fn is_invisible(character: char) -> bool {
    let marks = ['\u{200b}'..='\u{200f}', '\u{202a}'..='\u{202e}', '\u{2060}'..='\u{206f}', '\u{feff}'..='\u{feff}'];
    character.is_control()
        || character.is_whitespace()
        || character == '\u{ad}'
        || marks.iter().any(|range| range.contains(&character))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        tokenize(text).unwrap().iter().map(|w| w.text).collect()
    }

    /// The message for a text, with what to write.
    fn refused(text: &str) -> (String, String) {
        let error = tokenize(text).expect_err(text);
        (error.message, error.help.unwrap_or_default())
    }

    #[test]
    fn what_means_nothing_says_what_to_write() {
        let said = |message: &str, help: &str| (message.to_string(), help.to_string());
        let nothing =
            |code: &str, help: &str| said(&format!("the character U+{code} means nothing in a formula"), help);
        for (character, sign) in [
            ('×', "*"),
            ('÷', "/"),
            ('–', "-"),
            ('−', "-"),
            ('≥', ">="),
            ('≤', "<="),
            ('≠', "!="),
            ('“', "\""),
            ('’', "\""),
        ] {
            let code = format!("{:04X}", character as u32);
            assert_eq!(refused(&format!("a {character} b")), nothing(&code, &format!("write `{sign}`")));
        }
        let gone = "it can't be seen: delete it, or write a space in its place";
        for character in ['\u{200b}', '\u{a0}', '\u{7}', '\u{202e}', '\u{feff}', '\u{ad}', '\u{1b}'] {
            let code = format!("{:04X}", character as u32);
            assert_eq!(refused(&format!("a{character} * b")), nothing(&code, gone));
        }
        assert_eq!(refused("a § b"), nothing("00A7", ""));
        // A letter is shown as it is.
        assert_eq!(refused("größe"), said("`ö` means nothing in a formula", ""));
        assert_eq!(refused("a * 'x'"), said("a text is written in double quotes", "write `\"…\"`"));
        assert_eq!(refused("a /* b"), said("a comment that is opened here is never closed", "close it with `*/`"));
        assert_eq!(refused("\"abc"), said("a text that is opened here is never closed", "close it with `\"`"));
    }

    #[test]
    fn words_are_cut_as_the_engine_cuts_them() {
        assert_eq!(texts("a>=1.5e-3**b"), ["a", ">=", "1.5e-3", "**", "b"]);
        assert_eq!(texts("a /* x /* y */ z */ + // end\nb"), ["a", "+", "b"]);
        assert_eq!(texts(r#"f("a""b\"c", 1_000)"#), ["f", "(", r#""a""b\"c""#, ",", "1_000", ")"]);
        assert_eq!(texts("1.max"), ["1", ".", "max"]);
    }

    #[test]
    fn what_does_not_end_is_an_error_where_it_begins() {
        assert_eq!(tokenize("1 + /* x /* */").unwrap_err().offset, 4);
        assert_eq!(tokenize("a == \"x").unwrap_err().offset, 5);
        assert_eq!(tokenize("a == \"x\\").unwrap_err().offset, 5);
        assert_eq!(tokenize("é").unwrap_err().length, 2);
    }
}
