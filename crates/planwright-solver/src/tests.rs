//! Known optima, and rules that hold for whatever comes in.

mod serial_sgs;

use super::*;
use proptest::prelude::*;

fn steady(periods: usize, uses: &[(usize, ResourceUnits)]) -> Mode {
    Mode { work_profile: WorkProfile::Constant(periods), uses: used(uses), at_most: None }
}

fn used(uses: &[(usize, ResourceUnits)]) -> Vec<Use> {
    uses.iter().map(|(resource, amount)| Use { resource: *resource, amount: *amount }).collect()
}

fn task(mode: Mode, needs: &[usize]) -> Task {
    let needs = needs.iter().map(|task| Precedence { task: *task, lag: 0 }).collect();
    Task { modes: vec![mode], needs, ..Task::default() }
}

fn constant(capacity: ResourceUnits, periods: usize) -> Resource {
    Resource { capacity: vec![capacity; periods] }
}

/// Work that a list by number does badly: the long task comes last.
fn short_shop() -> Project {
    let lengths = [2, 2, 2, 6];
    let tasks = lengths.iter().map(|periods| task(steady(*periods, &[(0, 1)]), &[])).collect();
    Project { periods: 30, resources: vec![constant(2, 30)], tasks, makespan_cost: 1.0 }
}

#[test]
fn a_small_shop_is_as_short_as_its_work_allows() {
    let project = short_shop();
    // 12 periods of work for two: 6 at least.
    let bound = bound(&project).unwrap();
    assert_eq!((bound.value, bound.by), (-6.0, BoundMethod::Path));
    assert_eq!(list_schedule(&project, &[0, 1, 2, 3]).unwrap().makespan(), 8);
    let schedule = search(&project, &SearchOptions { bound: Some(bound.value), ..SearchOptions::default() }).unwrap();
    assert_eq!((schedule.makespan(), validate(&project, &schedule)), (6, vec![]));
    let exact = solve_exact(&project, &SearchOptions { iterations: 1, ..SearchOptions::default() }, 20_000, None)
        .unwrap()
        .unwrap();
    assert_eq!((exact.value, exact.bound, exact.proven), (-6.0, -6.0, true));
    assert_eq!(validate(&project, &exact.schedule), []);
}

#[test]
fn what_is_worth_next_to_nothing_is_taken_beside_what_is_worth_all() {
    let worth = |worth: f64| Task { optional: true, worth: vec![worth], ..task(steady(1, &[(0, 1)]), &[]) };
    let project = Project {
        periods: 4,
        resources: vec![constant(1, 4)],
        tasks: vec![worth(1e20), worth(1e-9), worth(-1e-9)],
        makespan_cost: 0.0,
    };
    let schedule = search(&project, &SearchOptions { iterations: 50, ..SearchOptions::default() }).unwrap();
    let placed: Vec<bool> = schedule.placements.iter().map(Option::is_some).collect();
    assert_eq!(placed, [true, true, false]);
    // Where there is room for one of them, it goes before what is worth nothing.
    let project = Project { periods: 2, resources: vec![constant(1, 2)], ..project };
    let project = Project { tasks: vec![worth(1e20), worth(0.0), worth(1e-9)], ..project };
    let schedule = search(&project, &SearchOptions { iterations: 50, ..SearchOptions::default() }).unwrap();
    let placed: Vec<bool> = schedule.placements.iter().map(Option::is_some).collect();
    assert_eq!(placed, [true, false, true]);
}

#[test]
fn rounding_puts_no_bound_below_what_is_there() {
    // Sums in the order of the tasks and of the periods differ by more than a billionth where the numbers are large.
    let task = |n: u32| Task {
        worth: (0..40).map(|f| 1e12 / f64::from(n + 3) - f64::from(f) * 1e9 / f64::from(n + 7)).collect(),
        ..task(Mode { work_profile: WorkProfile::Effort, uses: used(&[(0, 3)]), at_most: None }, &[])
    };
    for count in 1..30 {
        let project = Project {
            periods: 40,
            resources: vec![constant(3, 40)],
            tasks: (0..count).map(task).collect(),
            makespan_cost: 0.0,
        };
        let schedule = search(&project, &SearchOptions { iterations: 200, ..SearchOptions::default() }).unwrap();
        let bound = quick_bound(&project).unwrap();
        assert!(bound.value >= schedule.value(&project), "{count}: {} {}", bound.value, schedule.value(&project));
    }
}

#[test]
fn lag_release_and_fixed_starts_hold() {
    let mut project = Project {
        periods: 20,
        resources: vec![constant(1, 20)],
        tasks: vec![task(steady(2, &[(0, 1)]), &[]), task(steady(1, &[(0, 1)]), &[]), task(steady(3, &[(0, 1)]), &[])],
        makespan_cost: 1.0,
    };
    project.tasks[1].needs = vec![Precedence { task: 0, lag: 4 }];
    project.tasks[2].fixed_start = Some(1);
    let schedule = search(&project, &SearchOptions::default()).unwrap();
    let starts: Vec<usize> = schedule.placements.iter().flatten().map(|p| p.start).collect();
    assert_eq!(starts, [4, 10, 1]);
    project.tasks[0].release = 7;
    assert_eq!(search(&project, &SearchOptions::default()).unwrap().makespan(), 14);
}

#[test]
fn spread_work_takes_what_is_free_and_no_more_than_its_cap() {
    let work = |uses: &[(usize, ResourceUnits)], at_most| Mode {
        work_profile: WorkProfile::Effort,
        uses: used(uses),
        at_most,
    };
    // Six person-months for a team of three that grows to four, at most two people on the first.
    let resources = vec![Resource { capacity: vec![3, 3, 4, 4, 4, 4] }];
    let tasks =
        vec![task(work(&[(0, 6)], Some(2)), &[]), task(work(&[(0, 4)], None), &[]), task(work(&[(0, 3)], None), &[0])];
    let project = Project { periods: 6, resources, tasks, makespan_cost: 1.0 };
    let schedule = list_schedule(&project, &[0, 1, 2]).unwrap();
    assert_eq!(validate(&project, &schedule), []);
    let dates: Vec<(usize, usize)> = schedule.placements.iter().flatten().map(|p| (p.start, p.finish)).collect();
    assert_eq!(dates, [(0, 3), (0, 3), (3, 4)]);
    let loads: Vec<ResourceUnits> = schedule.placements[1].iter().flat_map(|p| &p.loads).map(|l| l.amount).collect();
    assert_eq!(loads, [1, 1, 2]);
}

#[test]
fn a_paused_task_waits_for_the_absent_and_for_nobody_else() {
    let mode = Mode { work_profile: WorkProfile::Interruptible(3), uses: used(&[(0, 1)]), at_most: None };
    let resources = vec![Resource { capacity: vec![1, 1, 0, 0, 1, 1, 1, 1, 1, 1] }];
    let mut project = Project { periods: 10, resources, tasks: vec![task(mode.clone(), &[])], makespan_cost: 1.0 };
    let alone = search(&project, &SearchOptions::default()).unwrap();
    assert_eq!(alone.placements[0].as_ref().map(|p| (p.start, p.finish)), Some((0, 5)));
    // One that holds the person in period 1 is no absence: the task starts after it.
    project.tasks.push(Task { fixed_start: Some(1), ..task(steady(1, &[(0, 1)]), &[]) });
    let held = search(&project, &SearchOptions::default()).unwrap();
    assert_eq!(held.placements[0].as_ref().map(|p| (p.start, p.finish)), Some((4, 7)));
    assert_eq!(validate(&project, &held), []);
}

#[test]
fn of_two_people_the_one_who_finishes_first_does_it() {
    let mut both = task(steady(2, &[(0, 1)]), &[]);
    both.modes.push(steady(2, &[(1, 1)]));
    let resources = vec![Resource { capacity: vec![0, 0, 1, 1, 1, 1] }, constant(1, 6)];
    let project = Project { periods: 6, resources, tasks: vec![both.clone(), both], makespan_cost: 1.0 };
    let schedule = search(&project, &SearchOptions::default()).unwrap();
    assert_eq!(schedule.makespan(), 4);
    assert!(schedule.placements.iter().flatten().any(|p| p.mode == 1));
    assert_eq!(solve_exact(&project, &SearchOptions::default(), 1000, None).unwrap().unwrap().value, -4.0);
}

#[test]
fn a_cheap_prerequisite_comes_with_what_is_worth_it_and_not_alone() {
    let mut enabler = task(steady(1, &[(0, 1)]), &[]);
    enabler.optional = true;
    enabler.worth = vec![-1.0];
    let mut prize = task(steady(1, &[(0, 1)]), &[0]);
    prize.optional = true;
    prize.worth = vec![5.0];
    let project =
        Project { periods: 2, resources: vec![constant(1, 2)], tasks: vec![enabler, prize], makespan_cost: 0.0 };
    assert_eq!(search(&project, &SearchOptions::default()).unwrap().value(&project), 4.0);
    let short = Project { periods: 1, ..project };
    let schedule = search(&short, &SearchOptions::default()).unwrap();
    assert_eq!((schedule.value(&short), schedule.placements), (0.0, vec![None, None]));
}

#[test]
fn faults_are_told() {
    let one =
        |task: Task| Project { periods: 3, resources: vec![constant(1, 3)], tasks: vec![task], makespan_cost: 1.0 };
    let told = |project: Project| search(&project, &SearchOptions::default()).unwrap_err();
    assert_eq!(told(one(Task::default())), ProjectError::NoMode { task: 0 });
    assert_eq!(told(one(task(steady(1, &[(4, 1)]), &[]))), ProjectError::BadUse { task: 0, resource: 4 });
    let beyond = one(task(steady(1, &[(0, 1)]), &[])).resources.len();
    let used = task(steady(1, &[(beyond, 1)]), &[]);
    assert_eq!(told(one(used)), ProjectError::BadUse { task: 0, resource: beyond });
    assert_eq!(told(one(task(steady(1, &[(0, 1)]), &[7]))), ProjectError::NoTask { task: 0, need: 7 });
    assert_eq!(told(one(task(steady(1, &[(0, -1)]), &[]))), ProjectError::Negative { task: Some(0), resource: 0 });
    let mut circle = one(task(steady(1, &[(0, 1)]), &[1]));
    circle.tasks.push(task(steady(1, &[]), &[0]));
    assert_eq!(told(circle), ProjectError::Cycle(vec![0, 1]));
    assert_eq!(
        told(Project { periods: usize::MAX, ..Project::default() }),
        ProjectError::TooLong { periods: usize::MAX }
    );
    let endless = Task { tardiness_cost: f64::NAN, ..task(steady(1, &[]), &[]) };
    assert_eq!(told(one(endless)), ProjectError::NotFinite { task: Some(0) });
}

#[test]
fn what_does_not_fit_is_told_by_the_validator() {
    let project = Project {
        periods: 3,
        resources: vec![constant(1, 3)],
        tasks: vec![task(steady(2, &[(0, 1)]), &[]), task(steady(2, &[(0, 1)]), &[])],
        makespan_cost: 1.0,
    };
    let schedule = search(&project, &SearchOptions::default()).unwrap();
    assert_eq!(schedule.placements.iter().flatten().count(), 1);
    assert!(matches!(validate(&project, &schedule)[..], [Violation::Missing { .. }]));
}

#[test]
fn the_same_seed_gives_the_same_plan_on_any_number_of_threads() {
    let project = short_shop();
    let options = SearchOptions { iterations: 500, chains: 6, seed: 9, ..SearchOptions::default() };
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| search(&project, &options).unwrap())
    };
    assert_eq!(on(1), on(2));
    assert_eq!(on(1), on(5));
}

#[test]
fn a_place_is_held_from_start_to_finish() {
    let work = |amount| Mode { work_profile: WorkProfile::Effort, uses: used(&[(0, amount)]), at_most: Some(1) };
    let held = |amount| Task { holds: vec![1], ..task(work(amount), &[]) };
    let project = |places| Project {
        periods: 12,
        resources: vec![constant(4, 12), constant(places, 12)],
        tasks: vec![held(3), held(2), held(2)],
        makespan_cost: 1.0,
    };
    let dates = |places| {
        let project = project(places);
        let schedule = list_schedule(&project, &[0, 1, 2]).unwrap();
        assert_eq!(validate(&project, &schedule), []);
        schedule.placements.into_iter().flatten().map(|p| (p.start, p.finish)).collect::<Vec<_>>()
    };
    // Four people, one on each: only the places in work at once part them.
    assert_eq!(dates(1), [(0, 3), (3, 5), (5, 7)]);
    assert_eq!(dates(2), [(0, 3), (0, 2), (2, 4)]);
    assert_eq!(dates(3), [(0, 3), (0, 2), (0, 2)]);
    let one = project(1);
    let hold = super::binding_predecessors(&one, &[0, 1, 2]).unwrap();
    assert_eq!(hold[1], Some(super::BindingPredecessor { task: 0, resource: Some(1) }));
    // One that gives a place away before it is done is seen.
    let mut broken = list_schedule(&one, &[0, 1, 2]).unwrap();
    broken.placements[0].as_mut().unwrap().loads.retain(|l| (l.resource, l.period) != (1, 2));
    assert!(matches!(validate(&one, &broken)[..], [Violation::Effort { task: 0, resource: 1, wanted: 1, got: 0 }]));
    let mut steadily = one.clone();
    steadily.tasks[0].modes[0].work_profile = WorkProfile::Constant(2);
    assert!(matches!(list_schedule(&steadily, &[0]), Err(ProjectError::BadUse { task: 0, resource: 1 })));
}

#[test]
fn what_can_not_be_counted_on_breaks_nothing() {
    let huge = ResourceUnits::MAX;
    let work = Mode { work_profile: WorkProfile::Effort, uses: used(&[(0, huge), (1, huge)]), at_most: Some(huge) };
    let tasks = vec![
        task(work, &[]),
        task(steady(usize::MAX, &[(0, huge)]), &[]),
        Task { needs: vec![Precedence { task: 0, lag: usize::MAX }], ..task(steady(1, &[]), &[]) },
        Task { fixed_start: Some(usize::MAX), ..task(steady(1, &[]), &[]) },
    ];
    let resources = vec![constant(huge, 3), constant(1, 3)];
    let project = Project { periods: 3, resources, tasks, makespan_cost: 1.0 };
    let schedule = search(&project, &SearchOptions { iterations: 20, ..SearchOptions::default() }).unwrap();
    assert_eq!(schedule.placements.iter().flatten().count(), 0);
    bound(&project).unwrap();
    let load = Load { resource: 9, period: usize::MAX, amount: huge };
    let places = vec![Some(Placement { mode: 0, start: 0, finish: usize::MAX, loads: vec![load, load] }); 4];
    assert!(validate(&project, &Schedule { placements: places, ..Schedule::default() }).len() > 8);
}

#[test]
fn work_that_is_not_done_in_time_has_its_people_all_the_same() {
    let work = |amount, at_most| Mode { work_profile: WorkProfile::Effort, uses: used(&[(0, amount)]), at_most };
    let project = |tasks: Vec<Task>| Project {
        periods: 4,
        resources: vec![constant(2, 4), constant(1, 4)],
        tasks,
        makespan_cost: 0.0,
    };
    let finishes = |project: &Project, list: &[usize]| -> Vec<Option<usize>> {
        let schedule = list_schedule(project, list).unwrap();
        let faults = validate(project, &schedule);
        assert!(faults.iter().all(|f| matches!(f, Violation::Missing { .. })), "{faults:?}");
        let dates = ScheduleReplay::new(list).dates(project).unwrap();
        assert_eq!(dates, ScheduleReplay::new(list).prepare(project).unwrap().dates().collect::<Vec<_>>());
        dates.into_iter().map(|d| d.map(|(_, finish)| finish)).collect()
    };
    let both = project(vec![task(work(20, None), &[]), task(work(2, None), &[])]);
    assert_eq!(finishes(&both, &[0, 1]), [None, None]);
    assert_eq!(finishes(&both, &[1, 0]), [None, Some(1)]);
    // One of two people is left by it.
    let one = project(vec![task(work(20, Some(1)), &[]), task(work(2, None), &[])]);
    assert_eq!(finishes(&one, &[0, 1]), [None, Some(2)]);
    // What may be left out takes nothing, and what waits for it takes nothing.
    let optional = Task { optional: true, worth: vec![1.0], ..task(work(20, None), &[]) };
    assert_eq!(finishes(&project(vec![optional, task(work(2, None), &[])]), &[0, 1]), [None, Some(1)]);
    let waits = project(vec![task(work(20, Some(1)), &[]), task(work(20, None), &[0]), task(work(4, None), &[])]);
    assert_eq!(finishes(&waits, &[0, 1, 2]), [None, None, Some(4)]);
    // It holds its place among what is in work until the end.
    let held = |amount| Task { holds: vec![1], ..task(work(amount, Some(1)), &[]) };
    assert_eq!(finishes(&project(vec![held(20), held(1)]), &[0, 1]), [None, None]);
    assert_eq!(finishes(&project(vec![held(1), held(20), held(1)]), &[0, 1, 2]), [Some(1), None, None]);
    let schedule = list_schedule(&one, &[0, 1]).unwrap();
    assert_eq!(schedule.unfinished.len(), 4);
    let stray = Schedule { unfinished: vec![(1, schedule.unfinished[0].1)], ..schedule.clone() };
    assert!(validate(&one, &stray).iter().any(|f| matches!(f, Violation::Stray { task: 1, .. })));
    let more = Schedule {
        unfinished: [schedule.unfinished.clone(), schedule.unfinished.clone(), schedule.unfinished.clone()].concat(),
        ..schedule
    };
    assert!(validate(&one, &more).iter().any(|f| matches!(f, Violation::Capacity { .. })));
}

#[test]
fn a_load_that_is_listed_twice_strays() {
    // Two halves in one place add up to what is wanted; a place is listed once all the same, in order.
    let mode = Mode { work_profile: WorkProfile::Effort, uses: used(&[(0, 4), (1, 1)]), at_most: None };
    let project = Project {
        periods: 3,
        resources: vec![constant(4, 3), constant(1, 3)],
        tasks: vec![task(mode, &[])],
        makespan_cost: 1.0,
    };
    let load = |resource: usize, period: usize, amount: ResourceUnits| Load { resource, period, amount };
    let of = |loads: Vec<Load>| {
        let place = Placement { mode: 0, start: 0, finish: 2, loads };
        validate(&project, &Schedule { placements: vec![Some(place)], ..Schedule::default() })
    };
    assert_eq!(of(vec![load(0, 0, 2), load(0, 1, 2), load(1, 0, 1)]), []);
    let stray = |resource: usize, period: usize| Violation::Stray { task: 0, resource, period };
    assert_eq!(of(vec![load(0, 0, 1), load(0, 0, 1), load(0, 1, 2), load(1, 0, 1)]), [stray(0, 0)]);
    assert_eq!(of(vec![load(0, 0, 2), load(0, 1, 1), load(0, 1, 1), load(1, 0, 1)]), [stray(0, 1)]);
    assert_eq!(of(vec![load(0, 1, 2), load(0, 0, 2), load(1, 0, 1)]), [stray(0, 0)]);
    assert_eq!(of(vec![load(1, 0, 1), load(0, 0, 2), load(0, 1, 2)]), [stray(0, 0)]);
    // Each breaks its rule alone: of nothing, outside its dates.
    assert_eq!(of(vec![load(0, 0, 2), load(0, 1, 2), load(1, 0, 1), load(1, 1, 0)]), [stray(1, 1)]);
}

prop_compose! {
    fn any_mode()(kind in 0..3usize, periods in 0..4usize, a in 0..5i64, b in 0..5i64, most in proptest::option::of(1..4i64)) -> Mode {
        let work_profile = [WorkProfile::Constant(periods), WorkProfile::Interruptible(periods), WorkProfile::Effort][kind];
        Mode { work_profile, uses: used(&[(0, a), (1, b)]), at_most: most.filter(|_| work_profile == WorkProfile::Effort) }
    }
}

prop_compose! {
    fn any_task()(
        modes in proptest::collection::vec(any_mode(), 1..3),
        needs in proptest::collection::btree_map(0..8usize, 0..3usize, 0..3),
        release in 0..5usize, due in proptest::option::of(0..12usize), late in 0..3u8,
        worth in proptest::collection::vec(-3..9i32, 0..6), optional: bool, held: bool,
    ) -> (Task, std::collections::BTreeMap<usize, usize>) {
        let worth = worth.into_iter().map(f64::from).collect();
        let holds = if held && modes.iter().all(|m| m.work_profile == WorkProfile::Effort) { vec![2] } else { Vec::new() };
        let tardiness_cost = f64::from(late);
        (Task { modes, needs: Vec::new(), release, fixed_start: None, due, tardiness_cost, worth, optional, holds }, needs)
    }
}

prop_compose! {
    fn any_project()(
        drawn in proptest::collection::vec(any_task(), 1..8),
        capacities in proptest::collection::vec(proptest::collection::vec(0..6i64, 10..25), 2),
        places in 1..3i64,
        makespan in 0..3u8,
    ) -> Project {
        let task = |(at, (task, needs)): (usize, (Task, std::collections::BTreeMap<usize, usize>))| Task {
            // Only those before it: no cycles.
            needs: needs.into_iter().filter(|(t, _)| *t < at).map(|(task, lag)| Precedence { task, lag }).collect(),
            ..task
        };
        Project {
            periods: 25,
            resources: capacities.into_iter().chain([vec![places; 25]]).map(|capacity| Resource { capacity }).collect(),
            tasks: drawn.into_iter().enumerate().map(task).collect(),
            makespan_cost: f64::from(makespan),
        }
    }
}

/// The rules broken, but for tasks that fit nowhere.
fn broken(project: &Project, schedule: &Schedule) -> Vec<Violation> {
    validate(project, schedule).into_iter().filter(|v| !matches!(v, Violation::Missing { .. })).collect()
}

/// Changes of a list, kept or not, each evaluated from where it changed and as a whole.
fn same_walk<G: super::resource_profile::ResourceProfile>(
    project: &Project,
    order: &[usize],
    changes: &[(usize, usize, bool)],
) {
    let shop = super::instance::Instance::new(project).unwrap();
    let mut walk: super::incremental_sgs::IncrementalSgs<G> =
        super::incremental_sgs::IncrementalSgs::new(super::compact_project::CompactProject::new(&shop));
    let mut scheduler = super::list_scheduler::ListScheduler::new(&shop);
    let mut lister = serial_sgs::SerialSgs::new(&shop);
    let mut list: Vec<usize> = order.iter().copied().filter(|t| *t < project.tasks.len()).collect();
    walk.run(&list, 0);
    walk.accept();
    for (a, b, keep) in changes {
        let (a, b) = (a % list.len(), b % list.len());
        list.swap(a, b);
        walk.run(&list, a.min(b));
        let plain = lister.schedule(&list);
        assert_eq!(scheduler.schedule(&list), plain, "{list:?}");
        for task in 0..list.len() {
            assert_eq!(walk.placed(task), lister.placed(task), "task {task} of {list:?}");
        }
        let musts = project.tasks.iter().filter(|t| !t.optional).count();
        let (placed, points) = walk.value();
        let (missing, value) = lister.value();
        assert_eq!(placed as usize, musts - missing);
        assert!((points as f64 / walk.project.gains.scale - value).abs() < 1e-9, "{points} {value}");
        walk.run_range(&list, (a.min(b), a.max(b)));
        assert_eq!(walk.value(), (placed, points));
        if *keep {
            walk.accept();
        } else {
            list.swap(a, b);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_schedule_is_valid_and_below_its_bound(project in any_project(), seed: u64) {
        let options = SearchOptions { iterations: 60, chains: 2, seed, ..SearchOptions::default() };
        let schedule = search(&project, &options).unwrap();
        prop_assert_eq!(broken(&project, &schedule), vec![]);
        prop_assert_eq!(&schedule, &search(&project, &options).unwrap());
        if validate(&project, &schedule).is_empty() {
            let bound = bound(&project).unwrap();
            let value = schedule.value(&project);
            prop_assert!(value <= bound.value + 1e-6, "{} above {:?}", value, bound);
            let quick = quick_bound(&project).unwrap();
            prop_assert!(value <= quick.value + 1e-6, "{} above {:?}", value, quick);
        }
    }

    #[test]
    fn what_is_checked_once_comes_to_the_same_dates(
        project in any_project(),
        order in Just((0..8usize).collect::<Vec<_>>()).prop_shuffle(),
        changes in proptest::collection::vec((0..8usize, proptest::collection::vec(0..9i64, 0..3), 0..4usize), 1..9),
    ) {
        let mut changed = project;
        changed.tasks.iter_mut().for_each(|t| t.optional = false);
        let given = changed.clone();
        let replay = ScheduleReplay::new(&order);
        let mut ready = replay.prepare(&changed).unwrap();
        for (task, amounts, delay) in changes {
            let Some(t) = changed.tasks.get_mut(task) else { continue };
            t.modes[0].uses = used(&amounts.into_iter().enumerate().collect::<Vec<_>>());
            ready.set_uses(task, &t.modes[0].uses).unwrap();
            ready.set_delay(task, delay);
            for (next, given) in changed.tasks.iter_mut().zip(&given.tasks) {
                for (need, given) in next.needs.iter_mut().zip(&given.needs).filter(|(n, _)| n.task == task) {
                    need.lag = given.lag + delay;
                }
            }
            prop_assert_eq!(ready.dates().collect::<Vec<_>>(), replay.dates(&changed).unwrap());
        }
    }

    #[test]
    fn what_changed_alone_comes_to_the_same_as_all(
        project in any_project(),
        order in Just((0..8usize).collect::<Vec<_>>()).prop_shuffle(),
        fixed in proptest::option::of((0..8usize, 0..6usize)),
        changes in proptest::collection::vec((0..8usize, 0..8usize, any::<bool>()), 1..20),
    ) {
        let mut project = project;
        if let Some((task, start)) = fixed && let Some(task) = project.tasks.get_mut(task) {
            task.fixed_start = Some(start);
        }
        same_walk::<super::resource_profile::DenseProfile>(&project, &order, &changes);
        let steady = |m: &mut Mode| if m.work_profile == WorkProfile::Effort { m.work_profile = WorkProfile::Constant(m.uses.len()); m.at_most = None };
        project.tasks.iter_mut().for_each(|t| t.holds.clear());
        project.tasks.iter_mut().flat_map(|t| &mut t.modes).for_each(steady);
        project.tasks.iter_mut().flat_map(|t| &mut t.modes).for_each(|m| if let WorkProfile::Interruptible(n) = m.work_profile { m.work_profile = WorkProfile::Constant(n) });
        same_walk::<super::packed_profile::PackedProfile>(&project, &order, &changes);
    }

    #[test]
    fn the_best_schedule_is_no_worse_than_any_list(project in any_project(), order in Just((0..8usize).collect::<Vec<_>>()).prop_shuffle()) {
        let options = SearchOptions { iterations: 20, ..SearchOptions::default() };
        if let Some(exact) = solve_exact(&project, &options, 2_000, None).unwrap() {
            prop_assert_eq!(validate(&project, &exact.schedule), vec![]);
            prop_assert!(exact.value <= bound(&project).unwrap().value + 1e-6);
            let other = list_schedule(&project, &order).unwrap();
            if exact.proven && validate(&project, &other).is_empty() {
                prop_assert!(other.value(&project) <= exact.value + 1e-6);
            }
        }
    }

    #[test]
    fn tampering_is_seen(project in any_project(), seed: u64, at in 0..8usize, how in 0..7usize) {
        let schedule = search(&project, &SearchOptions { iterations: 10, chains: 1, seed, ..SearchOptions::default() }).unwrap();
        let mut changed = schedule.clone();
        let Some(Some(placement)) = changed.placements.get_mut(at) else { return Ok(()) };
        match how {
            0 => placement.finish += 1,
            1 => placement.mode = 9,
            2 => placement.start += 1,
            3 => match placement.loads.first_mut() {
                Some(load) => load.amount += 1,
                None => return Ok(()),
            },
            4 => if placement.loads.pop().is_none() { return Ok(()) },
            5 => match placement.loads.last_mut() {
                Some(load) => load.period = placement.finish,
                None => return Ok(()),
            },
            _ => match placement.loads.last().copied() {
                Some(load) => placement.loads.push(load),
                None => return Ok(()),
            },
        }
        // A later start of spread work that still covers its loads is a rule of nobody's; all else is.
        let harmless = how == 2 && broken(&project, &changed).is_empty();
        let spread = project.tasks[at].modes.get(schedule.placements[at].as_ref().map_or(0, |p| p.mode)).map(|m| m.work_profile);
        prop_assert!(!broken(&project, &changed).is_empty() || (harmless && spread != Some(WorkProfile::Constant(1))), "{:?}", changed);
    }
}
