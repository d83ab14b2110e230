//! The comparison for people.

use crate::evaluate::{AttributionMethod, InputValue, MAX_EXACT_INPUTS};
use crate::model::{Framework, Scoring};
use crate::quantity::{Unit, print};
use crate::report::compare::{ComparedInitiative, Comparison, PairOdds};
use crate::report::explain::order_text;
use crate::report::output::layout::Layout;
use crate::report::output::phrasing::{approximate, group_thousands, percent};
use crate::report::output::render::{text, wrap_line};
use crate::report::output::table::{Align, Cell, Table};
use crate::report::rank::IntervalReport;
use crate::report::rank::uncertainty::range_text;
use std::fmt::Write;
use unicode_width::UnicodeWidthStr;

/// The width that a comparison keeps to where nothing says how wide the place is.
const WIDTH: usize = 80;

/// A unit that comes after its number, in the plural; none for a plain number, money and percents.
fn unit_behind(unit: &Unit) -> Option<String> {
    print::quantity(2.0, unit).strip_prefix("2 ").map(str::to_string)
}

/// An input's point value: the word that was written and its number, or the value with its unit.
pub(super) fn value(input: &InputValue) -> String {
    match (&input.level, input.value) {
        (_, None) => "?".to_string(),
        (Some(level), Some(value)) => format!("{level} = {}", print::quantity(value, &input.unit)),
        (None, Some(value)) => print::quantity(value, &input.unit),
    }
}

/// Two values, and the unit of both where it can stand apart.
pub(super) fn pair(a: &InputValue, b: &InputValue) -> (String, String, String) {
    let unit = unit_behind(&a.unit).filter(|_| a.unit == b.unit && a.level.is_none() && b.level.is_none());
    let Some(unit) = unit else { return (value(a), value(b), String::new()) };
    let plain = |input: &InputValue| input.value.map_or("?".to_string(), print::number);
    (plain(a), plain(b), unit)
}

/// A number with its sign, none for what rounds to zero.
fn signed(value: f64) -> String {
    let shown = print::number(value);
    if value > 0.0 && shown != "0" { format!("+{shown}") } else { shown }
}

/// Shares as whole percents that add up to what they add up to in truth: the largest remainders are rounded up.
fn percents(shares: &[f64]) -> Vec<i64> {
    let whole: i64 = (shares.iter().sum::<f64>() * 100.0).round() as i64;
    let mut percents: Vec<i64> = shares.iter().map(|s| (s * 100.0).floor() as i64).collect();
    let mut by_remainder: Vec<usize> = (0..shares.len()).collect();
    let remainder = |i: &usize| shares[*i] * 100.0 - (shares[*i] * 100.0).floor();
    by_remainder.sort_by(|a, b| remainder(b).total_cmp(&remainder(a)));
    let left = whole.saturating_sub(percents.iter().fold(0, |sum: i64, p| sum.saturating_add(*p)));
    for index in by_remainder.into_iter().take(usize::try_from(left).unwrap_or_default()) {
        percents[index] += 1;
    }
    percents
}

impl Comparison {
    /// The comparison for people.
    pub fn text(&self, framework: &Framework, layout: Layout) -> String {
        let report = &self.report;
        let layout = Layout { width: Some(layout.width.unwrap_or(WIDTH)) };
        let named = |side: &ComparedInitiative| format!("{} ({})", side.title, side.id);
        let (above, below) = (named(&report.above), named(&report.below));
        let less = if framework.lower_is_better { ", less is better" } else { "" };
        let verb = if self.tied { ("and", " draw level") } else { ("is above", "") };
        let said = format!("{above} {} {below}{} by {}{less}", verb.0, verb.1, framework.title());
        let mut out = wrap_paragraph(&said, layout);
        let range = |of: fn(&PairOdds) -> IntervalReport| report.odds.as_ref().map(of);
        for (side, range) in [(&report.above, range(|o| o.above)), (&report.below, range(|o| o.below))] {
            out += &wrap_line(&side_text(side, range), layout);
        }
        if let (Some(a), Some(b)) = (report.above.order, report.below.order)
            && a > b
            && !self.tied
        {
            out += &wrap_line(&format!("decisions put {} above {}", report.below.id, report.above.id), layout);
        }
        if let Some(odds) = &report.odds {
            out += &wrap_paragraph(&format!("\n{}", self.odds(odds)), layout);
        }
        let _ = write!(out, "\n{}\n", self.table(layout));
        out += &wrap_paragraph(self.method(&framework.scoring), layout);
        if !self.tied {
            out += &self.equalizing_changes_text(layout);
        }
        crate::diagnostic::sanitize(&out).into_owned()
    }

    /// What the ranges make of the order, in a sentence.
    fn odds(&self, odds: &PairOdds) -> String {
        let (above, below) = (&self.report.above.id, &self.report.below.id);
        let chance = percent(odds.probability);
        let said = certainty_text(odds, below);
        let draws = group_thousands(odds.samples.into());
        format!("In {chance} of {draws} draws from the ranges {above} is above {below}: {said}.")
    }

    fn table(&self, layout: Layout) -> String {
        let report = &self.report;
        let other = report.other.map(|o| ("everything else it reads", o));
        let mut all: Vec<f64> = report.shares.iter().map(|s| s.contribution).collect();
        all.extend(other.map(|o| o.1));
        let relative: Vec<f64> = all.iter().map(|c| c / report.difference).collect();
        let percents = if self.tied { Vec::new() } else { percents(&relative) };
        let percent = |i: usize| percents.get(i).map_or(String::new(), |p| format!("{p}%"));
        let mut rows: Vec<(f64, Vec<Cell>)> = Vec::with_capacity(all.len());
        for (index, share) in report.shares.iter().enumerate() {
            let (a, b, unit) = &share.shown;
            let adds = signed(share.contribution);
            let cells = [share.input.as_str(), a, b, unit, &adds, &percent(index)];
            rows.push((share.contribution, cells.into_iter().map(Cell::new).collect()));
        }
        // What tells most stands first; of equal parts the framework's order holds.
        rows.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()));
        if let Some((name, value)) = other {
            let cells = [name, "", "", "", &signed(value), &percent(all.len() - 1)];
            rows.push((value, cells.into_iter().map(Cell::new).collect()));
        }
        let total = if self.tied { String::new() } else { "100%".into() };
        let cells = ["difference", "", "", "", &signed(report.difference), &total];
        rows.push((0.0, cells.into_iter().map(Cell::new).collect()));
        let table = |a: &str, b: &str| {
            let columns = [
                ("input", Align::Left),
                (a, Align::Right),
                (b, Align::Right),
                ("unit", Align::Left),
                ("adds", Align::Right),
                ("share", Align::Right),
            ];
            let mut table = Table::new(&columns);
            table.rows = rows.iter().map(|(_, cells)| cells.clone()).collect();
            for (name, column) in [("unit", 3), ("share", 5)] {
                let at = table.columns.iter().position(|(n, _)| n == name);
                if let Some(at) = at.filter(|_| rows.iter().all(|(_, cells)| cells[column].shown.is_empty())) {
                    table.columns.remove(at);
                    table.rows.iter_mut().for_each(|r| drop(r.remove(at)));
                }
            }
            table
        };
        let fits = |shown: &str| shown.lines().all(|l| Some(l.width()) <= layout.width);
        let by_name = text(&table(&report.above.id, &report.below.id), Layout::default());
        if fits(&by_name) {
            return by_name;
        }
        text(&Table { flexible: Some(0), ..table("above", "below") }, layout)
    }

    fn method(&self, scoring: &Scoring) -> &'static str {
        const { assert!(MAX_EXACT_INPUTS == 8) };
        match self.method {
            AttributionMethod::Additive if matches!(scoring, Scoring::Classes(_)) => "The class decides alone.",
            AttributionMethod::Logarithmic => {
                "Shared out by logarithms, since the score is a product: ln of an input's ratio in ln of the \
                 scores' ratio (LMDI; Ang, 2004)."
            }
            AttributionMethod::Additive => {
                "Shared out by terms, since the score is a sum: each adds its own difference."
            }
            AttributionMethod::Stepwise => {
                "Shared out stepwise: what the score gains with each input, the mean over all orders of \
                 replacing them (Shapley, 1953)."
            }
            AttributionMethod::StepwiseInOrder => {
                "Shared out stepwise in the framework's order, since more than 8 inputs differ: another order \
                 would give other shares."
            }
        }
    }

    fn equalizing_changes_text(&self, layout: Layout) -> String {
        let mut out = wrap_paragraph("\nTo draw them level, and beyond it to swap them, one of:", layout);
        if self.report.swap.is_empty() {
            out += &wrap_line("no single input can do it within its bounds", layout);
            return out;
        }
        let columns = [("", Align::Left), ("", Align::Left), ("", Align::Left), ("", Align::Right)];
        let mut table = Table::new(&columns);
        table.flexible = Some(0);
        for swap in &self.report.swap {
            let relative = swap.relative_change();
            let change = if relative.is_finite() {
                let places = if relative.abs() < 0.01 { relative } else { (relative * 100.0).round() / 100.0 };
                let sign = if relative > 0.0 { "+" } else { "" };
                format!("({sign}{})", print::quantity(places, &Unit::percent()))
            } else {
                String::new()
            };
            let becomes = format!("{} → {}", swap.shown, swap.text);
            table.rows.push([swap.id.as_str(), &swap.input, &becomes, &change].map(Cell::new).to_vec());
        }
        let inner = Layout { width: layout.width.map(|w| w.saturating_sub(2)) };
        // The first line would name the columns, which say what they are.
        out.extend(text(&table, inner).lines().skip(1).map(|l| format!("  {l}\n")));
        out
    }
}

/// How sure it is that the one above is, in words.
fn certainty_text(odds: &PairOdds, below: &str) -> String {
    match odds.probability {
        _ if odds.coin_toss => "a coin toss, the estimates can't tell which is above".to_string(),
        p if p < 0.5 => format!("the ranges favour {below}, though their middle values don't"),
        p if p < 0.8 => "likely, far from sure".to_string(),
        p if p < 0.99 => "very likely".to_string(),
        _ => "as good as certain".to_string(),
    }
}

/// A side's score and place.
fn side_text(side: &ComparedInitiative, range: Option<IntervalReport>) -> String {
    let range = range
        .filter(|r| r.low != r.high)
        .map_or(String::new(), |r| format!(" (90% range {})", range_text(approximate(r.low), approximate(r.high))));
    let place = match side.rank {
        Some(rank) => format!("rank {rank}{}", order_text(rank, side.place, side.order, side.decision.as_ref())),
        None => "not ranked: its phase is closed".to_string(),
    };
    format!("{}: score {}{range}, {place}", side.id, print::number(side.score))
}

/// A line that is not further in.
fn wrap_paragraph(text: &str, layout: Layout) -> String {
    let start = text.len() - text.trim_start_matches('\n').len();
    let (gap, text) = text.split_at(start);
    let wide = Layout { width: layout.width.map(|w| w + 2) };
    let lines = wrap_line(text, wide);
    let mut out = gap.to_string();
    for (at, l) in lines.lines().enumerate() {
        let _ = writeln!(out, "{}{}", if at == 0 { "" } else { "  " }, l.trim_start());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percents_add_up() {
        assert_eq!(percents(&[1.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0]), [34, 33, 33]);
        assert_eq!(percents(&[1.4747, -0.4747]), [147, -47]);
        assert_eq!(percents(&[0.995, 0.005, 0.0]), [100, 0, 0]);
        assert_eq!(percents(&[]), [] as [i64; 0]);
    }

    #[test]
    fn odds_have_words() {
        let interval = IntervalReport { low: 1.0, high: 2.0 };
        let odds = |probability: f64| PairOdds {
            probability,
            coin_toss: crate::report::rank::uncertainty::is_coin_toss(probability),
            above: interval,
            below: interval,
            samples: 100,
            seed: 1,
        };
        let words = [0.3, 0.4, 0.6, 0.7, 0.9, 0.995].map(|p| certainty_text(&odds(p), "b"));
        assert_eq!(words[0], "the ranges favour b, though their middle values don't");
        assert!(words[1].starts_with("a coin toss") && words[1] == words[2]);
        assert_eq!(words[3..], ["likely, far from sure", "very likely", "as good as certain"]);
    }

    #[test]
    fn signs_are_for_what_is_not_zero() {
        assert_eq!(signed(2.5), "+2.5");
        assert_eq!(signed(-2.5), "-2.5");
        assert_eq!(signed(0.0), "0");
    }
}
