//! What ranges of effort and risks do to the dates.
//!
//! In each sample every effort has a value of its range, every risk comes or does not and delays what waits; the tasks
//! are then placed anew in the order of the schedule, as early as they fit.

use super::project::RoadmapModel;
use super::risk::{Risk, risks};
use super::task::{ScheduledTask, fill_resource_uses};
use super::team_work::{EffortSource, TeamPart};
use crate::evaluate::scores::Evaluated;
use crate::limit::look;
use planwright_solver::{PreparedReplay, ScheduleReplay};
use planwright_stats::LatinHypercube;

/// Draws samples of a model, and the dates that come of them.
pub(super) struct ScheduleSampler<'m> {
    model: &'m RoadmapModel,
    /// By task.
    pub risks: Vec<Vec<Risk>>,
    /// None where the project has a fault, and nothing is sampled.
    ready: Option<PreparedReplay>,
}

/// Something that makes dates unsure, by index of the task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum UncertaintySource {
    /// The ranges of its effort.
    Effort(usize),
    /// One of its risks, by index.
    Risk(usize, usize),
}

/// Samples of one chunk.
pub(super) struct SampleChunk {
    /// Person-weeks, by task, part and sample.
    work: Vec<Vec<Vec<f64>>>,
    /// Weeks by which what waits is delayed, by task, risk and sample.
    delays: Vec<Vec<Vec<f64>>>,
    length: usize,
}

/// The most weeks that risks delay together.
const MAX_DELAY_WEEKS: f64 = 1e6;

impl<'m> ScheduleSampler<'m> {
    /// Of the schedule whose tasks are taken in this order.
    pub(super) fn new(evaluated: &Evaluated, model: &'m RoadmapModel, list: &[usize]) -> ScheduleSampler<'m> {
        let record = |t: &ScheduledTask| &evaluated.plan().initiatives[t.initiative].record;
        let risks = model.tasks.iter().map(|t| risks(evaluated, record(t))).collect();
        let ready = ScheduleReplay::new(list).prepare(&model.project).ok();
        ScheduleSampler { model, risks, ready }
    }

    /// All that makes dates unsure, in the order of the tasks.
    pub(super) fn uncertainty_sources(&self) -> Vec<UncertaintySource> {
        let of = |(at, (task, risks)): (usize, (&ScheduledTask, &Vec<Risk>))| {
            let effort = has_uncertain_effort(task).then_some(UncertaintySource::Effort(at));
            effort.into_iter().chain((0..risks.len()).map(move |r| UncertaintySource::Risk(at, r))).collect::<Vec<_>>()
        };
        self.model.tasks.iter().zip(&self.risks).enumerate().flat_map(of).collect()
    }

    /// The samples of one chunk.
    pub(super) fn draw(&self, strata: &LatinHypercube, chunk: usize) -> SampleChunk {
        let length = strata.chunk_length();
        let mut draw = ChunkSampler { strata, chunk, order: Vec::new(), room: vec![0.0; length] };
        let work = self.model.tasks.iter().map(|t| t.parts.iter().map(|p| draw.part(p)).collect()).collect();
        let delays = self.risks.iter().map(|risks| risks.iter().map(|r| draw.delay(r)).collect()).collect();
        SampleChunk { work, delays, length }
    }

    /// By task, the week before which it is done in each sample, one after the last week where it is not; with one
    /// thing left out that makes it unsure: a risk that never comes, an effort that is always its median. `known` are
    /// the same with nothing left out. `None` where the schedule can't be sampled.
    pub(super) fn finishes(
        &self,
        drawn: &SampleChunk,
        without: Option<UncertaintySource>,
        known: Option<&[Vec<u32>]>,
    ) -> Option<Vec<Vec<u32>>> {
        let mut finishes = vec![Vec::with_capacity(drawn.length); self.model.tasks.len()];
        let (mut ready, mut used) = (self.ready.clone()?, Vec::new());
        let never = self.model.project.periods as u32 + 1;
        let mut late = vec![0; self.model.tasks.len()];
        let mut first = true;
        for sample in 0..drawn.length {
            look();
            // Where a risk does not come, nothing is left out.
            let absent =
                matches!(without, Some(UncertaintySource::Risk(task, risk)) if drawn.delays[task][risk][sample] <= 0.0);
            if let Some(known) = known.filter(|_| absent) {
                finishes.iter_mut().zip(known).for_each(|(finishes, known)| finishes.push(known[sample]));
                continue;
            }
            for (at, late) in late.iter_mut().enumerate() {
                let comes = |risk: &usize| without != Some(UncertaintySource::Risk(at, *risk));
                let delays = &drawn.delays[at];
                let weeks: f64 = (0..delays.len()).filter(comes).map(|risk| delays[risk][sample]).sum();
                *late = weeks.min(MAX_DELAY_WEEKS).ceil() as u32;
            }
            for (at, task) in self.model.tasks.iter().enumerate() {
                // What is certain need be said but once.
                if first || has_uncertain_effort(task) {
                    let certain = without == Some(UncertaintySource::Effort(at));
                    let mut work = drawn.work[at].iter();
                    fill_resource_uses(&mut used, task, |part| {
                        let drawn = work.next().map_or(0.0, |w| w[sample]);
                        if certain { part.weeks } else { drawn }
                    });
                    ready.set_uses(at, &used).ok()?;
                }
                if !self.risks[at].is_empty() {
                    ready.set_delay(at, late[at] as usize);
                }
            }
            first = false;
            for ((finishes, date), late) in finishes.iter_mut().zip(ready.dates()).zip(&late) {
                finishes.push(date.map_or(never, |(_, finish)| (finish as u32 + late).min(never)));
            }
        }
        Some(finishes)
    }

    /// The weeks that something adds in each sample.
    pub(super) fn added_weeks(&self, drawn: &SampleChunk, unsure: UncertaintySource) -> Vec<f64> {
        match unsure {
            UncertaintySource::Risk(task, risk) => drawn.delays[task][risk].clone(),
            UncertaintySource::Effort(task) => {
                (0..drawn.length).map(|sample| drawn.work[task].iter().map(|part| part[sample]).sum()).collect()
            }
        }
    }
}

/// Whether the effort of a task is unsure.
fn has_uncertain_effort(task: &ScheduledTask) -> bool {
    task.parts.iter().any(|p| p.source.varies())
}

/// Room to draw in.
struct ChunkSampler<'s> {
    strata: &'s LatinHypercube,
    chunk: usize,
    order: Vec<u32>,
    room: Vec<f64>,
}

impl ChunkSampler<'_> {
    fn scores(&mut self, key: u64) -> Vec<f64> {
        let mut scores = vec![0.0; self.room.len()];
        self.strata.scores(key, self.chunk, &mut self.order, &mut scores);
        scores
    }

    /// The work of a part, in person-weeks.
    fn part(&mut self, part: &TeamPart) -> Vec<f64> {
        self.source(&part.source)
    }

    fn source(&mut self, source: &EffortSource) -> Vec<f64> {
        let mut sum = vec![source.fixed; self.room.len()];
        for (key, distribution) in &source.ranges {
            let scores = self.scores(*key);
            distribution.at_scores(&scores, &mut self.room);
            sum.iter_mut().zip(&self.room).for_each(|(sum, x)| *sum += x);
        }
        if let Some(beyond) = &source.remainder {
            let signed = beyond.whole.iter().map(|s| (1.0, s)).chain(beyond.parts.iter().map(|s| (-1.0, s)));
            for (sign, source) in signed {
                let drawn = self.source(source);
                sum.iter_mut().zip(drawn).for_each(|(sum, x)| *sum += sign * x);
            }
        }
        sum.iter_mut().for_each(|x| *x = (*x * source.factor).max(0.0));
        sum
    }

    /// The weeks by which a risk delays what waits: none where it does not come.
    fn delay(&mut self, risk: &Risk) -> Vec<f64> {
        let comes = self.scores(risk.key);
        let mut weeks = match &risk.delay {
            Some((key, distribution)) => {
                let scores = self.scores(*key);
                distribution.at_scores(&scores, &mut self.room);
                self.room.clone()
            }
            None => vec![risk.weeks; self.room.len()],
        };
        let delay = |(weeks, comes): (&mut f64, f64)| *weeks = if comes < risk.below { weeks.max(0.0) } else { 0.0 };
        weeks.iter_mut().zip(comes).for_each(delay);
        weeks
    }
}

#[cfg(test)]
mod tests;
