//! What came of a worked example.

use crate::diagnostic::Diagnostic;
use crate::quantity::print;
use std::sync::Arc;

/// What came of an example.
#[derive(Debug, Clone)]
pub struct ExampleResult {
    /// Its framework or formula.
    pub framework: Arc<str>,
    /// Its place among the examples there, from 1.
    pub number: usize,
    /// Whether that comes from the standard library.
    pub standard: bool,
    /// What is wrong, where the score does not come out.
    pub problem: Option<Diagnostic>,
}

/// Whether a score equals the expected one to as many decimals as that is written with, half away from zero.
pub(in crate::evaluate) fn matches_expected(score: f64, expected: f64) -> bool {
    let text = print::exact(expected);
    let decimals = text.split_once('.').map_or(0, |(_, d)| d.len());
    let tolerance = 0.5 * 10f64.powi(-(decimals as i32));
    (score - expected).abs() <= tolerance * (1.0 + 1e-9)
}
