//! Which way a framework's formula is computed.

use crate::evaluate::scores::Evaluated;

/// Which way a formula is computed; the scores are the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExecutionPath {
    /// It is arithmetic over inputs and weights: a program over whole columns of numbers.
    Columns,
    /// By the interpreter, one initiative after the other, because of what more it asks for: `it has a text`.
    Rows(String),
}

impl ExecutionPath {
    /// In words, as they come after a formula's place.
    pub fn display_text(&self) -> String {
        match self {
            ExecutionPath::Columns => "arithmetic only: computed for all initiatives at once".to_string(),
            ExecutionPath::Rows(because) => format!("{because}: runs in the interpreter"),
        }
    }
}

impl Evaluated {
    /// Which way a framework's formula is computed; `None` where it has no sound formula or was not evaluated.
    pub fn execution_path(&self, framework: &str) -> Option<ExecutionPath> {
        let column = self.column(framework)?;
        let scorer = self.scorer(&column.framework)?;
        scorer.formula()?;
        Some(match scorer.column_program().as_ref()? {
            Ok(_) => ExecutionPath::Columns,
            Err(not) => ExecutionPath::Rows(not.to_string()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::{Source, View};

    #[test]
    fn each_formula_says_its_way() {
        let text = "framework plain {\n input a { above: 0 }\n score: `a * 2`\n }
            framework asks {\n input a { above: 0 }\n score: `if has(\"it.evidence\") { a } else { 0 }`\n }
            framework sum {\n input a { range: 1 to 5 }\n }";
        let scored = Source::text("p.plan", text).parse().unwrap().resolve(&View::default()).unwrap().evaluate();
        let path = |name: &str| scored.evaluated.execution_path(name);
        assert_eq!(path("plain"), Some(ExecutionPath::Columns));
        assert!(
            matches!(path("asks"), Some(ExecutionPath::Rows(because)) if because.contains("has")),
            "{:?}",
            path("asks")
        );
        assert_eq!((path("sum"), path("nothing")), (None, None));
    }
}
