//! The metric tree: each with its way, below what it drives.

use crate::report::chart;
use crate::report::document::escape_html;
use crate::report::html_report::{HtmlReport, row_link};
use crate::report::metrics::{MetricRow, PointReport, TargetReport, TreeSection};
use std::fmt::Write;

/// The tree, section by section; none where the plan has no metric.
pub(super) fn metrics(page: &HtmlReport<'_>) -> Option<String> {
    let all = &page.metrics.metrics;
    if all.is_empty() {
        return None;
    }
    let mut out = String::new();
    for section in [TreeSection::Tree, TreeSection::Apart, TreeSection::Guardrail, TreeSection::Raw] {
        let rows: Vec<&MetricRow> = all.iter().filter(|m| m.section == section).collect();
        if !rows.is_empty() {
            let _ = writeln!(out, "<h3>{}</h3>", escape_html(section.heading()));
            out += &tree(page, &rows);
        }
    }
    out += "<p class=\"legend\">Line: measured. Diamond: target. Bar beside it: what is to be expected by then. \
            Dotted: floor or ceiling.</p>\n";
    Some(out)
}

/// Rows as lists in lists, by their depth.
pub(in crate::report) fn tree(page: &HtmlReport<'_>, rows: &[&MetricRow]) -> String {
    let mut out = String::from("<ul class=\"tree\">\n");
    let mut depth = rows.first().map_or(0, |r| r.depth);
    let first = depth;
    for (at, row) in rows.iter().enumerate() {
        match () {
            () if at == 0 => {}
            () if row.depth > depth => out += "<ul class=\"tree\">\n",
            () => {
                out += "</li>\n";
                (row.depth..depth).for_each(|_| out += "</ul></li>\n");
            }
        }
        depth = row.depth.min(depth + 1).max(first);
        let _ = write!(out, "<li>{}", metric(page, row));
    }
    (first..=depth).for_each(|_| out += "</li></ul>\n");
    out
}

fn metric(page: &HtmlReport<'_>, row: &MetricRow) -> String {
    let standing = row.status_text();
    let mut facts: Vec<String> = Vec::new();
    if let Some(point) = row.latest.as_ref().or(row.baseline.as_ref()) {
        facts.push(format!("<b>{}</b>", escape_html(&row.dated(point, "on"))));
    }
    match row.targets.as_slice() {
        [] => {}
        [one] => facts.push(format!("→ {}", escape_html(&likely(row, row.dated(&point_of(one), "by"), one)))),
        several => facts.extend(several.iter().map(|t| format!("→ {}", escape_html(&row.target_text(t))))),
    }
    let bounds = row.bounds();
    if !bounds.is_empty() {
        facts.push(escape_html(&bounds));
    }
    if facts.is_empty() {
        facts.push("nothing measured yet".into());
    }
    facts.extend(
        row.owner.as_deref().map(|o| escape_html(&format!("· {}", page.evaluated.plan().title_of("person", o)))),
    );
    let way = row.progress.map_or(String::new(), |p| {
        let width = 100.0 * p.clamp(0.0, 1.0);
        format!(
            "<span class=\"way\"><svg class=\"chart\" viewBox=\"0 0 100 8\" width=\"100\" height=\"8\" aria-hidden=\"true\">\
             <rect class=\"room\" width=\"100\" height=\"8\" rx=\"2\"/><rect class=\"load\" width=\"{width:.0}\" height=\"8\" rx=\"2\"/></svg> \
             {}</span>",
            escape_html(&row.progress_text().unwrap_or_default())
        )
    });
    let movers = match row.moved_by.len() {
        0 => String::new(),
        n => {
            let names: Vec<String> = row.moved_by.iter().map(|m| row_link(&m.initiative, &m.title)).collect();
            format!("<details><summary>moved by {n}</summary><p>{}</p></details>", names.join(", "))
        }
    };
    let role = match row.role.as_str() {
        "" | "none" => String::new(),
        role => format!("{} · ", escape_html(&role.replace('_', " "))),
    };
    format!(
        "<div class=\"metric\"><div class=\"name\"><b>{}</b> <small>{role}{}</small></div>\
         <div class=\"spark\">{}</div><div class=\"facts\">{} {way}</div><div class=\"standing\">{}</div>\
         <div class=\"movers\">{movers}</div></div>",
        escape_html(&row.title),
        page.links.link(&row.source),
        chart::sparkline(row).unwrap_or_default(),
        facts.join(" "),
        if standing.is_empty() { String::new() } else { standing_pill(&standing) },
    )
}

/// A target as a dated value.
fn point_of(target: &TargetReport) -> PointReport {
    PointReport { value: target.value, on: target.by, source: target.source.clone() }
}

/// With the chance that it is reached by then.
fn likely(row: &MetricRow, said: String, target: &TargetReport) -> String {
    row.chance_text(target).map_or(said.clone(), |likely| format!("{said}, {likely}"))
}

/// How it stands, coloured.
fn standing_pill(standing: &str) -> String {
    let class = match standing {
        s if s.contains("off track") || s.contains("missed") || s.contains("outside") => "bad",
        s if s.contains("at risk") || s.contains("no data") => "open",
        s if s.contains("on track") || s.contains("met") || s.contains("inside") => "good",
        _ => "open",
    };
    format!("<span class=\"pill {class}\">{}</span>", escape_html(standing))
}
