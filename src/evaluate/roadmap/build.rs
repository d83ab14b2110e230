//! The plan → its roadmap.

use super::{Planned, Promise, Roadmap};
use crate::evaluate::Evaluated;
use crate::evaluate::facts::{Item, Place};
use crate::formula::{Lookup, Record as _, Value};
use crate::model::{Datum, Verdict};
use crate::quantity::{Date, Grain, Period};

/// What is asked of a roadmap beside what the plan says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Wish {
    /// The framework to order by, instead of the plan's own.
    pub by: Option<String>,
    /// Its last day, instead of the end of the plan's horizon.
    pub to: Option<Date>,
}

/// Days in a year without a horizon.
const YEAR: i64 = 365;

impl Evaluated {
    /// What gets done when.
    pub fn roadmap(&self, wish: &Wish) -> Roadmap {
        let plan = self.plan();
        let from = self.today();
        let horizon = plan.settings.horizon.map(|(_, last)| last.last());
        let to = wish.to.or(horizon.filter(|last| *last > from)).unwrap_or(from.plus_days(YEAR));
        let mut periods = vec![Period::containing(from, Grain::Quarter)];
        while let Some(next) = periods.last().and_then(|p| p.next()).filter(|p| p.first() <= to) {
            periods.push(next);
        }
        let mut items: Vec<Planned> = Vec::new();
        let mut finish: Vec<Option<Date>> = vec![None; plan.initiatives.len()];
        for (index, initiative) in plan.initiatives.iter().enumerate().filter(|(_, i)| i.open) {
            let item = Item::new(&self.world, Place::Initiative(index));
            let weeks = match item.get("weeks") {
                Lookup::Value(Value::Number(weeks)) => Some(weeks),
                _ => None,
            };
            let verdict = self.decision(&initiative.record.id).map(|d| d.verdict);
            let start = match initiative.record.value("start") {
                Some(Datum::Date(start)) => start.first().max(from),
                _ => from,
            };
            let after = initiative.record.all("needs").flat_map(|f| &f.clauses).filter_map(|c| match &c.head {
                Datum::Reference(id) => finish[*plan.by_id.get(id)?],
                _ => None,
            });
            let start = after.map(|f| f.plus_days(1)).chain([start]).max().unwrap_or(start);
            let end = weeks.map(|w| start.plus_days((w * 7.0).ceil() as i64 - 1));
            finish[index] = end;
            let fits = end.is_some_and(|end| end <= to);
            let promise = match verdict {
                Some(Verdict::Decline | Verdict::Sunset) => Promise::Declined,
                Some(Verdict::Commit) => Promise::Committed,
                Some(Verdict::Defer) => Promise::Later,
                None if fits => Promise::Planned,
                None => Promise::Later,
            };
            items.push(Planned {
                initiative: index,
                promise,
                decided: verdict == Some(Verdict::Commit),
                start: end.map(|_| start),
                finish: end,
                done_by: Vec::new(),
                likely: end,
                safe: end,
                work: Vec::new(),
                slack: None,
                unplaced: end.is_none().then(|| "no effort on file".to_string()),
            });
        }
        items.sort_by_key(|i| i.promise);
        Roadmap { from, to, periods, by: wish.by.as_deref().map(Into::into), items, teams: Vec::new() }
    }
}
