//! Experiments: two or more groups, one difference between them.

mod compare;
mod group;
mod guardrail;
mod read;
mod size;

pub use compare::{Comparison, Verdict};
pub use group::Group;
pub use guardrail::{Guarded, Guardrail};
pub use size::Size;

use super::evaluated::Evaluated;
use super::impossible::counted_early;
use super::world::World;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Initiative, Metric, Record};
use crate::quantity::{Date, Period, Unit};
use crate::source::Span;
use planwright_stats::{goodness_of_fit, holm};
use std::sync::Arc;

/// The confidence of every interval of an experiment.
pub const CONFIDENCE: f64 = 0.95;
/// The power that a needed sample size is for.
pub const POWER: f64 = 0.8;
/// A sample-ratio mismatch is told below this p-value (Fabijan et al. 2019).
pub const MISMATCH: f64 = 0.001;
/// Fewer successes or failures than this in a group, and the normal approximation is poor.
pub const FEW: f64 = 10.0;

/// An experiment with what it shows.
#[derive(Debug, Clone)]
pub struct Experiment {
    /// The initiative it belongs to.
    pub initiative: Arc<str>,
    /// Its name in the initiative.
    pub id: Arc<str>,
    /// Its title, or its name where it has none.
    pub title: Arc<str>,
    /// The metric it was meant to move.
    pub metric: Arc<str>,
    /// What its means are measured in; absent where it counts successes.
    pub unit: Option<Unit>,
    /// Whether it counts successes.
    pub shares: bool,
    /// Whether a lower value is better.
    pub lower: bool,
    /// When it ran.
    pub ran: Option<(Period, Period)>,
    /// Its last day, where that is said.
    pub ends: Option<Date>,
    /// Whether that day is still to come.
    pub running: bool,
    /// How many members a week can be had.
    pub traffic: Option<f64>,
    /// How many members it takes to see the least effect worth having; absent where that can't be told.
    pub size: Option<Size>,
    /// The metrics that it must not hurt, with what was measured of them since it began.
    pub guardrails: Vec<Guarded>,
    /// The groups, the one without the change first.
    pub groups: Vec<Group>,
    /// Each variant against the group without the change; empty where the figures can't be.
    pub comparisons: Vec<Comparison>,
    /// How likely groups of these sizes are under the shares they should have; absent where no split is given.
    pub srm_p: Option<f64>,
    /// The least effect worth having, as a difference.
    pub least_effect: Option<f64>,
    /// What is wrong with its figures.
    pub findings: Vec<Diagnostic>,
    /// Where its header stands.
    pub span: Span,
    /// Whether its figures can be.
    sound: bool,
}

impl Experiment {
    /// Its full name: `initiative.experiment`.
    pub fn name(&self) -> String {
        format!("{}.{}", self.initiative, self.id)
    }

    /// Whether the groups do not have the shares they should have: nothing else it says can be trusted.
    pub(crate) fn mismatched(&self) -> bool {
        self.srm_p.is_some_and(|p| p < MISMATCH)
    }
}

impl Evaluated {
    /// The experiments of an initiative, by its index, in the order they are written.
    pub fn experiments(&self, initiative: usize) -> Vec<Experiment> {
        self.plan().initiatives.get(initiative).map_or(Vec::new(), |i| self.world.experiments(i))
    }

    /// What is wrong with the figures of every experiment, and the guardrails that broke.
    pub(crate) fn experiment_findings(&self) -> Vec<Diagnostic> {
        let initiatives = self.plan().initiatives.iter();
        let blocks = initiatives.flat_map(|i| i.record.blocks.iter().map(move |b| (i.id(), b)));
        let blocks = blocks.filter(|(_, b)| &*b.kind == "experiment");
        blocks.flat_map(|(id, block)| self.world.experiment(id, block).findings).collect()
    }
}

/// How many experiments of an initiative that are over show an effect on the better side of their metric.
pub(super) fn supporting(world: &World, initiative: &Initiative) -> usize {
    let supports = |e: &&Experiment| {
        let counts = |c: &&Comparison| !matches!(c.verdict, Verdict::Untrusted | Verdict::NotOver);
        let better = |c: &Comparison| if e.lower { c.effect < 0.0 } else { c.effect > 0.0 };
        e.comparisons.iter().filter(counts).any(better)
    };
    world.experiments(initiative).iter().filter(supports).count()
}

impl World {
    fn experiments(&self, initiative: &Initiative) -> Vec<Experiment> {
        let blocks = initiative.record.blocks.iter().filter(|b| &*b.kind == "experiment");
        let judged = blocks.map(|block| {
            let mut experiment = self.experiment(initiative.id(), block);
            experiment.compare();
            experiment
        });
        judged.collect()
    }

    fn experiment(&self, initiative: &Arc<str>, record: &Record) -> Experiment {
        let metric = record.word("metric").cloned().unwrap_or_default();
        let declared = self.plan.metric(&metric);
        let mut found = Experiment {
            initiative: initiative.clone(),
            id: record.id.clone(),
            title: record.title().into(),
            metric,
            unit: declared.and_then(|m| m.unit.clone()),
            shares: false,
            lower: declared.is_some_and(Metric::lower_is_better),
            ran: read::ran(record),
            ends: None,
            running: false,
            traffic: self.traffic(record),
            size: None,
            guardrails: Vec::new(),
            groups: Vec::new(),
            comparisons: Vec::new(),
            srm_p: None,
            least_effect: None,
            findings: Vec::new(),
            span: record.header,
            sound: false,
        };
        found.ends = found.ran.and_then(read::ends);
        found.running = found.ends.is_some_and(|end| end >= self.today);
        self.guard(record, &mut found);
        // What it says before it began nobody has counted: it is only announced.
        let early = counted_early(record, self.today);
        if !early {
            self.read_groups(record, &mut found);
        }
        let announced = record.blocks.is_empty() || early;
        if found.findings.iter().any(Diagnostic::is_error) || found.groups.len() < 2 && !announced {
            return found;
        }
        found.shares |= announced && found.unit.as_ref().is_some_and(Unit::is_percent);
        let before = match found.groups.first() {
            Some(control) => Some(control.value()),
            None => declared.and_then(Metric::value),
        };
        found.least_effect = self.least_effect(record, &mut found.findings, before, found.shares, &found.unit);
        found.size = self.size(record, &found, before);
        if announced {
            return found;
        }
        found.srm_p = srm(&found.groups);
        found.sound = true;
        found.few();
        if found.mismatched() {
            let p = found.srm_p.unwrap_or_default();
            let at = record.fact("split").map_or(record.header, |f| f.span);
            let said =
                format!("the groups of `{}` do not have the shares they should have (p = {p:.1e})", found.name());
            found.findings.push(Diagnostic::new(Code::SAMPLE_RATIO, at, said).help(
                "do not trust its effect: look for what lost or doubled members of a group, such as redirects, bots or late logging",
            ));
        }
        found
    }
}

impl Experiment {
    /// Compares each variant with the group without the change, where the figures can be.
    fn compare(&mut self) {
        let Some((control, variants)) = self.groups.split_first().filter(|_| self.sound) else { return };
        let mut comparisons: Vec<Comparison> =
            variants.iter().map(|v| Comparison::of(control, v, self.lower, self.least_effect)).collect();
        let p: Vec<f64> = comparisons.iter().map(|c| c.p).collect();
        let mismatched = self.mismatched();
        for (comparison, adjusted) in comparisons.iter_mut().zip(holm(&p)) {
            comparison.judge(adjusted, self.lower, self.least_effect);
            if mismatched {
                comparison.verdict = Verdict::Untrusted;
            } else if self.running {
                comparison.verdict = Verdict::NotOver;
            }
        }
        self.comparisons = comparisons;
    }

    fn few(&mut self) {
        for group in self.groups.iter().filter(|g| g.is_few()) {
            let said = format!("`{}` has fewer than {FEW} successes or failures", group.name);
            self.findings.push(Diagnostic::new(Code::FEW_SUCCESSES, group.span, said).help(
                "the normal approximation is poor here: the p-value is Fisher's exact one, the interval Newcombe's",
            ));
        }
    }
}

fn srm(groups: &[Group]) -> Option<f64> {
    let shares: Vec<f64> = groups.iter().map(|g| g.share).collect::<Option<_>>()?;
    let counts: Vec<f64> = groups.iter().map(|g| g.n).collect();
    goodness_of_fit(&counts, &shares).map(|(_, p)| p)
}
