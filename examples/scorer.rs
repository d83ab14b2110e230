//! Structs of a program scored by a framework of the library, or by one of its own.
//!
//! `cargo run --example scorer`

use planwright::{GivenValue, Scorer, Unscored};
use std::error::Error;

/// An idea as this program holds it: confidence in hundredths, effort in weeks, impact by its word.
pub(crate) struct Idea {
    pub(crate) customers_a_quarter: f64,
    pub(crate) impact: &'static str,
    pub(crate) confidence: f64,
    pub(crate) weeks: Option<f64>,
}

/// The RICE score of each; the library's own units are customers a month and person-months.
pub(crate) fn scores(ideas: &[Idea]) -> Result<Vec<Result<f64, Unscored>>, Box<dyn Error>> {
    let rice = Scorer::compile("", "rice")?;
    let rows = rice.given(["reach", "impact", "confidence", "effort"])?;
    let rows = rows.unit("reach", "customers/quarter")?.unit("confidence", "%")?.unit("effort", "person-weeks")?;
    Ok(rows.rows(ideas, |idea| {
        [GivenValue::from(idea.customers_a_quarter), idea.impact.into(), idea.confidence.into(), idea.weeks.into()]
    }))
}

#[allow(dead_code, reason = "the tests call what it calls")]
fn main() -> Result<(), Box<dyn Error>> {
    let ideas = [
        Idea { customers_a_quarter: 1500.0, impact: "medium", confidence: 80.0, weeks: Some(12.0) },
        Idea { customers_a_quarter: 900.0, impact: "high", confidence: 50.0, weeks: Some(0.0) },
        Idea { customers_a_quarter: 200.0, impact: "low", confidence: 50.0, weeks: None },
    ];
    for score in scores(&ideas)? {
        match score {
            Ok(score) => println!("{score:.2}"),
            Err(why) => println!("no score: {why}"),
        }
    }
    Ok(())
}
