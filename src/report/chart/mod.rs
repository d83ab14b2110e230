//! Floor 4: Charts of what the reports hold, as SVG: in a page or as a file of their own.
//!
//! A [`Chart`] names no colour: its looks are the classes of `style.css`, which a file carries within itself and a page
//! once for all of its charts, for light and for dark.

mod canvas;
mod dependencies;
mod layered_layout;
mod linear_scale;
mod metric;
mod ranking;
mod risks;
mod roadmap;
mod time_axis;

pub use dependencies::dependencies;
pub use metric::metrics;
pub(crate) use metric::sparkline;
pub use ranking::{IntervalScale, interval, interval_scale, ranking};
pub use risks::{RiskPoint, risks};
pub use roadmap::roadmap;

#[cfg(test)]
mod tests;

use crate::report::document::escape_html;

/// The looks of every chart.
pub const STYLE: &str = include_str!("style.css");

/// A drawing with its words.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// What it is, in a word: `roadmap`.
    pub name: &'static str,
    /// What it shows.
    pub title: String,
    /// What is to be seen in it, for those who don't see it.
    pub about: String,
    width: f64,
    height: f64,
    body: String,
}

impl Chart {
    /// As a part of a page, which has [`STYLE`].
    pub(crate) fn to_inline_svg(&self) -> String {
        let (w, h) = (canvas::coordinate(self.width), canvas::coordinate(self.height));
        format!(
            "<svg class=\"chart {0}\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\" role=\"group\" aria-label=\"{1}\">\n{2}</svg>\n",
            self.name,
            escape_html(&format!("{}. {}", self.title, self.about)),
            self.body
        )
    }

    /// As a file of its own.
    pub fn to_svg_file(&self) -> String {
        let (w, h, title) =
            (canvas::coordinate(self.width), canvas::coordinate(self.height + HEAD), escape_html(&self.title));
        let about = escape_html(&self.about);
        let name = self.name;
        let move_by = canvas::coordinate(HEAD);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart {name}\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\" role=\"img\" aria-labelledby=\"title about\">\n\
             <title id=\"title\">{title}</title>\n<desc id=\"about\">{about}</desc>\n<style>\n{STYLE}</style>\n\
             <rect class=\"paper\" width=\"{w}\" height=\"{h}\"/>\n<text class=\"heading\" x=\"16\" y=\"26\">{title}</text>\n\
             <g transform=\"translate(0 {move_by})\">\n{}</g>\n</svg>\n",
            self.body
        )
    }
}

/// The room for the title above a chart that is a file of its own.
const HEAD: f64 = 36.0;
