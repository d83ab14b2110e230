//! Colours.

use anstyle::{AnsiColor, Style};
use planwright::ide::{Language, TokenClass, token_classes};

/// Whether there are colours.
#[derive(Debug, Clone, Copy)]
pub(super) struct TextStyle {
    /// Whether escape codes may be printed at all.
    pub colored: bool,
}

const DIM: Style = Style::new().dimmed();
const BOLD: Style = Style::new().bold();

impl TextStyle {
    /// What matters less.
    pub(super) fn dim(self, text: &str) -> String {
        self.with(DIM, text)
    }

    /// What stands above something.
    pub(super) fn bold(self, text: &str) -> String {
        self.with(BOLD, text)
    }

    /// The prompt.
    pub(super) fn prompt(self, text: &str) -> String {
        self.with(AnsiColor::Cyan.on_default().bold(), text)
    }

    fn with(self, style: Style, text: &str) -> String {
        if self.colored { format!("{style}{text}{style:#}") } else { text.to_string() }
    }
}

fn style(class: TokenClass) -> Option<Style> {
    Some(match class {
        TokenClass::Kind | TokenClass::Keyword => AnsiColor::Magenta.on_default(),
        TokenClass::Field => AnsiColor::Blue.on_default(),
        TokenClass::Number | TokenClass::Unit => AnsiColor::Cyan.on_default(),
        TokenClass::Level => AnsiColor::Yellow.on_default(),
        TokenClass::Title | TokenClass::Text | TokenClass::Code => AnsiColor::Green.on_default(),
        TokenClass::Comment => DIM,
        TokenClass::Connective => AnsiColor::Magenta.on_default(),
        TokenClass::Function => BOLD,
        TokenClass::Error => AnsiColor::Red.on_default().underline(),
        TokenClass::Name | TokenClass::Punctuation => return None,
    })
}

/// The longest text that is coloured: a longer one is pasted and not read while it is typed.
const MAX_HIGHLIGHT_BYTES: usize = 64 * 1024;

/// What is typed, in colours.
pub(super) fn highlight(text: &str) -> String {
    if text.len() > MAX_HIGHLIGHT_BYTES {
        return text.to_string();
    }
    let Some(colon) = command_end(text) else { return highlight_language(text, Language::Any) };
    let (command, rest) = text.split_at(colon);
    let name = command.trim_start().trim_start_matches(':');
    let mut out = format!("{BOLD}{command}{BOLD:#}");
    // What is set is an address, then a value of it.
    let address = rest.len() - rest.trim_start().len();
    let address = address + rest[address..].find(char::is_whitespace).unwrap_or(rest[address..].len());
    match name {
        "set" | "add" => {
            let (address, value) = rest.split_at(address);
            out += &highlight_language(address, Language::Address);
            out += &highlight_language(value, Language::Value { of: address.trim() });
        }
        "time" if rest.trim_start().starts_with(':') => out += &highlight(rest),
        "type" | "time" => out += &highlight_language(rest, Language::Formula),
        _ => out += &options(rest),
    }
    out
}

/// The end of a command's name; `None` where the text is no command.
fn command_end(text: &str) -> Option<usize> {
    let start = text.len() - text.trim_start().len();
    let rest = text[start..].strip_prefix(':')?;
    Some(start + 1 + rest.find(char::is_whitespace).unwrap_or(rest.len()))
}

/// The rest of a command line: options and what stands in quotes.
fn options(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 32);
    for word in text.split_inclusive(char::is_whitespace) {
        let style = match word.as_bytes() {
            [b'-', ..] => Some(AnsiColor::Blue.on_default()),
            [b'\'' | b'"', ..] => Some(AnsiColor::Green.on_default()),
            _ => None,
        };
        match style {
            Some(style) => out += &format!("{style}{word}{style:#}"),
            None => out += word,
        }
    }
    out
}

fn highlight_language(text: &str, language: Language<'_>) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let mut at = 0;
    for (range, class) in token_classes(text, language) {
        let (Some(before), Some(word)) = (text.get(at..range.start), text.get(range.clone())) else { continue };
        out += before;
        match style(class) {
            Some(style) => out += &format!("{style}{word}{style:#}"),
            None => out += word,
        }
        at = range.end;
    }
    out += text.get(at..).unwrap_or("");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text without its escape codes.
    fn bare(text: &str) -> String {
        let mut out = String::new();
        let mut parts = text.split('\u{1b}');
        out += parts.next().unwrap_or("");
        parts.for_each(|p| out += p.split_once('m').map_or("", |p| p.1));
        out
    }

    #[test]
    fn colours_take_no_character_away() {
        for text in [
            "initiative a \"Ä\" { rice { reach: 4 customers/month; impact: high } } # end",
            "detection.rice + sum(x, [1, 2]) / 3",
            ":set a.rice.effort 3 person-months because \"x\"",
            "  :rank --where 'team == \"core\"' --top 5",
            ":time :rank --top 5",
            ":type a.b",
            ":",
            "",
        ] {
            assert_eq!(bare(&highlight(text)), text);
        }
        assert_ne!(highlight("detection.rice"), "detection.rice");
        assert_eq!(TextStyle { colored: false }.bold("a"), "a");
    }
}
