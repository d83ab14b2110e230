//! Formulas over whole columns: arithmetic on batches of numbers instead of one row at a time.
//!
//! [`Formula::column`](super::Formula::column) lowers the syntax tree of a formula to a [`ColumnProgram`], a row of operations of which each works on a
//! batch of [`BATCH_SIZE`] rows. Only arithmetic lowers; texts, lists, fields of records and questions to the plan are left to
//! the interpreter, and [`NotLowered`] says why.
//!
//! **Equal results.** Each operation computes with the same function as the interpreter does, in the same order, so that a
//! result is equal bit for bit. Where the interpreter would fail (a division by zero, a number too large, a negative
//! root) the lane holds no finite number, and whoever runs the program asks the interpreter about that row. For that,
//! no operation turns something that is not finite back into a number: division by it, comparison with it and the like
//! give NaN.

mod kernel;
mod lower;
mod op;
mod program;

#[cfg(test)]
mod tests;

pub use lower::NotLowered;
pub(crate) use program::{BATCH_SIZE, ColumnProgram};
pub use program::{InputColumn, Scratch};
