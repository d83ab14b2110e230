//! Worked examples of frameworks and of shared formulas.

use super::example_result::{ExampleResult, matches_expected};
use crate::diagnostic::{Code, Diagnostic};
use crate::evaluate::inputs::InputReader;
use crate::evaluate::scores::{Evaluated, ScoredPlan};
use crate::evaluate::scoring::{FrameworkScorer, ScoreResult};
use crate::formula::Sandbox;
use crate::model::{Datum, Initiative, Plan, Record, Scoring};
use crate::quantity::{Amount, print};
use std::sync::Arc;

/// Computes every example of every framework.
pub(in crate::evaluate) fn run(world: &Arc<ScoredPlan>, sandbox: &Arc<Sandbox>) -> Vec<ExampleResult> {
    let mut results = Vec::new();
    for framework in world.plan.frameworks.values() {
        for (index, example) in framework.examples.iter().enumerate() {
            // The facts of an example hang on `it.` as those of an initiative do.
            let whole = &world.plan;
            let plan = Plan {
                settings: whole.settings.clone(),
                units: whole.units.clone(),
                initiatives: vec![Arc::new(placeholder_initiative(example))],
                frameworks: whole.frameworks.clone(),
                fact_units: whole.fact_units.clone(),
                shared_fields: whole.shared_fields.clone(),
                libraries: whole.libraries.clone(),
                ..Plan::default()
            };
            let own = Arc::new(ScoredPlan::new(Arc::new(plan), world.schema.clone(), world.today));
            let mut reader = InputReader::new(&own, framework);
            let inputs = reader.read(None, example, Some(example)).unwrap_or_default();
            let inner = FrameworkScorer::new(&own, sandbox, framework, None);
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

fn placeholder_initiative(example: &Record) -> Initiative {
    let record = Record { kind: "initiative".into(), id: "example".into(), ..example.clone() };
    Initiative { record, phase: None, open: true }
}

fn problem(example: &Record, scored: ScoreResult, wrong: Option<Diagnostic>) -> Option<Diagnostic> {
    if wrong.is_some() {
        return wrong;
    }
    let fact = example.fact("score")?;
    let clause = fact.first()?;
    let Datum::Quantity(quantity) = &clause.head else { return None };
    let Amount::Point(expected) = quantity.amount else { return None };
    let failed = |said: String, help: &str| Some(Diagnostic::new(Code::EXAMPLE_FAILED, clause.span, said).help(help));
    match scored {
        ScoreResult::Score(score) if matches_expected(score, expected) => None,
        ScoreResult::Score(score) => failed(
            format!("the example gives {}, not {}", print::exact(score), print::exact(expected)),
            "change the formula, or the score that is expected",
        ),
        ScoreResult::Missing(missing) => {
            let names: Vec<String> = missing.iter().map(|m| format!("`{}`", m.name)).collect();
            failed(format!("the example has no score: {} is missing", names.join(", ")), "give the example every input")
        }
        ScoreResult::Failed(_) => {
            failed("the example has no score: its formula fails".into(), "see the formula's own error")
        }
    }
}

impl Evaluated {
    /// Every framework's examples.
    pub fn examples(&self) -> Vec<ExampleResult> {
        self.sandbox.as_ref().map_or(Vec::new(), |s| run(&self.scored_plan, s))
    }

    /// What is wrong with the examples of the plan's own frameworks and formulas.
    pub fn failed_examples(&self) -> Vec<Diagnostic> {
        // What is wrong with a formula itself was said already.
        let sound = |id: &str| {
            let framework = self.scored_plan.plan.frameworks.get(id);
            framework.is_none_or(|f| {
                let formula = matches!(f.scoring, Scoring::Formula(_));
                !formula || self.scorer(f).is_some_and(|s| s.formula().is_some())
            }) && !self.scored_plan.plan.unsound_frameworks.contains(id)
        };
        let own = self.examples().into_iter().filter(|e| !e.standard && sound(&e.framework));
        own.filter_map(|e| e.problem).filter(|d| d.code == Code::EXAMPLE_FAILED).collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::evaluate::examples::example_result::matches_expected;

    #[test]
    fn as_many_decimals_count_as_are_written() {
        assert!(
            matches_expected(1.5, 1.0)
                && matches_expected(0.5, 1.0)
                && matches_expected(0.06, 0.1)
                && matches_expected(33.333, 33.33)
        );
        assert!(
            !matches_expected(1.51, 1.0)
                && !matches_expected(1.9, 1.0)
                && !matches_expected(0.16, 0.1)
                && !matches_expected(33.336, 33.33)
        );
        // Of 0.15 a computer keeps a little less: that is no difference.
        assert!(matches_expected(0.15, 0.1) && matches_expected(0.1 + 0.05, 0.2));
    }
}
