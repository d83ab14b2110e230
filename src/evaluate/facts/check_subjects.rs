//! What a check is asked of, one at a time: blocks, or the lines of a field or block.

use super::item::{BlockPathStep, BlockRecord, ItemRecord, RecordView, join_path};
use crate::diagnostic::closest_match;
use crate::formula::{Lookup, RecordValue as Facts, Value};
use crate::model::{self, Clause, Datum, Fact, Record};
use crate::schema::{BlockSchema, FieldSchema};
use std::sync::Arc;

/// One of them, with what to call it.
pub(in crate::evaluate) struct CheckSubject {
    /// What people call it.
    pub name: String,
    /// What formulas see of it.
    pub facts: Arc<dyn Facts>,
}

/// The subjects that a path leads to, in the order written.
pub(in crate::evaluate) fn check_subjects(item: &ItemRecord, steps: &[model::PathStep]) -> Vec<CheckSubject> {
    let Some(record) = item.record() else { return Vec::new() };
    let row = item.scored_plan.schema.kind(&record.kind);
    let mut found = Vec::new();
    collect_subjects(
        item,
        &BlockPosition { record, row, steps: Vec::new(), path: item.path.clone() },
        steps,
        &mut found,
    );
    found
}

/// A block on the way.
struct BlockPosition<'a> {
    record: &'a Record,
    row: Option<&'a BlockSchema>,
    steps: Vec<BlockPathStep>,
    path: String,
}

fn collect_subjects(
    item: &ItemRecord,
    at: &BlockPosition<'_>,
    steps: &[model::PathStep],
    found: &mut Vec<CheckSubject>,
) {
    let Some((step, rest)) = steps.split_first() else { return };
    let blocks = |kind: &Arc<str>, id: Option<&Arc<str>>| {
        let all = at.record.blocks.iter().enumerate();
        let (kind, id) = (kind.clone(), id.cloned());
        all.filter(move |(_, b)| b.kind == kind && id.as_ref().is_none_or(|id| b.id == *id))
    };
    let into = |index: usize, record: &'_ Record| {
        let mut steps = at.steps.clone();
        steps.push(BlockPathStep { kind: record.kind.clone(), index: Some(index) });
        (steps, join_path(&at.path, &record.kind))
    };
    match step {
        model::PathStep::Title => {}
        model::PathStep::Field(name) => {
            let field = at.row.and_then(|r| r.fields.get(name));
            found.extend(at.record.all(name).flat_map(|fact| lines(item, at, fact, field)));
        }
        model::PathStep::Every(kind) if rest.is_empty() => {
            for (index, record) in blocks(kind, None) {
                let (steps, path) = into(index, record);
                let block = BlockRecord { scored_plan: item.scored_plan.clone(), item: item.item, steps, path };
                found.push(CheckSubject { name: record.id.to_string(), facts: Arc::new(block) });
            }
        }
        model::PathStep::Block(kind) | model::PathStep::Every(kind) | model::PathStep::Named(kind, _) => {
            let id = if let model::PathStep::Named(_, id) = step { Some(id) } else { None };
            for (index, record) in blocks(kind, id) {
                let row = at.row.and_then(|r| r.blocks.get(kind));
                let (steps, path) = into(index, record);
                let inner = BlockPosition { record, row, steps, path };
                if rest.is_empty() {
                    // A block as a whole is its lines.
                    for fact in &record.facts {
                        let field = row.and_then(|r| r.fields.get(&fact.name));
                        found.extend(lines(item, &inner, fact, field));
                    }
                } else {
                    collect_subjects(item, &inner, rest, found);
                }
            }
        }
    }
}

/// The values of a fact, each with what follows it.
fn lines<'a>(
    item: &'a ItemRecord,
    at: &'a BlockPosition<'a>,
    fact: &'a Fact,
    field: Option<&'a FieldSchema>,
) -> impl Iterator<Item = CheckSubject> + 'a {
    fact.clauses.iter().filter(|c| c.head != Datum::None).map(move |clause| {
        let facts = line(item, at, fact, field, clause);
        let name = match &clause.head {
            Datum::Reference { id, .. } | Datum::Word(id) => id.to_string(),
            _ => fact.name.to_string(),
        };
        CheckSubject { name, facts: Arc::new(facts) }
    })
}

/// One value as formulas see it.
#[derive(Debug)]
struct LineFacts {
    fields: Vec<(&'static str, Option<Value>)>,
}

fn line(
    item: &ItemRecord,
    at: &BlockPosition<'_>,
    fact: &Fact,
    field: Option<&FieldSchema>,
    clause: &Clause,
) -> LineFacts {
    let view = RecordView {
        scored_plan: &item.scored_plan,
        place: item.item,
        steps: &at.steps,
        record: Some(at.record),
        row: at.row,
        path: &at.path,
    };
    let named = |kind: &str, id: &str| {
        let place = item.scored_plan.item_ref(kind, id)?;
        let path = join_path(&at.path, &fact.name);
        Some(Value::Record(Arc::new(ItemRecord { scored_plan: item.scored_plan.clone(), item: place, path })))
    };
    let named = match (&clause.head, field.map(|f| &f.ty)) {
        (Datum::Reference { kind, id }, Some(_)) => named(kind, id),
        // A line of a block with names of one's own, as those of `success`, names a metric.
        (_, None) => named("metric", &fact.name),
        _ => None,
    };
    let measures = match &clause.head {
        Datum::Quantity(quantity) => Some(Value::text(quantity.unit.dimension_words())),
        _ => None,
    };
    let mut fields = vec![
        ("name", Some(Value::Text(fact.name.clone()))),
        ("value", view.datum(&clause.head, field)),
        ("item", named),
        ("measures", measures),
        ("because", clause.because.as_ref().or(fact.because.as_ref()).map(|b| Value::Text(b.clone()))),
    ];
    for connective in CONNECTIVES {
        let value = clause.tail(connective).and_then(|d| view.datum(d, None));
        fields.push((if connective == "=" { "equals" } else { connective }, value));
    }
    LineFacts { fields }
}

/// What may follow a value.
const CONNECTIVES: [&str; 10] = ["by", "on", "at", "from", "until", "within", "after", "at_least", "at_most", "="];

impl Facts for LineFacts {
    fn get(&self, name: &str) -> Lookup {
        match self.fields.iter().find(|(n, _)| *n == name) {
            Some((_, Some(value))) => Lookup::Value(value.clone()),
            Some((_, None)) => Lookup::Missing,
            None => Lookup::NoSuchName {
                nearest: closest_match(name, self.fields.iter().map(|(n, _)| *n)).map(str::to_string),
            },
        }
    }

    fn path(&self) -> String {
        String::new()
    }
}
