//! Compiling formulas, and saying what went wrong with them at their place in the file.

use crate::diagnostic::{Code, Diagnostic, closest_match};
use crate::formula::{
    EvalFailure, ExprNode, FailureKind, Formula, FormulaError, FormulaErrorKind, LibrarySource, NameUse, NodeKind,
    Sandbox,
};
use crate::model::{FormulaSource as Text, Plan};
use crate::source::Span;

/// The sandbox of a plan, with its files of functions. Where one of them has a mistake, the sandbox is without them.
pub(in crate::evaluate) fn sandbox(plan: &Plan, diagnostics: &mut Vec<Diagnostic>) -> Option<Sandbox> {
    let sources: Vec<LibrarySource> =
        plan.libraries.iter().map(|l| LibrarySource { name: l.name.clone(), text: l.text.clone() }).collect();
    match Sandbox::new(&sources) {
        Ok(sandbox) => Some(sandbox),
        Err(error) => {
            diagnostics.push(compile_error(plan, None, &error));
            Sandbox::new(&[]).ok()
        }
    }
}

/// Where bytes of a formula, or of a file of functions, stand.
fn formula_span(plan: &Plan, code: Option<&Text>, library: Option<&str>, offset: usize, length: usize) -> Span {
    let start = match library.and_then(|name| plan.libraries.iter().find(|l| *l.name == *name)) {
        Some(library) => Span::new(library.source, offset, offset + length),
        None => match code {
            Some(code) => {
                let start = code.span.start as usize + offset;
                Span::new(code.span.source, start, start + length)
            }
            None => Span::new(crate::source::SourceId(0), 0, 0),
        },
    };
    if start.start == start.end { Span { end: start.start + 1, ..start } } else { start }
}

/// A formula that can't be compiled.
pub(in crate::evaluate) fn compile_error(plan: &Plan, code: Option<&Text>, error: &FormulaError) -> Diagnostic {
    let span = formula_span(plan, code, error.library.as_deref(), error.offset, error.length);
    let number = match error.kind {
        FormulaErrorKind::Refused => Code::FORMULA_REFUSED,
        FormulaErrorKind::TooLarge => Code::FORMULA_LIMIT,
        FormulaErrorKind::UnknownFunction | FormulaErrorKind::UnknownName => Code::UNKNOWN_NAME,
        FormulaErrorKind::Syntax | FormulaErrorKind::WrongArguments | FormulaErrorKind::Duplicate => {
            Code::FORMULA_SYNTAX
        }
    };
    Diagnostic::new(number, span, error.message.clone())
        .help(error.help.clone().unwrap_or_else(|| help_for(number).into()))
}

/// A formula that failed.
pub(in crate::evaluate) fn failure_diagnostic(plan: &Plan, code: &Text, failure: &EvalFailure) -> Diagnostic {
    let span = formula_span(plan, Some(code), failure.library.as_deref(), failure.offset, failure.length);
    let number = match failure.kind {
        FailureKind::Limit(_) | FailureKind::Cancelled => Code::FORMULA_LIMIT,
        FailureKind::WrongType => Code::FORMULA_TYPE,
        FailureKind::UnknownName | FailureKind::Question => Code::UNKNOWN_NAME,
        FailureKind::DivisionByZero
        | FailureKind::NotFinite
        | FailureKind::Domain
        | FailureKind::OutOfRange
        | FailureKind::Internal => Code::FORMULA_FAILED,
    };
    Diagnostic::new(number, span, failure.message.clone())
        .help(failure.help.clone().unwrap_or_else(|| help_for(number).into()))
}

/// What helps where the formula's own words have nothing more exact.
fn help_for(code: Code) -> &'static str {
    match code {
        Code::FORMULA_SYNTAX => {
            "formulas have numbers, names, `+ - * / **`, comparisons, `if a { b } else { c }` and functions such as `min(a, b)`"
        }
        Code::FORMULA_LIMIT => "make it shorter, or split it into functions of a `.rhai` file",
        Code::FORMULA_REFUSED => "formulas only compute: no loops, no files, no clock, nothing that changes a value",
        Code::FORMULA_TYPE => "a score is a number; `when`, `must` and `that` are true or false",
        Code::UNKNOWN_NAME => {
            "a score sees its inputs and `it.`, a rule the fields of its item, an expectation the names of the plan"
        }
        _ => "give the input a bound, as `above: 0`, or let the formula handle the case",
    }
}

/// What a formula computes and does not use.
pub(in crate::evaluate) fn unused_expressions(code: &Text, formula: &Formula) -> Vec<Diagnostic> {
    let report = |(what, offset, length): (&str, usize, usize)| {
        let start = code.span.start as usize + offset;
        let span = Span::new(code.span.source, start, start + length.max(1));
        let said = match what {
            "`if`" => "the value of `if` is not used".to_string(),
            _ => "a value is computed here and not used".to_string(),
        };
        Diagnostic::new(Code::DROPPED_VALUE, span, said)
            .help("the last value is the result: name this one, as in `let part = if … { … } else { … };`, or end here with `return`")
    };
    formula.unused_expressions().into_iter().map(report).collect()
}

/// Calls of `min` and `max` with one number of the initiative: they are that number.
pub(in crate::evaluate) fn single_argument_extremes(
    code: &Text,
    formula: &Formula,
    inputs: &[&str],
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    of_one_in(code, &formula.tree(), inputs, &mut found);
    found
}

fn of_one_in(code: &Text, part: &ExprNode, inputs: &[&str], found: &mut Vec<Diagnostic>) {
    match &part.kind {
        NodeKind::Call(name, args) => {
            if let ("min" | "max", [arg]) = (&**name, args.as_slice()) {
                let one = match &arg.kind {
                    NodeKind::Number(_) | NodeKind::If(_) => true,
                    NodeKind::Name(path) => matches!(path.as_slice(), [name] if inputs.contains(&&**name)),
                    NodeKind::Call(op, _) => op.starts_with(|c: char| !c.is_ascii_alphabetic()),
                    _ => false,
                };
                if one {
                    let start = code.span.start as usize + part.offset;
                    let span = Span::new(code.span.source, start, start + part.length);
                    let said = format!("`{name}` takes two values or more: a score sees one initiative");
                    let all = if &**name == "max" { "largest" } else { "smallest" };
                    let help = format!(
                        "`{name}(a, b)` compares two of its values; over all that are ranked, name the input, as in `{all}(reach)`"
                    );
                    found.push(Diagnostic::new(Code::FORMULA_TYPE, span, said).help(help));
                }
            }
            args.iter().for_each(|a| of_one_in(code, a, inputs, found));
        }
        NodeKind::If(parts) => parts.iter().for_each(|p| of_one_in(code, p, inputs, found)),
        NodeKind::Let(lets, result) => {
            lets.iter().for_each(|(_, p)| of_one_in(code, p, inputs, found));
            of_one_in(code, result, inputs, found);
        }
        NodeKind::Number(_) | NodeKind::Name(_) | NodeKind::Other => {}
    }
}

/// Names of a formula that its scope does not have.
pub(in crate::evaluate) fn unknown_names(
    code: &Text,
    formula: &Formula,
    known: &[&str],
    otherwise: &str,
) -> Vec<Diagnostic> {
    let unknown = |name: &&NameUse| name.path.first().is_some_and(|first| !known.contains(&&**first));
    let report = |name: &NameUse| {
        let first = &name.path[0];
        let (offset, length) = name.places.first().copied().unwrap_or((name.offset, name.length));
        let start = code.span.start as usize + offset;
        let span = Span::new(code.span.source, start, start + length);
        let d = Diagnostic::new(Code::UNKNOWN_NAME, span, format!("unknown name `{first}`"));
        match closest_match(first, known.iter().copied()) {
            Some(near) => d.did_you_mean(span, Some(near)),
            None => d.help(otherwise),
        }
    };
    formula.names().iter().filter(unknown).map(report).collect()
}
