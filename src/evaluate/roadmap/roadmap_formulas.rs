//! Formulas about the initiatives of a roadmap.

use super::item_priority::item_priorities;
use super::optimality;
use super::result::{Roadmap, RoadmapConfidence, ScheduledItem};
use super::roadmap_facts::RoadmapFacts;
use crate::diagnostic::closest_match;
use crate::evaluate::facts::ItemRecord;
use crate::evaluate::formulas::Template;
use crate::evaluate::index::ItemRef;
use crate::evaluate::questions::{Query, QueryError};
use crate::evaluate::scope::FactScope;
use crate::evaluate::scores::Evaluated;
use crate::formula::{CallError, Lookup, RecordValue, Scope, Value};
use std::sync::Arc;

/// A roadmap to which formulas are put: the facts of an initiative stand bare, where it stands on the roadmap after
/// `roadmap.` (see [`ITEM_FACTS`](super::roadmap_facts::ITEM_FACTS)).
#[derive(Debug)]
pub struct RoadmapFormulas<'e> {
    evaluated: &'e Evaluated,
    /// The roadmap.
    pub roadmap: &'e Roadmap,
    stands: Vec<Arc<RoadmapFacts>>,
}

impl<'e> RoadmapFormulas<'e> {
    /// Of a roadmap.
    pub fn new(evaluated: &'e Evaluated, roadmap: &'e Roadmap) -> Self {
        let weights = item_priorities(evaluated, roadmap).into_iter();
        let stands = roadmap.items.iter().zip(weights);
        let stands = stands.map(|(item, weight)| Arc::new(RoadmapFacts::new(evaluated.plan(), roadmap, item, weight)));
        RoadmapFormulas { evaluated, roadmap, stands: stands.collect() }
    }

    /// The item at an index of [`Roadmap::items`].
    pub fn item(&self, index: usize) -> &'e ScheduledItem {
        &self.roadmap.items[index]
    }

    /// The answer for an item, by its index among [`Roadmap::items`]; `None` where a value that it needs is missing.
    ///
    /// # Errors
    /// Where the formula fails for it.
    pub fn evaluate(&self, query: &Query<'_>, item: usize) -> Result<Option<Value>, QueryError> {
        query.evaluate(&self.facts(item))
    }

    /// The answer for a block of an item, by its index among the blocks of the initiative. The block's facts stand
    /// bare and in front of the initiative's, which come after `it.` too.
    ///
    /// # Errors
    /// Where the formula fails for it.
    pub(crate) fn evaluate_block(
        &self,
        query: &Query<'_>,
        item: usize,
        block: usize,
    ) -> Result<Option<Value>, QueryError> {
        let place = ItemRef::Initiative(self.item(item).initiative);
        match ItemRecord::new(&self.evaluated.scored_plan, place).block(block) {
            Some(block) => query.evaluate(&RoadmapBlockScope { block, outer: self.facts(item) }),
            None => Ok(None),
        }
    }

    /// A text with the formulas in it filled in, aggregates over these items.
    pub fn fill_template(&self, text: &Arc<str>, items: &[usize]) -> String {
        let Some(sandbox) = &self.evaluated.sandbox else { return text.to_string() };
        let scopes: Vec<RoadmapItemScope<'_>> = items.iter().map(|i| self.facts(*i)).collect();
        let all: Vec<&dyn Scope> = scopes.iter().map(|s| s as &dyn Scope).collect();
        let item = ItemRecord::new(&self.evaluated.scored_plan, ItemRef::Other("plan", 0));
        let plan = FactScope { scored_plan: &self.evaluated.scored_plan, item, row: None };
        Template::new(sandbox, text).fill(sandbox, &RoadmapScope { roadmap: self.roadmap, plan }, &all)
    }

    fn facts(&self, item: usize) -> RoadmapItemScope<'_> {
        let place = ItemRef::Initiative(self.item(item).initiative);
        let world = &self.evaluated.scored_plan;
        RoadmapItemScope {
            stand: &self.stands[item],
            facts: FactScope { scored_plan: world, item: ItemRecord::new(world, place), row: None },
        }
    }
}

/// The facts of an initiative, and where it stands.
struct RoadmapItemScope<'a> {
    stand: &'a Arc<RoadmapFacts>,
    facts: FactScope<'a>,
}

impl Scope for RoadmapItemScope<'_> {
    fn variable(&self, name: &str) -> Lookup {
        match name {
            "roadmap" => Lookup::Value(Value::Record(self.stand.clone())),
            _ => self.facts.variable(name),
        }
    }

    fn bounds(&self, name: &str) -> Option<(f64, f64)> {
        self.facts.bounds(name)
    }

    fn call(&self, name: &str, args: &[Value]) -> Result<Value, CallError> {
        self.facts.call(name, args)
    }
}

/// What is known of the roadmap itself: [`ROADMAP_FACTS`]; after `plan.` and `context.` the settings.
struct RoadmapScope<'a> {
    roadmap: &'a Roadmap,
    plan: FactScope<'a>,
}

/// The facts of a whole roadmap after `roadmap.`, each with what it gives.
pub const ROADMAP_FACTS: &[(&str, &str)] = &[
    ("starts", "the first day of the roadmap"),
    ("ends", "its last day"),
    ("placed", "how many initiatives are placed within it"),
    ("in_time", "how many of them are expected to be done by the day by which they are planned to be"),
    ("all", "the probability that all of them are done by its last day, in percent"),
    ("certificate", "how good the order is, in a sentence"),
];

#[derive(Debug)]
struct RoadmapTotals(Vec<Option<Value>>);

impl RoadmapTotals {
    fn new(roadmap: &Roadmap) -> RoadmapTotals {
        let sure = roadmap.confidence.as_ref();
        let number = |of: fn(&RoadmapConfidence) -> f64| sure.map(|c| Value::Number(of(c)));
        RoadmapTotals(vec![
            Some(Value::text(roadmap.from.to_string())),
            Some(Value::text(roadmap.to.to_string())),
            number(|c| c.placed as f64),
            number(|c| c.in_time),
            number(|c| c.all * 100.0),
            Some(Value::text(optimality::optimality_text(roadmap))),
        ])
    }
}

impl Scope for RoadmapScope<'_> {
    fn variable(&self, name: &str) -> Lookup {
        match name {
            "roadmap" => Lookup::Value(Value::Record(Arc::new(RoadmapTotals::new(self.roadmap)))),
            "plan" | "context" | "today" => self.plan.variable(name),
            _ => Lookup::NoSuchName { nearest: None },
        }
    }

    fn call(&self, name: &str, _: &[Value]) -> Result<Value, CallError> {
        Err(CallError::unavailable(name))
    }
}

impl RecordValue for RoadmapTotals {
    fn get(&self, name: &str) -> Lookup {
        match ROADMAP_FACTS.iter().position(|(n, _)| *n == name).map(|at| &self.0[at]) {
            Some(Some(value)) => Lookup::Value(value.clone()),
            Some(None) => Lookup::Missing,
            None => {
                let nearest = closest_match(name, ROADMAP_FACTS.iter().map(|(n, _)| *n));
                Lookup::NoSuchName { nearest: nearest.map(str::to_string) }
            }
        }
    }

    fn path(&self) -> String {
        "roadmap".into()
    }
}

/// The facts of a block, and after them those of its initiative.
struct RoadmapBlockScope<'a> {
    block: Arc<dyn RecordValue>,
    outer: RoadmapItemScope<'a>,
}

impl Scope for RoadmapBlockScope<'_> {
    fn variable(&self, name: &str) -> Lookup {
        // `for` is a word of Rhai; a formula asks for `for_`.
        let field = name.strip_suffix('_').unwrap_or(name);
        match self.block.get(field) {
            Lookup::NoSuchName { .. } => self.outer.variable(name),
            found => found,
        }
    }

    fn bounds(&self, name: &str) -> Option<(f64, f64)> {
        self.block.bounds(name)
    }

    fn call(&self, name: &str, args: &[Value]) -> Result<Value, CallError> {
        self.outer.call(name, args)
    }
}
