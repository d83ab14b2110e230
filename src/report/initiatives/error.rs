//! Why there are no rows.

use crate::evaluate::{NoFramework, NoRoadmap};
use std::fmt;

/// Why nothing can be told of the initiatives.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum InitiativesError {
    /// The framework asked for was not evaluated.
    NotEvaluated(String),
    /// There is no such framework, or nobody says which.
    NoFramework(NoFramework),
    /// A quantile is not a number from 0 to 1.
    Quantile(f64),
    /// There is no roadmap.
    NoRoadmap(NoRoadmap),
}

impl fmt::Display for InitiativesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            InitiativesError::NotEvaluated(by) => write!(f, "the framework `{by}` was not evaluated"),
            InitiativesError::NoFramework(why) => write!(f, "{why}: {}", why.help()),
            InitiativesError::Quantile(p) => write!(f, "a quantile is a number from 0 to 1, and {p} is not"),
            InitiativesError::NoRoadmap(why) => why.fmt(f),
        }
    }
}

impl std::error::Error for InitiativesError {}

impl From<NoRoadmap> for InitiativesError {
    fn from(why: NoRoadmap) -> Self {
        InitiativesError::NoRoadmap(why)
    }
}
