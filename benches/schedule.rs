//! Select-and-schedule instances of 200 initiatives in 8 quarters: value found, and the gap to the bound.
//!
//! `PLANWRIGHT_DATA=FOLDER cargo bench --bench schedule`, where `FOLDER/schedule` holds the instances.

use planwright::schedule::{Mode, Need, Pace, Project, Resource, Search, Task, Use, bound, search, validate};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Instance, and the best value a solver found in 60 s (README of the data).
const INSTANCES: [(&str, f64); 4] =
    [("p1_45", 2_970_096.0), ("p1_25", 2_020_861.0), ("p1_80", 4_198_939.0), ("p2_45", 2_822_591.0)];

fn main() {
    let Some(folder) = std::env::var_os("PLANWRIGHT_DATA").map(|d| PathBuf::from(d).join("schedule")) else {
        return println!("skipped: PLANWRIGHT_DATA names no folder of data");
    };
    if !folder.is_dir() {
        return println!("skipped: no {}", folder.display());
    }
    let iterations = std::env::var("ITERATIONS").ok().and_then(|n| n.parse().ok()).unwrap_or(500_000);
    println!("| instance | value | solvers, 60 s | bound | gap | valid | search | bound took |");
    println!("|---|---|---|---|---|---|---|---|");
    for (name, solvers) in INSTANCES {
        let project = read(&folder.join(format!("{name}.json")));
        let start = Instant::now();
        let bound = bound(&project).expect("a sound project");
        let bounding = start.elapsed().as_secs_f64();
        let start = Instant::now();
        let schedule = search(&project, &Search { iterations, ..Search::default() }).expect("a sound project");
        let seconds = start.elapsed().as_secs_f64();
        let value = schedule.value(&project);
        println!(
            "| {name} | {value:.0} {} | {solvers:.0} | {:.0} ({:?}) | {:.2}% | {} | {seconds:.1} s | {bounding:.1} s |",
            if value >= solvers { "≥" } else { "<" },
            bound.value,
            bound.by,
            100.0 * (bound.value - value) / bound.value,
            validate(&project, &schedule).is_empty(),
        );
    }
}

/// An instance of `schedule/README.md`.
fn read(path: &Path) -> Project {
    let text = std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let data: Value = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
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
        let modes = vec![Mode { pace: Pace::Steady(length), uses, at_most: None }];
        tasks.push(Task { modes, worth, optional: true, ..Task::default() });
    }
    for edge in list(&data["edges"]) {
        let (before, after) = (number(&edge[0]) as usize, number(&edge[1]) as usize);
        tasks[after].needs.push(Need { task: before, lag: 0 });
    }
    Project { periods, resources, tasks, makespan: 0.0 }
}
