//! Places for the boxes of a graph whose edges all lead to the right.
//!
//! Layers, then fewer crossings, then straight lines: the method of Sugiyama, Tagawa and Toda (1981), layers by longest
//! path, orders by barycentres.

/// Where a graph's boxes stand, and by which places its edges lead.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct LayeredLayout {
    /// Column and height of each box, in whole columns and in rows.
    pub places: Vec<(usize, f64)>,
    /// Each edge with the columns and heights it passes, its ends included.
    pub routes: Vec<Vec<(usize, f64)>>,
    /// How many columns there are.
    pub columns: usize,
    /// The greatest height.
    pub rows: f64,
}

/// Sweeps over all layers in which the order gets better.
const SWEEPS: usize = 12;

/// Lays boxes out; edges lead from a box to one that comes after it. Edges of a circle are left out. What no edge joins
/// stands apart, one below the other.
pub(super) fn layered_layout(boxes: usize, edges: &[(usize, usize)]) -> LayeredLayout {
    let mut whole = LayeredLayout { places: vec![(0, 0.0); boxes], routes: Vec::new(), columns: 0, rows: 0.0 };
    let mut top = 0.0;
    for members in connected_components(boxes, edges) {
        let at = |of: &usize| members.binary_search(of).ok();
        let within: Vec<(usize, usize)> = edges.iter().filter_map(|(a, b)| Some((at(a)?, at(b)?))).collect();
        let part = layout_component(members.len(), &within);
        let lower = |(column, height): (usize, f64)| (column, height + top);
        members.iter().zip(&part.places).for_each(|(of, place)| whole.places[*of] = lower(*place));
        whole.routes.extend(part.routes.iter().map(|r| r.iter().map(|p| lower(*p)).collect()));
        whole.columns = whole.columns.max(part.columns);
        whole.rows = top + part.rows;
        top = whole.rows + 1.0;
    }
    whole
}

/// The boxes that edges join, part by part, each in ascending order.
fn connected_components(boxes: usize, edges: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let mut near = vec![Vec::new(); boxes];
    for (from, to) in edges {
        near[*from].push(*to);
        near[*to].push(*from);
    }
    let mut seen = vec![false; boxes];
    let mut parts = Vec::new();
    for first in 0..boxes {
        let (mut open, mut part) = (vec![first], Vec::new());
        while let Some(one) = open.pop() {
            if !std::mem::replace(&mut seen[one], true) {
                part.push(one);
                open.extend(&near[one]);
            }
        }
        part.sort_unstable();
        if !part.is_empty() {
            parts.push(part);
        }
    }
    parts
}

/// Lays out boxes that edges join.
fn layout_component(boxes: usize, edges: &[(usize, usize)]) -> LayeredLayout {
    let layer = assign_layers(boxes, edges);
    let columns = layer.iter().max().map_or(0, |most| most + 1);
    // Boxes first, then a place in each layer that an edge passes over.
    let mut column: Vec<usize> = layer.clone();
    let mut paths: Vec<Vec<usize>> = Vec::new();
    for (from, to) in edges.iter().filter(|(from, to)| layer[*from] < layer[*to]) {
        let mut path = vec![*from];
        for between in layer[*from] + 1..layer[*to] {
            path.push(column.len());
            column.push(between);
        }
        path.push(*to);
        paths.push(path);
    }
    let mut before: Vec<Vec<usize>> = vec![Vec::new(); column.len()];
    let mut after: Vec<Vec<usize>> = vec![Vec::new(); column.len()];
    for pair in paths.iter().flat_map(|p| p.windows(2)) {
        after[pair[0]].push(pair[1]);
        before[pair[1]].push(pair[0]);
    }
    let mut order: Vec<Vec<usize>> = vec![Vec::new(); columns];
    (0..column.len()).for_each(|place| order[column[place]].push(place));
    let mut best = order.clone();
    let mut fewest = crossings(&order, &after);
    for sweep in 0..SWEEPS {
        if sweep % 2 == 0 {
            (1..columns).for_each(|c| order_by_barycentre(&mut order, c, &before, c - 1));
        } else {
            (0..columns.saturating_sub(1)).rev().for_each(|c| order_by_barycentre(&mut order, c, &after, c + 1));
        }
        let found = crossings(&order, &after);
        if found < fewest {
            (fewest, best) = (found, order.clone());
        }
    }
    let height = heights(&best, &before, &after, column.len());
    let place = |p: &usize| (column[*p], height[*p]);
    LayeredLayout {
        places: (0..boxes).map(|b| place(&b)).collect(),
        routes: paths.iter().map(|path| path.iter().map(place).collect()).collect(),
        columns,
        rows: height.iter().copied().fold(0.0, f64::max),
    }
}

/// The layer of each box: one after the last that it comes after, and no earlier than needed.
fn assign_layers(boxes: usize, edges: &[(usize, usize)]) -> Vec<usize> {
    let mut open = vec![0usize; boxes];
    edges.iter().for_each(|(_, to)| open[*to] += 1);
    let mut ready: Vec<usize> = (0..boxes).filter(|b| open[*b] == 0).collect();
    let mut layer = vec![0usize; boxes];
    let mut sorted = Vec::with_capacity(boxes);
    while let Some(from) = ready.pop() {
        sorted.push(from);
        for (_, to) in edges.iter().filter(|(f, _)| *f == from) {
            layer[*to] = layer[*to].max(layer[from] + 1);
            open[*to] -= 1;
            if open[*to] == 0 {
                ready.push(*to);
            }
        }
    }
    // What others wait for stands just before the first of them.
    for from in sorted.into_iter().rev() {
        let first = edges.iter().filter(|(f, t)| *f == from && layer[*t] > layer[from]).map(|(_, t)| layer[*t]).min();
        layer[from] = first.map_or(layer[from], |first| first - 1);
    }
    layer
}

/// Orders a layer by the middle of what its places are joined to in another.
fn order_by_barycentre(order: &mut [Vec<usize>], layer: usize, joined: &[Vec<usize>], other: usize) {
    let place: std::collections::HashMap<usize, usize> =
        order[other].iter().enumerate().map(|(at, p)| (*p, at)).collect();
    let mut keyed: Vec<(f64, usize)> = order[layer]
        .iter()
        .enumerate()
        .map(|(at, p)| {
            let there: Vec<usize> = joined[*p].iter().filter_map(|j| place.get(j).copied()).collect();
            let middle = there.iter().sum::<usize>() as f64 / there.len().max(1) as f64;
            (if there.is_empty() { at as f64 } else { middle }, *p)
        })
        .collect();
    keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
    order[layer] = keyed.into_iter().map(|(_, p)| p).collect();
}

/// How many edges cross between neighbouring layers.
fn crossings(order: &[Vec<usize>], after: &[Vec<usize>]) -> usize {
    let mut count = 0;
    for pair in order.windows(2) {
        let place: std::collections::HashMap<usize, usize> =
            pair[1].iter().enumerate().map(|(at, p)| (*p, at)).collect();
        let ends: Vec<usize> = pair[0]
            .iter()
            .flat_map(|p| {
                let mut ends: Vec<usize> = after[*p].iter().filter_map(|a| place.get(a).copied()).collect();
                ends.sort_unstable();
                ends
            })
            .collect();
        count +=
            ends.iter().enumerate().map(|(at, end)| ends[at + 1..].iter().filter(|e| *e < end).count()).sum::<usize>();
    }
    count
}

/// Heights at which edges are as straight as the order allows, one row apart at least.
fn heights(order: &[Vec<usize>], before: &[Vec<usize>], after: &[Vec<usize>], places: usize) -> Vec<f64> {
    let mut height = vec![0.0; places];
    order.iter().for_each(|layer| layer.iter().enumerate().for_each(|(at, p)| height[*p] = at as f64));
    for sweep in 0..SWEEPS {
        let forward = sweep % 2 == 0;
        let layers: Vec<&Vec<usize>> = if forward { order.iter().collect() } else { order.iter().rev().collect() };
        for layer in layers {
            let joined = |p: usize| if forward { &before[p] } else { &after[p] };
            let mut next = f64::NEG_INFINITY;
            let wanted: Vec<f64> = layer
                .iter()
                .map(|p| {
                    let ends = joined(*p);
                    match ends.is_empty() {
                        true => height[*p],
                        false => ends.iter().map(|e| height[*e]).sum::<f64>() / ends.len() as f64,
                    }
                })
                .collect();
            for (p, wanted) in layer.iter().zip(&wanted) {
                height[*p] = wanted.max(next);
                next = height[*p] + 1.0;
            }
            // Whoever was pushed down lets all above it come closer, half-way.
            let pushed = layer.last().zip(wanted.last()).map_or(0.0, |(p, wanted)| height[*p] - wanted);
            layer.iter().for_each(|p| height[*p] -= pushed / 2.0);
        }
    }
    let least = height.iter().copied().fold(f64::INFINITY, f64::min);
    height.iter_mut().for_each(|h| *h -= least);
    height
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chain_is_a_straight_line() {
        let found = layered_layout(3, &[(0, 1), (1, 2)]);
        assert_eq!(found.places, [(0, 0.0), (1, 0.0), (2, 0.0)]);
        assert_eq!((found.columns, found.routes.len()), (3, 2));
    }

    #[test]
    fn edges_that_would_cross_do_not() {
        // 0 → 3 and 1 → 2 cross unless 2 and 3 change places; 0 → 4 and 1 → 4 join them.
        let found = layered_layout(5, &[(0, 3), (1, 2), (0, 4), (1, 4)]);
        assert!(found.places[3].1 < found.places[2].1, "{found:?}");
        assert_eq!(layered_layout(4, &[(0, 3), (1, 2)]).places, [(0, 0.0), (0, 1.0), (1, 1.0), (1, 0.0)], "apart");
        let later = layered_layout(3, &[(0, 1), (1, 2), (0, 2)]);
        assert_eq!(later.routes[2].len(), 3, "it passes the layer between");
        assert_ne!(later.routes[2][1].1, later.places[1].1, "and not through the box there");
    }

    #[test]
    fn what_others_wait_for_stands_near_and_a_circle_hangs_nothing() {
        let near = layered_layout(4, &[(0, 1), (1, 2), (3, 2)]);
        assert_eq!(near.places[3].0, 1);
        let circle = layered_layout(3, &[(0, 1), (1, 0), (2, 0)]);
        assert_eq!(circle.places.len(), 3);
        assert_eq!(layered_layout(0, &[]), LayeredLayout { places: vec![], routes: vec![], columns: 0, rows: 0.0 });
    }

    proptest::proptest! {
        #[test]
        fn no_two_places_of_a_column_overlap(edges in proptest::collection::vec((0usize..12, 0usize..12), 0..30)) {
            let edges: Vec<(usize, usize)> = edges.into_iter().filter(|(a, b)| a < b).collect();
            let found = layered_layout(12, &edges);
            for (a, one) in found.places.iter().enumerate() {
                for other in &found.places[a + 1..] {
                    proptest::prop_assert!(one.0 != other.0 || (one.1 - other.1).abs() > 0.999, "{:?}", found);
                }
            }
            for (from, to) in edges {
                proptest::prop_assert!(found.places[from].0 < found.places[to].0);
            }
        }
    }
}
