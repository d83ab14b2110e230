//! How a formula came to its value, with the place and unit of each fact that it read.

use super::plan_query::NamedSubject;
use crate::evaluate::index::ItemRef;
use crate::evaluate::scores::Evaluated;
use crate::evaluate::scoring::FrameworkScorer;
use crate::formula::{EvaluationTrace, TraceRead};
use crate::model::Scoring;
use crate::quantity::Unit;
use crate::source::Span;
use std::sync::Arc;

/// Where a fact stands that a formula read, and what it is measured in.
#[derive(Debug, Clone, Default)]
pub struct FactReference {
    /// Where it is written; `None` where it is computed, or missing.
    pub span: Option<Span>,
    /// Its unit, where it is a number that has one.
    pub unit: Option<Unit>,
    /// The reason given for it.
    pub because: Option<Arc<str>>,
}

impl Evaluated {
    /// How the formula of a framework came to the score of an initiative; `None` where it has no formula.
    pub(crate) fn score_trace(&self, by: &str, initiative: usize) -> Option<EvaluationTrace> {
        let column = self.column(by)?;
        let Scoring::Formula(_) = &column.framework.scoring else { return None };
        let scorer: FrameworkScorer = self.scorer(&column.framework)?;
        let row = column.row(initiative)?;
        Some(self.sandbox.as_deref()?.trace(scorer.formula()?, &scorer.scope(&row.inputs, Some(initiative))))
    }

    /// Where what a score's formula read of an initiative is written.
    pub fn fact_reference(&self, reading: &TraceRead, initiative: usize) -> FactReference {
        let id: &str = self.plan().initiatives[initiative].id();
        let path: Vec<&str> = reading.path.iter().map(|p| &**p).collect();
        let context = self.scored_plan.context(ItemRef::Initiative(initiative));
        let context = context.and_then(|at| self.plan().other_items.get("context")?.get(at)).map(|c| &*c.id);
        let named = match (path.as_slice(), context) {
            (["it", rest @ ..], _) => self.resolve_path(&[&[id], rest].concat()),
            (["context", rest @ ..], Some(context)) => self.resolve_path(&[&["context", context], rest].concat()),
            (path, _) if reading.is_call && !path.is_empty() => self.resolve_path(&[&[id], path].concat()),
            (path, _) => self.resolve_path(path),
        };
        let fact_unit = || {
            let path = path.strip_prefix(&["it"]).unwrap_or(&path).join(".");
            self.plan().fact_units.get(&path).map(|unit| self.with_plan_currency(unit))
        };
        match named {
            Some(NamedSubject::Field(facts)) => FactReference {
                span: facts.last().map(|f| f.span),
                unit: fact_unit(),
                because: facts.last().and_then(|f| f.because.clone()),
            },
            Some(NamedSubject::Measure(unit, point)) => {
                FactReference { span: point.map(|p| p.span), unit, because: None }
            }
            Some(NamedSubject::Item(kind, item)) => FactReference {
                span: self.plan().other_item(&kind, &item).map(|r| r.header),
                unit: None,
                because: None,
            },
            _ => FactReference { span: None, unit: fact_unit().filter(|_| !reading.is_call), because: None },
        }
    }

    /// A unit with the plan's currency where it says `money`.
    pub(in crate::evaluate) fn with_plan_currency(&self, unit: &Unit) -> Unit {
        let units = &self.plan().units;
        let currency = units.currency().map_or_else(|| "money".to_string(), |c| c.to_string());
        units.parse(&unit.to_string().replace("money", &currency)).unwrap_or_else(|_| unit.clone())
    }
}
