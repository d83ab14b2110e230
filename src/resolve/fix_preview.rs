//! The same plan with some of its texts changed: what a fix would leave.

use super::load::LoadedWorkspace;
use super::options::ResolveOptions;
use super::resolved_plan::{ResolvedPlan, resolve};
use crate::source::{SourceId, Span};
use crate::syntax::{Block, Entry, SyntaxTree, parse};
use std::collections::BTreeMap;
use std::sync::Arc;

impl ResolvedPlan {
    /// The plan resolved with other texts in place of some of its own; `moved` says where a place is in the new texts.
    /// `None` where one of them is neither a file of the plan nor laid over it.
    pub fn with_texts(
        &self,
        texts: &BTreeMap<SourceId, String>,
        moved: &dyn Fn(Span) -> Span,
        frameworks: &[String],
        folders: &[crate::schema::library::LibraryFolder],
    ) -> Option<ResolvedPlan> {
        let mut read: BTreeMap<SourceId, Arc<SyntaxTree>> =
            texts.iter().map(|(id, text)| (*id, Arc::new(parse(*id, text.as_str().into())))).collect();
        let footing = &self.incremental;
        let mut loaded = LoadedWorkspace { diagnostics: Vec::new(), ..footing.loaded.clone() };
        for file in loaded.files.iter_mut().filter(|f| !f.standard) {
            if let Some(parsed) = read.remove(&file.parsed.source) {
                loaded.diagnostics.extend(parsed.diagnostics.iter().cloned());
                file.parsed = parsed;
            }
        }
        let mut overlays = footing.overlays.clone();
        for overlay in &mut overlays {
            if let Some(parsed) = read.remove(&overlay.source) {
                *overlay = parsed;
            }
        }
        if !read.is_empty() {
            return None;
        }
        // What a field names is known by the field's place.
        loaded.data = std::mem::take(&mut loaded.data).into_iter().map(|(at, file)| (moved(at), file)).collect();
        let scenario = self.plan.scenario.as_ref().map(|s| s.to_string());
        let options = ResolveOptions { scenario, overlays, frameworks: frameworks.to_vec(), folders: folders.to_vec() };
        Some(resolve(loaded, &options))
    }

    /// The field, or the header of the block, that holds a place of the plan's files.
    pub fn enclosing_entry(&self, place: Span) -> Option<Span> {
        let files = self.incremental.loaded.files.iter().map(|f| &f.parsed).chain(&self.incremental.overlays);
        let parsed = files.rev().find(|p| p.source == place.source)?;
        parsed.blocks().find_map(|block| central_probability(block, place))
    }

    /// The text of one of the plan's files as it was parsed.
    pub(crate) fn parsed_text(&self, source: SourceId) -> Option<&Arc<str>> {
        let files = self.incremental.loaded.files.iter().map(|f| &f.parsed).chain(&self.incremental.overlays);
        files.rev().find(|p| p.source == source).map(|p| &p.text)
    }
}

fn holds(outer: Span, inner: Span) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

fn central_probability(block: Block<'_>, place: Span) -> Option<Span> {
    if holds(block.header(), place) {
        return Some(block.header());
    }
    block.entries().find_map(|entry| match entry {
        Entry::Field(field) => Some(field.span()).filter(|span| holds(*span, place)),
        Entry::Block(inner) => central_probability(inner, place),
    })
}
