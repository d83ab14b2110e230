//! Whether what a path names is on file.

use crate::model::{Datum, Fact, PathStep, Record};

/// What stands where a path leads.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Presence {
    /// A value.
    There,
    /// `none` with its reason: it does not apply.
    Answered,
    /// Nothing, `?`, or `none` without a reason; the names of those blocks that lack it, where others have it.
    Absent(Vec<String>),
}

impl Presence {
    /// Whether it is answered in one way or the other.
    pub(crate) fn is_answered(&self) -> bool {
        !matches!(self, Presence::Absent(_))
    }
}

/// What stands where a path leads from an initiative or a block in it.
pub(super) fn presence(record: &Record, steps: &[PathStep]) -> Presence {
    let absent = || Presence::Absent(Vec::new());
    let Some((step, rest)) = steps.split_first() else { return presence_of(has_content(record)) };
    match step {
        PathStep::Title => presence_of(record.title.is_some()),
        PathStep::Field(name) => record.all(name).map(fact).fold(absent(), stronger),
        PathStep::Block(kind) => record.block(kind).map_or(absent(), |b| presence(b, rest)),
        PathStep::Named(kind, id) => {
            let block = record.blocks.iter().find(|b| b.kind == *kind && b.id == *id);
            block.map_or(absent(), |b| presence(b, rest))
        }
        PathStep::Every(kind) => {
            let mut found = None;
            let mut lacking = Vec::new();
            for block in record.blocks.iter().filter(|b| b.kind == *kind) {
                let one = presence(block, rest);
                if !one.is_answered() {
                    lacking.push(block.id.to_string());
                }
                found = Some(found.map_or(one.clone(), |f| stronger(f, one)));
            }
            match found {
                Some(found) if lacking.is_empty() => found,
                _ => Presence::Absent(lacking),
            }
        }
    }
}

fn presence_of(is: bool) -> Presence {
    if is { Presence::There } else { Presence::Absent(Vec::new()) }
}

/// Of two lines of one field the one that says more.
fn stronger(a: Presence, b: Presence) -> Presence {
    match (&a, &b) {
        (Presence::There, _) | (Presence::Answered, Presence::Absent(_)) => a,
        _ => b,
    }
}

/// What a line of a field says.
fn fact(fact: &Fact) -> Presence {
    let reason = fact.because.is_some();
    let mut best = Presence::Absent(Vec::new());
    for clause in &fact.clauses {
        let one = match &clause.head {
            Datum::Hole => Presence::Absent(Vec::new()),
            Datum::None if reason || clause.because.is_some() => Presence::Answered,
            Datum::None => Presence::Absent(Vec::new()),
            Datum::Text(text) if text.trim().is_empty() => Presence::Absent(Vec::new()),
            _ => Presence::There,
        };
        best = stronger(best, one);
    }
    best
}

/// Whether a block says anything: a block of holes is a hole.
fn has_content(block: &Record) -> bool {
    block.facts.iter().any(|f| fact(f).is_answered()) || block.blocks.iter().any(has_content)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Clause;
    use crate::source::{SourceId, Span};

    fn line(name: &str, head: Datum, because: Option<&str>) -> Fact {
        let span = Span::new(SourceId(0), 0, 0);
        let clause = Clause { head, tails: Vec::new(), because: because.map(Into::into), span };
        Fact { name: name.into(), clauses: vec![clause], because: None, span }
    }

    fn of(datum: Datum, because: Option<&str>) -> Presence {
        let mut record = Record::empty("initiative");
        record.facts.push(line("due", datum, because));
        presence(&record, &[PathStep::Field("due".into())])
    }

    #[test]
    fn a_hole_does_not_pass() {
        let absent = Presence::Absent(Vec::new());
        assert_eq!(of(Datum::Hole, Some("nobody knows")), absent);
        assert_eq!(of(Datum::None, None), absent);
        assert_eq!(of(Datum::Text(" ".into()), None), absent);
        assert_eq!(of(Datum::None, Some("no deadline")), Presence::Answered);
        assert_eq!(of(Datum::Truth(false), None), Presence::There);
    }

    #[test]
    fn every_block_of_a_kind_is_asked() {
        let mut record = Record::empty("initiative");
        let steps = [PathStep::Every("risk".into()), PathStep::Field("owner".into())];
        assert_eq!(presence(&record, &steps), Presence::Absent(Vec::new()));
        for (id, head) in [("late", Datum::Word("ana".into())), ("lost", Datum::Hole)] {
            let mut risk = Record { id: id.into(), ..Record::empty("risk") };
            risk.facts.push(line("owner", head, None));
            record.blocks.push(risk);
        }
        assert_eq!(presence(&record, &steps), Presence::Absent(vec!["lost".into()]));
        assert_eq!(presence(&record, &[PathStep::Every("risk".into())]), Presence::Absent(vec!["lost".into()]));
        record.blocks.pop();
        assert_eq!(presence(&record, &steps), Presence::There);
    }
}
