//! The tornado and the list, for people.

use crate::quantity::print;
use crate::report::output::fact_report::{list_names, percent};
use crate::report::output::layout::Layout;
use crate::report::output::render::{text, wrap_line};
use crate::report::output::table::{Align, Cell, Table};
use crate::report::sensitivity::{DriverReport, SensitivityReport, SensitivityRow, VarianceSharing};
use std::fmt::Write;
use unicode_width::UnicodeWidthStr;

/// The width that is kept to where nothing says how wide the place is.
const WIDTH: usize = 80;

impl SensitivityReport {
    /// For people: of one initiative the tornado, of several what drives each, and all of them.
    pub fn text(&self, layout: Layout) -> String {
        let layout = Layout { width: Some(layout.width.unwrap_or(WIDTH).clamp(30, 120)) };
        match (&self.overall, self.rows.as_slice()) {
            (None, [row]) => row.tornado(&self.title, layout),
            _ => self.list(layout),
        }
    }

    fn list(&self, layout: Layout) -> String {
        let (varied, points): (Vec<_>, Vec<_>) = self.rows.iter().partition(|r| !r.drivers.is_empty());
        let mut out = String::new();
        if varied.is_empty() {
            out += &format!("Nothing to vary: no initiative has a range under {}\n", self.title);
        } else {
            let _ = writeln!(out, "What makes the scores unsure, by {}\n", self.title);
            out += &text(&self.overview(&varied), layout);
        }
        if let Some(whole) = self.overall.as_ref().filter(|w| !w.inputs.is_empty()) {
            let _ = writeln!(out, "\nOf all that is unsure:");
            let mut shares: Vec<(&str, f64)> = whole.inputs.iter().map(|i| (i.input.as_str(), i.share)).collect();
            if whole.together > 0.0005 {
                shares.push(("several together", whole.together));
            }
            let wide = shares.iter().map(|(n, _)| n.width()).max().unwrap_or(0);
            for (name, share) in shares {
                let pad = " ".repeat(wide - name.width());
                let blocks = "█".repeat((share * 40.0).round() as usize);
                let _ = writeln!(out, "{}", format!("  {name}{pad} {:>5}  {blocks}", percent(share)).trim_end());
            }
        }
        let mut notes = Vec::new();
        if !points.is_empty() && !varied.is_empty() {
            let ids: Vec<&str> = points.iter().map(|r| r.id.as_str()).collect();
            notes.push(format!("nothing to vary, since their inputs are points: {}", list_names(&ids)));
        }
        for row in varied {
            notes.extend(row.notes().into_iter().map(|note| format!("{}: {note}", row.id)));
        }
        if !notes.is_empty() {
            out.push('\n');
            notes.iter().for_each(|note| out += &wrap_line(note, layout));
        }
        out
    }

    fn overview(&self, rows: &[&SensitivityRow]) -> Table {
        let mut table = Table::new(&[
            ("id", Align::Left),
            ("score", Align::Right),
            ("mostly by", Align::Left),
            ("share", Align::Right),
            ("alone gives", Align::Left),
            ("then", Align::Left),
        ]);
        table.flexible = Some(5);
        for row in rows {
            // By the share; the tornado goes by how far each alone moves the score.
            let mut drivers: Vec<&DriverReport> = row.drivers.iter().collect();
            drivers.sort_by(|a, b| b.share.unwrap_or_default().total_cmp(&a.share.unwrap_or_default()));
            let Some((first, rest)) = drivers.split_first() else { continue };
            let then: Vec<String> = rest.iter().take(2).map(|d| format!("{}{}", d.fact.name, d.share_text())).collect();
            let more = if rest.len() > 2 { format!(", {} more", rest.len() - 2) } else { String::new() };
            table.rows.push(vec![
                Cell::new(&row.id),
                Cell::number(row.score),
                Cell::new(&first.fact.name),
                Cell::new(first.share.map_or(String::new(), percent)),
                Cell::new(first.score_change_text()),
                Cell::new(format!("{}{more}", then.join(", "))),
            ]);
        }
        table
    }
}

impl DriverReport {
    fn share_text(&self) -> String {
        self.share.map_or(String::new(), |s| format!(" {}", percent(s)))
    }

    /// The scores at its ends, the lower one first.
    fn ends(&self) -> Option<(f64, f64)> {
        let (a, b) = (self.score_at_low?, self.score_at_high?);
        Some((a.min(b), a.max(b)))
    }

    fn score_change_text(&self) -> String {
        self.ends().map_or("none at one end".into(), |(a, b)| format!("{} to {}", print::number(a), print::number(b)))
    }
}

impl SensitivityRow {
    /// What is to be said beside the numbers.
    fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if let Some(input) = &self.unbounded {
            notes.push(format!(
                "no shares, since the score divides by `{input}`, which may be zero; give it a range above zero"
            ));
        }
        if self.failed > 0.0 {
            notes.push(format!("the formula fails for {} of the samples; the others are shown", percent(self.failed)));
        }
        notes
    }

    fn tornado(&self, by: &str, layout: Layout) -> String {
        let mut out = format!("{} ({}) by {by}\n", self.title, self.id);
        let score = print::number(self.score);
        if self.drivers.is_empty() {
            let _ = writeln!(out, "score {score}\n\nNothing to vary: every input is a point, none is a range.");
            out += "Write what you are unsure of as a range, as `effort: 2 to 5 person-months`.\n";
            return out;
        }
        let _ = writeln!(out, "score {score}; where it goes as each range goes from its low to its high end,");
        out += "all else at its median:\n\n";
        let drivers: Vec<(&DriverReport, Option<(f64, f64)>)> = self.drivers.iter().map(|d| (d, d.ends())).collect();
        let ends = || drivers.iter().filter_map(|(_, ends)| *ends);
        let low = ends().map(|e| e.0).fold(self.score, f64::min);
        let high = ends().map(|e| e.1).fold(self.score, f64::max);
        let shown: Vec<(String, String)> = ends().map(|(a, b)| (print::number(a), print::number(b))).collect();
        let widest = |of: &dyn Fn(&(String, String)) -> usize| shown.iter().map(of).max().unwrap_or(0);
        let (left, right) = (widest(&|s| s.0.width()), widest(&|s| s.1.width()));
        let name = self.drivers.iter().map(|d| d.fact.name.width()).max().unwrap_or(0).clamp(5, 24);
        let room = layout.width.unwrap_or(WIDTH).saturating_sub(name + left + right + 12).clamp(10, 48);
        let column = |v: f64| match high > low {
            true => ((v - low) / (high - low) * (room - 1) as f64).round() as usize,
            false => 0,
        };
        let middle = column(self.score);
        for (driver, ends) in &drivers {
            let share = driver.share.map_or("–".to_string(), percent);
            let bar = match ends {
                Some((a, b)) => {
                    let cell = |at: usize| match at {
                        at if at == middle => '│',
                        at if at >= column(*a) && at <= column(*b) => '█',
                        _ => ' ',
                    };
                    let bar: String = (0..room).map(cell).collect();
                    format!("{:>left$} {bar} {:>right$}", print::number(*a), print::number(*b))
                }
                None => "no score at one of its ends".to_string(),
            };
            let pad = " ".repeat(name.saturating_sub(driver.fact.name.width()));
            let _ = writeln!(out, "{}{pad} {share:>5}  {bar}", driver.fact.name);
            let falls = matches!((driver.score_at_low, driver.score_at_high), (Some(a), Some(b)) if b < a);
            let direction = if falls { "; more of it lowers the score" } else { "" };
            out += &wrap_line(&format!("{}{direction}", driver.fact.text), layout);
        }
        out.push('\n');
        if self.apportioned == VarianceSharing::FirstOrder {
            let together = percent(self.together);
            out += &wrap_paragraph(
                &format!(
                    "Shares are of the variance of the score, what each range explains alone (first-order Sobol' indices); {together} \
                 only several together explain."
                ),
                layout,
            );
        } else if self.apportioned != VarianceSharing::Nothing {
            out += &wrap_paragraph(
                match self.apportioned {
                    VarianceSharing::Logarithm => {
                        "Shares are of the variance of the score's logarithm: exact, since the score is a product."
                    }
                    _ => "Shares are of the variance of the score: exact, since the score is a sum.",
                },
                layout,
            );
        }
        self.notes().iter().for_each(|note| out += &wrap_line(note, layout));
        out
    }
}

/// A paragraph from the margin.
fn wrap_paragraph(text: &str, layout: Layout) -> String {
    let options = textwrap::Options::new(layout.width.unwrap_or(WIDTH));
    textwrap::fill(text, options) + "\n"
}
