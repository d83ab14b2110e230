//! Floor 5: The plan on one page of HTML that needs nothing else: ranking, roadmap, what waits for what, metrics, risks, decisions.
//!
//! The page loads nothing and asks nobody: its policy allows the one script and the one style that are in it, by their
//! hashes. Without the script everything is there to be read; with it tables sort and a filter narrows all parts.

mod decisions;
mod initiatives;
mod metrics;
mod page;
mod risks;
mod roadmap;
mod sortable_table;
mod source_links;

pub use page::page;
pub use risks::risk_points;
pub use source_links::{SourceLinks, SourceLinksError};

#[cfg(test)]
mod tests;

use crate::evaluate::Evaluated;
use crate::report::chart::Chart;
use crate::report::document::escape_html;
use crate::report::metrics::MetricsReport;
use crate::report::rank::RankReport;
use crate::report::roadmap::RoadmapReport;
use crate::report::status::StatusReport;
use crate::source::SourceSet;

/// What the page is made of.
#[derive(Debug)]
pub struct HtmlReport<'e> {
    /// The plan.
    pub evaluated: &'e Evaluated,
    /// Its files, for the places that the page names.
    pub sources: &'e SourceSet,
    /// The ranking, where the plan has one.
    pub ranking: Option<RankReport>,
    /// The roadmap.
    pub roadmap: RoadmapReport,
    /// What is to be known about the roadmap, a sentence each.
    pub notes: Vec<String>,
    /// The metrics.
    pub metrics: MetricsReport,
    /// Where everything stands, with every decision.
    pub status: StatusReport,
    /// Where links to lines of the plan lead.
    pub links: SourceLinks,
}

/// A link from an initiative's title to its row.
fn row_link(id: &str, title: &str) -> String {
    format!("<a href=\"#i-{}\">{}</a>", escape_html(id), escape_html(title))
}

/// A chart in a place of its own that scrolls where the page is narrow.
fn chart_figure(label: &str, chart: &Chart) -> String {
    format!(
        "<div class=\"drawing\" role=\"region\" aria-label=\"{}\" tabindex=\"0\">\n{}</div>\n",
        escape_html(label),
        chart.to_inline_svg()
    )
}
