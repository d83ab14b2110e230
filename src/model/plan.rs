//! The whole plan.

use super::{Decision, Expect, Framework, Gate, Initiative, Metric, Record, Rule, Settings, Weighting};
use crate::quantity::{Unit, UnitSystem};
use crate::source::SourceId;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// A file of functions in Rhai that formulas may call.
#[derive(Debug, Clone, PartialEq)]
pub struct FunctionLibrary {
    /// Its path in the workspace.
    pub name: Arc<str>,
    /// Its source, for places in it.
    pub source: SourceId,
    /// Its text.
    pub text: Arc<str>,
}

/// A plan with its names resolved, its types checked and its scenario applied. Its large parts are shared, so that a
/// copy in which one initiative differs costs little.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// The settings.
    pub settings: Settings,
    /// Units, nouns, currencies and rates.
    pub units: UnitSystem,
    /// The initiatives, in the order of files and lines.
    pub initiatives: Vec<Arc<Initiative>>,
    /// The metrics.
    pub metrics: Arc<Vec<Metric>>,
    /// The frameworks that the plan declares or uses, by name.
    pub frameworks: BTreeMap<Arc<str>, Arc<Framework>>,
    /// The weightings by name.
    pub weightings: BTreeMap<Arc<str>, Weighting>,
    /// The decisions.
    pub decisions: Arc<Vec<Decision>>,
    /// The rules of the plan itself.
    pub rules: Vec<Rule>,
    /// The gates, those that only a context asks for after the others.
    pub gates: Arc<Vec<Gate>>,
    /// The expectations.
    pub expects: Vec<Expect>,
    /// Items of every other kind, by kind, in order.
    pub other_items: Arc<BTreeMap<Arc<str>, Vec<Record>>>,
    /// The scenarios' names and titles.
    pub scenarios: Vec<(Arc<str>, Option<Arc<str>>)>,
    /// What scenarios are about, by name, where they say so.
    pub scenario_docs: BTreeMap<Arc<str>, Arc<str>>,
    /// The files of functions that are used.
    pub libraries: Vec<FunctionLibrary>,
    /// The declared fields that frameworks may inherit from an initiative, beside `effort`.
    pub shared_fields: Vec<Arc<str>>,
    /// For fields declared with units: what a value of `initiative.FIELD` or `BLOCK.FIELD` is converted to, under `FIELD`
    /// and `BLOCK.FIELD`; those of items of other kinds under `KIND/FIELD`.
    pub fact_units: BTreeMap<String, Unit>,
    /// Frameworks with a mistake in them: they take their inputs, but score nothing.
    pub unsound_frameworks: BTreeSet<Arc<str>>,
    /// The scenario that is applied.
    pub scenario: Option<Arc<str>>,
    /// Initiatives by name, and by a former name.
    pub by_id: Arc<HashMap<Arc<str>, usize>>,
    /// Metrics by name.
    pub metric_by_id: Arc<HashMap<Arc<str>, usize>>,
}

impl Plan {
    /// The initiative of this name.
    pub fn initiative(&self, id: &str) -> Option<&Initiative> {
        self.by_id.get(id).map(|i| &*self.initiatives[*i])
    }

    /// The metric of this name.
    pub fn metric(&self, id: &str) -> Option<&Metric> {
        self.metric_by_id.get(id).map(|i| &self.metrics[*i])
    }

    /// Every item that is kept as it was written, the library's among them: initiatives, metrics, decisions, then those
    /// of every other kind, by kind. [`Record::kind`] and [`Record::id`] name each, and the source of [`Record::header`]
    /// tells which are the plan's own ([`SourceSet::own`](crate::source::SourceSet::own)). What the engine reads into
    /// types of its own, as frameworks, is not among them.
    pub fn items(&self) -> impl Iterator<Item = &Record> {
        let initiatives = self.initiatives.iter().map(|i| &i.record);
        let metrics = self.metrics.iter().map(|m| &m.record);
        let decisions = self.decisions.iter().map(|d| &d.record);
        initiatives.chain(metrics).chain(decisions).chain(self.other_items.values().flatten())
    }

    /// Adds an item of another kind.
    pub fn add_other_item(&mut self, record: Record) {
        Arc::make_mut(&mut self.other_items).entry(record.kind.clone()).or_default().push(record);
    }

    /// The title of an item of another kind; its name where there is no such item.
    pub fn title_of<'p>(&'p self, kind: &str, id: &'p str) -> &'p str {
        self.other_item(kind, id).map_or(id, Record::title)
    }

    /// An item of another kind.
    pub fn other_item(&self, kind: &str, id: &str) -> Option<&Record> {
        self.other_items.get(kind)?.iter().find(|r| &*r.id == id)
    }
}
