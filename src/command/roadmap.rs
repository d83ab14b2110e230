//! `plan roadmap`.

use super::plan::PlanArgs;
use super::progress::watched;
use super::worth::worths;
use super::{Exit, Face, Failure, Output};
use crate::diagnostic::nearest;
use crate::evaluate::{NoRoadmap, Wish, Worth};
use crate::quantity::{Date, Period};
use crate::report::document::{html, markdown};
use crate::report::{csv, json, roadmap};
use crate::schema::library::Folder;
use clap::{Args, ValueEnum};

/// Show what gets done when, and tell it to an audience in its own words.
#[derive(Debug, Args)]
pub struct Roadmap {
    #[command(flatten)]
    pub(super) plan: PlanArgs,
    /// Whom it is for: `executive`, `engineering`, `design`, `sales`, `customer_success`, `finance`, `legal`,
    /// `marketing`, `customer_board`, or one of the plan's own; else everything, for the team
    #[arg(long = "for", value_name = "AUDIENCE")]
    audience: Option<String>,
    /// The framework to order by; else the plan's `rank_by`
    #[arg(long, value_name = "FRAMEWORK")]
    by: Option<String>,
    /// What an initiative is worth, as a formula over its facts, instead of its score: what is worth more is done
    /// earlier. 'arr / effort'
    #[arg(long, value_name = "FORMULA")]
    worth: Option<String>,
    /// The last day it looks to, instead of the audience's or the plan's horizon
    #[arg(long, value_name = "DATE", value_parser = last_day)]
    until: Option<Date>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Table,
    /// For documents
    Md,
    /// A page that needs nothing else
    Html,
    /// For programs
    Json,
    /// For spreadsheets
    Csv,
    /// A Gantt chart
    Mermaid,
}

/// The audience where none is named.
const TEAM: &str = "team";

fn last_day(text: &str) -> Result<Date, String> {
    Period::parse(text).map(Period::last).map_err(|e| format!("{e}; {}", e.help()))
}

/// Why nothing is printed. A schedule that breaks a rule is a fault of ours, and status 3 like other faults from
/// outside the plan.
fn withheld(why: NoRoadmap) -> Failure {
    match why {
        NoRoadmap::Stopped => Failure::outside("it was stopped before the roadmap was done"),
        NoRoadmap::TooLarge(fault) => Failure::usage(format!("the plan is too large to be placed: {fault}"))
            .help("give an earlier `--until`, or teams a `capacity`"),
        NoRoadmap::Broken(broken) => {
            let (first, more) = (&broken[..broken.len().min(3)], broken.len().saturating_sub(3));
            let more = if more > 0 { format!("; and {more} more") } else { String::new() };
            let said = format!("the schedule breaks its own rules, so it is not shown: {}{more}", first.join("; "));
            Failure::outside(said).help("this is a fault of `plan`, not of the plan: please report it, with the plan")
        }
    }
}

impl Roadmap {
    /// Runs it.
    ///
    /// # Errors
    /// Where the plan can't be read, has no such audience, or the roadmap would end before today.
    pub fn run(&self, face: &Face) -> Result<Output, Failure> {
        let by: Vec<String> = self.by.iter().cloned().collect();
        let shown = self.plan.load_knowing(face, &by, &[Folder::Audiences, Folder::Columns])?;
        let evaluated = &shown.scored.evaluated;
        let name = self.audience.as_deref().unwrap_or(TEAM);
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
        let by = self.by.as_deref().or(evaluated.plan().settings.rank_by.as_ref().map(|(by, _)| &**by));
        let worth = |formula: &String| Ok(Worth { formula: formula.clone(), of: worths(evaluated, formula, by)? });
        let worth = self.worth.as_ref().map(worth).transpose()?;
        let wish = Wish { by: self.by.clone(), worth, to, samples: None };
        let plan = watched("placing and sampling", |_| evaluated.roadmap(&wish)).map_err(withheld)?;
        let told = roadmap::report(evaluated, &plan, audience);
        let report = &told.report;
        if self.format == Format::Mermaid && report.periods.is_empty() {
            let failure = Failure::usage(format!("`{name}` is told no dates, and a Gantt chart is made of them"));
            return Err(failure.help("choose another `--format`"));
        }
        let out = match self.format {
            _ if told.withheld => String::new(),
            Format::Table => roadmap::text(report, face.layout),
            Format::Md => markdown(&roadmap::page(report)),
            Format::Html => html(&roadmap::page(report)),
            Format::Json => json(report),
            Format::Csv => csv(&roadmap::table(report)),
            Format::Mermaid => roadmap::mermaid(report),
        };
        let mut found = super::found::Found { warnings: 0, ..shown.found() };
        found.errors.extend(told.diagnostics);
        let mut output = found.add_to(Output::text(out), shown.scored.sources);
        if self.format == Format::Table {
            output.notes.extend(plan.assumed.iter().cloned());
        }
        if told.withheld {
            output.notes.push(format!("`{name}` is told nothing until this is mended"));
            output.exit = output.exit.max(Exit::Problems);
        }
        Ok(output)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_schedule_is_no_output() {
        let broken = ["a", "b", "c", "d"].map(String::from).to_vec();
        let failure = withheld(NoRoadmap::Broken(broken));
        assert_eq!(failure.exit, Exit::Outside);
        assert_eq!(failure.message, "the schedule breaks its own rules, so it is not shown: a; b; c; and 1 more");
        assert_eq!(withheld(NoRoadmap::Stopped).exit, Exit::Outside);
    }
}
