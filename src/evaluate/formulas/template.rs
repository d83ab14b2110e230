//! Texts with formulas in them: `at least ${context.interviews}`.

use crate::formula::{AggregateFormula, EvalOutcome, ExpectedType, Sandbox, Scope, Value};
use crate::quantity::print;
use std::sync::Arc;

/// A text in which `${…}` stands for the value of a formula.
pub(in crate::evaluate) struct Template {
    pieces: Vec<TemplatePart>,
}

enum TemplatePart {
    Text(String),
    Formula(Box<AggregateFormula>),
}

impl Template {
    /// Reads a text; what is no formula stays as written.
    pub(in crate::evaluate) fn new(sandbox: &Sandbox, text: &Arc<str>) -> Template {
        let mut pieces = Vec::new();
        let mut rest = &**text;
        while let Some((before, inner)) = rest.split_once("${") {
            let formula = split_at_close(inner).and_then(|(code, after)| {
                sandbox.compile_aggregate(code, ExpectedType::Any).ok().map(|formula| (Box::new(formula), after))
            });
            let Some((formula, after)) = formula else { break };
            pieces.extend([TemplatePart::Text(before.to_string()), TemplatePart::Formula(formula)]);
            rest = after;
        }
        pieces.push(TemplatePart::Text(rest.to_string()));
        Template { pieces }
    }

    /// Whether a formula in it looks at many items together.
    pub(crate) fn is_aggregate(&self) -> bool {
        self.pieces.iter().any(|p| matches!(p, TemplatePart::Formula(f) if f.is_aggregate()))
    }

    /// The text with every value in its place, aggregates those over `all`; `…` where there is none.
    pub(in crate::evaluate) fn fill(&self, sandbox: &Sandbox, scope: &dyn Scope, all: &[&dyn Scope]) -> String {
        let piece = |piece: &TemplatePart| match piece {
            TemplatePart::Text(text) => text.clone(),
            TemplatePart::Formula(formula) => {
                match sandbox.evaluate_aggregate(formula, scope, &mut all.iter().copied()).outcome {
                    EvalOutcome::Value(value) => value_text(&value),
                    _ => "…".into(),
                }
            }
        };
        self.pieces.iter().map(piece).collect()
    }
}

/// What stands before the bracket that closes, and after it.
fn split_at_close(text: &str) -> Option<(&str, &str)> {
    let mut open = 0;
    for (at, c) in text.char_indices() {
        match c {
            '{' => open += 1,
            '}' if open == 0 => return Some((&text[..at], &text[at + 1..])),
            '}' => open -= 1,
            _ => {}
        }
    }
    None
}

fn value_text(value: &Value) -> String {
    match value {
        Value::Number(number) => print::number(*number),
        Value::Truth(true) => "yes".into(),
        Value::Truth(false) => "no".into(),
        Value::Text(text) => text.to_string(),
        Value::List(items) => items.iter().map(value_text).collect::<Vec<_>>().join(", "),
        Value::Record(record) => record.key().map_or_else(|| record.path(), |key| key.to_string()),
        Value::Missing => "…".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formula::{CallError, Lookup};

    struct Two;

    impl Scope for Two {
        fn variable(&self, name: &str) -> Lookup {
            match name {
                "n" => Lookup::Value(Value::Number(50.0)),
                "names" => Lookup::Value(Value::List(["cac", "ltv"].map(Value::text).into())),
                _ => Lookup::Missing,
            }
        }

        fn call(&self, name: &str, _: &[Value]) -> Result<Value, CallError> {
            Err(CallError::unavailable(name))
        }
    }

    #[test]
    fn formulas_in_a_text_give_their_values() {
        let sandbox = Sandbox::new(&[]).unwrap();
        let fill = |text: &str| Template::new(&sandbox, &text.into()).fill(&sandbox, &Two, &[&Two, &Two]);
        assert_eq!(fill("evidence { interviews: … }  # at least ${n}"), "evidence { interviews: … }  # at least 50");
        assert_eq!(fill("${names} and ${gone}"), "cac, ltv and …");
        assert_eq!(fill("${if n > 20 { \"many\" } else { \"few\" }}!"), "many!");
        assert_eq!(fill("${count(n > 20)} of 2"), "2 of 2");
        assert_eq!(fill("a ${broken"), "a ${broken");
        assert_eq!(fill("${1 +} stays"), "${1 +} stays");
    }
}
