//! What all faces that print for people share: how findings look, whether there are colours, what goes where.

use super::exit::Exit;

use super::output::Output;
use crate::render::{RenderStyle, render};
use clap::{Args, ValueEnum};
use planwright::diagnostic::{sanitize_line, summary};
use planwright::report::{Layout, escape_terminal};
use std::io::IsTerminal;

/// How things are printed.
#[derive(Debug, Clone, Copy, Args)]
pub struct OutputOptions {
    /// How diagnostics are printed
    #[arg(long, global = true, value_enum, default_value_t = DiagnosticFormat::Human)]
    pub diagnostics: DiagnosticFormat,
    /// Whether to use colours
    #[arg(long, global = true, value_enum, default_value_t = ColorChoice::Auto)]
    pub color: ColorChoice,
}

/// How diagnostics are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DiagnosticFormat {
    /// With the lines they point at
    Human,
    /// One line each
    Short,
    /// For programs
    Json,
    /// For code scanning
    Sarif,
    /// For annotations in GitHub workflows
    Github,
    /// For a comment on a pull request
    Md,
}

/// Whether to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// How many columns standard output has; `None` where it is no terminal.
pub fn stdout_width() -> Option<usize> {
    let stdout = std::io::stdout();
    stdout.is_terminal().then(|| terminal_size::terminal_size_of(stdout).map_or(80, |(w, _)| w.0 as usize))
}

/// How many columns standard error has; `None` where it is no terminal.
pub fn stderr_width() -> Option<usize> {
    let stderr = std::io::stderr();
    stderr.is_terminal().then(|| terminal_size::terminal_size_of(stderr).map_or(80, |(w, _)| w.0 as usize))
}

fn is_env_set(name: &str) -> bool {
    std::env::var_os(name).is_some_and(|v| !v.is_empty())
}

fn is_dumb() -> bool {
    std::env::var_os("TERM").is_some_and(|term| term == "dumb")
}

/// Whether the environment asks for colours where there is no terminal.
pub fn forced_color() -> bool {
    is_env_set("CLICOLOR_FORCE") && std::env::var_os("CLICOLOR_FORCE").is_some_and(|v| v != "0")
}

impl OutputOptions {
    /// These, but for what others ask for.
    pub fn or(self, others: OutputOptions) -> OutputOptions {
        OutputOptions {
            diagnostics: if others.diagnostics == DiagnosticFormat::Human {
                self.diagnostics
            } else {
                others.diagnostics
            },
            color: if others.color == ColorChoice::Auto { self.color } else { others.color },
        }
    }

    /// Whether a stream that is a terminal, or is not, gets colours.
    pub fn colored(&self, terminal: bool) -> bool {
        match self.color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => !is_env_set("NO_COLOR") && ((terminal && !is_dumb()) || forced_color()),
        }
    }

    /// How findings look on a stream: `width` is that of its terminal.
    pub fn style(&self, width: Option<usize>) -> RenderStyle {
        match self.diagnostics {
            DiagnosticFormat::Human => RenderStyle::Human { width, color: self.colored(width.is_some()) },
            DiagnosticFormat::Short => RenderStyle::Short,
            DiagnosticFormat::Json => RenderStyle::Json,
            DiagnosticFormat::Sarif => RenderStyle::Sarif,
            DiagnosticFormat::Github => RenderStyle::Github,
            DiagnosticFormat::Md => RenderStyle::Markdown,
        }
    }

    /// What a command gives as the texts for standard output and standard error; `width` is that of the latter's
    /// terminal.
    pub fn render(&self, output: &Output, width: Option<usize>) -> (String, String) {
        let people = matches!(self.diagnostics, DiagnosticFormat::Human | DiagnosticFormat::Short);
        let mut text = output.text.clone();
        let mut err = String::new();
        if !output.diagnostics.is_empty() || (output.findings_are_result && !people) {
            let findings = render(self.style(width), &output.diagnostics, &output.sources);
            if output.findings_are_result && !people { text += &findings } else { err += &findings }
        }
        for note in &output.notes {
            // The name of a file may have line breaks in it.
            err += &escape_terminal(&format!("{}\n", sanitize_line(note)), Layout { width });
        }
        if output.findings_are_result && people {
            // What a path leaves out was noted above, and is no part of what was asked for.
            let here = if output.diagnostics.is_empty() && output.exit != Exit::Fine { " here" } else { "" };
            err += &format!("{}{here}\n", summary(&output.diagnostics));
        }
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        (text, err)
    }
}
