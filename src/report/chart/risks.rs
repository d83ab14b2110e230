//! Risks by how likely they are and how much they delay.

use crate::report::chart::Chart;
use crate::report::chart::canvas::{Anchor, Canvas};
use crate::report::output::phrasing::pluralize;

/// A risk.
#[derive(Debug, Clone, PartialEq)]
pub struct RiskPoint {
    /// The number that stands for it.
    pub number: usize,
    /// The initiative.
    pub id: String,
    /// What it is, in words.
    pub words: String,
    /// How likely it is, 0 to 1.
    pub likelihood: f64,
    /// How much later everything is done if it happens, in weeks.
    pub weeks: f64,
}

/// The upper ends of the bands of delay, in weeks, and of likelihood.
const DELAY_BANDS: [f64; 5] = [1.0, 2.0, 4.0, 8.0, f64::INFINITY];
const LIKELIHOOD_BANDS: [f64; 5] = [0.1, 0.25, 0.5, 0.75, 1.0];

const LEFT: f64 = 92.0;
const CELL: (f64, f64) = (134.0, 76.0);
const DOT: f64 = 11.0;
/// Dots in a row of a cell, and rows.
const DOTS_PER_ROW: usize = 5;
const ROWS_PER_CELL: usize = 3;

/// The matrix; none where no risk has both numbers.
pub fn risks(dots: &[RiskPoint], linked: bool) -> Option<Chart> {
    if dots.is_empty() {
        return None;
    }
    let mut canvas = Canvas::default();
    let (width, bottom) =
        (LEFT + CELL.0 * DELAY_BANDS.len() as f64 + 12.0, 8.0 + CELL.1 * LIKELIHOOD_BANDS.len() as f64);
    let names = ["up to 1 week", "1 to 2", "2 to 4", "4 to 8", "over 8 weeks"];
    for (column, name) in names.into_iter().enumerate() {
        let x = LEFT + CELL.0 * (column as f64 + 0.5);
        canvas.text("soft", (x, bottom + 18.0), Anchor::Middle, name);
    }
    canvas.text("soft strong", (LEFT + CELL.0 * 2.5, bottom + 38.0), Anchor::Middle, "delay if it happens");
    let names = ["to 10%", "10 to 25%", "25 to 50%", "50 to 75%", "over 75%"];
    for (row, name) in names.into_iter().enumerate() {
        let y = bottom - CELL.1 * (row as f64 + 0.5);
        canvas.text("soft", (LEFT - 10.0, y + 4.0), Anchor::End, name);
    }
    canvas.text("soft strong", (8.0, 16.0), Anchor::Start, "likelihood");
    for (row, _) in LIKELIHOOD_BANDS.iter().enumerate() {
        for (column, _) in DELAY_BANDS.iter().enumerate() {
            let place = (LEFT + CELL.0 * column as f64, bottom - CELL.1 * (row as f64 + 1.0));
            canvas.rect(heat_class(row, column), (place.0 + 1.0, place.1 + 1.0), (CELL.0 - 2.0, CELL.1 - 2.0), 3.0);
            let here: Vec<&RiskPoint> = dots.iter().filter(|d| band(d) == (row, column)).collect();
            fill(&mut canvas, &here, place, linked);
        }
    }
    let worst = dots.iter().max_by(|a, b| (a.likelihood * a.weeks).total_cmp(&(b.likelihood * b.weeks)));
    let about =
        worst.map_or(String::new(), |w| format!("{}; the greatest is {}", pluralize(dots.len(), "risk"), w.words));
    let title = "Risks by likelihood and delay".to_string();
    Some(Chart { name: "risks", title, about, width, height: bottom + 48.0, body: canvas.finish() })
}

/// The row and column of a risk.
fn band(dot: &RiskPoint) -> (usize, usize) {
    let at = |ends: &[f64; 5], value: f64| ends.iter().position(|end| value <= *end).unwrap_or(4);
    (at(&LIKELIHOOD_BANDS, dot.likelihood), at(&DELAY_BANDS, dot.weeks))
}

/// How warm a cell is: by the weeks to expect in its middle.
fn heat_class(row: usize, column: usize) -> &'static str {
    let likely = [0.05, 0.175, 0.375, 0.625, 0.875][row];
    let weeks = [0.5, 1.5, 3.0, 6.0, 12.0][column];
    match likely * weeks {
        w if w < 0.4 => "heat0",
        w if w < 1.2 => "heat1",
        w if w < 3.0 => "heat2",
        _ => "heat3",
    }
}

/// The risks of a cell, numbered; the last place counts those that find none.
fn fill(canvas: &mut Canvas, dots: &[&RiskPoint], (left, top): (f64, f64), linked: bool) {
    let places = DOTS_PER_ROW * ROWS_PER_CELL;
    let shown = if dots.len() > places { places - 1 } else { dots.len() };
    let place = |at: usize| {
        let (column, row) = ((at % DOTS_PER_ROW) as f64, (at / DOTS_PER_ROW) as f64);
        (left + 16.0 + column * 25.0, top + 15.0 + row * 23.5)
    };
    for (at, dot) in dots.iter().take(shown).enumerate() {
        let (x, y) = place(at);
        canvas.open("item", Some(&dot.id), &dot.words, linked);
        canvas.circle("dot", (x, y), DOT);
        canvas.text("mark", (x, y + 4.0), Anchor::Middle, &dot.number.to_string());
        canvas.close(Some(&dot.id), linked);
    }
    if shown < dots.len() {
        let (x, y) = place(shown);
        canvas.text("soft", (x, y + 4.0), Anchor::Middle, &format!("+{}", dots.len() - shown));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dot(likelihood: f64, weeks: f64) -> RiskPoint {
        RiskPoint { number: 7, id: "a".into(), words: "late".into(), likelihood, weeks }
    }

    #[test]
    fn a_risk_stands_in_its_band() {
        assert_eq!([band(&dot(0.1, 1.0)), band(&dot(0.11, 1.01)), band(&dot(1.0, 99.0))], [(0, 0), (1, 1), (4, 4)]);
        assert!(risks(&[], false).is_none());
        let chart = risks(&vec![dot(0.3, 3.0); 20], false).unwrap();
        assert!(chart.body.contains(">+6</text>"), "{}", chart.body);
        assert_eq!(chart.body.matches(">7</text>").count(), 14);
    }
}
