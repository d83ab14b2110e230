//! Metrics over time: what was measured, where it shall be, what is to be expected.

use crate::quantity::{Date, Period};
use crate::report::chart::Chart;
use crate::report::chart::canvas::{Anchor, Canvas, coordinate, truncate};
use crate::report::chart::linear_scale::LinearScale;
use crate::report::metrics::{ExpectedReport, MetricRow, MetricsReport, PointReport};
use crate::report::output::phrasing::pluralize;
use std::fmt::Write;

/// The size of a panel, and how many stand side by side.
const PANEL: (f64, f64) = (336.0, 190.0);
const PANELS_PER_ROW: usize = 3;

/// The size of a drawing in a cell.
const CELL: (f64, f64) = (150.0, 36.0);

/// What a metric's axes hold.
struct Axes {
    from: Date,
    days: f64,
    x: (f64, f64),
    y: LinearScale,
}

impl Axes {
    fn new(metric: &MetricRow, (x, y): ((f64, f64), (f64, f64))) -> Option<Axes> {
        let dates: Vec<Date> = points(metric).filter_map(day).collect();
        let (from, to) = (dates.iter().copied().min()?, dates.iter().copied().max()?);
        let values = points(metric).map(|p| p.value);
        let ends = expected(metric).into_iter().flat_map(|e| [e.low, e.high]);
        let bounds = [metric.floor, metric.ceiling].into_iter().flatten();
        let y = LinearScale::new(values.chain(ends).chain(bounds), (y.1, y.0))?.padded(0.08);
        Some(Axes { from, days: to.days_since(from).max(1) as f64, x, y })
    }

    fn at(&self, point: &PointReport) -> Option<(f64, f64)> {
        Some((self.day(day(point)?), self.y.position(point.value)))
    }

    fn day(&self, day: Date) -> f64 {
        self.x.0 + day.days_since(self.from) as f64 / self.days * (self.x.1 - self.x.0)
    }
}

/// The day that stands for a dated value: the last of its period.
fn day(point: &PointReport) -> Option<Date> {
    point.on.map(Period::last)
}

fn points(metric: &MetricRow) -> impl Iterator<Item = &PointReport> + Clone {
    metric.baseline.iter().chain(&metric.series).chain(&metric.target)
}

/// What is to be expected when the target is due.
fn expected(metric: &MetricRow) -> Option<ExpectedReport> {
    let forecast = metric.forecast.as_ref()?;
    forecast.damped.or(forecast.linear)
}

/// Whether there is anything to draw: two dated values.
fn is_drawn(metric: &MetricRow) -> bool {
    points(metric).filter_map(day).count() > 1
}

fn draw(canvas: &mut Canvas, metric: &MetricRow, axes: &Axes) {
    for bound in [metric.floor, metric.ceiling].into_iter().flatten() {
        canvas.line("bound", (axes.x.0, axes.y.position(bound)), (axes.x.1, axes.y.position(bound)));
    }
    let measured: Vec<(f64, f64)> = metric.baseline.iter().chain(&metric.series).filter_map(|p| axes.at(p)).collect();
    if let (Some(last), Some(target)) = (measured.last(), metric.target.as_ref().and_then(|t| axes.at(t))) {
        canvas.line("target", *last, target);
        canvas.diamond("goal", target, 4.5);
        if let Some(e) = expected(metric) {
            canvas.line("guess", (target.0, axes.y.position(e.low)), (target.0, axes.y.position(e.high)));
            canvas.circle("guessed", (target.0, axes.y.position(e.value)), 3.0);
        }
    }
    if measured.len() > 1 {
        let d: String = measured.iter().enumerate().fold(String::new(), |mut d, (index, (x, y))| {
            let _ = write!(d, "{}{} {}", if index == 0 { "M" } else { "L" }, coordinate(*x), coordinate(*y));
            d
        });
        canvas.path("series", &d);
    }
    measured.iter().for_each(|place| canvas.circle("point", *place, 2.5));
}

/// A metric's way for a cell of a table; none where there is nothing to draw.
pub(crate) fn sparkline(metric: &MetricRow) -> Option<String> {
    is_drawn(metric).then_some(())?;
    let axes = Axes::new(metric, ((6.0, CELL.0 - 8.0), (6.0, CELL.1 - 6.0)))?;
    let mut canvas = Canvas::default();
    draw(&mut canvas, metric, &axes);
    let (w, h) = (coordinate(CELL.0), coordinate(CELL.1));
    let said = crate::report::document::escape_html(&words(metric));
    Some(format!(
        "<svg class=\"chart spark\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\" role=\"img\" aria-label=\"{said}\">\n{}</svg>",
        canvas.finish()
    ))
}

fn words(metric: &MetricRow) -> String {
    let dated = |p: &PointReport| metric.dated(p, "on");
    let said = [
        metric.baseline.as_ref().map(|b| format!("from {}", dated(b))),
        metric.latest.as_ref().map(|l| format!("now {}", dated(l))),
        metric.target.as_ref().map(|t| format!("target {}", metric.dated(t, "by"))),
    ];
    format!("{}: {}", metric.title, said.into_iter().flatten().collect::<Vec<_>>().join(", "))
}

/// A panel for each metric that has something to draw; none where none has.
pub fn metrics(report: &MetricsReport) -> Option<Chart> {
    let drawn: Vec<&MetricRow> = report.metrics.iter().filter(|m| is_drawn(m)).collect();
    let mut canvas = Canvas::default();
    for (index, metric) in drawn.iter().enumerate() {
        let (left, top) = ((index % PANELS_PER_ROW) as f64 * PANEL.0, (index / PANELS_PER_ROW) as f64 * PANEL.1);
        panel(&mut canvas, metric, (left + 16.0, top));
    }
    if drawn.is_empty() {
        return None;
    }
    let (columns, rows) = (drawn.len().min(PANELS_PER_ROW), drawn.len().div_ceil(PANELS_PER_ROW));
    let bottom = rows as f64 * PANEL.1;
    let legend = "line: measured; diamond: target; bar: expected by then; dotted: floor or ceiling";
    canvas.text("soft", (16.0, bottom + 14.0), Anchor::Start, legend);
    let about = format!("{} over time, with targets", pluralize(drawn.len(), "metric"));
    let width = (columns as f64 * PANEL.0 + 16.0).max(520.0);
    let title = "Metrics".to_string();
    Some(Chart { name: "metrics", title, about, width, height: bottom + 28.0, body: canvas.finish() })
}

fn panel(canvas: &mut Canvas, metric: &MetricRow, (left, top): (f64, f64)) {
    let (right, bottom) = (left + PANEL.0 - 24.0, top + PANEL.1 - 34.0);
    let axes = Axes::new(metric, ((left + 52.0, right - 10.0), (top + 48.0, bottom)));
    let Some(axes) = axes else { return };
    canvas.open("item", Some(&metric.id), &words(metric), false);
    canvas.text("strong label", (left, top + 18.0), Anchor::Start, &truncate(&metric.title, right - left, 12.5));
    let target = metric.target.as_ref().map(|t| metric.dated(t, "by"));
    let latest = metric.latest.as_ref().or(metric.baseline.as_ref()).map(|p| metric.value(p.value));
    let said = [latest, target].into_iter().flatten().collect::<Vec<_>>().join(" → ");
    canvas.text("soft", (left, top + 35.0), Anchor::Start, &truncate(&said, right - left, 12.0));
    for (value, _) in axes.y.ticks(3) {
        canvas.line("grid", (axes.x.0, axes.y.position(value)), (axes.x.1, axes.y.position(value)));
        let text = metric.value(value).split(' ').next().unwrap_or_default().to_string();
        canvas.text(
            "soft small",
            (left + 46.0, axes.y.position(value) + 4.0),
            Anchor::End,
            &truncate(&text, 46.0, 11.0),
        );
    }
    let dated = points(metric).filter(|p| day(p).is_some());
    let ends = [dated.clone().min_by_key(|p| day(p)), dated.max_by_key(|p| day(p))];
    for (end, (x, anchor)) in ends.into_iter().flatten().zip([(axes.x.0, Anchor::Start), (axes.x.1, Anchor::End)]) {
        canvas.text("soft small", (x, bottom + 16.0), anchor, &end.on.map_or(String::new(), |on| on.to_string()));
    }
    canvas.line("axis", (axes.x.0, bottom), (axes.x.1, bottom));
    draw(canvas, metric, &axes);
    canvas.close(Some(&metric.id), false);
}
