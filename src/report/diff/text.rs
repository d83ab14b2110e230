//! The report for people: one sentence, then tables of what moved, the roadmap, and what was written.

use super::change_text::change;
use super::{DiffReport, FactChange, RankDifference, RoadmapDifference, ScoreDifference};
use crate::quantity::print;
use crate::report::output::layout::Layout;
use crate::report::output::phrasing::{approximate, pluralize};
use crate::report::output::render::{text, wrap_line};
use crate::report::output::table::{Align, Cell, Table};
use std::collections::{BTreeMap, HashMap, HashSet};

/// The most initiatives that are named on a folded line.
const MAX_NAMES_SHOWN: usize = 8;

/// From so many dates on that moved for one and the same cause, they are counted on one line.
const MIN_FOLDED_DATES: usize = 4;

/// What happened, in one sentence.
pub(super) fn headline(report: &DiffReport) -> String {
    if report.is_empty() {
        return "Nothing changed in meaning.".to_string();
    }
    let first = report.ranks.first().map(|r| r.by.clone());
    let own: Vec<&RankDifference> =
        report.ranks.iter().filter(|r| Some(&r.by) == first.as_ref() && !r.made_way).collect();
    let size = |r: &RankDifference| match (r.before, r.after) {
        (Some(before), Some(after)) => before.abs_diff(after),
        _ => 0,
    };
    let mut parts = Vec::new();
    let largest = own.iter().rev().max_by_key(|r| size(r)).filter(|r| size(r) > 0);
    if let Some((moved, (before, after))) = largest.and_then(|r| Some((r, r.before.zip(r.after)?))) {
        parts.push(format!("{} moves from rank {before} to {after} ({})", moved.title, moved.cause));
        let others = own.len() - 1;
        if others > 0 {
            parts.push(format!("{} changed rank too", pluralize(others, "other initiative")));
        }
    } else if !report.ranks.is_empty() {
        parts.push(format!("{} changed rank", pluralize(report.ranks.len(), "initiative")));
    } else if !report.scores.is_empty() {
        parts.push(format!("{} changed, no rank did", pluralize(report.scores.len(), "score")));
    }
    let lost: Vec<String> = report
        .roadmap
        .iter()
        .filter(|r| is_committed(r, true) && !is_committed(r, false))
        .map(|r| r.title.clone())
        .collect();
    let later = report.roadmap.iter().filter(|r| r.moved_days.is_some_and(|d| d > 0)).count();
    let earlier = report.roadmap.iter().filter(|r| r.moved_days.is_some_and(|d| d < 0)).count();
    match &lost[..] {
        [] => {}
        [one] => parts.push(format!("{one} is no longer committed")),
        several => parts.push(format!("{} are no longer committed", pluralize(several.len(), "initiative"))),
    }
    if later > 0 {
        parts.push(format!("{} moved later", pluralize(later, "date")));
    }
    if earlier > 0 {
        parts.push(format!("{} moved earlier", pluralize(earlier, "date")));
    }
    if parts.is_empty() {
        let items: HashSet<(&str, &str)> = report.changes.iter().map(|c| (&*c.kind, &*c.id)).collect();
        let items = pluralize(items.len(), "item");
        return format!("{items} changed; no score, rank or date did.");
    }
    let text = parts.join("; ") + ".";
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |c| c.to_uppercase().collect::<String>() + letters.as_str())
}

fn is_committed(row: &RoadmapDifference, before: bool) -> bool {
    let place = if before { row.before } else { row.after };
    place.is_some_and(|p| p.state == crate::report::roadmap::RoadmapState::Committed)
}

/// A part of the report: its heading, its table, lines under it.
pub(super) struct DiffSection {
    pub heading: String,
    pub table: Table,
    pub notes: Vec<String>,
}

impl DiffReport {
    /// For a terminal.
    pub fn text(&self, layout: Layout) -> String {
        let mut out = wrap_line(&self.headline, layout).trim_start().to_string();
        for section in self.sections() {
            out += &format!("\n{}\n", section.heading.to_uppercase());
            if !section.table.rows.is_empty() {
                out += &text(&section.table, layout);
            }
            section.notes.iter().for_each(|note| out += &wrap_line(note, layout));
        }
        if !self.is_empty() {
            out += &format!("\n{} → {}, read on {}\n", self.from, self.to, self.today);
        }
        if let Some(why) = &self.no_roadmap {
            out += &format!("\n{}", wrap_line(&format!("Roadmaps are not compared: {why}"), layout).trim_start());
        }
        out
    }

    /// Ranks and scores by framework, the roadmap, then what was written; those with nothing in them are left out.
    pub(super) fn sections(&self) -> Vec<DiffSection> {
        let mut frameworks: Vec<&str> = Vec::new();
        for by in self.ranks.iter().map(|r| &*r.by).chain(self.scores.iter().map(|s| &*s.by)) {
            if !frameworks.contains(&by) {
                frameworks.push(by);
            }
        }
        let mut sections: Vec<DiffSection> = frameworks.into_iter().map(|by| self.ranks_by(by)).collect();
        sections.extend((!self.roadmap.is_empty()).then(|| self.roadmap_section()));
        sections.extend((!self.changes.is_empty()).then(|| self.facts_section()));
        sections
    }

    fn ranks_by(&self, by: &str) -> DiffSection {
        let columns =
            [("initiative", Align::Left), ("rank", Align::Right), ("score", Align::Right), ("because", Align::Left)];
        let mut table = Table::new(&columns);
        let ranks: HashMap<&str, &RankDifference> =
            self.ranks.iter().filter(|r| r.by == by).map(|r| (&*r.id, r)).collect();
        let scores: HashMap<&str, &ScoreDifference> =
            self.scores.iter().filter(|s| s.by == by).map(|s| (&*s.id, s)).collect();
        let mut seen = HashSet::new();
        let mut made_way = Vec::new();
        let own = self.ranks.iter().filter(|r| r.by == by).map(|r| (&*r.id, &*r.title));
        for (id, title) in own.chain(self.scores.iter().filter(|s| s.by == by).map(|s| (&*s.id, &*s.title))) {
            if !seen.insert(id) {
                continue;
            }
            let (rank, score) = (ranks.get(id), scores.get(id));
            match rank.filter(|r| r.made_way) {
                Some(rank) => made_way.push(format!("{title} {}", rank_text(rank))),
                None => table.rows.push(
                    [
                        title.to_string(),
                        rank.map_or_else(String::new, |r| rank_text(r)),
                        score.map_or_else(String::new, |s| score_text(s)),
                        because(rank.copied(), score.copied()),
                    ]
                    .map(Cell::new)
                    .to_vec(),
                ),
            }
        }
        let notes = folded(&made_way).map(|names| format!("moved as a result: {names}"));
        DiffSection { heading: format!("Ranks by {by}"), table, notes: notes.into_iter().collect() }
    }

    fn roadmap_section(&self) -> DiffSection {
        let columns =
            [("initiative", Align::Left), ("state", Align::Left), ("last day", Align::Left), ("because", Align::Left)];
        let mut table = Table::new(&columns);
        let mut shared: BTreeMap<&str, Vec<&RoadmapDifference>> = BTreeMap::new();
        // A state that changed is worth its own row, whatever changed it.
        let may_fold = |r: &&RoadmapDifference| r.made_way && r.before.map(|p| p.state) == r.after.map(|p| p.state);
        for row in self.roadmap.iter().filter(may_fold) {
            shared.entry(&row.cause).or_default().push(row);
        }
        shared.retain(|_, rows| rows.len() >= MIN_FOLDED_DATES);
        for row in self.roadmap.iter().filter(|r| !(may_fold(r) && shared.contains_key(&*r.cause))) {
            let cells = [row.title.clone(), state_text(row), date_text(row), row.cause.clone()];
            table.rows.push(cells.map(Cell::new).to_vec());
        }
        let is_rest = !table.rows.is_empty();
        let note = |(cause, rows): (&&str, &Vec<&RoadmapDifference>)| {
            let moved: Vec<i64> = rows.iter().filter_map(|r| r.moved_days).filter(|d| *d != 0).collect();
            let range = match (moved.iter().min(), moved.iter().max()) {
                (Some(low), Some(high)) if low == high => format!(" by {}", days_text(*low)),
                (Some(low), Some(high)) => format!(" by {} to {}", signed(*low), days_text(*high)),
                _ => String::new(),
            };
            format!(
                "{} moved{range}: {cause}",
                pluralize(rows.len(), if is_rest { "more initiative" } else { "initiative" })
            )
        };
        let notes = shared.iter().map(note).collect();
        DiffSection { heading: "Roadmap".into(), table, notes }
    }

    fn facts_section(&self) -> DiffSection {
        let columns = [("item", Align::Left), ("change", Align::Left)];
        let mut table = Table::new(&columns);
        for change in &self.changes {
            table.rows.push([format!("{} {}", change.kind, change.id), fact_text(change)].map(Cell::new).to_vec());
        }
        DiffSection { heading: "What was written".into(), table, notes: Vec::new() }
    }
}

/// `effort 5 → 2 person-months because measured`; of an item that it was added, removed or renamed.
pub(super) fn fact_text(row: &FactChange) -> String {
    let quoted = |text: &Option<String>| text.clone().unwrap_or_default();
    let Some(field) = &row.field else {
        return match row.change {
            super::ChangeType::Added => format!("added: {}", quoted(&row.after)),
            super::ChangeType::Removed => format!("removed: {}", quoted(&row.before)),
            _ if row.guessed => format!("renamed from {}, as it seems: no `was` says so", quoted(&row.before)),
            _ => format!("renamed from {}", quoted(&row.before)),
        };
    };
    let said = change(field, row.before.as_deref(), row.after.as_deref());
    match &row.because {
        Some(because) => format!("{said}, because {because}"),
        None => said,
    }
}

/// `7 → 2`; with decisions also the order, where that is another.
fn rank_text(rank: &RankDifference) -> String {
    let text = |rank: Option<usize>| rank.map_or_else(|| "–".to_string(), |r| r.to_string());
    let (before, after) = match (rank.before == rank.after, rank.order_before == rank.order_after) {
        // Only a decision moved it.
        (true, false) => (rank.order_before, rank.order_after),
        _ => (rank.before, rank.after),
    };
    format!("{} → {}", text(before), text(after))
}

fn score_text(score: &ScoreDifference) -> String {
    let text = |score: Option<f64>| score.map_or_else(|| "none".to_string(), print::number);
    format!("{} → {}", text(score.before), text(score.after))
}

/// Every cause of a score's change with its share; else why the rank changed.
fn because(rank: Option<&RankDifference>, score: Option<&ScoreDifference>) -> String {
    let causes = score.map_or(&[][..], |s| &s.causes);
    let own = match causes {
        [] => return rank.map_or_else(|| "its score changed".to_string(), |rank| rank.cause.clone()),
        [one] => one.text.clone(),
        several => {
            let share = |s: &super::ScoreShare| {
                let sign = if s.share < 0.0 { "−" } else { "+" };
                format!("{} ({sign}{})", s.text, approximate(s.share.abs()))
            };
            several.iter().map(share).collect::<Vec<_>>().join(", ")
        }
    };
    // What moved it besides: a decision, others.
    let besides = rank.map_or(String::new(), |rank| rank.cause.replacen(&causes[0].text, "", 1));
    let besides = besides.trim_start_matches("; ");
    if besides.is_empty() { own } else { format!("{own}; {besides}") }
}

fn state_text(row: &RoadmapDifference) -> String {
    let word = |p: Option<super::PlannedState>| p.map_or("–", |p| p.state.as_str());
    let (before, after) = (word(row.before), word(row.after));
    if before == after { after.to_string() } else { format!("{before} → {after}") }
}

/// `2026-05-01 → 2026-06-05 (+35 days)`; where only odds changed, those.
fn date_text(row: &RoadmapDifference) -> String {
    let (before, after) = (row.before.and_then(|p| p.finish), row.after.and_then(|p| p.finish));
    match (before, after) {
        (Some(a), Some(b)) if a == b => {
            let chance = |p: Option<super::PlannedState>| p.and_then(|p| p.probability);
            match (chance(row.before), chance(row.after)) {
                (Some(p), Some(q)) if print::percent(p) != print::percent(q) => {
                    format!("{b}, {} → {}", print::percent(p), print::percent(q))
                }
                _ => b.to_string(),
            }
        }
        (Some(a), Some(b)) => format!("{a} → {b} ({})", days_text(b.days_since(a))),
        (None, Some(b)) => format!("– → {b}"),
        (Some(a), None) => format!("{a} → –"),
        (None, None) => String::new(),
    }
}

fn days_text(days: i64) -> String {
    format!("{} {}", signed(days), if days.abs() == 1 { "day" } else { "days" })
}

fn signed(days: i64) -> String {
    format!("{}{}", if days < 0 { "−" } else { "+" }, days.unsigned_abs())
}

/// The first of some names, and how many more there are.
fn folded(names: &[String]) -> Option<String> {
    let more = names.len().saturating_sub(MAX_NAMES_SHOWN);
    let shown = names.iter().take(MAX_NAMES_SHOWN).cloned().collect::<Vec<_>>().join(", ");
    match (names.is_empty(), more) {
        (true, _) => None,
        (_, 0) => Some(shown),
        _ => Some(format!("{shown} and {more} more")),
    }
}
