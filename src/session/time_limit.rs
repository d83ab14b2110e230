//! A session under a limit.

use super::live_session::Session;
use crate::limit::Limit;

impl Session {
    /// Does something with the session that ends with a limit: what is not done by then is [`SessionError::Interrupted`] and has
    /// changed nothing, and what was done stays done. (Around the session, a limit that ends just after a change would give
    /// no result though the change is made.)
    ///
    /// ```
    /// use planwright::{Limit, SessionError, Session, Source, View};
    /// use std::time::Duration;
    /// let text = "initiative sso \"Single sign-on\" { ice { impact: 5; confidence: 6; ease: 9 } }";
    /// let mut session = Session::open(Source::text("my.plan", text), View::default())?;
    /// let late = session.with_limit(&Limit::within(Duration::ZERO), |session| session.set("sso.ice.ease", "3"));
    /// assert!(matches!(late, Err(SessionError::Interrupted)));
    /// assert_eq!(session.changes().len(), 0);
    /// assert!(session.set("sso.ice.ease", "3").is_ok());
    /// # Ok::<(), planwright::Error>(())
    /// ```
    ///
    /// [`SessionError::Interrupted`]: super::SessionError::Interrupted
    pub fn with_limit<T>(&mut self, limit: &Limit, work: impl FnOnce(&mut Session) -> T) -> T {
        let around = self.limit.clone();
        self.limit = limit.clone().and(around.clone());
        let done = work(self);
        self.limit = around;
        done
    }
}
