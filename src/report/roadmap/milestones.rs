//! Month by month, what starts and what is done.

use crate::evaluate::ScheduledItem;
use crate::quantity::{Date, Grain, Period};
use crate::report::document::Content;

/// Something that a roadmap may do in a month.
pub(super) struct Milestone<'p> {
    /// What it is called.
    pub name: String,
    pub planned: &'p ScheduledItem,
    /// The day on which it is due.
    pub due: Option<Date>,
}

/// The next months, that of today included, each with what starts, is likely done and is due in it; none where nothing
/// does.
pub(super) fn months(from: Date, count: usize, items: &[Milestone<'_>]) -> Vec<Content> {
    let mut out = Vec::new();
    let mut month = Period::containing(from, Grain::Month);
    let mut any = false;
    for _ in 0..count {
        let mut events: Vec<(Date, String)> = items.iter().filter_map(|i| milestone_line(i, from, month)).collect();
        events.sort();
        any |= !events.is_empty();
        let items: Vec<String> = events.into_iter().map(|(_, text)| text).collect();
        let content = match items.is_empty() {
            true => Content::Text { text: "Nothing committed or planned here starts, ends or is due.".into() },
            false => Content::List { items },
        };
        out.push(Content::Part { title: month.to_string(), content: vec![content] });
        match month.next() {
            Some(next) => month = next,
            None => break,
        }
    }
    if any { out } else { Vec::new() }
}

/// `**Single sign-on**: starts on 2026-06-01; due on 2026-06-30`, with the day by which it stands in the month.
fn milestone_line(item: &Milestone<'_>, from: Date, month: Period) -> Option<(Date, String)> {
    let within = |d: Option<Date>| d.filter(|d| month.contains(*d));
    let start = within(item.planned.start).map(|day| match day <= from {
        true => (day, "worked on now".to_string()),
        false => (day, format!("starts on {day}")),
    });
    let done = within(item.planned.p50.or(item.planned.finish)).map(|day| (day, format!("likely done on {day}")));
    let due = within(item.due).map(|day| (day, format!("due on {day}")));
    let told: Vec<(Date, String)> = [start, done, due].into_iter().flatten().collect();
    let first = told.first()?.0;
    let texts: Vec<&str> = told.iter().map(|(_, text)| text.as_str()).collect();
    Some((first, format!("**{}**: {}", item.name, texts.join("; "))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::CommitmentState;

    fn date(text: &str) -> Date {
        Period::parse(text).unwrap().first()
    }

    #[test]
    fn a_month_tells_what_starts_is_done_and_is_due_in_it() {
        let planned = ScheduledItem {
            initiative: 0,
            state: CommitmentState::Committed,
            state_reason: String::new(),
            late: None,
            forecast: None,
            finish_odds: None,
            decided: false,
            decision_reason: None,
            start: Some(date("2026-05-04")),
            finish: Some(date("2026-06-14")),
            done_by: vec![],
            p50: Some(date("2026-06-21")),
            p80: None,
            in_time: None,
            work: vec![],
            slack: None,
            planned_by: None,
            largest_risk: None,
            waits_for: None,
            chain: vec![],
        };
        let item = Milestone { name: "A".into(), planned: &planned, due: Some(date("2026-06-30")) };
        let told = |from: &str, count| format!("{:?}", months(date(from), count, std::slice::from_ref(&item)));
        let all = told("2026-05-04", 3);
        assert!(all.contains("**A**: worked on now\""), "{all}");
        assert!(all.contains("**A**: likely done on 2026-06-21; due on 2026-06-30\""), "{all}");
        assert!(all.contains("2026-07") && all.contains("Nothing committed or planned here starts"), "{all}");
        assert!(told("2026-04-01", 2).contains("**A**: starts on 2026-05-04"));
        assert_eq!(months(date("2026-08-01"), 3, &[item]), []);
    }
}
