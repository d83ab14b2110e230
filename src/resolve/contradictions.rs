//! What contradicts itself within one item: ends before beginnings, and the same thing said twice.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Clause, Datum, Fact, Record};
use crate::quantity::Period;
use crate::schema::{FieldSchema, FieldType};

/// Fields of one item of which the second is not before the first.
const ORDERED_FIELDS: [(&str, &str); 3] = [("on", "until"), ("on", "review"), ("from", "by")];

fn date(datum: Option<&Datum>) -> Option<Period> {
    match datum? {
        Datum::Date(period) => Some(*period),
        _ => None,
    }
}

/// Fields that end before they begin.
pub(super) fn fields(record: &Record) -> impl Iterator<Item = Diagnostic> {
    ORDERED_FIELDS.iter().filter_map(|(first, second)| {
        let (from, to) = (date(record.value(first))?, date(record.value(second))?);
        let (begins, ends) = (record.fact(first)?, record.fact(second)?);
        (to.last() < from.first()).then(|| {
            let said = format!("`{second}` is before `{first}`: `{to}` and `{from}`");
            let d = Diagnostic::new(Code::PERIOD_ORDER, ends.span, said).also(begins.span, "this is later");
            d.help("change one of them")
        })
    })
}

/// A value that holds from a day until an earlier one.
pub(super) fn clause(clause: &Clause) -> Option<Diagnostic> {
    let (from, to) = (date(clause.tail("from"))?, date(clause.tail("until"))?);
    (to.last() < from.first()).then(|| {
        let said = format!("`{to}` is before `{from}`");
        Diagnostic::new(Code::PERIOD_ORDER, clause.span, said).help("the earlier date comes first")
    })
}

/// A name that stands twice in a list which says something of each.
pub(super) fn names(fact: &Fact, row: &FieldSchema) -> Option<Diagnostic> {
    if !row.many || !row.tails.iter().any(|(word, _)| *word == "=") {
        return None;
    }
    let name = |c: &Clause| match &c.head {
        Datum::Word(word) | Datum::Reference { id: word, .. } => Some(word.clone()),
        _ => None,
    };
    fact.clauses.iter().enumerate().find_map(|(at, clause)| {
        let word = name(clause)?;
        let first = fact.clauses[..at].iter().find(|c| name(c).as_ref() == Some(&word))?;
        let said = format!("`{word}` appears twice in `{}`", row.name);
        let d = Diagnostic::new(Code::DUPLICATE_NAME, clause.span, said).also(first.span, "first here");
        Some(d.help("name each once"))
    })
}

/// A quantity that is given twice for the same time.
pub(super) fn times(fact: &Fact, before: &Record, row: &FieldSchema) -> Option<Diagnostic> {
    if row.ty != FieldType::Quantity || !row.tails.iter().any(|(word, _)| *word == "until") {
        return None;
    }
    let time = |fact: &Fact| {
        let clause = fact.first()?;
        Some((date(clause.tail("from")), date(clause.tail("until"))))
    };
    let first = before.all(&row.name).find(|f| time(f) == time(fact))?;
    let said = format!("`{}` is given twice for the same time", row.name);
    let d = Diagnostic::new(Code::REPEATED_FIELD, fact.span, said).also(first.span, "first given here");
    Some(d.help("keep one of them, or say from and until when each holds"))
}
