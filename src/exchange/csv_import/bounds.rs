//! Values that an input must not have.

use crate::exchange::table::Number;
use crate::model::Input;

/// Refuses what a check of the plan would: a value that the input's bounds exclude, both ends of a range.
///
/// # Errors
/// Which bound it passes, as it goes on after the cell.
pub(super) fn check(number: &Number, input: &Input) -> Result<(), String> {
    // Bounds other than 0 depend on the unit; only plain numbers and ratios are held against them here.
    let plain = input.unit.is_ratio();
    let (low, top, excluded) = input.bounds();
    let scale = if input.strict { input.range } else { None };
    let low = input.above.or(input.at_least).or(scale.and(low));
    let top = input.at_most.or(scale.and(top));
    for value in number.ends() {
        if let Some(low) = low.filter(|low| plain || *low == 0.0)
            && (value < low || (excluded && value <= low))
        {
            let word = if excluded { "above" } else { "at least" };
            return Err(format!("is not {word} {}, as `{}` must be", shown(low, number), input.id));
        }
        if let Some(top) = top.filter(|_| plain)
            && value > top
        {
            return Err(format!("is more than {}, the most that `{}` takes", shown(top, number), input.id));
        }
    }
    Ok(())
}

fn shown(bound: f64, number: &Number) -> String {
    if number.percent { format!("{}%", bound * 100.0) } else { bound.to_string() }
}
