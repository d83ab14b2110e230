//! The operations of a column program.

/// The place of an operation in its program, and of its result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct OpId(pub u32);

impl OpId {
    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// On one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum UnaryOp {
    Negate,
    Abs,
    Floor,
    Ceil,
    Round,
    Sqrt,
    Ln,
    Log10,
    Exp,
    /// Of a truth value.
    Not,
}

/// On two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum BinaryOp {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Power,
    Min,
    Max,
    /// `round` to so many digits.
    RoundTo,
    Equal,
    Unequal,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    /// The second counts only where the first is true.
    And,
    /// The second counts only where the first is false.
    Or,
    /// The first, where the second is finite.
    Checked,
}

/// A number by its bits, so that equal operations are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct FloatBits(u64);

impl From<f64> for FloatBits {
    fn from(value: f64) -> FloatBits {
        FloatBits(value.to_bits())
    }
}

impl FloatBits {
    pub(super) fn value(self) -> f64 {
        f64::from_bits(self.0)
    }
}

/// One operation. Truth values are 1 and 0; what failed is not finite.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Op {
    /// The values of an input, by its index.
    Input(u32),
    Constant(FloatBits),
    Unary(UnaryOp, OpId),
    Binary(BinaryOp, OpId, OpId),
    /// A number held between two others.
    Clamp(OpId, OpId, OpId),
    /// The second where the first is true, else the third.
    Select(OpId, OpId, OpId),
}

impl Op {
    /// What it reads.
    pub(super) fn reads(&self) -> impl Iterator<Item = OpId> {
        let (a, b, c) = match *self {
            Op::Input(_) | Op::Constant(_) => (None, None, None),
            Op::Unary(_, a) => (Some(a), None, None),
            Op::Binary(_, a, b) => (Some(a), Some(b), None),
            Op::Clamp(a, b, c) | Op::Select(a, b, c) => (Some(a), Some(b), Some(c)),
        };
        [a, b, c].into_iter().flatten()
    }

    /// Whether its result is finite whatever the values are.
    pub(super) fn is_finite(&self) -> bool {
        match self {
            Op::Input(_) => true,
            Op::Constant(value) => value.value().is_finite(),
            _ => false,
        }
    }

    /// What it reads whatever the values are: if one of these is not finite, neither is its result.
    pub(super) fn needs(&self) -> impl Iterator<Item = OpId> {
        let lazy = match *self {
            Op::Select(..) | Op::Binary(BinaryOp::And | BinaryOp::Or, ..) => 1,
            _ => 3,
        };
        self.reads().take(lazy)
    }
}
