//! Whether two pieces of source say the same, whatever their layout.

use super::patch::Patch;
use super::render::{self, parts};
use crate::syntax::{Field, Literal, SyntaxKind, SyntaxNode};
use std::borrow::Cow;

/// Whether both fields hold the same value, and the second brings no other reason: one that is not given anew stays.
pub(super) fn field(old: Field<'_>, new: Field<'_>) -> bool {
    if !value(old, new) {
        return false;
    }
    let stays = |old: Option<Cow<'_, str>>, new: Option<Cow<'_, str>>| new.is_none() || old == new;
    let (old, new) = (old.value(), new.value());
    let items = old.phrases.into_iter().zip(new.phrases);
    stays(old.because, new.because) && items.into_iter().all(|(a, b)| stays(a.because, b.because))
}

/// Whether both items of a list say the same, and the second brings no other reason.
pub(super) fn item(old: SyntaxNode<'_>, new: SyntaxNode<'_>) -> bool {
    let (old, new) = (render::item_parts(old), render::item_parts(new));
    let says = |tokens: &[SyntaxNode<'_>]| tokens.iter().map(|t| t.text().to_string()).collect::<Vec<_>>();
    says(&old.0) == says(&new.0) && (new.1.is_empty() || says(&old.1) == says(&new.1))
}

/// Whether both fields hold the same value, whatever its reason.
pub(super) fn value(old: Field<'_>, new: Field<'_>) -> bool {
    words(old).is_some_and(|a| words(new).is_some_and(|b| a == b))
}

/// Whether the second says what the first does: the same title, fields and blocks by their names, in any layout.
pub(super) fn patch(old: &Patch<'_>, new: &Patch<'_>) -> bool {
    let title = |p: &Patch<'_>| p.title.as_ref().map(|t| t.says.to_string());
    let blocks = |p: &Patch<'_>| {
        let mut blocks: Vec<usize> = (0..p.blocks.len()).collect();
        blocks.sort_by_key(|at| (p.blocks[*at].kind, p.blocks[*at].id));
        blocks
    };
    let like = |a: &Patch<'_>, b: &Patch<'_>| a.is_like(b) && patch(a, b);
    let (mut fields, mut wanted) = (old.fields.clone(), new.fields.clone());
    fields.sort_by_key(|f| f.key().text);
    wanted.sort_by_key(|f| f.key().text);
    old.kind == new.kind
        && title(old) == title(new)
        && old.fields.len() == new.fields.len()
        && old.blocks.len() == new.blocks.len()
        && fields.iter().zip(wanted).all(|(a, b)| a.key().text == b.key().text && field(*a, b))
        && blocks(old).into_iter().zip(blocks(new)).all(|(a, b)| like(&old.blocks[a], &new.blocks[b]))
}

/// The tokens of a value, texts by what they say; `None` where they can't be read.
fn words(field: Field<'_>) -> Option<Vec<(SyntaxKind, String)>> {
    let value = field.value();
    let mut texts = value.phrases.iter().flat_map(|p| {
        let operands = std::iter::once(&p.head).chain(p.tails.iter().map(|(_, _, o)| o));
        let terms = operands.flat_map(|o| std::iter::once(&o.low).chain(&o.high).chain(&o.likely));
        terms.filter_map(|t| match &t.literal {
            Literal::Text(text) => Some(text.to_string()),
            _ => None,
        })
    });
    let mut out = Vec::new();
    for token in parts(field).0 {
        tokens(token, &mut texts, &mut out)?;
    }
    Some(out)
}

fn tokens(
    node: SyntaxNode<'_>,
    texts: &mut impl Iterator<Item = String>,
    out: &mut Vec<(SyntaxKind, String)>,
) -> Option<()> {
    match node.kind() {
        SyntaxKind::list | SyntaxKind::list_item => {
            out.push((node.kind(), String::new()));
            for child in render::item_parts(node).0 {
                tokens(child, texts, out)?;
            }
        }
        // One text is another however it is quoted.
        SyntaxKind::text | SyntaxKind::long_text => out.push((SyntaxKind::text, texts.next()?)),
        SyntaxKind::code => out.push((SyntaxKind::code, node.text().replace("\r\n", "\n"))),
        _ => out.push((node.kind(), node.text().to_string())),
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceId;
    use crate::syntax::parse;

    /// Whether an item says the same as another.
    fn same(old: &str, new: &str) -> bool {
        let (old, new) = (parse(SourceId(0), old.into()), parse(SourceId(0), new.into()));
        let read = |parsed: &crate::syntax::SyntaxTree| parsed.blocks().next().is_some();
        assert!(read(&old) && read(&new));
        let (old, new) = (old.blocks().next().and_then(Patch::read), new.blocks().next().and_then(Patch::read));
        patch(&old.unwrap(), &new.unwrap())
    }

    #[test]
    fn layout_and_quotes_are_no_difference() {
        let text = "initiative a \"A\" { team: t; effort: 2 weeks because \"asked\"; rice { reach: 5 }; risk r { likelihood: 5% } }";
        let laid = "initiative a \"A\" {\n  effort:   2 weeks because \"\"\"asked\"\"\"\n  risk r { likelihood: 5% }\n  team: t # kept\n  rice {\n    reach: 5\n  }\n}";
        assert!(same(text, laid) && same(laid, text));
    }

    #[test]
    fn what_says_anything_else_is_another() {
        let text = "initiative a \"A\" { team: t; tags: x, y; effort: 2 weeks because \"asked\"; rice { reach: 5 } }";
        assert!(same(text, text));
        for (from, to) in [
            ("initiative", "metric"),
            ("\"A\"", "\"B\""),
            (" \"A\"", ""),
            ("team: t", "team: u"),
            ("team: t; ", ""),
            ("team: t", "team: t; owner: ana"),
            ("team: t", "squad: t"),
            ("x, y", "y, x"),
            ("x, y", "x"),
            ("2 weeks", "2 months"),
            ("\"asked\"", "\"guessed\""),
            ("reach: 5", "reach: 6"),
            ("reach: 5", "reach: 5; impact: 1"),
            ("rice", "ice"),
            ("rice { reach: 5 }", ""),
            ("rice { reach: 5 }", "rice { reach: 5 }; risk r { }"),
        ] {
            let other = text.replacen(from, to, 1);
            assert_ne!(other, text);
            assert!(!same(text, &other), "{other}");
        }
        // A reason that is not given anew stays.
        assert!(same(text, &text.replace(" because \"asked\"", "")));
    }
}
