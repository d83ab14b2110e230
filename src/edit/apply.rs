//! Edits put into a text.

use super::{Edit, EditError};

/// The text with all edits made. They are sorted by place; one that overlaps another, or lies outside the text, is
/// an error, and nothing is changed.
pub fn apply(text: &str, edits: &mut [Edit]) -> Result<String, EditError> {
    edits.sort_by_key(|e| (e.span.start, e.span.end));
    let added: usize = edits.iter().map(|e| e.replacement.len()).sum();
    let mut out = String::with_capacity(text.len() + added);
    let mut end = 0;
    for edit in edits {
        let range = edit.span.range();
        let Some(kept) = text.get(end..range.start).filter(|_| text.get(range.clone()).is_some()) else {
            let why =
                if range.start < end { "two edits change the same place" } else { "an edit lies outside the text" };
            return Err(EditError::new(why));
        };
        out.push_str(kept);
        out.push_str(&edit.replacement);
        end = range.end;
    }
    out.push_str(&text[end..]);
    Ok(out)
}
