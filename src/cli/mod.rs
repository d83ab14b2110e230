//! Floor 12: the command line as a face: options that all commands share, streams, colours, exit status.

use crate::command::{Command, Exit, Face, Failure, Output};
use crate::diagnostic::render::{Style, render, summary};
use crate::report::Layout;
use clap::{Parser, ValueEnum};
use std::io::{IsTerminal, Read, Write};
use std::process::ExitCode;

/// The plan as a text file under version control: score, rank and explain initiatives.
#[derive(Debug, Parser)]
#[command(name = "plan", version, about, max_term_width = 100, disable_help_subcommand = true)]
pub struct Cli {
    /// How findings are printed
    #[arg(long, global = true, value_enum, default_value_t = Diagnostics::Human)]
    diagnostics: Diagnostics,
    /// Whether to use colours
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto)]
    color: Color,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Diagnostics {
    /// With the lines they are about
    Human,
    /// One line each
    Short,
    /// For programs
    Json,
    /// For code scanning
    Sarif,
    /// For annotations in GitHub workflows
    Github,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Color {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
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
    let face =
        Face { cli: <Cli as clap::CommandFactory>::command, layout: Layout { width: terminal_width() }, stdin: None };
    let result = read_stdin(&cli.command).map_err(|e| Failure::outside(format!("standard input can't be read: {e}")));
    let result = result.and_then(|stdin| cli.command.run(&Face { stdin, ..face }));
    match result {
        Ok(output) => cli.print(&output),
        Err(failure) => {
            let mut err = std::io::stderr().lock();
            let code = failure.code.map_or(String::new(), |c| format!("[{c}]"));
            let _ = writeln!(err, "error{code}: {}", crate::diagnostic::printable(&failure.message));
            if let Some(help) = &failure.help {
                let _ = writeln!(err, "help: {}", crate::diagnostic::printable(help));
            }
            ExitCode::from(failure.exit as u8)
        }
    }
}

/// Standard input, where the command asks for it with `-`.
fn read_stdin(command: &Command) -> std::io::Result<Option<String>> {
    if !command.reads_stdin() {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    std::io::stdin().lock().take(crate::source::MAX_FILE_BYTES).read_to_end(&mut bytes)?;
    String::from_utf8(bytes).map(Some).map_err(|_| std::io::Error::other("it is not UTF-8 text"))
}

fn terminal_width() -> Option<usize> {
    let stdout = std::io::stdout();
    stdout.is_terminal().then(|| terminal_size::terminal_size_of(stdout).map_or(80, |(w, _)| w.0 as usize))
}

impl Cli {
    fn style(&self) -> Style {
        let terminal = std::io::stderr().is_terminal();
        let set = |name| std::env::var_os(name).is_some_and(|v| !v.is_empty());
        let forced = set("CLICOLOR_FORCE") && std::env::var_os("CLICOLOR_FORCE").is_some_and(|v| v != "0");
        let color = match self.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => !set("NO_COLOR") && (terminal || forced),
        };
        let width =
            terminal.then(|| terminal_size::terminal_size_of(std::io::stderr()).map_or(80, |(w, _)| w.0 as usize));
        match self.diagnostics {
            Diagnostics::Human => Style::Human { width, color },
            Diagnostics::Short => Style::Short,
            Diagnostics::Json => Style::Json,
            Diagnostics::Sarif => Style::Sarif,
            Diagnostics::Github => Style::Github,
        }
    }

    fn print(&self, output: &Output) -> ExitCode {
        let mut exit = output.exit;
        let people = matches!(self.diagnostics, Diagnostics::Human | Diagnostics::Short);
        let mut text = output.text.clone();
        let mut err = String::new();
        if !output.diagnostics.is_empty() || (output.findings_are_result && !people) {
            let findings = render(self.style(), &output.diagnostics, &output.sources);
            if output.findings_are_result && !people { text += &findings } else { err += &findings }
        }
        for note in &output.notes {
            err += &crate::diagnostic::printable(note);
            err.push('\n');
        }
        if output.findings_are_result && people {
            // What a path leaves out was noted above, and is no part of what was asked for.
            let here = if output.diagnostics.is_empty() && exit != Exit::Fine { " here" } else { "" };
            err += &format!("{}{here}\n", summary(&output.diagnostics));
        }
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        // Results go out first, so that a pipe that closes early does not hide what went wrong.
        if std::io::stdout().lock().write_all(text.as_bytes()).and_then(|()| std::io::stdout().flush()).is_err() {
            exit = exit.max(Exit::Outside);
        }
        let _ = std::io::stderr().lock().write_all(err.as_bytes());
        ExitCode::from(exit as u8)
    }
}
