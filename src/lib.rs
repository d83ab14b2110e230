//! Planwright: the plan as a text file under version control.
#![forbid(unsafe_code)]

pub mod diagnostic;
pub mod evaluate;
pub mod formula;
pub mod model;
pub mod quantity;
pub mod resolve;
pub mod schema;
pub mod source;
pub mod syntax;
