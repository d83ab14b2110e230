//! What came of a table.

use super::plan_draft::PlanDraft;
use super::report::ImportReport;
use super::write;

/// What came of a table.
#[derive(Debug, Clone)]
pub struct CsvImport {
    /// The initiatives.
    pub draft: PlanDraft,
    /// How each column was taken, and what was not.
    pub report: ImportReport,
}

impl CsvImport {
    /// The initiatives as the text of a `.plan` file, in the canonical layout.
    pub fn text(&self) -> String {
        write::text(&self.draft)
    }
}
