//! Floor 2: Success criteria with what came of them, and what past estimates were worth.

use crate::evaluate::Evaluated;
use crate::evaluate::results::{Calibration, Criterion, CriterionState};
use crate::model::{DataPoint, Datum, Record};
use crate::quantity::{Date, Period, Unit, print};
use crate::report::SCHEMA;
use crate::report::output::escaping::escape_markdown;
use crate::report::output::render::markdown_with;
use crate::report::output::table::{Align, Cell, Table};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// What `plan results --format json` prints. Percentages are fractions, 0.331 for 33.1%.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct ResultsReport {
    /// The version of the format: `planwright/2`.
    schema: Cow<'static, str>,
    /// The day it is of.
    today: Date,
    /// The success criteria, in the order of their initiatives' names.
    criteria: Vec<CriterionRow>,
    /// Criteria reached on or before their date.
    met: usize,
    /// Criteria first reached after their date.
    met_late: usize,
    /// Criteria that fell short on their date.
    missed: usize,
    /// Criteria that nothing decides yet, their date still ahead.
    early: usize,
    /// Criteria whose date has passed, with nothing measured on or after it that would decide.
    unclear: usize,
    /// Criteria that do not name a metric, a value and a date.
    vague: usize,
    /// The share met in time of those that are met, met late or missed; null without any.
    hit_rate: Option<f64>,
    /// What results say that they come to, beside what the figures say.
    verdicts: Vec<VerdictRow>,
    /// Where a result names segments that lag.
    lagging: Vec<LaggingSegmentsRow>,
    /// How estimates compare with what they turned out to be, input by input.
    calibration: Vec<CalibrationRow>,
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct CriterionRow {
    /// The initiative's name.
    initiative: String,
    /// The metric's name.
    metric: String,
    /// The metric's unit.
    unit: Option<String>,
    /// The value to reach, in the unit.
    target: Option<f64>,
    /// The date of the target.
    by: Option<Period>,
    /// What decides it: what the result says, else what the metric measured.
    actual: Option<f64>,
    /// The day of that.
    on: Option<Period>,
    /// The value at the start.
    baseline: Option<f64>,
    /// The change of the metric relative to its baseline.
    change: Option<f64>,
    /// The share of the way from baseline to target.
    way: Option<f64>,
    /// Whether the metric is a north star.
    north_star: bool,
    state: CriterionState,
    #[serde(skip)]
    shown: FormattedValues,
}

#[derive(Debug, Default)]
struct FormattedValues {
    target: String,
    actual: String,
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct VerdictRow {
    /// The initiative's name.
    initiative: String,
    /// `met`, `met_late`, `partly`, `missed` or `unclear`.
    verdict: String,
    /// What the success criteria come to, in the same words; null where none can be judged.
    figures: Option<Cow<'static, str>>,
    /// Whether the two agree; true where the figures say nothing.
    agrees: bool,
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct LaggingSegmentsRow {
    /// The initiative's name.
    initiative: String,
    /// The segments that lag, as the result names them.
    segments: String,
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct CalibrationRow {
    /// The input.
    input: String,
    /// How many estimates there are.
    n: usize,
    /// The geometric mean of actual ÷ estimated.
    mean: f64,
    /// Where the next ratio lies under the plan's `interval`; null for fewer than three.
    low: Option<f64>,
    /// The upper end of that.
    high: Option<f64>,
    /// The estimates.
    samples: Vec<EstimateRow>,
    #[serde(skip)]
    advice: Option<String>,
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct EstimateRow {
    /// The initiative's name.
    initiative: String,
    /// What was estimated, in the unit.
    estimated: f64,
    /// What it turned out to be, in the unit.
    actual: f64,
    /// The unit of both.
    unit: String,
    /// Actual ÷ estimated.
    ratio: f64,
}

/// The report on these initiatives, by their index. Calibration always takes the whole plan.
pub fn report(evaluated: &Evaluated, initiatives: &[usize]) -> ResultsReport {
    let plan = evaluated.plan();
    let mut criteria = Vec::new();
    let (mut lagging, mut verdicts) = (Vec::new(), Vec::new());
    // By name: which file they stand in says nothing.
    let mut initiatives = initiatives.to_vec();
    initiatives.sort_by_key(|i| plan.initiatives.get(*i).map(|i| i.id().clone()));
    for index in &initiatives {
        let Some(initiative) = plan.initiatives.get(*index) else { continue };
        criteria.extend(
            evaluated.criteria(*index).iter().map(|c| row(initiative.id(), c, initiative.record.block("success"))),
        );
        verdicts.extend(evaluated.verdict(*index).map(|v| VerdictRow {
            initiative: initiative.id().to_string(),
            verdict: v.reported.to_string(),
            figures: v.computed.map(Cow::Borrowed),
            agrees: v.agrees(),
        }));
        let results = initiative.record.blocks.iter().filter(|b| &*b.kind == "result");
        for segments in results.filter_map(|r| r.text("lag")) {
            lagging
                .push(LaggingSegmentsRow { initiative: initiative.id().to_string(), segments: segments.to_string() });
        }
    }
    let count = |state| criteria.iter().filter(|r: &&CriterionRow| r.state == state).count();
    let (met, late, missed) =
        (count(CriterionState::Met), count(CriterionState::MetLate), count(CriterionState::Missed));
    let answered = met + late + missed;
    ResultsReport {
        schema: SCHEMA.into(),
        today: evaluated.today(),
        met,
        met_late: late,
        missed,
        early: count(CriterionState::Early),
        unclear: count(CriterionState::Unclear),
        vague: count(CriterionState::Vague),
        hit_rate: (answered > 0).then(|| met as f64 / answered as f64),
        verdicts,
        lagging,
        calibration: evaluated.calibration().iter().map(calibrated).collect(),
        criteria,
    }
}

fn row(initiative: &str, c: &Criterion, success: Option<&Record>) -> CriterionRow {
    let unit = c.unit.clone().unwrap_or_else(Unit::number);
    // The target names the unit already; a percentage or money is no number without it.
    let bare = !unit.is_percent() && unit.currency().is_none();
    let point = |p: &DataPoint| if bare { print::number(p.value) } else { print::quantity(p.value, &unit) };
    let by = c.by;
    let written = || match success.and_then(|s| s.value(&c.metric)) {
        Some(Datum::Quantity(q)) => print::amount(q.amount, &q.unit),
        _ => "?".to_string(),
    };
    let target = c.target.map_or_else(written, |t| print::quantity(t, &unit));
    let target = by.as_ref().map_or(target.clone(), |by| format!("{target} by {by}"));
    // When it was reached matters where that was late.
    let dated = |p: &DataPoint| match p.on.filter(|_| c.state == CriterionState::MetLate) {
        Some(on) => format!("{} on {on}", point(p)),
        None => point(p),
    };
    // What the metric says by itself, where nothing decides yet.
    let latest = || c.latest.as_ref().map_or("-".to_string(), |p| format!("(now {})", point(p)));
    CriterionRow {
        initiative: initiative.to_string(),
        metric: c.metric.to_string(),
        unit: c.unit.as_ref().map(ToString::to_string),
        target: c.target,
        by,
        actual: c.actual.as_ref().map(|p| p.value),
        on: c.actual.as_ref().and_then(|p| p.on),
        baseline: c.baseline,
        change: c.relative_change(),
        way: c.progress(),
        north_star: c.north_star,
        state: c.state,
        shown: FormattedValues { target, actual: c.actual.as_ref().map_or_else(latest, dated) },
    }
}

fn calibrated(c: &Calibration) -> CalibrationRow {
    let samples = c.samples.iter().map(|s| EstimateRow {
        initiative: s.initiative.to_string(),
        estimated: s.estimated,
        actual: s.actual,
        unit: s.unit.to_string(),
        ratio: s.ratio(),
    });
    let advice = c.samples.last().and_then(|s| {
        let range = c.range_for(s.estimated, &s.unit)?;
        Some(format!("`{}` is rather `{range}`", print::source_text(s.estimated, &s.unit)))
    });
    CalibrationRow {
        input: c.input.to_string(),
        n: c.spread.n,
        mean: c.spread.mean,
        low: c.spread.next.map(|n| n.low),
        high: c.spread.next.map(|n| n.high),
        samples: samples.collect(),
        advice,
    }
}

impl ResultsReport {
    /// Whether no initiative has a criterion.
    pub fn is_empty(&self) -> bool {
        self.criteria.is_empty()
    }

    /// Which verdicts stand, and which the figures contradict.
    fn verdict_lines(&self) -> impl Iterator<Item = String> + '_ {
        let words = |verdict: &str| verdict.replace('_', " ");
        self.verdicts.iter().map(move |v| {
            let figures = match v.figures.as_deref() {
                None => "no figure to hold it against".to_string(),
                Some(_) if v.agrees => "as the figures say".to_string(),
                Some(figures) => format!("but the figures say {}", words(figures)),
            };
            format!("verdict of {}: {}, {figures}", v.initiative, words(&v.verdict))
        })
    }

    /// The criteria as a table.
    pub fn table(&self) -> Table {
        let columns = [
            ("initiative", Align::Left),
            ("metric", Align::Left),
            ("target", Align::Left),
            ("actual", Align::Left),
            ("change", Align::Right),
            ("state", Align::Left),
        ];
        let mut table = Table::new(&columns);
        table.flexible = Some(0);
        table.gives_way = &["change", "actual"];
        for row in &self.criteria {
            let star = if row.north_star { "*" } else { "" };
            let change = row.change.map_or(Cell::new("-"), |c| Cell {
                shown: format!("{:+.1}%", c * 100.0),
                exact: Some(print::exact(c)),
            });
            table.rows.push(vec![
                Cell::new(&row.initiative),
                Cell::new(format!("{}{star}", row.metric)),
                Cell::new(&row.shown.target),
                Cell::new(&row.shown.actual),
                change,
                Cell::new(row.state.display_text()),
            ]);
        }
        table
    }

    /// The table in Markdown, with what stands below it.
    pub fn markdown(&self) -> String {
        markdown_with(&self.table(), self.notes(escape_markdown))
    }

    /// What stands below the table, a line each; `say` gives texts of the plan.
    pub fn notes(&self, say: fn(&str) -> String) -> Vec<String> {
        let mut lines = Vec::new();
        if !self.criteria.is_empty() {
            let answered = self.met + self.met_late + self.missed;
            let mut said = match self.hit_rate {
                Some(rate) => format!("met {} of {answered} with a result ({:.0}%)", self.met, rate * 100.0),
                None => "no criterion has a result yet".to_string(),
            };
            let others = [
                (self.met_late, "met late"),
                (self.early, "too early"),
                (self.unclear, "unclear: past their date, and nothing measured since"),
                (self.vague, "without a metric, value and date to judge by"),
            ];
            for (count, what) in others.into_iter().filter(|(count, _)| *count > 0) {
                said += &format!("; {count} {what}");
            }
            lines.push(said);
        }
        if self.criteria.iter().any(|r| r.change.is_some()) {
            lines.push("change: of the metric, relative to its baseline; * marks a north star".into());
        }
        lines.extend(self.verdict_lines());
        lines.extend(self.lagging.iter().map(|l| format!("lagging in {}: {}", l.initiative, say(&l.segments))));
        for c in &self.calibration {
            let input = &c.input;
            lines.push(match (c.low, c.high) {
                (Some(low), Some(high)) => {
                    let advice = c.advice.as_ref().map_or(String::new(), |a| format!(": {a}"));
                    format!(
                        "{input} was {} to {} times its estimate ({} initiatives, {} times on average){advice}",
                        ratio_text(low),
                        ratio_text(high),
                        c.n,
                        ratio_text(c.mean)
                    )
                }
                _ => format!(
                    "{input} was {} times its estimate on average (a range needs 3 results; there are {})",
                    ratio_text(c.mean),
                    c.n
                ),
            });
        }
        lines
    }
}

fn ratio_text(ratio: f64) -> String {
    if ratio >= 10.0 { format!("{ratio:.0}") } else { format!("{ratio:.1}") }
}
