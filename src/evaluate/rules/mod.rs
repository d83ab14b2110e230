mod applicability;
mod expectations;
mod finding;
mod rule_check;

pub use expectations::ExpectResult;
