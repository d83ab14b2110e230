//! Checked records → what the engine reads.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{Clause, Datum, Decision, DecisionVerdict, Expect, Record, Rule, RuleSubject, Settings};
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
        broken: record.text("broken").cloned(),
        standard: false,
        title: record.title.clone(),
        each: RuleSubject::parse(record.word("each")?)?,
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
        verdict: DecisionVerdict::parse(record.word("verdict")?)?,
        on: day("on")?.first(),
        review: day("review").map(|p| p.last()),
        until: day("until").map(|p| p.last()),
        record: record.clone(),
    })
}
