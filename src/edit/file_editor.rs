//! The edits that make a block say what it shall say, each for itself.

use super::align::{AlignedPair, align_fields, has_same_key};
use super::checked_value::CheckedValue;
use super::patch::Patch;
use super::{Edit, EditError, equivalent, insert, list_edits, remove, render, set};
use crate::source::Span;
use crate::syntax::{Block, Field, SyntaxKind, SyntaxNode, quote};
use std::ops::Range;

/// One file that is being changed.
pub(super) struct FileEditor<'t> {
    pub text: &'t str,
    pub edits: Vec<Edit>,
}

/// What comes into a block, and where.
enum InsertPosition<'a> {
    Behind(SyntaxNode<'a>),
    Before(SyntaxNode<'a>),
    /// Behind all fields.
    Fields,
    /// Behind everything.
    End,
}

impl FileEditor<'_> {
    /// Changes a block where it differs from what is wanted. `path` is what it is called in a message.
    pub(super) fn block<'a>(&mut self, block: Block<'a>, want: &Patch<'a>, path: &str) -> Result<(), EditError> {
        self.title(block, want);
        let margin = insert::indentation(self.text, block);
        let (mut gone, mut new) = (Vec::new(), Vec::new());
        self.fields(block, want, path, &mut gone, &mut new)?;
        let mut taken: Vec<Block<'a>> = Vec::new();
        for inner in &want.blocks {
            let like =
                |b: &Block<'_>| b.kind().map(|k| k.text) == Some(inner.kind) && b.id().map(|i| i.text) == inner.id;
            let free = |b: &Block<'_>| taken.iter().all(|t| t.0.span() != b.0.span());
            match block.blocks().find(|b| like(b) && free(b)) {
                Some(old) => {
                    taken.push(old);
                    let name = inner.id.map_or(String::new(), |id| format!(".{id}"));
                    self.block(old, inner, &format!("{path}.{}{name}", inner.kind))?;
                }
                None => new.push((InsertPosition::End, render::nested(inner, &margin))),
            }
        }
        let stays = |b: &Block<'_>| b.kind().is_none() || taken.iter().any(|t| t.0.span() == b.0.span());
        gone.extend(block.blocks().filter(|b| !stays(b)).map(|b| b.0));
        gone.sort_by_key(|n| n.span().start);
        self.take_and_put(block, gone, new);
        Ok(())
    }

    /// Takes whole items away.
    pub(super) fn remove_items(&mut self, items: &[Block<'_>]) {
        let mut spans: Vec<Span> = items.iter().map(|i| i.0.span()).collect();
        spans.sort();
        let Some(first) = spans.first().copied() else { return };
        let gone: Vec<Range<usize>> = spans.iter().map(|s| s.range()).collect();
        self.edits.extend(remove::removal_ranges(self.text, &gone, &[]).into_iter().map(|r| cut(first, r)));
    }

    fn title(&mut self, block: Block<'_>, want: &Patch<'_>) {
        if block.0.child(SyntaxKind::open_title).is_some() {
            return;
        }
        let old = block.title();
        if old.as_ref().map(|(t, _)| t) == want.title.as_ref().map(|t| &t.says) {
            return;
        }
        let span = match (&old, &want.title) {
            (Some((_, span)), Some(_)) => *span,
            (Some((_, span)), None) => {
                Span { start: block.id().or(block.kind()).map_or(span.start, |n| n.span.end), ..*span }
            }
            (None, _) => block.header().after(),
        };
        let title =
            want.title.as_ref().map(|t| if t.written.contains('\n') { quote(&t.says) } else { t.written.into() });
        let space = if old.is_none() { " " } else { "" };
        let replacement = title.map_or(String::new(), |t| format!("{space}{t}"));
        self.edits.push(Edit { span, replacement });
    }

    /// Changes values in place, and notes which fields go and come.
    fn fields<'a>(
        &mut self,
        block: Block<'a>,
        want: &Patch<'a>,
        path: &str,
        gone: &mut Vec<SyntaxNode<'a>>,
        new: &mut Vec<(InsertPosition<'a>, String)>,
    ) -> Result<(), EditError> {
        let margin = insert::indentation(self.text, block);
        let mut keys: Vec<&str> = block.fields().chain(want.fields.iter().copied()).map(|f| f.key().text).collect();
        let mut seen = std::collections::HashSet::new();
        keys.retain(|k| seen.insert(*k));
        for key in keys {
            let old: Vec<Field<'a>> = block.fields().filter(|f| f.key().text == key).collect();
            let wanted: Vec<Field<'a>> = want.fields.iter().copied().filter(|f| f.key().text == key).collect();
            let alone = old.len() == 1 && wanted.len() == 1;
            let pairs = align_fields(&old, &wanted);
            for (at, (a, b)) in pairs.iter().enumerate() {
                match (a, b) {
                    (Some(old), Some(new)) if equivalent::field(*old, *new) => {}
                    (Some(old), Some(new)) => {
                        if let Some(edits) = list_edits::edits(self.text, *old, *new) {
                            self.edits.extend(edits);
                            continue;
                        }
                        set::keeps_comments(&format_args!("{path}.{key}"), *old)?;
                        self.value(*old, *new, alone || has_same_key(*old, *new));
                    }
                    (Some(old), None) => gone.push(old.0),
                    (None, Some(field)) => {
                        let stays = |pair: &AlignedPair<Field<'a>>| pair.0.filter(|_| pair.1.is_some());
                        let place = match (pairs[..at].iter().rev().find_map(stays), pairs[at..].iter().find_map(stays))
                        {
                            (Some(kin), _) => InsertPosition::Behind(kin.0),
                            (None, Some(kin)) => InsertPosition::Before(kin.0),
                            (None, None) => InsertPosition::Fields,
                        };
                        // What only moves keeps its reason.
                        let moved = pairs.iter().filter(|p| p.1.is_none()).filter_map(|p| p.0);
                        let moved = moved.filter(|f| comments(f.0).is_empty()).find(|f| equivalent::field(*f, *field));
                        let line = moved.map_or_else(|| render::field(*field, &margin), |f| f.0.text().to_string());
                        new.push((place, line));
                    }
                    (None, None) => {}
                }
            }
        }
        Ok(())
    }

    /// Puts another value in the place of one. Its reason goes only with a key that is another now.
    fn value(&mut self, old: Field<'_>, new: Field<'_>, keep_reason: bool) {
        let margin = insert::before_on_line(self.text, old.span().range().start);
        let margin = &margin[..margin.len() - margin.trim_start_matches([' ', '\t']).len()];
        let (mut value, reason) = render::value(new, margin);
        if equivalent::value(old, new)
            && let Some(span) = render::parts(old).0.iter().map(|t| t.span()).reduce(Span::to)
        {
            value = self.text[span.range()].to_string();
        }
        let given = CheckedValue { whole: &value, value: &value, reason: reason.as_deref(), is_number: false };
        let (mut edits, _) = set::replace(self.text, old, &given);
        let (tokens, because) = render::parts(old);
        if let (false, None, Some(last), Some(end)) = (keep_reason, &reason, tokens.last(), because.last()) {
            let span = Span { start: last.span().end, end: end.span().end, ..old.span() };
            let comments = comments(old.0);
            if comments.is_empty() {
                edits.push(Edit { span, replacement: String::new() });
            } else {
                let run = because[0].span().to(end.span()).range();
                let cuts = remove::removal_ranges(self.text, &[run], &comments);
                edits.extend(cuts.into_iter().map(|r| cut(span, r)));
            }
        }
        let text = self.text;
        // A value of several tokens may begin and end as before.
        self.edits.extend(edits.into_iter().filter(|e| text[e.span.range()] != *e.replacement));
    }

    fn take_and_put<'a>(
        &mut self,
        block: Block<'a>,
        mut gone: Vec<SyntaxNode<'a>>,
        new: Vec<(InsertPosition<'a>, String)>,
    ) {
        let entries = || {
            block
                .0
                .children()
                .filter(|c| matches!(c.kind(), SyntaxKind::field | SyntaxKind::block | SyntaxKind::bad_block))
        };
        let stays = |n: &SyntaxNode<'_>, gone: &[SyntaxNode<'_>]| gone.iter().all(|g| g.span() != n.span());
        let mut new = new.into_iter();
        let mut replaced = None;
        // Where everything goes, what comes first takes the place of what went.
        if entries().all(|n| !stays(&n, &gone))
            && let Some(first) = gone.first().copied().filter(|n| comments(*n).is_empty())
            && let Some((_, text)) = new.next()
        {
            gone.remove(0);
            self.edits.push(Edit { span: first.span(), replacement: set::lines(&text, self.text) });
            replaced = Some(first);
        }
        let gone: Vec<Range<usize>> = gone.iter().map(|n| n.span().range()).collect();
        let cuts = self.cut(block, &gone);
        let kept = |n: &SyntaxNode<'_>| {
            let span = n.span().range();
            cuts.iter().all(|c| c.end <= span.start || span.end <= c.start)
        };
        let last_field = block.fields().map(|f| f.0).filter(kept).last().or(replaced);
        let is_entry = |n: &SyntaxNode<'_>| !matches!(n.kind(), SyntaxKind::kind | SyntaxKind::id | SyntaxKind::title);
        let last = block.0.children().filter(is_entry).filter(kept).last();
        let mut first: Vec<String> = Vec::new();
        for (place, text) in new {
            let entry = set::lines(&text, self.text);
            self.edits.push(match place {
                InsertPosition::Behind(kin) => insert::entry(self.text, block, Some(kin), &entry),
                InsertPosition::Before(kin) => insert::before(self.text, kin, &entry),
                InsertPosition::Fields if last_field.is_some() => insert::entry(self.text, block, last_field, &entry),
                InsertPosition::End if last.is_some() => insert::entry(self.text, block, last, &entry),
                InsertPosition::Fields | InsertPosition::End => {
                    first.push(entry);
                    continue;
                }
            });
        }
        if !first.is_empty() {
            self.edits.push(insert::first(self.text, block, &first));
        }
    }

    fn cut(&mut self, within: Block<'_>, gone: &[Range<usize>]) -> Vec<Range<usize>> {
        // The comments inside a block go with it, those between the parts of a field stay.
        let fields = within.fields().filter(|f| gone.contains(&f.span().range()));
        let comments: Vec<Range<usize>> = fields.flat_map(|f| comments(f.0)).collect();
        let cuts = remove::removal_ranges(self.text, gone, &comments);
        self.edits.extend(cuts.iter().map(|r| cut(within.0.span(), r.clone())));
        cuts
    }
}

fn cut(of: Span, range: Range<usize>) -> Edit {
    Edit { span: Span::new(of.source, range.start, range.end), replacement: String::new() }
}

fn comments(node: SyntaxNode<'_>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for child in node.children() {
        match child.kind() {
            SyntaxKind::comment => found.push(child.span().range()),
            _ => found.extend(comments(child)),
        }
    }
    found
}
