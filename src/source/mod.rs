//! Floor 0: the text of a plan, where it came from, and places within it.
//!
//! Everything above names a place as a [`Span`]: a file and a byte range. Lines and columns exist
//! only where something is shown, through [`LineIndex`].

mod files;
mod line_index;
mod scan;
mod source_id;
mod source_set;
mod span;
mod standpoint;
mod workspace;
mod write;

pub use files::{DiskFiles, Files, MemoryFiles};
pub use line_index::{LineColumn, LineIndex};
pub use scan::MAX_DEPTH;
pub(crate) use scan::{Piece, pieces};
pub use source_id::SourceId;
pub use source_set::{SourceSet, SourceText};
pub use span::Span;
pub use standpoint::Standpoint;
pub use workspace::{MAX_FILE_BYTES, all_plan_files, find_workspace, plan_files, plan_files_in};
pub use write::{Before, is_conflict, write};
