//! A number as the value of an input, with its unit.

use super::Options;
use crate::exchange::Known;
use crate::exchange::reading::{code, of_words};
use crate::exchange::refusal::shown;
use crate::exchange::table::Number;
use crate::model::Input;
use crate::quantity::{Base, Unit};

/// The value as it is written, its digits as they are; `Err` says why it can't be.
pub(super) fn token(
    number: &Number,
    input: &Input,
    unit: Option<&Unit>,
    known: &Known,
    options: &Options,
) -> Result<String, String> {
    let currency = options.currency.as_deref().unwrap_or("USD");
    let told =
        match number.rest.as_str() {
            "" => None,
            rest => Some(of_words(input, rest, currency, &known.units).ok_or_else(|| {
                format!("has `{}` behind its number, which is no unit for `{}`", shown(rest), input.id)
            })?),
        };
    let unit = told.as_ref().or(unit);
    let digits = format!("{}{}", number.digits, number.suffix.map_or(String::new(), String::from));
    if number.percent {
        return if input.unit.is_ratio() {
            Ok(format!("{digits}%"))
        } else {
            Err(format!("is a percentage, and `{}` is {}", input.id, input.unit.dimension_words()))
        };
    }
    let is_money = matches!(input.unit.first(), Some(Base::AnyMoney | Base::Money(_)));
    match (unit, &number.money) {
        (_, Some(_)) if !is_money => {
            Err(format!("is an amount of money, and `{}` is {}", input.id, input.unit.dimension_words()))
        }
        (None, _) => Ok(digits),
        (Some(unit), money) if is_money => {
            let own = unit.currency().map(|c| c.code().to_string()).unwrap_or_else(|| currency.to_string());
            let code = money.as_deref().and_then(code).map_or(own, str::to_string);
            let written = unit.to_string();
            let rate = written.find('/').map_or("", |at| &written[at..]);
            let symbol = match code.as_str() {
                "USD" => "$",
                "EUR" => "€",
                "GBP" => "£",
                _ => "",
            };
            // An amount with a symbol has no sign.
            Ok(if symbol.is_empty() || digits.starts_with('-') {
                format!("{digits} {code}{rate}")
            } else {
                format!("{symbol}{digits}{rate}")
            })
        }
        (Some(unit), _) => Ok(format!("{digits} {}", unit.display(number.value()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::table::Convention;

    #[test]
    fn numbers_get_their_unit() {
        let known = Known::standard();
        let token = |framework: &str, name: &str, cell: &str, unit: &str| {
            let input = known.frameworks[framework].input(name).unwrap().1;
            let unit = known.units.parse(unit).ok();
            token(&Number::read(cell, Convention::Point).unwrap(), input, unit.as_ref(), &known, &Options::default())
        };
        assert_eq!(token("rice", "effort", "2", "person-weeks").as_deref(), Ok("2 person-weeks"));
        assert_eq!(token("rice", "effort", "1", "person-months").as_deref(), Ok("1 person-month"));
        assert_eq!(token("rice", "effort", "3 weeks", "person-months").as_deref(), Ok("3 person-weeks"));
        assert_eq!(token("rice", "reach", "1.5K", "users/month").as_deref(), Ok("1.5K users/month"));
        assert_eq!(
            token("rice", "reach", "500 customers/quarter", "users/month").as_deref(),
            Ok("500 customers/quarter")
        );
        assert_eq!(token("cd3", "cost_of_delay", "$10K", "USD/week").as_deref(), Ok("$10K/week"));
        assert_eq!(token("cd3", "cost_of_delay", "CHF 10", "USD/week").as_deref(), Ok("10 CHF/week"));
        assert_eq!(token("cd3", "cost_of_delay", "-10", "USD/week").as_deref(), Ok("-10 USD/week"));
        assert_eq!(token("wsjf", "job_size", "5 pts", "points").as_deref(), Ok("5 points"));
        assert!(token("rice", "reach", "80%", "users/month").is_err());
        assert!(token("rice", "effort", "$5", "person-months").is_err());
        assert!(token("rice", "effort", "5 apples", "person-months").is_err());
    }
}
