//! What was found about the part of a plan that somebody asks about, and whether a check passes.

use super::{Diagnostic, Severity, summary};
use crate::source::SourceId;

/// What was found about the part of a plan that somebody asks about. Errors of other files are no part of it, and keep a
/// check from passing all the same: the plan is read as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CheckResult {
    /// Those in the part that is asked about, in the order given.
    pub in_scope: Vec<Diagnostic>,
    /// How many errors there are in other files of the plan.
    pub out_of_scope_errors: usize,
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
    pub fn in_sources(found: Vec<Diagnostic>, sources: Option<&[SourceId]>) -> CheckResult {
        let asked = |d: &Diagnostic| sources.is_none_or(|s| s.contains(&d.label.span.source));
        let (here, others): (Vec<_>, Vec<_>) = found.into_iter().partition(asked);
        CheckResult { in_scope: here, out_of_scope_errors: others.iter().filter(|d| d.is_error()).count() }
    }

    /// Whether a check passes that denies what is so bad or worse: [`Severity::Error`], or [`Severity::Warning`] to be
    /// strict. An error of another file always fails it; its warnings never do.
    pub fn status(&self, deny: Severity) -> CheckStatus {
        let bad = |d: &Diagnostic| d.is_error() || d.severity >= deny;
        if self.out_of_scope_errors > 0 || self.in_scope.iter().any(bad) {
            CheckStatus::Failed
        } else {
            CheckStatus::Passed
        }
    }

    /// The closing line, as `3 errors, 1 warning`, about the part that is asked about: `no problems here` where the only
    /// ones are elsewhere. Without a line end.
    pub fn summary(&self) -> String {
        let here = if self.in_scope.is_empty() && self.out_of_scope_errors > 0 { " here" } else { "" };
        format!("{}{here}", summary(&self.in_scope))
    }

    /// A line on the errors that are left out, as `2 errors in other files of the plan`, where there are any.
    pub fn out_of_scope_summary(&self) -> Option<String> {
        let errors = if self.out_of_scope_errors == 1 { "error" } else { "errors" };
        (self.out_of_scope_errors > 0)
            .then(|| format!("{} {errors} in other files of the plan", self.out_of_scope_errors))
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
            CheckResult::in_sources(found, None).status(deny).exit_code()
        };
        use Severity::{Error, Note, Warning};
        assert_eq!((verdict(&[], Warning), verdict(&[Note], Warning), verdict(&[Note, Warning], Error)), (0, 0, 0));
        assert_eq!((verdict(&[Error], Error), verdict(&[Warning], Warning), verdict(&[Error], Warning)), (1, 1, 1));
    }

    #[test]
    fn errors_of_other_files_fail_it_too() {
        let found = vec![finding(0, Severity::Warning), finding(1, Severity::Error), finding(1, Severity::Warning)];
        let first = CheckResult::in_sources(found.clone(), Some(&[SourceId(0)]));
        assert_eq!(
            (first.in_scope.len(), first.out_of_scope_errors, first.status(Severity::Error)),
            (1, 1, CheckStatus::Failed)
        );
        assert_eq!(first.summary(), "1 warning");
        assert_eq!(first.out_of_scope_summary().as_deref(), Some("1 error in other files of the plan"));
        let none = CheckResult::in_sources(found.clone(), Some(&[SourceId(2)]));
        assert_eq!((none.summary(), none.status(Severity::Error)), ("no problems here".into(), CheckStatus::Failed));
        let whole = CheckResult::in_sources(found, None);
        assert_eq!((whole.in_scope.len(), whole.out_of_scope_summary()), (3, None));
        // Warnings of other files are nobody's who asks about this one.
        let warned = CheckResult::in_sources(vec![finding(1, Severity::Warning)], Some(&[SourceId(0)]));
        assert_eq!((warned.summary(), warned.status(Severity::Warning)), ("no problems".into(), CheckStatus::Passed));
    }
}
