//! Shares against closed forms.

use super::*;
use crate::evaluate::Evaluated;
use crate::pipeline::{Source, View};

fn evaluated(text: &str) -> Evaluated {
    Source::text("p.plan", text).parse().unwrap().resolve(&View::default()).unwrap().evaluate().evaluated
}

fn of(text: &str, by: &str) -> Sensitivity {
    let evaluated = evaluated(text);
    evaluated.sensitivity(by, 0).unwrap_or_else(|| panic!("{:?}", evaluated.diagnostics))
}

fn share(found: &Sensitivity, path: &str) -> f64 {
    found.drivers.iter().find(|d| &*d.path == path).and_then(|d| d.share).unwrap_or_else(|| panic!("{found:?}"))
}

/// Two normals: the ends are their 5th and 95th percentile.
const END: f64 = 1.644_853_626_951_472_2;

#[test]
fn a_product_of_lognormals_is_shared_out_exactly() {
    let text = "initiative x \"X\" { rice { reach: 100 to 400 users/month; impact: 1; confidence: 80%; effort: 2 to 3 person-months } }";
    let found = of(text, "rice");
    assert_eq!(found.apportioned, ApportionedVariance::Logarithm);
    let (reach, effort) = (4.0_f64.ln().powi(2), 1.5_f64.ln().powi(2));
    assert!((share(&found, "rice.reach") - reach / (reach + effort)).abs() < 1e-10);
    assert!((share(&found, "rice.effort") - effort / (reach + effort)).abs() < 1e-10);
    // The variance of a lognormal: exp(2μ + σ²)(exp(σ²) - 1).
    let sigma2 = (reach + effort) / (2.0 * END).powi(2);
    let mu = (200.0 * 0.8 / 6.0_f64.sqrt()).ln();
    let wanted = (2.0 * mu + sigma2).exp() * (sigma2.exp() - 1.0);
    assert!((found.variance / wanted - 1.0).abs() < 1e-9, "{} for {wanted}", found.variance);
    let reach = &found.drivers[0];
    assert!((reach.scores.0 - 80.0 / 6.0_f64.sqrt()).abs() < 1e-9 && (reach.ends.1 - 400.0).abs() < 1e-9, "{reach:?}");
    assert_eq!(found.interaction, 0.0);
}

#[test]
fn a_power_counts_with_its_square() {
    let with = "framework f {\n input a { above: 0 }\n input b { above: 0 }\n score: `a ** 2 / sqrt(b)`\n }\n";
    let found = of(&format!("{with}initiative x \"X\" {{ f {{ a: 1 to 3; b: 1 to 3 }} }}"), "f");
    assert_eq!(found.apportioned, ApportionedVariance::Logarithm);
    assert!((share(&found, "f.a") - 16.0 / 17.0).abs() < 1e-10, "{found:?}");
}

const ANY: &str = "framework f {\n input a { doc: \"x\" }\n input b { doc: \"x\" }\n score: `SCORE`\n }\n";

fn any(score: &str, values: &str) -> Sensitivity {
    of(&format!("{}initiative x \"X\" {{ f {{ {values} }} }}", ANY.replace("SCORE", score)), "f")
}

#[test]
fn a_sum_is_shared_out_exactly() {
    let found = any("2 * a + b", "a: -1 to 1; b: -1 to 3");
    assert_eq!(found.apportioned, ApportionedVariance::Additive);
    assert!((share(&found, "f.a") - 0.5).abs() < 1e-12, "{found:?}");
    let weighted =
        "framework w {\n input a { range: 0 to 10; weight: 3 }\n input b { range: 0 to 10; weight: 1 }\n }\n";
    let found = of(&format!("{weighted}initiative x \"X\" {{ w {{ a: 2 to 8; b: 2 to 8 }} }}"), "w");
    assert_eq!(found.apportioned, ApportionedVariance::Additive);
    assert!((share(&found, "w.a") - 0.9).abs() < 1e-12, "{found:?}");
}

/// First-order indices of `(a + p)(b + q)` with independent normals, in closed form.
fn indices(a: (f64, f64), b: (f64, f64)) -> (f64, f64, f64) {
    let (va, vb) = (a.1 * a.1, b.1 * b.1);
    let whole = b.0 * b.0 * va + a.0 * a.0 * vb + va * vb;
    (b.0 * b.0 * va / whole, a.0 * a.0 * vb / whole, whole)
}

#[test]
fn what_several_do_together_is_left_over() {
    // Across zero: no logarithm.
    let (sa, sb, whole) = indices((1.0, 2.0 / END), (2.0, 3.0 / END));
    let found = any("a * b", "a: -1 to 3; b: -1 to 5");
    assert_eq!(found.apportioned, ApportionedVariance::FirstOrder);
    assert!((share(&found, "f.a") - sa).abs() < 1e-10 && (share(&found, "f.b") - sb).abs() < 1e-10, "{found:?}");
    assert!((found.interaction - (1.0 - sa - sb)).abs() < 1e-10 && (found.variance / whole - 1.0).abs() < 1e-10);
}

#[test]
fn other_formulas_are_sampled() {
    let (sa, sb, _) = indices((1.0, 2.0 / END), (3.0, 3.0 / END));
    for score in ["a * b + a", "if a > -1e9 { a * b + a } else { b }", "if len(\"ab\") == 2 { a * b + a } else { 0 }"] {
        let found = any(score, "a: -1 to 3; b: -1 to 5");
        assert_eq!(found.apportioned, ApportionedVariance::FirstOrder, "{score}");
        let off = (share(&found, "f.a") - sa).abs().max((share(&found, "f.b") - sb).abs());
        assert!(off < 0.02, "{score}: {off}");
    }
}

#[test]
fn sampled_shares_agree_with_jansens_estimator() {
    // Jansen (1999): V(E(y|x)) = V(y) - E[(y(B) - y(A with x of B))²] / 2.
    let text =
        format!("{}initiative x \"X\" {{ f {{ a: 1 to 3; b: 1 to 5 }} }}", ANY.replace("SCORE", "max(a, b) * a"));
    let evaluated = evaluated(&text);
    let found = evaluated.sensitivity("f", 0).unwrap();
    let column = evaluated.column("f").unwrap();
    let inputs = &column.row(0).unwrap().inputs;
    let quantile = |i: usize, u: f64| inputs[i].spread.as_ref().unwrap()[0].distribution.quantile(u);
    let mut state = 7_u64;
    let mut uniform = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    };
    let scorer = evaluated.row_scorer("f").unwrap();
    let score = |a: f64, b: f64| scorer.score(&[a.into(), b.into()]).unwrap();
    let (mut all, mut gap) = (Vec::new(), 0.0);
    for _ in 0..20_000 {
        let (a, b) = (quantile(0, uniform()), quantile(1, uniform()));
        let (other_a, other_b) = (quantile(0, uniform()), quantile(1, uniform()));
        let (y, mixed) = (score(other_a, other_b), score(other_a, b));
        gap += (y - mixed).powi(2) / 40_000.0;
        all.extend([y, score(a, b)]);
    }
    let mean = all.iter().sum::<f64>() / all.len() as f64;
    let variance = all.iter().map(|y| (y - mean).powi(2)).sum::<f64>() / all.len() as f64;
    let wanted = 1.0 - gap / variance;
    assert!((share(&found, "f.a") - wanted).abs() < 0.03, "{found:?} for {wanted}");
}

#[test]
fn each_fact_of_a_split_effort_is_told_apart() {
    let text = "team core \"Core\" { capacity: 2 people }\nteam web \"Web\" { capacity: 2 people }
        initiative x \"X\" { effort: 2 to 8 person-months by core; effort: 1 person-months by web;
        rice { reach: 100 users/month; impact: 1; confidence: 80% } }";
    let found = of(text, "rice");
    assert_eq!(found.drivers.len(), 1);
    assert_eq!(&*found.drivers[0].path, "effort[core]");
    assert!((found.drivers[0].share.unwrap() - 1.0).abs() < 1e-12);
    assert!((found.drivers[0].scores.1 - 80.0 / 9.0).abs() < 1e-9, "{found:?}");
}

#[test]
fn points_have_nothing_to_vary() {
    let found = any("a * b", "a: 2; b: 3");
    assert_eq!((found.apportioned, found.drivers.len(), found.variance), (ApportionedVariance::Nothing, 0, 0.0));
}

#[test]
fn a_division_by_what_may_be_zero_has_no_variance() {
    let found = any("a / b", "a: 2 to 3; b: -1 to 3");
    assert_eq!((found.apportioned, found.unbounded), (ApportionedVariance::Nothing, Some(1)));
    assert!(found.drivers.iter().all(|d| d.share.is_none()));
    assert_eq!(overall_sensitivity(&[found]), OverallSensitivity::default());
}

#[test]
fn over_all_initiatives_variances_add_up() {
    let text = format!(
        "{}initiative x \"X\" {{ f {{ a: -1 to 1; b: 0 }} }}\ninitiative y \"Y\" {{ f {{ a: 1; b: -3 to 3 }} }}",
        ANY.replace("SCORE", "a + b")
    );
    let rows = evaluated(&text).sensitivities("f").unwrap();
    let found = overall_sensitivity(&rows);
    assert_eq!(found.inputs[0].0, 1);
    assert!((found.inputs[0].1 - 0.9).abs() < 1e-12 && (found.inputs[1].1 - 0.1).abs() < 1e-12, "{found:?}");
}

#[test]
fn neither_threads_nor_neighbours_matter() {
    let text =
        format!("{}initiative x \"X\" {{ f {{ a: 1 to 3; b: 1 to 5 }} }}\n", ANY.replace("SCORE", "max(a, b) * a"));
    let alone = evaluated(&text).sensitivities("f").unwrap();
    for threads in [1, 2, 8] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        assert_eq!(pool.install(|| evaluated(&text).sensitivities("f").unwrap()), alone);
    }
    let beside = evaluated(&format!("{text}initiative a \"Far above\" {{ f {{ a: 90 to 100; b: 1 to 2 }} }}"));
    let beside = beside.sensitivities("f").unwrap();
    assert_eq!(beside.len(), 2);
    assert_eq!(beside[1], alone[0]);
}
