//! How good the order of a roadmap is.

use super::result::Roadmap;

/// How good one part of an order is, what comes before it taken as it stands. In the unit of [`Task::worth`](planwright_solver::Task::worth).
#[derive(Debug, Clone, PartialEq)]
pub struct OptimizedStage {
    /// Whether it is what comes first: committed, or needed by such.
    pub first: bool,
    /// How many initiatives it places.
    pub tasks: usize,
    /// What its schedule is worth.
    pub value: f64,
    /// What no schedule of it is worth more than; the same where it is proven to be the best.
    pub bound: f64,
    /// How that is known.
    pub by: OptimalityProof,
}

/// How it is known what no schedule exceeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OptimalityProof {
    /// Each initiative at its best without the others.
    Path,
    /// Prices of the teams' time, at which each initiative takes its best finish by itself.
    Prices,
    /// Every order was looked at.
    Orders,
}

impl OptimalityProof {
    /// Its word, as in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            OptimalityProof::Path => "path",
            OptimalityProof::Prices => "prices",
            OptimalityProof::Orders => "orders",
        }
    }
}

impl OptimizedStage {
    /// Whether no schedule of it is worth more.
    pub fn proven(&self) -> bool {
        self.bound - self.value <= 1e-6 * self.bound.abs().max(1e-6)
    }

    /// By which share its value may fall short of the best: of the bound, or of the value where that is further from 0.
    pub fn gap(&self) -> f64 {
        let whole = self.bound.abs().max(self.value.abs());
        if self.proven() || whole <= 0.0 { 0.0 } else { (self.bound - self.value) / whole }
    }
}

/// How good the order is, in a sentence.
pub(super) fn optimality_text(roadmap: &Roadmap) -> String {
    let both = roadmap.stages.len() > 1;
    if both && roadmap.stages.iter().all(OptimizedStage::proven) {
        return "Both the committed work and the rest are scheduled optimally.".into();
    }
    let part = |stage: &OptimizedStage| {
        let what = match (stage.first, both) {
            (true, _) => "committed work",
            (false, true) => "the rest",
            (false, false) => "all work",
        };
        match stage.proven() {
            true => format!("{what} is scheduled optimally"),
            false => format!("{what} is within {} of the best possible", format_share(stage.gap())),
        }
    };
    let text = roadmap.stages.iter().map(part).collect::<Vec<_>>().join("; ");
    let first = text.chars().next().map(|c| c.to_uppercase().to_string());
    first.map_or("Nothing is placed.".to_string(), |first| format!("{first}{}.", &text[1..]))
}

/// A share that is no less than it is: rounded up, `0.3%`, `12%`.
fn format_share(share: f64) -> String {
    let percent = share * 100.0;
    if percent < 10.0 { format!("{}%", (percent * 10.0).ceil() / 10.0) } else { format!("{}%", percent.ceil()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_is_never_told_smaller_than_it_is() {
        assert_eq!([0.0031, 0.0994, 0.0995, 0.123].map(format_share), ["0.4%", "10%", "10%", "13%"]);
        let stage = |value, bound| OptimizedStage { first: true, tasks: 2, value, bound, by: OptimalityProof::Prices };
        assert!(stage(2.0, 2.0).proven() && !stage(1.99, 2.0).proven());
        assert_eq!((stage(2.0, 2.0).gap(), stage(3.0, 4.0).gap(), stage(-5.0, -4.0).gap()), (0.0, 0.25, 0.2));
    }
}
