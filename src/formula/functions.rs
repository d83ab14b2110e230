//! The functions of formulas: one table that registration, suggestions and the language reference read.

use super::interrupt::EvalInterrupt;
use super::value::Value;
use super::version_function::version;
use super::{list_functions, math_functions as a};

/// A function that formulas may call.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Function {
    /// Its name.
    pub name: &'static str,
    /// How it is called, as `round(x, digits = 0)`.
    pub signature: &'static str,
    /// What it gives, in one line.
    pub doc: &'static str,
    /// The least and the greatest number of arguments.
    pub arguments: (usize, usize),
    /// Whether it is a question to the plan, answered by [`super::Scope::call`] rather than computed.
    pub question: bool,
    run: fn(&[Value]) -> Result<Value, EvalInterrupt>,
}

impl Function {
    /// Whether it can be called with so many arguments.
    pub(crate) fn takes(&self, given: usize) -> bool {
        (self.arguments.0..=self.arguments.1).contains(&given)
    }

    /// Computes it; a missing argument makes it unknown.
    pub(super) fn compute(&self, args: &[Value]) -> Result<Value, EvalInterrupt> {
        if args.iter().any(Value::is_missing) {
            return Err(EvalInterrupt::Unknown);
        }
        if args.iter().any(|a| matches!(a, Value::Record(_))) {
            return (self.run)(&args.iter().map(Value::plain).collect::<Vec<_>>());
        }
        (self.run)(args)
    }
}

/// The function of this name.
pub(crate) fn find(name: &str) -> Option<&'static Function> {
    FUNCTIONS.iter().find(|f| f.name == name)
}

const fn computed(
    name: &'static str,
    arguments: (usize, usize),
    signature: &'static str,
    run: fn(&[Value]) -> Result<Value, EvalInterrupt>,
    doc: &'static str,
) -> Function {
    Function { name, signature, doc, arguments, question: false, run }
}

const fn question(
    name: &'static str,
    arguments: (usize, usize),
    signature: &'static str,
    doc: &'static str,
) -> Function {
    Function { name, signature, doc, arguments, question: true, run: |_| Err(EvalInterrupt::Unknown) }
}

/// All functions, in the order of the reference.
pub(crate) static FUNCTIONS: &[Function] = &[
    computed("min", (1, 6), "min(a, b, …) or min(list)", a::min, "the smallest of two to six numbers, or of a list"),
    computed("max", (1, 6), "max(a, b, …) or max(list)", a::max, "the largest of two to six numbers, or of a list"),
    computed(
        "clamp",
        (3, 3),
        "clamp(x, low, high)",
        a::clamp,
        "`x`, or `low` where it is below, or `high` where it is above",
    ),
    computed("abs", (1, 1), "abs(x)", a::abs, "`x` without its sign"),
    computed("floor", (1, 1), "floor(x)", a::floor, "the next whole number at or below `x`"),
    computed("ceil", (1, 1), "ceil(x)", a::ceil, "the next whole number at or above `x`"),
    computed(
        "round",
        (1, 2),
        "round(x, digits = 0)",
        a::round,
        "`x` to so many digits after the point, halves away from zero",
    ),
    computed("sqrt", (1, 1), "sqrt(x)", a::sqrt, "the square root of `x`, which must not be negative"),
    computed("ln", (1, 1), "ln(x)", a::ln, "the natural logarithm of `x`, which must be above 0"),
    computed("log10", (1, 1), "log10(x)", a::log10, "the logarithm of `x` to base 10; `x` must be above 0"),
    computed("exp", (1, 1), "exp(x)", a::exp, "e to the power of `x`"),
    computed("pow", (2, 2), "pow(x, y)", a::pow, "`x` to the power of `y`, as `x ** y`"),
    computed(
        "count",
        (1, 2),
        "count(list) or count(list, item)",
        a::count,
        "how many items a list has, or how often an item is in it",
    ),
    computed("sum", (1, 1), "sum(list)", a::sum, "the sum of a list of numbers, 0 for an empty one"),
    computed("mean", (1, 1), "mean(list)", a::mean, "the arithmetic mean of a list of numbers"),
    computed("len", (1, 1), "len(x)", a::len, "how many characters a text or how many items a list has"),
    computed(
        "contains",
        (2, 2),
        "contains(list, item) or contains(text, part)",
        a::contains,
        "whether the item or part is there, as `item in list`",
    ),
    computed("starts_with", (2, 2), "starts_with(text, start)", a::starts_with, "whether a text begins so"),
    computed("ends_with", (2, 2), "ends_with(text, end)", a::ends_with, "whether a text ends so"),
    computed(
        "pluck",
        (2, 2),
        "pluck(list, \"field\")",
        list_functions::pluck,
        "that field of each item of a list, where it has one: `pluck(risks, \"owner\")`",
    ),
    computed("common", (2, 2), "common(list, other)", list_functions::common, "the items that are in both lists"),
    computed(
        "except",
        (2, 2),
        "except(list, other)",
        list_functions::except,
        "the items of a list that are not in the other",
    ),
    computed(
        "days",
        (1, 2),
        "days(period) or days(from, to)",
        list_functions::days,
        "how many days a period has, or from the first day of one to the first day of another: `days(on, today)`",
    ),
    computed("text", (1, 1), "text(x)", a::text, "a number as a text, rounded for people: `text(1/3)` is \"0.3333\""),
    question(
        "low",
        (1, 1),
        "low(\"path\")",
        "the lower end of a range: `low(\"effort\")`, `low(\"owner.level.leads\")`; of a single number the number",
    ),
    question(
        "high",
        (1, 1),
        "high(\"path\")",
        "the upper end of a range; `low(\"effort\") == high(\"effort\")` is a bare point",
    ),
    question(
        "why",
        (1, 1),
        "why(\"path\")",
        "the reason given after a field's value with `because`; an empty text where there is none",
    ),
    computed(
        "version",
        (1, 1),
        "version(text)",
        version,
        "a version such as `v1.19`, to compare with another: `version(\"v1.9\") < version(\"v1.19\")`; unknown without a number",
    ),
    question(
        "has",
        (1, 1),
        "has(\"path\")",
        "whether a field has a value: `has(\"evidence.interviews\")`; never unknown",
    ),
    question("in_team", (1, 1), "in_team(\"team\")", "whether the initiative is worked on by that team"),
    question(
        "score",
        (2, 2),
        "score(\"initiative\", \"framework\")",
        "an initiative's score under a framework; unknown if unscored",
    ),
    question(
        "position",
        (2, 2),
        "position(\"initiative\", \"framework\")",
        "an initiative's rank under a framework, 1 is first; unknown if unscored",
    ),
    question(
        "largest",
        (1, 1),
        "largest(input)",
        "in a score: the largest point value that an input has among all initiatives that are ranked, this one included: `worth / largest(worth)`",
    ),
    question(
        "smallest",
        (1, 1),
        "smallest(input)",
        "in a score: the smallest point value that an input has among all initiatives that are ranked",
    ),
    question("ranking", (1, 1), "ranking(\"framework\")", "the ids of the ranked initiatives, best first"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_signatures_begin_with_them() {
        for (at, function) in FUNCTIONS.iter().enumerate() {
            assert!(function.signature.starts_with(&format!("{}(", function.name)), "{}", function.name);
            assert!(FUNCTIONS[at + 1..].iter().all(|f| f.name != function.name), "{}", function.name);
            assert!(!function.doc.is_empty() && !function.doc.ends_with('.'));
        }
    }
}
