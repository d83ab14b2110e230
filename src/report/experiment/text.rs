//! Experiments for people.

use crate::evaluate::experiment::{Experiment, ExperimentVerdict, GuardrailState, POWER, VariantComparison};
use crate::quantity::{Unit, print};
use crate::report::Layout;
use crate::report::experiment::ExperimentReport;
use crate::report::output::phrasing::group_thousands;
use crate::report::output::render;
use crate::report::output::table::{Align, Cell, Table};

/// The widest that lines for people get, also where nothing says how wide the place is.
const WIDTH: usize = 80;

impl ExperimentReport {
    /// The report for people.
    pub fn text(&self, layout: Layout) -> String {
        let layout = Layout { width: Some(layout.width.unwrap_or(WIDTH)) };
        self.shown.iter().map(|e| experiment(e, layout)).collect::<Vec<_>>().join("\n")
    }
}

fn experiment(e: &Experiment, layout: Layout) -> String {
    let ran = e
        .ran
        .map_or(String::new(), |(from, to)| if from == to { format!(", {from}") } else { format!(", {from} to {to}") });
    let title = if e.title == e.id { String::new() } else { format!("  {}", e.title) };
    let mut out = format!("{}{title}\n", e.name());
    let lower = if e.lower { " (lower is better)" } else { "" };
    let line = |text: &str| render::wrap_line(text, layout);
    let unit = e.unit.as_ref().filter(|u| !e.shares && !u.is_number() && !u.is_percent());
    let unit = unit.map_or(String::new(), |u| format!(" in {u}"));
    out += &line(&format!("{}{unit}{lower}{ran}", e.metric));
    if e.comparisons.is_empty() {
        if e.findings.iter().any(crate::diagnostic::Diagnostic::is_error) {
            return out + &*line("its figures can't be right: nothing is computed from them");
        }
        out += &match e.ends.filter(|_| e.running) {
            Some(end) => line(&format!("not over until {end}: no groups yet")),
            None => line("no groups yet: give `control` and `variant` their figures"),
        };
        out += &sample_size_text(e, layout);
        return out + &*guardrails_text(e, layout);
    }
    if e.has_sample_ratio_mismatch() {
        out += &line("do not trust what follows: the groups do not have the shares they should have");
    }
    out.push('\n');
    for comparison in &e.comparisons {
        out += &line(&verdict_text(e, comparison));
    }
    if e.running {
        out += &sample_size_text(e, layout);
    }
    out += &guardrails_text(e, layout);
    out.push('\n');
    out += &render::text(&table(e), layout)
        .lines()
        .map(|l| format!("  {l}").trim_end().to_string() + "\n")
        .collect::<String>();
    out.push('\n');
    out += &notes(e, layout);
    out
}

/// What it takes to see the least effect worth having, and how long; else what is missing to tell.
fn sample_size_text(e: &Experiment, layout: Layout) -> String {
    let line = |text: &str| render::wrap_line(text, layout);
    let Some(least) = e.least_effect else {
        let example = if e.in_points() { "2 pp" } else { "5%" };
        return line(&format!(
            "how many members it takes depends on the least effect worth having: add `least_effect: {example}`"
        ));
    };
    let shown = e.shown(least).trim_start_matches('+').to_string();
    let Some(size) = e.size else {
        return line(&match e.in_points() {
            true => format!(
                "how many members it takes to see {shown} depends on where `{}` is now: give it an `actual` or a `baseline`",
                e.metric
            ),
            false => format!(
                "how many members it takes to see {shown} depends on the spread: give `control` its `n`, `mean` and `sd` once there are some"
            ),
        });
    };
    let count = |n: f64| group_thousands(three_digits(n) as u64);
    let before = if e.in_points() { percentage(size.before) } else { e.bare(size.before) };
    let groups = match size.control == size.variant {
        true => format!("{} in each group", count(size.control)),
        false => format!("{} without the change, {} with it", count(size.control), count(size.variant)),
    };
    let mut said = format!(
        "takes {} members, {groups}, to see {shown} from {before} with {}% power",
        count(size.total),
        POWER * 100.0
    );
    match (size.weeks, size.more_weeks) {
        (Some(weeks), Some(more)) if size.so_far > 0.0 && more > 0.0 => {
            said += &format!(
                ": {} of them so far, {} more, {} in all",
                group_thousands(size.so_far as u64),
                weeks_rounded_up(more),
                weeks_rounded_up(weeks)
            );
        }
        (Some(_), Some(_)) if size.so_far > 0.0 => said += ": there are as many by now",
        (Some(weeks), _) => {
            said += &format!(
                ": {} at {} a week",
                weeks_rounded_up(weeks),
                group_thousands(e.traffic.unwrap_or_default() as u64)
            )
        }
        _ => said += "; `traffic: 4_000 users/week` would show how long that takes",
    }
    let mut out = line(&said);
    let length = e.ran.zip(e.ends).map(|((from, _), end)| (end.days_since(from.first()) + 1) as f64 / 7.0);
    if let (Some(length), Some(weeks)) = (length, size.weeks)
        && weeks > length + 1e-9
    {
        let ran = if e.running { "runs" } else { "ran" };
        out += &line(&format!(
            "too short: it {ran} for {}, and {} are needed",
            weeks_rounded_down(length),
            weeks_rounded_up(weeks)
        ));
    }
    out
}

/// Weeks that are needed, to a tenth rounded up: with fewer it would be too short.
fn weeks_rounded_up(weeks: f64) -> String {
    in_weeks((weeks * 10.0 - 1e-9).ceil().max(0.0) / 10.0)
}

/// Weeks that there are, to a tenth rounded down: there are no more.
fn weeks_rounded_down(weeks: f64) -> String {
    in_weeks((weeks * 10.0 + 1e-9).floor() / 10.0)
}

fn in_weeks(tenths: f64) -> String {
    format!("{} {}", print::number(tenths), if tenths == 1.0 { "week" } else { "weeks" })
}

/// The metrics that it must not hurt, a line each.
fn guardrails_text(e: &Experiment, layout: Layout) -> String {
    let said = |g: &crate::evaluate::experiment::GuardrailResult| match g.state {
        GuardrailState::Broken => format!("guardrail broken: {}, {}", g.metric, g.says),
        _ => format!("guardrail {}: {}", g.metric, g.says),
    };
    e.guardrails.iter().map(|g| render::wrap_line(&said(g), layout)).collect()
}

/// The verdict in a line.
pub(super) fn verdict_text(e: &Experiment, c: &VariantComparison) -> String {
    let effect = format!("{} (95%: {})", e.shown(c.effect), e.span(c.interval.low, c.interval.high));
    let p = format!("p {}", if c.p_holm < 0.001 { "< 0.001".into() } else { format!("= {}", p_value(c.p_holm)) });
    let name = &c.variant;
    let least = || e.least_effect.map_or(String::new(), |l| e.shown(l).trim_start_matches('+').to_string());
    let worth = match (e.least_effect, c.worth) {
        (Some(_), Some(worth)) => format!("; {} or more: {} likely", least(), probability(worth)),
        _ => String::new(),
    };
    match c.verdict {
        ExperimentVerdict::Better => format!("{name} is better: {effect}, {p}{worth}"),
        ExperimentVerdict::TooSmall => {
            format!("{name} is better, but by less than the {} worth having: {effect}, {p}{worth}", least())
        }
        ExperimentVerdict::NotOver => {
            let end = e.ends.map_or(String::new(), |end| format!(" until {end}"));
            format!("not over{end}: nothing is decided; {name} so far: {effect}")
        }
        ExperimentVerdict::Worse => format!("{name} is worse: {effect}, {p}"),
        ExperimentVerdict::NoEffect => format!("{name} makes no difference worth having: {effect}"),
        ExperimentVerdict::Untrusted => format!("{name} is not to be trusted: {effect}, {p}"),
        ExperimentVerdict::Unclear => {
            let more = match c.additional_members {
                Some(0.0) => "there are enough members, so the effect may be none".to_string(),
                Some(needed) => format!("{} more per group", group_thousands(three_digits(needed) as u64)),
                None => "no number of members would do".to_string(),
            };
            format!("it is not clear yet whether {name} is better: {more}; {effect}, {p}")
        }
    }
}

fn table(e: &Experiment) -> Table {
    let several = e.comparisons.len() > 1;
    let right = Align::Right;
    let value = if e.shares { "rate" } else { "mean" };
    let p = if several { "p (Holm)" } else { "p" };
    let columns = [
        ("group", Align::Left),
        ("n", right),
        (value, right),
        ("effect", right),
        ("relative, 95%", right),
        (p, right),
        ("P(better)", right),
    ];
    let mut table = Table::new(&columns);
    table.flexible = Some(0);
    for (index, group) in e.groups.iter().enumerate() {
        let shown = if e.shares { format!("{:.2}%", group.value() * 100.0) } else { e.bare(group.value()) };
        let own = [
            ("group", Cell::new(&*group.name)),
            ("n", Cell::new(group_thousands(group.n as u64))),
            (value, Cell::new(shown)),
        ];
        // The first group is the one that the others are set against.
        let comparison = index.checked_sub(1).and_then(|i| e.comparisons.get(i));
        let against = comparison.map(|c| {
            let relative = c.relative.map_or("-".into(), |(_, i)| format!("{} to {}", percent(i.low), percent(i.high)));
            let points = if e.in_points() { " pp" } else { "" };
            [
                ("effect", Cell::new(format!("{}{points}", e.signed(c.effect)))),
                ("relative, 95%", Cell::new(relative)),
                (p, Cell::new(p_value(c.p_holm))),
                ("P(better)", Cell::new(probability(c.better))),
            ]
        });
        table.push(own.into_iter().chain(against.into_iter().flatten()));
    }
    table
}

fn notes(e: &Experiment, layout: Layout) -> String {
    let line = |text: &str| render::wrap_line(text, layout);
    let exact = e.comparisons.iter().any(|c| c.exact);
    let mut out = line(match (e.shares, exact) {
        (true, true) => "few successes: p by Fisher, interval by Newcombe; P(better): Beta(1, 1) priors",
        (true, false) => "p: pooled z test; interval: Wald; P(better): uniform priors, Beta(1, 1)",
        (false, _) => "p and interval: Welch's t test; P(better): normal approximation, flat prior",
    });
    out += &match e.srm_p {
        Some(_) if e.has_sample_ratio_mismatch() => line("the groups do not fit their split (p < 0.001)"),
        Some(p) => line(&format!("the groups fit their split (p = {})", p_value(p))),
        None => line("no `split` is given: the shares of the groups are not checked"),
    };
    if e.comparisons
        .iter()
        .any(|c| c.verdict == ExperimentVerdict::Unclear && c.additional_members.is_some_and(|n| n > 0.0))
    {
        let at = match e.least_effect {
            Some(least) => format!("the least effect of {}", e.shown(least).trim_start_matches('+')),
            None => "an effect as large as the one seen".to_string(),
        };
        out += &line(&format!("more per group: what {}% power takes at {at}", POWER * 100.0));
    }
    out
}

impl Experiment {
    /// A difference with its sign and unit.
    fn shown(&self, difference: f64) -> String {
        if self.in_points() {
            return format!("{} points", self.signed(difference));
        }
        match self.unit.as_ref().filter(|u| u.currency().is_none()) {
            Some(unit) => format!("{} {}", self.signed(difference), unit.display(2.0)).trim_end().to_string(),
            None => self.signed(difference),
        }
    }

    fn span(&self, low: f64, high: f64) -> String {
        format!("{} to {}", self.signed(low), self.signed(high))
    }

    /// A difference with its sign; money with its symbol.
    fn signed(&self, difference: f64) -> String {
        if self.in_points() {
            // Two decimals tell +0.01 from nothing.
            return format!("{:+.2}", difference * 100.0).replace("-0.00", "+0.00");
        }
        let sign = if difference >= 0.0 { "+" } else { "" };
        format!("{sign}{}", self.bare(difference))
    }

    /// A value, its unit left out unless it is money or a percentage.
    fn bare(&self, value: f64) -> String {
        match self.unit.as_ref().filter(|u| u.currency().is_some() || u.is_percent()) {
            Some(unit) => print::quantity(value, unit),
            None => print::number(value),
        }
    }

    fn in_points(&self) -> bool {
        self.shares || self.unit.as_ref().is_some_and(Unit::is_percent)
    }
}

/// A count rounded up to three significant digits: no estimate of it is better than that.
fn three_digits(count: f64) -> f64 {
    let mut scale = 1.0;
    while count / scale >= 1000.0 {
        scale *= 10.0;
    }
    (count / scale).ceil() * scale
}

/// A share as a percentage.
fn percentage(share: f64) -> String {
    format!("{}%", print::number((share * 1e4).round() / 100.0))
}

fn percent(fraction: f64) -> String {
    format!("{:+.1}%", fraction * 100.0)
}

fn probability(p: f64) -> String {
    match p {
        p if p > 0.9995 => "> 99.9%".into(),
        p if p < 0.0005 => "< 0.1%".into(),
        p => format!("{:.1}%", p * 100.0),
    }
}

fn p_value(p: f64) -> String {
    if p < 0.0001 { "< 0.0001".into() } else { format!("{p:.4}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_rounded_up() {
        assert_eq!([999.0, 11500.0, 1000.0, 0.0], [999.0, 11450.0, 1000.0, 0.0].map(three_digits));
    }

    #[test]
    fn probabilities_are_never_said_to_be_certain() {
        assert_eq!([1.0, 0.0, 0.976].map(probability), ["> 99.9%", "< 0.1%", "97.6%"]);
        assert_eq!([0.0, 0.04741].map(p_value), ["< 0.0001", "0.0474"]);
    }
}
