//! Numbers as a plan writes them: `1_000`, `80%`, `2.5M`.

use std::fmt;

/// A number that was read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Numeral {
    /// Its value, finite; a percentage as a fraction, so that `80%` is 0.8.
    pub value: f64,
    /// Whether it was written with `%`.
    pub percent: bool,
    /// `K`, `M` or `B`, where it was written with one.
    pub suffix: Option<char>,
}

/// Why a text is not a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NumeralError {
    /// There is nothing.
    Empty,
    /// Thousands are parted by commas; the number as the language writes it.
    Comma {
        /// As in `20_114`.
        instead: String,
    },
    /// Another way to write numbers (`1e6`, `5k`, `.5`, `+3`), with the language's own.
    Spelling {
        /// As in `1000000`.
        instead: String,
    },
    /// An underscore that does not stand between two digits.
    Underscore,
    /// Both a suffix and `%`.
    SuffixAndPercent,
    /// Too large to compute with.
    TooLarge,
    /// Anything else.
    NotANumber,
}

impl NumeralError {
    /// The remedy.
    pub fn help(&self) -> Option<String> {
        match self {
            NumeralError::Comma { instead } | NumeralError::Spelling { instead } => Some(format!("write `{instead}`")),
            NumeralError::Underscore => Some("an underscore goes between two digits, as in `1_000`".into()),
            NumeralError::SuffixAndPercent => Some("write either the suffix or `%`".into()),
            NumeralError::TooLarge => None,
            NumeralError::Empty | NumeralError::NotANumber => {
                Some("numbers look like `500`, `1_000`, `0.25`, `-3`, `80%`, `10K`, `2.5M`, `1B`".into())
            }
        }
    }
}

impl fmt::Display for NumeralError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            NumeralError::Empty => "a number is missing",
            NumeralError::Comma { .. } => "thousands are not parted by commas",
            NumeralError::Spelling { .. } => "numbers are not written this way",
            NumeralError::Underscore => "an underscore in the wrong place",
            NumeralError::SuffixAndPercent => "a suffix and `%` on one number",
            NumeralError::TooLarge => "a number that is too large to compute with",
            NumeralError::NotANumber => "not a number",
        })
    }
}

impl std::error::Error for NumeralError {}

/// Reads a number: `500`, `1_000`, `0.25`, `-3`, `80%` (0.8), `10K`, `2.5M`, `1B`.
///
/// The value is the double nearest to what is written: a percentage and a suffix move the decimal point of
/// the text and are never multiplied in.
///
/// # Errors
///
/// What is wrong, with the right spelling where the text can be understood.
///
/// ```
/// use planwright::quantity::parse_numeral;
/// assert_eq!(parse_numeral("80%").unwrap().value, 0.8);
/// assert_eq!(parse_numeral("2.5M").unwrap().value, 2_500_000.0);
/// assert!(parse_numeral("20,114").is_err());
/// ```
pub fn parse_numeral(text: &str) -> Result<Numeral, NumeralError> {
    if text.is_empty() {
        return Err(NumeralError::Empty);
    }
    let (body, percent) = match text.strip_suffix('%') {
        Some(body) => (body, true),
        None => (text, false),
    };
    let suffix = body.chars().next_back().filter(|last| matches!(last, 'K' | 'M' | 'B'));
    let digits = if suffix.is_some() { &body[..body.len() - 1] } else { body };
    if !is_plain(digits) {
        return Err(diagnose(text));
    }
    let shift = match (suffix, percent) {
        (Some(_), true) => return Err(NumeralError::SuffixAndPercent),
        (Some('K'), _) => "e3",
        (Some('M'), _) => "e6",
        (Some(_), _) => "e9",
        (None, true) => "e-2",
        (None, false) => "",
    };
    let value = if shift.is_empty() && !digits.contains('_') {
        digits.parse::<f64>()
    } else {
        let mut plain: String = digits.chars().filter(|c| *c != '_').collect();
        plain.push_str(shift);
        plain.parse::<f64>()
    };
    match value {
        // Adding zero makes `-0` the zero that it is.
        Ok(value) if value.is_finite() => Ok(Numeral { value: value + 0.0, percent, suffix }),
        Ok(_) => Err(NumeralError::TooLarge),
        Err(_) => Err(NumeralError::NotANumber),
    }
}

/// Whether a text is `-? digits (. digits)?`, digits parted by single underscores.
fn is_plain(text: &str) -> bool {
    let text = text.strip_prefix('-').unwrap_or(text);
    let mut points = 0;
    let mut after_digit = false;
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' => after_digit = true,
            b'_' if after_digit => after_digit = false,
            b'.' if after_digit && points == 0 => {
                points = 1;
                after_digit = false;
            }
            _ => return false,
        }
    }
    // `1_.5` ends its whole part on an underscore, which `after_digit` has already refused.
    after_digit
}

/// What the author probably meant.
fn diagnose(text: &str) -> NumeralError {
    let is_number = |text: &str| parse_numeral(text).is_ok();
    if text.contains(',') {
        let groups: Vec<&str> = text.trim_start_matches('-').split(',').collect();
        let whole = |group: &str| group.chars().take_while(char::is_ascii_digit).count();
        let grouped = groups.iter().enumerate().all(|(index, group)| {
            let count = whole(group);
            if index == 0 { (1..=3).contains(&count) && group.len() == count } else { count == 3 }
        });
        let instead = text.replace(',', if grouped { "_" } else { "." });
        if is_number(&instead) {
            return NumeralError::Comma { instead };
        }
        return NumeralError::NotANumber;
    }
    let mut instead = text.trim_start_matches('+').trim_end_matches('.').to_string();
    if let Some(rest) = instead.strip_prefix('.') {
        instead = format!("0.{rest}");
    } else if let Some(rest) = instead.strip_prefix("-.") {
        instead = format!("-0.{rest}");
    }
    if let Some(body) = instead.strip_suffix(['k', 'm', 'b', 'g', 'G'])
        && is_plain(body)
    {
        let suffix = match instead.as_bytes()[instead.len() - 1] {
            b'k' => 'K',
            b'm' => 'M',
            _ => 'B',
        };
        return NumeralError::Spelling { instead: format!("{body}{suffix}") };
    }
    if instead.contains(['e', 'E']) && instead.starts_with(|c: char| c.is_ascii_digit() || c == '-') {
        if let Ok(value) = instead.parse::<f64>() {
            return if value.is_finite() && instead.len() < 40 && (value == 0.0 || (1e-9..1e16).contains(&value.abs())) {
                NumeralError::Spelling { instead: format!("{value}") }
            } else {
                NumeralError::NotANumber
            };
        }
        return NumeralError::NotANumber;
    }
    if instead != text && is_number(&instead) {
        return NumeralError::Spelling { instead };
    }
    let bare: String = text.chars().filter(|c| *c != '_').collect();
    if bare != text && is_number(&bare) { NumeralError::Underscore } else { NumeralError::NotANumber }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn value(text: &str) -> f64 {
        parse_numeral(text).unwrap().value
    }

    fn spelled(text: &str) -> Option<String> {
        match parse_numeral(text) {
            Err(NumeralError::Spelling { instead } | NumeralError::Comma { instead }) => Some(instead),
            _ => None,
        }
    }

    #[test]
    fn numbers_of_the_language() {
        for (text, expected) in [
            ("500", 500.0),
            ("1_000", 1000.0),
            ("0.25", 0.25),
            ("-3", -3.0),
            ("80%", 0.8),
            ("7%", 0.07),
            ("33.1%", 0.331),
            ("112%", 1.12),
            ("10K", 10_000.0),
            ("2.5M", 2_500_000.0),
            ("1.1M", 1_100_000.0),
            ("4.35B", 4_350_000_000.0),
            ("1_000.5", 1000.5),
        ] {
            assert_eq!(value(text), expected, "{text}");
        }
        assert_eq!(parse_numeral("10K"), Ok(Numeral { value: 10_000.0, percent: false, suffix: Some('K') }));
        assert_eq!(parse_numeral("80%"), Ok(Numeral { value: 0.8, percent: true, suffix: None }));
        assert!(value("-0").is_sign_positive());
    }

    #[test]
    fn other_spellings_are_understood_and_corrected() {
        for (text, instead) in [
            ("20,114", "20_114"),
            ("1,234,567.5", "1_234_567.5"),
            ("1,5", "1.5"),
            ("5k", "5K"),
            ("1e6", "1000000"),
            ("2.5E-3", "0.0025"),
            (".5", "0.5"),
            ("-.5%", "-0.5%"),
            ("+3", "3"),
            ("5.", "5"),
        ] {
            assert_eq!(spelled(text).as_deref(), Some(instead), "{text}");
        }
    }

    #[test]
    fn nonsense_is_refused() {
        assert_eq!(parse_numeral(""), Err(NumeralError::Empty));
        assert_eq!(parse_numeral("1__0"), Err(NumeralError::Underscore));
        assert_eq!(parse_numeral("10_"), Err(NumeralError::Underscore));
        assert_eq!(parse_numeral("1_.5"), Err(NumeralError::Underscore));
        assert_eq!(parse_numeral("5K%"), Err(NumeralError::SuffixAndPercent));
        assert_eq!(parse_numeral(&"9".repeat(400)), Err(NumeralError::TooLarge));
        for text in ["-", "%", "K", "abc", "1.2.3", "--1", "inf", "NaN", "1e999", "0x10", "١", ",", "1,,2", "é%"] {
            assert_eq!(parse_numeral(text), Err(NumeralError::NotANumber), "{text}");
        }
    }

    proptest! {
        #[test]
        fn never_a_panic_and_always_finite(text in "[-+0-9_.,%KMBkeE ]{0,12}") {
            if let Ok(numeral) = parse_numeral(&text) {
                prop_assert!(numeral.value.is_finite());
            }
        }

        #[test]
        fn what_rust_prints_is_read_back(number in proptest::num::f64::NORMAL) {
            prop_assert_eq!(value(&format!("{number}")), number);
        }
    }
}
