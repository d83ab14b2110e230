//! The form of a formula, read from its syntax tree: a product of powers, a sum of multiples, or anything else.
//!
//! What is parsed is written out as a sum of terms, each a number times powers of variables; a formula that can't be
//! written so (`if`, `min`, a division by a sum, a question to the plan) has no form.

use super::compiled::Formula;
use rhai::{Expr, FnCallExpr, Stmt};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The form of a formula as a function of its variables.
#[derive(Clone, Debug, PartialEq)]
pub enum AlgebraicForm {
    /// `factor × a^p × b^q …`, each variable once, none to the power 0; where the variables are above 0.
    Product {
        /// What all is multiplied by; never 0.
        factor: f64,
        /// The variables with their powers, by name.
        powers: Vec<(Arc<str>, f64)>,
    },
    /// `constant + p × a + q × b …`, each variable once.
    Sum {
        /// What is added whatever the variables are.
        constant: f64,
        /// The variables with what each is multiplied by, by name.
        terms: Vec<(Arc<str>, f64)>,
    },
    /// Neither.
    Other,
}

impl Formula {
    /// Its form, given the fields that are the same wherever it is evaluated: `constant(["weight", "reach"])` is the
    /// number after `weight.reach`, `None` for a field that may vary. A multiple of one variable is a sum. `a ?? 0` counts
    /// as `a`: the form holds where no variable is missing.
    ///
    /// ```
    /// use planwright::internals::formula::{Sandbox, AlgebraicForm, ExpectedType};
    /// let sandbox = Sandbox::new(&[]).unwrap();
    /// let shape = |text| sandbox.compile(text, ExpectedType::Number).unwrap().algebraic_form(&|_| None);
    /// let half = shape("let base = reach * 2; base / sqrt(effort) / 4");
    /// assert_eq!(half, AlgebraicForm::Product { factor: 0.5, powers: vec![("effort".into(), -0.5), ("reach".into(), 1.0)] });
    /// assert_eq!(shape("(a + b) / 2"), AlgebraicForm::Sum { constant: 0.0, terms: vec![("a".into(), 0.5), ("b".into(), 0.5)] });
    /// assert_eq!(shape("a / (b + 1)"), AlgebraicForm::Other);
    /// ```
    pub fn algebraic_form(&self, constant: &dyn Fn(&[&str]) -> Option<f64>) -> AlgebraicForm {
        let mut reader = PolynomialBuilder { constant, locals: Vec::new() };
        reader.block(self.0.ast.statements()).map_or(AlgebraicForm::Other, Polynomial::shape)
    }
}

/// The most terms that a formula is written out to.
const MAX_TERMS: usize = 64;

/// Variables with their powers.
type Powers = BTreeMap<Arc<str>, f64>;

/// A sum of numbers, each times powers of variables; like terms are one.
#[derive(Clone, Debug, Default)]
struct Polynomial(Vec<(f64, Powers)>);

impl Polynomial {
    fn number(value: f64) -> Self {
        let mut terms = Polynomial::default();
        terms.add(value, Powers::new());
        terms
    }

    fn variable(name: &str) -> Self {
        Polynomial(vec![(1.0, Powers::from([(Arc::from(name), 1.0)]))])
    }

    fn add(&mut self, factor: f64, powers: Powers) {
        match self.0.iter_mut().find(|(_, p)| *p == powers) {
            Some((sum, _)) => *sum += factor,
            None => self.0.push((factor, powers)),
        }
        self.0.retain(|(factor, _)| *factor != 0.0);
    }

    fn plus(mut self, other: &Polynomial, sign: f64) -> Self {
        other.0.iter().for_each(|(factor, powers)| self.add(sign * factor, powers.clone()));
        self
    }

    fn times(&self, other: &Polynomial) -> Option<Self> {
        let mut product = Polynomial::default();
        for (a, one) in &self.0 {
            for (b, two) in &other.0 {
                let mut powers = one.clone();
                two.iter().for_each(|(name, power)| *powers.entry(name.clone()).or_default() += power);
                powers.retain(|_, power| *power != 0.0);
                product.add(a * b, powers);
                if product.0.len() > MAX_TERMS {
                    return None;
                }
            }
        }
        Some(product)
    }

    /// A power of a single term above 0.
    fn power(&self, exponent: f64) -> Option<Self> {
        let [(factor, powers)] = self.0.as_slice() else { return None };
        let whole = exponent == libm::trunc(exponent);
        if *factor < 0.0 && !whole {
            return None;
        }
        let powers: Powers = powers.iter().map(|(n, p)| (n.clone(), p * exponent)).filter(|(_, p)| *p != 0.0).collect();
        Some(Polynomial(vec![(libm::pow(*factor, exponent), powers)]))
    }

    fn constant(&self) -> Option<f64> {
        match self.0.as_slice() {
            [] => Some(0.0),
            [(value, powers)] if powers.is_empty() => Some(*value),
            _ => None,
        }
    }

    fn shape(self) -> AlgebraicForm {
        if self.0.iter().any(|(factor, powers)| !factor.is_finite() || powers.values().any(|p| !p.is_finite())) {
            return AlgebraicForm::Other;
        }
        if let [(factor, powers)] = self.0.as_slice()
            && !powers.is_empty()
            && !powers.values().eq([&1.0])
        {
            return AlgebraicForm::Product {
                factor: *factor,
                powers: powers.iter().map(|(n, p)| (n.clone(), *p)).collect(),
            };
        }
        let (mut constant, mut terms) = (0.0, Vec::new());
        for (factor, powers) in self.0 {
            let mut powers = powers.into_iter();
            match (powers.next(), powers.next()) {
                (None, _) => constant = factor,
                (Some((name, 1.0)), None) => terms.push((name, factor)),
                _ => return AlgebraicForm::Other,
            }
        }
        terms.sort_by(|a, b| a.0.cmp(&b.0));
        AlgebraicForm::Sum { constant, terms }
    }
}

/// Reads expressions; `None` is what has no form.
struct PolynomialBuilder<'c> {
    constant: &'c dyn Fn(&[&str]) -> Option<f64>,
    locals: Vec<(String, Polynomial)>,
}

impl PolynomialBuilder<'_> {
    fn block(&mut self, statements: &[Stmt]) -> Option<Polynomial> {
        let outside = self.locals.len();
        let mut last = None;
        for statement in statements {
            last = match statement {
                Stmt::Noop(_) => continue,
                Stmt::Expr(expr) => Some(self.expression(expr)?),
                Stmt::FnCall(call, _) => Some(self.call(call)?),
                Stmt::Var(var, ..) => {
                    let terms = self.expression(&var.1)?;
                    self.locals.push((var.0.name.to_string(), terms));
                    None
                }
                // What comes after it is never reached; in an inner block it would end the outer ones too.
                Stmt::Return(Some(expr), ..) if outside == 0 => return self.expression(expr),
                _ => return None,
            };
        }
        self.locals.truncate(outside);
        last
    }

    fn expression(&mut self, expr: &Expr) -> Option<Polynomial> {
        match expr {
            Expr::FloatConstant(value, _) => Some(Polynomial::number(**value)),
            Expr::Variable(variable, ..) => {
                let name = variable.1.as_str();
                let local = self.locals.iter().rev().find(|(local, _)| local == name);
                Some(local.map_or_else(|| Polynomial::variable(name), |(_, terms)| terms.clone()))
            }
            Expr::Dot(..) => {
                let mut path = Vec::new();
                fields(expr, &mut path)?;
                let local = path.first().is_some_and(|root| self.locals.iter().any(|(name, _)| name == root));
                if local { None } else { (self.constant)(&path).map(Polynomial::number) }
            }
            Expr::FnCall(call, _) => self.call(call),
            // Where the first is there, the second is not looked at.
            Expr::Coalesce(parts, _) => self.expression(parts.first()?),
            Expr::Stmt(block) if !block.iter().any(|s| matches!(s, Stmt::Return(..))) => {
                let statements: Vec<Stmt> = block.iter().cloned().collect();
                self.block(&statements)
            }
            _ => None,
        }
    }

    fn call(&mut self, call: &FnCallExpr) -> Option<Polynomial> {
        let mut args = Vec::with_capacity(call.args.len());
        for arg in call.args.iter() {
            args.push(self.expression(arg)?);
        }
        match (call.name.as_str(), args.as_slice()) {
            ("+", [a]) => Some(a.clone()),
            ("-", [a]) => Some(Polynomial::default().plus(a, -1.0)),
            ("+", [a, b]) => Some(a.clone().plus(b, 1.0)),
            ("-", [a, b]) => Some(a.clone().plus(b, -1.0)),
            ("*", [a, b]) => a.times(b),
            ("/", [a, b]) => a.times(&b.power(-1.0)?),
            ("**" | "pow", [a, b]) => a.power(b.constant()?),
            ("sqrt", [a]) => a.power(0.5),
            _ => None,
        }
    }
}

/// The names of `a.b.c`.
pub(super) fn fields<'e>(expr: &'e Expr, path: &mut Vec<&'e str>) -> Option<()> {
    match expr {
        Expr::Variable(variable, ..) => path.push(variable.1.as_str()),
        Expr::Property(property, _) => path.push(property.2.as_str()),
        Expr::Dot(pair, ..) => {
            fields(&pair.lhs, path)?;
            fields(&pair.rhs, path)?;
        }
        _ => return None,
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formula::{ExpectedType, Sandbox};

    fn shape(text: &str) -> AlgebraicForm {
        let weights = |path: &[&str]| (path == ["weight", "a"]).then_some(0.5);
        Sandbox::new(&[]).unwrap().compile(text, ExpectedType::Number).unwrap().algebraic_form(&weights)
    }

    fn product(factor: f64, powers: &[(&str, f64)]) -> AlgebraicForm {
        AlgebraicForm::Product { factor, powers: powers.iter().map(|(n, p)| (Arc::from(*n), *p)).collect() }
    }

    fn sum(constant: f64, terms: &[(&str, f64)]) -> AlgebraicForm {
        AlgebraicForm::Sum { constant, terms: terms.iter().map(|(n, p)| (Arc::from(*n), *p)).collect() }
    }

    #[test]
    fn products_are_found() {
        assert_eq!(shape("a * b / c"), product(1.0, &[("a", 1.0), ("b", 1.0), ("c", -1.0)]));
        assert_eq!(shape("-2 * a ** 3 / (a * 4)"), product(-0.5, &[("a", 2.0)]));
        assert_eq!(shape("pow(a, -1.5) * sqrt(4 * b)"), product(2.0, &[("a", -1.5), ("b", 0.5)]));
        assert_eq!(shape("let x = a * b; let x = x * a; return x / 3 * 3"), product(1.0, &[("a", 2.0), ("b", 1.0)]));
        assert_eq!(shape("(a ?? 1) / weight.a / b"), product(2.0, &[("a", 1.0), ("b", -1.0)]));
        assert_eq!(shape("let y = { let x = a; x * 2 }; y * b"), product(2.0, &[("a", 1.0), ("b", 1.0)]));
        assert_eq!(shape("(0.5 * a) ** 0.5"), product(0.5f64.sqrt(), &[("a", 0.5)]));
        assert_eq!(shape("(4 * a * a) ** -0.5 * b"), product(0.5, &[("a", -1.0), ("b", 1.0)]));
        assert_eq!(shape("(-2 * a) ** 2"), product(4.0, &[("a", 2.0)]));
        assert_eq!(shape("a * b + a * b"), product(2.0, &[("a", 1.0), ("b", 1.0)]));
    }

    #[test]
    fn sums_are_found() {
        assert_eq!(shape("(a + b * 2 - c) / 4 + 1"), sum(1.0, &[("a", 0.25), ("b", 0.5), ("c", -0.25)]));
        assert_eq!(shape("weight.a * a + (1 - weight.a) * b"), sum(0.0, &[("a", 0.5), ("b", 0.5)]));
        assert_eq!(shape("(a + b) * (a - b) + b ** 2 - a * a + c - d"), sum(0.0, &[("c", 1.0), ("d", -1.0)]));
        assert_eq!(shape("7 / 2"), sum(3.5, &[]));
        assert_eq!(shape("(a ?? 1) * weight.a"), sum(0.0, &[("a", 0.5)]));
    }

    #[test]
    fn what_is_neither_has_no_form() {
        for text in [
            "(-2 * a) ** 0.5",
            "(a + b) / c",
            "a / (b + c)",
            "a ** b",
            "(-a) ** 0.5",
            "(a + b) ** 2",
            "a ** 2 + b",
            "if a > 1 { a } else { 2 * a }",
            "if a > 1 { return a; } a * b",
            "let x = if a > 1 { 1 } else { 2 }; x * b",
            "min(a, b) * c",
            "a * it.evidence.interviews",
            "a * weight.b",
            "a * score(\"x\", \"rice\")",
            "a % 2",
            "a / 0",
            "let x = a; { let x = 2; return x } x",
        ] {
            assert_eq!(shape(text), AlgebraicForm::Other, "{text}");
        }
    }
}
