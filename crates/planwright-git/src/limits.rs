//! How much is read at most, so that a hostile repository costs bounded memory and time.

/// The largest object that is read, in bytes: 16 MiB. It holds for blobs, trees, commits and tags, and for the parts
/// of the index.
pub const MAX_OBJECT_BYTES: usize = 16 << 20;

/// The largest sum of the files that one call gives, in bytes: 256 MiB.
pub const MAX_SUM_BYTES: usize = 256 << 20;

/// The deepest folder of a tree that is entered: 128 folders below the top.
pub const MAX_DEPTH: usize = 128;

/// The most entries, of trees or of the index, that one call looks at. Trees can hold one another many times over, so
/// that a small repository has more entries than anybody can read.
pub const MAX_ENTRIES: usize = 1_000_000;

/// The most commits that one call walks over.
pub const MAX_COMMITS: usize = 1_000_000;

/// The most names of branches and tags that are compared with a name that was not found.
pub const MAX_COMPARED_NAMES: usize = 10_000;

/// The most characters of a name or a subject that are given; what is longer is cut.
pub const MAX_TEXT_CHARS: usize = 1_000;

/// The bytes of a commit's message in which its subject is looked for: 64 KiB.
pub(crate) const MAX_SUBJECT_BYTES: usize = 64 << 10;

/// The bytes of objects that are kept for the next reading: 32 MiB, and the largest object on top.
pub const CACHE_BYTES: usize = 32 << 20;

/// The most tags that lead to one another before a commit comes.
pub(crate) const MAX_TAG_STEPS: usize = 16;
