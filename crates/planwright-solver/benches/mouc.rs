//! A real roadmap of 90 items and 7 people with absences, against the schedules of mouc 0.8.0 (Norton) for it.
//!
//! `PLANWRIGHT_DATA=FOLDER cargo bench --bench mouc`, where `FOLDER/mouc` holds roadmap, people and schedules.
//!
//! How mouc's rules were read, a period being a day and day 0 its start, 2025-10-01:
//!
//! | mouc | here |
//! |---|---|
//! | `effort: 1.5w`, 7 days if absent | calendar days, shared out over the people named; the part of a day left over is dropped, and the day of completion counts as work: floor(days) + 1 periods |
//! | `resources: [a, b]` | all of them together, for the whole task |
//! | none, with `default_resource: "*"` | one of the seven, whoever finishes it first |
//! | `dns_periods` | no capacity on those days, the last included; a task waits over them and goes on (`Paused`), for no other reason |
//! | `requires`, and `enables` read the other way | finish to start: it starts on the day after completion |
//! | `timeframe: 2026q1` | no start before its first day; due on its last day |
//! | a due date of what follows | comes forward by what it takes: the prerequisite is due as many days earlier; the earliest counts. So mouc counts late days |
//! | `status: done`, `end_date` | fixed; its people are away from `end_date` less its effort until `end_date` |
#![allow(clippy::disallowed_methods, reason = "a bench measures time")]

use planwright_solver::{
    Mode, Precedence, Project, Resource, Schedule, SearchOptions, Task, Use, WorkProfile, bound, search, validate,
};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

const HORIZON: usize = 730;

/// An item as it is written.
#[derive(Debug, Default)]
struct Entry {
    requires: Vec<String>,
    enables: Vec<String>,
    people: Vec<String>,
    meta: BTreeMap<String, String>,
}

/// Days since 1970-01-01 of a date written YYYY-MM-DD (Hinnant's algorithm).
fn days(date: &str) -> i64 {
    let part = |at: std::ops::Range<usize>| date.get(at).and_then(|p| p.parse::<i64>().ok()).unwrap_or_default();
    let (year, month, day) = (part(0..4), part(5..7), part(8..10));
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// A day number as a date.
fn date(days: i64) -> String {
    let z = days + 719_468;
    let (era, of_era) = (z.div_euclid(146_097), z.rem_euclid(146_097));
    let years = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * years + years / 4 - years / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    format!("{}-{month:02}-{day:02}", years + era * 400 + i64::from(month <= 2))
}

/// First and last day of `2026q1`.
fn quarter(text: &str) -> Option<(i64, i64)> {
    let (year, quarter) = text.split_once('q')?;
    let (year, quarter) = (year.parse::<i64>().ok()?, quarter.parse::<i64>().ok()?);
    let first = |q: i64| days(&format!("{}-{:02}-01", year + (q - 1) / 4, (q - 1) % 4 * 3 + 1));
    Some((first(quarter), first(quarter + 1) - 1))
}

fn main() {
    let Some(folder) = std::env::var_os("PLANWRIGHT_DATA").map(|d| PathBuf::from(d).join("mouc")) else {
        return println!("skipped: PLANWRIGHT_DATA names no folder of data");
    };
    let (Ok(roadmap), Ok(people)) = (
        std::fs::read_to_string(folder.join("anon-roadmap-90.yaml")),
        std::fs::read_to_string(folder.join("anon-resources.yaml")),
    ) else {
        return println!("skipped: no {}", folder.join("anon-roadmap-90.yaml").display());
    };
    let zero = days("2025-10-01");
    let entries = entries(&roadmap);
    let names: Vec<&String> = entries.keys().collect();
    let (project, due) = project(&entries, &people, zero);
    println!("| schedule | ends | late items | late days | late by own quarter | valid | took |");
    println!("|---|---|---|---|---|---|---|");
    let line = |name: &str, ends: &[i64], valid: &str, took: &str| {
        let late: Vec<i64> =
            ends.iter().zip(&due).filter_map(|(e, due)| Some(e - (*due)?)).filter(|l| *l > 0).collect();
        let own = |(at, e): (usize, &i64)| Some(e - quarter(entries[names[at]].meta.get("timeframe")?)?.1);
        let own: Vec<i64> = ends.iter().enumerate().filter_map(own).filter(|l| *l > 0).collect();
        println!(
            "| {name} | {} | {} | {} | {}, {} days | {valid} | {took} |",
            date(ends.iter().copied().max().unwrap_or_default()),
            late.len(),
            late.iter().sum::<i64>(),
            own.len(),
            own.iter().sum::<i64>()
        );
    };
    for name in ["parallel_sgs", "bounded_rollout"] {
        let ends = completions(&folder.join(format!("mouc-0.8.0-{name}.csv")), &names);
        line(&format!("mouc {name}"), &ends, "", "");
    }
    let iterations = std::env::var("ITERATIONS").ok().and_then(|n| n.parse().ok()).unwrap_or(20_000);
    for (what, makespan) in [("late days first", 0.01), ("both", 5.0), ("length first", 1000.0)] {
        let project = Project { makespan_cost: makespan, ..project.clone() };
        let start = Instant::now();
        let schedule =
            search(&project, &SearchOptions { iterations, ..SearchOptions::default() }).expect("a sound project");
        let seconds = start.elapsed().as_secs_f64();
        let valid = validate(&project, &schedule).is_empty().to_string();
        line(&format!("here, {what}"), &ends(&schedule, zero), &valid, &format!("{seconds:.1} s"));
    }
    let length = Project {
        makespan_cost: 1.0,
        tasks: project.tasks.iter().map(|t| Task { tardiness_cost: 0.0, ..t.clone() }).collect(),
        ..project
    };
    let bound = bound(&length).expect("a sound project");
    println!("\nNo schedule ends before {} ({:?}).", date(zero - bound.value as i64 - 1), bound.by);
}

/// The last day of each task.
fn ends(schedule: &Schedule, zero: i64) -> Vec<i64> {
    schedule.placements.iter().map(|p| zero - 1 + p.as_ref().map_or(0, |p| p.finish as i64)).collect()
}

fn completions(path: &Path, names: &[&String]) -> Vec<i64> {
    let text = std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let rows = text.lines().skip(1).map(|l| l.split(',').collect::<Vec<_>>());
    let by_name: BTreeMap<&str, i64> = rows.filter(|r| r.len() == 5).map(|r| (r[0], days(r[4]))).collect();
    names.iter().map(|n| by_name.get(n.as_str()).copied().unwrap_or_default()).collect()
}

/// Reads the lines that this file uses of YAML: items, their lists and their `meta`.
fn entries(text: &str) -> BTreeMap<String, Entry> {
    let mut entries: BTreeMap<String, Entry> = BTreeMap::new();
    let (mut name, mut list) = (String::new(), String::new());
    for line in text.lines().skip_while(|l| !l.starts_with("entities")).skip(1) {
        let (depth, line) = (line.len() - line.trim_start().len(), line.trim());
        if let Some(member) = line.strip_prefix("- ") {
            let entry = entries.entry(name.clone()).or_default();
            match list.as_str() {
                "requires" => entry.requires.push(member.into()),
                "enables" => entry.enables.push(member.into()),
                "resources" => entry.people.push(member.into()),
                other => panic!("a list of {other}"),
            }
        } else if let Some((key, value)) = line.split_once(':') {
            match depth {
                2 => name = key.into(),
                _ => list = key.into(),
            }
            let entry = entries.entry(name.clone()).or_default();
            if depth == 6 && !value.trim().is_empty() {
                entry.meta.insert(key.into(), value.trim().into());
            }
        }
    }
    entries
}

impl Entry {
    /// Days of work, shared out over the people named.
    fn length(&self) -> f64 {
        let weeks = self.meta.get("effort").map_or(Some(1.0), |e| e.strip_suffix('w')?.parse::<f64>().ok());
        weeks.expect("effort in weeks") * 7.0 / self.people.len().max(1) as f64
    }
}

/// The project, and the day each item is due.
fn project(entries: &BTreeMap<String, Entry>, people: &str, zero: i64) -> (Project, Vec<Option<i64>>) {
    let names: Vec<&String> = entries.keys().collect();
    let index = |name: &str| names.iter().position(|n| n.as_str() == name).unwrap_or_else(|| panic!("no item {name}"));
    let (mut persons, mut resources, mut from) = (Vec::new(), Vec::<Resource>::new(), 0);
    let away = |resource: &mut Resource, from: i64, to: i64| {
        for day in from.max(zero)..=to.min(zero + HORIZON as i64 - 1) {
            resource.capacity[(day - zero) as usize] = 0;
        }
    };
    for line in people.lines() {
        let (key, value) = line.trim().trim_start_matches("- ").split_once(": ").unwrap_or((line, ""));
        match (key, resources.last_mut()) {
            ("name", _) => {
                persons.push(value.to_string());
                resources.push(Resource { capacity: vec![1; HORIZON] });
            }
            ("start", _) => from = days(value),
            ("end", Some(last)) => away(last, from, days(value)),
            _ => {}
        }
    }
    let person = |name: &str| persons.iter().position(|p| p == name).unwrap_or_else(|| panic!("nobody named {name}"));
    let mut tasks: Vec<Task> = entries
        .values()
        .map(|entry| {
            let length = entry.length() as usize + 1;
            let uses = |people: Vec<usize>| people.into_iter().map(|resource| Use { resource, amount: 1 }).collect();
            let mode =
                |people| Mode { work_profile: WorkProfile::Interruptible(length), uses: uses(people), at_most: None };
            let modes = match entry.people.len() {
                0 => (0..persons.len()).map(|p| mode(vec![p])).collect(),
                _ => vec![mode(entry.people.iter().map(|p| person(p)).collect())],
            };
            let quarter = entry.meta.get("timeframe").and_then(|t| quarter(t));
            let release = quarter.map_or(0, |(first, _)| (first - zero).max(0) as usize);
            let mut task = Task { modes, release, tardiness_cost: 1.0, ..Task::default() };
            if let Some(end) = entry.meta.get("end_date").map(|d| days(d)) {
                let start = end - entry.length() as i64;
                entry.people.iter().for_each(|p| away(&mut resources[person(p)], start, end));
                task.fixed_start = Some((start - zero) as usize);
                task.modes =
                    vec![Mode { work_profile: WorkProfile::Constant((end - start) as usize + 1), ..Mode::default() }];
            }
            task
        })
        .collect();
    for (at, entry) in entries.values().enumerate() {
        tasks[at].needs.extend(entry.requires.iter().map(|n| Precedence { task: index(n), lag: 0 }));
        for next in entry.enables.iter().map(|n| index(n)) {
            tasks[next].needs.push(Precedence { task: at, lag: 0 });
        }
    }
    for task in &mut tasks {
        task.needs.sort_by_key(|n| n.task);
        task.needs.dedup();
    }
    let mut project = Project { periods: HORIZON, resources, tasks, makespan_cost: 0.0 };
    let own = |entry: &Entry| entry.meta.get("timeframe").and_then(|t| quarter(t)).map(|(_, last)| last);
    let mut due: Vec<Option<i64>> = entries.values().map(own).collect();
    let lengths: Vec<f64> = entries.values().map(Entry::length).collect();
    for task in project.order().expect("a sound project").into_iter().rev() {
        let Some(last) = due[task] else { continue };
        for need in project.tasks[task].needs.clone() {
            let before = last - lengths[task].ceil() as i64;
            due[need.task] = Some(due[need.task].map_or(before, |d| d.min(before)));
        }
    }
    for (task, due) in project.tasks.iter_mut().zip(&due) {
        task.due = due.map(|d| (d + 1 - zero).max(0) as usize);
    }
    (project, due)
}
