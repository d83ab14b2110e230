//! Planwright: the plan as a text file under version control.
//!
//! `.plan` files hold initiatives, metrics and a team's own scoring; this crate reads, checks, scores, ranks, explains and
//! schedules them. All that the command `plan` does, a program can do with it.
//!
//! ```
//! use planwright::report::rank::RankOptions;
//! use planwright::{Source, View};
//! let plan = Source::text("my.plan", r#"
//!     initiative sso "Single sign-on" { ice { impact: 5; confidence: 6; ease: 9 } }
//! "#);
//! let scored = plan.evaluate(&View::default())?;
//! assert!(scored.check().is_empty());
//! assert_eq!(scored.rank(&RankOptions::default())?.rows[0].score, Some(90.0));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # When to use which
//!
//! | to | use |
//! |---|---|
//! | read a plan from a folder, a text, anywhere | [`Source::open`], [`Source::text`], [`Source::files`] |
//! | look at it in a scenario, with a weighting, on a day | [`View`], given once to [`Source::evaluate`] |
//! | know what is wrong, and pass or fail as `plan check` does | [`Scored::check`], [`diagnostic::CheckResult`], [`Diagnostic::located`] |
//! | rank it | [`Scored::rank`], with odds [`RankReport::sample_odds`](report::rank::RankReport::sample_odds) |
//! | have all about each initiative in one row | [`Scored::initiatives`] |
//! | know when things are done | [`Evaluated::roadmap`](evaluation::Evaluated::roadmap), [`Roadmap`], [`RoadmapOptions`] |
//! | try a change, or say what one moved | [`Scored::with`], [`Change`], [`Effect::between`] |
//! | explore it live, with undo, and write back | [`Session`] |
//! | score structs, columns or lines of your own | [`Scorer`], [`RowScorer`], [`GivenValue`] |
//! | read its facts with their types | [`Plan::items`], [`Record::every_fact`], [`Datum`] |
//! | end work in time | [`Limit`], which gives a result or [`Stopped`] |
//! | change a file as `plan set` does, or lay it out | [`edit`], [`language::format()`] |
//! | print tables, pages, pictures, JSON | [`report`] |
//! | read tables of other tools | [`exchange`] |
//! | complete, colour and explain text in an editor | [`ide`] |
//!
//! The modules [`evaluation`], [`language`], [`model`], [`quantity`] and [`source`] hold what these take and give.
//!
//! Each stage, [`Source`] → [`Parsed`] → [`Resolved`] → [`Scored`], is total: bad input gives a smaller result and
//! diagnostics, never a panic. All of them can be shared between threads; evaluation uses rayon's pool. The same files,
//! view and seed give the same bytes on every machine, with any number of threads.
//!
//! # Beside your own rhai
//!
//! Formulas run in rhai, pinned to `=1.27.0` with `sync`, `internals` and `no_time`, which cargo unifies with your own:
//! ask for `rhai = "1"`; your scripts have no `timestamp()`, and what you register is `Send + Sync`. Features that take the
//! sandbox's limits away, its numbers or its places (`unchecked`, `only_i32`, `f32_float`, `no_float`, `no_index`,
//! `no_object`, `no_function`, `no_module`, `no_optimize`, `no_position`) are refused when the program is compiled. In
//! debug builds give dependencies some optimisation, `[profile.dev.package."*"] opt-level = 1`: without it a plan's
//! function that calls itself can overflow a stack of 2 MiB. With `panic = "abort"` a [`Limit`] withholds a result that
//! came too late, and does not stop the work.
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
pub use pipeline::{Error, Parsed, Resolved, Scored, Source, View, ViewError, ViewItemKind};
// What a scored plan gives.
pub use diagnostic::{Diagnostic, Severity};
pub use evaluate::{NoRoadmap, Ranking, Roadmap, RoadmapOptions, Sampling, Simulation};
pub use model::{Datum, Fact, Framework, Initiative, Metric, Plan, Record};
pub use quantity::Date;
// Rows of a program, scored as initiatives are.
pub use evaluate::{GivenValue, NoInput, NoScorer, RowScorer, Scorer, Unscored};
// A plan explored live.
pub use session::{Change, Effect, Session, SessionError};

/// What a scored plan is asked and what it answers, in full: [`Evaluated`](evaluation::Evaluated) has the questions.
pub mod evaluation {
    pub use crate::evaluate::{
        ApportionedVariance, Attribution, AttributionMethod, Budget, CandidateStatus, CheckedRequirement, ChoiceRule,
        CommitmentState, CustomWorth, DERIVED_FIELDS, DecisionFlip, DerivedField, Distribution, DistributionFamily,
        Evaluated, ExampleResult, ExecutionPath, ExpectationResult, ExpectedEffect, FactReference, FinishOdds,
        ForcedChoice, ForecastValue, GateChecks, ITEM_FACTS, InformationOption, InputDistribution, InputInformation,
        InputOrigin, InputValue, Lateness, MAX_EXACT_INPUTS, MAX_PRICED_CONSTRAINTS, MAX_SAMPLES, MIN_MEASUREMENTS,
        MIN_SAMPLES, MeasuredEffect, MetricForecast, MetricMover, MissingInput, MonitoredLimit, MoverContribution,
        NamedSubject, NoAttribution, NoBudget, NoChoice, NoFramework, NoInitiative, OptimalityProof, OptimizedStage,
        OverallSensitivity, PairwiseOdds, PlanAnswer, Progress, Query, QueryError, ROADMAP_FACTS, RankedInitiative,
        RequirementState, RiskCause, RoadmapConfidence, RoadmapFormulas, SamplingOptions, ScheduleRisk, ScheduledItem,
        ScoreCause, ScoreChange, ScoreColumn, ScoreRow, ScoreUncertainty, Selection, SelectionCandidate,
        SelectionRequest, Sensitivity, SimulationOutcome, TargetForecast, TargetStatus, TeamLoad, TooManySamples,
        UnevenColumns, UnscoredCause, ValueOfInformation, VarianceDriver, WaitsFor, experiment, overall_sensitivity,
        results,
    };
    pub use crate::formula::Value;
}

/// The language itself: texts as trees, their layout, the kinds of item and their fields, the library of every plan.
pub mod language {
    pub use crate::format::{diff, format};
    pub use crate::resolve::{AddressedItem, DataFile, LoadedFile, LoadedWorkspace, NoItem, ReadError, read_file};
    pub use crate::schema::{
        BlockSchema, BlockStep, FieldSchema, FieldType, NumberBound, NumberBounds, PathEnd, PathTarget, Schema, Tail,
        UnknownPath, library,
    };
    pub use crate::syntax::{
        Block, Connective, Entry, Field, FieldValue, Literal, Name, Operand, Phrase, SpannedLiteral, SyntaxKind,
        SyntaxNode, SyntaxTree, UseStatement, items, parse,
    };
}

/// For the tests and benches of this package alone: it changes without notice.
#[doc(hidden)]
pub mod internals {
    /// Formulas.
    pub mod formula {
        pub use crate::formula::{
            AlgebraicForm, CallError, Dimension, EvalFailure, EvalOutcome, ExpectedType, FailureKind, FormulaError,
            FormulaErrorKind, InputColumn, LibrarySource, LimitKind, Lookup, NoUnit, NotLowered, RecordValue, Sandbox,
            Scope, Scratch, Value, limits,
        };
    }
    /// What is probably not meant.
    pub mod lint {
        pub use crate::lint::run;
    }
    /// Words of other tools.
    pub mod words {
        pub use crate::schema::synonyms::{
            field_by_synonym, indefinite_article, normalize_word, unit_by_synonym, value_by_synonym,
        };
    }
    pub use crate::syntax::quote;
}

/// The programs of `docs/embedding.md` run.
#[cfg(doctest)]
#[doc = include_str!("../docs/embedding.md")]
mod embedding {}
