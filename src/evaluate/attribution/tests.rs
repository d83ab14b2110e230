use super::*;
use crate::evaluate::scores::round_for_comparison;
use crate::pipeline::{Scored as Plan, Source, View};
use proptest::prelude::*;

fn plan(text: &str) -> Plan {
    let view = View { weights: text.contains("weighting sales").then(|| "sales".into()), ..View::default() };
    Source::text("plan.plan", text).parse().unwrap().resolve(&view).unwrap().evaluate()
}

fn attribute(plan: &Plan, by: &str, one: &str, another: &str) -> Result<Attribution, NoAttribution> {
    let index = |id: &str| plan.evaluated.plan().by_id[id];
    plan.evaluated.attribute(by, index(one), index(another))
}

fn assert_near(got: &[f64], wanted: &[f64]) {
    assert_eq!(got.len(), wanted.len());
    for (g, w) in got.iter().zip(wanted) {
        assert!((g - w).abs() < 1e-9, "{got:?}, not {wanted:?}");
    }
}

#[test]
fn a_product_is_shared_out_by_logarithms() {
    // 800 × 2 × 0.8 / 4 = 320 against 500 × 1 × 0.8 / 2 = 200. L(320, 200) = 120 / ln 1.6 = 255.3172; reach has
    // ln 1.6 in ln 1.6, impact ln 2, effort -ln 2, confidence nothing.
    let text = r#"
        initiative a "A" { rice { reach: 800 users/month; impact: high; confidence: 80%; effort: 4 person-months } }
        initiative b "B" { rice { reach: 500 users/month; impact: medium; confidence: 80%; effort: 2 person-months } }
    "#;
    let found = attribute(&plan(text), "rice", "b", "a").unwrap();
    assert_eq!((found.above, found.below, found.method, found.other), (0, 1, AttributionMethod::Logarithmic, None));
    assert_near(&[found.difference], &[120.0]);
    assert_near(&found.contributions, &[120.0, 176.972_381_682, 0.0, -176.972_381_682]);
}

#[test]
fn a_weighted_score_is_shared_out_by_terms() {
    // retention: 60 × (4 - 2) / 4 = 30; cost, the less the better: 40 × (2 - 5) / 4 = -30 turned round.
    let text = r#"
        framework fit "Fit" {
          input retention { range: 1 to 5; weight: 60% }
          input cost { range: 1 to 5; weight: 40%; better: lower }
        }
        weighting sales "Sales" { for: fit; retention: 20%; cost: 80% }
        initiative a "A" { fit { retention: 4; cost: 5 } }
        initiative b "B" { fit { retention: 2; cost: 2 } }
    "#;
    let own = attribute(&plan(&text.replace("weighting sales", "weighting other")), "fit", "a", "b").unwrap();
    assert!(own.tied);
    assert_near(&own.contributions, &[30.0, -30.0]);
    let sales = attribute(&plan(text), "fit", "a", "b").unwrap();
    // 20 × 2/4 less 80 × 3/4: now the other way round.
    assert_eq!((sales.above, sales.method), (1, AttributionMethod::Additive));
    assert_near(&sales.contributions, &[-10.0, 60.0]);
    assert_near(&[sales.difference], &[50.0]);
}

#[test]
fn a_formula_that_is_a_sum_is_shared_out_by_terms() {
    let text = r#"
        framework f "F" { input x { }; input y { }; score: `(2 * x + y) / 4 - 1` }
        initiative a "A" { f { x: 3; y: 0 } }
        initiative b "B" { f { x: -1; y: 4 } }
    "#;
    let found = attribute(&plan(text), "f", "a", "b").unwrap();
    assert_eq!(found.method, AttributionMethod::Additive);
    assert_near(&found.contributions, &[2.0, -1.0]);
}

#[test]
fn anything_else_is_shared_out_stepwise() {
    // B: x 1, y 2 → 2. A: x 10, y 6 → 10 × 6 = 60. Only x: 20. Only y: 6.
    // x: ((20 - 2) + (60 - 6)) / 2 = 36; y: ((6 - 2) + (60 - 20)) / 2 = 22.
    let text = r#"
        framework f "F" { input x { }; input y { }; input z { default: 1 }; score: `if x > 0 { x * y } else { 0 }` }
        initiative a "A" { f { x: 10; y: 6 } }
        initiative b "B" { f { x: 1; y: 2 } }
        initiative c "C" { f { x: 0; y: 9 } }
    "#;
    let plan = plan(text);
    let found = attribute(&plan, "f", "a", "b").unwrap();
    assert_eq!((found.method, found.other), (AttributionMethod::Stepwise, None));
    assert_near(&found.contributions, &[36.0, 22.0, 0.0]);
    // A product with a zero in it has no logarithm.
    let text = text.replace("if x > 0 { x * y } else { 0 }", "x * y");
    let found = attribute(&super::tests::plan(&text), "f", "a", "c").unwrap();
    assert_eq!(found.method, AttributionMethod::Stepwise);
    // x: ((90 - 0) + (60 - 0)) / 2 = 75, y: (0 + (60 - 90)) / 2 = -15.
    assert_near(&found.contributions, &[75.0, -15.0, 0.0]);
}

#[test]
fn what_a_formula_reads_beside_its_inputs_is_told_apart() {
    let text = r#"
        framework f "F" { input x { }; score: `if has("evidence.interviews") { x } else { x / 2 }` }
        initiative a "A" { f { x: 10 }; evidence { interviews: 3 } }
        initiative b "B" { f { x: 6 } }
    "#;
    // A's input in B's place: 5, so the input has 2 in the difference of 7 and the interviews 5.
    let found = attribute(&plan(text), "f", "a", "b").unwrap();
    assert_near(&found.contributions, &[2.0]);
    assert_near(&[found.other.unwrap()], &[5.0]);
}

#[test]
fn what_is_the_same_for_all_is_a_number() {
    let text = r#"
        metric rate "Rate" { role: none; unit: points; actual: 4 on 2026-01 }
        framework f "F" { input x { weight: 50% }; input y { weight: 50% }; score: `metric.rate.latest * x * weight.y / y` }
        initiative a "A" { f { x: 3; y: 2 } }
        initiative b "B" { f { x: 3; y: 5 } }
    "#;
    let found = attribute(&plan(text), "f", "a", "b").unwrap();
    assert_eq!((found.method, found.other), (AttributionMethod::Logarithmic, None));
    assert_near(&found.contributions, &[0.0, 3.0 - 1.2]);
}

#[test]
fn less_is_better_where_the_framework_says_so() {
    let text = r#"
        framework f "F" { better: lower; input x { }; input y { }; score: `x * y` }
        initiative a "A" { f { x: 2; y: 2 } }
        initiative b "B" { f { x: 8; y: 2 } }
    "#;
    let found = attribute(&plan(text), "f", "b", "a").unwrap();
    assert_eq!(found.above, 0);
    assert_near(&[found.difference], &[-12.0]);
    assert_near(&found.contributions, &[-12.0, 0.0]);
}

#[test]
fn many_inputs_are_replaced_in_their_order() {
    let names: Vec<String> = (0..9).map(|i| format!("i{i}")).collect();
    let inputs: String = names.iter().map(|n| format!("input {n} {{ }}\n")).collect();
    let values = |v: usize| names.iter().map(|n| format!("{n}: {v}")).collect::<Vec<_>>().join("; ");
    let text = format!(
        "framework f \"F\" {{ {inputs} score: `max({}, 0) * i8` }}\n\
         initiative a \"A\" {{ f {{ {} }} }}\ninitiative b \"B\" {{ f {{ {} }} }}",
        names[..8].join(" + "),
        values(2),
        values(1)
    );
    // 8 × 1 to 16 × 1 by ones, then 16 × 2.
    let found = attribute(&plan(&text), "f", "a", "b").unwrap();
    assert_eq!(found.method, AttributionMethod::StepwiseInOrder);
    assert_near(&found.contributions, &[1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 16.0]);
}

#[test]
fn what_has_no_score_says_so() {
    let text = r#"
        initiative a "A" { ice { impact: 5; confidence: 5; ease: 5 } }
        initiative b "B" { ice { impact: 5; confidence: ? } }
        initiative c "C" { phase: idea }
    "#;
    let plan = plan(text);
    assert_eq!(attribute(&plan, "ice", "a", "b"), Err(NoAttribution::Unscored("b".into())));
    assert_eq!(attribute(&plan, "ice", "c", "a"), Err(NoAttribution::Absent("c".into())));
    assert_eq!(attribute(&plan, "rice", "a", "b"), Err(NoAttribution::NotEvaluated));
}

/// Formulas of every form over `x y z`, each above 0 in the tests but for the sums.
const FORMULAS: &[&str] = &[
    "x * y / z",
    "3 * x ** 2 * sqrt(y) / (z * 7)",
    "x + y * 2 - z / 3 + 5",
    "(x + y) / z",
    "if x > y { x * z } else { y - z }",
    "let best = max(x, y); best * it.evidence.interviews / z",
    "min(x, 50) * y + z",
    "x",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn contributions_add_up_and_swaps_swap(
        a in prop::array::uniform3(0.01f64..100.0),
        b in prop::array::uniform3(0.01f64..100.0),
    ) {
        let block = |v: &[f64; 3]| format!("f {{ x: {}; y: {}; z: {} }}", v[0], v[1], v[2]);
        for formula in FORMULAS {
            let text = format!(
                "framework f \"F\" {{ input x {{ above: 0 }}; input y {{ above: 0 }}; input z {{ above: 0 }}; score: `{formula}` }}\n\
                 initiative a \"A\" {{ {}; evidence {{ interviews: 3 }} }}\n\
                 initiative b \"B\" {{ {}; evidence {{ interviews: 5 }} }}",
                block(&a), block(&b)
            );
            let plan = plan(&text);
            let found = attribute(&plan, "f", "a", "b").unwrap();
            let column = plan.evaluated.column("f").unwrap();
            let (above, below) = (column.score(found.above).unwrap(), column.score(found.below).unwrap());
            let sum = found.contributions.iter().sum::<f64>() + found.other.unwrap_or(0.0);
            let size = above.abs().max(below.abs()) + found.contributions.iter().map(|c| c.abs()).sum::<f64>();
            prop_assert!((sum - (above - below)).abs() <= 1e-12 * size, "{formula}: {found:?}");
            for (which, target) in [(found.above, below), (found.below, above)] {
                for (input, value) in plan.evaluated.inputs_for("f", which, target).into_iter().enumerate() {
                    let Some(value) = value else { continue };
                    let score = plan.evaluated.score_with("f", which, input, value).unwrap();
                    let level = round_for_comparison(score) == round_for_comparison(target);
                    let passed = level || if which == found.above { score < target } else { score > target };
                    prop_assert!(passed, "{formula}: {score} with {value} for {target}");
                    let smooth = !formula.contains("if");
                    prop_assert!(!smooth || (score - target).abs() <= 1e-9 * target.abs().max(1.0), "{formula}: {score} {target}");
                }
            }
        }
    }
}
