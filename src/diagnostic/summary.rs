//! How many there are of each severity, in words.

use super::{Diagnostic, Severity};

/// The closing line, as `3 errors, 1 warning`; `no problems` where there are none. Without a line end.
pub fn summary(diagnostics: &[Diagnostic]) -> String {
    let counts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .map(|s| (s.as_str(), count(diagnostics, s)))
        .filter(|(_, n)| *n > 0)
        .map(|(word, n)| format!("{n} {word}{}", if n == 1 { "" } else { "s" }))
        .collect();
    if counts.is_empty() { "no problems".to_string() } else { counts.join(", ") }
}

/// How many are of this severity.
pub(super) fn count(diagnostics: &[Diagnostic], severity: Severity) -> usize {
    diagnostics.iter().filter(|d| d.severity == severity).count()
}
