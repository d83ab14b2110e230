//! The `plan` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    planwright_cli::run()
}
