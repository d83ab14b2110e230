//! How a plan is resolved: what is laid over its files, and what of the library is read besides.

use crate::schema::library::LibraryFolder;
use crate::syntax::SyntaxTree;
use std::sync::Arc;

/// What is laid over the files.
#[derive(Debug, Clone, Default)]
pub(crate) struct ResolveOptions {
    /// The scenario to apply.
    pub scenario: Option<String>,
    /// Texts typed in or set by a program, each laid over what stands before it.
    pub overlays: Vec<Arc<SyntaxTree>>,
    /// Frameworks of the library that are asked for though no file names them.
    pub frameworks: Vec<String>,
    /// Folders of the library to read besides those that every plan has.
    pub folders: Vec<LibraryFolder>,
}
