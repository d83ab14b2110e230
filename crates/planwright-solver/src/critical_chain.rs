//! What determines a finish: chains of tasks that wait for one another, for a need or for a resource.

use super::instance::Instance;
use super::list_scheduler::ListScheduler;
use super::model::{Placement, Project, ProjectError, ResourceUnits, Schedule, WorkProfile};
use std::cmp::Reverse;

/// What a task waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BindingPredecessor {
    /// The task that holds it.
    pub task: usize,
    /// The resource that this one takes before it; none where it is needed.
    pub resource: Option<usize>,
}

/// For each task of a list what it waits for: of the tasks that it needs and of those that take a resource before it,
/// without which it would be done earlier were all others where they are, the one that holds it last. None for what
/// begins when it may, is fixed or is left out. Followed back from a finish this is the critical sequence (Wiest, 1964),
/// which Goldratt (1997) calls the critical chain: unlike the critical path it leads through shared people too.
///
/// # Errors
///
/// The first [`ProjectError`] of the project.
pub fn binding_predecessors(
    project: &Project,
    list: &[usize],
) -> Result<Vec<Option<BindingPredecessor>>, ProjectError> {
    let shop = Instance::new(project)?;
    let list: Vec<usize> = list.iter().copied().filter(|t| *t < project.tasks.len()).collect();
    let mut lister = ListScheduler::new(&shop);
    lister.run(&list);
    let sequence = lister.sequence().to_vec();
    let schedule = lister.schedule(&list);
    let mut holds = vec![None; project.tasks.len()];
    let mut free = shop.free.clone();
    for (at, task) in sequence.iter().enumerate() {
        let Some(placement) = schedule.placements[*task].as_ref() else { continue };
        if project.tasks[*task].fixed_start.is_none() {
            let turn = PlacementTurn { shop: &shop, schedule: &schedule, free: &free, task: *task, placement };
            holds[*task] = turn.binding_predecessor(&sequence[..at]);
        }
        placement.loads.iter().for_each(|l| free[l.resource * project.periods + l.period] -= l.amount);
    }
    Ok(holds)
}

/// The tasks that lead to one by what each waits for, the first of them first, itself last.
pub fn critical_chain(holds: &[Option<BindingPredecessor>], task: usize) -> Vec<usize> {
    let mut chain = vec![task];
    // A task waits for one whose turn was before its own; a circle, which nobody makes, would end too.
    while let Some(hold) = chain.last().and_then(|t| *holds.get(*t)?).filter(|_| chain.len() < holds.len()) {
        chain.push(hold.task);
    }
    chain.reverse();
    chain
}

/// A task at its turn, with what is free then.
struct PlacementTurn<'a> {
    shop: &'a Instance<'a>,
    schedule: &'a Schedule,
    free: &'a [ResourceUnits],
    task: usize,
    placement: &'a Placement,
}

impl PlacementTurn<'_> {
    /// What it waits for among those that were placed before it.
    fn binding_predecessor(&self, before: &[usize]) -> Option<BindingPredecessor> {
        let ready = self.ready(None)?;
        let hold = |other: &usize| {
            let place = self.schedule.placements[*other].as_ref()?;
            let needed = self.needs(*other).is_some_and(|at| at == ready);
            let (touch, resource) = match (needed, self.taken(place, ready)) {
                (false, None) => return None,
                (true, None) => (ready, None),
                (_, Some((period, resource))) => (period + 1, Some(resource)),
            };
            // Two that each hold it for themselves: without one of them it is done no earlier, and it waits all the same.
            let without = self.finish_without(*other, place);
            let key = (without >= self.placement.finish, Reverse(touch), without);
            Some((key, BindingPredecessor { task: *other, resource }))
        };
        before.iter().filter_map(hold).min_by_key(|(key, _)| *key).map(|(_, hold)| hold)
    }

    /// The first period in which it may start by its release and by what it needs, but for one task.
    fn ready(&self, but: Option<usize>) -> Option<usize> {
        let task = &self.shop.project.tasks[self.task];
        let mut from = task.release;
        for need in task.needs.iter().filter(|n| Some(n.task) != but) {
            let finish = self.schedule.placements[need.task].as_ref()?.finish;
            from = from.max(finish.saturating_add(need.lag));
        }
        Some(from)
    }

    /// The period until which it waits for another by its needs, where that is after its release.
    fn needs(&self, other: usize) -> Option<usize> {
        let task = &self.shop.project.tasks[self.task];
        let finish = self.schedule.placements[other].as_ref()?.finish;
        let waits = task.needs.iter().filter(|n| n.task == other).map(|n| finish.saturating_add(n.lag));
        waits.max().filter(|at| *at > task.release)
    }

    /// The last period in which another has what this one lacks, and of which resource.
    fn taken(&self, other: &Placement, ready: usize) -> Option<(usize, usize)> {
        let lacked = other.loads.iter().filter(|l| self.lacks(l.resource, l.period, ready));
        lacked.map(|l| (l.period, l.resource)).max_by_key(|(period, resource)| (*period, Reverse(*resource)))
    }

    /// Whether it would have used more of a resource in a period.
    fn lacks(&self, resource: usize, period: usize, ready: usize) -> bool {
        let task = &self.shop.project.tasks[self.task];
        let mode = &task.modes[self.placement.mode];
        if task.holds.contains(&resource) {
            let free = self.free[resource * self.shop.project.periods + period];
            return (ready..self.placement.start).contains(&period) && free < 1;
        }
        let Some(used) = mode.uses.iter().find(|u| u.resource == resource && u.amount > 0) else { return false };
        let free = self.free[resource * self.shop.project.periods + period];
        if mode.work_profile != WorkProfile::Effort {
            return (ready..self.placement.start).contains(&period) && free < used.amount;
        }
        let loads = || self.placement.loads.iter();
        let own: ResourceUnits =
            loads().filter(|l| (l.resource, l.period) == (resource, period)).map(|l| l.amount).sum();
        let work = |l: &&super::model::Load| l.period == period && !task.holds.contains(&l.resource);
        let all: ResourceUnits = loads().filter(work).map(|l| l.amount).sum();
        let later = loads().any(|l| l.resource == resource && l.period > period);
        let capped = mode.at_most.is_some_and(|most| all >= most);
        period >= ready && own == free && later && !capped
    }

    /// When it would be done without another.
    fn finish_without(&self, other: usize, place: &Placement) -> usize {
        let mut free = self.free.to_vec();
        place.loads.iter().for_each(|l| free[l.resource * self.shop.project.periods + l.period] += l.amount);
        let fit = self.ready(Some(other)).and_then(|from| self.shop.fit(&free, self.task, self.placement.mode, from));
        fit.map_or(self.placement.finish, |(_, finish)| finish)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Mode, Precedence, Resource, Task, Use, list_schedule, slack, validate};

    fn work(uses: &[(usize, ResourceUnits)], at_most: Option<ResourceUnits>, needs: &[(usize, usize)]) -> Task {
        let uses = uses.iter().map(|(resource, amount)| Use { resource: *resource, amount: *amount }).collect();
        let needs = needs.iter().map(|(task, lag)| Precedence { task: *task, lag: *lag }).collect();
        Task { modes: vec![Mode { work_profile: WorkProfile::Effort, uses, at_most }], needs, ..Task::default() }
    }

    fn project(capacity: &[ResourceUnits], tasks: Vec<Task>) -> Project {
        let resources = capacity.iter().map(|c| Resource { capacity: vec![*c; 30] }).collect();
        Project { periods: 30, resources, tasks, makespan_cost: 1.0 }
    }

    #[test]
    fn a_chain_leads_through_needs_and_through_people() {
        // 0 on team 0 to 4; 1 on team 1, after 0 and a lag, 5 to 8; 2 on team 1, after 1 in the list, 8 to 10; 3 alone
        // on team 2.
        let tasks = vec![
            work(&[(0, 4)], None, &[]),
            work(&[(1, 3)], None, &[(0, 1)]),
            Task { release: 5, ..work(&[(1, 2)], None, &[]) },
            work(&[(2, 9)], None, &[]),
        ];
        let project = project(&[1, 1, 1], tasks);
        let holds = binding_predecessors(&project, &[0, 1, 2, 3]).unwrap();
        let hold = |task, resource| Some(BindingPredecessor { task, resource });
        assert_eq!(holds, [None, hold(0, None), hold(1, Some(1)), None]);
        assert_eq!(critical_chain(&holds, 2), [0, 1, 2]);
        assert_eq!(critical_chain(&holds, 3), [3]);
        // Before the others, nothing holds it.
        assert_eq!(binding_predecessors(&project, &[2, 0, 1, 3]).unwrap()[2], None);
    }

    #[test]
    fn a_chain_leaves_no_gap() {
        // One after the other on one team. Without 0, the longest, 2 would be done first of all; but 1 held it last.
        let tasks = vec![work(&[(0, 9)], None, &[]), work(&[(0, 1)], None, &[]), work(&[(0, 2)], None, &[])];
        let holds = binding_predecessors(&project(&[1], tasks), &[0, 1, 2]).unwrap();
        assert_eq!(critical_chain(&holds, 2), [0, 1, 2]);
    }

    #[test]
    fn of_two_that_hold_it_the_last_counts() {
        // 0 takes the team's one half to 6, 1 its other half to 2; 2 gets what they leave: half from 2 on.
        let tasks = vec![work(&[(0, 6)], Some(1), &[]), work(&[(0, 2)], Some(1), &[]), work(&[(0, 6)], None, &[])];
        let project = project(&[2], tasks);
        let schedule = list_schedule(&project, &[0, 1, 2]).unwrap();
        assert_eq!(schedule.placements[2].as_ref().map(|p| (p.start, p.finish)), Some((2, 7)));
        // 0 holds it until 6: without it, it is done at 4. 1 holds it until 2: without that it is done at 6.
        let holds = binding_predecessors(&project, &[0, 1, 2]).unwrap();
        assert_eq!(holds[2], Some(BindingPredecessor { task: 0, resource: Some(0) }));
        // A cap of one person is no lack of people.
        let mut capped = project.clone();
        capped.tasks[1].modes[0].at_most = Some(1);
        capped.tasks[1].modes[0].uses[0].amount = 8;
        assert_eq!(binding_predecessors(&capped, &[0, 1, 2]).unwrap()[1], None);
    }

    #[test]
    fn slack_asks_whether_there_are_people() {
        // 0 then 1 on one team, 2 on another after 0. To the end at 12.
        let tasks = vec![work(&[(0, 4)], None, &[]), work(&[(0, 3)], None, &[]), work(&[(1, 2)], None, &[(0, 0)])];
        let project = project(&[1, 1], tasks);
        let schedule = list_schedule(&project, &[0, 1, 2]).unwrap();
        assert_eq!(validate(&project, &schedule), []);
        // 2 starts when 0 ends; 1 may begin at 9; 2 at 10.
        assert_eq!(slack(&project, &schedule, 12).unwrap(), [Some(0), Some(5), Some(6)]);
        // Were 2 not there, 0 could be put off only after 1: a week of it later, it needs the week that 1 has.
        let mut alone = project.clone();
        alone.tasks[2].needs.clear();
        let schedule = list_schedule(&alone, &[0, 1, 2]).unwrap();
        assert_eq!(slack(&alone, &schedule, 8).unwrap(), [Some(1), Some(1), Some(6)]);
        assert_eq!(slack(&alone, &schedule, 7).unwrap(), [Some(0), Some(0), Some(5)]);
    }
}
