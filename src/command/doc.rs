//! `plan doc`.

use super::plan::plan_or_library;
use super::{Face, Failure, Output};
use crate::diagnostic::nearest;
use crate::report::reference;
use crate::schema::library;
use clap::Args;
use std::path::PathBuf;

/// Print the reference of the language, made from the table that the checker reads; what a plan declares is in it.
#[derive(Debug, Args)]
pub struct Doc {
    /// A kind, block, field (`initiative.effort`), framework, or `formulas`; nothing for all of it
    name: Option<String>,
    /// Files or folders of the plan
    #[arg(long = "plan", default_value = ".", value_name = "PATH")]
    path: PathBuf,
    /// The scenario to apply, which may change frameworks
    #[arg(long, value_name = "NAME")]
    scenario: Option<String>,
}

impl Doc {
    /// Runs it.
    ///
    /// # Errors
    /// Where nothing has that name.
    pub fn run(&self, face: &Face) -> Result<Output, Failure> {
        // Every framework of the library is part of the reference, and those of a plan that can be read.
        let standard = || library::items(library::Folder::Frameworks).map(|i| i.name.to_string());
        let by: Vec<String> = standard().collect();
        let resolved = plan_or_library(&self.path, face, &by, self.scenario.as_deref())?;
        // A plan's table holds only what the plan names; the reference holds all.
        let mut schema = (*resolved.resolved.schema).clone();
        for item in library::items(library::Folder::Kinds) {
            schema.require(item.name);
        }
        for item in library::items(library::Folder::Blocks) {
            schema.require_block("initiative", item.name);
        }
        let schema = &schema;
        let Some(name) = &self.name else { return Ok(Output::text(reference::whole(schema))) };
        match reference::entry(schema, &resolved.resolved.plan, name) {
            Some(text) => Ok(Output::text(text)),
            None => {
                let known = reference::names(schema);
                let failure = Failure::usage(format!("nothing in the language is called `{name}`"));
                Err(match nearest(name, known.iter().map(String::as_str)) {
                    Some(near) => failure.help(format!("did you mean `{near}`?")),
                    None => failure.help("`plan doc` prints all of it"),
                })
            }
        }
    }
}
