//! Floor 3: The inputs of a framework for one initiative: where each comes from, in the input's unit.

mod effort_rollup;
mod input_reader;

pub(super) use input_reader::InputReader;
