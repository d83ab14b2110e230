//! The loops over lanes. What is simple enough is compiled to vector instructions.

use super::op::{BinaryOp, UnaryOp};
use crate::formula::math_functions::round_to;

/// The values that an operation reads: a column, or one number for all lanes.
#[derive(Clone, Copy)]
pub(super) enum KernelOperand<'a> {
    Column(&'a [f64]),
    Number(f64),
}

impl KernelOperand<'_> {
    fn at(&self, lane: usize) -> f64 {
        match self {
            KernelOperand::Column(values) => values[lane],
            KernelOperand::Number(value) => *value,
        }
    }
}

fn each(a: KernelOperand<'_>, out: &mut [f64], f: impl Fn(f64) -> f64) {
    match a {
        KernelOperand::Column(a) => out.iter_mut().zip(a).for_each(|(o, a)| *o = f(*a)),
        KernelOperand::Number(a) => out.fill(f(a)),
    }
}

fn pairs(a: KernelOperand<'_>, b: KernelOperand<'_>, out: &mut [f64], f: impl Fn(f64, f64) -> f64) {
    match (a, b) {
        (KernelOperand::Column(a), KernelOperand::Column(b)) => {
            out.iter_mut().zip(a.iter().zip(b)).for_each(|(o, (a, b))| *o = f(*a, *b));
        }
        (KernelOperand::Column(a), KernelOperand::Number(b)) => out.iter_mut().zip(a).for_each(|(o, a)| *o = f(*a, b)),
        (KernelOperand::Number(a), KernelOperand::Column(b)) => out.iter_mut().zip(b).for_each(|(o, b)| *o = f(a, *b)),
        (KernelOperand::Number(a), KernelOperand::Number(b)) => out.fill(f(a, b)),
    }
}

/// NaN where one of two is not finite.
fn sound(a: f64, b: f64, f: impl Fn(f64, f64) -> f64) -> f64 {
    if a.is_finite() && b.is_finite() { f(a, b) } else { f64::NAN }
}

fn truth(value: bool) -> f64 {
    f64::from(u8::from(value))
}

pub(super) fn unary(by: UnaryOp, a: KernelOperand<'_>, out: &mut [f64]) {
    match by {
        UnaryOp::Negate => each(a, out, |x| -x),
        UnaryOp::Abs => each(a, out, libm::fabs),
        UnaryOp::Floor => each(a, out, libm::floor),
        UnaryOp::Ceil => each(a, out, libm::ceil),
        UnaryOp::Round => each(a, out, libm::round),
        UnaryOp::Sqrt => each(a, out, |x| if x < 0.0 { f64::NAN } else { libm::sqrt(x) }),
        UnaryOp::Ln => each(a, out, |x| if x > 0.0 { libm::log(x) } else { f64::NAN }),
        UnaryOp::Log10 => each(a, out, |x| if x > 0.0 { libm::log10(x) } else { f64::NAN }),
        UnaryOp::Exp => each(a, out, |x| if x.is_finite() { libm::exp(x) } else { f64::NAN }),
        UnaryOp::Not => each(a, out, |x| 1.0 - x),
    }
}

/// `finite`: whether the second operand is known to be so.
pub(super) fn binary(by: BinaryOp, a: KernelOperand<'_>, b: KernelOperand<'_>, finite: bool, out: &mut [f64]) {
    match by {
        BinaryOp::Add => pairs(a, b, out, |a, b| a + b),
        BinaryOp::Subtract => pairs(a, b, out, |a, b| a - b),
        BinaryOp::Multiply => pairs(a, b, out, |a, b| a * b),
        BinaryOp::Divide if finite => pairs(a, b, out, |a, b| a / b),
        // A number over infinity would be zero again.
        BinaryOp::Divide => pairs(a, b, out, |a, b| if b.is_finite() { a / b } else { f64::NAN }),
        BinaryOp::Remainder => pairs(a, b, out, |a, b| sound(a, b, libm::fmod)),
        BinaryOp::Power => pairs(a, b, out, |a, b| sound(a, b, libm::pow)),
        BinaryOp::Min => pairs(a, b, out, |a, b| sound(a, b, |a, b| if b < a { b } else { a })),
        BinaryOp::Max => pairs(a, b, out, |a, b| sound(a, b, |a, b| if b > a { b } else { a })),
        BinaryOp::RoundTo => pairs(a, b, out, |a, b| sound(a, b, |x, digits| round_to(x, digits).unwrap_or(f64::NAN))),
        BinaryOp::Equal => pairs(a, b, out, |a, b| sound(a, b, |a, b| truth(a == b))),
        BinaryOp::Unequal => pairs(a, b, out, |a, b| sound(a, b, |a, b| truth(a != b))),
        BinaryOp::Less => pairs(a, b, out, |a, b| sound(a, b, |a, b| truth(a < b))),
        BinaryOp::LessEqual => pairs(a, b, out, |a, b| sound(a, b, |a, b| truth(a <= b))),
        BinaryOp::Greater => pairs(a, b, out, |a, b| sound(a, b, |a, b| truth(a > b))),
        BinaryOp::GreaterEqual => pairs(a, b, out, |a, b| sound(a, b, |a, b| truth(a >= b))),
        BinaryOp::And => pairs(a, b, out, |a, b| if a == 1.0 { b } else { a }),
        BinaryOp::Or => pairs(a, b, out, |a, b| if a == 0.0 { b } else { a }),
        BinaryOp::Checked => pairs(a, b, out, |a, b| if b.is_finite() { a } else { f64::NAN }),
    }
}

pub(super) fn clamp(a: KernelOperand<'_>, low: KernelOperand<'_>, high: KernelOperand<'_>, out: &mut [f64]) {
    for (lane, out) in out.iter_mut().enumerate() {
        let (x, low, high) = (a.at(lane), low.at(lane), high.at(lane));
        *out = match x {
            _ if !(x.is_finite() && low.is_finite() && high.is_finite()) || low > high => f64::NAN,
            x if x < low => low,
            x if x > high => high,
            x => x,
        };
    }
}

pub(super) fn select(condition: KernelOperand<'_>, one: KernelOperand<'_>, other: KernelOperand<'_>, out: &mut [f64]) {
    for (lane, out) in out.iter_mut().enumerate() {
        let condition = condition.at(lane);
        *out = match condition {
            _ if !condition.is_finite() => f64::NAN,
            0.0 => other.at(lane),
            _ => one.at(lane),
        };
    }
}

/// `a ∘ b ∘ c`, each `∘` a multiplication or, where so said, a division by something finite.
pub(super) fn product3(a: &[f64], b: &[f64], c: &[f64], divide: [bool; 2], out: &mut [f64]) {
    fn run<const B: bool, const C: bool>(a: &[f64], b: &[f64], c: &[f64], out: &mut [f64]) {
        for (((o, a), b), c) in out.iter_mut().zip(a).zip(b).zip(c) {
            let x = if B { a / b } else { a * b };
            *o = if C { x / c } else { x * c };
        }
    }
    match divide {
        [false, false] => run::<false, false>(a, b, c, out),
        [false, true] => run::<false, true>(a, b, c, out),
        [true, false] => run::<true, false>(a, b, c, out),
        [true, true] => run::<true, true>(a, b, c, out),
    }
}

/// `a ∘ b ∘ c ∘ d`, as [`product3`].
pub(super) fn product4(columns: [&[f64]; 4], divide: [bool; 3], out: &mut [f64]) {
    fn run<const B: bool, const C: bool, const D: bool>([a, b, c, d]: [&[f64]; 4], out: &mut [f64]) {
        for ((((o, a), b), c), d) in out.iter_mut().zip(a).zip(b).zip(c).zip(d) {
            let x = if B { a / b } else { a * b };
            let y = if C { x / c } else { x * c };
            *o = if D { y / d } else { y * d };
        }
    }
    match divide {
        [false, false, false] => run::<false, false, false>(columns, out),
        [false, false, true] => run::<false, false, true>(columns, out),
        [false, true, false] => run::<false, true, false>(columns, out),
        [false, true, true] => run::<false, true, true>(columns, out),
        [true, false, false] => run::<true, false, false>(columns, out),
        [true, false, true] => run::<true, false, true>(columns, out),
        [true, true, false] => run::<true, true, false>(columns, out),
        [true, true, true] => run::<true, true, true>(columns, out),
    }
}
