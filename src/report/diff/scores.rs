//! Scores and ranks that changed, and why.

use super::change_text::change;
use super::changes_by_item::ChangesByItem;
use super::matching::InitiativePair;
use super::side::DiffSide;
use super::{RankDifference, ScoreDifference, ScoreShare};
use crate::evaluate::{Evaluated, RankedInitiative, Ranking, ScoreCause, ScoreColumn};
use crate::quantity::print;
use std::sync::Arc;

/// The most initiatives that a cause names.
const MAX_NAMED: usize = 3;

/// The scores and the ranks that changed under every framework, that of `rank_by` first.
pub(super) fn score_changes(
    initiatives: &[InitiativePair],
    before: &DiffSide<'_>,
    after: &DiffSide<'_>,
    changes: &ChangesByItem<'_>,
) -> (Vec<ScoreDifference>, Vec<RankDifference>) {
    let first = after.evaluated.plan().settings.rank_by.as_ref().map(|(by, _)| by.clone());
    let mut frameworks: Vec<Arc<str>> = [after, before]
        .iter()
        .flat_map(|side| side.evaluated.columns().iter().map(|c| c.framework.id.clone()).collect::<Vec<_>>())
        .collect();
    frameworks.sort_by_key(|f| (Some(f) != first.as_ref(), f.clone()));
    frameworks.dedup();
    let (mut scores, mut ranks) = (Vec::new(), Vec::new());
    for by in frameworks {
        let framework = FrameworkDiff::new(by, before.evaluated, after.evaluated, changes);
        framework.differences(initiatives, &mut scores, &mut ranks);
    }
    (scores, ranks)
}

/// Both states under one framework.
struct FrameworkDiff<'a> {
    by: Arc<str>,
    plans: (&'a Evaluated, &'a Evaluated),
    columns: (Option<Arc<ScoreColumn>>, Option<Arc<ScoreColumn>>),
    rankings: (Arc<Ranking>, Arc<Ranking>),
    changes: &'a ChangesByItem<'a>,
    /// The ranked scores of each state, ascending, each so that more is better.
    sorted: (Vec<f64>, Vec<f64>),
}

impl<'a> FrameworkDiff<'a> {
    fn new(by: Arc<str>, before: &'a Evaluated, after: &'a Evaluated, changes: &'a ChangesByItem<'a>) -> Self {
        let rankings = (before.ranking(&by, false).unwrap_or_default(), after.ranking(&by, false).unwrap_or_default());
        let columns = (before.column(&by), after.column(&by));
        let sorted = |ranking: &Ranking, column: &Option<Arc<ScoreColumn>>| {
            let mut scores: Vec<f64> = ranking.rows.iter().map(|r| goodness(column, r.score)).collect();
            scores.sort_by(f64::total_cmp);
            scores
        };
        let sorted = (sorted(&rankings.0, &columns.0), sorted(&rankings.1, &columns.1));
        FrameworkDiff { by, plans: (before, after), columns, rankings, changes, sorted }
    }

    fn differences(
        &self,
        initiatives: &[InitiativePair],
        scores: &mut Vec<ScoreDifference>,
        ranks: &mut Vec<RankDifference>,
    ) {
        let mut pairs = initiatives.to_vec();
        pairs.sort_by_key(|pair| (place(self.after(pair)), place(self.before(pair)), pair.after, pair.before));
        let places: Vec<Places> = pairs
            .iter()
            .map(|pair| Places { pair: *pair, was: place(self.before(pair)), is: place(self.after(pair)) })
            .collect();
        for pair in &pairs {
            let score = self.score(pair);
            let rank = self.rank(pair, &places, score.as_ref());
            scores.extend(score);
            ranks.extend(rank);
        }
    }

    fn before(&self, pair: &InitiativePair) -> Option<&RankedInitiative> {
        self.rankings.0.get(pair.before?)
    }

    fn after(&self, pair: &InitiativePair) -> Option<&RankedInitiative> {
        self.rankings.1.get(pair.after?)
    }

    /// Name and title, those of the later plan where it has the initiative.
    fn names(&self, pair: &InitiativePair) -> (String, String) {
        let later = pair.after.map(|i| &self.plans.1.plan().initiatives[i]);
        let named = later.or_else(|| pair.before.map(|i| &self.plans.0.plan().initiatives[i]));
        named.map_or_else(Default::default, |i| (i.id().to_string(), i.title().to_string()))
    }

    fn score(&self, pair: &InitiativePair) -> Option<ScoreDifference> {
        let score = |column: &Option<Arc<ScoreColumn>>, index: Option<usize>| column.as_ref()?.score(index?);
        let (before, after) = (score(&self.columns.0, pair.before), score(&self.columns.1, pair.after));
        if before == after {
            return None;
        }
        let (id, title) = self.names(pair);
        let causes = self.causes(pair);
        Some(ScoreDifference { id, title, by: self.by.to_string(), before, after, causes })
    }

    /// What has which share in the change, the largest first.
    fn causes(&self, pair: &InitiativePair) -> Vec<ScoreShare> {
        let (Some(was), Some(is)) = (pair.before, pair.after) else { return Vec::new() };
        let Some(change) = self.plans.1.score_change(is, self.plans.0, was, &self.by) else { return Vec::new() };
        let share = |(cause, share): &(ScoreCause, f64)| {
            let (input, text) = match cause {
                ScoreCause::Input(id) => (Some(id.to_string()), self.input_text(id, was, is)),
                ScoreCause::Scoring => (None, self.scoring_text()),
                ScoreCause::OtherFacts => (None, "what the formula reads beside its inputs".to_string()),
            };
            ScoreShare { input, text, share: *share }
        };
        let mut shares: Vec<ScoreShare> = change.shares.iter().map(share).collect();
        shares.sort_by(|a, b| b.share.abs().total_cmp(&a.share.abs()));
        shares
    }

    /// `effort 5 → 2 person-months`; of what is written as before, that it counts differently.
    fn input_text(&self, id: &str, was: usize, is: usize) -> String {
        let input = |column: &Option<Arc<ScoreColumn>>, index: usize| {
            let column = column.as_ref()?;
            column.row(index)?.inputs.get(column.framework.input(id)?.0).cloned()
        };
        let (old, new) = (input(&self.columns.0, was), input(&self.columns.1, is));
        let written = |value: &Option<crate::evaluate::InputValue>| value.as_ref().and_then(|v| v.written());
        let (before, after) = (written(&old), written(&new));
        if before == after {
            let number = |v: &Option<crate::evaluate::InputValue>| {
                v.as_ref().and_then(|v| v.value).map_or_else(|| "?".to_string(), print::number)
            };
            let said = before.unwrap_or_else(|| "?".to_string());
            return format!("{id} {said} counts {} instead of {}", number(&new), number(&old));
        }
        change(id, before.as_deref(), after.as_deref())
    }

    /// What changed about how the framework scores.
    fn scoring_text(&self) -> String {
        let (Some(old), Some(new)) = (&self.columns.0, &self.columns.1) else { return "the framework".to_string() };
        let weights = old.weights != new.weights || old.weighting != new.weighting;
        let formula = |column: &ScoreColumn| match &column.framework.scoring {
            crate::model::Scoring::Formula(code) => code.text.to_string(),
            _ => String::new(),
        };
        match (formula(old) != formula(new), weights) {
            (true, _) => format!("the formula of `{}`", self.by),
            (false, true) => format!("the weights of `{}`", self.by),
            _ => format!("how `{}` scores", self.by),
        }
    }

    fn rank(&self, pair: &InitiativePair, all: &[Places], score: Option<&ScoreDifference>) -> Option<RankDifference> {
        let (before, after) = (self.before(pair), self.after(pair));
        let rank = |r: Option<&RankedInitiative>| r.map(|r| (r.rank, r.order));
        if rank(before) == rank(after) {
            return None;
        }
        let (id, title) = self.names(pair);
        let (cause, made_way) = self.rank_cause(pair, all, score);
        Some(RankDifference {
            id,
            title,
            by: self.by.to_string(),
            before: before.map(|r| r.rank),
            after: after.map(|r| r.rank),
            order_before: before.and_then(|r| r.order),
            order_after: after.and_then(|r| r.order),
            cause,
            made_way,
        })
    }

    fn rank_cause(&self, pair: &InitiativePair, all: &[Places], score: Option<&ScoreDifference>) -> (String, bool) {
        let (id, _) = self.names(pair);
        match (pair.before, pair.after) {
            (None, _) => return ("new".into(), false),
            (_, None) => return ("no longer in the plan".into(), false),
            _ => {}
        }
        let (before, after) = (self.before(pair), self.after(pair));
        let mut causes = Vec::new();
        let (by_itself, by_others) = before.zip(after).map_or((true, false), |(b, a)| self.moved_by(b, a));
        if let Some(score) = score.filter(|_| by_itself) {
            causes.push(match (score.before, score.after) {
                (None, _) => "now has a score".to_string(),
                (_, None) => "no longer has a score".to_string(),
                _ => score.causes.first().map_or_else(|| "its score changed".to_string(), |cause| cause.text.clone()),
            });
        }
        if before.is_some() != after.is_some() && score.is_none() {
            let phase = self.changes.of("initiative", &id).iter().find(|c| c.field.as_deref() == Some("phase"));
            causes.push(match (after, phase.and_then(|c| c.after.as_deref())) {
                (None, Some(phase)) => format!("no longer ranked: phase {phase}"),
                (None, None) => "no longer ranked".to_string(),
                (Some(_), _) => "ranked again".to_string(),
            });
        }
        let verdict = |r: Option<&RankedInitiative>| r.and_then(|r| r.verdict);
        if verdict(before) != verdict(after) {
            causes.push(match verdict(after) {
                Some(verdict) => format!("decision: {}", verdict.as_str()),
                None => "no decision is in force any more".to_string(),
            });
        }
        let made_way = causes.is_empty() && score.is_none();
        if causes.is_empty() || by_others {
            causes.push(self.passed_by(pair, all));
        }
        (causes.join("; "), made_way)
    }

    /// Whether the rank would have changed by its own score alone, and whether by those of others alone. Where only both
    /// together move it, both are said to.
    fn moved_by(&self, before: &RankedInitiative, after: &RankedInitiative) -> (bool, bool) {
        if before.rank == after.rank {
            return (true, false);
        }
        let (was, is) = (goodness(&self.columns.0, before.score), goodness(&self.columns.1, after.score));
        let own = rank_among(&self.sorted.0, was, is) != before.rank;
        let others = rank_among(&self.sorted.1, is, was) != before.rank;
        if own || others { (own, others) } else { (was != is, true) }
    }

    /// Who changed places with it.
    fn passed_by(&self, pair: &InitiativePair, all: &[Places]) -> String {
        let (was, is) = (place(self.before(pair)), place(self.after(pair)));
        let above: Vec<&Places> = all.iter().filter(|o| o.was > was && o.is < is).collect();
        let below: Vec<&Places> = all.iter().filter(|o| o.was < was && o.is > is).collect();
        let named = |others: &[&Places], verb: &str| {
            let names: Vec<String> =
                others.iter().take(MAX_NAMED).map(|o| format!("`{}`", self.names(&o.pair).0)).collect();
            let more = others.len() - names.len();
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            (!names.is_empty()).then(|| format!("{verb} {}{more}", names.join(", ")))
        };
        let parts: Vec<String> =
            [named(&above, "now below"), named(&below, "now above")].into_iter().flatten().collect();
        if parts.is_empty() { "others changed places".to_string() } else { parts.join("; ") }
    }
}

/// A place by score; `usize::MAX` without one.
fn place(ranked: Option<&RankedInitiative>) -> usize {
    ranked.map_or(usize::MAX, |r| r.place)
}

/// A score so that more is better.
fn goodness(column: &Option<Arc<ScoreColumn>>, score: f64) -> f64 {
    if column.as_ref().is_some_and(|c| c.framework.lower_is_better) { -score } else { score }
}

/// The rank of a score among others, of which one takes its place. Scores that are equal to 11 digits share a rank.
fn rank_among(ascending: &[f64], instead_of: f64, score: f64) -> usize {
    let above = score + 1e-11 * score.abs();
    let better = ascending.len() - ascending.partition_point(|s| *s <= above);
    better - usize::from(instead_of > above) + 1
}

/// An initiative with its places by score; `usize::MAX` where it is not ranked.
struct Places {
    pair: InitiativePair,
    was: usize,
    is: usize,
}
