//! Floor 2: a prompt over a plan: questions in formulas, changes in the plan's own language, commands with a colon.
//!
//! `Console` holds the session and prints what it answers. Statements are run by `execute`; they come from a line editor on a
//! terminal (`prompt`), from standard input or the command line without one (`batch`), and from files (`load`). All
//! commands stand in one table (`commands`), which names them, completes them and is their help.

mod arguments;
mod batch;
mod changes_command;
mod choice;
mod command_line;
mod commands;
mod complete;
mod console;
mod diagnostic_placement;
mod edit_commands;
mod editor;
mod effect;
mod execute;
mod help;
mod highlight;
mod input_history;
mod interrupt;
mod load;
mod options;
mod paths;
mod plan_choices;
mod print;
mod prompt;
mod save;
mod screen;
mod statement;
mod time;
mod view_commands;
mod watch;

use crate::clock;
use crate::command::{CommandContext, Exit, Failure, OutputOptions, ViewArgs, open, read};
use clap::Args;
use console::Console;
use planwright::View;
use planwright::session::Session;
pub use print::print;
use std::path::PathBuf;

/// Explore the plan live at a prompt.
#[derive(Debug, Args)]
#[command(after_long_help = "\
At the prompt you can type questions (`detection.rice`, `ranking(\"rice\")`), pieces of plan that change the session and \
never the files (`initiative detection { rice { effort: 3 person-months } }`), and commands with a colon \
(`:rank --top 5`, `:set detection.rice.effort 3 person-months`, `:undo`); `:help` lists them. Without a terminal the \
same is read from standard input: only results are printed, and the first error ends it with status 1.")]
pub struct ReplArgs {
    /// Files or folders of the plan
    #[arg(default_value = ".", value_name = "PATHS")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    view: ViewArgs,
    /// The framework to rank by; by default the plan's `rank_by`
    #[arg(long, value_name = "FRAMEWORK")]
    by: Option<String>,
    /// The weighting of a weighted framework
    #[arg(long, value_name = "NAME")]
    weights: Option<String>,
    /// Run this and exit; may be given several times
    #[arg(short, long = "eval", value_name = "STATEMENT", allow_hyphen_values = true)]
    eval: Vec<String>,
    /// Without a terminal: go on after an error, and exit with status 1 at the end
    #[arg(long)]
    keep_going: bool,
}

impl ReplArgs {
    /// Runs it to its end.
    ///
    /// # Errors
    /// Where the plan can't be read, or an option names something that is not there.
    pub fn run(&self, face: &CommandContext, streams: OutputOptions) -> Result<Exit, Failure> {
        if self.paths.iter().any(|p| p.as_os_str() == "-") {
            return Err(Failure::usage("the plan can't be read from standard input, which holds the statements")
                .help("name the plan's file or folder"));
        }
        let source = open(&self.paths, face)?;
        let parsed = read(&self.paths, face)?;
        let view = View {
            scenario: self.view.scenario.clone(),
            weights: self.weights.clone(),
            today: self.view.today,
            ..clock::view()
        };
        let session = Session::from_parsed(source, parsed, view)?;
        let by: Vec<String> = self.by.iter().cloned().collect();
        View { by, ..View::default() }.check(session.scored().evaluated.plan())?;
        let mut talk = Console::new(session, self.paths.clone(), self.by.clone(), face.cli, streams);
        if self.eval.is_empty() && talk.screen.is_interactive() {
            return Ok(prompt::run(&mut talk));
        }
        let missing = talk.report_unread();
        let exit = if self.eval.is_empty() {
            batch::input(&mut talk, std::io::stdin().lock(), self.keep_going)
        } else {
            batch::statements(&mut talk, &self.eval, self.keep_going)
        };
        Ok(if missing { exit.max(Exit::Problems) } else { exit })
    }
}
