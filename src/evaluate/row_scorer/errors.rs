//! Why there is no scorer, or no such row of it.

use std::fmt;

/// Why a framework can't score rows that stand in no plan.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum NoScorer {
    /// Neither the plan nor the library has it.
    NoSuch {
        /// What was asked for.
        framework: String,
        /// The name that is likely meant.
        nearest: Option<String>,
    },
    /// It has mistakes.
    Unsound {
        /// The framework.
        framework: String,
        /// What was found, as people read it; empty where it was said before.
        said: String,
    },
    /// Its formula asks for what only an initiative of a plan has.
    AsksForInitiative {
        /// The framework.
        framework: String,
        /// What it asks for, as `it.phase` or `score(…)`.
        asked: String,
    },
}

impl fmt::Display for NoScorer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NoScorer::NoSuch { framework, nearest: Some(near) } => {
                write!(f, "there is no framework `{framework}`: did you mean `{near}`?")
            }
            NoScorer::NoSuch { framework, nearest: None } => write!(f, "there is no framework `{framework}`"),
            NoScorer::Unsound { framework, said } if said.is_empty() => {
                write!(f, "the framework `{framework}` has mistakes")
            }
            NoScorer::Unsound { framework, said } => write!(f, "the framework `{framework}` has mistakes: {said}"),
            NoScorer::AsksForInitiative { framework, asked } => {
                write!(f, "the formula of `{framework}` uses `{asked}`, which only an initiative of a plan has")
            }
        }
    }
}

impl std::error::Error for NoScorer {}

/// Why rows can't give an input.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoInput {
    /// The framework has none of this name.
    NoSuch {
        /// What was named.
        input: String,
        /// The framework.
        framework: String,
        /// The name that is likely meant.
        nearest: Option<String>,
        /// The inputs that there are, in their order.
        known: Vec<String>,
    },
    /// It is named twice.
    Twice {
        /// The input.
        input: String,
    },
    /// It is none of those that the rows give.
    NotGiven {
        /// The input.
        input: String,
    },
    /// Its values can't be had in this unit.
    Unit {
        /// The input.
        input: String,
        /// Why not.
        said: String,
    },
}

impl fmt::Display for NoInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NoInput::NoSuch { input, framework, nearest: Some(near), .. } => {
                write!(f, "`{input}` is no input of `{framework}`: did you mean `{near}`?")
            }
            NoInput::NoSuch { input, framework, known, .. } => {
                write!(f, "`{input}` is no input of `{framework}`, which has {}", known.join(", "))
            }
            NoInput::Twice { input } => write!(f, "`{input}` is named twice"),
            NoInput::NotGiven { input } => write!(f, "`{input}` is none of the inputs that the rows give"),
            NoInput::Unit { input, said } => write!(f, "`{input}`: {said}"),
        }
    }
}

impl std::error::Error for NoInput {}

/// A column of another length than there is room for scores.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnevenColumns {
    /// Which column, counted from 0.
    pub column: usize,
    /// How many values it has.
    pub values: usize,
    /// How many scores were asked for.
    pub rows: usize,
}

impl fmt::Display for UnevenColumns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let UnevenColumns { column, values, rows } = self;
        write!(f, "column {column} has {values} values for {rows} rows")
    }
}

impl std::error::Error for UnevenColumns {}
