//! Where an initiative stands on a roadmap, as formulas see it after `roadmap.`.

use super::commitment_state::CommitmentState;
use super::item_priority::ItemPriority;
use super::result::{Roadmap, ScheduledItem};
use crate::diagnostic::closest_match;
use crate::formula::{Lookup, RecordValue, Value};
use crate::model::Plan;
use crate::quantity::{Date, Grain, Period};

/// The facts after `roadmap.`, each with what it gives.
pub const ITEM_FACTS: &[(&str, &str)] = &[
    ("state", "`committed`, `planned`, `later`, `unsized`, `unstaffed`, `done`, `declined` or `sunset`"),
    ("because", "why that is its state: `in delivery, 82% by 2026-Q3`"),
    ("late", "whether the schedule ends it after its `due`, or does not end it"),
    ("late_days", "by how many days; missing where it is in time, or the schedule does not end it"),
    ("lateness", "the same in words: `55 days, 84%`"),
    ("late_chance", "the probability that it is done after its `due`, where it is late"),
    ("decided", "whether a decision commits it"),
    ("rank", "its place by score under the framework that orders the roadmap"),
    ("order", "its place among those shown: what decisions commit first, then by rank, then by `arr`"),
    ("start", "the day on which work starts"),
    ("finish", "the last day of work, risks left aside"),
    ("likely", "the day by which it is done with a probability of one half"),
    ("safe", "the day by which it is done with a probability of 80%"),
    ("forecast", "the probability that it is done by the last day of the plan's horizon"),
    ("in_quarter", "the probability that it is done by the end of the quarter in which it is likely done"),
    ("now", "whether work starts in the quarter of today"),
    ("next", "whether work starts in the quarter after"),
    ("weeks", "how many weeks it takes, from start to finish"),
    (
        "slack",
        "how many weeks its work may start later, its teams' other work staying where it is, before something else moves",
    ),
    ("planned_by", "its date: `due`, else the last day of the quarter in which it is done, risks left aside"),
    ("in_time", "the probability that it is done by then"),
    (
        "critical",
        "whether it is on the critical chain: what waits for one another, for a need or a team, until the roadmap is done",
    ),
    ("link", "its place on the critical chain, 1 for the first"),
    ("after", "the title of what it waits for last: something that it needs, or that its team does before it"),
    ("after_team", "the title of the team for which it waits, where it is not a need"),
    ("unsure", "what costs the most of `in_time`: the title of a risk, or `effort`"),
    ("unsure_of", "the title of the initiative that has it"),
    ("gain", "how much `in_time` would rise without that risk, or were the effort its median"),
    (
        "work",
        "its work in person-weeks; of a whole only what its estimate has beyond its parts, so that sums count nothing twice",
    ),
    ("people", "how many people work on it at once, on average"),
    ("teams", "the titles of the teams that do it"),
    (
        "why",
        "why it is neither committed, planned nor done: what the decision says that lays it aside, else the reason of its state",
    ),
    ("ends", "the last day of the plan's horizon"),
];

/// One initiative on one roadmap.
#[derive(Debug)]
pub(in crate::evaluate) struct RoadmapFacts {
    values: Vec<(&'static str, Option<Value>)>,
}

impl RoadmapFacts {
    pub(in crate::evaluate) fn new(
        plan: &Plan,
        roadmap: &Roadmap,
        item: &ScheduledItem,
        weight: ItemPriority,
    ) -> RoadmapFacts {
        let day = |d: Option<Date>| d.map(|d| Value::text(d.to_string()));
        let quarter = Period::containing(roadmap.from, Grain::Quarter);
        let starts = |p: Option<Period>| item.start.zip(p).map(|(s, p)| Value::Truth(p.contains(s)));
        let weeks = item.start.zip(item.finish).map(|(s, f)| (f.days_since(s) + 1) as f64 / 7.0);
        let work: f64 = item.work.iter().map(|(_, w)| w).sum();
        let work = (!item.work.is_empty()).then_some(work);
        let title = |id: &str| plan.other_item("team", id).map_or(id.to_string(), |t| t.title().to_string());
        let teams = item.work.iter().map(|(team, _)| Value::text(title(team))).collect();
        let number = |n: Option<f64>| n.map(Value::Number);
        let place = |n: Option<usize>| number(n.map(|n| n as f64));
        let likely_in = item.p50.and_then(|day| roadmap.periods.iter().position(|p| p.contains(day)));
        let told = matches!(item.state, CommitmentState::Committed | CommitmentState::Planned | CommitmentState::Done);
        let link = roadmap.critical.iter().position(|i| *i == item.initiative);
        let after_team = item.waits_for.as_ref().and_then(|a| a.team.as_deref()).map(title);
        let people = weeks.zip(work).filter(|(weeks, _)| *weeks > 0.0).map(|(weeks, work)| work / weeks);
        RoadmapFacts {
            values: vec![
                ("state", Some(Value::text(item.state.as_str()))),
                ("because", Some(Value::text(&item.state_reason))),
                ("late", Some(Value::Truth(item.late.is_some()))),
                ("late_days", number(item.late.and_then(|l| l.by_days).map(|days| days as f64))),
                ("lateness", item.late.map(|l| Value::text(l.text()))),
                ("late_chance", number(item.late.and_then(|l| l.probability))),
                ("decided", Some(Value::Truth(item.decided))),
                ("rank", place(weight.rank)),
                ("order", place(weight.order)),
                ("start", day(item.start)),
                ("finish", day(item.finish)),
                ("likely", day(item.p50)),
                ("safe", day(item.p80)),
                ("forecast", number(item.forecast)),
                ("in_quarter", number(likely_in.and_then(|at| item.done_by.get(at).copied()))),
                ("now", starts(Some(quarter))),
                ("next", starts(quarter.next())),
                ("weeks", number(weeks)),
                ("slack", number(item.slack)),
                ("planned_by", day(item.planned_by)),
                ("in_time", number(item.in_time)),
                ("critical", Some(Value::Truth(link.is_some()))),
                ("link", number(link.map(|at| (at + 1) as f64))),
                ("after", item.waits_for.as_ref().map(|a| Value::text(plan.initiatives[a.initiative].record.title()))),
                ("after_team", after_team.map(Value::text)),
                ("unsure", item.largest_risk.as_ref().map(|u| Value::text(u.cause_text(plan)))),
                ("unsure_of", item.largest_risk.as_ref().map(|u| Value::text(u.initiative(plan)))),
                ("gain", number(item.largest_risk.as_ref().map(|u| u.gain))),
                ("work", number(work)),
                ("people", number(people)),
                ("teams", Some(Value::List(teams))),
                ("why", item.decision_reason.as_ref().filter(|_| !told).map(Value::text)),
                ("ends", day(Some(roadmap.to))),
            ],
        }
    }
}

impl RecordValue for RoadmapFacts {
    fn get(&self, name: &str) -> Lookup {
        match self.values.iter().find(|(n, _)| *n == name) {
            Some((_, Some(value))) => Lookup::Value(value.clone()),
            Some((_, None)) => Lookup::Missing,
            None => Lookup::NoSuchName {
                nearest: closest_match(name, self.values.iter().map(|(n, _)| *n)).map(str::to_string),
            },
        }
    }

    fn path(&self) -> String {
        "roadmap".into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::RoadmapOptions;
    use crate::pipeline::{Source, View};

    #[test]
    fn every_fact_that_is_listed_is_there() {
        let view = View { today: Date::new(2026, 5, 4), ..View::default() };
        let scored =
            Source::text("p.plan", "team t { capacity: 1 people }\ninitiative a \"A\" { effort: 2 person-weeks }")
                .parse()
                .unwrap();
        let scored = scored.resolve(&view).unwrap().evaluate();
        let roadmap = scored.evaluated.roadmap(&RoadmapOptions::default()).unwrap();
        let stand = RoadmapFacts::new(scored.evaluated.plan(), &roadmap, &roadmap.items[0], ItemPriority::default());
        let known: Vec<&str> = stand.values.iter().map(|(n, _)| *n).collect();
        assert_eq!(known, ITEM_FACTS.iter().map(|(n, _)| *n).collect::<Vec<_>>());
        assert_eq!(stand.get("state"), Lookup::Value(Value::text("planned")));
        assert!(matches!(stand.get("forcast"), Lookup::NoSuchName { nearest: Some(n) } if n == "forecast"));
    }
}
