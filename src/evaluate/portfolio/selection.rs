//! Which initiatives to do, within what there is.

use super::no_choice::NoChoice;
use crate::evaluate::index::InitiativeHierarchy;
use crate::evaluate::roadmap::{
    Calendar, CommitmentState, HUNDREDTHS, PlanningPurpose, RoadmapModel, ScheduledTask, TaskKind, horizon,
    roadmap_model, teams_by_name, weekly_capacity,
};
use crate::evaluate::scores::{Evaluated, ScoreColumn};
use crate::evaluate::solver_limit::{thread_search_limit, with_thread_limit};
use crate::model::{Datum, DecisionVerdict};
use crate::quantity::{BaseUnit, Date, Unit};
use planwright_solver::{ChooseError, Constraint, Item, OpportunityCost, SelectionProblem, choose, opportunity_costs};
use std::collections::HashMap;
use std::sync::Arc;

/// What is asked of a choice.
#[derive(Debug, Clone, Default)]
pub struct SelectionRequest {
    /// The framework whose scores add up; else the one that the plan ranks by, [`Evaluated::framework`].
    pub by: Option<String>,
    /// What each initiative is worth, instead of its score; `None` for those without.
    pub worth: Option<Vec<Option<f64>>>,
    /// How much there is in all, instead of the teams' capacity: people's time or money.
    pub budget: Option<(f64, Unit)>,
    /// The last day of the teams' capacity, instead of the end of the plan's horizon.
    pub to: Option<Date>,
    /// Initiatives that are in whatever they are worth, beside those that decisions commit.
    pub must: Vec<usize>,
    /// Initiatives that are out, beside those that decisions decline or defer.
    pub without: Vec<usize>,
}

/// The set with the greatest worth.
#[derive(Debug, Clone, PartialEq)]
pub struct Selection {
    /// What is in, the most worth first.
    pub chosen: Vec<SelectionCandidate>,
    /// What is out though it could have been in, the most worth first.
    pub left_out: Vec<SelectionCandidate>,
    /// What could not be chosen from, with the reason.
    pub ineligible: Vec<(usize, String)>,
    /// What all that is in is worth.
    pub worth: f64,
    /// What no choice exceeds: the same where it is proven.
    pub bound: f64,
    /// Whether no other choice is worth more.
    pub proven: bool,
    /// What there is and what of it is taken, by name: teams in person-weeks, or the budget in its unit.
    pub budgets: Vec<Budget>,
    /// What each wish cost: what must be in, or must not.
    pub opportunity_costs: Vec<ForcedChoice>,
    /// How many wishes and decisions there are, where they are more than [`MAX_PRICED_CONSTRAINTS`] and no price is told.
    pub unpriced: Option<usize>,
}

/// The most wishes and decisions whose price is told: each is a choice of its own.
pub const MAX_PRICED_CONSTRAINTS: usize = 12;

/// Something to choose.
#[derive(Debug, Clone, PartialEq)]
pub struct SelectionCandidate {
    /// Its index in the plan.
    pub initiative: usize,
    /// What it is worth.
    pub worth: f64,
    /// What it takes in all, in the unit of the budgets.
    pub cost: f64,
    /// Whether a wish or a decision put it in, or keeps it out.
    pub forced: bool,
    /// Why it is in beside its worth, or out: `committed`, `needs `x`, which is declined`.
    pub why: Option<String>,
}

/// Something that runs out.
#[derive(Debug, Clone, PartialEq)]
pub struct Budget {
    /// A team, or `budget`.
    pub name: Arc<str>,
    /// How much there is.
    pub available: f64,
    /// How much is taken.
    pub used: f64,
}

/// What a wish cost.
#[derive(Debug, Clone, PartialEq)]
pub struct ForcedChoice {
    /// The initiative that is in or out.
    pub initiative: usize,
    /// Whether it is in.
    pub is_in: bool,
    /// How much more would be had without the wish: at least and at most.
    pub price: (f64, f64),
    /// What is out for it.
    pub displaced: Vec<usize>,
}

impl Evaluated {
    /// The initiatives of the greatest total worth within what there is, what they need with them; proven optimal, or
    /// with a bound.
    ///
    /// # Errors
    /// Where wishes contradict each other or what there is.
    pub fn choose(&self, asked: &SelectionRequest) -> Result<Selection, NoChoice> {
        let plan = self.plan();
        let SelectionModel { model, question, stock, mut apart, scored_below, worth } = self.selection_model(asked)?;
        let parts = &self.scored_plan.hierarchy;
        let worth = |index: usize| worth[index];
        let wishes = |index: usize| self.constraint(asked, index);
        let indexes: Vec<usize> = model.tasks.iter().map(|t| t.initiative).collect();
        let named = |index: usize| plan.initiatives[index].id().clone();
        let refused = |error: ChooseError| match error {
            ChooseError::Contradiction { must, without } => {
                NoChoice::Contradiction { must: named(indexes[must]), without: named(indexes[without]) }
            }
            ChooseError::OverBudget { budget } => NoChoice::OverBudget(stock.budgets[budget].name.clone()),
            other => NoChoice::Solver(other.to_string()),
        };
        let found = with_thread_limit(|stop| choose(&question, &thread_search_limit(stop))).map_err(refused)?;
        let members = prune_idle_items(&question, &found.members);
        verify_selection(&question, &members)?;
        let wished = question.items.iter().filter(|i| i.constraint != Constraint::Free).count();
        let unpriced = Some(wished).filter(|w| *w > MAX_PRICED_CONSTRAINTS);
        let prices = match unpriced {
            None => with_thread_limit(|stop| opportunity_costs(&question, &found, &thread_search_limit(stop)))
                .map_err(refused)?,
            Some(_) => Vec::new(),
        };
        let mut budgets = stock.budgets.clone();
        for (item, _) in question.items.iter().zip(&members).filter(|(_, is_in)| **is_in) {
            item.costs.iter().zip(&mut budgets).for_each(|(cost, budget)| budget.used += cost);
        }
        let id = |i: usize| plan.initiatives[i].id();
        let listing = SelectionListing::new(parts, &model, &question, &members);
        let (mut chosen, mut left_out) = (Vec::new(), Vec::new());
        for (at, &is_in) in members.iter().enumerate() {
            let (task, item) = (&model.tasks[at], &question.items[at]);
            let i = task.initiative;
            if !matches!(task.kind, TaskKind::Work | TaskKind::Whole) || apart.iter().any(|(known, _)| *known == i) {
                continue;
            }
            let has_worth = !scored_below[i] && worth(i).is_some();
            let (wish, word) = wishes(i);
            let candidate = |why: Option<String>| SelectionCandidate {
                initiative: i,
                worth: item.value,
                cost: listing.cost(at),
                forced: item.constraint != Constraint::Free,
                why,
            };
            let kept_out = || {
                let out = listing.kept_out(at).map(|out| indexes[out])?;
                Some(match wishes(out).1 {
                    word @ ("declined" | "deferred") => format!("needs `{}`, which is {word}", id(out)),
                    _ => format!("needs `{}`, which can't be in", id(out)),
                })
            };
            let needed_by = || listing.needed_by(at).map(|by| id(by).clone());
            match is_in {
                true if wish == Constraint::Must => chosen.push(candidate(Some(word.into()))),
                true if has_worth => chosen.push(candidate(None)),
                // Parts that come with their whole are told of with it; so is a whole of which the parts have scores.
                true if task.kind == TaskKind::Whole || listing.comes_with_whole(at) => {}
                true => chosen.push(candidate(needed_by().map(|by| format!("has no score; `{by}` needs it")))),
                false if wish == Constraint::Without && (has_worth || task.kind == TaskKind::Work) => {
                    left_out.push(candidate(Some(word.into())));
                }
                false if wish == Constraint::Must => left_out.push(candidate(kept_out())),
                false if !has_worth && task.kind == TaskKind::Work && !listing.has_scored_whole(at) => {
                    // What nobody has scored may still be needed.
                    apart.push((i, "it has no score".to_string()));
                }
                false if !has_worth => {}
                false => left_out.push(candidate(kept_out())),
            }
        }
        apart.sort_by(|a, b| id(a.0).cmp(id(b.0)));
        let by_worth = |a: &SelectionCandidate, b: &SelectionCandidate| {
            b.worth.total_cmp(&a.worth).then_with(|| id(a.initiative).cmp(id(b.initiative)))
        };
        chosen.sort_by(by_worth);
        left_out.sort_by(by_worth);
        let forced = |p: OpportunityCost| ForcedChoice {
            initiative: indexes[p.item],
            is_in: question.items[p.item].constraint == Constraint::Must,
            price: (p.least, p.most),
            displaced: p
                .displaced
                .iter()
                .filter(|at| model.tasks[**at].is_work() && question.items[**at].value != 0.0)
                .map(|at| indexes[*at])
                .collect(),
        };
        let told = |p: &OpportunityCost| matches!(model.tasks[p.item].kind, TaskKind::Work | TaskKind::Whole);
        Ok(Selection {
            chosen,
            left_out,
            ineligible: apart,
            worth: found.value,
            bound: found.bound,
            proven: found.proven,
            budgets,
            unpriced,
            opportunity_costs: prices.into_iter().filter(told).map(forced).filter(|f| f.price.1 > 1e-9).collect(),
        })
    }

    /// What a choice is made from, what it takes and needs, and what is wished of it.
    ///
    /// # Errors
    /// Where the framework was not evaluated.
    pub(in crate::evaluate) fn selection_model(&self, asked: &SelectionRequest) -> Result<SelectionModel, NoChoice> {
        let plan = self.plan();
        let framework = self.framework(asked.by.as_deref()).map_err(NoChoice::Framework)?;
        let own = self.column(&framework.id).ok_or_else(|| NoChoice::Unscored(framework.id.to_string()))?;
        let others = plan.frameworks.keys().filter(|k| **k != own.framework.id).filter_map(|k| self.column(k));
        let columns: Vec<Arc<ScoreColumn>> = [own.clone()].into_iter().chain(others).collect();
        let stock = self.capacity_stock(asked);
        let by_money = stock.is_money(self);
        let asker = match (&asked.budget, by_money) {
            (None, _) => PlanningPurpose::Choice,
            (Some(_), false) => PlanningPurpose::Budget,
            (Some(_), true) => PlanningPurpose::Money,
        };
        let calendar = Calendar::new(self.today(), asked.to.unwrap_or(horizon(self)), 0);
        let model = roadmap_model(self, calendar, &columns, &[], asker);
        let standing = &model.standing;
        let worth = |index: usize| match &asked.worth {
            Some(worth) => worth.get(index).copied().flatten(),
            None => own.score(index).map(|s| if own.framework.lower_is_better { -s } else { s }),
        };
        let parts = &self.scored_plan.hierarchy;
        // Where any part has a score, the parts are chosen from and not the whole.
        let mut scored_below = vec![false; plan.initiatives.len()];
        for i in parts.parents_first().rev() {
            scored_below[i] = standing.parts[i].iter().any(|p| scored_below[*p] || worth(*p).is_some());
        }
        let is_out =
            |i: usize| !asked.must.contains(&i) && matches!(self.constraint(asked, i).1, "declined" | "deferred");
        let blocked = needs_excluded(&model, is_out);
        let mut apart: Vec<(usize, String)> = Vec::new();
        let mut items: Vec<Item> = Vec::new();
        for (at, task) in model.tasks.iter().enumerate() {
            let i = task.initiative;
            let value = match task.kind {
                TaskKind::Work | TaskKind::Whole if !scored_below[i] => worth(i).unwrap_or(0.0),
                _ => 0.0,
            };
            let wish = match self.constraint(asked, i) {
                _ if task.kind == TaskKind::Gate => Constraint::Free,
                (_, "committed") if blocked[at] => Constraint::Free,
                (wish, _) => wish,
            };
            let needs = model.project.tasks[at].needs.iter().map(|n| n.task).collect();
            match stock.costs(self, &own, task) {
                Ok(costs) => items.push(Item { value, costs, needs, constraint: wish }),
                // What has no cost can't be chosen, nor what needs it.
                Err(why) => {
                    apart.push((i, why));
                    let costs = vec![0.0; stock.budgets.len()];
                    items.push(Item { value: 0.0, costs, needs, constraint: Constraint::Without });
                }
            }
        }
        for (i, settled) in standing.settled.iter().enumerate() {
            use CommitmentState::{Later, Unsized, Unstaffed};
            if let Some(s) = settled.as_ref().filter(|s| matches!(s.state, Later | Unsized | Unstaffed)) {
                apart.push((i, s.because.clone()));
            }
        }
        let question = SelectionProblem { items, budgets: stock.budgets.iter().map(|b| b.available).collect() };
        let worth = (0..plan.initiatives.len()).map(worth).collect();
        Ok(SelectionModel { model, question, stock, apart, scored_below, worth })
    }

    /// What is wished of an initiative, and why in a word.
    fn constraint(&self, asked: &SelectionRequest, index: usize) -> (Constraint, &'static str) {
        let within = |asked: &[usize]| self.scored_plan.hierarchy.self_and_ancestors(index).any(|i| asked.contains(&i));
        match self.decision(self.plan().initiatives[index].id()).map(|d| d.verdict) {
            _ if asked.must.contains(&index) => (Constraint::Must, "must"),
            _ if within(&asked.without) => (Constraint::Without, "must not"),
            Some(DecisionVerdict::Decline | DecisionVerdict::Sunset) => (Constraint::Without, "declined"),
            Some(DecisionVerdict::Defer) => (Constraint::Without, "deferred"),
            Some(DecisionVerdict::Commit) => (Constraint::Must, "committed"),
            None => (Constraint::Free, ""),
        }
    }

    fn capacity_stock(&self, asked: &SelectionRequest) -> CapacityStock {
        let (from, to) = (self.today(), asked.to.unwrap_or(horizon(self)));
        if let Some((there, unit)) = &asked.budget {
            let budget = Budget { name: "budget".into(), available: *there, used: 0.0 };
            return CapacityStock { unit: Some(unit.clone()), budgets: vec![budget], known: HashMap::new() };
        }
        let calendar = Calendar::new(from, to, 0);
        let mut stock = CapacityStock { unit: None, budgets: Vec::new(), known: HashMap::new() };
        let mut all: Vec<_> = teams_by_name(&self.scored_plan).into_iter().collect();
        all.sort_by(|a, b| a.0.cmp(b.0));
        for (team, record) in all {
            if let Some(weeks) = weekly_capacity(&self.scored_plan, calendar, record) {
                stock.known.insert(team.clone(), stock.budgets.len());
                let there = weeks.iter().sum::<i64>() as f64 / HUNDREDTHS;
                stock.budgets.push(Budget { name: team.clone(), available: there, used: 0.0 });
            }
        }
        stock
    }
}

/// By task: whether it needs, at any remove, something that decisions keep out. Such a commitment can't be had, as on the
/// roadmap; it is no contradiction of what is asked.
fn needs_excluded(model: &RoadmapModel, is_out: impl Fn(usize) -> bool) -> Vec<bool> {
    let tasks = &model.project.tasks;
    let mut blocked = vec![false; tasks.len()];
    for at in model.project.order().unwrap_or_default() {
        let out =
            |need: &planwright_solver::Precedence| blocked[need.task] || is_out(model.tasks[need.task].initiative);
        blocked[at] = tasks[at].needs.iter().any(out);
    }
    blocked
}

/// What a choice is made from.
pub(in crate::evaluate) struct SelectionModel {
    model: RoadmapModel,
    /// The tasks as items.
    pub question: SelectionProblem,
    stock: CapacityStock,
    /// What can't be chosen from, with the reason.
    pub apart: Vec<(usize, String)>,
    /// By initiative: whether a part of it has a worth, so that the parts are chosen from and not the whole.
    pub scored_below: Vec<bool>,
    worth: Vec<Option<f64>>,
}

impl SelectionModel {
    /// The item that an initiative is: its work, or as a whole all that comes with it.
    pub(crate) fn item_of(&self, initiative: usize) -> Option<usize> {
        self.model.task_of[initiative].filter(|at| self.initiative(*at) == Some(initiative))
    }

    /// The initiative that an item is; none for what only belongs to one.
    pub(crate) fn initiative(&self, item: usize) -> Option<usize> {
        let task = &self.model.tasks[item];
        matches!(task.kind, TaskKind::Work | TaskKind::Whole).then_some(task.initiative)
    }

    /// The items of work that come with an item as its parts, itself included.
    pub(crate) fn with_parts(&self, parts: &InitiativeHierarchy, item: usize) -> Vec<usize> {
        let whole = self.model.tasks[item].initiative;
        let beneath = |at: &usize| {
            let task = &self.model.tasks[*at];
            task.is_work() && parts.self_and_ancestors(task.initiative).any(|i| i == whole)
        };
        let is_whole = self.model.tasks[item].kind == TaskKind::Whole;
        if is_whole { (0..self.model.tasks.len()).filter(beneath).collect() } else { vec![item] }
    }
}

/// What is in without what is worth nothing by itself and nothing that is in needs.
pub(in crate::evaluate) fn prune_idle_items(question: &SelectionProblem, members: &[bool]) -> Vec<bool> {
    let mut kept = vec![false; members.len()];
    let by_itself = |at: &usize| {
        let item = &question.items[*at];
        members[*at] && (item.value > 0.0 || item.constraint == Constraint::Must)
    };
    let mut open: Vec<usize> = (0..members.len()).filter(by_itself).collect();
    while let Some(at) = open.pop() {
        if !std::mem::replace(&mut kept[at], true) {
            open.extend(question.items[at].needs.iter().copied());
        }
    }
    kept
}

/// Every choice that is shown has kept the rules, by a look that knows nothing of how it was found.
fn verify_selection(question: &SelectionProblem, members: &[bool]) -> Result<(), NoChoice> {
    match question.evaluate(members) {
        (_, true) => Ok(()),
        (_, false) => Err(NoChoice::Solver("the one that was found breaks its own rules, a fault of ours".into())),
    }
}

/// What there is to spend.
struct CapacityStock {
    /// The unit of a budget; none for the teams' time.
    unit: Option<Unit>,
    budgets: Vec<Budget>,
    known: HashMap<Arc<str>, usize>,
}

impl CapacityStock {
    /// Whether money is spent, not people's time.
    fn is_money(&self, evaluated: &Evaluated) -> bool {
        let weeks = evaluated.scored_plan.person_weeks();
        let converts = |unit: &Unit| weeks.is_some_and(|w| evaluated.plan().units.convert(w, unit).is_ok());
        self.unit.as_ref().is_some_and(|unit| !converts(unit))
    }

    /// What a task takes of each budget.
    fn costs(&self, evaluated: &Evaluated, own: &ScoreColumn, task: &ScheduledTask) -> Result<Vec<f64>, String> {
        let mut costs = vec![0.0; self.budgets.len()];
        let Some(unit) = &self.unit else {
            for part in &task.parts {
                if let Some(at) = part.team.as_ref().and_then(|team| self.known.get(team)) {
                    costs[*at] += part.weeks;
                }
            }
            return Ok(costs);
        };
        let units = &evaluated.plan().units;
        let weeks = evaluated.scored_plan.person_weeks();
        if let Some(conversion) = weeks.and_then(|weeks| units.convert(weeks, unit).ok()) {
            costs[0] = conversion.apply(task.parts.iter().map(|p| p.weeks).sum());
            return Ok(costs);
        }
        if matches!(unit.first(), Some(BaseUnit::Noun(_))) {
            costs[0] = effort_in_points(evaluated, own, task, unit)?;
            return Ok(costs);
        }
        let parts = &evaluated.scored_plan.hierarchy;
        let cost = |i: usize| match evaluated.plan().initiatives[i].record.value("cost") {
            Some(Datum::Quantity(cost)) => Some(cost),
            _ => None,
        };
        let whole = parts.self_and_ancestors(task.initiative).skip(1).any(|i| cost(i).is_some());
        match cost(task.initiative).filter(|_| matches!(task.kind, TaskKind::Work | TaskKind::Whole)) {
            // What the whole costs, its parts do not cost again.
            Some(_) if whole => {}
            Some(cost) => {
                let converted = evaluated.number(cost, Some(unit));
                costs[0] = converted.ok_or_else(|| format!("its cost does not convert to {unit}"))?;
            }
            None if task.kind == TaskKind::Work && !whole => return Err("no `cost`".into()),
            None => {}
        }
        Ok(costs)
    }
}

/// What work that is counted in points or items takes, at its median: the effort of the initiative, else that under the
/// framework.
fn effort_in_points(
    evaluated: &Evaluated,
    own: &ScoreColumn,
    task: &ScheduledTask,
    unit: &Unit,
) -> Result<f64, String> {
    let world = &evaluated.scored_plan;
    if task.kind != TaskKind::Work {
        return Ok(0.0);
    }
    let none = || format!("no effort in {unit}");
    let record = &evaluated.plan().initiatives[task.initiative].record;
    let mut lines = record.all("effort").filter_map(|f| f.first()).peekable();
    if lines.peek().is_some() {
        return lines
            .map(|c| match &c.head {
                Datum::Quantity(quantity) => world.number(quantity, Some(unit)).ok_or_else(none),
                _ => Ok(0.0),
            })
            .sum();
    }
    let (place, input) = own.framework.input("effort").ok_or_else(none)?;
    let value = own.row(task.initiative).and_then(|row| row.inputs[place].value).ok_or_else(none)?;
    evaluated.plan().units.convert(&input.unit, unit).map(|c| c.apply(value)).map_err(|_| none())
}

/// What is told of a choice, task by task.
struct SelectionListing<'c> {
    parts: &'c InitiativeHierarchy,
    model: &'c RoadmapModel,
    question: &'c SelectionProblem,
    members: &'c [bool],
    /// By task, those that need it.
    after: Vec<Vec<usize>>,
}

impl<'c> SelectionListing<'c> {
    fn new(
        parts: &'c InitiativeHierarchy,
        model: &'c RoadmapModel,
        question: &'c SelectionProblem,
        members: &'c [bool],
    ) -> SelectionListing<'c> {
        let mut after = vec![Vec::new(); members.len()];
        for (at, item) in question.items.iter().enumerate() {
            item.needs.iter().for_each(|need| after[*need].push(at));
        }
        SelectionListing { parts, model, question, members, after }
    }
}

impl SelectionListing<'_> {
    /// What a task costs, of a whole all that comes with it.
    fn cost(&self, at: usize) -> f64 {
        let own = |at: usize| self.question.items[at].costs.iter().sum::<f64>();
        if self.model.tasks[at].kind != TaskKind::Whole {
            return own(at);
        }
        let (mut sum, mut open, mut seen) = (0.0, vec![at], vec![false; self.members.len()]);
        while let Some(at) = open.pop() {
            if !std::mem::replace(&mut seen[at], true) {
                sum += own(at);
                let is_whole = self.model.tasks[at].kind == TaskKind::Whole;
                open.extend(self.question.items[at].needs.iter().copied().filter(|_| is_whole));
            }
        }
        sum
    }

    /// The first by name of what is in, has a worth or must be in, and needs a task.
    fn needed_by(&self, at: usize) -> Option<usize> {
        let (mut open, mut seen, mut found) = (vec![at], vec![false; self.members.len()], None);
        while let Some(here) = open.pop() {
            if std::mem::replace(&mut seen[here], true) {
                continue;
            }
            for next in self.after[here].iter().copied().filter(|t| self.members[*t]) {
                let item = &self.question.items[next];
                match item.value > 0.0 || item.constraint == Constraint::Must {
                    true => found = Some(found.map_or(next, |known: usize| known.min(next))),
                    false => open.push(next),
                }
            }
        }
        found.map(|task| self.model.tasks[task].initiative)
    }

    /// The wholes that a task is a part of and that have a worth of their own.
    fn scored_wholes(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        let above = self.parts.self_and_ancestors(self.model.tasks[at].initiative).skip(1);
        let wholes = above.filter_map(|i| self.model.task_of[i]);
        wholes.filter(|t| self.model.tasks[*t].kind == TaskKind::Whole && self.question.items[*t].value != 0.0)
    }

    fn comes_with_whole(&self, at: usize) -> bool {
        self.scored_wholes(at).any(|whole| self.members[whole])
    }

    fn has_scored_whole(&self, at: usize) -> bool {
        self.scored_wholes(at).next().is_some()
    }

    /// What keeps a task out: the first that it needs, at any remove, and that must not be in.
    fn kept_out(&self, at: usize) -> Option<usize> {
        let (mut open, mut seen) = (vec![at], vec![false; self.members.len()]);
        while let Some(here) = open.pop() {
            if here != at && self.question.items[here].constraint == Constraint::Without {
                return Some(here);
            }
            if !std::mem::replace(&mut seen[here], true) {
                open.extend(self.question.items[here].needs.iter().copied());
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_that_breaks_the_rules_is_not_shown() {
        let item = |needs: &[usize]| Item { value: 1.0, costs: vec![2.0], needs: needs.to_vec(), ..Item::default() };
        let question = SelectionProblem { items: vec![item(&[]), item(&[0])], budgets: vec![3.0] };
        assert_eq!(verify_selection(&question, &[true, false]), Ok(()));
        for broken in [[true, true], [false, true]] {
            assert!(matches!(verify_selection(&question, &broken), Err(NoChoice::Solver(_))), "{broken:?}");
        }
    }
}
