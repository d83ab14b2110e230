//! Which language a text is in.

use super::plan_token::{PlanToken, PlanTokenKind, tokens};
use crate::schema::library::{self, LibraryFolder};
use crate::syntax::RESERVED_WORDS;

/// What a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language<'a> {
    /// What a prompt takes: a piece of plan or a formula, as [`language_of`] tells them apart.
    Any,
    /// Items of a plan, or the whole of a file.
    Plan,
    /// A formula over the plan, as an expectation has it: initiatives and metrics stand by name.
    Formula,
    /// A formula over the facts of one initiative, which stand bare, with inputs and score under the framework that
    /// ranks: `--where`, `--column`.
    Query,
    /// The address of a value, as `plan set` takes it: `detection.rice.effort`, `nrr.actual[2026-03]`.
    Address,
    /// The value of the field that an address names.
    Value {
        /// The address.
        of: &'a str,
    },
}

impl<'a> Language<'a> {
    /// The language itself, where `Any` becomes what this text is in.
    pub(super) fn of(self, text: &str) -> Language<'a> {
        match self {
            Language::Any => language_of(text),
            other => other,
        }
    }
}

/// Whether typed text is a piece of plan or a formula. Never [`Language::Any`].
///
/// An item begins with two words, `initiative sso`, which no formula does; so do `use`, `plan {` and `owner:`. A
/// text without a word in it is a piece of plan where it holds nothing but comments.
///
/// ```
/// use planwright::ide::{language_of, Language};
/// assert_eq!(language_of("team ingest { capacity: 3 people }"), Language::Plan);
/// assert_eq!(language_of("detection.rice"), Language::Formula);
/// assert_eq!(language_of("if x { 1 } else { 2 }"), Language::Formula);
/// ```
pub fn language_of(text: &str) -> Language<'static> {
    // Two words decide; nobody needs the rest of a long text.
    let mut head = text.trim_start_matches(['\u{FEFF}', ' ', '\t', '\r', '\n']);
    while head.starts_with('#') && !head.starts_with("#{") {
        head = head.split_once('\n').map_or("", |(_, rest)| rest.trim_start());
    }
    let line = head.split('\n').next().unwrap_or("");
    let words = tokens(line);
    let words: Vec<&PlanToken> = words.iter().filter(|t| t.kind != PlanTokenKind::Comment).take(3).collect();
    let Some(first) = words.first() else { return Language::Plan };
    if first.kind != PlanTokenKind::Word {
        return Language::Formula;
    }
    let word = first.text(line);
    if word == "use" {
        return Language::Plan;
    }
    let kind = library::find(LibraryFolder::Kinds, word).is_some();
    let is_plan = !RESERVED_WORDS.contains(&word)
        && words.get(1).is_some_and(|second| match second.kind {
            PlanTokenKind::Word => {
                let name = second.text(line);
                // `sso in ranking("rice")` is a formula.
                !RESERVED_WORDS.contains(&name) && (kind || words.get(2).is_some_and(|t| t.is(b'{') || is_text(t)))
            }
            PlanTokenKind::Text | PlanTokenKind::LongText => kind,
            PlanTokenKind::Sign(b'{') => true,
            PlanTokenKind::Sign(b':') => !line[second.end..].starts_with(':'),
            _ => false,
        });
    if is_plan { Language::Plan } else { Language::Formula }
}

fn is_text(token: &PlanToken) -> bool {
    matches!(token.kind, PlanTokenKind::Text | PlanTokenKind::LongText)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_of_plan_and_formulas_are_told_apart() {
        for plan in [
            "initiative x { … }",
            "team ingest { capacity: 3 people }",
            "# a\n\n  metric m \"M\" {",
            "initiative detection",
            "plan {",
            "rice { impact: high }",
            "owner: ana",
            "use \"a.plan\"",
            "initative x \"X\" {",
            "initiative x { score: `a` }",
            "",
            "# nothing",
        ] {
            assert_eq!(language_of(plan), Language::Plan, "{plan}");
        }
        for formula in [
            "detection.rice",
            "if x { 1 } else { 2 }",
            "let a = 1; a",
            "sso in ranking(\"rice\")",
            "metric.nrr.gap",
            "plan.edition",
            "initiative",
            "1 + 2",
            "(a + b) / c",
            "ranking(\"rice\")[0]",
            "\"text\"",
            "m.nrr.gap > 2",
            "return 3",
            "detection.rice - sso.rice",
            "a-b",
            "!open",
        ] {
            assert_eq!(language_of(formula), Language::Formula, "{formula}");
        }
    }
}
