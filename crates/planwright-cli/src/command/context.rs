//! What a command runs in: the face's command line and width, standard input, the plan that is open.

use super::open_plan::OpenPlan;
use planwright::report::Layout;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What all commands get from the face that runs them.
#[derive(Debug, Clone)]
pub struct CommandContext {
    /// The face's own command line, for help, completions and the manual.
    pub cli: fn() -> clap::Command,
    /// The width of the terminal; `None` where output goes elsewhere.
    pub layout: Layout,
    /// What stands in for a path of `-`.
    pub stdin: Option<String>,
    /// The plan that is open, for commands that name no path.
    pub plan: Option<Arc<OpenPlan>>,
}

impl CommandContext {
    /// The plan that is open, for a command that named no path.
    pub(super) fn open_plan(&self, paths: &[PathBuf]) -> Option<&OpenPlan> {
        self.plan.as_deref().filter(|_| unnamed(paths))
    }

    /// The same face for a command that works on the disk.
    pub(super) fn on_disk(&self) -> CommandContext {
        CommandContext { plan: None, ..self.clone() }
    }

    /// The paths on the disk that a command works on.
    pub(super) fn paths<'p>(&'p self, paths: &'p [PathBuf]) -> &'p [PathBuf] {
        self.open_plan(paths).map_or(paths, |open| &open.paths)
    }
}

/// Whether the paths are those of a command line that named none.
fn unnamed(paths: &[PathBuf]) -> bool {
    paths.iter().all(|p| p == Path::new("."))
}
