//! What each word of a text is, for colours.

use super::cursor_context::continues_field;
use super::formula_token::{self, FormulaTokenKind as Formula};
use super::language::Language;
use super::plan_token::{self, PlanToken, PlanTokenKind};
use crate::formula::{AGGREGATES, function};
use crate::syntax::{Connective, RESERVED_WORDS};
use std::ops::Range;

/// What a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenClass {
    /// The kind of an item or block.
    Kind,
    /// The name of an item, or a name in a formula.
    Name,
    /// The title of an item.
    Title,
    /// A field, or what follows a dot in a formula.
    Field,
    /// A number, an amount of money, a date.
    Number,
    /// What a number is measured in.
    Unit,
    /// A word as a value: a level, a tag, the name of another item. Which of them only a schema tells.
    Level,
    /// Text.
    Text,
    /// The backticks around code.
    Code,
    /// A comment.
    Comment,
    /// A word that joins two values: `to`, `by`, `because`.
    Connective,
    /// A function of formulas.
    Function,
    /// A word of the language: `use`, `yes`, `none`, `if`, `let`.
    Keyword,
    /// Brackets, separators and operators.
    Punctuation,
    /// What means nothing where it stands.
    Error,
}

/// The words of a text with their classes: sorted, disjoint, on boundaries of characters. White space has none.
///
/// ```
/// use planwright::ide::{token_classes, TokenClass, Language};
/// let found = token_classes("team web { capacity: 5 people }", Language::Plan);
/// assert_eq!(found[0], (0..4, TokenClass::Kind));
/// assert_eq!(found[5], (21..22, TokenClass::Number));
/// assert_eq!(found[6], (23..29, TokenClass::Unit));
/// ```
pub fn token_classes(text: &str, language: Language<'_>) -> Vec<(Range<usize>, TokenClass)> {
    let mut found = Vec::with_capacity(text.len() / 4 + 4);
    match language.of(text) {
        Language::Formula | Language::Query => formula(text, 0, &mut found),
        Language::Address => address(text, &mut found),
        Language::Value { .. } => plan(text, true, &mut found),
        _ => plan(text, false, &mut found),
    }
    found
}

/// What is expected next in a plan.
#[derive(Clone, Copy, PartialEq)]
enum ParserState {
    /// A field or a block.
    Start,
    /// The name, title or brace of a block.
    Header,
    /// A value.
    Value,
}

fn plan(text: &str, value: bool, found: &mut Vec<(Range<usize>, TokenClass)>) {
    let tokens = plan_token::tokens(text);
    let mut at = if value { ParserState::Value } else { ParserState::Start };
    let (mut depth, mut lists, mut after_number) = (0usize, 0usize, false);
    for (index, token) in tokens.iter().enumerate() {
        let number_before = std::mem::take(&mut after_number);
        let class = match token.kind {
            PlanTokenKind::Newline => {
                if lists == 0 && !value && !continues_field(text, &tokens[index + 1..]) {
                    at = ParserState::Start;
                }
                continue;
            }
            PlanTokenKind::Comment => TokenClass::Comment,
            PlanTokenKind::Code | PlanTokenKind::Fence => {
                code(text, token, found);
                continue;
            }
            PlanTokenKind::Text | PlanTokenKind::LongText if at == ParserState::Header => TokenClass::Title,
            PlanTokenKind::Text | PlanTokenKind::LongText => TokenClass::Text,
            PlanTokenKind::Number => {
                after_number = true;
                TokenClass::Number
            }
            PlanTokenKind::Unit => TokenClass::Unit,
            PlanTokenKind::Word => match at {
                ParserState::Start => match tokens.get(index + 1) {
                    Some(next) if next.is(b':') => TokenClass::Field,
                    _ if depth == 0 && token.text(text) == "use" => {
                        at = ParserState::Value;
                        TokenClass::Keyword
                    }
                    _ => {
                        at = ParserState::Header;
                        TokenClass::Kind
                    }
                },
                ParserState::Header => TokenClass::Name,
                ParserState::Value => match token.text(text) {
                    "to" | "likely" | "because" | "as" => TokenClass::Connective,
                    word if Connective::parse(word).is_some() => TokenClass::Connective,
                    "yes" | "no" | "none" => TokenClass::Keyword,
                    _ if number_before => TokenClass::Unit,
                    _ => TokenClass::Level,
                },
            },
            PlanTokenKind::Sign(sign) => {
                match sign {
                    b':' => at = ParserState::Value,
                    b';' => (at, lists) = (ParserState::Start, 0),
                    b'{' => (at, lists, depth) = (ParserState::Start, 0, depth + 1),
                    b'}' => (at, lists, depth) = (ParserState::Start, 0, depth.saturating_sub(1)),
                    b'[' => lists += 1,
                    b']' => lists = lists.saturating_sub(1),
                    _ => {}
                }
                match sign {
                    b'?' => TokenClass::Keyword,
                    b'=' => TokenClass::Connective,
                    _ => TokenClass::Punctuation,
                }
            }
            PlanTokenKind::Junk => TokenClass::Error,
        };
        found.push((token.range(), class));
    }
}

fn code(text: &str, token: &PlanToken, found: &mut Vec<(Range<usize>, TokenClass)>) {
    let inside = token.inside();
    if token.start < inside.start {
        found.push((token.start..inside.start, TokenClass::Code));
    }
    formula(text.get(inside.clone()).unwrap_or(""), inside.start, found);
    if inside.end < token.end {
        found.push((inside.end..token.end, TokenClass::Code));
    }
}

fn formula(text: &str, base: usize, found: &mut Vec<(Range<usize>, TokenClass)>) {
    let tokens = formula_token::tokens(text);
    for (index, token) in tokens.iter().enumerate() {
        let word = token.text(text);
        let before = index.checked_sub(1).and_then(|i| tokens.get(i)).map_or("", |t| t.text(text));
        let class = match token.kind {
            Formula::Number => TokenClass::Number,
            Formula::Text => TokenClass::Text,
            Formula::Comment => TokenClass::Comment,
            Formula::Sign => TokenClass::Punctuation,
            Formula::Junk => TokenClass::Error,
            Formula::Name if matches!(before, "." | "?.") => TokenClass::Field,
            Formula::Name if RESERVED_WORDS.contains(&word) => TokenClass::Keyword,
            Formula::Name if tokens.get(index + 1).is_some_and(|t| t.text(text) == "(") => TokenClass::Function,
            // A function whose bracket is still to come; some are names of groups too.
            Formula::Name
                if index + 1 == tokens.len()
                    && word != "score"
                    && (function(word).is_some() || AGGREGATES.iter().any(|a| a.name == word)) =>
            {
                TokenClass::Function
            }
            Formula::Name => TokenClass::Name,
        };
        found.push((base + token.start..base + token.end, class));
    }
}

fn address(text: &str, found: &mut Vec<(Range<usize>, TokenClass)>) {
    let mut first = true;
    let mut key = false;
    let mut start = 0;
    let signs = text.char_indices().filter(|(_, c)| ".[]".contains(*c) || c.is_whitespace());
    for (at, sign) in signs.chain([(text.len(), ' ')]) {
        if start < at {
            let class = match (key, first) {
                (true, _) => TokenClass::Number,
                (_, true) => TokenClass::Name,
                _ => TokenClass::Field,
            };
            found.push((start..at, class));
            first = false;
        }
        if !sign.is_whitespace() {
            found.push((at..at + 1, TokenClass::Punctuation));
        }
        key = (key || sign == '[') && sign != ']';
        start = at + sign.len_utf8();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, language: Language<'_>) -> String {
        let words = token_classes(text, language).into_iter();
        words.map(|(r, c)| format!("{}={c:?}", &text[r])).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_words_of_a_plan() {
        assert_eq!(
            shown("initiative a \"A\" { rice { reach: 4 customers/month; impact: high } } # end", Language::Plan),
            "initiative=Kind a=Name \"A\"=Title {=Punctuation rice=Kind {=Punctuation reach=Field :=Punctuation \
             4=Number customers/month=Unit ;=Punctuation impact=Field :=Punctuation high=Level }=Punctuation \
             }=Punctuation # end=Comment"
        );
        assert_eq!(
            shown(
                "use \"x\" as m\nteam t { a: $5K/year to 9%\n because \"b\"; c: [\n x\n y ]\n d: yes }",
                Language::Any
            ),
            "use=Keyword \"x\"=Text as=Connective m=Level team=Kind t=Name {=Punctuation a=Field :=Punctuation \
             $5K=Number /year=Unit to=Connective 9%=Number because=Connective \"b\"=Text ;=Punctuation c=Field \
             :=Punctuation [=Punctuation x=Level y=Level ]=Punctuation d=Field :=Punctuation yes=Keyword }=Punctuation"
        );
    }

    #[test]
    fn code_is_a_formula() {
        assert_eq!(
            shown("rule r { must: `has(\"a\") && it.b`", Language::Plan),
            "rule=Kind r=Name {=Punctuation must=Field :=Punctuation `=Code has=Function (=Punctuation \"a\"=Text \
             )=Punctuation &&=Punctuation it=Name .=Punctuation b=Field `=Code"
        );
        assert_eq!(
            shown("let a = 1.5; if a > 2 { sum", Language::Formula),
            "let=Keyword a=Name ==Punctuation 1.5=Number ;=Punctuation if=Keyword a=Name >=Punctuation 2=Number \
             {=Punctuation sum=Function"
        );
    }

    #[test]
    fn addresses_and_values() {
        assert_eq!(
            shown("nrr.actual[2026-03]", Language::Address),
            "nrr=Name .=Punctuation actual=Field [=Punctuation 2026-03=Number ]=Punctuation"
        );
        assert_eq!(shown("high @", Language::Value { of: "a.b" }), "high=Level @=Error");
    }
}
