//! Criteria beside present values and results; steps that were planned beside those that were reached.

use super::Content;
use super::Missing;
use super::find::Found;
use super::say::Words;
use super::shape::{Part, Shaped};
use crate::model::{Clause, Datum, Fact, Metric, Record};
use crate::quantity::{Quantity, print};

/// Blocks whose fields are named like metrics: one as a list with present values, several side by side.
pub(super) fn criteria(say: Words<'_>, found: &[Part<'_>]) -> Shaped {
    let blocks: Vec<(String, Option<&Record>, &str)> = found
        .iter()
        .filter_map(|(shown, part)| match part {
            Found::Blocks { blocks, row } => Some((shown.label(), blocks.first().map(|(_, b)| *b), &*row.name)),
            Found::Facts { .. } => None,
        })
        .collect();
    match blocks.as_slice() {
        [] => Shaped::default(),
        [(_, block, _)] => {
            let facts = block.iter().flat_map(|b| &b.facts);
            Shaped {
                content: vec![Content::List { items: facts.map(|f| criterion(say, f)).collect() }],
                missing: Vec::new(),
            }
        }
        several => beside(say, several),
    }
}

/// `**Accounts using detection**: 35% by 2026-Q3 (now 0%)`.
fn criterion(say: Words<'_>, fact: &Fact) -> String {
    let now = say.plan.metric(&fact.name).and_then(|m| Some(shown(m, m.value()?)));
    let now = now.map_or(String::new(), |now| format!(" (now {now})"));
    format!("**{}**: {}{now}", say.metric(&fact.name), say.values(&[fact], None, false).join("; "))
}

fn shown(metric: &Metric, value: f64) -> String {
    match &metric.unit {
        Some(unit) => print::quantity(value, unit),
        None => print::number(value),
    }
}

/// A row for each metric, a column for each block, and how the last came out against the first.
fn beside(say: Words<'_>, blocks: &[(String, Option<&Record>, &str)]) -> Shaped {
    let mut names: Vec<&str> = Vec::new();
    for (at, (_, block, _)) in blocks.iter().enumerate() {
        for fact in block.iter().flat_map(|b| &b.facts) {
            // Whatever is a criterion counts; beside it only what is a metric.
            if !names.contains(&&*fact.name) && (at == 0 || say.plan.metric(&fact.name).is_some()) {
                names.push(&fact.name);
            }
        }
    }
    let (Some((_, first, _)), Some((_, last, last_kind))) = (blocks.first(), blocks.last()) else {
        return Shaped::default();
    };
    let mut shaped = Shaped::default();
    let mut rows = Vec::new();
    for name in names {
        let fact =
            |block: &Option<&Record>| block.as_ref().and_then(|b| b.facts.iter().find(|f| &*f.name == name)).cloned();
        let mut row = vec![say.metric(name)];
        for (_, block, _) in blocks {
            row.push(fact(block).map_or("–".to_string(), |f| say.values(&[&f], None, true).join("; ")));
        }
        row.push(match (fact(first), fact(last)) {
            (Some(meant), Some(reached)) => verdict(say, name, meant.first(), reached.first()),
            (Some(_), None) => {
                shaped.missing.push(Missing {
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

/// Whether what was reached is what was meant, and how far from it it is.
fn verdict(say: Words<'_>, name: &str, meant: Option<&Clause>, reached: Option<&Clause>) -> String {
    let quantity = |clause: Option<&Clause>| match clause.map(|c| &c.head) {
        Some(Datum::Quantity(q)) => Some(q.clone()),
        _ => None,
    };
    let due = meant.and_then(|c| c.date("by")).map(|by| by.last());
    let on = reached.and_then(|c| c.date("on")).map(|on| on.last());
    let (Some(meant), Some(reached)) = (quantity(meant), quantity(reached)) else { return "–".to_string() };
    let metric = say.plan.metric(name);
    let unit = metric.and_then(|m| m.unit.clone()).unwrap_or_else(|| meant.unit.clone());
    let number = |q: &Quantity| q.convert(&say.plan.units, &unit).ok()?.0.amount.point();
    let (Some(meant), Some(reached)) = (number(&meant), number(&reached)) else { return "–".to_string() };
    let baseline = metric.and_then(|m| m.baseline.as_ref()).map(|p| p.value);
    let lower = match metric.and_then(|m| m.record.word("better")).map(|w| &**w) {
        Some("lower") => true,
        Some(_) => false,
        None => baseline.is_some_and(|b| meant < b),
    };
    let over = if lower { meant - reached } else { reached - meant };
    let by = match unit.to_string().as_str() {
        "%" => format!("{} pp", print::number(over.abs() * 100.0)),
        _ => print::quantity(over.abs(), &unit),
    };
    let known = due.zip(on);
    let late = if known.is_some_and(|(due, on)| on > due) { " late" } else { "" };
    if over.abs() <= 1e-9 * meant.abs().max(1e-9) {
        format!("reached{late}")
    } else if over > 0.0 {
        format!("reached{late}, with {by} to spare")
    } else if known.is_some_and(|(due, on)| on < due) {
        format!("{by} short, measured before its date")
    } else {
        format!("not reached: {by} short")
    }
}

/// Each planned step, with when it was reached; what was reached beyond the plan behind them.
pub(super) fn steps(say: Words<'_>, found: &[Part<'_>]) -> Vec<String> {
    let clauses = |part: Option<&Part<'_>>| -> Vec<Clause> {
        match part {
            Some((_, Found::Facts { facts, .. })) => facts.iter().flat_map(|f| f.clauses.clone()).collect(),
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
