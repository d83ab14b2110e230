//! The engine's syntax errors in plain words.

use super::allowlist::shorten;
use super::mentions::argument_count;
use super::outcome::{FormulaError, FormulaErrorKind};
use super::source_map::RewrittenText;
use rhai::{LexError, ParseError, ParseErrorType as Type};

/// A formula's error for one of the parser's.
pub(super) fn translate(error: &ParseError, text: &RewrittenText) -> FormulaError {
    let (offset, length) = text.span(error.position());
    let at = |kind, message: String| FormulaError::new(kind, offset, length, message);
    let word = shorten(text.original().get(offset..offset + length).unwrap_or_default());
    let unexpected = if word.is_empty() {
        "the formula ends too early".to_string()
    } else {
        format!("`{word}` is not expected here")
    };
    match &*error.0 {
        Type::UnexpectedEOF => at(FormulaErrorKind::Syntax, "the formula ends too early".into()),
        Type::BadInput(lexical) => match lexical {
            LexError::UnterminatedString => {
                at(FormulaErrorKind::Syntax, "a text is never closed".into()).help("close it with `\"`")
            }
            LexError::StringTooLong(most) => {
                at(FormulaErrorKind::TooLarge, format!("a text or name of more than {most} bytes"))
            }
            LexError::MalformedEscapeSequence(what) => {
                at(FormulaErrorKind::Syntax, format!("`{}` is not an escape in a text", shorten(what)))
                    .help("`\\\"`, `\\\\`, `\\n` and `\\t` are")
            }
            LexError::MalformedNumber(what) => {
                let what = if what.is_empty() { word.clone() } else { shorten(what) };
                at(FormulaErrorKind::Syntax, format!("`{what}` is not a number"))
            }
            LexError::Runtime(_) => at(FormulaErrorKind::Syntax, unexpected),
            LexError::UnexpectedInput(what)
            | LexError::MalformedIdentifier(what)
            | LexError::MalformedChar(what)
            | LexError::ImproperSymbol(what, _) => {
                at(FormulaErrorKind::Syntax, format!("`{}` means nothing in a formula", shorten(what)))
            }
            _ => at(FormulaErrorKind::Syntax, unexpected),
        },
        Type::MissingToken(token, _) if token == ";" => at(FormulaErrorKind::Syntax, unexpected)
            .help("an operator, or a `;` after a `let`, may be missing before it"),
        Type::MissingToken(token, _) => at(FormulaErrorKind::Syntax, format!("`{token}` is missing here")),
        Type::Reserved(name) => {
            at(FormulaErrorKind::Refused, format!("`{}` is a reserved word", shorten(name))).help("choose another name")
        }
        Type::ForbiddenVariable(name) => {
            at(FormulaErrorKind::Refused, format!("`{}` can't be a name here", shorten(name)))
        }
        Type::ExprTooDeep => {
            at(FormulaErrorKind::TooLarge, "the formula is nested too deeply, or is one very long chain".into())
                .help("name parts of it with `let`")
        }
        Type::TooManyFunctions => at(FormulaErrorKind::TooLarge, "too many functions in one file".into())
            .help("spread them over several files"),
        Type::LiteralTooLarge(_, most) => {
            at(FormulaErrorKind::TooLarge, format!("a text or list is larger than {most}"))
        }
        Type::FnDuplicatedDefinition(name, parameters) => at(
            FormulaErrorKind::Duplicate,
            format!("`{}` with {} is defined twice", shorten(name), argument_count(*parameters)),
        ),
        Type::FnDuplicatedParam(name, parameter) => at(
            FormulaErrorKind::Duplicate,
            format!("`{}` has the parameter `{}` twice", shorten(name), shorten(parameter)),
        ),
        Type::FnMissingBody(name) => {
            at(FormulaErrorKind::Syntax, format!("the function `{}` has no body", shorten(name)))
                .help("write `{ … }` after its parameters")
        }
        Type::FnMissingParams(name) => {
            at(FormulaErrorKind::Syntax, format!("the function `{}` has no parameters", shorten(name)))
                .help("write `()` where it has none")
        }
        Type::FnMissingName => at(FormulaErrorKind::Syntax, "a function has no name".into()),
        Type::WrongFnDefinition => at(FormulaErrorKind::Refused, "a function can't be defined inside another".into()),
        Type::PropertyExpected => at(FormulaErrorKind::Syntax, "the name of a field is missing after `.`".into()),
        Type::VariableExpected => at(FormulaErrorKind::Syntax, "a name is missing after `let`".into()),
        Type::VariableExists(name) | Type::DuplicatedVariable(name) => {
            at(FormulaErrorKind::Duplicate, format!("`{}` is named twice", shorten(name)))
        }
        Type::MalformedIndexExpr(_) => at(FormulaErrorKind::Syntax, "the place in `[ ]` can't be read".into())
            .help("write a number, or a field's name in quotes"),
        Type::MismatchedType(..) => at(FormulaErrorKind::Syntax, "a value of another type is needed here".into()),
        Type::AssignmentToConstant(_) | Type::AssignmentToInvalidLHS(_) => {
            at(FormulaErrorKind::Refused, "formulas can't change a value".into())
        }
        _ => at(FormulaErrorKind::Syntax, unexpected),
    }
}
