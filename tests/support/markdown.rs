//! Fenced blocks of a page.

/// A fenced block.
#[derive(Debug, Clone)]
pub(crate) struct Fence {
    /// The words after the opening fence.
    pub info: Vec<String>,
    /// What stands between the fences.
    pub text: String,
    /// The line of its first line, from 1.
    pub line: usize,
    /// The last heading before it, without its `#`.
    pub heading: String,
}

/// Every fenced block of a page, in order. A fence closes with as many backticks as it opened with.
pub(crate) fn fences(page: &str) -> Vec<Fence> {
    let mut found = Vec::new();
    let mut heading = String::new();
    let mut open: Option<(usize, Fence)> = None;
    for (index, line) in page.lines().enumerate() {
        let ticks = line.len() - line.trim_start_matches('`').len();
        match &mut open {
            Some((width, fence)) if ticks >= *width && line.trim_start_matches('`').is_empty() => {
                found.push(fence.clone());
                open = None;
            }
            Some((_, fence)) => {
                fence.text.push_str(line);
                fence.text.push('\n');
            }
            None if ticks >= 3 => {
                let info = line.trim_start_matches('`').split_whitespace().map(str::to_string).collect();
                open = Some((ticks, Fence { info, text: String::new(), line: index + 2, heading: heading.clone() }));
            }
            None if line.starts_with('#') => heading = line.trim_start_matches(['#', ' ']).to_string(),
            None => {}
        }
    }
    assert!(open.is_none(), "a fence is never closed: {open:?}");
    found
}
