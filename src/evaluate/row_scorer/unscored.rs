//! Why a row has no score.

use std::fmt;

/// Why a row has no score.
#[derive(Debug, Clone, PartialEq)]
pub struct Unscored(Box<UnscoredCause>);

/// What keeps a row from having a score.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum UnscoredCause {
    /// Inputs that have neither a value nor a default, by name.
    Missing(Vec<String>),
    /// A value that the framework does not take.
    Refused {
        /// The input.
        input: String,
        /// Why not, as a plan's check says it.
        said: String,
    },
    /// The formula fails for it: why.
    Failed(String),
}

impl Unscored {
    pub(in crate::evaluate) fn new(cause: UnscoredCause) -> Self {
        Unscored(Box::new(cause))
    }

    /// What keeps the row from having a score.
    pub fn cause(&self) -> &UnscoredCause {
        &self.0
    }
}

impl fmt::Display for Unscored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            UnscoredCause::Missing(names) => write!(f, "there is no `{}`", names.join("` and no `")),
            UnscoredCause::Refused { said, .. } | UnscoredCause::Failed(said) => f.write_str(said),
        }
    }
}

impl std::error::Error for Unscored {}
