//! Floor 4: The facts of an item as formulas see them, written and derived.

mod check_subjects;
mod derived_fields;
mod duration;
mod item;

pub(super) use check_subjects::{CheckSubject, check_subjects};
pub(super) use derived_fields::CROSS_ITEM_FIELDS;
pub(crate) use derived_fields::building_teams;
pub use derived_fields::{DERIVED_FIELDS, DerivedField};
pub(super) use item::ItemRecord;
