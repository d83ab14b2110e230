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

/// What is known, or made now; an error is not kept.
pub(super) fn known<T, E>(cell: &OnceLock<Arc<T>>, make: impl FnOnce() -> Result<T, E>) -> Result<Arc<T>, E> {
    if let Some(known) = cell.get() {
        return Ok(known.clone());
    }
    let made = Arc::new(make()?);
    Ok(cell.get_or_init(|| made).clone())
}

impl std::fmt::Debug for Once {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (scheduled, roadmap) = (self.scheduled.get().is_some(), self.roadmap.get().is_some());
        f.debug_struct("Once").field("scheduled", &scheduled).field("roadmap", &roadmap).finish()
    }
}
