//! Floor 1: What can't be: something that happened on a day that has not come, a likelihood beyond 100%, a floor above its ceiling.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Clause, Datum, Fact, Metric, Plan, Record};
use crate::quantity::{Date, Period, print};
use crate::source::Span;
use std::sync::Arc;

/// More than so many measurements of one metric are told together.
const MAX_SEPARATE_FINDINGS: usize = 5;

/// Reports what can't be. Measurements, phases and answers of days that have not come are taken out: nothing is judged by
/// them.
pub(in crate::evaluate) fn remove_impossible_values(
    plan: &mut Arc<Plan>,
    today: Date,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for initiative in &plan.initiatives {
        initiative_findings(&initiative.record, today, diagnostics);
    }
    decisions(plan, today, diagnostics);
    requests(plan, today, diagnostics);
    phases(plan, today);
    let mut early = Vec::new();
    for (index, metric) in plan.metrics.iter().enumerate() {
        bounds(metric, diagnostics);
        let found: Vec<_> = metric.actuals.iter().filter(|p| p.on.is_some_and(|on| on.first() > today)).collect();
        if !found.is_empty() {
            early.push(index);
        }
        for point in found.iter().take(MAX_SEPARATE_FINDINGS) {
            let on = point.on.map_or(String::new(), |on| on.to_string());
            diagnostics.push(future_date_finding(
                &format!("`{}` was measured on {on}", metric.record.id),
                point.span,
                today,
            ));
        }
        if let Some(point) = found.get(MAX_SEPARATE_FINDINGS) {
            let more = found.len() - MAX_SEPARATE_FINDINGS;
            let said = format!("{more} more measurements of `{}` are of days that have not come", metric.record.id);
            diagnostics.push(Diagnostic::new(Code::NOT_YET, point.span, said).help(help(today)));
        }
        if let Some(point) = metric.baseline.as_ref().filter(|p| p.on.is_some_and(|on| on.first() > today)) {
            let on = point.on.map_or(String::new(), |on| on.to_string());
            diagnostics.push(future_date_finding(
                &format!("the baseline of `{}` is of {on}", metric.record.id),
                point.span,
                today,
            ));
        }
    }
    if !early.is_empty() {
        let metrics = Arc::make_mut(&mut Arc::make_mut(plan).metrics);
        for index in early {
            metrics[index].actuals.retain(|p| p.on.is_none_or(|on| on.first() <= today));
        }
    }
}

fn future_date_finding(what: &str, span: Span, today: Date) -> Diagnostic {
    Diagnostic::new(Code::NOT_YET, span, format!("{what}, and that day has not come")).help(help(today))
}

fn help(today: Date) -> String {
    format!("today is {today}: write the day on which it happened, or read the plan on a later day with `--today`")
}

/// What an initiative tells of days that have not come, and the likelihoods of its risks.
fn initiative_findings(record: &Record, today: Date, diagnostics: &mut Vec<Diagnostic>) {
    let id = &record.id;
    let later = |clause: &Clause, connective: &str| clause.date(connective).copied().filter(|on| on.first() > today);
    let clauses = |block: &'_ Record, field: Option<&str>| -> Vec<(Arc<str>, Clause)> {
        let facts = block.facts.iter().filter(|f| field.is_none_or(|field| &*f.name == field));
        facts.flat_map(|f| f.clauses.iter().map(|c| (f.name.clone(), c.clone()))).collect()
    };
    for block in &record.blocks {
        let happened = match &*block.kind {
            "result" => clauses(block, None),
            "launch" => clauses(block, Some("stage")),
            "approval" => clauses(block, Some("state")),
            "experiment" => {
                experiment(id, block, today, diagnostics);
                continue;
            }
            "risk" => {
                likelihood(id, block, diagnostics);
                continue;
            }
            _ => continue,
        };
        for (name, clause) in happened {
            let Some(on) = later(&clause, "on") else { continue };
            // An approval that is asked for on a day to come is a plan.
            let what = match &*block.kind {
                "result" => format!("the result of `{id}` gives `{name}` on {on}"),
                "launch" => format!("`{id}` reached a stage of its launch on {on}"),
                _ if matches!(&clause.head, Datum::Word(state) if &**state == "given" || &**state == "refused") => {
                    format!("the approval `{}` of `{id}` was answered on {on}", block.id)
                }
                _ => continue,
            };
            diagnostics.push(future_date_finding(&what, clause.span, today));
        }
    }
    for clause in record.all("phase").flat_map(|f| &f.clauses) {
        if let (Some(from), Datum::Word(phase) | Datum::Reference { id: phase, .. }) =
            (later(clause, "from"), &clause.head)
        {
            diagnostics.push(future_date_finding(&format!("`{id}` is in `{phase}` from {from}"), clause.span, today));
        }
    }
}

/// An experiment that has not begun has counted nobody.
fn experiment(of: &str, block: &Record, today: Date, diagnostics: &mut Vec<Diagnostic>) {
    if has_early_figures(block, today)
        && let Some(fact) = block.fact("from")
    {
        let on = fact.first().map_or(String::new(), |c| match &c.head {
            Datum::Date(on) | Datum::Dates(on, _) => on.to_string(),
            _ => String::new(),
        });
        let what = format!("experiment `{}` of `{of}` began on {on} and has its figures", block.id);
        diagnostics.push(future_date_finding(&what, fact.span, today));
    }
}

/// Whether an experiment has figures though the day on which it begins has not come.
pub(in crate::evaluate) fn has_early_figures(experiment: &Record, today: Date) -> bool {
    let from = match experiment.value("from") {
        Some(Datum::Date(from) | Datum::Dates(from, _)) => from.first(),
        _ => return false,
    };
    from > today && experiment.blocks.iter().any(|group| !group.facts.is_empty())
}

/// Decisions on a day to come do not hold yet, and are told of.
fn decisions(plan: &Plan, today: Date, diagnostics: &mut Vec<Diagnostic>) {
    for decision in plan.decisions.iter().filter(|d| d.on > today) {
        let span = decision.record.fact("on").map_or(decision.record.header, |f| f.span);
        let what = format!("`{}` was decided on {}", decision.record.id, decision.on);
        diagnostics.push(future_date_finding(&what, span, today));
    }
}

/// Requests that nobody has made yet, and answers that nobody has given: these are taken out.
fn requests(plan: &mut Arc<Plan>, today: Date, diagnostics: &mut Vec<Diagnostic>) {
    let mut early = Vec::new();
    for (index, request) in plan.other_items.get("request").into_iter().flatten().enumerate() {
        if let (Some(fact), Some(Datum::Date(on))) = (request.fact("on"), request.value("on"))
            && on.first() > today
        {
            diagnostics.push(future_date_finding(&format!("`{}` was requested on {on}", request.id), fact.span, today));
        }
        for fact in request.all("answer") {
            let Some(on) = fact.first().and_then(|c| c.date("on")).filter(|on| on.first() > today) else { continue };
            diagnostics.push(future_date_finding(&format!("`{}` was answered on {on}", request.id), fact.span, today));
            early.push(index);
        }
    }
    if early.is_empty() {
        return;
    }
    let others = Arc::make_mut(&mut Arc::make_mut(plan).other_items);
    let Some(requests) = others.get_mut("request") else { return };
    for index in early {
        let given = |f: &Fact| f.first().and_then(|c| c.date("on")).is_none_or(|on| on.first() <= today);
        requests[index].facts.retain(|f| &*f.name != "answer" || given(f));
    }
}

/// Lets every initiative be in the phase that it is in today: one that begins on a day to come is not its phase yet.
fn phases(plan: &mut Arc<Plan>, today: Date) {
    let ahead =
        |fact: &Fact| fact.name.as_ref() == "phase" && phase_start(fact).is_some_and(|from| from.first() > today);
    let early: Vec<usize> =
        (0..plan.initiatives.len()).filter(|i| plan.initiatives[*i].record.facts.iter().any(ahead)).collect();
    if early.is_empty() {
        return;
    }
    let plan = Arc::make_mut(plan);
    for index in early {
        let initiative = Arc::make_mut(&mut plan.initiatives[index]);
        initiative.record.facts.retain(|fact| !ahead(fact));
        initiative.phase = initiative.record.all("phase").next_back().and_then(|f| match &f.first()?.head {
            Datum::Reference { id: phase, .. } => Some(phase.clone()),
            _ => None,
        });
        let phases = plan.other_items.get("phase").into_iter().flatten();
        let own = initiative.phase.as_ref().and_then(|phase| phases.clone().find(|p| p.id == *phase));
        initiative.open = own.is_none_or(|phase| phase.is_yes("open"));
    }
}

/// When a phase begins.
fn phase_start(phase: &Fact) -> Option<Period> {
    phase.first()?.date("from").copied()
}

fn likelihood(of: &str, risk: &Record, diagnostics: &mut Vec<Diagnostic>) {
    let Some(clause) = risk.fact("likelihood").and_then(|f| f.first()) else { return };
    let Datum::Quantity(quantity) = &clause.head else { return };
    let (low, high) = (quantity.amount.low(), quantity.amount.high());
    // A bare number is a share too: 0.3.
    if low < 0.0 || high > 1.0 {
        let written = print::amount(quantity.amount, &quantity.unit);
        let said = format!("the likelihood of `{}` in `{of}` is {written}: it lies between 0% and 100%", risk.id);
        let help = "what is certain is 100%: then let the work or its start say so instead of a risk";
        diagnostics.push(Diagnostic::new(Code::OUT_OF_BOUNDS, clause.span, said).help(help));
    }
}

fn bounds(metric: &Metric, diagnostics: &mut Vec<Diagnostic>) {
    let (Some(floor), Some(ceiling)) = (metric.floor, metric.ceiling) else { return };
    if floor <= ceiling {
        return;
    }
    let shown = |v: f64| metric.unit.as_ref().map_or_else(|| print::number(v), |unit| print::quantity(v, unit));
    let span = |name: &str| metric.record.fact(name).map_or(metric.record.header, |f| f.span);
    let said = format!(
        "the floor of `{}`, {}, is above its ceiling, {}: no value keeps to both",
        metric.record.id,
        shown(floor),
        shown(ceiling)
    );
    let d = Diagnostic::new(Code::RANGE_ORDER, span("floor"), said).also(span("ceiling"), "the ceiling");
    diagnostics.push(d.help("turn the two round, or keep the one that is meant"));
}
