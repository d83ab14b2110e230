//! The page of the commands, from the command line's own description.

use clap::{Arg, ArgAction, Command, CommandFactory};
use planwright_cli::Cli;
use planwright_cli::command::Exit;
use std::fmt::Write;

const INTRO: &str = "# Commands\n\n\
`plan help COMMAND` prints the same on a terminal, `plan man COMMAND` as a manual page, `plan --version` the version. PATHS are files or folders of the plan. \
Results go to standard output, all else to standard error. No command changes a plan or writes a result into a file unless \
you ask for it.\n";

/// Each status that `plan` exits with, and when.
const EXITS: [(Exit, &str); 5] = [
    (Exit::Fine, "all is well"),
    (Exit::Problems, "the plan has errors, or a check found something"),
    (Exit::Usage, "the command line is wrong"),
    (Exit::Outside, "something outside failed, as a file that can't be read or written"),
    (Exit::Interrupted, "Ctrl-C ended it"),
];

const ENVIRONMENT: &str = "\n## Environment\n\n\
- `NO_COLOR`: no colours, where it is set and not empty\n\
- `CLICOLOR_FORCE`: colours into files and pipes too, where it is set and neither empty nor `0`\n\
- `TERM`: `dumb` is a terminal without colours\n\
- `PLAN_HISTORY`: the file of the prompt's history, empty for none; else it is in the user's folder for such files\n\n\
`--color` goes before those of colours.\n";

/// The whole page.
pub(super) fn page() -> String {
    let mut cli = Cli::command();
    cli.build();
    let exits = EXITS.map(|(exit, when)| format!("- `{}`: {when}\n", exit as u8)).concat();
    let options = arguments(&cli, |a| !a.is_positional() && a.get_id() != "version");
    let list: String = cli.get_subcommands().map(entry).collect();
    let mut out =
        format!("{INTRO}\n{list}\n## Exit status\n\n{exits}\n## Options of every command\n\n{options}{ENVIRONMENT}");
    cli.get_subcommands_mut().for_each(|command| out += &section(command, 2));
    out
}

/// A command in the list of commands.
fn entry(command: &Command) -> String {
    let (name, about) = (command.get_name(), command.get_about().map(ToString::to_string).unwrap_or_default());
    format!("- [`{name}`](#plan-{name}): {about}\n")
}

/// A command with its own commands.
fn section(command: &mut Command, level: usize) -> String {
    let name = command.get_bin_name().unwrap_or_default().to_string();
    let usage = command.render_usage().to_string();
    let usage = usage.trim_start_matches("Usage: ");
    let mut out = format!("\n{} {name}\n\n", "#".repeat(level));
    let about = command.get_long_about().or(command.get_about()).map(ToString::to_string).unwrap_or_default();
    let _ = write!(out, "{}\n\n```text\n{usage}\n```\n", ended(&about));
    let own = arguments(command, |a| !a.is_global_set() && !["help", "version"].contains(&a.get_id().as_str()));
    if !own.is_empty() {
        let _ = write!(out, "\n{own}");
    }
    if let Some(after) = command.get_after_long_help().or(command.get_after_help()) {
        let _ = write!(out, "\n{}\n", ended(&after.to_string()));
    }
    command.get_subcommands_mut().filter(|c| c.get_name() != "help").for_each(|c| out += &section(c, level + 1));
    out
}

/// A text with a full stop at the end of each paragraph.
fn ended(text: &str) -> String {
    let stopped = |p: &str| if p.ends_with(['.', '!', '?', ':']) { p.to_string() } else { format!("{p}.") };
    text.trim_end().split("\n\n").map(stopped).collect::<Vec<_>>().join("\n\n")
}

fn arguments(command: &Command, wanted: impl Fn(&Arg) -> bool) -> String {
    command.get_arguments().filter(|a| !a.is_hide_set() && wanted(a)).map(argument).collect()
}

fn argument(arg: &Arg) -> String {
    let mut out = format!("- {}: {}", spelled(arg), help(arg));
    let defaults: Vec<String> = arg.get_default_values().iter().map(|v| format!("`{}`", v.to_string_lossy())).collect();
    if !defaults.is_empty() && arg.get_action().takes_values() && !arg.is_hide_default_value_set() {
        let _ = write!(out, " (default {})", defaults.join(", "));
    }
    out.push('\n');
    if arg.is_hide_possible_values_set() || !arg.get_action().takes_values() {
        return out;
    }
    for value in arg.get_possible_values().iter().filter(|v| !v.is_hide_set()) {
        let help = value.get_help().map(|h| format!(": {h}")).unwrap_or_default();
        let _ = writeln!(out, "  - `{}`{help}", value.get_name());
    }
    out
}

fn help(arg: &Arg) -> String {
    let help = arg.get_long_help().or(arg.get_help()).map(ToString::to_string).unwrap_or_default();
    help.replace('\n', " ")
}

/// An argument as it is written: `PATHS`, `-o FILE`, `--output FILE`.
fn spelled(arg: &Arg) -> String {
    let values: Vec<&str> = arg.get_value_names().unwrap_or_default().iter().map(|v| v.as_str()).collect();
    let values = values.join(" ");
    if arg.is_positional() {
        let more = if matches!(arg.get_action(), ArgAction::Append) { "…" } else { "" };
        return format!("`{values}{more}`");
    }
    let value = if arg.get_action().takes_values() { format!(" {values}") } else { String::new() };
    let short = arg.get_short().map(|s| format!("`-{s}{value}`"));
    let long = arg.get_long().map(|l| format!("`--{l}{value}`"));
    short.into_iter().chain(long).collect::<Vec<_>>().join(", ")
}
