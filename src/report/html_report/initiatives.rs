//! The initiatives: rank, score with its interval, where each stands on the roadmap.

use crate::model::Record;
use crate::quantity::{Date, Grain, Period, print};
use crate::report::chart;
use crate::report::document::escape;
use crate::report::html_report::Overview;
use crate::report::html_report::grid::{Cell, Grid, Kind};
use crate::report::output::phrasing::{percent, rough};
use crate::report::rank::{RankRow, place};
use crate::report::roadmap::RoadmapItem;
use std::collections::BTreeSet;

/// A word in a box that its class colours.
pub(super) fn pill(word: &str) -> String {
    format!("<span class=\"pill {0}\">{0}</span>", escape(word))
}

/// The quarter of a day.
pub(super) fn quarter(day: &str) -> Option<String> {
    let day: Date = Period::parse(day).ok()?.first();
    Some(Period::containing(day, Grain::Quarter).to_string())
}

/// The table of all initiatives that are ranked or on the roadmap, in the order of the ranking.
pub(super) fn table(page: &Overview<'_>) -> Option<String> {
    let ranking = page.ranking.as_ref();
    let rows: Vec<&RankRow> = ranking.map_or(Vec::new(), |r| r.rows.iter().collect());
    let span = chart::span(rows.iter().copied());
    let top = ranking.and_then(|r| r.top).map(|top| format!("Top {top}"));
    let mut columns: Vec<(&str, Kind)> = vec![("Order", Kind::Number), ("Initiative", Kind::Text)];
    if ranking.is_some() {
        columns.extend([("Rank", Kind::Number), ("Score", Kind::Number)]);
    }
    if span.is_some() {
        columns.extend([
            ("90% of draws", Kind::Number),
            ("Ranks", Kind::Text),
            (top.as_deref().unwrap_or("Top"), Kind::Number),
        ]);
    }
    columns.extend([
        ("State", Kind::Text),
        ("Likely done", Kind::Text),
        ("Forecast", Kind::Number),
        ("Teams", Kind::Text),
    ]);
    let mut grid = Grid::new("initiatives", "Initiatives with their scores and dates", &columns);
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
    page: &Overview<'_>,
    id: &str,
    row: Option<&RankRow>,
    ranked: bool,
    span: Option<&chart::Span>,
) -> (String, Vec<Cell>) {
    let plan = page.evaluated.plan();
    let item = page.roadmap.items.iter().find(|i| i.id.as_deref() == Some(id));
    let initiative = plan.initiative(id);
    let title = initiative.map_or(id, |i| i.title());
    let titles: Vec<String> = item.map_or(Vec::new(), |i| i.teams.iter().map(|t| team(page, t)).collect());
    let state = item.map(|i| i.state.as_str());
    let owner = initiative.and_then(|i| owner(page, &i.record));
    let phase = initiative.and_then(|i| i.phase.as_deref()).map(|p| phase(page, p));
    let mut under: Vec<String> = vec![format!("<code>{}</code>", escape(id))];
    under.extend([phase, owner].into_iter().flatten().map(|text| escape(&text)));
    under.extend(initiative.map(|i| page.links.link(&place(page.sources, i.record.header))));
    let words = format!("{id} {title} {}", titles.join(" ")).to_lowercase();
    let marks = format!(
        " id=\"i-{0}\" data-id=\"{0}\" data-state=\"{1}\" data-teams=\"{2}\" data-words=\"{3}\"",
        escape(id),
        state.unwrap_or_default(),
        escape(&item.map_or(String::new(), |i| i.teams.join(" "))),
        escape(&words)
    );
    let number = |n: Option<usize>| n.map_or_else(Cell::nothing, |n| Cell::text(&n.to_string()));
    let mut cells = vec![
        number(row.and_then(|r| r.order)),
        Cell::html(format!("<b>{}</b><br><small>{}</small>", escape(title), under.join(" · ")))
            .by(title.to_lowercase()),
    ];
    if ranked {
        cells.push(number(row.and_then(|r| r.rank)));
        cells.push(
            row.and_then(|r| r.score).map_or_else(Cell::nothing, |score| Cell::text(&print::number(score)).by(score)),
        );
    }
    if let Some(span) = span {
        cells.extend(odds(row, span));
    }
    cells.extend(dates(item, state));
    cells.push(if titles.is_empty() { Cell::nothing() } else { Cell::text(&titles.join(", ")) });
    (marks, cells)
}

fn odds(row: Option<&RankRow>, span: &chart::Span) -> [Cell; 3] {
    let Some(row) = row else { return [Cell::nothing(), Cell::nothing(), Cell::nothing()] };
    let open = row.interval.filter(|i| i.low < i.high);
    let said = open.map_or(String::new(), |i| format!("<br><small>{} to {}</small>", rough(i.low), rough(i.high)));
    let ranks = row.rank_interval.map(|r| match r.low == r.high {
        true => r.low.to_string(),
        false => format!("{}–{}", r.low, r.high),
    });
    let width = open.map_or(0.0, |i| i.high - i.low);
    [
        Cell::html(chart::interval(row, span) + said.as_str()).by(width),
        ranks.map_or_else(Cell::nothing, |r| Cell::text(&r).by(row.rank_interval.map_or(0, |r| r.high - r.low))),
        row.top_probability.map_or_else(Cell::nothing, |p| Cell::text(&percent(p)).by(p)),
    ]
}

/// State, when it is likely done, and the forecast.
fn dates(item: Option<&RoadmapItem>, state: Option<&str>) -> [Cell; 3] {
    let likely = item.and_then(|i| i.p50.as_deref());
    [
        state.map_or_else(Cell::nothing, |s| Cell::html(pill(s)).by(s)),
        match likely.and_then(quarter).zip(likely) {
            Some((quarter, day)) => Cell::text(&quarter).by(day),
            None => Cell::nothing(),
        },
        item.and_then(|i| i.chance()).map_or_else(Cell::nothing, |f| Cell::text(&percent(f)).by(f)),
    ]
}

pub(super) fn team(page: &Overview<'_>, id: &str) -> String {
    page.evaluated.plan().other_item("team", id).map_or(id.to_string(), |t| t.title().to_string())
}

fn phase(page: &Overview<'_>, id: &str) -> String {
    page.evaluated.plan().other_item("phase", id).map_or(id.to_string(), |p| p.title().to_lowercase())
}

fn owner(page: &Overview<'_>, record: &Record) -> Option<String> {
    let id = record.word("owner")?;
    Some(page.evaluated.plan().other_item("person", id).map_or(id.to_string(), |p| p.title().to_string()))
}
