//! What a plan promises and can't keep, and where it contradicts itself.

use super::calendar::{Calendar, horizon};
use super::commitment_state::CommitmentState;
use super::earliest::earliest_finishes;
use super::initial_states::{FixedState, PARTLY_UNSTAFFED, PlanningPurpose};
use super::options::RoadmapOptions;
use super::project::{RoadmapModel, comes_first, is_building, roadmap_model};
use super::task::TaskKind;
use super::team_work::total_work;
use crate::diagnostic::{Code, Diagnostic};
use crate::evaluate::index::{PrevailingStatement, contradiction, latest_decisions};
use crate::evaluate::scores::{Evaluated, ScoreColumn};
use crate::model::{Datum, DecisionVerdict, Plan};
use crate::quantity::{Date, print};
use crate::source::Span;
use std::sync::Arc;

/// Everything that a roadmap shows to be wrong with a plan, but for what [`super::infeasible`] proves.
pub(super) fn findings(evaluated: &Evaluated, columns: &[Arc<ScoreColumn>], too_early: &[usize]) -> Vec<Diagnostic> {
    let calendar = Calendar::new(evaluated.today(), horizon(evaluated), 0);
    let model = roadmap_model(evaluated, calendar, columns, &[], PlanningPurpose::Schedule);
    let mut found = contradictions(evaluated);
    found.extend(unmet_requests(evaluated, &model));
    found.extend(estimate_mismatches(evaluated, &model, columns));
    // A plan without teams is a list to be ranked.
    if evaluated.plan().other_items.get("team").is_some_and(|teams| !teams.is_empty()) {
        found.extend(unstaffed_work(evaluated, &model));
        found.extend(late(evaluated, too_early));
    }
    found
}

/// Decisions and phases that contradict one another.
fn contradictions(evaluated: &Evaluated) -> Vec<Diagnostic> {
    let (plan, parts) = (evaluated.plan(), &evaluated.scored_plan.hierarchy);
    let own = latest_decisions(plan, evaluated.today());
    let mut found = Vec::new();
    for (i, initiative) in plan.initiatives.iter().enumerate() {
        let id = initiative.id();
        let of_whole = || parts.self_and_ancestors(i).skip(1).find_map(|above| own.get(plan.initiatives[above].id()));
        let index = match own.get(id) {
            Some(index) => *index,
            // What is laid aside of a committed whole contradicts nothing.
            None => match of_whole().filter(|d| plan.decisions[**d].verdict != DecisionVerdict::Commit) {
                Some(index) => *index,
                None => continue,
            },
        };
        let decision = &plan.decisions[index];
        let Some(holds) = contradiction(plan, initiative, decision) else { continue };
        let is_own = decision.about == *id;
        let phase = initiative.phase.as_deref().unwrap_or_default();
        let says = match decision.verdict {
            DecisionVerdict::Commit => "commits",
            DecisionVerdict::Defer => "defers",
            DecisionVerdict::Decline => "declines",
            DecisionVerdict::Sunset => "ends",
        };
        let now = "write a new decision, or the phase it is in now with `from` its first day";
        let help = match holds {
            // The phase of a part takes up nothing of a whole that was laid aside.
            _ if !is_own => format!(
                "the decision holds for all parts of `{}`, whatever their phases, but for those with one of their own: write a decision about `{id}`, or set its `phase` right",
                decision.about
            ),
            PrevailingStatement::Decision => {
                format!("the decision holds, since the phase has no later day as its `from`; {now}")
            }
            PrevailingStatement::Phase => format!("the phase holds, since it began after the decision; {now}"),
        };
        let said = match is_own {
            true => format!("`{}` {says} `{id}`, which is in phase `{phase}`", decision.record.id),
            false => format!(
                "`{}` {says} `{}`, and `{id}`, a part of it, is in phase `{phase}`",
                decision.record.id, decision.about
            ),
        };
        let span = initiative.record.all("phase").next_back().map_or(initiative.record.header, |f| f.span);
        found.push(
            Diagnostic::new(Code::DECISION_AGAINST_PHASE, span, said)
                .also(decision.record.header, "the decision")
                .help(help),
        );
    }
    found
}

/// Requests that were accepted, and what they ask for is not going to be done.
fn unmet_requests(evaluated: &Evaluated, model: &RoadmapModel) -> Vec<Diagnostic> {
    let plan = evaluated.plan();
    let mut found = Vec::new();
    for request in plan.other_items.get("request").into_iter().flatten() {
        let (Some(Datum::Reference { id: about, .. }), Some(answer)) = (request.value("about"), request.fact("answer"))
        else {
            continue;
        };
        let accepted = answer.first().is_some_and(|c| matches!(&c.head, Datum::Word(word) if &**word == "accepted"));
        let Some(i) = plan.by_id.get(about).copied().filter(|_| accepted) else { continue };
        let Some(settled) = &model.standing.settled[i] else { continue };
        let deferred = evaluated.decision(about).is_some_and(|d| d.verdict == DecisionVerdict::Defer);
        let is = match settled.state {
            CommitmentState::Declined => "declined",
            CommitmentState::Sunset => "to be taken away",
            CommitmentState::Later if deferred => "deferred",
            _ => continue,
        };
        let said = format!("`{}` was accepted, and `{about}`, which it is about, is {is}", request.id);
        found.push(
            Diagnostic::new(Code::ACCEPTED_NOT_DONE, answer.span, said)
                .help("inform those who asked, and write the new `answer`; or change the decision"),
        );
    }
    found
}

/// Estimates of wholes that differ from what their parts come to.
fn estimate_mismatches(evaluated: &Evaluated, model: &RoadmapModel, columns: &[Arc<ScoreColumn>]) -> Vec<Diagnostic> {
    let (plan, world) = (evaluated.plan(), &evaluated.scored_plan);
    let mut found = Vec::new();
    for (i, initiative) in plan.initiatives.iter().enumerate().filter(|(i, _)| model.standing.is_whole(*i)) {
        let (Ok(own), Some(sum)) = (total_work(world, i, columns), model.standing.sums[i]) else { continue };
        let own: f64 = own.iter().map(|p| p.weeks).sum();
        if model.standing.has_rest[i] || (own - sum).abs() <= MIN_DIFFERENCE_SHARE * own {
            continue;
        }
        let weeks = |weeks: f64| match world.person_weeks() {
            Some(unit) => print::quantity((weeks * 10.0).round() / 10.0, unit),
            None => print::number(weeks),
        };
        let said =
            format!("`{}` is estimated at {}, but its parts add up to {}", initiative.id(), weeks(own), weeks(sum));
        let span = initiative.record.fact("effort").map_or(initiative.record.header, |f| f.span);
        found
            .push(Diagnostic::new(Code::PARTS_DIFFER, span, said).help(
                "its own estimate is scored, its parts are scheduled: correct one of them, or take its own away",
            ));
    }
    found
}

/// A difference of more than this share is worth a word.
const MIN_DIFFERENCE_SHARE: f64 = 0.1;

/// Work that nobody does, and commitments that nobody can keep.
fn unstaffed_work(evaluated: &Evaluated, model: &RoadmapModel) -> Vec<Diagnostic> {
    let plan = evaluated.plan();
    let mut found = Vec::new();
    let mut quiet: Vec<usize> = Vec::new();
    let settled = |i: usize| model.standing.settled[i].as_ref().or(model.standing.rest_settled[i].as_ref());
    for (i, initiative) in plan.initiatives.iter().enumerate() {
        let Some(settled) = settled(i) else { continue };
        let (id, record) = (initiative.id(), &initiative.record);
        let waits = settled.state == CommitmentState::Later && settled.because.starts_with("waits for");
        let undone = matches!(settled.state, CommitmentState::Unsized | CommitmentState::Unstaffed);
        let decision = evaluated.decision(id).filter(|_| comes_first(evaluated, i) && (waits || undone));
        if let Some(decision) = decision {
            let said =
                format!("`{}` commits `{id}`, which nobody can promise: {}", decision.record.id, settled.because);
            let help = staffing_help(settled, plan);
            found.push(
                Diagnostic::new(Code::NOBODYS_PROMISE, record.header, said)
                    .also(decision.record.header, "the decision")
                    .help(help),
            );
        } else if settled.state == CommitmentState::Unstaffed && is_building(evaluated, i) {
            let phase = initiative.phase.as_deref().unwrap_or_default();
            let said = format!("`{id}` is in {phase}, and has no date: {}", settled.because);
            let help = staffing_help(settled, plan);
            let mut one = Diagnostic::new(Code::UNSTAFFED, record.header, said).help(help);
            one.severity = crate::diagnostic::Severity::Warning;
            found.push(one);
        } else if settled.state == CommitmentState::Unstaffed {
            quiet.push(i);
        }
    }
    quiet.sort_by(|a, b| plan.initiatives[*a].id().cmp(plan.initiatives[*b].id()));
    if let Some((first, why)) = quiet.first().and_then(|first| Some((first, settled(*first)?))) {
        let header = |i: usize| plan.initiatives[i].record.header;
        let named: Vec<String> =
            quiet.iter().take(MAX_NAMES_SHOWN).map(|i| format!("`{}`", plan.initiatives[*i].id())).collect();
        let more = quiet.len().saturating_sub(MAX_NAMES_SHOWN);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let said = match quiet.len() {
            1 => format!("{} has work that no team does, and so no date", named[0]),
            count => {
                format!("{count} initiatives have work that no team does, and so no date: {}{more}", named.join(", "))
            }
        };
        let mut one = Diagnostic::new(Code::UNSTAFFED, header(*first), said);
        for i in quiet.iter().skip(1).take(MAX_NAMES_SHOWN - 1) {
            one = one.also(header(*i), "and this one");
        }
        found.push(one.help(staffing_help(why, plan)));
    }
    found
}

/// So many are named of those of whom one thing is said.
const MAX_NAMES_SHOWN: usize = 4;

/// What would let it have a date.
fn staffing_help(settled: &FixedState, plan: &Plan) -> String {
    let team = plan.other_items.get("team").and_then(|t| t.iter().map(|t| &t.id).min());
    match (settled.state, team) {
        (CommitmentState::Unsized, _) => "write `effort: 2 to 4 person-weeks`, as well as you know".into(),
        (CommitmentState::Unstaffed, Some(_)) if settled.because == PARTLY_UNSTAFFED => {
            "write who does the rest: a `team` at each line of its `effort`, or shares that add up to 100%; and a `capacity` for each of these teams".into()
        }
        (CommitmentState::Unstaffed, Some(team)) => {
            format!("write who does it, as `team: {team}`, and a `capacity` for that team")
        }
        _ => "fix what it waits for, or withdraw the commitment".into(),
    }
}

/// What is due before the schedule ends it.
fn late(evaluated: &Evaluated, too_early: &[usize]) -> Vec<Diagnostic> {
    let plan = evaluated.plan();
    let due = |i: usize| match plan.initiatives[i].record.value("due") {
        Some(Datum::Date(due)) => Some(*due),
        _ => None,
    };
    if !(0..plan.initiatives.len()).any(|i| due(i).is_some() && evaluated.is_open(i)) {
        return Vec::new();
    }
    let Ok(scheduled) = evaluated.scheduled_plan(&RoadmapOptions::default()) else { return Vec::new() };
    let alone = earliest_finishes(&scheduled.model);
    let mut found = Vec::new();
    for (task, placed) in scheduled.model.tasks.iter().enumerate() {
        let i = placed.initiative;
        let Some(due) =
            due(i).filter(|_| matches!(placed.kind, TaskKind::Work | TaskKind::Whole) && !too_early.contains(&i))
        else {
            continue;
        };
        let record = &plan.initiatives[i].record;
        let finish: Option<Date> = scheduled.dates.finish[task];
        if finish.is_some_and(|finish| finish <= due.last()) {
            continue;
        }
        let ends = finish.map_or("does not end it".to_string(), |finish| format!("ends it on {finish}"));
        let said = format!("`{}` is due {due}, and the schedule {ends}", record.id);
        let first = alone[task].map(|week| scheduled.dates.day(task, week)).filter(|day| *day <= due.last());
        let help = match first {
            Some(day) => format!(
                "first on its teams it could be done on {day}: a decision that commits it puts it there; or move `due`, make the work less, or give it more people"
            ),
            None => "move `due`, make the work less, or give it more people".to_string(),
        };
        let span: Span = record.fact("due").map_or(record.header, |f| f.span);
        found.push(Diagnostic::new(Code::LATE, span, said).help(help));
    }
    found
}
