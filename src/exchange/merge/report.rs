//! What a merge changed.

use crate::exchange::error::cell_excerpt;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What a merge changed in a file, and what it left.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MergeReport {
    /// Values that were replaced, or added where there were none.
    pub changed: Vec<ChangedValue>,
    /// Initiatives of new rows.
    pub added: Vec<AddedInitiative>,
    /// Initiatives of the file that the table does not have; they stay.
    pub gone: Vec<MissingInitiative>,
    /// Values that differ from the table and were kept.
    pub kept: Vec<KeptValue>,
}

/// A value that changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ChangedValue {
    /// The initiative.
    pub id: String,
    /// The field: `title`, `rice.reach`.
    pub field: String,
    /// What stood there; `null` where the field is new.
    pub before: Option<String>,
    /// What stands there now.
    pub after: String,
    /// The line of the table's row.
    pub line: u64,
}

/// An initiative that was appended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AddedInitiative {
    /// Its name.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The line of the table's row.
    pub line: u64,
}

/// An initiative without a row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MissingInitiative {
    /// Its name.
    pub id: String,
    /// Its title.
    pub title: String,
}

/// A value that was kept against the table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct KeptValue {
    /// The initiative.
    pub id: String,
    /// The field.
    pub field: String,
    /// What the table says, or what stands in the file where the cell is empty.
    pub value: String,
    /// Why it was kept.
    pub reason: String,
}

impl MergeReport {
    /// Whether the file's text is other than before.
    pub fn is_empty(&self) -> bool {
        self.changed.is_empty() && self.added.is_empty()
    }
}

impl fmt::Display for MergeReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in &self.changed {
            match &c.before {
                Some(before) => {
                    writeln!(f, "{}.{}: {} → {}", c.id, c.field, cell_excerpt(before), cell_excerpt(&c.after))?
                }
                None => writeln!(f, "{}.{}: {} (new)", c.id, c.field, cell_excerpt(&c.after))?,
            }
        }
        self.added.iter().try_for_each(|a| writeln!(f, "new: {} “{}”", a.id, cell_excerpt(&a.title)))?;
        for k in &self.kept {
            writeln!(f, "kept: {}.{}, {}: {}", k.id, k.field, k.reason, cell_excerpt(&k.value))?;
        }
        for g in &self.gone {
            writeln!(f, "not in the table: {} “{}”; it stays", g.id, cell_excerpt(&g.title))?;
        }
        if self.is_empty() { writeln!(f, "nothing changed") } else { Ok(()) }
    }
}
