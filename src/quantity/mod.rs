//! Floor 1: numbers with units, money, dates and ranges: read, convert, print.
//!
//! Sole owner of `jiff`: everybody else uses [`Date`] and [`Period`]. Nothing here knows the syntax of a plan;
//! text comes in as slices and goes out as strings. A [`UnitSystem`] holds what a plan's settings say about
//! units (currency, rates, the length of a person-month, its nouns).
//!
//! How values are held: a ratio as a fraction (`80%` is 0.8), percentage points as their number (`10 pp` is 10),
//! money in whole units of its currency, everything else in the unit beside it.
//!
//! ```
//! use planwright::quantity::{print, UnitSettings, UnitSystem};
//! let (system, problems) = UnitSystem::new(&UnitSettings::default());
//! assert!(problems.is_empty());
//! let (value, given) = system.parse_quantity("400 customers/quarter").unwrap();
//! let conversion = system.convert(&given, &system.parse("count/month").unwrap()).unwrap();
//! assert_eq!(conversion.apply(value), 400.0 / 3.0);
//! assert_eq!(print::quantity(conversion.apply(value), &conversion.unit), "133.33 customers/month");
//! ```

mod amount;
mod convert;
mod date;
mod decimal;
mod exact_ratio;
mod mismatch;
mod money;
mod noun;
mod numeral;
mod parse;
mod period;
pub mod print;
mod rates;
#[cfg(test)]
mod tests;
mod time_unit;
mod unit;
mod unit_algebra;
mod unit_system;

pub use amount::{Amount, Quantity};
pub use convert::Conversion;
pub use date::Date;
pub use mismatch::{Mismatch, Note};
pub use money::Currency;
pub use noun::{Noun, plural, singular};
pub use numeral::{Numeral, NumeralError, parse_numeral};
pub use parse::{QuantityError, UnitError};
pub use period::{DATE_FORMS, Grain, Period, PeriodError};
pub use rates::Rate;
pub use time_unit::TimeUnit;
pub use unit::{BaseUnit, Unit, UnitFactor};
pub use unit_system::{NounSettings, UnitSettings, UnitSettingsProblem, UnitSystem};
