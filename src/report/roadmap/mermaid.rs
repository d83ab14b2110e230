//! A roadmap as a Gantt chart of Mermaid.

use super::{RoadmapItem, RoadmapReport, RoadmapState};
use crate::diagnostic::printable;

/// The chart, a section each for what is committed and what is planned; the critical chain is marked.
pub fn mermaid(report: &RoadmapReport) -> String {
    let mut out = format!("gantt\n  title {}\n  dateFormat YYYY-MM-DD\n  axisFormat %Y-%m\n", words(&report.title));
    for (state, title, tag) in
        [(RoadmapState::Committed, "Committed", "active, "), (RoadmapState::Planned, "Planned, not committed", "")]
    {
        let bar = |item: &RoadmapItem| {
            let (start, finish) = (item.start.as_deref()?, item.finish.as_deref()?);
            let critical = item.id.as_ref().is_some_and(|id| report.critical.contains(id));
            let critical = if critical { "crit, " } else { "" };
            Some(format!("  {} :{critical}{tag}{start}, {finish}\n", words(&item.title)))
        };
        let bars: String = report.items.iter().filter(|i| i.state == state).filter_map(bar).collect();
        if !bars.is_empty() {
            out += &format!("  section {title}\n{bars}");
        }
    }
    out
}

/// A text without what ends one in Mermaid.
fn words(text: &str) -> String {
    let text = printable(text);
    let plain = text.chars().map(|c| if matches!(c, ':' | ';' | '#' | ',' | '%' | '\n' | '\r') { ' ' } else { c });
    plain.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn a_name_ends_nothing() {
        assert_eq!(words("SSO: phase 1; done,\nreally #1"), "SSO phase 1 done really 1");
    }
}
