//! What a change brings: findings that were not there before it.

use super::Diagnostic;
use std::collections::HashMap;

/// The findings that are new. Each finding that was there before excuses one that says the same, wherever that stands:
/// a change moves places.
pub fn introduced(before: impl IntoIterator<Item = Diagnostic>, mut after: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut excused: HashMap<String, usize> = HashMap::new();
    for known in before {
        *excused.entry(known.message).or_default() += 1;
    }
    after.retain(|d| match excused.get_mut(&d.message).filter(|left| **left > 0) {
        Some(left) => {
            *left -= 1;
            false
        }
        None => true,
    });
    after
}
