//! The changes that lie over a plan, and the texts that they are read from.

use super::change::{AppliedChange, ChangeKind};
use crate::pipeline::{Parsed, Resolved, Scored, View, ViewError};
use crate::source::{SourceId, SourceSet, SourceText};
use crate::syntax::{self, parse};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What typed texts are called in findings.
pub(super) const OVERLAY_SOURCE_NAME: &str = "typed";

/// A change, laid or to be laid again.
#[derive(Debug, Clone)]
pub(super) struct ChangeRecord {
    pub change: AppliedChange,
    pub kind: ChangeKind,
    /// Its number among all that were ever laid in the session: later ones have higher ones.
    pub number: u64,
    /// The number of the first of those that it took the place of, one after another; else its own.
    pub since: u64,
    /// Whether laying it took the whole plan, since it brought in more than facts; so does taking it away.
    pub whole: bool,
}

impl ChangeRecord {
    /// Where a value was set first that was set again since: its item and blocks, without the value.
    pub(super) fn first(&self) -> Option<&str> {
        match &self.kind {
            ChangeKind::Set { frame, unsets: false, .. } if self.since != self.number => Some(frame),
            _ => None,
        }
    }
}

/// A change that lies over the plan, with its text as a tree.
#[derive(Debug, Clone)]
pub(super) struct Layer {
    pub record: ChangeRecord,
    pub parsed: Arc<syntax::SyntaxTree>,
}

/// The layers that a change takes the place of: those of the same value, where nothing between them and it may look at
/// what they say. What it says goes for all of the value, so that they make no difference any more.
pub(super) fn superseded<'l>(layers: &'l [Layer], by: &ChangeRecord) -> Vec<&'l Layer> {
    let ChangeKind::Set { place, unsets, .. } = &by.kind else { return Vec::new() };
    let open = layers.iter().rev().take_while(|l| l.record.kind != ChangeKind::Fragment);
    let same = |l: &&Layer| matches!(&l.record.kind, ChangeKind::Set { place: other, .. } if other == place);
    // In a block that is not there `none` is a value, and takes it away where it is: what it does hangs on those below.
    if *unsets { Vec::new() } else { open.filter(same).collect() }
}

/// Lets texts take the numbers of those that are not laid any more.
#[derive(Debug)]
pub(super) struct SourceSlots {
    pub sources: SourceSet,
    free: Vec<SourceId>,
}

impl SourceSlots {
    /// Behind the `first` sources, which are the plan's files; `kept` stay as they are.
    pub(super) fn new(sources: &SourceSet, first: usize, kept: &[Layer]) -> SourceSlots {
        let kept: BTreeSet<SourceId> = kept.iter().map(|l| l.parsed.source).collect();
        let typed = sources.iter().skip(first).filter(|(id, s)| *s.name == *OVERLAY_SOURCE_NAME && !kept.contains(id));
        let free = typed.map(|(id, _)| id).collect::<Vec<_>>().into_iter().rev().collect();
        SourceSlots { sources: sources.clone(), free }
    }

    /// Reads a text under a free number, or one after all others.
    pub(super) fn read(&mut self, text: &Arc<str>) -> Arc<syntax::SyntaxTree> {
        let source = match self.free.pop() {
            Some(source) => {
                self.sources.set_text(source, text.clone());
                source
            }
            None => return parse_overlay(&mut self.sources, text),
        };
        Arc::new(parse(source, text.clone()))
    }
}

/// Reads a text under a number after all others.
pub(super) fn parse_overlay(sources: &mut SourceSet, text: &Arc<str>) -> Arc<syntax::SyntaxTree> {
    let source = sources.add(SourceText::new(OVERLAY_SOURCE_NAME, text.clone()));
    Arc::new(parse(source, text.clone()))
}

/// The plan resolved as a whole under texts, which are numbered right after the files.
pub(super) fn resolve_all<'t>(
    mut parsed: Parsed,
    view: &View,
    texts: impl IntoIterator<Item = &'t Arc<str>>,
) -> Result<(Resolved, Vec<Arc<syntax::SyntaxTree>>), ViewError> {
    let sources = &mut parsed.loaded.sources;
    let overlays: Vec<_> = texts.into_iter().map(|text| parse_overlay(sources, text)).collect();
    Ok((parsed.resolve_with_overlays(view, overlays.clone())?, overlays))
}

/// The plan under other texts, which differ from those of the present by `changed`, where that is no more than facts.
pub(super) fn resolve_incrementally(
    now: &Scored,
    sources: SourceSet,
    overlays: &[Arc<syntax::SyntaxTree>],
    changed: &[&syntax::SyntaxTree],
) -> Option<Scored> {
    let (resolved, touched) = now.resolved().update(sources, overlays, changed)?;
    let evaluated = now.evaluated.update(&resolved.plan, &touched);
    Some(Scored::new(resolved, now.view(), evaluated))
}
