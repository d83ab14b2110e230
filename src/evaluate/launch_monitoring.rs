//! Floor 9: Launches: what is watched against what was measured since, stages against those that were reached, the day against
//! the odds of the roadmap.

use crate::diagnostic::{Code, Diagnostic};
use crate::evaluate::roadmap::RoadmapOptions;
use crate::evaluate::scores::Evaluated;
use crate::evaluate::target_outcome::reaches_target;
use crate::model::{Clause, DataPoint, Datum, Initiative, Metric, Record};
use crate::quantity::{Date, Period, print};
use crate::source::Span;
use std::sync::Arc;

/// A metric that is watched after a launch, with its limit.
#[derive(Debug, Clone, PartialEq)]
pub struct MonitoredLimit {
    /// The metric.
    pub metric: Arc<str>,
    /// Its limit, in words: `at most 1%`.
    pub limit: String,
    /// The last measurement since the launch.
    pub latest: Option<DataPoint>,
    /// The last measurement since the launch that breaks the limit.
    pub broken: Option<DataPoint>,
    /// How it stands, in words: `3% on 2026-06-20 breaks at most 1%`.
    pub says: String,
    /// Where it is written.
    pub span: Span,
}

impl MonitoredLimit {
    /// Whether what was measured last breaks the limit.
    pub(crate) fn is_broken(&self) -> bool {
        self.broken.is_some() && self.broken == self.latest
    }
}

impl Evaluated {
    /// What is watched of an initiative, by its index, since its launch; nothing before it was launched.
    pub(crate) fn monitored(&self, initiative: usize) -> Vec<MonitoredLimit> {
        let Some(initiative) = self.plan().initiatives.get(initiative) else { return Vec::new() };
        let Some(since) = self.launch_date(initiative) else { return Vec::new() };
        let launches = initiative.record.blocks.iter().filter(|b| &*b.kind == "launch");
        let clauses = launches.flat_map(|b| b.all("monitor")).flat_map(|f| &f.clauses);
        clauses.filter_map(|clause| self.monitor(clause, since)).collect()
    }

    fn monitor(&self, clause: &Clause, since: Option<Date>) -> Option<MonitoredLimit> {
        let Datum::Reference { id, .. } = &clause.head else { return None };
        let metric = self.plan().metric(id)?;
        let limits = [("at_least", "at least", false), ("at_most", "at most", true)];
        let (words, lower, limit) = limits.into_iter().find_map(|(connective, words, lower)| {
            let Datum::Quantity(quantity) = clause.tail(connective)? else { return None };
            let bare = quantity.unit.is_number();
            // A bare number of a percentage could be points or a part.
            if bare && metric.unit.as_ref().is_some_and(|u| u.is_percent()) {
                return None;
            }
            Some((words, lower, self.number(quantity, metric.unit.as_ref().filter(|_| !bare))?))
        })?;
        let counts = |p: &&DataPoint| p.on.is_some_and(|on| since.is_none_or(|since| on.last() >= since));
        let mut measured: Vec<&DataPoint> = metric.actuals.iter().filter(counts).collect();
        // Without the day of the launch nobody can tell what was before it: the latest value counts.
        if since.is_none() {
            measured.drain(..measured.len().saturating_sub(1));
        }
        let broken = measured.iter().rev().find(|p| !reaches_target(p.value, limit, lower)).copied();
        let limit = format!("{words} {}", value_text(metric, limit));
        let on = |p: &DataPoint| p.on.map_or(String::new(), |on: Period| format!(" on {on}"));
        let latest = measured.last().copied();
        let says = match (broken, latest) {
            (Some(point), Some(latest)) if point != latest => format!(
                "{}{} broke {limit}, and {}{} keeps to it",
                value_text(metric, point.value),
                on(point),
                value_text(metric, latest.value),
                on(latest)
            ),
            (Some(point), _) => format!("{}{} breaks {limit}", value_text(metric, point.value), on(point)),
            (None, Some(point)) => format!("{}{} keeps to {limit}", value_text(metric, point.value), on(point)),
            (None, None) => format!("not measured since the launch; {limit} is asked"),
        };
        let (latest, broken) = (latest.cloned(), broken.cloned());
        Some(MonitoredLimit { metric: id.clone(), limit, latest, broken, says, span: clause.span })
    }

    /// Since when an initiative is with users: its first stage, the day of its launch, or the phase in which it is;
    /// `None` where it is not launched, and `Some(None)` where nobody says since when.
    fn launch_date(&self, initiative: &Initiative) -> Option<Option<Date>> {
        let today = self.today();
        let launches = || initiative.record.blocks.iter().filter(|b| &*b.kind == "launch");
        let stages = launches().flat_map(|b| b.all("stage")).flat_map(|f| &f.clauses);
        let stage = stages.filter_map(|c| Some(c.date("on")?.first())).filter(|day| *day <= today).min();
        let is_out = |phase: &str| {
            phase == "launch" || self.plan().other_item("phase", phase).is_some_and(|p| p.is_yes("delivered"))
        };
        let here = initiative.phase.as_deref().is_some_and(is_out);
        if stage.is_none() && !here {
            return None;
        }
        let day = launches().find_map(|b| match b.value("date") {
            Some(Datum::Date(day)) => Some(day.first()).filter(|day| *day <= today),
            _ => None,
        });
        let phases = initiative.record.all("phase").filter_map(|f| f.first());
        let out = phases.filter_map(|c| match &c.head {
            Datum::Word(phase) | Datum::Reference { id: phase, .. } if is_out(phase) => Some(c.date("from")?.first()),
            _ => None,
        });
        Some(stage.or(day).or(out.min()))
    }

    /// What is to be said about launches: limits that measurements break, stages that do not fit, days before the odds
    /// of the roadmap.
    pub(crate) fn launch_findings(&self) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for (index, initiative) in self.plan().initiatives.iter().enumerate() {
            let Some(launch) = initiative.record.block("launch") else { continue };
            let back = match launch.text("rollback") {
                Some(way) => format!("the way back: {way}"),
                None => "no `rollback` says how to take it back: add it, and act".to_string(),
            };
            for monitored in self.monitored(index).iter().filter(|m| m.is_broken()) {
                let said = format!("`{}` of `{}`: {}", monitored.metric, initiative.id(), monitored.says);
                found.push(Diagnostic::new(Code::MONITOR_BROKEN, monitored.span, said).help(back.clone()));
            }
            found.extend(self.stage_findings(initiative, launch).into_iter().map(|(span, said)| {
                let help = "write each stage that was reached with its day, as in `stage: 25% on 2026-06-05`";
                Diagnostic::new(Code::STAGES_OUT_OF_ORDER, span, said).help(help)
            }));
        }
        found.extend(self.early_launches());
        found
    }

    /// What is wrong with the stages of an initiative's launch, in words.
    pub(crate) fn stage_problems(&self, initiative: usize) -> Vec<String> {
        let Some(initiative) = self.plan().initiatives.get(initiative) else { return Vec::new() };
        let Some(launch) = initiative.record.block("launch") else { return Vec::new() };
        self.stage_findings(initiative, launch).into_iter().map(|(_, said)| said).collect()
    }

    fn stage_findings(&self, initiative: &Initiative, launch: &Record) -> Vec<(Span, String)> {
        let number = |clause: &Clause| match &clause.head {
            Datum::Quantity(quantity) => self.number(quantity, None),
            _ => None,
        };
        let planned: Vec<f64> = launch.all("stages").flat_map(|f| &f.clauses).filter_map(number).collect();
        let mut reached: Vec<(Option<Date>, f64, Span)> = launch
            .all("stage")
            .flat_map(|f| &f.clauses)
            .filter_map(|c| Some((c.date("on").map(|on| on.last()), number(c)?, c.span)))
            .collect();
        reached.sort_by_key(|(on, ..)| *on);
        let same = |a: f64, b: f64| (a - b).abs() < 1e-9;
        let percent = |share: f64| print::quantity(share, &crate::quantity::Unit::percent());
        let on = |day: Option<Date>| day.map_or(String::new(), |day| format!(" on {day}"));
        let id = initiative.id();
        let mut found = Vec::new();
        for (at, (day, share, span)) in reached.iter().enumerate() {
            if !planned.is_empty() && !planned.iter().any(|p| same(*p, *share)) {
                let stages: Vec<String> = planned.iter().map(|p| percent(*p)).collect();
                found.push((
                    *span,
                    format!(
                        "`{id}` reached {}{}, which is none of its stages: {}",
                        percent(*share),
                        on(*day),
                        stages.join(", ")
                    ),
                ));
            }
            if let Some((before, greater, _)) =
                reached[..at].iter().rev().find(|(_, earlier, _)| *earlier > share + 1e-9)
            {
                found.push((
                    *span,
                    format!(
                        "`{id}` reached {}{} after {}{}: its stages are out of order",
                        percent(*share),
                        on(*day),
                        percent(*greater),
                        on(*before)
                    ),
                ));
            }
        }
        if planned.windows(2).any(|p| p[0] > p[1]) {
            let span = launch.fact("stages").map_or(launch.header, |f| f.span);
            found.push((span, format!("the stages of `{id}` do not grow")));
        }
        let most = reached.iter().map(|(_, share, _)| *share).fold(f64::NEG_INFINITY, f64::max);
        for share in planned.iter().filter(|p| **p < most - 1e-9 && !reached.iter().any(|(_, r, _)| same(*r, **p))) {
            let span = launch.fact("stages").map_or(launch.header, |f| f.span);
            found.push((
                span,
                format!("`{id}` reached {} and not {}, which comes before it", percent(most), percent(*share)),
            ));
        }
        let last = planned.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if let Some(phase) = initiative.phase.as_deref().filter(|_| self.scored_plan.delivered(initiative))
            && last.is_finite()
            // Where no stage is written nobody says how far it came.
            && !reached.is_empty()
            && most < last - 1e-9
        {
            let since = reached.iter().rev().find(|(_, share, _)| same(*share, most)).and_then(|(day, ..)| *day);
            let so_far = format!("{}{}", percent(most), since.map_or(String::new(), |day| format!(" since {day}")));
            let span = launch.fact("stages").map_or(launch.header, |f| f.span);
            found.push((
                span,
                format!("`{id}` is in `{phase}`, and its last stage, {}, is not reached: {so_far}", percent(last)),
            ));
        }
        found
    }

    /// Launches whose day comes before their work is done with 80%.
    fn early_launches(&self) -> Vec<Diagnostic> {
        let day = |initiative: &Initiative| match initiative.record.block("launch")?.fact("date")?.first()?.head {
            Datum::Date(day) => Some(day),
            _ => None,
        };
        let ahead = |index: usize, i: &Initiative| self.is_open(index) && self.launch_date(i).is_none();
        let planned: Vec<(usize, Period)> = self
            .plan()
            .initiatives
            .iter()
            .enumerate()
            .filter(|(index, i)| ahead(*index, i))
            .filter_map(|(index, i)| Some((index, day(i)?)))
            .collect();
        if planned.is_empty() {
            return Vec::new();
        }
        let Ok(roadmap) = self.roadmap(&RoadmapOptions::default()) else { return Vec::new() };
        let mut found = Vec::new();
        for (index, day) in planned {
            let record = &self.plan().initiatives[index].record;
            let Some(item) = roadmap.items.iter().find(|i| i.initiative == index && i.finish.is_some()) else {
                continue;
            };
            if item.p80.is_some_and(|safe| safe <= day.last()) {
                continue;
            }
            let safe = item.p80.map_or("more than two years after the horizon".into(), |safe| safe.to_string());
            let said = format!("`{}` launches on {day}, before its 80% date, {safe}", record.id);
            let span = record.block("launch").and_then(|b| b.fact("date")).map_or(record.header, |f| f.span);
            let help =
                "move `date`, make the work less, or promise no day: by the roadmap's odds it is not done in time";
            found.push(Diagnostic::new(Code::LAUNCH_TOO_EARLY, span, said).help(help));
        }
        found
    }
}

fn value_text(metric: &Metric, value: f64) -> String {
    metric.unit.as_ref().map_or_else(|| print::number(value), |unit| print::quantity(value, unit))
}
