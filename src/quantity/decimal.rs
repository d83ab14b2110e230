//! The shortest decimal text of a double, as digits that can be shifted and rounded.

/// `0.PADDED_DIGITS × 10^point`, with a sign; zero has no digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Decimal {
    negative: bool,
    digits: Vec<u8>,
    point: i32,
}

impl Decimal {
    /// The shortest digits that are read back as this finite number.
    pub(super) fn of(value: f64) -> Decimal {
        let text = format!("{:e}", value.abs());
        let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let digits = mantissa.bytes().filter(u8::is_ascii_digit).map(|digit| digit - b'0').collect();
        let exponent: i32 = exponent.parse().unwrap_or(0);
        let mut decimal = Decimal { negative: value < 0.0, digits, point: exponent + 1 };
        decimal.trim();
        decimal
    }

    fn trim(&mut self) {
        while self.digits.last() == Some(&0) {
            self.digits.pop();
        }
        if self.digits.is_empty() {
            (self.negative, self.point) = (false, 0);
        }
    }

    /// Times a power of ten, exactly.
    pub(super) fn shift(mut self, places: i32) -> Decimal {
        if !self.digits.is_empty() {
            self.point += places;
        }
        self
    }

    /// The power of ten of the first digit: 0 for 1 to 9.99, −1 for 0.1 to 0.99; 0 for zero.
    pub(super) fn magnitude(&self) -> i32 {
        if self.digits.is_empty() { 0 } else { self.point - 1 }
    }

    /// How many decimals its full text has.
    pub(super) fn decimals(&self) -> i32 {
        (self.digits.len() as i32 - self.point).max(0)
    }

    /// Rounded half away from zero to so many decimals.
    pub(super) fn round(mut self, decimals: i32) -> Decimal {
        let keep = self.point.saturating_add(decimals);
        if keep < 0 {
            return Decimal { negative: false, digits: Vec::new(), point: 0 };
        }
        let keep = keep as usize;
        if keep >= self.digits.len() {
            return self;
        }
        let up = self.digits[keep] >= 5;
        self.digits.truncate(keep);
        if up {
            while self.digits.last() == Some(&9) {
                self.digits.pop();
            }
            match self.digits.last_mut() {
                Some(last) => *last += 1,
                None => {
                    self.digits.push(1);
                    self.point += 1;
                }
            }
        }
        self.trim();
        self
    }

    /// Without its sign.
    pub(super) fn abs(mut self) -> Decimal {
        self.negative = false;
        self
    }

    /// Its full text, without an exponent.
    pub(super) fn text(&self) -> String {
        let mut text = String::with_capacity(self.digits.len() + 3);
        if self.negative {
            text.push('-');
        }
        let digit = |at: i32| {
            let index = usize::try_from(at).ok();
            char::from(b'0' + index.and_then(|at| self.digits.get(at)).copied().unwrap_or(0))
        };
        if self.point <= 0 {
            text.push('0');
        }
        (0..self.point).for_each(|at| text.push(digit(at)));
        if self.decimals() > 0 {
            text.push('.');
            (self.point..self.digits.len() as i32).for_each(|at| text.push(digit(at)));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn rounding_is_judged_on_the_text() {
        for (value, decimals, expected) in [
            (2.675, 2, "2.68"),
            (1.005, 2, "1.01"),
            (-2.675, 2, "-2.68"),
            (9.995, 2, "10"),
            (0.004, 2, "0"),
            (-0.004, 2, "0"),
            (0.005, 2, "0.01"),
            (0.0005, 2, "0"),
            (1250.0, -2, "1300"),
            (99.0, -2, "100"),
            (0.0, 2, "0"),
            (-0.0, 2, "0"),
        ] {
            assert_eq!(Decimal::of(value).round(decimals).text(), expected, "{value} to {decimals}");
        }
    }

    proptest! {
        #[test]
        fn the_text_is_the_number(value in proptest::num::f64::NORMAL | proptest::num::f64::SUBNORMAL) {
            prop_assert_eq!(Decimal::of(value).text(), format!("{value}"));
            prop_assert_eq!(Decimal::of(value).shift(7).shift(-7), Decimal::of(value));
        }
    }
}
