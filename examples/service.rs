//! A service over one plan: many readers, one writer, and a deadline for each request.
//!
//! `cargo run --example service -- examples/first.plan` answers lines of standard input: `rank`,
//! `try sso.rice.effort = 2 person-weeks`, `set sso.rice.effort = 2 person-weeks`.

use planwright::report::rank::Wanted;
use planwright::{Change, Effect, Limit, Scored, Session, Source, View};
use std::error::Error;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

/// A plan that threads share. Readers look at the state that was the last one when they began.
pub(crate) struct Service {
    session: Mutex<Session>,
    now: RwLock<Arc<Scored>>,
    patience: Duration,
}

impl Service {
    /// A service over a plan; a request that takes longer than this is given up.
    pub(crate) fn new(source: Source, patience: Duration) -> Result<Service, planwright::Error> {
        let session = Session::open(source, View::default())?;
        let now = RwLock::new(session.snapshot());
        Ok(Service { session: Mutex::new(session), now, patience })
    }

    fn snapshot(&self) -> Arc<Scored> {
        self.now.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The ranking as JSON.
    pub(crate) fn rank(&self) -> Result<String, Box<dyn Error>> {
        let scored = self.snapshot();
        let report = Limit::within(self.patience).run(|| scored.rank(&Wanted::default()))??;
        Ok(serde_json::to_string(&report)?)
    }

    /// What a change would move, as JSON. Nobody else sees it.
    pub(crate) fn try_out(&self, address: &str, value: &str) -> Result<String, Box<dyn Error>> {
        let (_, effect) = self.snapshot().with(&[Change::set(address, value)], &Limit::within(self.patience))?;
        Ok(serde_json::to_string(&effect)?)
    }

    /// Changes the plan for everybody who asks from now on.
    pub(crate) fn set(&self, address: &str, value: &str) -> Result<Effect, Box<dyn Error>> {
        let mut session = self.session.lock().unwrap_or_else(PoisonError::into_inner);
        // What is not done in time has changed nothing.
        let effect = session.with_limit(&Limit::within(self.patience), |session| session.set(address, value))?;
        *self.now.write().unwrap_or_else(PoisonError::into_inner) = session.snapshot();
        Ok(effect)
    }

    /// The answer to a line.
    pub(crate) fn answer(&self, line: &str) -> Result<String, Box<dyn Error>> {
        let (word, rest) = line.trim().split_once(' ').unwrap_or((line.trim(), ""));
        let (address, value) = rest.split_once('=').map_or((rest, ""), |(a, v)| (a.trim(), v.trim()));
        match word {
            "rank" => self.rank(),
            "try" => self.try_out(address, value),
            "set" => self.set(address, value).and_then(|effect| Ok(serde_json::to_string(&effect)?)),
            _ => Err(format!("`{word}` is none of `rank`, `try` and `set`").into()),
        }
    }
}

#[allow(dead_code, reason = "the tests call what it calls")]
fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).unwrap_or("examples/first.plan".into());
    let service = Service::new(Source::open(Path::new(&path))?, Duration::from_millis(200))?;
    for line in std::io::stdin().lines() {
        match service.answer(&line?) {
            Ok(answer) => println!("{answer}"),
            Err(error) => println!("{}", serde_json::json!({ "error": error.to_string() })),
        }
    }
    Ok(())
}
