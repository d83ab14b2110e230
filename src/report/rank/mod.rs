//! Floor 2: Rankings: the report itself, its formats, its odds, several side by side, two scenarios compared.

mod formats;
mod interval;
mod ranking;
pub mod scenario_diff;
pub mod side_by_side;
pub mod uncertainty;

pub use interval::IntervalReport;
pub use ranking::{
    DecisionReport, FailedQuery, InputReport, NoRanking, RankOptions, RankReport, RankRow, SourcePlace, UnscoredRow,
    report,
};
pub(in crate::report) use ranking::{decision_report, input_report, is_shown, place};
