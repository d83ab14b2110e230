//! The report of what changed.

use super::changes_by_item::ChangesByItem;
use super::definitions::definition_changes;
use super::facts::item_changes;
use super::matching::{InitiativePair, item_pairs};
use super::side::DiffSide;
use super::{DiffReport, FactChange};
use crate::model::Record;
use crate::report::SCHEMA;
use std::collections::HashMap;

/// What changed from one state of a plan to another.
///
/// Items are the same by kind and name, by a former name that is written as `was`, else where they have most of their
/// facts in common, which is said.
pub fn report(before: &DiffSide<'_>, after: &DiffSide<'_>) -> DiffReport {
    let pairs = item_pairs(before, after);
    let mut changes: Vec<FactChange> = pairs.iter().flat_map(|pair| item_changes(pair, before, after)).collect();
    changes.extend(definition_changes(before, after));
    let by_name = |side: &DiffSide<'_>| -> HashMap<*const Record, usize> {
        let initiatives = side.evaluated.plan().initiatives.iter().enumerate();
        initiatives.map(|(at, i)| (std::ptr::from_ref(&i.record), at)).collect()
    };
    let (old, new) = (by_name(before), by_name(after));
    let place = |places: &HashMap<*const Record, usize>, record: Option<&Record>| {
        places.get(&std::ptr::from_ref(record?)).copied()
    };
    let initiatives: Vec<InitiativePair> = pairs
        .iter()
        .map(|pair| InitiativePair { before: place(&old, pair.before), after: place(&new, pair.after) })
        .filter(|pair| pair.before.is_some() || pair.after.is_some())
        .collect();
    let by_item = ChangesByItem::new(&changes);
    let (scores, ranks) = super::scores::score_changes(&initiatives, before, after, &by_item);
    let (roadmap, no_roadmap) = match super::roadmap::roadmap_changes(&initiatives, before, after, &by_item) {
        Ok(roadmap) => (roadmap, None),
        Err(why) => (Vec::new(), Some(why)),
    };
    let mut report = DiffReport {
        schema: SCHEMA.into(),
        from: before.label.clone(),
        to: after.label.clone(),
        today: after.evaluated.today(),
        headline: String::new(),
        changes,
        scores,
        ranks,
        roadmap,
        no_roadmap,
    };
    report.headline = super::text::headline(&report);
    report
}
