//! The gate for texts of a plan that leave it: one function a format, so that a text stays a text wherever it is read.
//!
//! A title, a name or a reason may hold anything. A terminal must not obey it, Markdown must not format it, a spreadsheet
//! must not compute it, a page must not run it. JSON has its own quotes.

use crate::diagnostic::sanitize;
use crate::report::Layout;
use unicode_width::UnicodeWidthStr;

/// For a cell or a line of a terminal: on one line, what acts or hides written in letters.
pub fn escape_cell(text: &str) -> String {
    sanitize(text).replace(['\n', '\t'], " ")
}

/// A whole output for a terminal: what acts or hides in letters, and no line wider than the place. A line that is
/// breaks between words, and within a word that is wider than a line.
pub fn escape_terminal(text: &str, layout: Layout) -> String {
    let text = sanitize(text);
    let Some(width) = layout.width.map(|w| w.max(20)) else { return text.into_owned() };
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        let line = line.replace('\t', " ");
        if line.width() <= width {
            out += &line;
        } else {
            let indent = line.len() - line.trim_start_matches(' ').len();
            let further = " ".repeat((indent + 2).min(width / 2));
            let options = textwrap::Options::new(width)
                .word_separator(textwrap::WordSeparator::AsciiSpace)
                .word_splitter(textwrap::WordSplitter::NoHyphenation)
                .subsequent_indent(&further);
            let broken = textwrap::fill(&line, options);
            out += &broken.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
        }
        out.push('\n');
    }
    out
}

/// For Markdown: text that shows as it is, on one line, wherever text may stand: in a cell, a point, a heading.
pub fn escape_markdown(text: &str) -> String {
    escaped(text, true)
}

/// The same for a cell of a table, where nothing that begins a line acts.
pub(in crate::report) fn escape_markdown_cell(text: &str) -> String {
    escaped(text, false)
}

/// For a cell of a table in Markdown: a message that quotes words in backticks. Those stand as code where nothing in them
/// could end it; else all of the message shows as it is.
pub(in crate::report) fn markdown_message_cell(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    let last = parts.len() - 1;
    let is_code = |at: &usize| at % 2 == 1;
    let sound = |(at, part): (usize, &&str)| match is_code(&at) {
        // A blank at both ends would be lost, a bar would end the cell, a backslash might hide that it does.
        true => !part.trim().is_empty() && part.trim() == *part && !part.contains(['|', '\\', '\n', '\r']),
        // Two codes without anything between them would be one.
        false => at == 0 || at == last || !part.is_empty(),
    };
    if parts.len().is_multiple_of(2) || !parts.iter().enumerate().all(sound) {
        return escape_markdown_cell(text);
    }
    let blank = |c: Option<char>| if c.is_some_and(char::is_whitespace) { " " } else { "" };
    let shown = |(at, part): (usize, &&str)| match is_code(&at) {
        true => format!("`{}`", sanitize(part)),
        false => {
            let words = escape_markdown_cell(part);
            let (before, after) = (blank(part.chars().next()), blank(part.chars().next_back()));
            if words.is_empty() { before.to_string() } else { format!("{before}{words}{after}") }
        }
    };
    parts.iter().enumerate().map(shown).collect::<String>().trim().to_string()
}

fn escaped(text: &str, begins_line: bool) -> String {
    let text = sanitize(text);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let after = chars.peek().copied().unwrap_or(' ');
        let inside_word = before.is_alphanumeric() && after.is_alphanumeric();
        // At the end of a heading they would close it.
        let closes = c == '#' && before == ' ' && chars.clone().all(|c| c == '#');
        let acts = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '|' => true,
            '>' => begins_line && out.is_empty(),
            '_' => !inside_word,
            // One that can't end what is struck out can stay: `~5 days`.
            '~' => before != ' ' || after == '~',
            '&' => after.is_alphanumeric() || after == '#',
            '#' if begins_line && closes => true,
            '#' | '+' | '-' | '=' => begins_line && out.is_empty() && matches!(after, ' ' | '#' | '-' | '='),
            '.' | ')' => begins_line && !out.is_empty() && out.chars().all(|c| c.is_ascii_digit()) && after == ' ',
            _ => false,
        };
        if acts {
            out.push('\\');
        }
        out.push(c);
        // Where a code host would call somebody: an empty sign after it leaves the name a text.
        if c == '@' && !before.is_alphanumeric() && after.is_alphanumeric() {
            out += "&#8203;";
        }
        before = c;
    }
    out
}

/// Words as they are: what takes the place of [`escape_markdown`] where a text goes to a terminal, which has a gate of its own.
pub fn unescaped(text: &str) -> String {
    text.to_string()
}

/// For a cell of CSV: what acts or hides in letters, and an apostrophe in front of what a spreadsheet would compute,
/// after blanks and in full width too. A number is one, and a lone sign is none.
pub(crate) fn escape_csv(text: &str) -> String {
    let signs = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    let starts = text.trim_start();
    let computes = starts.starts_with(signs) && starts.trim_end().chars().count() > 1 && text.parse::<f64>().is_err();
    let risky = computes || text.starts_with(['\t', '\r']);
    let text = sanitize(text);
    if risky { format!("'{text}") } else { text.into_owned() }
}

/// For HTML and SVG: plain text between tags or in an attribute.
pub(in crate::report) fn escape_html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in sanitize(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

    #[test]
    fn plain_text_shows_as_it_is() {
        assert_eq!(escape_markdown("a_b *c* <d> [e] |f|"), r"a_b \*c\* \<d> \[e\] \|f\|");
        assert_eq!(
            (escape_markdown("> x"), escape_markdown_cell(">99%"), escape_markdown_cell("-")),
            (r"\> x".into(), ">99%".into(), "-".into())
        );
        assert_eq!(escape_markdown("1. first"), r"1\. first");
        assert_eq!(escape_markdown("- x"), r"\- x");
        assert_eq!(escape_markdown("-3 to -1 minutes"), "-3 to -1 minutes");
        assert_eq!(escape_markdown("R&D & co &amp;"), r"R\&D & co \&amp;");
        assert_eq!(
            (escape_markdown("C #"), escape_markdown("a ##"), escape_markdown("C#"), escape_markdown("# 1")),
            (r"C \#".into(), r"a \##".into(), "C#".into(), r"\# 1".into())
        );
        assert_eq!(escape_markdown("two\n lines"), "two lines");
        assert_eq!(escape_markdown("@octocat, ask me@example.org @ 3"), "@&#8203;octocat, ask me@example.org @ 3");
        assert_eq!(escape_markdown("~5 to ~6, ~~no~~"), r"~5 to ~6, \~\~no\~\~");
        assert_eq!(escape_markdown("a\u{1b}[2J"), r"a\\u{1b}\[2J");
    }

    #[test]
    fn what_a_message_quotes_is_code_where_nothing_ends_it() {
        assert_eq!(markdown_message_cell("no team is called `co_re`: *x*"), r"no team is called `co_re`: \*x\*");
        assert_eq!(markdown_message_cell("`a` and `@b`"), "`a` and `@b`");
        for hostile in ["a ` b", "`a``b`", "`` x", "`a | b`", "`a\\`", "` `"] {
            assert_eq!(markdown_message_cell(hostile), escape_markdown_cell(hostile), "{hostile}");
        }
    }

    #[test]
    fn a_spreadsheet_computes_nothing() {
        for text in
            ["=1+1", "+1+1", "-1+1", "@SUM(A1)", " =1", "\n=1", "\t1", "\r1", "＝1+1", "＋1", "－1", "＠x", "=x\u{1b}"]
        {
            let field = escape_csv(text);
            assert!(field.starts_with('\'') && !field.contains('\u{1b}'), "{text:?}: {field:?}");
        }
        for text in ["-1.5", "+3", "-", "a=b", "1 = 1", "", "-1e5"] {
            assert_eq!(escape_csv(text), text);
        }
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        let layout = Layout { width: Some(20) };
        assert_eq!(escape_terminal("  one two three four five\nx\n", layout), "  one two three four\n    five\nx\n");
        assert!(escape_terminal(&"x".repeat(90), layout).lines().all(|l| l.width() <= 20));
        assert!(escape_terminal("a\u{1b}[2J", Layout::default()).starts_with("a\\u{1b}"));
    }

    proptest::proptest! {
        #[test]
        fn markdown_sees_only_text(text in "[-+*_#>=.)(0-9a-z!`~|<&;:/$@\\[\\]\\\\ \n\"']{0,60}") {
            let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
            let shown = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let seen = |page: &str| {
                let mut seen = String::new();
                for event in Parser::new_ext(page, options) {
                    match event {
                        // What keeps a name from being called shows nothing.
                        Event::Text(text) => seen += &text.replace('\u{200b}', ""),
                        Event::Start(Tag::Paragraph | Tag::List(_) | Tag::Item | Tag::Heading { .. }) => {}
                        Event::End(TagEnd::Paragraph | TagEnd::List(_) | TagEnd::Item | TagEnd::Heading(_)) => {}
                        other => return Err(format!("{other:?}")),
                    }
                }
                Ok(seen)
            };
            let page = format!("| a |\n| --- |\n| {} |\n", escape_markdown_cell(&text));
            let cells = Parser::new_ext(&page, options).filter(|e| matches!(e, Event::Start(Tag::TableCell)));
            proptest::prop_assert_eq!(cells.count(), 2, "{}", page);
            let acts = |e: Event<'_>| matches!(e, Event::Code(_) | Event::InlineHtml(_) | Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }));
            proptest::prop_assert!(!Parser::new_ext(&page, options).any(acts), "{}", page);
            let page = format!("| a |\n| --- |\n| {} |\n", markdown_message_cell(&text));
            let cells = Parser::new_ext(&page, options).filter(|e| matches!(e, Event::Start(Tag::TableCell)));
            proptest::prop_assert_eq!(cells.count(), 2, "{}", page);
            let mut told = String::new();
            for event in Parser::new_ext(&page, options) {
                match event {
                    Event::Text(text) | Event::Code(text) => told += &text,
                    Event::InlineHtml(_) | Event::Html(_) => proptest::prop_assert!(false, "{}", page),
                    Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }) => {
                        proptest::prop_assert!(false, "{}", page);
                    }
                    _ => {}
                }
            }
            let bare = |text: &str| text.replace(|c: char| c.is_whitespace() || matches!(c, '`' | '\u{200b}'), "");
            proptest::prop_assert_eq!(bare(&told), format!("a{}", bare(&shown)), "{}", page);
            for begin in ["", "- ", "# ", "- x: "] {
                let page = format!("{begin}{}\n", escape_markdown(&text));
                let expected = format!("{}{shown}", if begin == "- x: " { "x: " } else { "" });
                proptest::prop_assert_eq!(seen(&page).map(|s| s.trim().to_string()), Ok(expected.trim().to_string()), "{}", page);
            }
        }
    }
}
