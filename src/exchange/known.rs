//! The frameworks that a table may be meant for.

use crate::model::{Framework, Plan};
use crate::quantity::UnitSystem;
use crate::resolve::{Options, load, resolve};
use crate::schema::library::{Folder, items};
use crate::source::MemoryFiles;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Frameworks by name and the units they are measured in: those of the library, and a plan's own in their place.
#[derive(Debug, Clone)]
pub struct Known {
    /// The frameworks.
    pub frameworks: BTreeMap<Arc<str>, Arc<Framework>>,
    /// The units.
    pub units: UnitSystem,
    /// The framework that a plan ranks by: of two that fit equally well, it is meant.
    pub rank_by: Option<Arc<str>>,
}

impl Known {
    /// The standard library alone.
    ///
    /// ```
    /// assert!(planwright::exchange::Known::standard().frameworks.contains_key("rice"));
    /// ```
    pub fn standard() -> Known {
        let frameworks = items(Folder::Frameworks).map(|i| i.name.to_string()).collect();
        let options = Options { frameworks, ..Options::default() };
        // Reading from memory gives no error.
        let loaded = load(&MemoryFiles::default()).unwrap_or_default();
        Known::of_plan(&resolve(loaded, &options).plan)
    }

    /// The frameworks of a plan, and those of the library that it has no own version of.
    pub fn with(plan: &Plan) -> Known {
        let mut known = Known::standard();
        known.frameworks.extend(plan.frameworks.iter().map(|(n, f)| (n.clone(), f.clone())));
        Known {
            units: plan.units.clone(),
            rank_by: plan.settings.rank_by.as_ref().map(|(name, _)| name.clone()),
            ..known
        }
    }

    fn of_plan(plan: &Plan) -> Known {
        Known {
            frameworks: plan.frameworks.clone(),
            units: plan.units.clone(),
            rank_by: plan.settings.rank_by.as_ref().map(|(name, _)| name.clone()),
        }
    }
}
