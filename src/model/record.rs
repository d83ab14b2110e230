//! What was written: items and blocks of facts, each with its place.

use crate::quantity::{Period, Quantity, Unit};
use crate::source::Span;
use std::sync::Arc;

/// Code in Rhai, with the place between its backticks.
#[derive(Debug, Clone, PartialEq)]
pub struct FormulaSource {
    /// The code as written.
    pub text: Arc<str>,
    /// Where it stands: byte `n` of the text is byte `span.start + n` of the source.
    pub span: Span,
}

/// One value.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Datum {
    /// `?`: not known yet.
    Hole,
    /// `none`: does not apply.
    None,
    /// `yes` or `no`.
    Truth(bool),
    /// A number or quantity, possibly a range, in the unit as written.
    Quantity(Quantity),
    /// A word of a scale, with the number it stands for in the input's unit.
    Level {
        /// The word.
        name: Arc<str>,
        /// Its number.
        value: f64,
        /// The unit of the input.
        unit: Unit,
    },
    /// A word: a member of a closed set, a tag, a unit.
    Word(Arc<str>),
    /// Another item of the plan. Formulas see the item, or where there is none to be asked on, its name.
    Reference {
        /// Its kind, as the field that names it takes it: `team`, `metric`.
        kind: Arc<str>,
        /// Its full name, with that of a file used `as` something before it.
        id: Arc<str>,
    },
    /// Text, escapes resolved.
    Text(Arc<str>),
    /// A date or period.
    Date(Period),
    /// From one date or period to another.
    Dates(Period, Period),
    /// A formula.
    Code(FormulaSource),
}

/// A value with what follows it: `112% by 2026-Q4`.
#[derive(Debug, Clone, PartialEq)]
pub struct Clause {
    /// The value.
    pub head: Datum,
    /// What follows, by its connective.
    pub tails: Vec<(&'static str, Datum)>,
    /// The reason given for it.
    pub because: Option<Arc<str>>,
    /// Where it stands, without the reason.
    pub span: Span,
}

impl Clause {
    /// What follows a connective.
    pub fn tail(&self, connective: &str) -> Option<&Datum> {
        self.tails.iter().find(|(c, _)| *c == connective).map(|(_, d)| d)
    }

    /// The period that follows a connective.
    pub fn date(&self, connective: &str) -> Option<&Period> {
        match self.tail(connective) {
            Some(Datum::Date(period)) => Some(period),
            _ => None,
        }
    }
}

/// One field as written: a name and its values.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// The field's name.
    pub name: Arc<str>,
    /// Its values: one, or those of a list.
    pub clauses: Vec<Clause>,
    /// The reason given for it.
    pub because: Option<Arc<str>>,
    /// Where the whole field stands.
    pub span: Span,
}

impl Fact {
    /// The first value.
    pub fn first(&self) -> Option<&Clause> {
        self.clauses.first()
    }
}

/// An item or a block.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Its kind: `initiative`, `risk`, `rice`.
    pub kind: Arc<str>,
    /// Its name; empty where it has none.
    pub id: Arc<str>,
    /// Its title.
    pub title: Option<Arc<str>>,
    /// The name it had before.
    pub was: Option<Arc<str>>,
    /// Where an initiative comes from, for its samples: the name of the `plan` block, and in a line of its own the path
    /// of the file where that is used `as`. Empty for all else.
    pub origin: Arc<str>,
    /// Where its header stands.
    pub header: Span,
    /// Its fields, in order.
    pub facts: Vec<Fact>,
    /// Its blocks, in order.
    pub blocks: Vec<Record>,
}

impl Record {
    /// A record of this kind with nothing in it.
    pub fn empty(kind: &str) -> Record {
        Record {
            kind: kind.into(),
            id: "".into(),
            title: None,
            was: None,
            origin: "".into(),
            header: Span::new(crate::source::SourceId(0), 0, 0),
            facts: Vec::new(),
            blocks: Vec::new(),
        }
    }

    /// The title, or the name where there is none.
    pub fn title(&self) -> &str {
        self.title.as_deref().unwrap_or(&self.id)
    }

    /// Every fact of this name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl DoubleEndedIterator<Item = &'a Fact> {
        self.facts.iter().filter(move |f| &*f.name == name)
    }

    /// The first fact of this name.
    pub fn fact(&self, name: &str) -> Option<&Fact> {
        self.facts.iter().find(|f| &*f.name == name)
    }

    /// The first value of the first fact of this name.
    pub fn value(&self, name: &str) -> Option<&Datum> {
        self.fact(name)?.first().map(|c| &c.head)
    }

    /// The text of a fact.
    pub fn text(&self, name: &str) -> Option<&Arc<str>> {
        match self.value(name)? {
            Datum::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The word or the name of another item that a fact holds.
    pub fn word(&self, name: &str) -> Option<&Arc<str>> {
        match self.value(name)? {
            Datum::Word(word) | Datum::Reference { id: word, .. } => Some(word),
            _ => None,
        }
    }

    /// Whether a fact says `yes`.
    pub fn is_yes(&self, name: &str) -> bool {
        matches!(self.value(name), Some(Datum::Truth(true)))
    }

    /// The bare number of a fact at its point value.
    pub fn number(&self, name: &str) -> Option<f64> {
        match self.value(name)? {
            Datum::Quantity(q) => q.amount.point(),
            Datum::Level { value, .. } => Some(*value),
            _ => None,
        }
    }

    /// The formula of a fact.
    pub fn code(&self, name: &str) -> Option<&FormulaSource> {
        match self.value(name)? {
            Datum::Code(code) => Some(code),
            _ => None,
        }
    }

    /// Every fact of it and of the blocks in it, with its path from here as addresses have it: `owner`, `rice.reach`,
    /// `prfaq.faq.why.answer`. First its own, then those of its blocks, in the order in which they are written. Fields
    /// that are written several times, and blocks without a name, have one path in common.
    ///
    /// ```
    /// use planwright::{Source, View};
    /// let text = "initiative a { effort: 2 person-weeks; ice { impact: 5; confidence: 6; ease: 9 } }";
    /// let scored = Source::text("my.plan", text).parse()?.resolve(&View::default())?.evaluate();
    /// let paths: Vec<String> =
    ///     scored.evaluated.plan().initiatives[0].record.every_fact().map(|(path, _)| path).collect();
    /// assert_eq!(paths, ["effort", "ice.impact", "ice.confidence", "ice.ease"]);
    /// # Ok::<(), planwright::Error>(())
    /// ```
    pub fn every_fact(&self) -> impl Iterator<Item = (String, &Fact)> {
        // From the last to the first: what is taken next stands at the end.
        let (mut open, mut facts) =
            (self.blocks.iter().rev().map(|b| (String::new(), b)).collect::<Vec<_>>(), Vec::new());
        facts.extend(self.facts.iter().rev().map(|f| (f.name.to_string(), f)));
        std::iter::from_fn(move || {
            while facts.is_empty() {
                let (above, block) = open.pop()?;
                let name = if block.id.is_empty() { String::new() } else { format!("{}.", block.id) };
                let path = format!("{above}{}.{name}", block.kind);
                facts.extend(block.facts.iter().rev().map(|f| (format!("{path}{}", f.name), f)));
                open.extend(block.blocks.iter().rev().map(|b| (path.clone(), b)));
            }
            facts.pop()
        })
    }

    /// The first block of this kind.
    pub fn block(&self, kind: &str) -> Option<&Record> {
        self.blocks.iter().find(|b| &*b.kind == kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fact_has_its_path() {
        let fact = |name: &str| Fact {
            name: name.into(),
            clauses: Vec::new(),
            because: None,
            span: Span::new(crate::source::SourceId(0), 0, 0),
        };
        let block = |kind: &str, id: &str, facts: &[&str], blocks: Vec<Record>| Record {
            id: id.into(),
            facts: facts.iter().map(|f| fact(f)).collect(),
            blocks,
            ..Record::empty(kind)
        };
        let faq = |id: &str| block("faq", id, &["answer"], Vec::new());
        let prfaq = block("prfaq", "", &["headline"], vec![faq("why"), faq("how")]);
        let risks = [block("risk", "", &["impact"], Vec::new()), block("risk", "", &["impact"], Vec::new())];
        let blocks = [block("empty", "", &[], Vec::new()), prfaq].into_iter().chain(risks).collect();
        let record = block("initiative", "a", &["effort", "effort"], blocks);
        let paths: Vec<String> = record.every_fact().map(|(path, _)| path).collect();
        let expected = ["effort", "effort", "prfaq.headline", "prfaq.faq.why.answer", "prfaq.faq.how.answer"];
        assert_eq!(paths, [&expected[..], &["risk.impact", "risk.impact"]].concat());
        let written: Vec<*const Fact> = record.every_fact().map(|(_, fact)| fact as *const Fact).collect();
        assert_eq!(written.iter().collect::<std::collections::BTreeSet<_>>().len(), 7);
        assert_eq!(written[..2], [&record.facts[0] as *const Fact, &record.facts[1] as *const Fact]);
    }
}
