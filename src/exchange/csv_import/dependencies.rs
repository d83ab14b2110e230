//! What waits for what: lags behind names, and circles that a plan can't have.

use super::{DraftInitiative, DraftValue, ItemReference};
use crate::exchange::table::{person_time, time};
use std::collections::BTreeMap;

/// Parts a predecessor such as `2FS+3 days` into its name and what a plan writes behind it, `after 3 days`.
pub(super) fn lag(part: &str, is_name: impl Fn(&str) -> bool) -> (&str, Result<Option<String>, String>) {
    if is_name(part) && !part.contains('+') {
        return (part, Ok(None));
    }
    let (before, behind) = match part.find('+').or_else(|| part.rfind('-')).filter(|at| *at > 0) {
        Some(at) => (part[..at].trim(), Some(&part[at..])),
        None => (part, None),
    };
    let kind = ["FS", "SS", "FF", "SF"].into_iter().find(|k| before.ends_with(k));
    let name = kind.map_or(before, |k| before[..before.len() - k.len()].trim());
    if !is_name(name) {
        return (part, Ok(None));
    }
    if let Some(kind) = kind.filter(|k| *k != "FS") {
        return (name, Err(format!("is a link of the kind {kind}, and a plan has those from finish to start")));
    }
    (name, behind.map_or(Ok(None), parse_lag))
}

/// `+3 days` as `after 3 days`.
fn parse_lag(text: &str) -> Result<Option<String>, String> {
    let Some(text) = text.strip_prefix('+').map(str::trim) else {
        return Err("begins before the other has ended, which a plan can't say".into());
    };
    let digits = text.bytes().take_while(|b| b.is_ascii_digit()).count();
    let word = text[digits..].trim().trim_end_matches('.').to_lowercase();
    let count: u32 = text[..digits].parse().map_err(|_| "has no number of days after its `+`".to_string())?;
    let unit = time(&word).or_else(|| person_time(&word)).ok_or("names no unit of time after its `+`")?;
    let plural = if count == 1 { "" } else { "s" };
    Ok((count > 0).then(|| format!("after {count} {}{plural}", unit.name())))
}

/// Takes the links out that close a circle; each with its initiative, its field and the initiative it leads to.
pub(super) fn remove_cycles(items: &mut [DraftInitiative], field: &str) -> Vec<(usize, String)> {
    let at: BTreeMap<String, usize> = items.iter().enumerate().map(|(i, item)| (item.id.clone(), i)).collect();
    let links = |item: &DraftInitiative| -> Vec<ItemReference> {
        let of = item.facts.iter().filter(|f| f.block.is_none() && &*f.key == field);
        of.flat_map(|f| match &f.value {
            DraftValue::Items(items) => items.clone(),
            _ => Vec::new(),
        })
        .collect()
    };
    let out: Vec<Vec<usize>> =
        items.iter().map(|i| links(i).iter().filter_map(|l| at.get(&l.id).copied()).collect()).collect();
    // Depth first, on a stack of its own: 1 is on the way, 2 is done.
    let mut state = vec![0u8; items.len()];
    let mut closing: Vec<(usize, usize)> = Vec::new();
    for start in 0..items.len() {
        let mut stack = vec![(start, 0usize)];
        while let Some((node, next)) = stack.pop() {
            if next == 0 && state[node] != 0 {
                continue;
            }
            state[node] = 1;
            match out[node].get(next) {
                Some(to) => {
                    stack.push((node, next + 1));
                    match state[*to] {
                        0 => stack.push((*to, 0)),
                        1 => closing.push((node, *to)),
                        _ => {}
                    }
                }
                None => state[node] = 2,
            }
        }
    }
    let ids: Vec<String> = items.iter().map(|i| i.id.clone()).collect();
    for (from, to) in &closing {
        for fact in items[*from].facts.iter_mut().filter(|f| f.block.is_none() && &*f.key == field) {
            if let DraftValue::Items(links) = &mut fact.value {
                links.retain(|l| l.id != ids[*to]);
            }
        }
        items[*from].facts.retain(|f| !matches!(&f.value, DraftValue::Items(links) if links.is_empty()));
    }
    closing.into_iter().map(|(from, to)| (from, ids[to].clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::csv_import::DraftFact;

    #[test]
    fn lags_behind_names() {
        let of = |part| lag(part, |name| matches!(name, "2" | "PM-2" | "a-b"));
        assert_eq!(of("2"), ("2", Ok(None)));
        assert_eq!(of("2FS+3 days"), ("2", Ok(Some("after 3 days".into()))));
        assert_eq!(of("2+1w"), ("2", Ok(Some("after 1 week".into()))));
        assert_eq!(of("PM-2+3d"), ("PM-2", Ok(Some("after 3 days".into()))));
        assert_eq!(of("a-b"), ("a-b", Ok(None)));
        assert_eq!(of("9FS"), ("9FS", Ok(None)));
        assert!(of("2SS").1.is_err() && of("2FS-1 day").1.is_err() && of("2+soon").1.is_err());
    }

    #[test]
    fn circles_are_opened_where_they_close() {
        let item = |id: &str, needs: &[&str]| DraftInitiative {
            id: id.into(),
            facts: vec![DraftFact {
                block: None,
                key: "needs".into(),
                value: DraftValue::Items(needs.iter().map(|n| ItemReference::bare(*n)).collect()),
                column: "c".into(),
            }],
            ..DraftInitiative::default()
        };
        let mut items = [item("a", &["b"]), item("b", &["c", "x"]), item("c", &["a"]), item("d", &["d", "a"])];
        let closing = remove_cycles(&mut items, "needs");
        assert_eq!(closing, [(2, "a".to_string()), (3, "d".to_string())]);
        assert!(items[2].facts.is_empty());
        assert_eq!(remove_cycles(&mut items, "needs"), []);
    }
}
