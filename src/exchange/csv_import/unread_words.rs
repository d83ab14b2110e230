//! Words in columns of numbers, and what gives them a meaning.

use super::report::ImportReport;
use super::targets::{Kind, Target};
use crate::exchange::refusal::shown;
use std::collections::BTreeSet;

/// The most words that are told of one column.
const MOST: usize = 6;

/// Says how words in columns of numbers are given a number, a line for each column.
pub(super) fn tell(targets: &[Target], report: &mut ImportReport) {
    let measured = |t: &&Target| matches!(t.kind, Kind::Input { .. } | Kind::Known(_));
    for target in targets.iter().filter(measured) {
        let own = report.skipped_cells.iter().filter(|c| c.column == *target.header && c.reason == "is no number");
        let is_word = |word: &&str| word.contains(char::is_alphabetic) && !word.contains([',', '=', ':', '"', '\n']);
        let words: BTreeSet<&str> = own.map(|c| c.value.as_str()).filter(is_word).collect();
        let each: Vec<String> = words.iter().take(MOST).map(|word| format!("{}=…", shown(word))).collect();
        if !each.is_empty() {
            let wish = format!("--values \"{}:{}\"", target.key, each.join(","));
            report.warnings.push(format!("`{}` holds words: give them numbers with `{wish}`", shown(&target.header)));
        }
    }
}
