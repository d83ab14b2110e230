//! The end of a search that is wanted from outside.

use std::fmt;

/// Asked from time to time: whether the search shall end with what it has.
#[derive(Clone, Copy)]
pub struct StopCheck<'a>(&'a (dyn Fn() -> bool + Sync));

impl<'a> StopCheck<'a> {
    /// Ends a search once this says so.
    pub fn new(is_wanted: &'a (dyn Fn() -> bool + Sync)) -> Self {
        StopCheck(is_wanted)
    }

    /// Whether the search shall end.
    pub fn should_stop(self) -> bool {
        (self.0)()
    }
}

impl fmt::Debug for StopCheck<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Stop").finish_non_exhaustive()
    }
}
