//! Scores with what the estimates leave open about them.

use crate::quantity::print;
use crate::report::chart::Chart;
use crate::report::chart::canvas::{Anchor, Canvas, coordinate, truncate};
use crate::report::chart::linear_scale::LinearScale;
use crate::report::output::phrasing::{approximate, pluralize};
use crate::report::rank::{RankReport, RankRow};
use std::fmt::Write;

const NAMES: f64 = 304.0;
const WIDTH: f64 = 1180.0;
const AXIS: f64 = 26.0;
const ROW: f64 = 24.0;

/// Every number that the rows show.
fn values<'r>(rows: impl Iterator<Item = &'r RankRow>) -> impl Iterator<Item = f64> {
    rows.flat_map(|r| [r.score, r.interval.map(|i| i.low), r.interval.map(|i| i.high)]).flatten()
}

/// The scale that all rows of a table share.
#[derive(Debug, Clone, Copy)]
pub struct IntervalScale(LinearScale);

/// The width and height of an interval in a cell.
const CELL: (f64, f64) = (150.0, 18.0);

/// The scale of the intervals of these rows; none where none has one.
pub fn interval_scale<'r>(rows: impl Iterator<Item = &'r RankRow> + Clone) -> Option<IntervalScale> {
    rows.clone().find(|r| is_open(r))?;
    Some(IntervalScale(LinearScale::new(values(rows), (6.0, CELL.0 - 6.0))?.with_zero()))
}

fn is_open(row: &RankRow) -> bool {
    row.interval.is_some_and(|i| i.low < i.high)
}

/// A row's interval for a cell of a table.
pub fn interval(row: &RankRow, span: &IntervalScale) -> String {
    let mut canvas = Canvas::default();
    marks(&mut canvas, row, &span.0, CELL.1 / 2.0);
    let said = match row.interval.filter(|_| is_open(row)) {
        Some(i) => format!("{} to {}", approximate(i.low), approximate(i.high)),
        None => "certain".to_string(),
    };
    let (w, h) = (coordinate(CELL.0), coordinate(CELL.1));
    let mut out = String::new();
    let _ = write!(
        out,
        "<svg class=\"chart interval\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\" role=\"img\" aria-label=\"{said}\">\n{}</svg>",
        canvas.finish()
    );
    out
}

/// The interval that holds 90%, the half in its middle, and the score.
fn marks(canvas: &mut Canvas, row: &RankRow, scale: &LinearScale, y: f64) {
    if let Some(i) = row.interval.filter(|_| is_open(row)) {
        canvas.line("wide", (scale.position(i.low), y), (scale.position(i.high), y));
        if let Some(half) = row.odds.as_ref().map(|o| o.half) {
            canvas.line("half", (scale.position(half.low), y), (scale.position(half.high), y));
        }
    }
    if let Some(score) = row.score {
        canvas.circle("point", (scale.position(score), y), 4.0);
    }
}

/// The first rows of a ranking, in its order, with their intervals; none where nothing is ranked.
pub fn ranking(report: &RankReport, top: Option<usize>, linked: bool) -> Option<Chart> {
    let listed = report.rows.iter().filter(|r| r.order.is_some());
    let rows: Vec<&RankRow> = listed.take(top.unwrap_or(usize::MAX)).collect();
    let scale = LinearScale::new(values(rows.iter().copied()), (NAMES, WIDTH - 90.0))?.with_zero();
    let bottom = AXIS + ROW * rows.len() as f64;
    let mut canvas = Canvas::default();
    for (value, text) in scale.ticks(6) {
        canvas.line("grid", (scale.position(value), AXIS), (scale.position(value), bottom));
        canvas.text("soft", (scale.position(value), 16.0), Anchor::Middle, &text);
    }
    for (index, row) in rows.iter().enumerate() {
        let y = AXIS + ROW * index as f64;
        let order = row.order.map_or(String::new(), |o| o.to_string());
        canvas.open("item", Some(&row.id), &words(row), linked);
        canvas.text("soft", (30.0, y + 16.0), Anchor::End, &order);
        canvas.text("label", (40.0, y + 16.0), Anchor::Start, &truncate(&row.title, NAMES - 56.0, 12.0));
        marks(&mut canvas, row, &scale, y + 12.0);
        canvas.text("soft", (WIDTH - 12.0, y + 16.0), Anchor::End, &score(row));
        canvas.close(Some(&row.id), linked);
    }
    let drawn = rows.iter().any(|r| is_open(r));
    let legend = match drawn {
        true => "point: score; thick: half of the draws; thin: nine in ten of them",
        false => "point: score; nothing in it was given as a range",
    };
    canvas.text("soft", (NAMES, bottom + 20.0), Anchor::Start, legend);
    let ordered = rows.iter().any(|r| r.order != r.rank);
    let title = match (&report.weights, &report.scenario) {
        (Some(weights), _) => format!("Ranking by {} ({weights})", report.by),
        (None, Some(scenario)) => format!("Ranking by {}, {scenario}", report.by),
        (None, None) => format!("Ranking by {}", report.by),
    };
    let first = rows.first().map_or(String::new(), |r| format!(", {} first", r.title));
    let order = if ordered { "in the order that decisions give them" } else { "by score" };
    let about = format!("{} {order}{first}", pluralize(rows.len(), "initiative"));
    Some(Chart { name: "ranking", title, about, width: WIDTH, height: bottom + 34.0, body: canvas.finish() })
}

fn score(row: &RankRow) -> String {
    row.score.map_or("–".to_string(), print::number)
}

fn words(row: &RankRow) -> String {
    let mut said = match row.rank {
        Some(rank) => format!("{}: score {}, rank {rank}", row.title, score(row)),
        None => format!("{}: committed, no score", row.title),
    };
    if let Some(i) = row.interval.filter(|_| is_open(row)) {
        said += &format!(", between {} and {} in nine draws of ten", approximate(i.low), approximate(i.high));
    }
    said
}
