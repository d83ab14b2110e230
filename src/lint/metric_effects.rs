//! Effects against what initiatives say they move, changes of the wrong sign, metrics that lead to no north star,
//! verdicts that the figures contradict.

use crate::diagnostic::{Code, Diagnostic};
use crate::evaluate::{Evaluated, MetricMover};
use crate::model::{Datum, Metric, Record};
use crate::quantity::print;
use crate::source::Span;

/// Reports them.
pub(super) fn run(evaluated: &Evaluated) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for metric in evaluated.plan().metrics.iter() {
        for mover in evaluated.movers(metric) {
            found.extend(wrong_way(evaluated, metric, &mover));
            found.extend(differs(evaluated, metric, &mover));
        }
    }
    found.extend(no_north_star(evaluated));
    for index in 0..evaluated.plan().initiatives.len() {
        found.extend(verdict(evaluated, index));
    }
    found
}

/// A change of a metric: of a percentage in points.
fn change(metric: &Metric, value: f64) -> String {
    // Four digits: what is beyond them nobody measured.
    let rounded = |v: f64| format!("{v:.3e}").parse().unwrap_or(v);
    match metric.unit.as_ref() {
        Some(unit) if unit.is_percent() => format!("{} pp", print::number(rounded(value * 100.0))),
        Some(unit) => print::quantity(rounded(value), unit),
        None => print::number(rounded(value)),
    }
}

fn wrong_way(evaluated: &Evaluated, metric: &Metric, mover: &MetricMover) -> Option<Diagnostic> {
    let (_, low, high) = mover.estimated.filter(|_| !mover.reason)?;
    let wrong = if metric.lower_is_better { low >= 0.0 && high > 0.0 } else { low < 0.0 && high <= 0.0 };
    let id = &evaluated.plan().initiatives[mover.initiative].record.id;
    let (better, way) = if metric.lower_is_better { ("lower", "up") } else { ("higher", "down") };
    wrong.then(|| {
        let said = format!("`{id}` moves `{}` {way}, and {better} is better", metric.record.id);
        Diagnostic::new(Code::WRONG_WAY, mover.span, said).help(
            "turn the sign round, say which way is `better` on the metric, or give the reason with `because` where it is a price that is paid",
        )
    })
}

fn differs(evaluated: &Evaluated, metric: &Metric, mover: &MetricMover) -> Option<Diagnostic> {
    let measured = mover.measured.as_ref().filter(|_| mover.is_refuted())?;
    let (_, low, high) = mover.estimated?;
    let id = &evaluated.plan().initiatives[mover.initiative].record.id;
    let range = match low == high {
        true => change(metric, low),
        false => format!("{} to {}", change(metric, low), change(metric, high)),
    };
    let said = format!(
        "`{id}` moves `{}` by {range}, and its experiment `{}` measured {} (95%: {} to {})",
        metric.record.id,
        measured.experiment,
        change(metric, measured.value),
        change(metric, measured.low),
        change(metric, measured.high)
    );
    Some(
        Diagnostic::new(Code::EFFECT_DIFFERS, mover.span, said)
            .help("sums count what was measured: write it into `moves` too"),
    )
}

/// The first place that names a metric as something to drive, to move or to succeed by, where no metric is a north star.
fn no_north_star(evaluated: &Evaluated) -> Option<Diagnostic> {
    let plan = evaluated.plan();
    let role = |m: &Metric| m.record.word("role").is_some_and(|r| &**r == "north_star");
    if plan.metrics.iter().any(role) {
        return None;
    }
    let names = |record: &Record, field: &str| -> Option<Span> {
        let clauses = record.all(field).flat_map(|f| &f.clauses);
        let mut named = clauses.filter(|c| matches!(&c.head, Datum::Reference { id, .. } if plan.metric(id).is_some()));
        named.next().map(|c| c.span)
    };
    let succeeds = |record: &Record| -> Option<Span> {
        let facts = record.blocks.iter().filter(|b| &*b.kind == "success").flat_map(|b| &b.facts);
        facts.filter(|f| plan.metric(&f.name).is_some()).map(|f| f.span).next()
    };
    let driven = plan.metrics.iter().find_map(|m| names(&m.record, "drives"));
    let moved = || plan.initiatives.iter().find_map(|i| names(&i.record, "moves").or_else(|| succeeds(&i.record)));
    let span = driven.or_else(moved)?;
    let said = "metrics are to be moved, and none of them is the north star".to_string();
    let help = "say which number all of it is for, as in `role: north_star`, and what leads to it by `drives`";
    Some(Diagnostic::new(Code::NO_NORTH_STAR, span, said).help(help))
}

fn verdict(evaluated: &Evaluated, index: usize) -> Option<Diagnostic> {
    let verdict = evaluated.verdict(index).filter(|v| !v.agrees())?;
    let words = |word: &str| word.replace('_', " ");
    let said = format!(
        "the verdict of `{}` is {}, and its figures say {}",
        evaluated.plan().initiatives[index].record.id,
        words(&verdict.reported),
        words(verdict.computed.unwrap_or("nothing"))
    );
    Some(
        Diagnostic::new(Code::VERDICT_DIFFERS, verdict.span, said)
            .help("`plan results` shows the figures: change the verdict, or what is measured"),
    )
}
