//! `.rhai` files that a plan uses: functions for formulas, and nothing else.

use super::lexer::{self, Lexeme, LexemeKind};
use super::mentions::{LibraryFunctions, MentionCollector};
use super::outcome::{FormulaError, FormulaErrorKind};
use super::source_map::RewrittenText;
use super::{allowlist, functions, limits, parse_error};
use rhai::{ASTNode, Engine, Module, Scope};
use std::sync::Arc;

/// The text of a `.rhai` file.
///
/// It may define functions of up to sixteen parameters, `fn decay(value, weeks) { value * 0.9 ** weeks }`, in the
/// language of formulas. A function sees its parameters and nothing else, so it gives the same everywhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LibrarySource {
    /// Its name in messages: the path as the plan writes it.
    pub name: Arc<str>,
    /// Its text, at most 64 KiB.
    pub text: Arc<str>,
}

/// A library read so far.
pub(super) struct ParsedLibrary {
    pub name: Arc<str>,
    pub text: RewrittenText,
    functions: Vec<FunctionHeader>,
}

struct FunctionHeader {
    name: Arc<str>,
    parameters: Vec<Arc<str>>,
    offset: usize,
}

/// Checks the words of a library and notes its functions in `known`.
pub(super) fn parse_library(
    source: &LibrarySource,
    known: &mut LibraryFunctions,
) -> Result<ParsedLibrary, FormulaError> {
    let here = |mut error: FormulaError| {
        error.library = Some(source.name.clone());
        error
    };
    if source.text.len() > limits::LIBRARY_BYTES {
        let message = format!("a library of more than {} KiB", limits::LIBRARY_BYTES / 1024);
        return Err(here(
            FormulaError::new(FormulaErrorKind::TooLarge, 0, 0, message).help("split it into several files"),
        ));
    }
    let words = lexer::tokenize(&source.text).map_err(here)?;
    let lists = allowlist::check(&words, true).map_err(here)?;
    let functions = headers(&words).map_err(here)?;
    let mut added = LibraryFunctions::new();
    for function in &functions {
        let name = &function.name;
        let twice = |message: String| {
            here(
                FormulaError::new(FormulaErrorKind::Duplicate, function.offset, name.len(), message)
                    .help("give it another name"),
            )
        };
        if functions::find(name).is_some() {
            return Err(twice(format!("`{name}` is a built-in function")));
        }
        if known.contains_key(name) {
            return Err(twice(format!("`{name}` is already defined in another library")));
        }
        if !added.entry(name.clone()).or_default().insert(function.parameters.len()) {
            return Err(twice(format!("`{name}` is defined twice")));
        }
    }
    known.extend(added);
    Ok(ParsedLibrary { name: source.name.clone(), text: RewrittenText::new(&source.text, lists), functions })
}

/// The functions at the top level; anything else there is an error.
fn headers(words: &[Lexeme<'_>]) -> Result<Vec<FunctionHeader>, FormulaError> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        if word.text != "fn" {
            return Err(FormulaError::new(
                FormulaErrorKind::Refused,
                word.offset,
                word.text.len(),
                "a library holds functions and nothing else",
            )
            .help("write `fn name(parameters) { … }`"));
        }
        let bad = |word: &Lexeme<'_>, what: &str| {
            FormulaError::new(FormulaErrorKind::Syntax, word.offset, word.text.len(), what)
        };
        let name = words
            .get(at + 1)
            .filter(|w| w.kind == LexemeKind::Name)
            .ok_or_else(|| bad(word, "a function has no name"))?;
        if !words.get(at + 2).is_some_and(|w| w.is("(")) {
            return Err(bad(name, "a function has no parameters").help("write `()` where it has none"));
        }
        let close = (at + 3..words.len())
            .find(|i| words[*i].is(")"))
            .ok_or_else(|| bad(name, "the parameters are never closed"))?;
        let parameters: Vec<Arc<str>> =
            words[at + 3..close].iter().filter(|w| w.kind == LexemeKind::Name).map(|w| Arc::from(w.text)).collect();
        if parameters.len() > limits::PARAMETERS {
            return Err(FormulaError::new(
                FormulaErrorKind::TooLarge,
                name.offset,
                name.text.len(),
                format!("a function has more than {} parameters", limits::PARAMETERS),
            ));
        }
        if !words.get(close + 1).is_some_and(|w| w.is("{")) {
            return Err(bad(name, "a function has no body").help("write `{ … }` after its parameters"));
        }
        let mut depth = 0usize;
        let end = (close + 1..words.len()).find(|i| {
            depth = if words[*i].is("{") {
                depth + 1
            } else if words[*i].is("}") {
                depth.saturating_sub(1)
            } else {
                depth
            };
            depth == 0
        });
        let end = end.ok_or_else(|| bad(name, "the body of a function is never closed"))?;
        if let Some(inner) = words[close + 1..end].iter().find(|w| w.text == "fn") {
            return Err(FormulaError::new(
                FormulaErrorKind::Refused,
                inner.offset,
                2,
                "a function can't be defined inside another",
            ));
        }
        if end - at > limits::FUNCTION_WORDS {
            let message = format!("the function has more than {} words and signs", limits::FUNCTION_WORDS);
            return Err(FormulaError::new(FormulaErrorKind::TooLarge, name.offset, name.text.len(), message)
                .help("split it into several functions"));
        }
        found.push(FunctionHeader { name: Arc::from(name.text), parameters, offset: name.offset });
        if found.len() > limits::LIBRARY_FUNCTIONS {
            return Err(FormulaError::new(
                FormulaErrorKind::TooLarge,
                name.offset,
                name.text.len(),
                format!("more than {} functions in one file", limits::LIBRARY_FUNCTIONS),
            ));
        }
        at = end + 1;
    }
    Ok(found)
}

/// Compiles a library, checks the bodies of its functions and gives them to the engine.
pub(super) fn load(engine: &mut Engine, library: &ParsedLibrary, known: &LibraryFunctions) -> Result<(), FormulaError> {
    let here = |mut error: FormulaError| {
        error.library = Some(library.name.clone());
        error
    };
    let mut ast = engine.compile(&library.text.text).map_err(|e| here(parse_error::translate(&e, &library.text)))?;
    ast.set_source(&*library.name);
    for function in &library.functions {
        // Not `clone_functions_only_filtered`: rhai 1.27 ignores its filter.
        let mut one = ast.clone();
        one.retain_functions(|_, _, name, parameters| {
            name == &*function.name && parameters == function.parameters.len()
        });
        let mut walker = MentionCollector::new(&library.text, known, &function.parameters, limits::FUNCTION_DEPTH + 8);
        let mut result = Ok(());
        one.walk(&mut |path| {
            if let [ASTNode::Stmt(statement)] = path
                && let Err(error) = walker.statement(statement, 0)
            {
                result = Err(error);
            }
            result.is_ok()
        });
        result.map_err(here)?;
        if let Some(free) = walker.mentions.names.first() {
            let name = free.path.first().map_or("", |n| &**n);
            return Err(here(
                FormulaError::new(
                    FormulaErrorKind::UnknownName,
                    free.offset,
                    name.len(),
                    format!("the function `{}` does not know `{name}`", function.name),
                )
                .help("a function sees its parameters only: hand the value in as one"),
            ));
        }
    }
    let module = Module::eval_ast_as_new(Scope::new(), &ast, engine).map_err(|e| {
        here(FormulaError::new(
            FormulaErrorKind::Refused,
            0,
            0,
            format!("the library can't be loaded: {}", e.position()),
        ))
    })?;
    engine.register_global_module(module.into());
    Ok(())
}
