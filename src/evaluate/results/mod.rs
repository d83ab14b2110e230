//! Floor 3: What came of initiatives: results against success criteria, and how good past estimates were.

mod calibration;
mod criteria;
mod criterion;
mod verdict;

pub(super) use calibration::CalibrationFacts;
pub use calibration::{Calibration, CalibrationSample};
pub use criteria::CRITERIA_FACTS;
pub(super) use criteria::CriteriaFacts;
pub use criterion::{Criterion, CriterionState};
pub use verdict::ResultVerdict;
