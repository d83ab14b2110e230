//! Floor 7: Worked examples of frameworks and of shared formulas.

mod example_result;
mod formula_examples;
mod framework_examples;

pub use example_result::ExampleResult;
