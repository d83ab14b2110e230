//! `--worth`: what an initiative is worth, as a formula instead of its score.

use super::Failure;
use planwright::evaluate::{Evaluated, QueryError};
use planwright::formula::Value;

/// What each initiative is worth by the formula of `--worth`, over its facts, the inputs of a framework standing bare;
/// `None` where a value is missing.
///
/// # Errors
/// Where the formula can't be read, fails or gives no number.
pub(super) fn worths(evaluated: &Evaluated, formula: &str, by: Option<&str>) -> Result<Vec<Option<f64>>, Failure> {
    let wrong = |e: QueryError| {
        let failure = Failure::usage(format!("--worth: {}", e.message));
        match e.help {
            Some(help) => failure.help(help),
            None => failure,
        }
    };
    let query = evaluated.query(formula, false).map_err(wrong)?;
    let ask = |i: usize| match query.ask(i, by).map_err(wrong)? {
        Some(Value::Number(n)) => Ok(Some(n)),
        None => Ok(None),
        Some(_) => Err(Failure::usage("--worth: it gives no number")
            .help("as `reach * impact`: the inputs of the framework stand bare")),
    };
    (0..evaluated.plan().initiatives.len()).map(ask).collect()
}
