//! `plan help`.

use super::context::CommandContext;

use super::failure::Failure;

use super::output::Output;
use clap::Args;
use planwright::diagnostic::{Code, all_codes, closest_match};

/// Explain a diagnostic's code, a command, or formulas.
#[derive(Debug, Args)]
pub struct HelpArgs {
    /// A code, such as P0201; a command, such as rank; `codes` for all codes; `formulas`, `units`, `dates`,
    /// `roadmap-states`
    topic: Option<String>,
}

impl HelpArgs {
    /// Runs it.
    ///
    /// # Errors
    /// Where there is no such topic.
    pub fn run(&self, face: &CommandContext) -> Result<Output, Failure> {
        let mut cli = (face.cli)();
        let Some(topic) = &self.topic else { return Ok(Output::text(cli.render_long_help().to_string())) };
        if let Some(code) = Code::parse(topic) {
            return Ok(Output::text(code.page()));
        }
        match topic.as_str() {
            "codes" => {
                let lines = all_codes().map(|c| format!("{c}  {:<7}  {}\n", c.severity().as_str(), c.title()));
                return Ok(Output::text(lines.collect::<String>()));
            }
            "formulas" => return Ok(Output::text(planwright::report::reference::formulas())),
            _ => {}
        }
        if let Some(page) = planwright::report::topics::page(topic) {
            return Ok(Output::text(page));
        }
        if let Some(command) = cli.find_subcommand_mut(topic) {
            let named = format!("plan {}", command.get_name());
            return Ok(Output::text(command.clone().bin_name(named).render_long_help().to_string()));
        }
        let codes: Vec<String> = all_codes().map(|c| c.to_string()).collect();
        let commands: Vec<String> = cli.get_subcommands().map(|c| c.get_name().to_string()).collect();
        let pages: Vec<String> = planwright::report::topics::names().map(str::to_string).collect();
        let known = codes.iter().chain(&commands).chain(&pages).map(String::as_str).chain(["codes", "formulas"]);
        let failure = Failure::usage(format!("there is no help on `{topic}`"));
        Err(match closest_match(topic, known) {
            Some(near) => failure.help(format!("did you mean `{near}`?")),
            None => failure.help("`plan help codes` lists the codes, `plan help` the commands; there are pages on `formulas`, `units`, `dates` and `roadmap-states`"),
        })
    }
}
