//! The value of finding out against closed forms.

use super::*;
use crate::pipeline::{Source, View};
use planwright_stats::distribution::normal_cdf;

/// The 95th percentile of the standard normal distribution.
const END: f64 = 1.644_853_626_951_472_2;

fn evaluated(text: &str) -> Evaluated {
    Source::text("p.plan", text).parse().unwrap().resolve(&View::default()).evaluate(&View::default()).evaluated
}

fn top(text: &str, by: &str, places: usize) -> Information {
    evaluated(text).information(by, &Choice::Top(places)).unwrap()
}

fn of(found: &Information, initiative: usize) -> &Prospect {
    found.prospects.iter().find(|p| p.initiative == initiative).unwrap()
}

/// The unit normal loss integral.
fn loss(z: f64) -> f64 {
    (-0.5 * z * z).exp() / (2.0 * std::f64::consts::PI).sqrt() - z * (1.0 - normal_cdf(z))
}

const SUM: &str = "framework f {\n input a { doc: \"x\" }\n input b { doc: \"x\"; default: 0 }\n score: `a + b`\n }\n";

#[test]
fn two_normals_gain_the_unit_normal_loss() {
    // The first is better by half a unit on average. Knowing `a` of either gains σ L(δ / σ) (Raiffa and Schlaifer 1961).
    let text = format!(
        "{SUM}initiative x \"X\" {{ f {{ a: -1 to 4; b: 0 }} }}\ninitiative y \"Y\" {{ f {{ a: -3 to 5; b: -2 to 2 }} }}"
    );
    let found = top(&text, "f", 1);
    let wanted = |half: f64| half / END * loss(0.5 / (half / END));
    let (x, y) = (of(&found, 0), of(&found, 1));
    assert_eq!((x.standing, y.standing), (Standing::Taken, Standing::Left));
    assert!((x.findings[0].gain - wanted(2.5)).abs() < 1e-11, "{x:?}");
    assert!((y.findings[0].gain - wanted(4.0)).abs() < 1e-11, "{y:?}");
    assert_eq!(&*y.findings[1].path, "f.b");
    assert!((y.findings[1].gain - wanted(2.0)).abs() < 1e-11);
    // How likely, and where: x falls behind where it is below 1, which is y's mean.
    let tip = x.findings[0].tip.unwrap();
    assert!(!tip.above && (tip.value - 1.0).abs() < 1e-9, "{tip:?}");
    assert!((x.findings[0].chance - normal_cdf(-0.5 / (2.5 / END))).abs() < 1e-11);
    // All of y: the variances add up. One fact alone is all there is of x.
    assert!((y.whole - wanted(20.0_f64.sqrt())).abs() < 0.005, "{}", y.whole);
    assert_eq!(x.whole, x.findings[0].gain);
    // All of both: the difference is normal with the variance of all three.
    let all = found.everything.unwrap();
    assert!((all - wanted((6.25 + 20.0_f64).sqrt())).abs() < 0.02, "{all}");
    assert!((found.expected - 1.5).abs() < 1e-9);
}

#[test]
fn a_product_of_lognormals_is_exact_too() {
    let text = "initiative x \"X\" { rice { reach: 100 to 400 users/month; impact: 1; confidence: 80%; effort: 2 to 8 person-months } }
        initiative y \"Y\" { rice { reach: 300 users/month; impact: 1; confidence: 80%; effort: 4 person-months } }";
    let found = top(text, "rice", 1);
    let sigma = 4.0_f64.ln() / (2.0 * END);
    let mean = 40.0 * (sigma * sigma).exp();
    let (x, threshold) = (of(&found, 0), 60.0);
    assert!((x.expected / mean - 1.0).abs() < 1e-10);
    // The mean given one fact is lognormal; what it has above a threshold is Black and Scholes' call.
    let d = ((mean / threshold).ln() + sigma * sigma / 2.0) / sigma;
    let wanted = mean * normal_cdf(d) - threshold * normal_cdf(d - sigma);
    for finding in &x.findings {
        assert!((finding.gain - wanted).abs() < 1e-9, "{finding:?} for {wanted}");
    }
    // More effort is worse: it changes the choice where the effort is low.
    let effort = x.findings.iter().find(|f| &*f.path == "rice.effort").unwrap();
    assert!(!effort.tip.unwrap().above);
    assert!(of(&found, 1).findings.is_empty());
}

#[test]
fn it_is_zero_where_nothing_changes_the_choice() {
    let text = "framework f {\n input a { range: 0 to 10 }\n score: `a`\n }
        initiative x \"X\" { f { a: 2 to 4 } }\ninitiative y \"Y\" { f { a: 10 } }\ninitiative z \"Z\" { f { a: 0 } }";
    for places in [0, 1, 2, 3, 9] {
        let found = top(text, "f", places);
        assert!(found.prospects.iter().all(|p| p.whole == 0.0), "{places}");
        assert!(found.prospects.iter().flat_map(|p| &p.findings).all(|f| f.gain == 0.0 && f.chance == 0.0));
        assert_eq!(found.everything, Some(0.0), "{places}");
    }
}

#[test]
fn it_is_never_negative_nor_more_than_everything() {
    let text = "framework f {\n input a { above: 0 }\n input b { above: 0 }\n score: `max(a, b) / (a + 1) + if b > 2 { b } else { a * b }`\n }\n";
    let mut text = text.to_string();
    for i in 0..12 {
        let (low, wide) = (f64::from(i % 5) + 0.5, f64::from(i % 3) + 1.2);
        text += &format!("initiative i{i} \"I\" {{ f {{ a: {low} to {}; b: 1 to {wide} }} }}\n", low * wide);
    }
    for lower in [false, true] {
        let text = if lower { text.replace("score:", "better: lower\n score:") } else { text.clone() };
        for places in [1, 4, 11] {
            let found = top(&text, "f", places);
            let everything = found.everything.unwrap();
            for prospect in &found.prospects {
                assert!(prospect.findings.iter().all(|f| f.gain >= 0.0 && f.gain <= prospect.whole), "{prospect:?}");
                assert!(prospect.whole <= everything * 1.02 + 1e-6, "{} of {everything}", prospect.whole);
            }
        }
    }
}

#[test]
fn decisions_stand() {
    let text = format!(
        "{SUM}initiative x \"X\" {{ f {{ a: -1 to 4 }} }}\ninitiative y \"Y\" {{ f {{ a: -3 to 5 }} }}\ninitiative z \"Z\" {{ f {{ a: 0 }} }}
        person ana \"Ana\" {{ role: \"x\" }}
        decision d \"D\" {{ about: y; verdict: commit; because: \"x\"; by: ana; on: 2026-01-05; review: 2030-01 }}"
    );
    let found = top(&text, "f", 2);
    assert_eq!(of(&found, 1).standing, Standing::Settled(Verdict::Commit));
    assert_eq!(of(&found, 1).findings[0].gain, 0.0);
    // One place is left, and the rival of x is z.
    let sd = 2.5 / END;
    assert!((of(&found, 0).findings[0].gain - sd * loss(1.5 / sd)).abs() < 1e-11);
    assert_eq!(found.expected, of(&found, 0).expected);
}

fn fits(text: &str, by: &str, amount: f64) -> Information {
    let evaluated = evaluated(text);
    let unit = evaluated.plan().units.parse("person-months").unwrap();
    evaluated.information(by, &Choice::Capacity { amount, unit }).unwrap()
}

#[test]
fn within_a_capacity_the_rival_is_what_the_effort_would_do_elsewhere() {
    let text = format!(
        "{SUM}initiative x \"X\" {{ effort: 2 person-months; f {{ a: -1 to 9 }} }}
        initiative y \"Y\" {{ effort: 1 person-months; f {{ a: 1 }} }}
        initiative z \"Z\" {{ effort: 4 person-weeks; f {{ a: 2 }} }}
        initiative w \"W\" {{ f {{ a: 2 }} }}
        initiative v \"V\" {{ effort: 3 person-months; f {{ a: 1 to 50 }} }}"
    );
    let found = fits(&text, "f", 2.0);
    // x with a mean of 4 takes all; y and z together are worth 3. A month has 20 days, four weeks as well.
    let x = of(&found, 0);
    assert_eq!((x.standing, of(&found, 1).standing), (Standing::Taken, Standing::Left));
    let sd = 5.0 / END;
    assert!((x.findings[0].gain - sd * loss(1.0 / sd)).abs() < 1e-11, "{x:?}");
    assert_eq!(of(&found, 3).standing, Standing::NoEffort);
    // What never fits is not worth a look.
    assert_eq!((of(&found, 4).standing, of(&found, 4).whole), (Standing::Left, 0.0));
}

#[test]
fn an_unsure_effort_takes_room() {
    // With up to 5 months both fit, 14 in all; up to 10 the first alone, 10; beyond, nothing of what was begun. Left out: 4.
    let text = "framework f {\n input a { above: 0 }\n input effort { unit: person-months; above: 0 }\n score: `a + 0 * effort`\n }
        initiative x \"X\" { f { a: 10; effort: 2.5 to 10 person-months } }
        initiative y \"Y\" { f { a: 4; effort: 5 person-months } }";
    let found = fits(text, "f", 10.0);
    let x = &of(&found, 0).findings[0];
    assert!((x.gain - 4.0 * 0.05).abs() < 1e-9 && (x.chance - 0.05).abs() < 1e-9, "{x:?}");
    let tip = x.tip.unwrap();
    assert!(tip.above && (tip.value - 10.0).abs() < 0.1, "{tip:?}");
}

const TWO: &str = "framework f {\n input a { above: 0 }\n input b { above: 0 }\n score: `a * b + a`\n }
    initiative x \"X\" { f { a: 1 to 4; b: 1 to 3 } }\ninitiative y \"Y\" { f { a: 2 to 3; b: 1 to 3 } }\n";

#[test]
fn neither_threads_nor_neighbours_matter() {
    let alone = top(TWO, "f", 1);
    for threads in [1, 2, 8] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        assert_eq!(pool.install(|| top(TWO, "f", 1)), alone);
    }
    let third = "initiative a \"Far below\" { f { a: 0.01; b: 0.01 } }\n";
    let beside = top(&format!("{third}{TWO}"), "f", 1);
    for (one, other) in [(0, 1), (1, 2)] {
        let (before, after) = (of(&alone, one), of(&beside, other));
        assert_eq!((&before.findings, before.whole, before.expected), (&after.findings, after.whole, after.expected));
    }
    let within = fits(&TWO.replace("{ f {", "{ effort: 2 person-months; f {"), "f", 2.0);
    for threads in [1, 8] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let text = TWO.replace("{ f {", "{ effort: 2 person-months; f {");
        assert_eq!(pool.install(|| fits(&text, "f", 2.0)), within);
    }
}
