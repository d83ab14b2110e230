//! The currencies of what was imported.

use super::{DraftValue, PlanDraft};
use crate::quantity::Currency;
use std::collections::BTreeMap;

/// The codes of the currencies that amounts are written in, and how many are in each.
pub(super) fn currencies(draft: &PlanDraft) -> BTreeMap<String, usize> {
    let mut out = BTreeMap::new();
    for fact in draft.items.iter().flat_map(|i| &i.facts) {
        if let DraftValue::Token(token) = &fact.value
            && let Some(code) = currency(token)
        {
            *out.entry(code).or_insert(0) += 1;
        }
    }
    out
}

/// The currency of an amount as it is written: `£5/year`, `5 to 10 CHF`.
fn currency(token: &str) -> Option<String> {
    if token.starts_with('"') {
        return None;
    }
    if let Some(of_symbol) = token.chars().next().and_then(|c| Currency::of_symbol(c.encode_utf8(&mut [0; 4]))) {
        return Some(of_symbol.code().to_string());
    }
    let last = token.split('/').next()?.rsplit(' ').next()?;
    let begins = token.starts_with(|c: char| c.is_ascii_digit() || c == '-');
    (begins && crate::exchange::table::is_currency(last)).then(|| last.to_string())
}
