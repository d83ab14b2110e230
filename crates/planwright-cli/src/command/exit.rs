//! The exit status of a command.

use planwright::diagnostic::CheckStatus;

/// How a command ended, in the numbers of its exit status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// All is well.
    Fine = 0,
    /// The plan has errors, or a check found something.
    Problems = 1,
    /// The command line was wrong.
    Usage = 2,
    /// The outside failed: files, git.
    Outside = 3,
    /// Ctrl-C ended it.
    Interrupted = 130,
}

impl From<CheckStatus> for Exit {
    fn from(verdict: CheckStatus) -> Self {
        match verdict {
            CheckStatus::Passed => Exit::Fine,
            CheckStatus::Failed => Exit::Problems,
        }
    }
}
