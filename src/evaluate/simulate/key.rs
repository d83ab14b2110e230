//! What a sample hangs on: the seed, the item, the fact. Nothing else moves it: neither order nor threads nor
//! neighbours, nor a title or a file.

use crate::model::Record;
use planwright_stats::key;

/// The key of a fact of an item.
pub(in crate::evaluate) fn fact_key(seed: u64, record: &Record, path: &str) -> u64 {
    // Its name in its own file, and the one that it had before: neither a move nor a new name draws anew.
    let id = record.was.as_deref().unwrap_or(&record.id);
    let id = id.rsplit('.').next().unwrap_or(id);
    key::key(seed, &record.kind, id, path)
}
