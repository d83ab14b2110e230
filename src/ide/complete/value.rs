//! The value of a field: what its type takes, then what may follow.

use super::super::candidate::{Candidate, CandidateCollector, CandidateKind as Kind};
use super::super::cursor_context::{Cursor, OpenBlock, block_schema};
use super::super::knowledge::Knowledge;
use super::super::members::offer_items;
use super::super::plan_token::{PlanToken, PlanTokenKind};
use super::dates;
use super::unit::{self, AllowedUnits};
use crate::model::Datum;
use crate::quantity::{BaseUnit, TimeUnit, Unit, print};
use crate::schema::{BlockSchema, FieldSchema, FieldType, Tail};
use crate::syntax::Connective;
use std::borrow::Cow;
use std::sync::Arc;

/// The last phrase of a value, cut at its last connective.
struct LastPhrase<'c> {
    /// Its words.
    words: Vec<&'c PlanToken>,
    /// The connective that was written last.
    connective: Option<&'c str>,
    /// What stands behind that.
    rest: Vec<&'c PlanToken>,
}

impl<'c> LastPhrase<'c> {
    fn last(text: &'c str, before: &'c [PlanToken]) -> LastPhrase<'c> {
        let mut lists = 0usize;
        let mut from = 0;
        for (index, token) in before.iter().enumerate() {
            match token.kind {
                PlanTokenKind::Sign(b'[') => (lists, from) = (lists + 1, index + 1),
                PlanTokenKind::Sign(b']') => lists = lists.saturating_sub(1),
                PlanTokenKind::Sign(b',') => from = index + 1,
                PlanTokenKind::Newline
                    if lists > 0 && !super::super::cursor_context::continues_field(text, &before[index + 1..]) =>
                {
                    from = index + 1;
                }
                _ => {}
            }
        }
        let meant =
            before[from..].iter().filter(|t| !matches!(t.kind, PlanTokenKind::Newline | PlanTokenKind::Comment));
        let words: Vec<&PlanToken> = meant.collect();
        let joins = |t: &&PlanToken| is_connective(t.kind, t.text(text));
        let at = words.iter().rposition(joins);
        let rest = words[at.map_or(0, |n| n + 1)..].to_vec();
        LastPhrase { connective: at.map(|n| words[n].text(text)), words, rest }
    }

    fn has(&self, text: &str, connective: &str) -> bool {
        self.words.iter().any(|t| t.text(text) == connective)
    }
}

fn is_connective(sort: PlanTokenKind, word: &str) -> bool {
    match sort {
        PlanTokenKind::Word => matches!(word, "to" | "likely" | "because") || Connective::parse(word).is_some(),
        PlanTokenKind::Sign(sign) => sign == b'=',
        _ => false,
    }
}

/// Offers what may stand at the cursor in the value of a field.
pub(super) fn offer(
    known: &Knowledge<'_>,
    cursor: &Cursor<'_>,
    name: &str,
    before: &[PlanToken],
    over: Option<&str>,
    pool: &mut CandidateCollector<'_>,
) {
    let Some(block) = block_schema(known, &cursor.frames) else { return };
    if before.last().is_some_and(|t| t.is(b']')) {
        return;
    }
    let Some(field) = field_row(known, &cursor.frames, block, name) else { return };
    let phrase = LastPhrase::last(cursor.text, before);
    let spot = ValueContext { known, cursor, block, field: &field, phrase: &phrase };
    match (phrase.rest.last(), phrase.connective) {
        (_, Some("because")) => {}
        (None, connective) => spot.operand(connective, over, pool),
        (Some(number), connective) if number.kind == PlanTokenKind::Number => {
            let asked = spot.asked();
            match over {
                Some(over) => unit::offer_below(known, &asked, over, pool),
                None => {
                    if spot.counts(connective) && takes_unit(number.text(cursor.text)) {
                        unit::offer(known, &asked, number.text(cursor.text) == "1", pool);
                    }
                    spot.connectives(pool);
                }
            }
        }
        _ if over.is_some() => {}
        _ => spot.connectives(pool),
    }
}

/// Whether a number is bare: `$50K`, `80%` and dates have their unit.
fn takes_unit(number: &str) -> bool {
    let is_date = number.len() > 4 && number.get(4..5) == Some("-");
    !number.ends_with('%') && !number.contains(['$', '€', '£']) && !is_date
}

/// The row of a field in a block; of one that may have any name, what it stands for.
fn field_row<'a>(
    known: &Knowledge<'a>,
    frames: &[OpenBlock<'_>],
    block: &'a BlockSchema,
    name: &str,
) -> Option<Cow<'a, FieldSchema>> {
    if let Some(field) = block.fields.get(name) {
        return Some(Cow::Borrowed(field));
    }
    let initiative = known.kind("initiative")?;
    if !block.any_field {
        return None;
    }
    if block.any_block {
        let framework = frames.first().and_then(|f| f.id).and_then(|f| known.block(initiative, f));
        let field = framework.and_then(|f| f.fields.get(name)).or_else(|| initiative.fields.get(name));
        return field.map(Cow::Borrowed);
    }
    let target = known.kind("metric")?.fields.get("target")?;
    let unit = known.plan.metric(name)?.unit.as_ref().map(|u| Arc::from(u.to_string()));
    Some(Cow::Owned(FieldSchema { units: unit.into_iter().collect(), repeat: false, ..target.clone() }))
}

/// A place in a value, with all that decides what may stand there.
struct ValueContext<'s, 'a> {
    known: &'s Knowledge<'a>,
    cursor: &'s Cursor<'s>,
    block: &'s BlockSchema,
    field: &'s FieldSchema,
    phrase: &'s LastPhrase<'s>,
}

impl ValueContext<'_, '_> {
    /// The type behind the last connective; `to` and `likely` leave that before them.
    fn ty(&self, connective: Option<&str>) -> Option<Cow<'_, FieldType>> {
        let behind = match connective {
            Some("to" | "likely") => {
                let text = self.cursor.text;
                let mut words = self.phrase.words.iter().rev().map(|t| (t.kind, t.text(text)));
                words.find(|(sort, w)| !matches!(*w, "to" | "likely") && is_connective(*sort, w)).map(|(_, w)| w)
            }
            other => other,
        };
        let Some(behind) = behind else { return Some(Cow::Borrowed(&self.field.ty)) };
        let (_, tail) = self.field.tails.iter().find(|(c, _)| *c == behind)?;
        Some(Cow::Owned(match tail {
            Tail::Date => FieldType::Date,
            Tail::Quantity | Tail::Number | Tail::Wait => FieldType::Quantity,
            Tail::Word => FieldType::Word,
            Tail::Text => FieldType::Text,
            Tail::Reference(kind) => FieldType::Reference(kind.clone()),
        }))
    }

    /// Whether numbers stand here.
    fn counts(&self, connective: Option<&str>) -> bool {
        self.ty(connective)
            .is_some_and(|ty| matches!(*ty, FieldType::Quantity | FieldType::Number | FieldType::Span | FieldType::Any))
    }

    /// The units that a number takes here.
    fn asked(&self) -> AllowedUnits {
        let text = self.cursor.text;
        let joined = self.phrase.words.iter().rev().map(|t| (t.kind, t.text(text)));
        let mut joined = joined.filter(|(sort, w)| !matches!(*w, "to" | "likely") && is_connective(*sort, w));
        match joined.next().map(|(_, w)| w) {
            Some("after" | "within") => AllowedUnits::These(vec![Unit::of(BaseUnit::Time(TimeUnit::Week))]),
            Some("by") if matches!(&self.field.ty, FieldType::Reference(kind) if &**kind == "metric") => {
                let metric = self.phrase.words.first().and_then(|t| self.known.plan.metric(t.text(text)));
                match metric.and_then(|m| m.unit.as_ref()) {
                    // The change of a percentage is in points; `%` there is a relative change.
                    Some(unit) if unit.is_percent() => {
                        AllowedUnits::These(vec![Unit::of(BaseUnit::Points), unit.clone()])
                    }
                    Some(unit) => AllowedUnits::These(vec![unit.clone()]),
                    None => AllowedUnits::Any,
                }
            }
            Some("=") if &*self.block.name == "plan" => AllowedUnits::These(vec![Unit::of(BaseUnit::AnyMoney)]),
            // Items listed with quantities are shares of one thing: `ingest = 60%, web = 40%`.
            Some("=") if matches!(self.field.ty, FieldType::Reference(_)) => AllowedUnits::These(vec![Unit::percent()]),
            Some(_) => AllowedUnits::Any,
            None if self.field.ty == FieldType::Number && self.field.units.is_empty() => {
                AllowedUnits::These(Vec::new())
            }
            None if self.field.units.is_empty() => match self.of_metric() {
                Some(unit) => AllowedUnits::These(vec![unit]),
                None => AllowedUnits::Any,
            },
            None => AllowedUnits::parse(self.known, &self.field.units),
        }
    }

    /// The unit of the metric, or of the framework's input, whose value or bound this is.
    fn of_metric(&self) -> Option<Unit> {
        let frame = self.cursor.frames.last()?;
        if !matches!(&*self.block.name, "metric" | "input") {
            return None;
        }
        let written = frame.value("unit").and_then(|u| self.known.plan.units.parse(u).ok());
        let metric = || self.known.plan.metric(frame.id?).and_then(|m| m.unit.clone());
        written.or_else(|| if &*self.block.name == "metric" { metric() } else { None })
    }

    /// Offers a value where none stands yet.
    fn operand(&self, connective: Option<&str>, over: Option<&str>, pool: &mut CandidateCollector<'_>) {
        let Some(ty) = self.ty(connective) else { return };
        match (&*ty, over) {
            (FieldType::Unit, over) if &*self.field.name != "currency" => {
                unit::offer_declared(self.known, over, pool);
            }
            (_, Some(_)) => return,
            (FieldType::Unit, _) => unit::offer_currencies(self.known, "", pool),
            (FieldType::Word, _) if connective.is_none() => self.words(pool),
            (FieldType::Quantity | FieldType::Number | FieldType::Span, _)
                if matches!(connective, None | Some("to" | "likely")) =>
            {
                self.levels(pool);
            }
            (FieldType::Date | FieldType::Period, _) => dates::offer(self.known, pool),
            (FieldType::Truth, _) => ["yes", "no"].iter().for_each(|w| pool.word(w, "")),
            (FieldType::Reference(kind), _) => offer_items(self.known, kind, pool),
            (FieldType::Any, _) if &*self.field.name == "from" => {
                offer_items(self.known, "framework", pool);
                offer_items(self.known, "metric", pool);
                let fields = self.known.kind("initiative").into_iter().flat_map(|i| i.fields.values());
                for field in fields.filter(|f| matches!(f.ty, FieldType::Quantity | FieldType::Number)) {
                    pool.add(Kind::Field, &field.name, &field.doc);
                }
            }
            _ => {}
        }
        let alone = self.phrase.words.is_empty() && connective.is_none();
        if alone && !matches!(*ty, FieldType::Text | FieldType::Code) {
            pool.word("?", "not known yet");
            pool.word("none", "does not apply");
        }
    }

    /// The words of a closed set; of an open one, those that the plan uses already.
    fn words(&self, pool: &mut CandidateCollector<'_>) {
        let field = self.field;
        let class = self.block.framework.as_deref().and_then(|f| self.known.framework(f));
        let levels = class.and_then(|f| f.input(&field.name)).map_or(&[][..], |(_, i)| i.levels.as_slice());
        for word in &field.of {
            match levels.iter().find(|(name, _)| name == word) {
                Some((name, value)) => pool.add(Kind::Level, name, &print::number(*value)),
                None => pool.add(Kind::Word, word, ""),
            }
        }
        if !field.of.is_empty() {
            return;
        }
        match (&*self.block.name, &*field.name) {
            ("field" | "block", "in" | "to") => {
                self.known.kinds().iter().for_each(|k| pool.add(Kind::Kind, &k.name, &k.doc));
            }
            _ => self.used(pool),
        }
    }

    /// The words that items of this kind have in this field.
    fn used(&self, pool: &mut CandidateCollector<'_>) {
        let plan = self.known.plan;
        let records: Box<dyn Iterator<Item = &crate::model::Record>> = match &*self.block.name {
            "initiative" => Box::new(plan.initiatives.iter().map(|i| &i.record)),
            "metric" => Box::new(plan.metrics.iter().map(|m| &m.record)),
            other => Box::new(plan.other_items.get(other).into_iter().flatten()),
        };
        for clause in records.flat_map(|r| r.all(&self.field.name)).flat_map(|f| &f.clauses) {
            if let Datum::Word(used) = &clause.head {
                pool.word(used, "used in the plan");
            }
        }
    }

    /// Words that stand for numbers, with their numbers.
    fn levels(&self, pool: &mut CandidateCollector<'_>) {
        let units = &self.known.plan.units;
        let unit = self.field.units.first().and_then(|u| units.parse(u).ok()).unwrap_or_else(Unit::number);
        for (name, value) in &self.field.levels {
            pool.offer(name, || Candidate::new(Kind::Level, &**name, print::quantity(*value, &unit)));
        }
    }

    /// What may follow a value that is there.
    fn connectives(&self, pool: &mut CandidateCollector<'_>) {
        let text = self.cursor.text;
        let phrase = self.phrase;
        let mut offer = |word: &str, doc: &str| {
            if !phrase.has(text, word) {
                pool.add(Kind::Connective, word, doc);
            }
        };
        let ty = self.ty(phrase.connective);
        let ranged = matches!(
            ty.as_deref(),
            Some(FieldType::Quantity | FieldType::Number | FieldType::Span | FieldType::Period)
        );
        if ranged && !matches!(phrase.connective, Some("to" | "likely")) {
            offer("to", "up to: a range, from the 5th to the 95th percentile");
        }
        if phrase.connective == Some("to") && matches!(ty.as_deref(), Some(FieldType::Quantity | FieldType::Number)) {
            offer("likely", "the middle of a range: as often above as below");
        }
        for (connective, tail) in &self.field.tails {
            let doc = match tail {
                Tail::Date => "a date follows",
                Tail::Wait => "a length of time follows",
                Tail::Quantity | Tail::Number => "a number with its unit follows",
                Tail::Word => "a word follows",
                Tail::Text => "text follows",
                Tail::Reference(kind) => &format!("the name of a {kind} follows"),
            };
            offer(connective, doc);
        }
        offer("because", "the reason for the value, between quotes");
    }
}
