//! What ranges do to a ranking: intervals, odds, and neighbours that the estimates can't order.

mod spread_chart;

use crate::evaluate::{Evaluated, Progress, SamplingOptions, Simulation, TooManySamples};
use crate::model::DecisionVerdict;
use crate::report::output::phrasing::{approximate, group_thousands, percent};
use crate::report::output::table::{Align, Cell, Table};
use crate::report::rank::{IntervalReport, RankReport, RankRow};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use spread_chart::SpreadScale;

/// What sampling found about one initiative, beside its intervals.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RowOdds {
    /// The median of its score. The score itself is that of the medians of its inputs.
    pub median: f64,
    /// The interval of its score that holds half of the samples: the 25th and the 75th percentile.
    pub half: IntervalReport,
    /// The next one by rank; null for the last.
    pub next: Option<NextByRank>,
    /// The share of samples for which its formula fails, of which its other figures know nothing.
    pub failed: f64,
    /// A hundred of its sorted samples.
    #[serde(skip)]
    shape: Vec<f64>,
}

/// The next one by rank.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct NextByRank {
    /// Its name.
    pub id: String,
    /// The probability that this one is above it; samples in which they are level count half.
    pub above: f64,
    /// Whether that is so near to a half, 40% to 60%, that the estimates don't tell which is above.
    pub coin_toss: bool,
}

/// The interval of a rank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RankInterval {
    /// The best place.
    pub low: usize,
    /// The worst.
    pub high: usize,
}

/// For whom a table of odds is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableStyle {
    /// Each number in a column of its own.
    Programs,
    /// A document: intervals as one column.
    Document,
    /// A screen: as a document, with what a wide one has room for.
    Screen {
        /// Whether there is room for medians and drawings.
        wide: bool,
    },
}

/// Of two neighbours either may be above: a probability from here to the same distance above a half.
const COIN_TOSS_MIN: f64 = 0.4;

/// Whether a probability is a coin toss.
pub(crate) fn is_coin_toss(probability: f64) -> bool {
    (COIN_TOSS_MIN..=1.0 - COIN_TOSS_MIN).contains(&probability)
}

const RANGE: &str = "90% range";
const RANKS: &str = "ranks";
const MEDIAN: &str = "median";
const SPREAD: &str = "spread";

impl RankReport {
    /// Samples the ranges and adds what that finds; nothing where no input is a range or no samples are wanted. `all` as
    /// in [`RankOptions::all`](crate::report::rank::RankOptions::all); `work` tells how far it is.
    ///
    /// # Errors
    /// Where the ranking is too long to be sampled unasked. The report stays one of point values.
    pub fn sample_odds(
        &mut self,
        evaluated: &Evaluated,
        all: bool,
        draws: SamplingOptions,
        work: &Progress,
    ) -> Result<(), TooManySamples> {
        if let Some(sampling) = evaluated.sampling(&self.by, all, draws)?
            && let Some(simulation) = evaluated.simulate_with_progress(&self.by, sampling, all, &[], work).sampled()
        {
            self.set_odds(evaluated, &simulation, all);
        }
        Ok(())
    }

    /// Adds what sampling found; `all` as in [`RankOptions::all`](crate::report::rank::RankOptions::all).
    pub fn set_odds(&mut self, evaluated: &Evaluated, simulation: &Simulation, all: bool) {
        self.samples = Some(simulation.sampling.samples);
        self.seed = simulation.sampling.seed;
        self.top = Some(simulation.sampling.top);
        let whole = evaluated.ranking(&self.by, all).unwrap_or_default();
        let ranked = whole.by_score();
        let plan = evaluated.plan();
        let place: std::collections::HashMap<usize, usize> =
            ranked.iter().enumerate().map(|(at, r)| (r.initiative, at)).collect();
        for row in &mut self.rows {
            let Some(initiative) = plan.by_id.get(row.id.as_str()) else { continue };
            let Some(odds) = simulation.of(*initiative) else { continue };
            row.interval = Some(IntervalReport { low: odds.low, high: odds.high });
            row.rank_interval = Some(RankInterval { low: odds.best_rank, high: odds.worst_rank });
            row.top_probability = Some(odds.top_probability);
            let next = place.get(initiative).and_then(|at| ranked.get(at + 1)).map(|r| r.initiative);
            let varies = |i: usize| simulation.of(i).is_some_and(|o| o.low != o.high);
            // Two numbers that are equal share a rank: no estimate is in doubt.
            let doubtful = next.is_some_and(|next| varies(next) || varies(*initiative));
            row.odds = Some(RowOdds {
                median: odds.median,
                half: IntervalReport { low: odds.half.0, high: odds.half.1 },
                next: next.zip(odds.above_next).map(|(next, above)| NextByRank {
                    id: plan.initiatives[next].id().to_string(),
                    above,
                    coin_toss: doubtful && is_coin_toss(above),
                }),
                failed: odds.failed,
                shape: odds.shape.clone(),
            });
        }
    }

    /// The further columns of a ranking with odds, after the score.
    pub(in crate::report) fn odds_columns(&self, look: TableStyle) -> Vec<(String, Align)> {
        let Some(top) = self.top else { return Vec::new() };
        let right = |name: &str| (name.to_string(), Align::Right);
        if look == TableStyle::Programs {
            let of_top = format!("top_{top}");
            return ["low", "median", "high", "rank_low", "rank_high", &of_top, "above_next"].map(right).to_vec();
        }
        let mut columns = vec![right(RANGE), right(RANKS), right(&format!("top {top}"))];
        if look == (TableStyle::Screen { wide: true }) {
            columns.insert(0, right(MEDIAN));
            columns.push((SPREAD.to_string(), Align::Left));
        }
        columns
    }

    /// The cells of these columns for each of these rows.
    pub(in crate::report) fn odds_cells(&self, rows: &[&RankRow], look: TableStyle) -> Vec<Vec<Cell>> {
        let count = self.odds_columns(look).len();
        let scale = SpreadScale::of(rows.iter().filter_map(|r| r.interval));
        let cells = |row: &&RankRow| {
            let all = (row.interval, row.rank_interval, row.top_probability, row.odds.as_ref());
            let (Some(scores), Some(ranks), Some(top), Some(odds)) = all else { return vec![Cell::default(); count] };
            if look == TableStyle::Programs {
                let next = odds.next.as_ref().map_or_else(Cell::default, |n| Cell::number(n.above));
                let numbers = [scores.low, odds.median, scores.high, ranks.low as f64, ranks.high as f64, top];
                return numbers.map(Cell::number).into_iter().chain([next]).collect();
            }
            let places = range_text(ranks.low.to_string(), ranks.high.to_string());
            // A score without a range in it is what it is.
            let certain = scores.low == scores.high;
            let scored =
                if certain { String::new() } else { range_text(approximate(scores.low), approximate(scores.high)) };
            let mut cells = vec![Cell::new(scored), Cell::new(places), Cell::new(percent(top))];
            if look == (TableStyle::Screen { wide: true }) {
                cells.insert(0, if certain { Cell::default() } else { Cell::new(approximate(odds.median)) });
                cells.push(Cell::new(scale.as_ref().map_or(String::new(), |s| s.draw(&odds.shape))));
            }
            cells
        };
        rows.iter().map(cells).collect()
    }

    /// Whether ranks are marked where the next one by rank may as well be above.
    pub(in crate::report) fn is_marked(&self, look: TableStyle) -> bool {
        look != TableStyle::Programs && self.rows.iter().any(is_coin_toss_with_next)
    }

    /// The rank of a row; where ranks are `marked`, with its mark or a blank of the same width.
    pub(in crate::report) fn rank_cell(&self, row: &RankRow, look: TableStyle, marked: bool) -> Cell {
        let mark = match (marked, is_coin_toss_with_next(row)) {
            (true, true) => "≈",
            (true, false) if look != TableStyle::Document => " ",
            _ => "",
        };
        Cell::new(row.rank.map_or("–".to_string(), |rank| format!("{rank}{mark}")))
    }

    /// What the table's columns and marks mean, a line each; `shown` is the table as it came out.
    pub fn odds_legend(&self, shown: &Table, listed: &[&RankRow]) -> Vec<String> {
        let (Some(samples), Some(top)) = (self.samples, self.top) else { return Vec::new() };
        if listed.is_empty() {
            return Vec::new();
        }
        let has = |name: &str| shown.columns.iter().any(|(n, _)| n == name);
        let mut lines = Vec::new();
        let ends = match (has(RANGE), has(RANKS)) {
            (true, true) => "90% range and ranks: where score and rank are in 9 draws of 10; ",
            (true, false) => "90% range: where the score is in 9 draws of 10; ",
            _ => "",
        };
        lines.push(format!(
            "{} draws from the ranges. {ends}top {top}: how often it is {}.",
            group_thousands(samples.into()),
            match (top, self.is_ordered()) {
                (1, false) => "the first".to_string(),
                (1, true) => "the first by score".to_string(),
                (_, false) => format!("among the first {top}"),
                (_, true) => format!("among the first {top} by score"),
            }
        ));
        if listed.iter().any(|r| is_coin_toss_with_next(r)) {
            lines.push(
                "≈ a coin toss with the next rank: the estimates can't tell which of the two is above.".to_string(),
            );
        }
        if has(SPREAD)
            && let Some(scale) = SpreadScale::of(listed.iter().filter_map(|r| r.interval))
        {
            lines.push(scale.legend());
        }
        let failed = listed.iter().filter_map(|r| Some((&r.id, r.odds.as_ref()?.failed))).filter(|(_, f)| *f > 0.0);
        lines.extend(failed.map(|(id, share)| {
            format!("{id}: its formula fails in {} of the draws, which are left out.", percent(share))
        }));
        lines
    }

    /// The columns that only a wide screen has.
    pub fn wide_odds_columns() -> [&'static str; 2] {
        [SPREAD, MEDIAN]
    }

    /// What was decided about the rows that are listed, a line for each verdict.
    pub fn decision_lines(&self, top: Option<usize>) -> Vec<String> {
        let listed = self.listed_rows(top);
        let of = |verdict: DecisionVerdict| {
            let is = |r: &&&RankRow| r.decision.as_ref().is_some_and(|d| d.verdict == verdict.as_str());
            let ids: Vec<&str> = listed.iter().filter(is).map(|r| r.id.as_str()).collect();
            (!ids.is_empty()).then(|| ids.join(", "))
        };
        let said = [("Committed", DecisionVerdict::Commit), ("Deferred", DecisionVerdict::Defer)];
        said.into_iter().filter_map(|(word, verdict)| Some(format!("{word}: {}", of(verdict)?))).collect()
    }

    /// The columns that give way on a narrow screen, the first to go first.
    pub fn droppable_odds_columns() -> [&'static str; 5] {
        [SPREAD, MEDIAN, "decision", "title", RANKS]
    }
}

fn is_coin_toss_with_next(row: &RankRow) -> bool {
    row.odds.as_ref().and_then(|o| o.next.as_ref()).is_some_and(|n| n.coin_toss)
}

/// Two ends as one text.
pub(in crate::report) fn range_text(low: String, high: String) -> String {
    match (low == high, low.starts_with(['-', '−']) || high.starts_with(['-', '−'])) {
        (true, _) => low,
        (false, true) => format!("{low} to {high}"),
        (false, false) => format!("{low}–{high}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_coin_toss_is_from_40_to_60_percent() {
        assert!([0.4, 0.5, 0.6].into_iter().all(is_coin_toss));
        assert!(![0.399, 0.601, 0.0, 1.0].into_iter().any(is_coin_toss));
    }

    #[test]
    fn ends_are_told_apart() {
        assert_eq!(range_text("3".into(), "12".into()), "3–12");
        assert_eq!(range_text("-3".into(), "12".into()), "-3 to 12");
        assert_eq!(range_text("3".into(), "3".into()), "3");
    }
}
