//! Targets judged at their dates.

use super::*;
use crate::pipeline::{Source, View};
use crate::quantity::Period;
use crate::source::MemoryFiles;

/// A metric of a plan of one line, read on a day.
fn outlook(metric: &str, today: &str) -> MetricForecast {
    let text = format!("metric m \"M\" {{ role: none; {metric} }}\n");
    let files = MemoryFiles([("a.plan".to_string(), text)].into());
    let today = Period::parse(today).unwrap().first();
    let view = View { today: Some(today), ..View::default() };
    let evaluated = Source::files(files).parse().unwrap().resolve(&view).unwrap().evaluate().evaluated;
    evaluated.metric_forecast(evaluated.plan().metric("m").unwrap())
}

fn states(metric: &str, today: &str) -> Vec<TargetStatus> {
    outlook(metric, today).targets.iter().map(|a| a.state).collect()
}

fn probability(metric: &str, today: &str) -> f64 {
    outlook(metric, today).targets[0].probability.unwrap()
}

#[test]
fn every_target_has_its_own_date() {
    let metric = "unit: %; baseline: 10% on 2026-01; target: 30% by 2026-09; target: 13% by 2026-04; target: 14% by 2027-12; \
                  actual: 12% on 2026-03; actual: 13% on 2026-04; actual: 13.5% on 2026-05";
    let found = outlook(metric, "2026-06-30");
    let by: Vec<(String, TargetStatus)> =
        found.targets.iter().map(|a| (a.target.on.unwrap().to_string(), a.state)).collect();
    assert_eq!(by[0], ("2026-04".into(), TargetStatus::Met));
    assert_eq!(by[1], ("2026-09".into(), TargetStatus::Off));
    assert_ne!(by[2].1, TargetStatus::Off);
    // The next is the first that is still to come; once all have passed it is the last.
    assert_eq!((found.next, outlook(metric, "2028-06-30").next), (Some(1), Some(2)));
}

#[test]
fn exactly_on_target_is_met_in_both_directions() {
    for better in ["higher", "lower"] {
        let on = |value: &str| {
            states(
                &format!(
                    "better: {better}; unit: hours; baseline: 8; target: 6 by 2026-06; actual: {value} on 2026-06"
                ),
                "2026-07-15",
            )
        };
        let (above, below) = (on("6.001")[0], on("5.999")[0]);
        assert_eq!(on("6")[0], TargetStatus::Met);
        assert_eq!(
            (above, below),
            if better == "higher" {
                (TargetStatus::Met, TargetStatus::Missed)
            } else {
                (TargetStatus::Missed, TargetStatus::Met)
            }
        );
    }
    // A sum of tenths is the number that people mean.
    assert_eq!(
        states(
            "unit: hours; target: 0.3 by 2026-06; actual: 0.30000000000000004 on 2026-06; better: lower",
            "2026-07-15"
        ),
        [TargetStatus::Met]
    );
}

#[test]
fn what_is_measured_later_makes_no_date_kept() {
    let with = |actuals: &str, today: &str| states(&format!("unit: users; target: 30 by 2026-04; {actuals}"), today)[0];
    for (actuals, today, state) in [
        ("actual: 14 on 2026-05", "2026-06-30", TargetStatus::Missed),
        ("actual: 40 on 2026-05", "2026-06-30", TargetStatus::MetLate),
        ("actual: 30 on 2026-03", "2026-06-30", TargetStatus::Met),
        ("actual: 29 on 2026-03; actual: 31 on 2026-05", "2026-06-30", TargetStatus::MetLate),
        ("actual: 31 on 2026-03; actual: 29 on 2026-04", "2026-06-30", TargetStatus::Met),
        // What was measured last lies before the date: nobody knows what it was on it.
        ("actual: 29 on 2026-03", "2026-06-30", TargetStatus::NoData),
        ("baseline: 3 on 2026-01", "2026-06-30", TargetStatus::NoData),
        // On the day itself: what was measured on it decides, what was measured before does not.
        ("actual: 29 on 2026-04-30", "2026-04-30", TargetStatus::Missed),
        ("actual: 29 on 2026-04-29", "2026-04-30", TargetStatus::NoData),
        ("actual: 30 on 2026-04-29", "2026-04-30", TargetStatus::Met),
    ] {
        assert_eq!(with(actuals, today), state, "{actuals}");
    }
}

#[test]
fn fewer_than_three_measurements_say_nothing() {
    let two =
        "unit: users; baseline: 10 on 2026-01; target: 11 by 2026-12; actual: 10.5 on 2026-02; actual: 10.9 on 2026-03";
    assert_eq!(states(two, "2026-04-01"), [TargetStatus::NoData]);
    assert_eq!(states(&format!("{two}; actual: 10.95 on 2026-04"), "2026-05-01"), [TargetStatus::OnTrack]);
}

#[test]
fn one_last_day_is_measured_once() {
    // A month and its last day end together: a step of no length must not be divided by.
    let twice = "unit: points; target: 40 by 2026-12; actual: -4 on 2026-01; actual: 12 on 2026-02; actual: 13 on 2026-03; \
                 actual: 14 on 2026-04; actual: 16 on 2026-04-30";
    let once = twice.replace("actual: 14 on 2026-04; actual: 16", "actual: 15");
    let [twice, once] = [twice, &once].map(|m| outlook(m, "2026-06-01").targets[0].clone());
    assert!(twice.damped.unwrap().value.is_finite() && twice.probability.is_some());
    assert_eq!((twice.damped, twice.linear, twice.probability), (once.damped, once.linear, once.probability));
    // Where all end on one day there is no course.
    let all = outlook(
        "unit: users; target: 9 by 2026-12; actual: 1 on 2026-Q1; actual: 2 on 2026-03; actual: 3 on 2026-03-31",
        "2026-06-01",
    );
    assert_eq!(
        (all.targets[0].state, all.targets[0].damped, all.targets[0].linear),
        (TargetStatus::NoData, None, None)
    );
}

#[test]
fn the_probability_is_that_of_students_t() {
    // By hand, of values that may be below zero, thirty days apart: level 14.9 and trend 2.13 after three points, one error
    // of 2.2. A step ahead 16.817 is expected, with one degree of freedom.
    let metric = "unit: points; floor: -100; target: 20 by 2026-03-30; actual: 10 on 2025-12-30; actual: 12 on 2026-01-29; actual: 16 on 2026-02-28";
    let p = probability(metric, "2026-03-01");
    let ahead = 14.9 + 2.13 * 0.9;
    assert!((outlook(metric, "2026-03-01").targets[0].damped.unwrap().value - ahead).abs() < 1e-9);
    // One degree of freedom is Cauchy's: ½ + arctan(t) / π.
    let t = (ahead - 20.0) / 2.2;
    assert!((p - (0.5 + libm::atan(t) / std::f64::consts::PI)).abs() < 1e-12, "{p}");
    // scipy 1.17: `t.cdf((16.817 - 20) / 2.2, 1)`.
    assert!((p - 0.1925063154186914).abs() < 1e-9, "{p}");
    // Where less is better it is the other side.
    let lower = probability(&format!("better: lower; {}", metric.replace("target: 20", "target: 14")), "2026-03-01");
    assert!((lower - (0.5 - libm::atan((ahead - 14.0) / 2.2) / std::f64::consts::PI)).abs() < 1e-12, "{lower}");
}

#[test]
fn no_forecast_leaves_what_can_be() {
    let steep = "target: 99% by 2027-12; actual: 60% on 2026-01; actual: 75% on 2026-02; actual: 90% on 2026-03";
    let falling =
        "better: lower; target: 1 by 2027-12; actual: 90 on 2026-01; actual: 50 on 2026-02; actual: 10 on 2026-03";
    for (metric, most) in [(format!("unit: %; {steep}"), 1.0), (format!("unit: bugs; {falling}"), f64::INFINITY)] {
        let aim = outlook(&metric, "2026-05-01").targets[0].clone();
        // One that says nothing is left out.
        assert!(aim.probability.is_some(), "{metric}");
        for e in [aim.linear, aim.damped].into_iter().flatten() {
            assert!(e.low >= 0.0 && e.high <= most && e.low <= e.value && e.value <= e.high, "{metric}: {e:?}");
        }
    }
    // Zero has no logarithm and no logit, and is measured all the same.
    for unit in ["users", "%"] {
        let metric = format!(
            "unit: {unit}; target: 40{0} by 2026-12; actual: 0{0} on 2026-01; actual: 0{0} on 2026-02; actual: 1{0} on 2026-03",
            if unit == "%" { "%" } else { "" }
        );
        let aim = outlook(&metric, "2026-05-01").targets[0].clone();
        assert!(aim.probability.is_some_and(|p| p.is_finite()) && aim.damped.unwrap().low >= 0.0, "{aim:?}");
    }
    // What was below zero, or shall be, may be again; a percentage beyond 100% is no share.
    let net = outlook(
        "unit: USD; target: 9 by 2026-12; actual: -5 on 2026-01; actual: -6 on 2026-02; actual: -9 on 2026-03",
        "2026-05-01",
    );
    assert!(net.targets[0].damped.unwrap().value < -9.0);
    let nrr = outlook(
        "unit: %; target: 120% by 2026-12; actual: 104% on 2026-01; actual: 106% on 2026-02; actual: 108% on 2026-03",
        "2026-05-01",
    );
    assert!(nrr.targets[0].damped.unwrap().value > 1.08);
}

#[test]
fn a_flat_series_leaves_no_doubt() {
    let flat = |target: u32| {
        outlook(&format!("unit: users; better: lower; target: {target} by 2026-12; actual: 5 on 2026-01; actual: 5 on 2026-02; actual: 5 on 2026-03"), "2026-05-01").targets[0].clone()
    };
    assert_eq!((flat(4).state, flat(4).probability), (TargetStatus::Off, Some(0.0)));
    assert_eq!(flat(5).state, TargetStatus::Met);
}

#[test]
fn a_baseline_of_zero_and_measurements_of_days() {
    let found =
        outlook("unit: users; baseline: 0 on 2026-04-01; target: 10 by 2026-12; actual: 2 on 2026-04-11", "2026-05-01");
    assert_eq!(found.targets[0].progress, Some(0.2));
    // Two in ten days, told per month of 30.4375 days.
    assert!((found.pace.unwrap() - 2.0 * 3.04375).abs() < 1e-12);
    // From zero to zero there is no way.
    assert_eq!(
        outlook("unit: users; baseline: 0; target: 0 by 2026-12; actual: 2 on 2026-04", "2026-05-01").targets[0]
            .progress,
        None
    );
    // It went the other way.
    assert_eq!(
        outlook("unit: users; baseline: 4; target: 8 by 2026-12; actual: 2 on 2026-04", "2026-05-01").targets[0]
            .progress,
        Some(-0.5)
    );
}

#[test]
fn what_lies_on_a_bound_is_forecast_as_it_is() {
    let at = |metric: &str| outlook(metric, "2026-06-30").targets[0].clone();
    let series = |values: [&str; 4]| {
        let [a, b, c, d] = values;
        format!("actual: {a} on 2026-02; actual: {b} on 2026-03; actual: {c} on 2026-04; actual: {d} on 2026-05")
    };
    let constant = |unit: &str, value: &str, target: &str, is: f64| {
        let aim = at(&format!("unit: {unit}; target: {target} by 2026-12; {}", series([value; 4])));
        for e in [aim.linear.unwrap(), aim.damped.unwrap()] {
            assert!([e.value, e.low, e.high].iter().all(|v| (v - is).abs() < 1e-12), "{unit} {value}: {e:?}");
        }
        assert_eq!((aim.state, aim.probability), (TargetStatus::Off, Some(0.0)));
    };
    constant("users", "0", "10", 0.0);
    constant("%", "0%", "0.3%", 0.0);
    constant("%; better: lower", "100%", "99.9%", 1.0);
    constant("%", "50%", "60%", 0.5);
    constant("users", "7", "10", 7.0);
    // It leaves the bound by as much as is measured, and never what can be.
    let aim = at(&format!("unit: tickets/week; better: lower; target: 1 by 2026-12; {}", series(["0", "0", "0", "2"])));
    let damped = aim.damped.unwrap();
    assert!(damped.low == 0.0 && damped.high < 100.0 && aim.probability.is_some(), "{aim:?}");
    let aim = at(&format!("unit: %; target: 99.99% by 2026-12; {}", series(["90%", "97%", "99%", "100%"])));
    assert!(aim.linear.unwrap().high == 1.0 && aim.damped.unwrap().value <= 1.0, "{aim:?}");
    // Without an end, and with values this far apart, an interval would reach to billions.
    let aim = at(&format!("unit: users; target: 300 by 2026-12; {}", series(["1", "1", "1", "200"])));
    assert!(aim.interval_too_wide && aim.linear.is_none() && aim.probability.is_some(), "{aim:?}");
}

#[test]
fn as_likely_as_commit_at_asks_is_on_track() {
    // A damped trend that never left its course leaves no doubt: -5, -4, -3.1, -2.29, and a week later -1.561.
    let of = |target: &str| {
        let text = format!(
            "plan p {{ commit_at: 100% }}\nmetric m \"M\" {{ role: none; unit: points; target: {target} by 2026-02-02; \
             actual: -5 on 2026-01-05; actual: -4 on 2026-01-12; actual: -3.1 on 2026-01-19; actual: -2.29 on 2026-01-26 }}\n"
        );
        let view = View { today: Period::parse("2026-01-27").ok().map(Period::first), ..View::default() };
        let evaluated = Source::text("p.plan", &text).parse().unwrap().resolve(&view).unwrap().evaluate().evaluated;
        let aim = evaluated.metric_forecast(evaluated.plan().metric("m").unwrap()).targets[0].clone();
        (aim.state, aim.probability)
    };
    assert_eq!(of("-1.6"), (TargetStatus::OnTrack, Some(1.0)));
    assert_eq!(of("-1.5"), (TargetStatus::Off, Some(0.0)));
}
