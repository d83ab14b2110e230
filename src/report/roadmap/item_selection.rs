//! Which initiatives a section shows, and answers to the formulas about them.

use crate::diagnostic::{Code, Diagnostic};
use crate::evaluate::{CommitmentState, Evaluated, Query, QueryError, Roadmap, RoadmapFormulas, ScheduledItem};
use crate::formula::Value;
use crate::model::{Datum, FormulaSource as Formula, Record};
use crate::quantity::Date;
use crate::report::roadmap::audience::{Audience, AudienceSection};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Puts the formulas of an audience to a roadmap.
pub(super) struct ItemQueries<'p> {
    pub evaluated: &'p Evaluated,
    pub telling: RoadmapFormulas<'p>,
    queries: BTreeMap<Arc<str>, Option<Query<'p>>>,
    /// Formulas that were reported already, by their texts.
    reported: BTreeSet<Arc<str>>,
    pub diagnostics: Vec<Diagnostic>,
}

impl<'p> ItemQueries<'p> {
    pub(super) fn new(evaluated: &'p Evaluated, roadmap: &'p Roadmap) -> Self {
        let telling = RoadmapFormulas::new(evaluated, roadmap);
        ItemQueries { evaluated, telling, queries: BTreeMap::new(), reported: BTreeSet::new(), diagnostics: Vec::new() }
    }

    pub(super) fn planned(&self, item: usize) -> &'p ScheduledItem {
        self.telling.item(item)
    }

    pub(super) fn record(&self, item: usize) -> &'p Record {
        &self.evaluated.plan().initiatives[self.planned(item).initiative].record
    }

    /// The answer for an item or for one of its blocks; absent where a value is missing or the formula fails.
    pub(super) fn ask(&mut self, code: &Formula, item: usize, block: Option<usize>) -> Option<Value> {
        if !self.queries.contains_key(&code.text) {
            let query = self.evaluated.query(&code.text, false);
            let query = query.map_err(|e| self.report(code, Code::FORMULA_SYNTAX, e)).ok();
            self.queries.insert(code.text.clone(), query);
        }
        let query = self.queries.get(&code.text)?.as_ref()?;
        let answer = match block {
            None => self.telling.evaluate(query, item),
            Some(block) => self.telling.evaluate_block(query, item, block),
        };
        match answer {
            Ok(value) => value,
            Err(e) => {
                self.report(code, Code::FORMULA_FAILED, e);
                None
            }
        }
    }

    fn report(&mut self, code: &Formula, kind: Code, error: QueryError) {
        if self.reported.insert(code.text.clone()) {
            self.diagnostics.push(error.diagnostic(kind, code));
        }
    }

    /// Whether a formula holds; without one it does.
    pub(super) fn holds(&mut self, code: Option<&Formula>, item: usize, block: Option<usize>) -> bool {
        code.is_none_or(|code| self.ask(code, item, block) == Some(Value::Truth(true)))
    }

    /// A number that orders; what has none comes last.
    pub(super) fn order_key(&mut self, code: &Formula, item: usize, block: Option<usize>) -> f64 {
        match self.ask(code, item, block) {
            Some(Value::Number(number)) => number,
            _ => f64::NEG_INFINITY,
        }
    }

    /// The initiatives that an audience is told of at all, and why it is not told of the others.
    pub(super) fn reported_items(
        &mut self,
        audience: &Audience<'_>,
        until: Date,
    ) -> (Vec<usize>, BTreeMap<usize, String>) {
        let (mut told, mut left_out) = (Vec::new(), BTreeMap::new());
        for i in 0..self.telling.roadmap.items.len() {
            // `customer: none` keeps it from customers.
            let outside = audience.customer || audience.outside;
            let none = outside && self.record(i).value("customer") == Some(&Datum::None);
            let why = match self.planned(i).start {
                _ if none => Some("kept from customers by `customer: none`".to_string()),
                Some(start) if start > until && self.planned(i).state <= CommitmentState::Planned => {
                    Some(format!("starting after {until}"))
                }
                _ if !self.holds(audience.filter, i, None) => Some(match self.phase(i) {
                    Some(phase) => format!("in phase `{phase}`, kept out by the audience's `where`"),
                    None => "without a phase, kept out by the audience's `where`".to_string(),
                }),
                _ => None,
            };
            match why {
                Some(why) => drop(left_out.insert(i, why)),
                None => told.push(i),
            }
        }
        (told, left_out)
    }

    fn phase(&self, item: usize) -> Option<&'p str> {
        self.evaluated.plan().initiatives[self.planned(item).initiative].phase.as_deref()
    }

    /// Those that a section is about, in its order.
    pub(super) fn section_items(&mut self, part: &AudienceSection<'_>, told: &[usize]) -> Vec<usize> {
        let mut items: Vec<usize> =
            told.iter().copied().filter(|i| part.of.contains(&self.planned(*i).state)).collect();
        items.retain(|i| self.holds(part.filter, *i, None));
        if let Some(order) = part.order.filter(|_| part.each.is_none()) {
            let ranks: BTreeMap<usize, f64> = items.iter().map(|i| (*i, self.order_key(order, *i, None))).collect();
            items.sort_by(|a, b| ranks[b].total_cmp(&ranks[a]));
        }
        items
    }
}
