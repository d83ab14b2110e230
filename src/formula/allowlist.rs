//! What may stand in a formula at all: a list of the permitted, applied to its words before the engine sees them.
//!
//! Formulas are expressions with `let`, `if … else`, `return` and calls. Everything that could loop, grow,
//! reach outside or change an input is refused here, at its place and in plain words. [`super::mentions`] then
//! applies a second list of the permitted to what the engine has parsed.

use super::lexer::{Lexeme, LexemeKind};
use super::limits;
use super::outcome::{FormulaError, FormulaErrorKind};
use super::source_map::Replacement;

/// The function that a list written in a formula is wrapped in.
pub(super) const LIST_WRAPPER: &str = "list__";

/// Keywords that are refused, with what to say and what to do instead.
const REFUSED_KEYWORDS: &[(&[&str], &str, &str)] = &[
    (
        &["for", "while", "loop", "do", "until", "break", "continue"],
        "formulas have no loops",
        "use `sum`, `mean` or `count` over a list, or an aggregate in a `rule`",
    ),
    (&["switch", "match", "case"], "formulas have no `switch`", "write `if … { … } else if … { … } else { … }`"),
    (
        &["eval", "Fn", "call", "curry"],
        "formulas can't run other text or hand functions around",
        "call the function by its name",
    ),
    (&["print", "debug"], "formulas can't print", "leave it out; `plan explain` shows every step"),
    (&["import", "export"], "formulas can't import or export", "name the file in a plan: `use \"scripts/….rhai\"`"),
    (
        &["try", "catch", "throw"],
        "formulas can't raise or catch errors",
        "use `??` for a default where a value is missing",
    ),
    (
        &["type_of", "is_shared", "is_def_var", "is_def_fn"],
        "formulas can't ask about the engine",
        "`has(\"…\")` asks whether a value is there",
    ),
    (&["const", "var", "static"], "formulas name a part with `let`", "write `let name = …;`"),
    (
        &["this", "global", "private", "sleep", "exit"],
        "this is not part of the formula language",
        "see `plan help formulas`",
    ),
];

/// Signs that are permitted.
const ALLOWED_SIGNS: &[&str] = &[
    "+", "-", "*", "/", "%", "**", "==", "!=", "<", "<=", ">", ">=", "&&", "||", "!", "??", ".", ",", ";", "(", ")",
    "[", "]", "{", "}",
];

/// Checks a formula's or a library's words and says how lists are to be rewritten.
///
/// # Errors
/// The first word that may not stand where it stands.
pub(super) fn check(words: &[Lexeme<'_>], library: bool) -> Result<Vec<Replacement>, FormulaError> {
    if let Some(reserved) = words.iter().find(|w| w.kind == LexemeKind::Name && w.text.ends_with("__")) {
        return Err(refused(reserved, "names that end in `__` are reserved"));
    }
    check_words(words, library)
}

/// The same for a formula whose aggregates were replaced by reserved names.
///
/// # Errors
/// As [`check`].
pub(super) fn check_placeholders(words: &[Lexeme<'_>]) -> Result<Vec<Replacement>, FormulaError> {
    check_words(words, false)
}

fn check_words(words: &[Lexeme<'_>], library: bool) -> Result<Vec<Replacement>, FormulaError> {
    let mut lists = Vec::new();
    let mut open: Vec<(&str, bool)> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let before = at.checked_sub(1).map(|i| &words[i]);
        let next = words.get(at + 1);
        match word.kind {
            LexemeKind::Name => {
                name(words, at, library)?;
                lists.extend(named_input(words, at));
            }
            LexemeKind::Text if word.text.len() > limits::TEXT_BYTES => {
                return Err(too_large(word, format!("a text of more than {} bytes", limits::TEXT_BYTES)));
            }
            LexemeKind::Number if word.text.parse::<f64>().is_ok_and(f64::is_infinite) => {
                return Err(syntax(word, format!("`{}` is too large a number", shorten(word.text))));
            }
            LexemeKind::Text | LexemeKind::Number => {}
            LexemeKind::Sign => {
                sign(words, at)?;
                match word.text {
                    "(" | "{" => open.push((word.text, false)),
                    "[" => {
                        let literal = !before.is_some_and(ends_operand);
                        if literal {
                            lists.push(Replacement {
                                start: word.offset,
                                end: word.offset,
                                with: format!("{LIST_WRAPPER}("),
                            });
                        }
                        open.push((word.text, literal));
                    }
                    ")" | "]" | "}" => {
                        let wanted = match word.text {
                            ")" => "(",
                            "]" => "[",
                            _ => "{",
                        };
                        let Some((opener, literal)) = open.pop() else {
                            return Err(syntax(word, format!("`{}` closes nothing", word.text)));
                        };
                        if opener != wanted {
                            return Err(syntax(
                                word,
                                format!("`{}` is where the closing sign of `{opener}` is expected", word.text),
                            ));
                        }
                        if literal {
                            lists.push(Replacement { start: word.end(), end: word.end(), with: ")".into() });
                        }
                    }
                    _ => {}
                }
                if open.len() > limits::EXPRESSION_DEPTH {
                    return Err(too_large(word, format!("more than {} levels of brackets", limits::EXPRESSION_DEPTH)));
                }
            }
        }
        if word.kind == LexemeKind::Name
            && let Some(number) = before.filter(|b| b.kind == LexemeKind::Number)
            && !matches!(word.text, "else" | "if" | "and" | "or" | "in" | "is" | "let" | "return")
        {
            // `6 person-months`: the unit with its hyphen and rate.
            let unit = words[at..].iter().take_while(|w| w.kind == LexemeKind::Name || w.is("-") || w.is("/"));
            let unit: String = unit
                .scan(word.offset, |end, w| {
                    (w.offset == *end).then(|| {
                        *end = w.end();
                        w.text
                    })
                })
                .collect();
            return Err(syntax(
                word,
                format!("`{} {unit}` is a number with a unit, and formulas compute with plain numbers", number.text),
            )
            .help(format!(
                "write `{}` alone: it is in the unit of the field beside it, effort in person-months; `plan help units` has more",
                number.text
            )));
        }
        if word.is("%")
            && let Some(number) = before.filter(|b| b.kind == LexemeKind::Number && b.end() == word.offset)
            && next.is_none_or(|n| n.kind == LexemeKind::Sign && !matches!(n.text, "(" | "[" | "-" | "!"))
        {
            let share = number.text.replace('_', "").parse::<f64>().unwrap_or(f64::NAN) / 100.0;
            let share = crate::quantity::print::exact(share);
            return Err(syntax(word, format!("`{}%` is no number in a formula", number.text))
                .help(format!("a percentage is a share of 1 here: write `{share}`")));
        }
        if let (Some(before), true) = (before, matches!(word.kind, LexemeKind::Text | LexemeKind::Number))
            && matches!(before.kind, LexemeKind::Text | LexemeKind::Number)
            && next.is_none()
        {
            return Err(syntax(word, format!("an operator is missing before `{}`", shorten(word.text))));
        }
    }
    if let Some((opener, _)) = open.last() {
        let place = words.iter().rev().find(|w| w.is(opener)).unwrap_or(&words[0]);
        return Err(syntax(place, format!("`{opener}` is never closed")));
    }
    Ok(lists)
}

/// At most thirty characters of it.
pub(super) fn shorten(text: &str) -> String {
    match text.char_indices().nth(30) {
        Some((cut, _)) => format!("{}…", &text[..cut]),
        None => text.to_string(),
    }
}

fn syntax(word: &Lexeme<'_>, message: String) -> FormulaError {
    FormulaError::new(FormulaErrorKind::Syntax, word.offset, word.text.len(), message)
}

fn refused(word: &Lexeme<'_>, message: impl Into<String>) -> FormulaError {
    FormulaError::new(FormulaErrorKind::Refused, word.offset, word.text.len(), message)
}

fn too_large(word: &Lexeme<'_>, what: String) -> FormulaError {
    FormulaError::new(FormulaErrorKind::TooLarge, word.offset, word.text.len(), format!("the formula has {what}"))
        .help("split it, or move a part into a function of a `.rhai` file")
}

/// Whether a value can end with this word, so that `[` after it asks for an item and `||` is an "or".
fn ends_operand(word: &Lexeme<'_>) -> bool {
    match word.kind {
        LexemeKind::Name => !matches!(word.text, "in" | "return" | "else" | "if" | "let"),
        LexemeKind::Number | LexemeKind::Text => true,
        LexemeKind::Sign => matches!(word.text, ")" | "]"),
    }
}

/// `largest(worth)` asks about the input of that name: `largest("worth")`.
fn named_input(words: &[Lexeme<'_>], at: usize) -> Option<Replacement> {
    let asks = matches!(words[at].text, "largest" | "smallest") && !(at > 0 && words[at - 1].is("."));
    let [open, input, close, ..] = words.get(at + 1..)? else { return None };
    let bare = asks && open.is("(") && input.kind == LexemeKind::Name && close.is(")");
    bare.then(|| Replacement { start: input.offset, end: input.end(), with: format!("\"{}\"", input.text) })
}

fn name(words: &[Lexeme<'_>], at: usize, library: bool) -> Result<(), FormulaError> {
    let word = &words[at];
    let before = at.checked_sub(1).map(|i| &words[i]);
    if word.text.len() > 128 {
        return Err(too_large(word, "a name of more than 128 letters".into()));
    }
    if before.is_some_and(|b| b.is(".")) {
        return Ok(());
    }
    if word.text == "fn" && !library {
        return Err(refused(word, "a function can't be defined in a formula")
            .help("put it in a `.rhai` file and name that in a plan: `use \"….rhai\"`"));
    }
    if library && matches!(word.text, "const" | "var" | "static") {
        return Err(refused(word, "a library holds functions, and no values")
            .help("write a function that gives the value: `fn limit() { 5 }`"));
    }
    if let Some((_, message, help)) = REFUSED_KEYWORDS.iter().find(|(names, ..)| names.contains(&word.text)) {
        return Err(refused(word, *message).help(*help));
    }
    let operand_next = words.get(at + 1).is_some_and(|n| n.kind != LexemeKind::Sign);
    let instead = match word.text {
        "and" if operand_next => "&&",
        "or" if operand_next => "||",
        "not" if operand_next => "!",
        _ => return Ok(()),
    };
    Err(syntax(word, format!("`{}` is not an operator", word.text)).help(format!("write `{instead}`")))
}

fn sign(words: &[Lexeme<'_>], at: usize) -> Result<(), FormulaError> {
    let word = &words[at];
    let before = at.checked_sub(1).map(|i| &words[i]);
    let closure = "formulas have no closures";
    let aggregates = "in a `rule` over a framework or plan, write `sum(x)` or `count(cond)`";
    match word.text {
        "=" if at >= 2 && words[at - 2].text == "let" => Ok(()),
        "=" | "+=" | "-=" | "*=" | "/=" | "%=" | "**=" | ":=" => {
            Err(refused(word, format!("`{}` assigns, and formulas can't change a value", word.text))
                .help("to compare, write `==`; to name a part, write `let name = …;`"))
        }
        "===" => Err(syntax(word, "`===` is not an operator".into()).help("write `==`")),
        "!==" => Err(syntax(word, "`!==` is not an operator".into()).help("write `!=`")),
        "||" if !before.is_some_and(|b| ends_operand(b) || b.is("}")) => Err(refused(word, closure).help(aggregates)),
        "|" => Err(refused(word, "`|` starts a closure, and formulas have none").help(aggregates)),
        "#{" => Err(refused(word, "formulas have no object literals").help("name each part with `let`")),
        "?." | "?[" => Err(refused(word, format!("`{}` is not part of formulas", word.text))
            .help("use `??` after the name: `it.market.tam ?? 0`")),
        "?" | ":" => {
            Err(syntax(word, format!("`{}` means nothing in a formula", word.text))
                .help("write `if … { … } else { … }`"))
        }
        "&" | "^" | "~" | "<<" | ">>" => {
            Err(refused(word, format!("`{}` works on bits, and formulas compute in real numbers", word.text))
                .help("`&&` is and, `||` is or, `**` is a power"))
        }
        ".." | "..=" | "..." => Err(refused(word, "formulas have no number ranges").help("write `x >= 1 && x <= 5`")),
        "::" => Err(refused(word, "`::` is not part of formulas").help("write `.` to reach a field")),
        "++" | "--" => Err(refused(word, format!("`{}` is not part of formulas", word.text))
            .help("separate the signs with a space or brackets")),
        "(" if words.get(at + 1).is_some_and(|n| n.is(")")) && !before.is_some_and(ends_operand) => {
            Err(syntax(word, "`()` is empty".into()).help("write a value; `has(\"…\")` asks whether one is missing"))
        }
        text if ALLOWED_SIGNS.contains(&text) => Ok(()),
        text => Err(syntax(word, format!("`{text}` means nothing in a formula"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formula::lexer::tokenize;

    fn refused(text: &str) -> FormulaError {
        check(&tokenize(text).unwrap(), false).unwrap_err()
    }

    #[test]
    fn refusals_stand_at_their_word() {
        for (text, kind, offset) in [
            ("1 + for", FormulaErrorKind::Refused, 4),
            ("x = 3", FormulaErrorKind::Refused, 2),
            ("let a = 1; a += 1", FormulaErrorKind::Refused, 13),
            ("f(|x| x)", FormulaErrorKind::Refused, 2),
            ("f(|| 1)", FormulaErrorKind::Refused, 2),
            ("#{a: 1}", FormulaErrorKind::Refused, 0),
            ("a and b", FormulaErrorKind::Syntax, 2),
            ("(a", FormulaErrorKind::Syntax, 0),
            ("a]", FormulaErrorKind::Syntax, 1),
            ("fn f() { 1 }", FormulaErrorKind::Refused, 0),
            ("list__(1)", FormulaErrorKind::Refused, 0),
        ] {
            let error = refused(text);
            assert_eq!((error.kind, error.offset), (kind, offset), "{text}: {error}");
        }
    }

    #[test]
    fn only_lists_are_rewritten_not_places_in_them() {
        let lists = |text| check(&tokenize(text).unwrap(), false).unwrap().len();
        assert_eq!(lists("a[0] + f(1)[2]"), 0);
        assert_eq!(lists("x in [1, [2]]"), 4);
    }
}
