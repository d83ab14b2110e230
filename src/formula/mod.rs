//! Floor 3: formulas. Sole owner of the script engine (rhai); no type of its leaves this module.
//!
//! A [`Sandbox`] compiles text to a [`Formula`] and evaluates it against a [`Scope`]. The language is the part of
//! Rhai that computes values: real numbers, texts, truth values and lists, `let`, `if … else`, `return`, calls of
//! [`FUNCTIONS`] and of library functions. There is nothing in it that loops, assigns or reaches outside.
//!
//! **Real numbers.** Every number is a 64-bit float: `7 / 2` is 3.5. A division by zero, and a result that is not
//! finite, fail at the operator that made them. Comparisons are exact: `0.1 + 0.2 == 0.3` is false. A sign binds
//! tighter than a power: `-2 ** 2` is 4.
//!
//! **Missing values.** Whatever touches a missing value becomes unknown, also a comparison or `!`; the outcome
//! names the value. `a ?? b` is `b` where the field `a` is missing (but does not rescue a computation: write
//! `(a ?? 0) + 1`, not `(a + 1) ?? 1`). `false && x` is false and `true || x` true whatever `x` is.
//!
//! **Types.** A number, a text and a truth value are never equal or unequal to each other: comparing them fails.
//!
//! **Limits.** All in [`limits`].

mod aggregate;
mod algebraic_form;
mod allowlist;
mod column;
mod compiled;
mod convert;
pub(crate) mod dimension;
mod engine;
mod error_map;
mod expr_tree;
mod functions;
mod interrupt;
mod lexer;
mod library;
pub mod limits;
mod list_functions;
mod math_functions;
mod mentions;
mod operators;
mod origin;
mod outcome;
mod parse_error;
mod path_queries;
mod rhai_features;
mod run_state;
mod sandbox;
mod source_map;
mod trace;
mod value;
mod version_function;

#[cfg(test)]
mod tests;

pub(crate) use aggregate::{AGGREGATES, AggregateFormula};
pub use algebraic_form::AlgebraicForm;
pub(crate) use column::{BATCH_SIZE, ColumnProgram};
pub use column::{InputColumn, NotLowered, Scratch};
pub use compiled::ExpectedType;
pub(crate) use compiled::Formula;
pub(crate) use dimension::DimensionMismatch;
pub use dimension::{Dimension, NoUnit};
pub(crate) use expr_tree::{ExprNode, NodeKind};
pub(crate) use functions::{FUNCTIONS, find as function};
pub(crate) use lexer::mentioned_names;
pub use library::LibrarySource;
pub(crate) use mentions::{CallUse, NameUse};
pub use outcome::{EvalFailure, EvalOutcome, FailureKind, FormulaError, FormulaErrorKind, LimitKind};
pub use sandbox::Sandbox;
pub(crate) use trace::{EvaluationTrace, TraceRead, TraceStep};
pub use value::{CallError, Lookup, RecordValue, Scope, Value};
