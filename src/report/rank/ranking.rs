//! The ranking as a report.

use super::interval::IntervalReport;
use crate::evaluate::{Evaluated, InputValue, NoFramework, Query, QueryError, RankedInitiative, ScoreColumn};
use crate::formula::Value;
use crate::model::{Decision, DecisionVerdict};
use crate::quantity::print;
use crate::report::SCHEMA;
use crate::report::output::table::{Align, Cell, Table};
use crate::report::rank::scenario_diff::{ComparedPlace, ComparedRanking};
use crate::report::rank::uncertainty::{RankInterval, RowOdds, TableStyle};
use crate::source::{SourceSet, Span};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

/// `plan rank --format json`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct RankReport {
    /// The version of the format: `planwright/2`.
    pub schema: Cow<'static, str>,
    /// The plan's name.
    pub plan: Option<String>,
    /// The framework.
    pub by: String,
    /// The weighting.
    pub weights: Option<String>,
    /// The scenario.
    pub scenario: Option<String>,
    /// The seed of samples.
    pub seed: u64,
    /// How many samples were drawn; null where no input is a range.
    pub samples: Option<u32>,
    /// The places that `top_probability` counts; only where samples were drawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub top: Option<usize>,
    /// The ranked initiatives in order; declined ones last, with `order` null.
    pub rows: Vec<RankRow>,
    /// Initiatives without a score.
    pub unscored: Vec<UnscoredRow>,
    /// The ranking set beside this one; only where asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub against: Option<ComparedRanking>,
}

/// One ranked initiative.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct RankRow {
    /// Its place by score; null for what a decision commits without a score.
    pub rank: Option<usize>,
    /// Its place after decisions.
    pub order: Option<usize>,
    /// Its name.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its score; null for what a decision commits without one.
    pub score: Option<f64>,
    /// The 90% interval of its score: the 5th and the 95th percentile. Null where nothing was sampled, as where no input is
    /// a range.
    pub interval: Option<IntervalReport>,
    /// The 90% interval of its rank.
    pub rank_interval: Option<RankInterval>,
    /// The probability that it is among the first `top`.
    pub top_probability: Option<f64>,
    /// What else sampling found; only where samples were drawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub odds: Option<RowOdds>,
    /// Its inputs.
    pub inputs: BTreeMap<String, InputReport>,
    /// The decision that holds about it.
    pub decision: Option<DecisionReport>,
    /// The columns asked for with `--column`, in that order.
    #[serde(default, skip_serializing_if = "serde_json::Map::is_empty")]
    #[schemars(!default)]
    pub columns: serde_json::Map<String, serde_json::Value>,
    /// Its place in the ranking set beside this one; null where it has none there. Only where asked for.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "deserialize_present")]
    #[schemars(!default)]
    pub against: Option<Option<ComparedPlace>>,
}

/// An input with its value.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct InputReport {
    /// The point value in `unit`, of `%` as a fraction: 0.8 for 80%. Null where it is missing.
    pub value: Option<f64>,
    /// The unit.
    pub unit: String,
    /// The lower end of its range.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub low: Option<f64>,
    /// The upper end of its range.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub high: Option<f64>,
    /// The word that was written for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    /// Where it is written.
    pub source: Option<SourcePlace>,
}

/// A place in a file, both numbers from 1.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct SourcePlace {
    /// The file.
    pub file: String,
    /// The line.
    pub line: u32,
    /// The column in characters.
    pub column: u32,
}

/// A decision that changes the order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DecisionReport {
    /// Its name.
    pub id: String,
    /// What was decided.
    pub verdict: String,
    /// Why.
    pub because: Option<String>,
}

/// An initiative without a score.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct UnscoredRow {
    /// Its name.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What is missing; empty where the formula failed.
    pub missing: Vec<String>,
    /// Where it is declared.
    pub source: SourcePlace,
    /// Its place in the ranking set beside this one; null where it has none there. Only where asked for.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "deserialize_present")]
    #[schemars(!default)]
    pub against: Option<Option<ComparedPlace>>,
}

/// What is there, be it null: only what is absent is `None`.
fn deserialize_present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// What to show. `Wanted::default()` is the ranking of all open initiatives by the framework that the plan ranks by.
#[derive(Debug, Default)]
pub struct RankOptions<'e> {
    /// The framework; else the one that [`Evaluated::framework`] takes where nobody says.
    pub by: Option<&'e str>,
    /// Initiatives in closed phases too.
    pub all: bool,
    /// Only initiatives declared in these sources; `None` is everywhere.
    pub sources: Option<Vec<crate::source::SourceId>>,
    /// Only initiatives for which this holds.
    pub filter: Option<Query<'e>>,
    /// Further columns.
    pub columns: Vec<(String, Query<'e>)>,
}

/// A question that failed for an initiative.
#[derive(Debug, Clone, PartialEq)]
pub struct FailedQuery {
    /// Which of [`RankOptions::columns`]; `None` where it was the filter.
    pub column: Option<usize>,
    /// Why.
    pub error: QueryError,
}

impl fmt::Display for FailedQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.column {
            // People count from 1.
            Some(column) => write!(f, "column {}: {}", column + 1, self.error),
            None => write!(f, "the filter: {}", self.error),
        }
    }
}

impl std::error::Error for FailedQuery {}

/// Why there is no ranking.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum NoRanking {
    /// There is no such framework, or nobody says which.
    Framework(NoFramework),
    /// The framework of this name was not scored: the view asked for others, or it reads its own score.
    Unscored(String),
    /// The filter or a column fails.
    Unanswered(FailedQuery),
}

impl fmt::Display for NoRanking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NoRanking::Framework(error) => write!(f, "{error}: {}", error.help()),
            NoRanking::Unscored(framework) => write!(f, "the framework `{framework}` was not scored"),
            NoRanking::Unanswered(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for NoRanking {}

impl From<FailedQuery> for NoRanking {
    fn from(error: FailedQuery) -> Self {
        NoRanking::Unanswered(error)
    }
}

/// The place of a span; one in a source that is not among these has no name, as in diagnostics.
pub(in crate::report) fn place(sources: &SourceSet, span: Span) -> SourcePlace {
    let (line, column) = sources.locate(span).map_or((1, 1), |at| (at.line, at.column));
    let file = sources.get(span.source).map_or(String::new(), |s| s.name.to_string());
    SourcePlace { file, line, column }
}

pub(in crate::report) fn input_report(sources: &SourceSet, input: &InputValue) -> InputReport {
    let range = input.amount.filter(|a| a.is_range());
    InputReport {
        value: input.value,
        unit: input.unit.to_string(),
        low: range.map(|r| r.low()),
        high: range.map(|r| r.high()),
        level: input.level.as_ref().map(|l| l.to_string()),
        source: input.span.map(|s| place(sources, s)),
    }
}

/// Whether an initiative is to be shown in the ranking by a framework.
pub(in crate::report) fn is_shown(
    evaluated: &Evaluated,
    wanted: &RankOptions<'_>,
    by: &str,
    initiative: usize,
) -> Result<bool, FailedQuery> {
    let header = evaluated.plan().initiatives[initiative].record.header;
    if wanted.sources.as_ref().is_some_and(|s| !s.contains(&header.source)) {
        return Ok(false);
    }
    match &wanted.filter {
        Some(query) => Ok(query.ask(initiative, Some(by)).map_err(|error| FailedQuery { column: None, error })?
            == Some(Value::Truth(true))),
        None => Ok(true),
    }
}

/// The report of a framework's ranking.
///
/// # Errors
/// Where there is no such framework or it was not scored, and where the filter or a column fails.
pub fn report(evaluated: &Evaluated, sources: &SourceSet, wanted: &RankOptions<'_>) -> Result<RankReport, NoRanking> {
    let plan = evaluated.plan();
    let by = &*evaluated.framework(wanted.by).map_err(NoRanking::Framework)?.id;
    let (Some(column), Some(ranking)) = (evaluated.column(by), evaluated.ranking(by, wanted.all)) else {
        return Err(NoRanking::Unscored(by.to_string()));
    };
    let mut rows = Vec::with_capacity(ranking.rows.len());
    for ranked in &ranking.rows {
        if is_shown(evaluated, wanted, by, ranked.initiative)? {
            rows.push(row(evaluated, sources, wanted, &column, ranked)?);
        }
    }
    for (initiative, order) in &ranking.committed {
        if is_shown(evaluated, wanted, by, *initiative)? {
            rows.push(unscored_row(evaluated, sources, wanted, &column, (*initiative, *order))?);
        }
    }
    rows.sort_by_key(|row| row.order.unwrap_or(usize::MAX));
    let mut unscored = Vec::new();
    // What is committed is missed below too, whether or not it has anything of the framework.
    let nothing_of_it = ranking.committed.iter().map(|(i, _)| i).filter(|i| column.row(**i).is_none());
    for index in ranking.unscored.iter().chain(nothing_of_it) {
        if is_shown(evaluated, wanted, by, *index)? {
            let initiative = &plan.initiatives[*index];
            let missing = match column.row(*index) {
                Some(row) => row.missing.iter().map(|m| m.name.clone()).collect(),
                None => missing_inputs(evaluated, &column, *index),
            };
            unscored.push(UnscoredRow {
                id: initiative.id().to_string(),
                title: initiative.title().to_string(),
                missing,
                source: place(sources, initiative.record.header),
                against: None,
            });
        }
    }
    Ok(RankReport {
        schema: SCHEMA.into(),
        plan: Some(plan.settings.id.to_string()).filter(|i| !i.is_empty()),
        by: by.to_string(),
        weights: column.weighting.as_ref().map(|w| w.to_string()),
        scenario: plan.scenario.as_ref().map(|s| s.to_string()),
        seed: plan.settings.seed,
        samples: None,
        top: None,
        rows,
        unscored,
        against: None,
    })
}

fn row(
    evaluated: &Evaluated,
    sources: &SourceSet,
    wanted: &RankOptions<'_>,
    column: &ScoreColumn,
    ranked: &RankedInitiative,
) -> Result<RankRow, FailedQuery> {
    let initiative = &evaluated.plan().initiatives[ranked.initiative];
    let inputs = column.row(ranked.initiative).map_or(&[][..], |r| &r.inputs);
    let names = column.framework.inputs.iter().map(|i| i.id.to_string());
    let decision = ranked.verdict.and_then(|_| evaluated.decision(initiative.id()));
    let mut columns = serde_json::Map::new();
    for (index, (name, query)) in wanted.columns.iter().enumerate() {
        let answer = query.ask(ranked.initiative, Some(&column.framework.id));
        let answer = answer.map_err(|error| FailedQuery { column: Some(index), error })?;
        columns.insert(name.clone(), to_json(answer));
    }
    Ok(RankRow {
        rank: Some(ranked.rank),
        order: ranked.order,
        id: initiative.id().to_string(),
        title: initiative.title().to_string(),
        score: Some(ranked.score),
        interval: None,
        rank_interval: None,
        top_probability: None,
        odds: None,
        inputs: names.zip(inputs).map(|(n, i)| (n, input_report(sources, i))).collect(),
        decision: decision.map(decision_report),
        columns,
        against: None,
    })
}

/// A row of what a decision commits without a score.
fn unscored_row(
    evaluated: &Evaluated,
    sources: &SourceSet,
    wanted: &RankOptions<'_>,
    column: &ScoreColumn,
    (initiative, order): (usize, usize),
) -> Result<RankRow, FailedQuery> {
    let ranked = RankedInitiative {
        rank: 0,
        place: 0,
        order: Some(order),
        initiative,
        score: f64::NAN,
        verdict: Some(DecisionVerdict::Commit),
    };
    Ok(RankRow { rank: None, score: None, ..row(evaluated, sources, wanted, column, &ranked)? })
}

/// What of a framework's inputs is missing of an initiative that has nothing of the framework.
fn missing_inputs(evaluated: &Evaluated, column: &ScoreColumn, initiative: usize) -> Vec<String> {
    let plan = evaluated.plan();
    let record = &plan.initiatives[initiative].record;
    let there = |id: &std::sync::Arc<str>| plan.shared_fields.contains(id) && record.fact(id).is_some();
    let inputs = column.framework.inputs.iter().filter(|i| i.default.is_none() && !there(&i.id));
    inputs.map(|i| i.id.to_string()).collect()
}

pub(in crate::report) fn decision_report(decision: &Decision) -> DecisionReport {
    DecisionReport {
        id: decision.record.id.to_string(),
        verdict: decision.verdict.as_str().to_string(),
        because: decision.record.text("because").map(|b| b.to_string()),
    }
}

fn to_json(value: Option<Value>) -> serde_json::Value {
    match value {
        Some(Value::Number(n)) => n.into(),
        Some(Value::Truth(t)) => t.into(),
        Some(Value::Text(t)) => t.to_string().into(),
        Some(Value::List(l)) => l.iter().map(|v| to_json(Some(v.clone()))).collect::<Vec<_>>().into(),
        Some(Value::Record(r)) => r.key().map_or_else(|| r.path(), |k| k.to_string()).into(),
        Some(Value::Missing) | None => serde_json::Value::Null,
    }
}

/// A JSON value as a cell: numbers rounded for people, nothing for what is missing.
fn cell(value: &serde_json::Value) -> Cell {
    match value {
        serde_json::Value::Number(n) => n.as_f64().map_or_else(Cell::default, Cell::number),
        serde_json::Value::String(s) => Cell::new(s.clone()),
        serde_json::Value::Null => Cell::new(""),
        serde_json::Value::Bool(b) => Cell::new(if *b { "yes" } else { "no" }),
        serde_json::Value::Array(items) => {
            Cell::new(items.iter().map(|v| cell(v).shown).collect::<Vec<_>>().join(", "))
        }
        other => Cell::new(other.to_string()),
    }
}

impl RankReport {
    /// The rows as a table, with the inputs where asked for: the first `top` of the ranked ones and nothing else, or with
    /// `None` all of them, then those that were declined and those without a score. Decisions have a column where there
    /// are any, and so has what is missing.
    pub(crate) fn full_table(
        &self,
        evaluated: &Evaluated,
        top: Option<usize>,
        inputs: bool,
        look: TableStyle,
    ) -> Table {
        let mut table = self.table(evaluated, top, inputs, look);
        if top.is_some() {
            return table;
        }
        let ordered = self.is_ordered();
        let (odds, marked) = (self.odds_columns(look), self.is_marked(look));
        let declined: Vec<&RankRow> = self.declined().collect();
        for (row, found) in declined.iter().zip(self.odds_cells(&declined, look)) {
            let decision = row.decision.as_ref().map_or("", |d| &d.verdict);
            let own = [
                ("rank", self.rank_cell(row, look, marked)),
                ("score", score_cell(row.score)),
                ("id", Cell::new(&row.id)),
                ("title", Cell::new(&row.title)),
                ("decision", Cell::new(decision)),
            ];
            let found = odds.iter().map(|(name, _)| name.as_str()).zip(found);
            table.push(own.into_iter().chain(self.compared_cells(row, ordered)).chain(found));
        }
        if !self.unscored.is_empty() {
            table.columns.push(("missing".into(), Align::Left));
            table.rows.iter_mut().for_each(|r| r.push(Cell::default()));
        }
        for row in &self.unscored {
            let own = [("id", row.id.clone()), ("title", row.title.clone()), ("missing", row.missing.join(", "))];
            let own = own.map(|(name, text)| (name, Cell::new(text)));
            table.push(own.into_iter().chain(self.unscored_cells(row, ordered)));
        }
        table
    }

    /// The ranked rows as a table: at most `top` of them, with the inputs where asked for. Decisions have a column
    /// where there are any.
    pub fn table(&self, evaluated: &Evaluated, top: Option<usize>, inputs: bool, look: TableStyle) -> Table {
        let decided = self.rows.iter().any(|r| r.decision.is_some());
        let ordered = self.is_ordered();
        let mut columns = vec![("rank", Align::Right), ("score", Align::Right)];
        if ordered {
            columns.insert(0, ("order", Align::Right));
        }
        let (odds, marked) = (self.odds_columns(look), self.is_marked(look));
        columns.extend(odds.iter().map(|(name, align)| (name.as_str(), *align)));
        columns.extend(self.compared_columns(ordered));
        columns.extend([("id", Align::Left), ("title", Align::Left)]);
        let title = columns.len() - 1;
        let column = evaluated.column(&self.by);
        let names: Vec<String> =
            column.as_ref().map_or(Vec::new(), |c| c.framework.inputs.iter().map(|i| i.id.to_string()).collect());
        let extra: Vec<String> = self.rows.first().map_or(Vec::new(), |r| r.columns.keys().cloned().collect());
        if inputs {
            columns.extend(names.iter().map(|n| (n.as_str(), Align::Right)));
        }
        columns.extend(extra.iter().map(|n| (n.as_str(), Align::Left)));
        if decided {
            columns.push(("decision", Align::Left));
        }
        let mut table = Table::new(&columns);
        table.flexible = Some(title);
        let listed = self.listed_rows(top);
        for (row, odds) in listed.iter().zip(self.odds_cells(&listed, look)) {
            let mut cells = Vec::with_capacity(columns.len());
            if ordered {
                cells.push(Cell::new(row.order.map_or(String::new(), |o| o.to_string())));
            }
            cells.extend([self.rank_cell(row, look, marked), score_cell(row.score)]);
            cells.extend(odds);
            cells.extend(self.compared_cells(row, ordered).into_iter().map(|(_, cell)| cell));
            cells.extend([Cell::new(&row.id), Cell::new(&row.title)]);
            if inputs {
                let values = evaluated.plan().by_id.get(row.id.as_str()).and_then(|i| column.as_ref()?.row(*i));
                cells.extend((0..names.len()).map(|i| input_cell(values.and_then(|r| r.inputs.get(i)))));
            }
            cells.extend(row.columns.values().map(cell));
            if decided {
                cells.push(Cell::new(row.decision.as_ref().map_or("", |d| &d.verdict)));
            }
            table.rows.push(cells);
        }
        self.add_only_in_compared(&mut table, top, ordered);
        table
    }

    /// The rows that are listed: at most `top` of those that were not declined.
    pub fn listed_rows(&self, top: Option<usize>) -> Vec<&RankRow> {
        self.rows.iter().filter(|r| r.order.is_some()).take(top.unwrap_or(usize::MAX)).collect()
    }

    /// What a commitment pushed below a cut: rows among the first `top` by score that are not among the first by order.
    pub fn displaced(&self, top: usize) -> Vec<&RankRow> {
        let mut by_score: Vec<&RankRow> = self.rows.iter().filter(|r| r.order.is_some()).collect();
        by_score.sort_by_key(|r| r.rank);
        let last = self.rows.iter().filter_map(|r| r.order).take(top).last();
        by_score.into_iter().take(top).filter(|r| r.order > last).collect()
    }

    /// What was declined.
    pub fn declined(&self) -> impl Iterator<Item = &RankRow> {
        let verdict = |r: &&RankRow| r.decision.as_ref().and_then(|d| DecisionVerdict::parse(&d.verdict));
        self.rows.iter().filter(move |r| r.order.is_none() && verdict(r).is_some())
    }
}

fn score_cell(score: Option<f64>) -> Cell {
    score.map_or_else(|| Cell::new("–"), Cell::number)
}

fn input_cell(input: Option<&InputValue>) -> Cell {
    let Some(input) = input else { return Cell::default() };
    let shown = input.written().unwrap_or_else(|| "?".to_string());
    Cell { shown, exact: input.value.map(print::exact) }
}
