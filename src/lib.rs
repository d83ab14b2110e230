//! Planwright: the plan as a text file under version control.
//!
//! `.plan` files hold initiatives, metrics and a team's own scoring; this crate reads, checks, scores, ranks and
//! explains them. All that the `plan` command does, a program can do through [`pipeline`]:
//!
//! ```
//! use planwright::{Source, View};
//! let plan = Source::text("my.plan", r#"
//!     initiative sso "Single sign-on" { ice { impact: 5; confidence: 6; ease: 9 } }
//! "#);
//! let scored = plan.parse()?.resolve(&View::default())?.evaluate();
//! assert!(scored.check().is_empty());
//! assert_eq!(scored.evaluated.ranking("ice", false).map(|r| r.rows[0].score), Some(90.0));
//! # Ok::<(), planwright::Error>(())
//! ```
//!
//! # The house
//!
//! [`pipeline`] shows the stages on one screen; each is total, bad input gives a smaller result and diagnostics. A module
//! imports only from lower floors: each says its floor in its first line, and `tests/architecture.rs` holds it to that.
//!
//! | module | holds |
//! |---|---|
//! | [`source`] | texts, spans, files: the only door to the disk below the faces |
//! | [`diagnostic`], [`quantity`] | what is wrong and how to mend it; units, money, dates, ranges |
//! | [`syntax`], [`model`] | text → lossless tree → typed views; the plan as plain data |
//! | [`formula`], [`mod@format`], [`edit`] | sandboxed Rhai; canonical layout; one value changed, the rest untouched |
//! | [`schema`] | the table of kinds, blocks and fields, nearly all of it in `scripts/std/` |
//! | [`resolve`] | names, types, units, scenarios: views → plan |
//! | [`evaluate`] | scores, ranks, rules, expectations; distributions of ranges |
//! | [`lint`] | what is probably not meant |
//! | [`report`] | neutral tables and typed reports; one renderer a format |
//! | [`pipeline`] | the stages |
//! | [`exchange`], [`session`], [`ide`] | CSV in, audit; a plan explored live: changes, undo, questions; completion, colours and hover as plain data |
//!
//! Three crates stand beside it. `planwright-solver` and `planwright-stats` lie below and know no word of the language:
//! what fits and when, on plain numbers; distributions, tests and samples. `planwright-cli` lies above: the commands, the
//! prompt, and what is drawn on a terminal.
//!
//! # Recipes
//!
//! | to add | touch |
//! |---|---|
//! | a framework, noun, phase, block or kind | one file in `scripts/std/`, its name in `schema/library.rs` |
//! | a formula of metrics, a set of metrics, a business model | one file in `scripts/std/formulas/`, `metric_sets/` or `business_models/`, its name in `schema/library.rs` |
//! | a document | one file in `scripts/std/documents/`, its name in `schema/library.rs` |
//! | a field | its row in `scripts/std/kinds/` or `blocks/`; `model/` only where the engine reads it; a page in `tests/spec/` |
//! | a lint | a `rule` in its framework; what a rule can't say: `lint/<rule>.rs` and a line in `lint/mod.rs` |
//! | a diagnostic | a row in `diagnostic/code.rs`, its page in `diagnostic/codes/` |
//! | a function for formulas | a row in `formula/functions.rs` |
//! | a command | `command/<name>.rs` in `crates/planwright-cli/src/`, a variant in `command/mod.rs`, a console block in `tests/spec/` or the README |
//! | a command of the prompt alone | a row in `repl/commands.rs` there with its handler; those of the binary come by themselves |
//! | a test | a module of `tests/main.rs` where it runs the binary, else of `tests/library.rs` |
//! | an output format | one renderer in `report/render.rs` |
#![forbid(unsafe_code)]

mod clock;
pub mod diagnostic;
pub mod edit;
mod evaluate;
pub mod exchange;
mod format;
mod formula;
pub mod ide;
mod limit;
mod lint;
pub mod model;
mod pipeline;
pub mod quantity;
pub mod report;
mod resolve;
mod schema;
pub mod session;
pub mod source;
mod syntax;

// The stages, and how they are asked.
pub use limit::{Limit, Stopped};
pub use pipeline::{Error, Named, Parsed, Resolved, Scored, Source, View, ViewError};
// What a scored plan gives.
pub use diagnostic::{Diagnostic, Severity};
pub use evaluate::{NoRoadmap, Ranking, Roadmap, Sampling, Simulation, Wish};
pub use model::{Datum, Fact, Framework, Initiative, Metric, Plan, Record};
pub use quantity::Date;
// Rows of a program, scored as initiatives are.
pub use evaluate::{Given, NoInput, NoScorer, RowScorer, Scorer, Unscored};
// A plan explored live.
pub use session::{Change, Effect, Refused, Session};

/// What a scored plan is asked and what it answers, in full: [`Evaluated`](evaluation::Evaluated) has the questions.
pub mod evaluation {
    pub use crate::evaluate::{
        After, Aim, Answer, Apportioned, Asked, Attribution, Budget, Candidate, Cause, Chances, Choice, Column,
        CommitmentState, Confidence, Counted, DERIVED, Derived, Distribution, Draws, Driver, Duel, Enough, Evaluated,
        ExampleResult, ExpectResult, Expected, FEWEST, FEWEST_SAMPLES, Family, Finding, Forced, Gates, Incomparable,
        Information, InputValue, Judged, Late, MOST_EXACT, MOST_PRICED, MOST_SAMPLES, Measured, Method, Missing,
        Monitored, Mover, NoAmount, NoFramework, NoInitiative, Odds, Origin, Outlook, Overall, Path, Planned, Proof,
        Prospect, Query, QueryError, Ranked, Reference, Refused, Row, STAND, Selection, Sensitivity, Simulated, Spread,
        Stage, Standing, State, Subject, TeamLoad, Telling, Tip, TooMany, Track, Uncertainty, Uneven, UnscoredCause,
        WHOLE, Work, Worth, experiment, overall, results,
    };
    pub use crate::formula::Value;
}

/// The language itself: texts as trees, their layout, the kinds of item and their fields, the library of every plan.
pub mod language {
    pub use crate::format::{diff, format};
    pub use crate::resolve::{DataFile, File, ItemName, Loaded, NoItem, Unread, read_file};
    pub use crate::schema::{BlockRow, End, FieldRow, Limit, Limits, Schema, Step, Stray, Tail, Target, Type, library};
    pub use crate::syntax::{
        Block, Connective, Entry, Field, Kind, Literal, Name, Node, Operand, Parsed, Phrase, Term, Use, Value, items,
        parse,
    };
}

/// For the tests and benches of this package alone: it changes without notice.
#[doc(hidden)]
pub mod internals {
    /// Formulas.
    pub mod formula {
        pub use crate::formula::{
            CallError, Dimension, ErrorKind, Failure, FailureKind, FormulaError, Lanes, LibrarySource, Limit, Lookup,
            NotLowered, Outcome, Record, Sandbox, Scope, Scratch, Shape, Unfit, Value, Want, limits,
        };
    }
    /// What is probably not meant.
    pub mod lint {
        pub use crate::lint::run;
    }
    /// Words of other tools.
    pub mod words {
        pub use crate::schema::words::{article, field_called, plain, unit_called, value_called};
    }
    pub use crate::syntax::quote;
}

/// The programs of `docs/embedding.md` run.
#[cfg(doctest)]
#[doc = include_str!("../docs/embedding.md")]
mod embedding {}
