//! A number as the value of an input, with its unit.

use super::CsvImportOptions;
use crate::exchange::PlanNames;
use crate::exchange::error::cell_excerpt;
use crate::exchange::reading::{code, of_noun, of_words};
use crate::exchange::table::Number;
use crate::model::Input;
use crate::quantity::{BaseUnit, Unit};

/// A value as it is written, and what was left out of its cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct TokenWithNote {
    /// `3 to 5 person-days`
    pub text: String,
    /// What is to be said of the column's cells once.
    pub note: Option<String>,
}

/// The value of an input as it is written, its digits as they are.
///
/// # Errors
/// Why it can't be, as it goes on behind the cell.
pub(super) fn token(
    number: &Number,
    input: &Input,
    unit: Option<&Unit>,
    known: &PlanNames,
    options: &CsvImportOptions,
) -> Result<TokenWithNote, String> {
    let currency = options.currency_of(known);
    let is_money = matches!(input.unit.first(), Some(BaseUnit::AnyMoney | BaseUnit::Money(_)));
    let number = &if is_money { number.clone().of_money() } else { number.clone() };
    let no_unit =
        || format!("has `{}` after its number, which is no unit for `{}`", cell_excerpt(&number.rest), input.id);
    let mut said = None;
    let told = match number.rest.as_str() {
        "" => None,
        // `PT` are Personentage where the column is in days of people.
        rest if rest.eq_ignore_ascii_case("pt") && unit.is_some_and(|u| u.to_string() == "person-days") => None,
        rest => Some(match of_words(input, rest, currency, &known.units) {
            Some(unit) => unit,
            None => {
                let (unit, odd) = unit.and_then(|u| of_noun(input, u, rest, &known.units)).ok_or_else(no_unit)?;
                said = odd.map(|word| format!("`{word}` after a number is taken for {}", noun_of(&unit)));
                unit
            }
        }),
    };
    let unit = told.as_ref().or(unit);
    if input.unit.is_percent() && !number.percent && number.suffix.is_some() {
        return Err("is no percentage".into());
    }
    if number.percent && !input.unit.is_ratio() {
        return Err(format!("is a percentage, and `{}` is {}", input.id, input.unit.dimension_words()));
    }
    if number.money.is_some() && !is_money {
        return Err(format!("is an amount of money, and `{}` is {}", input.id, input.unit.dimension_words()));
    }
    let text = match unit {
        Some(unit) if is_money => {
            let own = unit.currency().map_or(currency.to_string(), |c| c.code().to_string());
            let written = unit.to_string();
            let rate = written.find('/').map_or("", |at| &written[at..]);
            options.accepts(currency_code(number, &own), known)?;
            let (text, other) = money(number, &own, rate);
            said = said.or(other);
            text
        }
        Some(_) if number.percent => with_unit(number, ""),
        Some(unit) => with_unit(number, &format!(" {}", unit.display(upper_bound(number)))),
        None => with_unit(number, ""),
    };
    Ok(TokenWithNote { text, note: said })
}

fn noun_of(unit: &Unit) -> String {
    let written = unit.to_string();
    written.split('/').next().unwrap_or(&written).to_string()
}

/// The value that the form of a unit goes by: the upper end of a range.
pub(super) fn upper_bound(number: &Number) -> f64 {
    number.ends().last().unwrap_or_else(|| number.value())
}

/// A number or range with what stands behind it once.
pub(super) fn with_unit(number: &Number, unit: &str) -> String {
    let suffix = number.suffix.map_or(String::new(), String::from);
    let percent = if number.percent { "%" } else { "" };
    match &number.high {
        Some(high) => format!("{}{suffix}{percent} to {high}{suffix}{percent}{unit}", number.digits),
        None => format!("{}{suffix}{percent}{unit}", number.digits),
    }
}

/// The code of the currency that an amount is in.
pub(super) fn currency_code<'n>(number: &'n Number, own: &'n str) -> &'n str {
    number.money.as_deref().and_then(code).unwrap_or(own)
}

/// An amount, in the currency of its cell where that names one, and what is to be said where the column's is another.
pub(super) fn money(number: &Number, own: &str, rate: &str) -> (String, Option<String>) {
    let code = currency_code(number, own);
    let said = (code != own).then(|| format!("amounts in {code} stay so, beside those in {own}"));
    let symbol = match code {
        "USD" => "$",
        "EUR" => "€",
        "GBP" => "£",
        _ => "",
    };
    // An amount with a symbol has no sign, and a range its currency once, behind it.
    let text = if symbol.is_empty() || number.digits.starts_with('-') || number.high.is_some() {
        with_unit(number, &format!(" {code}{rate}"))
    } else {
        format!("{symbol}{}", with_unit(number, rate))
    };
    (text, said)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::table::DecimalSeparator;

    #[test]
    fn numbers_get_their_unit() {
        let known = PlanNames::standard();
        let token = |framework: &str, name: &str, cell: &str, unit: &str| {
            let input = known.frameworks[framework].input(name).unwrap().1;
            let unit = known.units.parse(unit).ok();
            token(
                &Number::read(cell, DecimalSeparator::Point).unwrap(),
                input,
                unit.as_ref(),
                &known,
                &CsvImportOptions::default(),
            )
            .map(|told| told.text)
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
        assert_eq!(token("rice", "reach", "1,200 users", "users/month").as_deref(), Ok("1200 users/month"));
        assert_eq!(token("rice", "reach", "5 user per quarter", "users/month").as_deref(), Ok("5 users/quarter"));
        assert_eq!(token("rice", "reach", "500/week", "users/month").as_deref(), Ok("500 users/week"));
        assert_eq!(token("rice", "reach", "5 Nutzer", "users/month").as_deref(), Ok("5 users/month"));
        assert_eq!(token("rice", "effort", "3-5 days", "person-months").as_deref(), Ok("3 to 5 person-days"));
        assert_eq!(token("rice", "confidence", "50-80%", "%").as_deref(), Ok("50% to 80%"));
        assert_eq!(token("cd3", "cost_of_delay", "$5-10", "USD/week").as_deref(), Ok("5 to 10 USD/week"));
        assert_eq!(token("cd3", "cost_of_delay", "£25k", "USD/week").as_deref(), Ok("£25K/week"));
        assert!(token("rice", "reach", "500 days", "users/month").is_err());
        assert!(token("rice", "reach", "80%", "users/month").is_err());
        assert!(token("rice", "effort", "$5", "person-months").is_err());
        assert!(token("rice", "effort", "5 apples", "person-months").is_err());
    }
}
