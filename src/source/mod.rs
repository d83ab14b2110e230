//! Floor 0: the text of a plan, where it came from, and places within it.
//!
//! Everything above names a place as a [`Span`]: a file and a byte range. Lines and columns exist
//! only where something is shown, through [`LineIndex`].

mod files;
mod item_scanner;
mod line_index;
mod path_display;
mod snapshot;
mod source_id;
mod source_set;
mod span;
mod workspace;
mod write;

pub use files::{DiskFiles, Files, MemoryFiles};
pub use item_scanner::MAX_DEPTH;
pub(crate) use item_scanner::{ItemChunk, split_items};
pub use line_index::{LineColumn, LineIndex};
pub use path_display::PathDisplay;
pub use snapshot::SnapshotFiles;
pub use source_id::SourceId;
pub use source_set::{SourceSet, SourceText};
pub use span::Span;
pub use workspace::{MAX_FILE_BYTES, all_plan_files, find_workspace, plan_files, plan_files_in};
pub use write::{ExpectedContent, is_conflict, write};
