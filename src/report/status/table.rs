//! The report as tables.

use crate::quantity::print;
use crate::report::status::{DecisionRow, GateStatus, RequestRow, RiskRow, StatusItem, StatusReport};
use crate::report::{
    Align, Cell, Layout, Table, drop_columns_to_fit, escape_markdown, markdown, text, unescaped, wrap_line,
};

/// How a text of the plan stands in a sentence.
pub(super) type EscapeText = fn(&str) -> String;

/// How long, in the largest unit that leaves no more than two digits.
pub(super) fn duration_text(days: i64) -> String {
    let (count, unit) = match days {
        ..14 => (days, "day"),
        14..183 => (days / 7, "week"),
        _ => ((days as f64 / 30.4375).round() as i64, "month"),
    };
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}

/// Whether an initiative is in its phase for longer than is usual there.
pub(super) fn is_long(item: &StatusItem) -> bool {
    item.days.zip(item.usual.as_ref()).is_some_and(|(days, usual)| days as f64 > usual.high)
}

/// A risk in a few words: `30% × 4 weeks`.
pub(in crate::report) fn risk_text(risk: &RiskRow) -> String {
    let likelihood = risk.likelihood.map(|l| format!("{}%", print::number((l * 100.0).round())));
    let delay = risk.delay_weeks.map(weeks);
    let parts: Vec<String> = likelihood.into_iter().chain(delay.or(risk.cost.clone())).collect();
    if parts.is_empty() { "no size".into() } else { parts.join(" × ") }
}

/// Weeks with one decimal.
pub(super) fn weeks(weeks: f64) -> String {
    let rounded = (weeks * 10.0).round() / 10.0;
    format!("{} week{}", print::number(rounded), if rounded == 1.0 { "" } else { "s" })
}

/// From so many initiatives on a table is summed up.
const SUMMARY_FROM: usize = 10;

/// What is missing most often, each with the number of initiatives that lack it: `` `problem` 9, `owner` 3 ``.
fn most_missing<'g>(gates: impl Iterator<Item = &'g [GateStatus]>) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for gates in gates {
        let mut each: Vec<&str> = Vec::new();
        for missing in gates.iter().flat_map(|g| &g.missing) {
            if !each.contains(&&*missing.what) {
                each.push(&missing.what);
            }
        }
        for what in each {
            match counts.iter_mut().find(|(known, _)| *known == what) {
                Some((_, count)) => *count += 1,
                None => counts.push((what, 1)),
            }
        }
    }
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let named: Vec<String> = counts.iter().take(4).map(|(what, count)| format!("`{what}` {count}")).collect();
    named.join(", ")
}

impl StatusReport {
    fn table(&self) -> Table {
        let names = ["initiative", "title", "phase", "for", "next gate", "owed", "risk", "blocked by", "blocks"];
        let columns = names.map(|n| (n, if n == "owed" { Align::Right } else { Align::Left }));
        let mut table = Table::new(&columns);
        table.flexible = Some(1);
        for item in &self.items {
            let days = item.days.map_or(String::new(), duration_text);
            let gate = &item.gate;
            let next = gate.next.as_ref().map_or(String::new(), |n| format!("{n} {} of {}", gate.on_file, gate.asked));
            let owed: usize = item.behind.iter().map(|g| g.missing.len()).sum();
            table.rows.push(vec![
                Cell::new(&item.id),
                Cell::new(&item.title),
                Cell::new(item.phase.as_deref().unwrap_or("none")),
                Cell::new(if is_long(item) { format!("{days}*") } else { days }),
                Cell::new(next),
                Cell::new(if owed > 0 { owed.to_string() } else { String::new() }),
                Cell::new(item.risks.first().map_or(String::new(), risk_text)),
                Cell::new(item.blocked_by.join(", ")),
                Cell::new(item.blocking.join(", ")),
            ]);
        }
        // Columns that nobody has anything in say nothing.
        for index in (5..table.columns.len()).rev() {
            if table.rows.iter().all(|r| r[index].shown.is_empty()) {
                table.columns.remove(index);
                table.rows.iter_mut().for_each(|r| drop(r.remove(index)));
            }
        }
        table
    }

    /// The table and what is overdue, for people.
    pub fn text(&self, layout: Layout) -> String {
        let mut out = String::new();
        if !self.items.is_empty() {
            let mut table = self.table();
            let optional = 5..table.columns.len();
            let left_out = drop_columns_to_fit(&mut table, optional, layout);
            out += &text(&table, layout);
            // What has no room beside the others stands below.
            let below: Vec<String> = self.items.iter().filter_map(|i| i.left_out_text(&left_out)).collect();
            if !below.is_empty() {
                out += "\n";
                out.extend(below.iter().map(|l| wrap_line(l, layout)));
            }
        }
        let notes = self.notes();
        if !notes.is_empty() {
            out += "\n";
            out.extend(notes.iter().map(|n| wrap_line(n, layout)));
        }
        for (title, lines) in self.lists(unescaped) {
            out += &format!("\n{title}\n");
            out.extend(lines.iter().map(|l| wrap_line(l, layout)));
        }
        out.trim_start_matches('\n').to_string()
    }

    /// The same in Markdown.
    pub fn markdown(&self) -> String {
        let mut out = String::new();
        if !self.items.is_empty() {
            out += &markdown(&self.table());
        }
        let bullets = |lines: &[String]| lines.iter().map(|l| format!("- {l}\n")).collect::<String>();
        let notes = self.notes();
        if !notes.is_empty() {
            // A star in front is no list of its own.
            let notes: Vec<String> = notes.iter().map(|n| n.replacen("* ", "\\* ", 1)).collect();
            out += &format!("\n{}", bullets(&notes));
        }
        for (title, lines) in self.lists(escape_markdown) {
            out += &format!("\n## {title}\n\n{}", bullets(&lines));
        }
        out.trim_start_matches('\n').to_string()
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        for item in self.items.iter().filter(|i| is_long(i)) {
            if let (Some(days), Some(usual), Some(phase)) = (item.days, &item.usual, &item.phase) {
                notes.push(format!(
                    "* `{}`: {} in {phase}, which usually takes {}",
                    item.id,
                    duration_text(days),
                    usual.text
                ));
            }
        }
        if self.items.len() >= SUMMARY_FROM {
            let mut phases: Vec<(&str, usize)> = Vec::new();
            for item in &self.items {
                let phase = item.phase.as_deref().unwrap_or("no phase");
                match phases.iter_mut().find(|(p, _)| *p == phase) {
                    Some((_, count)) => *count += 1,
                    None => phases.push((phase, 1)),
                }
            }
            let phases: Vec<String> = phases.iter().map(|(phase, count)| format!("{phase} {count}")).collect();
            notes.push(format!("{} initiatives: {}", self.items.len(), phases.join(", ")));
            let ahead = most_missing(self.items.iter().map(|i| std::slice::from_ref(&i.gate)));
            if !ahead.is_empty() {
                notes.push(format!("the next gates ask most often for {ahead}"));
            }
        }
        let owing = self.items.iter().filter(|i| !i.behind.is_empty()).count();
        if owing > 0 {
            let who = if owing == 1 { "1 initiative owes".into() } else { format!("{owing} initiatives owe") };
            let most = most_missing(self.items.iter().map(|i| &i.behind[..]));
            notes.push(format!(
                "{who} requirements of gates already passed, most often {most}; `plan status ID` lists it"
            ));
        }
        if !self.items.is_empty() && self.items.iter().all(|i| i.phase.is_none()) {
            notes.push("nothing has a phase yet: add `phase: discovery from DATE` to what is being worked on".into());
        }
        notes
    }

    fn lists(&self, say: EscapeText) -> Vec<(&'static str, Vec<String>)> {
        let mut lists = Vec::new();
        if !self.overdue.is_empty() {
            lists.push(("Decisions overdue for review", self.overdue.iter().map(|d| d.line(say)).collect()));
        }
        let open: Vec<String> = self.requests.iter().filter(|r| r.answer.is_none()).map(|r| r.line(say)).collect();
        if !open.is_empty() {
            lists.push(("Requests without an answer", open));
        }
        lists
    }

    /// Every request as a table.
    pub fn request_table(&self) -> Table {
        let names = ["request", "title", "from", "asker", "asked", "waited", "answer", "about"];
        let mut table = Table::new(&names.map(|n| (n, Align::Left)));
        table.flexible = Some(1);
        table.gives_way = &["about", "waited"];
        for request in &self.requests {
            table.rows.push(vec![
                Cell::new(&request.id),
                Cell::new(&request.title),
                Cell::new(&request.from),
                Cell::new(request.asker.as_deref().unwrap_or_default()),
                Cell::new(request.on.map_or(String::new(), |on| on.to_string())),
                Cell::new(request.days.map_or(String::new(), duration_text)),
                Cell::new(request.answer.as_deref().unwrap_or("none yet")),
                Cell::new(request.about.as_deref().unwrap_or_default()),
            ]);
        }
        if self.requests.iter().all(|r| r.asker.is_none()) {
            table.remove(3);
        }
        table
    }

    /// Every decision as a table.
    pub fn decision_table(&self) -> Table {
        let names = ["decision", "title", "about", "verdict", "on", "review", ""];
        let mut table = Table::new(&names.map(|n| (n, Align::Left)));
        table.flexible = Some(1);
        table.gives_way = &["on", "about"];
        for decision in self.decisions.iter().flatten() {
            let state = match (decision.holds, decision.overdue_days) {
                (false, _) => decision.lapse_text().to_string(),
                (true, Some(days)) => format!("overdue by {}", duration_text(days)),
                (true, None) => String::new(),
            };
            table.rows.push(vec![
                Cell::new(&decision.id),
                Cell::new(&decision.title),
                Cell::new(&decision.about),
                Cell::new(&*decision.verdict),
                Cell::new(decision.on.to_string()),
                Cell::new(decision.review.map_or(String::new(), |day| day.to_string())),
                Cell::new(state),
            ]);
        }
        table
    }
}

impl StatusItem {
    /// The columns that were left out, in words.
    fn left_out_text(&self, left_out: &[String]) -> Option<String> {
        let wanted = |name: &str| left_out.iter().any(|l| l == name);
        let mut parts = Vec::new();
        let owed: usize = self.behind.iter().map(|g| g.missing.len()).sum();
        if wanted("owed") && owed > 0 {
            parts.push(format!("owes {owed}"));
        }
        if wanted("blocked by") && !self.blocked_by.is_empty() {
            parts.push(format!("blocked by {}", self.blocked_by.join(", ")));
        }
        if wanted("blocks") && !self.blocking.is_empty() {
            parts.push(format!("blocks {}", self.blocking.join(", ")));
        }
        if let Some(risk) = self.risks.first().filter(|_| wanted("risk")) {
            parts.push(format!("risk {} ({})", risk.id, risk_text(risk)));
        }
        (!parts.is_empty()).then(|| format!("{}: {}", self.id, parts.join("; ")))
    }
}

impl DecisionRow {
    /// Of one that does not hold today: whether it did, or will.
    pub(in crate::report) fn lapse_text(&self) -> &'static str {
        if self.to_come { "does not hold yet" } else { "no longer holds" }
    }

    pub(super) fn line(&self, say: EscapeText) -> String {
        let review = match (&self.review, self.overdue_days) {
            (Some(review), Some(days)) => format!(", review was due on {review}, {} ago", duration_text(days)),
            (Some(review), None) => format!(", review on {review}"),
            _ => String::new(),
        };
        let held = if self.holds { String::new() } else { format!(", {}", self.lapse_text()) };
        format!("{} ({} {}): {}{review}{held}", self.id, self.verdict, say(&self.about), say(&self.title))
    }
}

impl RequestRow {
    pub(super) fn line(&self, say: EscapeText) -> String {
        let waited = self.days.map_or(String::new(), duration_text);
        let asker = self.asker.as_ref().map_or(String::new(), |a| format!(", {}", say(a)));
        let join = if asker.is_empty() { " " } else { ", " };
        let about = self.about.as_ref().map_or(String::new(), |a| format!("{join}about {}", say(a)));
        let state = match &self.answer {
            None => format!("waits for {waited}"),
            Some(answer) => format!("{answer} after {waited}"),
        };
        format!("{} ({}{asker}{about}): {}, {state}", self.id, say(&self.from), say(&self.title))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_short() {
        assert_eq!(
            [0, 1, 13, 14, 80, 182, 200, 800].map(duration_text),
            ["0 days", "1 day", "13 days", "2 weeks", "11 weeks", "26 weeks", "7 months", "26 months"]
        );
        assert_eq!([1.0, 1.04, 2.45].map(weeks), ["1 week", "1 week", "2.5 weeks"]);
    }
}
