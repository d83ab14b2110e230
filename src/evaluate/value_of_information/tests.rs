//! The value of finding out against closed forms.

use super::*;
use crate::evaluate::Evaluated;
use crate::model::DecisionVerdict;
use crate::pipeline::{Source, View};
use planwright_stats::distribution::normal_cdf;

/// The 95th percentile of the standard normal distribution.
const END: f64 = 1.644_853_626_951_472_2;

fn evaluated(text: &str) -> Evaluated {
    Source::text("p.plan", text).parse().unwrap().resolve(&View::default()).unwrap().evaluate().evaluated
}

fn top(text: &str, by: &str, places: usize) -> ValueOfInformation {
    evaluated(text).value_of_information(by, &ChoiceRule::Top(places)).unwrap()
}

fn of(found: &ValueOfInformation, initiative: usize) -> &InformationOption {
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
    assert_eq!((x.standing, y.standing), (CandidateStatus::Taken, CandidateStatus::Left));
    assert!((x.findings[0].gain - wanted(2.5)).abs() < 1e-11, "{x:?}");
    assert!((y.findings[0].gain - wanted(4.0)).abs() < 1e-11, "{y:?}");
    assert_eq!(&*y.findings[1].path, "f.b");
    assert!((y.findings[1].gain - wanted(2.0)).abs() < 1e-11);
    // How likely, and where: x falls below where it is below 1, which is y's mean.
    let tip = x.findings[0].flip.unwrap();
    assert!(!tip.above && (tip.value - 1.0).abs() < 1e-9, "{tip:?}");
    assert!((x.findings[0].chance - normal_cdf(-0.5 / (2.5 / END))).abs() < 1e-11);
    // All of y: the variances add up. One fact alone is all there is of x.
    assert!((y.whole - wanted(20.0_f64.sqrt())).abs() < 0.005, "{}", y.whole);
    assert_eq!(x.whole, x.findings[0].gain);
    // All of both: the difference is normal with the variance of all three.
    let all = found.perfect_information.unwrap();
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
    assert!(!effort.flip.unwrap().above);
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
        assert_eq!(found.perfect_information, Some(0.0), "{places}");
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
            let everything = found.perfect_information.unwrap();
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
    assert_eq!(of(&found, 1).standing, CandidateStatus::Settled(DecisionVerdict::Commit));
    assert_eq!(of(&found, 1).findings[0].gain, 0.0);
    // One place is left, and the rival of x is z.
    let sd = 2.5 / END;
    assert!((of(&found, 0).findings[0].gain - sd * loss(1.5 / sd)).abs() < 1e-11);
    assert_eq!(found.expected, of(&found, 0).expected);
}

fn fits(text: &str, by: &str, amount: f64) -> ValueOfInformation {
    let evaluated = evaluated(text);
    let unit = evaluated.plan().units.parse("person-months").unwrap();
    evaluated.value_of_information(by, &ChoiceRule::Capacity { amount, unit }).unwrap()
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
    // x with a median of 4 takes all; y and z together are worth 3. A month has 20 days, four weeks as well.
    let x = of(&found, 0);
    assert_eq!((x.standing, of(&found, 1).standing), (CandidateStatus::Taken, CandidateStatus::Left));
    let sd = 5.0 / END;
    assert!((x.findings[0].gain - sd * loss(1.0 / sd)).abs() < 1e-3, "{x:?}");
    let tip = x.findings[0].flip.unwrap();
    assert!(!tip.above && (tip.value - 3.0).abs() < 1e-6, "{tip:?}");
    assert_eq!((found.expected, of(&found, 3).standing), (4.0, CandidateStatus::NoEffort));
    // What never fits is not worth a look.
    assert_eq!((of(&found, 4).standing, of(&found, 4).whole), (CandidateStatus::Left, 0.0));
}

/// Every choice of the open initiatives by trying all sets: what `learn --capacity` says, by the words of its rule and
/// nothing of its code.
mod by_hand {
    /// An initiative: a value and an effort, each as its quantile at any probability, where it is a range.
    pub(super) struct One {
        pub value: Box<dyn Fn(f64) -> f64>,
        pub effort: Box<dyn Fn(f64) -> f64>,
        /// The score of a value and an effort.
        pub score: fn(f64, f64) -> f64,
    }

    impl One {
        /// Worth and effort with the value at one probability and the effort at another.
        fn at(&self, value: f64, effort: f64) -> (f64, f64) {
            ((self.score)((self.value)(value), (self.effort)(effort)), (self.effort)(effort))
        }
    }

    fn total(of: &[(f64, f64)], set: u32, part: fn(&(f64, f64)) -> f64) -> f64 {
        of.iter().enumerate().filter(|(i, _)| set & (1 << i) != 0).map(|(_, one)| part(one)).sum()
    }

    /// Who needs whom.
    pub(super) type Needs<'n> = &'n [(usize, usize)];

    /// Whether a set holds all that its members need.
    fn closed(needs: Needs<'_>, set: u32) -> bool {
        needs.iter().all(|(one, other)| set & (1 << one) == 0 || set & (1 << other) != 0)
    }

    fn best(of: &[(f64, f64)], needs: Needs<'_>, capacity: f64) -> u32 {
        let fits = |set: &u32| closed(needs, *set) && total(of, *set, |o| o.1) <= capacity + 1e-9;
        let sets = (0..1 << of.len()).filter(fits);
        // Of equal ones the first by rank, which is the lowest bits.
        sets.fold(0, |best, set| if total(of, set, |o| o.0) > total(of, best, |o| o.0) + 1e-9 { set } else { best })
    }

    fn as_drawn(of: &[(f64, f64)], needs: Needs<'_>, set: u32, capacity: f64) -> f64 {
        let all = total(of, set, |o| o.0);
        if total(of, set, |o| o.1) <= capacity + 1e-9 {
            return all;
        }
        // What needs the one that goes, goes with it.
        let gone = |i: usize| {
            let more = |gone: u32| needs.iter().filter(|n| gone & (1 << n.1) != 0).fold(gone, |g, n| g | 1 << n.0);
            (0..of.len()).fold(1 << i, |gone, _| more(gone))
        };
        let without = (0..of.len()).map(|i| set & !gone(i)).filter(|s| *s != set);
        let enough = without.filter(|s| total(of, *s, |o| o.1) <= capacity + 1e-9);
        // The item of least worth that makes it fit: what is left is worth the most.
        enough.map(|s| total(of, s, |o| o.0)).fold(f64::NEG_INFINITY, f64::max)
    }

    /// The chosen now, and of one's value (or effort) the gain, the odds and whether it changes above, or below, alone.
    pub(super) fn learn(
        all: &[One],
        needs: Needs<'_>,
        capacity: f64,
        (who, of_effort): (usize, bool),
    ) -> (u32, f64, f64, Option<bool>) {
        let medians: Vec<(f64, f64)> = all.iter().map(|o| o.at(0.5, 0.5)).collect();
        let chosen = best(&medians, needs, capacity);
        const DRAWS: usize = 2_000;
        let (mut gain, mut changes) = (0.0, Vec::new());
        for draw in 0..DRAWS {
            let p = (draw as f64 + 0.5) / DRAWS as f64;
            let mut drawn = medians.clone();
            drawn[who] = if of_effort { all[who].at(0.5, p) } else { all[who].at(p, 0.5) };
            let known = total(&drawn, best(&drawn, needs, capacity), |o| o.0);
            let gained = known - as_drawn(&drawn, needs, chosen, capacity);
            gain += gained;
            changes.push(gained > 1e-7);
        }
        let odds = changes.iter().filter(|c| **c).count() as f64 / DRAWS as f64;
        let turns = changes.windows(2).filter(|c| c[0] != c[1]).count();
        (chosen, gain / DRAWS as f64, odds, (turns == 1).then(|| changes[DRAWS - 1]))
    }
}

/// The quantile of a lognormal with these ends.
fn quantile(low: f64, high: f64) -> Box<dyn Fn(f64) -> f64> {
    let (middle, spread) = ((low * high).sqrt(), (high / low).ln() / (2.0 * END));
    Box::new(move |p| middle * (spread * planwright_stats::distribution::normal_quantile(p)).exp())
}

#[test]
fn a_capacity_is_chosen_by_one_rule_as_a_simulation_has_it() {
    // Value over effort, or the value alone; ranges of both that make sets overrun, fall out and come in.
    let number = |n: usize, k: usize, from: f64, to: f64| {
        let part = ((n * 7919 + k * 104_729 + n * k * 31) % 97) as f64 / 96.0;
        ((from + part * (to - from)) * 100.0).round() / 100.0
    };
    let mut looked_at = (0, 0, 0);
    let some: by_hand::Needs<'_> = &[(1, 0), (3, 2), (4, 2)];
    for (k, divided) in (0..16).map(|k| (k, k % 2 == 0)) {
        // Half of them with needs.
        let needs = if k < 8 { &[][..] } else { some };
        let framework = format!(
            "framework f {{\n input v {{ above: 0 }}\n input effort {{ unit: person-months; above: 0 }}\n score: `{}`\n }}\n",
            if divided { "v / effort" } else { "v + 0 * effort" }
        );
        let mut text = framework;
        let mut all = Vec::new();
        let mut ranges = Vec::new();
        for n in 0..6 {
            let low = number(n, k, 1.0, 9.0);
            let high = low * number(n + 10, k, 1.5, 12.0);
            let effort = number(n + 20, k, 0.5, 4.0);
            let most = effort * number(n + 30, k, 1.5, 9.0);
            let need: Vec<String> =
                needs.iter().filter(|(one, _)| *one == n).map(|(_, i)| format!("needs: i{i}; ")).collect();
            let need = need.concat();
            text += &format!(
                "initiative i{n} \"I\" {{ {need}f {{ v: {low} to {high}; effort: {effort} to {most} person-months }} }}\n"
            );
            let score = if divided { |v: f64, e: f64| v / e } else { |v: f64, _: f64| v };
            all.push(by_hand::One { value: quantile(low, high), effort: quantile(effort, most), score });
            ranges.push(n);
        }
        let capacity = number(77, k, 6.0, 16.0);
        let found = fits(&text, "f", capacity);
        for n in ranges {
            let prospect = of(&found, n);
            for (path, of_effort) in [("f.v", false), ("f.effort", true)] {
                let (chosen, gain, odds, above) = by_hand::learn(&all, needs, capacity, (n, of_effort));
                assert_eq!(prospect.standing == CandidateStatus::Taken, chosen & (1 << n) != 0, "{text}");
                let finding = prospect.findings.iter().find(|f| &*f.path == path).unwrap();
                let near = |got: f64, wanted: f64, slack: f64| (got - wanted).abs() <= slack;
                assert!(
                    near(finding.gain, gain, 0.015 + 0.01 * gain),
                    "{k} {n} {path}: {finding:?} for {gain}\n{text}"
                );
                assert!(near(finding.chance, odds, 0.001), "{k} {n} {path}: {finding:?} for {odds}\n{text}");
                if odds > 0.001 && odds < 0.999 {
                    assert_eq!(finding.flip.map(|t| t.above), above, "{k} {n} {path}: {finding:?}\n{text}");
                    looked_at.0 += 1;
                    looked_at.1 += usize::from(above == Some(true));
                    looked_at.2 += usize::from(above == Some(false));
                }
            }
        }
    }
    // Enough of each kind to mean something.
    assert!(looked_at.0 > 25 && looked_at.1 > 6 && looked_at.2 > 6, "{looked_at:?}");
}

#[test]
fn needs_and_commitments_without_a_score_take_their_part_as_in_choose() {
    let text = "initiative base \"B\" { effort: 4 person-months }
        initiative top \"T\" { needs: base; rice { reach: 800 to 1200 users/month; impact: medium; confidence: 50%; effort: 1 person-month } }
        initiative other \"O\" { rice { reach: 100 to 300 users/month; impact: medium; confidence: 50%; effort: 1 to 3 person-months } }
        initiative com \"C\" { effort: 2 person-months }
        person mo \"Mo\" { }";
    let decision = "decision d \"D\" { about: com; verdict: commit; reason: strategic; because: \"x\"; by: mo; on: 2026-01-05; review: 2030-01 }";
    let standing = |text: &str, amount: f64| {
        let found = fits(text, "rice", amount);
        let standing = [1, 2].map(|i| of(&found, i).standing == CandidateStatus::Taken);
        (standing, found.brought.iter().map(|b| (b.initiative, b.committed)).collect::<Vec<_>>())
    };
    // The one takes five months with what it needs.
    assert_eq!(standing(text, 4.5), ([false, true], vec![]));
    assert_eq!(standing(text, 5.5), ([true, false], vec![(0, false)]));
    // What is committed takes its part first.
    let decided = format!("{text}\n{decision}");
    assert_eq!(standing(&decided, 5.5), ([false, true], vec![(3, true)]));
    assert_eq!(standing(&decided, 7.0), ([true, false], vec![(0, false), (3, true)]));
    assert_eq!(standing(&decided, 1.0), ([false, false], vec![(3, true)]));
}

#[test]
fn an_overrun_drops_the_least_that_makes_it_fit() {
    // wide and keep are chosen; from two months on wide and keep don't fit, and keep and other would have.
    let text = "initiative keep \"K\" { rice { reach: 300 users/month; impact: medium; confidence: 50%; effort: 2 person-months } }
        initiative other \"O\" { rice { reach: 290 users/month; impact: medium; confidence: 50%; effort: 2 person-months } }
        initiative wide \"W\" { rice { reach: 400 users/month; impact: medium; confidence: 50%; effort: 1 to 12 person-months likely 2 } }";
    let found = fits(text, "rice", 4.0);
    let chosen: Vec<bool> = (0..3).map(|i| of(&found, i).standing == CandidateStatus::Taken).collect();
    assert_eq!((chosen, found.expected), (vec![true, false, true], 175.0));
    let wide = &of(&found, 2).findings[0];
    let tip = wide.flip.unwrap();
    assert!(tip.above && (tip.value - 2.0).abs() < 1e-6 && (wide.chance - 0.5).abs() < 1e-3, "{wide:?}");
    // Where no better set is left, knowing gains nothing: a set of one that grows too large, beside nothing.
    let alone = "initiative a \"A\" { rice { reach: 300 users/month; impact: medium; confidence: 50%; effort: 1 to 12 person-months } }";
    let a = fits(alone, "rice", 4.0);
    assert_eq!((of(&a, 0).standing, of(&a, 0).whole), (CandidateStatus::Taken, 0.0));
}

#[test]
fn an_effort_that_the_framework_does_not_ask_for_is_found_out_too() {
    let text = format!(
        "{SUM}initiative x \"X\" {{ effort: 2 to 8 person-months; f {{ a: 10 }} }}
        initiative y \"Y\" {{ effort: 2 person-months; f {{ a: 6 }} }}
        initiative z \"Z\" {{ effort: 16 person-weeks; f {{ a: 5 }} }}"
    );
    let found = fits(&text, "f", 6.0);
    // x and y are chosen, 16. With x above 4 months: without knowing it, y is dropped up to 6, x beyond; y and z are 11.
    let x = &of(&found, 0).findings[0];
    assert_eq!((&*x.path, x.inputs.as_slice()), ("effort", [].as_slice()));
    assert!((x.ends.0 - 2.0).abs() < 1e-9 && (x.ends.1 - 8.0).abs() < 1e-9, "{x:?}");
    let sigma = 4.0_f64.ln() / (2.0 * END);
    let beyond = 1.0 - normal_cdf((6.0_f64 / 4.0).ln() / sigma);
    let wanted = (0.5 - beyond) * 1.0 + beyond * 5.0;
    assert!((x.gain - wanted).abs() < 5e-3 && (x.chance - 0.5).abs() < 1e-3, "{x:?} for {wanted}");
    assert!(x.flip.unwrap().above && (x.flip.unwrap().value - 4.0).abs() < 1e-6);
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
