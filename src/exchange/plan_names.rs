//! What a table may be meant for: frameworks, phases, and the items that a plan has already.

use super::table::words;
use crate::model::{Datum, Framework, Plan, Record};
use crate::quantity::UnitSystem;
use crate::resolve::{ResolveOptions, load, resolve};
use crate::schema::library::{LibraryFolder, items};
use crate::source::MemoryFiles;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Frameworks by name and the units they are measured in: those of the library, and a plan's own in their place.
#[derive(Debug, Clone)]
pub struct PlanNames {
    /// The frameworks.
    pub frameworks: BTreeMap<Arc<str>, Arc<Framework>>,
    /// The units.
    pub units: UnitSystem,
    /// The framework that a plan ranks by: of two that fit equally well, it is meant.
    pub rank_by: Option<Arc<str>>,
    /// The currency that the plan counts in.
    pub currency: Arc<str>,
    /// Whether there is no plan yet, so that the file to be written may say what it counts in.
    pub alone: bool,
    /// The phases, in their order.
    pub phases: Vec<Phase>,
    /// Titles of the items that can be referred to, by kind and name.
    pub items: BTreeMap<Arc<str>, BTreeMap<Arc<str>, Arc<str>>>,
}

/// A phase and the words for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Phase {
    /// Its name.
    pub id: Arc<str>,
    /// Its title.
    pub title: Arc<str>,
    /// What it is called elsewhere.
    pub also: Vec<Arc<str>>,
}

/// A word without what spelling adds to it: capitals, blanks, `-` and `_`.
pub(super) fn normalize_name(word: &str) -> String {
    words(word).concat()
}

impl PlanNames {
    /// The standard library alone.
    ///
    /// ```
    /// assert!(planwright::exchange::PlanNames::standard().frameworks.contains_key("rice"));
    /// ```
    pub fn standard() -> PlanNames {
        let frameworks = items(LibraryFolder::Frameworks).map(|i| i.name.to_string()).collect();
        let options = ResolveOptions { frameworks, ..ResolveOptions::default() };
        // Reading from memory gives no error.
        let loaded = load(&MemoryFiles::default()).unwrap_or_default();
        PlanNames { alone: true, ..PlanNames::of_plan(&resolve(loaded, &options).plan) }
    }

    /// The frameworks of a plan, and those of the library that it has no own version of.
    pub fn with(plan: &Plan) -> PlanNames {
        let mut known = PlanNames::standard();
        known.frameworks.extend(plan.frameworks.iter().map(|(n, f)| (n.clone(), f.clone())));
        PlanNames { frameworks: known.frameworks, ..PlanNames::of_plan(plan) }
    }

    /// Whether there is an item of this kind and name.
    pub fn has(&self, kind: &str, id: &str) -> bool {
        self.items.get(kind).is_some_and(|of| of.contains_key(id))
    }

    fn of_plan(plan: &Plan) -> PlanNames {
        let entry = |record: &Record| (record.id.clone(), Arc::from(record.title()));
        let mut items: BTreeMap<Arc<str>, BTreeMap<Arc<str>, Arc<str>>> =
            plan.other_items.iter().map(|(kind, of)| (kind.clone(), of.iter().map(entry).collect())).collect();
        items.insert("initiative".into(), plan.initiatives.iter().map(|i| entry(&i.record)).collect());
        items.insert("metric".into(), plan.metrics.iter().map(|m| entry(&m.record)).collect());
        PlanNames {
            frameworks: plan.frameworks.clone(),
            units: plan.units.clone(),
            rank_by: plan.settings.rank_by.as_ref().map(|(name, _)| name.clone()),
            currency: plan.units.currency().map_or("USD".into(), |c| c.code().into()),
            alone: false,
            phases: phases(plan),
            items,
        }
    }
}

fn phases(plan: &Plan) -> Vec<Phase> {
    let of = |record: &Record| {
        let clauses = record.all("also").flat_map(|f| &f.clauses);
        let also = clauses.filter_map(|c| match &c.head {
            Datum::Word(word) => Some(word.clone()),
            _ => None,
        });
        Phase { id: record.id.clone(), title: record.title().into(), also: also.collect() }
    };
    let mut records: Vec<&Record> = plan.other_items.get("phase").into_iter().flatten().collect();
    // Numbers of one kind, none of them a NaN, which no literal is.
    records.sort_by(|a, b| a.number("order").partial_cmp(&b.number("order")).unwrap_or(std::cmp::Ordering::Equal));
    records.into_iter().map(of).collect()
}
