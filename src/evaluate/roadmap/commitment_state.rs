//! The one state of an initiative.

use std::fmt;

/// What is promised of an initiative. Everyone who is shown a roadmap sees the same; see *State on a roadmap* in the
/// reference of the language. In the order in which a roadmap lists them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CommitmentState {
    /// A decision commits it; or it is being built, the schedule ends it within the horizon, and it is done by its date
    /// with at least the plan's `commit_at`.
    Committed,
    /// The schedule ends it within the horizon, and nobody promises it.
    Planned,
    /// There is no room within the horizon, a decision defers it, its phase is paused, or it waits for such work.
    Later,
    /// Nothing says how much work it is.
    Unsized,
    /// Some of its work has nobody to do it.
    Unstaffed,
    /// Its phase says that it is delivered.
    Done,
    /// A decision or its phase declines it.
    Declined,
    /// A decision or its phase takes away what there is.
    Sunset,
}

impl CommitmentState {
    /// Every state, in order.
    pub const ALL: [CommitmentState; 8] = [
        CommitmentState::Committed,
        CommitmentState::Planned,
        CommitmentState::Later,
        CommitmentState::Unsized,
        CommitmentState::Unstaffed,
        CommitmentState::Done,
        CommitmentState::Declined,
        CommitmentState::Sunset,
    ];

    /// Its word, as in plans and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            CommitmentState::Committed => "committed",
            CommitmentState::Planned => "planned",
            CommitmentState::Later => "later",
            CommitmentState::Unsized => "unsized",
            CommitmentState::Unstaffed => "unstaffed",
            CommitmentState::Done => "done",
            CommitmentState::Declined => "declined",
            CommitmentState::Sunset => "sunset",
        }
    }

    /// The state of a word.
    pub fn parse(word: &str) -> Option<CommitmentState> {
        CommitmentState::ALL.into_iter().find(|state| state.as_str() == word)
    }

    /// How little of a whole a part in this state lets be promised: the greater, the less.
    pub(in crate::evaluate) fn weakness(self) -> u8 {
        match self {
            CommitmentState::Unsized => 5,
            CommitmentState::Unstaffed => 4,
            CommitmentState::Later => 3,
            CommitmentState::Planned => 2,
            CommitmentState::Committed => 1,
            CommitmentState::Done | CommitmentState::Declined | CommitmentState::Sunset => 0,
        }
    }
}

impl fmt::Display for CommitmentState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
