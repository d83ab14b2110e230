//! What fits, and when: choosing and scheduling under capacity, without a word of the language.
//!
//! A [`Project`] of [`Task`]s and [`Resource`]s is plain numbers; [`search`] places the tasks, [`validate()`] judges a
//! schedule without sharing a line with what made it.

mod bound;
mod choose;
mod exact;
mod justify;
mod length;
mod list;
mod model;
mod random;
mod replay;
mod search;
mod shop;
mod steps;
mod validate;

pub use bound::{Bound, Certificate, bound};
pub use choose::{ChooseError, Chosen, Item, Limit, Price, Question, Wish, choose, prices};
pub use exact::{Exact, exact};
pub use model::{Amount, Fault, Load, Mode, Need, Pace, Placement, Project, Resource, Schedule, Task, Use};
pub use replay::Replay;
pub use search::{Search, list_schedule, search, search_list};
pub use validate::{Violation, validate};

#[cfg(test)]
mod tests;
