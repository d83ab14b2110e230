//! Criteria beside present values and results; steps that were planned beside those that were reached.

use crate::evaluate::results::{Criterion, CriterionState};
use crate::model::{Clause, Fact, Metric, Record};
use crate::quantity::print;
use crate::report::document::fact_lookup::PathValue;
use crate::report::document::shape::{PathContent, ShapedContent};
use crate::report::document::wording::FactWording;
use crate::report::document::{Content, MissingPart};

/// Blocks whose fields are named like metrics: one as a list with present values, several side by side.
pub(super) fn criteria(say: FactWording<'_>, found: &[PathContent<'_>], criteria: &[Criterion]) -> ShapedContent {
    let blocks: Vec<(String, Option<&Record>, &str)> = found
        .iter()
        .filter_map(|(shown, part)| match part {
            PathValue::Blocks { blocks, row } => Some((shown.label(), blocks.first().map(|(_, b)| *b), &*row.name)),
            PathValue::Facts { .. } => None,
        })
        .collect();
    match blocks.as_slice() {
        [] => ShapedContent::default(),
        [(_, block, _)] => {
            let facts = block.iter().flat_map(|b| &b.facts);
            ShapedContent {
                content: vec![Content::List { items: facts.map(|f| criterion(say, f)).collect() }],
                missing: Vec::new(),
            }
        }
        several => side_by_side(say, several, criteria),
    }
}

/// `**Accounts using detection**: 35% by 2026-Q3 (now 0%)`.
fn criterion(say: FactWording<'_>, fact: &Fact) -> String {
    let now = say.plan.metric(&fact.name).and_then(|m| Some(value_text(m, m.value()?)));
    let now = now.map_or(String::new(), |now| format!(" (now {now})"));
    format!("**{}**: {}{now}", say.metric(&fact.name), say.values(&[fact], None, false).join("; "))
}

fn value_text(metric: &Metric, value: f64) -> String {
    match &metric.unit {
        Some(unit) => print::quantity(value, unit),
        None => print::number(value),
    }
}

/// A row for each metric, a column for each block, and how the last came out against the first.
fn side_by_side(
    say: FactWording<'_>,
    blocks: &[(String, Option<&Record>, &str)],
    criteria: &[Criterion],
) -> ShapedContent {
    let mut names: Vec<&str> = Vec::new();
    for (at, (_, block, _)) in blocks.iter().enumerate() {
        for fact in block.iter().flat_map(|b| &b.facts) {
            // Whatever is a criterion counts; beside it only what is a metric.
            if !names.contains(&&*fact.name) && (at == 0 || say.plan.metric(&fact.name).is_some()) {
                names.push(&fact.name);
            }
        }
    }
    let (Some((_, first, first_kind)), Some((_, last, last_kind))) = (blocks.first(), blocks.last()) else {
        return ShapedContent::default();
    };
    let mut shaped = ShapedContent::default();
    let mut rows = Vec::new();
    for name in names {
        let fact =
            |block: &Option<&Record>| block.as_ref().and_then(|b| b.facts.iter().find(|f| &*f.name == name)).cloned();
        let mut row = vec![say.metric(name)];
        let criterion = criteria.iter().find(|c| *c.metric == *name && *first_kind == "success");
        for (at, (_, block, _)) in blocks.iter().enumerate() {
            let own = || criterion.filter(|_| at + 1 == blocks.len()).and_then(measured);
            let shown = fact(block).map(|f| say.values(&[&f], None, true).join("; "));
            row.push(shown.or_else(own).unwrap_or("–".to_string()));
        }
        row.push(match (criterion.and_then(verdict), fact(first), fact(last)) {
            (Some(verdict), ..) => verdict,
            (None, Some(_), None) => {
                shaped.missing.push(MissingPart {
                    ask: format!("what became of {}", say.metric(name).to_lowercase()),
                    write: format!("{last_kind} {{ {name}: … on 2026-10-01 }}"),
                    because: None,
                });
                "**missing**".to_string()
            }
            _ => "–".to_string(),
        });
        rows.push(row);
    }
    if !rows.is_empty() {
        let labels = blocks.iter().map(|(label, ..)| label.clone());
        let columns =
            std::iter::once("Metric".to_string()).chain(labels).chain(["How it came out".to_string()]).collect();
        shaped.content.push(Content::Table { columns, rows });
    }
    shaped
}

/// How a criterion came out, and by how much; none where nothing is on file that decides it. The judgement is that of
/// `plan results`: what the metric itself measured counts too.
fn verdict(criterion: &Criterion) -> Option<String> {
    let over =
        criterion.target.zip(criterion.actual.as_ref()).map(|(target, actual)| match criterion.lower_is_better {
            true => target - actual.value,
            false => actual.value - target,
        });
    let by = over.map(|over| match &criterion.unit {
        Some(unit) if unit.is_percent() => format!("{} pp", print::number(over.abs() * 100.0)),
        Some(unit) => print::quantity(over.abs(), unit),
        None => print::number(over.abs()),
    });
    let exact = over.zip(criterion.target).is_some_and(|(over, target)| over.abs() <= 1e-9 * target.abs().max(1e-9));
    let spare = by.as_ref().filter(|_| !exact).map_or(String::new(), |by| format!(", with {by} to spare"));
    let short = over.is_some_and(|over| over < 0.0).then(|| by.unwrap_or_default());
    match (criterion.state, short) {
        (CriterionState::Met, None) => Some(format!("reached{spare}")),
        (CriterionState::MetLate, None) => Some(format!("reached late{spare}")),
        // Reached in time, and lost again by the day of the result.
        (CriterionState::Met, Some(short)) => Some(format!("reached, and {short} short in the end")),
        (CriterionState::MetLate, Some(short)) => Some(format!("reached late, and {short} short in the end")),
        (CriterionState::Missed, Some(short)) => Some(format!("not reached: {short} short")),
        (CriterionState::Missed, None) => Some("not reached".into()),
        (CriterionState::Early | CriterionState::Unclear, Some(short)) => {
            Some(format!("{short} short, measured before its date"))
        }
        (CriterionState::Early | CriterionState::Unclear | CriterionState::Vague, _) => None,
    }
}

/// What decides a criterion where the result says nothing of it: what the metric itself measured.
fn measured(criterion: &Criterion) -> Option<String> {
    let actual = criterion.actual.as_ref()?;
    let value = match &criterion.unit {
        Some(unit) => print::quantity(actual.value, unit),
        None => print::number(actual.value),
    };
    Some(actual.on.map_or(value.clone(), |on| format!("{value} on {on}")))
}

/// Each planned step, with when it was reached; what was reached beyond the plan after them.
pub(super) fn step_lines(say: FactWording<'_>, found: &[PathContent<'_>]) -> Vec<String> {
    let clauses = |part: Option<&PathContent<'_>>| -> Vec<Clause> {
        match part {
            Some((_, PathValue::Facts { facts, .. })) => facts.iter().flat_map(|f| f.clauses.clone()).collect(),
            _ => Vec::new(),
        }
    };
    let planned = clauses(found.first());
    let mut reached = clauses(found.get(1));
    let mut out = Vec::new();
    for step in &planned {
        let at = reached.iter().position(|r| r.head == step.head);
        let when = match at.map(|at| reached.remove(at)) {
            Some(reached) => reached.date("on").map_or("reached".to_string(), |on| format!("since {on}")),
            None => "planned".to_string(),
        };
        out.push(format!("{}, {when}", say.datum(&step.head, None)));
    }
    out.extend(reached.iter().map(|step| say.clause(step, None)));
    out
}
