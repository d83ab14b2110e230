//! Checked records → what the engine reads.

use crate::diagnostic::Severity;
use crate::model::{Datum, Decision, Expect, Record, Rule, Settings, Subject, Verdict};

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
        seed: record.number("seed").map_or(defaults.seed, |n| n as u64),
        samples: record.number("samples").map_or(defaults.samples, |n| n as u32),
        today: period("today").map(|(from, _)| from.first()),
    }
}

/// A rule; `None` where what it needs was reported as missing.
pub(super) fn rule(record: &Record) -> Option<Rule> {
    Some(Rule {
        id: record.id.clone(),
        title: record.title.clone(),
        each: Subject::parse(record.word("each")?)?,
        when: record.code("when").cloned(),
        must: record.code("must")?.clone(),
        level: match record.word("level").map(|w| &**w) {
            Some("error") => Severity::Error,
            Some("note") => Severity::Note,
            _ => Severity::Warning,
        },
        help: record.text("help").cloned(),
        header: record.header,
    })
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
