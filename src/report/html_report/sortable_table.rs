//! Tables of the page: they scroll by themselves where the page is narrow, and sort where the script runs.

use crate::report::document::escape_html;
use std::fmt::Write;

/// A table in the making.
#[derive(Debug)]
pub(super) struct SortableTable {
    name: &'static str,
    caption: String,
    columns: Vec<(String, ColumnKind)>,
    rows: String,
    count: usize,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ColumnKind {
    /// Words.
    Text,
    /// Numbers, and what sorts by one.
    Number,
    /// What does not sort: drawings.
    Fixed,
}

/// A cell: its HTML, and the number or word that it sorts by where that is not its text.
#[derive(Debug, Clone, Default)]
pub(super) struct HtmlCell {
    html: String,
    sort: Option<String>,
}

impl HtmlCell {
    /// Plain text.
    pub(super) fn text(text: &str) -> HtmlCell {
        HtmlCell { html: escape_html(text), sort: None }
    }

    /// Text that may be absent: a dash stands for nothing.
    pub(super) fn optional_text(text: Option<&str>) -> HtmlCell {
        text.map_or_else(HtmlCell::empty, HtmlCell::text)
    }

    /// HTML of the page's own making.
    pub(super) fn html(html: impl Into<String>) -> HtmlCell {
        HtmlCell { html: html.into(), sort: None }
    }

    /// Nothing to tell.
    pub(super) fn empty() -> HtmlCell {
        HtmlCell { html: "<span class=\"none\">–</span>".into(), sort: Some(String::new()) }
    }

    /// It sorts by this.
    pub(super) fn sort_key(mut self, key: impl ToString) -> HtmlCell {
        self.sort = Some(key.to_string());
        self
    }
}

impl SortableTable {
    pub(super) fn new(name: &'static str, caption: impl Into<String>, columns: &[(&str, ColumnKind)]) -> SortableTable {
        SortableTable {
            name,
            caption: caption.into(),
            columns: columns.iter().map(|(n, k)| (n.to_string(), *k)).collect(),
            rows: String::new(),
            count: 0,
        }
    }

    /// Adds a row; `marks` are attributes of the page's own making.
    pub(super) fn push(&mut self, marks: &str, cells: impl IntoIterator<Item = HtmlCell>) {
        self.count += 1;
        let _ = write!(self.rows, "<tr{marks}>");
        for ((_, kind), cell) in self.columns.iter().zip(cells) {
            let class = if *kind == ColumnKind::Number { " class=\"number\"" } else { "" };
            let sort = cell.sort.map_or(String::new(), |s| format!(" data-sort=\"{}\"", escape_html(&s)));
            let _ = write!(self.rows, "<td{class}{sort}>{}</td>", cell.html);
        }
        self.rows.push_str("</tr>\n");
    }

    pub(super) fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The table.
    pub(super) fn finish(self) -> String {
        let head = self.columns.iter().map(|(name, kind)| {
            let (class, sorts) = match kind {
                ColumnKind::Number => (" class=\"number\"", " data-sorts=\"number\""),
                ColumnKind::Text => ("", " data-sorts=\"text\""),
                ColumnKind::Fixed => ("", ""),
            };
            format!("<th scope=\"col\"{class}{sorts}>{}</th>", escape_html(name))
        });
        format!(
            "<div class=\"table\" role=\"region\" aria-label=\"{0}\" tabindex=\"0\"><table class=\"{1}\">\n\
             <caption class=\"unseen\">{0}</caption>\n<thead><tr>{2}</tr></thead>\n<tbody>\n{3}</tbody>\n</table></div>\n",
            escape_html(&self.caption),
            self.name,
            head.collect::<String>(),
            self.rows
        )
    }
}
