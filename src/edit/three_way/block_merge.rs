//! Blocks that both sides changed: the header part by part, what stands in them entry by entry.

use super::ConflictPlace;
use super::entry::{Container, Entry};
use super::layout::{Body, any_conflict, on_lines, on_one_line};
use super::merge::{Choice, Merger, Versions, choose, layout_of, same_says};
use super::piece::{Conflict, Piece, Side, has_conflict};
use super::signature::{comments, is_header};
use super::trouble::Trouble;
use crate::syntax::{SyntaxKind, SyntaxNode};

/// One step of indentation.
const STEP: &str = "  ";

impl<'a> Merger<'a> {
    /// The merge of a block with what follows its closing bracket.
    pub(super) fn block(
        &self,
        versions: Versions<'_, 'a>,
        ours: &Entry<'a>,
        theirs: &Entry<'a>,
        trail: &str,
        indent: &str,
        place: &ConflictPlace,
    ) -> Result<Body, Trouble> {
        let entries = [versions.base, Some(ours), Some(theirs)];
        let [base_node, our_node, their_node] = entries.map(|e| e.and_then(Entry::node));
        let (Some(our_node), Some(their_node)) = (our_node, their_node) else { return Err(Trouble::Untrusted) };
        let texts = self.texts;
        let read = |n: usize, node: Option<SyntaxNode<'a>>| {
            node.map_or_else(Container::default, |node| Container::of_block(texts[n], node))
        };
        let bodies = [read(0, base_node), read(1, Some(our_node)), read(2, Some(their_node))];
        let indent = ours.indent.unwrap_or(indent);
        let inner = format!("{indent}{STEP}");
        let merged = self.entries([&bodies[0], &bodies[1], &bodies[2]], &inner, place)?;
        let header = header(base_node, our_node, their_node);
        let known = base_node.is_some();
        let opens = bodies.each_ref().map(|b| b.open_trail);
        let open_is_clear =
            choose(known.then(|| comments(opens[0])).as_ref(), &comments(opens[1]), &comments(opens[2]))
                != Choice::Conflict;
        let (is_inline, _) = layout_of(known.then_some(bodies[0].is_inline), bodies[1].is_inline, bodies[2].is_inline);
        let (open_trail, _) = same_says(known.then_some(opens[0]), opens[1], opens[2]);
        if is_inline && comments(open_trail).is_empty() {
            if any_conflict(&merged) || header.is_none() {
                return Err(Trouble::Conflict);
            }
            if let (Some(line), Some(header)) = (on_one_line(&merged, "; "), &header) {
                let core = if line.is_empty() { format!("{header} {{ }}") } else { format!("{header} {{ {line} }}") };
                return Ok(Body::Plain { core, trail: trail.to_string() });
            }
        }
        let first = match header.filter(|_| open_is_clear) {
            Some(header) => Piece::Text(format!("{header} {{{}\n", open_trail.trim_end())),
            None => {
                let line = |entry: Option<&Entry<'_>>, n: usize, node: Option<SyntaxNode<'_>>| match (entry, node) {
                    (Some(entry), Some(node)) => {
                        format!("{}{} {{{}\n", entry.indent.unwrap_or(indent), header_text(node), opens[n].trim_end())
                    }
                    _ => String::new(),
                };
                Piece::Conflict(Conflict {
                    base: line(versions.base, 0, base_node),
                    ours: line(Some(ours), 1, Some(our_node)),
                    theirs: line(Some(theirs), 2, Some(their_node)),
                    place: place.clone(),
                })
            }
        };
        let tails = bodies.each_ref().map(|b| b.tail);
        let tail = match (bodies[1].is_inline, bodies[2].is_inline) {
            (true, true) => indent,
            (true, false) => tails[2],
            (false, true) => tails[1],
            (false, false) => layout_of(known.then_some(tails[0]), tails[1], tails[2]).0,
        };
        let lines = on_lines(&merged, &inner, "");
        if !has_conflict(&lines)
            && let Piece::Text(first) = &first
        {
            let body: String = lines.iter().map(|p| if let Piece::Text(text) = p { text } else { "" }).collect();
            return Ok(Body::Plain { core: format!("{first}{body}{tail}}}"), trail: trail.to_string() });
        }
        let first = match first {
            Piece::Text(text) => Piece::Text(format!("{indent}{text}")),
            conflict => conflict,
        };
        let last = Piece::Text(format!("{tail}}}{}\n", trail.trim_end()));
        Ok(Body::Lines(std::iter::once(first).chain(lines).chain([last]).collect()))
    }
}

/// The merged header; `None` where id or title are in conflict.
fn header(base: Option<SyntaxNode<'_>>, ours: SyntaxNode<'_>, theirs: SyntaxNode<'_>) -> Option<String> {
    let mut out = part(ours, SyntaxKind::kind)?.to_string();
    for wanted in [SyntaxKind::id, SyntaxKind::title] {
        let (own, other) = (part(ours, wanted), part(theirs, wanted));
        let merged = match choose(base.map(|b| part(b, wanted)).as_ref(), &own, &other) {
            Choice::Take(Side::Ours) => own,
            Choice::Take(Side::Theirs) => other,
            Choice::Conflict => return None,
        };
        out.extend(merged.into_iter().flat_map(|word| [" ", word]));
    }
    Some(out)
}

fn part<'a>(block: SyntaxNode<'a>, wanted: SyntaxKind) -> Option<&'a str> {
    block.children().take_while(is_header).find(|n| n.kind() == wanted).map(|n| n.text())
}

fn header_text(node: SyntaxNode<'_>) -> String {
    node.children().filter(is_header).map(|n| n.text()).collect::<Vec<_>>().join(" ")
}
