//! The initiatives: rank, score with its interval, where each stands on the roadmap.

use crate::model::Record;
use crate::quantity::{Grain, Period, print};
use crate::report::chart;
use crate::report::document::escape_html;
use crate::report::html_report::HtmlReport;
use crate::report::html_report::sortable_table::{ColumnKind, HtmlCell, SortableTable};
use crate::report::output::phrasing::{approximate, percent};
use crate::report::rank::{RankRow, place};
use crate::report::roadmap::RoadmapItem;
use std::collections::BTreeSet;

/// A word in a box that its class colours.
pub(super) fn pill(word: &str) -> String {
    format!("<span class=\"pill {0}\">{0}</span>", escape_html(word))
}

/// The table of all initiatives that are ranked or on the roadmap, in the order of the ranking.
pub(super) fn table(page: &HtmlReport<'_>) -> Option<String> {
    let ranking = page.ranking.as_ref();
    let rows: Vec<&RankRow> = ranking.map_or(Vec::new(), |r| r.rows.iter().collect());
    let span = chart::interval_scale(rows.iter().copied());
    let top = ranking.and_then(|r| r.top).map(|top| format!("Top {top}"));
    let mut columns: Vec<(&str, ColumnKind)> = vec![("Order", ColumnKind::Number), ("Initiative", ColumnKind::Text)];
    if ranking.is_some() {
        columns.extend([("Rank", ColumnKind::Number), ("Score", ColumnKind::Number)]);
    }
    if span.is_some() {
        columns.extend([
            ("90% of draws", ColumnKind::Number),
            ("Ranks", ColumnKind::Text),
            (top.as_deref().unwrap_or("Top"), ColumnKind::Number),
        ]);
    }
    columns.extend([
        ("State", ColumnKind::Text),
        ("Likely done", ColumnKind::Text),
        ("Forecast", ColumnKind::Number),
        ("Teams", ColumnKind::Text),
    ]);
    let mut grid = SortableTable::new("initiatives", "Initiatives with their scores and dates", &columns);
    let mut told: BTreeSet<&str> = BTreeSet::new();
    let unscored = ranking.map_or(&[][..], |r| &r.unscored);
    let on_roadmap = page.roadmap.items.iter().filter_map(|i| i.id.as_deref());
    let all = rows.iter().map(|r| (&*r.id, Some(*r))).chain(unscored.iter().map(|u| (&*u.id, None)));
    for (id, row) in all.chain(on_roadmap.map(|id| (id, None))) {
        if told.insert(id) {
            let (marks, cells) = self::row(page, id, row, ranking.is_some(), span.as_ref());
            grid.push(&marks, cells);
        }
    }
    (!grid.is_empty()).then(|| grid.finish())
}

fn row(
    page: &HtmlReport<'_>,
    id: &str,
    row: Option<&RankRow>,
    ranked: bool,
    span: Option<&chart::IntervalScale>,
) -> (String, Vec<HtmlCell>) {
    let plan = page.evaluated.plan();
    let item = page.roadmap.items.iter().find(|i| i.id.as_deref() == Some(id));
    let initiative = plan.initiative(id);
    let title = initiative.map_or(id, |i| i.title());
    let titles: Vec<String> = item.map_or(Vec::new(), |i| i.teams.iter().map(|t| team(page, t)).collect());
    let state = item.map(|i| i.state.as_str());
    let owner = initiative.and_then(|i| owner(page, &i.record));
    let phase = initiative.and_then(|i| i.phase.as_deref()).map(|p| phase(page, p));
    let mut under: Vec<String> = vec![format!("<code>{}</code>", escape_html(id))];
    under.extend([phase, owner].into_iter().flatten().map(|text| escape_html(&text)));
    under.extend(initiative.map(|i| page.links.link(&place(page.sources, i.record.header))));
    let words = format!("{id} {title} {}", titles.join(" ")).to_lowercase();
    let marks = format!(
        " id=\"i-{0}\" data-id=\"{0}\" data-state=\"{1}\" data-teams=\"{2}\" data-words=\"{3}\"",
        escape_html(id),
        state.unwrap_or_default(),
        escape_html(&item.map_or(String::new(), |i| i.teams.join(" "))),
        escape_html(&words)
    );
    let number = |n: Option<usize>| n.map_or_else(HtmlCell::empty, |n| HtmlCell::text(&n.to_string()));
    let mut cells = vec![
        number(row.and_then(|r| r.order)),
        HtmlCell::html(format!("<b>{}</b><br><small>{}</small>", escape_html(title), under.join(" · ")))
            .sort_key(title.to_lowercase()),
    ];
    if ranked {
        cells.push(number(row.and_then(|r| r.rank)));
        cells.push(
            row.and_then(|r| r.score)
                .map_or_else(HtmlCell::empty, |score| HtmlCell::text(&print::number(score)).sort_key(score)),
        );
    }
    if let Some(span) = span {
        cells.extend(odds(row, span));
    }
    cells.extend(dates(item, state));
    cells.push(if titles.is_empty() { HtmlCell::empty() } else { HtmlCell::text(&titles.join(", ")) });
    (marks, cells)
}

fn odds(row: Option<&RankRow>, span: &chart::IntervalScale) -> [HtmlCell; 3] {
    let Some(row) = row else { return [HtmlCell::empty(), HtmlCell::empty(), HtmlCell::empty()] };
    let open = row.interval.filter(|i| i.low < i.high);
    let said =
        open.map_or(String::new(), |i| format!("<br><small>{} to {}</small>", approximate(i.low), approximate(i.high)));
    let ranks = row.rank_interval.map(|r| match r.low == r.high {
        true => r.low.to_string(),
        false => format!("{}–{}", r.low, r.high),
    });
    let width = open.map_or(0.0, |i| i.high - i.low);
    [
        HtmlCell::html(chart::interval(row, span) + said.as_str()).sort_key(width),
        ranks.map_or_else(HtmlCell::empty, |r| {
            HtmlCell::text(&r).sort_key(row.rank_interval.map_or(0, |r| r.high - r.low))
        }),
        row.top_probability.map_or_else(HtmlCell::empty, |p| HtmlCell::text(&percent(p)).sort_key(p)),
    ]
}

/// State, when it is likely done, and the forecast.
fn dates(item: Option<&RoadmapItem>, state: Option<&str>) -> [HtmlCell; 3] {
    [
        state.map_or_else(HtmlCell::empty, |s| HtmlCell::html(pill(s)).sort_key(s)),
        item.and_then(|i| i.p50).map_or_else(HtmlCell::empty, |day| {
            HtmlCell::text(&Period::containing(day, Grain::Quarter).to_string()).sort_key(day.to_string())
        }),
        item.and_then(|i| i.chance()).map_or_else(HtmlCell::empty, |f| HtmlCell::text(&percent(f)).sort_key(f)),
    ]
}

pub(super) fn team(page: &HtmlReport<'_>, id: &str) -> String {
    page.evaluated.plan().other_item("team", id).map_or(id.to_string(), |t| t.title().to_string())
}

fn phase(page: &HtmlReport<'_>, id: &str) -> String {
    page.evaluated.plan().other_item("phase", id).map_or(id.to_string(), |p| p.title().to_lowercase())
}

fn owner(page: &HtmlReport<'_>, record: &Record) -> Option<String> {
    let id = record.word("owner")?;
    Some(page.evaluated.plan().other_item("person", id).map_or(id.to_string(), |p| p.title().to_string()))
}
