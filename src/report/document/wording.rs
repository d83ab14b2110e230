//! Facts in words, as Markdown.

use crate::model::{Clause, Datum, Fact, Plan};
use crate::quantity::print;
use crate::schema::{FieldSchema, FieldType, Tail};

pub(in crate::report) use crate::report::output::escaping::escape_markdown;

/// Text that somebody wrote, on one line.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Says facts of a plan.
#[derive(Debug, Clone, Copy)]
pub(in crate::report) struct FactWording<'p> {
    pub plan: &'p Plan,
    /// Whose words metrics are called by, where they have some.
    pub audience: Option<&'p str>,
}

impl FactWording<'_> {
    /// The title of an item, with its phase where it is an initiative; the name where there is no such item.
    fn item(&self, kind: &str, id: &str) -> String {
        match kind {
            "initiative" => match self.plan.initiative(id) {
                Some(i) => {
                    let phase = i.phase.as_deref().and_then(|p| self.plan.other_item("phase", p));
                    let phase =
                        phase.map_or(String::new(), |p| format!(" ({})", escape_markdown(&p.title().to_lowercase())));
                    escape_markdown(i.title()) + phase.as_str()
                }
                None => escape_markdown(id),
            },
            "metric" => self.metric_of(id).unwrap_or_else(|| escape_markdown(id)),
            kind => self.plan.other_item(kind, id).map_or_else(|| escape_markdown(id), |r| escape_markdown(r.title())),
        }
    }

    /// What the metric of this name is called; absent where there is none.
    fn metric_of(&self, name: &str) -> Option<String> {
        let metric = self.plan.metric(name)?;
        let called = metric.record.all("called").flat_map(|f| &f.clauses);
        let mut called = called.filter(|c| matches!(&c.head, Datum::Word(w) if Some(&**w) == self.audience));
        Some(match called.next().and_then(|c| c.tail("=")) {
            Some(Datum::Text(text)) => escape_markdown(text),
            _ => escape_markdown(metric.record.title()),
        })
    }

    /// The title of the metric of this name, or the name as people write it.
    pub(crate) fn metric(&self, name: &str) -> String {
        self.metric_of(name)
            .unwrap_or_else(|| escape_markdown(&crate::report::document::section_layout::readable_name(name)))
    }

    /// One value.
    pub(crate) fn datum(&self, datum: &Datum, kind: Option<&str>) -> String {
        match datum {
            Datum::Hole => "not known yet".into(),
            Datum::None => "none".into(),
            Datum::Truth(truth) => if *truth { "yes" } else { "no" }.into(),
            Datum::Quantity(q) => escape_markdown(&print::amount(q.amount, &q.unit)),
            Datum::Level { name, .. } => escape_markdown(&name.replace('_', " ")),
            Datum::Word(word) => escape_markdown(&word.replace('_', " ")),
            Datum::Reference { id, .. } => self.item(kind.unwrap_or("initiative"), id),
            Datum::Text(text) => line(text),
            Datum::Date(period) => period.to_string(),
            Datum::Dates(from, to) => format!("{from} to {to}"),
            Datum::Code(code) => format!("`{}`", code.text.replace('`', "'")),
        }
    }

    /// A value with what follows it: `112% by 2026-Q4`.
    pub(crate) fn clause(&self, clause: &Clause, row: Option<&FieldSchema>) -> String {
        let kind = row.and_then(|r| match &r.ty {
            FieldType::Reference(kind) => Some(&**kind),
            _ => None,
        });
        let mut out = match &clause.head {
            // What may be anything may be an initiative.
            Datum::Word(id) if row.is_some_and(|r| r.ty == FieldType::Any) && self.plan.initiative(id).is_some() => {
                self.item("initiative", id)
            }
            head => self.datum(head, kind),
        };
        for (connective, datum) in &clause.tails {
            out += match *connective {
                "=" => ": ".to_string(),
                other => format!(" {} ", other.replace('_', " ")),
            }
            .as_str();
            out += &self.connective_clause(connective, datum, row);
        }
        out
    }

    /// What follows a connective.
    pub(crate) fn connective_clause(&self, connective: &str, datum: &Datum, row: Option<&FieldSchema>) -> String {
        let tail = row.and_then(|r| r.tails.iter().find(|(c, _)| *c == connective)).map(|(_, t)| t);
        let kind = match tail {
            Some(Tail::Reference(kind)) => Some(&**kind),
            _ => None,
        };
        self.datum(datum, kind)
    }

    /// Each value of a field, with its reason where `reasons` asks for it.
    pub(crate) fn values(&self, facts: &[&Fact], row: Option<&FieldSchema>, reasons: bool) -> Vec<String> {
        let mut out = Vec::new();
        for fact in facts {
            let several = fact.clauses.len() > 1;
            for (at, clause) in fact.clauses.iter().enumerate() {
                // The reason of a list comes after its last value.
                let of_all = fact.because.as_ref().filter(|_| !several || at + 1 == fact.clauses.len());
                let because = clause.because.as_ref().or(of_all).filter(|_| reasons);
                let because = because.map_or(String::new(), |b| format!(" ({})", escape_markdown(b)));
                out.push(self.clause(clause, row) + because.as_str());
            }
        }
        out
    }
}
