//! The evaluated plan → the report.

use crate::evaluate::{CheckedRequirement, Evaluated, GateChecks, MonitoredLimit, RequirementState, building_teams};
use crate::model::{Datum, Decision, DecisionVerdict, Fact, Record};
use crate::quantity::Period;
use crate::report::SCHEMA;
use crate::report::status::risk::risks;
use crate::report::status::{
    ApprovalRow, DecisionRow, GateStatus, InitiativeDetail, MissingRequirementRow, MonitorRow, PhaseRow, QuestionRow,
    RequestRow, RequirementRow, StatusItem, StatusReport, TeamRow, UsualDuration,
};
use std::collections::HashMap;
use std::sync::Arc;

/// What to report on.
#[derive(Debug, Clone, Default)]
pub struct StatusOptions<'w> {
    /// One initiative, with all about it.
    pub initiative: Option<usize>,
    /// The initiatives in this phase only.
    pub phase: Option<&'w str>,
    /// Every request, answered ones too.
    pub requests: bool,
    /// Every decision.
    pub decisions: bool,
    /// Only these initiatives, by their index.
    pub among: Option<Vec<usize>>,
}

/// The report; without a wish for one phase it holds the initiatives that are open or have a gate ahead.
pub fn report(evaluated: &Evaluated, wanted: &StatusOptions<'_>) -> StatusReport {
    let plan = evaluated.plan();
    let gates = evaluated.gates();
    let order: HashMap<&str, f64> = plan
        .other_items
        .get("phase")
        .into_iter()
        .flatten()
        .map(|p| (&*p.id, p.number("order").unwrap_or(f64::INFINITY)))
        .collect();
    let place = |i: usize| plan.initiatives[i].phase.as_deref().and_then(|p| order.get(p)).copied().unwrap_or(-1.0);
    let listed = |i: &usize| match (wanted.initiative, wanted.phase) {
        (Some(one), _) => one == *i,
        (None, Some(phase)) => plan.initiatives[*i].phase.as_deref() == Some(phase),
        // What was declined goes nowhere.
        (None, None) if declined(evaluated, *i) => false,
        (None, None) => evaluated.is_open(*i) || gates.as_ref().is_some_and(|g| g.next_phase(*i).is_some()),
    };
    let mut shown: Vec<usize> = (0..plan.initiatives.len()).filter(listed).collect();
    if let Some(among) = &wanted.among {
        shown.retain(|i| among.contains(i));
    }
    // Of one phase by name: which file they stand in says nothing.
    let name = |i: usize| plan.initiatives[i].id();
    shown.sort_by(|a, b| place(*b).total_cmp(&place(*a)).then_with(|| name(*a).cmp(name(*b))));
    let whole = wanted.initiative.is_some();
    let waiting = dependents(evaluated);
    let items = shown.into_iter().map(|i| item(evaluated, gates.as_ref(), i, whole, &waiting)).collect();
    let mut decisions: Vec<DecisionRow> = plan.decisions.iter().map(|d| decision(evaluated, d)).collect();
    decisions.sort_by(|a, b| a.on.cmp(&b.on).then_with(|| a.id.cmp(&b.id)));
    let about = |id: &str| wanted.initiative.is_none_or(|i| *plan.initiatives[i].record.id == *id);
    let mut requests: Vec<&Record> = plan.other_items.get("request").into_iter().flatten().collect();
    requests.sort_by_key(|r| (day(r, "on").map(Period::first), r.id.clone()));
    let requests = requests.into_iter().map(|r| request(evaluated, r));
    StatusReport {
        schema: SCHEMA.into(),
        today: evaluated.today(),
        items,
        overdue: decisions.iter().filter(|d| d.overdue_days.is_some() && about(&d.about)).cloned().collect(),
        requests: requests
            .filter(|r| wanted.requests || r.answer.is_none())
            .filter(|r| !whole || r.about.as_deref().is_some_and(about))
            .collect(),
        decisions: wanted.decisions.then_some(decisions),
    }
}

fn declined(evaluated: &Evaluated, initiative: usize) -> bool {
    let decision = evaluated.decision(&evaluated.plan().initiatives[initiative].record.id);
    decision.is_some_and(|d| matches!(d.verdict, DecisionVerdict::Decline | DecisionVerdict::Sunset))
}

/// For each initiative that is not there yet, the open ones that need it.
fn dependents(evaluated: &Evaluated) -> HashMap<usize, Vec<usize>> {
    let plan = evaluated.plan();
    let mut waiting: HashMap<usize, Vec<usize>> = HashMap::new();
    for (index, initiative) in plan.initiatives.iter().enumerate().filter(|(i, _)| evaluated.is_open(*i)) {
        for needed in dependencies(evaluated, &initiative.record).filter(|n| !evaluated.delivered(*n)) {
            waiting.entry(needed).or_default().push(index);
        }
    }
    waiting
}

fn dependencies<'e>(evaluated: &'e Evaluated, record: &'e Record) -> impl Iterator<Item = usize> + 'e {
    let clauses = record.all("needs").flat_map(|f| &f.clauses);
    clauses.filter_map(|c| match &c.head {
        Datum::Reference { id, .. } => evaluated.plan().by_id.get(id).copied(),
        _ => None,
    })
}

fn item(
    evaluated: &Evaluated,
    gates: Option<&GateChecks<'_>>,
    index: usize,
    whole: bool,
    waiting: &HashMap<usize, Vec<usize>>,
) -> StatusItem {
    let plan = evaluated.plan();
    let initiative = &plan.initiatives[index];
    let record = &initiative.record;
    let since = record.all("phase").next_back().and_then(from);
    let id = |i: usize| plan.initiatives[i].record.id.to_string();
    let ahead = gates.and_then(|g| Some((g, g.next_phase(index)?)));
    let behind = |g: &GateChecks<'_>| {
        let phases = g.entered_phases(index).into_iter();
        phases.map(|p| gate(g, index, p, whole)).filter(|g| !g.missing.is_empty()).collect()
    };
    StatusItem {
        id: record.id.to_string(),
        title: record.title().to_string(),
        phase: initiative.phase.as_ref().map(|p| p.to_string()),
        since,
        days: since.map(|s| evaluated.today().days_since(s.first())),
        usual: initiative.phase.as_ref().and_then(|p| usual(evaluated, plan.other_item("phase", p)?)),
        gate: ahead.map_or_else(GateStatus::default, |(g, phase)| gate(g, index, phase, whole)),
        behind: gates.map_or_else(Vec::new, behind),
        risks: risks(evaluated, record),
        blocked_by: dependencies(evaluated, record).filter(|n| !evaluated.delivered(*n)).map(id).collect(),
        blocking: waiting.get(&index).map_or_else(Vec::new, |w| w.iter().map(|i| id(*i)).collect()),
        detail: whole.then(|| detail(evaluated, index, record)),
    }
}

fn from(fact: &Fact) -> Option<Period> {
    fact.first()?.date("from").copied()
}

fn usual(evaluated: &Evaluated, phase: &Record) -> Option<UsualDuration> {
    let Datum::Quantity(quantity) = phase.value("usual")? else { return None };
    let units = &evaluated.plan().units;
    let days = units.convert(&quantity.unit, &units.parse("days").ok()?).ok()?;
    let amount = quantity.amount.convert(&days);
    let text = crate::quantity::print::amount(quantity.amount, &quantity.unit);
    Some(UsualDuration { low: amount.low(), high: amount.high(), text })
}

fn gate(gates: &GateChecks<'_>, initiative: usize, phase: &str, whole: bool) -> GateStatus {
    let judged = gates.check(initiative, phase);
    let parts: Vec<RequirementRow> = judged.iter().map(|j| part(gates, initiative, j)).collect();
    GateStatus {
        next: Some(phase.to_string()),
        asked: parts.len(),
        on_file: parts.iter().filter(|p| p.passes).count(),
        missing: parts.iter().flat_map(|p| p.missing.iter().cloned()).collect(),
        parts: if whole { parts } else { Vec::new() },
    }
}

fn part(gates: &GateChecks<'_>, initiative: usize, judged: &CheckedRequirement<'_>) -> RequirementRow {
    let missing = judged.missing();
    let lines = if missing.is_empty() { Vec::new() } else { gates.suggested_lines(initiative, judged) };
    // A check has one line for all that it asks for, a path its own.
    let line = |at: usize| if lines.len() == missing.len() { lines.get(at) } else { lines.first() };
    RequirementRow {
        what: judged.check.title.as_deref().unwrap_or(&judged.check.id).to_string(),
        passes: judged.state.passes(),
        waived: match &judged.state {
            RequirementState::Waived(reason) => Some(reason.as_deref().unwrap_or("no reason given").to_string()),
            _ => None,
        },
        missing: missing
            .iter()
            .enumerate()
            .map(|(at, what)| MissingRequirementRow { what: what.clone(), line: line(at).cloned() })
            .collect(),
    }
}

fn decision(evaluated: &Evaluated, decision: &Decision) -> DecisionRow {
    let holds = evaluated.decision(&decision.about).is_some_and(|d| d.record.id == decision.record.id);
    let today = evaluated.today();
    let late = decision.review.filter(|r| holds && *r < today).map(|r| today.days_since(r));
    DecisionRow {
        id: decision.record.id.to_string(),
        title: decision.record.title().to_string(),
        about: decision.about.to_string(),
        verdict: decision.verdict.as_str().into(),
        on: decision.on,
        review: decision.review,
        overdue_days: late,
        holds,
        to_come: decision.on > today,
    }
}

fn day(record: &Record, name: &str) -> Option<Period> {
    match record.value(name) {
        Some(Datum::Date(period)) => Some(*period),
        _ => None,
    }
}

fn request(evaluated: &Evaluated, record: &Record) -> RequestRow {
    let on = day(record, "on");
    let answer = record.fact("answer").and_then(Fact::first);
    let until = answer.and_then(|a| a.date("on")).map_or(evaluated.today(), |p| p.first());
    RequestRow {
        id: record.id.to_string(),
        title: record.title().to_string(),
        from: record.text("from").map_or_else(String::new, |f| f.to_string()),
        on,
        // What is to be asked on a day to come has not waited.
        days: on.map(|p| until.days_since(p.first())).filter(|days| *days >= 0),
        about: record.word("about").map(|a| a.to_string()),
        answer: record.word("answer").map(|a| a.to_string()),
        asker: record.word("asker").map(|a| evaluated.plan().title_of("person", a).to_string()),
    }
}

fn detail(evaluated: &Evaluated, index: usize, record: &Record) -> InitiativeDetail {
    let today = evaluated.today();
    let blocks = |kind: &'static str| record.blocks.iter().filter(move |b| &*b.kind == kind);
    let lines: Vec<&Fact> = record.all("phase").collect();
    let phases = lines.iter().enumerate().filter_map(|(at, fact)| {
        let Datum::Reference { id: phase, .. } = &fact.first()?.head else { return None };
        let until = lines.get(at + 1).map_or(Some(today), |next| from(next).map(|p| p.first()));
        let days = from(fact).zip(until).map(|(f, u)| u.days_since(f.first()));
        Some(PhaseRow { phase: phase.to_string(), from: from(fact), days })
    });
    let approval = |block: &Record| {
        let (from, by) = (day(block, "from"), day(block, "by"));
        let state = block.fact("state").and_then(Fact::first);
        let word = block.word("state").map(|w| w.to_string());
        let given = word.as_deref() == Some("given");
        let on = state.and_then(|s| s.date("on")).map_or(String::new(), |on| format!(" on {on}"));
        ApprovalRow {
            id: block.id.to_string(),
            unasked: word.is_none() && from.is_some_and(|f| f.first() < today),
            state: word.map(|w| format!("{w}{on}")),
            from: from.map(Period::first),
            by,
            late: !given && by.is_some_and(|b| b.last() < today),
        }
    };
    let about = |id: &str| *record.id == *id;
    let plan = evaluated.plan();
    let person = |name: &str| record.word(name).map(|p| plan.title_of("person", p).to_string());
    let team = |id: &Arc<str>| TeamRow {
        id: id.to_string(),
        title: plan.title_of("team", id).to_string(),
        lead: plan.other_item("team", id).and_then(|t| Some(plan.title_of("person", t.word("lead")?).to_string())),
    };
    InitiativeDetail {
        owner: person("owner"),
        reviewer: person("reviewer"),
        teams: building_teams(&plan.initiatives[index]).into_iter().map(team).collect(),
        phases: phases.collect(),
        questions: blocks("question")
            .filter(|q| q.fact("answer").and_then(Fact::first).is_none_or(|a| matches!(a.head, Datum::Hole)))
            .map(|q| QuestionRow {
                id: q.id.to_string(),
                title: q.title().to_string(),
                of: q.word("for").map(|w| w.to_string()),
            })
            .collect(),
        approvals: blocks("approval").map(approval).collect(),
        decisions: {
            let mut all: Vec<&Decision> = evaluated.plan().decisions.iter().filter(|d| about(&d.about)).collect();
            all.sort_by(|a, b| a.on.cmp(&b.on).then_with(|| a.record.id.cmp(&b.record.id)));
            all.into_iter().map(|d| decision(evaluated, d)).collect()
        },
        requests: {
            let all = evaluated.plan().other_items.get("request").into_iter().flatten();
            let mut all: Vec<&Record> = all.filter(|r| r.word("about").is_some_and(|a| about(a))).collect();
            all.sort_by_key(|r| (day(r, "on").map(Period::first), r.id.clone()));
            all.into_iter().map(|r| request(evaluated, r)).collect()
        },
        monitors: {
            let row = |m: &MonitoredLimit| MonitorRow {
                metric: m.metric.to_string(),
                limit: m.limit.clone(),
                kept: m.latest.is_some().then(|| !m.is_broken()),
                says: m.says.clone(),
            };
            evaluated.monitored(index).iter().map(row).collect()
        },
        stages: evaluated.stage_problems(index),
    }
}
