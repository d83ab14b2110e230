//! Facts that are worked out rather than written.

use super::duration;
use super::item::{ItemRecord, join_path, reference_value};
use crate::evaluate::experiment;
use crate::evaluate::index::ItemRef;
use crate::evaluate::results::CriteriaFacts;
use crate::evaluate::scores::ScoredPlan;
use crate::formula::{Lookup, RecordValue as _, Value};
use crate::model::{Clause, DataPoint, Datum, Initiative, Metric, Plan, team_shares};
use crate::quantity::Date;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A fact that is worked out rather than written.
#[derive(Debug, Clone, Copy)]
pub struct DerivedField {
    /// The kind of items that have it.
    pub kind: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What it gives, in one line.
    pub doc: &'static str,
    /// Of a list of the items that name this one: their kind, and by which field.
    referring: Option<(&'static str, &'static str)>,
}

const fn derived_field(kind: &'static str, name: &'static str, doc: &'static str) -> DerivedField {
    DerivedField { kind, name, doc, referring: None }
}

const fn derived_list(
    kind: &'static str,
    name: &'static str,
    by: &'static str,
    field: &'static str,
    doc: &'static str,
) -> DerivedField {
    DerivedField { kind, name, doc, referring: Some((by, field)) }
}

/// Every one of them, by kind.
pub static DERIVED_FIELDS: &[DerivedField] = &[
    derived_field("initiative", "open", "whether its phase is open"),
    derived_field("initiative", "delivered", "whether what waits for it can go on, by its phase"),
    derived_field("initiative", "phase_since", "the day since which it has been in its phase"),
    derived_field("initiative", "days_in_phase", "how many days it has been in its phase"),
    derived_field("initiative", "teams", "the teams that build it, by `team` or `effort`"),
    derived_field(
        "initiative",
        "weeks",
        "how many weeks it takes: from `start` to `due`, else as many as its work does",
    ),
    derived_field(
        "initiative",
        "weeks_of_work",
        "how many weeks its effort takes its teams when they do nothing else: each at its capacity less its reserve, all together at most `at_most`, one person where nobody is named",
    ),
    derived_field(
        "initiative",
        "person_weeks",
        "its work in person-weeks: its `effort`, else that of the framework that ranks",
    ),
    derived_field("initiative", "cost_once", "what it costs once: its `cost` where that is an amount without a rate"),
    derived_field(
        "initiative",
        "revenue_once",
        "what it brings once: its `revenue` where that is an amount without a rate",
    ),
    derived_field("initiative", "estimated", "the oldest day after `on` among its effort and its frameworks' inputs"),
    derived_field(
        "initiative",
        "success_criteria",
        "its success criteria: `success_criteria.met`, `met_late`, `missed`, `early`, `unclear`, `vague`, `count`, `share_met`, `north_star`",
    ),
    derived_field(
        "initiative",
        "experiments_for_it",
        "how many of its experiments that are over show an effect on the better side, by groups that have their shares",
    ),
    derived_field("initiative", "decision", "the decision about it that holds"),
    derived_list("initiative", "decisions", "decision", "about", "every decision about it"),
    derived_list("initiative", "requests", "request", "about", "the requests that are about it"),
    derived_list("initiative", "children", "initiative", "parent", "the initiatives whose `parent` it is"),
    derived_field(
        "metric",
        "known_as",
        "what it is: its name, the shared formula that it `is`, the parts of sets that it `covers`",
    ),
    derived_field("metric", "value", "its latest actual, else its baseline"),
    derived_field("metric", "latest", "what was measured last"),
    derived_field("metric", "latest_on", "the last day of what was measured last"),
    derived_field("metric", "gap", "what is still missing to its last target: target minus value"),
    derived_field("metric", "floor", "what it may not fall below"),
    derived_field("metric", "ceiling", "what it may not rise above"),
    derived_field("metric", "due", "the day of its last target"),
    derived_field("metric", "baseline_on", "the day of its baseline"),
    derived_field("metric", "drivers", "the metrics that drive it: they say so, or it is computed from them"),
    derived_field("metric", "feeds", "the metrics that are computed from it"),
    derived_field("metric", "peers", "how many other metrics have its role"),
    derived_field("decision", "stands", "whether it is the one that holds today about its initiative"),
    derived_field(
        "person",
        "teams",
        "the teams of the person; `team` is the one that has the most of the person's time",
    ),
    derived_list("person", "owns", "initiative", "owner", "the initiatives that the person owns"),
    derived_list("person", "reviews", "initiative", "reviewer", "the initiatives that the person reviews"),
    derived_list("person", "reports", "person", "reports_to", "the people who report to the person"),
    derived_list("person", "decided", "decision", "by", "the decisions that the person made"),
    derived_list("team", "members", "person", "team", "the people of the team"),
];

/// Facts by which a formula about one initiative reaches others.
pub(in crate::evaluate) const CROSS_ITEM_FIELDS: &[&str] =
    &["owns", "reviews", "children", "parent", "needs", "about", "requests", "decision", "decisions"];

fn value(value: Option<Value>) -> Lookup {
    value.map_or(Lookup::Missing, Lookup::Value)
}

/// A fact of an item that nobody writes; `None` where there is none of this name.
pub(in crate::evaluate) fn derived_value(item: &ItemRecord, name: &str) -> Option<Lookup> {
    let plan = &item.scored_plan.plan;
    let kind = match item.item {
        ItemRef::Initiative(_) => "initiative",
        ItemRef::Metric(_) => "metric",
        ItemRef::Decision(_) => "decision",
        ItemRef::Other(kind, _) => kind,
    };
    let listed = DERIVED_FIELDS.iter().filter(|d| d.kind == kind && d.name == name).find_map(|d| d.referring);
    if let Some((by, field)) = listed {
        return Some(Lookup::Value(referencing_items(item, by, field)));
    }
    match item.item {
        ItemRef::Initiative(index) => of_initiative(item, index, plan.initiatives.get(index)?, name),
        ItemRef::Metric(index) => of_metric(item, plan.metrics.get(index)?, name),
        ItemRef::Other("person", _) => of_person(item, name),
        ItemRef::Decision(index) if name == "stands" => {
            let holding = plan.decisions.get(index).and_then(|d| item.scored_plan.decision_in_force(&d.about));
            Some(Lookup::Value(Value::Truth(holding == Some(index))))
        }
        _ => None,
    }
}

fn of_person(item: &ItemRecord, name: &str) -> Option<Lookup> {
    let shares = team_shares(item.record()?);
    let team = |id: &Arc<str>| reference_value(&item.scored_plan, "team", id, &item.path);
    Some(match name {
        "teams" => value(Some(Value::List(shares.into_iter().map(|(id, _)| team(id)).collect()))),
        "team" => {
            // Of equal shares the first.
            let most = shares.iter().rev().max_by(|a, b| a.1.total_cmp(&b.1));
            value(most.map(|(id, _)| team(id)))
        }
        _ => return None,
    })
}

fn of_initiative(item: &ItemRecord, index: usize, initiative: &Initiative, name: &str) -> Option<Lookup> {
    let world = &item.scored_plan;
    let since = || Some(initiative.record.all("phase").next_back()?.first()?.date("from")?.first());
    Some(match name {
        "phase" => value(initiative.phase.as_ref().map(|phase| reference_value(world, "phase", phase, &item.path))),
        // The one that leads it; `in_team` asks for every one.
        "team" => value(match initiative.record.fact("team").and_then(|f| f.first()).map(|c| &c.head) {
            Some(Datum::Reference { id: team, .. }) => Some(reference_value(world, "team", team, &item.path)),
            _ => None,
        }),
        "teams" => {
            let teams = building_teams(initiative).into_iter().map(|t| reference_value(world, "team", t, &item.path));
            value(Some(Value::List(teams.collect())))
        }
        "open" => value(Some(Value::Truth(initiative.open))),
        "delivered" => value(Some(Value::Truth(world.delivered(initiative)))),
        "days_in_phase" => value(since().map(|s| Value::Number(world.today.days_since(s) as f64))),
        "phase_since" => value(since().map(|s| Value::text(s.to_string()))),
        "estimated" => value(oldest_estimate_date(&world.plan, initiative).map(|d| Value::text(d.to_string()))),
        "weeks" => value(duration::duration_weeks(item, index, initiative).map(Value::Number)),
        "weeks_of_work" => value(duration::work_duration_weeks(item, index, initiative).map(Value::Number)),
        "person_weeks" => value(duration::person_weeks(item, index, initiative).map(Value::Number)),
        "cost_once" => value(one_off_amount(world, initiative, "cost").map(Value::Number)),
        "revenue_once" => value(one_off_amount(world, initiative, "revenue").map(Value::Number)),
        "success_criteria" => {
            let criteria = CriteriaFacts::of(world, &initiative.record, join_path(&item.path, name));
            Lookup::Value(Value::Record(Arc::new(criteria)))
        }
        "experiments_for_it" => {
            value(Some(Value::Number(experiment::supporting(&item.scored_plan, initiative) as f64)))
        }
        "decision" => {
            let place = world.decision_in_force(&initiative.record.id).map(ItemRef::Decision);
            value(place.map(|p| child(item, p, "decision")))
        }
        framework => value(world.column(framework)?.score(index).map(Value::Number)),
    })
}

/// What a metric goes by: its name, the shared formula that it is, and the parts of sets that it covers.
fn metric_aliases(metric: &Metric) -> impl Iterator<Item = &Arc<str>> {
    let record = &metric.record;
    let covered = record.all("covers").flat_map(|f| &f.clauses).filter_map(|c| match c.tail("=") {
        Some(Datum::Word(part) | Datum::Reference { id: part, .. }) => Some(part),
        _ => None,
    });
    std::iter::once(&record.id).chain(record.word("is")).chain(covered)
}

fn of_metric(item: &ItemRecord, metric: &Metric, name: &str) -> Option<Lookup> {
    let world = &item.scored_plan;
    let point = |p: Option<&DataPoint>| value(p.map(|p| Value::Number(p.value)));
    let day = |p: Option<&DataPoint>| value(p.and_then(|p| p.on).map(|on| Value::text(on.last().to_string())));
    Some(match name {
        "known_as" => value(Some(Value::List(metric_aliases(metric).map(|n| Value::Text(n.clone())).collect()))),
        "value" => value(metric.value().map(Value::Number)),
        "gap" => value(Metric::gap(metric).map(Value::Number)),
        "latest" | "actual" => point(metric.latest()),
        "baseline" => point(metric.baseline.as_ref()),
        "target" => point(metric.targets.last()),
        "floor" => value(metric.floor.map(Value::Number)),
        "ceiling" => value(metric.ceiling.map(Value::Number)),
        "latest_on" => day(metric.latest()),
        "due" => day(metric.targets.last()),
        "baseline_on" => day(metric.baseline.as_ref()),
        "drivers" => {
            let saying = world.references_by_field("metric", "drives");
            let saying = saying.get(&metric.record.id).into_iter().flatten().copied();
            let read = metric.reads.iter().filter_map(|(_, id)| world.item_ref("metric", id));
            let each: BTreeSet<ItemRef> = saying.chain(read).collect();
            value(Some(named(item, each.into_iter())))
        }
        "feeds" => {
            let of = world.metric_index().read_by.get(&metric.record.id);
            value(Some(named(item, of.into_iter().flatten().map(|at| ItemRef::Metric(*at)))))
        }
        "peers" => {
            let peers = metric.record.word("role").and_then(|role| world.metric_index().by_role.get(role));
            value(Some(Value::Number(peers.map_or(0, |p| p - 1) as f64)))
        }
        _ => return None,
    })
}

fn child(item: &ItemRecord, place: ItemRef, name: &str) -> Value {
    Value::Record(Arc::new(ItemRecord {
        scored_plan: item.scored_plan.clone(),
        item: place,
        path: join_path(&item.path, name),
    }))
}

/// The items of a kind that name this one in a field.
fn referencing_items(item: &ItemRecord, kind: &'static str, field: &'static str) -> Value {
    let Some(record) = item.record() else { return Value::List(Arc::from([])) };
    let all = item.scored_plan.references_by_field(kind, field);
    named(item, all.get(&record.id).into_iter().flatten().copied())
}

/// A list of items, under their names.
fn named(item: &ItemRecord, places: impl Iterator<Item = ItemRef>) -> Value {
    let child = |place| child(item, place, &ItemRecord::new(&item.scored_plan, place).key().unwrap_or_default());
    Value::List(places.map(child).collect())
}

/// The teams that build an initiative: those of `team` and those that its effort is split by, each once.
pub(crate) fn building_teams(initiative: &Initiative) -> Vec<&Arc<str>> {
    let clauses = |name| initiative.record.all(name).flat_map(|f| &f.clauses);
    let by_team = clauses("team").map(|c| Some(&c.head));
    let by_effort = clauses("effort").map(|c| c.tail("by"));
    let mut found = Vec::new();
    for team in by_team.chain(by_effort) {
        if let Some(Datum::Reference { id: team, .. }) = team
            && !found.contains(&team)
        {
            found.push(team);
        }
    }
    found
}

/// The oldest date after `on` among the effort and the inputs of frameworks.
fn oldest_estimate_date(plan: &Plan, initiative: &Initiative) -> Option<Date> {
    let record = &initiative.record;
    let inputs = record.blocks.iter().filter(|b| plan.frameworks.contains_key(&b.kind)).flat_map(|b| &b.facts);
    let dated = |clause: &Clause| clause.date("on").map(|d| d.first());
    record.all("effort").chain(inputs).flat_map(|f| &f.clauses).filter_map(dated).min()
}

/// An amount of money without a rate, in the plan's currency.
fn one_off_amount(world: &ScoredPlan, initiative: &Initiative, field: &str) -> Option<f64> {
    let Some(Datum::Quantity(quantity)) = initiative.record.value(field) else { return None };
    world.number(quantity, Some(&world.plan.units.parse("money").ok()?))
}
