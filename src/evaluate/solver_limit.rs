//! Floor 1: What the solver does under this thread's limit.

use crate::limit;
use planwright_solver::{SearchLimit, StopCheck};

/// Does something that the solver can end early, with what it has by then; stops where this thread's limit is over, so that
/// nobody takes a part for the whole.
pub(in crate::evaluate) fn with_thread_limit<T>(solve: impl FnOnce(StopCheck<'_>) -> T) -> T {
    let over = limit::over();
    let found = solve(StopCheck::new(&over));
    limit::look();
    found
}

/// A choice's bounds that are only those of the thread.
pub(in crate::evaluate) fn thread_search_limit(stop: StopCheck<'_>) -> SearchLimit<'_> {
    SearchLimit { stop: Some(stop), ..SearchLimit::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limit::{self, Stopped};
    use std::time::Duration;

    #[test]
    fn what_the_solver_gave_up_is_no_result() {
        let wanted = |limit: limit::Limit| limit.run(|| with_thread_limit(|stop| stop.should_stop()));
        assert!(!with_thread_limit(|stop| stop.should_stop()));
        assert_eq!(wanted(limit::Limit::default()), Ok(false));
        assert_eq!(wanted(limit::Limit::within(Duration::ZERO)), Err(Stopped));
    }
}
