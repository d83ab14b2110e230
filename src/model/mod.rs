//! Floor 2: the plan as plain data with its places in the text; knows no syntax.
//!
//! Everything written is kept as a [`Record`] of [`Fact`]s, checked against the schema. What the engine itself
//! reads, frameworks and their inputs, decisions, metrics, stands beside it in types of its own.

mod decision;
mod framework;
mod gate;
mod initiative;
mod metric;
mod plan;
mod record;
mod rule;
mod settings;
mod team_shares;

pub use decision::{Decision, DecisionVerdict};
pub use framework::{Framework, Input, Scoring, Weighting};
pub use gate::{Gate, GateCheck, PathStep, RequiredValue};
pub use initiative::Initiative;
pub use metric::{DataPoint, Metric};
pub use plan::{FunctionLibrary, Plan};
pub use record::{Clause, Datum, Fact, FormulaSource, Record};
pub use rule::{Expect, Rule, RuleSubject};
pub use settings::Settings;
pub use team_shares::team_shares;
