//! The value that is to be written: one sound value, or nothing is written.

use super::EditError;
use crate::source::SourceId;
use crate::syntax::{Entry, Literal, Phrase, SyntaxKind, SyntaxNode, parse};

/// A value as given, proved to be one.
#[derive(Debug, PartialEq)]
pub(super) struct CheckedValue<'a> {
    /// All of it.
    pub whole: &'a str,
    /// The value without its reason.
    pub value: &'a str,
    /// The text behind `because`, quotes included.
    pub reason: Option<&'a str>,
    /// Whether it is one number, range or `?`, with no date or bound behind it: what follows the old number stays.
    pub is_number: bool,
}

const PROBE_PREFIX: &str = "kind name { field: ";

impl<'a> CheckedValue<'a> {
    /// Reads `text` as the value of one field: anything more (a second field, a comment, a bracket) is an error.
    pub(super) fn read(text: &'a str) -> Result<Self, EditError> {
        let text = text.trim_matches([' ', '\t', '\r', '\n']);
        if text.is_empty() {
            let help = "`?` means not known yet, `none` that it does not apply";
            return Err(EditError::new("no value is given").help(help));
        }
        let parsed = parse(SourceId(0), format!("{PROBE_PREFIX}{text}\n}}\n").into());
        let refuse = || {
            let said = format!("`{}` is not one value", text.lines().next().unwrap_or(text));
            EditError::new(said)
                .help("give what comes after `:`, without a second field, a comment or a bracket that stays open")
        };
        if let Some(d) = parsed.diagnostics.first() {
            return Err(EditError { message: d.message.clone(), help: d.help.clone() });
        }
        let mut roots = parsed.roots();
        let block = parsed.blocks().next().ok_or_else(refuse)?;
        let mut inside = block.0.children().filter(|c| !matches!(c.kind(), SyntaxKind::kind | SyntaxKind::id));
        let (Some(_), None, Some(_), None) = (roots.next(), roots.next(), inside.next(), inside.next()) else {
            return Err(refuse());
        };
        let Some(Entry::Field(field)) = block.entries().next() else { return Err(refuse()) };
        let value = field.value();
        if let Some(d) = value.problems.first() {
            return Err(EditError { message: d.message.clone(), help: d.help.clone() });
        }
        let tokens: Vec<SyntaxNode<'_>> = field.0.children().skip(1).collect();
        let apart = tokens.windows(2).any(|w| w[0].between(&w[1]).contains(['\n', '\r']));
        let all = field.span().end as usize == PROBE_PREFIX.len() + text.len();
        if !value.is_well_formed() || apart || !all {
            return Err(refuse());
        }
        let is_number = match &value.phrases[..] {
            [phrase] => !value.bracketed && phrase.tails.is_empty() && is_number(phrase),
            _ => false,
        };
        let at = |offset: u32| offset as usize - PROBE_PREFIX.len();
        let because = tokens.iter().position(|t| t.kind() == SyntaxKind::connective && t.text() == "because");
        Ok(match because {
            None => CheckedValue { whole: text, value: text, reason: None, is_number },
            Some(n) if n > 0 && n + 2 == tokens.len() => CheckedValue {
                whole: text,
                value: &text[..at(tokens[n - 1].span().end)],
                reason: Some(&text[at(tokens[n + 1].span().start)..]),
                is_number,
            },
            Some(_) => return Err(refuse()),
        })
    }
}

/// Whether a number, a range or `?` stands first. A word there is a name that its date or size belongs to.
pub(super) fn is_number(phrase: &Phrase<'_>) -> bool {
    matches!(phrase.head.low.literal, Literal::Number { .. } | Literal::Hole)
}
