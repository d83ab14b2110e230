//! The lines that `plan git install` adds to a file of settings, between two comments.

/// The comment above the lines.
const BEGIN: &str = "# by `plan git install`";

/// The comment below them.
const END: &str = "# end of `plan git install`";

/// The text with these lines at its end, those of an earlier installation taken out.
pub(super) fn with_block(text: &str, lines: &str) -> String {
    let mut out = without_block(text);
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
    out + &*format!("{BEGIN}\n{}\n{END}\n", lines.trim_end())
}

/// The text without the lines. Where the comment below them is gone, nothing is taken out.
pub(super) fn without_block(text: &str) -> String {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let place = |mark: &str| lines.iter().position(|line| line.trim() == mark);
    match (place(BEGIN), place(END)) {
        (Some(begin), Some(end)) if begin < end => [&lines[..begin], &lines[end + 1..]].concat().concat(),
        _ => text.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_added_can_be_taken_out() {
        for text in ["", "[core]\n\tbare = false\n", "*.png binary", "a\r\nb\r\n"] {
            let with = with_block(text, "x = 1");
            assert!(with.ends_with("# by `plan git install`\nx = 1\n# end of `plan git install`\n"), "{with}");
            assert_eq!(with_block(&with, "x = 1"), with, "twice is once");
            assert_eq!(without_block(&with).trim_end(), text.trim_end());
        }
        assert_eq!(without_block("# by `plan git install`\nx\n"), "# by `plan git install`\nx\n");
    }
}
