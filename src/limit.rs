//! Floor 1: when what is running shall stop: a flag that a host raises, a moment that has come.
//!
//! What stops has no result: it unwinds to [`Limit::run`], past every half-made column and schedule, so that nobody can
//! take a part for the whole. The work itself only asks from time to time, by `look`, and hands the limit on to the
//! threads that share it, by `carried`.

use crate::clock::{Instant, now};
use std::cell::RefCell;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// When what is running shall stop: where a flag is raised, at a moment, or at whatever of them comes first.
///
/// ```
/// use planwright::{Limit, Stopped};
/// use planwright::{Source, View};
/// use std::time::Duration;
///
/// let source = Source::text("plan.plan", "initiative sso \"Single sign-on\" { ice { impact: 5; confidence: 6; ease: 9 } }");
/// let scored = Limit::within(Duration::from_secs(60)).run(|| -> Result<_, planwright::Error> {
///     Ok(source.parse()?.resolve(&View::default())?.evaluate())
/// });
/// assert!(scored.is_ok());
/// assert!(matches!(Limit::within(Duration::ZERO).run(|| source.parse()), Err(Stopped)));
/// ```
///
/// It holds for all that the closure does with the library, on this thread and on those of rayon's pool that it uses. One
/// that runs inside another ends with either. The moment is looked at between initiatives, formulas and samples: what runs
/// stops soon after it, as a rule within milliseconds, and later where a plan of tens of thousands of initiatives is gone
/// through as a whole.
///
/// Stopping unwinds. In a program that is built with `panic = "abort"`, and in WebAssembly, everything runs to its end,
/// and only then is the result withheld.
#[derive(Debug, Clone, Default)]
pub struct Limit {
    flags: Vec<Arc<AtomicBool>>,
    moment: Option<Instant>,
    /// Whether it was seen to be over: a flag may be taken down again before all threads saw it.
    over: Arc<AtomicBool>,
}

/// It was stopped: there is no result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stopped;

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("it was stopped before it was done")
    }
}

impl std::error::Error for Stopped {}

thread_local! {
    static CURRENT: RefCell<Option<Limit>> = const { RefCell::new(None) };
}

impl Limit {
    /// Stops where the flag is raised, from any thread or a signal. The flag is only read.
    pub fn flag(flag: Arc<AtomicBool>) -> Limit {
        Limit { flags: vec![flag], ..Limit::default() }
    }

    /// Stops when so much time has passed from now on.
    pub fn within(time: Duration) -> Limit {
        // What is too far away for the clock never comes.
        Limit { moment: now().checked_add(time), ..Limit::default() }
    }

    /// Stops with either of the two.
    #[must_use]
    pub fn and(mut self, other: Limit) -> Limit {
        self.flags.extend(other.flags);
        self.moment = match (self.moment, other.moment) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        Limit { over: Arc::default(), ..self }
    }

    /// Whether what runs under it stops.
    pub fn is_over(&self) -> bool {
        let over = self.over.load(Ordering::Relaxed)
            || self.flags.iter().any(|flag| flag.load(Ordering::Relaxed))
            || self.moment.is_some_and(|moment| now() >= moment);
        if over {
            self.over.store(true, Ordering::Relaxed);
        }
        over
    }

    /// Runs something of the library under the limit.
    ///
    /// What the closure changes outside of itself may be half changed where it was stopped; a
    /// [`Session`](crate::session::Session) is then as it was.
    ///
    /// # Errors
    /// Where it was stopped, or was done too late.
    pub fn run<T>(&self, work: impl FnOnce() -> T) -> Result<T, Stopped> {
        let limit = match CURRENT.with_borrow(Clone::clone) {
            Some(around) => self.clone().and(around),
            None => self.clone().and(Limit::default()),
        };
        let done = under(Some(limit.clone()), || catch_unwind(AssertUnwindSafe(work)));
        match done {
            Ok(value) if !limit.is_over() => Ok(value),
            Ok(_) => Err(Stopped),
            Err(why) if why.is::<Stopped>() => Err(Stopped),
            Err(panic) => resume_unwind(panic),
        }
    }
}

/// Does something with a limit as this thread's, or with none.
fn under<T>(limit: Option<Limit>, work: impl FnOnce() -> T) -> T {
    struct Leave(Option<Limit>);
    impl Drop for Leave {
        fn drop(&mut self) {
            CURRENT.set(self.0.take());
        }
    }
    let _leave = Leave(CURRENT.replace(limit));
    work()
}

/// Whether this thread's limit is over, for what can end by itself.
pub(crate) fn is_over() -> bool {
    CURRENT.with_borrow(|limit| limit.as_ref().is_some_and(Limit::is_over))
}

/// Whether this thread's limit is over, asked from any thread.
pub(crate) fn over() -> impl Fn() -> bool + Send + Sync {
    let limit = CURRENT.with_borrow(Clone::clone);
    move || limit.as_ref().is_some_and(Limit::is_over)
}

/// Stops here where this thread's limit is over.
pub(crate) fn look() {
    if cfg!(panic = "unwind") && is_over() {
        resume_unwind(Box::new(Stopped));
    }
}

/// The same work under this thread's limit, or without one, for the threads that it is shared out to: one that waits may
/// do a piece of somebody else's, whose limit is another.
pub(crate) fn carried<A, B>(work: impl Fn(A) -> B + Send + Sync) -> impl Fn(A) -> B + Send + Sync {
    let limit = CURRENT.with_borrow(Clone::clone);
    move |given| {
        under(limit.clone(), || {
            look();
            work(given)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_over_has_no_result() {
        assert_eq!(Limit::default().run(|| 1), Ok(1));
        assert_eq!(Limit::within(Duration::from_secs(600)).run(|| 1), Ok(1));
        assert_eq!(Limit::within(Duration::MAX).run(|| 1), Ok(1));
        assert_eq!(Limit::within(Duration::ZERO).run(|| 1), Err(Stopped));
        let flag = Arc::new(AtomicBool::new(false));
        let raised = Limit::flag(flag.clone()).run(|| {
            look();
            flag.store(true, Ordering::Relaxed);
            look();
            unreachable!("it has stopped")
        });
        assert_eq!(raised, Err::<(), _>(Stopped));
        // Seen once it stays over for what runs; it starts anew with the next.
        let limit = Limit::flag(flag.clone());
        let lowered = limit.run(|| {
            assert!(is_over());
            flag.store(false, Ordering::Relaxed);
        });
        assert_eq!((lowered, limit.run(|| 2)), (Err(Stopped), Ok(2)));
    }

    #[test]
    fn a_limit_in_a_limit_ends_with_either() {
        let (inner, outer) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
        let both = || {
            let run = || Limit::flag(inner.clone()).run(look);
            Limit::flag(outer.clone()).run(run)
        };
        assert_eq!(both(), Ok(Ok(())));
        inner.store(true, Ordering::Relaxed);
        assert_eq!(both(), Ok(Err(Stopped)));
        outer.store(true, Ordering::Relaxed);
        assert_eq!(both(), Err(Stopped));
        // Behind it nothing is limited.
        look();
        assert!(!is_over());
    }

    #[test]
    fn other_threads_stop_too() {
        use rayon::prelude::*;
        let flag = Arc::new(AtomicBool::new(true));
        let work = || {
            let one = carried(|at: usize| at + 1);
            (0..100).into_par_iter().map(one).sum::<usize>()
        };
        assert_eq!(work(), 5050);
        assert_eq!(Limit::flag(flag).run(work), Err(Stopped));
    }

    #[test]
    fn a_panic_stays_a_panic() {
        let panic = catch_unwind(|| Limit::default().run(|| panic!("a fault of ours")));
        assert_eq!(panic.unwrap_err().downcast_ref::<&str>(), Some(&"a fault of ours"));
    }
}
