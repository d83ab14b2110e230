//! Metrics for people.

use crate::diagnostic::sanitize;
use crate::evaluate::{MIN_MEASUREMENTS, TargetStatus};
use crate::quantity::print;
use crate::report::metrics::sparkline::draw;
use crate::report::metrics::value_text::{chance, four_digits, share, three_digits, two_digits};
use crate::report::metrics::{MetricRow, MetricsReport};
use crate::report::output::layout::Layout;
use crate::report::output::render::text;
use crate::report::output::table::{Align, Cell, Table};
use unicode_width::UnicodeWidthStr;

/// The width that is kept to where nothing says how wide the place is.
const WIDTH: usize = 80;

impl MetricsReport {
    /// The tree, a few lines for each metric.
    pub fn text(&self, layout: Layout) -> String {
        if let Some(set) = &self.set {
            return self.set_text(set, layout);
        }
        let mut out = String::new();
        let mut section = None;
        for row in &self.metrics {
            if section.replace(row.section) != Some(row.section) {
                let blank = if out.is_empty() { "" } else { "\n" };
                out += &format!("{blank}{}\n", row.section.heading());
            }
            out += &row.entry(row.depth, layout);
        }
        out
    }
}

fn width(layout: Layout) -> usize {
    layout.width.unwrap_or(WIDTH).clamp(40, 120)
}

pub(super) fn wrapped(line: &str, depth: usize, layout: Layout) -> String {
    let (first, next) = (" ".repeat(depth * 2 + 4), " ".repeat(depth * 2 + 6));
    let options = textwrap::Options::new(width(layout)).initial_indent(&first).subsequent_indent(&next);
    textwrap::fill(line, options.break_words(false)) + "\n"
}

impl MetricRow {
    /// A few lines about the metric.
    pub(super) fn entry(&self, depth: usize, layout: Layout) -> String {
        let below: String = self.lines().iter().map(|line| wrapped(line, depth, layout)).collect();
        format!("{}{below}", self.head(depth, layout))
    }

    /// Name and title to the left, how it stands to the right.
    fn head(&self, depth: usize, layout: Layout) -> String {
        // Blocks are for eyes: a file or a program gets the words only.
        let values: Vec<f64> = self.series.iter().map(|p| p.value).collect();
        let blocks = layout.width.map_or(String::new(), |_| draw(&values));
        let right = [self.status_text(), blocks].into_iter().filter(|s| !s.is_empty()).collect::<Vec<_>>().join("  ");
        let name = match self.title == self.id {
            true => self.id.clone(),
            false => format!("{}  {}", self.id, self.title),
        };
        let left = sanitize(&format!("{}{name}", " ".repeat(depth * 2 + 2))).replace('\n', " ");
        let room = width(layout).saturating_sub(right.width() + 2);
        let mut clipped = left.clone();
        if left.width() > room {
            while clipped.width() + 1 > room && clipped.pop().is_some() {}
            clipped = format!("{}…", clipped.trim_end());
        }
        let pad = width(layout).saturating_sub(clipped.width() + right.width());
        format!("{clipped}{}{right}", " ".repeat(pad)).trim_end().to_string() + "\n"
    }

    /// What stands below the name.
    fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        let way = match (&self.baseline, &self.target) {
            (Some(from), Some(to)) => self.baseline_to_target_text(from, to),
            (Some(from), None) => format!("from {}", self.dated(from, "on")),
            (None, Some(to)) => format!("to {}", self.dated(to, "by")),
            (None, None) => String::new(),
        };
        let now = match (&self.latest, self.progress_text()) {
            (Some(latest), Some(gone)) => format!("{}, {gone}", self.dated(latest, "on")),
            (Some(latest), None) => self.dated(latest, "on"),
            (None, _) => String::new(),
        };
        let first: Vec<String> = [way, self.bounds(), now].into_iter().filter(|s| !s.is_empty()).collect();
        let mut first = if first.is_empty() { "nothing measured".to_string() } else { first.join("; ") };
        first += &self.shown.owner.as_ref().map_or(String::new(), |owner| format!("; owner {owner}"));
        lines.push(first);
        if self.targets.len() > 1 {
            lines.extend(self.targets.iter().map(|target| self.target_text(target)));
        }
        lines.extend(self.forecast_text());
        lines
    }

    /// The pace, and the forecast.
    fn forecast_text(&self) -> Option<String> {
        let unmeasured = self.latest.is_none();
        if !self.shown.due
            || unmeasured
            || matches!(self.state, Some(TargetStatus::Met | TargetStatus::MetLate | TargetStatus::Missed) | None)
        {
            return None;
        }
        let mut parts = Vec::new();
        // Of several targets each has its line with its chance.
        if let [only] = self.targets.as_slice()
            && let (Some(p), Some(by)) = (only.probability, &only.by)
        {
            parts.push(format!("{} likely by {by}", chance(p)));
        }
        match (self.needed, self.pace) {
            (Some(needed), Some(pace)) => {
                let (needed, pace) = (self.change(two_digits(needed)), self.bare_change(two_digits(pace)));
                parts.push(format!("needs {needed} each month, so far {pace}"));
            }
            (Some(needed), None) => parts.push(format!("needs {} each month", self.change(two_digits(needed)))),
            _ => {}
        }
        let forecast = self.forecast.as_ref();
        match forecast.and_then(|f| f.linear.as_ref()) {
            Some(line) => parts.push(format!("linear {}", self.expected(line))),
            None if self.too_few() => parts.push(format!("too few actuals to forecast, {MIN_MEASUREMENTS} are needed")),
            None => {}
        }
        parts.extend(forecast.and_then(|f| f.damped.as_ref()).map(|d| format!("damped {}", self.expected(d))));
        if self.shown.vague {
            parts.push("what was measured differs too widely for a forecast".into());
        }
        (!parts.is_empty()).then(|| parts.join("; "))
    }

    /// Everything about one metric.
    pub fn detail(&self, interval: f64, layout: Layout) -> String {
        let mut out = format!("{}  {}\n", self.id, self.title);
        let words = [
            self.role.replace('_', " "),
            self.unit.as_ref().map_or(String::new(), |u| format!("in {u}")),
            format!("{} is better", self.better),
            self.side.as_ref().map_or(String::new(), |side| format!("of the {side} side")),
            if self.drives.is_empty() { String::new() } else { format!("drives {}", self.drives.join(", ")) },
        ];
        let words: Vec<String> = words.into_iter().filter(|w| !w.is_empty() && w != "none").collect();
        out += &format!("  {}\n", words.join("; "));
        let standing = self.status_text();
        if !standing.is_empty() {
            out += &format!("  {standing}\n");
        }
        for line in self.lines() {
            out += &wrapped(&line, 0, layout);
        }
        if self.forecast.is_some() {
            let said = format!(
                "linear: least squares with its {} prediction interval (Student's t); damped: Holt's damped trend, Gardner and McKenzie 1985, level 0.5, trend 0.3, damping 0.9",
                share(interval)
            );
            out += &wrapped(&said, 0, layout);
        }
        if let Some(formula) = &self.formula {
            let is = formula.is.as_ref().map_or(String::new(), |is| format!("{is}: "));
            out += &format!("\nFormula\n  {is}{}\n", formula.text.replace('\n', "\n  "));
            let mut table = Table::new(&[("", Align::Left), ("", Align::Left), ("", Align::Right), ("", Align::Left)]);
            for read in &formula.reads {
                let metric = if read.name == read.metric { String::new() } else { read.metric.clone() };
                let value = read.value.map_or("nothing measured".to_string(), |v| match read.unit.as_deref() {
                    Some("%") => format!("{}%", print::number(v * 100.0)),
                    _ => print::number(v),
                });
                let unit = read.unit.clone().filter(|u| u != "%").unwrap_or_default();
                table.rows.push([format!("  {}", read.name), metric, value, unit].map(Cell::new).to_vec());
            }
            out += &text(&table, layout).lines().skip(1).map(|l| format!("{l}\n")).collect::<String>();
        }
        out += &self.movers(layout);
        if !self.series.is_empty() {
            let mut table = Table::new(&[("  on", Align::Left), ("value", Align::Right), ("", Align::Left)]);
            for point in &self.series {
                let place = format!("{}:{}", point.source.file, point.source.line);
                let on = format!("  {}", point.on.map_or("?".to_string(), |on| on.to_string()));
                table.rows.push([on, self.value(point.value), place].map(Cell::new).to_vec());
            }
            out += &format!("\nSeries\n{}", text(&table, layout));
        }
        sanitize(&out).into_owned()
    }

    /// Who moves it, and whether that would do.
    fn movers(&self, layout: Layout) -> String {
        if self.moved_by.is_empty() {
            return if self.role == "none" { String::new() } else { "\nMoved by no open initiative\n".into() };
        }
        let known = self.moved_by.iter().any(|m| m.in_time.is_some());
        let by = self.shown.counted_by.as_deref().unwrap_or_default();
        let odds = format!("done by {by}");
        let mut columns = vec![("", Align::Left), ("", Align::Left), ("moves", Align::Right), ("", Align::Left)];
        if known {
            columns.push((&odds, Align::Right));
        }
        let mut table = Table::new(&columns);
        table.flexible = Some(1);
        for mover in &self.moved_by {
            let by = mover.by.map_or("?".to_string(), |by| self.change(three_digits(by)));
            let ends = match (mover.low, mover.high) {
                (Some(low), Some(high)) if low != high => {
                    format!("{} to {}", self.change(three_digits(low)), self.change(three_digits(high)))
                }
                _ => String::new(),
            };
            let mut cells = vec![format!("  {}", mover.initiative), mover.title.clone(), by, ends];
            if known {
                cells.push(match (&mover.not_counted, mover.in_time) {
                    (None, Some(p)) => chance(p),
                    _ => "–".into(),
                });
            }
            table.rows.push(cells.into_iter().map(Cell::new).collect());
        }
        let mut out = String::from("\nMoved by\n");
        out += &text(&table, Layout { width: Some(width(layout)) });
        for mover in &self.moved_by {
            if let Some(experiment) = &mover.measured {
                out += &wrapped(&format!("{}: as its experiment `{experiment}` measured", mover.initiative), 0, layout);
            }
            if let Some(why) = &mover.not_counted {
                out += &wrapped(&format!("{} does not count: {why}", mover.initiative), 0, layout);
            }
        }
        if let Some(moved) = self.moved {
            let mut said =
                format!("together {}, each by its odds of being done by {by}", self.change(three_digits(moved)));
            let over =
                matches!(self.state, Some(TargetStatus::Met | TargetStatus::MetLate | TargetStatus::Missed) | None);
            if let Some(gap) = self.gap.filter(|_| !over) {
                let enough =
                    if (gap >= 0.0) == (moved >= 0.0) && moved.abs() >= gap.abs() { "enough" } else { "not enough" };
                said += &format!(
                    ", of the {} that are missing: {enough}, if each does what it says",
                    self.change(four_digits(gap))
                );
            }
            out += &wrapped(&said, 0, layout);
        }
        out
    }
}
