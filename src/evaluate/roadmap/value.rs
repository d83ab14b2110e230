//! What it is worth to have something earlier.

use super::project::{Placed, effort};
use crate::evaluate::evaluated::Evaluated;
use crate::evaluate::ranking::Ranking;
use std::collections::HashMap;

/// An initiative with what it counts by.
pub(super) struct Row {
    /// Its index in the plan.
    pub initiative: usize,
    /// Its score or worth.
    pub score: f64,
    /// Its place by that, 1 for the first.
    pub rank: usize,
}

/// Initiatives by their scores.
pub(super) fn by_score(ranking: &Ranking) -> Vec<Row> {
    let row = |r: &crate::evaluate::Ranked| Row { initiative: r.initiative, score: r.score, rank: r.rank };
    ranking.rows.iter().map(row).collect()
}

/// Open initiatives by what they are worth, the most first; of equals all have the first one's place.
pub(super) fn by_worth(worth: &[Option<f64>], open: impl Fn(usize) -> bool) -> Vec<Row> {
    let known = worth.iter().enumerate().filter(|(at, _)| open(*at)).filter_map(|(at, worth)| Some((at, (*worth)?)));
    let mut known: Vec<(usize, f64)> = known.filter(|(_, worth)| worth.is_finite()).collect();
    known.sort_by(|a, b| b.1.total_cmp(&a.1));
    let rank = |worth: f64| known.partition_point(|(_, other)| *other > worth) + 1;
    known.iter().map(|(initiative, score)| Row { initiative: *initiative, score: *score, rank: rank(*score) }).collect()
}

/// What a week earlier is worth: the score, for each person-week of work, so that alone on one team the order is that
/// of the ranking (Smith 1956).
pub(super) struct Values {
    scores: HashMap<usize, f64>,
}

impl Values {
    pub fn new(evaluated: &Evaluated, rows: &[Row], tasks: &[Placed]) -> Values {
        // Scores that can't be compared as shares count by rank.
        let lower = rows.iter().any(|r| r.score <= 0.0)
            || rows
                .first()
                .zip(rows.last())
                .is_some_and(|(first, last)| first.rank < last.rank && first.score < last.score);
        let most = rows.iter().map(|r| r.score).fold(0.0, f64::max);
        let count = rows.len() as f64;
        let value = |row: &Row| {
            if lower { (count - row.rank as f64 + 1.0) / count } else { row.score / most }
        };
        let mut scores: HashMap<usize, f64> = rows.iter().map(|r| (r.initiative, value(r).max(LEAST))).collect();
        // What nobody has scored comes last, in the order written.
        let unscored = tasks.iter().filter(|t| !scores.contains_key(&t.initiative)).map(|t| t.initiative);
        let rest: Vec<usize> = unscored.collect();
        let all = evaluated.plan().initiatives.len().max(1) as f64;
        scores.extend(rest.iter().map(|i| (*i, LEAST * (1.0 - *i as f64 / (2.0 * all)))));
        Values { scores }
    }

    pub fn of(&self, task: &Placed) -> f64 {
        self.scores.get(&task.initiative).copied().unwrap_or(LEAST) * effort(task).max(0.01)
    }
}

/// The score, as a share of the best, that is not told from nothing.
const LEAST: f64 = 1e-4;

#[cfg(test)]
mod tests {
    use super::by_worth;

    #[test]
    fn equals_share_the_first_place() {
        let worth = [Some(2.0), None, Some(5.0), Some(2.0), Some(9.0), Some(1.0), Some(f64::NAN)];
        let rows = by_worth(&worth, |i| i != 4);
        let rows: Vec<(usize, usize)> = rows.iter().map(|r| (r.initiative, r.rank)).collect();
        assert_eq!(rows, [(2, 1), (0, 2), (3, 2), (5, 4)]);
    }
}
