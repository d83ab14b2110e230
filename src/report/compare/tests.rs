use super::*;
use crate::pipeline::{Scored, Source, View};

fn plan(text: &str) -> Scored {
    let view = View::default();
    Source::text("plan.plan", text).parse().unwrap().resolve(&view).unwrap().evaluate()
}

const PAIRS: &str = include_str!("../../../tests/spec/plans/compare/compare.plan");
const GROWTH: &str = include_str!("../../../examples/growth/growth.plan");

/// Every pair under every framework: the shares add up, and each single change draws level or passes, words too.
#[test]
fn shares_add_up_and_swaps_swap() {
    let mut swaps = 0;
    for scored in [plan(PAIRS), plan(GROWTH)] {
        let evaluated = &scored.evaluated;
        for column in evaluated.columns() {
            let by = &*column.framework.id;
            let rows: Vec<usize> = column.rows.iter().map(|r| r.initiative).collect();
            for (at, one) in rows.iter().enumerate() {
                for another in &rows[at + 1..] {
                    let Ok(Comparison { report, tied, .. }) = report(evaluated, by, *one, *another) else { continue };
                    let turned = crate::report::compare::report(evaluated, by, *another, *one).unwrap();
                    assert_eq!(turned.report.above.id, report.above.id);
                    let sum: f64 = report.shares.iter().map(|s| s.contribution).chain(report.other).sum();
                    assert!((sum - (report.above.score - report.below.score)).abs() < 1e-9, "{report:?}");
                    assert!(report.shares.iter().all(|s| s.share.is_none() == tied));
                    let relative: Vec<f64> = report.swap.iter().map(|s| s.relative_change().abs()).collect();
                    assert!(relative.windows(2).all(|w| w[0] <= w[1] + 1e-8), "{relative:?}");
                    for swap in &report.swap {
                        let changed = evaluated.plan().by_id[swap.id.as_str()];
                        let (input, _) = column.framework.input(&swap.input).unwrap();
                        let score = evaluated.score_with(by, changed, input, swap.to).unwrap();
                        let was_above = swap.id == report.above.id;
                        let other = if was_above { report.below.score } else { report.above.score };
                        let better = if column.framework.lower_is_better { other - score } else { score - other };
                        let past = if was_above { -better } else { better };
                        assert!(past >= -1e-9 * other.abs(), "{by}: {swap:?} gives {score} for {other}");
                        swaps += 1;
                    }
                }
            }
        }
    }
    assert!(swaps > 100, "{swaps}");
}

#[test]
fn the_text_fits_a_terminal() {
    let scored = plan(PAIRS);
    let evaluated = &scored.evaluated;
    let index = |id: &str| evaluated.plan().by_id[id];
    for by in ["rice", "fit", "proven", "moscow", "late"] {
        let comparison = report(evaluated, by, index("search"), index("exports")).unwrap();
        let text = comparison.text(&evaluated.plan().frameworks[by], crate::report::Layout::default());
        assert!(text.lines().all(|l| unicode_width::UnicodeWidthStr::width(l) <= 80), "{text}");
    }
}
