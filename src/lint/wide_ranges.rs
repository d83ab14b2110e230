//! Lognormal ranges so wide that their middle is hardly what was meant.

use crate::diagnostic::{Code, Diagnostic};
use crate::evaluate::Evaluated;
use crate::model::{Datum, Plan, Record};
use crate::quantity::{Amount, print};

/// From this ratio of the ends on.
const WIDE_RATIO: f64 = 20.0;

/// Notes each estimate of an initiative that is a lognormal range without `likely` whose ends lie far apart.
pub(super) fn run(evaluated: &Evaluated) -> Vec<Diagnostic> {
    let plan = evaluated.plan();
    plan.initiatives.iter().flat_map(|i| of_record(plan, &i.record)).collect()
}

fn of_record(plan: &Plan, record: &Record) -> Vec<Diagnostic> {
    let clauses = record.facts.iter().flat_map(|f| f.clauses.iter().map(move |c| (f, c)));
    // What a metric moves `by` is an estimate as well.
    let data =
        clauses.flat_map(|(f, c)| [&c.head].into_iter().chain(c.tails.iter().map(|t| &t.1)).map(move |d| (f, c, d)));
    let found = data.filter_map(|(fact, clause, datum)| {
        let Datum::Quantity(quantity) = datum else { return None };
        let Amount::Range { low, high, likely: None } = quantity.amount else { return None };
        // Below zero it is the mirror image.
        let (near, far) = if low > 0.0 { (low, high) } else { (-high, -low) };
        let (lower, upper) = bounds(plan, record, &fact.name);
        let bounded = if low > 0.0 { upper } else { lower };
        if near <= 0.0 || far / near <= WIDE_RATIO || bounded {
            return None;
        }
        let middle = (near.sqrt() * far.sqrt()).copysign(low);
        let shown = print::quantity(middle, &quantity.unit);
        let written = print::amount(quantity.amount, &quantity.unit);
        let times = print::number((far / near).round());
        let said = format!("the ends of `{}` lie {times}-fold apart, and its middle is {shown}", fact.name);
        Some(Diagnostic::new(Code::WIDE_RANGE, clause.span, said).help(format!(
            "`{written}` spreads by factors, and counts as the geometric middle; say what you think likely, as `{written} likely {}`",
            print::quantity(example_likely(near, far).copysign(low), &quantity.unit)
        )))
    });
    found.chain(record.blocks.iter().flat_map(|b| of_record(plan, b))).collect()
}

/// A number between the ends of one digit, as an example of what to write.
fn example_likely(near: f64, far: f64) -> f64 {
    let between = near.sqrt() * far.sqrt() * 2.0;
    format!("{between:.0e}").parse().unwrap_or(between)
}

/// Whether a field has a lower and an upper bound: that of the framework's input in a framework's block, and of any
/// framework's of that name on an initiative.
fn bounds(plan: &Plan, record: &Record, field: &str) -> (bool, bool) {
    let own = plan.frameworks.get(&record.kind).map(|f| vec![f]);
    let asked = own.unwrap_or_else(|| match &*record.kind {
        "initiative" => plan.frameworks.values().collect(),
        _ => Vec::new(),
    });
    let inputs = asked.iter().filter_map(|f| Some(f.input(field)?.1.held_by(true)));
    inputs.fold((false, false), |(lower, upper), (l, u, _)| (lower || l.is_some(), upper || u.is_some()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::{Source, View};

    fn said(text: &str) -> Vec<String> {
        let scored = Source::text("p.plan", text).parse().unwrap().resolve(&View::default()).unwrap().evaluate();
        assert!(scored.problems().iter().all(|d| !d.is_error()), "{:?}", scored.problems());
        run(&scored.evaluated).into_iter().map(|d| format!("{}; {}", d.message, d.help.unwrap_or_default())).collect()
    }

    #[test]
    fn the_middle_is_printed_and_likely_offered() {
        let found = said("initiative a \"A\" { effort: 1 to 25 person-weeks }");
        assert_eq!(
            found,
            [
                "the ends of `effort` lie 25-fold apart, and its middle is 5 person-weeks; `1 to 25 person-weeks` spreads by \
              factors, and counts as the geometric middle; say what you think likely, as `1 to 25 person-weeks likely 10 \
              person-weeks`"
            ]
        );
    }

    #[test]
    fn what_is_no_wide_lognormal_is_not_noted() {
        let fields = "input v { doc: \"x\" }\n input w { range: 0 to 1_000 }\n score: `v + w`";
        let of = |v: &str, w: &str| {
            said(&format!("framework f {{\n {fields}\n }}\ninitiative a \"A\" {{ f {{ v: {v}; w: {w} }} }}")).len()
        };
        for (v, wide) in [
            ("1 to 20", 0),
            ("1 to 20.1", 1),
            ("1 to 100 likely 9", 0),
            ("0 to 100", 0),
            ("-1 to 100", 0),
            ("-100 to -1", 1),
            ("5", 0),
        ] {
            assert_eq!(of(v, "1 to 900"), wide, "{v}");
        }
    }
}
