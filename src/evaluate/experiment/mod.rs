//! Floor 3: Experiments: two or more groups, one difference between them.

mod analysis;
mod comparison;
mod figures;
mod group;
mod guardrail;
mod result;
mod sample_size;
mod thresholds;

pub(super) use analysis::supporting;
pub use comparison::{ExperimentVerdict, VariantComparison};
pub use group::ExperimentGroup;
pub use guardrail::{GuardrailResult, GuardrailState};
pub use result::Experiment;
pub use sample_size::SampleSize;
pub use thresholds::{CONFIDENCE, MIN_COUNT, POWER, SRM_P_VALUE};
