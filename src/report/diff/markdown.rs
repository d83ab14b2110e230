//! The report as a comment on a pull request.

use super::DiffReport;
use crate::report::output::escaping::{escape_markdown, markdown_message_cell};
use crate::report::output::render::markdown;
use std::fmt::Write;

/// The first line of every comment, by which a program finds the one that it made before.
pub const COMMENT_MARK: &str = "<!-- planwright diff -->";

/// The most characters of a comment: GitHub takes 65,536.
const MAX_COMMENT: usize = 60_000;

/// The most rows of a table in a comment.
const MAX_ROWS: usize = 100;

impl DiffReport {
    /// In Markdown, as a comment on a pull request wants it: the sentence, what moved, the rest folded up. The first line
    /// is [`COMMENT_MARK`]; the same states give the same text.
    pub fn markdown(&self) -> String {
        let mut out = format!("{COMMENT_MARK}\n**{}**\n", escape_markdown(&self.headline));
        for (at, section) in self.sections().into_iter().enumerate() {
            let mut table = section.table;
            let more = table.rows.len().saturating_sub(MAX_ROWS);
            table.rows.truncate(MAX_ROWS);
            let mut part = String::new();
            if !table.rows.is_empty() {
                part += &markdown(&table);
            }
            if more > 0 {
                let _ = writeln!(part, "\n{more} more rows not shown");
            }
            for note in &section.notes {
                let _ = writeln!(part, "\n{}", markdown_message_cell(note));
            }
            let heading = escape_markdown(&section.heading);
            let part = match at {
                0 => format!("\n### {heading}\n\n{part}"),
                _ => format!("\n<details><summary>{heading}</summary>\n\n{part}\n</details>\n"),
            };
            if out.chars().count() + part.chars().count() > MAX_COMMENT {
                let _ = writeln!(out, "\n{heading}: too long for a comment; run `plan diff`");
            } else {
                out += &part;
            }
        }
        if let Some(why) = &self.no_roadmap {
            let _ = writeln!(out, "\nRoadmaps are not compared: {}", escape_markdown(why));
        }
        let (from, to) = (escape_markdown(&self.from), escape_markdown(&self.to));
        let _ = writeln!(out, "\n{from} → {to}, read on {}", self.today);
        out
    }
}
