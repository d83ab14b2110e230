//! How the bare numbers of a column stand for percentages: `10.5` and `0.105` may both mean 10.5%.
//!
//! What is written decides: a `%` behind the number, `unit = percent` or `unit = fraction` in `actuals_columns`, or the
//! column's name (`rate_pct`, `Rate (%)`, `share_fraction`). Else the column as a whole: numbers up to 1 are fractions,
//! numbers above 1 percentages where one is above 2. A column in between, or one that disagrees with the values in the
//! plan, is refused: nobody should have to guess whether 0.8 is eight tenths or eight tenths of a percent.

use super::actuals_line::CsvLine;
use crate::quantity::parse_numeral;

/// What bare numbers of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PercentScale {
    /// In the metric's unit; of a percentage, fractions.
    AsWritten,
    /// Percentages without their sign.
    Percent,
}

impl PercentScale {
    pub(super) fn apply(self, value: f64) -> f64 {
        match self {
            PercentScale::AsWritten => value,
            PercentScale::Percent => value / 100.0,
        }
    }
}

/// The scale of a column of percentages; else what is unclear about it, and how to say it. `known` are the metric's
/// values in the plan, as fractions.
pub(super) fn of_column(
    rows: &[CsvLine],
    column: usize,
    name: &str,
    said: Option<String>,
    known: &[f64],
) -> Result<PercentScale, (String, String)> {
    match said.as_deref() {
        Some("percent") => return Ok(PercentScale::Percent),
        Some("fraction") => return Ok(PercentScale::AsWritten),
        Some(other) => {
            return Err((
                format!("`{other}` is no way to write percentages as numbers"),
                "write `unit = percent` or `unit = fraction`".into(),
            ));
        }
        None => {}
    }
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).collect();
    if name.contains('%') || words.iter().any(|w| matches!(*w, "pct" | "percent" | "percentage")) {
        return Ok(PercentScale::Percent);
    }
    if words.iter().any(|w| matches!(*w, "fraction" | "ratio")) {
        return Ok(PercentScale::AsWritten);
    }
    let bare = rows.iter().filter_map(|r| parse_numeral(r.cell(column)).ok()).filter(|n| !n.percent);
    let bare: Vec<f64> = bare.map(|n| n.value.abs()).filter(|v| *v > 0.0).collect();
    let (least, most) = bare.iter().fold((f64::INFINITY, 0.0f64), |(l, m), v| (l.min(*v), m.max(*v)));
    let help = || {
        "say it with `unit = percent` or `unit = fraction` in `actuals_columns`, or write `%` after the values"
            .to_string()
    };
    let unclear =
        |why: String| Err((format!("the numbers of `{name}` may be percentages or fractions: {why}"), help()));
    let scale = match bare.is_empty() {
        true => return Ok(PercentScale::AsWritten),
        false if most <= 1.0 => PercentScale::AsWritten,
        false if least > 1.0 && most > 2.0 => PercentScale::Percent,
        false => return unclear(format!("they run from {least} to {most}")),
    };
    let mean = |values: &mut dyn Iterator<Item = f64>| {
        let (count, sum) = values.fold((0u32, 0.0), |(n, s), v| (n + 1, s + v.ln()));
        (count > 0).then(|| sum / f64::from(count))
    };
    let own = mean(&mut known.iter().map(|v| v.abs()).filter(|v| *v > 0.0));
    // A hundred times too large or too small is seen beside what the plan says.
    if let (Some(own), Some(column)) = (own, mean(&mut bare.iter().map(|v| scale.apply(*v)))) {
        let other = if scale == PercentScale::Percent { column + 100f64.ln() } else { column - 100f64.ln() };
        if (own - other).abs() < (own - column).abs() {
            let shown = crate::quantity::print::number(own.exp() * 100.0);
            return unclear(format!("the plan's own values are near {shown}%"));
        }
    }
    Ok(scale)
}
