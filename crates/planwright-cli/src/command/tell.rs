//! The roadmap made and told to an audience, for every command that shows it.

use super::Failure;
use super::plan::Shown;
use super::progress::watched;
use super::worth::worths;
use planwright::diagnostic::nearest;
use planwright::evaluate::{NoRoadmap, Wish, Worth};
use planwright::quantity::{Date, Period};
use planwright::report::roadmap::{self, Told};

/// Which roadmap, and to whom.
#[derive(Debug, Clone, Default)]
pub(super) struct Tell {
    /// The audience; else the team.
    pub audience: Option<String>,
    /// The framework to order by; else the plan's own.
    pub by: Option<String>,
    /// What initiatives are worth, as a formula; else their scores.
    pub worth: Option<String>,
    /// The last day that is looked at; else that of the audience or of the plan's horizon. The schedule is the same.
    pub until: Option<Date>,
}

/// The audience where none is named.
const TEAM: &str = "team";

/// The last day of what the command line calls a day.
pub(super) fn last_day(text: &str) -> Result<Date, String> {
    Period::parse(text).map(Period::last).map_err(|e| format!("{e}; {}", e.help()))
}

/// Why nothing is printed. A schedule that breaks a rule is a fault of ours, and status 3 like other faults from
/// outside the plan.
pub(super) fn withheld(why: NoRoadmap) -> Failure {
    match why {
        NoRoadmap::TooLarge(_) => {
            Failure::usage(why.to_string()).help("give an earlier `--until`, or teams a `capacity`")
        }
        NoRoadmap::Broken(broken) => {
            let (first, more) = (&broken[..broken.len().min(3)], broken.len().saturating_sub(3));
            let more = if more > 0 { format!("; and {more} more") } else { String::new() };
            let said = format!("the schedule breaks its own rules, so it is not shown: {}{more}", first.join("; "));
            Failure::outside(said).help("this is a fault of `plan`, not of the plan: please report it, with the plan")
        }
        other => Failure::outside(other.to_string()),
    }
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
    /// Where there is no such audience, or the roadmap would end before today.
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
        let by = self.by.as_deref().or(evaluated.plan().settings.rank_by.as_ref().map(|(by, _)| &**by));
        let worth = |formula: &String| -> Result<Worth, Failure> {
            Ok(Worth { formula: formula.clone(), of: worths(evaluated, formula, by)? })
        };
        let worth = self.worth.as_ref().map(worth).transpose()?;
        let wish = Wish { by: self.by.clone(), worth, samples: None };
        let plan = watched("placing and sampling", |_| evaluated.roadmap(&wish)).map_err(withheld)?;
        let until = self.until.or_else(|| roadmap::until(evaluated, audience)).unwrap_or(plan.to);
        Ok((roadmap::report(evaluated, &plan, audience, until), plan.assumed.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::Exit;

    #[test]
    fn a_broken_schedule_is_no_output() {
        let broken = ["a", "b", "c", "d"].map(String::from).to_vec();
        let failure = withheld(NoRoadmap::Broken(broken));
        assert_eq!(failure.exit, Exit::Outside);
        assert_eq!(failure.message, "the schedule breaks its own rules, so it is not shown: a; b; c; and 1 more");
    }
}
