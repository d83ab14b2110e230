//! Risks: the matrix, and each with what is done about it.

use crate::quantity::print;
use crate::report::chart::{self, RiskPoint};
use crate::report::document::escape_html;
use crate::report::html_report::sortable_table::{ColumnKind, HtmlCell, SortableTable};
use crate::report::html_report::{HtmlReport, chart_figure, row_link};
use crate::report::status::{RiskRow, StatusItem, StatusReport};

/// The risks of what is on its way, the greatest first, each with its initiative.
fn all(status: &StatusReport) -> Vec<(&StatusItem, &RiskRow)> {
    let mut all: Vec<(&StatusItem, &RiskRow)> =
        status.items.iter().flat_map(|i| i.risks.iter().map(move |r| (i, r))).collect();
    let size = |r: &RiskRow| (r.expected_weeks.unwrap_or(-1.0), r.likelihood.unwrap_or(-1.0));
    all.sort_by(|(_, a), (_, b)| size(b).0.total_cmp(&size(a).0).then(size(b).1.total_cmp(&size(a).1)));
    all
}

/// The risks that have both numbers, for the matrix; numbered as the page's table numbers them.
pub fn risk_points(status: &StatusReport) -> Vec<RiskPoint> {
    let all = all(status).into_iter().enumerate();
    let dot = |(at, (item, risk)): (usize, (&StatusItem, &RiskRow))| {
        let (likelihood, weeks) = (risk.likelihood?, risk.delay_weeks?);
        let words = format!("{} ({}): {}", risk.title, item.title, crate::report::status::risk_text(risk));
        Some(RiskPoint { number: at + 1, id: item.id.clone(), words, likelihood, weeks })
    };
    all.filter_map(dot).collect()
}

/// The matrix and the table; none where no risk is on file.
pub(super) fn section(page: &HtmlReport<'_>) -> Option<String> {
    let all = all(&page.status);
    if all.is_empty() {
        return None;
    }
    let columns = [
        ("No.", ColumnKind::Number),
        ("Risk", ColumnKind::Text),
        ("Initiative", ColumnKind::Text),
        ("Likelihood", ColumnKind::Number),
        ("Delay, weeks", ColumnKind::Number),
        ("To expect, weeks", ColumnKind::Number),
        ("Owner", ColumnKind::Text),
        ("What is done", ColumnKind::Text),
    ];
    let mut grid = SortableTable::new("risks", "Risks, the greatest first", &columns);
    let plan = page.evaluated.plan();
    for (at, (item, risk)) in all.iter().enumerate() {
        let tenth = |x: f64| HtmlCell::text(&print::number((x * 10.0).round() / 10.0)).sort_key(x);
        let owner = risk.owner.as_deref().map(|o| plan.other_item("person", o).map_or(o, |p| p.title()));
        let link = HtmlCell::html(row_link(&item.id, &item.title)).sort_key(item.title.to_lowercase());
        let cost = risk.cost.as_ref().map_or(String::new(), |c| format!("<br><small>costs {}</small>", escape_html(c)));
        let due = risk.due.map_or(String::new(), |due| format!(" <small>by {due}</small>"));
        let done = risk.mitigation.as_ref().map(|m| HtmlCell::html(escape_html(m) + due.as_str()));
        let cells = [
            HtmlCell::text(&(at + 1).to_string()),
            HtmlCell::html(escape_html(&risk.title) + cost.as_str()),
            link,
            risk.likelihood.map_or_else(HtmlCell::empty, |l| HtmlCell::text(&format!("{:.0}%", l * 100.0)).sort_key(l)),
            risk.delay_weeks.map_or_else(HtmlCell::empty, tenth),
            risk.expected_weeks.map_or_else(HtmlCell::empty, tenth),
            HtmlCell::optional_text(owner),
            done.unwrap_or_else(|| HtmlCell::html("<span class=\"lacks\">nothing recorded</span>").sort_key("")),
        ];
        grid.push(&format!(" data-id=\"{}\"", escape_html(&item.id)), cells);
    }
    let matrix = chart::risks(&risk_points(&page.status), true);
    let matrix = matrix.map_or(String::new(), |chart| chart_figure(&format!("{}, drawn", chart.title), &chart));
    Some(matrix + grid.finish().as_str())
}
