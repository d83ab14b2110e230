//! What resolving has to say.

use crate::diagnostic::{Code, Diagnostic, Fix, nearest};
use crate::quantity::Unit;
use crate::schema::{BlockRow, FieldRow, library};
use crate::source::Span;
use crate::syntax::{Literal, Name, Operand};

/// A literal's kind in words.
pub(super) fn describe(literal: &Literal<'_>) -> &'static str {
    match literal {
        Literal::Number { .. } => "a number",
        Literal::Date(_) => "a date",
        Literal::Word(_) => "a word",
        Literal::Text(_) => "text",
        Literal::Code(_) => "a formula",
        Literal::Hole => "`?`",
    }
}

/// A value of another type than its field takes.
pub(super) fn wrong_type(span: Span, given: &str, row: &FieldRow) -> Diagnostic {
    // `a date, as …`: the message says what, the help how it is written.
    let wanted = row.ty.words();
    let said = format!("`{}` takes {}, not {given}", row.name, wanted.split(", as ").next().unwrap_or_default());
    let d = Diagnostic::new(Code::WRONG_TYPE, span, said);
    if row.of.is_empty() && row.levels.is_empty() {
        return d.help(format!("write {wanted}"));
    }
    let words: Vec<&str> = row.of.iter().map(|w| &**w).chain(row.levels.iter().map(|(w, _)| &**w)).collect();
    d.help(format!("one of {}", list(&words)))
}

/// A word that is not in its closed set.
pub(super) fn unknown_level<'a>(
    word: &str,
    span: Span,
    row: &FieldRow,
    known: impl Iterator<Item = &'a str> + Clone,
) -> Diagnostic {
    let words: Vec<&str> = known.clone().collect();
    let d = Diagnostic::new(Code::UNKNOWN_LEVEL, span, format!("`{}` has no level `{word}`", row.name));
    match nearest(word, known) {
        Some(near) => {
            d.did_you_mean(span, Some(near)).help(format!("did you mean `{near}`? The levels are {}", list(&words)))
        }
        None => d.help(format!("the levels are {}", list(&words))),
    }
}

/// Words as `a`, `b` and `c`.
pub(super) fn list(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|w| format!("`{w}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => quoted.join(""),
    }
}

/// An operand as its author wrote it, near enough.
pub(super) fn written(operand: &Operand<'_>) -> String {
    let term = |l: &Literal<'_>| match l {
        Literal::Number { digits, symbol, unit } => {
            let unit = unit.map_or(String::new(), |(u, _)| if u.starts_with('/') { u.into() } else { format!(" {u}") });
            format!("{}{digits}{unit}", symbol.unwrap_or(""))
        }
        Literal::Date(text) | Literal::Word(text) | Literal::Code(text) => text.to_string(),
        Literal::Text(text) => text.to_string(),
        Literal::Hole => "?".into(),
    };
    let mut out = term(&operand.low.literal);
    for (word, part) in [("to", &operand.high), ("likely", &operand.likely)] {
        if let Some(part) = part {
            out = format!("{out} {word} {}", term(&part.literal));
        }
    }
    out
}

/// The fix that writes the unit behind a bare number.
pub(super) fn with_unit(d: Diagnostic, operand: &Operand<'_>, asked: &Unit) -> Diagnostic {
    let written = written(operand);
    let last = operand.likely.as_ref().or(operand.high.as_ref()).unwrap_or(&operand.low);
    let Literal::Number { digits, .. } = &last.literal else { return d };
    if asked.is_percent() {
        let mended = match (digits.parse::<f64>(), operand.high.is_some()) {
            (Ok(value), false) if value <= 1.0 && value > 0.0 && digits.contains('.') => {
                crate::quantity::print::source_text(value, asked)
            }
            (Ok(_), false) => format!("{digits}%"),
            _ => return d.help("write each number as a percentage, as in `60% to 85%`"),
        };
        return d.help(format!("write `{mended}`")).fix(Fix {
            title: format!("write `{mended}`"),
            span: last.span,
            replacement: mended,
            safe: false,
        });
    }
    if asked.has_wildcard() {
        return d.help(
            format!("say what is counted, as in `{written} users/month`").replace(" users/month", &sample(asked)),
        );
    }
    let count = digits.parse().unwrap_or(2.0);
    let unit = asked.display(count);
    let unit = unit.trim_start();
    let mended = format!("{written} {unit}");
    d.help(format!("write `{mended}`")).fix(Fix {
        title: format!("write `{mended}`"),
        span: last.span.after(),
        replacement: format!(" {unit}"),
        safe: false,
    })
}

/// The fix that writes another unit in place of the one given.
pub(super) fn other_unit(d: Diagnostic, operand: &Operand<'_>, unit: &Unit) -> Diagnostic {
    let last = operand.likely.as_ref().or(operand.high.as_ref()).unwrap_or(&operand.low);
    match last.literal {
        Literal::Number { unit: Some((written, span)), .. } if !written.starts_with('/') => {
            d.fix(Fix { title: format!("write `{unit}`"), span, replacement: unit.to_string(), safe: false })
        }
        _ => d,
    }
}

/// A concrete unit for one with wildcards.
fn sample(asked: &Unit) -> String {
    format!(" {}", asked.to_string().replace("count", "users").replace("money", "USD"))
}

/// A kind of item that does not exist.
pub(super) fn unknown_kind(name: Name<'_>, is_framework: bool) -> Diagnostic {
    let kinds: Vec<&str> = library::items(library::Folder::Kinds).map(|i| i.name).collect();
    let d = Diagnostic::new(Code::UNKNOWN_KIND, name.span, format!("there is no kind of item `{}`", name.text));
    let inside = library::find(library::Folder::Blocks, name.text).is_some()
        || library::find(library::Folder::Frameworks, name.text).is_some()
        || is_framework;
    if inside {
        return d.help(format!("`{}` is a block of initiatives: write it inside one", name.text));
    }
    match nearest(name.text, kinds.iter().copied()) {
        Some(near) => d.did_you_mean(name.span, Some(near)),
        None => d.help(format!("the kinds are {}", list(&kinds))),
    }
}

/// A field or block that its item does not have.
pub(super) fn unknown_field<'a>(
    name: Name<'_>,
    what: &str,
    row: &BlockRow,
    known: impl Iterator<Item = &'a str>,
    elsewhere: Option<String>,
) -> Diagnostic {
    let holder = if row.framework.is_some() { format!("`{}`", row.name) } else { article(&row.name) };
    let d = Diagnostic::new(Code::UNKNOWN_FIELD, name.span, format!("{holder} has no {what} `{}`", name.text));
    let known: Vec<&str> = known.collect();
    match (nearest(name.text, known.iter().copied()), elsewhere) {
        (Some(near), _) => d.did_you_mean(name.span, Some(near)),
        (None, Some(help)) => d.help(help),
        (None, None) if known.is_empty() => d.help("remove it: there is nothing to say here"),
        (None, None) if known.len() <= 12 => d.help(format!("it has {}", list(&known))),
        (None, None) => d.help(format!(
            "`plan doc {}` lists what it has; a field of your own is declared with `field {} {{ in: {}; type: … }}`",
            row.name, name.text, row.name
        )),
    }
}

/// A kind with its article.
pub(super) fn article(kind: &str) -> String {
    let article = if kind.starts_with(['a', 'e', 'i', 'o', 'u']) && !kind.starts_with("us") { "an" } else { "a" };
    format!("{article} `{kind}`")
}
