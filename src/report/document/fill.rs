//! A document's sections, filled with what is on file.

use crate::diagnostic::{Code, Diagnostic};
use crate::evaluate::{Evaluated, Query};
use crate::formula::Value;
use crate::model::{Datum, FormulaSource as Formula, Record};
use crate::report::document::fact_lookup::{PathValue, ValuePresence, find_path};
use crate::report::document::section_layout::{LabelledPath, SectionLayout, SectionNeed, paths};
use crate::report::document::shape::{PathContent, ShapedContent, not_applicable, shape};
use crate::report::document::wording::{FactWording, escape_markdown};
use crate::report::document::{
    Content, Document, DocumentSection, FilledDocument, LabelledFact, SectionState, missing,
};

/// Fills a document.
pub(super) fn document(evaluated: &Evaluated, initiative: usize, document: &Record) -> FilledDocument {
    let plan = evaluated.plan();
    let record = &plan.initiatives[initiative].record;
    let layouts: Vec<SectionLayout<'_>> =
        document.blocks.iter().filter(|b| &*b.kind == "section").map(SectionLayout::read).collect();
    let mut filler = DocumentFiller { evaluated, initiative, record, layouts: &layouts, diagnostics: Vec::new() };
    let mut out = Document {
        schema: crate::report::SCHEMA.into(),
        plan: plan.settings.id.to_string(),
        initiative: record.id.to_string(),
        document: document.id.to_string(),
        title: format!("{}: {}", escape_markdown(document.title()), escape_markdown(record.title())),
        headline: None,
        subheading: None,
        byline: filler.byline(document),
        today: evaluated.today(),
        on_file: 0,
        parts: 0,
        missing: Vec::new(),
        sections: Vec::new(),
    };
    for layout in layouts.iter().filter(|l| l.under.is_none_or(|u| layouts.iter().all(|l| l.id != u))) {
        let Some(mut section) = filler.section(layout) else { continue };
        let inner = layouts.iter().filter(|l| l.under == Some(layout.id));
        section.sections = inner.filter_map(|l| filler.section(l)).collect();
        if layout.is_group() && section.sections.is_empty() {
            continue;
        }
        for part in std::iter::once(&section).chain(&section.sections).filter(|s| s.counts) {
            out.parts += 1;
            match part.state {
                SectionState::Missing | SectionState::Partly => out.missing.push(part.title.clone()),
                _ => out.on_file += 1,
            }
        }
        let place = match layout.shape {
            Some("headline") => Some(&mut out.headline),
            Some("subheading") => Some(&mut out.subheading),
            _ => None,
        };
        if let (Some(place), SectionState::OnFile) = (place, section.state) {
            let text = section.content.drain(..).find_map(|c| match c {
                Content::Text { text } => Some(text.split_whitespace().collect::<Vec<_>>().join(" ")),
                _ => None,
            });
            *place = text;
        }
        out.sections.push(section);
    }
    FilledDocument { document: out, diagnostics: filler.diagnostics }
}

struct DocumentFiller<'p> {
    evaluated: &'p Evaluated,
    initiative: usize,
    record: &'p Record,
    layouts: &'p [SectionLayout<'p>],
    diagnostics: Vec<Diagnostic>,
}

impl<'p> DocumentFiller<'p> {
    fn words(&self) -> FactWording<'p> {
        FactWording { plan: self.evaluated.plan(), audience: None }
    }

    /// The facts under the title; of a field that repeats, the last line holds.
    fn byline(&self, document: &'p Record) -> Vec<LabelledFact> {
        let shown = paths(document, "byline").into_iter();
        let lines = shown.filter_map(|shown| match find_path(self.evaluated, self.record, shown.path)? {
            PathValue::Facts { facts, row } => {
                let repeat = row.is_some_and(|r| r.repeat);
                let facts = if repeat { facts.last().map(|f| vec![*f])? } else { facts };
                let there = crate::report::document::fact_lookup::presence(&facts) == ValuePresence::There;
                let value = self.words().values(&facts, row, false).join(", ");
                there.then(|| LabelledFact { label: shown.label(), value })
            }
            PathValue::Blocks { .. } => None,
        });
        lines.collect()
    }

    fn section(&mut self, layout: &'p SectionLayout<'p>) -> Option<DocumentSection> {
        if let Some(when) = layout.when
            && self.ask(when) == Some(false)
        {
            return None;
        }
        let mut section = DocumentSection {
            id: layout.id.to_string(),
            title: escape_markdown(layout.title),
            heading: layout.heading && !matches!(layout.shape, Some("headline" | "subheading" | "dateline")),
            state: SectionState::OnFile,
            counts: layout.need != SectionNeed::No && !layout.is_group(),
            content: Vec::new(),
            missing: Vec::new(),
            sections: Vec::new(),
        };
        if layout.is_group() {
            section.content.extend(layout.intro.map(|i| Content::Text { text: i.to_string() }));
            return Some(section);
        }
        let mut found: Vec<PathContent<'p>> = Vec::new();
        for shown in &layout.shows {
            // A path that leads nowhere is found by the check of the plan.
            let Some(part) = find_path(self.evaluated, self.record, shown.path) else { continue };
            found.push((*shown, self.select_blocks(layout, part)));
        }
        section.title = self.own_title(layout).unwrap_or(section.title);
        let presences: Vec<(LabelledPath<'p>, ValuePresence<'p>)> =
            found.iter().map(|(s, f)| (*s, f.presence())).collect();
        let there = presences.iter().any(|(_, p)| *p == ValuePresence::There);
        let enough = match layout.need {
            SectionNeed::All => {
                presences.iter().all(|(_, p)| matches!(p, ValuePresence::There | ValuePresence::DoesNotApply(_)))
            }
            _ => there,
        };
        let judged = || self.evaluated.criteria(self.initiative);
        let shaped = if there { shape(self.words(), layout, &found, &judged()) } else { ShapedContent::default() };
        section.content = shaped.content;
        section.missing = shaped.missing;
        if there && let Some(intro) = layout.intro {
            section.content.insert(0, Content::Text { text: intro.to_string() });
        }
        let inside = section.content.iter().any(has_missing_parts);
        section.state = match (enough && section.missing.is_empty() && !inside, there) {
            (true, true) => SectionState::OnFile,
            (_, true) => SectionState::Partly,
            _ => SectionState::Missing,
        };
        if matches!(section.state, SectionState::Missing | SectionState::Partly) {
            self.excuse(layout, &presences, &mut section);
        }
        if matches!(section.state, SectionState::Missing | SectionState::Partly) && !enough {
            self.ask_for(layout, &presences, &mut section);
        }
        let unasked =
            layout.need == SectionNeed::No && matches!(section.state, SectionState::Missing | SectionState::Waived);
        let silent = section.content.is_empty() && section.missing.is_empty();
        if unasked || silent { None } else { Some(section) }
    }

    /// The blocks that a section shows: those that no other section names, the greatest first.
    fn select_blocks(&mut self, layout: &SectionLayout<'p>, part: PathValue<'p>) -> PathValue<'p> {
        let PathValue::Blocks { mut blocks, row } = part else { return part };
        let path = layout.shows.iter().map(|s| s.path).find(|p| p.rsplit('.').next() == Some(&*row.name));
        if let Some(path) = path {
            let named = |id: &str| {
                let prefix = format!("{path}.{id}");
                let mut paths = self.layouts.iter().flat_map(|l| &l.shows).map(|s| s.path);
                paths.any(|p| p.strip_prefix(&*prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
            };
            blocks.retain(|(_, b)| b.id.is_empty() || !named(&b.id));
        }
        if let Some(order) = layout.order {
            let mut keyed: Vec<(f64, _)> = Vec::new();
            for block in blocks {
                let key = block.0.and_then(|index| self.ask_block(order, index));
                keyed.push((key.unwrap_or(f64::NEG_INFINITY), block));
            }
            keyed.sort_by(|a, b| b.0.total_cmp(&a.0));
            blocks = keyed.into_iter().map(|(_, b)| b).collect();
        }
        PathValue::Blocks { blocks, row }
    }

    /// The title of the block that a path names, where it has one: a question in the words of who asked it.
    fn own_title(&self, layout: &SectionLayout<'p>) -> Option<String> {
        let [shown] = layout.shows.as_slice() else { return None };
        let target = self.evaluated.schema().resolve_path("initiative", shown.path).ok()?;
        target.steps.last().and_then(|s| s.id)?;
        let holder = target.steps.iter().try_fold(self.record, |r, s| {
            r.blocks.iter().find(|b| b.kind == s.row.name && s.id.is_none_or(|id| id == &*b.id))
        })?;
        holder.title.as_deref().map(escape_markdown)
    }

    /// Marks a section that is waived, or of which it was said that it does not apply.
    fn excuse(
        &self,
        layout: &SectionLayout<'p>,
        presences: &[(LabelledPath<'p>, ValuePresence<'p>)],
        section: &mut DocumentSection,
    ) {
        let lacking = || presences.iter().filter(|(_, p)| *p != ValuePresence::There);
        if lacking().next().is_some() && lacking().all(|(s, _)| self.waived(s.path).is_some()) {
            let because = lacking().find_map(|(s, _)| self.waived(s.path)).unwrap_or_default();
            section.state = SectionState::Waived;
            section.content.push(Content::Text {
                text: if because.is_empty() { "Waived.".to_string() } else { format!("Waived: {because}") },
            });
            return;
        }
        let said = presences.iter().find_map(|(_, p)| match p {
            ValuePresence::DoesNotApply(because) => Some(*because),
            _ => None,
        });
        if let (SectionState::Missing, Some(because)) = (section.state, said)
            && (layout.need != SectionNeed::All
                || presences.iter().all(|(_, p)| matches!(p, ValuePresence::DoesNotApply(_))))
        {
            section.state = SectionState::NotApplicable;
            section.content.push(Content::Text { text: not_applicable(because) });
        }
    }

    /// The reason for which a path or what it begins with is waived.
    fn waived(&self, path: &str) -> Option<&'p str> {
        for fact in self.record.all("waive") {
            for clause in &fact.clauses {
                let Datum::Word(word) = &clause.head else { continue };
                if path.strip_prefix(&**word).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')) {
                    return Some(clause.because.as_deref().or(fact.because.as_deref()).unwrap_or_default());
                }
            }
        }
        None
    }

    fn ask_for(
        &self,
        layout: &SectionLayout<'p>,
        presences: &[(LabelledPath<'p>, ValuePresence<'p>)],
        section: &mut DocumentSection,
    ) {
        let unknown = |p: &ValuePresence<'p>| match p {
            ValuePresence::Unknown(because) => *because,
            _ => None,
        };
        let lacking = presences.iter().filter(|(s, p)| {
            !matches!(p, ValuePresence::There | ValuePresence::DoesNotApply(_)) && self.waived(s.path).is_none()
        });
        let wanted = if layout.need == SectionNeed::All { usize::MAX } else { 1 };
        let schema = self.evaluated.schema();
        section.missing.extend(lacking.take(wanted).map(|(s, p)| missing::missing(schema, layout, s.path, unknown(p))));
    }

    /// Whether a formula holds for the initiative; `None` where that is not known.
    fn ask(&mut self, code: &Formula) -> Option<bool> {
        match self.answer(code, true, |query, initiative| query.ask(initiative, None))? {
            Value::Truth(truth) => Some(truth),
            _ => None,
        }
    }

    fn ask_block(&mut self, code: &Formula, block: usize) -> Option<f64> {
        match self.answer(code, false, |query, initiative| query.ask_block(initiative, block))? {
            Value::Number(number) => Some(number),
            _ => None,
        }
    }

    fn answer(
        &mut self,
        code: &Formula,
        truth: bool,
        ask: impl Fn(&Query<'_>, usize) -> Result<Option<Value>, crate::evaluate::QueryError>,
    ) -> Option<Value> {
        let asked = self.evaluated.query(&code.text, truth).and_then(|query| ask(&query, self.initiative));
        match asked {
            Ok(value) => value,
            Err(e) => {
                let found = e.diagnostic(Code::FORMULA_FAILED, code);
                if !self.diagnostics.contains(&found) {
                    self.diagnostics.push(found);
                }
                None
            }
        }
    }
}

/// Whether something is missing in the midst of it.
fn has_missing_parts(content: &Content) -> bool {
    match content {
        Content::Missing(_) => true,
        Content::Part { content, .. } => content.iter().any(has_missing_parts),
        _ => false,
    }
}
