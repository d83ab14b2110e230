//! What to find out, for people.

use crate::quantity::print;
use crate::report::learn::{
    CandidateStatusReport, InputInformationReport, LearnReport, TopOrCapacityReport, UnitPlacement, gain_text,
};
use crate::report::output::fact_report::{list_names, percent};
use crate::report::output::layout::Layout;
use crate::report::output::render::{drop_columns_to_fit, text, wrap_line};
use std::fmt::Write;
use unicode_width::UnicodeWidthStr;

/// The width that is kept to where nothing says how wide the place is.
const WIDTH: usize = 80;
/// The most findings that people get; programs get all.
const MAX_FINDINGS_SHOWN: usize = 15;
/// What is less likely than this to change the choice is not worth a look.
const MIN_FLIP_PROBABILITY: f64 = 0.005;

impl InputInformationReport {
    fn is_worthwhile(&self) -> bool {
        self.gain > 0.0 && self.probability >= MIN_FLIP_PROBABILITY
    }
}

impl LearnReport {
    /// For people: the choice, what is worth finding out before making it, and what is not.
    pub fn text(&self, layout: Layout) -> String {
        let layout = Layout { width: Some(layout.width.unwrap_or(WIDTH).clamp(30, 140)) };
        let mut out = self.heading(layout);
        let worth: Vec<&InputInformationReport> = self.findings.iter().filter(|f| f.is_worthwhile()).collect();
        if worth.is_empty() {
            out += &wrap_paragraph(&self.nothing_to_learn_text(), layout);
        } else {
            out += &self.findings_text(&worth[..worth.len().min(MAX_FINDINGS_SHOWN)], layout);
            out.push('\n');
            if worth.len() > MAX_FINDINGS_SHOWN {
                out += &wrap_line(&format!("and {} more that gain less", worth.len() - MAX_FINDINGS_SHOWN), layout);
            }
            let unit = self.unit.as_ref().map_or(String::new(), |u| format!(" ({u})"));
            out += &wrap_paragraph(
                &match self.choice {
                    TopOrCapacityReport::Top(_) => format!(
                        "Gain: what knowing it exactly before choosing adds to the expected total score{unit}, on average \
                 over what it may turn out to be. Odds: how likely knowing it changes the choice."
                    ),
                    TopOrCapacityReport::Capacity { .. } => format!(
                        "Gain: what knowing it exactly before choosing adds to the total score{unit}, on average over what \
                 it may turn out to be, all else in the middle of its range. Who does not know it drops the least of what \
                 was chosen once that does not fit. Odds: how likely knowing it makes for a better choice."
                    ),
                },
                layout,
            );
        }
        let notes = self.notes(worth.len());
        if !notes.is_empty() {
            out.push('\n');
            notes.iter().for_each(|note| out += &wrap_line(note, layout));
        }
        out
    }

    /// The table, without what there is no room for.
    fn findings_text(&self, worth: &[&InputInformationReport], layout: Layout) -> String {
        let table = |units: UnitPlacement| {
            let mut table = self.rows(worth, units);
            if worth.iter().all(|f| f.cost.is_none()) {
                table.columns.pop();
                table.rows.iter_mut().for_each(|r| drop(r.pop()));
            }
            table
        };
        let whole = text(&table(UnitPlacement::Ranges), Layout::default());
        if whole.lines().all(|l| Some(l.width()) <= layout.width) {
            return whole;
        }
        let mut brief = table(UnitPlacement::None);
        brief.flexible = Some(0);
        drop_columns_to_fit(&mut brief, 6..7, layout);
        text(&brief, layout)
    }

    fn count(&self, place: CandidateStatusReport) -> usize {
        self.initiatives.iter().filter(|p| p.standing == place).count()
    }

    fn heading(&self, layout: Layout) -> String {
        let of = self.count(CandidateStatusReport::Chosen)
            + self.count(CandidateStatusReport::Left)
            + self.count(CandidateStatusReport::Committed);
        let what = match &self.choice {
            TopOrCapacityReport::Top(places) if *places >= of => format!("all {of}"),
            TopOrCapacityReport::Top(places) => format!("the top {places} of {of}"),
            TopOrCapacityReport::Capacity { text, .. } => format!("what fits {text}, of {of}"),
        };
        let mut out = wrap_paragraph(&format!("What to find out before choosing {what} by {}", self.title), layout);
        let committed = self.initiatives.iter().filter(|p| p.standing == CandidateStatusReport::Committed);
        let brought = |committed: bool| self.brought.iter().filter(move |b| b.committed == committed);
        let committed: Vec<&str> =
            committed.map(|p| p.id.as_str()).chain(brought(true).map(|b| b.id.as_str())).collect();
        let free = self.initiatives.iter().filter(|p| p.standing == CandidateStatusReport::Chosen);
        let free: Vec<&str> = free.map(|p| p.id.as_str()).collect();
        if !committed.is_empty() {
            out += &wrap_line(&format!("committed: {}", list_names(&committed)), layout);
        }
        let chosen = if free.is_empty() { "nothing".to_string() } else { list_names(&free) };
        let expected = print::number(self.expected);
        let total = match self.choice {
            TopOrCapacityReport::Top(_) => format!("expected total score {expected}"),
            TopOrCapacityReport::Capacity { .. } => format!("total score {expected} in the middle of each range"),
        };
        out += &wrap_line(&format!("chosen now: {chosen}; {total}"), layout);
        let needed: Vec<&str> = brought(false).map(|b| b.id.as_str()).collect();
        if !needed.is_empty() {
            out += &wrap_line(&format!("with what that needs: {}", list_names(&needed)), layout);
        }
        if let TopOrCapacityReport::Capacity { text, .. } = &self.choice {
            let of = |place: CandidateStatusReport| {
                let all = self.initiatives.iter().filter(|p| p.standing == place);
                all.filter_map(|p| p.effort).sum::<f64>()
            };
            let beside = |committed: bool| brought(committed).map(|b| b.effort).sum::<f64>();
            let committed = match of(CandidateStatusReport::Committed) + beside(true) {
                0.0 => String::new(),
                effort => format!(", and commitments {}", print::number(effort)),
            };
            out += &wrap_line(
                &format!(
                    "of {text} that takes {}{committed}",
                    print::number(of(CandidateStatusReport::Chosen) + beside(false))
                ),
                layout,
            );
        }
        out.push('\n');
        out
    }

    /// Why nothing is worth finding out.
    fn nothing_to_learn_text(&self) -> String {
        if self.findings.is_empty() {
            return "Nothing to find out: no input is a range. Write what you are unsure of as a range, as \
                    `effort: 2 to 5 person-months`."
                .into();
        }
        if self.count(CandidateStatusReport::Left) == 0 {
            return "Nothing to find out: everything is chosen, whatever the ranges turn out to be.".into();
        }
        let ranges = self.findings.len();
        let them = if ranges == 1 { "the one range".to_string() } else { format!("any of the {ranges} ranges") };
        let odds = self.findings.iter().map(|f| f.probability).fold(0.0, f64::max);
        let value = if odds > 0.0 { "hardly any value" } else { "no value" };
        format!("Nothing to find out: {value} of {them} changes the choice. Choose, and spend the time on building.")
    }

    fn notes(&self, worth: usize) -> Vec<String> {
        let mut notes = Vec::new();
        let share = |value: f64| match self.expected > 0.0 {
            true => format!("{} ({})", gain_text(value), percent(value / self.expected)),
            false => gain_text(value),
        };
        let least = self.findings.iter().filter(|f| f.is_worthwhile()).map(|f| f.gain).fold(f64::INFINITY, f64::min);
        let mut whole: Vec<_> = self.initiatives.iter().filter(|p| p.gain >= least).collect();
        whole.sort_by(|a, b| b.gain.total_cmp(&a.gain));
        if worth > 0 && !whole.is_empty() {
            let cost = |p: &crate::report::learn::InformationOptionReport| {
                p.cost.as_ref().map_or(String::new(), |c| format!(" for {}", c.text))
            };
            let each =
                |p: &&crate::report::learn::InformationOptionReport| format!("{} {}{}", p.id, share(p.gain), cost(p));
            let each: Vec<String> = whole.iter().take(5).map(each).collect();
            notes.push(format!("knowing all of one initiative gains: {}", each.join(", ")));
        }
        if let Some(everything) = self.everything.filter(|e| *e > 0.0) {
            notes.push(format!(
                "knowing everything about all of them gains {}: no discovery is worth more",
                share(everything)
            ));
        }
        let open = |id: &str| {
            let settled = [CandidateStatusReport::Committed, CandidateStatusReport::Decided];
            self.initiatives.iter().any(|p| p.id == id && !settled.contains(&p.standing))
        };
        let useless = self.findings.iter().filter(|f| !f.is_worthwhile() && open(&f.id));
        let useless: Vec<String> = useless.map(|f| format!("{} {}", f.id, f.fact.name)).collect();
        if worth > 0 && !useless.is_empty() {
            notes.push(format!("hardly any value of these changes the choice: {}", list_names(&useless)));
        }
        notes.extend(self.by_expectation());
        let no_effort: Vec<&str> = self
            .initiatives
            .iter()
            .filter(|p| p.standing == CandidateStatusReport::NoEffort)
            .map(|p| p.id.as_str())
            .collect();
        if !no_effort.is_empty() {
            notes.push(format!("left aside, since no effort in this unit is given: {}", list_names(&no_effort)));
        }
        for prospect in &self.initiatives {
            if let Some(input) = &prospect.unbounded {
                notes.push(format!(
                    "{} has no expected score, since it divides by `{input}`, which may be zero: its point value counts",
                    prospect.id
                ));
            }
        }
        if !self.unscored.is_empty() {
            let each = |u: &crate::report::learn::UnscoredInitiative| match u.missing.as_slice() {
                [] => u.id.clone(),
                missing => format!("{} ({})", u.id, missing.join(", ")),
            };
            let each: Vec<String> = self.unscored.iter().map(each).collect();
            notes.push(format!(
                "not weighed, since they have no score: {}; a range, however wide, would show what finding out is worth",
                list_names(&each)
            ));
        }
        notes
    }

    /// Where the expected scores choose otherwise than the ranking does.
    fn by_expectation(&self) -> Option<String> {
        let TopOrCapacityReport::Top(_) = self.choice else { return None };
        let free: Vec<_> = self
            .initiatives
            .iter()
            .filter(|p| matches!(p.standing, CandidateStatusReport::Chosen | CandidateStatusReport::Left))
            .collect();
        let places = self.count(CandidateStatusReport::Chosen);
        // In the order of the ranking, which goes by point values.
        let (ahead, behind) = free.split_at(places.min(free.len()));
        let names =
            |of: &[&crate::report::learn::InformationOptionReport], standing: CandidateStatusReport| -> Vec<String> {
                of.iter().filter(|p| p.standing == standing).map(|p| p.id.clone()).collect()
            };
        let (out, come) = (names(ahead, CandidateStatusReport::Left), names(behind, CandidateStatusReport::Chosen));
        if out.is_empty() {
            return None;
        }
        Some(format!(
            "`plan rank` has {} ahead of {}: it goes by the middle of each range, and a choice by the mean, which long tails move",
            list_names(&out),
            list_names(&come)
        ))
    }
}

/// A paragraph from the margin.
fn wrap_paragraph(text: &str, layout: Layout) -> String {
    let options = textwrap::Options::new(layout.width.unwrap_or(WIDTH));
    let mut out = textwrap::fill(text, options);
    let _ = writeln!(out);
    out
}
