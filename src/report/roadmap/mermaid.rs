//! A roadmap as a Gantt chart of Mermaid.

use crate::diagnostic::sanitize;
use crate::report::roadmap::{RoadmapItem, RoadmapReport, RoadmapState};

/// The chart, a section each for what is committed and what is planned; the critical chain is marked.
pub fn mermaid(report: &RoadmapReport) -> String {
    let mut out =
        format!("gantt\n  title {}\n  dateFormat YYYY-MM-DD\n  axisFormat %Y-%m\n", escape_mermaid(&report.title));
    for (state, title, tag) in
        [(RoadmapState::Committed, "Committed", "active, "), (RoadmapState::Planned, "Planned, not committed", "")]
    {
        let bar = |item: &RoadmapItem| {
            let (start, finish) = (item.start?, item.finish?);
            let critical = item.id.as_ref().is_some_and(|id| report.critical.contains(id));
            let critical = if critical { "crit, " } else { "" };
            let name = escape_mermaid(&item.title);
            let due = item
                .due
                .map(|due| format!("  {} :milestone, {due}, 0d\n", escape_mermaid(&format!("Due: {}", item.title))));
            Some(format!("  {name} :{critical}{tag}{start}, {finish}\n{}", due.unwrap_or_default()))
        };
        let bars: String = report.items.iter().filter(|i| i.state == state).filter_map(bar).collect();
        if !bars.is_empty() {
            out += &format!("  section {title}\n{bars}");
        }
    }
    out
}

/// Words that begin a line of Mermaid's own.
const KEYWORDS: [&str; 16] = [
    "acctitle",
    "accdescr",
    "axisformat",
    "call",
    "click",
    "dateformat",
    "excludes",
    "gantt",
    "href",
    "includes",
    "inclusiveenddates",
    "section",
    "tickinterval",
    "title",
    "todaymarker",
    "topaxis",
];

/// A text without what ends one in Mermaid, between quotes where its beginning would mean something there.
fn escape_mermaid(text: &str) -> String {
    let text = sanitize(text);
    let plain = text.chars().map(|c| if matches!(c, ':' | ';' | '#' | ',' | '%' | '\n' | '\r') { ' ' } else { c });
    let plain = plain.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ");
    let lower = plain.to_lowercase();
    let first = lower.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    // A number may be the beginning of a date.
    match KEYWORDS.contains(&first) || first.starts_with("week") || first.starts_with(|c: char| c.is_ascii_digit()) {
        true => format!("“{plain}”"),
        false if plain.is_empty() => "–".into(),
        false => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::escape_mermaid;

    #[test]
    fn a_name_ends_nothing_and_begins_nothing() {
        assert_eq!(escape_mermaid("SSO: phase 1; done,\nreally #1"), "SSO phase 1 done really 1");
        assert_eq!(escape_mermaid("Section headings"), "“Section headings”");
        assert_eq!(escape_mermaid("2026-05 plan"), "“2026-05 plan”");
        assert_eq!(escape_mermaid("Titles"), "Titles");
        assert_eq!(escape_mermaid("#;%"), "–");
    }
}
