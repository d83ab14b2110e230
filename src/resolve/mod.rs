//! Floor 5: typed views → [`Plan`](crate::model::Plan): files, names, types, units, overlays.
//!
//! Total: what can't be resolved is reported and left out, the rest is kept.

mod actuals_line;
mod bare;
mod checker;
mod cycles;
mod declared;
mod errors;
mod findings;
mod footing;
mod framework;
mod gate;
mod item;
mod items;
mod literal;
mod load;
mod lower;
mod measured;
mod mended;
mod metric;
mod moves;
mod names;
mod needed;
mod numbers;
mod options;
mod order;
mod resolved;
mod revise;
mod scale;
mod scenario;
mod settings;
mod share;
mod weighting;

pub use item::{AddressedItem, NoItem};
pub(crate) use load::load;
pub use load::{DataFile, LoadedFile, LoadedWorkspace, ReadError, read_file};
pub(crate) use options::ResolveOptions;
pub(crate) use resolved::{ResolvedPlan, resolve};
