//! Floor 2: Where every initiative stands: its phase, the gate ahead, risks, what blocks it.

mod build;
mod detail;
mod risk;
mod table;

pub use build::{StatusOptions, report};
pub(in crate::report) use table::risk_text;

use crate::quantity::{Date, Period};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// `plan status --format json`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct StatusReport {
    /// The version of the format: `planwright/2`.
    pub schema: Cow<'static, str>,
    /// The day the plan was read on.
    pub today: Date,
    /// The initiatives that are on their way, the furthest first.
    pub items: Vec<StatusItem>,
    /// Decisions that stand though the day of their review has passed.
    pub overdue: Vec<DecisionRow>,
    /// Requests without an answer; where requests were asked for, all of them.
    pub requests: Vec<RequestRow>,
    /// Every decision, where they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decisions: Option<Vec<DecisionRow>>,
}

/// One initiative.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct StatusItem {
    /// Its name.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its phase; null where it has none.
    pub phase: Option<String>,
    /// Since when.
    pub since: Option<Period>,
    /// For how many days.
    pub days: Option<i64>,
    /// How long the phase usually takes, in days; null where nothing is said.
    pub usual: Option<UsualDuration>,
    /// The gate ahead.
    pub gate: GateStatus,
    /// What the gates already passed still require.
    pub behind: Vec<GateStatus>,
    /// Its risks, the greatest first.
    pub risks: Vec<RiskRow>,
    /// The initiatives it needs that are not there yet.
    pub blocked_by: Vec<String>,
    /// The open initiatives that wait for it.
    pub blocking: Vec<String>,
    /// Everything else about it, where it alone was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<InitiativeDetail>,
}

/// From so many to so many days.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct UsualDuration {
    /// At the least.
    pub low: f64,
    /// At the most.
    pub high: f64,
    /// As the phase says it: `8 to 16 weeks`.
    pub text: String,
}

/// A gate and what it asks for.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct GateStatus {
    /// The phase that it leads into; null where nothing is ahead.
    pub next: Option<String>,
    /// How many things it asks for.
    pub asked: usize,
    /// How many of them are on file, or waived.
    pub on_file: usize,
    /// What is missing.
    pub missing: Vec<MissingRequirementRow>,
    /// Every part with what came of it, where one initiative was asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(!default)]
    pub parts: Vec<RequirementRow>,
}

/// Something that a gate asks for and does not find.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct MissingRequirementRow {
    /// What.
    pub what: String,
    /// The line to add.
    pub line: Option<String>,
}

/// A part of a gate.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct RequirementRow {
    /// The path that must be there, or the check's words.
    pub what: String,
    /// Whether the initiative passes it.
    pub passes: bool,
    /// Why it is waived, where it is.
    pub waived: Option<String>,
    /// What is missing.
    pub missing: Vec<MissingRequirementRow>,
}

/// A risk.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct RiskRow {
    /// Its name.
    pub id: String,
    /// Its title.
    pub title: String,
    /// How likely it is, 0 to 1.
    pub likelihood: Option<f64>,
    /// How much later everything is done if it happens, in weeks.
    pub delay_weeks: Option<f64>,
    /// Likelihood × delay: the weeks to expect of it.
    pub expected_weeks: Option<f64>,
    /// What it costs if it happens, as written.
    pub cost: Option<String>,
    /// Who watches it.
    pub owner: Option<String>,
    /// What is done about it.
    pub mitigation: Option<String>,
    /// By when.
    pub due: Option<Period>,
}

/// A decision.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct DecisionRow {
    /// Its name.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The initiative.
    pub about: String,
    /// What was decided.
    pub verdict: Cow<'static, str>,
    /// When.
    pub on: Date,
    /// The day to look at it again.
    pub review: Option<Date>,
    /// How many days ago that was; null where it is not over.
    pub overdue_days: Option<i64>,
    /// Whether it holds today.
    pub holds: bool,
    /// Whether its day is still to come.
    #[serde(skip)]
    pub to_come: bool,
}

/// A request.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct RequestRow {
    /// Its name.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Where it came from.
    pub from: String,
    /// When.
    pub on: Option<Period>,
    /// How many days it waited: to its answer, else to today.
    pub days: Option<i64>,
    /// The initiative that it is about.
    pub about: Option<String>,
    /// The answer; null while there is none.
    pub answer: Option<String>,
    /// Who asked; null where it is not on file.
    pub asker: Option<String>,
}

/// What belongs to one initiative alone.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct InitiativeDetail {
    /// Who answers for it; null where nobody does.
    pub owner: Option<String>,
    /// Who reviews the owner's work.
    pub reviewer: Option<String>,
    /// The teams that build it.
    pub teams: Vec<TeamRow>,
    /// Its phases in order, the present one last.
    pub phases: Vec<PhaseRow>,
    /// Questions without an answer.
    pub questions: Vec<QuestionRow>,
    /// Approvals and where they stand.
    pub approvals: Vec<ApprovalRow>,
    /// The decisions about it.
    pub decisions: Vec<DecisionRow>,
    /// The requests about it.
    pub requests: Vec<RequestRow>,
    /// What is watched since its launch.
    pub monitors: Vec<MonitorRow>,
    /// What is wrong with the stages of its launch, in words.
    pub stages: Vec<String>,
}

/// A team that builds something.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct TeamRow {
    /// Its name.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Who leads it; null where nobody is named.
    pub lead: Option<String>,
}

/// A metric that is watched after a launch.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct MonitorRow {
    /// The metric.
    pub metric: String,
    /// Its limit, as `at most 1%`.
    pub limit: String,
    /// Whether what was measured last since the launch keeps to it; null where nothing was.
    pub kept: Option<bool>,
    /// How it stands, in words.
    pub says: String,
}

/// A phase that an initiative was in.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct PhaseRow {
    /// The phase.
    pub phase: String,
    /// Since when.
    pub from: Option<Period>,
    /// How many days: to the next phase, else to today.
    pub days: Option<i64>,
}

/// A question.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct QuestionRow {
    /// Its name.
    pub id: String,
    /// The question.
    pub title: String,
    /// Who has to answer.
    pub of: Option<String>,
}

/// An approval.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ApprovalRow {
    /// Whose.
    pub id: String,
    /// Where it stands; null where nobody was asked.
    pub state: Option<String>,
    /// When the review for it begins.
    pub from: Option<Date>,
    /// When it is needed.
    pub by: Option<Period>,
    /// Whether that day is over without it.
    pub late: bool,
    /// Whether its review should have begun, and nobody was asked.
    pub unasked: bool,
}
