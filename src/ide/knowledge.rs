//! What is known: the plan, its schema, and what of the library the plan has not asked for yet.

use crate::model::{Framework, Plan, Record};
use crate::pipeline::{Source, View};
use crate::schema::library::{self, LibraryFolder};
use crate::schema::{BlockSchema, Schema};
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

/// What answers rest on.
#[derive(Clone, Copy, Debug)]
pub struct Knowledge<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The table it was checked against.
    pub schema: &'a Schema,
}

/// The whole library, read once when somebody first asks: a plan knows only the part it names.
struct StandardLibrary {
    kinds: Schema,
    plan: Arc<Plan>,
    schema: Arc<Schema>,
}

static STANDARD: LazyLock<StandardLibrary> = LazyLock::new(|| {
    let known = library::items(LibraryFolder::Frameworks).map(|i| i.name.to_string()).collect();
    let view = View { known, ..View::default() };
    let resolved = Source::text("library", "").parse().ok().and_then(|parsed| parsed.resolve(&view).ok());
    let (plan, schema) = resolved.map(|r| (r.resolved.plan, r.resolved.schema)).unwrap_or_default();
    StandardLibrary { kinds: Schema::complete(), plan, schema }
});

/// An item's name with its title.
pub(super) type NamedItem<'a> = (&'a str, &'a str);

impl<'a> Knowledge<'a> {
    /// The row of a kind.
    pub(super) fn kind(&self, name: &str) -> Option<&'a BlockSchema> {
        self.schema.kind(name).or_else(|| STANDARD.kinds.kind(name))
    }

    /// Every kind, by name.
    pub(super) fn kinds(&self) -> Vec<&'a BlockSchema> {
        let mut kinds: BTreeMap<&str, &'a BlockSchema> = STANDARD.kinds.kinds().map(|k| (&*k.name, k)).collect();
        kinds.extend(self.schema.kinds().map(|k| (&*k.name, k)));
        kinds.into_values().collect()
    }

    /// The blocks that may stand in a block, by name: those of the library that the plan does not use yet too.
    pub(super) fn blocks(&self, of: &'a BlockSchema) -> Vec<&'a BlockSchema> {
        let mut blocks: BTreeMap<&str, &'a BlockSchema> = of.blocks.iter().map(|(n, b)| (&**n, b)).collect();
        if &*of.name == "initiative" {
            let more = STANDARD.schema.kind("initiative").into_iter().flat_map(|r| &r.blocks);
            for (name, block) in more.filter(|(name, _)| !of.fields.contains_key(*name)) {
                blocks.entry(name).or_insert(block);
            }
        }
        blocks.into_values().collect()
    }

    /// The block of this kind in a block.
    pub(super) fn block(&self, of: &'a BlockSchema, name: &str) -> Option<&'a BlockSchema> {
        if let Some(block) = of.blocks.get(name) {
            return Some(block);
        }
        match &*of.name {
            "initiative" if !of.fields.contains_key(name) => STANDARD.schema.kind("initiative")?.blocks.get(name),
            _ => None,
        }
    }

    /// The framework of this name, of the plan or of the library.
    pub(super) fn framework(&self, name: &str) -> Option<&'a Arc<Framework>> {
        self.plan.frameworks.get(name).or_else(|| STANDARD.plan.frameworks.get(name))
    }

    /// The frameworks of the plan, then those of the library that it does not use.
    pub(super) fn frameworks(&self) -> impl Iterator<Item = &'a Arc<Framework>> + use<'a> {
        let plan = self.plan;
        let more = STANDARD.plan.frameworks.iter().filter(|(name, _)| !plan.frameworks.contains_key(*name));
        plan.frameworks.values().chain(more.map(|(_, f)| f))
    }

    /// The items of a kind, in the plan's order, then those of the library.
    pub(super) fn items(&self, kind: &str) -> Box<dyn Iterator<Item = NamedItem<'a>> + 'a> {
        let plan = self.plan;
        let title = |id: &'a Arc<str>, title: &'a Option<Arc<str>>| (&**id, title.as_deref().unwrap_or(""));
        match kind {
            "initiative" => Box::new(plan.initiatives.iter().map(|i| named(&i.record))),
            "metric" => Box::new(plan.metrics.iter().map(|m| named(&m.record))),
            "framework" => Box::new(self.frameworks().map(move |f| title(&f.id, &f.title))),
            "weighting" => Box::new(plan.weightings.values().map(move |w| title(&w.id, &w.title))),
            "decision" => Box::new(plan.decisions.iter().map(|d| named(&d.record))),
            "rule" => Box::new(plan.rules.iter().map(move |r| title(&r.id, &r.title))),
            "expect" => Box::new(plan.expects.iter().map(move |e| title(&e.id, &e.title))),
            "scenario" => Box::new(plan.scenarios.iter().map(move |(id, t)| title(id, t))),
            other => {
                let own = plan.other_items.get(other).map_or(&[][..], Vec::as_slice);
                let standard = STANDARD.plan.other_items.get(other).map_or(&[][..], Vec::as_slice);
                // Phases and nouns of the library are in every plan; without a plan they are known all the same.
                let more = standard.iter().filter(move |s| !own.iter().any(|o| o.id == s.id));
                Box::new(own.iter().chain(more).map(named))
            }
        }
    }

    /// What was written of an item, where the plan keeps that.
    pub(super) fn record(&self, kind: &str, id: &str) -> Option<&'a Record> {
        match kind {
            "initiative" => self.plan.initiative(id).map(|i| &i.record),
            "metric" => self.plan.metric(id).map(|m| &m.record),
            "decision" => self.plan.decisions.iter().map(|d| &d.record).find(|r| &*r.id == id),
            "plan" => self.plan.other_items.get("plan")?.first(),
            other => self.plan.other_item(other, id).or_else(|| STANDARD.plan.other_item(other, id)),
        }
    }

    /// The kind of the item that stands bare under a name: an initiative or a metric, else the one item called so.
    pub(super) fn kind_of(&self, id: &str) -> Option<&'a str> {
        if self.plan.by_id.contains_key(id) {
            return Some("initiative");
        }
        if self.plan.metric_by_id.contains_key(id) {
            return Some("metric");
        }
        let of_kind = |items: &[Record]| items.iter().any(|r| &*r.id == id);
        let is_phase = self.plan.other_items.get("phase").is_some_and(|p| of_kind(p));
        // A gate bears the name of the phase that it leads into: the phase is meant.
        let holds = |kind: &Arc<str>, items: &[Record]| of_kind(items) && !(is_phase && &**kind == "gate");
        let mut found = self.plan.other_items.iter().filter(|(kind, items)| holds(kind, items));
        let other = found.next().map(|(kind, _)| &**kind);
        let decision = self.plan.decisions.iter().any(|d| &*d.record.id == id).then_some("decision");
        match (other, found.next(), decision) {
            (Some(kind), None, None) => Some(kind),
            (None, _, decision) => decision,
            _ => None,
        }
    }
}

fn named(record: &Record) -> NamedItem<'_> {
    (&record.id, record.title.as_deref().unwrap_or(""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_library_is_known_without_a_plan() {
        let (plan, schema) = Default::default();
        let known = Knowledge { plan: &plan, schema: &schema };
        assert!(known.kinds().len() >= 16);
        let initiative = known.kind("initiative").unwrap();
        let rice = known.block(initiative, "rice").unwrap();
        assert_eq!(rice.fields["impact"].levels.len(), 5);
        assert!(known.blocks(initiative).iter().any(|b| &*b.name == "kano"));
        assert!(known.items("phase").any(|p| p == ("delivery", "Delivery")));
        assert!(known.framework("wsjf").is_some());
    }
}
