//! Bars of initiatives by quarter, for terminals and for text between fences.

use super::{RoadmapItem, RoadmapReport, RoadmapState};
use crate::diagnostic::printable;
use crate::quantity::{Date, Period};
use crate::report::words::percent;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The least width that bars are drawn at, and the greatest.
const WIDTHS: (usize, usize) = (60, 160);

/// Columns for the forecast behind the bars.
const FORECAST: usize = 6;

/// Where days stand in a line.
pub(super) struct Scale {
    periods: Vec<Period>,
    /// Columns of the names before the bars.
    pub names: usize,
    /// Columns of each quarter.
    pub each: usize,
}

impl Scale {
    /// For a width, with names as wide as the widest of these and no wider than a third.
    pub fn new<'n>(report: &RoadmapReport, width: usize, names: impl Iterator<Item = &'n str>) -> Option<Scale> {
        let periods: Vec<Period> = report.periods.iter().filter_map(|p| Period::parse(p).ok()).collect();
        let width = width.clamp(WIDTHS.0, WIDTHS.1);
        let names = names.map(UnicodeWidthStr::width).max()?.clamp(8, width / 3);
        let count = periods.len();
        // Quarters that would be too narrow to read are left out at the end.
        let room = width - names - 2 - FORECAST;
        let count = count.min(room / NARROWEST).max(1);
        let each = room / count;
        let periods = periods.into_iter().take(count).collect::<Vec<_>>();
        (!periods.is_empty()).then_some(Scale { periods, names, each })
    }

    /// How many columns the bars take.
    fn columns(&self) -> usize {
        self.each * self.periods.len()
    }

    /// The column of a day; that before the first or behind the last where it lies outside.
    fn column(&self, day: Date) -> isize {
        for (at, period) in self.periods.iter().enumerate() {
            if day < period.first() {
                return (at * self.each) as isize - 1;
            }
            if period.contains(day) {
                let days = period.last().days_since(period.first()) + 1;
                let within = day.days_since(period.first()) as usize * self.each / days.max(1) as usize;
                return (at * self.each + within) as isize;
            }
        }
        self.columns() as isize
    }

    /// The quarters above their bars.
    pub fn head(&self) -> String {
        let mut out = " ".repeat(self.names + 2);
        for period in &self.periods {
            let text = period.to_string();
            // `26-Q3` where the year in full does not fit.
            let text = if text.len() < self.each { text } else { text.chars().skip(2).collect() };
            out += &format!("{text:<width$}", width = self.each);
        }
        out.trim_end().to_string() + "\n"
    }

    /// A name, cut to its columns.
    pub fn name(&self, text: &str) -> String {
        let text = printable(text);
        let mut out = String::new();
        let whole = text.width() <= self.names;
        for c in text.chars() {
            let wide = c.width().unwrap_or(0);
            if !whole && out.width() + wide + 1 > self.names {
                out.push('…');
                break;
            }
            out.push(c);
        }
        let blanks = (self.names + 2).saturating_sub(out.width());
        format!("{out}{}", " ".repeat(blanks))
    }
}

/// The least columns of a quarter, its line included.
const NARROWEST: usize = 6;

/// Initiatives by quarter: what is committed, what is planned, each with its forecast.
pub(super) fn bars(report: &RoadmapReport, items: &[usize], width: usize) -> String {
    let items: Vec<&RoadmapItem> = items.iter().filter_map(|i| report.items.get(*i)).collect();
    let Some(scale) = Scale::new(report, width, items.iter().map(|i| i.title.as_str())) else {
        return String::new();
    };
    let mut out = scale.head();
    for item in &items {
        let Some(bar) = bar(&scale, item) else { continue };
        let forecast = item.forecast.map_or(String::new(), |f| format!("{:>5}", percent(f)));
        out += format!("{}{bar}{forecast}", scale.name(&item.title)).trim_end();
        out.push('\n');
    }
    let mut legend = vec!["█ committed", "▒ planned", "░ if it runs late (80%)"];
    if items.iter().any(|i| i.due.is_some()) {
        legend.push("◆ due");
    }
    if items.iter().any(|i| i.forecast.is_some()) {
        legend.push("% done by the end");
    }
    out += &format!("{}\n", legend.join("  "));
    out
}

fn bar(scale: &Scale, item: &RoadmapItem) -> Option<String> {
    let day = |text: &Option<String>| Period::parse(text.as_deref()?).ok().map(Period::first);
    let (start, finish) = (day(&item.start)?, day(&item.finish)?);
    let fill = if item.state == RoadmapState::Committed { '█' } else { '▒' };
    let (first, last) = (scale.column(start), scale.column(finish));
    let late = day(&item.safe).map_or(last, |d| scale.column(d));
    let due = day(&item.due).map(|d| scale.column(d));
    let cell = |at: usize| {
        let here = at as isize;
        match here {
            _ if due == Some(here) => '◆',
            _ if (first..=last).contains(&here) => fill,
            _ if here > last && here <= late => '░',
            _ if at.is_multiple_of(scale.each) => '│',
            _ => ' ',
        }
    };
    let mut bar: String = (0..scale.columns()).map(cell).collect();
    bar.push(if last.max(late) >= scale.columns() as isize { '▶' } else { ' ' });
    Some(bar)
}

#[cfg(test)]
mod tests {
    use super::super::TeamCapacity;
    use super::*;

    fn report() -> RoadmapReport {
        let day = |text: &str| Some(text.to_string());
        let item = |title: &str, state, start: &str, finish: &str, safe: &str, forecast| RoadmapItem {
            id: None,
            title: title.into(),
            state,
            start: day(start),
            finish: day(finish),
            likely: day(finish),
            safe: day(safe),
            due: None,
            forecast: Some(forecast),
            done_by: vec![],
            teams: vec![],
            slack: None,
            planned_by: None,
            in_time: None,
            unsure: None,
            after: None,
            chain: vec![],
            why: None,
        };
        let items = vec![
            item("Sure", RoadmapState::Committed, "2026-04-01", "2026-06-30", "2026-08-14", 0.93),
            item("Perhaps, and long in words", RoadmapState::Planned, "2026-08-15", "2026-11-15", "2027-03-01", 0.4),
        ];
        let team =
            |title: &str, capacity, load| TeamCapacity { team: title.into(), title: title.into(), capacity, load };
        RoadmapReport {
            schema: "",
            plan: String::new(),
            audience: String::new(),
            title: String::new(),
            cadence: None,
            intro: None,
            today: "2026-04-01".into(),
            until: None,
            by: None,
            worth: None,
            scenario: None,
            periods: ["2026-Q2", "2026-Q3", "2026-Q4"].map(String::from).to_vec(),
            items,
            critical: vec![],
            certificate: vec![],
            confidence: None,
            capacity: vec![team("Web", vec![60.0, 60.0, 0.0], vec![30.0, 66.0, 0.0])],
            sections: Vec::new(),
        }
    }

    #[test]
    fn bars_stand_under_their_quarters_and_fit() {
        let text = bars(&report(), &[0, 1], 60);
        let expected = "                      2026-Q2   2026-Q3   2026-Q4
Sure                  ██████████░░░░░     │            93%
Perhaps, and long i…  │         │   ▒▒▒▒▒▒▒▒▒▒▒░░░░░▶  40%
█ committed  ▒ planned  ░ if it runs late (80%)  % done by the end
";
        assert_eq!(text, expected, "{text}");
        assert!(bars(&report(), &[0, 1], 80).lines().all(|l| l.width() <= 80));
        assert!(bars(&report(), &[0, 1], 10).lines().all(|l| l.width() <= 70));
        let load = super::super::load::bars(&report(), 60);
        assert_eq!(
            load, "          2026-Q2       2026-Q3       2026-Q4\nWeb       ███▌··· 50%   ███████ 110%! no one\n",
            "{load}"
        );
    }
}
