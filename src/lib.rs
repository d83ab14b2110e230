//! Planwright: the plan as a text file under version control.
#![forbid(unsafe_code)]

pub mod cli;
pub mod command;
pub mod diagnostic;
pub mod edit;
pub mod evaluate;
pub mod exchange;
pub mod format;
pub mod formula;
pub mod lint;
pub mod model;
pub mod pipeline;
pub mod quantity;
pub mod report;
pub mod resolve;
pub mod schema;
pub mod source;
pub mod syntax;
