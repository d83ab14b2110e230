//! `plan audit`.

use super::context::CommandContext;
use super::exit::Exit;
use super::failure::Failure;
use super::foreign_file::{ReadingArgs, bytes, import_failure};
use super::output::Output;
use super::plan_args::plan_or_library;
use super::stored_scores::StoredScoreQuery;
use super::table_format::TableFormat;
use clap::Args;
use planwright::exchange::audit::{AuditReport, AuditRow, Rounding};
use planwright::exchange::mapping::parse_column_requests;
use planwright::exchange::{PlanNames, SourceTable as Sheet, wrap_text};
use planwright::quantity::print;
use planwright::report::{Align, Cell, Table, csv, json, markdown, text};
use std::path::{Path, PathBuf};

/// Recompute a spreadsheet's scores: rows that are wrong, rows out of order.
#[derive(Debug, Args)]
pub struct AuditArgs {
    /// The spreadsheet saved as CSV, `-` for standard input
    pub(super) file: PathBuf,
    /// The framework; by default guessed from the columns
    #[arg(long, value_name = "FRAMEWORK")]
    by: Option<String>,
    /// The column that holds the scores; by default guessed
    #[arg(long, value_name = "COLUMN")]
    score: Option<String>,
    /// Which column holds which input, such as reach="Reach, monthly"
    #[arg(long, value_name = "INPUT=COLUMN,…")]
    map: Vec<String>,
    #[command(flatten)]
    reading: ReadingArgs,
    /// The plan whose own frameworks are known
    #[arg(long, value_name = "PATH", default_value = ".")]
    plan: PathBuf,
    /// The scenario to apply to that plan; it may change frameworks and exchange rates
    #[arg(long, value_name = "NAME")]
    scenario: Option<String>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = TableFormat::Table)]
    pub(super) format: TableFormat,
}

impl AuditArgs {
    /// Runs it.
    ///
    /// # Errors
    /// Where the table can't be read, or has no scores of the framework.
    pub fn run(&self, face: &CommandContext) -> Result<Output, Failure> {
        let format = self.reading.format().map_err(import_failure)?;
        let table = Sheet::read_as(&bytes(&self.file, face)?, &format).map_err(import_failure)?;
        let known = known(&self.plan, face, self.scenario.as_deref())?;
        let mut wished = Vec::new();
        for map in &self.map {
            wished.extend(parse_column_requests(map).map_err(import_failure)?);
        }
        let question = StoredScoreQuery {
            table: &table,
            known: &known,
            requests: &wished,
            by: self.by.as_deref(),
            score: self.score.as_deref(),
            plan: &self.plan,
            scenario: self.scenario.as_deref(),
        };
        let answer = question.find_match(face)?;
        let (report, title) = (&answer.report, answer.framework.title());
        let mut output = Output::text(match self.format {
            TableFormat::Json => json(report),
            TableFormat::Csv => csv(&rows(report)),
            TableFormat::Md => markdown(&rows(report)),
            TableFormat::Table => text_report(report, title, face),
        });
        let skipped = table.skipped.iter().map(|(line, why)| format!("line {line} was not read: {why}"));
        let odd = table.warnings.iter().map(|(line, said)| format!("line {line}: {said}"));
        let said = answer.mapping.guesses.iter().chain(&answer.mapping.warnings).chain(&answer.notes).cloned();
        let said = skipped.chain(odd).chain(said);
        output.notes.extend(said.flat_map(|n| wrap_text(&n).lines().map(str::to_string).collect::<Vec<_>>()));
        if report.has_findings() {
            output.exit = Exit::Problems;
        }
        Ok(output)
    }
}

/// The frameworks of the plan at a path, and those of the library; the library's alone where no plan can be read.
fn known(path: &Path, face: &CommandContext, scenario: Option<&str>) -> Result<PlanNames, Failure> {
    Ok(PlanNames::with(&plan_or_library(path, face, &[], scenario)?.resolved.plan))
}

fn rows(report: &AuditReport) -> Table {
    let mut table = Table::new(&[
        ("line", Align::Right),
        ("title", Align::Left),
        ("stored", Align::Right),
        ("computed", Align::Right),
        ("rounding", Align::Left),
        ("agrees", Align::Left),
    ]);
    table.flexible = Some(1);
    table.gives_way = &["rounding", "title"];
    let number = |n: Option<f64>| n.map_or_else(Cell::default, Cell::number);
    for row in &report.rows {
        let verdict = match row.agrees {
            Some(true) => "yes",
            Some(false) => "no",
            None => "not compared",
        };
        table.rows.push(vec![
            Cell::new(row.line.to_string()),
            Cell::new(&row.title),
            number(row.stored),
            number(row.computed),
            Cell::new(row.rounding.map_or("", Rounding::words)),
            Cell::new(verdict),
        ]);
    }
    table
}

/// The most rows of one sort that are told one by one; programs get them all.
const MAX_ROWS_SHOWN: usize = 20;

fn text_report(report: &AuditReport, framework: &str, face: &CommandContext) -> String {
    let mut out = text(&rows(report), face.layout);
    let disagree = if report.disagree == 1 { "disagrees" } else { "disagree" };
    let agree = if report.agree() == 1 { "agrees" } else { "agree" };
    out += &wrap_text(&format!(
        "\nby {framework}: {} {agree}, {} {disagree}, {} not compared",
        report.agree(),
        report.disagree,
        report.not_compared
    ));
    let why = |r: &&AuditRow| r.why.as_ref().map(|why| format!("line {}: {}: {why}", r.line, shown_title(&r.title)));
    let reasons: Vec<String> = report.rows.iter().filter(|r| r.agrees.is_none()).filter_map(|r| why(&r)).collect();
    reasons.iter().take(MAX_ROWS_SHOWN).for_each(|said| out += &wrap_text(said));
    if reasons.len() > MAX_ROWS_SHOWN {
        out += &format!("… and {} more rows that were not compared\n", reasons.len() - MAX_ROWS_SHOWN);
    }
    if !report.out_of_order.is_empty() {
        out += "\nOut of order, by the stored scores:\n";
    }
    for row in report.out_of_order.iter().take(MAX_ROWS_SHOWN) {
        let (score, above) = (print::number(row.score), print::number(row.above.score));
        let (title, other) = (shown_title(&row.title), shown_title(&row.above.title));
        out += &wrap_text(&format!("line {}: {title} ({score}) is below {other} ({above})", row.line));
    }
    if report.out_of_order.len() > MAX_ROWS_SHOWN {
        out += &format!("… and {} more rows out of order\n", report.out_of_order.len() - MAX_ROWS_SHOWN);
    }
    planwright::diagnostic::sanitize(&out).into_owned()
}

/// A title in one line.
fn shown_title(title: &str) -> String {
    let line = title.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() > 60 { line.chars().take(59).chain(['…']).collect() } else { line }
}
