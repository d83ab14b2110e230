//! Floor 2: What experiments show.

mod text;

use crate::evaluate::experiment::{Experiment, ExperimentVerdict, GuardrailState, VariantComparison};
use crate::quantity::Period;
use crate::report::SCHEMA;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// What `plan experiment --format json` prints: the fields of one experiment at the top, several in `experiments`.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct ExperimentReport {
    /// The version of the format: `planwright/2`.
    schema: Cow<'static, str>,
    /// What was asked for: an initiative, or `initiative.experiment`.
    id: String,
    #[serde(flatten)]
    one: Option<ExperimentRow>,
    /// Where an initiative has several experiments: each of them, with its full name in `experiment`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(!default)]
    experiments: Vec<ExperimentRow>,
    #[serde(skip)]
    shown: Vec<Experiment>,
}

/// From one value to another.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, JsonSchema)]
struct ExperimentInterval {
    /// Its lower end.
    low: f64,
    /// Its upper end.
    high: f64,
}

impl From<planwright_stats::Interval> for ExperimentInterval {
    fn from(of: planwright_stats::Interval) -> Self {
        ExperimentInterval { low: of.low, high: of.high }
    }
}

/// One experiment. Shares and relative effects are fractions, 0.02 for two points; means are in the metric's unit.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct ExperimentRow {
    /// Its full name.
    experiment: String,
    /// Its title.
    title: String,
    /// The metric that it measures.
    metric: String,
    /// Whether the metric is better when it is lower.
    lower_is_better: bool,
    /// The unit of means; absent for shares.
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<String>,
    /// The groups, the one without the change first.
    variants: Vec<GroupRow>,
    /// Of the only variant; null where there are several: see `comparisons`.
    effect: Option<f64>,
    /// The 95% interval of that effect.
    interval: Option<ExperimentInterval>,
    /// Its p-value.
    p: Option<f64>,
    /// The probability that the variant is better.
    better: Option<f64>,
    /// How likely groups of these sizes are under their split; null where none is given.
    srm_p: Option<f64>,
    /// How many more each group needs for a power of 80%; null where no number would do.
    needed: Option<u64>,
    /// Each variant against the group without the change.
    comparisons: Vec<ComparisonRow>,
    /// Its last day; null where that is not said.
    ends: Option<String>,
    /// Whether it is over; null where its last day is not said.
    over: Option<bool>,
    /// The least effect worth having, as a difference.
    least_effect: Option<f64>,
    /// What it takes to see the least effect; null where that can't be told.
    size: Option<SampleSizeRow>,
    /// The metrics that it must not hurt.
    guardrails: Vec<GuardrailRow>,
}

/// How many members it takes to see the least effect with a power of 80% at a two-sided 5%.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct SampleSizeRow {
    /// What is without the change.
    before: f64,
    /// The members of the group without the change.
    control: u64,
    /// The members of each variant.
    variant: u64,
    /// All members together.
    total: u64,
    /// How many of them there are by now.
    so_far: u64,
    /// At the experiment's `traffic`; null without it.
    weeks: Option<f64>,
    /// The weeks that the rest takes.
    more_weeks: Option<f64>,
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct GuardrailRow {
    /// The metric's name.
    metric: String,
    /// How it did.
    state: GuardrailState,
    /// The first value beyond a bound, else the last value.
    value: Option<f64>,
    /// The day of that value.
    on: Option<Period>,
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct GroupRow {
    /// Its name.
    name: String,
    /// How many members it has.
    n: u64,
    /// Its share of successes, or its mean.
    value: f64,
    /// How many members succeeded; null for means.
    successes: Option<u64>,
    /// The standard deviation of its members; null for shares.
    sd: Option<f64>,
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct ComparisonRow {
    /// The variant.
    variant: String,
    /// The difference from the group without the change.
    effect: f64,
    /// The 95% interval of the effect.
    interval: ExperimentInterval,
    /// The effect relative to the group without the change; null where that can't be told.
    relative: Option<f64>,
    /// The 95% interval of that.
    relative_interval: Option<ExperimentInterval>,
    /// The p-value.
    p: f64,
    /// The p-value after Holm's correction for several variants.
    p_holm: f64,
    /// The probability that the variant is better.
    better: f64,
    /// The probability that the effect is the least one worth having or more; null where none is given.
    worth: Option<f64>,
    /// How many more each group needs for a power of 80%; null where no number would do.
    needed: Option<u64>,
    /// The test: `z_pooled`, `fisher_exact` or `welch_t`.
    test: Cow<'static, str>,
    /// The verdict.
    verdict: ExperimentVerdict,
    /// The verdict in words.
    says: String,
}

/// The report on experiments under the name they were asked for by.
pub fn report(id: &str, experiments: Vec<Experiment>) -> ExperimentReport {
    let mut rows: Vec<ExperimentRow> = experiments.iter().map(experiment_row).collect();
    let one = if rows.len() == 1 { rows.pop() } else { None };
    ExperimentReport { schema: SCHEMA.into(), id: id.to_string(), one, experiments: rows, shown: experiments }
}

fn experiment_row(e: &Experiment) -> ExperimentRow {
    let only = match e.comparisons.as_slice() {
        [only] => Some(only),
        _ => None,
    };
    let group = |g: &crate::evaluate::experiment::ExperimentGroup| GroupRow {
        name: g.name.to_string(),
        n: to_count(g.n),
        value: g.value(),
        successes: g.successes.map(to_count),
        sd: g.sd,
    };
    ExperimentRow {
        experiment: e.name(),
        title: e.title.to_string(),
        metric: e.metric.to_string(),
        lower_is_better: e.lower,
        unit: e.unit.as_ref().filter(|_| !e.shares).map(ToString::to_string),
        variants: e.groups.iter().map(group).collect(),
        effect: only.map(|c| c.effect),
        interval: only.map(|c| c.interval.into()),
        p: only.map(|c| c.p),
        better: only.map(|c| c.better),
        srm_p: e.srm_p,
        needed: only.and_then(|c| c.additional_members).map(to_count),
        comparisons: e.comparisons.iter().map(|c| comparison_row(e, c)).collect(),
        ends: e.ends.map(|day| day.to_string()),
        over: e.ends.map(|_| !e.running),
        least_effect: e.least_effect,
        size: e.size.map(|s| SampleSizeRow {
            before: s.before,
            control: to_count(s.control),
            variant: to_count(s.variant),
            total: to_count(s.total),
            so_far: to_count(s.so_far),
            weeks: s.weeks,
            more_weeks: s.more_weeks,
        }),
        guardrails: e
            .guardrails
            .iter()
            .map(|g| GuardrailRow {
                metric: g.metric.to_string(),
                state: g.state,
                value: g.measured.as_ref().map(|p| p.value),
                on: g.measured.as_ref().and_then(|p| p.on),
            })
            .collect(),
    }
}

fn comparison_row(e: &Experiment, c: &VariantComparison) -> ComparisonRow {
    let test = match (e.shares, c.exact) {
        (true, true) => "fisher_exact",
        (true, false) => "z_pooled",
        (false, _) => "welch_t",
    };
    ComparisonRow {
        variant: c.variant.to_string(),
        effect: c.effect,
        interval: c.interval.into(),
        relative: c.relative.map(|r| r.0),
        relative_interval: c.relative.map(|r| r.1.into()),
        p: c.p,
        p_holm: c.p_holm,
        better: c.better,
        worth: c.worth,
        needed: c.additional_members.map(to_count),
        test: test.into(),
        verdict: c.verdict,
        says: text::verdict_text(e, c),
    }
}

/// A count, which was read or rounded as a whole number far below the greatest one.
fn to_count(count: f64) -> u64 {
    count as u64
}
