//! Every bound on what a formula may cost, in one place. Each has a test in `tests/hostile.rs` that reaches it.
//!
//! Size is checked before anything is parsed. [`OPERATIONS`] is the deterministic bound on work: the same
//! formula stops at the same step on every machine. [`TIME`] is only a backstop, with a kind of its own.

use std::time::Duration;

/// Bytes of one formula: 4 KiB.
pub const FORMULA_BYTES: usize = 4 * 1024;

/// Bytes of one `.rhai` library: 64 KiB.
pub const LIBRARY_BYTES: usize = 64 * 1024;

/// Functions in one library.
pub const LIBRARY_FUNCTIONS: usize = 256;

/// Parameters of a library function.
pub const PARAMETERS: usize = 16;

/// Words and signs of one library function; reading costs more than in proportion.
pub const FUNCTION_WORDS: usize = 2_048;

/// Bytes of a text that the plan supplies. Formulas only read such a text, so it may be longer than [`TEXT_BYTES`].
pub const INPUT_TEXT_BYTES: usize = 1024 * 1024;

/// Steps of one evaluation; each part of an expression that is computed costs one or a few.
pub const OPERATIONS: u64 = 20_000;

/// Library functions calling each other, or themselves.
pub const CALL_DEPTH: usize = 12;

/// Parts within parts of one formula: brackets, branches, and each further operator of a chain `a + b + c`.
/// A pair of brackets, a call or a block counts as two.
pub const EXPRESSION_DEPTH: usize = 48;

/// The same for the body of a library function.
pub const FUNCTION_DEPTH: usize = 32;

/// Bytes of a text that a formula writes or builds: 4 KiB.
pub const TEXT_BYTES: usize = 4 * 1024;

/// Values of a list written in a formula. Lists that the plan supplies may be longer.
pub const LIST_ITEMS: usize = 256;

/// Values of a list that a field of each item of another list gives, as `reports.owns`.
pub const JOINED_ITEMS: usize = 65_536;

/// `let` variables of one formula or one library function.
pub const VARIABLES: usize = 32;

/// Different questions to the plan (`score`, `position`, `ranking`, `in_team`, `has`, `low` …) in one evaluation.
pub const QUESTIONS: usize = 64;

/// Aggregates (`count(…)`, `sum(…)` …) in one formula.
pub const AGGREGATES: usize = 16;

/// Wall-clock backstop of one evaluation.
pub const TIME: Duration = Duration::from_millis(100);

/// The clock and the cancel flag are looked at every so many steps, and at every access to a record.
pub const STEPS_PER_CHECK: u64 = 256;
