//! `audience` and `column` items as the report reads them.

use crate::evaluate::{CommitmentState, Evaluated};
use crate::model::{Datum, FormulaSource, Record};
use crate::quantity::{Date, Grain, Period};
use crate::report::document::section_layout::{LabelledPath, paths};
use std::sync::Arc;

/// Somebody to whom a roadmap is told.
#[derive(Debug)]
pub(super) struct Audience<'p> {
    pub id: &'p str,
    pub title: &'p str,
    pub cadence: Option<&'p str>,
    pub intro: Option<&'p str>,
    /// Whether initiatives are called by their words for customers.
    pub customer: bool,
    /// Whether it is about what reaches customers.
    pub outside: bool,
    /// Whether dates may be told.
    pub dates: bool,
    pub filter: Option<&'p FormulaSource>,
    pub sections: Vec<AudienceSection<'p>>,
}

/// A section of an audience.
#[derive(Debug)]
pub(super) struct AudienceSection<'p> {
    pub id: &'p str,
    pub title: &'p str,
    pub of: Vec<CommitmentState>,
    pub filter: Option<&'p FormulaSource>,
    pub order: Option<&'p FormulaSource>,
    pub limit: Option<usize>,
    pub each: Option<&'p str>,
    pub when: Option<&'p FormulaSource>,
    pub columns: Vec<LabelledPath<'p>>,
    pub shape: SectionShape,
    pub say: Option<&'p Arc<str>>,
    pub empty: Option<&'p str>,
}

/// How a section is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SectionShape {
    Table,
    Cards,
    List,
    Gantt,
    Load,
    Milestones,
    /// What costs the most confidence.
    Unsure,
    /// Only what it says.
    Words,
}

/// A column.
#[derive(Debug)]
pub(super) struct AudienceColumn<'p> {
    pub title: &'p str,
    pub shows: Vec<LabelledPath<'p>>,
    pub fields: Vec<&'p str>,
    pub each: Option<&'p FormulaSource>,
    pub order: Option<&'p FormulaSource>,
    pub limit: usize,
    pub show: Option<&'p FormulaSource>,
    pub printed: Option<&'p str>,
    pub unit: Option<String>,
    pub total: bool,
}

impl<'p> Audience<'p> {
    pub(super) fn read(record: &'p Record) -> Self {
        let text = |name| record.text(name).map(|t| &**t);
        Audience {
            id: &record.id,
            title: record.title(),
            cadence: text("cadence"),
            intro: text("intro"),
            customer: record.word("words").is_some_and(|w| &**w == "customer"),
            outside: record.is_yes("outside"),
            dates: record.value("dates") != Some(&Datum::Truth(false)),
            filter: record.code("where"),
            sections: record.blocks.iter().filter(|b| &*b.kind == "section").map(AudienceSection::read).collect(),
        }
    }
}

impl Audience<'_> {
    /// Whether any part of it is about initiatives in a state.
    pub(super) fn shows(&self, state: CommitmentState) -> bool {
        self.sections.iter().any(|part| part.shape != SectionShape::Words && part.of.contains(&state))
    }
}

impl<'p> AudienceSection<'p> {
    /// How many initiatives it shows at most; a limit on blocks, months or causes of doubt is none on those.
    pub(super) fn max_rows(&self) -> usize {
        let by_items = self.each.is_none() && !matches!(self.shape, SectionShape::Milestones | SectionShape::Unsure);
        self.limit.filter(|_| by_items).unwrap_or(usize::MAX)
    }

    fn read(record: &'p Record) -> Self {
        let of: Vec<CommitmentState> =
            paths(record, "of").iter().filter_map(|s| CommitmentState::parse(s.path)).collect();
        let columns = paths(record, "columns");
        let shape = match record.word("as").map(|w| &**w) {
            Some("gantt") => SectionShape::Gantt,
            Some("load") => SectionShape::Load,
            Some("milestones") => SectionShape::Milestones,
            Some("unsure") => SectionShape::Unsure,
            _ if columns.is_empty() => SectionShape::Words,
            Some("cards") => SectionShape::Cards,
            Some("list") => SectionShape::List,
            _ => SectionShape::Table,
        };
        AudienceSection {
            id: &record.id,
            title: record.title(),
            of: if of.is_empty() { vec![CommitmentState::Committed, CommitmentState::Planned] } else { of },
            filter: record.code("where"),
            order: record.code("order"),
            limit: record.number("limit").map(|n| n.max(0.0) as usize),
            each: record.word("each").map(|w| &**w),
            when: record.code("when"),
            columns,
            shape,
            say: record.text("say"),
            empty: record.text("empty").map(|t| &**t),
        }
    }
}

impl<'p> AudienceColumn<'p> {
    pub(super) fn read(evaluated: &'p Evaluated, record: &'p Record) -> Self {
        let plan = evaluated.plan();
        let currency = plan.other_items.get("plan").and_then(|p| p.first()).and_then(|p| p.word("currency"));
        let currency = currency.map_or("USD", |c| &**c);
        AudienceColumn {
            title: record.title(),
            shows: paths(record, "shows"),
            fields: paths(record, "fields").into_iter().map(|s| s.path.rsplit('.').next().unwrap_or(s.path)).collect(),
            each: record.code("each"),
            order: record.code("order"),
            limit: record.number("limit").map_or(usize::MAX, |n| n.max(0.0) as usize),
            show: record.code("show"),
            printed: record.word("as").map(|w| &**w),
            unit: record.word("unit").map(|u| u.replace("money", currency)),
            total: record.is_yes("total"),
        }
    }
}

/// The audiences that the plan and the library declare.
pub fn audiences(evaluated: &Evaluated) -> impl Iterator<Item = &Record> {
    evaluated.plan().other_items.get("audience").into_iter().flatten()
}

/// The last day that an audience looks to: its horizon, in whole months or quarters, that of today included.
pub fn audience_horizon(evaluated: &Evaluated, audience: &Record) -> Option<Date> {
    let units = &evaluated.plan().units;
    let Some(Datum::Quantity(quantity)) = audience.value("horizon") else { return None };
    let (quarters, months) = (units.parse("quarters").ok()?, units.parse("months").ok()?);
    let (unit, grain) = if quantity.unit == quarters { (quarters, Grain::Quarter) } else { (months, Grain::Month) };
    let count = evaluated.number(quantity, Some(&unit))?.round().clamp(1.0, MAX_PERIODS_AHEAD);
    let mut period = Period::containing(evaluated.today(), grain);
    for _ in 1..count as usize {
        period = period.next()?;
    }
    Some(period.last())
}

/// How many months or quarters a roadmap looks ahead at most.
const MAX_PERIODS_AHEAD: f64 = 240.0;
