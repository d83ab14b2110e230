//! What came of a change.

use crate::diagnostic::{Diagnostic, introduced};
use crate::pipeline::Scored;
use crate::quantity::print;
use crate::report::{Align, Cell, Table, escape_markdown, markdown};
use crate::session::rank_moves::{ScoreAndRank, ScoreShift, score_shifts};
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
    pub shifts: Vec<ScoreShift>,
    /// Errors and warnings that were not there before, without what lints find, and expectations that held until now. They
    /// point into the texts of the later plan.
    pub diagnostics: Vec<Diagnostic>,
}

impl Effect {
    /// What is different in `after`, which is `before` under changes, in another scenario, of another day, or read from
    /// other files: what moved, and what is found there that is not found in `before`.
    pub fn between(before: &Scored, after: &Scored) -> Effect {
        PlanDiff::new(before, after).into()
    }

    /// What moved in Markdown, a table for each framework, as a comment on a pull request wants it: the places by score
    /// before and after, and the inputs that changed. `nothing moves` where nothing does. Titles show as they are.
    ///
    /// ```
    /// use planwright::{Effect, Source, View};
    /// let plan = |ease: u32| {
    ///     let text = format!("initiative sso \"Single sign-on\" {{ ice {{ impact: 5; confidence: 6; ease: {ease} }} }}");
    ///     Source::text("my.plan", &text).evaluate(&View::default())
    /// };
    /// let table = Effect::between(&plan(9)?, &plan(3)?).markdown();
    /// assert!(table.ends_with("| Single sign-on | 1 | 1 | 90 → 30 | ease 9 → 3 |\n"), "{table}");
    /// # Ok::<(), planwright::Error>(())
    /// ```
    pub fn markdown(&self) -> String {
        if self.shifts.is_empty() {
            return "nothing moves\n".to_string();
        }
        let tables = self.shifts.iter().map(|s| format!("**{}**\n\n{}", escape_markdown(&s.by), markdown(&table(s))));
        tables.collect::<Vec<_>>().join("\n")
    }
}

/// What moved under one framework, a row an initiative.
fn table(shift: &ScoreShift) -> Table {
    let columns = [
        ("initiative", Align::Left),
        ("was", Align::Right),
        ("is", Align::Right),
        ("score", Align::Right),
        ("because", Align::Left),
    ];
    let place = |s: Option<ScoreAndRank>| s.map_or_else(String::new, |s| s.rank.to_string());
    let score = |s: Option<ScoreAndRank>| s.map_or_else(|| "none".to_string(), |s| print::number(s.score));
    let mut table = Table::new(&columns);
    for moved in &shift.moves {
        let (was, is) = (score(moved.before), score(moved.after));
        let scores = if was == is { is } else { format!("{was} → {is}") };
        let cells = [moved.title.to_string(), place(moved.before), place(moved.after), scores, moved.reason()];
        table.rows.push(cells.map(Cell::new).into());
    }
    table
}

impl Serialize for Effect {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let diagnostics: Vec<UnplacedDiagnostic<'_>> = self.diagnostics.iter().map(UnplacedDiagnostic).collect();
        let mut effect = serializer.serialize_struct("Effect", 2)?;
        effect.serialize_field("shifts", &self.shifts)?;
        effect.serialize_field("diagnostics", &diagnostics)?;
        effect.end()
    }
}

/// A finding without its place.
struct UnplacedDiagnostic<'d>(&'d Diagnostic);

impl Serialize for UnplacedDiagnostic<'_> {
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
pub(super) struct PlanDiff {
    shifts: Vec<ScoreShift>,
    /// What is found in it and was not before.
    introduced: Vec<Diagnostic>,
    /// The expectations that held before and do not any more.
    failing: Vec<Diagnostic>,
}

impl PlanDiff {
    pub(super) fn new(before: &Scored, after: &Scored) -> PlanDiff {
        let broken: HashSet<Arc<str>> = failing(before).map(|(id, _)| id).collect();
        PlanDiff {
            shifts: score_shifts(&before.evaluated, &after.evaluated),
            introduced: introduced(before.problems(), after.problems()),
            failing: failing(after).filter(|(id, _)| !broken.contains(id)).map(|(_, problem)| problem).collect(),
        }
    }

    /// The mistakes that were made: what a plan did not do as expected is none.
    pub(super) fn errors(&self) -> Vec<Diagnostic> {
        self.introduced.iter().filter(|d| d.is_error()).cloned().collect()
    }
}

impl From<PlanDiff> for Effect {
    fn from(PlanDiff { shifts, introduced: new, failing }: PlanDiff) -> Effect {
        Effect { shifts, diagnostics: new.into_iter().chain(failing).collect() }
    }
}

/// The expectations that do not hold.
fn failing(scored: &Scored) -> impl Iterator<Item = (Arc<str>, Diagnostic)> {
    scored.evaluated.expectation_results().into_iter().filter_map(|e| Some((e.id, e.problem?)))
}
