//! The roadmap by team and quarter: bars of initiatives under the load of who does them.

use crate::quantity::Period;
use crate::report::chart::Chart;
use crate::report::chart::canvas::{Anchor, Canvas, truncate};
use crate::report::chart::time_axis::TimeAxis;
use crate::report::output::phrasing::{percent, pluralize};
use crate::report::roadmap::{RoadmapItem, RoadmapReport, RoadmapState, TeamCapacity};

/// The room for names, that after the bars, and the least that a quarter takes.
const NAMES: f64 = 220.0;
const AFTER_BARS: f64 = 52.0;
const QUARTER: f64 = 96.0;
/// The width where the quarters leave room.
const WIDTH: f64 = 1180.0;
/// The heights of the axis, of a team's head, of an initiative and of the legend.
const AXIS: f64 = 26.0;
const HEAD: f64 = 34.0;
const ROW: f64 = 24.0;
const LEGEND: f64 = 34.0;

/// A team with what it does.
struct Lane<'r> {
    /// Absent where the audience is told of no teams.
    title: Option<&'r str>,
    capacity: Option<&'r TeamCapacity>,
    items: Vec<&'r RoadmapItem>,
}

/// The chart; names lead to the rows of a page where `linked`. None where the audience is told no dates, or nothing is
/// placed.
pub fn roadmap(report: &RoadmapReport, linked: bool) -> Option<Chart> {
    let periods: Vec<Period> = report.periods.clone();
    let width = WIDTH.max(NAMES + AFTER_BARS + QUARTER * periods.len() as f64);
    let axis = TimeAxis::new(periods, (NAMES, width - AFTER_BARS))?;
    // What starts after the last quarter has no place in it.
    let within = |i: &&RoadmapItem| i.start.is_some_and(|start| !axis.is_after_end(start));
    let placed: Vec<&RoadmapItem> = report.items.iter().filter(within).collect();
    if placed.is_empty() {
        return None;
    }
    let lanes = lanes(report, &placed);
    let height = |lane: &Lane<'_>| lane.title.map_or(0.0, |_| HEAD) + ROW * lane.items.len() as f64 + 6.0;
    let bottom = AXIS + lanes.iter().map(height).sum::<f64>();
    let mut canvas = Canvas::default();
    axis.draw(&mut canvas, (0.0, bottom));
    canvas.text("soft small", (width - AFTER_BARS + 6.0, 16.0), Anchor::Start, "done");
    let today = axis.position(report.today);
    canvas.line("today", (today, AXIS - 6.0), (today, bottom));
    let mut top = AXIS;
    for lane in &lanes {
        draw(&mut canvas, (&axis, &report.critical), lane, (top, width), linked);
        top += height(lane);
    }
    let chained = placed.iter().any(|i| is_critical(i, &report.critical));
    legend(&mut canvas, &placed, chained, bottom + 20.0);
    let committed = placed.iter().filter(|i| i.state == RoadmapState::Committed).count();
    let about = format!(
        "{} by team and quarter, {committed} committed, from {} to {}",
        pluralize(placed.len(), "initiative"),
        report.periods.first()?,
        report.periods.last()?
    );
    let (title, body) = (report.title.clone(), canvas.finish());
    Some(Chart { name: "roadmap", title, about, width, height: bottom + LEGEND, body })
}

/// The teams with a capacity in their order, then those without, then what no team does.
fn lanes<'r>(report: &'r RoadmapReport, placed: &[&'r RoadmapItem]) -> Vec<Lane<'r>> {
    let of = |team: &str| placed.iter().copied().filter(|i| i.teams.iter().any(|t| t == team)).collect::<Vec<_>>();
    let mut lanes: Vec<Lane<'_>> =
        report.capacity.iter().map(|t| Lane { title: Some(&t.title), capacity: Some(t), items: of(&t.team) }).collect();
    let known = |team: &str| report.capacity.iter().any(|t| t.team == team);
    let mut others: Vec<&str> = Vec::new();
    for team in placed.iter().flat_map(|i| &i.teams).filter(|t| !known(t)) {
        if !others.contains(&team.as_str()) {
            others.push(team);
        }
    }
    lanes.extend(others.into_iter().map(|t| Lane { title: Some(t), capacity: None, items: of(t) }));
    let nobody: Vec<&RoadmapItem> = placed.iter().copied().filter(|i| i.teams.is_empty()).collect();
    if !nobody.is_empty() {
        let title = (!lanes.is_empty()).then_some("No team");
        lanes.push(Lane { title, capacity: None, items: nobody });
    }
    lanes
}

/// Whether an initiative is on the critical chain.
fn is_critical(item: &RoadmapItem, critical: &[String]) -> bool {
    item.id.as_ref().is_some_and(|id| critical.contains(id))
}

fn draw(
    canvas: &mut Canvas,
    (axis, critical): (&TimeAxis, &[String]),
    lane: &Lane<'_>,
    (mut top, width): (f64, f64),
    linked: bool,
) {
    if let Some(title) = lane.title {
        canvas.line("axis", (0.0, top), (width, top));
        canvas.text("strong", (8.0, top + 22.0), Anchor::Start, &truncate(title, NAMES - 24.0, 12.5));
        if let Some(team) = lane.capacity {
            load(canvas, axis, team, top);
        }
        top += HEAD;
    }
    for item in &lane.items {
        let id = item.id.as_deref();
        let critical = is_critical(item, critical);
        canvas.open("item", id, &words(item, critical), linked);
        canvas.text("label", (16.0, top + 16.0), Anchor::Start, &truncate(&item.title, NAMES - 28.0, 12.0));
        bar(canvas, axis, item, critical, top);
        if let Some(forecast) = item.chance() {
            canvas.text("soft small", (width - AFTER_BARS + 6.0, top + 16.0), Anchor::Start, &percent(forecast));
        }
        canvas.close(id, linked);
        top += ROW;
    }
}

/// How much of a team's capacity is taken, by quarter.
fn load(canvas: &mut Canvas, axis: &TimeAxis, team: &TeamCapacity, top: f64) {
    for ((_, left, right), (capacity, load)) in axis.columns().zip(team.capacity.iter().zip(&team.load)) {
        if *capacity <= 0.0 {
            let text = if *load > 0.0 { "no one!" } else { "no one" };
            canvas.text("soft small", ((left + right) / 2.0, top + 22.0), Anchor::Middle, text);
            continue;
        }
        let share = load / capacity;
        let room = right - left - 54.0;
        let class = if share > 1.005 { "over" } else { "load" };
        canvas.rect("room", (left + 6.0, top + 13.0), (room, 10.0), 2.0);
        canvas.rect(class, (left + 6.0, top + 13.0), (room * share.clamp(0.0, 1.0), 10.0), 2.0);
        let said = format!("{:.0}%", (share * 100.0).min(9999.0));
        canvas.text("soft small", (right - 6.0, top + 22.0), Anchor::End, &said);
    }
}

fn bar(canvas: &mut Canvas, axis: &TimeAxis, item: &RoadmapItem, critical: bool, top: f64) {
    let (Some(start), Some(finish)) = (item.start, item.finish) else { return };
    let class = if item.state == RoadmapState::Committed { "committed" } else { "planned" };
    let (left, right) = (axis.position(start), axis.position(finish.plus_days(1)));
    if let Some(safe) = item.p80.filter(|safe| *safe > finish) {
        canvas.rect("late", (right - 2.0, top + 6.0), (axis.position(safe.plus_days(1)) - right + 2.0, 12.0), 2.0);
    }
    canvas.rect(class, (left, top + 5.0), ((right - left).max(3.0), 14.0), 3.0);
    if critical {
        canvas.rect("critical", (left, top + 19.5), ((right - left).max(3.0), 3.0), 0.0);
    }
    if item.p80.or(Some(finish)).is_some_and(|last| axis.is_after_end(last)) {
        let end = axis.position(finish.max(start));
        let end = if axis.is_after_end(finish) { end } else { axis.position(finish.plus_days(100_000)) };
        canvas.text("soft", (end - 2.0, top + 16.0), Anchor::End, "▸");
    }
    if let Some(due) = item.due.filter(|due| !axis.is_after_end(*due)) {
        canvas.diamond("due", (axis.position(due), top + 12.0), 5.5);
    }
}

/// An initiative in words.
fn words(item: &RoadmapItem, critical: bool) -> String {
    let mut said = format!("{}: {}", item.title, item.state.as_str());
    if let (Some(start), Some(finish)) = (&item.start, &item.finish) {
        said += &format!(", {start} to {finish}");
    }
    if let Some(safe) = &item.p80 {
        said += &format!(", in four cases of five by {safe}");
    }
    if let Some(due) = &item.due {
        said += &format!(", due {due}");
    }
    if let Some(forecast) = item.chance() {
        said += &format!(", {} done by the end", percent(forecast));
    }
    if critical {
        said += ", on the critical chain";
    }
    said
}

fn legend(canvas: &mut Canvas, placed: &[&RoadmapItem], chained: bool, y: f64) {
    let mut x = 16.0;
    let mut entry = |canvas: &mut Canvas, class: &str, said: &str| {
        match class {
            "due" => canvas.diamond("due", (x + 8.0, y - 4.0), 5.5),
            "today" => canvas.line("today", (x + 8.0, y - 11.0), (x + 8.0, y + 3.0)),
            "critical" => canvas.rect("critical", (x, y - 5.0), (16.0, 3.0), 0.0),
            class => canvas.rect(class, (x, y - 10.0), (16.0, 12.0), 2.0),
        }
        canvas.text("soft", (x + 22.0, y), Anchor::Start, said);
        x += 22.0 + crate::report::chart::canvas::text_width(said, 12.0) + 22.0;
    };
    entry(canvas, "committed", "committed");
    entry(canvas, "planned", "planned, not committed");
    entry(canvas, "late", "if it runs late (80%)");
    if chained {
        entry(canvas, "critical", "critical chain");
    }
    if placed.iter().any(|i| i.due.is_some()) {
        entry(canvas, "due", "due");
    }
    entry(canvas, "today", "today");
}
