//! Where things are printed.

use super::highlight::TextStyle;
use crate::command::{Failure, Output, OutputOptions, stderr_width, stdout_width};
use crate::render::render;
use planwright::diagnostic::render::short;
use planwright::diagnostic::{Diagnostic, sanitize};
use planwright::report::Layout;
use planwright::source::SourceSet;
use std::io::{IsTerminal, Write};

/// Standard output and standard error.
#[derive(Debug)]
pub(super) struct Screen {
    streams: OutputOptions,
    /// How findings of single statements are printed, and whether there are colours.
    pub look: TextStyle,
    /// Whether nobody reads standard output any more.
    pub closed: bool,
}

impl Screen {
    /// The screen of this process.
    pub(super) fn new(streams: OutputOptions) -> Self {
        let look = TextStyle { colored: streams.colored(std::io::stdout().is_terminal()) };
        Screen { streams, look, closed: false }
    }

    /// Whether somebody types and reads.
    pub(super) fn is_interactive(&self) -> bool {
        std::io::stdin().is_terminal() && std::io::stdout().is_terminal()
    }

    /// How wide tables may be.
    pub(super) fn layout(&self) -> Layout {
        Layout { width: stdout_width().map(|w| w.max(20)) }
    }

    /// Prints a result as it is; it ends its line.
    pub(super) fn out(&mut self, text: &str) {
        if text.is_empty() || self.closed {
            return;
        }
        let end = if text.ends_with('\n') { "" } else { "\n" };
        let mut out = std::io::stdout().lock();
        // A pipe that closed is no mistake of anybody: there is just nobody left to tell.
        self.closed = out
            .write_all(text.as_bytes())
            .and_then(|()| out.write_all(end.as_bytes()))
            .and_then(|()| out.flush())
            .is_err();
    }

    /// Prints a result that may hold text of the plan.
    pub(super) fn say(&mut self, text: &str) {
        self.out(&sanitize(text));
    }

    /// Prints a note beside the results.
    pub(super) fn note(&self, text: &str) {
        let text = sanitize(text);
        let end = if text.ends_with('\n') { "" } else { "\n" };
        // Where standard error is gone nobody can be told so.
        let _ = std::io::stderr().lock().write_all(format!("{text}{end}").as_bytes());
    }

    /// Says that Ctrl-C stopped something, below the `^C` that a terminal shows.
    pub(super) fn interrupted(&self) {
        let line = if self.is_interactive() { "\ninterrupted\n" } else { "interrupted\n" };
        let _ = std::io::stderr().lock().write_all(line.as_bytes());
    }

    /// Prints a note of the prompt itself.
    pub(super) fn hint(&self, text: &str) {
        let _ = std::io::stderr().lock().write_all(format!("{}\n", self.look.dim(text)).as_bytes());
    }

    /// Prints findings with the lines they are about.
    pub(super) fn findings(&self, found: &[Diagnostic], sources: &SourceSet) {
        let text = render(self.streams.style(stderr_width()), found, sources);
        let _ = std::io::stderr().lock().write_all(text.as_bytes());
    }

    /// Prints findings, a line each.
    pub(super) fn short(&self, found: &[Diagnostic], sources: &SourceSet) {
        let text = short::render(found, sources);
        let _ = std::io::stderr().lock().write_all(text.as_bytes());
    }

    /// Prints why a command gave nothing.
    pub(super) fn failure(&self, failure: &Failure) {
        let _ = std::io::stderr().lock().write_all(failure.text().as_bytes());
    }

    /// Prints what a command of the binary gives, in the way that was asked for.
    pub(super) fn output(&mut self, output: &Output, asked: OutputOptions) {
        let (text, err) = self.streams.or(asked).render(output, stderr_width());
        self.out(&text);
        let _ = std::io::stderr().lock().write_all(err.as_bytes());
    }
}
