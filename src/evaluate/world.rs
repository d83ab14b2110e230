//! What formulas may ask about: the plan, the schema, the scores so far.

use super::column::Column;
use super::decisions::in_force;
use super::facts::Place;
use super::ranking::{Ranking, rank};
use crate::model::{Framework, Initiative, Plan, Record};
use crate::quantity::{Amount, Date, Quantity, Unit};
use crate::schema::Schema;
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
    verdicts: HashMap<Arc<str>, usize>,
    /// The initiatives that hold a block of each kind, in order; found when first asked for.
    by_block: OnceLock<HashMap<Arc<str>, Vec<usize>>>,
}

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

impl World {
    pub fn new(plan: Arc<Plan>, schema: Arc<Schema>, today: Date) -> Self {
        let verdicts = in_force(&plan, today);
        let (columns, rankings) = (RwLock::default(), RwLock::default());
        World { plan, schema, today, columns, rankings, verdicts, by_block: OnceLock::new() }
    }

    /// Takes the ranking of a framework over from a world in which it is the same.
    pub fn keep_ranking(&self, framework: &Arc<str>, from: &World) {
        let known = from.rankings.read().ok().and_then(|r| r.get(framework).cloned());
        if let (Some(ranking), Ok(mut rankings)) = (known, self.rankings.write()) {
            rankings.insert(framework.clone(), ranking);
        }
    }

    /// The index of the context that an item stands in: an initiative's own, else the plan's.
    pub fn context(&self, place: Place) -> Option<usize> {
        let own = match place {
            Place::Initiative(i) => self.plan.initiatives.get(i).and_then(|i| i.record.word("context")),
            _ => None,
        };
        let id = own.or(self.plan.settings.context.as_ref())?;
        self.plan.others.get("context")?.iter().position(|c| c.id == *id)
    }

    /// Whether what waits for an initiative can go on, by the phase it is in.
    pub fn delivered(&self, initiative: &Initiative) -> bool {
        let phase = initiative.phase.as_ref().and_then(|p| self.plan.other("phase", p));
        phase.is_some_and(|p| p.says_yes("delivered"))
    }

    /// The contexts that something of the plan stands in.
    pub fn contexts(&self) -> impl Iterator<Item = &Record> {
        let own = self.plan.initiatives.iter().filter_map(|i| i.record.word("context"));
        let named: BTreeSet<&Arc<str>> = own.chain(&self.plan.settings.context).collect();
        let all = self.plan.others.get("context").map_or(&[][..], Vec::as_slice);
        all.iter().filter(move |c| named.contains(&c.id))
    }

    /// The index of the decision that holds about an initiative.
    pub fn verdict(&self, id: &str) -> Option<usize> {
        self.verdicts.get(id).copied()
    }

    /// The initiatives that may have something of a framework, in order; those that have nothing are sorted out later.
    pub fn candidates(&self, framework: &Framework) -> Vec<usize> {
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

    pub fn add(&self, column: Arc<Column>) {
        if let Ok(mut columns) = self.columns.write() {
            columns.insert(column.framework.id.clone(), column);
        }
    }

    pub fn column(&self, framework: &str) -> Option<Arc<Column>> {
        self.columns.read().ok()?.get(framework).cloned()
    }

    pub fn columns(&self) -> Vec<Arc<Column>> {
        self.columns.read().map(|c| c.values().cloned().collect()).unwrap_or_default()
    }

    /// The ranking of the open initiatives, computed once.
    pub fn ranking(&self, framework: &str) -> Option<Arc<Ranking>> {
        if let Some(ranking) = self.rankings.read().ok()?.get(framework) {
            return Some(ranking.clone());
        }
        let column = self.column(framework)?;
        let ranking = Arc::new(rank(self, &column, false));
        self.rankings.write().ok()?.insert(framework.into(), ranking.clone());
        Some(ranking)
    }

    /// A quantity's point value in a unit, as written where none is given; absent where it does not convert: a
    /// number in another unit must not pass for one in this.
    pub fn number(&self, quantity: &Quantity, unit: Option<&Unit>) -> Option<f64> {
        let amount = match unit.filter(|u| **u != quantity.unit) {
            Some(unit) => quantity.amount.convert(&self.plan.units.convert(&quantity.unit, unit).ok()?),
            None => quantity.amount,
        };
        self.point(amount)
    }

    /// The median of an amount without bounds.
    pub fn point(&self, amount: Amount) -> Option<f64> {
        super::inputs::median(amount, self.plan.settings.interval, Default::default()).ok()
    }
}
