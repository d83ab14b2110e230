//! What was found about the part of a plan that somebody asks about, and whether a check passes.

use super::{Diagnostic, Severity, summary};
use crate::source::SourceId;

/// What was found about the part of a plan that somebody asks about. Errors of other files are no part of it, and keep a
/// check from passing all the same: the plan is read as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CheckResult {
    /// Those in the part that is asked about, in the order given.
    pub here: Vec<Diagnostic>,
    /// How many errors there are in other files of the plan.
    pub elsewhere: usize,
}

/// Whether a check passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckStatus {
    /// Nothing that was found is as bad as what is denied.
    Passed,
    /// Something is.
    Failed,
}

impl CheckStatus {
    /// The exit status of a program that checks a plan: 0 where it passed, 1 where it failed.
    pub fn exit_code(self) -> u8 {
        match self {
            CheckStatus::Passed => 0,
            CheckStatus::Failed => 1,
        }
    }
}

impl CheckResult {
    /// Of what was found, what is about these sources; `None` asks about the whole plan.
    pub fn among(found: Vec<Diagnostic>, sources: Option<&[SourceId]>) -> CheckResult {
        let asked = |d: &Diagnostic| sources.is_none_or(|s| s.contains(&d.label.span.source));
        let (here, others): (Vec<_>, Vec<_>) = found.into_iter().partition(asked);
        CheckResult { here, elsewhere: others.iter().filter(|d| d.is_error()).count() }
    }

    /// Whether a check passes that denies what is so bad or worse: [`Severity::Error`], or [`Severity::Warning`] to be
    /// strict. An error of another file always fails it; its warnings never do.
    pub fn verdict(&self, deny: Severity) -> CheckStatus {
        let bad = |d: &Diagnostic| d.is_error() || d.severity >= deny;
        if self.elsewhere > 0 || self.here.iter().any(bad) { CheckStatus::Failed } else { CheckStatus::Passed }
    }

    /// The closing line, as `3 errors, 1 warning`, about the part that is asked about: `no problems here` where the only
    /// ones are elsewhere. Without a line end.
    pub fn summary(&self) -> String {
        let here = if self.here.is_empty() && self.elsewhere > 0 { " here" } else { "" };
        format!("{}{here}", summary(&self.here))
    }

    /// A line on the errors that are left out, as `2 errors in other files of the plan`, where there are any.
    pub fn elsewhere_words(&self) -> Option<String> {
        let errors = if self.elsewhere == 1 { "error" } else { "errors" };
        (self.elsewhere > 0).then(|| format!("{} {errors} in other files of the plan", self.elsewhere))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use crate::source::Span;

    fn finding(source: u32, severity: Severity) -> Diagnostic {
        Diagnostic::new(Code::BAD_NUMBER, Span::new(SourceId(source), 0, 0), "it is wrong").severity(severity)
    }

    #[test]
    fn errors_fail_a_check_and_warnings_where_they_are_denied() {
        let verdict = |found: &[Severity], deny: Severity| {
            let found = found.iter().map(|s| finding(0, *s)).collect();
            CheckResult::among(found, None).verdict(deny).exit_code()
        };
        use Severity::{Error, Note, Warning};
        assert_eq!((verdict(&[], Warning), verdict(&[Note], Warning), verdict(&[Note, Warning], Error)), (0, 0, 0));
        assert_eq!((verdict(&[Error], Error), verdict(&[Warning], Warning), verdict(&[Error], Warning)), (1, 1, 1));
    }

    #[test]
    fn errors_of_other_files_fail_it_too() {
        let found = vec![finding(0, Severity::Warning), finding(1, Severity::Error), finding(1, Severity::Warning)];
        let first = CheckResult::among(found.clone(), Some(&[SourceId(0)]));
        assert_eq!((first.here.len(), first.elsewhere, first.verdict(Severity::Error)), (1, 1, CheckStatus::Failed));
        assert_eq!(first.summary(), "1 warning");
        assert_eq!(first.elsewhere_words().as_deref(), Some("1 error in other files of the plan"));
        let none = CheckResult::among(found.clone(), Some(&[SourceId(2)]));
        assert_eq!((none.summary(), none.verdict(Severity::Error)), ("no problems here".into(), CheckStatus::Failed));
        let whole = CheckResult::among(found, None);
        assert_eq!((whole.here.len(), whole.elsewhere_words()), (3, None));
        // Warnings of other files are nobody's who asks about this one.
        let warned = CheckResult::among(vec![finding(1, Severity::Warning)], Some(&[SourceId(0)]));
        assert_eq!((warned.summary(), warned.verdict(Severity::Warning)), ("no problems".into(), CheckStatus::Passed));
    }
}
