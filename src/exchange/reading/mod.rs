//! What the cells of a column say, once it is known which input the column is.

mod date;
mod level;
mod missing;
mod number_format;
mod people_and_teams;
mod row_names;
mod template;
mod unit;
mod work_duration;

pub(crate) use date::parse_date_in;
pub use date::{DateFormat, DateOrder, parse_date};
pub use missing::is_missing;
pub(super) use number_format::is_numeric;
pub use number_format::{NumberFormat, PercentNotation};
pub use people_and_teams::{PeopleAndTeams, read_people_and_teams};
pub use row_names::{NamedInitiative, RowNames};
pub use template::is_placeholder;
pub(crate) use template::is_template;
pub(super) use unit::{code, convertible, of_noun, of_words, unit_of};
pub(super) use work_duration::read as span;

use super::table::Number;
use crate::model::{Framework, Input, Scoring};
use crate::quantity::BaseUnit;

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub enum ReadCell<'f> {
    /// Empty, `-`, `n/a`, `TBD`, `?`: left out, and never 0.
    Missing,
    /// A word of the input's scale.
    Level(&'f str, f64),
    /// A number; `%` is set where it is a percentage, whether the cell has the sign or its column is in percent.
    Number(Number),
    /// Something else, with the reason why it can't be carried over.
    Unreadable(String),
}

fn is_work(base: &BaseUnit) -> bool {
    matches!(base, BaseUnit::Effort(_) | BaseUnit::Time(_))
}

/// What stands in parentheses behind a word: `90%` of `High (90%)`.
fn in_brackets(text: &str) -> Option<&str> {
    let (word, inside) = text.trim().strip_suffix([')', ']'])?.split_once(['(', '['])?;
    let is_word = word.contains(char::is_alphabetic) && !word.contains(|c: char| c.is_ascii_digit());
    is_word.then_some(inside.trim())
}

/// Reads a cell of an input's column.
pub fn cell<'f>(text: &str, framework: &'f Framework, input: &'f Input, scale: &NumberFormat) -> ReadCell<'f> {
    let is_class = matches!(framework.scoring, Scoring::Classes(_));
    let level = level::find(text, input);
    // Of `High (3)` the number is meant, whatever the word is worth here.
    if let Some(inside) = in_brackets(text).filter(|_| !is_class && !input.levels.is_empty())
        && let Ok(number) = Number::read(inside, scale.convention)
        && number.rest.is_empty()
        && number.money.is_none()
    {
        return match level {
            Some((word, value)) if scale.apply(number.clone()).value() == value => ReadCell::Level(word, value),
            _ => cell(inside, framework, input, scale),
        };
    }
    if let Some((word, value)) = level {
        return ReadCell::Level(word, value);
    }
    if is_missing(text) {
        return ReadCell::Missing;
    }
    if text.starts_with('#') {
        return ReadCell::Unreadable("is an error of the spreadsheet".into());
    }
    if is_class && &*input.id == "class" {
        let classes: Vec<&str> = input.levels.iter().map(|(w, _)| &**w).collect();
        return ReadCell::Unreadable(format!("is none of the classes {}", super::error::quoted_list(&classes)));
    }
    if let Some(number) = input.unit.first().filter(|b| is_work(b)).and_then(|_| work_duration::read(text)) {
        return ReadCell::Number(number);
    }
    match Number::read(text, scale.convention) {
        Ok(number) => match scale.doubt(text, &number, &input.id) {
            Some(why) => ReadCell::Unreadable(why),
            None => ReadCell::Number(scale.apply(number)),
        },
        Err(_) if !input.levels.is_empty() && !text.contains(|c: char| c.is_ascii_digit()) => {
            let words: Vec<&str> = input.levels.iter().map(|(w, _)| &**w).collect();
            ReadCell::Unreadable(format!("is neither a number nor one of {}", super::error::quoted_list(&words)))
        }
        Err(why) => ReadCell::Unreadable(why),
    }
}
