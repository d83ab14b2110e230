//! The roadmap: its chart, and the same as tables.

use crate::quantity::print;
use crate::report::chart;
use crate::report::document::escape;
use crate::report::html_report::grid::{Cell, Grid, Kind};
use crate::report::html_report::initiatives::{pill, team};
use crate::report::html_report::{Overview, drawing, leading};
use crate::report::output::phrasing::percent;
use crate::report::roadmap::unmarked;

/// The most causes of doubt that are told.
const MAX_CAUSES_SHOWN: usize = 10;

/// The chart with what is behind it.
pub(super) fn roadmap(page: &Overview<'_>) -> String {
    let report = &page.roadmap;
    let Some(chart) = chart::roadmap(report, true) else {
        let why = match report.items.is_empty() {
            true => "There is no open initiative.",
            false => "Nothing is placed: work needs an <code>effort</code>.",
        };
        return format!("<p>{why}</p>\n");
    };
    format!(
        "{}{}{}{}\
         <details><summary>As tables</summary>\n{}{}</details>\n",
        drawing("Roadmap by team and quarter", &chart),
        critical(page),
        unsure(page),
        notes(page),
        dates(page),
        load(page)
    )
}

/// What a part of what the audience is told says.
fn said(page: &Overview<'_>, section: &str) -> Option<String> {
    page.roadmap.sections.iter().find(|s| s.id == section).and_then(|s| s.say.as_deref()).map(unmarked)
}

/// An initiative by its title, leading to its row.
fn named(page: &Overview<'_>, id: &str) -> String {
    let title = page.evaluated.plan().initiative(id).map_or(id, |i| i.title());
    leading(id, title)
}

/// What waits for one another until the last is done.
fn critical(page: &Overview<'_>) -> String {
    let chain: Vec<String> = page.roadmap.critical.iter().map(|id| named(page, id)).collect();
    match chain.is_empty() {
        true => String::new(),
        false => {
            format!("<p><b>Critical chain:</b> {}. What is later there makes the whole later.</p>\n", chain.join(" → "))
        }
    }
}

/// Which risks and estimates cost the most confidence.
fn unsure(page: &Overview<'_>) -> String {
    let Some(confidence) = page.roadmap.confidence.as_ref().filter(|c| !c.costs.is_empty()) else {
        return String::new();
    };
    let columns = [
        ("Uncertainty", Kind::Text),
        ("Initiative", Kind::Text),
        ("More done in time", Kind::Number),
        ("All done by the end", Kind::Number),
    ];
    let mut grid = Grid::new("unsure", "What makes the roadmap unsure", &columns);
    for cost in confidence.costs.iter().take(MAX_CAUSES_SHOWN) {
        let cells = [
            Cell::text(&cost.title),
            Cell::html(named(page, &cost.initiative)),
            Cell::text(&format!("+{}", print::number((cost.gain * 100.0).round() / 100.0))).by(cost.gain),
            Cell::text(&format!("+{} points", print::number((cost.whole * 100.0).round()))).by(cost.whole),
        ];
        grid.push(&format!(" data-id=\"{}\"", escape(&cost.initiative)), cells);
    }
    let said = said(page, "unsure").map_or(String::new(), |s| format!("<p>{}</p>\n", escape(&s)));
    format!("<details><summary>Uncertainty</summary>\n{said}{}</details>\n", grid.finish())
}

/// What is to be known beside: what was assumed, and how good the order is.
fn notes(page: &Overview<'_>) -> String {
    let notes = page.notes.iter().cloned().chain(said(page, "order"));
    let notes: String = notes.map(|n| format!("<li>{}</li>", escape(&n))).collect();
    if notes.is_empty() { notes } else { format!("<ul class=\"notes\">{notes}</ul>\n") }
}

fn dates(page: &Overview<'_>) -> String {
    let columns = [
        ("Initiative", Kind::Text),
        ("State", Kind::Text),
        ("Start", Kind::Text),
        ("Finish", Kind::Text),
        ("Likely done", Kind::Text),
        ("Done (80%)", Kind::Text),
        ("Due", Kind::Text),
        ("Forecast", Kind::Number),
        ("Slack, weeks", Kind::Number),
        ("Teams", Kind::Text),
    ];
    let mut grid = Grid::new("dates", "Dates of what is placed", &columns);
    for item in page.roadmap.items.iter().filter(|i| i.start.is_some()) {
        let day = |d: &Option<String>| Cell::maybe(d.as_deref());
        let teams: Vec<String> = item.teams.iter().map(|t| team(page, t)).collect();
        let marks = item.id.as_ref().map_or(String::new(), |id| format!(" data-id=\"{}\"", escape(id)));
        let cells = [
            Cell::text(&item.title),
            Cell::html(pill(item.state.as_str())).by(item.state.as_str()),
            day(&item.start),
            day(&item.finish),
            day(&item.p50),
            day(&item.p80),
            day(&item.due),
            item.chance().map_or_else(Cell::nothing, |f| Cell::text(&percent(f)).by(f)),
            item.slack.map_or_else(Cell::nothing, |s| Cell::text(&print::number(s)).by(s)),
            if teams.is_empty() { Cell::nothing() } else { Cell::text(&teams.join(", ")) },
        ];
        grid.push(&marks, cells);
    }
    grid.finish()
}

fn load(page: &Overview<'_>) -> String {
    let columns = [
        ("Team", Kind::Text),
        ("Quarter", Kind::Text),
        ("Capacity, person-weeks", Kind::Number),
        ("Load, person-weeks", Kind::Number),
        ("Share", Kind::Number),
    ];
    let mut grid = Grid::new("load", "Capacity and load of each team by quarter", &columns);
    let tenth = |x: f64| print::number((x * 10.0).round() / 10.0);
    for team in &page.roadmap.capacity {
        for ((period, capacity), load) in page.roadmap.periods.iter().zip(&team.capacity).zip(&team.load) {
            let share = match *capacity > 0.0 {
                true => Cell::text(&format!("{:.0}%", (load / capacity * 100.0).min(9999.0))).by(load / capacity),
                false => Cell::nothing(),
            };
            let amount = |x: f64| Cell::text(&tenth(x)).by(x);
            grid.push("", [Cell::text(&team.title), Cell::text(period), amount(*capacity), amount(*load), share]);
        }
    }
    if grid.is_empty() { String::new() } else { grid.finish() }
}

/// What waits for what.
pub(super) fn needs(page: &Overview<'_>) -> Option<String> {
    let chart = chart::needs(page.evaluated, true)?;
    Some(drawing(&format!("{}, drawn", chart.title), &chart))
}
