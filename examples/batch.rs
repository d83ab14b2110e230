//! Many plans at once: of each initiative its place, its odds and the dates that can be given, as lines of a table.
//!
//! `cargo run --example batch -- examples/worked examples/growth`

use planwright::report::initiatives::InitiativesOptions;
use planwright::{Source, View};
use std::error::Error;
use std::path::Path;

/// The lines of one plan: name, initiative, rank, probability of being among the first three, and the days by which it is
/// done with even odds and with nine in ten. What is not known stays empty.
pub(crate) fn lines(path: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let scored = Source::open(path)?.evaluate(&View::default())?;
    let asked = InitiativesOptions { top: Some(3), quantiles: vec![0.5, 0.9], ..InitiativesOptions::default() };
    let rows = scored.initiatives(&asked)?.rows;
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let line = |row: &planwright::report::initiatives::InitiativeRow| {
        let rank = row.rank.map_or_else(String::new, |rank| rank.to_string());
        let odds = row.odds.as_ref().map_or_else(String::new, |odds| format!("{:.2}", odds.top_probability));
        let day = |p: f64| row.roadmap.as_ref().and_then(|r| r.quantile(p)).map_or_else(String::new, |d| d.to_string());
        format!("{name},{},{rank},{odds},{},{}", row.id, day(0.5), day(0.9))
    };
    Ok(rows.iter().map(line).collect())
}

#[allow(dead_code, reason = "the tests call what it calls")]
fn main() {
    println!("plan,initiative,rank,in_first_three,even,nine_in_ten");
    for path in std::env::args().skip(1) {
        match lines(Path::new(&path)) {
            Ok(lines) => lines.iter().for_each(|line| println!("{line}")),
            Err(error) => eprintln!("{path}: {error}"),
        }
    }
}
