//! A roadmap as a page: Markdown, or HTML that needs nothing else.

use crate::report::document::{Content, Document, DocumentSection, SectionState, wording};
use crate::report::roadmap::{BarChartContent, RoadmapReport, gantt, team_load};

/// The width of bars on a page.
const WIDTH: usize = 78;

/// The report as a document of sections, to be rendered as other documents are.
pub fn page(report: &RoadmapReport) -> Document {
    let sections = report.sections.iter().map(|section| {
        let mut content = Vec::new();
        content.extend(section.say.as_ref().map(|say| Content::Text { text: wording::escape_markdown(say) }));
        let bars = match &section.bars {
            Some(BarChartContent::Items(items)) => gantt::bars(report, items, WIDTH),
            Some(BarChartContent::Teams) => team_load::bars(report, WIDTH),
            None => String::new(),
        };
        if !bars.is_empty() {
            content.push(Content::Text { text: format!("````text\n{}````", bars.replace('`', "'")) });
        }
        content.extend(section.content.iter().cloned());
        DocumentSection {
            id: section.id.clone(),
            title: section.title.clone(),
            heading: true,
            state: SectionState::OnFile,
            counts: false,
            content,
            missing: Vec::new(),
            sections: Vec::new(),
        }
    });
    let mut labelled = Vec::new();
    let mut add = |label: &str, value: Option<String>| {
        labelled.extend(value.map(|value| crate::report::document::LabelledFact { label: label.into(), value }));
    };
    add("Until", report.until.map(|until| until.to_string()));
    add("Ordered by", report.by.as_deref().map(wording::escape_markdown));
    add("Scenario", report.scenario.as_deref().map(wording::escape_markdown));
    add("Updated", report.cadence.as_deref().map(wording::escape_markdown));
    Document {
        schema: report.schema.clone(),
        plan: report.plan.clone(),
        initiative: String::new(),
        document: report.audience.clone(),
        title: report.title.clone(),
        headline: None,
        subheading: report.intro.clone(),
        byline: labelled,
        today: report.today,
        on_file: 0,
        parts: 0,
        missing: Vec::new(),
        sections: sections.collect(),
    }
}

/// `Executive roadmap, 2026-05-04 to 2027-03-31`.
pub(super) fn headline(report: &RoadmapReport) -> String {
    let title = crate::report::roadmap::strip_markdown(&report.title);
    match &report.until {
        Some(until) => format!("{title}, {} to {until}", report.today),
        None => format!("{title}, as of {}", report.today),
    }
}

/// `SequenceResult by rice; scenario freeze; told quarterly`.
pub(super) fn byline(report: &RoadmapReport) -> String {
    let mut parts = Vec::new();
    let by = report.worth.as_ref().map(|worth| format!("what they are worth, {worth}")).or(report.by.clone());
    parts.extend(by.map(|by| format!("ordered by {by}")));
    parts.extend(report.scenario.as_ref().map(|s| format!("scenario {s}")));
    parts.extend(report.cadence.as_ref().map(|c| format!("updated {c}")));
    let mut text = parts.join("; ");
    if let Some(first) = text.get(..1) {
        text = first.to_uppercase() + &text[1..];
    }
    text
}
