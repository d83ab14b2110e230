//! `plan completions` and `plan man`.

use super::context::CommandContext;

use super::failure::Failure;

use super::output::Output;
use clap::Args;
use clap_complete::Shell;

/// Print a shell's completion script.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// The shell
    shell: Shell,
}

impl CompletionsArgs {
    /// Runs it.
    ///
    /// # Errors
    /// Never.
    pub fn run(&self, face: &CommandContext) -> Result<Output, Failure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut (face.cli)(), "plan", &mut script);
        Ok(Output::text(String::from_utf8_lossy(&script)))
    }
}

/// Print the manual page.
#[derive(Debug, Args)]
pub struct ManArgs {
    /// The page of one command
    command: Option<String>,
}

impl ManArgs {
    /// Runs it.
    ///
    /// # Errors
    /// Where there is no such command.
    pub fn run(&self, face: &CommandContext) -> Result<Output, Failure> {
        let cli = (face.cli)();
        let page = match &self.command {
            None => cli,
            Some(name) => match cli.find_subcommand(name) {
                Some(command) => command.clone().bin_name(format!("plan {name}")),
                None => return Err(Failure::usage(format!("there is no command `{name}`"))),
            },
        };
        let mut text = Vec::new();
        clap_mangen::Man::new(page).render(&mut text).map_err(|e| Failure::outside(e.to_string()))?;
        Ok(Output::text(String::from_utf8_lossy(&text)))
    }
}
