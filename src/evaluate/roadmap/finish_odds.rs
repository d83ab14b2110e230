//! With what probability each task is done by when.

use super::calendar::Calendar;
use super::sampler::ScheduleSampler;
use crate::limit::carried;
use crate::quantity::Date;
use planwright_stats::LatinHypercube;
use rayon::prelude::*;
use std::sync::Arc;

/// The finish of each task in every sample.
pub(super) struct FinishForecast {
    /// By task, sorted: the week before which it is done; one after the last week where it is not.
    pub finishes: Vec<Vec<u32>>,
    /// The week before which all that counts is done, sorted.
    all: Vec<u32>,
}

impl FinishForecast {
    /// The probability that a task is done before a week.
    pub(crate) fn done_before(&self, task: usize, week: usize) -> f64 {
        share_by_week(&self.finishes[task], week)
    }

    /// The probability that all that counts is done before a week.
    pub(crate) fn all_before(&self, week: usize) -> f64 {
        share_by_week(&self.all, week)
    }
}

/// The odds of one initiative, for any day.
#[derive(Clone, PartialEq)]
pub struct FinishOdds {
    finishes: Arc<[u32]>,
    calendar: Calendar,
    at_once: bool,
}

impl FinishOdds {
    /// Of sorted finishes; `at_once` where it is done on the day on which it may begin.
    pub(super) fn new(finishes: &[u32], calendar: Calendar, at_once: bool) -> FinishOdds {
        FinishOdds { finishes: finishes.into(), calendar, at_once }
    }

    /// The probability that it is done by the end of a day, 0 to 1.
    pub fn probability_by(&self, day: Date) -> f64 {
        share_by_week(&self.finishes, self.calendar.weeks_done_by(day, self.at_once))
    }

    /// The day by which it is done with a probability, 0 to 1; none where that is not within two years of the end of the
    /// plan's horizon.
    pub fn quantile(&self, p: f64) -> Option<Date> {
        let at = ((p * self.finishes.len() as f64).ceil() as usize).saturating_sub(1);
        let week = self.finishes.get(at).map(|f| *f as usize).filter(|f| *f <= self.calendar.weeks)?;
        Some(self.calendar.done_before(week, self.at_once))
    }
}

impl std::fmt::Debug for FinishOdds {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Chances").field("samples", &self.finishes.len()).finish_non_exhaustive()
    }
}

/// The share of sorted weeks that are not after one.
fn share_by_week(sorted: &[u32], week: usize) -> f64 {
    sorted.partition_point(|f| *f as usize <= week) as f64 / sorted.len().max(1) as f64
}

/// Samples a schedule; `counts` says of each task whether it is among those that [`FinishForecast::all_before`] asks of.
/// `None` where the schedule can't be sampled.
pub(super) fn sample_finishes(sampler: &ScheduleSampler<'_>, samples: u32, counts: &[bool]) -> Option<FinishForecast> {
    let certain = sampler.uncertainty_sources().is_empty();
    let strata = LatinHypercube::new(if certain { 1 } else { samples as usize });
    let chunk = carried(|chunk: usize| sampler.finishes(&sampler.draw(&strata, chunk), None, None));
    let chunks: Option<Vec<Vec<Vec<u32>>>> = (0..strata.chunks()).into_par_iter().map(chunk).collect();
    let mut finishes = vec![Vec::with_capacity(strata.samples()); counts.len()];
    for chunk in chunks? {
        finishes.iter_mut().zip(chunk).for_each(|(all, some)| all.extend(some));
    }
    let mut all = vec![0; strata.samples()];
    for (finishes, _) in finishes.iter().zip(counts).filter(|(_, counts)| **counts) {
        all.iter_mut().zip(finishes).for_each(|(all, finish)| *all = (*all).max(*finish));
    }
    all.sort_unstable();
    finishes.iter_mut().for_each(|f| f.sort_unstable());
    Some(FinishForecast { finishes, all })
}
