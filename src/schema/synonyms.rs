//! What other tools call our kinds, fields, units and phases, and what to write here instead.
//!
//! One table for messages and for import. What a field is called elsewhere stands with the field (`also:` in
//! `scripts/std/`); what there is no field for stands here, with what can be written now.

mod fields;
mod kinds;
mod units;
mod values;

pub use fields::field_by_synonym;
pub(crate) use fields::{FieldSynonym, hint, phase_by_synonym};
pub(crate) use kinds::kind_by_synonym;
pub use units::unit_by_synonym;
pub use values::value_by_synonym;

/// A word as it is looked up: lower case, with `_` between its parts: `Due Date`, `dueDate` and `due-date` are one.
///
/// ```
/// use planwright::internals::words::normalize_word;
/// assert_eq!(normalize_word("Due Date"), "due_date");
/// assert_eq!(normalize_word("dueDate"), "due_date");
/// assert_eq!(normalize_word("% done"), "done");
/// ```
pub fn normalize_word(word: &str) -> String {
    let mut out = String::with_capacity(word.len() + 2);
    let mut lower = false;
    for c in word.chars() {
        if c.is_alphanumeric() {
            if c.is_uppercase() && lower {
                out.push('_');
            }
            lower = c.is_lowercase() || c.is_ascii_digit();
            out.extend(c.to_lowercase());
        } else {
            lower = false;
            if !out.is_empty() && !out.ends_with('_') {
                out.push('_');
            }
        }
    }
    out.trim_end_matches('_').to_string()
}

/// The article that goes before a word: `an` before `initiative`, `a` before `user`.
///
/// ```
/// use planwright::internals::words::indefinite_article;
/// assert_eq!((indefinite_article("audience"), indefinite_article("user"), indefinite_article("team")), ("an", "a", "a"));
/// ```
pub fn indefinite_article(word: &str) -> &'static str {
    if word.starts_with(['a', 'e', 'i', 'o', 'u']) && !word.starts_with("us") { "an" } else { "a" }
}

/// Whether two plain words are one but for a plural.
fn same(a: &str, b: &str) -> bool {
    a == b || a.strip_suffix('s') == Some(b) || b.strip_suffix('s') == Some(a)
}
