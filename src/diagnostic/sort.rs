//! The order in which diagnostics are shown.

use super::Diagnostic;
use std::collections::HashMap;

/// Puts diagnostics in the order they are shown: by file, in the order the files were read, then by position,
/// errors before warnings before notes; equal ones keep their order. Of exact duplicates the first stays.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by_key(|d| (d.label.span.source, d.label.span.start, std::cmp::Reverse(d.severity)));
    let mut seen: HashMap<_, Vec<usize>> = HashMap::new();
    let duplicate: Vec<bool> = diagnostics
        .iter()
        .enumerate()
        .map(|(i, d)| {
            let alike = seen.entry((d.label.span, d.code, d.message.as_str())).or_default();
            let known = alike.iter().any(|j| diagnostics[*j] == *d);
            if !known {
                alike.push(i);
            }
            known
        })
        .collect();
    let mut duplicate = duplicate.into_iter();
    diagnostics.retain(|_| duplicate.next() != Some(true));
}
