//! The roadmap made and told to an audience, for every command that shows it.

use super::Failure;
use super::plan::Shown;
use super::progress::watched;
use crate::diagnostic::nearest;
use crate::evaluate::Wish;
use crate::quantity::{Date, Period};
use crate::report::roadmap::{self, Told};

/// Which roadmap, and to whom.
#[derive(Debug, Clone, Default)]
pub(super) struct Tell {
    /// The audience; else the team.
    pub audience: Option<String>,
    /// The framework to order by; else the plan's own.
    pub by: Option<String>,
    /// The last day; else that of the audience or of the plan's horizon.
    pub until: Option<Date>,
}

/// The audience where none is named.
const TEAM: &str = "team";

/// The last day of what the command line calls a day.
pub(super) fn last_day(text: &str) -> Result<Date, String> {
    Period::parse(text).map(Period::last).map_err(|e| format!("{e}; {}", e.help()))
}

impl Tell {
    /// The name of the audience.
    pub fn name(&self) -> &str {
        self.audience.as_deref().unwrap_or(TEAM)
    }

    /// Makes the roadmap of a plan that was read with the library's audiences and columns, and tells it; with what was
    /// assumed.
    ///
    /// # Errors
    /// Where there is no such audience, the roadmap would end before today, or it was stopped.
    pub fn tell(&self, shown: &Shown) -> Result<(Told, Vec<String>), Failure> {
        let evaluated = &shown.scored.evaluated;
        let name = self.name();
        let audience = roadmap::audiences(evaluated).find(|a| &*a.id == name).ok_or_else(|| {
            let known = || roadmap::audiences(evaluated).map(|a| &*a.id);
            let failure = Failure::usage(format!("there is no audience `{name}`"));
            match nearest(name, known()) {
                Some(near) => failure.help(format!("did you mean `{near}`?")),
                None => failure.help(format!("there are {}", known().collect::<Vec<_>>().join(", "))),
            }
        })?;
        if let Some(until) = self.until.filter(|until| *until < evaluated.today()) {
            let said = format!("a roadmap until {until} would end before {}", evaluated.today());
            return Err(Failure::usage(said).help("give a later `--until`, or an earlier `--today`"));
        }
        let to = self.until.or_else(|| roadmap::until(evaluated, audience));
        let wish = Wish { by: self.by.clone(), to, samples: None };
        let stopped = || Failure::outside("it was stopped before the roadmap was done".to_string());
        let plan = watched("placing and sampling", |_| evaluated.roadmap(&wish)).ok_or_else(stopped)?;
        Ok((roadmap::report(evaluated, &plan, audience), plan.assumed))
    }
}
