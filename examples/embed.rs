//! Planwright inside another program: load a plan, set a value, rank, print.
//!
//! `cargo run --example embed -- examples/first.plan`

use planwright::{Source, View};
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).map_or(PathBuf::from("examples/first.plan"), PathBuf::from);
    let parsed = Source::open(&path)?.parse()?;

    // A change is written in the language and laid over the plan; the file stays as it is.
    let view = View { overlays: vec!["initiative sso { rice { effort: 2 person-weeks } }".into()], ..View::default() };
    let scored = parsed.resolve(&view)?.evaluate();

    for problem in scored.check() {
        eprintln!("{}: {}", problem.code, problem.message);
    }
    let plan = scored.evaluated.plan();
    let ranking = scored.evaluated.ranking("rice", false).ok_or("the plan does not use rice")?;
    for row in &ranking.rows {
        println!("{}. {} ({:.2})", row.rank, plan.initiatives[row.initiative].title(), row.score);
    }
    Ok(())
}
