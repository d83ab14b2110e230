//! The expected value of perfect information about each input, for the choice of the first few.
//!
//! A choice takes initiatives so that their expected scores add up to the most. Who knows one fact `x` of one initiative
//! exactly may choose better. What that gains on average is the expected value of partial perfect information,
//!
//! ```text
//! EVPPI(x) = E[ max over choices of E[total | x] ] - max over choices of E[total]
//! ```
//!
//! (Raiffa and Schlaifer 1961, Applied Statistical Decision Theory; Howard 1966). In general that needs an expectation
//! within an expectation, for which simulations are noisy and regression is the usual way out (Strong, Oakley and Brennan
//! 2014). Here it needs neither. A score involves the facts of its own initiative only, and facts are independent, so that
//! knowing `x` moves one initiative's expected score, from `m` to `m(x)`, and no other. The others are worth `B` at best if
//! the initiative is left out, and `A` beside it if it is taken: the best total is `max(m(x) + A, B)`, and with the
//! threshold `t = B - A` the gain is
//!
//! ```text
//! EVPPI(x) = E[ max(m(x), t) ] - max(m, t)  =  E[ max(m(x) - t, 0) ]   where it is left out now (m <= t)
//!                                          =  E[ max(t - m(x), 0) ]   where it is taken now
//! ```
//!
//! one integral over one fact, never negative, and zero where no value of `x` passes the threshold. With `m(x)` normal it
//! is the unit normal loss integral. For the top N, `t` is the expected score of the first one that is left out, or of the
//! last one taken.
//!
//! What fits a capacity is chosen otherwise, as [`Evaluated::choose`] does: at point values, as a plan of work is, since a
//! median effort is what people commit to and a set that overruns loses something; with all that its members need. What knowing a fact gains there is the mean over draws of the best
//! worth with it known, less the worth of the set chosen now with it as drawn: see [`super::capacity_gain`].

use super::effort::Effort;
use super::top_gain::{KnowledgeGain, SelectionThreshold};
use crate::evaluate::decomposition::{Response, value_at_score as value_at};
use crate::evaluate::scores::{Evaluated, round_for_comparison};
use crate::limit::carried;
use crate::model::DecisionVerdict;
use crate::quantity::Unit;
use rayon::prelude::*;
use std::sync::Arc;

/// What is chosen.
#[derive(Debug, Clone, PartialEq)]
pub enum ChoiceRule {
    /// The so many with the greatest expected scores.
    Top(usize),
    /// The set with the greatest sum of scores whose efforts add up to no more, all at point values.
    Capacity {
        /// How much effort there is.
        amount: f64,
        /// In what unit.
        unit: Unit,
    },
}

/// Where an initiative stands in the choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CandidateStatus {
    /// It is chosen.
    Taken,
    /// It is left out.
    Left,
    /// A decision has settled it: a commitment is taken, the others are left out.
    Settled(DecisionVerdict),
    /// Its effort is not known, so that nobody can say whether it fits.
    NoEffort,
}

/// One fact that could be found out.
#[derive(Debug, Clone, PartialEq)]
pub struct InputInformation {
    /// Its path from its initiative, as `rice.reach` or `effort[core]`.
    pub path: Arc<str>,
    /// The inputs that it is in, by their index; none where it is an effort that the framework does not ask for.
    pub inputs: Vec<usize>,
    /// Its 5th and its 95th percentile, in the unit of its first input, else in the capacity's.
    pub ends: (f64, f64),
    /// What knowing it adds to the total score on average.
    pub gain: f64,
    /// The probability that knowing it changes the choice.
    pub chance: f64,
    /// Where its value changes the choice; absent where none does, or where there are several such places.
    pub flip: Option<DecisionFlip>,
}

/// Where the choice changes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DecisionFlip {
    /// The value, in the unit of the fact's ends.
    pub value: f64,
    /// Whether it changes above it; below it otherwise.
    pub above: bool,
}

/// One initiative of the choice.
#[derive(Debug, Clone, PartialEq)]
pub struct InformationOption {
    /// Its index in the plan.
    pub initiative: usize,
    /// Its score at point values.
    pub score: f64,
    /// Its expected score: the mean over what it may turn out to be.
    pub expected: f64,
    /// Its effort at point values, where the choice is what fits a capacity: in the capacity's unit.
    pub effort: Option<f64>,
    /// Where it stands.
    pub standing: CandidateStatus,
    /// What could be found out about it, the greatest gain first.
    pub findings: Vec<InputInformation>,
    /// What knowing all of it adds to the total score on average.
    pub whole: f64,
    /// An input by which its score divides though it may be zero: it has no expected score, and its point value counts.
    pub unbounded: Option<usize>,
}

/// What finding out is worth.
#[derive(Debug, Clone, PartialEq)]
pub struct ValueOfInformation {
    /// Every open initiative with a score, in the order of the ranking.
    pub prospects: Vec<InformationOption>,
    /// The sum of the expected scores of those taken that no decision has settled; for a capacity, of their scores at
    /// point values.
    pub expected: f64,
    /// What knowing everything about all of them adds to it; absent where it would take too long to know.
    pub perfect_information: Option<f64>,
    /// What is chosen within a capacity without a score, by name.
    pub brought: Vec<UnscoredMember>,
}

/// Something that is chosen though it has no score.
#[derive(Debug, Clone, PartialEq)]
pub struct UnscoredMember {
    /// Its index in the plan.
    pub initiative: usize,
    /// Its effort at point values, in the capacity's unit.
    pub effort: f64,
    /// Whether a decision commits it; else something that is chosen needs it.
    pub committed: bool,
}

/// Scores of all samples are looked at together up to this many.
const MAX_SCORES_HELD: usize = 32_000_000;

impl Evaluated {
    /// What finding out is worth for a choice among the open initiatives under a framework; `None` where it was not
    /// evaluated. Decisions stand: what is committed takes its place or its effort first, what is deferred or declined
    /// takes none, and nothing is learned about either.
    pub fn value_of_information(&self, framework: &str, choice: &ChoiceRule) -> Option<ValueOfInformation> {
        let column = self.column(framework)?;
        let scorer = self.scorer(&column.framework)?;
        let ranking = self.ranking(framework, false)?;
        let order = ranking.by_score();
        let settings = &self.plan().settings;
        let basis = (settings.seed, settings.samples);
        let candidate = |at: usize| {
            let response = Response::new(self, &column, &scorer, order[at].initiative, basis)?;
            let unbounded = response.unbounded();
            let expected = if unbounded.is_some() { response.point } else { response.mean() };
            let expected = if expected.is_finite() { expected } else { response.point };
            let effort = match choice {
                ChoiceRule::Capacity { unit, .. } => Effort::new(self, &column, order[at].initiative, unit),
                ChoiceRule::Top(_) => None,
            };
            Some(InformationCandidate { response, expected, effort, unbounded, verdict: order[at].verdict })
        };
        let candidates: Vec<InformationCandidate<'_>> =
            (0..order.len()).into_par_iter().filter_map(carried(candidate)).collect();
        let sign = if column.framework.lower_is_better { -1.0 } else { 1.0 };
        let choosing = ChoiceAnalysis { candidates: &candidates, sign };
        Some(match choice {
            ChoiceRule::Top(places) => choosing.top(*places),
            ChoiceRule::Capacity { amount, unit } => choosing.capacity(self, framework, (*amount, unit))?,
        })
    }
}

/// An initiative that may be chosen.
pub(super) struct InformationCandidate<'s> {
    pub(super) response: Response<'s>,
    pub(super) expected: f64,
    pub(super) effort: Option<Effort>,
    pub(super) unbounded: Option<usize>,
    pub(super) verdict: Option<DecisionVerdict>,
}

/// A choice among candidates.
pub(super) struct ChoiceAnalysis<'c, 's> {
    pub(super) candidates: &'c [InformationCandidate<'s>],
    /// -1 where the lower score is the better one.
    pub(super) sign: f64,
}

impl ChoiceAnalysis<'_, '_> {
    fn worth(&self, at: usize) -> f64 {
        self.sign * self.candidates[at].expected
    }

    /// Those that no decision has settled.
    fn free(&self) -> Vec<usize> {
        (0..self.candidates.len()).filter(|at| self.candidates[*at].verdict.is_none()).collect()
    }

    fn committed(&self) -> impl Iterator<Item = &InformationCandidate<'_>> {
        self.candidates.iter().filter(|c| c.verdict == Some(DecisionVerdict::Commit))
    }

    fn top(&self, places: usize) -> ValueOfInformation {
        let places = places.saturating_sub(self.committed().count());
        let free = self.free();
        let mut best = free.clone();
        // Equal ones in the order of the ranking.
        best.sort_by(|a, b| self.worth(*b).total_cmp(&self.worth(*a)).then(a.cmp(b)));
        let place = |at: usize| best.iter().position(|b| *b == at);
        let prospects = (0..self.candidates.len()).into_par_iter().map(carried(|at: usize| {
            let Some(place) = place(at) else { return self.settled(at) };
            let taken = place < places;
            // The first that is left out without it; the last that is taken without it.
            let rival = best.get(if taken { places } else { places.wrapping_sub(1) });
            let standing = if taken { CandidateStatus::Taken } else { CandidateStatus::Left };
            match rival {
                Some(rival) => self.prospect(at, standing, &|_| SelectionThreshold::Threshold {
                    threshold: self.worth(*rival),
                    taken,
                }),
                None => self.plain(at, standing),
            }
        }));
        let prospects = prospects.collect();
        let expected = best.iter().take(places).map(|at| self.candidates[*at].expected).sum::<f64>();
        let everything = self.everything(&best, places);
        ValueOfInformation {
            prospects,
            expected: round_for_comparison(expected),
            perfect_information: everything,
            brought: Vec::new(),
        }
    }

    /// What knowing all of every candidate adds to the expected total of the first so many.
    fn everything(&self, best: &[usize], places: usize) -> Option<f64> {
        let samples = self.candidates.first().map_or(0, |c| c.response.sample_count());
        if places == 0 || places >= best.len() {
            return Some(0.0);
        }
        if best.len().saturating_mul(samples) > MAX_SCORES_HELD {
            return None;
        }
        let scores: Vec<Vec<f64>> = best.par_iter().map(carried(|at: &usize| self.samples(*at))).collect();
        let total = |sample: usize| {
            let mut all: Vec<f64> = scores.iter().map(|s| self.sign * s[sample]).collect();
            all.select_nth_unstable_by(places - 1, |a, b| b.total_cmp(a));
            // In an order of their own, so that the sum is the same whatever the selection left behind.
            let mut chosen = all[..places].to_vec();
            chosen.sort_unstable_by(f64::total_cmp);
            chosen.iter().sum::<f64>()
        };
        let totals: Vec<f64> = (0..samples).into_par_iter().map(carried(total)).collect();
        let now: f64 = best.iter().take(places).map(|at| self.worth(*at)).sum();
        let gain = totals.iter().sum::<f64>() / samples as f64 - now;
        // What is left of rounding is nothing.
        Some(if gain > now.abs() * 1e-12 { round_for_comparison(gain) } else { 0.0 })
    }

    /// The samples of a score, moved so that their mean is the expected score.
    fn samples(&self, at: usize) -> Vec<f64> {
        let candidate = &self.candidates[at];
        if candidate.unbounded.is_some() || candidate.response.factors.is_empty() {
            return vec![candidate.expected; candidate.response.sample_count()];
        }
        let scores = candidate.response.scores();
        let sound = scores.iter().filter(|s| s.is_finite());
        let (sum, count) = sound.fold((0.0, 0.0_f64), |(sum, count), s| (sum + s, count + 1.0));
        let shift = candidate.expected - sum / count.max(1.0);
        scores.iter().map(|s| if s.is_finite() { s + shift } else { candidate.expected }).collect()
    }

    pub(super) fn settled(&self, at: usize) -> InformationOption {
        let standing = self.candidates[at].verdict.map_or(CandidateStatus::Left, CandidateStatus::Settled);
        self.plain(at, standing)
    }

    /// A candidate about which there is nothing to learn.
    pub(super) fn plain(&self, at: usize, standing: CandidateStatus) -> InformationOption {
        self.prospect(at, standing, &|_| SelectionThreshold::Nobody)
    }

    /// A candidate with what knowing each of its facts, and `None` all of them, is worth against its rival.
    fn prospect(
        &self,
        at: usize,
        standing: CandidateStatus,
        rival: &dyn Fn(Option<usize>) -> SelectionThreshold,
    ) -> InformationOption {
        let candidate = &self.candidates[at];
        let response = &candidate.response;
        let learn = |k: usize| match candidate.unbounded {
            Some(_) => KnowledgeGain::default(),
            None => rival(Some(k)).fact(response, k, self.sign),
        };
        let findings = response.factors.iter().enumerate().map(|(k, factor)| {
            let inputs = factor.parts.iter().map(|(input, _)| *input).collect();
            input_information(factor.path.clone(), inputs, &|z| value_at(&factor.parts[0].1, z), learn(k))
        });
        let findings: Vec<InputInformation> = findings.collect();
        let most = findings.iter().map(|f| f.gain).fold(0.0, f64::max);
        let whole = match findings.len() {
            0 | 1 => most,
            _ if candidate.unbounded.is_some() => 0.0,
            // Samples are not exact, and knowing all is worth what any part of it is.
            _ => match rival(None) {
                SelectionThreshold::Nobody => 0.0,
                rival => round_for_comparison(rival.whole(&self.samples(at), self.sign)).max(most),
            },
        };
        InformationOption { standing, whole, ..self.with_findings(at, findings) }
    }

    /// A candidate with its findings, the greatest gain first, and nothing else.
    pub(super) fn with_findings(&self, at: usize, mut findings: Vec<InputInformation>) -> InformationOption {
        findings.sort_by(|a, b| b.gain.total_cmp(&a.gain).then_with(|| a.path.cmp(&b.path)));
        let candidate = &self.candidates[at];
        InformationOption {
            initiative: candidate.response.initiative,
            score: candidate.response.point,
            expected: round_for_comparison(candidate.expected),
            effort: candidate.effort.as_ref().map(|e| e.median(&candidate.response)),
            standing: CandidateStatus::Left,
            findings,
            whole: 0.0,
            unbounded: candidate.unbounded,
        }
    }
}

/// A fact with what knowing it gains; `value` is what it has at a standard normal score.
pub(super) fn input_information(
    path: Arc<str>,
    inputs: Vec<usize>,
    value: &dyn Fn(f64) -> f64,
    gain: KnowledgeGain,
) -> InputInformation {
    // Percentiles of the standard normal distribution.
    const END: f64 = 1.644_853_626_951_472_2;
    InputInformation {
        path,
        inputs,
        ends: (round_for_comparison(value(-END)), round_for_comparison(value(END))),
        gain: round_for_comparison(gain.mean),
        chance: round_for_comparison(gain.chance),
        flip: gain.tip.map(|(z, above)| DecisionFlip { value: round_for_comparison(value(z)), above }),
    }
}
