//! Floor 3: the command line as a face: options that all commands share, streams, exit status.

mod clock;
pub mod command;
pub mod render;
pub mod repl;

use crate::command::{Command, CommandContext, Exit, Failure, Output, OutputOptions, stderr_width, stdout_width};
use crate::repl::ReplArgs;
use clap::{Parser, Subcommand};
use planwright::report::Layout;
use std::io::{Read, Write};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// The plan as a text file under version control: score, rank and explain initiatives.
#[derive(Debug, Parser)]
#[command(name = "plan", version, about, max_term_width = 100, disable_help_subcommand = true)]
pub struct Cli {
    #[command(flatten)]
    streams: OutputOptions,
    #[command(subcommand)]
    chosen: CliCommand,
}

#[derive(Debug, Subcommand)]
enum CliCommand {
    #[command(flatten)]
    Command(Command),
    /// Explore the plan at a prompt: ask, change, see what moves, undo
    Repl(ReplArgs),
}

/// Reads the command line, runs the command, prints what it gives.
pub fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { Exit::Usage as u8 } else { Exit::Fine as u8 });
        }
    };
    if matches!(cli.chosen, CliCommand::Command(_)) {
        end_at_interrupt();
    }
    let result = read_stdin(&cli.chosen).map_err(|e| Failure::outside(format!("standard input can't be read: {e}")));
    let result = result.and_then(|stdin| {
        let layout = Layout { width: stdout_width() };
        let face = CommandContext { cli: <Cli as clap::CommandFactory>::command, layout, stdin, plan: None };
        match &cli.chosen {
            CliCommand::Command(command) => command.run(&face).map(|output| cli.print(&output)),
            CliCommand::Repl(repl) => repl.run(&face, cli.streams).map(|exit| ExitCode::from(exit as u8)),
        }
    });
    result.unwrap_or_else(|failure| {
        let mut text = String::new();
        if let Some((findings, sources)) = failure.findings.as_deref() {
            let output = Output::text("").with(findings.clone(), sources.clone());
            text += &cli.streams.render(&output, stderr_width()).1;
        }
        let _ = std::io::stderr()
            .lock()
            .write_all((text + failure.text_within(Layout { width: stderr_width() }).as_str()).as_bytes());
        ExitCode::from(failure.exit as u8)
    })
}

/// From here on Ctrl-C ends the program at once with [`Exit::Interrupted`], whatever it is at. The prompt sees to it
/// itself. Where the system has no such signal it stays as it was.
fn end_at_interrupt() {
    let (signal, exit) = (signal_hook::consts::SIGINT, i32::from(Exit::Interrupted as u8));
    let _ = signal_hook::flag::register_conditional_shutdown(signal, exit, Arc::new(AtomicBool::new(true)));
}

/// Standard input, where the command asks for it with `-`.
fn read_stdin(chosen: &CliCommand) -> std::io::Result<Option<String>> {
    let asked = match chosen {
        CliCommand::Command(command) => command.reads_stdin(),
        CliCommand::Repl(_) => false,
    };
    if !asked {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    std::io::stdin().lock().take(planwright::source::MAX_FILE_BYTES).read_to_end(&mut bytes)?;
    String::from_utf8(bytes).map(Some).map_err(|_| std::io::Error::other("it is not UTF-8 text"))
}

impl Cli {
    fn print(&self, output: &Output) -> ExitCode {
        let (text, err) = self.streams.render(output, stderr_width());
        let mut exit = output.exit;
        // Results go out first, so that a pipe that closes early does not hide what went wrong.
        if std::io::stdout().lock().write_all(text.as_bytes()).and_then(|()| std::io::stdout().flush()).is_err() {
            exit = exit.max(Exit::Outside);
        }
        let _ = std::io::stderr().lock().write_all(err.as_bytes());
        ExitCode::from(exit as u8)
    }
}
