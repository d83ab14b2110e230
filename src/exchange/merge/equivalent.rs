//! Whether a value in a file says what a cell says, in whatever spelling.

use crate::exchange::PlanNames;
use crate::exchange::csv_import::DraftFact;
use crate::quantity::{Unit, parse_numeral};
use crate::source::SourceId;
use crate::syntax::{FieldValue, Literal, parse};

pub(super) fn is_equivalent(old: &FieldValue<'_>, token: &str, fact: &DraftFact, known: &PlanNames) -> bool {
    let text = format!("item x {{\n  value: {token}\n}}\n");
    let parsed = parse(SourceId(u32::MAX), text.into());
    let Some(new) = parsed.blocks().next().and_then(|b| b.fields().next()).map(|f| f.value()) else { return false };
    old.phrases.len() == new.phrases.len()
        && old.phrases.iter().zip(&new.phrases).all(|(a, b)| {
            let ranges = a.head.high.is_some() || b.head.high.is_some();
            !ranges && literal(&a.head.low.literal, &b.head.low.literal, fact, known)
        })
}

fn literal(a: &Literal<'_>, b: &Literal<'_>, fact: &DraftFact, known: &PlanNames) -> bool {
    match (a, b) {
        (Literal::Number { .. }, Literal::Number { .. }) => match (number(a, known), number(b, known)) {
            (Some((x, ux)), Some((y, uy))) => x == y && (ux == uy || (ux.is_ratio() && uy.is_ratio())),
            _ => false,
        },
        // A level that somebody put in the place of its number.
        (Literal::Word(word), Literal::Number { .. }) | (Literal::Number { .. }, Literal::Word(word)) => {
            let framework = fact.block.as_ref().and_then(|f| known.frameworks.get(f));
            let level = framework
                .and_then(|f| f.input(&fact.key))
                .and_then(|(_, i)| i.levels.iter().find(|(w, _)| **w == **word));
            let number = number(a, known).or_else(|| number(b, known));
            level.zip(number).is_some_and(|((_, level), (value, _))| *level == value)
        }
        (a, b) => a == b,
    }
}

fn number(literal: &Literal<'_>, known: &PlanNames) -> Option<(f64, Unit)> {
    let Literal::Number { digits, symbol, unit } = literal else { return None };
    let numeral = parse_numeral(digits).ok()?;
    let unit = known.units.unit_of(*symbol, numeral.percent, unit.map_or("", |(text, _)| text)).ok()?;
    Some((numeral.value, unit))
}
