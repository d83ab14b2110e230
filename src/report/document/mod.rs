//! Floor 2: Documents made of what is on file about an initiative, with what is missing marked where it belongs.
//!
//! What a document holds is written in the language: the `document` items of the plan and of `scripts/std/documents/`.
//! They are filled into a neutral [`Document`], all texts of which are Markdown; [`markdown()`] and [`html()`] render it.

mod compose;
mod content;
mod fill;
pub(super) mod find;
mod html;
pub(super) mod layout;
mod markdown;
mod metrics;
mod missing;
mod prose;
pub(super) mod say;
mod shape;

pub(in crate::report) use crate::report::output::escaping::escape;
pub use compose::{declared, document};
pub use content::{Content, Document, Filled, Labelled, Missing, Section, State};
pub(in crate::report) use html::STYLE;
pub use html::html;
pub(in crate::report) use markdown::line as prose_line;
pub use markdown::markdown;
pub(in crate::report) use prose::markdown as prose;
pub(in crate::report) use say::Words;
