//! What is asked of a roadmap beside what the plan says.

/// What is asked of a roadmap beside what the plan says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RoadmapOptions {
    /// The framework to order by, instead of the plan's own.
    pub by: Option<String>,
    /// What initiatives are worth, instead of their scores.
    pub worth: Option<CustomWorth>,
    /// How many samples, instead of the plan's own number, of which a large plan gets fewer.
    pub samples: Option<u32>,
}

/// What initiatives are worth by somebody's own formula.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CustomWorth {
    /// The formula, as it is told.
    pub formula: String,
    /// What each initiative of the plan is worth; `None` for those without, which come last.
    pub of: Vec<Option<f64>>,
}
