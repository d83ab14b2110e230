//! Risks: the matrix, and each with what is done about it.

use crate::quantity::print;
use crate::report::chart::{self, Dot};
use crate::report::document::escape;
use crate::report::html_report::grid::{Cell, Grid, Kind};
use crate::report::html_report::{Overview, drawing, leading};
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
pub fn risks(status: &StatusReport) -> Vec<Dot> {
    let all = all(status).into_iter().enumerate();
    let dot = |(at, (item, risk)): (usize, (&StatusItem, &RiskRow))| {
        let (likelihood, weeks) = (risk.likelihood?, risk.delay_weeks?);
        let words = format!("{} ({}): {}", risk.title, item.title, crate::report::status::size(risk));
        Some(Dot { number: at + 1, id: item.id.clone(), words, likelihood, weeks })
    };
    all.filter_map(dot).collect()
}

/// The matrix and the table; none where no risk is on file.
pub(super) fn section(page: &Overview<'_>) -> Option<String> {
    let all = all(&page.status);
    if all.is_empty() {
        return None;
    }
    let columns = [
        ("No.", Kind::Number),
        ("Risk", Kind::Text),
        ("Initiative", Kind::Text),
        ("Likelihood", Kind::Number),
        ("Delay, weeks", Kind::Number),
        ("To expect, weeks", Kind::Number),
        ("Owner", Kind::Text),
        ("What is done", Kind::Text),
    ];
    let mut grid = Grid::new("risks", "Risks, the greatest first", &columns);
    let plan = page.evaluated.plan();
    for (at, (item, risk)) in all.iter().enumerate() {
        let tenth = |x: f64| Cell::text(&print::number((x * 10.0).round() / 10.0)).by(x);
        let owner = risk.owner.as_deref().map(|o| plan.other_item("person", o).map_or(o, |p| p.title()));
        let link = Cell::html(leading(&item.id, &item.title)).by(item.title.to_lowercase());
        let cost = risk.cost.as_ref().map_or(String::new(), |c| format!("<br><small>costs {}</small>", escape(c)));
        let due = risk.due.as_ref().map_or(String::new(), |d| format!(" <small>by {}</small>", escape(d)));
        let done = risk.mitigation.as_ref().map(|m| Cell::html(escape(m) + due.as_str()));
        let cells = [
            Cell::text(&(at + 1).to_string()),
            Cell::html(escape(&risk.title) + cost.as_str()),
            link,
            risk.likelihood.map_or_else(Cell::nothing, |l| Cell::text(&format!("{:.0}%", l * 100.0)).by(l)),
            risk.delay_weeks.map_or_else(Cell::nothing, tenth),
            risk.expected_weeks.map_or_else(Cell::nothing, tenth),
            Cell::maybe(owner),
            done.unwrap_or_else(|| Cell::html("<span class=\"lacks\">nothing recorded</span>").by("")),
        ];
        grid.push(&format!(" data-id=\"{}\"", escape(&item.id)), cells);
    }
    let matrix = chart::risks(&risks(&page.status), true);
    let matrix = matrix.map_or(String::new(), |chart| drawing(&format!("{}, drawn", chart.title), &chart));
    Some(matrix + grid.finish().as_str())
}
