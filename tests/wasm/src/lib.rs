//! The library in WebAssembly, ranked by from `rank.mjs`: text goes in and comes out a byte at a time, so that nothing
//! here touches memory by hand. It takes no workspace lints: a name that is exported counts as `unsafe`.

use planwright::{Source, View};
use std::sync::Mutex;

static TEXT: Mutex<Vec<u8>> = Mutex::new(Vec::new());

/// Appends a byte of the plan.
#[unsafe(no_mangle)]
pub extern "C" fn push(byte: u8) {
    if let Ok(mut text) = TEXT.lock() {
        text.push(byte);
    }
}

/// Ranks the plan by a framework of the library, rice; gives the length of the answer, JSON, that takes the plan's place.
#[unsafe(no_mangle)]
pub extern "C" fn rank() -> usize {
    let Ok(mut text) = TEXT.lock() else { return 0 };
    let source = Source::text("first.plan", &String::from_utf8_lossy(&text));
    let Ok(parsed) = source.parse() else { return 0 };
    let view = View::default();
    let Ok(resolved) = parsed.resolve(&view) else { return 0 };
    let evaluated = resolved.evaluate().evaluated;
    let Some(ranking) = evaluated.ranking("rice", false) else { return 0 };
    let id = |at: usize| evaluated.plan().initiatives[at].record.id.to_string();
    let rows: Vec<_> = ranking.rows.iter().map(|r| serde_json::json!([r.rank, id(r.initiative), r.score])).collect();
    *text = serde_json::to_vec(&rows).unwrap_or_default();
    text.len()
}

/// A byte of the answer.
#[unsafe(no_mangle)]
pub extern "C" fn at(place: usize) -> u8 {
    TEXT.lock().ok().and_then(|text| text.get(place).copied()).unwrap_or_default()
}
