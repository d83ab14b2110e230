//! Floor 4: What changed in meaning between two states of a plan: facts, scores and ranks with their causes, the roadmap.

mod build;
mod change_text;
mod changes_by_item;
mod definitions;
mod facts;
mod markdown;
mod matching;
mod meaning;
mod roadmap;
mod scores;
mod side;
#[cfg(test)]
mod tests;
mod text;

pub use build::report;
pub use markdown::COMMENT_MARK;
pub use side::DiffSide;

use crate::quantity::Date;
use crate::report::roadmap::RoadmapState;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// `plan diff --format json`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct DiffReport {
    /// The version of the format: `planwright/2`.
    pub schema: Cow<'static, str>,
    /// The earlier state, as it was named.
    pub from: String,
    /// The later state, as it was named.
    pub to: String,
    /// The day that the later state is read on.
    pub today: Date,
    /// What happened, in one sentence.
    pub headline: String,
    /// What was written, item by item: those of the later state in its order, then those that are gone.
    pub changes: Vec<FactChange>,
    /// The scores that changed: by framework, that of `rank_by` first, then by the later rank.
    pub scores: Vec<ScoreDifference>,
    /// The ranks that changed, in the same order. Whoever only made way for another is among them.
    pub ranks: Vec<RankDifference>,
    /// What changed on the roadmap, in the order of the later one.
    pub roadmap: Vec<RoadmapDifference>,
    /// Why the roadmaps were not compared; null where they were.
    pub no_roadmap: Option<String>,
}

impl DiffReport {
    /// Whether nothing changed in meaning.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.scores.is_empty() && self.ranks.is_empty() && self.roadmap.is_empty()
    }
}

/// What became of an item or of one of its fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum ChangeType {
    Added,
    Removed,
    Changed,
    Renamed,
}

impl ChangeType {
    /// What became of a value.
    fn between(before: Option<&String>, after: Option<&String>) -> ChangeType {
        match (before, after) {
            (None, _) => ChangeType::Added,
            (_, None) => ChangeType::Removed,
            _ => ChangeType::Changed,
        }
    }
}

/// One change of what is written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct FactChange {
    /// The kind of the item: `initiative`, `metric`.
    pub kind: String,
    /// Its name, the later one.
    pub id: String,
    /// The field, as addresses have it: `rice.effort`, `actual[2026-03]`; null where it is about the whole item.
    pub field: Option<String>,
    /// What was done.
    pub change: ChangeType,
    /// What it was: the value as written; of a rename the former name, of an item its title; null where it is new.
    pub before: Option<String>,
    /// What it is; null where it is gone.
    pub after: Option<String>,
    /// The reason that is given for what it is now.
    pub because: Option<String>,
    /// Of a rename: whether it is written (`was:`), and not only guessed from what the two have in common.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub guessed: bool,
}

/// A score that changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct ScoreDifference {
    /// The initiative.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The framework.
    pub by: String,
    /// The earlier score; null where it had none.
    pub before: Option<f64>,
    /// The later score; null where it has none.
    pub after: Option<f64>,
    /// What has which share in the difference, to which they add up; empty where there was or is no score.
    pub causes: Vec<ScoreShare>,
}

/// What one cause has in the change of a score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct ScoreShare {
    /// The input; null where it is the framework, or what the formula reads beside its inputs.
    pub input: Option<String>,
    /// The cause in words: `effort 5 → 2 person-months`.
    pub text: String,
    /// What the score gains by it.
    pub share: f64,
}

/// A rank that changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct RankDifference {
    /// The initiative.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The framework.
    pub by: String,
    /// The earlier rank by score; null where it was not ranked.
    pub before: Option<usize>,
    /// The later rank by score; null where it is not ranked.
    pub after: Option<usize>,
    /// The earlier place after decisions; null where it was declined or not ranked.
    pub order_before: Option<usize>,
    /// The later place after decisions.
    pub order_after: Option<usize>,
    /// Why: the change of its own score, a decision, or who passed it.
    pub cause: String,
    /// Whether nothing of its own changed and others passed it.
    pub made_way: bool,
}

/// A change on the roadmap.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct RoadmapDifference {
    /// The initiative.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The earlier place; null where it was not in the plan.
    pub before: Option<PlannedState>,
    /// The later place; null where it is no longer in the plan.
    pub after: Option<PlannedState>,
    /// By how many days its last day of work moved; above 0 where it is later.
    pub moved_days: Option<i64>,
    /// Why.
    pub cause: String,
    /// Whether nothing of its own changed.
    pub made_way: bool,
}

/// Where an initiative is on a roadmap.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct PlannedState {
    /// Its state.
    pub state: RoadmapState,
    /// The last day of work; null where it is not placed.
    pub finish: Option<Date>,
    /// The day by which it is done with a probability of 80%.
    pub p80: Option<Date>,
    /// The probability that it is done by the last day of the plan's horizon; null where nothing is known.
    pub probability: Option<f64>,
}
