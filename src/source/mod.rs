//! Floor 0: the text of a plan, where it came from, and places within it.
//!
//! Everything above names a place as a [`Span`]: a file and a byte range. Lines and columns exist
//! only where something is shown, through [`LineIndex`].

mod files;
mod line_index;
mod scan;
mod span;
mod workspace;
mod write;

pub use files::{DiskFiles, Files, MemoryFiles};
pub use line_index::{LineColumn, LineIndex};
pub use scan::MAX_DEPTH;
pub(crate) use scan::{Piece, pieces};
pub use span::Span;
pub use workspace::{MAX_FILE_BYTES, all_plan_files, find_workspace, plan_files, plan_files_in};
pub use write::{Before, is_conflict, write};

use std::sync::{Arc, OnceLock};

/// Names one source of a [`SourceSet`]: an index into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SourceId(pub u32);

/// One text with its name: a file of the workspace, an item of the standard library, or text typed in.
#[derive(Debug, Clone)]
pub struct Source {
    /// The name shown to people: a path relative to the workspace, or `std/frameworks/rice.plan`.
    pub name: Arc<str>,
    /// The whole text, valid UTF-8. A leading byte order mark is part of it.
    pub text: Arc<str>,
    lines: Arc<OnceLock<LineIndex>>,
}

impl Source {
    /// A source with this name and text.
    pub fn new(name: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Self {
        Source { name: name.into(), text: text.into(), lines: Arc::default() }
    }

    /// The line starts of this text, found once.
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }
}

/// Every source that a run has read, by [`SourceId`].
#[derive(Debug, Clone, Default)]
pub struct SourceSet {
    sources: Vec<Source>,
}

impl SourceSet {
    /// Adds a source and returns its name for spans.
    pub fn add(&mut self, source: Source) -> SourceId {
        let id = SourceId(self.sources.len() as u32);
        self.sources.push(source);
        id
    }

    /// Gives a source its text, which it was added without.
    pub fn set_text(&mut self, id: SourceId, text: Arc<str>) {
        let source = &mut self.sources[id.0 as usize];
        *source = Source::new(source.name.clone(), text);
    }

    /// Takes away all sources from the `count`th on.
    pub(crate) fn truncate(&mut self, count: usize) {
        self.sources.truncate(count);
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.sources.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.sources.is_empty()
    }

    /// The source of this id. Ids come from [`SourceSet::add`] of the same set.
    pub fn get(&self, id: SourceId) -> &Source {
        &self.sources[id.0 as usize]
    }

    /// All sources with their ids, in the order they were read.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        self.sources.iter().enumerate().map(|(i, s)| (SourceId(i as u32), s))
    }

    /// The text that a span covers; empty where the span lies outside its source.
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.source).text.get(span.start as usize..span.end as usize).unwrap_or("")
    }

    /// Line and column, both from 1, columns in characters, of the start of a span.
    pub fn locate(&self, span: Span) -> LineColumn {
        let source = self.get(span.source);
        source.lines().locate(&source.text, span.start as usize)
    }
}
