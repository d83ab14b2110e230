//! The texts that were read, each with its name.

use super::line_index::{LineColumn, LineIndex};
use super::source_id::SourceId;
use super::span::Span;
use std::sync::{Arc, OnceLock};

/// One text with its name: a file of the workspace, an item of the standard library, or text typed in.
#[derive(Debug, Clone)]
pub struct SourceText {
    /// The name shown to people: a path relative to the workspace, or `std/frameworks/rice.plan`.
    pub name: Arc<str>,
    /// The whole text, valid UTF-8. A leading byte order mark is part of it.
    pub text: Arc<str>,
    standard: bool,
    lines: Arc<OnceLock<LineIndex>>,
}

impl SourceText {
    /// A source with this name and text.
    pub fn new(name: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Self {
        SourceText { name: name.into(), text: text.into(), standard: false, lines: Arc::default() }
    }

    /// An item of the standard library.
    pub fn standard(name: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Self {
        SourceText { standard: true, ..SourceText::new(name, text) }
    }

    /// Whether it is an item of the standard library, which no plan can change.
    pub fn is_standard(&self) -> bool {
        self.standard
    }

    /// The line starts of this text, found once.
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }
}

/// Every source that a run has read, by [`SourceId`].
#[derive(Debug, Clone, Default)]
pub struct SourceSet {
    sources: Vec<SourceText>,
}

impl SourceSet {
    /// Adds a source and returns its name for spans.
    pub fn add(&mut self, source: SourceText) -> SourceId {
        let id = SourceId(self.sources.len() as u32);
        self.sources.push(source);
        id
    }

    /// Gives a source its text, which it was added without; nothing where the set has no such source.
    pub fn set_text(&mut self, id: SourceId, text: Arc<str>) {
        if let Some(source) = self.sources.get_mut(id.0 as usize) {
            *source = SourceText { text, lines: Arc::default(), ..source.clone() };
        }
    }

    /// Takes away all sources from the `count`th on.
    pub(crate) fn truncate(&mut self, count: usize) {
        self.sources.truncate(count);
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.sources.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.sources.is_empty()
    }

    /// The source of this id; `None` where the set has none. Ids come from [`SourceSet::add`] of the same set: that of
    /// another set names nothing here, or some other text.
    pub fn get(&self, id: SourceId) -> Option<&SourceText> {
        self.sources.get(id.0 as usize)
    }

    /// All sources with their ids, in the order they were read.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &SourceText)> {
        self.sources.iter().enumerate().map(|(i, s)| (SourceId(i as u32), s))
    }

    /// The plan's own sources, as [`SourceSet::iter`] has them: its files, what they use, and the texts laid over them,
    /// without what was read of the standard library.
    pub fn own(&self) -> impl Iterator<Item = (SourceId, &SourceText)> {
        self.iter().filter(|(_, source)| !source.standard)
    }

    /// The text that a span covers; empty where the span lies outside its source, begins or ends within a character, or
    /// the set does not have its source.
    pub fn slice(&self, span: Span) -> &str {
        let text = self.get(span.source).and_then(|s| s.text.get(span.start as usize..span.end as usize));
        text.unwrap_or_default()
    }

    /// Line and column, both from 1, columns in characters, of the start of a span, which counts as the end of its source
    /// where it lies after it; `None` where the set does not have the source.
    pub fn locate(&self, span: Span) -> Option<LineColumn> {
        let source = self.get(span.source)?;
        Some(source.lines().locate(&source.text, span.start as usize))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_of_another_set_is_looked_up_without_harm() {
        let mut set = SourceSet::default();
        let id = set.add(SourceText::new("a.plan", "é\n"));
        let within = Span { source: id, start: 1, end: 2 };
        assert_eq!((set.slice(within), set.locate(within)), ("", Some(LineColumn { line: 1, column: 1 })));
        let beyond = Span { source: id, start: 90, end: 99 };
        assert_eq!((set.slice(beyond), set.locate(beyond)), ("", Some(LineColumn { line: 2, column: 1 })));
        let turned = Span { source: id, start: 2, end: 0 };
        assert_eq!((set.slice(turned), set.locate(turned)), ("", Some(LineColumn { line: 1, column: 2 })));
        let elsewhere = Span { source: SourceId(7), start: 0, end: 1 };
        assert_eq!((set.slice(elsewhere), set.locate(elsewhere)), ("", None));
        assert!(set.get(SourceId(7)).is_none());
        set.set_text(SourceId(7), "x".into());
        assert_eq!(set.iter().count(), 1);
    }

    #[test]
    fn own_sources_are_those_that_the_library_does_not_have() {
        let mut set = SourceSet::default();
        set.add(SourceText::standard("std/frameworks/rice.plan", "framework rice { }"));
        // A folder of the plan may be called like the library's.
        let own = set.add(SourceText::new("std/frameworks/own.plan", ""));
        set.set_text(own, "framework own { }".into());
        set.set_text(SourceId(0), "framework rice { formula: `1` }".into());
        assert_eq!(set.own().map(|(id, s)| (id, &*s.text)).collect::<Vec<_>>(), [(own, "framework own { }")]);
        assert!(set.get(SourceId(0)).is_some_and(SourceText::is_standard));
    }
}
