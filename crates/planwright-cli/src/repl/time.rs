//! `:time`.

use super::commands::missing_argument;
use super::console::{Console, Outcome};
use super::statement::{Statement, split};

/// Runs a statement by `runs` and says how long it took.
pub(super) fn run(talk: &mut Console, rest: &str, runs: fn(&mut Console, &Statement) -> Outcome) -> Outcome {
    if rest.is_empty() {
        return missing_argument(talk, "time");
    }
    let start = crate::clock::now();
    let mut outcome = Outcome::Done;
    for mut statement in split(rest) {
        statement.line = talk.origin.line;
        outcome = runs(talk, &statement);
        if outcome != Outcome::Done {
            break;
        }
    }
    let took = start.elapsed();
    let shown = match took.as_millis() {
        0 => format!("{} µs", took.as_micros()),
        ms if ms < 1000 => format!("{ms} ms"),
        _ => format!("{:.2} s", took.as_secs_f64()),
    };
    talk.screen.note(&format!("took {shown}"));
    outcome
}
