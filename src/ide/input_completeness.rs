//! Whether a text is finished, or goes on in the next line.

use super::formula_token::{self, FormulaTokenKind as Formula};
use super::language::Language;
use super::plan_token::{self, PlanTokenKind};

/// Whether a text is finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InputState {
    /// Nothing is left open.
    Complete,
    /// Something is left open; the innermost is told.
    Open {
        /// What.
        what: Opener,
        /// The byte where it begins.
        at: usize,
        /// How many brackets are open around and before it, itself not counted: the depth of the next line.
        depth: usize,
    },
}

/// What may be left open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opener {
    /// `{`
    Brace,
    /// `[`
    Bracket,
    /// `(`
    Parenthesis,
    /// `"`, which ends with its line.
    Quote,
    /// `"""`
    LongQuote,
    /// `` ` ``, which ends with its line.
    Backtick,
    /// Three backticks.
    Fence,
    /// `/*` of a formula.
    Comment,
}

impl Opener {
    /// As it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Opener::Brace => "{",
            Opener::Bracket => "[",
            Opener::Parenthesis => "(",
            Opener::Quote => "\"",
            Opener::LongQuote => "\"\"\"",
            Opener::Backtick => "`",
            Opener::Fence => "```",
            Opener::Comment => "/*",
        }
    }

    /// What closes it.
    pub fn close(self) -> &'static str {
        match self {
            Opener::Brace => "}",
            Opener::Bracket => "]",
            Opener::Parenthesis => ")",
            Opener::Comment => "*/",
            same => same.as_str(),
        }
    }

    /// Whether a further line can close it: text and code in single quotes end with their line.
    pub fn spans_lines(self) -> bool {
        !matches!(self, Opener::Quote | Opener::Backtick)
    }
}

/// Whether a text is finished. A quote that an earlier line left open is a mistake, and no further line mends it: it
/// counts only on the last line.
///
/// ```
/// use planwright::ide::{input_state, InputState, Language, Opener};
/// assert_eq!(input_state("initiative sso { phase: idea }", Language::Plan), InputState::Complete);
/// let open = input_state("initiative sso {\n  needs: [", Language::Plan);
/// assert_eq!(open, InputState::Open { what: Opener::Bracket, at: 26, depth: 1 });
/// ```
pub fn input_state(text: &str, language: Language<'_>) -> InputState {
    match language.of(text) {
        Language::Formula | Language::Query => formula(text),
        Language::Address => InputState::Complete,
        _ => plan(text),
    }
}

fn plan(text: &str) -> InputState {
    let mut open: Vec<(Opener, usize)> = Vec::new();
    let last_line = text.rfind('\n').map_or(0, |n| n + 1);
    let mut quote = None;
    for token in plan_token::tokens(text) {
        let opener = match token.kind {
            PlanTokenKind::Sign(b'{') => Opener::Brace,
            PlanTokenKind::Sign(b'[') => Opener::Bracket,
            PlanTokenKind::Sign(b'}') => {
                // A list that is not closed ends with its block.
                while open.pop().is_some_and(|(what, _)| what == Opener::Bracket) {}
                continue;
            }
            PlanTokenKind::Sign(b']') => {
                if open.last().is_some_and(|(what, _)| *what == Opener::Bracket) {
                    open.pop();
                }
                continue;
            }
            PlanTokenKind::LongText if token.open => Opener::LongQuote,
            PlanTokenKind::Fence if token.open => Opener::Fence,
            PlanTokenKind::Text | PlanTokenKind::Code if token.open && token.start >= last_line => {
                let what = if token.kind == PlanTokenKind::Text { Opener::Quote } else { Opener::Backtick };
                quote = Some((what, token.start));
                continue;
            }
            _ => continue,
        };
        open.push((opener, token.start));
    }
    open.extend(quote);
    innermost_open(&open)
}

fn formula(text: &str) -> InputState {
    let mut open: Vec<(Opener, usize)> = Vec::new();
    let last_line = text.rfind('\n').map_or(0, |n| n + 1);
    for token in formula_token::tokens(text) {
        let opener = match (token.kind, token.text(text)) {
            (Formula::Sign, "{") => Opener::Brace,
            (Formula::Sign, "[") => Opener::Bracket,
            (Formula::Sign, "(") => Opener::Parenthesis,
            (Formula::Sign, close @ ("}" | "]" | ")")) => {
                if open.last().is_some_and(|(what, _)| what.close() == close) {
                    open.pop();
                }
                continue;
            }
            (Formula::Comment, _) if token.open => Opener::Comment,
            (Formula::Text, _) if token.open && token.start >= last_line => Opener::Quote,
            _ => continue,
        };
        open.push((opener, token.start));
    }
    innermost_open(&open)
}

fn innermost_open(open: &[(Opener, usize)]) -> InputState {
    match open {
        [] => InputState::Complete,
        [around @ .., (what, at)] => InputState::Open { what: *what, at: *at, depth: around.len() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opener(text: &str, language: Language<'_>) -> Option<Opener> {
        match input_state(text, language) {
            InputState::Complete => None,
            InputState::Open { what, .. } => Some(what),
        }
    }

    #[test]
    fn what_a_plan_leaves_open() {
        for (text, open) in [
            ("", None),
            ("initiative a { }", None),
            ("initiative a {", Some(Opener::Brace)),
            ("initiative a { # }", Some(Opener::Brace)),
            ("initiative a { x: \"}\"", Some(Opener::Brace)),
            ("initiative a { x: \"\\\"}\"", Some(Opener::Brace)),
            ("initiative a { x: `if y { 1 }`", Some(Opener::Brace)),
            ("initiative a { needs: [ b, }", None),
            ("initiative a { needs: [ b,", Some(Opener::Bracket)),
            ("initiative a { x: \"b", Some(Opener::Quote)),
            ("initiative a { x: \"b\n", Some(Opener::Brace)),
            ("initiative a { x: `b", Some(Opener::Backtick)),
            ("initiative a { x: \"\"\"b\n } c", Some(Opener::LongQuote)),
            ("framework a { score: ```\n { b", Some(Opener::Fence)),
            ("framework a { score: ```\n { b\n```\n}", None),
            ("} ]", None),
        ] {
            assert_eq!(opener(text, Language::Plan), open, "{text}");
        }
    }

    #[test]
    fn what_a_formula_leaves_open() {
        for (text, open) in [
            ("a + b", None),
            ("(a + b", Some(Opener::Parenthesis)),
            ("if a {", Some(Opener::Brace)),
            ("x in [1,", Some(Opener::Bracket)),
            ("f(\")\"", Some(Opener::Parenthesis)),
            ("f(\")", Some(Opener::Quote)),
            ("1 // (", None),
            ("1 /* (", Some(Opener::Comment)),
            ("a)", None),
        ] {
            assert_eq!(opener(text, Language::Formula), open, "{text}");
        }
        assert_eq!(opener("if a {", Language::Any), Some(Opener::Brace));
        assert_eq!(opener("sso.", Language::Address), None);
    }
}
