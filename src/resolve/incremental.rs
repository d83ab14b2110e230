//! What a resolved plan keeps, so that single items can be looked at again without resolving the rest.

use super::declarations::Declaration;
use super::items::Phases;
use super::load::LoadedWorkspace;
use super::plan_diagnostics::PlanDiagnostics;
use super::symbol_table::SymbolTable;
use crate::syntax::{Block, SyntaxTree};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

/// What a change of single initiatives stands on.
#[derive(Debug, Clone)]
pub(super) struct IncrementalState {
    pub loaded: LoadedWorkspace,
    pub overlays: Vec<Arc<SyntaxTree>>,
    /// The scenarios that are applied, each after those it builds on.
    pub applied: Vec<Arc<str>>,
    pub names: Arc<SymbolTable>,
    pub phases: Phases,
    pub findings: PlanDiagnostics,
}

/// Kind and full name.
pub(super) type ItemKey = (String, String);

impl IncrementalState {
    /// Items as declared, with the scenario and these overlays laid over them. An item is left out where it does not
    /// exist, and where files declare it more than once.
    pub(super) fn declared<'a>(
        &'a self,
        keys: &BTreeSet<ItemKey>,
        overlays: &'a [Arc<SyntaxTree>],
    ) -> BTreeMap<ItemKey, Declaration<'a>> {
        // Most items are not asked for: those are not read.
        let own = |id: &str| id.rsplit('.').next().unwrap_or_default().to_string();
        let ids: HashSet<String> = keys.iter().map(|(_, id)| own(id)).collect();
        let wanted = |block: Block<'a>, namespace: &Option<Arc<str>>, standard: bool| {
            let id = block.id()?.text;
            if !ids.contains(id.rsplit('.').next()?) {
                return None;
            }
            let declared = Declaration::read(block, namespace, standard)?;
            let key = super::scenario::key(&declared)?;
            keys.contains(&key).then_some((key, declared))
        };
        let mut found: BTreeMap<ItemKey, Declaration<'a>> = BTreeMap::new();
        let mut twice: BTreeSet<ItemKey> = BTreeSet::new();
        for file in &self.loaded.files {
            for (key, declared) in file.parsed.blocks().filter_map(|b| wanted(b, &file.namespace, file.standard)) {
                if found.insert(key.clone(), declared).is_some() {
                    twice.insert(key);
                }
            }
        }
        let is = |block: &Block<'a>, id: &str, namespace: Option<&str>| {
            let own = block.id().map(|i| i.text);
            let full = namespace.zip(own).map(|(space, own)| format!("{space}.{own}"));
            block.kind().is_some_and(|k| k.text == "scenario") && full.as_deref().or(own) == Some(id)
        };
        for id in &self.applied {
            for file in &self.loaded.files {
                let scenarios = file.parsed.blocks().filter(|b| is(b, id, file.namespace.as_deref()));
                for block in scenarios.flat_map(|s| s.blocks()) {
                    if let Some((key, change)) = wanted(block, &file.namespace, false) {
                        overlay_item(&mut found, key, change);
                    }
                }
            }
        }
        for overlay in overlays {
            for (key, change) in overlay.blocks().filter_map(|b| wanted(b, &None, false)) {
                overlay_item(&mut found, key, change);
            }
        }
        found.retain(|key, _| !twice.contains(key));
        found
    }
}

fn overlay_item<'a>(found: &mut BTreeMap<ItemKey, Declaration<'a>>, key: ItemKey, change: Declaration<'a>) {
    match found.get_mut(&key) {
        Some(_) if change.says("drop", "yes") => drop(found.remove(&key)),
        Some(declared) => declared.overlay(&change),
        None if change.title.is_some() && !change.says("drop", "yes") => drop(found.insert(key, change)),
        None => {}
    }
}
