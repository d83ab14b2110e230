//! Decisions about initiatives.

use super::Record;
use crate::quantity::Date;
use std::sync::Arc;

/// What was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It will be done, whatever its score.
    Commit,
    /// Not now.
    Defer,
    /// No.
    Decline,
    /// What there is will be taken away.
    Sunset,
}

impl Verdict {
    /// The verdict of this word.
    pub fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "commit" => Verdict::Commit,
            "defer" => Verdict::Defer,
            "decline" => Verdict::Decline,
            "sunset" => Verdict::Sunset,
            _ => return None,
        })
    }

    /// Its word.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Commit => "commit",
            Verdict::Defer => "defer",
            Verdict::Decline => "decline",
            Verdict::Sunset => "sunset",
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
    pub verdict: Verdict,
    /// When.
    pub on: Date,
    /// When to look at it again: the last day of the period given.
    pub review: Option<Date>,
    /// The last day it holds.
    pub until: Option<Date>,
}
