//! What checking found, kept by initiative so that one of them can be checked again alone.

use crate::diagnostic::{Code, Diagnostic};
use crate::quantity::Note;
use crate::source::Span;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Something worth saying about the conversion of a value to its field's unit.
#[derive(Debug, Clone)]
pub(super) struct ConversionNote {
    /// The block and the field.
    pub field: (Arc<str>, Arc<str>),
    /// The unit as written.
    pub written: String,
    pub note: Note,
    pub span: Span,
}

/// What was found about one item, or several.
#[derive(Debug, Clone, Default)]
pub(super) struct ItemDiagnostics {
    pub diagnostics: Vec<Diagnostic>,
    pub notes: Vec<ConversionNote>,
}

impl ItemDiagnostics {
    pub(super) fn is_empty(&self) -> bool {
        self.diagnostics.is_empty() && self.notes.is_empty()
    }

    pub(super) fn extend(&mut self, more: ItemDiagnostics) {
        self.diagnostics.extend(more.diagnostics);
        self.notes.extend(more.notes);
    }
}

/// What was found about a plan.
#[derive(Debug, Clone, Default)]
pub(super) struct PlanDiagnostics {
    /// About anything but single initiatives.
    pub shared: Arc<ItemDiagnostics>,
    /// About what initiatives need and are part of, in a circle.
    pub cycles: Arc<Vec<Diagnostic>>,
    /// About single initiatives, by their index.
    pub own: BTreeMap<usize, ItemDiagnostics>,
}

impl PlanDiagnostics {
    /// Everything as findings. Notes are gathered by field, so that a thousand rows say it once: the first place and how
    /// many.
    pub(super) fn all(&self) -> Vec<Diagnostic> {
        let mut all = self.shared.diagnostics.clone();
        all.extend(self.own.values().flat_map(|f| f.diagnostics.iter().cloned()));
        all.extend(self.cycles.iter().cloned());
        let mut gathered: BTreeMap<_, (&ConversionNote, usize)> = BTreeMap::new();
        for noted in self.own.values().flat_map(|f| &f.notes).chain(&self.shared.notes) {
            gathered.entry((&noted.field, &noted.written)).or_insert((noted, 0)).1 += 1;
        }
        all.extend(gathered.into_values().map(|(noted, count)| note_diagnostic(noted, count)));
        all
    }
}

fn note_diagnostic(noted: &ConversionNote, count: usize) -> Diagnostic {
    let code = match noted.note {
        Note::PeopleAreNotEvents { .. } => Code::PEOPLE_ARE_NOT_EVENTS,
        Note::RelativeChange => Code::PERCENT_OR_POINTS,
    };
    let (block, field) = &noted.field;
    let more = if count > 1 { format!(" (in {count} values of `{block}.{field}`)") } else { String::new() };
    let said = format!("{}{more}", noted.note.message(&noted.written));
    Diagnostic::new(code, noted.span, said).help(noted.note.help())
}
