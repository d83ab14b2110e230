//! Floor 2: Rankings: the report itself, its formats, its odds, several side by side, two scenarios compared.

mod formats;
mod interval;
mod ranking;
pub mod scenario_diff;
pub mod side_by_side;
pub mod uncertainty;

pub use interval::Interval;
pub use ranking::{
    DecisionReport, InputReport, NoRanking, Place, RankReport, RankRow, Unanswered, UnscoredRow, Wanted, report,
};
pub(in crate::report) use ranking::{decision_report, input_report, place, shown};
