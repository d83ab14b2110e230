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
mod share;

pub use decision::{Decision, Verdict};
pub use framework::{Framework, Input, Scoring, Weighting};
pub use gate::{Gate, Need, Part, Step};
pub use initiative::Initiative;
pub use metric::{Metric, Point};
pub use plan::{FunctionLibrary, Plan};
pub use record::{Clause, Code, Datum, Fact, Record};
pub use rule::{Expect, Rule, Subject};
pub use settings::Settings;
pub use share::team_shares;
