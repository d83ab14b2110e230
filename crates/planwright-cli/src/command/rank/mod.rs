//! `plan rank`.

mod side_by_side;

use super::context::CommandContext;
use super::exit::Exit;
use super::failure::Failure;
use super::output::Output;
use super::plan_args::{LoadOptions, LoadedPlan, PlanArgs, ScoreArgs};
use super::sampling::{SamplingArgs, add_odds, too_many_note};
use super::table_format::TableFormat;
use clap::Args;
use planwright::evaluation::{Evaluated, Query, QueryError};
use planwright::quantity::print;
use planwright::report::rank::uncertainty::TableStyle;
use planwright::report::{Layout, Table, drop_columns_to_fit, drop_named_to_fit, fits, json, rank, text, wrap_line};
use std::fmt::Write;

/// Rank the initiatives by a framework.
#[derive(Debug, Args)]
#[command(after_help = "\
Where inputs are ranges, samples show how certain scores and ranks are. `--by rice,ice` sets several frameworks side \
by side, `--weights sales,support` several weightings of one: how far they agree, and where they differ.")]
pub struct RankArgs {
    #[command(flatten)]
    pub(super) plan: PlanArgs,
    #[command(flatten)]
    score: ScoreArgs,
    /// Show the first N; with ranges, also how likely each is to be among them (by default, among the first 10)
    #[arg(long, value_name = "N")]
    top: Option<usize>,
    /// Compare with the ranking in another scenario; `plan` means the plan without a scenario
    #[arg(long, value_name = "SCENARIO")]
    against: Option<String>,
    /// Show initiatives in closed phases too
    #[arg(long)]
    all: bool,
    /// Show the inputs
    #[arg(long)]
    inputs: bool,
    /// Only initiatives for which this formula is true, such as 'team == "core"' or 'owner.id == "mia"'
    #[arg(long = "where", value_name = "FORMULA")]
    filter: Option<String>,
    /// An extra column, such as 'interviews=evidence.interviews'
    #[arg(long = "column", value_name = "NAME=FORMULA")]
    columns: Vec<String>,
    #[command(flatten)]
    sampling: SamplingArgs,
    /// How to print it
    #[arg(long, value_enum, default_value_t = TableFormat::Table)]
    pub(super) format: TableFormat,
}

/// From this width on there is room for medians and drawings.
const WIDE_TABLE_WIDTH: usize = 110;
/// The width that sentences under a table keep to where nothing says how wide the place is.
const PROSE_WIDTH: usize = 80;

/// What `--against` calls the plan without a scenario, also where a scenario has that name: it can stand on the other
/// side.
const BASE_PLAN_NAME: &str = "plan";

/// A formula of the command line that can't be used: the option as it was written, and the formula in it.
fn bad_query(option: &str, written: &str, formula: &str, error: QueryError) -> Failure {
    let part = formula.get(error.range).map(str::trim).filter(|p| !p.is_empty() && *p != formula.trim());
    // What the message quotes already needs no second quote.
    let part = part.filter(|p| !error.message.contains(&format!("`{p}`")));
    let at = part.map_or(String::new(), |p| format!(" at `{p}`"));
    let failure = Failure::usage(format!("`{option} {written}`: {}{at}", error.message));
    match error.help {
        Some(help) => failure.help(help),
        None => failure,
    }
}

impl RankArgs {
    /// Runs it.
    ///
    /// # Errors
    /// Where the plan can't be read, or an option names something that is not there.
    pub fn run(&self, face: &CommandContext) -> Result<Output, Failure> {
        if self.is_side_by_side() {
            return self.side_by_side(face);
        }
        let by: Vec<String> = self.score.frameworks();
        // A formula may ask for the scores and positions of every framework.
        let all = by.is_empty() || self.filter.is_some() || !self.columns.is_empty();
        let shown = self.plan.load(
            face,
            &LoadOptions { by: &by, weights: self.score.weights.as_deref(), all, ..LoadOptions::default() },
        )?;
        let by = shown.framework(self.score.by.as_deref(), self.score.weights.as_deref())?;
        let evaluated = &shown.scored.evaluated;
        let wanted = self.wanted(&shown, &by)?;
        let failed = |failed: rank::FailedQuery| match failed.column.and_then(|c| self.columns.get(c)) {
            Some(column) => bad_query("--column", column, column.split_once('=').map_or("", |c| c.1), failed.error),
            None => {
                let filter = self.filter.as_deref().unwrap_or_default();
                bad_query("--where", filter, filter, failed.error)
            }
        };
        let mut report = rank::report(evaluated, &shown.scored.sources, &wanted).map_err(|why| match why {
            rank::NoRanking::Unanswered(unanswered) => failed(unanswered),
            _ => Failure::usage(format!("there is no framework `{by}`")),
        })?;
        let mut notes = Vec::new();
        let mut elsewhere = Exit::Fine;
        if let Some(other) = self.other(face, all)? {
            let there = &other.scored.evaluated;
            let wanted = rank::RankOptions { columns: Vec::new(), ..self.wanted(&other, &by)? };
            if !report.compare_with(evaluated, there, &wanted).map_err(failed)? {
                return Err(Failure::usage(format!("there is no framework `{by}` to rank against")));
            }
            let (mine, theirs) = (shown.diagnostic_summary(), other.diagnostic_summary());
            let errors = theirs.errors.in_scope.iter().filter(|d| !mine.errors.in_scope.contains(d)).count();
            if errors > 0 {
                notes.push(super::diagnostic_summary::other_scenario_note(errors, there.plan().scenario.as_deref()));
                elsewhere = Exit::Problems;
            }
        }
        // Two rankings side by side are those of the point values.
        if self.against.is_none()
            && let Err(why) = add_odds(&mut report, evaluated, self.all, self.sampling.draws(self.top))
        {
            notes.push(too_many_note(why));
        }
        // People see what is declined or has no score below the table; in the other formats it is part of it.
        let out = match self.format {
            TableFormat::Json => json(&self.cut(report)),
            TableFormat::Csv => report.csv(evaluated, self.top, self.inputs),
            TableFormat::Md => report.markdown(evaluated, self.top, self.inputs),
            TableFormat::Table => self.text_report(&report, evaluated, face, &mut notes),
        };
        let found = shown.diagnostic_summary();
        Ok(found.add_to(Output { notes, exit: elsewhere, ..Output::text(out) }, shown.scored.sources))
    }

    /// What to show of a plan.
    fn wanted<'e>(&self, shown: &'e LoadedPlan, by: &'e str) -> Result<rank::RankOptions<'e>, Failure> {
        let evaluated = &shown.scored.evaluated;
        let (filter, columns) = (self.query(evaluated)?, self.column_queries(evaluated)?);
        Ok(rank::RankOptions { by: Some(by), all: self.all, sources: shown.sources.clone(), filter, columns })
    }

    /// The plan in the scenario that the ranking is set against.
    fn other(&self, face: &CommandContext, all: bool) -> Result<Option<LoadedPlan>, Failure> {
        let Some(name) = &self.against else { return Ok(None) };
        let scenario = (name != BASE_PLAN_NAME).then(|| name.clone());
        if scenario == self.plan.view.scenario {
            let said = match &scenario {
                Some(name) => format!("the scenario `{name}` is ranked against itself"),
                None => "the plan is ranked against itself".to_string(),
            };
            return Err(Failure::usage(said).help("name two: `--scenario ONE --against ANOTHER`"));
        }
        let mut args = self.plan.clone();
        args.view.scenario = scenario;
        let by: Vec<String> = self.score.frameworks();
        args.load(face, &LoadOptions { by: &by, weights: self.score.weights.as_deref(), all, ..LoadOptions::default() })
            .map(Some)
    }

    fn query<'e>(&self, evaluated: &'e Evaluated) -> Result<Option<Query<'e>>, Failure> {
        let Some(text) = &self.filter else { return Ok(None) };
        evaluated.query(text, true).map(Some).map_err(|e| bad_query("--where", text, text, e))
    }

    fn column_queries<'e>(&self, evaluated: &'e Evaluated) -> Result<Vec<(String, Query<'e>)>, Failure> {
        let read = |text: &String| {
            let (name, formula) = text
                .split_once('=')
                .filter(|(n, f)| !n.trim().is_empty() && !n.ends_with(['<', '>', '!']) && !f.starts_with('='))
                .ok_or_else(|| {
                    let name = text.trim();
                    let is_word = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.'));
                    let example = if is_word && !name.is_empty() {
                        format!("{}={name}", name.rsplit('.').next().unwrap_or(name))
                    } else {
                        "interviews=evidence.interviews".to_string()
                    };
                    Failure::usage(format!("`--column {text}` has no name")).help(format!(
                        "write `--column '{example}'`: a name and a formula; a `column` item is for roadmaps"
                    ))
                })?;
            let query = evaluated.query(formula, false).map_err(|e| bad_query("--column", text, formula, e))?;
            Ok::<_, Failure>((name.trim().to_string(), query))
        };
        let mut columns: Vec<(String, Query<'e>)> = Vec::with_capacity(self.columns.len());
        for text in &self.columns {
            let (name, query) = read(text)?;
            if columns.iter().any(|(n, _)| *n == name) {
                return Err(Failure::usage(format!("two columns are called `{name}`")).help("give each its own name"));
            }
            columns.push((name, query));
        }
        Ok(columns)
    }

    /// Makes room for the odds; what was decided, in words where its column gave way.
    fn fit_odds(
        &self,
        report: &rank::RankReport,
        table: &mut Table,
        layout: Layout,
        left_out: &mut Vec<String>,
    ) -> Vec<String> {
        let mut gone = drop_named_to_fit(table, &rank::RankReport::droppable_odds_columns(), layout);
        // Medians and drawings come with a wide screen only: nobody misses them on another.
        gone.retain(|name| !rank::RankReport::wide_odds_columns().contains(&name.as_str()));
        self.count_dropped_columns(report, gone, left_out)
    }

    /// Makes room in a ranking without odds, as [`Self::fit_odds`].
    fn fit_points(
        &self,
        report: &rank::RankReport,
        table: &mut Table,
        layout: Layout,
        left_out: &mut Vec<String>,
    ) -> Vec<String> {
        let mut narrow = table.clone();
        let gone = drop_named_to_fit(
            &mut narrow,
            &["order*", "decision", "score*", "order", "title", "score", "change"],
            layout,
        );
        if !fits(&narrow, layout) {
            // Nothing goes in vain: a card a row has room for all.
            return Vec::new();
        }
        *table = narrow;
        self.count_dropped_columns(report, gone, left_out)
    }

    /// Counts the columns that made room as left out, but for decisions: those are said in words.
    fn count_dropped_columns(
        &self,
        report: &rank::RankReport,
        gone: Vec<String>,
        left_out: &mut Vec<String>,
    ) -> Vec<String> {
        let told = gone.iter().any(|name| name == "decision");
        left_out.extend(gone.into_iter().filter(|name| name != "decision"));
        if told { report.decision_lines(self.top) } else { Vec::new() }
    }

    fn cut(&self, mut report: rank::RankReport) -> rank::RankReport {
        if let Some(top) = self.top {
            report.truncate(top);
        }
        report
    }

    /// The ranking for people: the table, what a cut leaves out, what has no score, what was declined.
    fn text_report(
        &self,
        report: &rank::RankReport,
        evaluated: &Evaluated,
        face: &CommandContext,
        notes: &mut Vec<String>,
    ) -> String {
        let mut out = String::new();
        let only_there = report.against.as_ref().is_some_and(|a| !a.only.is_empty());
        if report.rows.is_empty() && report.unscored.is_empty() && !only_there {
            let said = match &self.filter {
                Some(filter) => format!("no initiative matches `--where {filter}`\n"),
                None => format!("no initiative to rank by `{}`\n", report.by),
            };
            return planwright::diagnostic::sanitize(&said).into_owned();
        }
        if !report.rows.is_empty() || only_there {
            let wide = face.layout.width.is_some_and(|w| w >= WIDE_TABLE_WIDTH);
            let mut table = report.table(evaluated, self.top, self.inputs, TableStyle::Screen { wide });
            let meaning = report.abbreviate_compared_columns(&mut table);
            let inputs = evaluated.column(&report.by).filter(|_| self.inputs).map_or(0, |c| c.framework.inputs.len());
            let first = table.flexible.map_or(0, |title| title + 1);
            let mut left_out = drop_columns_to_fit(&mut table, first..first + inputs, face.layout);
            let decided = match report.samples.is_some() {
                true => self.fit_odds(report, &mut table, face.layout, &mut left_out),
                false => self.fit_points(report, &mut table, face.layout, &mut left_out),
            };
            if !left_out.is_empty() {
                let columns = if left_out.len() == 1 { "column" } else { "columns" };
                notes.push(format!("{} {columns} left out: {}", left_out.len(), left_out.join(", ")));
            }
            out += &text(&table, face.layout);
            if let Some(meaning) = meaning {
                out += &format!("\n{meaning}\n");
            }
            let legend = report.odds_legend(&table, &report.listed_rows(self.top));
            for (at, said) in legend.iter().chain(&decided).enumerate() {
                out += if at == 0 { "\n" } else { "" };
                out += &wrap_at_margin(said, Layout { width: Some(face.layout.width.unwrap_or(PROSE_WIDTH)) });
            }
        }
        let of = |row: &rank::RankRow| match (row.rank, row.score) {
            (Some(rank), Some(score)) => {
                format!("{}  {} (rank {rank}, score {})", row.id, row.title, print::number(score))
            }
            _ => format!("{}  {} (no score)", row.id, row.title),
        };
        if let Some(top) = self.top {
            let displaced = report.displaced(top);
            if !displaced.is_empty() {
                let _ = writeln!(out, "\nDisplaced by decisions:");
            }
            for row in displaced {
                out += &wrap_line(&of(row), face.layout);
            }
        }
        if !report.unscored.is_empty() {
            let _ = writeln!(out, "\nNot scored:");
            for row in &report.unscored {
                let why = if row.missing.is_empty() {
                    "its formula fails".to_string()
                } else {
                    format!("{} missing", row.missing.join(", "))
                };
                let there = match (row.against.flatten(), report.compared_scenario_text()) {
                    (Some(there), Some(name)) => format!(" (rank {} in {name})", there.rank),
                    _ => String::new(),
                };
                out += &wrap_line(&format!("{}  {}: {why}{there}", row.id, row.title), face.layout);
            }
        }
        if report.declined().next().is_some() {
            let _ = writeln!(out, "\nDeclined:");
            for row in report.declined() {
                let because = row.decision.as_ref().and_then(|d| d.because.as_deref()).unwrap_or("no reason given");
                out += &wrap_line(&format!("{}: {because}", of(row)), face.layout);
            }
        }
        // Titles and reasons are the plan's own text; nothing in it may reach the terminal as an escape.
        planwright::diagnostic::sanitize(&out).into_owned()
    }
}

/// A line that starts at the margin, broken where the place is narrow.
fn wrap_at_margin(text: &str, layout: Layout) -> String {
    let broken = wrap_line(text, Layout { width: layout.width.map(|w| w + 2) });
    let lines = broken.lines().enumerate();
    lines.map(|(at, l)| format!("{}{}\n", if at == 0 { "" } else { "  " }, l.trim_start())).collect()
}
