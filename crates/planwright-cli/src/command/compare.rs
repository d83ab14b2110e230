//! `plan compare`.

use super::context::CommandContext;
use super::exit::Exit;
use super::failure::Failure;
use super::output::Output;
use super::plan_args::{LoadOptions, LoadedPlan, PlanArgs, ScoreArgs, TextFormat, ViewArgs};
use super::sampling::SamplingArgs;
use clap::Args;
use planwright::evaluation::NoAttribution;
use planwright::report::{compare, json};
use std::path::PathBuf;

/// Show why one initiative ranks above another, input by input, and what would swap them.
#[derive(Debug, Args)]
pub struct CompareArgs {
    /// One initiative
    a: String,
    /// The other; the order of the two does not matter
    b: String,
    /// Files or folders of the plan
    #[arg(default_value = ".", value_name = "PATHS")]
    pub(super) paths: Vec<PathBuf>,
    #[command(flatten)]
    view: ViewArgs,
    #[command(flatten)]
    score: ScoreArgs,
    #[command(flatten)]
    sampling: SamplingArgs,
    /// How to print it
    #[arg(long, value_enum, default_value_t = TextFormat::Text)]
    pub(super) format: TextFormat,
}

impl CompareArgs {
    /// Runs it.
    ///
    /// # Errors
    /// Where the plan can't be read, has no such initiatives or framework, or one of them has no score.
    pub fn run(&self, face: &CommandContext) -> Result<Output, Failure> {
        let by: Vec<String> = self.score.frameworks();
        let args = PlanArgs { paths: self.paths.clone(), view: self.view.clone() };
        let shown = args
            .load(face, &LoadOptions { by: &by, weights: self.score.weights.as_deref(), ..LoadOptions::default() })?;
        let (a, b) = (shown.initiative(&self.a)?, shown.initiative(&self.b)?);
        if a == b {
            return Err(
                Failure::usage(format!("`{}` is compared with itself", self.a)).help("name two different initiatives")
            );
        }
        let by = shown.framework(self.score.by.as_deref(), self.score.weights.as_deref())?;
        let evaluated = &shown.scored.evaluated;
        let mut comparison =
            compare::report(evaluated, &by, a, b).map_err(|why| self.incomparable(&shown, &by, why))?;
        if let Some(sampling) = self.sampling.draws(Some(1)).sampling(&evaluated.plan().settings, 2) {
            let (above, below) =
                (shown.initiative(&comparison.report.above.id)?, shown.initiative(&comparison.report.below.id)?);
            let duel = evaluated.odds_between(&by, above, below, sampling);
            duel.iter().for_each(|duel| comparison.set_odds(duel));
        }
        let out = match (self.format, evaluated.plan().frameworks.get(by.as_str())) {
            (TextFormat::Text, Some(framework)) => comparison.text(framework, face.layout),
            _ => json(&comparison.report),
        };
        let found = super::diagnostic_summary::DiagnosticSummary { warnings: 0, ..shown.diagnostic_summary() };
        Ok(found.add_to(Output::text(out), shown.scored.sources))
    }

    fn incomparable(&self, shown: &LoadedPlan, by: &str, why: NoAttribution) -> Failure {
        let evaluated = &shown.scored.evaluated;
        let index = |id: &str| evaluated.plan().by_id.get(id).copied();
        // What the plan lacks is no mistake of the command line.
        let lacks = |said: String| Failure { exit: Exit::Problems, ..Failure::usage(said) };
        match why {
            NoAttribution::NotEvaluated => Failure::usage(format!("there is no framework `{by}`")),
            NoAttribution::Absent(ref id) => match index(id) {
                Some(index) => shown.no_score_failure(index, by),
                None => lacks(why.to_string()),
            },
            NoAttribution::Unscored(id) => {
                let column = evaluated.column(by);
                let missing = column.as_ref().and_then(|c| c.row(index(&id)?)).map_or(&[][..], |r| &r.missing);
                let names: Vec<String> = missing.iter().map(|m| format!("`{}`", m.name)).collect();
                if names.is_empty() {
                    return lacks(format!("`{id}` has no score by `{by}`: its formula fails"))
                        .help("`plan check` shows where");
                }
                lacks(format!("`{id}` has no score by `{by}`: {} missing", names.join(", ")))
                    .help(format!("`plan explain {id} --by {by}` shows what it has"))
            }
            NoAttribution::NoWay => lacks(format!(
                "the difference between `{}` and `{}` can't be shared out: `{by}` gives no score to a mix of their inputs",
                self.a, self.b
            ))
            .help("let the formula give a number for every value within the inputs' bounds"),
            other => lacks(other.to_string()),
        }
    }
}
