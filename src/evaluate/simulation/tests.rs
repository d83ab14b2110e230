//! Samples against theory, and against themselves on other threads and beside other initiatives.

use super::*;
use crate::evaluate::Evaluated;
use crate::pipeline::{Source, View};
use planwright_stats::LatinHypercube;
use planwright_stats::distribution::{Bounds, Distribution, Range, normal_cdf};
use std::sync::Arc;

const SAMPLING: Sampling = Sampling { samples: 10_000, seed: 1, top: 1 };

fn evaluated(text: &str) -> Evaluated {
    Source::text("p.plan", text).parse().unwrap().resolve(&View::default()).unwrap().evaluate().evaluated
}

fn odds(text: &str, by: &str) -> Vec<(String, ScoreUncertainty)> {
    let evaluated = evaluated(text);
    let simulation = evaluated.simulate(by, SAMPLING).sampled().expect("something is a range");
    let plan = evaluated.plan();
    let of =
        |(at, i): (usize, &Arc<crate::model::Initiative>)| Some((i.record.id.to_string(), simulation.of(at)?.clone()));
    plan.initiatives.iter().enumerate().filter_map(of).collect()
}

#[test]
fn every_family_has_its_quantiles() {
    let strata = LatinHypercube::new(1_000_000);
    let range = |low, high, likely, bounds| Range { low, high, likely, tail: 0.05, bounds }.fit().unwrap();
    let both = Bounds { lower: Some(0.0), upper: Some(10.0), lower_exclusive: false };
    let cases: [Distribution; 6] = [
        range(2.0, 8.0, None, Bounds::default()),
        range(-2.0, 8.0, None, Bounds::default()),
        range(-8.0, -2.0, None, Bounds::default()),
        range(2.0, 8.0, Some(3.0), Bounds::default()),
        range(-2.0, 8.0, Some(3.0), Bounds::default()),
        range(2.0, 8.0, Some(3.0), both),
    ];
    for distribution in cases {
        let (mut order, mut scores) = (Vec::new(), vec![0.0; strata.chunk_length()]);
        let mut samples = Vec::new();
        for chunk in 0..strata.chunks() {
            strata.scores(9, chunk, &mut order, &mut scores);
            let mut out = vec![0.0; scores.len()];
            distribution.at_scores(&scores, &mut out);
            samples.extend(out);
        }
        samples.sort_by(f64::total_cmp);
        for p in [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99] {
            let got = samples[(p * samples.len() as f64) as usize];
            assert!((distribution.cdf(got) - p).abs() < 2e-6, "{:?} at {p}", distribution.family());
        }
    }
}

#[test]
fn a_product_of_lognormals_is_lognormal() {
    let text = "initiative x \"X\" { rice { reach: 100 to 400 users/month; impact: 0.5 to 2; confidence: 80%; effort: 2 to 8 person-months } }
        initiative y \"Y\" { rice { reach: 100 users/month; impact: 1; confidence: 80%; effort: 2 person-months } }";
    let all = odds(text, "rice");
    let x = &all[0].1;
    // Each spans a factor of 4 between its 5th and 95th percentile.
    let z = 1.644_853_626_951_472_2;
    let sigma = 3.0_f64.sqrt() * 4.0_f64.ln() / (2.0 * z);
    let median = 200.0 * 1.0 * 0.8 / 4.0;
    let quartile = 0.674_489_750_196_081_7;
    for (got, p) in [(x.low, -z), (x.half.0, -quartile), (x.median, 0.0), (x.half.1, quartile), (x.high, z)] {
        let wanted: f64 = median * (sigma * p).exp();
        assert!((got / wanted).ln().abs() < 0.05, "{got} for {wanted}");
    }
    // X is at 40 in the middle, as Y always.
    let y = &all[1].1;
    assert_eq!((y.low, y.median, y.high, y.failed), (40.0, 40.0, 40.0, 0.0));
    assert!((x.top_probability - 0.5).abs() < 0.02 && (x.top_probability + y.top_probability - 1.0).abs() < 1e-3);
    assert_eq!((x.best_rank, x.worst_rank), (1, 2));
}

#[test]
fn the_odds_of_two_normals_are_known() {
    // Cost of delay over a duration of one: the difference of two normals is normal.
    let text = "framework sum {\n input a { range: -100 to 100 }\n input b { at_least: -100 }\n score: `a + b`\n }
        initiative x \"X\" { sum { a: 0; b: -1 to 5 } }\ninitiative y \"Y\" { sum { a: 0; b: -2 to 4 } }";
    let all = odds(text, "sum");
    let sd = 6.0 / (2.0 * 1.644_853_626_951_472_2);
    let wanted = normal_cdf(1.0 / (sd * 2.0_f64.sqrt()));
    let got = all[0].1.above_next.unwrap();
    assert!((got - wanted).abs() < 0.01, "{got} for {wanted}");
}

const TWO: &str = "initiative x \"X\" { effort: 2 to 8 person-months; rice { reach: 100 to 400 users/month; impact: 1; confidence: 80% } cd3 { cost_of_delay: $5K/week; } }
    initiative y \"Y\" { rice { reach: 150 to 300 users/month; impact: 1; confidence: 50% to 90%; effort: 3 person-months } }\n";

#[test]
fn neither_threads_nor_neighbours_nor_names_matter() {
    let alone = odds(TWO, "rice");
    for threads in [1, 2, 8] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        assert_eq!(pool.install(|| odds(TWO, "rice")), alone);
    }
    let third = "initiative a \"Far below\" { rice { reach: 1 to 2 users/month; impact: 0.25; confidence: 50%; effort: 9 person-months } }\n";
    let beside = odds(&format!("{third}{TWO}"), "rice");
    assert_eq!(
        beside[1..].iter().map(|(_, o)| (o.low, o.high)).collect::<Vec<_>>(),
        alone.iter().map(|(_, o)| (o.low, o.high)).collect::<Vec<_>>()
    );
    let renamed = TWO.replace("initiative x \"X\" {", "initiative z \"Z\" { was: x;");
    assert_eq!(
        odds(&renamed, "rice").iter().map(|(_, o)| o).collect::<Vec<_>>(),
        alone.iter().map(|(_, o)| o).collect::<Vec<_>>()
    );
}

#[test]
fn a_formula_that_can_t_be_lowered_is_sampled_as_well() {
    let with = |score: &str| {
        format!(
            "framework f {{\n input a {{ above: 0 }}\n score: `{score}`\n }}
            initiative x \"X\" {{ f {{ a: 2 to 8 }} }}\ninitiative y \"Y\" {{ f {{ a: 3 to 5 }} }}"
        )
    };
    let few = Sampling { samples: 500, ..SAMPLING };
    let one = evaluated(&with("a * 2")).simulate("f", few).sampled().unwrap();
    let other = evaluated(&with("if has(\"it.evidence\") || len(\"ab\") == 2 { a * 2 } else { 0 }"));
    let other = other.simulate("f", few).sampled().unwrap_or_else(|| panic!("{:?}", other.diagnostics));
    assert_eq!(one, other);
}

#[test]
fn what_fails_in_some_samples_says_how_often() {
    let text = "framework f {\n input a { doc: \"x\" }\n score: `sqrt(a)`\n }
        initiative x \"X\" { f { a: -1 to 9 } }\ninitiative y \"Y\" { f { a: 1 } }";
    let all = odds(text, "f");
    let x = &all[0].1;
    assert!(x.failed > 0.05 && x.failed < 0.2, "{}", x.failed);
    assert!(x.low >= 0.0 && x.high < 4.0);
}

#[test]
fn a_pair_has_the_odds_that_it_has_as_neighbours() {
    let evaluated = evaluated(TWO);
    let simulation = evaluated.simulate("rice", SAMPLING).sampled().unwrap();
    let (x, y) = (evaluated.plan().by_id["x"], evaluated.plan().by_id["y"]);
    let (first, second) = match evaluated.ranking("rice", false).unwrap().get(x).unwrap().rank {
        1 => (x, y),
        _ => (y, x),
    };
    let duel = evaluated.odds_between("rice", first, second, SAMPLING).unwrap();
    assert_eq!(Some(duel.above), simulation.of(first).unwrap().above_next);
    let odds = simulation.of(second).unwrap();
    assert_eq!(duel.other, [odds.low, odds.median, odds.high]);
    let turned = evaluated.odds_between("rice", second, first, SAMPLING).unwrap();
    assert!((duel.above + turned.above - 1.0).abs() < 1e-12);
    assert_eq!(evaluated.odds_between("cd3", x, y, SAMPLING), None);
}

#[test]
fn closed_phases_are_sampled_where_asked_for() {
    let evaluated = evaluated(&TWO.replace("\"X\" {", "\"X\" { phase: done;"));
    let (x, y) = (evaluated.plan().by_id["x"], evaluated.plan().by_id["y"]);
    let open = evaluated.simulate("rice", SAMPLING).sampled().unwrap();
    assert_eq!((open.of(x), open.of(y).map(|o| o.top_probability)), (None, Some(1.0)));
    let work = Progress::default();
    let all = evaluated.simulate_with_progress("rice", SAMPLING, true, &[], &work).sampled().unwrap();
    assert!(all.of(x).is_some() && all.of(y).unwrap().top_probability < 1.0);
    assert_eq!(work.fraction(), Some(1.0));
}

#[test]
fn half_lies_between_the_quartiles() {
    // One range alone: its strata are known. Of 1,000 midpoints the 25th percentile lies between the 250th and the 251st.
    let text = "framework f {\n input a { doc: \"x\" }\n score: `a`\n }
        initiative x \"X\" { f { a: -10 to 30 } }\ninitiative y \"Y\" { f { a: 1 } }";
    let few = Sampling { samples: 1_000, ..SAMPLING };
    let simulation = evaluated(text).simulate("f", few).sampled().unwrap();
    let half = simulation.of(0).unwrap().half;
    let at = |p: f64| 10.0 + 20.0 / 1.644_853_626_951_472_2 * planwright_stats::distribution::normal_quantile(p);
    // Type 7 of Hyndman and Fan: place 0.25 × 999 among them.
    let between = |below: f64, part: f64| {
        let (a, b) = (at((below + 0.5) / 1_000.0), at((below + 1.5) / 1_000.0));
        a + part * (b - a)
    };
    assert!((half.0 - between(249.0, 0.75)).abs() < 1e-9, "{half:?}");
    assert!((half.1 - between(749.0, 0.25)).abs() < 1e-9, "{half:?}");
}

#[test]
fn two_files_used_as_draw_each_their_own() {
    let one = "framework f \"F\" { input a { doc: \"x\" }\n score: `a` }";
    let text = "initiative x \"X\" { f { a: 0 to 10 } }";
    let drawn = |used: &[(&str, &str)], extra: &str| {
        let uses: String = used.iter().map(|(file, name)| format!("use \"{file}\" as {name}\n")).collect();
        let main = format!("{uses}plan p \"P\" {{ edition: 2026 }}\n{one}\n{extra}\n");
        let mut files = crate::source::MemoryFiles::one("main.plan", &main);
        files.0.extend(used.iter().map(|(file, _)| (file.to_string(), text.into())));
        let scored = Source::files(files).parse().unwrap().resolve(&View::default()).unwrap().evaluate();
        assert!(scored.problems().is_empty(), "{:?}", scored.problems());
        let evaluated = scored.evaluated;
        let duel = |one: &str, other: &str| {
            let plan = evaluated.plan();
            evaluated.odds_between("f", plan.by_id[one], plan.by_id[other], SAMPLING).unwrap().above
        };
        let ids: Vec<String> = evaluated.plan().initiatives.iter().map(|i| i.id().to_string()).collect();
        duel(&ids[0], &ids[1])
    };
    // Were the draws shared, the two would be level in each: one half exactly.
    for above in [drawn(&[("a.plan", "a"), ("b.plan", "b")], ""), drawn(&[("a.plan", "a")], text)] {
        assert!(above != 0.5 && (above - 0.5).abs() < 0.02, "{above}");
    }
    // The name after `as` moves nothing.
    assert_eq!(drawn(&[("a.plan", "a"), ("b.plan", "b")], ""), drawn(&[("a.plan", "k"), ("b.plan", "l")], ""));
}
