//! One line a diagnostic, as compilers print for editors: `file:line:column: error[P0201]: message; help`.

use super::place::place;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::printable::one_line;
use crate::source::SourceSet;
use std::fmt::Write;

/// One line for each diagnostic, every one of them.
pub fn render(diagnostics: &[Diagnostic], sources: &SourceSet) -> String {
    let mut out = String::new();
    for d in diagnostics {
        let at = place(d.label.span, sources);
        let (file, message) = (one_line(at.file), one_line(&d.message));
        let (line, column) = (at.start.line, at.start.column);
        // Writing to a String cannot fail.
        let _ = write!(out, "{file}:{line}:{column}: {}[{}]: {message}", d.severity.as_str(), d.code);
        if let Some(help) = &d.help {
            let _ = write!(out, "; {}", one_line(help));
        }
        out.push('\n');
    }
    out
}
