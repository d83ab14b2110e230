//! The `plan` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    planwright::cli::run()
}
