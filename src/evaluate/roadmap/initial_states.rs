//! Where an initiative stands before anything is scheduled: what it is no schedule changes, and what is left for one.

use super::calendar::{Calendar, teams_by_name, weekly_capacity};
use super::commitment_state::CommitmentState;
use super::precedence::PrecedenceGraph;
use super::team_work::{EffortSource, TeamPart, remainder_work, remaining_work, total_work};
use crate::evaluate::index::phase;
use crate::evaluate::scores::{Evaluated, ScoreColumn};
use crate::model::DecisionVerdict;
use std::collections::HashMap;
use std::sync::Arc;

/// The state of an initiative where no schedule is asked, with the reason.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::evaluate) struct FixedState {
    pub state: CommitmentState,
    pub because: String,
}

/// Why work has no date of which some is done by a team and some by none.
pub(super) const PARTLY_UNSTAFFED: &str = "no team does part of it";

/// All initiatives before they are scheduled.
#[derive(Debug)]
pub(in crate::evaluate) struct InitialStates {
    /// By initiative: its state, where the schedule has no word in it.
    pub settled: Vec<Option<FixedState>>,
    /// By initiative: its parts that are not declined, where they are its work.
    pub parts: Vec<Vec<usize>>,
    /// By initiative: its own work that is to be scheduled; of a whole what it has beyond its parts.
    pub work: Vec<Vec<TeamPart>>,
    /// By initiative: whether it is a whole whose own estimate has something beyond its parts.
    pub has_rest: Vec<bool>,
    /// By initiative: the state of that rest, where the schedule has no word in it.
    pub rest_settled: Vec<Option<FixedState>>,
    /// By initiative: the whole whose rest holds its work, where nothing says how much that is.
    pub covered: Vec<Option<usize>>,
    /// By initiative: the person-weeks of its parts, done ones included; none where one of them is not sized.
    pub sums: Vec<Option<f64>>,
    /// What was assumed where the plan says nothing.
    pub assumed: Vec<String>,
}

/// A state with its reason.
pub(super) fn fixed_state(state: CommitmentState, because: impl Into<String>) -> Option<FixedState> {
    Some(FixedState { state, because: because.into() })
}

/// The estimates beneath a whole.
#[derive(Debug, Clone, Default)]
struct PartsEstimate {
    weeks: f64,
    sources: Vec<EffortSource>,
    /// How many of its parts are to be done, and how many of those say how much.
    count: usize,
    sized: usize,
}

/// What initiatives are placed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::evaluate) enum PlanningPurpose {
    /// The schedule.
    Schedule,
    /// A choice within what teams can do: what decisions keep out is priced, not set aside.
    Choice,
    /// A choice within a budget of people's time, which stands in for teams.
    Budget,
    /// A choice within a budget of money: work takes none of it.
    Money,
}

impl InitialStates {
    pub(super) fn new(
        evaluated: &Evaluated,
        calendar: Calendar,
        columns: &[Arc<ScoreColumn>],
        asker: PlanningPurpose,
    ) -> InitialStates {
        let count = evaluated.plan().initiatives.len();
        let mut standing = InitialStates {
            settled: vec![None; count],
            parts: vec![Vec::new(); count],
            work: vec![Vec::new(); count],
            has_rest: vec![false; count],
            rest_settled: vec![None; count],
            covered: vec![None; count],
            sums: vec![None; count],
            assumed: Vec::new(),
        };
        standing.decide(evaluated, asker);
        if asker != PlanningPurpose::Money {
            standing.size(evaluated, columns);
            standing.cover(evaluated);
        }
        if matches!(asker, PlanningPurpose::Schedule | PlanningPurpose::Choice) {
            standing.staff(evaluated, calendar);
        }
        PrecedenceGraph::new(evaluated, &standing).defer_blocked(evaluated, &mut standing);
        standing
    }

    /// Whether its parts are its work.
    pub(super) fn is_whole(&self, initiative: usize) -> bool {
        !self.parts[initiative].is_empty()
    }

    /// Whether nothing of it is left to be done, or to be waited for.
    pub(crate) fn is_over(&self, initiative: usize) -> bool {
        let over = |s: &FixedState| matches!(s.state, CommitmentState::Done | CommitmentState::Sunset);
        self.settled[initiative].as_ref().is_some_and(over)
    }

    /// What decisions and phases say by themselves.
    fn decide(&mut self, evaluated: &Evaluated, asker: PlanningPurpose) {
        let (plan, world) = (evaluated.plan(), &evaluated.scored_plan);
        let own = |i: usize| {
            let id = &plan.initiatives[i].record.id;
            evaluated.decision(id).map(|d| (d.verdict, d.about == *id))
        };
        for i in world.hierarchy.parents_first() {
            let held = |verdict: &DecisionVerdict| {
                asker == PlanningPurpose::Schedule
                    || !matches!(verdict, DecisionVerdict::Decline | DecisionVerdict::Defer)
            };
            let verdict = own(i).map(|(verdict, _)| verdict).filter(held);
            // A decision about the whole does not take up again what was laid aside of it.
            let committed = own(i) == Some((DecisionVerdict::Commit, true));
            let phase = phase(plan, &plan.initiatives[i]);
            let named = phase.map_or(String::new(), |p| format!("in phase {}", p.id));
            let ends = |word: &str| phase.is_some_and(|p| p.word("ends").is_some_and(|w| **w == *word)) && !committed;
            let says = |word: &str| phase.is_some_and(|p| p.is_yes(word));
            let decided = || "decided".to_string();
            self.settled[i] = match verdict {
                Some(DecisionVerdict::Sunset) => fixed_state(CommitmentState::Sunset, decided()),
                _ if ends("sunset") => fixed_state(CommitmentState::Sunset, named),
                _ if says("delivered") => fixed_state(CommitmentState::Done, named),
                Some(DecisionVerdict::Decline) => fixed_state(CommitmentState::Declined, decided()),
                _ if ends("declined") => fixed_state(CommitmentState::Declined, named),
                Some(DecisionVerdict::Defer) => fixed_state(CommitmentState::Later, "deferred"),
                _ if phase.is_some_and(|p| !p.is_yes("open")) && !committed => {
                    fixed_state(CommitmentState::Later, named)
                }
                _ => None,
            };
            let whole = world.hierarchy.parent(i);
            let laid_aside = whole.and_then(|whole| Some((whole, self.settled[whole].clone()?)));
            if let Some((whole, above)) = laid_aside.filter(|_| self.settled[i].is_none())
                && matches!(above.state, CommitmentState::Declined | CommitmentState::Later)
                && !own(i).is_some_and(|(_, own)| own)
            {
                let word = if above.state == CommitmentState::Later { "is not worked on" } else { "is declined" };
                self.settled[i] = fixed_state(above.state, format!("`{}` {word}", plan.initiatives[whole].id()));
            }
        }
        let is = |settled: &Option<FixedState>, state| settled.as_ref().is_some_and(|s| s.state == state);
        for whole in (0..self.parts.len()).filter(|i| !is(&self.settled[*i], CommitmentState::Done)) {
            let there = world.hierarchy.children(whole).iter().copied();
            // A choice prices what decisions decline; whole and parts are what they are on the roadmap.
            let own_no = |c: usize| self.settled[c].is_none() && own(c) == Some((DecisionVerdict::Decline, true));
            let declined = |c: usize| is(&self.settled[c], CommitmentState::Declined) || own_no(c);
            self.parts[whole] = there.filter(|c| !declined(*c)).collect();
        }
    }

    /// How much work there is of each, parts before wholes.
    fn size(&mut self, evaluated: &Evaluated, columns: &[Arc<ScoreColumn>]) {
        let world = &evaluated.scored_plan;
        let mut sums: Vec<PartsEstimate> = vec![PartsEstimate::default(); self.parts.len()];
        let upward: Vec<usize> = world.hierarchy.parents_first().rev().collect();
        for i in upward {
            let over = |s: &FixedState| {
                matches!(s.state, CommitmentState::Done | CommitmentState::Sunset | CommitmentState::Declined)
            };
            let is_over = self.settled[i].as_ref().is_some_and(over);
            let mut sum = PartsEstimate::default();
            if !self.is_whole(i) {
                let all = total_work(world, i, columns);
                let left = if is_over { all.clone() } else { remaining_work(world, i, columns) };
                match &left {
                    Ok(left) if self.settled[i].is_none() => self.work[i] = left.clone(),
                    Err(why) if self.settled[i].is_none() => {
                        self.settled[i] = fixed_state(CommitmentState::Unsized, why.clone());
                    }
                    _ => {}
                }
                sum.count = usize::from(!is_over);
                sum.sized = usize::from(!is_over && left.is_ok());
                for part in all.or(left).into_iter().flatten() {
                    sum.weeks += part.weeks;
                    sum.sources.push(part.source);
                }
            } else {
                for part in self.parts[i].clone() {
                    let below = std::mem::take(&mut sums[part]);
                    sum.weeks += below.weeks;
                    sum.sources.extend(below.sources);
                    sum.count += below.count;
                    sum.sized += below.sized;
                }
                self.sums[i] = Some(sum.weeks).filter(|_| sum.sized == sum.count);
                if sum.sized < sum.count {
                    let own = total_work(world, i, columns).unwrap_or_default();
                    let estimate: f64 = own.iter().map(|p| p.weeks).sum();
                    if estimate > sum.weeks {
                        if self.settled[i].is_none() {
                            self.has_rest[i] = true;
                            self.work[i] = remainder_work(&own, std::mem::take(&mut sum.sources), estimate - sum.weeks);
                        }
                        sum.weeks = estimate;
                        sum.sources = own.into_iter().map(|p| p.source).collect();
                        sum.sized = sum.count;
                    } else if self.settled[i].is_none() {
                        let parts = format!("{} of {} parts sized", sum.sized, sum.count);
                        self.settled[i] = fixed_state(CommitmentState::Unsized, parts);
                    }
                }
                if is_over {
                    (sum.count, sum.sized) = (0, 0);
                }
            }
            sums[i] = sum;
        }
    }

    /// Parts whose work the rest of a whole holds.
    fn cover(&mut self, evaluated: &Evaluated) {
        let parts = &evaluated.scored_plan.hierarchy;
        let is_unsized = |s: &Option<FixedState>| s.as_ref().is_some_and(|s| s.state == CommitmentState::Unsized);
        let mut held: Vec<Option<usize>> = vec![None; self.parts.len()];
        for i in parts.parents_first() {
            let above = parts.parent(i).and_then(|whole| held[whole]);
            held[i] = if self.has_rest[i] { Some(i) } else { above.filter(|_| is_unsized(&self.settled[i])) };
            if is_unsized(&self.settled[i]) && above.is_some() {
                self.settled[i] = None;
                // A whole among them goes by its parts.
                self.covered[i] = above.filter(|_| !self.is_whole(i));
            }
        }
    }

    /// Work that nobody does.
    fn staff(&mut self, evaluated: &Evaluated, calendar: Calendar) {
        let world = &evaluated.scored_plan;
        let known = teams_by_name(world);
        let mut there: HashMap<Arc<str>, bool> = HashMap::new();
        let mut can = |team: &Arc<str>| {
            *there.entry(team.clone()).or_insert_with(|| {
                let capacity = known.get(team).and_then(|record| weekly_capacity(world, calendar, record));
                capacity.is_some_and(|weeks| weeks.iter().any(|w| *w > 0))
            })
        };
        for i in 0..self.work.len() {
            let needed: Vec<&TeamPart> = self.work[i].iter().filter(|p| p.weeks > 0.0 || p.source.varies()).collect();
            let lacking = needed.iter().find(|p| !p.team.as_ref().is_some_and(&mut can)).map(|p| p.team.clone());
            if let Some(team) = lacking {
                let because = match team {
                    None if needed.iter().any(|p| p.team.is_some()) => PARTLY_UNSTAFFED.to_string(),
                    None => "no team does it".to_string(),
                    Some(team) => format!("`{team}` has no capacity"),
                };
                let of = if self.has_rest[i] { &mut self.rest_settled[i] } else { &mut self.settled[i] };
                *of = fixed_state(CommitmentState::Unstaffed, because);
                self.work[i].clear();
            }
        }
        let silent = |i: &usize| {
            let record = |i: usize| &world.plan.initiatives[i].record;
            self.work[*i].iter().any(|p| p.weeks > 0.0)
                && world.hierarchy.self_and_ancestors(*i).all(|i| record(i).fact("team").is_none())
                && record(*i).all("effort").filter_map(|f| f.first()).all(|c| c.tail("by").is_none())
        };
        if let Some([only]) = world.plan.other_items.get("team").map(Vec::as_slice)
            && (0..self.work.len()).any(|i| silent(&i))
        {
            self.assumed.push(format!("work without a team goes to `{}`, the only team", only.id));
        }
    }
}
