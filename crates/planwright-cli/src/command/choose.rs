//! `plan choose`.

use super::context::CommandContext;
use super::failure::Failure;
use super::output::Output;
use super::plan_args::{LoadOptions, PlanArgs, ScoreArgs};
use super::table_format::TableFormat;
use super::worth_formula::bad_worth;
use clap::Args;
use planwright::evaluation::{NoBudget, NoChoice, SelectionRequest};
use planwright::quantity::Period;
use planwright::report::{Layout, csv, json, portfolio, text, unescaped, wrap_line};

/// Choose the initiatives that are worth most together, within what there is.
#[derive(Debug, Args)]
pub struct ChooseArgs {
    #[command(flatten)]
    pub(super) plan: PlanArgs,
    #[command(flatten)]
    score: ScoreArgs,
    /// What can be spent, such as '24 person-months' or '$500K' of `cost`; by default the teams' capacity
    #[arg(long, value_name = "QUANTITY")]
    budget: Option<String>,
    /// Count the teams' capacity until this day or period; by default until the end of the plan's horizon
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    /// Initiatives that must be chosen, whatever they are worth
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    must: Vec<String>,
    /// Initiatives that must not be chosen
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    without: Vec<String>,
    /// What an initiative is worth, as a formula over its facts, instead of its score: 'reach * impact'
    #[arg(long, value_name = "FORMULA")]
    worth: Option<String>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = TableFormat::Table)]
    pub(super) format: TableFormat,
}

/// The widest that lines for people get, also where nothing says how wide the place is.
const MAX_TEXT_WIDTH: usize = 80;

impl ChooseArgs {
    /// Runs it.
    ///
    /// # Errors
    /// Where the plan can't be read, an option names something that is not there, or wishes contradict each other.
    pub fn run(&self, face: &CommandContext) -> Result<Output, Failure> {
        let by = self.score.frameworks();
        let shown = self.plan.load(
            face,
            &LoadOptions { by: &by, weights: self.score.weights.as_deref(), all: true, ..LoadOptions::default() },
        )?;
        let by = shown.framework(self.score.by.as_deref(), self.score.weights.as_deref())?;
        let evaluated = &shown.scored.evaluated;
        let named = |ids: &[String]| ids.iter().map(|id| shown.initiative(id)).collect::<Result<Vec<_>, _>>();
        let budget = self.budget.as_deref();
        let budget = budget.map(|text| evaluated.budget(text).map_err(|e| bad_budget(text, &e))).transpose()?;
        let unit = budget.as_ref().map_or("person-weeks".to_string(), |(_, unit)| unit.to_string());
        let to = match &self.until {
            Some(text) => {
                Some(Period::parse(text).map_err(|e| Failure::usage(format!("--until: {e}")).help(e.help()))?)
            }
            None => None,
        };
        let asked = SelectionRequest {
            by: Some(by.clone()),
            worth: self
                .worth
                .as_deref()
                .map(|w| evaluated.worth_values(w, Some(&by)))
                .transpose()
                .map_err(bad_worth)?,
            budget,
            to: to.map(Period::last),
            must: named(&self.must)?,
            without: named(&self.without)?,
        };
        let choice = evaluated.choose(&asked).map_err(|refused| match &refused {
            NoChoice::Unscored(by) => Failure::usage(format!("there is no framework `{by}`")),
            NoChoice::OverBudget(_) => {
                Failure::usage(refused.to_string()).help("let go of a `--must` or a commitment, or give more")
            }
            NoChoice::Solver(_) => Failure::outside(refused.to_string()),
            other => Failure { help: other.help(), ..Failure::usage(other.to_string()) },
        })?;
        let report = portfolio::report(evaluated, &choice, &by, &unit);
        let out = match self.format {
            TableFormat::Json => json(&report),
            TableFormat::Csv => csv(&report.table()),
            TableFormat::Md => report.markdown(),
            TableFormat::Table => {
                let layout = Layout { width: Some(face.layout.width.unwrap_or(MAX_TEXT_WIDTH)) };
                let foot: String = report.notes(unescaped).iter().map(|l| wrap_line(l, layout)).collect();
                format!("{}\n{foot}", text(&report.table(), face.layout))
            }
        };
        Ok(shown.diagnostic_summary().add_to(Output::text(out), shown.scored.sources))
    }
}

/// A text of `--budget` that is no amount of people's time or of money.
fn bad_budget(text: &str, error: &NoBudget) -> Failure {
    match error {
        NoBudget::Unreadable(error) => Failure::usage(format!("--budget: {error}")),
        _ => Failure::usage(format!("`--budget {text}` is no amount of people's time or of money"))
            .help("as '24 person-months' or '$500K'"),
    }
}
