//! How conflicts are marked.

/// How conflicts are marked.
///
/// ```
/// use planwright::edit::ConflictLabels;
/// let labels = ConflictLabels { ours: "main".into(), ..ConflictLabels::default() };
/// assert_eq!((labels.marker_length, labels.base), (7, None));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConflictLabels {
    /// What ours is called after `<<<<<<<`.
    pub ours: String,
    /// What the base is called after `|||||||`; with `None` the base is not shown.
    pub base: Option<String>,
    /// What theirs is called after `>>>>>>>`.
    pub theirs: String,
    /// How many signs a marker has.
    pub marker_length: usize,
}

impl Default for ConflictLabels {
    fn default() -> Self {
        ConflictLabels { ours: "ours".into(), base: None, theirs: "theirs".into(), marker_length: 7 }
    }
}
