//! Documents as one page of HTML that needs nothing else: no scripts, no network, its own style.

use crate::report::document::markdown::{completeness_line, sentence};
use crate::report::document::user_markdown::{embed_html, inline_html};
use crate::report::document::{Content, Document, DocumentSection, LabelledFact, MissingPart, SectionState};
use crate::report::output::escaping::escape_html;
use std::fmt::Write;

/// The looks of every page.
pub(in crate::report) const STYLE: &str = include_str!("page.css");

/// What stands at the head of every page. Its policy lets it do nothing but show its own style.
const HEAD: &str = include_str!("head.html");

/// A document as a page of HTML.
pub fn html(document: &Document) -> String {
    let title = document.headline.as_ref().unwrap_or(&document.title);
    let mut out = format!("<!doctype html>\n<html lang=\"en\">\n<head>\n{HEAD}");
    let _ = writeln!(
        out,
        "<title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<header>",
        plain_text(title)
    );
    let _ = writeln!(out, "<h1>{}</h1>", inline_html(title));
    if let Some(subheading) = &document.subheading {
        let _ = writeln!(out, "<p class=\"subheading\">{}</p>", inline_html(subheading));
    }
    let mut byline: Vec<String> = Vec::new();
    byline.extend(document.headline.as_ref().map(|_| inline_html(&document.title)));
    byline.extend(document.byline.iter().map(|b| format!("{}: {}", inline_html(&b.label), inline_html(&b.value))));
    byline.push(format!("As of <time datetime=\"{0}\">{0}</time>", document.today));
    if document.parts > 0 && document.missing.is_empty() {
        byline.push(completeness_line(document));
    }
    let byline: Vec<String> = byline.into_iter().map(|b| format!("<span>{b}</span>")).collect();
    let _ = writeln!(out, "<p class=\"byline\">{}</p>", byline.join(" "));
    if document.parts > 0 && !document.missing.is_empty() {
        let missing: Vec<String> = document.missing.iter().map(|m| inline_html(m)).collect();
        let missing = sentence(missing.iter().map(String::as_str));
        let (on_file, parts) = (document.on_file, document.parts);
        let _ = writeln!(
            out,
            "<p class=\"parts\"><strong>{on_file} of {parts} parts written.</strong> Missing: {missing}</p>"
        );
    }
    out += "</header>\n";
    document.sections.iter().for_each(|s| section(s, 2, &mut out));
    out += "</main>\n</body>\n</html>\n";
    out
}

/// The words of Markdown, for the title of the window.
fn plain_text(text: &str) -> String {
    let html = inline_html(text);
    let mut out = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => inside = false,
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out
}

fn section(section: &DocumentSection, level: usize, out: &mut String) {
    let state = match section.state {
        SectionState::OnFile => "",
        SectionState::Partly | SectionState::Missing => " class=\"lacks\"",
        SectionState::NotApplicable | SectionState::Waived => " class=\"waived\"",
    };
    let _ = writeln!(out, "<section{state}>");
    if section.heading {
        let level = level.min(6);
        let _ = writeln!(out, "<h{level}>{}</h{level}>", inline_html(&section.title));
    }
    // Without a heading of its own it is part of what stands above it.
    let depth = if section.heading { level } else { level.saturating_sub(1).max(1) };
    section.content.iter().for_each(|c| content(c, depth, out));
    section.missing.iter().for_each(|m| missing(m, out));
    section.sections.iter().for_each(|s| self::section(s, level + 1, out));
    out.push_str("</section>\n");
}

fn content(content: &Content, level: usize, out: &mut String) {
    match content {
        Content::Text { text } => out.push_str(&embed_html(text, level)),
        Content::List { items } => {
            let items: Vec<String> = items.iter().map(|i| format!("<li>{}</li>\n", inline_html(i))).collect();
            let _ = write!(out, "<ul>\n{}</ul>\n", items.concat());
        }
        Content::Rows { rows } => {
            let row =
                |r: &LabelledFact| format!("<dt>{}</dt><dd>{}</dd>\n", inline_html(&r.label), inline_html(&r.value));
            let _ = write!(out, "<dl>\n{}</dl>\n", rows.iter().map(row).collect::<String>());
        }
        Content::Table { columns, rows } => table(columns, rows, out),
        Content::Quote { text, by } => {
            let by = by.as_ref().map_or(String::new(), |b| format!("<footer>— {}</footer>\n", inline_html(b)));
            let _ = write!(out, "<blockquote>\n{}{by}</blockquote>\n", embed_html(text, level));
        }
        Content::Part { title, content } => {
            let level = (level + 1).min(6);
            let _ = writeln!(out, "<h{level}>{}</h{level}>", inline_html(title));
            content.iter().for_each(|c| self::content(c, level, out));
        }
        Content::Missing(what) => missing(what, out),
    }
}

/// Cells of no more characters are not broken over lines.
const MAX_UNBROKEN_CELL: usize = 12;

/// A table that scrolls by itself where the page is narrow.
fn table(columns: &[String], rows: &[Vec<String>], out: &mut String) {
    let head: String = columns.iter().map(|c| format!("<th scope=\"col\">{}</th>", inline_html(c))).collect();
    let _ = write!(out, "<div class=\"table\"><table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n");
    for row in rows {
        // A date or an amount stays on its line.
        let short = |c: &String| if c.chars().count() <= MAX_UNBROKEN_CELL { " class=\"short\"" } else { "" };
        let cells: String = row.iter().map(|c| format!("<td{}>{}</td>", short(c), inline_html(c))).collect();
        let _ = writeln!(out, "<tr>{cells}</tr>");
    }
    out.push_str("</tbody>\n</table></div>\n");
}

fn missing(missing: &MissingPart, out: &mut String) {
    let _ = write!(out, "<p class=\"missing\"><strong>Missing:</strong> {}", inline_html(&missing.ask));
    if let Some(because) = &missing.because {
        let _ = write!(out, " (not known yet: {})", inline_html(because));
    }
    if !missing.write.is_empty() {
        let _ = write!(out, ", e.g. <code>{}</code>", escape_html(&missing.write));
    }
    out.push_str("</p>\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::{Source, View};
    use crate::report::document::{declared, document};
    use crate::schema::library::LibraryFolder;

    /// A plan in which whatever can be a text is hostile.
    const PLAN: &str = r#"
        person p "EVIL" { role: "EVIL" }
        metric m "EVIL" { role: none; unit: %; baseline: 1% on 2026-01 }
        initiative a "EVIL" {
          owner: p; customer: "EVIL"; data_handled: ? because "EVIL"
          waive: market because "EVIL"
          problem { statement: "EVIL"; job: "EVIL"; cost: $1/year because "EVIL" }
          competitor c "EVIL" { has: "EVIL" }
          success { m: 2% by 2026 }
          risk r "EVIL" { mitigation: "EVIL"; owner: p }
          question q "EVIL" { answer: "EVIL" }
          prfaq { headline: "EVIL"; subheading: "EVIL"; quote: "EVIL" by p; faq why "EVIL" { answer: "EVIL" } }
          result { m: 2% on 2026-02 because "EVIL" }
        }
        document own "EVIL" {
          byline: owner = "EVIL"
          section s "EVIL" { shows: problem.recommendation; ask: "EVIL"; write: "EVIL" }
          section t "EVIL" { shows: problem.job; as: rows; intro: "EVIL" }
        }
    "#;

    #[test]
    fn a_page_holds_nothing_that_acts_whatever_the_plan_says() {
        let evil =
            "</style></title><script>alert(1)</script><img src=x onerror=y> ![i](https://x.y) [l](javascript:z) |";
        let view = View { folders: vec![LibraryFolder::Documents], ..View::default() };
        let scored = Source::text("p.plan", &PLAN.replace("EVIL", evil)).parse().unwrap();
        let scored = scored.resolve(&view).unwrap().evaluate();
        assert!(scored.problems().is_empty(), "{:?}", scored.problems());
        let documents = declared(&scored.evaluated);
        assert_eq!(documents.len(), 6);
        for record in documents {
            let page = html(&document(&scored.evaluated, 0, record).document);
            for acting in ["<script", "<img", "=\"javascript", "=\"https://x.y", "onerror=\""] {
                assert!(!page.contains(acting), "{acting} in {}: {page}", record.id);
            }
            for once in ["<style>", "</style>", "<title>", "</title>", "<h1>", "</html>"] {
                assert_eq!(page.matches(once).count(), 1, "{once} in {}", record.id);
            }
            // Every tag that is opened is one of the renderer's.
            let tags =
                page.split('<').skip(1).map(|t| t.trim_start_matches('/').split([' ', '>', '\n']).next().unwrap());
            let known = "!doctype html head meta title style body main header h1 h2 h3 h4 p span time strong section ul li dl \
                         dt dd div table thead tbody tr th td blockquote footer code em a del ol pre";
            tags.for_each(|tag| assert!(known.split(' ').any(|k| k == tag), "<{tag}> in {}", record.id));
        }
    }
}
