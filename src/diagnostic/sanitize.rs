//! Text from a file made safe to show: nothing hidden, nothing that moves the cursor or reorders a line.

use std::borrow::Cow;

/// The text with every character that a terminal would act on, reorder or not show written as `\u{…}`.
///
/// That is: controls (C0, DEL, C1), marks of direction, and characters without width or ink. `\n` and the
/// tab stay; the `\r` of a `\r\n` goes; a joiner between two emoji stays, since it makes one sign of them.
///
/// ```
/// use planwright::diagnostic::sanitize;
/// assert_eq!(sanitize("a\u{1b}[2Jb\r\n\tc"), "a\\u{1b}[2Jb\n\tc");
/// assert_eq!(sanitize("user\u{202e}nimda"), "user\\u{202e}nimda");
/// assert!(matches!(sanitize("plain, größer, 計画 👩‍💻"), std::borrow::Cow::Borrowed(_)));
/// ```
pub fn sanitize(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut changed = false;
    let mut before = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match sanitize_action(before, c, chars.peek().copied()) {
            SanitizeAction::AsIs => out.push(c),
            SanitizeAction::Escaped => {
                out.extend(c.escape_unicode());
                changed = true;
            }
            SanitizeAction::Dropped => changed = true,
        }
        before = Some(c);
    }
    if changed { Cow::Owned(out) } else { Cow::Borrowed(text) }
}

/// As [`sanitize`], on one line: a line break becomes `\n` in letters, and a tab a space.
pub fn sanitize_line(text: &str) -> String {
    sanitize(text).replace('\n', "\\n").replace('\t', " ")
}

/// What becomes of a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SanitizeAction {
    /// It stands as it is.
    AsIs,
    /// It is written as `\u{…}`.
    Escaped,
    /// It goes.
    Dropped,
}

/// What becomes of `c` between its neighbours.
pub fn sanitize_action(before: Option<char>, c: char, after: Option<char>) -> SanitizeAction {
    match c {
        '\r' if after == Some('\n') => SanitizeAction::Dropped,
        '\u{200d}' if before.is_some_and(is_emoji) && after.is_some_and(is_emoji) => SanitizeAction::AsIs,
        _ if is_hidden(c) => SanitizeAction::Escaped,
        _ => SanitizeAction::AsIs,
    }
}

/// Whether a terminal would act on this character, reorder by it or not show it.
pub(crate) fn is_hidden(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        // The one test nearly every character needs.
        ' '..='~' => false,
        _ => {
            c.is_control()
                || matches!(c,
                    '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
                    | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
                    | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
                    | '\u{fff9}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
                    | '\u{e0000}'..='\u{e0fff}')
        }
    }
}

fn is_emoji(c: char) -> bool {
    matches!(c, '\u{fe0f}' | '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hides_nothing() {
        assert_eq!(sanitize("a\rb\r\nc\0\u{7f}\u{9b}31m"), "a\\u{d}b\nc\\u{0}\\u{7f}\\u{9b}31m");
        assert_eq!(
            sanitize("ad\u{200b}min \u{feff}x\u{2066}y\u{e0041}"),
            "ad\\u{200b}min \\u{feff}x\\u{2066}y\\u{e0041}"
        );
        assert_eq!(sanitize("a\u{200d}b"), "a\\u{200d}b");
        assert_eq!(sanitize("👩\u{200d}💻"), "👩\u{200d}💻");
        assert_eq!(sanitize_line("a\nb\tc\u{8}"), "a\\nb c\\u{8}");
    }

    proptest::proptest! {
        #[test]
        fn what_is_printable_stays(text: String) {
            let once = sanitize(&text).into_owned();
            proptest::prop_assert_eq!(sanitize(&once), once.as_str());
            proptest::prop_assert!(!once.contains(|c: char| c.is_control() && c != '\n' && c != '\t'));
        }
    }
}
