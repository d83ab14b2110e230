//! What ranges of effort and risks do to the dates.
//!
//! In each sample every effort has a value of its range, every risk comes or does not and delays what waits; the tasks
//! are then placed anew in the order of the schedule, as early as they fit.

use super::calendar::Calendar;
use super::project::{Model, Placed, fill};
use super::work::Part;
use crate::evaluate::distribution::{Distribution, normal_quantile};
use crate::evaluate::evaluated::Evaluated;
use crate::evaluate::inputs::fitted;
use crate::evaluate::simulate::{Strata, fact_key};
use crate::model::{Datum, Record};
use crate::schedule::Replay;
use rayon::prelude::*;
use std::sync::atomic::Ordering;

/// A risk with what it delays.
struct Risk {
    /// The standard normal score below which it comes.
    below: f64,
    key: u64,
    weeks: f64,
    delay: Option<(u64, Distribution)>,
}

/// The finish of each task in every sample.
pub(super) struct Forecast {
    /// By task, sorted: the week before which it is done; one behind the last week where it is not.
    pub finishes: Vec<Vec<u32>>,
}

impl Forecast {
    /// The probability that a task is done before a week.
    pub fn done_before(&self, task: usize, week: usize) -> f64 {
        let all = &self.finishes[task];
        all.partition_point(|f| *f as usize <= week) as f64 / all.len().max(1) as f64
    }

    /// The week before which a task is done with a probability; none beyond the calendar.
    pub fn quantile(&self, task: usize, p: f64, calendar: Calendar) -> Option<usize> {
        let all = &self.finishes[task];
        let at = ((p * all.len() as f64).ceil() as usize).saturating_sub(1);
        all.get(at).map(|f| *f as usize).filter(|f| *f <= calendar.weeks)
    }
}

fn risks(evaluated: &Evaluated, record: &Record) -> Vec<Risk> {
    let plan = evaluated.plan();
    let weeks = plan.units.parse("weeks").ok();
    let key = |risk: &Record, field: &str| fact_key(plan.settings.seed, record, &format!("risk[{}].{field}", risk.id));
    let read = |risk: &Record| {
        let likelihood = match risk.value("likelihood")? {
            Datum::Quantity(q) => evaluated.number(q, None)?,
            _ => return None,
        };
        let Datum::Quantity(delay) = risk.value("delay")? else { return None };
        let amount = evaluated.world.amount(delay, weeks.as_ref())?;
        let (median, range) = fitted(amount, plan.settings.interval, Default::default()).ok()?;
        let likelihood = likelihood.clamp(0.0, 1.0);
        let below = match likelihood {
            0.0 => f64::NEG_INFINITY,
            1.0 => f64::INFINITY,
            l => normal_quantile(l),
        };
        let delay = range.map(|d| (key(risk, "delay"), d));
        Some(Risk { below, key: key(risk, "likelihood"), weeks: median, delay })
    };
    record.blocks.iter().filter(|b| &*b.kind == "risk").filter_map(read).collect()
}

/// Samples the schedule whose tasks are taken in this order. `None` where it was stopped.
pub(super) fn forecast(evaluated: &Evaluated, model: &Model, order: &[usize], samples: u32) -> Option<Forecast> {
    let plan = evaluated.plan();
    let risks: Vec<Vec<Risk>> =
        model.tasks.iter().map(|t| risks(evaluated, &plan.initiatives[t.initiative].record)).collect();
    let varies = |t: &Placed| t.parts.iter().any(|p| !p.source.ranges.is_empty());
    let certain = !model.tasks.iter().any(varies) && risks.iter().all(Vec::is_empty);
    let strata = Strata::new(if certain { 1 } else { samples as usize });
    let cancel = evaluated.cancel_flag();
    let stopped = || cancel.as_ref().is_some_and(|c| c.load(Ordering::Relaxed));
    let Ok(ready) = Replay::new(order).ready(&model.project) else {
        return Some(Forecast { finishes: vec![Vec::new(); model.tasks.len()] });
    };
    let chunk = |chunk: usize| -> Option<Vec<Vec<u32>>> {
        let length = strata.chunk_length();
        let mut draw = Draw { strata: &strata, chunk, order: Vec::new(), room: vec![0.0; length] };
        let work: Vec<Vec<Vec<f64>>> =
            model.tasks.iter().map(|t| t.parts.iter().map(|p| draw.part(p)).collect()).collect();
        let delays: Vec<Vec<f64>> = risks.iter().map(|risks| draw.delays(risks)).collect();
        let mut finishes = vec![Vec::with_capacity(length); model.tasks.len()];
        let (mut ready, mut used) = (ready.clone(), Vec::new());
        let late: Vec<Vec<u32>> = delays.iter().map(|d| d.iter().map(|weeks| weeks.ceil() as u32).collect()).collect();
        let never = model.project.periods as u32 + 1;
        for sample in 0..length {
            if stopped() {
                return None;
            }
            for (at, task) in model.tasks.iter().enumerate() {
                // What is certain need be said but once.
                if sample == 0 || varies(task) {
                    let mut part = work[at].iter();
                    fill(&mut used, task, |_| part.next().map_or(0.0, |w| w[sample]));
                    ready.uses(at, &used).ok()?;
                }
                if !risks[at].is_empty() {
                    ready.delay(at, late[at][sample] as usize);
                }
            }
            for ((finishes, date), late) in finishes.iter_mut().zip(ready.dates()).zip(&late) {
                finishes.push(date.map_or(never, |(_, finish)| (finish as u32 + late[sample]).min(never)));
            }
        }
        Some(finishes)
    };
    let chunks: Option<Vec<Vec<Vec<u32>>>> = (0..strata.chunks()).into_par_iter().map(chunk).collect();
    let mut finishes = vec![Vec::with_capacity(strata.samples()); model.tasks.len()];
    for chunk in chunks? {
        finishes.iter_mut().zip(chunk).for_each(|(all, some)| all.extend(some));
    }
    finishes.iter_mut().for_each(|f| f.sort_unstable());
    Some(Forecast { finishes })
}

/// Samples of one chunk.
struct Draw<'s> {
    strata: &'s Strata,
    chunk: usize,
    order: Vec<u32>,
    room: Vec<f64>,
}

impl Draw<'_> {
    fn scores(&mut self, key: u64) -> Vec<f64> {
        let mut scores = vec![0.0; self.room.len()];
        self.strata.scores(key, self.chunk, &mut self.order, &mut scores);
        scores
    }

    /// The work of a part, in person-weeks.
    fn part(&mut self, part: &Part) -> Vec<f64> {
        let mut sum = vec![part.source.fixed; self.room.len()];
        for (key, distribution) in &part.source.ranges {
            let scores = self.scores(*key);
            distribution.at_scores(&scores, &mut self.room);
            sum.iter_mut().zip(&self.room).for_each(|(sum, x)| *sum += x);
        }
        sum.iter_mut().for_each(|x| *x = (*x * part.source.factor).max(0.0));
        sum
    }

    /// The weeks by which risks delay what waits.
    fn delays(&mut self, risks: &[Risk]) -> Vec<f64> {
        let mut sum = vec![0.0; self.room.len()];
        for risk in risks {
            let comes = self.scores(risk.key);
            let weeks = match &risk.delay {
                Some((key, distribution)) => {
                    let scores = self.scores(*key);
                    distribution.at_scores(&scores, &mut self.room);
                    self.room.clone()
                }
                None => vec![risk.weeks; self.room.len()],
            };
            for ((sum, comes), weeks) in sum.iter_mut().zip(comes).zip(weeks) {
                *sum += if comes < risk.below { weeks.max(0.0) } else { 0.0 };
            }
        }
        sum.iter_mut().for_each(|w| *w = w.min(1e6));
        sum
    }
}
