//! How sure it is that everything is done when it is planned to be, and what costs the most of it.

use super::result::{RiskCause, ScheduleRisk};
use super::sampler::{SampleChunk, ScheduleSampler, UncertaintySource};
use crate::limit::carried;
use planwright_stats::LatinHypercube;
use rayon::prelude::*;

/// Dates that are sampled to find what costs confidence: a fraction of a second's work, however large the plan is.
const MAX_DATES_SAMPLED: usize = 400_000;

/// The least and the most samples for it. Differences are read off the same samples, so that few will do.
const SAMPLE_RANGE: (usize, usize) = (200, 1_000);

/// The least and the most causes that are tried.
const CAUSES_TRIED_RANGE: (usize, usize) = (3, 48);

/// Causes for which there should be samples enough.
const MIN_CAUSES_AFFORDED: usize = 24;

/// A gain below this, in initiatives or as a probability, is not told from chance.
const MIN_GAIN: f64 = 0.005;

/// What costs confidence.
#[derive(Debug, Default)]
pub(super) struct UncertaintyCosts {
    /// Over all that counts, the costliest first.
    pub all: Vec<ScheduleRisk>,
    /// For each task the one that costs its own confidence most.
    pub by_task: Vec<Option<ScheduleRisk>>,
    /// How many causes there are.
    pub causes: usize,
    /// How many of them were tried.
    pub tried: usize,
}

/// What each task is held to: the week before which it should be done; none for what is not placed. What counts for the
/// whole is placed within the roadmap, whose last week is `end`.
pub(super) struct TargetWeeks<'m> {
    pub weeks: &'m [Option<usize>],
    pub counts: &'m [bool],
    pub end: usize,
}

/// In how many samples each task is in time and everything is done by the end.
struct OnTimeCounts {
    tasks: Vec<i64>,
    whole: i64,
}

impl TargetWeeks<'_> {
    fn in_time(&self, finishes: &[Vec<u32>], length: usize) -> OnTimeCounts {
        let task = |(finishes, mark): (&Vec<u32>, &Option<usize>)| {
            mark.map_or(0, |mark| finishes.iter().filter(|f| **f as usize <= mark).count() as i64)
        };
        let counted = || finishes.iter().zip(self.counts).filter(|(_, counts)| **counts);
        let done = (0..length).filter(|s| counted().all(|(f, _)| f[*s] as usize <= self.end));
        OnTimeCounts { tasks: finishes.iter().zip(self.weeks).map(task).collect(), whole: done.count() as i64 }
    }

    /// How many of what counts are late in each sample.
    fn late(&self, finishes: &[Vec<u32>], length: usize) -> Vec<f64> {
        let mut late = vec![0.0; length];
        for ((finishes, mark), _) in finishes.iter().zip(self.weeks).zip(self.counts).filter(|(_, counts)| **counts) {
            let Some(mark) = mark else { continue };
            late.iter_mut().zip(finishes).for_each(|(late, f)| *late += f64::from(u8::from(*f as usize > *mark)));
        }
        late
    }
}

/// What each cause costs: the schedule sampled again with the same random numbers, each time without one of them. Where
/// there are too many causes, those are tried whose weeks vary most with how much is late. `None` where the schedule can't be sampled.
pub(super) fn uncertainty_costs(
    sampler: &ScheduleSampler<'_>,
    marks: &TargetWeeks<'_>,
    initiative: impl Fn(usize) -> usize,
) -> Option<UncertaintyCosts> {
    let tasks = marks.weeks.len();
    let causes = sampler.uncertainty_sources();
    if causes.is_empty() {
        return Some(UncertaintyCosts { by_task: vec![None; tasks], ..UncertaintyCosts::default() });
    }
    let samples = (MAX_DATES_SAMPLED / (MIN_CAUSES_AFFORDED * tasks.max(1))).clamp(SAMPLE_RANGE.0, SAMPLE_RANGE.1);
    let strata = LatinHypercube::new(samples);
    let drawn = sampler.draw(&strata, 0);
    let base = sampler.finishes(&drawn, None, None)?;
    let most = (MAX_DATES_SAMPLED / (samples * tasks.max(1))).clamp(CAUSES_TRIED_RANGE.0, CAUSES_TRIED_RANGE.1);
    let tried = most_correlated(sampler, &drawn, &marks.late(&base, samples), &causes, most);
    let without = |unsure: &UncertaintySource| {
        Some(marks.in_time(&sampler.finishes(&drawn, Some(*unsure), Some(&base))?, samples))
    };
    let found: Option<Vec<OnTimeCounts>> = tried.par_iter().map(carried(without)).collect();
    let (found, base) = (found?, marks.in_time(&base, samples));
    let told = |unsure: UncertaintySource, gain: f64, whole: f64| {
        let (task, cause) = match unsure {
            UncertaintySource::Effort(task) => (task, RiskCause::Effort),
            UncertaintySource::Risk(task, risk) => (task, RiskCause::Risk(sampler.risks[task][risk].id.clone())),
        };
        ScheduleRisk { initiative: initiative(task), cause, gain, whole }
    };
    let mut all = Vec::new();
    let mut by_task: Vec<Option<ScheduleRisk>> = vec![None; tasks];
    for (unsure, found) in tried.iter().zip(&found) {
        // Whole numbers first: a difference of shares is not the share of a difference.
        let gains: Vec<i64> = found.tasks.iter().zip(&base.tasks).map(|(a, b)| a - b).collect();
        let share = |count: i64| count as f64 / samples as f64;
        let gain = share(gains.iter().zip(marks.counts).filter(|(_, counts)| **counts).map(|(gain, _)| gain).sum());
        if gain >= MIN_GAIN {
            all.push(told(*unsure, gain, share(found.whole - base.whole)));
        }
        for (best, gain) in by_task.iter_mut().zip(gains) {
            let gain = share(gain);
            if gain >= MIN_GAIN && best.as_ref().is_none_or(|b| gain > b.gain) {
                *best = Some(told(*unsure, gain, gain));
            }
        }
    }
    all.sort_by(|a, b| b.gain.total_cmp(&a.gain));
    Some(UncertaintyCosts { all, by_task, causes: causes.len(), tried: tried.len() })
}

/// So many of the causes: those whose weeks, by their standard deviation, go with the most that is late.
fn most_correlated(
    sampler: &ScheduleSampler<'_>,
    drawn: &SampleChunk,
    late: &[f64],
    causes: &[UncertaintySource],
    most: usize,
) -> Vec<UncertaintySource> {
    if causes.len() <= most {
        return causes.to_vec();
    }
    let centred = |values: &[f64]| -> Vec<f64> {
        let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
        values.iter().map(|v| v - mean).collect()
    };
    let late = centred(late);
    let strength = |cause: &UncertaintySource| {
        let weeks = centred(&sampler.added_weeks(drawn, *cause));
        let spread = weeks.iter().map(|w| w * w).sum::<f64>().sqrt();
        let together: f64 = weeks.iter().zip(&late).map(|(w, l)| w * l).sum();
        if spread > 0.0 { together / spread } else { 0.0 }
    };
    let mut ranked: Vec<(f64, UncertaintySource)> = causes.iter().map(|c| (strength(c), *c)).collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    ranked.into_iter().take(most).map(|(_, cause)| cause).collect()
}
