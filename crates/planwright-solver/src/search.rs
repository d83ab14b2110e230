//! Better lists by annealing.

use super::compact_project::CompactProject;
use super::incremental_sgs::IncrementalSgs;
use super::instance::Instance;
use super::justification::ReversedSgs;
use super::list_scheduler::ListScheduler;
use super::model::{Project, ProjectError, Schedule};
use super::packed_profile::PackedProfile;
use super::random::{COOLING_STEPS, SplitMix64, random_move};
use super::resource_profile::{DenseProfile, ResourceProfile};
use super::stop_check::StopCheck;
use super::valued_list::ValuedList;
use rayon::prelude::*;

/// How long and how to search. The same options give the same schedule on any machine and number of threads.
#[derive(Debug, Clone, Copy)]
pub struct SearchOptions<'a> {
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
    /// Wanted from outside, it ends the search early with the best so far: then, and only then, the answer depends
    /// on the moment.
    pub stop: Option<StopCheck<'a>>,
}

impl Default for SearchOptions<'_> {
    fn default() -> Self {
        SearchOptions { iterations: 20_000, chains: 2, seed: 1, bound: None, hint: None, stop: None }
    }
}

/// A good schedule of a project: simulated annealing (Kirkpatrick, Gelatt and Vecchi, 1983) over the order of a list
/// (Bouleimen and Lecocq, 2003), cooled by iterations; where length alone counts, with forward-backward improvement
/// (Tormos and Lova, 2001). A task that must be placed and fits nowhere is left out; [`super::validate()`] tells.
///
/// # Errors
///
/// The first [`ProjectError`] of the project.
///
/// ```
/// use planwright_solver::{Mode, WorkProfile, Project, Resource, SearchOptions, Task, Use, search, validate};
/// let task = |amount, worth: &[f64]| Task {
///     modes: vec![Mode { work_profile: WorkProfile::Constant(1), uses: vec![Use { resource: 0, amount }], at_most: None }],
///     worth: worth.to_vec(),
///     optional: true,
///     ..Task::default()
/// };
/// let project = Project {
///     periods: 1,
///     resources: vec![Resource { capacity: vec![10] }],
///     tasks: vec![task(6, &[0.0, 7.0]), task(5, &[0.0, 6.0]), task(5, &[0.0, 6.0])],
///     makespan_cost: 0.0,
/// };
/// let schedule = search(&project, &SearchOptions::default())?;
/// assert_eq!(schedule.value(&project), 12.0);
/// assert!(validate(&project, &schedule).is_empty());
/// # Ok::<(), planwright_solver::ProjectError>(())
/// ```
pub fn search(project: &Project, options: &SearchOptions<'_>) -> Result<Schedule, ProjectError> {
    list_schedule(project, &search_list(project, options)?)
}

/// The list after [`search`]: [`list_schedule`] makes the schedule of it, and [`ScheduleReplay`](super::ScheduleReplay) the dates when
/// efforts turn out otherwise. An optional task that would cost more than it brings may be missing in it.
///
/// # Errors
///
/// The first [`ProjectError`] of the project.
pub fn search_list(project: &Project, options: &SearchOptions<'_>) -> Result<Vec<usize>, ProjectError> {
    let shop = Instance::new(project)?;
    let flat = CompactProject::new(&shop);
    let mut starts = initial_lists(&shop);
    let hint = options.hint.and_then(|hint| as_permutation(hint, project.tasks.len()));
    starts.extend(hint.map(|mut hint| {
        // What is never done by itself would only keep others waiting.
        hint.sort_by_key(|task| shop.earliest[*task].is_none());
        hint
    }));
    let chain = |chain: usize| match PackedProfile::is_applicable(&flat) {
        true => anneal(&shop, IncrementalSgs::<PackedProfile>::new(flat.clone()), options, chain, &starts),
        false => anneal(&shop, IncrementalSgs::<DenseProfile>::new(flat.clone()), options, chain, &starts),
    };
    let mut chains: Vec<ValuedList> = (0..options.chains.max(1)).into_par_iter().map(chain).collect();
    let mut best = 0;
    for (at, found) in chains.iter().enumerate() {
        if found.value > chains[best].value {
            best = at;
        }
    }
    Ok(chains.swap_remove(best).list)
}

/// A list, if it names each task once.
fn as_permutation(hint: &[usize], tasks: usize) -> Option<Vec<usize>> {
    let mut seen = vec![false; tasks];
    let once = hint.iter().all(|t| seen.get_mut(*t).is_some_and(|seen| !std::mem::replace(seen, true)));
    (once && hint.len() == tasks).then(|| hint.to_vec())
}

/// The schedule of one list: tasks as early as they fit, in its order.
///
/// # Errors
///
/// The first [`ProjectError`] of the project.
pub fn list_schedule(project: &Project, list: &[usize]) -> Result<Schedule, ProjectError> {
    let shop = Instance::new(project)?;
    let list: Vec<usize> = list.iter().copied().filter(|t| *t < project.tasks.len()).collect();
    Ok(ListScheduler::new(&shop).schedule(&list))
}

/// Lists to begin with: by latest finish (the LFT rule, Davis and Patterson, 1975), by due date, and by gain for
/// each unit of a team's capacity; what must be placed comes first, what is never done even by itself last.
pub(super) fn initial_lists(shop: &Instance<'_>) -> Vec<Vec<usize>> {
    let tasks = &shop.project().tasks;
    let latest = shop.latest_finishes();
    let must = shop.mandatory_tasks();
    let density: Vec<f64> = (0..tasks.len())
        .map(|t| {
            let gain = shop.earliest[t].map_or(0.0, |f| tasks[t].gain(f));
            gain / shop.capacity_share(t).max(1e-9)
        })
        .collect();
    let never = |task: &usize| shop.earliest[*task].is_none();
    let mut by_finish: Vec<usize> = shop.order.clone();
    by_finish.sort_by_key(|t| (never(t), !must[*t], latest[*t]));
    let mut by_due: Vec<usize> = shop.order.clone();
    by_due.sort_by_key(|t| (never(t), !must[*t], tasks[*t].due.unwrap_or(usize::MAX), latest[*t]));
    let mut by_gain: Vec<usize> = shop.order.clone();
    by_gain.sort_by(|a, b| {
        never(a).cmp(&never(b)).then(must[*b].cmp(&must[*a])).then(density[*b].total_cmp(&density[*a]))
    });
    vec![by_finish, by_due, by_gain]
}

/// One chain. Of even number, it leaves out what comes before its needs, of odd number it brings them along: on the one
/// landscape it is easier to drop a task with all that needs it, on the other to take one up with all it needs.
fn anneal<G: ResourceProfile>(
    shop: &Instance<'_>,
    mut walk: IncrementalSgs<G>,
    options: &SearchOptions<'_>,
    chain: usize,
    starts: &[Vec<usize>],
) -> ValuedList {
    let mut random = SplitMix64::new(options.seed, chain as u64);
    let musts = shop.project().tasks.iter().filter(|t| !t.optional).count() as u32;
    let mut current = ValuedList { list: Vec::new(), value: (0, i64::MIN) };
    for start in starts {
        walk.run(start, 0);
        if current.list.is_empty() || walk.value() > current.value {
            current = ValuedList { list: start.clone(), value: walk.value() };
        }
    }
    let mut mirror = ReversedSgs::new(shop);
    let n = current.list.len();
    let mut best = BestList { found: current.clone(), skips: false };
    if n < 2 {
        return best.found;
    }
    if let Some(mirror) = &mut mirror {
        best.found = mirror.justify(&mut walk, best.found);
        current = best.found.clone();
    }
    walk.skip_unready = chain.is_multiple_of(2);
    if walk.skip_unready {
        // The same schedule as a list without anything to bring along.
        walk.skip_unready = false;
        walk.run(&current.list, 0);
        current.list = walk.sequence(&current.list);
        walk.skip_unready = true;
    }
    walk.run(&current.list, 0);
    walk.accept();
    current.value = walk.value();
    let bound = options.bound.map(|b| (b - 1e-9 * b.abs()) * walk.project.gains.scale);
    let reached = |value: (u32, i64)| bound.is_some_and(|b| value.0 == musts && value.1 as f64 >= b);
    let mut temperature = first_temperature(&mut walk, &mut current, &mut random);
    let step = (options.iterations / COOLING_STEPS).max(1);
    let mut list = current.list;
    let mut value = current.value;
    for iteration in 0..options.iterations {
        if reached(best.found.value) {
            break;
        }
        if iteration % step == step - 1 {
            temperature *= TEMPERATURE_FACTOR;
            if options.stop.is_some_and(StopCheck::should_stop) {
                break;
            }
        }
        let undo = random_move(&mut list, &mut random);
        walk.run_range(&list, undo.changed_range());
        let here = walk.value();
        let lost = if here.0 < value.0 { f64::INFINITY } else { value.1.saturating_sub(here.1) as f64 };
        if here.0 > value.0 || random.accepts(lost, temperature) {
            walk.accept();
            value = here;
            if here > best.found.value {
                best = BestList { found: ValuedList { list: list.clone(), value: here }, skips: walk.skip_unready };
                if let Some(mirror) = &mut mirror {
                    let found = mirror.justify(&mut walk, best.found.clone());
                    walk.run(&found.list, 0);
                    walk.accept();
                    list.clone_from(&found.list);
                    value = found.value;
                    best.found = found;
                }
            }
        } else {
            undo.apply(&mut list);
        }
    }
    best.without_skipping(walk)
}

/// The best list so far, and whether it is to be read as one that skips.
struct BestList {
    found: ValuedList,
    skips: bool,
}

impl BestList {
    /// As a list that brings along what is needed, with the same tasks first and the rest after them; what must not
    /// be placed is left away where the rest would cost something.
    fn without_skipping<G: ResourceProfile>(self, mut walk: IncrementalSgs<G>) -> ValuedList {
        if !self.skips {
            return self.found;
        }
        walk.run(&self.found.list, 0);
        let list = walk.sequence(&self.found.list);
        walk.skip_unready = false;
        walk.run(&list, 0);
        if walk.value() >= self.found.value {
            return ValuedList { value: walk.value(), list };
        }
        let chosen = walk.project.tasks.iter().map(|t| t.must);
        let mut kept: Vec<bool> = chosen.collect();
        walk.skip_unready = true;
        walk.run(&self.found.list, 0);
        (0..kept.len()).filter(|t| walk.placed(*t).is_some()).for_each(|t| kept[t] = true);
        let list: Vec<usize> = list.into_iter().filter(|t| kept[*t]).collect();
        ValuedList { list, value: self.found.value }
    }
}

/// A temperature at which a part of the usual loss is taken with a fair chance.
fn first_temperature<G: ResourceProfile>(
    walk: &mut IncrementalSgs<G>,
    from: &mut ValuedList,
    random: &mut SplitMix64,
) -> f64 {
    let (mut total, mut count) = (0.0, 0);
    for _ in 0..TEMPERATURE_TRIALS {
        let undo = random_move(&mut from.list, random);
        walk.run_range(&from.list, undo.changed_range());
        let (placed, value) = walk.value();
        if placed == from.value.0 && value != from.value.1 {
            total += (from.value.1.saturating_sub(value) as f64).abs();
            count += 1;
        }
        undo.apply(&mut from.list);
    }
    if count == 0 { 1.0 } else { INITIAL_TEMPERATURE_SHARE * total / f64::from(count) }
}

/// Changes by which the temperature is found.
const TEMPERATURE_TRIALS: u32 = 64;

/// What the temperature is at first, as a share of the usual loss.
const INITIAL_TEMPERATURE_SHARE: f64 = 0.15;

/// What is left of it after each of the steps: about a twenty-fifth after all of them.
const TEMPERATURE_FACTOR: f64 = 0.975;
