//! Initiatives.

use super::Record;
use std::sync::Arc;

/// Something that may be built.
#[derive(Debug, Clone, PartialEq)]
pub struct Initiative {
    /// All that was written about it.
    pub record: Record,
    /// The phase it is in, where one is given.
    pub phase: Option<Arc<str>>,
    /// Whether that phase is open; initiatives without a phase are.
    pub open: bool,
}

impl Initiative {
    /// Its name.
    pub fn id(&self) -> &Arc<str> {
        &self.record.id
    }

    /// Its title, or its name where there is none.
    pub fn title(&self) -> &str {
        self.record.title()
    }
}
