//! Different nouns in one column of a framework: `users` here, `accounts` there.

use crate::diagnostic::{Code, Diagnostic};
use crate::evaluate::Evaluated;
use crate::quantity::Noun;
use crate::source::Span;

/// Reports, for each input of each framework, the first value that counts another noun than the first.
pub(super) fn run(evaluated: &Evaluated) -> Vec<Diagnostic> {
    let units = &evaluated.plan().units;
    let mut found = Vec::new();
    for column in evaluated.columns() {
        for (index, input) in column.framework.inputs.iter().enumerate().filter(|(_, i)| i.unit.has_wildcard()) {
            let mut first: Option<(Noun, Span)> = None;
            for row in column.rows.iter().filter(|r| evaluated.is_open(r.initiative)) {
                let value = &row.inputs[index];
                let (Some(span), Some(noun)) = (value.span, value.unit.nouns().next()) else { continue };
                match &first {
                    None => first = Some((noun.clone(), span)),
                    Some((other, place)) if !units.counts_as(noun, other) && !units.counts_as(other, noun) => {
                        let said = format!(
                            "`{}.{}` counts {} here and {} elsewhere",
                            column.framework.id,
                            input.id,
                            noun.plural(),
                            other.plural()
                        );
                        let help = format!(
                            "scores compare only where the same is counted; where {} count as {}, declare `noun {} {{ is: {} }}`",
                            noun.plural(),
                            other.plural(),
                            noun.singular(),
                            other.singular()
                        );
                        let place = (*place, format!("{} are counted here", other.plural()));
                        found.push(Diagnostic::new(Code::MIXED_NOUNS, span, said).also(place.0, place.1).help(help));
                        break;
                    }
                    Some(_) => {}
                }
            }
        }
    }
    found
}
