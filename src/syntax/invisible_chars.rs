//! Characters that can't be seen, and would hide or turn round what stands beside them.

use crate::diagnostic::{Code, Diagnostic, Fix, Severity};
use crate::source::{SourceId, Span};

/// More than so many in one file are not told one by one.
const MAX_REPORTED: usize = 10;

/// What to call a character that has no place in a plan; `None` where it may stand.
fn invisible_char(c: char) -> Option<&'static str> {
    Some(match c {
        '\t' | '\n' | '\r' => return None,
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' => "a control character",
        // Trojan Source (Boucher and Anderson 2021): text that is shown in another order than it is read.
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => "a character that turns the direction of text",
        '\u{2028}' | '\u{2029}' => "a line separator that ends no line here",
        _ => return None,
    })
}

/// Reports what can't be seen in a file: carriage returns that end no line, control characters, overrides of direction.
pub(super) fn find(source: SourceId, text: &str) -> Vec<Diagnostic> {
    let plain = |b: u8| matches!(b, b'\t' | b'\n' | b' '..=b'~');
    if text.bytes().all(plain) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (at, c) in text.char_indices() {
        let next = at + c.len_utf8();
        let place = Span::new(source, at, next);
        if c == '\r' && !text[next..].starts_with('\n') {
            let said = "a carriage return without a line feed ends no line";
            let fix = Fix { title: "end the line".into(), span: place, replacement: "\n".into(), safe: true };
            found.push(
                Diagnostic::new(Code::UNSEEN, place, said).help("save the file with line ends LF or CRLF").fix(fix),
            );
        } else if let Some(what) = invisible_char(c) {
            let said = format!("{what} (U+{:04X}) is here, and invisible", u32::from(c));
            let d = Diagnostic::new(Code::UNSEEN, place, said);
            let d = if c >= '\u{2028}' { d.severity(Severity::Warning) } else { d };
            found.push(d.help("remove it: it hides what is written, or shows it otherwise than it is read").fix(Fix {
                title: "remove it".into(),
                span: place,
                replacement: String::new(),
                safe: false,
            }));
        }
        if found.len() == MAX_REPORTED {
            break;
        }
    }
    found
}
