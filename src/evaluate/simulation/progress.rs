//! How far a simulation is.

use std::sync::atomic::{AtomicU64, Ordering};

/// How far a simulation is; it counts while others look.
#[derive(Debug, Default)]
pub struct Progress {
    done: AtomicU64,
    all: AtomicU64,
}

impl Progress {
    /// The part that is done, from 0 to 1; `None` before it is known how much there is to do.
    pub fn fraction(&self) -> Option<f64> {
        let (done, all) = (self.done.load(Ordering::Relaxed), self.all.load(Ordering::Relaxed));
        (all > 0).then(|| (done as f64 / all as f64).min(1.0))
    }

    pub(in crate::evaluate) fn add_total(&self, all: usize) {
        self.all.store(all as u64, Ordering::Relaxed);
    }

    pub(in crate::evaluate) fn advance(&self, steps: usize) {
        self.done.fetch_add(steps as u64, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_never_passes_its_end() {
        let work = Progress::default();
        assert_eq!(work.fraction(), None);
        work.add_total(4);
        work.advance(1);
        assert_eq!(work.fraction(), Some(0.25));
        work.advance(7);
        assert_eq!(work.fraction(), Some(1.0));
    }
}
