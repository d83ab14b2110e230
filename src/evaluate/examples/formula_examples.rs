//! Worked examples of shared formulas: values with units in, a value with its unit out.

use super::example_result::{ExampleResult, matches_expected};
use crate::diagnostic::{Code, Diagnostic};
use crate::evaluate::formulas;
use crate::evaluate::metric_formulas::inputs;
use crate::evaluate::scores::ScoredPlan;
use crate::formula::dimension::described;
use crate::formula::{CallError, Dimension, EvalOutcome, ExpectedType, Formula, Lookup, NoUnit, Sandbox, Scope, Value};
use crate::model::{Datum, FormulaSource as Text, Plan, Record};
use crate::quantity::{Quantity, print};
use crate::schema::library;
use std::collections::BTreeMap;

/// Computes every example of every shared formula that the plan has.
pub(in crate::evaluate) fn run(world: &ScoredPlan, sandbox: &Sandbox) -> Vec<ExampleResult> {
    let plan = &world.plan;
    let mut results = Vec::new();
    for shared in plan.other_items.get("formula").into_iter().flatten() {
        let Some(code) = shared.code("formula") else { continue };
        // One that can't be read is reported where a metric takes it over; here too, since nothing may.
        let formula = sandbox.compile(&code.text, ExpectedType::Number);
        let examples = shared.blocks.iter().filter(|b| &*b.kind == "example");
        for (index, example) in examples.enumerate() {
            let problem = match &formula {
                Ok(formula) => check_example(plan, sandbox, shared, code, formula, example),
                Err(error) => Some(formulas::compile_error(plan, Some(code), error)),
            };
            let framework = shared.id.clone();
            let library = library::find(library::LibraryFolder::Formulas, &shared.id);
            let standard = library.is_some_and(|i| i.text.contains(&*code.text));
            results.push(ExampleResult { framework, number: index + 1, standard, problem });
        }
    }
    results
}

struct ExampleScope<'e>(BTreeMap<&'e str, &'e Quantity>);

impl Scope for ExampleScope<'_> {
    fn variable(&self, name: &str) -> Lookup {
        match self.0.get(name).and_then(|q| q.amount.point()) {
            Some(value) => Lookup::Value(Value::Number(value)),
            None => Lookup::Missing,
        }
    }

    fn call(&self, name: &str, _: &[Value]) -> Result<Value, CallError> {
        Err(CallError::unavailable(name))
    }
}

fn check_example(
    plan: &Plan,
    sandbox: &Sandbox,
    shared: &Record,
    code: &Text,
    formula: &Formula,
    example: &Record,
) -> Option<Diagnostic> {
    let system = &plan.units;
    let clause = example.fact("gives")?.first()?;
    let Datum::Quantity(gives) = &clause.head else { return None };
    let failed = |said: String, help: &str| Some(Diagnostic::new(Code::EXAMPLE_FAILED, clause.span, said).help(help));
    let mut given = ExampleScope(BTreeMap::new());
    for fact in example.facts.iter().filter(|f| &*f.name != "gives") {
        let Some(Datum::Quantity(quantity)) = fact.first().map(|c| &c.head) else { continue };
        let Some(input) = inputs(shared).find(|b| b.id == fact.name) else {
            let said = format!("`{}` is no input of `{}`", fact.name, shared.id);
            return Some(
                Diagnostic::new(Code::EXAMPLE_FAILED, fact.span, said).help("give the example its inputs only"),
            );
        };
        let units: Vec<_> = input.fact("unit").into_iter().flat_map(|f| &f.clauses).collect();
        let suits = |c: &&crate::model::Clause| match &c.head {
            Datum::Word(word) => {
                let dimension = Dimension::of(&quantity.unit, system);
                system.parse(word).is_ok_and(|asked| dimension.suits(&asked, system))
            }
            _ => false,
        };
        if !units.is_empty() && !units.iter().any(suits) {
            let said = format!("`{}` is given in {}", fact.name, described(&quantity.unit));
            return Some(Diagnostic::new(Code::EXAMPLE_FAILED, fact.span, said).help("give it in the input's unit"));
        }
        given.0.insert(&fact.name, quantity);
    }
    let names = |path: &[std::sync::Arc<str>]| match path {
        [name] => given.0.get(&**name).map_or(Dimension::Open, |q| Dimension::of(&q.unit, system)),
        _ => Dimension::Open,
    };
    let (dimension, clashes) = formula.dimension(system, &names);
    if let Some(clash) = clashes.first() {
        return failed(clash.message.clone(), "give the inputs in units that go together");
    }
    let declared = shared.word("unit").and_then(|u| system.parse(u).ok());
    let asked = declared.iter().find(|u| !Dimension::of(&gives.unit, system).suits(u, system));
    if let Some(asked) = asked {
        return failed(
            format!("the example gives {}, and the formula `{asked}`", described(&gives.unit)),
            "correct one of them",
        );
    }
    if let Err(NoUnit::Dimension(unit, _) | NoUnit::Scale(unit, _)) = dimension.fits(&gives.unit, system) {
        let said = format!("the example gives {}, not {}", described(&unit), described(&gives.unit));
        return failed(said, "change the formula, or the unit of what is expected");
    }
    let expected = gives.amount.point()?;
    match sandbox.evaluate(formula, &given) {
        EvalOutcome::Value(Value::Number(value)) if matches_expected(value, expected) => None,
        EvalOutcome::Value(Value::Number(value)) => {
            let shown = |v: f64| print::source_text(v, &gives.unit);
            let said = format!("the example gives {}, not {}", shown(value), shown(expected));
            failed(said, "change the formula, or the value that is expected")
        }
        EvalOutcome::Value(_) => None,
        EvalOutcome::Unknown { names } => {
            let names: Vec<String> = names.iter().map(|n| format!("`{n}`")).collect();
            failed(format!("the example has no value: {} is missing", names.join(", ")), "give the example every input")
        }
        EvalOutcome::Failed(f) => Some(formulas::failure_diagnostic(plan, code, &f)),
    }
}

#[cfg(test)]
mod tests {
    use crate::pipeline::{Source, View};
    use crate::schema::library::{LibraryFolder, items};

    #[test]
    fn every_example_of_the_library_comes_out() {
        let mut text = String::new();
        for item in items(LibraryFolder::Formulas) {
            text += &format!("metric m_{0} \"M\" {{ role: none; is: {0} }}\n", item.name);
        }
        let parsed = Source::text("a.plan", &text).parse().unwrap();
        let scored = parsed.resolve(&View::default()).unwrap().evaluate();
        let examples = scored.evaluated.examples();
        assert!(examples.len() >= items(LibraryFolder::Formulas).count());
        let said: Vec<String> = examples.iter().filter_map(|e| e.problem.clone()).map(|d| d.message).collect();
        assert!(said.is_empty(), "{said:#?}");
    }
}
