//! The roadmap: its chart, and the same as tables.

use crate::quantity::{Date, print};
use crate::report::chart;
use crate::report::document::escape_html;
use crate::report::html_report::initiatives::{pill, team};
use crate::report::html_report::sortable_table::{ColumnKind, HtmlCell, SortableTable};
use crate::report::html_report::{HtmlReport, chart_figure, row_link};
use crate::report::output::phrasing::percent;
use crate::report::roadmap::strip_markdown;

/// The most causes of doubt that are told.
const MAX_CAUSES_SHOWN: usize = 10;

/// The chart with what is behind it.
pub(super) fn roadmap(page: &HtmlReport<'_>) -> String {
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
        chart_figure("Roadmap by team and quarter", &chart),
        critical(page),
        uncertainty(page),
        notes(page),
        dates(page),
        load(page)
    )
}

/// What a part of what the audience is told says.
fn section_text(page: &HtmlReport<'_>, section: &str) -> Option<String> {
    page.roadmap.sections.iter().find(|s| s.id == section).and_then(|s| s.say.as_deref()).map(strip_markdown)
}

/// An initiative by its title, leading to its row.
fn initiative_link(page: &HtmlReport<'_>, id: &str) -> String {
    let title = page.evaluated.plan().initiative(id).map_or(id, |i| i.title());
    row_link(id, title)
}

/// What waits for one another until the last is done.
fn critical(page: &HtmlReport<'_>) -> String {
    let chain: Vec<String> = page.roadmap.critical.iter().map(|id| initiative_link(page, id)).collect();
    match chain.is_empty() {
        true => String::new(),
        false => {
            format!("<p><b>Critical chain:</b> {}. What is later there makes the whole later.</p>\n", chain.join(" → "))
        }
    }
}

/// Which risks and estimates cost the most confidence.
fn uncertainty(page: &HtmlReport<'_>) -> String {
    let Some(confidence) = page.roadmap.confidence.as_ref().filter(|c| !c.costs.is_empty()) else {
        return String::new();
    };
    let columns = [
        ("Uncertainty", ColumnKind::Text),
        ("Initiative", ColumnKind::Text),
        ("More done in time", ColumnKind::Number),
        ("All done by the end", ColumnKind::Number),
    ];
    let mut grid = SortableTable::new("unsure", "What makes the roadmap unsure", &columns);
    for cost in confidence.costs.iter().take(MAX_CAUSES_SHOWN) {
        let cells = [
            HtmlCell::text(&cost.title),
            HtmlCell::html(initiative_link(page, &cost.initiative)),
            HtmlCell::text(&format!("+{}", print::number((cost.gain * 100.0).round() / 100.0))).sort_key(cost.gain),
            HtmlCell::text(&format!("+{} points", print::number((cost.whole * 100.0).round()))).sort_key(cost.whole),
        ];
        grid.push(&format!(" data-id=\"{}\"", escape_html(&cost.initiative)), cells);
    }
    let said = section_text(page, "unsure").map_or(String::new(), |s| format!("<p>{}</p>\n", escape_html(&s)));
    format!("<details><summary>Uncertainty</summary>\n{said}{}</details>\n", grid.finish())
}

/// What is to be known beside: what was assumed, and how good the order is.
fn notes(page: &HtmlReport<'_>) -> String {
    let notes = page.notes.iter().cloned().chain(section_text(page, "order"));
    let notes: String = notes.map(|n| format!("<li>{}</li>", escape_html(&n))).collect();
    if notes.is_empty() { notes } else { format!("<ul class=\"notes\">{notes}</ul>\n") }
}

fn dates(page: &HtmlReport<'_>) -> String {
    let columns = [
        ("Initiative", ColumnKind::Text),
        ("State", ColumnKind::Text),
        ("Start", ColumnKind::Text),
        ("Finish", ColumnKind::Text),
        ("Likely done", ColumnKind::Text),
        ("Done (80%)", ColumnKind::Text),
        ("Due", ColumnKind::Text),
        ("Forecast", ColumnKind::Number),
        ("Slack, weeks", ColumnKind::Number),
        ("Teams", ColumnKind::Text),
    ];
    let mut grid = SortableTable::new("dates", "Dates of what is placed", &columns);
    for item in page.roadmap.items.iter().filter(|i| i.start.is_some()) {
        let day = |d: Option<Date>| d.map_or_else(HtmlCell::empty, |d| HtmlCell::text(&d.to_string()));
        let teams: Vec<String> = item.teams.iter().map(|t| team(page, t)).collect();
        let marks = item.id.as_ref().map_or(String::new(), |id| format!(" data-id=\"{}\"", escape_html(id)));
        let cells = [
            HtmlCell::text(&item.title),
            HtmlCell::html(pill(item.state.as_str())).sort_key(item.state.as_str()),
            day(item.start),
            day(item.finish),
            day(item.p50),
            day(item.p80),
            day(item.due),
            item.chance().map_or_else(HtmlCell::empty, |f| HtmlCell::text(&percent(f)).sort_key(f)),
            item.slack.map_or_else(HtmlCell::empty, |s| HtmlCell::text(&print::number(s)).sort_key(s)),
            if teams.is_empty() { HtmlCell::empty() } else { HtmlCell::text(&teams.join(", ")) },
        ];
        grid.push(&marks, cells);
    }
    grid.finish()
}

fn load(page: &HtmlReport<'_>) -> String {
    let columns = [
        ("Team", ColumnKind::Text),
        ("Quarter", ColumnKind::Text),
        ("Capacity, person-weeks", ColumnKind::Number),
        ("Load, person-weeks", ColumnKind::Number),
        ("Share", ColumnKind::Number),
    ];
    let mut grid = SortableTable::new("load", "Capacity and load of each team by quarter", &columns);
    let tenth = |x: f64| print::number((x * 10.0).round() / 10.0);
    for team in &page.roadmap.capacity {
        for ((period, capacity), load) in page.roadmap.periods.iter().zip(&team.capacity).zip(&team.load) {
            let share = match *capacity > 0.0 {
                true => {
                    HtmlCell::text(&format!("{:.0}%", (load / capacity * 100.0).min(9999.0))).sort_key(load / capacity)
                }
                false => HtmlCell::empty(),
            };
            let amount = |x: f64| HtmlCell::text(&tenth(x)).sort_key(x);
            grid.push(
                "",
                [
                    HtmlCell::text(&team.title),
                    HtmlCell::text(&period.to_string()),
                    amount(*capacity),
                    amount(*load),
                    share,
                ],
            );
        }
    }
    if grid.is_empty() { String::new() } else { grid.finish() }
}

/// What waits for what.
pub(super) fn dependencies(page: &HtmlReport<'_>) -> Option<String> {
    let chart = chart::dependencies(page.evaluated, true)?;
    Some(chart_figure(&format!("{}, drawn", chart.title), &chart))
}
