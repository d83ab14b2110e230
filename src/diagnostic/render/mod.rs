//! Diagnostics as text for programs and code hosts. What people read in a terminal is the command line's to draw.
//!
//! Each renderer takes the diagnostics in the order given: [`sort`](super::sort()) first. None of them panics, whatever
//! the spans: a span outside its source is clamped to it.

pub mod github;
pub mod json;
pub mod sarif;
pub mod short;
mod source_region;

pub(super) use source_region::source_region;
pub use source_region::{clamp, locate};
