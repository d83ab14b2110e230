//! A plan that a face holds open: commands work on it where they name no path.

use super::{Face, Failure};
use planwright::{Parsed, View, ViewError};
use std::path::{Path, PathBuf};

/// A plan that is open, with the changes that lie over it.
#[derive(Debug, Clone)]
pub struct OpenPlan {
    /// Its files as they were read.
    pub parsed: Parsed,
    /// How it is looked at, changes included.
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

impl From<ViewError> for Failure {
    fn from(error: ViewError) -> Self {
        let help = match &error {
            ViewError::OtherFramework { framework, .. } => format!("rank with `--by {framework}`"),
            other => other.help(),
        };
        Failure::usage(error.to_string()).help(help)
    }
}
