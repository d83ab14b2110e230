//! What changed on the roadmap, and why.

use super::change_text::change;
use super::changes_by_item::ChangesByItem;
use super::matching::InitiativePair;
use super::side::DiffSide;
use super::{FactChange, PlannedState, RoadmapDifference};
use crate::evaluate::{Evaluated, Roadmap, RoadmapOptions, ScheduledItem};
use std::collections::HashMap;
use std::sync::Arc;

/// A change of a probability that is worth a row, where nothing else changed.
const MIN_PROBABILITY_CHANGE: f64 = 0.01;

/// The most of its own changes that a cause names.
const MAX_CHANGES_NAMED: usize = 2;

/// The fields of an initiative that its dates hang on, besides those that say how much work it is.
const SCHEDULING_FIELDS: [&str; 14] = [
    "effort",
    "team",
    "teams",
    "needs",
    "phase",
    "due",
    "start",
    "progress",
    "parts",
    "part",
    "part_of",
    "class",
    "duration",
    "likelihood",
];

/// The initiatives whose state, dates or odds changed, in the order of the later roadmap.
///
/// # Errors
/// Why there is nothing to compare, where one of the plans has no roadmap.
pub(super) fn roadmap_changes(
    initiatives: &[InitiativePair],
    before: &DiffSide<'_>,
    after: &DiffSide<'_>,
    changes: &ChangesByItem<'_>,
) -> Result<Vec<RoadmapDifference>, String> {
    if changes.is_empty() && before.evaluated.today() == after.evaluated.today() {
        return Ok(Vec::new());
    }
    let roadmap = |side: &DiffSide<'_>| {
        let made = side.evaluated.roadmap(&RoadmapOptions::default());
        made.map_err(|why| format!("{}: {why}", side.label))
    };
    let (old, new) = (roadmap(before)?, roadmap(after)?);
    let diff = RoadmapDiff {
        plans: (before.evaluated, after.evaluated),
        old: by_initiative(&old),
        new: by_initiative(&new),
        changes,
    };
    let order: HashMap<usize, usize> = new.items.iter().enumerate().map(|(at, item)| (item.initiative, at)).collect();
    let mut pairs = initiatives.to_vec();
    pairs.sort_by_key(|p| (p.after.and_then(|i| order.get(&i).copied()).unwrap_or(usize::MAX), p.before));
    Ok(pairs.iter().filter_map(|pair| diff.difference(pair)).collect())
}

fn by_initiative(roadmap: &Arc<Roadmap>) -> HashMap<usize, &ScheduledItem> {
    roadmap.items.iter().map(|item| (item.initiative, item)).collect()
}

struct RoadmapDiff<'a> {
    plans: (&'a Evaluated, &'a Evaluated),
    old: HashMap<usize, &'a ScheduledItem>,
    new: HashMap<usize, &'a ScheduledItem>,
    changes: &'a ChangesByItem<'a>,
}

impl RoadmapDiff<'_> {
    fn difference(&self, pair: &InitiativePair) -> Option<RoadmapDifference> {
        let place = |item: &ScheduledItem| PlannedState {
            state: item.state.into(),
            finish: item.finish,
            p80: item.p80,
            probability: item.forecast,
        };
        let was = pair.before.and_then(|i| self.old.get(&i).copied());
        let is = pair.after.and_then(|i| self.new.get(&i).copied());
        let (before, after) = (was.map(place), is.map(place));
        if let (Some(a), Some(b)) = (before, after) {
            let odds = a.probability.unwrap_or(0.0) - b.probability.unwrap_or(0.0);
            let same = a.state == b.state && a.finish == b.finish && a.p80 == b.p80;
            if same && odds.abs() < MIN_PROBABILITY_CHANGE {
                return None;
            }
        }
        let initiative = match (pair.before, pair.after) {
            (_, Some(later)) => &self.plans.1.plan().initiatives[later],
            (Some(earlier), None) => &self.plans.0.plan().initiatives[earlier],
            (None, None) => return None,
        };
        let moved = before.and_then(|b| b.finish).zip(after.and_then(|a| a.finish));
        let (cause, made_way) = self.cause(pair, initiative.id(), is);
        Some(RoadmapDifference {
            id: initiative.id().to_string(),
            title: initiative.title().to_string(),
            before,
            after,
            moved_days: moved.map(|(from, to)| to.days_since(from)),
            cause,
            made_way,
        })
    }

    /// Why, and whether nothing of its own changed.
    fn cause(&self, pair: &InitiativePair, id: &str, is: Option<&ScheduledItem>) -> (String, bool) {
        let Some(is) = is else { return ("no longer in the plan".into(), false) };
        if pair.before.is_none() {
            return ("new".into(), false);
        }
        let mut causes = self.own(id);
        let verdict = |plan: &Evaluated, id: &str| plan.decision(id).map(|d| d.verdict);
        let former = pair.before.map(|i| self.plans.0.plan().initiatives[i].id().clone());
        let (was, is_now) = (former.and_then(|id| verdict(self.plans.0, &id)), verdict(self.plans.1, id));
        if was != is_now {
            let said = |verdict: crate::model::DecisionVerdict| format!("decision: {}", verdict.as_str());
            causes.insert(0, is_now.map_or_else(|| "no decision is in force any more".to_string(), said));
        }
        if !causes.is_empty() {
            return (causes.join("; "), false);
        }
        (self.elsewhere(is), true)
    }

    /// Its own changes that dates hang on.
    fn own(&self, id: &str) -> Vec<String> {
        let schedules = |change: &&&FactChange| {
            let Some(field) = change.field.as_deref() else { return false };
            let last = field.split('[').next().unwrap_or(field).rsplit('.').next().unwrap_or(field);
            SCHEDULING_FIELDS.contains(&last) || field.starts_with("risk.")
        };
        self.named(self.changes.of("initiative", id).iter().filter(schedules).copied())
    }

    fn named<'c>(&self, changes: impl Iterator<Item = &'c FactChange>) -> Vec<String> {
        let text =
            |c: &FactChange| change(c.field.as_deref().unwrap_or_default(), c.before.as_deref(), c.after.as_deref());
        let mut all: Vec<String> = changes.map(text).collect();
        let more = all.len().saturating_sub(MAX_CHANGES_NAMED);
        if more > 0 {
            all.truncate(MAX_CHANGES_NAMED);
            all.push(format!("{more} more"));
        }
        all
    }

    /// What changed elsewhere that it hangs on: what it waits for, its teams, the plan's own settings.
    fn elsewhere(&self, item: &ScheduledItem) -> String {
        let plan = self.plans.1.plan();
        for (team, _) in &item.work {
            let changed = self.named(self.changes.of("team", team).iter().copied());
            if !changed.is_empty() {
                return format!("team `{team}`: {}", changed.join("; "));
            }
        }
        let settings = self.named(self.changes.of_kind("plan").into_iter().filter(|c| c.field.is_some()));
        if !settings.is_empty() {
            return format!("the plan's {}", settings.join("; "));
        }
        for earlier in item.chain.iter().rev().skip(1) {
            let id = plan.initiatives[*earlier].id();
            let own = self.own(id);
            if !own.is_empty() {
                return format!("waits for `{id}`: {}", own.join("; "));
            }
        }
        if self.plans.0.today() != self.plans.1.today() {
            return format!("read on {} instead of {}", self.plans.1.today(), self.plans.0.today());
        }
        "other work moved".to_string()
    }
}
