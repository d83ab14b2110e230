//! The change of one score from an earlier plan to a later one, shared out among what changed.

use super::shapley::{sequential_gains, shapley};
use super::{AttributionMethod, MAX_EXACT_INPUTS};
use crate::evaluate::scores::{Evaluated, InputValue, ScoreRow};
use crate::evaluate::scoring::{FrameworkScorer, ScoreResult};
use crate::model::Framework;
use std::sync::Arc;

/// What changed a score.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ScoreCause {
    /// An input of the initiative, by its name.
    Input(Arc<str>),
    /// How the framework scores: its formula, weights or bounds.
    Scoring,
    /// What the formula reads beside its inputs: facts, metrics, other scores.
    OtherFacts,
}

/// How a score came from one value to another.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoreChange {
    /// The score in the earlier plan.
    pub before: f64,
    /// The score in the later plan.
    pub after: f64,
    /// What each cause has in `after - before`, to which they add up: inputs in the framework's order, then the rest.
    pub shares: Vec<(ScoreCause, f64)>,
    /// [`AttributionMethod::Stepwise`], the mean over all orders, or the one order of the list where it is long.
    pub method: AttributionMethod,
}

impl Evaluated {
    /// Shares out what changed the score of an initiative since an earlier state of the plan, where it is `before`, among
    /// its inputs, the framework and what else the formula reads: each has the mean of what the score gains with it over
    /// all orders of making the changes (Shapley, 1953).
    ///
    /// `None` where the initiative has no score in one of the plans, or a mix of both has none on every way.
    pub fn score_change(
        &self,
        initiative: usize,
        earlier: &Evaluated,
        before: usize,
        framework: &str,
    ) -> Option<ScoreChange> {
        let (old, new) = (earlier.column(framework)?, self.column(framework)?);
        let (old_row, new_row) = (old.row(before)?, new.row(initiative)?);
        let (before_score, after_score) = (old_row.score?, new_row.score?);
        let mut change = ScoreChange {
            before: before_score,
            after: after_score,
            shares: Vec::new(),
            method: AttributionMethod::Stepwise,
        };
        if before_score == after_score {
            return Some(change);
        }
        let sides = [
            Side { evaluated: earlier, framework: &old.framework, row: old_row, initiative: before },
            Side { evaluated: self, framework: &new.framework, row: new_row, initiative },
        ];
        let mix = Mix::new(&sides)?;
        let inputs: Vec<&Arc<str>> =
            new.framework.inputs.iter().map(|i| &i.id).filter(|id| sides[0].value(id) != sides[1].value(id)).collect();
        let all = inputs.len();
        let every = |_: usize| true;
        // What makes no difference once all else is new is no cause: a framework that was not touched, other facts that
        // the formula does not read.
        let scoring = mix.score(&inputs, &every, 1, 0) != mix.score(&inputs, &every, 0, 0);
        let others = mix.score(&inputs, &every, usize::from(scoring), 0) != Some(after_score);
        let players = all + usize::from(scoring) + usize::from(others);
        let value = |made: &dyn Fn(usize) -> bool| {
            let (scorer, facts) = (scoring && made(all), others && made(all + usize::from(scoring)));
            mix.score(&inputs, made, usize::from(scorer), usize::from(facts))
        };
        let gains = if players <= MAX_EXACT_INPUTS {
            shapley(players, |set| value(&|at| set & (1 << at) != 0))
        } else {
            change.method = AttributionMethod::StepwiseInOrder;
            sequential_gains(players, |done| value(&|at| at < done))
        };
        let causes = inputs.into_iter().cloned().map(ScoreCause::Input);
        let causes =
            causes.chain(scoring.then_some(ScoreCause::Scoring)).chain(others.then_some(ScoreCause::OtherFacts));
        change.shares = causes.zip(gains?).collect();
        Some(change)
    }
}

/// An initiative in one of the two plans.
struct Side<'e> {
    evaluated: &'e Evaluated,
    framework: &'e Arc<Framework>,
    row: &'e ScoreRow,
    initiative: usize,
}

impl Side<'_> {
    fn input(&self, id: &str) -> Option<&InputValue> {
        self.row.inputs.get(self.framework.input(id)?.0)
    }

    fn value(&self, id: &str) -> Option<f64> {
        self.input(id)?.value
    }
}

/// Scores of an initiative that is partly as before and partly as after.
struct Mix<'e> {
    sides: &'e [Side<'e>; 2],
    /// By framework, then by the plan whose facts are read.
    scorers: [[FrameworkScorer; 2]; 2],
}

impl<'e> Mix<'e> {
    fn new(sides: &'e [Side<'e>; 2]) -> Option<Mix<'e>> {
        let of = |framework: usize, facts: usize| sides[facts].evaluated.scorer(sides[framework].framework);
        Some(Mix { sides, scorers: [[of(0, 0)?, of(0, 1)?], [of(1, 0)?, of(1, 1)?]] })
    }

    /// The score with the changed inputs that are made, by the framework and on the facts of one of the plans; `None` where
    /// there is none.
    fn score(
        &self,
        changed: &[&Arc<str>],
        made: &dyn Fn(usize) -> bool,
        framework: usize,
        facts: usize,
    ) -> Option<f64> {
        let inputs = self.sides[framework].framework.inputs.iter().map(|input| {
            let later = changed.iter().position(|id| **id == input.id).is_none_or(made);
            let (first, second) = if later { (1, 0) } else { (0, 1) };
            // An input that only one of the frameworks has.
            self.sides[first].input(&input.id).or_else(|| self.sides[second].input(&input.id)).cloned()
        });
        let inputs: Vec<InputValue> = inputs.collect::<Option<_>>()?;
        match self.scorers[framework][facts].score(&inputs, Some(self.sides[facts].initiative)) {
            ScoreResult::Score(score) => Some(score),
            _ => None,
        }
    }
}
