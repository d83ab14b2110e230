//! What was decided, what we say no to, and what does not fit.

use crate::report::document::escape_html;
use crate::report::html_report::initiatives::pill;
use crate::report::html_report::sortable_table::{ColumnKind, HtmlCell, SortableTable};
use crate::report::html_report::{HtmlReport, row_link};
use crate::report::rank::place;
use crate::report::roadmap::RoadmapState;
use std::fmt::Write;

/// Every decision, the latest first.
pub(super) fn decisions(page: &HtmlReport<'_>) -> Option<String> {
    let rows = page.status.decisions.as_deref().unwrap_or_default();
    let columns = [
        ("On", ColumnKind::Text),
        ("Verdict", ColumnKind::Text),
        ("About", ColumnKind::Text),
        ("Why", ColumnKind::Text),
        ("By", ColumnKind::Text),
        ("Review", ColumnKind::Text),
        ("Line", ColumnKind::Fixed),
    ];
    let mut grid = SortableTable::new("decisions", "All decisions, the latest first", &columns);
    let plan = page.evaluated.plan();
    let mut rows: Vec<_> = rows.iter().collect();
    rows.sort_by(|a, b| b.on.cmp(&a.on).then_with(|| a.id.cmp(&b.id)));
    for row in rows {
        let record = plan.decisions.iter().find(|d| *d.record.id == *row.id).map(|d| &d.record);
        let by = record.and_then(|r| r.word("by")).map(|b| plan.other_item("person", b).map_or(&**b, |p| p.title()));
        let reason = record.and_then(|r| r.word("reason")).map(|r| r.replace('_', " "));
        let because = record.and_then(|r| r.text("because")).map_or("", |b| b);
        let title = plan.initiative(&row.about).map_or(row.about.as_str(), |i| i.title());
        let about = row_link(&row.about, title);
        let over = if row.holds { String::new() } else { format!(" <small>{}</small>", row.lapse_text()) };
        let reason = reason.map_or(String::new(), |r| format!("<br><small>{}</small>", escape_html(&r)));
        let review = match (row.review, row.overdue_days) {
            (Some(day), Some(_)) => {
                HtmlCell::html(format!("<span class=\"lacks\">{} is over</span>", day)).sort_key(day.to_string())
            }
            (Some(day), None) => HtmlCell::text(&day.to_string()),
            (None, _) => HtmlCell::empty(),
        };
        let cells = [
            HtmlCell::text(&row.on.to_string()),
            HtmlCell::html(pill(&row.verdict) + over.as_str()).sort_key(&*row.verdict),
            HtmlCell::html(about).sort_key(title.to_lowercase()),
            HtmlCell::html(escape_html(because) + reason.as_str()),
            HtmlCell::optional_text(by),
            review,
            record.map_or_else(HtmlCell::empty, |r| HtmlCell::html(page.links.link(&place(page.sources, r.header)))),
        ];
        grid.push(&format!(" data-id=\"{}\"", escape_html(&row.about)), cells);
    }
    (!grid.is_empty()).then(|| grid.finish())
}

/// What is not done, each with why; none where nothing is left out.
pub(super) fn left_out(page: &HtmlReport<'_>, state: RoadmapState) -> Option<String> {
    let mut out = String::new();
    for item in page.roadmap.items.iter().filter(|i| i.state == state) {
        let why = item.why.as_deref().unwrap_or("there is no room for it within the roadmap");
        let (mark, title) = match &item.id {
            Some(id) => (format!(" data-id=\"{}\"", escape_html(id)), row_link(id, &item.title)),
            None => (String::new(), escape_html(&item.title)),
        };
        let _ = writeln!(out, "<li{mark}><b>{title}</b>: {}</li>", escape_html(why));
    }
    (!out.is_empty()).then(|| format!("<ul class=\"apart\">\n{out}</ul>\n"))
}
