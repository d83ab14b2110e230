//! What it is worth to have something earlier.

use super::initial_states::InitialStates;
use super::task::{ScheduledTask, TaskKind};
use crate::evaluate::scores::{Evaluated, RankedInitiative, Ranking};
use std::collections::HashMap;

/// An initiative with what it counts by.
pub(in crate::evaluate) struct ValuedInitiative {
    /// Its index in the plan.
    pub initiative: usize,
    /// Its score or worth.
    pub score: f64,
    /// Its place by that, 1 for the first.
    pub rank: usize,
}

/// Initiatives by their scores.
pub(super) fn valued_by_score(ranking: &Ranking) -> Vec<ValuedInitiative> {
    let row = |r: &RankedInitiative| ValuedInitiative { initiative: r.initiative, score: r.score, rank: r.rank };
    ranking.rows.iter().map(row).collect()
}

/// Open initiatives by what they are worth, the most first; of equals all have the first one's place.
pub(super) fn valued_by_worth(worth: &[Option<f64>], open: impl Fn(usize) -> bool) -> Vec<ValuedInitiative> {
    let known = worth.iter().enumerate().filter(|(at, _)| open(*at)).filter_map(|(at, worth)| Some((at, (*worth)?)));
    let mut known: Vec<(usize, f64)> = known.filter(|(_, worth)| worth.is_finite()).collect();
    known.sort_by(|a, b| b.1.total_cmp(&a.1));
    let rank = |worth: f64| known.partition_point(|(_, other)| *other > worth) + 1;
    known
        .iter()
        .map(|(initiative, score)| ValuedInitiative { initiative: *initiative, score: *score, rank: rank(*score) })
        .collect()
}

/// What a week earlier is worth: the score, for each person-week of work, so that alone on one team the order is that
/// of the ranking (Smith 1956). A whole brings its worth when its last part is done, where no part has a score. To have
/// something within the roadmap, and by its date, is worth its score whatever its work is, as in a choice by scores: what
/// has no room is what is worth the least, not what is small.
pub(super) struct TaskValues {
    weights: Vec<f64>,
    kept: Vec<f64>,
    late: Vec<f64>,
    urgency: Vec<f64>,
}

impl TaskValues {
    pub(super) fn new(
        evaluated: &Evaluated,
        rows: &[ValuedInitiative],
        tasks: &[ScheduledTask],
        standing: &InitialStates,
    ) -> TaskValues {
        // Scores that can't be compared as shares count by rank.
        let lower = rows.iter().any(|r| r.score <= 0.0)
            || rows
                .first()
                .zip(rows.last())
                .is_some_and(|(first, last)| first.rank < last.rank && first.score < last.score);
        let most = rows.iter().map(|r| r.score).fold(0.0, f64::max);
        let count = rows.len() as f64;
        let value = |row: &ValuedInitiative| {
            if lower { (count - row.rank as f64 + 1.0) / count } else { row.score / most }
        };
        let scores: HashMap<usize, f64> = rows.iter().map(|r| (r.initiative, value(r).max(MIN_SCORE_SHARE))).collect();
        let parts = &evaluated.scored_plan.hierarchy;
        let mut below = vec![0.0_f64; standing.parts.len()];
        for task in tasks {
            parts.self_and_ancestors(task.initiative).for_each(|i| below[i] += effort(task));
        }
        let mut scored_below = vec![false; standing.parts.len()];
        let mut scored_above = vec![None; standing.parts.len()];
        for i in parts.parents_first().rev() {
            scored_below[i] = standing.parts[i].iter().any(|part| scored_below[*part] || scores.contains_key(part));
        }
        for i in parts.parents_first() {
            let above: Option<f64> = parts.parent(i).and_then(|whole| scored_above[whole]);
            scored_above[i] = scores.get(&i).copied().filter(|_| !scored_below[i]).or(above);
        }
        let mut values = TaskValues { weights: Vec::new(), kept: Vec::new(), late: Vec::new(), urgency: Vec::new() };
        let worked: Vec<f64> = tasks.iter().filter(|t| t.is_work()).map(effort).collect();
        let usual = worked.iter().sum::<f64>() / worked.len().max(1) as f64;
        for (at, task) in tasks.iter().enumerate() {
            let i = task.initiative;
            // What nobody has scored comes last, in the order of the names.
            let unscored = MIN_SCORE_SHARE * (1.0 - at as f64 / (2.0 * tasks.len() as f64));
            let own = scores.get(&i).copied();
            let (weight, late, urgency) = match task.kind {
                TaskKind::Gate => (0.0, 0.0, 0.0),
                TaskKind::Whole => {
                    let effort = below[i].max(0.01);
                    let weight = own.filter(|_| !scored_below[i]).map_or(0.0, |score| score * effort);
                    (weight, own.unwrap_or(unscored) * effort, own.filter(|_| !scored_below[i]).unwrap_or(0.0))
                }
                TaskKind::Work | TaskKind::Rest => {
                    let own = own.filter(|_| task.kind == TaskKind::Work);
                    let weight = own.unwrap_or(unscored) * effort(task).max(0.01);
                    // Parts of a whole that has a score go by that until they have one.
                    (weight, weight, own.or(scored_above[i]).unwrap_or(unscored))
                }
            };
            let score = match task.kind {
                TaskKind::Gate => 0.0,
                TaskKind::Whole => own.filter(|_| !scored_below[i]).unwrap_or(0.0),
                TaskKind::Work => own.unwrap_or(unscored),
                TaskKind::Rest => unscored,
            };
            values.kept.push(score * usual.max(0.01) / 2.0);
            values.weights.push(weight);
            values.late.push(late);
            values.urgency.push(urgency);
        }
        values
    }

    /// What a task is worth, done at once.
    pub(super) fn of(&self, task: usize) -> f64 {
        self.weights[task]
    }

    /// What it is worth to have it within the roadmap at all, and the same again to have it by its date.
    pub(super) fn kept(&self, task: usize) -> f64 {
        self.kept[task]
    }

    /// What it would be worth to have it in time.
    pub(super) fn late(&self, task: usize) -> f64 {
        self.late[task]
    }

    /// What a week of work on it is worth.
    pub(crate) fn urgency(&self, task: usize) -> f64 {
        self.urgency[task]
    }
}

/// All the work of a task, in person-weeks.
fn effort(task: &ScheduledTask) -> f64 {
    task.parts.iter().map(|p| p.weeks).sum()
}

/// The score, as a share of the best, that is not told from nothing.
const MIN_SCORE_SHARE: f64 = 1e-4;

#[cfg(test)]
mod tests {
    use super::valued_by_worth;

    #[test]
    fn equals_share_the_first_place() {
        let worth = [Some(2.0), None, Some(5.0), Some(2.0), Some(9.0), Some(1.0), Some(f64::NAN)];
        let rows = valued_by_worth(&worth, |i| i != 4);
        let rows: Vec<(usize, usize)> = rows.iter().map(|r| (r.initiative, r.rank)).collect();
        assert_eq!(rows, [(2, 1), (0, 2), (3, 2), (5, 4)]);
    }
}
