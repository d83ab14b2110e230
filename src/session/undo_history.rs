//! What can be undone, and laid again.

use super::overlay_layers::ChangeRecord;
use std::collections::VecDeque;

/// How many of the values that were set and set again are known beside the changes that are laid.
const MAX_SUPERSEDED_KEPT: usize = 100;

/// What the changes took the place of, and those that were undone.
#[derive(Debug, Default)]
pub(super) struct UndoHistory {
    /// For each change that was laid the changes that it took the place of, the last one last. The first ones may be
    /// forgotten: undoing those leaves nothing in their place.
    steps: VecDeque<Vec<ChangeRecord>>,
    /// What was undone, the last one last, each with the numbers of those that it takes the place of.
    undone: Vec<(ChangeRecord, Vec<u64>)>,
    /// How many changes were ever laid.
    count: u64,
}

impl UndoHistory {
    /// A number for a change, higher than all before it.
    pub(super) fn next_number(&mut self) -> u64 {
        self.count += 1;
        self.count
    }

    /// A change was laid in place of others; `before` is how many were laid until then.
    pub(super) fn record_applied(&mut self, replaced: Vec<ChangeRecord>, before: usize) {
        self.undone.clear();
        self.push(replaced, before);
    }

    fn push(&mut self, replaced: Vec<ChangeRecord>, before: usize) {
        let laid = before + 1 - replaced.len();
        self.steps.push_back(replaced);
        // Each change that is laid has its step; the others are those of changes that another took the place of.
        while self.steps.len() > laid + MAX_SUPERSEDED_KEPT {
            self.steps.pop_front();
        }
    }

    /// What comes back where the last change is undone; `None` where that was forgotten.
    pub(super) fn superseded_by_last(&self) -> Option<&[ChangeRecord]> {
        self.steps.back().map(Vec::as_slice)
    }

    /// The last change was undone.
    pub(super) fn record_undone(&mut self, last: ChangeRecord) {
        let back = self.steps.pop_back().unwrap_or_default();
        self.undone.push((last, back.iter().map(|s| s.number).collect()));
    }

    /// The change that was undone last, and the numbers of those that it takes the place of.
    pub(super) fn next_redone(&self) -> Option<(&ChangeRecord, &[u64])> {
        self.undone.last().map(|(said, numbers)| (said, numbers.as_slice()))
    }

    /// It was laid again.
    pub(super) fn record_redone(&mut self, replaced: Vec<ChangeRecord>, before: usize) {
        self.undone.pop();
        self.push(replaced, before);
    }

    /// Nothing can be undone or laid again.
    pub(super) fn clear(&mut self) {
        self.steps.clear();
        self.undone.clear();
    }
}
