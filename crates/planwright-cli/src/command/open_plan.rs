//! A plan that a face holds open: commands work on it where they name no path.

use super::{Face, Failure};
use planwright::diagnostic::nearest;
use planwright::model::Plan;
use planwright::pipeline::{Parsed, View};
use std::path::{Path, PathBuf};

/// A plan that is open, with the changes that lie over it.
#[derive(Debug, Clone)]
pub struct OpenPlan {
    /// Its files as they were read.
    pub parsed: Parsed,
    /// How it is looked at, changes and the flag that stops an evaluation included.
    pub view: View,
    /// The framework to rank by, before the plan's own.
    pub by: Option<String>,
    /// The paths it was opened by; what writes files works on them.
    pub paths: Vec<PathBuf>,
}

/// Whether the paths are those of a command line that named none.
pub(super) fn unnamed(paths: &[PathBuf]) -> bool {
    paths.iter().all(|p| p == Path::new("."))
}

impl Face {
    /// The plan that is open, for a command that named no path.
    pub(super) fn open_plan(&self, paths: &[PathBuf]) -> Option<&OpenPlan> {
        self.plan.as_deref().filter(|_| unnamed(paths))
    }

    /// The same face for a command that works on the disk.
    pub(super) fn on_disk(&self) -> Face {
        Face { plan: None, ..self.clone() }
    }

    /// The paths on the disk that a command works on.
    pub(super) fn paths<'p>(&'p self, paths: &'p [PathBuf]) -> &'p [PathBuf] {
        self.open_plan(paths).map_or(paths, |open| &open.paths)
    }
}

/// Sees to it that the names by which a plan is looked at are there.
///
/// # Errors
/// The first that is not, with the nearest that is.
pub fn check_names(plan: &Plan, scenario: Option<&str>, weights: Option<&str>, by: &[String]) -> Result<(), Failure> {
    let known = |what: &str, name: Option<&str>, names: Vec<&str>| match name {
        Some(name) if !names.contains(&name) => {
            let failure = Failure::usage(format!("there is no {what} `{name}`"));
            Err(match nearest(name, names.iter().copied()) {
                Some(near) => failure.help(format!("did you mean `{near}`?")),
                None if names.is_empty() => failure.help(format!("the plan declares no {what}")),
                None => failure.help(format!("the plan has {}", names.join(", "))),
            })
        }
        _ => Ok(()),
    };
    known("scenario", scenario, plan.scenarios.iter().map(|(n, _)| &**n).collect())?;
    known("weighting", weights, plan.weightings.keys().map(|n| &**n).collect())?;
    by.iter().try_for_each(|f| known("framework", Some(f), plan.frameworks.keys().map(|n| &**n).collect()))
}
