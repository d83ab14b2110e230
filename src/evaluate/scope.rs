//! Floor 5: What stands in scope of each sort of formula.

use crate::diagnostic::closest_match;
use crate::evaluate::facts::ItemRecord;
use crate::evaluate::index::ItemRef;
use crate::evaluate::inputs::InputReader;
use crate::evaluate::results::CalibrationFacts;
use crate::evaluate::scores::{InputValue, ScoreColumn, ScoreRow, ScoredPlan};
use crate::formula::{CallError, Lookup, RecordValue as Facts, Scope, Value};
use crate::model::{Datum, Framework};
use std::sync::{Arc, OnceLock};

/// A framework's score: its inputs bare, everything else after a name.
pub(super) struct ScoreScope<'a> {
    pub scored_plan: &'a Arc<ScoredPlan>,
    pub framework: &'a Framework,
    pub inputs: &'a [InputValue],
    pub weights: &'a [f64],
    pub extremes: &'a InputExtremes,
    pub initiative: ItemRecord,
}

/// The smallest and the largest point value of each input of a framework over the initiatives that are ranked, found
/// when a formula first asks for one.
pub(super) type InputExtremes = OnceLock<Vec<Option<(f64, f64)>>>;

fn input_extremes(world: &ScoredPlan, framework: &Framework) -> Vec<Option<(f64, f64)>> {
    let mut reader = InputReader::new(world, framework);
    let mut found: Vec<Option<(f64, f64)>> = vec![None; framework.inputs.len()];
    for index in world.candidates(framework) {
        let initiative = &world.plan.initiatives[index];
        if !world.is_open(index) {
            continue;
        }
        let record = &initiative.record;
        let Some(inputs) = reader.read(Some(index), record, record.block(&framework.id)) else { continue };
        for (found, value) in found.iter_mut().zip(inputs.iter().map(|i| i.value)) {
            let Some(value) = value else { continue };
            *found = Some(found.map_or((value, value), |(low, high)| (low.min(value), high.max(value))));
        }
    }
    found
}

/// The names that stand beside the inputs in a score.
pub(super) const SCORE_NAMES: [&str; 6] = ["it", "weight", "metric", "score", "plan", "context"];

impl Scope for ScoreScope<'_> {
    fn variable(&self, name: &str) -> Lookup {
        if let Some((index, _)) = self.framework.input(name) {
            return self.inputs[index].value.map_or(Lookup::Missing, |v| Lookup::Value(Value::Number(v)));
        }
        let group = |which| {
            Lookup::Value(Value::Record(Arc::new(ItemGroup {
                scored_plan: self.scored_plan.clone(),
                which,
                item: self.initiative.clone(),
            })))
        };
        match name {
            "it" => Lookup::Value(Value::Record(Arc::new(self.initiative.clone()))),
            "weight" => {
                let names = self.framework.inputs.iter().map(|i| i.id.clone());
                Lookup::Value(Value::Record(Arc::new(Weights(names.zip(self.weights.iter().copied()).collect()))))
            }
            "metric" => group(ItemGroupKind::Metrics),
            "score" => group(ItemGroupKind::Scores),
            "plan" => group(ItemGroupKind::Plan),
            "context" => group(ItemGroupKind::Context),
            _ => {
                let known = self.framework.inputs.iter().map(|i| &*i.id).chain(SCORE_NAMES);
                Lookup::NoSuchName { nearest: closest_match(name, known).map(str::to_string) }
            }
        }
    }

    fn bounds(&self, name: &str) -> Option<(f64, f64)> {
        let (index, _) = self.framework.input(name)?;
        self.inputs[index].amount.map(|a| (a.low(), a.high()))
    }

    fn call(&self, name: &str, args: &[Value]) -> Result<Value, CallError> {
        if let ("largest" | "smallest", Some(Value::Text(input))) = (name, args.first()) {
            let Some((index, _)) = self.framework.input(input) else {
                let known = self.framework.inputs.iter().map(|i| &*i.id);
                return Err(unknown("input", input, closest_match(input, known)));
            };
            let all = self.extremes.get_or_init(|| input_extremes(self.scored_plan, self.framework));
            let value = all.get(index).copied().flatten();
            return Ok(
                value.map_or(Value::Missing, |(low, high)| Value::Number(if name == "largest" { high } else { low }))
            );
        }
        call_plan_function(self.scored_plan, Some(&self.initiative), name, args)
    }
}

#[derive(Debug)]
struct Weights(Vec<(Arc<str>, f64)>);

impl Facts for Weights {
    fn get(&self, name: &str) -> Lookup {
        match self.0.iter().find(|(n, _)| &**n == name) {
            Some((_, weight)) => Lookup::Value(Value::Number(*weight)),
            None => Lookup::NoSuchName {
                nearest: closest_match(name, self.0.iter().map(|(n, _)| &**n)).map(str::to_string),
            },
        }
    }

    fn path(&self) -> String {
        "weight".into()
    }
}

/// A name whose fields are items of the plan.
#[derive(Debug)]
struct ItemGroup {
    scored_plan: Arc<ScoredPlan>,
    which: ItemGroupKind,
    item: ItemRecord,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum ItemGroupKind {
    Metrics,
    Scores,
    Plan,
    Context,
    Items(&'static str),
}

impl Facts for ItemGroup {
    fn get(&self, name: &str) -> Lookup {
        let plan = &self.scored_plan.plan;
        let item = |place| {
            let path = format!("{}.{name}", self.path());
            Lookup::Value(Value::Record(Arc::new(ItemRecord {
                scored_plan: self.scored_plan.clone(),
                item: place,
                path,
            })))
        };
        let near = |known: Vec<&str>| Lookup::NoSuchName { nearest: closest_match(name, known).map(str::to_string) };
        match self.which {
            ItemGroupKind::Metrics => match plan.metric_by_id.get(name) {
                Some(index) => item(ItemRef::Metric(*index)),
                None => near(plan.metrics.iter().map(|m| &*m.record.id).collect()),
            },
            ItemGroupKind::Scores => match (plan.frameworks.get(name), self.item.item) {
                (Some(_), ItemRef::Initiative(index)) => {
                    let score = self.scored_plan.column(name).and_then(|c| c.score(index));
                    score.map_or(Lookup::Missing, |s| Lookup::Value(Value::Number(s)))
                }
                _ => near(plan.frameworks.keys().map(|k| &**k).collect()),
            },
            ItemGroupKind::Plan if name == "metrics" => {
                let metrics = (0..plan.metrics.len()).map(ItemRef::Metric);
                Lookup::Value(Value::List(
                    metrics.map(|place| Value::Record(Arc::new(ItemRecord::new(&self.scored_plan, place)))).collect(),
                ))
            }
            ItemGroupKind::Plan if name == "requests" => {
                let requests = 0..plan.other_items.get("request").map_or(0, Vec::len);
                let item =
                    |at| Value::Record(Arc::new(ItemRecord::new(&self.scored_plan, ItemRef::Other("request", at))));
                Lookup::Value(Value::List(requests.map(item).collect()))
            }
            ItemGroupKind::Plan if name == "estimates" => {
                let estimates = CalibrationFacts::of(&self.scored_plan, "plan.estimates".into());
                Lookup::Value(Value::Record(Arc::new(estimates)))
            }
            ItemGroupKind::Plan if name == "metric_roles" => {
                Lookup::Value(Value::List(self.scored_plan.metric_index().by_role.keys().map(Value::text).collect()))
            }
            ItemGroupKind::Plan => match plan.other_items.get("plan").and_then(|p| p.first()) {
                Some(_) => Facts::get(
                    &ItemRecord {
                        scored_plan: self.scored_plan.clone(),
                        item: ItemRef::Other("plan", 0),
                        path: "plan".into(),
                    },
                    name,
                ),
                None => Lookup::Missing,
            },
            // A context may have fields of any name: what none of them has is a slip.
            ItemGroupKind::Context if !self.scored_plan.context_fields().any(|known| known == name) => {
                near(self.scored_plan.context_fields().collect())
            }
            ItemGroupKind::Context => match self.scored_plan.context(self.item.item) {
                Some(index) => {
                    let place = ItemRef::Other("context", index);
                    ItemRecord { scored_plan: self.scored_plan.clone(), item: place, path: "context".into() }.get(name)
                }
                None => Lookup::Missing,
            },
            ItemGroupKind::Items(kind) => {
                match plan.other_items.get(kind).and_then(|o| o.iter().position(|r| &*r.id == name)) {
                    Some(index) => item(ItemRef::Other(kind, index)),
                    None => near(plan.other_items.get(kind).into_iter().flatten().map(|r| &*r.id).collect()),
                }
            }
        }
    }

    fn path(&self) -> String {
        match self.which {
            ItemGroupKind::Metrics => "metric".into(),
            ItemGroupKind::Scores => "score".into(),
            ItemGroupKind::Plan => "plan".into(),
            ItemGroupKind::Context => "context".into(),
            ItemGroupKind::Items(kind) => kind.into(),
        }
    }

    fn is_present(&self) -> bool {
        self.which != ItemGroupKind::Context || self.scored_plan.context(self.item.item).is_some()
    }
}

/// Rules, `--where` and `--column`: the facts of an item stand bare.
pub(super) struct FactScope<'a> {
    pub scored_plan: &'a Arc<ScoredPlan>,
    pub item: ItemRecord,
    /// The framework whose inputs and score stand bare too.
    pub row: Option<(&'a ScoreColumn, Option<&'a ScoreRow>)>,
}

impl Scope for FactScope<'_> {
    fn variable(&self, name: &str) -> Lookup {
        if let Some((column, row)) = self.row {
            if name == "score" {
                return row.and_then(|r| r.score).map_or(Lookup::Missing, |s| Lookup::Value(Value::Number(s)));
            }
            if let Some((index, _)) = column.framework.input(name) {
                let Some(input) = row.map(|r| &r.inputs[index]) else { return Lookup::Missing };
                if name == "class" {
                    return input.level.as_ref().map_or(Lookup::Missing, |l| Lookup::Value(Value::Text(l.clone())));
                }
                return input.value.map_or(Lookup::Missing, |v| Lookup::Value(Value::Number(v)));
            }
        }
        let group = |which| {
            Lookup::Value(Value::Record(Arc::new(ItemGroup {
                scored_plan: self.scored_plan.clone(),
                which,
                item: self.item.clone(),
            })))
        };
        if name == "today" {
            return Lookup::Value(Value::text(self.scored_plan.today.to_string()));
        }
        if let Some(found) = self.item.find(name).filter(|_| !matches!(name, "plan" | "context")) {
            return found;
        }
        match name {
            "it" => Lookup::Value(Value::Record(Arc::new(self.item.clone()))),
            "metric" => group(ItemGroupKind::Metrics),
            "score" => group(ItemGroupKind::Scores),
            "plan" => group(ItemGroupKind::Plan),
            "context" => group(ItemGroupKind::Context),
            _ => self.item.get(name),
        }
    }

    fn bounds(&self, name: &str) -> Option<(f64, f64)> {
        if let Some((column, row)) = self.row
            && let Some((index, _)) = column.framework.input(name)
        {
            return row?.inputs[index].amount.map(|a| (a.low(), a.high()));
        }
        self.item.bounds(name)
    }

    fn call(&self, name: &str, args: &[Value]) -> Result<Value, CallError> {
        call_plan_function(self.scored_plan, Some(&self.item), name, args)
    }
}

/// Expectations: initiatives and metrics by name, then groups of other kinds.
pub(super) struct PlanScope<'a> {
    pub scored_plan: &'a Arc<ScoredPlan>,
}

impl Scope for PlanScope<'_> {
    fn variable(&self, name: &str) -> Lookup {
        let plan = &self.scored_plan.plan;
        let item = |place| {
            Lookup::Value(Value::Record(Arc::new(ItemRecord {
                scored_plan: self.scored_plan.clone(),
                item: place,
                path: name.to_string(),
            })))
        };
        if let Some(index) = plan.by_id.get(name) {
            return item(ItemRef::Initiative(*index));
        }
        if let Some(index) = plan.metric_by_id.get(name) {
            return item(ItemRef::Metric(*index));
        }
        let place = ItemRecord::new(self.scored_plan, ItemRef::Metric(usize::MAX));
        let group = |which| {
            Lookup::Value(Value::Record(Arc::new(ItemGroup {
                scored_plan: self.scored_plan.clone(),
                which,
                item: place,
            })))
        };
        match name {
            "metric" => group(ItemGroupKind::Metrics),
            "plan" => group(ItemGroupKind::Plan),
            "framework" => group(ItemGroupKind::Items("framework")),
            "team" => group(ItemGroupKind::Items("team")),
            "person" => group(ItemGroupKind::Items("person")),
            "context" => group(ItemGroupKind::Context),
            "today" => Lookup::Value(Value::text(self.scored_plan.today.to_string())),
            _ => {
                let known =
                    plan.initiatives.iter().map(|i| &*i.record.id).chain(plan.metrics.iter().map(|m| &*m.record.id));
                Lookup::NoSuchName { nearest: closest_match(name, known).map(str::to_string) }
            }
        }
    }

    fn call(&self, name: &str, args: &[Value]) -> Result<Value, CallError> {
        call_plan_function(self.scored_plan, None, name, args)
    }
}

/// The answers to `score`, `position`, `ranking` and `in_team`.
fn call_plan_function(
    world: &Arc<ScoredPlan>,
    item: Option<&ItemRecord>,
    name: &str,
    args: &[Value],
) -> Result<Value, CallError> {
    let text = |index: usize| match args.get(index).map(Value::plain) {
        Some(Value::Text(text)) => Ok(text),
        _ => Err(CallError { message: format!("`{name}` takes names between quotes"), help: None }),
    };
    let initiative = |id: &str| {
        let ids = world.plan.initiatives.iter().map(|i| &*i.record.id);
        world.plan.by_id.get(id).copied().ok_or_else(|| unknown("initiative", id, closest_match(id, ids)))
    };
    let framework = |id: &str| {
        let known = world.plan.frameworks.keys().map(|k| &**k);
        world.column(id).ok_or_else(|| unknown("framework", id, closest_match(id, known)))
    };
    let number = |n: Option<f64>| n.map_or(Value::Missing, Value::Number);
    match name {
        "score" => {
            let (id, by) = (text(0)?, text(1)?);
            Ok(number(framework(&by)?.score(initiative(&id)?)))
        }
        "position" => {
            let (index, by) = (initiative(&text(0)?)?, text(1)?);
            framework(&by)?;
            let ranking = world.ranking(&by);
            Ok(number(ranking.and_then(|r| r.get(index).map(|r| r.rank as f64))))
        }
        "ranking" => {
            let by = text(0)?;
            framework(&by)?;
            let ranking = world.ranking(&by).unwrap_or_default();
            let rows = ranking.by_score();
            Ok(Value::List(
                rows.iter().map(|r| Value::Text(world.plan.initiatives[r.initiative].record.id.clone())).collect(),
            ))
        }
        // Over the whole plan there is nobody to be in a team.
        "in_team" if item.is_none() => Err(CallError::unavailable(name)),
        "in_team" => {
            let team = text(0)?;
            if world.plan.other_item("team", &team).is_none() {
                let teams = world.plan.other_items.get("team").into_iter().flatten().map(|t| &*t.id);
                return Err(unknown("team", &team, closest_match(&team, teams)));
            }
            let record = item.and_then(ItemRecord::record);
            let is_team =
                |datum: &Datum| matches!(datum, Datum::Reference { kind, id } if &**kind == "team" && *id == team);
            let by_team =
                record.into_iter().flat_map(|r| r.all("team")).flat_map(|f| &f.clauses).any(|c| is_team(&c.head));
            let by_effort = record
                .into_iter()
                .flat_map(|r| r.all("effort"))
                .flat_map(|f| &f.clauses)
                .any(|c| c.tail("by").is_some_and(is_team));
            Ok(Value::Truth(by_team || by_effort))
        }
        other => Err(CallError::unavailable(other)),
    }
}

fn unknown(kind: &str, id: &str, near: Option<&str>) -> CallError {
    CallError { message: format!("there is no {kind} `{id}`"), help: near.map(|n| format!("did you mean `{n}`?")) }
}
