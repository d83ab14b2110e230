//! What completion offers for the word at the cursor.

/// Something to put at the cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CompletionItem {
    /// What replaces the word at the cursor.
    pub text: String,
    /// What a list shows for it.
    pub label: String,
    /// What it means, in one line; may be empty.
    pub detail: String,
}

impl CompletionItem {
    /// A word with what it means.
    pub(super) fn new(text: impl Into<String>, detail: impl Into<String>) -> Self {
        let text = text.into();
        CompletionItem { label: text.clone(), text, detail: detail.into() }
    }
}

/// The byte where the word at the cursor begins, and what may stand there.
pub(super) type CompletionItems = (usize, Vec<CompletionItem>);

/// The same further on in the text.
pub(super) fn offset_by((start, choices): CompletionItems, by: usize) -> CompletionItems {
    (start + by, choices)
}

/// What begins with what was typed.
pub(super) fn with_prefix(choices: impl IntoIterator<Item = CompletionItem>, typed: &str) -> Vec<CompletionItem> {
    choices.into_iter().filter(|c| c.text.starts_with(typed)).collect()
}
