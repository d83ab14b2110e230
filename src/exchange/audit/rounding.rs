//! Which way a stored number was rounded, judged on decimal text.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How a stored score comes from the computed one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// They are equal to 12 digits.
    Exact,
    /// Rounded, a half away from zero, as spreadsheets do.
    HalfUp,
    /// Rounded, a half to the even neighbour.
    HalfEven,
    /// Rounded away from zero, as `ROUNDUP` does.
    Up,
    /// Cut off, as `ROUNDDOWN` does.
    Down,
}

impl Rounding {
    /// Every mode, in the order in which they are tried.
    pub const ALL: [Rounding; 5] =
        [Rounding::Exact, Rounding::HalfUp, Rounding::HalfEven, Rounding::Up, Rounding::Down];

    /// Whether a score rounded so agrees.
    pub fn agrees(self) -> bool {
        matches!(self, Rounding::Exact | Rounding::HalfUp | Rounding::HalfEven)
    }

    /// Its word, as in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Rounding::Exact => "exact",
            Rounding::HalfUp => "half_up",
            Rounding::HalfEven => "half_even",
            Rounding::Up => "up",
            Rounding::Down => "down",
        }
    }

    /// Its name in words.
    pub fn words(self) -> &'static str {
        match self {
            Rounding::Exact => "exact",
            Rounding::HalfUp => "half up",
            Rounding::HalfEven => "half even",
            Rounding::Up => "up",
            Rounding::Down => "down",
        }
    }
}

/// A decimal number: a sign, digits before and after the point without idle zeros.
#[derive(Debug, Clone, PartialEq, Eq)]
struct DecimalText {
    negative: bool,
    whole: Vec<u8>,
    fraction: Vec<u8>,
}

impl DecimalText {
    fn read(text: &str) -> DecimalText {
        let (negative, body) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (whole, fraction) = body.split_once('.').unwrap_or((body, ""));
        DecimalText::new(
            negative,
            whole.trim_start_matches('0').as_bytes().to_vec(),
            fraction.trim_end_matches('0').as_bytes().to_vec(),
        )
    }

    fn new(negative: bool, mut whole: Vec<u8>, mut fraction: Vec<u8>) -> DecimalText {
        while fraction.last() == Some(&b'0') {
            fraction.pop();
        }
        let zeros = whole.iter().take_while(|d| **d == b'0').count();
        whole.drain(..zeros);
        let negative = negative && !(whole.is_empty() && fraction.is_empty());
        DecimalText { negative, whole, fraction }
    }

    /// The first 12 digits of a double, so that the noise of binary arithmetic is gone.
    fn of(value: f64) -> DecimalText {
        let scientific = format!("{:.11e}", value.abs());
        let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
        let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
        let exponent: i32 = exponent.parse().unwrap_or(0);
        let text = crate::exchange::table::shift(&digits, exponent - 11);
        DecimalText { negative: value < 0.0, ..DecimalText::read(&text) }
    }

    /// Rounded to so many decimals.
    fn round(&self, decimals: usize, mode: Rounding) -> DecimalText {
        let (kept, cut) = self.fraction.split_at(decimals.min(self.fraction.len()));
        let mut digits: Vec<u8> = self.whole.iter().chain(kept).copied().collect();
        let more = match mode {
            _ if cut.is_empty() => false,
            Rounding::Exact | Rounding::Down => false,
            Rounding::Up => true,
            Rounding::HalfUp => cut[0] >= b'5',
            Rounding::HalfEven => match cut {
                [b'5'] => digits.last().is_some_and(|d| (d - b'0') % 2 == 1),
                cut => cut[0] >= b'5',
            },
        };
        if more {
            match digits.iter().rposition(|d| *d != b'9') {
                Some(at) => {
                    digits[at] += 1;
                    digits[at + 1..].fill(b'0');
                }
                None => {
                    digits.fill(b'0');
                    digits.insert(0, b'1');
                }
            }
        }
        let fraction = digits.split_off(digits.len() - kept.len());
        DecimalText::new(self.negative, digits, fraction)
    }
}

/// How many decimals a plain number has as written.
pub(super) fn decimals(digits: &str) -> usize {
    digits.split_once('.').map_or(0, |(_, fraction)| fraction.len())
}

/// The first mode that makes `stored`, a plain number, of the computed score; `decimals` is the stored precision.
///
/// ```
/// use planwright::exchange::audit::{infer_rounding, Rounding};
/// assert_eq!(infer_rounding("338", 337.5, 0), Some(Rounding::HalfUp));
/// assert_eq!(infer_rounding("1.24", 16.0 / 13.0, 2), Some(Rounding::Up));
/// assert_eq!(infer_rounding("450", 500.0 * 3.0 * 0.9 / 3.0, 0), Some(Rounding::Exact));
/// ```
pub fn infer_rounding(stored: &str, computed: f64, decimals: usize) -> Option<Rounding> {
    if !computed.is_finite() {
        return None;
    }
    let (stored, computed) = (DecimalText::read(stored), DecimalText::of(computed));
    // A sheet that stores 17 digits has the noise in its own text: its first 12 are compared.
    let trimmed = |text: &DecimalText| DecimalText { negative: text.negative, ..DecimalText::of(value(text)) };
    if stored == computed || (decimals > 6 && trimmed(&stored) == computed) {
        return Some(Rounding::Exact);
    }
    Rounding::ALL.into_iter().skip(1).find(|mode| computed.round(decimals, *mode) == stored)
}

fn value(text: &DecimalText) -> f64 {
    let part = |digits: &[u8]| String::from_utf8_lossy(digits).into_owned();
    format!("0{}.{}0", part(&text.whole), part(&text.fraction)).parse().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_mode_is_the_first_that_fits() {
        use Rounding::*;
        for (stored, computed, decimals, mode) in [
            ("5.2", 5.2, 1, Some(Exact)),
            ("3", 3.0, 2, Some(Exact)),
            ("22.5", 22.5, 1, Some(Exact)),
            ("23", 22.5, 0, Some(HalfUp)),
            ("22", 22.5, 0, Some(HalfEven)),
            ("52", 52.5, 0, Some(HalfEven)),
            ("1.62", 21.0 / 13.0, 2, Some(HalfUp)),
            ("0.93", 12.0 / 13.0, 2, Some(Up)),
            ("0.92", 12.0 / 13.0, 2, Some(HalfUp)),
            ("8.3", 8.39, 1, Some(Down)),
            ("1", 0.999, 0, Some(HalfUp)),
            ("0", 0.2, 0, Some(HalfUp)),
            ("-3", -2.5, 0, Some(HalfUp)),
            ("-2", -2.5, 0, Some(HalfEven)),
            ("7", 6.0, 0, None),
            // 2.675 is a little less in binary; on paper its half goes up.
            ("2.68", 2.675, 2, Some(HalfUp)),
            ("0.3", 0.1 + 0.2, 1, Some(Exact)),
            ("133.33333333333334", 400.0 / 3.0, 14, Some(Exact)),
            ("100", 99.996, 2, Some(HalfUp)),
        ] {
            assert_eq!(infer_rounding(stored, computed, decimals), mode, "{stored} of {computed}");
        }
        assert_eq!(infer_rounding("1", f64::NAN, 0), None);
    }

    proptest! {
        #[test]
        fn half_up_is_what_whole_numbers_say(n in 0u64..10_000_000, decimals in 0usize..3) {
            // n thousandths, rounded in whole numbers.
            let step = 10u64.pow(3 - decimals as u32);
            let rounded = (n + step / 2) / step * step;
            let stored = crate::exchange::table::shift(&rounded.to_string(), -3);
            let mode = infer_rounding(&stored, n as f64 / 1000.0, decimals);
            prop_assert!(matches!(mode, Some(Rounding::Exact | Rounding::HalfUp)), "{:?}", mode);
        }
    }
}
