//! What resolving has to say.

use crate::diagnostic::{Code, Diagnostic, Fix, closest_match};
use crate::quantity::Unit;
use crate::schema::synonyms::{
    FieldSynonym, field_by_synonym, hint, kind_by_synonym, unit_by_synonym, value_by_synonym,
};
use crate::schema::{BlockSchema, FieldSchema, FieldType, library};
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
pub(super) fn wrong_type(span: Span, given: &str, row: &FieldSchema) -> Diagnostic {
    // `a date, as …`: the message says what, the help how it is written.
    let bare = row.ty == FieldType::Quantity && !row.units.is_empty() && row.units.iter().all(|u| u.is_empty());
    let wanted = if bare { FieldType::Number.words() } else { row.ty.words() };
    let said = format!("`{}` takes {}, not {given}", row.name, wanted.split(", as ").next().unwrap_or_default());
    let d = Diagnostic::new(Code::WRONG_TYPE, span, said);
    if row.of.is_empty() && row.levels.is_empty() {
        return d.help(format!("write {wanted}"));
    }
    let words: Vec<&str> = row.of.iter().map(|w| &**w).chain(row.levels.iter().map(|(w, _)| &**w)).collect();
    d.help(format!("one of {}", quoted_list(&words)))
}

/// A word that is not in its closed set.
pub(super) fn unknown_level<'a>(
    word: &str,
    span: Span,
    row: &FieldSchema,
    known: impl Iterator<Item = &'a str> + Clone,
) -> Diagnostic {
    let words: Vec<&str> = known.clone().collect();
    let d = Diagnostic::new(Code::UNKNOWN_LEVEL, span, format!("`{}` has no level `{word}`", row.name));
    // A word that is known elsewhere has its meaning, whatever else is spelt like it.
    let near = match value_by_synonym(&row.name, word) {
        Some(meant) => meant.filter(|m| words.contains(m)),
        None => closest_match(word, known),
    };
    match near {
        Some(near) => d
            .spelt_like(span, word, Some(near))
            .help(format!("did you mean `{near}`? The levels are {}", quoted_list(&words))),
        None => d.help(format!("the levels are {}", quoted_list(&words))),
    }
}

/// Words as `a`, `b` and `c`.
pub(super) fn quoted_list(words: &[&str]) -> String {
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

/// The fix that writes the unit after a bare number.
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

/// The unit that was meant, where it is called so elsewhere: `8 SP` are `8 points`, and where work is asked for a day is
/// one of a person.
pub(super) fn unit_elsewhere(d: Diagnostic, operand: &Operand<'_>, row: &FieldSchema) -> Diagnostic {
    let terms = [operand.likely.as_ref(), operand.high.as_ref(), Some(&operand.low)];
    let unit = terms.into_iter().flatten().find_map(|t| match t.literal {
        Literal::Number { unit: Some((unit, span)), .. } => Some((unit, span)),
        _ => None,
    });
    let Some((written, span)) = unit else { return d };
    let first = written.split('/').next().unwrap_or(written);
    let Some(called) = unit_by_synonym(first) else { return d };
    let Some(unit) = called.write else {
        return Diagnostic { fixes: Vec::new(), ..d.help(called.say) };
    };
    let work = row.units.iter().any(|u| u.starts_with("person-"));
    let unit = match unit {
        "people" if work => {
            let said = "people are not work without their time: write it, as `3 person-months`";
            return Diagnostic { fixes: Vec::new(), ..d.help(said) };
        }
        "days" if work => "person-days",
        unit => unit,
    };
    let place = Span { end: span.start + first.len() as u32, ..span };
    // `500 MAU/month` says its period twice.
    let place = if unit.contains('/') { span } else { place };
    Diagnostic { fixes: Vec::new(), ..d }.help(format!("write `{unit}`")).fix(Fix {
        title: format!("write `{unit}`"),
        span: place,
        replacement: unit.to_string(),
        safe: false,
    })
}

/// Time where work is asked for: `3 wks` of effort are `3 person-weeks`.
pub(super) fn suggest_person_time(mut d: Diagnostic, row: &FieldSchema) -> Diagnostic {
    const TIMES: [&str; 6] = ["hours", "days", "weeks", "months", "quarters", "years"];
    let unit = d.help.as_deref().and_then(|h| h.strip_prefix("write `")?.strip_suffix('`'));
    let Some(unit) = unit.filter(|u| TIMES.contains(u)).map(str::to_string) else { return d };
    if row.units.iter().any(|u| u.starts_with("person-")) {
        let work = format!("person-{unit}");
        d.help = Some(format!("write `{work}`"));
        for fix in &mut d.fixes {
            fix.title = format!("write `{work}`");
            fix.replacement = fix.replacement.replace(&unit, &work);
        }
    }
    d
}

/// A concrete unit for one with wildcards.
fn sample(asked: &Unit) -> String {
    format!(" {}", asked.to_string().replace("count", "users").replace("money", "USD"))
}

/// A kind of item that does not exist.
pub(super) fn unknown_kind(name: Name<'_>, is_framework: bool) -> Diagnostic {
    let kinds: Vec<&str> = library::items(library::LibraryFolder::Kinds).map(|i| i.name).collect();
    let d = Diagnostic::new(Code::UNKNOWN_KIND, name.span, format!("there is no kind of item `{}`", name.text));
    let inside = library::find(library::LibraryFolder::Blocks, name.text).is_some()
        || library::find(library::LibraryFolder::Frameworks, name.text).is_some()
        || is_framework;
    if inside {
        return d.help(format!("`{}` is a block of initiatives: write it inside one", name.text));
    }
    let misspelt = closest_match(name.text, kinds.iter().copied());
    if let Some((kind, say)) = kind_by_synonym(name.text) {
        return match kind {
            Some(kind) => {
                let say = if say.is_empty() { String::new() } else { format!(": {say}") };
                d.did_you_mean(name.span, Some(kind)).help(format!("it is `{kind}` here{say}"))
            }
            None => d.help(say),
        };
    }
    match misspelt {
        Some(near) => d.spelt_like(name.span, name.text, Some(near)),
        None => d.help(format!("the kinds are {}", quoted_list(&kinds))),
    }
}

/// A field or block that its item does not have.
pub(super) fn unknown_field<'a>(
    name: Name<'_>,
    what: &str,
    row: &BlockSchema,
    known: impl Iterator<Item = &'a str>,
    elsewhere: Option<String>,
) -> Diagnostic {
    let said = match &*row.name {
        kind if row.framework.is_some() => format!("`{kind}` has no {what} `{}`", name.text),
        kind @ ("initiative" | "metric" | "team" | "decision" | "request" | "framework" | "rule" | "audience") => {
            format!("{kind}s have no {what} `{}`", name.text)
        }
        kind => format!("{} has no {what} `{}`", article(kind), name.text),
    };
    let d = Diagnostic::new(Code::UNKNOWN_FIELD, name.span, said);
    let known: Vec<&str> = known.collect();
    if let Some(say) = hint(&row.name, name.text).filter(|_| row.framework.is_none()) {
        return d.help(say);
    }
    // What others call it comes before what is spelt alike: `size` is not `side`.
    let close = closest_match(name.text, known.iter().copied()).filter(|near| is_misspelling(name.text, near));
    if row.framework.is_none()
        && close.is_none()
        && let Some(FieldSynonym { block, field }) = field_by_synonym(row, name.text)
    {
        return match block {
            None => d.did_you_mean(name.span, Some(&field)).help(format!("it is `{field}` here")),
            Some(block) => {
                let taken =
                    row.blocks.get(&block).and_then(|b| b.fields.get(&field)).map_or(String::new(), expected_value);
                d.help(format!("it is `{field}` of `{block}` here: write `{block} {{ {field}: … }}`{taken}"))
            }
        };
    }
    match (closest_match(name.text, known.iter().copied()), elsewhere) {
        (Some(near), _) => d.spelt_like(name.span, name.text, Some(near)),
        (None, Some(help)) => d.help(help),
        (None, None) if known.is_empty() => d.help("remove it: there is nothing to say here"),
        (None, None) if known.len() <= 12 => d.help(format!("it has {}", quoted_list(&known))),
        (None, None) => d.help(format!(
            "`plan doc {}` lists what it has; a field of your own is declared with `field {} {{ in: {}; type: … }}`",
            row.name, name.text, row.name
        )),
    }
}

/// What a field takes, for those that do not take whatever is written: text belongs between quotes anyway.
pub(super) fn expected_value(row: &FieldSchema) -> String {
    let words: Vec<&str> = row.of.iter().map(|w| &**w).collect();
    match (&row.ty, words.as_slice()) {
        (FieldType::Text, _) => String::new(),
        (_, []) => format!(", which takes {}", row.ty.words()),
        (_, words) => format!(", one of {}", quoted_list(words)),
    }
}

/// Whether a word is plainly another one misspelt: one letter more, less or exchanged with the next, or other capitals.
fn is_misspelling(word: &str, near: &str) -> bool {
    let (word, near) = (word.to_lowercase(), near.to_lowercase());
    let sorted = |text: &str| {
        let mut letters: Vec<char> = text.chars().collect();
        letters.sort_unstable();
        letters
    };
    word.replace('-', "_") == near
        || sorted(&word) == sorted(&near)
        || (word.len().abs_diff(near.len()) == 1 && near.len() >= 4 && word != format!("{near}s"))
}

/// The items of a kind by name, where they are few enough to be listed.
pub(super) fn listed(kind: &str, names: &mut Vec<&str>) -> Option<String> {
    names.sort_unstable();
    names.dedup();
    let plural = match kind {
        "business_model" => "business models".to_string(),
        "specialty" => "specialties".to_string(),
        "person" => "people".to_string(),
        kind => format!("{}s", kind.replace('_', " ")),
    };
    (2..=12).contains(&names.len()).then(|| format!("the {plural} are {}", quoted_list(names)))
}

/// A kind with its article.
pub(super) fn article(kind: &str) -> String {
    format!("{} `{kind}`", crate::schema::synonyms::indefinite_article(kind))
}
