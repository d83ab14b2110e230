//! The page put together.

use crate::report::chart;
use crate::report::document::{self, escape_html};
use crate::report::html_report::{HtmlReport, decisions, initiatives, metrics, risks, roadmap};
use crate::report::roadmap::RoadmapState;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fmt::Write;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// The name by which a policy allows a text: its hash, as the browser computes it.
fn csp_hash(text: &str) -> String {
    format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(text.as_bytes())))
}

/// The page.
pub fn page(page: &HtmlReport<'_>) -> String {
    let style = format!("\n{}{}{STYLE}", document::STYLE, chart::STYLE);
    let script = format!("\n{SCRIPT}");
    let title = escape_html(&name(page));
    let policy = format!(
        "default-src 'none'; script-src {}; style-src {}; base-uri 'none'; form-action 'none'",
        csp_hash(&script),
        csp_hash(&style)
    );
    let sections: Vec<(&str, &str, String)> = sections(page);
    let contents: String =
        sections.iter().map(|(id, title, _)| format!("<li><a href=\"#{id}\">{title}</a></li>")).collect();
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>{title}</title>\n<style>{style}</style>\n</head>\n<body class=\"overview\">\n\
         <a class=\"skip\" href=\"#top\">Skip to the plan</a>\n<header>\n<h1>{title}</h1>\n<p class=\"byline\">{}</p>\n{}\
         <nav aria-label=\"Parts\"><ul>{contents}</ul></nav>\n</header>\n{}<main id=\"top\">\n",
        byline(page),
        key_figures(page),
        filter(page),
    );
    for (id, title, body) in &sections {
        let _ = write!(
            out,
            "<section id=\"{id}\" aria-labelledby=\"{id}-title\">\n<h2 id=\"{id}-title\">{title}</h2>\n{body}</section>\n"
        );
    }
    let _ = write!(out, "</main>\n<script>{script}</script>\n</body>\n</html>\n");
    out
}

fn name(page: &HtmlReport<'_>) -> String {
    let settings = page.evaluated.plan().other_items.get("plan").and_then(|p| p.first());
    let title = settings.map(|p| p.title().to_string()).filter(|t| !t.is_empty());
    title.unwrap_or_else(|| "Plan".into())
}

fn byline(page: &HtmlReport<'_>) -> String {
    let roadmap = &page.roadmap;
    let today = roadmap.today;
    let mut parts = vec![format!("As of <time datetime=\"{today}\">{today}</time>")];
    parts.extend(roadmap.until.map(|until| format!("Roadmap to {until}")));
    if let Some(ranking) = &page.ranking {
        let weights = ranking.weights.as_ref().map_or(String::new(), |w| format!(", weighted by {}", escape_html(w)));
        parts.push(format!("Ranked by {}{weights}", escape_html(&ranking.by)));
    }
    parts.extend(roadmap.scenario.as_ref().map(|s| format!("Scenario: {}", escape_html(s))));
    parts.iter().map(|p| format!("<span>{p}</span>")).collect::<Vec<_>>().join(" ")
}

/// How many initiatives are in each state, and how the north stars stand.
fn key_figures(page: &HtmlReport<'_>) -> String {
    let count = |state| page.roadmap.items.iter().filter(|i| i.state == state).count();
    let mut figures: Vec<(String, String)> = [
        (RoadmapState::Committed, "committed"),
        (RoadmapState::Planned, "planned"),
        (RoadmapState::Later, "later"),
        (RoadmapState::Declined, "declined"),
    ]
    .into_iter()
    .map(|(state, word)| (count(state).to_string(), word.to_string()))
    .collect();
    for metric in page.metrics.metrics.iter().filter(|m| m.role == "north_star") {
        if let Some(point) = metric.latest.as_ref().or(metric.baseline.as_ref()) {
            let target = metric.target.as_ref().map_or(String::new(), |t| format!(", → {}", metric.dated(t, "by")));
            figures.push((metric.value(point.value), format!("{}{target}", metric.title)));
        }
    }
    let figure = |(value, word): &(String, String)| {
        format!("<div><dt>{}</dt><dd>{}</dd></div>", escape_html(word), escape_html(value))
    };
    format!("<dl class=\"figures\">{}</dl>\n", figures.iter().map(figure).collect::<String>())
}

/// The filter; it is hidden until the script makes it work.
fn filter(page: &HtmlReport<'_>) -> String {
    let ids: BTreeSet<&String> = page.roadmap.items.iter().flat_map(|i| &i.teams).collect();
    let option = |(value, name): (&str, &str)| {
        format!("<option value=\"{}\">{}</option>", escape_html(value), escape_html(name))
    };
    let teams: String = ids.into_iter().map(|id| option((id, &initiatives::team(page, id)))).collect();
    let states: String = ["committed", "planned", "later", "declined"].map(|s| option((s, s))).concat();
    format!(
        "<form id=\"filter\" class=\"filter\" role=\"search\" aria-label=\"Initiatives\" hidden>\n\
         <label>Search <input type=\"search\" name=\"words\" autocomplete=\"off\"></label>\n\
         <label>Team <select name=\"team\"><option value=\"\">all teams</option>{teams}</select></label>\n\
         <label>State <select name=\"state\"><option value=\"\">all states</option>{states}</select></label>\n\
         <button type=\"reset\">Show all</button>\n<output aria-live=\"polite\"></output>\n</form>\n"
    )
}

/// The parts of the page that have something to show, each with its name and title.
fn sections(page: &HtmlReport<'_>) -> Vec<(&'static str, &'static str, String)> {
    let ranking = match initiatives::table(page) {
        None => "<p>There is no open initiative.</p>\n".to_string(),
        Some(table) => table + legend(page).as_str(),
    };
    let mut sections = vec![("ranking", "Ranking", ranking), ("roadmap", "Roadmap", roadmap::roadmap(page))];
    sections.extend(roadmap::dependencies(page).map(|body| ("needs", "Dependencies", body)));
    let none = "<p>No metric is declared: nothing says what the plan is for.</p>\n";
    sections.push(("metrics", "Metrics", metrics::metrics(page).unwrap_or_else(|| none.into())));
    let none = "<p>No risks are recorded.</p>\n";
    sections.push(("risks", "Risks", risks::section(page).unwrap_or_else(|| none.into())));
    let none = "<p>No decisions are recorded.</p>\n";
    sections.push(("decisions", "Decisions", decisions::decisions(page).unwrap_or_else(|| none.into())));
    let none = "<p>We have not said no to anything. A plan that says yes to all has not chosen yet.</p>\n";
    let declined = decisions::left_out(page, RoadmapState::Declined).unwrap_or_else(|| none.into());
    sections.push(("declined", "What we say no to, and why", declined));
    sections.extend(decisions::left_out(page, RoadmapState::Later).map(|body| ("later", "Not now, and why", body)));
    sections
}

/// How the ranking is read.
fn legend(page: &HtmlReport<'_>) -> String {
    let Some(ranking) = &page.ranking else { return String::new() };
    let mut said = vec!["Order: decisions first, then rank; rank: the place by score.".to_string()];
    if let (Some(samples), Some(top)) = (ranking.samples, ranking.top) {
        said.push(format!(
            "{} draws from the ranges: score and rank are within these in nine draws of ten; top {top}: how often among the first {top} by score.",
            crate::report::output::phrasing::group_thousands(samples.into())
        ));
    }
    if !ranking.unscored.is_empty() {
        let names: Vec<String> = ranking
            .unscored
            .iter()
            .map(|u| match u.missing.is_empty() {
                true => format!("{} (its formula fails)", u.title),
                false => format!("{} ({} missing)", u.title, u.missing.join(", ")),
            })
            .collect();
        said.push(format!("Not scored: {}.", names.join("; ")));
    }
    format!("<p class=\"legend\">{}</p>\n", escape_html(&said.join(" ")))
}
