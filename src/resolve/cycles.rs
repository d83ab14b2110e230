//! Circles among references that must not have any.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Datum, Record};
use crate::source::Span;
use std::collections::HashMap;
use std::sync::Arc;

/// The names that a field refers to, each with its place.
pub(super) fn references<'a>(record: &'a Record, field: &'a str) -> impl Iterator<Item = (&'a Arc<str>, Span)> {
    record.all(field).flat_map(|f| &f.clauses).filter_map(|c| match &c.head {
        Datum::Reference { id, .. } => Some((id, c.span)),
        _ => None,
    })
}

/// Reports every circle that a field closes among these records, once, at the reference that closes it.
pub(super) fn report<'a>(records: impl Iterator<Item = &'a Record>, field: &str, out: &mut Vec<Diagnostic>) {
    let records: Vec<&Record> = records.collect();
    if !records.iter().any(|r| r.fact(field).is_some()) {
        return;
    }
    let index: HashMap<&str, usize> = records.iter().enumerate().map(|(i, r)| (&*r.id, i)).collect();
    let edges: Vec<Vec<(usize, Span)>> = records
        .iter()
        .map(|r| references(r, field).filter_map(|(id, s)| Some((*index.get(&**id)?, s))).collect())
        .collect();
    for (at, path, span) in back_edges(&edges) {
        let to = edges[at].iter().find(|(_, s)| *s == span).map_or(at, |(to, _)| *to);
        let from = path.iter().position(|n| *n == to).unwrap_or(0);
        let around: Vec<&str> = path[from..].iter().map(|n| &*records[*n].id).chain([&*records[to].id]).collect();
        out.push(cycle_diagnostic(field, &around, span));
    }
}

/// The edges that close a circle in a graph: where each starts, the way that led there, and its place. Depth first
/// without recursion, so that a long chain can't overflow the stack.
pub(super) fn back_edges(edges: &[Vec<(usize, Span)>]) -> Vec<(usize, Vec<usize>, Span)> {
    /// More circles than this are not worth the paths that they hold.
    const MAX_REPORTED_CYCLES: usize = 100;
    let mut found = Vec::new();
    let mut state = vec![0u8; edges.len()];
    for start in 0..edges.len() {
        if state[start] != 0 {
            continue;
        }
        let mut path = vec![(start, 0)];
        state[start] = 1;
        while let Some((at, next)) = path.last_mut() {
            let Some((to, span)) = edges[*at].get(*next).copied() else {
                state[*at] = 2;
                path.pop();
                continue;
            };
            *next += 1;
            let at = *at;
            match state[to] {
                0 => {
                    state[to] = 1;
                    path.push((to, 0));
                }
                1 if found.len() < MAX_REPORTED_CYCLES => {
                    found.push((at, path.iter().map(|(n, _)| *n).collect(), span))
                }
                _ => {}
            }
        }
    }
    found
}

fn cycle_diagnostic(field: &str, around: &[&str], span: Span) -> Diagnostic {
    let shown: Vec<&str> =
        if around.len() > 8 { [&around[..4], &["…"], &around[around.len() - 3..]].concat() } else { around.to_vec() };
    Diagnostic::new(Code::CYCLE, span, format!("`{field}` runs in a cycle: {}", shown.join(" → ")))
        .label("this closes the cycle")
        .help("take one of these references away")
}
