//! Which framework, and which reading of a table's numbers, its stored scores fit.

use super::context::CommandContext;
use super::failure::Failure;
use super::foreign_file::import_failure;
use super::plan_args::plan_or_library;
use planwright::Scorer;
use planwright::exchange::audit::{AuditReport, TableInterpretation, audit};
use planwright::exchange::mapping::{ColumnRequest, Mapping, framework_named, score_column};
use planwright::exchange::{PlanNames, SourceTable};
use planwright::model::Framework;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

/// What is asked of a table's stored scores.
pub(super) struct StoredScoreQuery<'q> {
    pub table: &'q SourceTable,
    pub known: &'q PlanNames,
    pub requests: &'q [ColumnRequest],
    /// The framework, where it is not left to the columns.
    pub by: Option<&'q str>,
    /// The column of the scores, likewise.
    pub score: Option<&'q str>,
    /// The plan whose formulas compute.
    pub plan: &'q Path,
    pub scenario: Option<&'q str>,
}

/// The framework and reading that fit best.
pub(super) struct StoredScoreMatch {
    pub framework: Arc<Framework>,
    pub mapping: Mapping,
    pub report: AuditReport,
    /// What is to be said of the choice.
    pub notes: Vec<String>,
}

struct MatchCandidate {
    framework: Arc<Framework>,
    mapping: Mapping,
    reading: TableInterpretation,
    report: AuditReport,
}

impl StoredScoreQuery<'_> {
    /// Recomputes the scores by the usual reading, and where that does not fit every row by each other one. Another is
    /// taken where it fits four rows of five and a fifth more than the usual one.
    pub(super) fn find_match(&self, face: &CommandContext) -> Result<StoredScoreMatch, Failure> {
        let named = self.score.and_then(|s| self.table.column(s)).map(|c| &self.table.columns[c]);
        let named = named.filter(|_| self.by.is_none()).and_then(|h| framework_named(h, self.known));
        let by: Vec<String> = self.by.map(str::to_string).or(named.map(|f| f.id.to_string())).into_iter().collect();
        let mapping = Mapping::of(self.table, self.known, self.requests, &by).map_err(import_failure)?;
        let Some(framework) = mapping.frameworks.first().cloned() else {
            return Err(Failure::usage("no framework fits the columns")
                .help("name it with `--by`, and its columns with `--map`"));
        };
        let column = score_column(self.table, &framework, &mapping, self.known, self.score).map_err(import_failure)?;
        let variants = self.variants(&framework);
        let ids: Vec<String> = variants.iter().map(|f| f.id.to_string()).collect();
        let scored = plan_or_library(self.plan, face, &ids, self.scenario)?.evaluate();
        let candidate = |framework: &Arc<Framework>, mapping: &Mapping, reading: &TableInterpretation| {
            let scorer = Scorer::of(&scored, &framework.id).ok();
            let score = |values: &[Option<f64>]| scorer.as_ref()?.score_raw(values).ok();
            let report = audit(self.table, mapping, framework, column, reading, &score)?;
            Ok(MatchCandidate {
                framework: framework.clone(),
                mapping: mapping.clone(),
                reading: reading.clone(),
                report,
            })
        };
        let mut readings = TableInterpretation::all(self.table, &mapping, &framework).into_iter();
        let usual = candidate(&framework, &mapping, &readings.next().unwrap_or_default()).map_err(import_failure)?;
        let compared = usual.report.rows.len() - usual.report.not_compared;
        if usual.report.agree() == compared && compared > 0 {
            return Ok(usual.answer(Vec::new()));
        }
        let mut others: Vec<MatchCandidate> =
            readings.filter_map(|r| candidate(&framework, &mapping, &r).ok()).collect();
        for other in variants.iter().filter(|v| v.id != framework.id) {
            let Ok(mapping) = Mapping::of(self.table, self.known, self.requests, &[other.id.to_string()]) else {
                continue;
            };
            let all = TableInterpretation::all(self.table, &mapping, other);
            others.extend(all.iter().filter_map(|r| candidate(other, &mapping, r).ok()));
        }
        // The first of those that fit best: changed readings of the framework meant before other frameworks.
        let Some(best) = others.into_iter().rev().max_by_key(|c| c.report.agree()) else {
            return Ok(usual.answer(Vec::new()));
        };
        let rows = best.report.rows.len() - best.report.not_compared;
        let (fits, before) = (best.report.agree(), usual.report.agree());
        let other = best.framework.id != framework.id;
        if fits * 5 < rows * 4 || (fits - before.min(fits)) * 5 < rows || fits == before {
            // Too few to be taken for what was meant, and enough to be said.
            let said = match best.reading.notes.first() {
                _ if fits <= before || fits * 2 < rows => None,
                _ if other => Some(format!(
                    "{fits} of {rows} rows agree by `{0}`, which takes the same columns, and {before} by `{1}`: is that meant? `--by {0}`",
                    best.framework.id, framework.id
                )),
                said => said.map(|said| format!("{fits} of {rows} rows agree where {said}, and {before} otherwise")),
            };
            let (Some(said), false) = (said, other && self.by.is_some()) else {
                return Ok(usual.answer(Vec::new()));
            };
            let mut notes = usual.reading.notes.clone();
            notes.push(said);
            return Ok(usual.answer(notes));
        }
        if other && self.by.is_some() {
            let said = format!("`{0}` fits {fits} of {rows} rows: `--by {0}`", best.framework.id);
            return Ok(usual.answer(vec![said]));
        }
        Ok(self.with_notes(best, &usual, rows, other))
    }

    /// The best candidate with what is to be said of it.
    fn with_notes(
        &self,
        mut best: MatchCandidate,
        usual: &MatchCandidate,
        rows: usize,
        other: bool,
    ) -> StoredScoreMatch {
        let (fits, before) = (best.report.agree(), usual.report.agree());
        let mut notes: Vec<String> = Vec::new();
        if other {
            notes.push(format!(
                "by `{}`, which takes the same columns as `{}`: {fits} of {rows} rows agree so, and {before} by the other; `--by {}` decides otherwise",
                best.framework.id, usual.framework.id, usual.framework.id
            ));
        }
        for said in best.reading.notes.clone() {
            let times = scale_factor(&best.report, &usual.report).filter(|_| !other);
            let times = times.map_or(String::new(), |n| {
                format!("; the sheet's scores are {n} times those of {}", best.framework.title())
            });
            notes.push(format!("{said}: {fits} of {rows} rows agree so, and {before} otherwise{times}"));
        }
        let guessed = TableInterpretation::default_for(self.table, &best.mapping, &best.framework).columns;
        for (column, _) in
            best.reading.columns.iter().zip(guessed).filter(|(c, g)| *c != g).filter_map(|(c, _)| c.as_ref())
        {
            best.mapping.discard_guesses(self.table, *column);
        }
        best.report.readings = notes.clone();
        best.answer(notes)
    }

    /// The framework and those that take the same inputs.
    fn variants(&self, framework: &Arc<Framework>) -> Vec<Arc<Framework>> {
        let names = |f: &Framework| f.inputs.iter().map(|i| i.id.clone()).collect::<BTreeSet<_>>();
        let same = |f: &&Arc<Framework>| f.id != framework.id && names(f) == names(framework);
        std::iter::once(framework.clone()).chain(self.known.frameworks.values().filter(same).cloned()).collect()
    }
}

impl MatchCandidate {
    fn answer(self, mut notes: Vec<String>) -> StoredScoreMatch {
        if notes.is_empty() {
            notes.extend(self.reading.notes);
        }
        StoredScoreMatch { framework: self.framework, mapping: self.mapping, report: self.report, notes }
    }
}

/// How many times as high the scores of one reading are as those of another, where that is a hundred everywhere.
fn scale_factor(report: &AuditReport, usual: &AuditReport) -> Option<u32> {
    let pairs: Vec<(f64, f64)> =
        report.rows.iter().zip(&usual.rows).filter_map(|(a, b)| a.computed.zip(b.computed)).collect();
    let hundred = |(a, b): &(f64, f64)| (a - b * 100.0).abs() <= a.abs() * 1e-9;
    (!pairs.is_empty() && pairs.iter().all(hundred)).then_some(100)
}
