//! Floor 3: The inputs of a framework for one initiative: where each comes from, in the input's unit.

mod input_reader;
mod parts_effort;

pub(super) use input_reader::InputReader;
