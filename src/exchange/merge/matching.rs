//! Which initiative of a file is which row of a table.

use crate::exchange::csv_import::{DraftInitiative, PlanDraft};
use crate::syntax::{Block, Literal, SyntaxTree};
use std::collections::{BTreeMap, VecDeque};

/// An initiative of the file.
pub(super) struct ExistingInitiative<'a> {
    pub block: Block<'a>,
    pub id: &'a str,
    pub was: Option<String>,
    pub title: String,
}

pub(super) fn initiatives(existing: &SyntaxTree) -> Vec<ExistingInitiative<'_>> {
    let blocks = existing.blocks().filter(|b| b.kind().is_some_and(|k| k.text == "initiative"));
    blocks
        .filter_map(|block| {
            let was = block.fields().find(|f| f.key().text == "was").and_then(|f| {
                match f.value().phrases.first()?.head.low.literal {
                    Literal::Word(word) => Some(word.to_string()),
                    _ => None,
                }
            });
            let title = block.title().map_or(String::new(), |(t, _)| t.into_owned());
            Some(ExistingInitiative { block, id: block.id()?.text, was, title })
        })
        .collect()
}

/// For each row, the initiative that it is; none twice.
pub(super) fn match_rows(there: &[ExistingInitiative<'_>], draft: &PlanDraft) -> Vec<Option<usize>> {
    let mut pairs = RowMatcher { found: vec![None; draft.items.len()], used: vec![false; there.len()] };
    let id = |t: &ExistingInitiative<'_>| Some(t.id.to_string());
    let was = |t: &ExistingInitiative<'_>| t.was.clone();
    let title = |t: &ExistingInitiative<'_>| Some(t.title.clone()).filter(|t| !t.is_empty());
    let of_id = |i: &DraftInitiative| i.id.clone();
    let of_title = |i: &DraftInitiative| i.title.clone();
    if draft.has_ids {
        pairs.match_by_key(there, draft, id, of_id);
        pairs.match_by_key(there, draft, was, of_id);
        pairs.match_by_key(there, draft, title, of_title);
    } else {
        pairs.match_by_key(
            there,
            draft,
            |t| Some(format!("{}\n{}", t.id, t.title)),
            |i| format!("{}\n{}", i.id, i.title),
        );
        pairs.match_by_key(there, draft, title, of_title);
        pairs.match_by_key(there, draft, id, of_id);
        pairs.match_by_key(there, draft, was, of_id);
    }
    pairs.found
}

struct RowMatcher {
    found: Vec<Option<usize>>,
    used: Vec<bool>,
}

impl RowMatcher {
    /// Brings together what has the same key, in order of appearance.
    fn match_by_key(
        &mut self,
        there: &[ExistingInitiative<'_>],
        draft: &PlanDraft,
        key: impl Fn(&ExistingInitiative<'_>) -> Option<String>,
        of: impl Fn(&DraftInitiative) -> String,
    ) {
        let mut by_key: BTreeMap<String, VecDeque<usize>> = BTreeMap::new();
        for (index, old) in there.iter().enumerate().filter(|(index, _)| !self.used[*index]) {
            if let Some(key) = key(old) {
                by_key.entry(key).or_default().push_back(index);
            }
        }
        for (row, item) in draft.items.iter().enumerate() {
            if self.found[row].is_none()
                && let Some(index) = by_key.get_mut(&of(item)).and_then(VecDeque::pop_front)
            {
                self.found[row] = Some(index);
                self.used[index] = true;
            }
        }
    }
}
