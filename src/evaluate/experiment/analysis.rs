//! An experiment judged: its figures read, its groups compared.

use super::comparison::{ExperimentVerdict, VariantComparison};
use super::figures::{end_date, run_dates};
use super::group::ExperimentGroup;
use super::result::Experiment;
use super::thresholds::MIN_COUNT;
use crate::diagnostic::{Code, Diagnostic};
use crate::evaluate::impossible_values::has_early_figures;
use crate::evaluate::scores::{Evaluated, ScoredPlan};
use crate::model::{Initiative, Metric, Record};
use crate::quantity::Unit;
use planwright_stats::{goodness_of_fit, holm};
use std::sync::Arc;

impl Evaluated {
    /// The experiments of an initiative, by its index, in the order they are written.
    pub fn experiments(&self, initiative: usize) -> Vec<Experiment> {
        self.plan().initiatives.get(initiative).map_or(Vec::new(), |i| self.scored_plan.experiments(i))
    }

    /// What is wrong with the figures of every experiment, and the guardrails that broke.
    pub(crate) fn experiment_findings(&self) -> Vec<Diagnostic> {
        let initiatives = self.plan().initiatives.iter();
        let blocks = initiatives.flat_map(|i| i.record.blocks.iter().map(move |b| (i.id(), b)));
        let blocks = blocks.filter(|(_, b)| &*b.kind == "experiment");
        blocks.flat_map(|(id, block)| self.scored_plan.experiment(id, block).findings).collect()
    }
}

/// How many experiments of an initiative that are over show an effect on the better side of their metric.
pub(in crate::evaluate) fn supporting(world: &ScoredPlan, initiative: &Initiative) -> usize {
    let supports = |e: &&Experiment| {
        let counts =
            |c: &&VariantComparison| !matches!(c.verdict, ExperimentVerdict::Untrusted | ExperimentVerdict::NotOver);
        let better = |c: &VariantComparison| if e.lower { c.effect < 0.0 } else { c.effect > 0.0 };
        e.comparisons.iter().filter(counts).any(better)
    };
    world.experiments(initiative).iter().filter(supports).count()
}

impl ScoredPlan {
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
            ran: run_dates(record),
            ends: None,
            running: false,
            traffic: self.weekly_traffic(record),
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
        found.ends = found.ran.and_then(end_date);
        found.running = found.ends.is_some_and(|end| end >= self.today);
        self.read_guardrails(record, &mut found);
        // What it says before it began nobody has counted: it is only announced.
        let early = has_early_figures(record, self.today);
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
        found.least_effect = self.minimum_effect(record, &mut found.findings, before, found.shares, &found.unit);
        found.size = self.size(record, &found, before);
        if announced {
            return found;
        }
        found.srm_p = srm(&found.groups);
        found.sound = true;
        found.few();
        if found.has_sample_ratio_mismatch() {
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
        let mut comparisons: Vec<VariantComparison> =
            variants.iter().map(|v| VariantComparison::compare(control, v, self.lower, self.least_effect)).collect();
        let p: Vec<f64> = comparisons.iter().map(|c| c.p).collect();
        let mismatched = self.has_sample_ratio_mismatch();
        for (comparison, adjusted) in comparisons.iter_mut().zip(holm(&p)) {
            comparison.judge(adjusted, self.lower, self.least_effect);
            if mismatched {
                comparison.verdict = ExperimentVerdict::Untrusted;
            } else if self.running {
                comparison.verdict = ExperimentVerdict::NotOver;
            }
        }
        self.comparisons = comparisons;
    }

    fn few(&mut self) {
        for group in self.groups.iter().filter(|g| g.is_too_small()) {
            let said = format!("`{}` has fewer than {MIN_COUNT} successes or failures", group.name);
            self.findings.push(Diagnostic::new(Code::FEW_SUCCESSES, group.span, said).help(
                "the normal approximation is poor here: the p-value is Fisher's exact one, the interval Newcombe's",
            ));
        }
    }
}

fn srm(groups: &[ExperimentGroup]) -> Option<f64> {
    let shares: Vec<f64> = groups.iter().map(|g| g.share).collect::<Option<_>>()?;
    let counts: Vec<f64> = groups.iter().map(|g| g.n).collect();
    goodness_of_fit(&counts, &shares).map(|(_, p)| p)
}
