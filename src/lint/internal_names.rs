//! Internal names in texts that customers read: teams, people, ids, and what the plan lists as `internal:`.
//!
//! Which texts those are, the table says: fields with `audience: customers`.

use crate::diagnostic::{Code, Diagnostic};
use crate::evaluate::Evaluated;
use crate::model::{Clause, Datum, Plan, Record};
use crate::schema::BlockSchema;
use crate::source::{SourceSet, Span};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

const PERSON_WORDING: &str = "is a person who is not quoted here";

/// A name that customers should not read.
struct NamePattern {
    /// As it is written, in lower case where case does not matter.
    name: Arc<str>,
    /// What it is, in words.
    what: &'static str,
    /// Whether `falcon` is `Falcon`.
    any_case: bool,
    /// Whether it is an ordinary word too, which begins a sentence with a capital.
    ordinary: bool,
    /// Whether it is somebody, who may be quoted.
    person: bool,
    help: &'static str,
}

/// Reports each internal name once a text, at its place.
pub(super) fn run(evaluated: &Evaluated, sources: &SourceSet) -> Vec<Diagnostic> {
    let plan = evaluated.plan();
    let mut texts = Vec::new();
    let settings = plan.other_items.get("plan").into_iter().flatten();
    for record in settings.chain(plan.initiatives.iter().map(|i| &i.record)) {
        if let Some(row) = evaluated.schema().kind(&record.kind) {
            gather(record, row, &mut texts);
        }
    }
    if texts.is_empty() {
        return Vec::new();
    }
    let names = NameMatcher::new(internal(plan));
    texts.iter().flat_map(|text| text.findings(plan, &names, sources)).collect()
}

/// Internal names by their first word, so that a text is read once however many there are.
struct NameMatcher {
    all: Vec<NamePattern>,
    /// By first word: which name, and how many bytes of it stand before that word.
    by_word: HashMap<Arc<str>, Vec<(usize, usize)>>,
}

impl NameMatcher {
    fn new(all: Vec<NamePattern>) -> NameMatcher {
        let mut by_word: HashMap<Arc<str>, Vec<(usize, usize)>> = HashMap::new();
        for (index, name) in all.iter().enumerate() {
            if let Some((at, word)) = words(&name.name).next() {
                by_word.entry(word.into()).or_default().push((index, at));
            }
        }
        NameMatcher { all, by_word }
    }

    /// The names that stand in a text as words of their own, each with its places.
    fn found(&self, text: &str, any_case: bool) -> BTreeMap<usize, Vec<usize>> {
        let mut found: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, word) in words(text) {
            for (index, before) in self.by_word.get(word).into_iter().flatten() {
                let name = &self.all[*index];
                let start = at.checked_sub(*before).filter(|s| occurs_at(text, *s, &name.name));
                if let (true, Some(start)) = (name.any_case == any_case, start) {
                    found.entry(*index).or_default().push(start);
                }
            }
        }
        found
    }
}

/// An internal name in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct InternalName {
    /// The name.
    pub name: Arc<str>,
    /// What it is: `is a team`.
    pub what: &'static str,
    /// What to write instead.
    pub help: &'static str,
}

/// The internal names in each of these texts, by its index.
pub(crate) fn internal_names(plan: &Plan, texts: &[&str]) -> Vec<(usize, InternalName)> {
    let names = NameMatcher::new(internal(plan));
    let mut found = Vec::new();
    for (at, text) in texts.iter().enumerate() {
        let lower = text.to_lowercase();
        let exact = names.found(text, false).into_iter().map(|f| (f, *text));
        let loose = names.found(&lower, true).into_iter().map(|f| (f, lower.as_str()));
        for ((index, places), text) in exact.chain(loose) {
            let name = &names.all[index];
            let counts = |place: &&usize| name.any_case || !name.ordinary || !is_sentence_start(text, **place);
            if let Some(place) = places.iter().find(counts) {
                // As it is written, where lower case is as long.
                let written = texts[at].get(*place..*place + name.name.len()).filter(|_| text.len() == texts[at].len());
                let name_written = written.map_or_else(|| name.name.clone(), Arc::from);
                found.push((at, InternalName { name: name_written, what: name.what, help: name.help }));
            }
        }
    }
    found
}

/// A text that customers read.
struct CustomerText<'p> {
    field: &'p str,
    clause: &'p Clause,
    text: &'p str,
    /// The people who are quoted beside it.
    speakers: BTreeSet<&'p str>,
}

fn gather<'p>(record: &'p Record, row: &BlockSchema, out: &mut Vec<CustomerText<'p>>) {
    let clauses = || record.facts.iter().flat_map(|f| f.clauses.iter().map(move |c| (f, c)));
    let tails = clauses().flat_map(|(_, c)| &c.tails);
    let speakers: BTreeSet<&str> = tails
        .filter_map(|(_, d)| match d {
            Datum::Reference { id, .. } => Some(&**id),
            _ => None,
        })
        .collect();
    for (fact, clause) in clauses() {
        let read = row.fields.get(&fact.name).is_some_and(|f| f.audience.as_deref() == Some("customers"));
        if let (true, Datum::Text(text)) = (read, &clause.head) {
            out.push(CustomerText { field: &fact.name, clause, text, speakers: speakers.clone() });
        }
    }
    for block in &record.blocks {
        if let Some(row) = row.blocks.get(&block.kind) {
            gather(block, row, out);
        }
    }
}

fn internal(plan: &Plan) -> Vec<NamePattern> {
    let mut found = Vec::new();
    let mut add = |name: &str, what, any_case: bool, help| {
        let name = name.trim();
        if !name.is_empty() {
            let ordinary = name.chars().all(char::is_alphabetic);
            let name: Arc<str> = if any_case { name.to_lowercase().into() } else { name.into() };
            let person = what == PERSON_WORDING;
            found.push(NamePattern { name, what, any_case, ordinary, person, help });
        }
    };
    for record in plan.other_items.get("plan").into_iter().flatten() {
        for clause in record.all("internal").flat_map(|f| &f.clauses) {
            if let Datum::Text(text) = &clause.head {
                add(text, "is listed as internal", true, "write what customers call it");
            }
        }
    }
    let titles = |kind: &str| plan.other_items.get(kind).into_iter().flatten().filter_map(|r| r.title.clone());
    for title in titles("team") {
        add(
            &title,
            "is a team",
            false,
            "customers know the company, not its teams: say `we`, or what it does for them",
        );
    }
    for title in titles("person") {
        add(&title, PERSON_WORDING, false, "leave the name out, or quote the person: `quote: \"…\" by NAME`");
    }
    let ids = plan.initiatives.iter().map(|i| (i.id(), "is the name of an initiative in the plan"));
    let ids = ids.chain(plan.metrics.iter().map(|m| (&m.record.id, "is the name of a metric in the plan")));
    // `detection` is a word that customers use; `alert_routing` is not.
    for (id, what) in ids.filter(|(id, _)| id.contains(|c: char| c == '_' || c.is_ascii_digit())) {
        add(id, what, false, "say it in words that customers use");
    }
    found
}

impl CustomerText<'_> {
    fn findings(&self, plan: &Plan, names: &NameMatcher, sources: &SourceSet) -> Vec<Diagnostic> {
        let lower = self.text.to_lowercase();
        let mut places = names.found(self.text, false);
        places.extend(names.found(&lower, true));
        let mut found = Vec::new();
        for (index, places) in places {
            let name = &names.all[index];
            let speaks = |id: &&str| plan.other_item("person", id).is_some_and(|p| p.title() == &*name.name);
            if name.person && self.speakers.iter().any(speaks) {
                continue;
            }
            // An ordinary word at the start of a sentence says nothing of a team.
            let counts = |at: &usize| name.any_case || !name.ordinary || !is_sentence_start(self.text, *at);
            let Some(before) = places.iter().position(counts) else { continue };
            let span = self.place(name, before, sources);
            let shown = if span == self.clause.span { &*name.name } else { sources.slice(span) };
            let said = format!("`{}` is in the words of customers, and `{shown}` {}", self.field, name.what);
            found.push(Diagnostic::new(Code::INTERNAL_NAME, span, said).help(name.help));
        }
        found
    }

    /// Where the name stands in the file, by how many of it stand before; the whole text where escapes hide it.
    fn place(&self, name: &NamePattern, before: usize, sources: &SourceSet) -> Span {
        let written = sources.slice(self.clause.span);
        let lower = written.to_lowercase();
        let same = lower.len() == written.len();
        let haystack = if name.any_case && same { lower.as_str() } else { written };
        match occurrences(haystack, &name.name).nth(before) {
            Some(at) => {
                let start = self.clause.span.start as usize + at;
                Span::new(self.clause.span.source, start, start + name.name.len())
            }
            None => self.clause.span,
        }
    }
}

/// The words of a text with their places.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split(|c: char| !is_word_char(c)).filter_map(move |word| {
        let start = at;
        // What splits is one character, whose length is seen from where the next word begins.
        at = start + word.len();
        at += text[at..].chars().next().map_or(0, char::len_utf8);
        (!word.is_empty()).then_some((start, word))
    })
}

fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Whether a name stands there as words of its own.
fn occurs_at(text: &str, at: usize, name: &str) -> bool {
    text.get(at..).is_some_and(|rest| rest.starts_with(name))
        && !text[..at].chars().next_back().is_some_and(is_word_char)
        && !text[at + name.len()..].chars().next().is_some_and(is_word_char)
}

/// Where a name stands as words of its own.
fn occurrences<'t>(text: &'t str, name: &'t str) -> impl Iterator<Item = usize> {
    text.match_indices(name).map(|(at, _)| at).filter(move |at| occurs_at(text, *at, name))
}

/// Whether a sentence, a line or a quotation begins there.
fn is_sentence_start(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end_matches([' ', '\t', '"', '“', '*', '_', '#', '>', '-']);
    before.is_empty() || before.ends_with(['.', '!', '?', ':', '\n', '…'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_words_of_their_own() {
        assert_eq!(occurrences("falcon, Falcons and falcon", "falcon").collect::<Vec<_>>(), [0, 20]);
        assert_eq!(occurrences("ingest-v2 x ingest-v2b", "ingest-v2").collect::<Vec<_>>(), [0]);
    }

    #[test]
    fn words_have_their_places() {
        assert_eq!(words("Ä b_1—c").collect::<Vec<_>>(), [(0, "Ä"), (3, "b_1"), (9, "c")]);
        assert_eq!(words("").count(), 0);
    }

    #[test]
    fn a_sentence_begins_behind_its_mark() {
        assert!(is_sentence_start("Web", 0) && is_sentence_start("It is. Web", 7) && is_sentence_start("\"Web", 1));
        assert!(!is_sentence_start("by Web", 3));
    }
}
