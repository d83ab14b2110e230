//! The words of a command line.

/// The words as a shell would cut them, those in quotes whole.
///
/// # Errors
/// What is left open.
pub(super) fn words(text: &str) -> Result<Vec<String>, &'static str> {
    shlex::split(text).ok_or("a quote is never closed")
}

/// The words before the cursor of a line that is being typed, the one at the cursor apart with the byte it begins at.
pub(super) fn before(text: &str) -> (Vec<&str>, &str, usize) {
    let start =
        text.rfind(char::is_whitespace).map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    (text[..start].split_whitespace().collect(), &text[start..], start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_hold_words_together() {
        assert_eq!(words("rank --where 'a == \"b c\"'").unwrap(), ["rank", "--where", "a == \"b c\""]);
        assert!(words("rank 'a").is_err());
        assert_eq!(before(":rank --by r"), (vec![":rank", "--by"], "r", 11));
        assert_eq!(before(":rank "), (vec![":rank"], "", 6));
        assert_eq!(before(""), (vec![], "", 0));
    }
}
