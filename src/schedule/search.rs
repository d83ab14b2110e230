//! Better lists by annealing.

use super::justify::justify;
use super::list::Lister;
use super::model::{Fault, Project, Schedule};
use super::random::{COOLING, Random, STEPS, shuffle};
use super::shop::Shop;
use rayon::prelude::*;
use std::sync::atomic::{AtomicBool, Ordering};

/// How long and how to search. The same options give the same schedule on any machine and number of threads.
#[derive(Debug, Clone, Copy)]
pub struct Search<'a> {
    /// Schedules built by each chain.
    pub iterations: u64,
    /// Chains, each with a stream of random numbers of its own; the best of them counts, of equals the first.
    pub chains: usize,
    /// Where the random numbers begin.
    pub seed: u64,
    /// A value no schedule can exceed, if one is known ([`super::bound`]): a chain that reaches it stops.
    pub bound: Option<f64>,
    /// An order to begin with besides the usual ones, such as [`super::Bound::hint`].
    pub hint: Option<&'a [usize]>,
    /// Raised from outside, it ends the search early with the best so far: then, and only then, the answer depends
    /// on the moment.
    pub cancel: Option<&'a AtomicBool>,
}

impl Default for Search<'_> {
    fn default() -> Self {
        Search { iterations: 20_000, chains: 2, seed: 1, bound: None, hint: None, cancel: None }
    }
}

/// The better of two results: fewer missing tasks, then more value.
fn better(a: (usize, f64), b: (usize, f64)) -> bool {
    a.0 < b.0 || (a.0 == b.0 && a.1 > b.1)
}

/// A good schedule of a project: simulated annealing (Kirkpatrick, Gelatt and Vecchi, 1983) over the order of a list
/// (Bouleimen and Lecocq, 2003), cooled by iterations; where length alone counts, with forward-backward improvement
/// (Tormos and Lova, 2001). A task that must be placed and fits nowhere is left out; [`super::validate()`] tells.
///
/// # Errors
///
/// The first [`Fault`] of the project.
///
/// ```
/// use planwright::schedule::{Mode, Pace, Project, Resource, Search, Task, Use, search, validate};
/// let task = |amount, worth: &[f64]| Task {
///     modes: vec![Mode { pace: Pace::Steady(1), uses: vec![Use { resource: 0, amount }], at_most: None }],
///     worth: worth.to_vec(),
///     optional: true,
///     ..Task::default()
/// };
/// let project = Project {
///     periods: 1,
///     resources: vec![Resource { capacity: vec![10] }],
///     tasks: vec![task(6, &[0.0, 7.0]), task(5, &[0.0, 6.0]), task(5, &[0.0, 6.0])],
///     makespan: 0.0,
/// };
/// let schedule = search(&project, &Search::default())?;
/// assert_eq!(schedule.value(&project), 12.0);
/// assert!(validate(&project, &schedule).is_empty());
/// # Ok::<(), planwright::schedule::Fault>(())
/// ```
pub fn search(project: &Project, options: &Search<'_>) -> Result<Schedule, Fault> {
    list_schedule(project, &search_list(project, options)?)
}

/// The list behind [`search`]: [`list_schedule`] makes the schedule of it, and [`Replay`](super::Replay) the dates when
/// efforts turn out otherwise.
///
/// # Errors
///
/// The first [`Fault`] of the project.
pub fn search_list(project: &Project, options: &Search<'_>) -> Result<Vec<usize>, Fault> {
    let shop = Shop::new(project)?;
    let mut starts = openings(&shop);
    starts.extend(options.hint.and_then(|hint| whole(hint, project.tasks.len())));
    let mut chains: Vec<(Vec<usize>, (usize, f64))> =
        (0..options.chains.max(1)).into_par_iter().map(|chain| anneal(&shop, options, chain, &starts)).collect();
    let mut best = 0;
    for (at, (_, value)) in chains.iter().enumerate() {
        if better(*value, chains[best].1) {
            best = at;
        }
    }
    Ok(chains.swap_remove(best).0)
}

/// A list, if it names each task once.
fn whole(hint: &[usize], tasks: usize) -> Option<Vec<usize>> {
    let mut seen = vec![false; tasks];
    let once = hint.iter().all(|t| seen.get_mut(*t).is_some_and(|seen| !std::mem::replace(seen, true)));
    (once && hint.len() == tasks).then(|| hint.to_vec())
}

/// The schedule of one list: tasks as early as they fit, in its order.
///
/// # Errors
///
/// The first [`Fault`] of the project.
pub fn list_schedule(project: &Project, list: &[usize]) -> Result<Schedule, Fault> {
    let shop = Shop::new(project)?;
    let list: Vec<usize> = list.iter().copied().filter(|t| *t < project.tasks.len()).collect();
    Ok(Lister::new(&shop).schedule(&list))
}

/// Lists to begin with: by latest finish (the LFT rule, Davis and Patterson, 1975), by due date, and by gain for
/// each unit of a team's capacity; what must be placed comes first.
fn openings(shop: &Shop<'_>) -> Vec<Vec<usize>> {
    let tasks = &shop.project().tasks;
    let latest = shop.latest();
    let must = shop.must();
    let density: Vec<f64> = (0..tasks.len())
        .map(|t| {
            let gain = shop.earliest[t].map_or(0.0, |f| tasks[t].gain(f));
            gain / shop.share(t).max(1e-9)
        })
        .collect();
    let mut by_finish: Vec<usize> = shop.order.clone();
    by_finish.sort_by_key(|t| (!must[*t], latest[*t]));
    let mut by_due: Vec<usize> = shop.order.clone();
    by_due.sort_by_key(|t| (!must[*t], tasks[*t].due.unwrap_or(usize::MAX), latest[*t]));
    let mut by_gain: Vec<usize> = shop.order.clone();
    by_gain.sort_by(|a, b| must[*b].cmp(&must[*a]).then(density[*b].total_cmp(&density[*a])));
    vec![by_finish, by_due, by_gain]
}

fn anneal(shop: &Shop<'_>, options: &Search<'_>, chain: usize, starts: &[Vec<usize>]) -> (Vec<usize>, (usize, f64)) {
    let mut random = Random::new(options.seed, chain as u64);
    let mut lister = Lister::new(shop);
    let mut current = (Vec::new(), (usize::MAX, f64::NEG_INFINITY));
    for start in starts {
        lister.run(start);
        if better(lister.value(), current.1) {
            current = (start.clone(), lister.value());
        }
    }
    let justified = shop.steady_length().then(|| shop.mirrored());
    let mut mirror = justified.as_ref().and_then(|p| Shop::new(p).ok());
    let mut best = current.clone();
    let reached = |value: (usize, f64)| options.bound.is_some_and(|b| value.0 == 0 && value.1 >= b - 1e-9 * b.abs());
    let n = current.0.len();
    if n < 2 {
        return best;
    }
    if let Some(mirror) = &mut mirror {
        current = justify(shop, mirror, &mut lister, current);
        if better(current.1, best.1) {
            best = current.clone();
        }
    }
    let mut temperature = first_temperature(&mut lister, &current, &mut random);
    let step = (options.iterations / STEPS).max(1);
    let mut list = current.0.clone();
    for iteration in 0..options.iterations {
        if reached(best.1) {
            break;
        }
        if iteration % step == step - 1 {
            temperature *= COOLING;
            if options.cancel.is_some_and(|c| c.load(Ordering::Relaxed)) {
                break;
            }
        }
        let undo = shuffle(&mut list, &mut random);
        lister.run(&list);
        let value = lister.value();
        let lost = if value.0 > current.1.0 { f64::INFINITY } else { current.1.1 - value.1 };
        if value.0 < current.1.0 || random.accepts(lost, temperature) {
            current.1 = value;
            if better(value, best.1) {
                best = (list.clone(), value);
                if let Some(mirror) = &mirror {
                    let found = justify(shop, mirror, &mut lister, best.clone());
                    if better(found.1, best.1) {
                        list.clone_from(&found.0);
                        current.1 = found.1;
                        best = found;
                    }
                }
            }
        } else {
            undo.apply(&mut list);
        }
    }
    best
}

/// A temperature at which half of the usual loss is taken with a fair chance.
fn first_temperature(lister: &mut Lister<'_, '_>, from: &(Vec<usize>, (usize, f64)), random: &mut Random) -> f64 {
    let mut list = from.0.clone();
    let (mut total, mut count) = (0.0, 0);
    for _ in 0..64 {
        let undo = shuffle(&mut list, random);
        lister.run(&list);
        let (missing, value) = lister.value();
        if missing == from.1.0 && value != from.1.1 {
            total += (from.1.1 - value).abs();
            count += 1;
        }
        undo.apply(&mut list);
    }
    if count == 0 { 1e-3 } else { 0.5 * total / f64::from(count) }
}
