//! What waits for what.

use crate::evaluate::Evaluated;
use crate::model::{Datum, DecisionVerdict};
use crate::report::chart::Chart;
use crate::report::chart::canvas::{Anchor, Canvas, coordinate, truncate};
use crate::report::chart::layered_layout::layered_layout;
use crate::report::output::phrasing::pluralize;
use std::collections::{BTreeMap, BTreeSet};

const BOX: (f64, f64) = (240.0, 34.0);
const GAP: (f64, f64) = (64.0, 14.0);
const EDGE: f64 = 12.0;
const LEGEND: f64 = 30.0;

/// Boxes that are drawn at most: beyond it nobody can follow the lines.
const MAX_BOXES: usize = 200;

/// The open initiatives that need others or are needed, and what they need; none where nothing waits.
pub fn dependencies(evaluated: &Evaluated, linked: bool) -> Option<Chart> {
    let plan = evaluated.plan();
    let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
    for (index, initiative) in plan.initiatives.iter().enumerate().filter(|(i, _)| evaluated.is_open(*i)) {
        let named = initiative.record.all("needs").flat_map(|f| &f.clauses);
        let needed = named.filter_map(|c| match &c.head {
            Datum::Reference { id, .. } => plan.by_id.get(id).copied(),
            _ => None,
        });
        pairs.extend(needed.filter(|n| *n != index).map(|n| (n, index)));
    }
    let mut at_box: BTreeMap<usize, usize> = BTreeMap::new();
    for initiative in pairs.iter().flat_map(|(a, b)| [*a, *b]) {
        let next = at_box.len();
        if next < MAX_BOXES {
            at_box.entry(initiative).or_insert(next);
        }
    }
    let all: BTreeSet<usize> = pairs.iter().flat_map(|(a, b)| [*a, *b]).collect();
    let boxes: Vec<usize> = {
        let mut boxes: Vec<(usize, usize)> = at_box.iter().map(|(i, b)| (*b, *i)).collect();
        boxes.sort_unstable();
        boxes.into_iter().map(|(_, i)| i).collect()
    };
    if boxes.is_empty() {
        return None;
    }
    let edges: Vec<(usize, usize)> =
        pairs.iter().filter_map(|(a, b)| Some((*at_box.get(a)?, *at_box.get(b)?))).collect();
    let found = layered_layout(boxes.len(), &edges);
    let (step, row) = (BOX.0 + GAP.0, BOX.1 + GAP.1);
    let place = |(column, height): (usize, f64)| (EDGE + column as f64 * step, EDGE + height * row);
    let mut canvas = Canvas::default();
    for route in &found.routes {
        let points: Vec<(f64, f64)> = route.iter().map(|p| place(*p)).collect();
        edge(&mut canvas, &points);
    }
    for (initiative, spot) in boxes.iter().zip(&found.places) {
        let (x, y) = place(*spot);
        let record = &plan.initiatives[*initiative].record;
        let (class, state) = state(evaluated, *initiative);
        let words = format!("{}: {state}", record.title());
        canvas.open("item", Some(&record.id), &words, linked);
        canvas.rect(&format!("box {class}"), (x, y), BOX, 5.0);
        let middle = (x + BOX.0 / 2.0, y + BOX.1 / 2.0 + 4.0);
        canvas.text("label", middle, Anchor::Middle, &truncate(record.title(), BOX.0 - 14.0, 12.0));
        canvas.close(Some(&record.id), linked);
    }
    let bottom = EDGE + found.rows * row + BOX.1 + EDGE;
    let legend =
        "an arrow leads from what must be done to what waits for it; blue: committed; dashed: done, later or declined";
    canvas.text("soft", (EDGE, bottom + 14.0), Anchor::Start, legend);
    let (waiting, left) = (pairs.iter().map(|(_, b)| b).collect::<BTreeSet<_>>().len(), all.len() - boxes.len());
    let mut about = format!("{} waiting for others", pluralize(waiting, "initiative"));
    if left > 0 {
        about += &format!("; {left} more are not drawn");
    }
    let width = (2.0 * EDGE + found.columns as f64 * step - GAP.0).max(640.0);
    let title = "Dependencies".to_string();
    Some(Chart { name: "needs", title, about, width, height: bottom + LEGEND, body: canvas.finish() })
}

/// How an initiative stands: the class of its box, and a word.
fn state(evaluated: &Evaluated, initiative: usize) -> (&'static str, &'static str) {
    let one = &evaluated.plan().initiatives[initiative];
    match evaluated.decision(one.id()).map(|d| d.verdict) {
        _ if evaluated.delivered(initiative) => ("later", "done"),
        Some(DecisionVerdict::Commit) => ("committed", "committed"),
        Some(DecisionVerdict::Defer) => ("later", "deferred"),
        Some(DecisionVerdict::Decline | DecisionVerdict::Sunset) => ("declined", "declined"),
        None if !one.open => ("later", "not open"),
        None => ("", "undecided"),
    }
}

/// A line through these places, from the right of the first box to the left of the last.
fn edge(canvas: &mut Canvas, points: &[(f64, f64)]) {
    let middle = |(x, y): (f64, f64)| (x, y + BOX.1 / 2.0);
    let Some((first, rest)) = points.split_first() else { return };
    let mut from = middle((first.0 + BOX.0, first.1));
    let mut d = format!("M{} {}", coordinate(from.0), coordinate(from.1));
    for (index, point) in rest.iter().enumerate() {
        let last = index + 1 == rest.len();
        let to = middle(*point);
        let to = if last { (to.0 - 6.0, to.1) } else { to };
        let half = (from.0 + to.0) / 2.0;
        d += &format!(
            "C{} {} {} {} {} {}",
            coordinate(half),
            coordinate(from.1),
            coordinate(half),
            coordinate(to.1),
            coordinate(to.0),
            coordinate(to.1)
        );
        from = to;
        if !last {
            // Along the layer that it passes.
            from = (to.0 + BOX.0, to.1);
            d += &format!("L{} {}", coordinate(from.0), coordinate(from.1));
        }
    }
    canvas.path("edge", &d);
    let (x, y) = from;
    canvas.path(
        "tip",
        &format!(
            "M{} {}L{} {}L{} {}Z",
            coordinate(x + 6.0),
            coordinate(y),
            coordinate(x - 2.0),
            coordinate(y - 4.5),
            coordinate(x - 2.0),
            coordinate(y + 4.5)
        ),
    );
}
