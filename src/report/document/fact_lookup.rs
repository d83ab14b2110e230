//! What stands at a path, in an initiative or about it.

use crate::evaluate::Evaluated;
use crate::model::{Datum, Fact, Record};
use crate::schema::{BlockSchema, FieldSchema, PathEnd};

/// What was found at a path.
#[derive(Debug, Clone)]
pub(in crate::report) enum PathValue<'p> {
    /// The lines of a field.
    Facts { facts: Vec<&'p Fact>, row: Option<&'p FieldSchema> },
    /// Blocks of one kind, with their index among the blocks of the initiative where they are its own.
    Blocks { blocks: Vec<(Option<usize>, &'p Record)>, row: &'p BlockSchema },
}

/// Whether something was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::report) enum ValuePresence<'p> {
    There,
    /// `none`, and why.
    DoesNotApply(Option<&'p str>),
    /// `?`, and why.
    Unknown(Option<&'p str>),
    Absent,
}

/// What stands at a path; `None` where there is no such path.
pub(in crate::report) fn find_path<'p>(
    evaluated: &'p Evaluated,
    record: &'p Record,
    path: &'p str,
) -> Option<PathValue<'p>> {
    let target = evaluated.schema().resolve_path("initiative", path).ok()?;
    if let PathEnd::About(row) = target.end {
        let plan = evaluated.plan();
        let others = plan.other_items.get(&row.name).into_iter().flatten();
        let decisions = plan.decisions.iter().map(|d| &d.record).filter(|r| r.kind == row.name);
        let about = others.chain(decisions).filter(|r| r.word("about").is_some_and(|a| *a == record.id));
        return Some(PathValue::Blocks { blocks: about.map(|r| (None, r)).collect(), row });
    }
    let mut holder = Some(record);
    for (at, step) in target.steps.iter().enumerate() {
        let mine = |b: &Record| b.kind == step.row.name && step.id.is_none_or(|id| id == &*b.id);
        if at + 1 == target.steps.len() && target.end == PathEnd::Block {
            let all = holder.into_iter().flat_map(|r| &r.blocks).enumerate().filter(|(_, b)| mine(b));
            let top = at == 0;
            return Some(PathValue::Blocks {
                blocks: all.map(|(i, b)| (top.then_some(i), b)).collect(),
                row: step.row,
            });
        }
        holder = holder.and_then(|r| r.blocks.iter().find(|b| mine(b)));
    }
    let (name, row): (&str, _) = match target.end {
        PathEnd::Field(row) => (&row.name, Some(row)),
        PathEnd::Free(name) => (name, None),
        _ => return None,
    };
    let facts = holder.into_iter().flat_map(|r| &r.facts).filter(|f| &*f.name == name);
    Some(PathValue::Facts { facts: facts.collect(), row })
}

/// Whether the lines of a field say something.
pub(in crate::report) fn presence<'p>(facts: &[&'p Fact]) -> ValuePresence<'p> {
    let mut found = ValuePresence::Absent;
    for fact in facts {
        for clause in &fact.clauses {
            let because = clause.because.as_deref().or(fact.because.as_deref());
            match clause.head {
                Datum::Hole => found = ValuePresence::Unknown(because),
                Datum::None => found = ValuePresence::DoesNotApply(because),
                _ => return ValuePresence::There,
            }
        }
    }
    found
}

impl<'p> PathValue<'p> {
    /// Whether it says something.
    pub(crate) fn presence(&self) -> ValuePresence<'p> {
        match self {
            PathValue::Facts { facts, .. } => presence(facts),
            PathValue::Blocks { blocks, .. } => {
                // A block that holds nothing says nothing.
                let says = |r: &Record| !r.facts.is_empty() || !r.blocks.is_empty() || r.title.is_some();
                if blocks.iter().any(|(_, b)| says(b)) { ValuePresence::There } else { ValuePresence::Absent }
            }
        }
    }
}
