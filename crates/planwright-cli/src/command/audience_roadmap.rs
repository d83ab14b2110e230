//! The roadmap made and told to an audience, for every command that shows it.

use super::failure::Failure;
use super::plan_args::LoadedPlan;
use super::progress::with_progress;
use super::worth_formula::bad_worth;
use planwright::NoRoadmap;
use planwright::quantity::{Date, Period};
use planwright::report::roadmap::{self, AudienceReport, AudienceRoadmapOptions, NoAudienceRoadmap};

/// The last day of what the command line calls a day.
pub(super) fn last_day(text: &str) -> Result<Date, String> {
    Period::parse(text).map(Period::last).map_err(|e| format!("{e}; {}", e.help()))
}

/// Why nothing is printed. A schedule that breaks a rule is a fault of ours, and status 3 like other faults from
/// outside the plan.
pub(super) fn no_roadmap_failure(why: NoRoadmap) -> Failure {
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

/// Makes the roadmap of a plan that was read with the library's audiences and columns, and tells it.
///
/// # Errors
/// Where there is no such audience, or the roadmap would end before today.
pub(super) fn audience_roadmap(shown: &LoadedPlan, wanted: &AudienceRoadmapOptions) -> Result<AudienceReport, Failure> {
    let made = with_progress("placing and sampling", |_| roadmap::audience_roadmap(&shown.scored.evaluated, wanted));
    made.map_err(|why| match why {
        NoAudienceRoadmap::NoRoadmap(why) => no_roadmap_failure(why),
        NoAudienceRoadmap::Worth(error) => bad_worth(error),
        NoAudienceRoadmap::Over { .. } => {
            Failure::usage(why.to_string()).help("give a later `--until`, or an earlier `--today`")
        }
        other => Failure { help: other.help(), ..Failure::usage(other.to_string()) },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::exit::Exit;

    #[test]
    fn a_broken_schedule_is_no_output() {
        let broken = ["a", "b", "c", "d"].map(String::from).to_vec();
        let failure = no_roadmap_failure(NoRoadmap::Broken(broken));
        assert_eq!(failure.exit, Exit::Outside);
        assert_eq!(failure.message, "the schedule breaks its own rules, so it is not shown: a; b; c; and 1 more");
    }
}
