//! Floor 5: typed views → [`Plan`](crate::model::Plan): files, names, types, units, overlays.
//!
//! Total: what can't be resolved is reported and left out, the rest is kept.

mod checker;
mod cycles;
mod declared;
mod errors;
mod framework;
mod literal;
mod load;
mod lower;
mod moves;
mod names;
mod needed;
mod numbers;
mod resolved;
mod scenario;
mod weighting;

pub use load::{File, Loaded, load};
pub use resolved::{Options, Resolved, resolve};
