//! Files and folders that a path may go on with.

use super::choice::{CompletionItem, CompletionItems};
use std::path::Path;

/// The most files of a folder that are looked at.
const MAX_FILES_LISTED: usize = 1_000;

/// The files and folders that a path may go on with; `close` follows a whole one.
pub(super) fn files(typed: &str, close: &str) -> CompletionItems {
    let (folder, part) = typed.rsplit_once('/').map_or(("", typed), |(f, p)| (f, p));
    let place = match folder {
        "" if typed.starts_with('/') => Path::new("/"),
        "" => Path::new("."),
        folder => Path::new(folder),
    };
    let Ok(entries) = std::fs::read_dir(place) else { return (0, Vec::new()) };
    let mut found: Vec<CompletionItem> = entries
        .take(MAX_FILES_LISTED)
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let hidden = name.starts_with('.') && !part.starts_with('.');
            // A name that would act on the terminal, or that no word could hold, is nobody's to type.
            let odd = name.chars().any(|c| c.is_control() || c.is_whitespace());
            if hidden || odd || !name.starts_with(part) {
                return None;
            }
            let end = if entry.path().is_dir() { "/" } else { close };
            Some(CompletionItem::new(format!("{name}{end}"), ""))
        })
        .collect();
    found.sort_by(|a, b| a.text.cmp(&b.text));
    (typed.len() - part.len(), found)
}
