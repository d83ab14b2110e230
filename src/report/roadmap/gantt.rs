//! Bars of initiatives by quarter, for terminals and for text between fences.

use crate::quantity::{Date, Period};
use crate::report::escape_cell;
use crate::report::output::phrasing::percent;
use crate::report::roadmap::{BarChartContent, RoadmapItem, RoadmapReport, RoadmapState};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The least width that bars are drawn at.
const MIN_BAR_WIDTH: usize = 30;

/// Columns for the forecast after the bars.
const FORECAST_COLUMNS: usize = 6;

/// The least columns of a quarter that is named.
const MIN_NAMED_QUARTER_WIDTH: usize = 6;

/// The least columns of a quarter under the name of its year.
const MIN_QUARTER_WIDTH: usize = 2;

/// Where days stand in a line.
pub(super) struct GanttScale {
    periods: Vec<Period>,
    /// Columns of the names before the bars.
    pub names: usize,
    /// Columns of each quarter.
    pub each: usize,
    /// How many quarters at the end have no room.
    pub left: usize,
}

impl GanttScale {
    /// For a width, with names as wide as the widest of these and of all other bars of the report, so that quarters
    /// stand under one another, and no wider than a third.
    pub(super) fn new<'n>(
        report: &RoadmapReport,
        width: usize,
        names: impl Iterator<Item = &'n str>,
    ) -> Option<GanttScale> {
        let all: Vec<Period> = report.periods.clone();
        let width = width.max(MIN_BAR_WIDTH);
        let others = report.sections.iter().flat_map(|s| match &s.bars {
            Some(BarChartContent::Items(items)) => {
                items.iter().filter_map(|i| Some(report.items.get(*i)?.title.as_str())).collect::<Vec<_>>()
            }
            Some(BarChartContent::Teams) => report.capacity.iter().map(|t| t.title.as_str()).collect(),
            None => Vec::new(),
        });
        let own = names.map(UnicodeWidthStr::width).max()?;
        let names = others.map(UnicodeWidthStr::width).fold(own, usize::max).clamp(8, width / 3);
        let room = width - names - 2 - FORECAST_COLUMNS;
        let count = all.len().min(room / MIN_QUARTER_WIDTH).max(1);
        let left = all.len().saturating_sub(count);
        let periods: Vec<Period> = all.into_iter().take(count).collect();
        (!periods.is_empty()).then_some(GanttScale { periods, names, each: room / count, left })
    }

    /// How many columns the bars take.
    fn columns(&self) -> usize {
        self.each * self.periods.len()
    }

    /// Whether quarters are wide enough to be named.
    pub(super) fn named(&self) -> bool {
        self.each >= MIN_NAMED_QUARTER_WIDTH
    }

    /// Whether a line stands before the quarter that begins in a column: before each, or before each year's first.
    fn begins(&self, column: usize) -> bool {
        let (at, within) = (column / self.each, column % self.each);
        within == 0 && (self.named() || self.begins_year(at))
    }

    fn begins_year(&self, at: usize) -> bool {
        let year = |at: usize| self.periods.get(at).map(|p| p.first().year());
        at == 0 || year(at) != year(at - 1)
    }

    /// The column of a day; that before the first or after the last where it lies outside.
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

    /// The quarters above their bars, or the years where quarters have no room for their names.
    pub(super) fn head(&self) -> String {
        let mut out = " ".repeat(self.names + 2);
        if self.named() {
            for period in &self.periods {
                let text = period.to_string();
                // `26-Q3` where the year in full does not fit.
                let text = if text.len() < self.each { text } else { text.chars().skip(2).collect() };
                out += &format!("{text:<width$}", width = self.each);
            }
            return out.trim_end().to_string() + "\n";
        }
        let starts: Vec<usize> = (0..self.periods.len()).filter(|at| self.begins_year(*at)).collect();
        for (place, start) in starts.iter().enumerate() {
            let end = starts.get(place + 1).copied().unwrap_or(self.periods.len());
            let width = (end - start) * self.each;
            let text = self.periods[*start].first().year().to_string();
            let text = if text.len() < width { text } else { String::new() };
            out += &format!("{text:<width$}");
        }
        out.trim_end().to_string() + "\n"
    }

    /// A name, cut to its columns.
    pub(super) fn name(&self, text: &str) -> String {
        let text = escape_cell(text);
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

/// Initiatives by quarter: what is committed, what is planned, each with its forecast.
pub(super) fn bars(report: &RoadmapReport, items: &[usize], width: usize) -> String {
    let items: Vec<&RoadmapItem> = items.iter().filter_map(|i| report.items.get(*i)).collect();
    let Some(scale) = GanttScale::new(report, width, items.iter().map(|i| i.title.as_str())) else {
        return String::new();
    };
    let mut out = scale.head();
    for item in &items {
        let Some(bar) = bar(&scale, item) else { continue };
        let forecast = item.chance().map_or(String::new(), |f| format!("{:>5}", percent(f)));
        out += format!("{}{bar}{forecast}", scale.name(&item.title)).trim_end();
        out.push('\n');
    }
    let mut legend = vec!["█ committed".to_string(), "▒ planned".into(), "░ if it runs late (80%)".into()];
    if items.iter().any(|i| i.due.is_some()) {
        legend.push("◆ due".into());
    }
    if items.iter().any(|i| i.chance().is_some()) {
        legend.push(format!("% done by {}", report.horizon.map_or("the end".to_string(), |day| day.to_string())));
    }
    if scale.left > 0 {
        let more = if scale.left == 1 { "quarter" } else { "quarters" };
        legend.push(format!("▶ goes on: {} more {more}", scale.left));
    }
    out += &wrapped(&legend, width.max(MIN_BAR_WIDTH));
    out
}

/// Signs and what they mean, in lines that are no wider.
pub(super) fn wrapped(legend: &[String], width: usize) -> String {
    let mut out = String::new();
    let mut line = String::new();
    for sign in legend {
        if !line.is_empty() && line.width() + 2 + sign.width() > width {
            out += &format!("{line}\n");
            line.clear();
        }
        if !line.is_empty() {
            line += "  ";
        }
        line += sign;
    }
    format!("{out}{line}\n")
}

fn bar(scale: &GanttScale, item: &RoadmapItem) -> Option<String> {
    let (start, finish) = (item.start?, item.finish?);
    let fill = if item.state == RoadmapState::Committed { '█' } else { '▒' };
    let (first, last) = (scale.column(start), scale.column(finish));
    let late = item.p80.map_or(last, |d| scale.column(d));
    let due = item.due.map(|d| scale.column(d));
    let cell = |at: usize| {
        let here = at as isize;
        match here {
            _ if due == Some(here) => '◆',
            _ if (first..=last).contains(&here) => fill,
            _ if here > last && here <= late => '░',
            _ if scale.begins(at) => '│',
            _ => ' ',
        }
    };
    let mut bar: String = (0..scale.columns()).map(cell).collect();
    bar.push(if last.max(late) >= scale.columns() as isize { '▶' } else { ' ' });
    Some(bar)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::roadmap::{ProbabilityByDate, TeamCapacity};

    fn report() -> RoadmapReport {
        let day = |text: &str| Some(Period::parse(text).unwrap().first());
        let item = |title: &str, state, start: &str, finish: &str, safe: &str, forecast| RoadmapItem {
            id: None,
            title: title.into(),
            state,
            start: day(start),
            finish: day(finish),
            because: None,
            late: None,
            p50: day(finish),
            p80: day(safe),
            due: None,
            forecast: vec![ProbabilityByDate { by: Date::new(2027, 3, 31).unwrap(), probability: forecast }],
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
            schema: "".into(),
            plan: String::new(),
            audience: String::new(),
            title: String::new(),
            cadence: None,
            intro: None,
            today: Date::new(2026, 4, 1).unwrap(),
            until: None,
            horizon: None,
            left_out: Vec::new(),
            by: None,
            worth: None,
            scenario: None,
            periods: ["2026-Q2", "2026-Q3", "2026-Q4"].map(|p| Period::parse(p).unwrap()).to_vec(),
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
█ committed  ▒ planned  ░ if it runs late (80%)
% done by the end
";
        assert_eq!(text, expected, "{text}");
        for width in 0..250 {
            let most = width.max(MIN_BAR_WIDTH);
            let all =
                bars(&report(), &[0, 1], width) + crate::report::roadmap::team_load::bars(&report(), width).as_str();
            assert!(all.lines().all(|l| l.width() <= most), "{width}: {all}");
        }
        // A wide terminal is used.
        assert!(bars(&report(), &[0, 1], 200).lines().any(|l| l.width() > 190));
        let load = crate::report::roadmap::team_load::bars(&report(), 60);
        assert_eq!(
            load, "          2026-Q2       2026-Q3       2026-Q4\nWeb       ███▌··· 50%   ███████ 110%! no one\n",
            "{load}"
        );
    }

    #[test]
    fn a_long_roadmap_is_told_by_years() {
        let mut report = report();
        let year = |year: usize| (1..=4).map(move |q| Period::parse(&format!("{year}-Q{q}")).unwrap());
        report.periods = (2026..2029).flat_map(year).skip(1).collect();
        let text = bars(&report, &[0, 1], 60);
        let expected = "                      2026  2027    2028
Sure                  ██░   │       │          93%
Perhaps, and long i…  │ ▒▒▒░░░      │          40%
█ committed  ▒ planned  ░ if it runs late (80%)
% done by the end
";
        assert_eq!(text, expected, "{text}");
        report.capacity[0].capacity = vec![10.0; 11];
        report.capacity[0].load = vec![10.0, 12.0, 5.0, 0.0, 1.0, 10.0, 0.0, 0.0, 0.0, 0.0, 0.0];
        report.capacity[0].capacity[10] = 0.0;
        let load = crate::report::roadmap::team_load::bars(&report, 50);
        let expected = "          2026     2027        2028
Web       ██ █! ▄▄ ·  ▁▁ ██ ·  ·  ·  ·  –
█ taken  · free  ! more than there is  – no one
";
        assert_eq!(load, expected, "{load}");
        // What has no room at all is counted.
        report.periods = (2026..2046).flat_map(year).collect();
        let text = bars(&report, &[0, 1], 60);
        assert!(text.contains("▶ goes on: 64 more quarters"), "{text}");
    }

    /// Each bar covers the days that it stands for, and no column in which none of them lies.
    #[test]
    fn bars_keep_to_their_dates() {
        for width in [30, 40, 60, 80, 120, 200] {
            let report = report();
            let scale = GanttScale::new(&report, width, ["A name"].into_iter()).unwrap();
            for first in 0..260 {
                let start = Date::new(2026, 4, 1).unwrap().plus_days(first);
                let item = |days: i64, late: i64| RoadmapItem {
                    start: Some(start),
                    finish: Some(start.plus_days(days)),
                    p80: Some(start.plus_days(days + late)),
                    ..report.items[0].clone()
                };
                let drawn: Vec<char> = bar(&scale, &item(9, 14)).unwrap().chars().collect();
                for (at, sign) in drawn[..scale.columns()].iter().enumerate() {
                    let within =
                        |from: i64, to: i64| (from..=to).any(|day| scale.column(start.plus_days(day)) == at as isize);
                    match sign {
                        '█' => assert!(within(0, 9), "{start} at {width}: {drawn:?}"),
                        '░' => assert!(within(10, 23) && !within(0, 9), "{start} at {width}: {drawn:?}"),
                        _ => assert!(!within(0, 23), "{start} at {width}: {drawn:?}"),
                    }
                }
            }
        }
    }
}
