//! The engine against an independent scorer: plain numbers, a unit table and medians written anew, ranks counted.

use crate::support::{self, Files, one, scored, view};
use planwright::quantity::{UnitSettings, UnitSystem};
use planwright::{Scored, View};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use std::collections::BTreeMap;

/// The frameworks that stand in every generated plan beside the library's.
const OWN: &str = "plan p \"P\" { edition: 2026; rate: EUR = 1.25 USD; rate: GBP = 1.5 EUR }\n\
    person mo \"Mo\" { role: \"Lead\" }\n\
    framework fit \"Fit\" {\n  input gain { range: 1 to 5; weight: 3 }\n  input reach { range: 0 to 10; weight: 0.5 }\n  \
    input cost { range: 1 to 5; weight: 1.5; better: lower }\n}\n\
    framework prio \"Classes\" { classes: must = 4, should = 3, could = 2, wont = 1 }\n";

/// What an initiative says about an input.
#[derive(Debug, Clone)]
enum Cell {
    /// As written, and what it comes to in the input's unit.
    Given(String, f64),
    Hole,
    None,
    Absent,
}

/// One initiative: its inputs by framework, in order, with what else decides its place.
#[derive(Debug, Clone)]
struct Item {
    blocks: Vec<(&'static str, Vec<(&'static str, Cell)>)>,
    /// Effort on the initiative itself.
    effort: Option<(String, f64)>,
    closed: bool,
    verdict: Option<&'static str>,
}

/// Units with what one of them is in the declared one.
type Table = &'static [(&'static str, f64)];

const EFFORT: Table = &[
    ("person-days", 0.05),
    ("person-weeks", 0.25),
    ("person-months", 1.0),
    ("person-quarters", 3.0),
    ("person-years", 12.0),
];
const REACH: Table = &[
    ("orders/day", 30.4375),
    ("orders/week", 30.4375 / 7.0),
    ("orders/month", 1.0),
    ("orders/quarter", 1.0 / 3.0),
    ("orders/year", 1.0 / 12.0),
];
const DELAY: Table = &[
    ("USD/week", 1.0),
    ("USD/day", 7.0),
    ("EUR/week", 1.25),
    ("GBP/week", 1.875),
    ("USD/month", 7.0 / 30.4375),
    ("EUR/year", 1.25 * 7.0 / 365.25),
];
const WEEKS: Table = &[("weeks", 1.0), ("days", 1.0 / 7.0), ("months", 30.4375 / 7.0), ("hours", 1.0 / 168.0)];
const POINTS: Table = &[("points", 1.0)];

/// A number or range above zero: its median is the geometric mean of its ends, or what is likely.
fn positive(table: Table) -> impl Strategy<Value = (String, f64)> {
    (1u32..60, 2u32..60, 0usize..4, select(table)).prop_map(|(low, more, sort, (unit, factor))| {
        let (high, middle) = (low + more, low + more / 2);
        let (low_, high_) = (f64::from(low), f64::from(high));
        let (text, median) = match sort {
            0 | 1 => (format!("{low} {unit}"), low_),
            2 => (format!("{low} to {high} {unit}"), (low_ * high_).sqrt()),
            _ if middle == low => (format!("{low} {unit}"), low_),
            _ => (format!("{low} to {high} {unit} likely {middle}"), f64::from(middle)),
        };
        (text, median * factor)
    })
}

/// A number or range on a scale: its median is the middle of its ends, or what is likely.
fn scale(from: f64, to: f64) -> impl Strategy<Value = (String, f64)> {
    (1u32..8, 1u32..8, 0usize..4).prop_map(move |(a, b, sort)| {
        let at = |n: u32| from + (to - from) * f64::from(n) / 16.0;
        let (low, high) = (at(a), at(a + b));
        match sort {
            0 | 1 => (format!("{low}"), low),
            2 => (format!("{low} to {high}"), (low + high) / 2.0),
            _ => {
                let likely = (low + high) / 2.0;
                (format!("{low} to {high} likely {likely}"), likely)
            }
        }
    })
}

fn percent() -> impl Strategy<Value = (String, f64)> {
    prop_oneof![
        (1u32..100).prop_map(|n| (format!("{n}%"), f64::from(n) / 100.0)),
        select(&[("high", 1.0), ("medium", 0.8), ("low", 0.5)][..]).prop_map(|(w, v)| (w.to_string(), v)),
    ]
}

fn impact() -> impl Strategy<Value = (String, f64)> {
    let levels = &[("massive", 3.0), ("high", 2.0), ("medium", 1.0), ("low", 0.5), ("minimal", 0.25)][..];
    prop_oneof![
        3 => select(levels).prop_map(|(w, v)| (w.to_string(), v)),
        1 => (1u32..30).prop_map(|n| (format!("{}", f64::from(n) / 10.0), f64::from(n) / 10.0)),
    ]
}

/// A bare number, on its scale of `to` or beyond it: a weighted score holds it to the scale.
fn beyond(to: f64) -> impl Strategy<Value = (String, f64)> {
    (0u32..14).prop_map(move |n| (n.to_string(), f64::from(n).min(to)))
}

fn class() -> impl Strategy<Value = (String, f64)> {
    select(&[("must", 4.0), ("should", 3.0), ("could", 2.0), ("wont", 1.0)][..]).prop_map(|(w, v)| (w.to_string(), v))
}

fn cell(given: impl Strategy<Value = (String, f64)>) -> impl Strategy<Value = Cell> {
    (0u32..40, given).prop_map(|(fate, (text, value))| match fate {
        0 => Cell::Hole,
        1 => Cell::None,
        2 => Cell::Absent,
        _ => Cell::Given(text, value),
    })
}

fn block() -> impl Strategy<Value = (&'static str, Vec<(&'static str, Cell)>)> {
    let rice = (cell(positive(REACH)), cell(impact()), cell(percent()), cell(positive(EFFORT)));
    let ice = (cell(scale(1.0, 10.0)), cell(scale(1.0, 10.0)), cell(scale(1.0, 10.0)));
    let wsjf = (cell(scale(1.0, 20.0)), cell(scale(1.0, 20.0)), cell(scale(1.0, 20.0)), cell(positive(POINTS)));
    let fit = (
        cell(prop_oneof![scale(1.0, 5.0), beyond(5.0).prop_map(|(t, v)| (t, v.max(1.0)))]),
        cell(beyond(10.0)),
        cell(scale(1.0, 5.0)),
    );
    prop_oneof![
        4 => rice.prop_map(|(r, i, c, e)| ("rice", vec![("reach", r), ("impact", i), ("confidence", c), ("effort", e)])),
        2 => ice.prop_map(|(i, c, e)| ("ice", vec![("impact", i), ("confidence", c), ("ease", e)])),
        2 => wsjf.prop_map(|(b, t, r, s)| ("wsjf", vec![("business_value", b), ("time_criticality", t), ("risk_reduction", r), ("job_size", s)])),
        1 => (cell(positive(DELAY)), cell(positive(WEEKS))).prop_map(|(c, d)| ("cd3", vec![("cost_of_delay", c), ("duration", d)])),
        2 => fit.prop_map(|(g, r, c)| ("fit", vec![("gain", g), ("reach", r), ("cost", c)])),
        1 => cell(class()).prop_map(|c| ("prio", vec![("class", c)])),
    ]
}

fn item() -> impl Strategy<Value = Item> {
    let verdict =
        prop_oneof![6 => Just(None), 1 => Just(Some("commit")), 1 => Just(Some("defer")), 1 => Just(Some("decline"))];
    let effort = prop_oneof![4 => Just(None), 1 => positive(EFFORT).prop_map(Some)];
    (prop::collection::vec(block(), 1..4), effort, prop::bool::weighted(0.1), verdict).prop_map(
        |(mut blocks, effort, closed, verdict)| {
            blocks.sort_by_key(|b| b.0);
            blocks.dedup_by_key(|b| b.0);
            Item { blocks, effort, closed, verdict }
        },
    )
}

/// Some items twice, so that scores tie.
fn items() -> impl Strategy<Value = Vec<Item>> {
    (prop::collection::vec(item(), 1..12), prop::collection::vec(any::<Index>(), 0..4)).prop_map(
        |(mut items, again)| {
            let copies: Vec<Item> = again.iter().map(|i| i.get(&items).clone()).collect();
            items.extend(copies);
            items
        },
    )
}

fn text_of(index: usize, item: &Item) -> String {
    let mut out = format!(
        "initiative i{index} \"Item {index}\" {{\n  phase: {}\n",
        if item.closed { "done" } else { "delivery" }
    );
    if let Some((effort, _)) = &item.effort {
        out += &format!("  effort: {effort}\n");
    }
    for (name, cells) in &item.blocks {
        out += &format!("  {name} {{\n");
        for (input, cell) in cells {
            match cell {
                Cell::Given(text, _) => out += &format!("    {input}: {text}\n"),
                Cell::Hole => out += &format!("    {input}: ?\n"),
                Cell::None => out += &format!("    {input}: none because \"x\"\n"),
                Cell::Absent => {}
            }
        }
        out += "  }\n";
    }
    out += "}\n";
    if let Some(verdict) = item.verdict {
        out += &format!(
            "decision d{index} {{ about: i{index}; verdict: {verdict}; because: \"x\"; by: mo; on: 2026-01-02 }}\n"
        );
    }
    out
}

fn plan_of(items: &[Item]) -> Files {
    let texts: String = items.iter().enumerate().map(|(i, item)| text_of(i, item)).collect();
    one(&format!("{OWN}{texts}"))
}

/// The score by hand; absent where an input is.
fn expected(framework: &str, item: &Item) -> Option<Option<f64>> {
    let cells = &item.blocks.iter().find(|(name, _)| *name == framework)?.1;
    let value = |name: &str| match &cells.iter().find(|(n, _)| *n == name)?.1 {
        Cell::Given(_, value) => Some(*value),
        Cell::Absent if name == "effort" => item.effort.as_ref().map(|(_, v)| *v),
        _ => None,
    };
    let score = || {
        Some(match framework {
            "rice" => value("reach")? * value("impact")? * value("confidence")? / value("effort")?,
            "ice" => value("impact")? * value("confidence")? * value("ease")? / 3.0,
            "wsjf" => {
                (value("business_value")? + value("time_criticality")? + value("risk_reduction")?) / value("job_size")?
            }
            "cd3" => value("cost_of_delay")? / value("duration")?,
            "fit" => {
                let parts = [
                    3.0 * (value("gain")? - 1.0) / 4.0,
                    0.5 * value("reach")? / 10.0,
                    1.5 * (5.0 - value("cost")?) / 4.0,
                ];
                100.0 * parts.iter().sum::<f64>() / 5.0
            }
            _ => value("class")?,
        })
    };
    Some(score())
}

const FRAMEWORKS: [&str; 6] = ["rice", "ice", "wsjf", "cd3", "fit", "prio"];

fn tied(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-11 * a.abs().max(b.abs())
}

/// Every score by framework and initiative, in bits.
fn bits(scored: &Scored) -> BTreeMap<(String, String), Option<u64>> {
    let evaluated = &scored.evaluated;
    let row = |c: &std::sync::Arc<planwright::evaluation::ScoreColumn>| {
        let id = |i: usize| evaluated.plan().initiatives[i].id().to_string();
        c.rows
            .iter()
            .map(|r| ((c.framework.id.to_string(), id(r.initiative)), r.score.map(f64::to_bits)))
            .collect::<Vec<_>>()
    };
    evaluated.columns().iter().flat_map(row).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..Default::default() })]

    #[test]
    fn scores_ranks_and_order_are_those_worked_by_hand(items in items()) {
        let files = plan_of(&items);
        let scored = scored(&files, &view());
        let errors: Vec<_> = scored.problems().into_iter().filter(|d| d.is_error()).collect();
        prop_assert!(errors.is_empty(), "{}\n{}", support::words(&errors, &scored.sources), files["plan.plan"]);
        let evaluated = &scored.evaluated;
        for framework in FRAMEWORKS {
            let by_hand: Vec<(usize, Option<f64>)> =
                items.iter().enumerate().filter_map(|(i, item)| Some((i, expected(framework, item)?))).collect();
            let Some(column) = evaluated.column(framework) else {
                prop_assert!(by_hand.is_empty());
                continue;
            };
            prop_assert_eq!(column.rows.len(), by_hand.len());
            let mut ranked = Vec::new();
            for (index, score) in by_hand {
                let row = column.row(evaluated.plan().by_id[&*format!("i{index}")]).unwrap();
                match (row.score, score) {
                    (Some(given), Some(wanted)) => {
                        prop_assert!((given - wanted).abs() <= 1e-9 * wanted.abs().max(1e-3), "{framework} i{index}: {given}, not {wanted}\n{}", files["plan.plan"]);
                        if !items[index].closed {
                            ranked.push((index, given));
                        }
                    }
                    (None, None) => prop_assert!(!row.missing.is_empty() && !row.failed),
                    (given, wanted) => prop_assert!(false, "{framework} i{index}: {given:?}, not {wanted:?}\n{}", files["plan.plan"]),
                }
            }
            let ranking = evaluated.ranking(framework, false).unwrap();
            prop_assert_eq!(ranking.rows.len(), ranked.len());
            let place = |index: usize| ranking.get(evaluated.plan().by_id[&*format!("i{index}")]).unwrap();
            for (index, score) in &ranked {
                let better = ranked.iter().filter(|(_, s)| s > score && !tied(*s, *score)).count();
                prop_assert_eq!(place(*index).rank, better + 1);
            }
            // By hand: committed, of which those without a score come last, by name; undecided, deferred; within each by
            // rank, equals by name; declined without a place.
            let committed = |i: &usize| items[*i].verdict == Some("commit") && !items[*i].closed;
            let is_ranked = |i: &usize| ranked.iter().any(|(r, _)| r == i);
            let unscored = (0..items.len()).filter(|i| committed(i) && !is_ranked(i)).count();
            let scored = ranked.iter().filter(|(i, _)| committed(i)).count();
            prop_assert_eq!(ranking.committed.len(), unscored);
            let group = |i: usize| ["commit", "", "defer"].iter().position(|v| *v == items[i].verdict.unwrap_or(""));
            let mut order: Vec<usize> = ranked.iter().map(|(i, _)| *i).filter(|i| group(*i).is_some()).collect();
            order.sort_by_key(|i| (group(*i), place(*i).rank, format!("i{i}")));
            for (at, index) in order.iter().enumerate() {
                let before = if at < scored { 0 } else { unscored };
                prop_assert_eq!(place(*index).order, Some(at + 1 + before));
            }
            let mut last: Vec<String> = (0..items.len()).filter(|i| committed(i) && !is_ranked(i)).map(|i| format!("i{i}")).collect();
            last.sort();
            for (at, (index, order)) in ranking.committed.iter().enumerate() {
                prop_assert_eq!(evaluated.plan().initiatives[*index].id().as_ref(), last[at].as_str());
                prop_assert_eq!(*order, scored + at + 1);
            }
            for (index, _) in ranked.iter().filter(|(i, _)| items[*i].verdict == Some("decline")) {
                prop_assert_eq!(place(*index).order, None);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..Default::default() })]

    #[test]
    fn a_scenario_is_the_edit_by_hand(items in items(), which in any::<Index>(), other in item()) {
        let which = which.index(items.len());
        let base = plan_of(&items)["plan.plan"].clone();
        // The edit: every block and field that `other` gives takes the place of the item's, the rest stays.
        let mut edited = items.clone();
        let target = &mut edited[which];
        target.effort = other.effort.clone().or(target.effort.take());
        for (name, cells) in &other.blocks {
            match target.blocks.iter_mut().find(|(n, _)| n == name) {
                None => target.blocks.push((*name, cells.clone())),
                Some((_, mine)) => {
                    for ((_, own), (_, new)) in mine.iter_mut().zip(cells) {
                        if !matches!(new, Cell::Absent) {
                            *own = new.clone();
                        }
                    }
                }
            }
        }
        target.closed = other.closed;
        let change = text_of(which, &Item { verdict: None, ..other }).replace(&format!(" \"Item {which}\""), "");
        let with_scenario = format!("{base}scenario s \"S\" {{\n{change}}}\n");
        let by_scenario = scored(&one(&with_scenario), &View { scenario: Some("s".into()), ..view() });
        let by_overlay = scored(&one(&base), &View { overlays: vec![change], ..view() });
        let by_hand = scored(&plan_of(&edited), &view());
        prop_assert_eq!(bits(&by_scenario), bits(&by_hand), "{}", with_scenario);
        prop_assert_eq!(bits(&by_overlay), bits(&by_hand));
        // And without asking for it nothing of it shows.
        prop_assert_eq!(bits(&scored(&one(&with_scenario), &view())), bits(&scored(&one(&base), &view())));
    }

    #[test]
    fn line_ends_and_a_byte_order_mark_change_nothing(items in items()) {
        let plain = plan_of(&items);
        let windows = format!("\u{feff}{}", plain["plan.plan"].replace('\n', "\r\n"));
        let (one_way, other) = (scored(&plain, &view()), scored(&one(&windows), &view()));
        prop_assert_eq!(bits(&one_way), bits(&other));
        prop_assert_eq!(one_way.check().len(), other.check().len());
    }

    #[test]
    fn the_order_of_files_and_items_changes_nothing(items in items(), shuffle in prop::collection::vec(any::<u32>(), 20), files in 1usize..4) {
        let texts: Vec<String> = items.iter().enumerate().map(|(i, item)| text_of(i, item)).collect();
        let mut order: Vec<usize> = (0..texts.len()).collect();
        order.sort_by_key(|i| shuffle[*i]);
        let mut parted = Files::new();
        for (at, index) in order.iter().enumerate() {
            parted.entry(format!("f{}.plan", at % files)).or_default().push_str(&texts[*index]);
        }
        parted.entry("z.plan".into()).or_default().push_str(OWN);
        prop_assert_eq!(bits(&scored(&parted, &view())), bits(&scored(&plan_of(&items), &view())));
    }
}

#[test]
fn units_convert_there_and_back() {
    let (system, _) = UnitSystem::new(&UnitSettings::default());
    for table in [EFFORT, REACH, &DELAY[..2], WEEKS] {
        for (from, one) in table {
            for (to, other) in table {
                let (a, b) = (system.parse(from).unwrap(), system.parse(to).unwrap());
                let there = system.convert(&a, &b).unwrap();
                let back = system.convert(&b, &a).unwrap();
                for value in [0.0, 1.0, 3.0, 0.1, 1e9, -7.25] {
                    let converted = there.apply(value);
                    let by_hand = value * one / other;
                    assert!(
                        (converted - by_hand).abs() <= 1e-12 * by_hand.abs(),
                        "{value} {from} is {converted} {to}, not {by_hand}"
                    );
                    assert!(
                        (back.apply(converted) - value).abs() <= 1e-12 * value.abs(),
                        "{value} {from} by way of {to}"
                    );
                }
            }
        }
    }
}
