//! What may stand at the cursor, matched against what was typed.

use std::collections::BTreeSet;

/// What a candidate is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CandidateKind {
    /// A kind of item.
    Kind,
    /// A block.
    Block,
    /// A block that holds the inputs of a framework, or the framework itself.
    Framework,
    /// A field.
    Field,
    /// A word that stands for a number.
    Level,
    /// The name of an item.
    Name,
    /// A unit.
    Unit,
    /// A function of formulas.
    Function,
    /// A word that joins two values.
    Connective,
    /// A word of a closed set, `yes`, `no`, a tag, a date.
    Word,
}

/// Something that may stand at the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// What replaces the text from [`Completion::start`] to the cursor.
    pub text: String,
    /// What a list shows: the text, for a function how it is called.
    pub label: String,
    /// What it is.
    pub kind: CandidateKind,
    /// What it means, in one line; may be empty.
    pub detail: String,
}

impl Candidate {
    pub(super) fn new(kind: CandidateKind, text: impl Into<String>, detail: impl Into<String>) -> Candidate {
        let text = text.into();
        let detail: String = detail.into();
        // Documentation may run over several lines: a list has room for one.
        let detail = detail.lines().map(str::trim).find(|l| !l.is_empty()).unwrap_or("").to_string();
        Candidate { label: text.clone(), text, kind, detail }
    }

    pub(super) fn labelled(mut self, label: &str) -> Candidate {
        self.label = label.to_string();
        self
    }
}

/// What may stand at the cursor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completion {
    /// The byte where the word that is replaced begins.
    pub start: usize,
    /// What may stand there: first what begins with the word, then what has it at the start of one of its parts, then
    /// what holds it. At most [`MAX_CANDIDATES`].
    pub candidates: Vec<Candidate>,
}

/// The most candidates of one completion.
pub const MAX_CANDIDATES: usize = 200;

/// How well a candidate fits, best first; each holds at most [`MAX_CANDIDATES`], so that the work stays linear in what is known.
const MATCH_RANKS: usize = 5;
const SUBSEQUENCE: usize = MATCH_RANKS - 1;

/// Candidates as they are offered, by how well they fit what was typed.
pub(super) struct CandidateCollector<'t> {
    typed: &'t str,
    lower: String,
    ranks: [Vec<Candidate>; MATCH_RANKS],
    seen: BTreeSet<String>,
}

impl<'t> CandidateCollector<'t> {
    pub(super) fn new(typed: &'t str) -> Self {
        CandidateCollector { typed, lower: typed.to_lowercase(), ranks: Default::default(), seen: BTreeSet::new() }
    }

    /// Takes a candidate whose text is `text` where it fits; it is made only then. Of two with one text the first
    /// counts.
    pub(super) fn offer(&mut self, text: &str, make: impl FnOnce() -> Candidate) {
        let Some(rank) = self.rank(text) else { return };
        if self.ranks[rank].len() < MAX_CANDIDATES && !self.seen.contains(text) {
            self.seen.insert(text.to_string());
            self.ranks[rank].push(make());
        }
    }

    /// Takes an item of the plan: a plan of thousands leaves room for what is not one of them.
    pub(super) fn offer_item(&mut self, text: &str, make: impl FnOnce() -> Candidate) {
        const MAX_ITEM_CANDIDATES: usize = MAX_CANDIDATES * 3 / 4;
        if self.rank(text).is_some_and(|rank| self.ranks[rank].len() < MAX_ITEM_CANDIDATES) {
            self.offer(text, make);
        }
    }

    /// Takes a candidate of these.
    pub(super) fn add(&mut self, kind: CandidateKind, text: &str, detail: &str) {
        self.offer(text, || Candidate::new(kind, text, detail));
    }

    /// Takes a word with what it means.
    pub(super) fn word(&mut self, text: &str, detail: &str) {
        self.add(CandidateKind::Word, text, detail);
    }

    fn rank(&self, text: &str) -> Option<usize> {
        if text.starts_with(self.typed) {
            return Some(0);
        }
        let lower = text.to_lowercase();
        if lower.starts_with(&self.lower) {
            return Some(1);
        }
        let starts = |at: usize| !lower[..at].ends_with(|c: char| c.is_alphanumeric());
        match lower.find(&self.lower) {
            // The first place decides unless a later one begins a part.
            Some(_) if lower.match_indices(&*self.lower).any(|(at, _)| starts(at)) => Some(2),
            Some(_) => Some(3),
            // Scattered letters say something only where there are a few of them.
            None if self.lower.len() >= 3 && is_subsequence(&self.lower, &lower) => Some(SUBSEQUENCE),
            None => None,
        }
    }

    /// What fits, best first; scattered letters count only where nothing fits better.
    pub(super) fn finish(self, start: usize) -> Completion {
        let mut ranks = self.ranks;
        let scattered = std::mem::take(&mut ranks[SUBSEQUENCE]);
        let mut candidates: Vec<Candidate> = ranks.into_iter().flatten().collect();
        if candidates.is_empty() {
            candidates = scattered;
        }
        candidates.truncate(MAX_CANDIDATES);
        Completion { start, candidates }
    }
}

fn is_subsequence(part: &str, of: &str) -> bool {
    let mut rest = of.chars();
    part.chars().all(|c| rest.any(|r| r == c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fitting(typed: &str, texts: &[&str]) -> Vec<String> {
        let mut pool = CandidateCollector::new(typed);
        texts.iter().for_each(|t| pool.add(CandidateKind::Name, t, ""));
        pool.finish(0).candidates.into_iter().map(|c| c.text).collect()
    }

    #[test]
    fn prefixes_come_first_then_parts_then_the_rest() {
        let names = ["classo", "enterprise_sso", "SSO_two", "sso", "other"];
        assert_eq!(fitting("sso", &names), ["sso", "SSO_two", "enterprise_sso", "classo"]);
        assert_eq!(fitting("esso", &names), ["enterprise_sso"]);
        assert_eq!(fitting("es", &names), [""; 0]);
        assert_eq!(fitting("", &names).len(), 5);
    }

    #[test]
    fn their_number_is_bounded_and_none_comes_twice() {
        let names: Vec<String> = (0..10_000).map(|n| format!("item_{n}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        assert_eq!(fitting("item", &names).len(), MAX_CANDIDATES);
        assert_eq!(fitting("99", &names).len(), MAX_CANDIDATES);
        assert_eq!(fitting("a", &["a", "a"]), ["a"]);
    }
}
