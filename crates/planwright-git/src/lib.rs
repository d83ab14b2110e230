//! Commits, trees and blobs of a git repository, as plain data.
//!
//! A repository's own files are not trusted: its configuration can name programs (a file system monitor, filters,
//! text conversion, hooks, a pager). Nothing of that is run here, and nothing of the user's or the system's
//! configuration, or of the environment, is read. Objects are read raw and never through filters; the working tree is
//! not read. Sizes, depths and numbers are limited (see [`limits`]), so that no tree exhausts the memory.
//!
//! ```no_run
//! # fn main() -> Result<(), planwright_git::GitError> {
//! use planwright_git::Repository;
//! use std::path::Path;
//!
//! let repository = Repository::discover(Path::new("."))?;
//! let commit = repository.revision("HEAD~2")?;
//! let plans = repository.files(&commit, Path::new(""), |path| path.extension().is_some_and(|e| e == "plan"))?;
//! for file in &plans.files {
//!     println!("{} has {} bytes", file.path.display(), file.bytes.len());
//! }
//! # Ok(())
//! # }
//! ```
//!
//! As git does, it follows the repository's own files to other folders: a `.git` file, `objects/info/alternates`.
//!
//! **Texts are as the repository has them.** Names, subjects, branches and paths may hold control characters and
//! anything else; who prints them escapes them. Objects that `git replace` puts in the place of others are not used,
//! so that the id of a tree always stands for the same files.
//!
//! A [`Repository`] belongs to one thread; what it gives can go to any.
#![forbid(unsafe_code)]

mod commit;
mod commit_graph;
mod entry_name;
mod error;
mod index;
pub mod limits;
mod log;
mod merge_base;
mod near_names;
mod object_cache;
mod objects;
mod range;
mod repository;
mod revision;
mod revision_spec;
mod supported_format;
mod tree;
mod tree_files;

pub use commit::Commit;
pub use error::GitError;
pub use log::{Log, LogOptions, LogOrder};
pub use range::Range;
pub use repository::Repository;
pub use tree_files::{SkipReason, Skipped, TreeFile, TreeFiles};
