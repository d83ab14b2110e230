//! `--worth`: what an initiative is worth, as a formula instead of its score.

use super::failure::Failure;
use planwright::evaluation::QueryError;

/// A formula of `--worth` that can't be read, fails or gives no number.
pub(super) fn bad_worth(error: QueryError) -> Failure {
    Failure { help: error.help, ..Failure::usage(format!("--worth: {}", error.message)) }
}
