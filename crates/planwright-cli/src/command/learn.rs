//! `plan learn`.

use super::plan::{PlanArgs, ScoreArgs, Shown};
use super::rank::Format;
use super::{Face, Failure, Output};
use clap::Args;
use planwright::diagnostic::printable;
use planwright::evaluate::{Choice, Evaluated};
use planwright::quantity::Base;
use planwright::report::{csv, json, learn, markdown};

/// Show what is worth finding out before choosing.
#[derive(Debug, Args)]
pub struct Learn {
    #[command(flatten)]
    pub(super) plan: PlanArgs,
    #[command(flatten)]
    score: ScoreArgs,
    /// Choose the N best; else 5, or half of a shorter list
    #[arg(long, value_name = "N", conflicts_with = "capacity")]
    top: Option<usize>,
    /// Choose what fits this effort, as '12 person-months'
    #[arg(long, value_name = "EFFORT")]
    capacity: Option<String>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(super) format: Format,
}

/// What is chosen where nobody says how many.
const TOP: usize = 5;

impl Learn {
    /// Runs it.
    ///
    /// # Errors
    /// Where the plan can't be read, or an option names something that is not there.
    pub fn run(&self, face: &Face) -> Result<Output, Failure> {
        let by: Vec<String> = self.score.frameworks();
        let shown = self.plan.load(face, &by, self.score.weights.as_deref())?;
        let by = shown.framework(self.score.by.as_deref(), self.score.weights.as_deref())?;
        let evaluated = &shown.scored.evaluated;
        let choice = self.choice(&shown, &by)?;
        let report = learn::report(evaluated, &by, &choice, shown.sources.as_deref());
        let report = report.ok_or_else(|| Failure::usage(format!("there is no framework `{by}`")))?;
        let out = match self.format {
            Format::Json => json(&report),
            Format::Csv => csv(&report.table()),
            Format::Md => markdown(&report.table()),
            Format::Table => printable(&report.text(face.layout)).into_owned(),
        };
        let found = super::found::Found { warnings: 0, ..shown.found() };
        Ok(found.add_to(Output::text(out), shown.scored.sources))
    }

    fn choice(&self, shown: &Shown, by: &str) -> Result<Choice, Failure> {
        let evaluated = &shown.scored.evaluated;
        match &self.capacity {
            Some(text) => capacity(evaluated, by, text),
            None => {
                let ranked = evaluated.ranking(by, false).map_or(0, |r| r.rows.len());
                Ok(Choice::Top(self.top.unwrap_or(TOP.min(ranked.div_ceil(2)))))
            }
        }
    }
}

fn capacity(evaluated: &Evaluated, by: &str, text: &str) -> Result<Choice, Failure> {
    let example = "write an effort, as `--capacity '12 person-months'`";
    let bad = |why: String| Failure::usage(format!("`--capacity {text}`: {why}")).help(example);
    let (amount, unit) = evaluated.plan().units.parse_quantity(text).map_err(|e| bad(e.to_string()))?;
    let works = unit.first().is_some_and(|b| matches!(b, Base::Effort(_) | Base::Noun(_))) && unit.factors().len() == 1;
    if !works || !amount.is_finite() || amount <= 0.0 {
        return Err(bad("it is no amount of work above zero".into()));
    }
    if evaluated.column(by).is_some_and(|c| c.framework.lower_is_better) {
        let said = format!("`--capacity` adds scores up, and under `{by}` less is better");
        return Err(Failure::usage(said).help("choose with `--top N`"));
    }
    Ok(Choice::Capacity { amount, unit })
}
