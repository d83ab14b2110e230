//! GitHub's workflow commands, which a runner turns into annotations of a pull request.

use super::source_region::source_region;
use crate::diagnostic::{Diagnostic, Severity, sanitize};
use crate::source::SourceSet;
use std::fmt::Write;

/// One command a diagnostic: `::error file=…,line=…,endLine=…,col=…,endColumn=…,title=P0201::message`.
pub fn render(diagnostics: &[Diagnostic], sources: &SourceSet) -> String {
    let mut out = String::new();
    for d in diagnostics {
        let at = source_region(d.label.span, sources);
        let command = match d.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let _ = write!(
            out,
            "::{command} file={},line={},endLine={},col={},endColumn={},title={}::{}",
            property(at.file),
            at.start.line,
            at.end.line,
            at.start.column,
            at.end.column,
            d.code,
            data(&d.message)
        );
        if let Some(help) = &d.help {
            let _ = write!(out, "%0Ahelp: {}", data(help));
        }
        out.push('\n');
    }
    out
}

/// Text after `::`. Escaped as GitHub's toolkit does it (`@actions/core`, command.ts).
fn data(text: &str) -> String {
    sanitize(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property's value, in which `:` and `,` would end it.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
