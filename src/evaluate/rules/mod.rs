//! Floor 6: Rules of the plan and of its frameworks, and expectations.

mod applicability;
mod expectations;
mod findings;
mod rule_check;

pub use expectations::ExpectationResult;
