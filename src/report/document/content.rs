//! The neutral document: sections with what they hold.

use crate::diagnostic::Diagnostic;
use crate::quantity::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A document about an initiative. Texts are Markdown.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Document {
    /// The version of the format.
    pub schema: Cow<'static, str>,
    /// The plan's name.
    pub plan: String,
    /// The initiative's name.
    pub initiative: String,
    /// The document's name.
    pub document: String,
    /// What it is: `Problem statement: Automated anomaly detection`.
    pub title: String,
    /// Its headline, where it has one of its own.
    pub headline: Option<String>,
    /// What stands under the headline.
    pub subheading: Option<String>,
    /// Facts under its title: who answers for it, where it stands.
    pub byline: Vec<LabelledFact>,
    /// The day it is of.
    pub today: Date,
    /// How many of its parts are on file, waived ones and those that do not apply included.
    pub on_file: usize,
    /// How many parts it has.
    pub parts: usize,
    /// The titles of those that are not on file, in order.
    pub missing: Vec<String>,
    /// Its parts, in order.
    pub sections: Vec<DocumentSection>,
}

/// A fact with its label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LabelledFact {
    /// What it is.
    pub label: String,
    /// The fact.
    pub value: String,
}

/// A part of a document.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct DocumentSection {
    /// Its name in the document.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Whether the title stands above it.
    pub heading: bool,
    /// Whether it is there.
    pub state: SectionState,
    /// Whether it counts among the parts of the document.
    pub counts: bool,
    /// What it shows.
    pub content: Vec<Content>,
    /// What is missing in it.
    pub missing: Vec<MissingPart>,
    /// The sections that stand under it.
    pub sections: Vec<DocumentSection>,
}

/// Whether a part is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SectionState {
    /// It is on file.
    OnFile,
    /// Some of it is.
    Partly,
    /// Nothing of it is.
    Missing,
    /// It was said that it does not apply: `none because "…"`.
    NotApplicable,
    /// It is waived: `waive: market because "…"`.
    Waived,
}

impl SectionState {
    /// Its word, as in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            SectionState::OnFile => "on_file",
            SectionState::Partly => "partly",
            SectionState::Missing => "missing",
            SectionState::NotApplicable => "not_applicable",
            SectionState::Waived => "waived",
        }
    }
}

/// Something that is not on file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MissingPart {
    /// What to write.
    pub ask: String,
    /// An example, as a line of the initiative.
    pub write: String,
    /// Why it is not known yet, where somebody wrote `? because "…"`.
    pub because: Option<String>,
}

/// Something shown. Texts are Markdown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Content {
    /// Paragraphs, lists, headings as somebody wrote them.
    Text {
        /// The text.
        text: String,
    },
    /// Points.
    List {
        /// One text each.
        items: Vec<String>,
    },
    /// Facts with their labels.
    Rows {
        /// The facts.
        rows: Vec<LabelledFact>,
    },
    /// A table.
    Table {
        /// The names of its columns.
        columns: Vec<String>,
        /// Its rows, each with a cell for every column.
        rows: Vec<Vec<String>>,
    },
    /// Somebody's words.
    Quote {
        /// The words.
        text: String,
        /// Who says them.
        by: Option<String>,
    },
    /// Something with a title of its own.
    Part {
        /// The title.
        title: String,
        /// What it holds.
        content: Vec<Content>,
    },
    /// Something that is missing in the midst of what is there.
    Missing(MissingPart),
}

/// A document filled, with what is wrong with the formulas in it.
#[derive(Debug)]
pub struct FilledDocument {
    /// The document.
    pub document: Document,
    /// Formulas of its sections that fail.
    pub diagnostics: Vec<Diagnostic>,
}
