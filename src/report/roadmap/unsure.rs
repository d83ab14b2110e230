//! What makes a roadmap unsure: the risks and estimates that cost the most confidence.

use super::{Grid, GridCell};
use crate::evaluate::{Confidence, Uncertainty};
use crate::model::Plan;
use crate::report::document::say::plain;
use crate::report::words::{percent, rough};

/// The headings of a section that tells it.
pub(super) const COLUMNS: [&str; 4] = ["What", "Initiative", "More in time", "All by the end"];

/// How many are told where nobody says.
pub(super) const USUAL: usize = 5;

/// A row for each of the costliest that is a cause of one of these initiatives.
pub(super) fn rows<'c>(
    confidence: Option<&'c Confidence>,
    initiatives: &[usize],
    limit: usize,
) -> impl Iterator<Item = &'c Uncertainty> {
    let costs = confidence.map_or(&[][..], |c| &c.costs).iter();
    costs.filter(|c| initiatives.contains(&c.initiative)).take(limit)
}

/// A risk by its title, or the effort.
pub(super) fn what(plan: &Plan, cost: &Uncertainty) -> String {
    plain(cost.words(plan))
}

/// What would be gained: `+0.42`, `+3%`.
pub(super) fn gains(cost: &Uncertainty) -> [GridCell; 2] {
    let more = GridCell { text: Some(format!("+{}", rough2(cost.gain))), number: Some(cost.gain) };
    let whole = (cost.whole >= 0.005).then(|| format!("+{}", percent(cost.whole)));
    [more, GridCell { number: whole.as_ref().map(|_| cost.whole), text: whole }]
}

/// To two digits behind the point.
fn rough2(number: f64) -> String {
    rough((number * 100.0).round() / 100.0)
}

/// The rows as they are told.
pub(super) fn grid(rows: Vec<Vec<GridCell>>) -> Grid {
    Grid { columns: COLUMNS.map(str::to_string).to_vec(), rows }
}
