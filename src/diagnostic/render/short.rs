//! One line a diagnostic, as compilers print for editors: `file:line:column: error[P0201]: message; help`.

use crate::diagnostic::Diagnostic;
use crate::source::SourceSet;

/// One line for each diagnostic, every one of them.
pub fn render(diagnostics: &[Diagnostic], sources: &SourceSet) -> String {
    diagnostics.iter().map(|d| format!("{}\n", d.located(sources))).collect()
}
