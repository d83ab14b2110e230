//! Words in columns of numbers, and what gives them a meaning.

use super::report::ImportReport;
use super::targets::{TargetField, TargetKind};
use crate::exchange::error::cell_excerpt;
use std::collections::BTreeSet;

/// The most words that are told of one column.
const MAX_WORDS_SHOWN: usize = 6;

/// Says how words in columns of numbers are given a number, a line for each column.
pub(super) fn report_unread_words(targets: &[TargetField], report: &mut ImportReport) {
    let measured = |t: &&TargetField| matches!(t.kind, TargetKind::Input { .. } | TargetKind::Known(_));
    for target in targets.iter().filter(measured) {
        let own = report.skipped_cells.iter().filter(|c| c.column == *target.header && c.reason == "is no number");
        let is_word = |word: &&str| word.contains(char::is_alphabetic) && !word.contains([',', '=', ':', '"', '\n']);
        let words: BTreeSet<&str> = own.map(|c| c.value.as_str()).filter(is_word).collect();
        let each: Vec<String> =
            words.iter().take(MAX_WORDS_SHOWN).map(|word| format!("{}=…", cell_excerpt(word))).collect();
        if !each.is_empty() {
            let wish = format!("--values \"{}:{}\"", target.key, each.join(","));
            report
                .warnings
                .push(format!("`{}` holds words: give them numbers with `{wish}`", cell_excerpt(&target.header)));
        }
    }
}
