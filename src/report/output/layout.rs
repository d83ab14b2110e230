//! How wide a result may be.

/// How a table fits the place it is shown in.
#[derive(Debug, Clone, Copy, Default)]
pub struct Layout {
    /// The width of the terminal; `None` shows everything in full.
    pub width: Option<usize>,
}
