//! What fits a capacity, chosen as `plan choose` does within a budget, and what finding out is worth for that.

use super::capacity_gain::CapacityCandidate;
use super::closed_sets::{ClosureProblem, DropSet};
use super::information::{
    CandidateStatus, ChoiceAnalysis, InformationOption, InputInformation, UnscoredMember, ValueOfInformation,
    input_information,
};
use super::knapsack::{KnapsackItem, ParetoFrontier, frontier_without_each};
use crate::evaluate::decomposition;
use crate::evaluate::portfolio::{SelectionModel, SelectionRequest, prune_idle_items};
use crate::evaluate::scores::{Evaluated, round_for_comparison};
use crate::evaluate::solver_limit::{thread_search_limit, with_thread_limit};
use crate::model::DecisionVerdict;
use crate::quantity::Unit;
use planwright_solver::{SelectionProblem, choose};
use planwright_stats::LatinHypercube;
use std::collections::HashSet;
use std::sync::Arc;

/// An effort that differs from what is to be done by no more than this share is that.
const EFFORT_TOLERANCE: f64 = 1e-6;

/// What a candidate takes.
#[derive(Debug, Clone, Copy)]
struct CandidateEffort {
    /// Which item it is.
    item: usize,
    /// What the item takes by itself, at point values.
    own: f64,
    /// What it takes with its parts.
    all: f64,
    /// Its effort at point values, where that is what is to be done: else, as where `remaining` says what is left, what it
    /// takes does not move with its effort.
    effort: Option<f64>,
}

impl CandidateEffort {
    /// What it takes with another effort.
    fn with(&self, effort: f64) -> f64 {
        self.effort.map_or(self.own, |median| self.own - median + effort)
    }
}

/// A choice of what fits.
struct CapacityChoice<'f> {
    amount: f64,
    closed: &'f ClosureProblem,
    members: &'f [bool],
    drops: &'f [DropSet],
    /// What is chosen now, all that is in anyway left aside.
    chosen: KnapsackItem,
    takes: &'f [Option<CandidateEffort>],
}

impl ChoiceAnalysis<'_, '_> {
    /// The choice of what fits an amount of effort, as [`Evaluated::choose`] makes it within a budget.
    pub(in crate::evaluate) fn capacity(
        &self,
        evaluated: &Evaluated,
        by: &str,
        choice: (f64, &Unit),
    ) -> Option<ValueOfInformation> {
        let (amount, unit) = choice;
        let asked = SelectionRequest {
            by: Some(by.into()),
            budget: Some((amount, unit.clone())),
            ..SelectionRequest::default()
        };
        let mut offer = evaluated.selection_model(&asked).ok()?;
        let takes: Vec<Option<CandidateEffort>> =
            (0..self.candidates.len()).map(|at| self.takes(evaluated, &offer, at)).collect();
        for takes in takes.iter().flatten().filter(|t| t.effort == Some(t.own)) {
            // What is converted from weeks and back is a little beside what is written.
            offer.question.items[takes.item].costs[0] = takes.own;
        }
        let free = |at: &usize| self.candidates[*at].verdict.is_none();
        let learned: HashSet<usize> = (0..takes.len()).filter(free).filter_map(|at| Some(takes[at]?.item)).collect();
        let closed = ClosureProblem::new(&offer.question, amount, &learned);
        let members = chosen(&offer.question, &closed);
        let drops = closed.drops(&members);
        let in_play = |at: &usize| members[*at] && !closed.fixed[*at];
        let chosen =
            (0..members.len()).filter(in_play).fold(KnapsackItem::NOTHING, |sum, at| sum.plus(closed.items[at]));
        let fitting =
            CapacityChoice { amount, closed: &closed, members: &members, drops: &drops, chosen, takes: &takes };
        let groups = closed.groups();
        let by_group = frontier_without_each(&groups, closed.room, &|group, others| {
            let inside = |at: &usize| takes[*at].is_some_and(|t| closed.group(t.item) == Some(group)) && free(at);
            let all = (0..takes.len()).filter(inside);
            all.map(|at| (at, self.among(&fitting, at, others))).collect::<Vec<_>>()
        });
        let mut found: Vec<Option<InformationOption>> = vec![None; self.candidates.len()];
        by_group.into_iter().flatten().for_each(|(at, prospect)| found[at] = Some(prospect));
        let all = groups.iter().fold(ParetoFrontier::none(), |sets, group| sets.join(group, closed.room));
        for at in (0..takes.len()).filter(free) {
            if found[at].is_none() && takes[at].is_some_and(|t| closed.fixed[t.item]) {
                // What a commitment needs is in, and what it takes leaves less for the rest.
                found[at] = Some(self.needed(&fitting, at, &all));
            }
        }
        let free_or_committed = |at: usize| matches!(self.candidates[at].verdict, None | Some(DecisionVerdict::Commit));
        let whole_of_scored = |at: &usize| offer.scored_below[self.candidates[*at].response.initiative];
        let prospects = (0..self.candidates.len()).filter(|at| !whole_of_scored(at)).map(|at| {
            let prospect = found[at].take().unwrap_or_else(|| match takes[at] {
                // Nobody can say whether it fits, committed or not.
                None if free_or_committed(at) && self.candidates[at].effort.is_none() => {
                    self.plain(at, CandidateStatus::NoEffort)
                }
                // What it needs can't be chosen.
                None if free_or_committed(at) => self.plain(at, CandidateStatus::Left),
                _ if self.candidates[at].verdict.is_some() => self.settled(at),
                _ => self.plain(at, CandidateStatus::Left),
            });
            let effort = takes[at].map(|t| t.all).or(prospect.effort);
            InformationOption { effort, ..prospect }
        });
        let prospects: Vec<InformationOption> = prospects.collect();
        let taken = prospects.iter().filter(|p| p.standing == CandidateStatus::Taken);
        let expected = round_for_comparison(taken.map(|p| p.score).sum::<f64>());
        let brought = brought(evaluated, &offer, &members, &prospects);
        Some(ValueOfInformation { prospects, expected, perfect_information: None, brought })
    }

    fn takes(&self, evaluated: &Evaluated, offer: &SelectionModel, at: usize) -> Option<CandidateEffort> {
        let candidate = &self.candidates[at];
        let item = offer.item_of(candidate.response.initiative)?;
        if offer.apart.iter().any(|(i, _)| *i == candidate.response.initiative) {
            return None;
        }
        let cost = |at: usize| offer.question.items[at].costs[0];
        let all: f64 = offer.with_parts(&evaluated.scored_plan.hierarchy, item).into_iter().map(cost).sum();
        let median = candidate.effort.as_ref().map(|e| e.median(&candidate.response));
        let effort = median.filter(|median| (median - all).abs() <= EFFORT_TOLERANCE * median.abs());
        let own = effort
            .filter(|median| (cost(item) - median).abs() <= EFFORT_TOLERANCE * median.abs())
            .unwrap_or(cost(item));
        Some(CandidateEffort { item, own, all: effort.unwrap_or(all), effort })
    }

    /// A candidate that may be chosen or left out, among those of its group and the others.
    fn among(&self, fitting: &CapacityChoice<'_>, at: usize, others: &ParetoFrontier) -> InformationOption {
        let Some(takes) = fitting.takes[at] else { return self.plain(at, CandidateStatus::Left) };
        let closed = fitting.closed;
        // A whole may turn out lighter than its parts are at point values.
        let beyond = (takes.all - takes.own).max(0.0) / fitting.amount;
        let (without, with) = closed.around(takes.item, beyond);
        let (without, with) = (others.join(&without, closed.room), with.join(others, closed.room + beyond));
        let (taken, median) = (fitting.members[takes.item], closed.items[takes.item]);
        let rest = |part: fn(&KnapsackItem) -> f64| part(&fitting.chosen) - if taken { part(&median) } else { 0.0 };
        self.within(
            at,
            fitting,
            &CapacityCandidate {
                item: takes.item,
                without: Some(&without),
                with: &with,
                chosen: KnapsackItem { weight: rest(|i| i.weight), value: rest(|i| i.value) },
                drops: fitting.drops,
                median,
                taken,
                room: closed.room,
            },
        )
    }

    /// A candidate that is in since what is committed needs it.
    fn needed(&self, fitting: &CapacityChoice<'_>, at: usize, others: &ParetoFrontier) -> InformationOption {
        let Some(takes) = fitting.takes[at] else { return self.plain(at, CandidateStatus::Left) };
        let median = fitting.closed.items[takes.item];
        self.within(
            at,
            fitting,
            &CapacityCandidate {
                item: takes.item,
                without: None,
                with: others,
                chosen: fitting.chosen,
                drops: fitting.drops,
                median,
                taken: true,
                room: fitting.closed.room + median.weight,
            },
        )
    }

    /// A candidate with what knowing each of its facts, and all of them, is worth within a capacity.
    fn within(&self, at: usize, fitting: &CapacityChoice<'_>, place: &CapacityCandidate<'_>) -> InformationOption {
        let candidate = &self.candidates[at];
        let standing = if place.taken { CandidateStatus::Taken } else { CandidateStatus::Left };
        let Some(takes) = fitting.takes[at].filter(|_| candidate.unbounded.is_none()) else {
            return self.plain(at, standing);
        };
        let response = &candidate.response;
        let item = |score: f64, effort: Option<f64>| KnapsackItem {
            weight: effort.map_or(takes.own, |effort| takes.with(effort)) / fitting.amount,
            value: self.sign * score,
        };
        let z = response.ordered_draws();
        let mut findings: Vec<InputInformation> = Vec::new();
        for (k, factor) in response.factors.iter().enumerate() {
            let effort = |z: f64| candidate.effort.as_ref().map(|effort| effort.given(response, k, z));
            let scores = response.with_one_fact_at(k, &z);
            let drawn: Vec<KnapsackItem> = z.iter().zip(&scores).map(|(z, score)| item(*score, effort(*z))).collect();
            let gain = place.fact(&z, &drawn, &|z| item(response.with_one_fact(k, z), effort(z)));
            let inputs = factor.parts.iter().map(|(input, _)| *input).collect();
            findings.push(input_information(
                factor.path.clone(),
                inputs,
                &|z| decomposition::value_at_score(&factor.parts[0].1, z),
                gain,
            ));
        }
        for (nth, own) in candidate.effort.iter().flat_map(|e| e.own.iter().enumerate()) {
            let effort = |z: f64| candidate.effort.as_ref().map(|effort| effort.with_own(response, nth, z));
            let drawn: Vec<KnapsackItem> = z.iter().map(|z| item(response.point, effort(*z))).collect();
            let gain = place.fact(&z, &drawn, &|z| item(response.point, effort(z)));
            findings.push(input_information(
                own.path.clone(),
                Vec::new(),
                &|z| decomposition::value_at_score(&own.distribution, z),
                gain,
            ));
        }
        let whole = match findings.as_slice() {
            [] => 0.0,
            [one] => one.gain,
            _ => {
                let scores: Vec<f64> = match response.factors.is_empty() {
                    true => vec![response.point; response.sample_count()],
                    false => response.scores().to_vec(),
                };
                let efforts = candidate.effort.as_ref();
                let efforts = efforts.map(|e| e.samples(response, &LatinHypercube::new(response.sample_count())));
                let effort = |nth: usize| efforts.as_ref().map(|efforts| efforts[nth]);
                round_for_comparison(
                    place.whole(scores.iter().enumerate().map(|(nth, score)| item(*score, effort(nth)))),
                )
            }
        };
        InformationOption { standing, whole, ..self.with_findings(at, findings) }
    }
}

/// What is chosen at point values. Where what is committed takes more than there is, that and nothing else.
fn chosen(question: &SelectionProblem, closed: &ClosureProblem) -> Vec<bool> {
    let found = with_thread_limit(|stop| choose(question, &thread_search_limit(stop)));
    match found {
        Ok(found) => prune_idle_items(question, &found.members),
        Err(_) => closed.fixed.clone(),
    }
}

/// What is chosen without a score: what is committed, and what is needed. Parts come with their whole.
fn brought(
    evaluated: &Evaluated,
    offer: &SelectionModel,
    members: &[bool],
    prospects: &[InformationOption],
) -> Vec<UnscoredMember> {
    let parts = &evaluated.scored_plan.hierarchy;
    let id = |i: usize| -> Arc<str> { evaluated.plan().initiatives[i].id().clone() };
    let committed = |i: usize| evaluated.decision(&id(i)).is_some_and(|d| d.verdict == DecisionVerdict::Commit);
    let taken = |p: &&InformationOption| {
        matches!(p.standing, CandidateStatus::Taken | CandidateStatus::Settled(DecisionVerdict::Commit))
    };
    let mut told: HashSet<usize> = prospects.iter().filter(taken).map(|p| p.initiative).collect();
    let mut found: Vec<UnscoredMember> = Vec::new();
    // Wholes before their parts.
    for i in parts.parents_first() {
        let Some(item) = offer.item_of(i).filter(|item| members[*item]) else { continue };
        if offer.scored_below[i] || parts.self_and_ancestors(i).any(|above| told.contains(&above)) {
            continue;
        }
        let all = offer.with_parts(parts, item);
        let effort: f64 = all.into_iter().map(|at| offer.question.items[at].costs[0]).sum();
        told.insert(i);
        found.push(UnscoredMember { initiative: i, effort, committed: committed(i) });
    }
    found.sort_by_key(|b| id(b.initiative));
    found
}
