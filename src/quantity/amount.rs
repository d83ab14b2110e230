//! Amounts: one number, or an estimate between two.

use super::convert::Conversion;
use super::mismatch::{Mismatch, Note};
use super::unit::Unit;
use super::unit_system::UnitSystem;

/// One number, or an estimate with its ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Amount {
    /// One number.
    Point(f64),
    /// `LOW to HIGH`, or `LOW to HIGH likely MIDDLE`.
    Range {
        /// The lower end, the 5th percentile where the plan's `interval` is not set.
        low: f64,
        /// The upper end, the 95th percentile.
        high: f64,
        /// The median, where one was given.
        likely: Option<f64>,
    },
}

impl Amount {
    /// Each number changed by a function that keeps their order.
    pub fn map(self, change: impl Fn(f64) -> f64) -> Amount {
        match self {
            Amount::Point(value) => Amount::Point(change(value)),
            Amount::Range { low, high, likely } => {
                Amount::Range { low: change(low), high: change(high), likely: likely.map(change) }
            }
        }
    }

    /// In the unit of a conversion.
    pub fn convert(self, conversion: &Conversion) -> Amount {
        self.map(|value| conversion.apply(value))
    }

    /// The number, where it is one.
    pub fn point(self) -> Option<f64> {
        match self {
            Amount::Point(value) => Some(value),
            Amount::Range { .. } => None,
        }
    }

    /// The least number in it.
    pub fn low(self) -> f64 {
        match self {
            Amount::Point(value) => value,
            Amount::Range { low, .. } => low,
        }
    }

    /// The greatest number in it.
    pub fn high(self) -> f64 {
        match self {
            Amount::Point(value) => value,
            Amount::Range { high, .. } => high,
        }
    }

    /// Whether it is an estimate between two numbers.
    pub fn is_range(self) -> bool {
        matches!(self, Amount::Range { .. })
    }

    /// Whether the ends are in order and `likely` lies between them; two equal ends are in order, and `likely` repeats
    /// them.
    pub fn is_ordered(self) -> bool {
        match self {
            Amount::Point(_) => true,
            Amount::Range { low, high, likely } if low == high => likely.is_none_or(|middle| middle == low),
            Amount::Range { low, high, likely } => {
                low < high && likely.is_none_or(|middle| low < middle && middle < high)
            }
        }
    }
}

/// An amount with its unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// The number or estimate.
    pub amount: Amount,
    /// Its unit.
    pub unit: Unit,
}

impl Quantity {
    /// One number with its unit.
    pub fn point(value: f64, unit: Unit) -> Quantity {
        Quantity { amount: Amount::Point(value), unit }
    }

    /// The same in another unit, and what the author should hear about it.
    ///
    /// # Errors
    ///
    /// Where the units do not measure the same.
    pub fn convert(&self, system: &UnitSystem, to: &Unit) -> Result<(Quantity, Option<Note>), Mismatch> {
        let conversion = system.convert(&self.unit, to)?;
        let amount = self.amount.convert(&conversion);
        Ok((Quantity { amount, unit: conversion.unit }, conversion.note))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_is_checked() {
        let range = |low, high, likely| Amount::Range { low, high, likely };
        assert!(range(2.0, 5.0, None).is_ordered() && range(2.0, 5.0, Some(3.0)).is_ordered());
        assert!(!range(5.0, 2.0, None).is_ordered() && !range(2.0, 5.0, Some(6.0)).is_ordered());
        assert!(!range(f64::NAN, 2.0, None).is_ordered());
        assert!(range(2.0, 2.0, None).is_ordered() && range(2.0, 2.0, Some(2.0)).is_ordered());
        assert!(!range(2.0, 2.0, Some(3.0)).is_ordered() && !range(2.0, 5.0, Some(2.0)).is_ordered());
        assert_eq!(range(2.0, 5.0, Some(3.0)).map(|value| value * 2.0), range(4.0, 10.0, Some(6.0)));
    }
}
