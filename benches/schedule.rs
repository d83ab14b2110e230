//! Select-and-schedule instances of 200 initiatives in 8 quarters: value found, and the gap to the bound.
//!
//! `PLANWRIGHT_DATA=FOLDER cargo bench --bench schedule`, where `FOLDER/schedule` holds the instances.
#![allow(clippy::disallowed_methods, reason = "a bench measures time")]

use planwright::RoadmapOptions;
use planwright::quantity::Date;
use planwright::{Source, View};
use planwright_solver::{
    Item, Mode, Precedence, Project, Resource, ScheduleReplay, SearchLimit, SearchOptions, SelectionProblem, Task, Use,
    WorkProfile, bound, choose, list_schedule, search, search_list, solve_exact, validate,
};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Instance, and the best value a solver found in 60 s (README of the data).
const INSTANCES: [(&str, f64); 4] =
    [("p1_45", 2_970_096.0), ("p1_25", 2_020_861.0), ("p1_80", 4_198_939.0), ("p2_45", 2_822_591.0)];

fn main() {
    if chosen("forecast") {
        forecasts();
    }
    let Some(folder) = std::env::var_os("PLANWRIGHT_DATA").map(|d| PathBuf::from(d).join("schedule")) else {
        return println!("skipped: PLANWRIGHT_DATA names no folder of data");
    };
    if !folder.is_dir() {
        return println!("skipped: no {}", folder.display());
    }
    let number = |name: &str, usual: u64| std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(usual);
    let (iterations, seeds) = (number("ITERATIONS", 1_000_000), number("SEEDS", 1));
    println!("| instance | seed | value | solvers, 60 s | bound | gap | valid | search | bound took |");
    println!("|---|---|---|---|---|---|---|---|---|");
    for (name, solvers) in INSTANCES.into_iter().filter(|(name, _)| chosen(name)) {
        let project = read(&folder.join(format!("{name}.json")));
        let start = Instant::now();
        let bound = bound(&project).expect("a sound project");
        let bounding = start.elapsed().as_secs_f64();
        for seed in 1..=seeds {
            let start = Instant::now();
            let options = SearchOptions { iterations, seed, hint: Some(&bound.hint), ..SearchOptions::default() };
            let schedule = search(&project, &options).expect("a sound project");
            let seconds = start.elapsed().as_secs_f64();
            let value = schedule.value(&project);
            println!(
                "| {name} | {seed} | {value:.0} {} | {solvers:.0} | {:.0} ({:?}) | {:.2}% | {} | {seconds:.1} s | {bounding:.1} s |",
                if value >= solvers { "≥" } else { "<" },
                bound.value,
                bound.by,
                100.0 * (bound.value - value) / bound.value,
                validate(&project, &schedule).is_empty(),
            );
        }
    }
    if !chosen("rest") {
        return;
    }
    proofs(&folder);
    growth();
}

/// From text to dates with their odds: a plan of so many initiatives, each with a range of effort, a third with a risk.
fn forecasts() {
    println!("| initiatives | text to scores | roadmap, 500 samples | roadmap, 10,000 samples | in all | placed |");
    println!("|---|---|---|---|---|---|");
    for count in [200, 500, 1000, 2000] {
        let start = Instant::now();
        let view = View { today: Date::new(2026, 5, 4), ..View::default() };
        let parsed = Source::text("forecast.plan", &plan(count)).parse().expect("it is text");
        let scored = parsed.resolve(&view).unwrap().evaluate();
        let scoring = start.elapsed().as_secs_f64();
        let roadmap = |samples: u32| {
            let start = Instant::now();
            let roadmap =
                scored.evaluated.roadmap(&RoadmapOptions { samples: Some(samples), ..RoadmapOptions::default() });
            (roadmap.expect("nothing stops it"), start.elapsed().as_secs_f64())
        };
        let ((_, few), (found, many)) = (roadmap(500), roadmap(10_000));
        let placed = found.items.iter().filter(|i| i.start.is_some()).count();
        println!("| {count} | {scoring:.2} s | {few:.2} s | {many:.2} s | {:.2} s | {placed} |", scoring + many);
    }
}

/// A plan of so many initiatives, made up by arithmetic: a team for every 25, two for some initiatives, efforts of 1 to
/// 24 person-weeks, needs among those before.
fn plan(count: usize) -> String {
    let mut text = String::from("plan acme \"Acme\" { rank_by: rice; horizon: 2026-05 to 2028-04 }\n");
    let teams = (count / 25).max(2);
    for team in 0..teams {
        text.push_str(&format!("team t{team} \"Team {team}\" {{ capacity: {} people }}\n", 4 + team % 3));
    }
    for at in 0..count {
        let drawn = |salt: usize, most: usize| (at * 7919 + salt * 104_729) % 10_007 % most;
        let (team, low) = (drawn(1, teams), 1 + drawn(2, 12));
        text.push_str(&format!("initiative i{at} \"Initiative {at}\" {{\n  team: t{team}"));
        if drawn(3, 4) == 0 {
            text.push_str(&format!(", t{}", (team + 1 + drawn(4, teams - 1)) % teams));
        }
        text.push_str(&format!("\n  effort: {low} to {} person-weeks\n", low * 2));
        if at > 0 && drawn(5, 3) == 0 {
            text.push_str(&format!("  needs: i{}\n", at - 1 - drawn(6, at.min(40))));
        }
        if drawn(7, 3) == 0 {
            let weeks = 1 + drawn(8, 4);
            text.push_str(&format!(
                "  risk late \"Late\" {{ likelihood: {}%; delay: {weeks} to {} weeks }}\n",
                10 + drawn(9, 40),
                weeks * 3
            ));
        }
        let (reach, impact) = (100 + drawn(10, 9_000), 1 + drawn(11, 3));
        text.push_str(&format!("  rice {{ reach: {reach} users/month; impact: {impact}; confidence: 80% }}\n}}\n"));
    }
    text
}

/// Whether a part of this file is to be run: all of it, or what `ONLY` names.
fn chosen(part: &str) -> bool {
    std::env::var("ONLY").map_or(true, |only| only.split(',').any(|o| o == part))
}

/// The instances that are small enough for a proof: one to schedule, two to choose from.
fn proofs(folder: &Path) {
    println!("\n| instance | value | bound | proven | nodes | valid | took |");
    println!("|---|---|---|---|---|---|---|");
    let project = read(&folder.join("small1.json"));
    let start = Instant::now();
    let found =
        solve_exact(&project, &SearchOptions::default(), 20_000, None).expect("a sound project").expect("it is small");
    let valid = validate(&project, &found.schedule).is_empty();
    let (value, bound, seconds) = (found.value, found.bound, start.elapsed().as_secs_f64());
    println!("| small1 | {value:.0} | {bound:.0} | {} | {} | {valid} | {seconds:.1} s |", found.proven, found.nodes);
    for name in ["sel1", "sel2"] {
        let question = selection_problem(&folder.join(format!("{name}.json")));
        let start = Instant::now();
        let found = choose(&question, &SearchLimit { nodes: 200_000, stop: None }).expect("a sound question");
        let valid = question.evaluate(&found.members).1;
        let (value, bound, seconds) = (found.value, found.bound, start.elapsed().as_secs_f64());
        println!(
            "| {name} | {value:.0} | {bound:.0} | {} | {} | {valid} | {seconds:.1} s |",
            found.proven, found.nodes
        );
    }
}

/// An instance of one period, in which what comes first need only be chosen too.
fn selection_problem(path: &Path) -> SelectionProblem {
    let (project, data) = (read(path), json(path));
    let amount = |t: &Task, r: usize| t.modes[0].uses.iter().find(|u| u.resource == r).map_or(0.0, |u| u.amount as f64);
    let item = |(t, values): (&Task, &Value)| Item {
        value: values[0].as_f64().unwrap_or_default(),
        costs: (0..project.resources.len()).map(|r| amount(t, r)).collect(),
        needs: t.needs.iter().map(|n| n.task).collect(),
        ..Item::default()
    };
    let values = data["val"].as_array().cloned().unwrap_or_default();
    let items = project.tasks.iter().zip(&values).map(item).collect();
    SelectionProblem { items, budgets: project.resources.iter().map(|r| r.capacity[0] as f64).collect() }
}

fn json(path: &Path) -> Value {
    let text = std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// An instance of `schedule/README.md`.
fn read(path: &Path) -> Project {
    let data = json(path);
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let number = |value: &Value| value.as_f64().unwrap_or_default();
    let periods = number(&data["T"]) as usize;
    let resources = list(&data["cap"]).iter().map(|c| Resource { capacity: vec![number(c) as i64; periods] }).collect();
    let mut tasks = Vec::new();
    for (item, values) in list(&data["items"]).iter().zip(list(&data["val"])) {
        let length = number(&item["d"]) as usize;
        let demands = item["dem"].as_object().cloned().unwrap_or_default();
        let mut uses: Vec<Use> = demands
            .iter()
            .filter_map(|(team, amount)| Some(Use { resource: team.parse().ok()?, amount: number(amount) as i64 }))
            .collect();
        uses.sort_by_key(|u| u.resource);
        // Values are by start, worths by finish.
        let mut worth = vec![0.0; length];
        worth.extend(list(&values).iter().map(number));
        worth.truncate(periods + 1);
        let modes = vec![Mode { work_profile: WorkProfile::Constant(length), uses, at_most: None }];
        tasks.push(Task { modes, worth, optional: true, ..Task::default() });
    }
    for edge in list(&data["edges"]) {
        let (before, after) = (number(&edge[0]) as usize, number(&edge[1]) as usize);
        tasks[after].needs.push(Precedence { task: before, lag: 0 });
    }
    Project { periods, resources, tasks, makespan_cost: 0.0 }
}

/// A roadmap of so many initiatives made up by arithmetic: 12 teams, efforts of 1 to 12 person-months spread over 60
/// months, one or two teams each, chains of needs, worths that fall month by month.
fn roadmap(count: usize) -> Project {
    let (teams, periods) = (12, 60);
    let people = (count as i64 / 20).max(2) * 100;
    let resources = (0..teams).map(|t| Resource { capacity: vec![people + 50 * (t as i64 % 3); periods] }).collect();
    let task = |at: usize| {
        let drawn = |salt: usize, most: usize| (at * 7919 + salt * 104_729) % 10_007 % most;
        let mut uses = vec![Use { resource: drawn(1, teams), amount: 100 + 100 * drawn(2, 12) as i64 }];
        if drawn(3, 3) == 0 {
            uses.push(Use { resource: (uses[0].resource + 1 + drawn(4, teams - 1)) % teams, amount: 100 });
        }
        let mode = Mode { work_profile: WorkProfile::Effort, uses, at_most: Some(300) };
        let needs = (0..drawn(5, 3))
            .filter_map(|n| at.checked_sub(1 + drawn(6 + n, 40)))
            .map(|task| Precedence { task, lag: 0 });
        let worth = (0..=periods).map(|f| (100 + drawn(9, 900)) as f64 * (1.0 - f as f64 / 100.0)).collect();
        let mut needs: Vec<Precedence> = needs.collect();
        needs.dedup();
        Task { modes: vec![mode], needs, worth, optional: true, ..Task::default() }
    };
    Project { periods, resources, tasks: (0..count).map(task).collect(), makespan_cost: 0.0 }
}

/// How time grows with the number of initiatives.
fn growth() {
    println!("\n| initiatives | search, 2 × 5,000 lists | bound | gap | valid | 10,000 replays, one thread |");
    println!("|---|---|---|---|---|---|");
    for count in [200, 500, 1000, 2000] {
        let project = roadmap(count);
        let start = Instant::now();
        let list = search_list(&project, &SearchOptions { iterations: 5_000, ..SearchOptions::default() })
            .expect("a sound project");
        let searching = start.elapsed().as_secs_f64();
        let schedule = list_schedule(&project, &list).expect("a sound project");
        let start = Instant::now();
        let bound = bound(&project).expect("a sound project");
        let bounding = start.elapsed().as_secs_f64();
        let start = Instant::now();
        let mut ready = ScheduleReplay::new(&list).prepare(&project).expect("a sound project");
        let placed: usize = (0..10_000).map(|_| ready.dates().flatten().count()).sum();
        let replaying = start.elapsed().as_secs_f64();
        assert!(placed > 0);
        let value = schedule.value(&project);
        println!(
            "| {count} | {searching:.1} s | {bounding:.1} s, {:?} | {:.1}% | {} | {replaying:.1} s |",
            bound.by,
            100.0 * (bound.value - value) / bound.value,
            validate(&project, &schedule).is_empty(),
        );
    }
}
