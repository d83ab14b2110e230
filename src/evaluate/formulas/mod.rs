//! Floor 1: Formulas of a plan compiled, what went wrong with one at its place in the file, and texts with formulas in them.

mod compile;
mod template;

pub(super) use compile::{
    compile_error, failure_diagnostic, sandbox, single_argument_extremes, unknown_names, unused_expressions,
};
pub(super) use template::Template;
