//! A factor that stays exact where it can be.

/// `multiply / divide`, whole numbers kept apart and reduced so that a third stays a third.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct ExactRatio {
    over: u64,
    under: u64,
    /// What is not a whole number (exchange rates), or too large to be kept exactly.
    multiply: f64,
    divide: f64,
}

fn gcd(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

impl ExactRatio {
    pub(super) const ONE: ExactRatio = ExactRatio { over: 1, under: 1, multiply: 1.0, divide: 1.0 };

    /// Times a whole number, or over it.
    pub(super) fn times(&mut self, number: u64, inverse: bool) {
        let (same, other) = if inverse { (&mut self.under, &mut self.over) } else { (&mut self.over, &mut self.under) };
        let common = gcd(number, *other).max(1);
        *other /= common;
        match same.checked_mul(number / common) {
            Some(product) => *same = product,
            None if inverse => self.divide *= (number / common) as f64,
            None => self.multiply *= (number / common) as f64,
        }
    }

    /// Times a rate, or over it.
    pub(super) fn rate(&mut self, multiply: f64, divide: f64, inverse: bool) {
        let (multiply, divide) = if inverse { (divide, multiply) } else { (multiply, divide) };
        self.multiply *= multiply;
        self.divide *= divide;
    }

    /// The two numbers to multiply by and then to divide by.
    pub(super) fn parts(self) -> (f64, f64) {
        let (multiply, divide) = (self.over as f64 * self.multiply, self.under as f64 * self.divide);
        if multiply == divide { (1.0, 1.0) } else { (multiply, divide) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_third_stays_a_third() {
        let mut scale = ExactRatio::ONE;
        scale.times(2_629_800, false);
        scale.times(7_889_400, true);
        assert_eq!(scale.parts(), (1.0, 3.0));
    }

    #[test]
    fn what_is_too_large_is_kept_as_a_float() {
        let mut scale = ExactRatio::ONE;
        for _ in 0..5 {
            scale.times(u64::MAX, false);
        }
        let (multiply, divide) = scale.parts();
        assert!((multiply / 2.1357e96 - 1.0).abs() < 1e-3, "{multiply}");
        assert_eq!(divide, 1.0);
    }
}
