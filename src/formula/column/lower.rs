//! From the syntax tree of a formula to operations on columns.

use super::op::{BinaryOp, Op, OpId, UnaryOp};
use super::program::ColumnProgram;
use crate::formula::algebraic_form::fields;
use crate::formula::allowlist::LIST_WRAPPER;
use crate::formula::compiled::{ExpectedType, Formula};
use crate::formula::functions;
use rhai::{ASTFlags, Expr, FnCallExpr, Stmt};
use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::sync::Arc;

/// Why a formula is left to the interpreter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotLowered {
    /// What in it is not arithmetic, as `it has a text` or `it asks for position`.
    pub reason: String,
}

impl fmt::Display for NotLowered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

impl std::error::Error for NotLowered {}

fn not_lowered<T>(reason: impl Into<String>) -> Result<T, NotLowered> {
    Err(NotLowered { reason: reason.into() })
}

/// The most operations of a program.
const MAX_OPERATIONS: usize = 2_000;

impl Formula {
    /// The formula as a program over columns. Its free names become inputs, in the order of [`ColumnProgram::inputs`]: a
    /// variable, or the fields after one (`["weight", "reach"]`) where `is_input` says that they are a number that the
    /// caller can supply. A value after `??` is taken for present: a row in which an input is missing is left to the
    /// interpreter.
    ///
    /// # Errors
    /// What in it is more than arithmetic.
    ///
    /// ```
    /// use planwright::internals::formula::{InputColumn, Sandbox, Scratch, ExpectedType};
    /// let rice = Sandbox::new(&[]).unwrap().compile("reach * impact * confidence / effort", ExpectedType::Number).unwrap();
    /// let column = rice.column(&|path| path.len() == 1).unwrap();
    /// let rows = [&[500.0, 100.0][..], &[1.0, 2.0], &[0.8, 0.5], &[3.0, 2.0]].map(InputColumn::Column);
    /// let mut scores = [0.0; 2];
    /// column.run(&rows, &mut scores, &mut Scratch::default());
    /// assert_eq!(scores, [500.0 * 1.0 * 0.8 / 3.0, 50.0]);
    /// ```
    pub fn column(&self, is_input: &dyn Fn(&[Arc<str>]) -> bool) -> Result<ColumnProgram, NotLowered> {
        let mut lowering =
            ColumnLowering { is_input, inputs: Vec::new(), ops: Vec::new(), known: HashMap::new(), locals: Vec::new() };
        let (result, kind) = lowering.block(self.0.ast.statements(), true)?;
        match (self.expected_type(), kind) {
            (ExpectedType::Number, ValueType::Truth) => return not_lowered("its result is no number"),
            (ExpectedType::Truth, ValueType::Number) => return not_lowered("its result is no truth value"),
            _ => {}
        }
        Ok(ColumnProgram::new(lowering.inputs, lowering.ops, result))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ValueType {
    Number,
    Truth,
}

type Typed = (OpId, ValueType);

struct ColumnLowering<'i> {
    is_input: &'i dyn Fn(&[Arc<str>]) -> bool,
    inputs: Vec<Vec<Arc<str>>>,
    ops: Vec<Op>,
    known: HashMap<Op, OpId>,
    locals: Vec<(String, Typed)>,
}

impl ColumnLowering<'_> {
    fn add(&mut self, op: Op) -> Result<OpId, NotLowered> {
        let next = OpId(self.ops.len() as u32);
        let place = *self.known.entry(op).or_insert(next);
        if place == next {
            self.ops.push(op);
        }
        if self.ops.len() > MAX_OPERATIONS { not_lowered("it is very long") } else { Ok(place) }
    }

    fn number(&mut self, op: Op) -> Result<Typed, NotLowered> {
        Ok((self.add(op)?, ValueType::Number))
    }

    fn truth(&mut self, op: Op) -> Result<Typed, NotLowered> {
        Ok((self.add(op)?, ValueType::Truth))
    }

    /// The value of a block. What is computed in it and not used may fail all the same: the value is then none.
    fn block(&mut self, statements: &[Stmt], outermost: bool) -> Result<Typed, NotLowered> {
        let outside = self.locals.len();
        let (mut last, mut aside) = (None, Vec::new());
        for statement in statements.iter().filter(|s| !matches!(s, Stmt::Noop(_))) {
            aside.extend(last.take().map(|(place, _): Typed| place));
            match statement {
                Stmt::Expr(expr) => last = Some(self.expression(expr)?),
                Stmt::FnCall(call, _) => last = Some(self.call(call)?),
                Stmt::Block(block) => last = Some(self.inner(block.iter())?),
                Stmt::If(flow, _) => {
                    let (condition, kind) = self.expression(&flow.expr)?;
                    if kind != ValueType::Truth {
                        return not_lowered("a condition in it is no truth value");
                    }
                    let (one, other) = (self.inner(flow.body.iter())?, self.inner(flow.branch.iter())?);
                    last = Some(self.select(condition, one, other)?);
                }
                Stmt::Var(var, ..) => {
                    let value = self.expression(&var.1)?;
                    aside.push(value.0);
                    self.locals.push((var.0.name.to_string(), value));
                }
                // What comes after it is never reached.
                Stmt::Return(Some(expr), flags, _) if outermost && !flags.intersects(ASTFlags::BREAK) => {
                    last = Some(self.expression(expr)?);
                    break;
                }
                Stmt::Return(..) => return not_lowered("it returns early"),
                _ => return not_lowered("it is more than arithmetic"),
            }
        }
        self.locals.truncate(outside);
        let Some((mut place, kind)) = last else { return not_lowered("a block in it has no value") };
        let needed = self.needed(place);
        aside.retain(|a| !needed.contains(a) && !self.ops[a.index()].is_finite());
        for guard in aside {
            place = self.add(Op::Binary(BinaryOp::Checked, place, guard))?;
        }
        Ok((place, kind))
    }

    fn inner<'s>(&mut self, statements: impl Iterator<Item = &'s Stmt>) -> Result<Typed, NotLowered> {
        let statements: Vec<Stmt> = statements.cloned().collect();
        self.block(&statements, false)
    }

    /// What must be finite for this to be.
    fn needed(&self, place: OpId) -> BTreeSet<OpId> {
        let (mut found, mut open) = (BTreeSet::new(), vec![place]);
        while let Some(place) = open.pop() {
            if found.insert(place) {
                open.extend(self.ops[place.index()].needs());
            }
        }
        found
    }

    fn select(&mut self, condition: OpId, one: Typed, other: Typed) -> Result<Typed, NotLowered> {
        if one.1 != other.1 {
            return not_lowered("its branches give values of different kinds");
        }
        Ok((self.add(Op::Select(condition, one.0, other.0))?, one.1))
    }

    fn expression(&mut self, expr: &Expr) -> Result<Typed, NotLowered> {
        match expr {
            Expr::FloatConstant(value, _) => self.number(Op::Constant((**value).into())),
            Expr::IntegerConstant(value, _) => self.number(Op::Constant((*value as f64).into())),
            Expr::BoolConstant(value, _) => self.truth(Op::Constant(f64::from(u8::from(*value)).into())),
            Expr::Variable(variable, ..) => {
                let name = variable.1.as_str();
                match self.locals.iter().rev().find(|(local, _)| local == name) {
                    Some((_, value)) => Ok(*value),
                    None => self.input(vec![Arc::from(name)]),
                }
            }
            Expr::Dot(..) => {
                let mut path = Vec::new();
                let root_is_local = |path: &[&str]| self.locals.iter().any(|(local, _)| *local == *path[0]);
                if fields(expr, &mut path).is_none() || root_is_local(&path) {
                    return not_lowered("it reads more than numbers");
                }
                self.input(path.into_iter().map(Arc::from).collect())
            }
            Expr::FnCall(call, _) => self.call(call),
            Expr::And(parts, _) => self.joined(BinaryOp::And, parts.iter()),
            Expr::Or(parts, _) => self.joined(BinaryOp::Or, parts.iter()),
            // Where the first is there, the second is not looked at.
            Expr::Coalesce(parts, _) => match parts.first() {
                Some(first) => self.expression(first),
                None => not_lowered("it is more than arithmetic"),
            },
            Expr::Stmt(block) => self.inner(block.iter()),
            Expr::StringConstant(..) | Expr::InterpolatedString(..) => not_lowered("it has a text"),
            Expr::Array(..) | Expr::Index(..) => not_lowered("it has a list"),
            _ => not_lowered("it is more than arithmetic"),
        }
    }

    fn input(&mut self, path: Vec<Arc<str>>) -> Result<Typed, NotLowered> {
        let index = match self.inputs.iter().position(|known| *known == path) {
            Some(index) => index,
            None if (self.is_input)(&path) => {
                self.inputs.push(path);
                self.inputs.len() - 1
            }
            None => return not_lowered(format!("it reads `{}`", path.join("."))),
        };
        self.number(Op::Input(index as u32))
    }

    fn joined<'e>(&mut self, by: BinaryOp, parts: impl IntoIterator<Item = &'e Expr>) -> Result<Typed, NotLowered> {
        let mut value = None;
        for part in parts {
            let (place, kind) = self.expression(part)?;
            if kind != ValueType::Truth {
                return not_lowered("a condition in it is no truth value");
            }
            value = Some(match value {
                None => place,
                Some(before) => self.add(Op::Binary(by, before, place))?,
            });
        }
        value.map_or_else(|| not_lowered("it is more than arithmetic"), |place| Ok((place, ValueType::Truth)))
    }

    fn call(&mut self, call: &FnCallExpr) -> Result<Typed, NotLowered> {
        let name = call.name.as_str();
        let is_operator = call.op_token.is_some();
        if name == LIST_WRAPPER {
            return not_lowered("it has a list");
        }
        if !is_operator && functions::find(name).is_none_or(|f| f.question) {
            return not_lowered(format!("it calls `{name}`"));
        }
        let mut args = Vec::with_capacity(call.args.len());
        for arg in call.args.iter() {
            args.push(self.expression(arg)?);
        }
        match (name, args.as_slice()) {
            ("!", [(a, ValueType::Truth)]) => return self.truth(Op::Unary(UnaryOp::Not, *a)),
            ("==" | "!=", [(a, one), (b, other)]) if one == other => {
                let by = if name == "==" { BinaryOp::Equal } else { BinaryOp::Unequal };
                return self.truth(Op::Binary(by, *a, *b));
            }
            _ => {}
        }
        if args.iter().any(|(_, kind)| *kind != ValueType::Number) {
            return not_lowered("it computes with truth values");
        }
        let places: Vec<OpId> = args.into_iter().map(|(place, _)| place).collect();
        self.arithmetic(name, &places)
    }

    fn arithmetic(&mut self, name: &str, args: &[OpId]) -> Result<Typed, NotLowered> {
        if let ([a, b], Some(by)) = (args, comparison_op(name)) {
            return self.truth(Op::Binary(by, *a, *b));
        }
        let op = match (name, args) {
            ("+", [a]) => return Ok((*a, ValueType::Number)),
            ("-", [a]) => Op::Unary(UnaryOp::Negate, *a),
            ("abs", [a]) => Op::Unary(UnaryOp::Abs, *a),
            ("floor", [a]) => Op::Unary(UnaryOp::Floor, *a),
            ("ceil", [a]) => Op::Unary(UnaryOp::Ceil, *a),
            ("round", [a]) => Op::Unary(UnaryOp::Round, *a),
            ("sqrt", [a]) => Op::Unary(UnaryOp::Sqrt, *a),
            ("ln", [a]) => Op::Unary(UnaryOp::Ln, *a),
            ("log10", [a]) => Op::Unary(UnaryOp::Log10, *a),
            ("exp", [a]) => Op::Unary(UnaryOp::Exp, *a),
            ("+", [a, b]) => Op::Binary(BinaryOp::Add, *a, *b),
            ("-", [a, b]) => Op::Binary(BinaryOp::Subtract, *a, *b),
            ("*", [a, b]) => Op::Binary(BinaryOp::Multiply, *a, *b),
            ("/", [a, b]) => Op::Binary(BinaryOp::Divide, *a, *b),
            ("%", [a, b]) => Op::Binary(BinaryOp::Remainder, *a, *b),
            ("**" | "pow", [a, b]) => Op::Binary(BinaryOp::Power, *a, *b),
            ("round", [a, b]) => Op::Binary(BinaryOp::RoundTo, *a, *b),
            ("clamp", [a, b, c]) => Op::Clamp(*a, *b, *c),
            ("min" | "max", [first, rest @ ..]) => {
                let by = if name == "min" { BinaryOp::Min } else { BinaryOp::Max };
                let mut value = *first;
                for next in rest {
                    value = self.add(Op::Binary(by, value, *next))?;
                }
                return Ok((value, ValueType::Number));
            }
            _ => return not_lowered(format!("it calls `{name}`")),
        };
        self.number(op)
    }
}

fn comparison_op(name: &str) -> Option<BinaryOp> {
    Some(match name {
        "<" => BinaryOp::Less,
        "<=" => BinaryOp::LessEqual,
        ">" => BinaryOp::Greater,
        ">=" => BinaryOp::GreaterEqual,
        _ => return None,
    })
}
