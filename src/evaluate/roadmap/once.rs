//! The plan's own schedule and roadmap, made when they are first asked for.

use super::Roadmap;
use super::build::Scheduled;
use std::sync::{Arc, OnceLock};

/// What several findings and reports read, and is made once.
#[derive(Default)]
pub(in crate::evaluate) struct Once {
    pub(super) scheduled: OnceLock<Arc<Scheduled>>,
    pub(super) roadmap: OnceLock<Arc<Roadmap>>,
}

impl std::fmt::Debug for Once {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (scheduled, roadmap) = (self.scheduled.get().is_some(), self.roadmap.get().is_some());
        f.debug_struct("Once").field("scheduled", &scheduled).field("roadmap", &roadmap).finish()
    }
}
