//! What fits, and when: choosing and scheduling under capacity, without a word of the language.
//!
//! | to | call |
//! |---|---|
//! | choose the best set within budgets, with what its members need | [`choose()`]; what each wish displaces: [`opportunity_costs`] |
//! | place tasks in time | [`search()`]; its order again as efforts turn out otherwise: [`search_list`], [`ScheduleReplay`] |
//! | know how far from the best a schedule can be | [`bound()`], [`quick_bound`]; the best one where a project is small: [`solve_exact`], [`sequence_search`] |
//! | see what a finish hangs on | [`binding_predecessors`], [`critical_chain()`]; how late each may start: [`slack()`] |
//! | judge a schedule | [`validate()`], which shares no line with what made it |
//!
//! A [`Project`] is plain numbers: whole amounts of resources in numbered periods. There is no clock in here: work is
//! counted in iterations and nodes, and the same input gives the same answer on any machine and number of threads. A
//! [`StopCheck`] ends a search early, with what it has.

mod bound;
mod compact_project;
mod critical_chain;
mod exact;
mod incremental_sgs;
mod instance;
mod justification;
mod lagrangian_bound;
mod list_scheduler;
mod makespan_bound;
mod model;
mod packed_profile;
mod random;
mod replay;
mod resource_profile;
mod search;
mod selection;
mod sequence_search;
mod slack;
mod stop_check;
mod time_indexed_model;
mod validate;
mod valued_list;

pub use bound::{Bound, BoundMethod, bound, quick_bound};
pub use critical_chain::{BindingPredecessor, binding_predecessors, critical_chain};
pub use exact::{ExactResult, solve_exact};
pub use model::{
    Load, Mode, Placement, Precedence, Project, ProjectError, Resource, ResourceUnits, Schedule, Task, Use, WorkProfile,
};
pub use replay::{PreparedReplay, ScheduleReplay};
pub use search::{SearchOptions, list_schedule, search, search_list};
pub use selection::{
    ChooseError, Constraint, Item, OpportunityCost, SearchLimit, SelectionProblem, SelectionResult, choose,
    opportunity_costs,
};
pub use sequence_search::{SequenceResult, sequence_search};
pub use slack::slack;
pub use stop_check::StopCheck;
pub use validate::{Violation, validate};

#[cfg(test)]
mod tests;
