//! `plan audit`.

use super::import::{bytes, known, refused};
use super::plan::plan_or_library;
use super::{Exit, Face, Failure, Output};
use crate::clock;
use clap::Args;
use planwright::exchange::audit::{AuditReport, audit};
use planwright::exchange::mapping::{Mapping, Wish, score_column, wishes};
use planwright::exchange::{Known, Table as Sheet, audit::Rounding};
use planwright::model::Framework;
use planwright::pipeline::View;
use planwright::quantity::print;
use planwright::report::{Align, Cell, Table, csv, json, markdown, text};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

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
    /// The scenario to apply to it, which may change frameworks and rates
    #[arg(long, value_name = "NAME")]
    scenario: Option<String>,
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
        let known = known(&self.plan, face, self.scenario.as_deref())?;
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
        let report = self.recompute(&table, &mapping, framework, column, face)?;
        let mut output = Output::text(match self.format {
            super::rank::Format::Json => json(&report),
            super::rank::Format::Csv => csv(&rows(&report)),
            super::rank::Format::Md => markdown(&rows(&report)),
            super::rank::Format::Table => people(&report, framework.title(), face),
        });
        output.notes.extend(mapping.guesses.iter().chain(&mapping.warnings).cloned());
        output.notes.extend(self.variant(&table, &known, &wished, (framework, column), &report, face));
        if report.has_findings() {
            output.exit = Exit::Problems;
        }
        Ok(output)
    }

    /// The framework's own formula computes, in the plan that declares it or else alone.
    fn recompute(
        &self,
        table: &Sheet,
        mapping: &Mapping,
        framework: &Framework,
        column: usize,
        face: &Face,
    ) -> Result<AuditReport, Failure> {
        let view = View { by: vec![framework.id.to_string()], ..clock::view() };
        let resolved = plan_or_library(&self.plan, face, &view.by, self.scenario.as_deref())?;
        let scored = resolved.evaluate(&view);
        let score = |values: &[Option<f64>]| scored.evaluated.score_of(&framework.id, values);
        audit(table, mapping, framework, column, &score).map_err(refused)
    }

    /// Where most rows disagree: another framework of the same inputs that agrees with every row, in words.
    fn variant(
        &self,
        table: &Sheet,
        known: &Known,
        wished: &[Wish],
        (framework, column): (&Framework, usize),
        report: &AuditReport,
        face: &Face,
    ) -> Option<String> {
        let compared = report.rows.iter().filter(|r| r.agrees.is_some()).count();
        if report.disagree * 2 <= compared {
            return None;
        }
        let names = |f: &Framework| f.inputs.iter().map(|i| i.id.clone()).collect::<BTreeSet<_>>();
        let same = |f: &&Arc<Framework>| f.id != framework.id && names(f) == names(framework);
        let fits = |other: &&Arc<Framework>| {
            let Ok(mapping) = Mapping::of(table, known, wished, &[other.id.to_string()]) else { return false };
            let report = self.recompute(table, &mapping, other, column, face);
            report.is_ok_and(|r| r.rows.iter().all(|r| r.agrees != Some(false)))
        };
        let other = known.frameworks.values().filter(same).find(fits)?;
        Some(format!("`{}` fits every row: `--by {}`", other.id, other.id))
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
    for row in report.rows.iter().filter(|r| r.computed.is_none()) {
        if row.missing.is_empty() {
            out +=
                &format!("line {}: {} has no score: the formula has no result for its inputs\n", row.line, row.title);
            continue;
        }
        out += &format!("line {}: {} has no score: {} missing\n", row.line, row.title, row.missing.join(", "));
    }
    if !report.out_of_order.is_empty() {
        out += "\nOut of order, by the stored scores:\n";
    }
    for row in &report.out_of_order {
        let (score, above) = (print::number(row.score), print::number(row.above.score));
        out += &format!("line {}: {} ({score}) stands below {} ({above})\n", row.line, row.title, row.above.title);
    }
    planwright::diagnostic::printable(&out).into_owned()
}
