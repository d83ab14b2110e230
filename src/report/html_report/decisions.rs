//! What was decided, what we say no to, and what does not fit.

use crate::report::document::escape;
use crate::report::html_report::grid::{Cell, Grid, Kind};
use crate::report::html_report::initiatives::pill;
use crate::report::html_report::{Overview, leading};
use crate::report::rank::place;
use crate::report::roadmap::RoadmapState;
use std::fmt::Write;

/// Every decision, the latest first.
pub(super) fn decisions(page: &Overview<'_>) -> Option<String> {
    let rows = page.status.decisions.as_deref().unwrap_or_default();
    let columns = [
        ("On", Kind::Text),
        ("Verdict", Kind::Text),
        ("About", Kind::Text),
        ("Why", Kind::Text),
        ("By", Kind::Text),
        ("Review", Kind::Text),
        ("Line", Kind::Fixed),
    ];
    let mut grid = Grid::new("decisions", "All decisions, the latest first", &columns);
    let plan = page.evaluated.plan();
    let mut rows: Vec<_> = rows.iter().collect();
    rows.sort_by(|a, b| b.on.cmp(&a.on).then_with(|| a.id.cmp(&b.id)));
    for row in rows {
        let record = plan.decisions.iter().find(|d| *d.record.id == *row.id).map(|d| &d.record);
        let by = record.and_then(|r| r.word("by")).map(|b| plan.other_item("person", b).map_or(&**b, |p| p.title()));
        let reason = record.and_then(|r| r.word("reason")).map(|r| r.replace('_', " "));
        let because = record.and_then(|r| r.text("because")).map_or("", |b| b);
        let title = plan.initiative(&row.about).map_or(row.about.as_str(), |i| i.title());
        let about = leading(&row.about, title);
        let over = if row.holds { String::new() } else { format!(" <small>{}</small>", row.lapsed()) };
        let reason = reason.map_or(String::new(), |r| format!("<br><small>{}</small>", escape(&r)));
        let review = match (&row.review, row.overdue_days) {
            (Some(day), Some(_)) => Cell::html(format!("<span class=\"lacks\">{} is over</span>", escape(day))).by(day),
            (Some(day), None) => Cell::text(day),
            (None, _) => Cell::nothing(),
        };
        let cells = [
            Cell::text(&row.on),
            Cell::html(pill(&row.verdict) + over.as_str()).by(&*row.verdict),
            Cell::html(about).by(title.to_lowercase()),
            Cell::html(escape(because) + reason.as_str()),
            Cell::maybe(by),
            review,
            record.map_or_else(Cell::nothing, |r| Cell::html(page.links.link(&place(page.sources, r.header)))),
        ];
        grid.push(&format!(" data-id=\"{}\"", escape(&row.about)), cells);
    }
    (!grid.is_empty()).then(|| grid.finish())
}

/// What is not done, each with why; none where nothing is left out.
pub(super) fn apart(page: &Overview<'_>, state: RoadmapState) -> Option<String> {
    let mut out = String::new();
    for item in page.roadmap.items.iter().filter(|i| i.state == state) {
        let why = item.why.as_deref().unwrap_or("there is no room for it within the roadmap");
        let (mark, title) = match &item.id {
            Some(id) => (format!(" data-id=\"{}\"", escape(id)), leading(id, &item.title)),
            None => (String::new(), escape(&item.title)),
        };
        let _ = writeln!(out, "<li{mark}><b>{title}</b>: {}</li>", escape(why));
    }
    (!out.is_empty()).then(|| format!("<ul class=\"apart\">\n{out}</ul>\n"))
}
