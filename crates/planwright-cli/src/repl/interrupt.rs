//! Ctrl-C while something runs.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The flag that Ctrl-C raises.
#[derive(Debug, Clone)]
pub(super) struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// Watches over this flag.
    pub(super) fn new(flag: Arc<AtomicBool>) -> Self {
        Interrupt(flag)
    }

    /// From here on Ctrl-C raises the flag and ends nothing. Where the system has no such signal it stays as it was.
    pub(super) fn listen(&self) {
        let _ = signal_hook::flag::register(signal_hook::consts::SIGINT, self.0.clone());
    }

    /// Takes it down, before something new runs.
    pub(super) fn clear(&self) {
        self.0.store(false, Ordering::Relaxed);
    }

    /// The flag itself.
    pub(super) fn flag(&self) -> Arc<AtomicBool> {
        self.0.clone()
    }
}
