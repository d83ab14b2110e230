//! The name of a source.

/// Names one source of a [`SourceSet`](super::SourceSet): an index into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SourceId(pub u32);
