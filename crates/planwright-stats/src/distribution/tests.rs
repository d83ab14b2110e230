use super::*;
use proptest::prelude::*;

const P: [f64; 4] = [0.001, 0.25, 0.75, 0.999];

fn range(low: f64, likely: Option<f64>, high: f64) -> Range {
    Range { low, high, likely, tail: 0.05, bounds: Bounds::default() }
}

fn between(lower: Option<f64>, upper: Option<f64>) -> Bounds {
    Bounds { lower, upper, lower_exclusive: false }
}

#[track_caller]
fn close(got: f64, wanted: f64) {
    let error = (got - wanted).abs() / wanted.abs().max(f64::MIN_POSITIVE);
    assert!(error <= 1e-12 || got == wanted, "{got:?} is not {wanted:?}: off by {error:e}");
}

#[track_caller]
fn quantiles(range: Range, family: DistributionFamily, at: &[f64], wanted: &[f64]) {
    let d = range.fit().unwrap();
    assert_eq!(d.family(), family);
    for (p, wanted) in at.iter().zip(wanted) {
        close(d.quantile(*p), *wanted);
    }
    let middle = range.likely.unwrap_or_else(|| d.median());
    for (p, x) in [(range.tail, range.low), (0.5, middle), (1.0 - range.tail, range.high)] {
        close(d.quantile(p), x);
        assert!((d.cdf(x) - p).abs() < 1e-13, "cdf({x}) is {}", d.cdf(x));
    }
}

#[test]
fn normal_scores() {
    // mpmath 1.4 at 50 digits: findroot(lambda x: erfc(-x/sqrt(2))/2 - mpf(p), scipy.special.ndtri(p));
    // 1e-300 by scipy 1.17.1 alone: special.ndtri(1e-300).
    for (p, z) in [
        (1e-300, -37.0470962993612),
        (1e-10, -6.361340902404056),
        (0.01, -2.326347874040841),
        (0.05, -1.6448536269514727),
        (0.3, -0.5244005127080408),
        (0.9, 1.2815515655446005),
        (0.975, 1.9599639845400542),
    ] {
        let got = normal_quantile(p);
        assert!((got - z).abs() <= 1e-14 * z.abs(), "{p}: {got:?} is not {z:?}");
    }
    assert_eq!(normal_quantile(0.5), 0.0);
    assert_eq!((normal_quantile(0.0), normal_quantile(1.0)), (f64::NEG_INFINITY, f64::INFINITY));
    assert!(normal_quantile(-0.1).is_nan() && normal_quantile(f64::NAN).is_nan());
    // scipy.special.ndtr(z)
    for (z, p) in [
        (-8.0, 6.22096057427174e-16),
        (-2.5, 0.006209665325776132),
        (-1.0, 0.15865525393145707),
        (0.3, 0.6179114221889526),
        (4.0, 0.9999683287581669),
    ] {
        close(normal_cdf(z), p);
    }
}

// With c = scipy.special.ndtri(0.95); ppf and cdf of scipy.stats 1.17.1.
#[test]
fn without_likely_as_scipy_has_it() {
    // s = log(5/2)/(2*c); lognorm(s, scale=sqrt(10)).ppf([.001, .25, .5, .999])
    let d = [1.3371788937080051, 2.620657286904191, 3.162277660168379, 7.478430931758083];
    let two_to_five = range(2.0, None, 5.0);
    quantiles(two_to_five, DistributionFamily::Lognormal, &[0.001, 0.25, 0.5, 0.999], &d);
    close(two_to_five.fit().unwrap().cdf(3.0), 0.4249935143300982);
    // norm(2, 10/(2*c)).ppf([.001, .25, .999])
    let d = [-7.393639213645919, -0.050303258430851816, 11.393639213645919];
    quantiles(range(-3.0, None, 7.0), DistributionFamily::Normal, &[0.001, 0.25, 0.999], &d);
    close(range(-3.0, None, 7.0).fit().unwrap().cdf(3.0), 0.6289110923176467);
    // Between two bounds and touching zero too: norm(.4, .4/(2*c)).ppf([.001, .25, .999]), norm(2.5, 5/(2*c)).ppf([.001, .25]).
    let d = [0.024254431454163228, 0.31798786966276593, 0.7757455685458368];
    let share = Range { bounds: between(Some(0.0), Some(1.0)), ..range(0.2, None, 0.6) };
    quantiles(share, DistributionFamily::Normal, &[0.001, 0.25, 0.999], &d);
    quantiles(
        range(0.0, None, 5.0),
        DistributionFamily::Normal,
        &[0.001, 0.25],
        &[-2.1968196068229595, 1.474848370784574],
    );
}

// The published formulas, term by term, in mpmath 1.4 at 50 digits, at p = .001, .25, .75, .999. For S:
// L,B,H = log(x-l); n = sign(L+H-2B); m = min(B-L,H-B); dl = sinh(acosh((H-L)/(2m)))/c; lam = m/(dl*c);
// l + theta*exp(lam*sinh(asinh(dl*z)+asinh(n*c*dl))). For B: L,B,H = z((x-l)/(u-l)); dl = acosh((H-L)/(2m))/c;
// lam = (H-L)/sinh(2*dl*c); l + (u-l)*Phi(xi+lam*sinh(dl*(z+n*c))). SU: the argument of that Phi.
#[test]
fn with_likely_as_published() {
    let s = [3.6640441104521285, 4.405396802183844, 6.143292942291444, 16.811861203919033];
    quantiles(range(4.0, Some(5.0), 9.0), DistributionFamily::JqpdS, &P, &s);
    let s = [0.6153232598977846, 2.890667469099987, 4.682058183111216, 5.606146776956861];
    quantiles(Range { tail: 0.1, ..range(2.0, Some(4.0), 5.0) }, DistributionFamily::JqpdS, &P, &s);
    let b = [0.1363483205332465, 0.242804818373545, 0.4191096131246917, 0.999999999761353];
    let share = between(Some(0.0), Some(1.0));
    quantiles(Range { bounds: share, ..range(0.2, Some(0.3), 0.8) }, DistributionFamily::JqpdB, &P, &b);
    let b = [1.0, 3.069883455326732, 4.345395877066149, 4.923967347391317];
    let scale = between(Some(1.0), Some(5.0));
    quantiles(Range { tail: 0.1, bounds: scale, ..range(1.5, Some(4.0), 4.5) }, DistributionFamily::JqpdB, &P, &b);
}

#[test]
fn half_normals_meet_at_the_middle() {
    let z = [-3.090232306167813, -0.6744897501960817, 0.6744897501960817, 3.090232306167813];
    let c = 1.6448536269514722;
    // Across zero, at zero, and with an end on a bound.
    for (low, m, high, bounds) in [
        (-3.0, 1.0, 12.0, Bounds::default()),
        (0.0, 1.0, 5.0, Bounds::default()),
        (-5.0, -1.0, 0.0, Bounds::default()),
        (0.0, 0.1, 0.3, between(Some(0.0), Some(1.0))),
        (0.6, 0.9, 1.0, between(Some(0.0), Some(1.0))),
        (1.0, 2.0, 40.0, between(Some(1.0), None)),
    ] {
        let d = Range { bounds, ..range(low, Some(m), high) }.fit().unwrap();
        assert_eq!(d.family(), DistributionFamily::HalfNormals);
        for (p, z) in P.iter().zip(z) {
            let side = if z < 0.0 { m - low } else { high - m };
            let wanted = (m + side * z / c).clamp(bounds.lower.unwrap_or(-1e9), bounds.upper.unwrap_or(1e9));
            assert!((d.quantile(*p) - wanted).abs() < 1e-12, "{low} {m} {high} at {p}");
        }
        assert_eq!(d.median(), m);
    }
}

#[test]
fn the_middles_that_people_expect() {
    let share = |low, high| Range { bounds: between(Some(0.0), Some(1.0)), ..range(low, None, high) }.fit().unwrap();
    for (low, high, middle) in [(0.8, 0.99, 0.895), (0.8, 1.0, 0.9), (0.0, 0.2, 0.1)] {
        for tail in [0.05, 0.1] {
            let d = Range { tail, bounds: between(Some(0.0), Some(1.0)), ..range(low, None, high) }.fit().unwrap();
            assert!((d.median() - middle).abs() < 1e-15, "{low} to {high}: {}", d.median());
        }
    }
    // A more hopeful range is no worse in the middle, on the bound or just below it.
    assert!(share(0.8, 0.99).median() < share(0.8, 1.0).median());
}

#[test]
fn below_zero_is_the_mirror_image() {
    let (there, here) = (range(2.0, None, 5.0).fit().unwrap(), range(-5.0, None, -2.0).fit().unwrap());
    assert_eq!(here.family(), DistributionFamily::MirroredLognormal);
    let (there_s, here_s) = (range(2.0, Some(3.0), 5.0).fit().unwrap(), range(-5.0, Some(-3.0), -2.0).fit().unwrap());
    assert_eq!(here_s.family(), DistributionFamily::MirroredJqpdS);
    for p in P {
        close(here.quantile(p), -there.quantile(1.0 - p));
        close(here_s.quantile(p), -there_s.quantile(1.0 - p));
        close(here_s.cdf(-3.3), 1.0 - there_s.cdf(3.3));
    }
}

#[test]
fn likely_at_the_middle_changes_nothing() {
    let with = range(2.0, Some(10f64.sqrt()), 5.0).fit().unwrap();
    let without = range(2.0, None, 5.0).fit().unwrap();
    let across = (range(-1.0, Some(2.0), 5.0).fit().unwrap(), range(-1.0, None, 5.0).fit().unwrap());
    assert_eq!((across.0.family(), across.1.family()), (DistributionFamily::HalfNormals, DistributionFamily::Normal));
    for p in [1e-9, 0.1, 0.4, 0.6, 0.99] {
        close(with.quantile(p), without.quantile(p));
        close(across.0.quantile(p), across.1.quantile(p));
    }
}

#[test]
fn near_symmetry_is_continuous() {
    for tiny in [1e-15, 1e-13, 1e-10, -1e-15, -1e-12] {
        let bounds = between(Some(0.0), Some(1.0));
        let b = |m| Range { bounds, ..range(0.2, Some(m), 0.8) }.fit().unwrap();
        let s = |m| range(1.0, Some(m), 4.0).fit().unwrap();
        for p in [1e-6, 0.05, 0.3, 0.5, 0.9, 0.999_999] {
            let slack = 1e-13 + 20.0 * f64::abs(tiny);
            assert!((b(0.5 + tiny).quantile(p) - b(0.5).quantile(p)).abs() <= slack, "b {tiny:e} {p}");
            assert!((s(2.0 + tiny).quantile(p) / s(2.0).quantile(p) - 1.0).abs() <= slack, "s {tiny:e} {p}");
        }
    }
}

#[test]
fn bounds_choose_the_family() {
    let family = |low, likely, high, lower, upper| {
        Range { bounds: between(lower, upper), ..range(low, likely, high) }.fit().unwrap().family()
    };
    use DistributionFamily::{Certain, HalfNormals, JqpdB, JqpdS, Lognormal, MirroredJqpdS, MirroredLognormal, Normal};
    let (zero, one) = (Some(0.0), Some(1.0));
    // Above zero without an upper bound, and its mirror image.
    for lower in [None, zero, Some(-9.0), Some(2.0), Some(1.5)] {
        assert_eq!(family(2.0, None, 5.0, lower, None), Lognormal);
        let on = lower == Some(2.0);
        assert_eq!(family(2.0, Some(3.0), 5.0, lower, None), if on { HalfNormals } else { JqpdS });
        let upper = lower.map(|l: f64| -l);
        assert_eq!(family(-5.0, None, -2.0, None, upper), MirroredLognormal);
        assert_eq!(family(-5.0, Some(-3.0), -2.0, None, upper), if on { HalfNormals } else { MirroredJqpdS });
    }
    // Bounded on the far side, touching zero, across zero.
    assert_eq!(family(2.0, None, 5.0, None, Some(6.0)), Normal);
    assert_eq!(family(2.0, Some(3.0), 5.0, None, Some(6.0)), HalfNormals);
    assert_eq!(family(-5.0, None, -2.0, Some(-9.0), None), Normal);
    assert_eq!(family(0.2, None, 0.6, zero, one), Normal);
    assert_eq!(family(0.2, Some(0.3), 0.6, zero, one), JqpdB);
    assert_eq!(family(-0.2, Some(0.0), 0.6, Some(-1.0), one), JqpdB);
    assert_eq!(family(0.0, Some(0.3), 0.6, Some(-1.0), one), JqpdB);
    for lower in [None, zero, Some(-1.0)] {
        assert_eq!(family(0.0, None, 5.0, lower, None), Normal);
        assert_eq!(family(0.0, Some(1.0), 5.0, lower, None), HalfNormals);
    }
    assert_eq!(family(-1.0, None, 5.0, Some(-2.0), None), Normal);
    assert_eq!(family(-5.0, None, 0.0, None, None), Normal);
    assert_eq!(family(3.0, None, 3.0, zero, Some(5.0)), Certain);
    // An end on a bound.
    assert_eq!(family(0.6, None, 1.0, zero, one), Normal);
    assert_eq!(family(0.6, Some(0.7), 1.0, zero, one), HalfNormals);
    assert_eq!(family(0.0, Some(0.1), 0.3, zero, one), HalfNormals);
}

#[test]
fn an_end_on_a_bound_clamps() {
    let d = Range { bounds: between(Some(0.0), Some(1.0)), ..range(0.6, None, 1.0) }.fit().unwrap();
    assert_eq!(d.sample_bounds(), (Some(0.0), Some(1.0)));
    assert_eq!(d.quantile(0.97), 1.0);
    assert_eq!((d.cdf(1.0), d.cdf(2.0)), (1.0, 1.0));
    close(d.cdf(d.quantile(0.9)), 0.9);
    let d = Range { bounds: between(Some(0.0), None), ..range(0.0, Some(1.0), 4.0) }.fit().unwrap();
    assert_eq!((d.quantile(0.01), d.median(), d.cdf(-0.1)), (0.0, 1.0, 0.0));
}

#[test]
fn certain_is_a_step() {
    let d = range(3.0, Some(3.0), 3.0).fit().unwrap();
    assert_eq!((d.quantile(0.01), d.median(), d.quantile(0.99)), (3.0, 3.0, 3.0));
    assert_eq!((d.cdf(2.9), d.cdf(3.0)), (0.0, 1.0));
}

#[test]
fn what_cannot_be_fitted() {
    let error = |r: Range| r.fit().unwrap_err();
    assert_eq!(error(range(5.0, None, 2.0)), FitError::LowAboveHigh);
    for likely in [1.0, 2.0, 5.0, 6.0] {
        assert_eq!(error(range(2.0, Some(likely), 5.0)), FitError::LikelyOutside);
    }
    assert_eq!(error(range(2.0, Some(3.0), 2.0)), FitError::LikelyOutside);
    let above_zero = Bounds { lower: Some(0.0), upper: None, lower_exclusive: true };
    assert_eq!(error(Range { bounds: above_zero, ..range(0.0, None, 2.0) }), FitError::LowAtExclusiveBound);
    assert_eq!(error(Range { bounds: above_zero, ..range(-1.0, None, 2.0) }), FitError::OutsideBounds);
    let share = between(Some(0.0), Some(1.0));
    assert_eq!(error(Range { bounds: share, ..range(0.5, None, 2.0) }), FitError::OutsideBounds);
    assert_eq!(error(range(f64::NAN, None, 2.0)), FitError::NotFinite);
    assert_eq!(error(range(0.0, None, f64::INFINITY)), FitError::NotFinite);
    for tail in [0.0, 0.5, -1.0, f64::NAN] {
        assert_eq!(error(Range { tail, ..range(1.0, None, 2.0) }), FitError::BadInterval);
    }
}

#[test]
fn extremes_stay_finite() {
    for d in [range(1e-200, Some(1.0), 1e200), range(1.0, Some(1.0 + 1e-9), 1e9), range(-1e9, Some(1e9 - 1.0), 1e9)] {
        let d = d.fit().unwrap();
        for p in [0.0, 1e-300, 0.5, 1.0 - 1e-16, 1.0, 2.0, f64::NAN] {
            assert!(d.quantile(p).is_finite(), "{d:?} {p}");
        }
        assert!(d.cdf(f64::NAN).is_nan());
    }
}

/// A range of any family: three rising points, bounds that lie apart from the ends, on them or nowhere.
fn any_range() -> impl Strategy<Value = Range> {
    let gap = || (-3.0..3.0f64).prop_map(|e| 10f64.powf(e));
    let sides = (prop::option::of(any::<bool>()), any::<[bool; 3]>(), any::<[bool; 2]>());
    (sides, gap(), gap(), gap(), gap(), 0.01..0.4f64).prop_map(
        |((side, [likely, lower, upper], on), near, below, above, far, tail)| {
            // Above zero, below zero, or across.
            let low = match side {
                Some(true) => near,
                Some(false) => -(near + below + above),
                None => -below / 2.0,
            };
            let (middle, high) = (low + below, low + below + above);
            let [near, far] = [(near, on[0]), (far, on[1])].map(|(gap, on)| if on { 0.0 } else { gap });
            let bounds = between(lower.then_some(low - near), upper.then_some(high + far));
            Range { low, high, likely: likely.then_some(middle), tail, bounds }
        },
    )
}

/// The greatest number that the fit works with: distances are counted from the bounds.
fn size(range: Range) -> f64 {
    let Bounds { lower, upper, .. } = range.bounds;
    [Some(range.low), Some(range.high), lower, upper].into_iter().flatten().fold(0.0, |most, x| x.abs().max(most))
}

proptest! {
    #[test]
    fn exact_at_its_points(range in any_range()) {
        let d = range.fit().unwrap();
        let size = size(range);
        for (p, x) in [(range.tail, range.low), (0.5, d.median()), (1.0 - range.tail, range.high)] {
            prop_assert!((d.quantile(p) - x).abs() <= 1e-12 * size, "{d:?}: {} is not {x}", d.quantile(p));
        }
        prop_assert_eq!(d.median(), range.likely.unwrap_or(d.median()));
    }

    #[test]
    fn rises_within_its_bounds(range in any_range(), mut p in prop::collection::vec(0.0..=1.0f64, 2..20)) {
        let d = range.fit().unwrap();
        p.sort_by(f64::total_cmp);
        for pair in p.windows(2) {
            let (a, b) = (d.quantile(pair[0]), d.quantile(pair[1]));
            // Neighbouring p may differ by less than the rounding of the quantile.
            prop_assert!(a <= b + 1e-13 * size(range).max(b.abs()), "{d:?}: {a} above {b}");
            prop_assert!(range.bounds.lower.is_none_or(|l| a >= l) && range.bounds.upper.is_none_or(|u| b <= u));
        }
    }

    #[test]
    fn the_batch_is_the_quantile(range in any_range(), p in prop::collection::vec(1e-9..=0.999_999_9f64, 1..40)) {
        let d = range.fit().unwrap();
        let scores: Vec<f64> = p.iter().map(|p| normal_quantile(*p)).collect();
        let mut out = vec![f64::NAN; p.len()];
        d.at_scores(&scores, &mut out);
        for (p, x) in p.iter().zip(&out) {
            prop_assert_eq!(*x, d.quantile(*p), "{:?} at {}", d, p);
            prop_assert!(range.bounds.lower.is_none_or(|l| *x >= l) && range.bounds.upper.is_none_or(|u| *x <= u));
        }
    }

    #[test]
    fn a_greater_end_lowers_no_quantile(range in any_range(), part in 0.0..1.0f64, which in 0..3usize) {
        let before = range.fit().unwrap();
        let mut greater = range;
        match which {
            0 => greater.low += (range.likely.unwrap_or(range.high) - range.low) * part,
            1 => greater.high += match range.bounds.upper {
                Some(upper) => (upper - range.high) * part,
                None => range.high.abs() * part,
            },
            _ => greater.likely = range.likely.map(|m| m + (range.high - m) * part),
        }
        let Ok(after) = greater.fit() else { return Ok(()) };
        prop_assume!(after.family() == before.family());
        for step in 0..=40 {
            let p = range.tail + (1.0 - 2.0 * range.tail) * f64::from(step) / 40.0;
            // With `likely`, on the end's side of it.
            if range.likely.is_some() && ((which == 0 && p > 0.5) || (which == 1 && p < 0.5)) {
                continue;
            }
            let (a, b) = (before.quantile(p), after.quantile(p));
            let slack = 1e-11 * size(range).max(size(greater));
            prop_assert!(b >= a - slack, "{before:?}, then {after:?}: {a}, then {b} at {p}");
        }
    }

    #[test]
    fn cdf_inverts_quantile(range in any_range(), p in 0.001..0.999f64) {
        let d = range.fit().unwrap();
        let x = d.quantile(p);
        // What is held at a bound has the probability of all beyond it.
        prop_assume!(d.sample_bounds().0 != Some(x) && d.sample_bounds().1 != Some(x));
        // Where the curve is all but a step, neighbouring numbers are far apart in p.
        let near = 4.0 * f64::EPSILON * size(range);
        let step = (d.cdf(x + near) - d.cdf(x - near)).abs();
        prop_assert!((d.cdf(x) - p).abs() <= 1e-12 + step, "{d:?}: {} is not {p}", d.cdf(x));
    }

    #[test]
    fn never_panics(low: f64, high: f64, likely: Option<f64>, lower: Option<f64>, upper: Option<f64>, tail: f64, p: f64) {
        for tail in [tail, 0.05] {
            let range = Range { low: low.min(high), high: low.max(high), likely, tail, bounds: between(lower, upper) };
            if let Ok(d) = range.fit() {
                prop_assert!(d.quantile(p).is_finite());
                prop_assert!(d.cdf(low).is_finite());
            }
        }
    }
}
