//! What is known while sets are sought: the best one, the bound, and whether it is proven.

/// What a way of branching knows.
#[derive(Debug, Clone)]
pub(super) struct Incumbent {
    pub chosen: Option<Vec<bool>>,
    pub bound: f64,
    pub proven: bool,
    pub nodes: u64,
}
