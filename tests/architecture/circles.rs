//! Circles of files: those that use one another, straight or through others.

use std::collections::{BTreeMap, BTreeSet};

/// The circles among nodes that are tied by arrows, the largest first (Tarjan, 1972).
pub(crate) fn circles(arrows: &BTreeSet<(usize, usize)>) -> Vec<Vec<usize>> {
    let mut next: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (from, to) in arrows {
        next.entry(*from).or_default().push(*to);
    }
    let mut search = Search { next, seen: BTreeMap::new(), stack: Vec::new(), found: Vec::new() };
    for node in arrows.iter().flat_map(|(from, to)| [*from, *to]).collect::<BTreeSet<_>>() {
        if !search.seen.contains_key(&node) {
            search.visit(node);
        }
    }
    search.found.retain(|circle| circle.len() > 1);
    search.found.sort_by_key(|circle| std::cmp::Reverse(circle.len()));
    search.found
}

struct Search {
    next: BTreeMap<usize, Vec<usize>>,
    /// When a node was first met, and the earliest node that it leads back to.
    seen: BTreeMap<usize, (usize, usize)>,
    stack: Vec<usize>,
    found: Vec<Vec<usize>>,
}

impl Search {
    fn visit(&mut self, node: usize) -> usize {
        let order = self.seen.len();
        let mut low = order;
        self.seen.insert(node, (order, order));
        self.stack.push(node);
        for to in self.next.get(&node).cloned().unwrap_or_default() {
            let back = match self.seen.get(&to) {
                None => self.visit(to),
                Some((order, _)) if self.stack.contains(&to) => *order,
                Some(_) => continue,
            };
            low = low.min(back);
        }
        self.seen.insert(node, (order, low));
        if low == order {
            let at = self.stack.iter().position(|n| *n == node).unwrap_or(0);
            self.found.push(self.stack.split_off(at));
        }
        low
    }
}
