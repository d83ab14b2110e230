//! A program over columns, and its run.

use super::kernel::{self, KernelOperand};
use super::op::{BinaryOp, Op, OpId};
use std::sync::Arc;

/// How many rows an operation works on at a time: few enough that what it writes stays in the nearest cache.
pub(crate) const BATCH_SIZE: usize = 1024;

/// A formula lowered to operations on columns; cheap to clone, runs on any thread.
#[derive(Clone, Debug)]
pub struct ColumnProgram {
    inputs: Arc<[Vec<Arc<str>>]>,
    steps: Arc<[Instruction]>,
    result: ValueSource,
    registers: usize,
}

/// Where a value comes from.
#[derive(Clone, Copy, Debug)]
enum ValueSource {
    Input(u32),
    Number(f64),
    Register(u32),
}

/// One pass over the lanes.
#[derive(Clone, Debug)]
struct Instruction {
    work: InstructionKind,
    into: u32,
}

#[derive(Clone, Debug)]
enum InstructionKind {
    Unary(super::op::UnaryOp, ValueSource),
    Binary(BinaryOp, ValueSource, ValueSource, bool),
    Clamp(ValueSource, ValueSource, ValueSource),
    Select(ValueSource, ValueSource, ValueSource),
    Product3([ValueSource; 3], [bool; 2]),
    Product4([ValueSource; 4], [bool; 3]),
}

/// The values of an input.
#[derive(Clone, Copy, Debug)]
pub enum InputColumn<'a> {
    /// One for each row.
    Column(&'a [f64]),
    /// The same in every row.
    Number(f64),
}

/// Room for what a program computes on the way; one for each thread.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    registers: Vec<Vec<f64>>,
    numbers: Vec<Vec<f64>>,
}

impl ColumnProgram {
    pub(super) fn new(inputs: Vec<Vec<Arc<str>>>, ops: Vec<Op>, result: OpId) -> ColumnProgram {
        ProgramBuilder::new(&ops, result).build(inputs, result)
    }

    /// The names of its inputs, each with the fields after it: `[["reach"], ["weight", "reach"]]`.
    pub fn inputs(&self) -> &[Vec<Arc<str>>] {
        &self.inputs
    }

    /// Computes rows: `columns` holds the values of each input, finite numbers, at least as many as `out` has room for. A row for
    /// which the formula fails gets what is not finite; the interpreter can say why.
    ///
    /// # Panics
    /// Where a column is shorter than `out`, or one is missing.
    pub fn run(&self, columns: &[InputColumn<'_>], out: &mut [f64], scratch: &mut Scratch) {
        let reaches = |lanes: &InputColumn<'_>| matches!(lanes, InputColumn::Column(c) if c.len() < out.len());
        assert!(columns.len() >= self.inputs.len() && !columns.iter().any(reaches), "each input has a column");
        scratch.registers.resize(self.registers.max(scratch.registers.len()), Vec::new());
        scratch.registers.iter_mut().for_each(|register| register.resize(BATCH_SIZE, 0.0));
        scratch.numbers.resize(columns.len().max(scratch.numbers.len()), Vec::new());
        for (numbers, lanes) in scratch.numbers.iter_mut().zip(columns) {
            if let InputColumn::Number(value) = lanes {
                numbers.clear();
                numbers.resize(BATCH_SIZE.min(out.len()), *value);
            }
        }
        let mut start = 0;
        while start < out.len() {
            let end = (start + BATCH_SIZE).min(out.len());
            self.batch(columns, start..end, &mut out[start..end], scratch);
            start = end;
        }
    }

    fn batch(&self, columns: &[InputColumn<'_>], rows: std::ops::Range<usize>, out: &mut [f64], scratch: &mut Scratch) {
        let count = rows.len();
        let last = self.steps.len().checked_sub(1);
        for (at, step) in self.steps.iter().enumerate() {
            // The last pass writes where the caller wants it.
            let is_last = Some(at) == last && matches!(self.result, ValueSource::Register(r) if r == step.into);
            let mut own = if is_last { Vec::new() } else { std::mem::take(&mut scratch.registers[step.into as usize]) };
            let target: &mut [f64] = if is_last { out } else { &mut own[..count] };
            let read = |source: ValueSource| match source {
                ValueSource::Input(input) => KernelOperand::Column(match columns[input as usize] {
                    InputColumn::Column(values) => &values[rows.clone()],
                    InputColumn::Number(_) => &scratch.numbers[input as usize][..count],
                }),
                ValueSource::Number(value) => KernelOperand::Number(value),
                ValueSource::Register(register) => {
                    KernelOperand::Column(&scratch.registers[register as usize][..count])
                }
            };
            let column = |source: ValueSource| match read(source) {
                KernelOperand::Column(values) => values,
                // Products are made of columns only.
                KernelOperand::Number(_) => &[],
            };
            match &step.work {
                InstructionKind::Unary(by, a) => kernel::unary(*by, read(*a), target),
                InstructionKind::Binary(by, a, b, finite) => kernel::binary(*by, read(*a), read(*b), *finite, target),
                InstructionKind::Clamp(a, b, c) => kernel::clamp(read(*a), read(*b), read(*c), target),
                InstructionKind::Select(a, b, c) => kernel::select(read(*a), read(*b), read(*c), target),
                InstructionKind::Product3([a, b, c], divide) => {
                    kernel::product3(column(*a), column(*b), column(*c), *divide, target)
                }
                InstructionKind::Product4(parts, divide) => kernel::product4(parts.map(column), *divide, target),
            }
            if !is_last {
                scratch.registers[step.into as usize] = own;
            }
        }
        match self.result {
            ValueSource::Number(value) => out.fill(value),
            ValueSource::Input(input) => match columns[input as usize] {
                InputColumn::Column(values) => out.copy_from_slice(&values[rows]),
                InputColumn::Number(value) => out.fill(value),
            },
            ValueSource::Register(_) => {}
        }
    }
}

/// Assigns registers, and joins rows of products into one pass.
struct ProgramBuilder<'o> {
    ops: &'o [Op],
    /// How often each result is read by what is needed.
    uses: Vec<u32>,
    places: Vec<Option<ValueSource>>,
    free: Vec<u32>,
    registers: u32,
    steps: Vec<Instruction>,
}

impl<'o> ProgramBuilder<'o> {
    fn new(ops: &'o [Op], result: OpId) -> Self {
        let mut uses = vec![0; ops.len()];
        uses[result.index()] = 1;
        for (at, op) in ops.iter().enumerate().rev() {
            if uses[at] > 0 {
                op.reads().for_each(|place| uses[place.index()] += 1);
            }
        }
        ProgramBuilder { ops, uses, places: vec![None; ops.len()], free: Vec::new(), registers: 0, steps: Vec::new() }
    }

    fn build(mut self, inputs: Vec<Vec<Arc<str>>>, result: OpId) -> ColumnProgram {
        let mut joined = vec![false; self.ops.len()];
        // From the end, so that the longest row of products is found first.
        let mut chains: Vec<Option<Vec<OpId>>> = vec![None; self.ops.len()];
        for at in (0..self.ops.len()).rev() {
            if self.uses[at] > 0 && !joined[at] {
                let chain = self.chain(OpId(at as u32));
                if chain.len() >= 2 {
                    chain[1..].iter().for_each(|place| joined[place.index()] = true);
                    chains[at] = Some(chain);
                }
            }
        }
        for at in 0..self.ops.len() {
            if self.uses[at] > 0 && !joined[at] {
                self.step(OpId(at as u32), chains[at].as_deref());
            }
        }
        let result = self.places[result.index()].unwrap_or(ValueSource::Number(f64::NAN));
        ColumnProgram { inputs: inputs.into(), steps: self.steps.into(), result, registers: self.registers as usize }
    }

    /// The products that this one ends, itself first: each the left side of the one before, and read only there.
    fn chain(&self, from: OpId) -> Vec<OpId> {
        let mut chain = Vec::new();
        let mut next = Some(from);
        while let Some(place) = next {
            let Op::Binary(by @ (BinaryOp::Multiply | BinaryOp::Divide), a, b) = self.ops[place.index()] else { break };
            let sound = by == BinaryOp::Multiply || self.ops[b.index()].is_finite();
            if !sound
                || self.is_number(a)
                || self.is_number(b)
                || chain.len() == 3
                || (!chain.is_empty() && self.uses[place.index()] != 1)
            {
                break;
            }
            chain.push(place);
            next = Some(a);
        }
        chain
    }

    fn is_number(&self, place: OpId) -> bool {
        matches!(self.ops[place.index()], Op::Constant(_))
    }

    fn step(&mut self, place: OpId, chain: Option<&[OpId]>) {
        let work = match (self.ops[place.index()], chain) {
            (Op::Input(input), _) => return self.places[place.index()] = Some(ValueSource::Input(input)),
            (Op::Constant(value), _) => return self.places[place.index()] = Some(ValueSource::Number(value.value())),
            (_, Some(chain)) => self.product(chain),
            (Op::Unary(by, a), _) => InstructionKind::Unary(by, self.source(a)),
            (Op::Binary(by, a, b), _) => {
                InstructionKind::Binary(by, self.source(a), self.source(b), self.ops[b.index()].is_finite())
            }
            (Op::Clamp(a, b, c), _) => InstructionKind::Clamp(self.source(a), self.source(b), self.source(c)),
            (Op::Select(a, b, c), _) => InstructionKind::Select(self.source(a), self.source(b), self.source(c)),
        };
        // A register is taken before those that are read are given back: no pass writes what it reads.
        let into = self.free.pop().unwrap_or_else(|| {
            self.registers += 1;
            self.registers - 1
        });
        let read: Vec<OpId> = match chain {
            Some(chain) => self.parts(chain).0,
            None => self.ops[place.index()].reads().collect(),
        };
        for read in read {
            self.uses[read.index()] -= 1;
            if self.uses[read.index()] == 0
                && let Some(ValueSource::Register(register)) = self.places[read.index()]
            {
                self.free.push(register);
            }
        }
        self.places[place.index()] = Some(ValueSource::Register(into));
        self.steps.push(Instruction { work, into });
    }

    fn source(&self, place: OpId) -> ValueSource {
        self.places[place.index()].unwrap_or(ValueSource::Number(f64::NAN))
    }

    /// The factors of a row of products in order, and which of those after the first divide.
    fn parts(&self, chain: &[OpId]) -> (Vec<OpId>, Vec<bool>) {
        let (mut parts, mut divide) = (Vec::new(), Vec::new());
        for place in chain.iter().rev() {
            if let Op::Binary(by, a, b) = self.ops[place.index()] {
                if parts.is_empty() {
                    parts.push(a);
                }
                parts.push(b);
                divide.push(by == BinaryOp::Divide);
            }
        }
        (parts, divide)
    }

    fn product(&self, chain: &[OpId]) -> InstructionKind {
        let (parts, divide) = self.parts(chain);
        let sources: Vec<ValueSource> = parts.iter().map(|p| self.source(*p)).collect();
        match (sources.as_slice(), divide.as_slice()) {
            ([a, b, c], [one, two]) => InstructionKind::Product3([*a, *b, *c], [*one, *two]),
            ([a, b, c, d], [one, two, three]) => InstructionKind::Product4([*a, *b, *c, *d], [*one, *two, *three]),
            // A chain has two or three products.
            _ => InstructionKind::Binary(
                BinaryOp::Multiply,
                ValueSource::Number(f64::NAN),
                ValueSource::Number(f64::NAN),
                true,
            ),
        }
    }
}
