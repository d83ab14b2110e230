//! What no schedule can exceed.

use super::model::{Fault, Project};
use super::shop::Shop;

/// A value that no schedule of a project exceeds, and how it is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bound {
    /// In the unit of [`super::Task::worth`]; negative for a length that costs.
    pub value: f64,
    /// How it is known.
    pub by: Certificate,
}

/// How a bound is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certificate {
    /// The longest chain of tasks, and the work of each resource between the earliest start and the shortest rest of
    /// any set of tasks that use it.
    Path,
    /// The linear relaxation.
    Linear,
}

/// A bound on the value of every schedule.
///
/// # Errors
///
/// The first [`Fault`] of the project.
pub fn bound(project: &Project) -> Result<Bound, Fault> {
    let shop = Shop::new(project)?;
    Ok(path(&shop))
}

/// The shortest length by chains and by work: for each pair of a head and a tail, the tasks of a resource with at
/// least both can't be done in less time than their work takes at full capacity (after the energetic reasoning of
/// Erschler, Lopez and Thuriot, 1991; the heads and tails are the longest paths).
fn path(shop: &Shop<'_>) -> Bound {
    let project = shop.project();
    let n = project.tasks.len();
    let least: Vec<usize> = (0..n).map(|t| shop.shortest(t)).collect();
    let mut tail = vec![0usize; n];
    for task in shop.order.iter().rev() {
        for (next, lag) in &shop.unlocks[*task] {
            tail[*task] = tail[*task].max(tail[*next] + least[*next] + lag);
        }
    }
    let finish: Vec<usize> = (0..n).map(|t| shop.earliest[t].unwrap_or(0)).collect();
    let gains: f64 = project
        .tasks
        .iter()
        .enumerate()
        .map(|(t, task)| {
            let best = (finish[t]..=project.periods).map(|f| task.gain(f)).fold(f64::NEG_INFINITY, f64::max);
            if shop.earliest[t].is_none() {
                0.0
            } else if task.optional {
                best.max(0.0)
            } else {
                best
            }
        })
        .sum();
    let length = if project.makespan > 0.0 { shop.length(&finish, &tail) } else { 0 };
    Bound { value: gains - project.makespan * length as f64, by: Certificate::Path }
}
