//! Shapes as text of SVG.

use crate::report::document::escape_html;
use std::fmt::Write;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Where a text stands from its place on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    /// It begins there.
    Start,
    /// Its middle is there.
    Middle,
    /// It ends there.
    End,
}

/// A drawing in the making. Looks are classes of `style.css`; nothing in here names a colour.
#[derive(Debug, Default)]
pub(super) struct Canvas {
    out: String,
    /// Whether what is drawn is part of a link, whose name says it all.
    in_link: bool,
}

/// The width of a column of text, as a share of the size of its letters: a little more than most fonts take.
const CHAR_WIDTH: f64 = 0.56;

/// A coordinate: tenths of a pixel are enough, and the same everywhere.
pub(super) fn coordinate(x: f64) -> String {
    let text = format!("{:.1}", x + 0.0);
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" { "0".into() } else { text.to_string() }
}

impl Canvas {
    /// What was drawn.
    pub(super) fn finish(self) -> String {
        self.out
    }

    pub(crate) fn rect(&mut self, class: &str, (x, y): (f64, f64), (width, height): (f64, f64), radius: f64) {
        let (x, y, width, height) =
            (coordinate(x), coordinate(y), coordinate(width.max(0.0)), coordinate(height.max(0.0)));
        let round = if radius > 0.0 { format!(" rx=\"{}\"", coordinate(radius)) } else { String::new() };
        let _ = writeln!(
            self.out,
            "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"{round}/>"
        );
    }

    pub(super) fn line(&mut self, class: &str, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) {
        let (x1, y1, x2, y2) = (coordinate(x1), coordinate(y1), coordinate(x2), coordinate(y2));
        let _ = writeln!(self.out, "<line class=\"{class}\" x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\"/>");
    }

    pub(super) fn circle(&mut self, class: &str, (x, y): (f64, f64), radius: f64) {
        let _ = writeln!(
            self.out,
            "<circle class=\"{class}\" cx=\"{}\" cy=\"{}\" r=\"{}\"/>",
            coordinate(x),
            coordinate(y),
            coordinate(radius)
        );
    }

    pub(super) fn path(&mut self, class: &str, d: &str) {
        let _ = writeln!(self.out, "<path class=\"{class}\" d=\"{d}\"/>");
    }

    /// A square on its point.
    pub(crate) fn diamond(&mut self, class: &str, (x, y): (f64, f64), r: f64) {
        let d = format!(
            "M{} {}L{} {}L{} {}L{} {}Z",
            coordinate(x),
            coordinate(y - r),
            coordinate(x + r),
            coordinate(y),
            coordinate(x),
            coordinate(y + r),
            coordinate(x - r),
            coordinate(y)
        );
        self.path(class, &d);
    }

    pub(super) fn text(&mut self, class: &str, (x, y): (f64, f64), anchor: Anchor, text: &str) {
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let (x, y, text) = (coordinate(x), coordinate(y), escape_html(text));
        let unheard = if self.in_link { " aria-hidden=\"true\"" } else { "" };
        let _ = writeln!(self.out, "<text class=\"{class}\" x=\"{x}\" y=\"{y}\"{anchor}{unheard}>{text}</text>");
    }

    /// Opens a group about an item of the plan, which a page can find by `data-id`: a link to the item's row where
    /// `linked`. Its words are told to those who hear the chart, and shown under the pointer.
    pub(super) fn open(&mut self, class: &str, id: Option<&str>, words: &str, linked: bool) {
        let words = escape_html(words);
        let data = id.map_or(String::new(), |id| format!(" data-id=\"{}\"", escape_html(id)));
        self.in_link = linked && id.is_some();
        match id.filter(|_| linked) {
            Some(id) => {
                let _ = write!(
                    self.out,
                    "<a class=\"{class}\"{data} href=\"#i-{}\"><title>{words}</title>",
                    escape_html(id)
                );
            }
            None => {
                let _ = write!(self.out, "<g class=\"{class}\"{data}><title>{words}</title>");
            }
        }
        self.out.push('\n');
    }

    /// Closes what [`Canvas::open`] opened with the same `id` and `linked`.
    pub(super) fn close(&mut self, id: Option<&str>, linked: bool) {
        self.in_link = false;
        self.out.push_str(if linked && id.is_some() { "</a>\n" } else { "</g>\n" });
    }
}

/// The width that a text takes, about.
pub(super) fn text_width(text: &str, size: f64) -> f64 {
    text.width() as f64 * CHAR_WIDTH * size
}

/// A text cut to a width, with an ellipsis where something is gone.
pub(super) fn truncate(text: &str, room: f64, size: f64) -> String {
    if text_width(text, size) <= room {
        return text.to_string();
    }
    let columns = (room / (CHAR_WIDTH * size)).floor().max(1.0) as usize - 1;
    let mut out = String::new();
    let mut used = 0;
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used > columns {
            break;
        }
        out.push(c);
    }
    format!("{}…", out.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_are_short_and_never_minus_nothing() {
        assert_eq!([1.0, 2.25, -0.01, -3.04, 10.06].map(coordinate), ["1", "2.2", "0", "-3", "10.1"]);
    }

    #[test]
    fn a_text_is_cut_to_its_room() {
        assert_eq!(truncate("Single sign-on", 200.0, 12.0), "Single sign-on");
        let cut = truncate("Automated anomaly detection", 100.0, 12.0);
        assert_eq!(cut, "Automated ano…");
        assert!(text_width(&cut, 12.0) <= 100.0);
        assert_eq!(super::truncate("漢字漢字", 30.0, 12.0), "漢…");
        assert_eq!(super::truncate("abc", 0.0, 12.0), "…");
    }

    #[test]
    fn what_a_plan_says_makes_no_element() {
        let mut canvas = Canvas::default();
        canvas.open("item", Some("a"), "</title><script>\"'&", true);
        canvas.text("label", (0.0, 0.0), Anchor::End, "<b>\u{1b}[31m");
        canvas.close(Some("a"), true);
        let out = canvas.finish();
        assert!(!out.contains("<script") && !out.contains("<b>") && !out.contains('\u{1b}'), "{out}");
        assert!(out.contains("href=\"#i-a\"") && out.ends_with("</a>\n"), "{out}");
    }
}
