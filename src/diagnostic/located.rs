//! A diagnostic as one line that people read, with its place and without.

use super::Diagnostic;
use super::render::source_region;
use super::sanitize::sanitize_line;
use crate::source::SourceSet;
use std::fmt;

/// A diagnostic with its place in words: `plan.plan:3:5: error[P0201]: message; help`. In a source that is not among
/// those given it is at `:1:1`.
#[derive(Debug, Clone, Copy)]
pub struct Located<'d> {
    diagnostic: &'d Diagnostic,
    sources: &'d SourceSet,
}

impl Diagnostic {
    /// With its place, for [`fmt::Display`]; the sources are those of the plan that it is about, as
    /// `planwright::Scored::sources` has them.
    ///
    /// ```
    /// use planwright::{Source, View};
    /// let plan = Source::text("my.plan", "initiative a {\n  effort: 3 lightyears\n}");
    /// let scored = plan.parse()?.resolve(&View::default())?.evaluate();
    /// let said: Vec<String> = scored.check().iter().map(|d| d.located(&scored.sources).to_string()).collect();
    /// assert!(said.iter().any(|line| line.starts_with("my.plan:2:")), "{said:?}");
    /// # Ok::<(), planwright::Error>(())
    /// ```
    pub fn located<'d>(&'d self, sources: &'d SourceSet) -> Located<'d> {
        Located { diagnostic: self, sources }
    }
}

impl fmt::Display for Located<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = source_region(self.diagnostic.label.span, self.sources);
        write!(f, "{}:{}:{}: {}", sanitize_line(at.file), at.start.line, at.start.column, self.diagnostic)
    }
}

/// Without its place, which takes the sources to tell: see [`Diagnostic::located`].
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]: {}", self.severity, self.code, sanitize_line(&self.message))?;
        match &self.help {
            Some(help) => write!(f, "; {}", sanitize_line(help)),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Diagnostic {}

#[cfg(test)]
mod tests {
    use super::super::Code;
    use super::*;
    use crate::source::{SourceId, SourceText, Span};

    #[test]
    fn a_diagnostic_is_one_line_with_its_place() {
        let mut sources = SourceSet::default();
        let id = sources.add(SourceText::new("plan.plan", "a\n  é b\n"));
        let at = |source, start, end| Diagnostic::new(Code::NO_PLAN, Span { source, start, end }, "no").help("mend it");
        let said = |d: &Diagnostic| d.located(&sources).to_string();
        let code = Code::NO_PLAN;
        assert_eq!(said(&at(id, 7, 8)), format!("plan.plan:2:5: error[{code}]: no; mend it"));
        assert_eq!(at(id, 7, 8).to_string(), format!("error[{code}]: no; mend it"));
        // Within a character, beyond the text, in another plan's source.
        assert!(said(&at(id, 5, 90)).starts_with("plan.plan:2:3: "));
        assert!(said(&at(id, 80, 90)).starts_with("plan.plan:3:1: "));
        assert!(said(&at(SourceId(9), 7, 8)).starts_with(":1:1: "));
    }

    #[test]
    fn no_renderer_minds_a_span_of_another_plan() {
        let mut sources = SourceSet::default();
        let id = sources.add(SourceText::new("plan.plan", "é"));
        for span in [(id.0, 1, 1), (id.0, 1, 99), (id.0, 2, 0), (7, 0, 3), (u32::MAX, 1, u32::MAX)] {
            let span = Span { source: SourceId(span.0), start: span.1, end: span.2 };
            let fix = super::super::Fix { title: "x".into(), span, replacement: "y".into(), safe: true };
            let found = [Diagnostic::new(Code::NO_PLAN, span, "no").also(span, "here").fix(fix)];
            for render in [
                super::super::render::short::render,
                super::super::render::json::render,
                super::super::render::sarif::render,
                super::super::render::github::render,
            ] {
                assert!(render(&found, &sources).contains("no"), "{span:?}");
            }
        }
    }
}
