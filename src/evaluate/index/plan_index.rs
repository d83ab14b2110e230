//! A plan with what is looked up in it again and again.

use super::decisions::{decisions_in_force, phase};
use super::initiative_hierarchy::InitiativeHierarchy;
use super::item_ref::{ItemRef, item_refs};
use super::metric_index::MetricIndex;
use super::range_distribution::median;
use crate::model::{Datum, DecisionVerdict, Initiative, Plan, Record};
use crate::quantity::{Amount, Date, Quantity, Unit};
use crate::schema::{Schema, library};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, OnceLock, RwLock};

/// A plan, the schema it was checked against and the day it is read on, with indexes that are made when first asked for.
#[derive(Debug)]
pub(in crate::evaluate) struct PlanIndex {
    pub plan: Arc<Plan>,
    pub schema: Arc<Schema>,
    pub today: Date,
    /// Who is a part of whom.
    pub hierarchy: InitiativeHierarchy,
    verdicts: HashMap<Arc<str>, usize>,
    /// The initiatives that hold a block of each kind, in order.
    by_block: OnceLock<HashMap<Arc<str>, Vec<usize>>>,
    /// Where the items of each further kind are, by name.
    by_name: OnceLock<HashMap<Arc<str>, KindIndex>>,
    metrics: OnceLock<MetricIndex>,
    /// The unit of a week of one person's work.
    person_weeks: OnceLock<Option<Unit>>,
    /// Who refers to whom by which field of which kind.
    referring: RwLock<BTreeMap<(&'static str, &'static str), Arc<ReverseReferences>>>,
}

/// The items of a kind by name, with the kind's name.
type KindIndex = (&'static str, HashMap<Arc<str>, usize>);

/// The items that refer to each name, in order.
pub(in crate::evaluate) type ReverseReferences = HashMap<Arc<str>, Vec<ItemRef>>;

fn index_by_block(plan: &Plan) -> HashMap<Arc<str>, Vec<usize>> {
    let mut found: HashMap<Arc<str>, Vec<usize>> = HashMap::new();
    for (index, initiative) in plan.initiatives.iter().enumerate() {
        for block in &initiative.record.blocks {
            match found.get_mut(&block.kind) {
                Some(held) => held.push(index),
                None => drop(found.insert(block.kind.clone(), vec![index])),
            }
        }
    }
    found
}

fn index_by_name(plan: &Plan) -> HashMap<Arc<str>, KindIndex> {
    let mut found = HashMap::new();
    for (kind, items) in plan.other_items.iter() {
        let Some(kind) = library::find(library::LibraryFolder::Kinds, kind).map(|i| i.name) else { continue };
        // Of two of one name the first counts, as everywhere.
        let names = items.iter().enumerate().rev().map(|(i, r)| (r.id.clone(), i)).collect();
        found.insert(Arc::from(kind), (kind, names));
    }
    found
}

impl PlanIndex {
    pub(in crate::evaluate) fn new(plan: Arc<Plan>, schema: Arc<Schema>, today: Date) -> Self {
        let parts = InitiativeHierarchy::new(&plan);
        let verdicts = decisions_in_force(&plan, &parts, today);
        PlanIndex {
            plan,
            schema,
            today,
            hierarchy: parts,
            verdicts,
            by_block: OnceLock::new(),
            by_name: OnceLock::new(),
            metrics: OnceLock::new(),
            person_weeks: OnceLock::new(),
            referring: RwLock::default(),
        }
    }

    /// The initiatives that hold a block of a kind, in order.
    pub(in crate::evaluate) fn with_block(&self, kind: &str) -> &[usize] {
        self.by_block.get_or_init(|| index_by_block(&self.plan)).get(kind).map_or(&[], Vec::as_slice)
    }

    /// The unit of a week of one person's work.
    pub(in crate::evaluate) fn person_weeks(&self) -> Option<&Unit> {
        self.person_weeks.get_or_init(|| self.plan.units.parse("person-weeks").ok()).as_ref()
    }

    /// The item of a kind by its name, where it is declared.
    pub(in crate::evaluate) fn item_ref(&self, kind: &str, id: &str) -> Option<ItemRef> {
        match kind {
            "initiative" => self.plan.by_id.get(id).map(|i| ItemRef::Initiative(*i)),
            "metric" => self.plan.metric_by_id.get(id).map(|i| ItemRef::Metric(*i)),
            "decision" => self.plan.decisions.iter().position(|d| *d.record.id == *id).map(ItemRef::Decision),
            kind => {
                let (kind, named) = self.by_name.get_or_init(|| index_by_name(&self.plan)).get(kind)?;
                named.get(id).map(|i| ItemRef::Other(kind, *i))
            }
        }
    }

    /// What is known of the metrics together.
    pub(crate) fn metric_index(&self) -> &MetricIndex {
        self.metrics.get_or_init(|| {
            let mut index = MetricIndex::default();
            for (at, metric) in self.plan.metrics.iter().enumerate() {
                if let Some(role) = metric.record.word("role") {
                    *index.by_role.entry(role.clone()).or_default() += 1;
                }
                let read: BTreeSet<&Arc<str>> = metric.reads.iter().map(|(_, id)| id).collect();
                for id in read {
                    index.read_by.entry(id.clone()).or_default().push(at);
                }
            }
            index
        })
    }

    /// The items of a kind that name others in a field, by whom they name.
    pub(crate) fn references_by_field(&self, kind: &'static str, field: &'static str) -> Arc<ReverseReferences> {
        if let Some(known) = self.referring.read().ok().and_then(|r| r.get(&(kind, field)).cloned()) {
            return known;
        }
        let mut found = ReverseReferences::new();
        for (place, record) in item_refs(&self.plan, kind) {
            for clause in record.all(field).flat_map(|f| &f.clauses) {
                if let Datum::Reference { id: to, .. } = &clause.head {
                    found.entry(to.clone()).or_default().push(place);
                }
            }
        }
        let found = Arc::new(found);
        if let Ok(mut known) = self.referring.write() {
            known.insert((kind, field), found.clone());
        }
        found
    }

    /// The index of the context that an item stands in: an initiative's own, else the plan's.
    pub(in crate::evaluate) fn context(&self, place: ItemRef) -> Option<usize> {
        let own = match place {
            ItemRef::Initiative(i) => self.plan.initiatives.get(i).and_then(|i| i.record.word("context")),
            _ => None,
        };
        let id = own.or(self.plan.settings.context.as_ref())?;
        self.plan.other_items.get("context")?.iter().position(|c| c.id == *id)
    }

    /// The fields that a context may be asked for: those of every context, and those that one of the plan has.
    pub(crate) fn context_fields(&self) -> impl Iterator<Item = &str> {
        let row = self.schema.kind("context");
        let common = row.into_iter().flat_map(|r| r.fields.keys().chain(r.blocks.keys())).map(|k| &**k);
        let own = self.plan.other_items.get("context").into_iter().flatten().flat_map(|c| &c.facts).map(|f| &*f.name);
        common.chain(own).chain(["id", "name", "title"])
    }

    /// Whether what waits for an initiative can go on, by the phase it is in.
    pub(in crate::evaluate) fn delivered(&self, initiative: &Initiative) -> bool {
        let phase = initiative.phase.as_ref().and_then(|p| self.plan.other_item("phase", p));
        phase.is_some_and(|p| p.is_yes("delivered"))
    }

    /// Whether an initiative, by its index, is declined by a decision or its phase: what is declined is no part.
    pub(in crate::evaluate) fn declined(&self, initiative: usize) -> bool {
        let initiative = &self.plan.initiatives[initiative];
        let verdict = self.decision_in_force(initiative.id()).map(|d| self.plan.decisions[d].verdict);
        let phase = phase(&self.plan, initiative);
        verdict == Some(DecisionVerdict::Decline)
            || phase.is_some_and(|p| p.word("ends").is_some_and(|w| &**w == "declined"))
    }

    /// The contexts that something of the plan stands in.
    pub(crate) fn contexts(&self) -> impl Iterator<Item = &Record> {
        let own = self.plan.initiatives.iter().filter_map(|i| i.record.word("context"));
        let named: BTreeSet<&Arc<str>> = own.chain(&self.plan.settings.context).collect();
        let all = self.plan.other_items.get("context").map_or(&[][..], Vec::as_slice);
        all.iter().filter(move |c| named.contains(&c.id))
    }

    /// The index of the decision that holds about an initiative.
    pub(in crate::evaluate) fn decision_in_force(&self, id: &str) -> Option<usize> {
        self.verdicts.get(id).copied()
    }

    /// Whether an initiative is ranked and worked towards: its phase is open, or a decision of its own commits it over a
    /// phase that is not, and holds. What is delivered stays so.
    pub(crate) fn is_open(&self, initiative: usize) -> bool {
        let one = &self.plan.initiatives[initiative];
        let committed = || {
            let decision = self.decision_in_force(one.id()).map(|d| &self.plan.decisions[d]);
            decision.is_some_and(|d| d.verdict == DecisionVerdict::Commit && d.about == *one.id())
        };
        one.open || (committed() && !self.delivered(one))
    }

    /// The ends of a quantity in a unit, as written where none is given; absent where it does not convert.
    pub(in crate::evaluate) fn range_ends(&self, quantity: &Quantity, unit: Option<&Unit>) -> Option<(f64, f64)> {
        self.amount(quantity, unit).map(|amount| (amount.low(), amount.high()))
    }

    /// A quantity's point value in a unit, as written where none is given; absent where it does not convert: a
    /// number in another unit must not pass for one in this.
    pub(in crate::evaluate) fn number(&self, quantity: &Quantity, unit: Option<&Unit>) -> Option<f64> {
        self.point_value(self.amount(quantity, unit)?)
    }

    /// An amount in a unit, as written where none is given.
    pub(in crate::evaluate) fn amount(&self, quantity: &Quantity, unit: Option<&Unit>) -> Option<Amount> {
        match unit.filter(|u| **u != quantity.unit) {
            Some(unit) => Some(quantity.amount.convert(&self.plan.units.convert(&quantity.unit, unit).ok()?)),
            None => Some(quantity.amount),
        }
    }

    /// The median of an amount without bounds.
    pub(in crate::evaluate) fn point_value(&self, amount: Amount) -> Option<f64> {
        median(amount, self.plan.settings.interval, Default::default()).ok()
    }
}
