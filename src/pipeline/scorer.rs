//! Scorers of rows, from a text or a scored plan.

use super::{Scored, Source, View, ViewError};
use crate::diagnostic::{Diagnostic, render};
use crate::evaluate::{NoScorer, Scorer};

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
        match errors(&scored) {
            said if said.is_empty() => Scorer::of(&scored, framework),
            said => Err(unsound(said)),
        }
    }

    /// A framework of a plan, with the weighting that the plan was looked at with.
    ///
    /// # Errors
    /// Where the plan does not know it, it has mistakes, or its formula asks for more than its inputs.
    pub fn of(scored: &Scored, framework: &str) -> Result<Scorer, NoScorer> {
        scored.evaluated.row_scorer(framework).map_err(|error| match error {
            NoScorer::Unsound { framework, .. } => NoScorer::Unsound { framework, said: errors(scored) },
            other => other,
        })
    }
}

/// The errors of a plan, as people read them; empty where there are none.
fn errors(scored: &Scored) -> String {
    let errors: Vec<Diagnostic> = scored.problems().into_iter().filter(Diagnostic::is_error).collect();
    render::short::render(&errors, &scored.sources).trim_end().to_string()
}
