//! Tables of the page: they scroll by themselves where the page is narrow, and sort where the script runs.

use crate::report::document::escape;
use std::fmt::Write;

/// A table in the making.
#[derive(Debug)]
pub(super) struct Grid {
    name: &'static str,
    caption: String,
    columns: Vec<(String, Kind)>,
    rows: String,
    count: usize,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Words.
    Text,
    /// Numbers, and what sorts by one.
    Number,
    /// What does not sort: drawings.
    Fixed,
}

/// A cell: its HTML, and the number or word that it sorts by where that is not its text.
#[derive(Debug, Clone, Default)]
pub(super) struct Cell {
    html: String,
    sort: Option<String>,
}

impl Cell {
    /// Plain text.
    pub(super) fn text(text: &str) -> Cell {
        Cell { html: escape(text), sort: None }
    }

    /// Text that may be absent: a dash stands for nothing.
    pub(super) fn maybe(text: Option<&str>) -> Cell {
        text.map_or_else(Cell::nothing, Cell::text)
    }

    /// HTML of the page's own making.
    pub(super) fn html(html: impl Into<String>) -> Cell {
        Cell { html: html.into(), sort: None }
    }

    /// Nothing to tell.
    pub(super) fn nothing() -> Cell {
        Cell { html: "<span class=\"none\">–</span>".into(), sort: Some(String::new()) }
    }

    /// It sorts by this.
    pub(super) fn by(mut self, key: impl ToString) -> Cell {
        self.sort = Some(key.to_string());
        self
    }
}

impl Grid {
    pub(super) fn new(name: &'static str, caption: impl Into<String>, columns: &[(&str, Kind)]) -> Grid {
        Grid {
            name,
            caption: caption.into(),
            columns: columns.iter().map(|(n, k)| (n.to_string(), *k)).collect(),
            rows: String::new(),
            count: 0,
        }
    }

    /// Adds a row; `marks` are attributes of the page's own making.
    pub(super) fn push(&mut self, marks: &str, cells: impl IntoIterator<Item = Cell>) {
        self.count += 1;
        let _ = write!(self.rows, "<tr{marks}>");
        for ((_, kind), cell) in self.columns.iter().zip(cells) {
            let class = if *kind == Kind::Number { " class=\"number\"" } else { "" };
            let sort = cell.sort.map_or(String::new(), |s| format!(" data-sort=\"{}\"", escape(&s)));
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
                Kind::Number => (" class=\"number\"", " data-sorts=\"number\""),
                Kind::Text => ("", " data-sorts=\"text\""),
                Kind::Fixed => ("", ""),
            };
            format!("<th scope=\"col\"{class}{sorts}>{}</th>", escape(name))
        });
        format!(
            "<div class=\"table\" role=\"region\" aria-label=\"{0}\" tabindex=\"0\"><table class=\"{1}\">\n\
             <caption class=\"unseen\">{0}</caption>\n<thead><tr>{2}</tr></thead>\n<tbody>\n{3}</tbody>\n</table></div>\n",
            escape(&self.caption),
            self.name,
            head.collect::<String>(),
            self.rows
        )
    }
}
