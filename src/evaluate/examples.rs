//! Worked examples of frameworks and of shared formulas.

use super::inputs::InputReader;
use super::scoring::{Evaluator, Scored};
use super::world::World;
use crate::diagnostic::{Code, Diagnostic};
use crate::formula::Sandbox;
use crate::model::{Datum, Initiative, Plan, Record};
use crate::quantity::{Amount, print};
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

/// Computes every example of every framework.
pub(super) fn run(world: &Arc<World>, sandbox: &Arc<Sandbox>) -> Vec<ExampleResult> {
    let mut results = Vec::new();
    for framework in world.plan.frameworks.values() {
        for (index, example) in framework.examples.iter().enumerate() {
            // The facts of an example hang on `it.` as those of an initiative do.
            let whole = &world.plan;
            let plan = Plan {
                settings: whole.settings.clone(),
                units: whole.units.clone(),
                initiatives: vec![Arc::new(stand_in(example))],
                frameworks: whole.frameworks.clone(),
                fact_units: whole.fact_units.clone(),
                shared_fields: whole.shared_fields.clone(),
                libraries: whole.libraries.clone(),
                ..Plan::default()
            };
            let own = Arc::new(World::new(Arc::new(plan), world.schema.clone(), world.today));
            let mut reader = InputReader::new(&own, framework);
            let inputs = reader.read(None, example, Some(example)).unwrap_or_default();
            let inner = Evaluator::new(&own, sandbox, framework, None);
            let scored = inner.score(&inputs, Some(0));
            let problem = problem(example, scored, reader.diagnostics.into_iter().find(Diagnostic::is_error));
            results.push(ExampleResult {
                framework: framework.id.clone(),
                number: index + 1,
                standard: framework.standard,
                problem,
            });
        }
    }
    results.extend(super::formula_examples::run(world, sandbox));
    results
}

fn stand_in(example: &Record) -> Initiative {
    let record = Record { kind: "initiative".into(), id: "example".into(), ..example.clone() };
    Initiative { record, phase: None, open: true }
}

fn problem(example: &Record, scored: Scored, wrong: Option<Diagnostic>) -> Option<Diagnostic> {
    if wrong.is_some() {
        return wrong;
    }
    let fact = example.fact("score")?;
    let clause = fact.first()?;
    let Datum::Quantity(quantity) = &clause.head else { return None };
    let Amount::Point(expected) = quantity.amount else { return None };
    let failed = |said: String, help: &str| Some(Diagnostic::new(Code::EXAMPLE_FAILED, clause.span, said).help(help));
    match scored {
        Scored::Score(score) if agrees(score, expected) => None,
        Scored::Score(score) => failed(
            format!("the example gives {}, not {}", print::exact(score), print::exact(expected)),
            "change the formula, or the score that is expected",
        ),
        Scored::Missing(missing) => {
            let names: Vec<String> = missing.iter().map(|m| format!("`{}`", m.name)).collect();
            failed(format!("the example has no score: {} is missing", names.join(", ")), "give the example every input")
        }
        Scored::Failed(_) => {
            failed("the example has no score: its formula fails".into(), "see the formula's own error")
        }
    }
}

/// Whether a score equals the expected one to as many decimals as that is written with, half away from zero.
pub(super) fn agrees(score: f64, expected: f64) -> bool {
    let text = print::exact(expected);
    let decimals = text.split_once('.').map_or(0, |(_, d)| d.len());
    let tolerance = 0.5 * 10f64.powi(-(decimals as i32));
    (score - expected).abs() <= tolerance * (1.0 + 1e-9)
}

#[cfg(test)]
mod tests {
    use super::agrees;

    #[test]
    fn as_many_decimals_count_as_are_written() {
        assert!(agrees(1.5, 1.0) && agrees(0.5, 1.0) && agrees(0.06, 0.1) && agrees(33.333, 33.33));
        assert!(!agrees(1.51, 1.0) && !agrees(1.9, 1.0) && !agrees(0.16, 0.1) && !agrees(33.336, 33.33));
        // Of 0.15 a computer keeps a little less: that is no difference.
        assert!(agrees(0.15, 0.1) && agrees(0.1 + 0.05, 0.2));
    }
}
