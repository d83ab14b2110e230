//! The binary's commands behind a colon, over the plan as the session has it.

use super::arguments;
use super::commands;
use super::console::{Console, Outcome};
use super::diagnostic_placement::as_repl_help;
use crate::command::{Command, CommandContext, Exit, OutputOptions};
use clap::{CommandFactory, Parser};
use planwright::Limit;

/// A command line of the prompt.
#[derive(Debug, Parser)]
#[command(
    name = ":",
    bin_name = ":",
    no_binary_name = true,
    disable_help_subcommand = true,
    max_term_width = 100,
    disable_version_flag = true
)]
struct CommandLine {
    #[command(flatten)]
    streams: OutputOptions,
    #[command(subcommand)]
    command: Command,
}

/// The commands as clap knows them.
pub(super) fn cli() -> clap::Command {
    let mut cli = CommandLine::command();
    cli.build();
    cli
}

/// Whether the binary has a command of this name.
pub(super) fn is_binary_command(name: &str) -> bool {
    CommandLine::command().find_subcommand(name).is_some()
}

/// The binary's commands that the prompt has none of its own for, each with what it does.
pub(super) fn listed() -> Vec<(String, String)> {
    let cli = CommandLine::command();
    let others = cli.get_subcommands().filter(|c| commands::find(c.get_name()).is_none());
    others
        .map(|c| (c.get_name().to_string(), c.get_about().map(|a| lower(&a.to_string())).unwrap_or_default()))
        .collect()
}

/// Every name, those of the binary's commands included.
pub(super) fn names() -> Vec<String> {
    let own = commands::COMMANDS.iter().map(|row| row.name.to_string());
    own.chain(listed().into_iter().map(|(name, _)| name)).collect()
}

fn lower(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |c| c.to_lowercase().chain(chars).collect())
}

/// The help of one.
pub(super) fn help(name: &str) -> Option<String> {
    let mut cli = cli();
    let command = cli.find_subcommand_mut(name)?;
    Some(with_colon_commands(&command.render_long_help().to_string()))
}

/// What the binary calls `plan rank` is `:rank` here.
fn with_colon_commands(text: &str) -> String {
    text.replace(": : ", ": :").replace("Usage: : ", "Usage: :")
}

/// Runs a command line.
pub(super) fn run(talk: &mut Console, text: &str) -> Outcome {
    let words = match arguments::words(text.trim_start().trim_start_matches(':')) {
        Ok(words) => words,
        Err(said) => return talk.wrong(said, Some("close the quote, or write `\\'` for a quote itself")),
    };
    let line = match CommandLine::try_parse_from(words) {
        Ok(line) => line,
        Err(error) => {
            let asked = !error.use_stderr();
            let said = with_colon_commands(&error.render().to_string());
            if asked {
                talk.screen.out(&said);
                return Outcome::Done;
            }
            talk.screen.note(said.trim_end());
            return Outcome::Failed;
        }
    };
    let face = CommandContext {
        cli: talk.cli,
        layout: talk.screen.layout(),
        stdin: Some(String::new()),
        plan: Some(talk.open_plan()),
    };
    let Ok(result) = Limit::flag(talk.interrupt.flag()).run(|| line.command.run(&face)) else {
        talk.screen.interrupted();
        return Outcome::Interrupted;
    };
    match result {
        Ok(mut output) => {
            output.notes.iter_mut().for_each(|n| *n = as_repl_help(n));
            output.diagnostics.iter_mut().for_each(|d| d.help = d.help.take().map(|h| as_repl_help(&h)));
            talk.screen.output(&output, line.streams);
            if output.exit == Exit::Fine { Outcome::Done } else { Outcome::Failed }
        }
        Err(mut failure) => {
            failure.help = failure.help.map(|h| as_repl_help(&h));
            failure.message = format!("{}{}", talk.origin.prefix(), failure.message);
            talk.screen.failure(&failure);
            Outcome::Failed
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_of_the_binary_is_known_and_none_of_the_prompts_own() {
        assert!(commands::find("rank").is_none() && is_binary_command("rank"));
    }
}
