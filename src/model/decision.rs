//! Decisions about initiatives.

use super::Record;
use crate::quantity::Date;
use std::sync::Arc;

/// What was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecisionVerdict {
    /// It will be done, whatever its score.
    Commit,
    /// Not now.
    Defer,
    /// No.
    Decline,
    /// What there is will be taken away.
    Sunset,
}

impl DecisionVerdict {
    /// The verdict of this word.
    pub fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "commit" => DecisionVerdict::Commit,
            "defer" => DecisionVerdict::Defer,
            "decline" => DecisionVerdict::Decline,
            "sunset" => DecisionVerdict::Sunset,
            _ => return None,
        })
    }

    /// Its word.
    pub fn as_str(self) -> &'static str {
        match self {
            DecisionVerdict::Commit => "commit",
            DecisionVerdict::Defer => "defer",
            DecisionVerdict::Decline => "decline",
            DecisionVerdict::Sunset => "sunset",
        }
    }
}

/// A decision that changes the order, in the open.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// All that was written about it.
    pub record: Record,
    /// The initiative it is about.
    pub about: Arc<str>,
    /// What was decided.
    pub verdict: DecisionVerdict,
    /// When.
    pub on: Date,
    /// When to look at it again: the last day of the period given.
    pub review: Option<Date>,
    /// The last day it holds.
    pub until: Option<Date>,
}
