//! What came of a change.

use super::movement::{Shift, shifts};
use crate::diagnostic::{Diagnostic, newly};
use crate::pipeline::Scored;
use serde::ser::{Serialize, SerializeStruct, Serializer};
use std::collections::HashSet;
use std::sync::Arc;

/// What came of a change.
///
/// As JSON it is `shifts`, all by names and in words, and `diagnostics`, each with its `code`, `severity`, `message` and
/// `help`. Their places need the texts that they point into:
/// [`diagnostic::render::json::report`](crate::diagnostic::render::json::report) of them and of [`Scored::sources`] has both.
#[derive(Debug, Clone, Default)]
pub struct Effect {
    /// Framework by framework what moved; that of `rank_by` first, those where nothing did left out.
    pub shifts: Vec<Shift>,
    /// Errors and warnings that were not there before, and expectations that held until now. They point into the texts
    /// of the later plan.
    pub diagnostics: Vec<Diagnostic>,
}

impl Effect {
    /// What is different in `after`, which is `before` under changes, in another scenario, or of another day: what moved,
    /// and what is found there that is not found in `before`.
    pub fn between(before: &Scored, after: &Scored) -> Effect {
        Compared::new(before, after).into()
    }
}

impl Serialize for Effect {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let diagnostics: Vec<Said<'_>> = self.diagnostics.iter().map(Said).collect();
        let mut effect = serializer.serialize_struct("Effect", 2)?;
        effect.serialize_field("shifts", &self.shifts)?;
        effect.serialize_field("diagnostics", &diagnostics)?;
        effect.end()
    }
}

/// A finding without its place.
struct Said<'d>(&'d Diagnostic);

impl Serialize for Said<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut said = serializer.serialize_struct("Diagnostic", 4)?;
        said.serialize_field("code", &self.0.code.to_string())?;
        said.serialize_field("severity", self.0.severity.as_str())?;
        said.serialize_field("message", &self.0.message)?;
        said.serialize_field("help", &self.0.help)?;
        said.end()
    }
}

/// A plan held against what it was before.
#[derive(Debug)]
pub(super) struct Compared {
    shifts: Vec<Shift>,
    /// What is found in it and was not before.
    new: Vec<Diagnostic>,
    /// The expectations that held before and do not any more.
    failing: Vec<Diagnostic>,
}

impl Compared {
    pub(super) fn new(before: &Scored, after: &Scored) -> Compared {
        let broken: HashSet<Arc<str>> = failing(before).map(|(id, _)| id).collect();
        Compared {
            shifts: shifts(&before.evaluated, &after.evaluated),
            new: newly(before.problems(), after.problems()),
            failing: failing(after).filter(|(id, _)| !broken.contains(id)).map(|(_, problem)| problem).collect(),
        }
    }

    /// The mistakes that were made: what a plan did not do as expected is none.
    pub(super) fn errors(&self) -> Vec<Diagnostic> {
        self.new.iter().filter(|d| d.is_error()).cloned().collect()
    }
}

impl From<Compared> for Effect {
    fn from(Compared { shifts, new, failing }: Compared) -> Effect {
        Effect { shifts, diagnostics: new.into_iter().chain(failing).collect() }
    }
}

/// The expectations that do not hold.
fn failing(scored: &Scored) -> impl Iterator<Item = (Arc<str>, Diagnostic)> {
    scored.evaluated.expects().into_iter().filter_map(|e| Some((e.id, e.problem?)))
}
