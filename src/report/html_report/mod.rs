//! Floor 5: The plan on one page of HTML that needs nothing else: ranking, roadmap, what waits for what, metrics, risks, decisions.
//!
//! The page loads nothing and asks nobody: its policy allows the one script and the one style that are in it, by their
//! hashes. Without the script everything is there to be read; with it tables sort and a filter narrows all parts.

mod decisions;
mod grid;
mod initiatives;
mod link;
mod metrics;
mod page;
mod plan;
mod risks;

pub use link::{BadLinks, Links};
pub use page::page;
pub use risks::risks;

#[cfg(test)]
mod tests;

use crate::evaluate::Evaluated;
use crate::report::chart::Chart;
use crate::report::document::escape;
use crate::report::metrics::MetricsReport;
use crate::report::rank::RankReport;
use crate::report::roadmap::RoadmapReport;
use crate::report::status::StatusReport;
use crate::source::SourceSet;

/// What the page is made of.
#[derive(Debug)]
pub struct Overview<'e> {
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
    pub links: Links,
}

/// A link from an initiative's title to its row.
fn leading(id: &str, title: &str) -> String {
    format!("<a href=\"#i-{}\">{}</a>", escape(id), escape(title))
}

/// A chart in a place of its own that scrolls where the page is narrow.
fn drawing(label: &str, chart: &Chart) -> String {
    format!(
        "<div class=\"drawing\" role=\"region\" aria-label=\"{}\" tabindex=\"0\">\n{}</div>\n",
        escape(label),
        chart.inline()
    )
}
