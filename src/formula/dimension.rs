//! What a formula measures, from what its names measure.
//!
//! `+ - min max clamp if ??` and comparisons need parts that measure the same on the same scale; `* / ** sqrt` combine;
//! a number beside them counts for no unit, or for the step between two units (`mrr * 12` per month or per year); what
//! can't be told (a text, a function of a library) is compatible with everything.

use super::compiled::Formula;
use super::expr_tree::{ExprNode, NodeKind};
use crate::quantity::{Mismatch, Unit, UnitSystem, print};
use std::fmt;
use std::sync::Arc;

/// What a value measures.
#[derive(Clone, Debug, PartialEq)]
pub enum Dimension {
    /// One of these; several where people per period may be those that come or those that are there.
    Measured(Vec<ScaledUnit>),
    /// A number written in the formula.
    Number(f64),
    /// It can't be told.
    Open,
}

/// A unit with the numbers that a formula multiplies by, each of which may be a step to another unit.
#[derive(Clone, Debug, PartialEq)]
pub struct ScaledUnit {
    /// The unit where those numbers count for none.
    pub unit: Unit,
    /// Their product.
    pub steps: f64,
}

/// Two parts of a formula that do not go together.
#[derive(Clone, Debug, PartialEq)]
pub struct DimensionMismatch {
    /// Where the operator or function starts, in bytes of the formula.
    pub offset: usize,
    /// How many bytes it covers.
    pub length: usize,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub help: String,
}

/// Why a dimension does not come to a unit.
#[derive(Clone, Debug, PartialEq)]
pub enum NoUnit {
    /// Something else is measured: the unit that it has, and why that is no other.
    Dimension(Unit, Mismatch),
    /// The same in another scale: the unit that it has, and by how much its values would have to be multiplied.
    Scale(Unit, f64),
}

impl fmt::Display for NoUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NoUnit::Dimension(_, mismatch) => mismatch.fmt(f),
            NoUnit::Scale(unit, factor) => {
                write!(f, "the values are in `{unit}`, and would have to be multiplied by {factor}")
            }
        }
    }
}

impl std::error::Error for NoUnit {}

impl Dimension {
    /// The dimension of a value in a unit.
    pub fn of(unit: &Unit, system: &UnitSystem) -> Dimension {
        let units = [Some(unit.clone()), system.headcount(unit)].into_iter().flatten();
        Dimension::Measured(units.map(|u| ScaledUnit { unit: system.normalize(&u), steps: 1.0 }).collect())
    }

    /// The unit that its values most likely have.
    pub fn unit(&self) -> Option<Unit> {
        match self {
            Dimension::Measured(measures) => measures.first().map(|m| m.unit.clone()),
            Dimension::Number(_) => Some(Unit::number()),
            Dimension::Open => None,
        }
    }

    /// Whether it measures what a unit does that may hold `money` or `count`, whatever the scale.
    pub(crate) fn suits(&self, pattern: &Unit, system: &UnitSystem) -> bool {
        let Dimension::Measured(measures) = self else { return true };
        measures.iter().any(|m| match system.convert(&m.unit, pattern) {
            Ok(_) | Err(Mismatch::MissingRate { .. }) => true,
            Err(_) => pattern.is_ratio() && system.is_share(&m.unit),
        })
    }

    /// Whether its values are values in a unit, as they stand.
    ///
    /// # Errors
    /// What they are instead.
    pub fn fits(&self, unit: &Unit, system: &UnitSystem) -> Result<(), NoUnit> {
        let Dimension::Measured(measures) = self else { return Ok(()) };
        let asked = system.normalize(unit);
        let mut unfit = None;
        for measure in measures {
            let found = match factor(&measure.unit, &asked, system) {
                Ok(by) if approx_eq(by, 1.0) || approx_eq(by, measure.steps) => return Ok(()),
                Ok(by) => NoUnit::Scale(measure.unit.clone(), by / measure.steps.max(f64::MIN_POSITIVE)),
                // A share of one thing in another is a percentage in everyday words.
                Err(_) if asked.is_ratio() && system.is_share(&measure.unit) => return Ok(()),
                Err(mismatch) => NoUnit::Dimension(measure.unit.clone(), mismatch),
            };
            // That the scale alone is wrong says more.
            if unfit.is_none() || matches!((&unfit, &found), (Some(NoUnit::Dimension(..)), NoUnit::Scale(..))) {
                unfit = Some(found);
            }
        }
        unfit.map_or(Ok(()), Err)
    }
}

impl Formula {
    /// What the formula measures, from what its names do (with their fields), and where parts of it do not go together.
    ///
    /// ```
    /// use planwright::internals::formula::{Dimension, Sandbox, ExpectedType};
    /// use planwright::quantity::{UnitSettings, UnitSystem};
    /// let (system, _) = UnitSystem::new(&UnitSettings::default());
    /// let formula = Sandbox::new(&[]).unwrap().compile("spend / won", ExpectedType::Number).unwrap();
    /// let unit = |name: &str| system.parse(if name == "won" { "deals/month" } else { "USD/month" }).unwrap();
    /// let (dimension, clashes) = formula.dimension(&system, &|path| Dimension::of(&unit(&path[0]), &system));
    /// assert_eq!(dimension.unit().unwrap().to_string(), "USD/deal");
    /// assert!(clashes.is_empty());
    /// ```
    pub fn dimension(
        &self,
        system: &UnitSystem,
        names: &dyn Fn(&[Arc<str>]) -> Dimension,
    ) -> (Dimension, Vec<DimensionMismatch>) {
        let mut walk = DimensionChecker { system, names, locals: Vec::new(), clashes: Vec::new() };
        let dimension = walk.part(&self.tree());
        (dimension, walk.clashes)
    }
}

/// The most readings of one value that are kept.
const MAX_READINGS: usize = 8;

fn approx_eq(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs())
}

/// By what values of one unit are multiplied to be values of another.
fn factor(from: &Unit, to: &Unit, system: &UnitSystem) -> Result<f64, Mismatch> {
    // A noun that is another counts as it either way: what is asked is only whether the two go together.
    let there = system.convert(from, to).map(|c| c.factor());
    there.or_else(|m| system.convert(to, from).map(|c| 1.0 / c.factor()).map_err(|_| m))
}

struct DimensionChecker<'w> {
    system: &'w UnitSystem,
    names: &'w dyn Fn(&[Arc<str>]) -> Dimension,
    locals: Vec<(Arc<str>, Dimension)>,
    clashes: Vec<DimensionMismatch>,
}

impl DimensionChecker<'_> {
    fn part(&mut self, part: &ExprNode) -> Dimension {
        match &part.kind {
            NodeKind::Number(number) => Dimension::Number(*number),
            NodeKind::Name(path) => {
                let local = path.first().and_then(|n| self.locals.iter().rev().find(|(local, _)| local == n));
                match local {
                    Some((_, dimension)) if path.len() == 1 => dimension.clone(),
                    Some(_) => Dimension::Open,
                    None => (self.names)(path),
                }
            }
            NodeKind::Call(name, args) => self.call(name, args, part),
            NodeKind::If(parts) => {
                let [condition, then, otherwise] = &**parts;
                self.part(condition);
                let (a, b) = (self.part(then), self.part(otherwise));
                self.alike(a, b, "the two branches of `if`", part)
            }
            NodeKind::Let(lets, result) => {
                let outside = self.locals.len();
                for (name, value) in lets {
                    let dimension = self.part(value);
                    self.locals.push((name.clone(), dimension));
                }
                let result = self.part(result);
                self.locals.truncate(outside);
                result
            }
            NodeKind::Other => Dimension::Open,
        }
    }

    fn call(&mut self, name: &str, args: &[ExprNode], part: &ExprNode) -> Dimension {
        let mut given: Vec<Dimension> = args.iter().map(|a| self.part(a)).collect();
        let what = format!("the two sides of `{name}`");
        match (name, given.as_mut_slice()) {
            ("+" | "-", [_]) | ("abs" | "floor" | "ceil", [_]) | ("round", _) => given.swap_remove(0),
            ("*", [a, b]) => self.product(a, b, false),
            ("/", [a, b]) => self.product(a, b, true),
            ("%", [a, _]) => a.clone(),
            ("**" | "pow", [a, Dimension::Number(power)]) => self.power(&a.clone(), *power),
            ("sqrt", [a]) => self.power(&a.clone(), 0.5),
            ("ln" | "log10" | "exp", [_]) => Dimension::Measured(vec![ScaledUnit { unit: Unit::number(), steps: 1.0 }]),
            ("+" | "-" | "??", _) => self.all_alike(given, &what, part),
            ("min" | "max" | "clamp", _) => self.all_alike(given, &format!("the values of `{name}`"), part),
            ("==" | "!=" | "<" | "<=" | ">" | ">=", _) => {
                self.all_alike(given, &what, part);
                Dimension::Open
            }
            _ => Dimension::Open,
        }
    }

    fn all_alike(&mut self, given: Vec<Dimension>, what: &str, part: &ExprNode) -> Dimension {
        let mut given = given.into_iter();
        let Some(first) = given.next() else { return Dimension::Open };
        given.fold(first, |a, b| self.alike(a, b, what, part))
    }

    /// Two values that must measure the same.
    fn alike(&mut self, a: Dimension, b: Dimension, what: &str, part: &ExprNode) -> Dimension {
        let (ours, theirs) = match (&a, &b) {
            (Dimension::Open, _) | (_, Dimension::Open) => return Dimension::Open,
            // A number is in the unit of what it stands beside.
            (Dimension::Number(_), _) => return b,
            (_, Dimension::Number(_)) => return a,
            (Dimension::Measured(ours), Dimension::Measured(theirs)) => (ours, theirs),
        };
        let (mut both, mut scale) = (Vec::new(), None);
        for one in ours {
            for two in theirs {
                let Ok(by) = factor(&one.unit, &two.unit, self.system) else { continue };
                // A number that one side multiplies by may be the step to the other's unit.
                if approx_eq(by, 1.0) {
                    let steps = if approx_eq(one.steps, two.steps) { one.steps } else { 1.0 };
                    both.push(ScaledUnit { unit: one.unit.clone(), steps });
                } else if approx_eq(by, one.steps) {
                    both.push(ScaledUnit { unit: two.unit.clone(), steps: two.steps });
                } else if approx_eq(by, 1.0 / two.steps) {
                    both.push(ScaledUnit { unit: one.unit.clone(), steps: one.steps });
                } else {
                    scale = scale.or(Some(by));
                }
            }
        }
        if !both.is_empty() {
            both.truncate(MAX_READINGS);
            return Dimension::Measured(both);
        }
        let shown = |d: &Dimension| d.unit().map_or(String::new(), |u| described(&u));
        let (message, help) = match scale {
            Some(by) => (
                format!("{what} measure the same on different scales: {} and {}", shown(&a), shown(&b)),
                format!("{}, or measure both alike", conversion_text(by)),
            ),
            None => (
                format!("{what} measure different things: {} and {}", shown(&a), shown(&b)),
                "only what measures the same adds up or compares; check the units of what the formula reads".into(),
            ),
        };
        self.clashes.push(DimensionMismatch { offset: part.offset, length: part.length, message, help });
        Dimension::Open
    }

    fn product(&self, a: &Dimension, b: &Dimension, over: bool) -> Dimension {
        let measures = |d: &Dimension| match d {
            Dimension::Measured(measures) => Some(measures.clone()),
            Dimension::Number(number) => Some(vec![ScaledUnit { unit: Unit::number(), steps: *number }]),
            Dimension::Open => None,
        };
        if let (Dimension::Number(a), Dimension::Number(b)) = (a, b) {
            let value = if over { a / b } else { a * b };
            return if value.is_finite() { Dimension::Number(value) } else { Dimension::Open };
        }
        let (Some(ours), Some(theirs)) = (measures(a), measures(b)) else { return Dimension::Open };
        let mut product: Vec<ScaledUnit> = Vec::new();
        for one in &ours {
            for two in &theirs {
                let unit = match over {
                    true => self.system.over(&one.unit, &two.unit),
                    false => self.system.times(&one.unit, &two.unit),
                };
                let Some(unit) = unit else { return Dimension::Open };
                let steps = if over { one.steps / two.steps } else { one.steps * two.steps };
                let measure = ScaledUnit { unit, steps: if steps.is_finite() { steps.abs() } else { 1.0 } };
                if product.len() < MAX_READINGS && !product.contains(&measure) {
                    product.push(measure);
                }
            }
        }
        Dimension::Measured(product)
    }

    fn power(&self, a: &Dimension, power: f64) -> Dimension {
        let ratio = |d: &Dimension| matches!(d, Dimension::Measured(m) if m.iter().any(|m| m.unit.is_ratio()));
        match a {
            Dimension::Number(_) => Dimension::Open,
            a if ratio(a) => Dimension::Measured(vec![ScaledUnit { unit: Unit::number(), steps: 1.0 }]),
            a if power == 1.0 => a.clone(),
            a if power == 2.0 => self.product(a, a, false),
            a if power == -1.0 => self.product(&Dimension::Number(1.0), a, true),
            _ => Dimension::Open,
        }
    }
}

/// A unit with what it measures.
pub(crate) fn described(unit: &Unit) -> String {
    match unit.is_number() {
        true => "a plain number".into(),
        false => format!("`{unit}`"),
    }
}

/// The step between two scales, in words: `multiply by 12`.
pub(crate) fn conversion_text(by: f64) -> String {
    match by >= 1.0 {
        true => format!("multiply by {}", print::number(by)),
        false => format!("divide by {}", print::number(1.0 / by)),
    }
}
