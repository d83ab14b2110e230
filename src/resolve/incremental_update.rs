//! A plan resolved again after a change of single initiatives: only those are read.

use super::checker::Checker;
use super::incremental::{IncrementalState, ItemKey};
use super::numbers::UnitCache;
use super::resolved_plan::ResolvedPlan;
use super::{items, metric_effects, scenario};
use crate::model::{Initiative, Plan, Record};
use crate::source::SourceSet;
use crate::syntax::SyntaxTree;
use std::collections::BTreeSet;
use std::sync::Arc;

impl ResolvedPlan {
    /// The same under other overlays, which differ from the present ones by `changes`, laid or taken away; `sources` holds
    /// their texts beside those that were read before. With it the indexes of the initiatives that the changes name.
    ///
    /// A text taken away may have left its number in `sources` to one that is laid: what is read again is all that could
    /// point into it.
    ///
    /// `None` where more than facts of existing initiatives changes, so that the plan has to be resolved anew.
    pub(crate) fn update(
        &self,
        sources: SourceSet,
        overlays: &[Arc<SyntaxTree>],
        changes: &[&SyntaxTree],
    ) -> Option<(ResolvedPlan, Vec<usize>)> {
        let touched: Option<Vec<Vec<usize>>> = changes.iter().map(|change| self.touched(change)).collect();
        let touched: Vec<usize> = touched?.into_iter().flatten().collect::<BTreeSet<usize>>().into_iter().collect();
        let footing = &*self.incremental;
        let keys: BTreeSet<ItemKey> = touched.iter().map(|i| key(&self.plan.initiatives[*i])).collect();
        let declared = footing.declared(&keys, overlays);
        let row = self.schema.kind("initiative")?;
        let known: Vec<Arc<str>> = self.plan.frameworks.keys().cloned().collect();
        let mut checker = Checker::new(&self.schema, &footing.names, UnitCache::new(self.plan.units.clone()), known);
        let mut findings = footing.findings.clone();
        let mut plan = Plan::clone(&self.plan);
        let mut relinked = false;
        for index in &touched {
            let old = &self.plan.initiatives[*index].record;
            let record = checker.record(declared.get(&key(&self.plan.initiatives[*index]))?, row);
            let record = Record { origin: old.origin.clone(), ..record };
            let mut found = checker.take();
            found.diagnostics.extend(metric_effects::check(&self.plan, &record, &mut checker.units));
            match found.is_empty() {
                true => drop(findings.own.remove(index)),
                false => drop(findings.own.insert(*index, found)),
            }
            relinked |= ["needs", "parent"].iter().any(|f| !old.all(f).eq(record.all(f)));
            plan.initiatives[*index] = Arc::new(items::initiative(record, &footing.phases));
        }
        if relinked {
            findings.cycles = Arc::new(items::dependency_cycles(&plan));
        }
        let diagnostics = findings.all();
        let footing = IncrementalState { findings, overlays: overlays.to_vec(), ..footing.clone() };
        let resolved = ResolvedPlan {
            sources,
            plan: Arc::new(plan),
            schema: self.schema.clone(),
            diagnostics,
            incremental: Arc::new(footing),
        };
        Some((resolved, touched))
    }

    /// The initiatives that a change names, where it changes nothing but their facts.
    fn touched(&self, change: &SyntaxTree) -> Option<Vec<usize>> {
        if !change.diagnostics.is_empty() || change.uses().next().is_some() {
            return None;
        }
        let (items, scenarios) = scenario::typed_items(change);
        let row = self.schema.kind("initiative")?;
        let mut touched = BTreeSet::new();
        for item in &items {
            let index = *self.plan.by_id.get(item.id?.text)?;
            let same = &*self.plan.initiatives[index].record.id == item.id?.text;
            let plain = item.kind.text == "initiative"
                && same
                && !item.fields.iter().any(|f| matches!(f.key().text, "drop" | "was"));
            // A block that the schema has not read yet may bring in a framework of the library.
            let known = item.blocks.iter().all(|b| row.blocks.contains_key(b.kind.text));
            if !plain || !known {
                return None;
            }
            touched.insert(index);
        }
        (scenarios.is_empty() && !touched.is_empty()).then(|| touched.into_iter().collect())
    }
}

fn key(initiative: &Initiative) -> ItemKey {
    ("initiative".into(), initiative.record.id.to_string())
}
