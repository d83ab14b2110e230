//! Why nothing can be chosen.

use crate::evaluate::questions::NoFramework;
use std::fmt;
use std::sync::Arc;

/// Why nothing can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoChoice {
    /// There is no such framework, or nobody says which.
    Framework(NoFramework),
    /// The framework of this name was not scored.
    Unscored(String),
    /// One initiative must be in and needs one that must not.
    Contradiction {
        /// The one that must be in.
        must: Arc<str>,
        /// The one that must not.
        without: Arc<str>,
    },
    /// What must be in takes more than there is of this.
    OverBudget(Arc<str>),
    /// The solver did not find its way.
    Solver(String),
}

impl NoChoice {
    /// What to do about it.
    pub fn help(&self) -> Option<String> {
        match self {
            NoChoice::Framework(error) => Some(error.help()),
            NoChoice::Unscored(_) | NoChoice::Solver(_) => None,
            NoChoice::Contradiction { .. } => {
                Some("give up one of the two: wishes and decisions both count".to_string())
            }
            NoChoice::OverBudget(_) => Some("let go of what must be in or of a commitment, or give more".to_string()),
        }
    }
}

impl fmt::Display for NoChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NoChoice::Framework(error) => error.fmt(f),
            NoChoice::Unscored(framework) => write!(f, "the framework `{framework}` was not scored"),
            NoChoice::Contradiction { must, without } => {
                write!(f, "`{must}` must be in, and it needs `{without}`, which must not")
            }
            NoChoice::OverBudget(name) => write!(f, "what must be in takes more than there is of `{name}`"),
            NoChoice::Solver(why) => write!(f, "no choice was found: {why}"),
        }
    }
}

impl std::error::Error for NoChoice {}
