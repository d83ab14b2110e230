//! Which decision holds.

use super::initiative_hierarchy::InitiativeHierarchy;
use crate::model::{Decision, DecisionVerdict, Initiative, Plan, Record};
use crate::quantity::Date;
use std::collections::HashMap;
use std::sync::Arc;

/// The decision that holds about each initiative, by index: the latest up to today, unless it has ended. A decision
/// dated later does not hold yet. One that ended by its `until` still took the place of those before it: they do not
/// come back. Where a phase contradicts it that began after it, the phase holds. Parts have the decision about the whole,
/// unless there is one of their own.
pub(in crate::evaluate) fn decisions_in_force(
    plan: &Plan,
    parts: &InitiativeHierarchy,
    today: Date,
) -> HashMap<Arc<str>, usize> {
    let latest = latest_decisions(plan, today);
    let mut held = latest.clone();
    held.retain(|id, index| {
        let initiative = plan.by_id.get(id).map(|i| &plan.initiatives[*i]);
        initiative.and_then(|i| contradiction(plan, i, &plan.decisions[*index])) != Some(PrevailingStatement::Phase)
    });
    for part in parts.parents_first() {
        let id = |i: usize| &plan.initiatives[i].record.id;
        let whole = parts.parent(part).and_then(|whole| held.get(id(whole)).copied());
        if let Some(index) = whole.filter(|_| !latest.contains_key(id(part))) {
            held.insert(id(part).clone(), index);
        }
    }
    held
}

/// The latest decision about each initiative itself, unless it has ended, whatever its phase says.
pub(in crate::evaluate) fn latest_decisions(plan: &Plan, today: Date) -> HashMap<Arc<str>, usize> {
    let mut latest: HashMap<Arc<str>, usize> = HashMap::new();
    for (index, decision) in plan.decisions.iter().enumerate().filter(|(_, d)| d.on <= today) {
        let held = latest.entry(decision.about.clone()).or_insert(index);
        if decision.on > plan.decisions[*held].on {
            *held = index;
        }
    }
    latest.retain(|_, index| plan.decisions[*index].until.is_none_or(|until| until >= today));
    latest
}

/// Which of a decision and a phase that contradict one another holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::evaluate) enum PrevailingStatement {
    /// The decision: it was made on the day on which the phase began or later, or nobody says when that was.
    Decision,
    /// The phase: it began after the decision.
    Phase,
}

/// Which of the two holds where a decision and the phase of what it is about contradict one another: committed, but
/// paused, declined or sunset by its phase; declined or deferred, but in a phase in which it is built.
pub(in crate::evaluate) fn contradiction(
    plan: &Plan,
    initiative: &Initiative,
    decision: &Decision,
) -> Option<PrevailingStatement> {
    let phase = phase(plan, initiative)?;
    let over = !phase.is_yes("open") && !phase.is_yes("delivered");
    let contradicts = match decision.verdict {
        DecisionVerdict::Commit => over,
        DecisionVerdict::Defer | DecisionVerdict::Decline => phase.is_yes("building"),
        DecisionVerdict::Sunset => false,
    };
    let since = initiative.record.all("phase").next_back().and_then(|f| f.first()?.date("from"));
    let later = since.is_some_and(|since| since.first() > decision.on);
    contradicts.then_some(if later { PrevailingStatement::Phase } else { PrevailingStatement::Decision })
}

/// The phase that an initiative is in; without one it counts as in the first open one.
pub(in crate::evaluate) fn phase<'p>(plan: &'p Plan, initiative: &Initiative) -> Option<&'p Record> {
    match &initiative.phase {
        Some(phase) => plan.other_item("phase", phase),
        None => {
            let open = plan.other_items.get("phase")?.iter().filter(|p| p.is_yes("open"));
            let place = |p: &&Record| p.number("order").unwrap_or(f64::INFINITY);
            open.min_by(|a, b| place(a).total_cmp(&place(b)).then_with(|| a.id.cmp(&b.id)))
        }
    }
}

/// The place of a verdict in the order: committed first, then undecided, then deferred; `None` is listed apart.
pub(in crate::evaluate) fn verdict_order(verdict: Option<DecisionVerdict>) -> Option<u8> {
    match verdict {
        Some(DecisionVerdict::Commit) => Some(0),
        None => Some(1),
        Some(DecisionVerdict::Defer) => Some(2),
        Some(DecisionVerdict::Decline | DecisionVerdict::Sunset) => None,
    }
}
