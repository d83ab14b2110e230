//! Named blocks, asked for by their names.

use super::{Block, Place, Step, World, join};
use crate::formula::{Lookup, Record as Facts, Value};
use crate::model::Record;
use std::sync::Arc;

/// The blocks of a kind by their names.
pub(super) struct ByName {
    pub world: Arc<World>,
    pub place: Place,
    pub steps: Vec<Step>,
    pub kind: Arc<str>,
    pub path: String,
}

impl std::fmt::Debug for ByName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.path)
    }
}

impl ByName {
    fn index(&self, wanted: impl Fn(&Record) -> bool) -> Option<usize> {
        let mut record = self.place.record(&self.world);
        for step in &self.steps {
            record = record.zip(step.index).and_then(|(r, i)| r.blocks.get(i));
        }
        record?.blocks.iter().position(|b| b.kind == self.kind && wanted(b))
    }
}

impl Facts for ByName {
    fn get(&self, name: &str) -> Lookup {
        let mut steps = self.steps.clone();
        steps.push(Step { kind: self.kind.clone(), index: self.index(|b| *b.id == *name) });
        let (world, path) = (self.world.clone(), join(&self.path, name));
        Lookup::Value(Value::Record(Arc::new(Block { world, place: self.place, steps, path })))
    }

    fn path(&self) -> String {
        self.path.clone()
    }

    fn is_present(&self) -> bool {
        self.index(|_| true).is_some()
    }
}
