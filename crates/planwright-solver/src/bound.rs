//! What no schedule can exceed.

use super::instance::Instance;
use super::lagrangian_bound::CapacityPrices;
use super::list_scheduler::ListScheduler;
use super::model::{Project, ProjectError};
use super::search::initial_lists;
use super::time_indexed_model::TimeIndexedModel;

/// A value that no schedule of a project exceeds, and how it is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Bound {
    /// In the unit of [`super::Task::worth`]; negative for a length that costs.
    pub value: f64,
    /// How it is known.
    pub by: BoundMethod,
    /// The tasks in the order in which the relaxation places them, for [`super::SearchOptions::hint`]; empty if it says
    /// nothing of it.
    pub hint: Vec<usize>,
}

/// How a bound is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BoundMethod {
    /// Each task at its best without the others, and the length by the longest chain of tasks and by the work of each
    /// resource.
    Path,
    /// The linear relaxation of the program of steps (Christofides, Alvarez-Valdes and Tamarit, 1987).
    Linear,
    /// Prices of the capacity in each period, at which each task takes its best finish by itself.
    Prices,
}

/// A bound on the value of every schedule that leaves nothing out that must be in: from chains and work, and where
/// tasks have worths from prices of the capacity and from the linear relaxation too, unless that is too large or fails.
///
/// # Errors
///
/// The first [`ProjectError`] of the project.
pub fn bound(project: &Project) -> Result<Bound, ProjectError> {
    let shop = Instance::new(project)?;
    let path = critical_path_bound(&shop);
    // Where length alone counts, relaxations hardly ever say more than the chains.
    if shop.is_makespan_only() {
        return Ok(path);
    }
    let linear = linear_relaxation_bound(&shop);
    let hint = linear.as_ref().map_or(Vec::new(), |l| l.hint.clone());
    let all = [Some(path), Some(lagrangian_bound(&shop)), linear];
    let least = all.into_iter().flatten().reduce(|a, b| if b.value < a.value { b } else { a });
    Ok(least.map_or(Bound { value: f64::INFINITY, by: BoundMethod::Path, hint: Vec::new() }, |b| Bound { hint, ..b }))
}

/// The same from chains and from prices alone, in a time that grows with the number of tasks and of periods only.
///
/// # Errors
///
/// The first [`ProjectError`] of the project.
pub fn quick_bound(project: &Project) -> Result<Bound, ProjectError> {
    let shop = Instance::new(project)?;
    let (path, prices) = (critical_path_bound(&shop), lagrangian_bound(&shop));
    Ok(if prices.value < path.value { prices } else { path })
}

/// The bound by prices, sought from what an obvious list is worth, and raised by what rounding may have cost it.
fn lagrangian_bound(shop: &Instance<'_>) -> Bound {
    let project = shop.project();
    let mut lister = ListScheduler::new(shop);
    let known = initial_lists(shop).into_iter().map(|list| {
        lister.run(&list);
        lister.value().1
    });
    let known = known.fold(f64::NEG_INFINITY, f64::max);
    let length = if project.makespan_cost > 0.0 { shop.makespan_bound(&tails(shop)) } else { 0 } as f64;
    let value =
        CapacityPrices::new(shop, known + project.makespan_cost * length).value - project.makespan_cost * length;
    Bound { value: value + 1e-9 * value.abs().max(1.0), by: BoundMethod::Prices, hint: Vec::new() }
}

/// The linear relaxation, its value raised by what rounding may have cost it.
fn linear_relaxation_bound(shop: &Instance<'_>) -> Option<Bound> {
    let steps = TimeIndexedModel::new(shop, false)?;
    let solution = steps.problem.solve().ok()?.into_solution().ok()?;
    let periods = shop.project().periods as f64;
    let place = |modes: &Vec<super::time_indexed_model::FinishSteps>| -> f64 {
        let mut place = periods;
        for ladder in modes {
            let mut before = 0.0;
            for ((start, _), step) in ladder.rungs.iter().zip(&ladder.steps) {
                let here = solution.var_value(*step);
                place -= (periods - *start as f64) * (here - before);
                before = here;
            }
        }
        place
    };
    let places: Vec<f64> = steps.finish_steps.iter().map(place).collect();
    let mut hint = shop.order.clone();
    hint.sort_by(|a, b| places[*a].total_cmp(&places[*b]));
    let value = solution.objective();
    Some(Bound { value: value + 1e-6 * value.abs().max(1.0), by: BoundMethod::Linear, hint })
}

/// Each task at its best finish, less the cost of the shortest length.
fn critical_path_bound(shop: &Instance<'_>) -> Bound {
    let project = shop.project();
    let gains = project.tasks.iter().zip(&shop.earliest).map(|(task, earliest)| {
        let best = earliest.map(|e| (e..=project.periods).map(|f| task.gain(f)).fold(f64::NEG_INFINITY, f64::max));
        best.map_or(0.0, |best| if task.optional { best.max(0.0) } else { best })
    });
    let gains: f64 = gains.sum();
    let length = if project.makespan_cost > 0.0 { shop.makespan_bound(&tails(shop)) } else { 0 };
    Bound { value: gains - project.makespan_cost * length as f64, by: BoundMethod::Path, hint: Vec::new() }
}

/// The periods that must follow each task.
fn tails(shop: &Instance<'_>) -> Vec<usize> {
    let project = shop.project();
    let least: Vec<usize> = (0..project.tasks.len()).map(|t| shop.min_duration(t)).collect();
    let mut tail = vec![0usize; project.tasks.len()];
    for task in shop.order.iter().rev() {
        // What may be left out need not follow; what is fixed follows nothing.
        let follows = |next: &usize| !project.tasks[*next].optional && project.tasks[*next].fixed_start.is_none();
        for (next, lag) in shop.unlocks[*task].iter().filter(|(next, _)| follows(next)) {
            tail[*task] = tail[*task].max(tail[*next].saturating_add(least[*next]).saturating_add(*lag));
        }
    }
    tail
}
