//! The 480 instances of 30 activities of PSPLIB (Kolisch and Sprecher, 1997) against their proven shortest lengths.
//!
//! `PLANWRIGHT_DATA=FOLDER cargo bench --bench psplib`, where `FOLDER/psplib` holds `j30opt.sm` and the instances,
//! unpacked, in itself or in `j30.sm`.
#![allow(clippy::disallowed_methods, reason = "a bench measures time")]

use planwright_solver::{
    Mode, Precedence, Project, Resource, SearchOptions, Task, Use, WorkProfile, list_schedule, search, validate,
};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

fn main() {
    let Some(folder) = std::env::var_os("PLANWRIGHT_DATA").map(|d| PathBuf::from(d).join("psplib")) else {
        return println!("skipped: PLANWRIGHT_DATA names no folder of data");
    };
    let Ok(optima) = std::fs::read_to_string(folder.join("j30opt.sm")) else {
        return println!("skipped: no {}", folder.join("j30opt.sm").display());
    };
    let iterations = std::env::var("ITERATIONS").ok().and_then(|n| n.parse().ok()).unwrap_or(20_000);
    let best: BTreeMap<(usize, usize), usize> = optima.lines().filter_map(optimum).collect();
    let unpacked = [folder.join("j30.sm"), folder].into_iter().find(|f| f.join("j301_1.sm").is_file());
    let Some(unpacked) = unpacked else { return println!("skipped: unpack j30.all.tar.gz beside j30opt.sm first") };
    let (mut gaps, mut listed, mut exact, mut proven, mut invalid, mut below) = (0.0, 0.0, 0, 0, 0, 0);
    let (mut slowest, began) = (0.0f64, Instant::now());
    for ((parameter, instance), optimum) in &best {
        let project = read(&unpacked.join(format!("j30{parameter}_{instance}.sm")));
        let start = Instant::now();
        let bound = planwright_solver::bound(&project).expect("a sound project");
        let options = SearchOptions { iterations, bound: Some(bound.value), ..SearchOptions::default() };
        let schedule = search(&project, &options).expect("a sound project");
        slowest = slowest.max(start.elapsed().as_secs_f64());
        let length = schedule.makespan();
        invalid += usize::from(!validate(&project, &schedule).is_empty());
        below += usize::from(length < *optimum || -bound.value > *optimum as f64 + 1e-9);
        exact += usize::from(length == *optimum);
        proven += usize::from(-bound.value >= length as f64 - 1e-9);
        gaps += 100.0 * (length as f64 / *optimum as f64 - 1.0);
        let by_number = list_schedule(&project, &(0..project.tasks.len()).collect::<Vec<_>>()).expect("sound");
        listed += 100.0 * (by_number.makespan() as f64 / *optimum as f64 - 1.0);
    }
    let n = best.len();
    println!(
        "| instances | valid | below optimum or bound above it | optimal | proven by the bound | above optimum, mean | by number alone | slowest | all |"
    );
    println!("|---|---|---|---|---|---|---|---|---|");
    println!(
        "| {n} | {} | {below} | {exact} | {proven} | {:.3}% | {:.2}% | {slowest:.2} s | {:.1} s |",
        n - invalid,
        gaps / n as f64,
        listed / n as f64,
        began.elapsed().as_secs_f64()
    );
}

/// Parameter, instance and length of a line of `j30opt.sm`.
fn optimum(line: &str) -> Option<((usize, usize), usize)> {
    let mut words = line.split_whitespace().map(str::parse);
    match (words.next()?, words.next()?, words.next()?) {
        (Ok(parameter), Ok(instance), Ok(length)) => Some(((parameter, instance), length)),
        _ => None,
    }
}

/// An instance in PSPLIB's single-mode format.
fn read(path: &Path) -> Project {
    let text = std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    // Lines of words are headings.
    let numbers = |line: &str| line.split_whitespace().map(str::parse).collect::<Result<Vec<usize>, _>>();
    let section = |name: &str| -> Vec<Vec<usize>> {
        let lines = text.lines().skip_while(|l| !l.starts_with(name)).skip(1);
        lines
            .take_while(|l| !l.starts_with("****"))
            .filter_map(|l| numbers(l).ok())
            .filter(|row| row.len() > 2)
            .collect()
    };
    let followers = section("PRECEDENCE");
    let requests = section("REQUESTS");
    let capacities = section("RESOURCEAVAIL").pop().expect("a line of capacities");
    let periods = requests.iter().map(|r| r[2]).sum();
    let mut tasks: Vec<Task> = requests
        .iter()
        .map(|row| {
            let uses = row[3..].iter().enumerate().filter(|(_, a)| **a > 0);
            let uses = uses.map(|(resource, amount)| Use { resource, amount: *amount as i64 }).collect();
            Task {
                modes: vec![Mode { work_profile: WorkProfile::Constant(row[2]), uses, at_most: None }],
                ..Task::default()
            }
        })
        .collect();
    for row in followers {
        for next in &row[3..] {
            tasks[next - 1].needs.push(Precedence { task: row[0] - 1, lag: 0 });
        }
    }
    let resources = capacities.iter().map(|c| Resource { capacity: vec![*c as i64; periods] }).collect();
    Project { periods, resources, tasks, makespan_cost: 1.0 }
}
