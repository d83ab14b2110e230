//! Floor 5: typed views → [`Plan`](crate::model::Plan): files, names, types, units, overlays.
//!
//! Total: what can't be resolved is reported and left out, the rest is kept.

mod actuals_file;
mod actuals_line;
mod checker;
mod contradictions;
mod cycles;
mod declarations;
mod errors;
mod fix_preview;
mod framework;
mod gate;
mod incremental;
mod incremental_update;
mod item;
mod items;
mod library_demand;
mod literal;
mod load;
mod lower;
mod metric;
mod metric_effects;
mod numbers;
mod options;
mod overlays;
mod percent_scale;
mod plan_diagnostics;
mod resolved_plan;
mod scenario;
mod settings;
mod symbol_table;
mod team_shares;
mod weighting;

pub use item::{AddressedItem, NoItem};
pub(crate) use load::load;
pub use load::{DataFile, LoadedFile, LoadedWorkspace, ReadError, read_file};
pub(crate) use options::ResolveOptions;
pub(crate) use resolved_plan::{ResolvedPlan, resolve};
