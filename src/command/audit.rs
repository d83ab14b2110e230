//! `plan audit`.

use super::import::{bytes, known, refused};
use super::plan::PlanArgs;
use super::{Exit, Face, Failure, Output};
use crate::exchange::audit::{AuditReport, audit};
use crate::exchange::mapping::{Mapping, score_column, wishes};
use crate::exchange::{Table as Sheet, audit::Rounding};
use crate::pipeline::{Source, View};
use crate::quantity::print;
use crate::report::{Align, Cell, Table, csv, json, markdown, text};
use clap::Args;
use std::path::PathBuf;

/// Recompute a spreadsheet's scores: rows that are wrong, rows out of order.
#[derive(Debug, Args)]
pub struct Audit {
    /// The spreadsheet saved as CSV, `-` for standard input
    pub(super) file: PathBuf,
    /// The framework; else it is guessed from the columns
    #[arg(long, value_name = "FRAMEWORK")]
    by: Option<String>,
    /// The column that holds the scores; else it is guessed
    #[arg(long, value_name = "COLUMN")]
    score: Option<String>,
    /// Which column fills which input, as reach="Reach, monthly"
    #[arg(long, value_name = "INPUT=COLUMN,…")]
    map: Vec<String>,
    /// The plan whose own frameworks are known
    #[arg(long, value_name = "PATH", default_value = ".")]
    plan: PathBuf,
    /// How to print it
    #[arg(long, value_enum, default_value_t = super::rank::Format::Table)]
    format: super::rank::Format,
}

impl Audit {
    /// Runs it.
    ///
    /// # Errors
    /// Where the table can't be read, or has no scores of the framework.
    pub fn run(&self, face: &Face) -> Result<Output, Failure> {
        let table = Sheet::read(&bytes(&self.file, face)?).map_err(refused)?;
        let known = known(&self.plan, face);
        let mut wished = Vec::new();
        for map in &self.map {
            wished.extend(wishes(map).map_err(refused)?);
        }
        let by: Vec<String> = self.by.iter().cloned().collect();
        let mapping = Mapping::of(&table, &known, &wished, &by).map_err(refused)?;
        let Some(framework) = mapping.frameworks.first() else {
            return Err(Failure::usage("no framework fits the columns")
                .help("name it with `--by`, and its columns with `--map`"));
        };
        let column = score_column(&table, framework, &mapping, self.score.as_deref()).map_err(refused)?;
        // The framework's own formula computes, in the plan that declares it or else alone.
        let view = View { by: vec![framework.id.to_string()], ..View::default() };
        let args = PlanArgs { paths: vec![self.plan.clone()], ..PlanArgs::default() };
        let resolved = match args.resolve(face, &view.by) {
            Ok(resolved) => resolved,
            Err(_) => Source::text("none", "").parse().map_err(|e| Failure::outside(e.to_string()))?.resolve(&view),
        };
        let scored = resolved.evaluate(&view);
        let score = |values: &[Option<f64>]| scored.evaluated.score_of(&framework.id, values);
        let report = audit(&table, &mapping, framework, column, &score).map_err(refused)?;
        let mut output = Output::text(match self.format {
            super::rank::Format::Json => json(&report),
            super::rank::Format::Csv => csv(&rows(&report)),
            super::rank::Format::Md => markdown(&rows(&report)),
            super::rank::Format::Table => people(&report, framework.title(), face),
        });
        output.notes.extend(mapping.guesses.iter().chain(&mapping.warnings).cloned());
        if report.has_findings() {
            output.exit = Exit::Problems;
        }
        Ok(output)
    }
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
    let number = |n: Option<f64>| n.map_or_else(Cell::default, Cell::number);
    for row in &report.rows {
        let verdict = match row.agrees {
            Some(true) => "yes",
            Some(false) => "no",
            None => "",
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

fn people(report: &AuditReport, framework: &str, face: &Face) -> String {
    let mut out = text(&rows(report), face.layout);
    let agree = report.rows.iter().filter(|r| r.agrees == Some(true)).count();
    out += &format!("\nby {framework}: {agree} of {} rows agree, {} disagree\n", report.rows.len(), report.disagree);
    for row in report.rows.iter().filter(|r| !r.missing.is_empty()) {
        out += &format!("line {}: {} has no score: {} missing\n", row.line, row.title, row.missing.join(", "));
    }
    if !report.out_of_order.is_empty() {
        out += "\nOut of order, by the stored scores:\n";
    }
    for row in &report.out_of_order {
        let (score, above) = (print::number(row.score), print::number(row.above.score));
        out += &format!("line {}: {} ({score}) stands below {} ({above})\n", row.line, row.title, row.above.title);
    }
    crate::diagnostic::printable(&out).into_owned()
}
