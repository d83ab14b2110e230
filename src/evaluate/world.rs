//! What formulas may ask about: the plan, the schema, the scores so far.

use super::column::Column;
use super::decisions::in_force;
use super::facts::Place;
use super::parts::Parts;
use super::ranking::{Ranking, rank};
use crate::model::{Datum, Framework, Initiative, Plan, Record, Verdict};
use crate::quantity::{Amount, Date, Quantity, Unit};
use crate::schema::{Schema, library};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, OnceLock, RwLock};

/// Shared by all records that formulas see.
#[derive(Debug)]
pub(super) struct World {
    pub plan: Arc<Plan>,
    pub schema: Arc<Schema>,
    pub today: Date,
    columns: RwLock<BTreeMap<Arc<str>, Arc<Column>>>,
    rankings: RwLock<BTreeMap<Arc<str>, Arc<Ranking>>>,
    /// Who is a part of whom.
    pub parts: Parts,
    verdicts: HashMap<Arc<str>, usize>,
    /// The initiatives that hold a block of each kind, in order; found when first asked for.
    by_block: OnceLock<HashMap<Arc<str>, Vec<usize>>>,
    /// Where the items of each further kind stand, by name; made when first asked for.
    by_name: OnceLock<HashMap<Arc<str>, Named>>,
    metrics: OnceLock<MetricIndex>,
    /// The unit of a week of one person's work.
    person_weeks: OnceLock<Option<Unit>>,
    /// Who refers to whom by which field of which kind; made when first asked for.
    referring: RwLock<BTreeMap<(&'static str, &'static str), Arc<Referring>>>,
}

/// The items of a kind by name, with the kind's name.
type Named = (&'static str, HashMap<Arc<str>, usize>);

/// The items that refer to each name, in order.
pub(super) type Referring = HashMap<Arc<str>, Vec<Place>>;

fn by_block(plan: &Plan) -> HashMap<Arc<str>, Vec<usize>> {
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

fn by_name(plan: &Plan) -> HashMap<Arc<str>, Named> {
    let mut found = HashMap::new();
    for (kind, items) in plan.others.iter() {
        let Some(kind) = library::find(library::Folder::Kinds, kind).map(|i| i.name) else { continue };
        // Of two of one name the first counts, as everywhere.
        let names = items.iter().enumerate().rev().map(|(i, r)| (r.id.clone(), i)).collect();
        found.insert(Arc::from(kind), (kind, names));
    }
    found
}

/// The items of a kind, in order.
pub(super) fn places<'p>(plan: &'p Plan, kind: &'static str) -> Box<dyn Iterator<Item = (Place, &'p Record)> + 'p> {
    match kind {
        "initiative" => Box::new(plan.initiatives.iter().enumerate().map(|(i, n)| (Place::Initiative(i), &n.record))),
        "metric" => Box::new(plan.metrics.iter().enumerate().map(|(i, m)| (Place::Metric(i), &m.record))),
        "decision" => Box::new(plan.decisions.iter().enumerate().map(|(i, d)| (Place::Decision(i), &d.record))),
        kind => {
            let items = plan.others.get(kind).into_iter().flatten();
            Box::new(items.enumerate().map(move |(i, r)| (Place::Other(kind, i), r)))
        }
    }
}

/// What is known of the metrics together.
#[derive(Debug, Default)]
pub(super) struct MetricIndex {
    /// How many metrics have each role.
    pub by_role: BTreeMap<Arc<str>, usize>,
    /// By metric, those whose formula reads it.
    pub read_by: HashMap<Arc<str>, Vec<usize>>,
}

impl World {
    pub(super) fn new(plan: Arc<Plan>, schema: Arc<Schema>, today: Date) -> Self {
        let parts = Parts::new(&plan);
        let verdicts = in_force(&plan, &parts, today);
        let (columns, rankings) = (RwLock::default(), RwLock::default());
        World {
            plan,
            schema,
            today,
            columns,
            rankings,
            parts,
            verdicts,
            by_block: OnceLock::new(),
            by_name: OnceLock::new(),
            metrics: OnceLock::new(),
            person_weeks: OnceLock::new(),
            referring: RwLock::default(),
        }
    }

    /// Takes the ranking of a framework over from a world in which it is the same.
    pub(crate) fn keep_ranking(&self, framework: &Arc<str>, from: &World) {
        let known = from.rankings.read().ok().and_then(|r| r.get(framework).cloned());
        if let (Some(ranking), Ok(mut rankings)) = (known, self.rankings.write()) {
            rankings.insert(framework.clone(), ranking);
        }
    }

    /// The unit of a week of one person's work.
    pub(super) fn person_weeks(&self) -> Option<&Unit> {
        self.person_weeks.get_or_init(|| self.plan.units.parse("person-weeks").ok()).as_ref()
    }

    /// The item of a kind by its name, where it is declared.
    pub(super) fn place(&self, kind: &str, id: &str) -> Option<Place> {
        match kind {
            "initiative" => self.plan.by_id.get(id).map(|i| Place::Initiative(*i)),
            "metric" => self.plan.metric_by_id.get(id).map(|i| Place::Metric(*i)),
            "decision" => self.plan.decisions.iter().position(|d| *d.record.id == *id).map(Place::Decision),
            kind => {
                let (kind, named) = self.by_name.get_or_init(|| by_name(&self.plan)).get(kind)?;
                named.get(id).map(|i| Place::Other(kind, *i))
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
    pub(crate) fn referring(&self, kind: &'static str, field: &'static str) -> Arc<Referring> {
        if let Some(known) = self.referring.read().ok().and_then(|r| r.get(&(kind, field)).cloned()) {
            return known;
        }
        let mut found = Referring::new();
        for (place, record) in places(&self.plan, kind) {
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
    pub(super) fn context(&self, place: Place) -> Option<usize> {
        let own = match place {
            Place::Initiative(i) => self.plan.initiatives.get(i).and_then(|i| i.record.word("context")),
            _ => None,
        };
        let id = own.or(self.plan.settings.context.as_ref())?;
        self.plan.others.get("context")?.iter().position(|c| c.id == *id)
    }

    /// The fields that a context may be asked for: those of every context, and those that one of the plan has.
    pub(crate) fn context_fields(&self) -> impl Iterator<Item = &str> {
        let row = self.schema.kind("context");
        let common = row.into_iter().flat_map(|r| r.fields.keys().chain(r.blocks.keys())).map(|k| &**k);
        let own = self.plan.others.get("context").into_iter().flatten().flat_map(|c| &c.facts).map(|f| &*f.name);
        common.chain(own).chain(["id", "name", "title"])
    }

    /// Whether what waits for an initiative can go on, by the phase it is in.
    pub(super) fn delivered(&self, initiative: &Initiative) -> bool {
        let phase = initiative.phase.as_ref().and_then(|p| self.plan.other("phase", p));
        phase.is_some_and(|p| p.says_yes("delivered"))
    }

    /// Whether an initiative, by its index, is declined by a decision or its phase: what is declined is no part.
    pub(super) fn declined(&self, initiative: usize) -> bool {
        let initiative = &self.plan.initiatives[initiative];
        let verdict = self.verdict(initiative.id()).map(|d| self.plan.decisions[d].verdict);
        let phase = super::decisions::phase(&self.plan, initiative);
        verdict == Some(Verdict::Decline) || phase.is_some_and(|p| p.word("ends").is_some_and(|w| &**w == "declined"))
    }

    /// The contexts that something of the plan stands in.
    pub(crate) fn contexts(&self) -> impl Iterator<Item = &Record> {
        let own = self.plan.initiatives.iter().filter_map(|i| i.record.word("context"));
        let named: BTreeSet<&Arc<str>> = own.chain(&self.plan.settings.context).collect();
        let all = self.plan.others.get("context").map_or(&[][..], Vec::as_slice);
        all.iter().filter(move |c| named.contains(&c.id))
    }

    /// The index of the decision that holds about an initiative.
    pub(super) fn verdict(&self, id: &str) -> Option<usize> {
        self.verdicts.get(id).copied()
    }

    /// Whether an initiative is ranked and worked towards: its phase is open, or a decision of its own commits it over a
    /// phase that is not, and holds. What is delivered stays so.
    pub(crate) fn is_open(&self, initiative: usize) -> bool {
        let one = &self.plan.initiatives[initiative];
        let committed = || {
            let decision = self.verdict(one.id()).map(|d| &self.plan.decisions[d]);
            decision.is_some_and(|d| d.verdict == Verdict::Commit && d.about == *one.id())
        };
        one.open || (committed() && !self.delivered(one))
    }

    /// The initiatives that may have something of a framework, in order; those that have nothing are sorted out later.
    pub(super) fn candidates(&self, framework: &Framework) -> Vec<usize> {
        let mut found: Vec<usize> =
            self.by_block.get_or_init(|| by_block(&self.plan)).get(&framework.id).cloned().unwrap_or_default();
        for input in &framework.inputs {
            let inherits_class = &*input.id == "class";
            let from = input.from.as_ref().map(|(name, _)| name);
            let column = from.and_then(|name| self.column(name));
            match (&column, from) {
                (Some(column), _) => found.extend(column.rows.iter().map(|r| r.initiative)),
                // A metric is nobody's own.
                (None, Some(name)) if self.plan.metric(name).is_some() => {}
                (None, Some(_)) => return (0..self.plan.initiatives.len()).collect(),
                (None, None) if inherits_class => return (0..self.plan.initiatives.len()).collect(),
                (None, None) => {}
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    pub(super) fn add(&self, column: Arc<Column>) {
        if let Ok(mut columns) = self.columns.write() {
            columns.insert(column.framework.id.clone(), column);
        }
    }

    pub(super) fn column(&self, framework: &str) -> Option<Arc<Column>> {
        self.columns.read().ok()?.get(framework).cloned()
    }

    pub(super) fn columns(&self) -> Vec<Arc<Column>> {
        self.columns.read().map(|c| c.values().cloned().collect()).unwrap_or_default()
    }

    /// The ranking of the open initiatives, computed once.
    pub(super) fn ranking(&self, framework: &str) -> Option<Arc<Ranking>> {
        if let Some(ranking) = self.rankings.read().ok()?.get(framework) {
            return Some(ranking.clone());
        }
        let column = self.column(framework)?;
        let ranking = Arc::new(rank(self, &column, false));
        self.rankings.write().ok()?.insert(framework.into(), ranking.clone());
        Some(ranking)
    }

    /// The ends of a quantity in a unit, as written where none is given; absent where it does not convert.
    pub(super) fn ends(&self, quantity: &Quantity, unit: Option<&Unit>) -> Option<(f64, f64)> {
        self.amount(quantity, unit).map(|amount| (amount.low(), amount.high()))
    }

    /// A quantity's point value in a unit, as written where none is given; absent where it does not convert: a
    /// number in another unit must not pass for one in this.
    pub(super) fn number(&self, quantity: &Quantity, unit: Option<&Unit>) -> Option<f64> {
        self.point(self.amount(quantity, unit)?)
    }

    /// An amount in a unit, as written where none is given.
    pub(super) fn amount(&self, quantity: &Quantity, unit: Option<&Unit>) -> Option<Amount> {
        match unit.filter(|u| **u != quantity.unit) {
            Some(unit) => Some(quantity.amount.convert(&self.plan.units.convert(&quantity.unit, unit).ok()?)),
            None => Some(quantity.amount),
        }
    }

    /// The median of an amount without bounds.
    pub(super) fn point(&self, amount: Amount) -> Option<f64> {
        super::inputs::median(amount, self.plan.settings.interval, Default::default()).ok()
    }
}
