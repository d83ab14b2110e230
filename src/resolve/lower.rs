//! Checked records → what the engine reads.

use super::numbers::{Units, mismatch};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{Clause, Datum, Decision, Expect, Fact, Metric, Point, Record, Rule, Settings, Subject, Verdict};
use crate::quantity::{Period, Unit};
use crate::source::Span;

/// The settings of the `plan` block.
pub(super) fn settings(record: &Record) -> Settings {
    let defaults = Settings::default();
    let period = |name: &str| match record.value(name)? {
        Datum::Dates(from, to) => Some((*from, *to)),
        Datum::Date(period) => Some((*period, *period)),
        _ => None,
    };
    Settings {
        id: record.id.clone(),
        title: record.title.clone(),
        context: record.word("context").cloned(),
        horizon: period("horizon"),
        rank_by: record.word("rank_by").zip(record.fact("rank_by")).map(|(w, f)| (w.clone(), f.span)),
        interval: record.number("interval").filter(|i| (0.01..=0.999).contains(i)).unwrap_or(defaults.interval),
        commit_at: record.number("commit_at").unwrap_or(defaults.commit_at),
        gates: record.value("gates") != Some(&Datum::Truth(false)),
        seed: record.number("seed").map_or(defaults.seed, |n| n as u64),
        samples: record.number("samples").map_or(defaults.samples, |n| n as u32),
        today: period("today").map(|(from, _)| from.first()),
    }
}

/// A rule; `None` where what it needs was reported as missing.
pub(super) fn rule(record: &Record) -> Option<Rule> {
    Some(Rule {
        id: record.id.clone(),
        context: None,
        standard: false,
        title: record.title.clone(),
        each: Subject::parse(record.word("each")?)?,
        when: record.code("when").cloned(),
        must: record.code("must")?.clone(),
        given: record.all("given").flat_map(|f| &f.clauses).filter_map(given).collect(),
        names: record.code("names").cloned(),
        once: record.word("report").map(|w| &**w == "once"),
        code: record.word("code").and_then(|w| Code::parse(w)),
        level: match record.word("level").map(|w| &**w) {
            Some("error") => Severity::Error,
            Some("note") => Severity::Note,
            _ => Severity::Warning,
        },
        help: record.text("help").cloned(),
        header: record.header,
    })
}

fn given(clause: &Clause) -> Option<(std::sync::Arc<str>, Span)> {
    match &clause.head {
        Datum::Word(word) => Some((word.clone(), clause.span)),
        _ => None,
    }
}

/// The code that a rule gives to what it finds, where it is none of those of rules.
pub(super) fn rule_code(record: &Record) -> Option<Diagnostic> {
    let (fact, word) = record.fact("code").zip(record.word("code"))?;
    if Code::parse(word).is_some_and(Code::is_lint) {
        return None;
    }
    let said = format!("`{word}` is not the code of a lint");
    Some(
        Diagnostic::new(Code::UNKNOWN_LEVEL, fact.span, said)
            .help("leave it out: what your own rules find is P0601; a copy of a rule of the library keeps its code"),
    )
}

/// An expectation.
pub(super) fn expect(record: &Record) -> Option<Expect> {
    Some(Expect {
        id: record.id.clone(),
        title: record.title.clone(),
        that: record.code("that")?.clone(),
        because: record.text("because").cloned(),
        header: record.header,
    })
}

/// A decision.
pub(super) fn decision(record: &Record) -> Option<Decision> {
    let day = |name: &str| match record.value(name)? {
        Datum::Date(period) => Some(*period),
        _ => None,
    };
    Some(Decision {
        about: record.word("about")?.clone(),
        verdict: Verdict::parse(record.word("verdict")?)?,
        on: day("on")?.first(),
        review: day("review").map(|p| p.last()),
        until: day("until").map(|p| p.last()),
        record: record.clone(),
    })
}

/// A metric, its values in its unit.
pub(super) fn metric(record: Record, units: &mut Units, diagnostics: &mut Vec<Diagnostic>) -> Metric {
    let unit = record.word("unit").and_then(|text| units.parse(text).ok());
    // A bound is measured as the values are that it bounds.
    for bound in ["floor", "ceiling"].into_iter().filter_map(|name| record.fact(name)) {
        bound.first().and_then(|c| point_in(c, unit.as_ref(), units, diagnostics));
    }
    dated(&record, "actual", "on", diagnostics);
    dated(&record, "target", "by", diagnostics);
    let mut read = |fact: &Fact, when: &str| -> Option<Point> {
        let clause = fact.first()?;
        let value = point_in(clause, unit.as_ref(), units, diagnostics)?;
        Some(Point { value, on: clause.date(when).copied(), span: clause.span })
    };
    let baseline = record.fact("baseline").and_then(|f| read(f, "on"));
    let mut targets: Vec<Point> = record.all("target").filter_map(|f| read(f, "by")).collect();
    let mut actuals: Vec<Point> = record.all("actual").filter_map(|f| read(f, "on")).collect();
    targets.sort_by_key(|p| p.on.map(|d| d.last()));
    actuals.sort_by_key(|p| p.on.map(|d| d.last()));
    Metric { unit, baseline, targets, actuals, formula: record.code("formula").cloned(), record }
}

/// Reports two values of one series for the same period, and an actual without its date. The value of a metric is the
/// latest by date, so that either would leave it to the order of the lines.
fn dated(record: &Record, name: &str, when: &str, diagnostics: &mut Vec<Diagnostic>) {
    let mut seen: Vec<(Option<Period>, Span)> = Vec::new();
    for clause in record.all(name).filter_map(Fact::first) {
        let Datum::Quantity(_) = clause.head else { continue };
        let on = clause.date(when).copied();
        if on.is_none() && name == "actual" {
            let said = format!("this `{name}` does not say when");
            let help = format!("write the date it was measured, as in `{name}: 5 on 2026-03`");
            diagnostics.push(Diagnostic::new(Code::MISSING_FIELD, clause.span, said).help(help));
            continue;
        }
        if let Some((_, first)) = seen.iter().find(|(other, _)| *other == on) {
            let said = match on {
                Some(period) => format!("`{name}` is given twice for {period}"),
                None => format!("`{name}` is given twice without a date"),
            };
            let help = format!("remove one of them, or give it its own date behind `{when}`");
            diagnostics.push(
                Diagnostic::new(Code::REPEATED_FIELD, clause.span, said).also(*first, "first given here").help(help),
            );
            continue;
        }
        seen.push((on, clause.span));
    }
}

/// The number of a clause in a metric's unit; a bare number is in it already.
fn point_in(clause: &Clause, unit: Option<&Unit>, units: &mut Units, diagnostics: &mut Vec<Diagnostic>) -> Option<f64> {
    let Datum::Quantity(quantity) = &clause.head else { return None };
    let amount = match unit {
        Some(unit) if !quantity.unit.is_number() => match units.convert(&quantity.unit, unit) {
            Ok(conversion) => quantity.amount.convert(&conversion),
            Err(m) => {
                let written = quantity.unit.to_string();
                diagnostics.push(mismatch(clause.span, &written, &m, None));
                return None;
            }
        },
        Some(unit) if unit.is_percent() => {
            let said =
                Diagnostic::new(Code::MISSING_UNIT, clause.span, "the metric is in `%`, and this number has no unit");
            diagnostics.push(said.help("write it as a percentage, as in `35%`"));
            return None;
        }
        _ => quantity.amount,
    };
    Some(amount.point().unwrap_or_else(|| f64::midpoint(amount.low(), amount.high())))
}
