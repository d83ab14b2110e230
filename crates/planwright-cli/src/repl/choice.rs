//! What completion offers for the word at the cursor.

/// Something to put at the cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Choice {
    /// What replaces the word at the cursor.
    pub text: String,
    /// What a list shows for it.
    pub label: String,
    /// What it means, in one line; may be empty.
    pub detail: String,
}

impl Choice {
    /// A word with what it means.
    pub(super) fn new(text: impl Into<String>, detail: impl Into<String>) -> Self {
        let text = text.into();
        Choice { label: text.clone(), text, detail: detail.into() }
    }
}

/// The byte where the word at the cursor begins, and what may stand there.
pub(super) type Choices = (usize, Vec<Choice>);

/// The same further on in the text.
pub(super) fn shifted((start, choices): Choices, by: usize) -> Choices {
    (start + by, choices)
}

/// What begins with what was typed.
pub(super) fn beginning(choices: impl IntoIterator<Item = Choice>, typed: &str) -> Vec<Choice> {
    choices.into_iter().filter(|c| c.text.starts_with(typed)).collect()
}
