use super::*;
use crate::pipeline::{Scored, Source, View};
use proptest::prelude::*;

/// Every way in which an input is bounded, has a default, a unit, levels or a weight.
const FRAMEWORKS: &str = r#"
plan p "P" { edition: 2026; currency: CHF; rate: USD = 0.9 CHF; interval: 80% }
metric nrr "NRR" { role: none; unit: %; baseline: 104% on 2026-01 }
framework pay "Pay" {
  input value { unit: money/month; above: 0 CHF/month }
  input fit { levels: low = 1, middle = 2, high = 4; strict: yes; default: middle }
  input cost { unit: person-weeks; at_least: 0.5 person-weeks; at_most: 52 person-weeks; default: 2 person-weeks }
  score: `value * fit / cost`
}
framework fair "Fair" {
  input size { range: 0 to 10; weight: 30% }
  input pain { levels: nil = 0, some = 5, all = 10; weight: 50% }
  input risk { range: 0 to 1; better: lower; weight: 20%; default: 0.5 }
}
framework chosen "Chosen" {
  input gain { range: 0 to 100; strict: yes }
  input rest {}
  score: `if gain > 50 { gain * weight.gain - (rest ?? 3) } else { 1 / gain }`
}
framework kept "Kept" {
  input much {}
  input base { from: nrr }
  score: `much * base`
}
weighting loud "Loud" { for: fair; size: 60%; pain: 10%; risk: 30% }
"#;

fn scored(text: &str, view: View) -> Scored {
    Source::text("p.plan", text).parse().unwrap().resolve(&view).unwrap().evaluate()
}

/// A value as a plan writes it, and as a row gives it.
#[derive(Debug, Clone)]
enum Written {
    Nothing,
    Number(f64),
    Word(&'static str),
    Range(f64, f64),
}

impl Written {
    fn given(&self) -> GivenValue<'_> {
        match self {
            Written::Nothing => GivenValue::Missing,
            Written::Number(value) => (*value).into(),
            Written::Word(word) => (*word).into(),
            Written::Range(low, high) => (*low, *high).into(),
        }
    }

    fn text(&self, input: &str, unit: &str) -> String {
        match self {
            Written::Nothing => String::new(),
            Written::Number(value) => format!("{input}: {value:?} {unit}; "),
            Written::Word(word) => format!("{input}: {word}; "),
            Written::Range(low, high) => format!("{input}: {low:?} to {high:?} {unit}; "),
        }
    }
}

fn written() -> impl Strategy<Value = Written> {
    let short = |hundredths: i32| f64::from(hundredths) / 4.0;
    prop_oneof![
        1 => Just(Written::Nothing),
        6 => (-8..240).prop_map(move |n| Written::Number(short(n))),
        1 => prop::sample::select(vec!["low", "middle", "high", "nil", "some", "all"]).prop_map(Written::Word),
        1 => (1..40, 1..40).prop_map(move |(low, more)| Written::Range(short(low), short(low + more))),
    ]
}

/// The inputs of each framework, with the units that the rows give them in.
const INPUTS: [(&str, [(&str, &str); 3]); 3] = [
    ("pay", [("value", "USD/year"), ("fit", ""), ("cost", "person-days")]),
    ("fair", [("size", ""), ("pain", ""), ("risk", "")]),
    ("chosen", [("gain", ""), ("rest", ""), ("rest", "")]),
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// The same numbers in a plan and in rows: the same scores to the last bit, and none in the same places.
    #[test]
    fn rows_score_as_the_initiatives_of_a_plan(
        rows in prop::collection::vec((written(), written(), written()), 1..40),
        which in 0..3usize,
        weighted in any::<bool>(),
    ) {
        let (framework, inputs) = INPUTS[which];
        let view = View { weights: (weighted && framework == "fair").then(|| "loud".into()), ..View::default() };
        let used = if which == 2 { 2 } else { 3 };
        let block = |at: usize, row: &(Written, Written, Written)| {
            let values = [&row.0, &row.1, &row.2];
            let facts: String = values.iter().zip(inputs).take(used).map(|(v, (input, unit))| v.text(input, unit)).collect();
            format!("initiative i{at} \"I\" {{ {framework} {{ {facts} }} }}\n")
        };
        let text: String = rows.iter().enumerate().map(|(at, row)| block(at, row)).collect();
        let plan = scored(&format!("{FRAMEWORKS}{text}"), view);
        let column = plan.evaluated.column(framework).unwrap();
        let scorer = Scorer::of(&plan, framework).unwrap();
        let found = if used == 3 {
            let mut given = scorer.given(inputs.map(|(name, _)| name)).unwrap();
            for (name, unit) in inputs.iter().filter(|(_, unit)| !unit.is_empty()) {
                given = given.unit(name, unit).unwrap();
            }
            given.rows(&rows, |(a, b, c)| [a.given(), b.given(), c.given()])
        } else {
            scorer.given([inputs[0].0, inputs[1].0]).unwrap().rows(&rows, |(a, b, _)| [a.given(), b.given()])
        };
        for (at, found) in found.iter().enumerate() {
            let in_plan = column.row(at).unwrap();
            match found {
                // A plan says so as well, and goes on without the value, which a formula may do without.
                Err(why) if matches!(why.cause(), UnscoredCause::Refused { .. }) => {
                    let UnscoredCause::Refused { input, .. } = why.cause() else { unreachable!() };
                    let (index, _) = column.framework.input(input).unwrap();
                    prop_assert_eq!(in_plan.inputs[index].value, None, "{:?}: {}", &rows[at], why);
                }
                found => prop_assert_eq!(
                    found.as_ref().ok().map(|s| s.to_bits()), in_plan.score.map(f64::to_bits),
                    "{:?}: {:?}, in the plan {:?}", &rows[at], found, in_plan.score
                ),
            }
        }
    }
}

#[test]
fn columns_and_single_rows_agree_with_rows() {
    let plan = scored(FRAMEWORKS, View::default());
    let scorer = Scorer::of(&plan, "pay").unwrap();
    let pay = scorer.given(["cost", "value"]).unwrap().unit("cost", "person-days").unwrap();
    let costs: Vec<f64> = (0..3000).map(|n| f64::from(n) / 7.0).collect();
    let values: Vec<f64> = (0..3000).map(|n| f64::from(n % 50) - 1.0).collect();
    let pairs: Vec<(f64, f64)> = costs.iter().copied().zip(values.iter().copied()).collect();
    let rows = pay.rows(&pairs, |(cost, value)| [*cost, *value]);
    let mut scores = vec![0.0; 3000];
    let unscored = pay.columns([&costs, &values], &mut scores).unwrap();
    assert!(rows.iter().any(Result::is_ok) && rows.iter().any(Result::is_err));
    for (at, row) in rows.iter().enumerate() {
        let why = unscored.iter().find(|(row, _)| *row == at).map(|(_, why)| why);
        assert_eq!(row.as_ref().err(), why, "{at}");
        assert_eq!(row.as_ref().map_or(f64::NAN, |s| *s).to_bits(), scores[at].to_bits(), "{at}");
        assert_eq!(*row, pay.score([costs[at], values[at]]), "{at}");
    }
    let uneven = pay.columns([&costs, &values[1..]], &mut scores).unwrap_err();
    assert_eq!(uneven.to_string(), "column 1 has 2999 values for 3000 rows");
}

#[test]
fn a_row_without_a_score_says_why_in_the_words_of_a_check() {
    let plan = scored(FRAMEWORKS, View::default());
    let pay = Scorer::of(&plan, "pay").unwrap();
    let why = |row: &[GivenValue<'_>]| pay.score(row).unwrap_err().to_string();
    assert_eq!(why(&[GivenValue::Missing, "high".into()]), "there is no `value`");
    assert_eq!(why(&[0.0.into()]), "`value` must be greater than 0 CHF/month, and is 0 CHF/month");
    assert_eq!(why(&[5.0.into(), "huge".into()]), "`fit` is `huge`, and its levels are `low`, `middle`, `high`");
    assert_eq!(why(&[5.0.into(), 3.0.into()]), "`fit` is 3, which is none of its levels");
    assert_eq!(why(&[f64::NAN.into()]), "`value` is not a finite number");
    assert_eq!(why(&[(9.0, 2.0).into()]), "the range of `value` does not go from its lower end to its upper");
    assert_eq!(pay.score(&[8.0.into(), "high".into(), 4.0.into()]), Ok(8.0));
    assert_eq!(pay.score(&[8.0.into()]), Ok(8.0), "the defaults are 2 and 2");
    assert_eq!(Scorer::of(&plan, "kept").unwrap().score(&[2.0.into()]), Ok(2.08), "from the metric");
}

#[test]
fn bare_numbers_know_no_bounds_and_no_defaults() {
    let plan = scored(FRAMEWORKS, View::default());
    let pay = Scorer::of(&plan, "pay").unwrap();
    assert_eq!(pay.score_raw(&[Some(-6.0), Some(3.0), Some(2.0)]), Ok(-9.0));
    assert_eq!(pay.score_raw(&[Some(6.0), None, Some(2.0)]).unwrap_err().to_string(), "there is no `fit`");
    assert!(matches!(pay.score_raw(&[Some(6.0), Some(1.0), Some(0.0)]).unwrap_err().cause(), UnscoredCause::Failed(_)));
}

#[test]
fn a_weighting_weighs_rows_too() {
    let row = |view: View| {
        let plan = scored(FRAMEWORKS, view);
        Scorer::of(&plan, "fair").unwrap().score(&[10.0.into(), "nil".into(), 1.0.into()]).unwrap()
    };
    assert_eq!(row(View::default()), 30.0);
    assert_eq!(row(View { weights: Some("loud".into()), ..View::default() }), 60.0);
}

#[test]
fn inputs_and_frameworks_that_are_not_there_are_errors() {
    let plan = scored(FRAMEWORKS, View::default());
    let said = |framework: &str| Scorer::of(&plan, framework).unwrap_err().to_string();
    assert_eq!(said("pey"), "there is no framework `pey`: did you mean `pay`?");
    let pay = Scorer::of(&plan, "pay").unwrap();
    let input = |names: [&str; 2]| pay.given(names).unwrap_err().to_string();
    assert_eq!(input(["value", "costs"]), "`costs` is no input of `pay`: did you mean `cost`?");
    assert_eq!(input(["value", "value"]), "`value` is named twice");
    let unit = |name: &str, unit: &str| pay.given(["cost"]).unwrap().unit(name, unit).unwrap_err().to_string();
    assert_eq!(unit("cost", "weeks"), "`cost`: `weeks` is time, but effort (`person-weeks`) is expected");
    assert_eq!(unit("value", "CHF"), "`value` is none of the inputs that the rows give");
    let asks = "framework f \"F\" { input a {} score: `if it.phase == \"build\" { a } else { 0 }` }\nframework g \"G\" { input a {} score: `a + score(\"x\", \"f\")` }";
    for (framework, asked) in [("f", "it.phase"), ("g", "score(…)")] {
        let error = Scorer::compile(asks, framework).unwrap_err().to_string();
        assert_eq!(
            error,
            format!("the formula of `{framework}` uses `{asked}`, which only an initiative of a plan has")
        );
    }
    let broken = Scorer::compile("framework f \"F\" { input a {} score: `a +` }", "f").unwrap_err().to_string();
    assert!(broken.starts_with("the framework `f` has mistakes: framework:1:"), "{broken}");
}

#[test]
fn hundredths_are_shares() {
    let rice = Scorer::compile("", "rice").unwrap();
    let inputs = ["reach", "impact", "confidence", "effort"];
    let rows = rice.given(inputs).unwrap().unit("confidence", "%").unwrap().unit("effort", "person-months").unwrap();
    let one: [GivenValue<'_>; 4] = [500.0.into(), "medium".into(), 80.0.into(), 3.0.into()];
    assert_eq!(rows.score(one), Ok(400.0 / 3.0));
}

#[test]
fn threads_share_a_scorer() {
    fn shared<T: Send + Sync>(_: &T) {}
    let rice = Scorer::compile("", "rice").unwrap();
    shared(&rice);
    shared(&rice.given(["reach"]).unwrap());
}
