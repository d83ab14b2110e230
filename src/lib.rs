//! Planwright: the plan as a text file under version control.
#![forbid(unsafe_code)]

pub mod diagnostic;
pub mod source;
pub mod syntax;
