//! Floor 4: The facts of an item as formulas see them, written and derived.

mod check_subjects;
mod derived_fields;
mod duration;
mod item;

pub(super) use check_subjects::{CheckSubject, subjects};
pub(super) use derived_fields::LEADING_AROUND;
pub(crate) use derived_fields::builders;
pub use derived_fields::{DERIVED_FIELDS, DerivedField};
pub(super) use item::ItemRecord;
