//! Compiling and evaluating.

use super::compiled::{CompiledFormula, ExpectedType, Formula};
use super::convert::{from_engine, to_engine};
use super::error_map::{self, RunResult};
use super::interrupt::EvalInterrupt;
use super::library::{self, LibrarySource, ParsedLibrary};
use super::mentions::{LibraryFunctions, MentionCollector};
use super::origin::MissingOrigin;
use super::outcome::{EvalOutcome, FailureKind, FormulaError, FormulaErrorKind, LimitKind};
use super::path_queries::path_query;
use super::run_state::{Answers, RunGuard};
use super::source_map::{Replacement, RewrittenText};
use super::value::{Lookup, Scope, Value};
use super::{allowlist, engine, lexer, limits, parse_error};
use crate::limit;
use rhai::{Dynamic, Engine, Stmt};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// A closed engine for formulas: no files, no clock, no loops, every cost bounded by [`super::limits`].
///
/// ```
/// use planwright::evaluation::Value;
/// use planwright::internals::formula::{CallError, Lookup, Sandbox, Scope, ExpectedType};
///
/// struct Rice;
/// impl Scope for Rice {
///     fn variable(&self, name: &str) -> Lookup {
///         match name {
///             "reach" => Lookup::Value(Value::Number(900.0)),
///             "effort" => Lookup::Missing,
///             _ => Lookup::NoSuchName { nearest: None },
///         }
///     }
///     fn call(&self, name: &str, _: &[Value]) -> Result<Value, CallError> {
///         Err(CallError::unavailable(name))
///     }
/// }
///
/// let sandbox = Sandbox::new(&[]).unwrap();
/// let half = sandbox.compile("reach * 1 / 2", ExpectedType::Number).unwrap();
/// assert_eq!(sandbox.evaluate(&half, &Rice).number(), Some(450.0));
/// let unknown = sandbox.compile("reach / effort > 3", ExpectedType::Truth).unwrap();
/// assert_eq!(sandbox.evaluate(&unknown, &Rice).truth(), None);
/// ```
#[derive(Debug)]
pub struct Sandbox {
    engine: Engine,
    libraries: Vec<(Arc<str>, RewrittenText)>,
    known: LibraryFunctions,
}

impl Sandbox {
    /// A sandbox with the functions of the libraries that a plan uses.
    ///
    /// # Errors
    /// The first library that is too large, can't be read, holds anything but functions, or defines a function
    /// that exists already; [`FormulaError::library`] names it.
    pub fn new(libraries: &[LibrarySource]) -> Result<Self, FormulaError> {
        let mut engine = catch_panic(|| Ok(engine::new()))?;
        let mut known = LibraryFunctions::new();
        let read = libraries
            .iter()
            .map(|source| library::parse_library(source, &mut known))
            .collect::<Result<Vec<ParsedLibrary>, _>>()?;
        for library in &read {
            catch_panic(|| library::load(&mut engine, library, &known))?;
        }
        let libraries = read.into_iter().map(|l| (l.name, l.text)).collect();
        Ok(Sandbox { engine, libraries, known })
    }

    /// The names of library functions, in alphabetical order.
    #[cfg(test)]
    pub(crate) fn library_functions(&self) -> impl Iterator<Item = &str> {
        self.known.keys().map(|k| &**k)
    }

    /// Compiles a formula; places in errors and names are bytes of `text`.
    ///
    /// # Errors
    /// Text that is too long, can't be read, does what formulas may not do, or calls an unknown function.
    pub fn compile(&self, text: &str, want: ExpectedType) -> Result<Formula, FormulaError> {
        Self::check_size(text)?;
        let words = lexer::tokenize(text)?;
        if words.is_empty() {
            return Err(FormulaError::new(FormulaErrorKind::Syntax, 0, text.len(), "the formula is empty"));
        }
        let lists = allowlist::check(&words, false)?;
        self.compile_checked(text, lists, want)
    }

    /// Before anything else looks at the text.
    pub(super) fn check_size(text: &str) -> Result<(), FormulaError> {
        if text.len() <= limits::FORMULA_BYTES {
            return Ok(());
        }
        let message = format!("the formula has {} bytes, and {} are allowed", text.len(), limits::FORMULA_BYTES);
        Err(FormulaError::new(FormulaErrorKind::TooLarge, 0, text.len(), message)
            .help("move parts of it into functions of a `.rhai` file"))
    }

    /// Compiles text whose words have been checked.
    pub(super) fn compile_checked(
        &self,
        text: &str,
        replacements: Vec<Replacement>,
        want: ExpectedType,
    ) -> Result<Formula, FormulaError> {
        let text = RewrittenText::new(text, replacements);
        let ast = catch_panic(|| self.engine.compile(&text.text).map_err(|e| parse_error::translate(&e, &text)))?;
        let mut walker = MentionCollector::new(&text, &self.known, &[], limits::EXPRESSION_DEPTH + 8);
        let mut last = Vec::new();
        for statement in ast.statements() {
            last = walker.statement(statement, 0)?;
        }
        if ast.statements().iter().all(Stmt::is_noop) {
            return Err(FormulaError::new(
                FormulaErrorKind::Syntax,
                0,
                text.original().len(),
                "the formula gives no value",
            ));
        }
        let mut mentions = walker.mentions;
        mentions.result.extend(last);
        mentions.names.sort_by_key(|n| n.offset);
        let mut free: Vec<Arc<str>> = Vec::new();
        for name in mentions.names.iter().filter_map(|n| n.path.first()) {
            if !free.contains(name) {
                free.push(name.clone());
            }
        }
        Ok(Formula(Arc::new(CompiledFormula { ast, text, mentions, want, free })))
    }

    /// Evaluates a formula. Never panics; the same formula and scope give the same outcome, but for
    /// [`LimitKind::Time`](super::LimitKind::Time) and [`FailureKind::Cancelled`].
    pub fn evaluate(&self, formula: &Formula, scope: &dyn Scope) -> EvalOutcome {
        self.evaluate_with(formula, scope, &[])
    }

    /// The same with further variables, which come before those of the scope.
    pub(super) fn evaluate_with(
        &self,
        formula: &Formula,
        scope: &dyn Scope,
        extra: &[(Arc<str>, Value)],
    ) -> EvalOutcome {
        let compiled = &*formula.0;
        let mut variables = Vec::with_capacity(compiled.free.len());
        let mut missing = Vec::new();
        for name in &compiled.free {
            let found = match extra.iter().find(|(n, _)| n == name) {
                Some((_, value)) => Lookup::Value(value.clone()),
                None => scope.variable(name),
            };
            match found {
                Lookup::Value(Value::Missing) | Lookup::Missing => {
                    missing.push((MissingOrigin::Variable(name.clone()), name.to_string()));
                    variables.push((name, Dynamic::UNIT));
                }
                Lookup::Value(value) => variables.push((name, to_engine(value))),
                Lookup::NoSuchName { nearest } => {
                    let place = compiled.mentions.names.iter().find(|n| n.path.first() == Some(name));
                    let (offset, length) = place.and_then(|n| n.places.first().copied()).unwrap_or_default();
                    return EvalOutcome::Failed(error_map::failure(
                        engine::unknown_name(name, nearest),
                        offset,
                        length,
                        None,
                    ));
                }
            }
        }
        let started = crate::clock::now();
        let mut answers = eager_answers(compiled, scope);
        loop {
            limit::look();
            if limit::is_over() {
                return EvalOutcome::Failed(error_map::failure(
                    engine::cancelled(),
                    0,
                    compiled.text.original().len(),
                    None,
                ));
            }
            let mut inner = rhai::Scope::new();
            for (name, value) in &variables {
                inner.push_dynamic(&***name, value.clone());
            }
            let run = RunGuard::start(started, missing.clone(), std::mem::take(&mut answers));
            let result = catch_unwind(AssertUnwindSafe(|| {
                self.engine.eval_ast_with_scope::<Dynamic>(&mut inner, &compiled.ast)
            }));
            let (touched, given) = run.finish();
            answers = given;
            let step = match result {
                Ok(Ok(value)) => error_map::value(from_engine(&value), compiled, compiled.want, &touched),
                Ok(Err(error)) => error_map::error(*error, compiled, &self.libraries, &touched),
                Err(_) => {
                    // What stopped may have been what a formula asked for in turn.
                    limit::look();
                    RunResult::Done(EvalOutcome::Failed(error_map::failure(
                        EvalInterrupt::new(FailureKind::Internal, "the formula engine stopped unexpectedly"),
                        0,
                        compiled.text.original().len(),
                        None,
                    )))
                }
            };
            match step {
                RunResult::Done(outcome) => return outcome,
                RunResult::Ask { place, .. } if answers.len() >= limits::QUESTIONS => {
                    let (offset, length) = place.span();
                    let fault = EvalInterrupt::limit(
                        LimitKind::Questions,
                        format!("the formula asks the plan more than {} questions", limits::QUESTIONS),
                    );
                    return EvalOutcome::Failed(error_map::failure(fault, offset, length, None));
                }
                RunResult::Ask { place, .. } if started.elapsed() > limits::TIME => {
                    let (offset, length) = place.span();
                    return EvalOutcome::Failed(error_map::failure(
                        super::run_state::timed_out(),
                        offset,
                        length,
                        None,
                    ));
                }
                RunResult::Ask { name, args, .. } => {
                    let answer = match path_query(&name) {
                        Some(ask) => ask(scope, &name, &args),
                        None => scope.call(&name, &args),
                    };
                    answers.push((name, args, answer));
                }
            }
        }
    }
}

/// How many questions are answered before a formula runs.
const MAX_EAGER_ANSWERS: usize = 4;

/// The answers to the first questions about a path that stands in the formula: each would stop the run and start it
/// again. Should the formula not come to one of them, its answer is not looked at.
fn eager_answers(compiled: &CompiledFormula, scope: &dyn Scope) -> Answers {
    let mut answers = Answers::new();
    for call in compiled.mentions.calls.iter().take(MAX_EAGER_ANSWERS) {
        if let (Some(ask), [Some(path)]) = (path_query(&call.name), call.args.as_slice()) {
            let args = vec![Value::Text(path.text.clone())];
            if !answers.iter().any(|(name, asked, _)| *name == call.name && *asked == args) {
                let answer = ask(scope, &call.name, &args);
                answers.push((call.name.clone(), args, answer));
            }
        }
    }
    answers
}

/// Runs something of the engine's; a panic in it becomes an error.
fn catch_panic<T>(work: impl FnOnce() -> Result<T, FormulaError>) -> Result<T, FormulaError> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        Err(FormulaError::new(FormulaErrorKind::Refused, 0, 0, "the formula engine stopped unexpectedly")
            .help("please report this formula"))
    })
}
