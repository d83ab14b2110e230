//! `plan rank` by several frameworks, or by several weightings of one, side by side.

use super::{RankArgs, TableFormat, bad_query};
use crate::command::context::CommandContext;
use crate::command::failure::Failure;
use crate::command::output::Output;
use crate::command::plan_args::{LoadOptions, LoadedPlan};
use planwright::View;
use planwright::report::rank::side_by_side::{SideBySideReport, SideRanking, report};
use planwright::report::{Layout, csv, fits, json, rank, text, wrap_line};

/// The names of a list with commas.
fn names(option: &str, list: &str) -> Result<Vec<String>, Failure> {
    let names: Vec<String> = list.split(',').map(|n| n.trim().to_string()).collect();
    if names.iter().any(String::is_empty) {
        return Err(Failure::usage(format!("`{option} {list}` lacks a name at a comma")));
    }
    for (at, name) in names.iter().enumerate() {
        if names[..at].contains(name) {
            return Err(Failure::usage(format!("`{option} {list}` names `{name}` twice")));
        }
    }
    Ok(names)
}

impl RankArgs {
    /// Whether several rankings are asked for.
    pub(super) fn is_side_by_side(&self) -> bool {
        let list = |option: &Option<String>| option.as_deref().is_some_and(|o| o.contains(','));
        list(&self.score.by) || list(&self.score.weights)
    }

    pub(super) fn side_by_side(&self, face: &CommandContext) -> Result<Output, Failure> {
        self.refuse_options()?;
        let by = self.score.by.as_deref().filter(|by| by.contains(','));
        let plans = match (by, self.score.weights.as_deref()) {
            (Some(_), Some(_)) => {
                return Err(Failure::usage("several frameworks have no weights in common")
                    .help("name several frameworks, or one with several weightings"));
            }
            (Some(by), None) => self.frameworks(face, &names("--by", by)?)?,
            (None, weights) => self.weightings(face, &names("--weights", weights.unwrap_or_default())?)?,
        };
        let mut rankings = Vec::with_capacity(plans.rankings.len());
        for (name, by, plan) in &plans.rankings {
            let shown = &plans.shown[*plan];
            rankings.push(SideRanking {
                name: name.clone(),
                evaluated: &shown.scored.evaluated,
                wanted: self.wanted(shown, by)?,
            });
        }
        let failed = |failed: rank::FailedQuery| {
            let filter = self.filter.as_deref().unwrap_or_default();
            bad_query("--where", filter, filter, failed.error)
        };
        let none = || Failure::usage("one of the frameworks can't be evaluated");
        let found = report(&rankings, self.top).map_err(|why| match why {
            rank::NoRanking::Unanswered(unanswered) => failed(unanswered),
            _ => none(),
        })?;
        let found = found.ok_or_else(none)?;
        let cut = self.top.is_some();
        let out = match self.format {
            TableFormat::Json => json(&found.truncated(cut)),
            TableFormat::Csv => csv(&found.columns(cut)),
            TableFormat::Md => found.markdown(cut),
            TableFormat::Table => text_report(&found, cut, face.layout),
        };
        drop(rankings);
        let mut shown = plans.shown;
        let first = shown.swap_remove(0);
        Ok(first.diagnostic_summary().add_to(Output::text(out), first.scored.sources))
    }

    /// Options that say something about one ranking only.
    fn refuse_options(&self) -> Result<(), Failure> {
        let given = [
            ("--against", self.against.is_some()),
            ("--inputs", self.inputs),
            ("--column", !self.columns.is_empty()),
            ("--samples", self.sampling.is_given()),
        ];
        match given.into_iter().find(|(_, given)| *given) {
            Some((option, _)) => Err(Failure::usage(format!("`{option}` is for one ranking, and several were given"))
                .help("leave it out, or name one framework and one weighting")),
            None => Ok(()),
        }
    }

    fn frameworks(&self, face: &CommandContext, names: &[String]) -> Result<SideBySidePlans, Failure> {
        let shown =
            self.plan.load(face, &LoadOptions { by: names, all: self.filter.is_some(), ..LoadOptions::default() })?;
        let rankings = names.iter().map(|name| (name.clone(), name.clone(), 0)).collect();
        Ok(SideBySidePlans { shown: vec![shown], rankings })
    }

    /// The plan under each weighting; the framework's own name stands for its own weights.
    fn weightings(&self, face: &CommandContext, names: &[String]) -> Result<SideBySidePlans, Failure> {
        let by: Vec<String> = self.score.frameworks();
        let all = by.is_empty() || self.filter.is_some();
        let own = self.plan.load(face, &LoadOptions { by: &by, all, ..LoadOptions::default() })?;
        let framework = own.framework(self.score.by.as_deref(), None)?;
        let mut plans = SideBySidePlans { shown: Vec::new(), rankings: Vec::new() };
        for name in names {
            let plan = own.scored.evaluated.plan();
            let is_own = *name == framework && !plan.weightings.contains_key(name.as_str());
            let weights = (!is_own).then_some(name.as_str());
            View { weights: weights.map(str::to_string), ..View::default() }.check(plan)?;
            own.framework(Some(&framework), weights)?;
            let shown = self.plan.load(face, &LoadOptions { by: &by, weights, all, ..LoadOptions::default() })?;
            let used = shown.scored.evaluated.column(&framework).and_then(|c| c.weighting.clone());
            if let Some(used) = used.filter(|_| is_own) {
                return Err(Failure::usage(format!("`{name}` uses its own weights, and `{used}` is in force"))
                    .help("take it back first: `:weights none`"));
            }
            plans.rankings.push((name.clone(), framework.clone(), plans.shown.len()));
            plans.shown.push(shown);
        }
        Ok(plans)
    }
}

/// The plans that were read, and the rankings by their name, framework and plan.
struct SideBySidePlans {
    shown: Vec<LoadedPlan>,
    rankings: Vec<(String, String, usize)>,
}

fn text_report(report: &SideBySideReport, cut: bool, layout: Layout) -> String {
    if report.rows.is_empty() && report.unscored.is_empty() {
        return "no initiative to rank by these\n".to_string();
    }
    let mut table = report.table(cut, true);
    if !fits(&table, layout) {
        table = report.table(cut, false);
    }
    let mut out = text(&table, layout);
    let layout = Layout { width: Some(layout.width.unwrap_or(super::PROSE_WIDTH)) };
    for (heading, lines) in report.text_sections().into_iter().chain(report.unscored_words()) {
        out += &format!("\n{}", super::wrap_at_margin(&heading, layout));
        lines.iter().for_each(|l| out += &wrap_line(l, layout));
    }
    planwright::diagnostic::sanitize(&out).into_owned()
}
