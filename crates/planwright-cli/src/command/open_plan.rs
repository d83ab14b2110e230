//! A plan that a face holds open: commands work on it where they name no path.

use planwright::{Parsed, View};
use std::path::PathBuf;

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
