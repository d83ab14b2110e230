//! An item and its blocks as records of formulas.

use super::derived_fields;
use crate::diagnostic::closest_match;
use crate::evaluate::index::ItemRef;
use crate::evaluate::scores::ScoredPlan;
use crate::formula::{Lookup, RecordValue as Facts, Value};
use crate::model::{Datum, Fact, Record};
use crate::quantity::Unit;
use crate::schema::synonyms::field_by_synonym;
use crate::schema::{BlockSchema, FieldSchema, FieldType};
use std::sync::Arc;

/// The blocks of a kind by their names.
struct BlockLookup {
    pub scored_plan: Arc<ScoredPlan>,
    pub item: ItemRef,
    pub steps: Vec<BlockPathStep>,
    pub kind: Arc<str>,
    pub path: String,
}

impl std::fmt::Debug for BlockLookup {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.path)
    }
}

impl BlockLookup {
    fn index(&self, wanted: impl Fn(&Record) -> bool) -> Option<usize> {
        let mut record = self.item.record(&self.scored_plan.plan);
        for step in &self.steps {
            record = record.zip(step.index).and_then(|(r, i)| r.blocks.get(i));
        }
        record?.blocks.iter().position(|b| b.kind == self.kind && wanted(b))
    }
}

impl Facts for BlockLookup {
    fn get(&self, name: &str) -> Lookup {
        let mut steps = self.steps.clone();
        steps.push(BlockPathStep { kind: self.kind.clone(), index: self.index(|b| *b.id == *name) });
        let (world, path) = (self.scored_plan.clone(), join_path(&self.path, name));
        Lookup::Value(Value::Record(Arc::new(BlockRecord { scored_plan: world, item: self.item, steps, path })))
    }

    fn path(&self) -> String {
        self.path.clone()
    }

    fn is_present(&self) -> bool {
        self.index(|_| true).is_some()
    }
}

/// An item or block of the plan, or one that is absent.
#[derive(Clone)]
pub(in crate::evaluate) struct ItemRecord {
    pub scored_plan: Arc<ScoredPlan>,
    pub item: ItemRef,
    /// How formulas name it, empty for the item whose facts stand bare.
    pub path: String,
}

impl std::fmt::Debug for ItemRecord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.item)
    }
}

impl ItemRecord {
    pub(in crate::evaluate) fn new(world: &Arc<ScoredPlan>, place: ItemRef) -> Self {
        ItemRecord { scored_plan: world.clone(), item: place, path: String::new() }
    }

    pub(in crate::evaluate) fn record(&self) -> Option<&Record> {
        self.item.record(&self.scored_plan.plan)
    }

    /// The facts of one of its blocks, by its index among them.
    pub(in crate::evaluate) fn block(&self, index: usize) -> Option<Arc<dyn Facts>> {
        let kind = &self.record()?.blocks.get(index)?.kind;
        match self.view().block(kind, Some(index)) {
            Value::Record(facts) => Some(facts),
            _ => None,
        }
    }

    fn view(&self) -> RecordView<'_> {
        let record = self.record();
        let row = record.and_then(|r| self.scored_plan.schema.kind(&r.kind));
        RecordView { scored_plan: &self.scored_plan, place: self.item, steps: &[], record, row, path: &self.path }
    }

    /// A fact; `None` where there is no such name.
    pub(in crate::evaluate) fn find(&self, name: &str) -> Option<Lookup> {
        if self.record().is_none() {
            return Some(Lookup::Missing);
        }
        let found = derived_fields::derived_value(self, name).or_else(|| self.view().find(name));
        found.or_else(|| self.scored_plan.plan.frameworks.contains_key(name).then_some(Lookup::Missing))
    }
}

impl Facts for ItemRecord {
    fn get(&self, name: &str) -> Lookup {
        self.find(name).unwrap_or_else(|| self.view().no_such_name(name))
    }

    fn path(&self) -> String {
        self.path.clone()
    }

    fn key(&self) -> Option<Arc<str>> {
        self.record().map(|r| r.id.clone())
    }

    fn bounds(&self, name: &str) -> Option<(f64, f64)> {
        self.view().bounds(name)
    }

    fn reason(&self, name: &str) -> Option<Arc<str>> {
        let fact = self.view().record?.fact(name)?;
        fact.because.clone().or_else(|| fact.clauses.iter().find_map(|c| c.because.clone()))
    }
}

/// A block of facts, present or not, found again in the plan each time it is asked: nothing is copied.
pub(super) struct BlockRecord {
    pub(super) scored_plan: Arc<ScoredPlan>,
    /// The item that it stands in.
    pub(super) item: ItemRef,
    /// The way to it from the item, one block a step.
    pub(super) steps: Vec<BlockPathStep>,
    pub(super) path: String,
}

/// From a block, or an item, to a block in it.
#[derive(Clone)]
pub(super) struct BlockPathStep {
    /// The block's kind.
    pub(super) kind: Arc<str>,
    /// Its index among the blocks there; `None` where nobody wrote it.
    pub(super) index: Option<usize>,
}

/// A block, or an item as one, with its row of the schema.
pub(super) struct RecordView<'a> {
    pub(super) scored_plan: &'a Arc<ScoredPlan>,
    pub(super) place: ItemRef,
    pub(super) steps: &'a [BlockPathStep],
    pub(super) record: Option<&'a Record>,
    pub(super) row: Option<&'a BlockSchema>,
    pub(super) path: &'a str,
}

impl std::fmt::Debug for BlockRecord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.path)
    }
}

impl BlockRecord {
    fn view(&self) -> RecordView<'_> {
        let mut record = self.item.record(&self.scored_plan.plan);
        let mut row = record.and_then(|r| self.scored_plan.schema.kind(&r.kind));
        for step in &self.steps {
            record = record.zip(step.index).and_then(|(r, i)| r.blocks.get(i));
            row = row.and_then(|r| r.blocks.get(&step.kind));
        }
        RecordView {
            scored_plan: &self.scored_plan,
            place: self.item,
            steps: &self.steps,
            record,
            row,
            path: &self.path,
        }
    }
}

impl Facts for BlockRecord {
    fn get(&self, name: &str) -> Lookup {
        let view = self.view();
        view.find(name).unwrap_or_else(|| view.no_such_name(name))
    }

    fn path(&self) -> String {
        self.path.clone()
    }

    fn bounds(&self, name: &str) -> Option<(f64, f64)> {
        self.view().bounds(name)
    }

    fn reason(&self, name: &str) -> Option<Arc<str>> {
        let fact = self.view().record?.fact(name)?;
        fact.because.clone().or_else(|| fact.clauses.iter().find_map(|c| c.because.clone()))
    }

    fn is_present(&self) -> bool {
        self.view().record.is_some()
    }
}

/// The blocks of one kind by their names: `risk.late` is the block `risk late`, present or not.
struct NamedBlocks {
    scored_plan: Arc<ScoredPlan>,
    item: ItemRef,
    /// The way to what holds them.
    steps: Vec<BlockPathStep>,
    kind: Arc<str>,
    path: String,
}

impl NamedBlocks {
    fn index(&self, id: Option<&str>) -> Option<usize> {
        let holder =
            self.steps.iter().try_fold(self.item.record(&self.scored_plan.plan)?, |r, s| r.blocks.get(s.index?))?;
        holder.blocks.iter().position(|b| b.kind == self.kind && id.is_none_or(|id| *b.id == *id))
    }
}

impl std::fmt::Debug for NamedBlocks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.path)
    }
}

impl Facts for NamedBlocks {
    fn get(&self, name: &str) -> Lookup {
        let step = BlockPathStep { kind: self.kind.clone(), index: self.index(Some(name)) };
        let steps = self.steps.iter().cloned().chain([step]).collect();
        let path = join_path(&self.path, name);
        Lookup::Value(Value::Record(Arc::new(BlockRecord {
            scored_plan: self.scored_plan.clone(),
            item: self.item,
            steps,
            path,
        })))
    }

    fn path(&self) -> String {
        self.path.clone()
    }

    fn is_present(&self) -> bool {
        self.index(None).is_some()
    }
}

impl RecordView<'_> {
    /// A fact; `None` where there is no such name.
    fn find(&self, name: &str) -> Option<Lookup> {
        if let Some(record) = self.record {
            match name {
                "id" | "name" => return Some(Lookup::Value(Value::text(&record.id))),
                "title" => return Some(Lookup::Value(Value::text(record.title()))),
                _ => {}
            }
        }
        let written = || self.record.and_then(|r| r.fact(name)).map_or(Lookup::Missing, |f| self.fact(f, None));
        let Some(row) = self.row else { return Some(written()) };
        if let Some(field) = row.fields.get(name) {
            return Some(self.field(name, field));
        }
        if let Some(block) = row.blocks.get(name).filter(|b| b.framework.is_none() && !b.named) {
            let index = self.record.and_then(|r| r.blocks.iter().position(|b| b.kind == block.name));
            return Some(Lookup::Value(self.block(&block.name, index)));
        }
        // Behind `risk` stand the blocks `risk` by their names, so that `has("risk.late.owner")` can be asked.
        if let Some(block) = row.blocks.get(name).filter(|b| b.named) {
            let (world, steps) = (self.scored_plan.clone(), self.steps.to_vec());
            let path = join_path(self.path, name);
            let named = NamedBlocks { scored_plan: world, item: self.place, steps, kind: block.name.clone(), path };
            return Some(Lookup::Value(Value::Record(Arc::new(named))));
        }
        // `risks` are the blocks `risk`.
        if let Some(block) = name.strip_suffix('s').and_then(|n| row.blocks.get(n)).filter(|b| b.named) {
            let all = self.record.iter().flat_map(|r| &r.blocks).enumerate();
            let mine = all.filter(|(_, b)| b.kind == block.name);
            return Some(Lookup::Value(Value::List(
                mine.map(|(index, _)| self.block(&block.name, Some(index))).collect(),
            )));
        }
        // `approval.legal` is the block of that name, there or not.
        if let Some(block) = row.blocks.get(name).filter(|b| b.named) {
            return Some(Lookup::Value(Value::Record(Arc::new(BlockLookup {
                scored_plan: self.scored_plan.clone(),
                item: self.place,
                steps: self.steps.to_vec(),
                kind: block.name.clone(),
                path: join_path(self.path, name),
            }))));
        }
        row.any_field.then(written)
    }

    fn no_such_name(&self, name: &str) -> Lookup {
        let known = self.row.into_iter().flat_map(|r| r.fields.keys().chain(r.blocks.keys())).map(|k| &**k);
        // What others call a field comes before what is spelt alike.
        let called = self.row.and_then(|row| field_by_synonym(row, name)).map(|called| match called.block {
            Some(block) => format!("{block}.{}", called.field),
            None => called.field.to_string(),
        });
        Lookup::NoSuchName { nearest: called.or_else(|| closest_match(name, known).map(str::to_string)) }
    }

    fn block(&self, kind: &Arc<str>, index: Option<usize>) -> Value {
        let mut steps = self.steps.to_vec();
        steps.push(BlockPathStep { kind: kind.clone(), index });
        Value::Record(Arc::new(BlockRecord {
            scored_plan: self.scored_plan.clone(),
            item: self.place,
            steps,
            path: join_path(self.path, kind),
        }))
    }

    /// The unit that a field's values are converted to.
    fn unit(&self, field: &FieldSchema) -> Option<&Unit> {
        let units = &self.scored_plan.plan.fact_units;
        match (self.place, self.steps.last()) {
            (ItemRef::Initiative(_), Some(step)) => units.get(&format!("{}.{}", step.kind, field.name)),
            (ItemRef::Initiative(_), None) => units.get(&*field.name),
            // A field of another kind may bear the same name.
            (ItemRef::Other(kind, _), None) => units.get(&format!("{kind}/{}", field.name)),
            _ => None,
        }
    }

    fn field(&self, name: &str, field: &FieldSchema) -> Lookup {
        let Some(record) = self.record else { return Lookup::Missing };
        let facts: Vec<&Fact> = record.all(name).collect();
        match (self.place, name) {
            // Work that several teams share adds up.
            (ItemRef::Initiative(_), "effort" | "remaining") if self.steps.is_empty() => {
                return match facts.as_slice() {
                    [] => Lookup::Missing,
                    [fact] => self.fact(fact, Some(field)),
                    several => self.sum(several, field),
                };
            }
            (ItemRef::Other("team", _), "capacity") if self.steps.is_empty() => {
                return match facts.iter().rev().find(|f| self.is_in_force(f)) {
                    Some(fact) => self.fact(fact, Some(field)),
                    None => Lookup::Missing,
                };
            }
            _ => {}
        }
        // Lists that nobody wrote are empty; a value that nobody wrote is missing.
        if field.many || field.repeat {
            let values = facts.iter().flat_map(|f| &f.clauses).filter_map(|c| self.datum(&c.head, Some(field)));
            return Lookup::Value(Value::List(values.collect()));
        }
        facts.first().map_or(Lookup::Missing, |fact| self.fact(fact, Some(field)))
    }

    /// The sum of a quantity's lines; missing where one of them is.
    fn sum(&self, facts: &[&Fact], field: &FieldSchema) -> Lookup {
        let mut sum = 0.0;
        for fact in facts {
            match fact.first().and_then(|c| self.datum(&c.head, Some(field))) {
                Some(Value::Number(n)) => sum += n,
                _ => return Lookup::Missing,
            }
        }
        Lookup::Value(Value::Number(sum))
    }

    /// The lowest and the highest number of a field; work that several teams share adds up.
    fn bounds(&self, name: &str) -> Option<(f64, f64)> {
        let field = self.row.and_then(|r| r.fields.get(name));
        let shared = matches!(self.place, ItemRef::Initiative(_)) && matches!(name, "effort" | "remaining");
        let facts = self.record?.all(name).take(if shared { usize::MAX } else { 1 });
        let mut sum = None;
        for fact in facts {
            let Datum::Quantity(quantity) = &fact.first()?.head else { return None };
            let (low, high) = self.scored_plan.range_ends(quantity, field.and_then(|f| self.unit(f)))?;
            let (lows, highs) = sum.unwrap_or_default();
            sum = Some((lows + low, highs + high));
        }
        sum
    }

    /// Whether a line with `from` and `until` holds today.
    fn is_in_force(&self, fact: &Fact) -> bool {
        let today = self.scored_plan.today;
        fact.first().is_some_and(|c| {
            c.date("from").is_none_or(|from| from.first() <= today)
                && c.date("until").is_none_or(|until| until.last() >= today)
        })
    }

    fn fact(&self, fact: &Fact, field: Option<&FieldSchema>) -> Lookup {
        match fact.clauses.as_slice() {
            [clause] => self.datum(&clause.head, field).map_or(Lookup::Missing, Lookup::Value),
            several => Lookup::Value(Value::List(several.iter().filter_map(|c| self.datum(&c.head, field)).collect())),
        }
    }

    pub(super) fn datum(&self, datum: &Datum, field: Option<&FieldSchema>) -> Option<Value> {
        Some(match datum {
            Datum::Hole | Datum::None => return None,
            Datum::Truth(truth) => Value::Truth(*truth),
            Datum::Quantity(quantity) if field.is_some_and(|f| f.ty == FieldType::Span) => {
                Value::List([quantity.amount.low(), quantity.amount.high()].map(Value::Number).into())
            }
            Datum::Quantity(quantity) => {
                Value::Number(self.scored_plan.number(quantity, field.and_then(|f| self.unit(f)))?)
            }
            Datum::Level { value, .. } => Value::Number(*value),
            Datum::Word(word) | Datum::Text(word) => Value::Text(word.clone()),
            Datum::Reference { kind, id } => match field {
                Some(_) => reference_value(self.scored_plan, kind, id, self.path),
                // What follows a value has no field to be asked on by.
                None => Value::Text(id.clone()),
            },
            Datum::Date(period) => Value::text(period.to_string()),
            Datum::Dates(from, to) => Value::text(format!("{from} to {to}")),
            Datum::Code(code) => Value::Text(code.text.clone()),
        })
    }
}

/// An item that another names, to be asked on: `owner.level.span`. Where it is not declared, its name.
pub(in crate::evaluate) fn reference_value(world: &Arc<ScoredPlan>, kind: &str, id: &Arc<str>, path: &str) -> Value {
    match world.item_ref(kind, id) {
        Some(place) => {
            Value::Record(Arc::new(ItemRecord { scored_plan: world.clone(), item: place, path: join_path(path, id) }))
        }
        None => Value::Text(id.clone()),
    }
}

pub(in crate::evaluate) fn join_path(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_string() } else { format!("{path}.{name}") }
}
