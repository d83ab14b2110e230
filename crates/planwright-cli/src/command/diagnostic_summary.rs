//! What a command says of errors and warnings, beside what it is for.

use super::output::Output;
use planwright::diagnostic::{CheckResult, Severity};
use planwright::source::SourceSet;

/// What was found, by where it is to be said.
#[derive(Debug, Default)]
pub struct DiagnosticSummary {
    /// Errors, those that the paths name apart from others.
    pub errors: CheckResult,
    /// How many warnings there are in what the paths name.
    pub warnings: usize,
    /// A word on the folder of the whole plan, where it is not the one asked for.
    pub enclosing_plan: Option<String>,
}

impl DiagnosticSummary {
    /// Says in a command's output what was found: the errors, and a word on those that are not shown.
    pub fn add_to(self, output: Output, sources: SourceSet) -> Output {
        let exit = output.exit.max(self.errors.status(Severity::Error).into());
        let elsewhere = self.errors.out_of_scope_summary();
        let mut output = Output { exit, ..output }.with(self.errors.in_scope, sources);
        output.notes.splice(0..0, self.enclosing_plan);
        output.notes.extend(elsewhere);
        if self.warnings > 0 {
            output.notes.push(format!("{} in the values: `plan check` shows all", pluralize(self.warnings, "warning")));
        }
        output
    }
}

/// The word on errors that only another scenario has, or the plan without one.
pub(super) fn other_scenario_note(errors: usize, scenario: Option<&str>) -> String {
    let count = pluralize(errors, "error");
    match scenario {
        Some(name) => format!("{count} more in `{name}`: see `plan check --scenario {name}`"),
        None => format!("{count} more without a scenario: see `plan check`"),
    }
}

fn pluralize(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
