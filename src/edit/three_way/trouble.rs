//! Why a part of the tree is not merged in pieces.

/// Why parts can't be merged on their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// They were changed in ways that don't go together, or that have no lines of their own for markers.
    Conflict,
    /// The tree does not say what belongs to what: it could not be read, or two things have one name.
    Untrusted,
}
