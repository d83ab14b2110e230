//! Instances of the next release problem (Bagnall 2001; Xuan 2012) against their proven optima.
//!
//! `PLANWRIGHT_DATA=FOLDER cargo bench --bench nrp`, where `FOLDER/nrp` holds the instances and `verified-optima.csv`.
#![allow(clippy::disallowed_methods, reason = "a bench measures time")]

use planwright_solver::{Item, SearchLimit, SelectionProblem, choose};
use std::path::{Path, PathBuf};
use std::time::Instant;

fn main() {
    let Some(folder) = std::env::var_os("PLANWRIGHT_DATA").map(|d| PathBuf::from(d).join("nrp")) else {
        return println!("skipped: PLANWRIGHT_DATA names no folder of data");
    };
    let Ok(optima) = std::fs::read_to_string(folder.join("verified-optima.csv")) else {
        return println!("skipped: no {}", folder.join("verified-optima.csv").display());
    };
    let nodes = std::env::var("NODES").ok().and_then(|n| n.parse().ok()).unwrap_or(2_500);
    println!("| instance | ratio | value | optimum | bound | proven | gap | nodes | took |");
    println!("|---|---|---|---|---|---|---|---|---|");
    for line in optima.lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        let [name, ratio, _, budget, _, optimum, ..] = fields.as_slice() else { continue };
        let (Ok(budget), Ok(optimum)) = (budget.parse::<f64>(), optimum.parse::<f64>()) else { continue };
        if std::env::var("ONLY").is_ok_and(|only| !format!("{name}_{ratio}").contains(&only)) {
            continue;
        }
        let question = read(&folder.join(format!("{name}.txt")), budget);
        let start = Instant::now();
        let chosen = choose(&question, &SearchLimit { nodes, stop: None }).expect("a sound question");
        let seconds = start.elapsed().as_secs_f64();
        let (value, valid) = question.evaluate(&chosen.members);
        assert!(
            valid && value == chosen.value && value <= optimum && chosen.bound >= optimum,
            "{name} {ratio}: a false answer"
        );
        println!(
            "| {name} | {ratio}% | {value} {} | {optimum} | {:.1} | {} | {:.3}% | {} | {seconds:.1} s |",
            if value == optimum { "=" } else { "<" },
            chosen.bound,
            if chosen.proven { "yes" } else { "no" },
            100.0 * chosen.gap(),
            chosen.nodes,
        );
    }
}

/// An instance: requirements with costs, then customers with worths who need them.
fn read(path: &Path, budget: f64) -> SelectionProblem {
    let text = std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let mut numbers = text.split_whitespace().filter_map(|w| w.parse::<usize>().ok());
    let mut next = || numbers.next().unwrap_or_else(|| panic!("{}: too short", path.display()));
    let mut items = Vec::new();
    for _ in 0..next() {
        for _ in 0..next() {
            items.push(Item { costs: vec![next() as f64], ..Item::default() });
        }
    }
    for _ in 0..next() {
        let (before, after) = (next() - 1, next() - 1);
        items[after].needs.push(before);
    }
    for _ in 0..next() {
        let value = next() as f64;
        let needs = (0..next()).map(|_| next() - 1).collect();
        items.push(Item { value, needs, ..Item::default() });
    }
    SelectionProblem { items, budgets: vec![budget] }
}
