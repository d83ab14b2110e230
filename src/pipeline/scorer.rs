//! Scorers of rows, from a text or a scored plan.

use super::{Scored, Source, View, ViewError};
use crate::diagnostic::{Diagnostic, render};
use crate::evaluate::{NoScorer, Scorer};
use crate::source::SourceSet;

impl Scorer {
    /// A framework as a piece of plan declares it, or one of the library: `Scorer::compile("", "rice")`. Units, currencies
    /// and weights are those of the text; of a weighting see [`Scorer::of`].
    ///
    /// # Errors
    /// Where there is no such framework, the text has mistakes, or the formula asks for more than its inputs.
    pub fn compile(text: &str, framework: &str) -> Result<Scorer, NoScorer> {
        let unsound = |said: String| NoScorer::Unsound { framework: framework.into(), said };
        let parsed = Source::text("framework", text).parse().map_err(|e| unsound(e.to_string()))?;
        let view = View { known: vec![framework.into()], ..View::default() };
        let resolved = parsed.resolve(&view).map_err(|error| match error {
            ViewError::NoSuch { name, nearest, .. } => NoScorer::NoSuch { framework: name, nearest },
            other => unsound(other.to_string()),
        })?;
        let scored = resolved.evaluate();
        let errors: Vec<Diagnostic> = scored.problems().into_iter().filter(Diagnostic::is_error).collect();
        if !errors.is_empty() {
            return Err(unsound(said(&errors, &scored.sources)));
        }
        Scorer::of(&scored, framework)
    }

    /// A framework of a plan, with the weighting that the plan was looked at with.
    ///
    /// # Errors
    /// Where the plan does not know it, it has mistakes, or its formula asks for more than its inputs.
    pub fn of(scored: &Scored, framework: &str) -> Result<Scorer, NoScorer> {
        scored.evaluated.row_scorer(framework).map_err(|error| match error {
            NoScorer::Unsound { framework, .. } => {
                let errors: Vec<Diagnostic> = scored.problems().into_iter().filter(Diagnostic::is_error).collect();
                NoScorer::Unsound { framework, said: said(&errors, &scored.sources) }
            }
            other => other,
        })
    }
}

/// What was found, as people read it.
fn said(errors: &[Diagnostic], sources: &SourceSet) -> String {
    render::short::render(errors, sources).trim_end().to_string()
}
