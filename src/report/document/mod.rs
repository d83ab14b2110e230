//! Floor 2: Documents made of what is on file about an initiative, with what is missing marked where it belongs.
//!
//! What a document holds is written in the language: the `document` items of the plan and of `scripts/std/documents/`.
//! They are filled into a neutral [`Document`], all texts of which are Markdown; [`markdown()`] and [`html()`] render it.

mod compose;
mod content;
pub(super) mod fact_lookup;
mod fill;
mod html;
mod markdown;
mod metrics;
mod missing;
pub(super) mod section_layout;
mod shape;
mod user_markdown;
pub(super) mod wording;

pub(in crate::report) use crate::report::output::escaping::escape_html;
pub use compose::{declared, document};
pub use content::{Content, Document, DocumentSection, FilledDocument, LabelledFact, MissingPart, SectionState};
pub(in crate::report) use html::STYLE;
pub use html::html;
pub(in crate::report) use markdown::line as prose_line;
pub use markdown::markdown;
pub(in crate::report) use user_markdown::embed_markdown as prose;
pub(in crate::report) use wording::FactWording;
