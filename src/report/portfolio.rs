//! Floor 2: A choice, as a table and in full.

use crate::evaluate::{Evaluated, MAX_PRICED_CONSTRAINTS, Selection, SelectionCandidate};
use crate::quantity::print;
use crate::report::SCHEMA;
use crate::report::output::escaping::escape_markdown;
use crate::report::output::render::markdown_with;
use crate::report::output::table::{Align, Cell, Table};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// What `plan choose --format json` prints.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct SelectionReport {
    /// The version of the format: `planwright/2`.
    schema: Cow<'static, str>,
    /// The framework whose scores add up.
    by: String,
    /// What all that is chosen is worth.
    worth: f64,
    /// What no choice exceeds.
    bound: f64,
    /// Whether no other choice is worth more.
    proven: bool,
    /// How much more another choice could be worth at most, as a share of this one; null where this is worth nothing.
    gap: Option<f64>,
    /// What is chosen.
    chosen: Vec<SelectionRow>,
    /// What is left out.
    left_out: Vec<SelectionRow>,
    /// What could not be chosen from.
    apart: Vec<IneligibleInitiative>,
    /// What there was to spend, and what of it is spent.
    budgets: Vec<ResourceUse>,
    /// What each wish and decision cost.
    forced: Vec<ForcedInitiative>,
    /// How many wishes and decisions there are, where they are too many to price each.
    unpriced: Option<usize>,
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct SelectionRow {
    /// Its name.
    id: String,
    /// Its title.
    title: String,
    /// Its score, or what it is worth by the formula of `--worth`.
    worth: f64,
    /// What it takes: person-weeks, or the unit of the budget.
    cost: f64,
    /// Whether a wish or a decision decided.
    forced: bool,
    /// Why it is in beside its worth, or out; null where its worth says it all.
    why: Option<String>,
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct IneligibleInitiative {
    /// Its name.
    id: String,
    /// Its title.
    title: String,
    /// Why it can't be chosen.
    why: String,
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct ResourceUse {
    /// The team, or the name of the budget.
    name: String,
    /// How much there is.
    there: f64,
    /// How much what is chosen takes.
    taken: f64,
    /// The unit of both.
    unit: String,
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct ForcedInitiative {
    /// The name of the initiative.
    id: String,
    /// Whether it is in.
    chosen: bool,
    /// How much more would be had without the wish, at least and at most.
    price: [f64; 2],
    /// What is out for it.
    displaced: Vec<String>,
}

/// The report on a choice by a framework; `unit` is that of a budget, person-weeks where teams' time is spent.
pub fn report(evaluated: &Evaluated, choice: &Selection, by: &str, unit: &str) -> SelectionReport {
    let plan = evaluated.plan();
    let id = |i: usize| plan.initiatives[i].id().to_string();
    let title = |i: usize| plan.initiatives[i].title().to_string();
    let rows = |all: &[SelectionCandidate]| {
        let row = |c: &SelectionCandidate| SelectionRow {
            id: id(c.initiative),
            title: title(c.initiative),
            worth: c.worth,
            cost: c.cost,
            forced: c.forced,
            why: c.why.clone(),
        };
        all.iter().map(row).collect()
    };
    let gap = (choice.bound - choice.worth).max(0.0) / choice.worth;
    SelectionReport {
        schema: SCHEMA.into(),
        by: by.to_string(),
        worth: choice.worth,
        bound: choice.bound,
        proven: choice.proven,
        gap: if choice.proven { Some(0.0) } else { Some(gap).filter(|g| g.is_finite() && choice.worth > 0.0) },
        chosen: rows(&choice.chosen),
        left_out: rows(&choice.left_out),
        apart: choice
            .ineligible
            .iter()
            .map(|(i, why)| IneligibleInitiative { id: id(*i), title: title(*i), why: why.clone() })
            .collect(),
        budgets: choice
            .budgets
            .iter()
            .map(|b| ResourceUse {
                name: b.name.to_string(),
                there: b.available,
                taken: b.used,
                unit: unit.to_string(),
            })
            .collect(),
        unpriced: choice.unpriced,
        forced: choice
            .opportunity_costs
            .iter()
            .map(|p| ForcedInitiative {
                id: id(p.initiative),
                chosen: p.is_in,
                price: [p.price.0, p.price.1],
                displaced: p.displaced.iter().map(|i| id(*i)).collect(),
            })
            .collect(),
    }
}

impl SelectionReport {
    /// What is chosen, then what is left out.
    pub fn table(&self) -> Table {
        let mut table = Table::new(&[
            ("chosen", Align::Left),
            ("worth", Align::Right),
            ("takes", Align::Right),
            ("id", Align::Left),
            ("title", Align::Left),
            ("why", Align::Left),
        ]);
        table.flexible = Some(4);
        table.gives_way = &["takes", "why", "title"];
        let rows = self.chosen.iter().map(|r| (r, true)).chain(self.left_out.iter().map(|r| (r, false)));
        for (row, chosen) in rows {
            table.rows.push(vec![
                Cell::new(if chosen { "yes" } else { "no" }),
                Cell::number(row.worth),
                Cell { shown: one_decimal(row.cost), exact: Some(print::exact(row.cost)) },
                Cell::new(&row.id),
                Cell::new(&row.title),
                Cell::new(row.why.as_deref().unwrap_or_default()),
            ]);
        }
        if table.rows.iter().all(|r| r[5].shown.is_empty()) {
            table.columns.remove(5);
            table.rows.iter_mut().for_each(|r| drop(r.remove(5)));
        }
        table
    }

    /// The table in Markdown, with what stands below it.
    pub fn markdown(&self) -> String {
        markdown_with(&self.table(), self.notes(escape_markdown))
    }

    /// What stands below the table, a line each; `say` gives texts of the plan.
    pub fn notes(&self, say: fn(&str) -> String) -> Vec<String> {
        let mut lines = Vec::new();
        let worth = print::number(self.worth);
        lines.push(match (self.proven, self.gap) {
            (true, _) => format!("worth {worth} by {}; no other choice is worth more", self.by),
            (false, Some(gap)) => {
                let share = print::number((gap * 1000.0).ceil() / 10.0);
                format!("worth {worth} by {}; another choice is worth at most {share}% more", self.by)
            }
            (false, None) => format!("worth {worth} by {}; another choice may be worth more", self.by),
        });
        for budget in &self.budgets {
            let share = if budget.there > 0.0 { (100.0 * budget.taken / budget.there).round() } else { 0.0 };
            lines.push(format!(
                "{}: {} of {} {} ({}%)",
                say(&budget.name),
                one_decimal(budget.taken),
                one_decimal(budget.there),
                say(&budget.unit),
                print::number(share)
            ));
        }
        for wish in &self.forced {
            let [least, most] = wish.price;
            let price = if most - least < 1e-9 {
                print::number(most)
            } else {
                format!("{} to {}", print::number(least), print::number(most))
            };
            let what = if wish.chosen { "including it" } else { "leaving it out" };
            let out: Vec<&str> = wish.displaced.iter().map(|id| &**id).filter(|id| *id != wish.id).collect();
            let out = if out.is_empty() { String::new() } else { format!("; left out for it: {}", out.join(", ")) };
            lines.push(format!("`{}`: {what} costs {price} of worth{out}", wish.id));
        }
        if let Some(count) = self.unpriced {
            lines.push(format!(
                "{count} wishes and decisions are kept; what each costs is computed for {MAX_PRICED_CONSTRAINTS} or fewer"
            ));
        }
        // What is alike stands in one line.
        let mut apart: Vec<(&str, Vec<&str>)> = Vec::new();
        for one in &self.apart {
            match apart.iter_mut().find(|(why, _)| *why == one.why) {
                Some((_, ids)) => ids.push(&one.id),
                None => apart.push((&one.why, vec![&one.id])),
            }
        }
        for (why, ids) in apart {
            let more = if ids.len() > MAX_NAMES_PER_REASON {
                format!(" and {} more", ids.len() - MAX_NAMES_PER_REASON)
            } else {
                String::new()
            };
            let named: Vec<String> = ids.iter().take(MAX_NAMES_PER_REASON).map(|id| format!("`{id}`")).collect();
            lines.push(format!("not chosen from: {}{more}; {}", named.join(", "), say(why)));
        }
        lines
    }
}

/// So many are named of those that can't be chosen for the same reason.
const MAX_NAMES_PER_REASON: usize = 4;

/// A number with one decimal.
fn one_decimal(x: f64) -> String {
    print::number((x * 10.0).round() / 10.0)
}
