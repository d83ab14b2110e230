//! Whether the work that moves a metric would do: what is done by the target's date counts, by its odds.

use super::movers::MetricMover;
use crate::evaluate::roadmap::{CommitmentState, Roadmap, ScheduledItem};
use crate::evaluate::scores::Evaluated;
use crate::model::{DecisionVerdict, Metric};
use crate::quantity::Date;

/// An initiative that moves a metric, with how far it counts.
#[derive(Debug, Clone, PartialEq)]
pub struct MoverContribution {
    /// What it moves.
    pub mover: MetricMover,
    /// The probability that it is done by the target's date; 0 where it does not count.
    pub in_time: f64,
    /// Why it does not count, in words; none where it does.
    pub why: Option<String>,
}

/// What is to be expected of the work that moves a metric.
#[derive(Debug, Clone, PartialEq)]
pub struct ExpectedEffect {
    /// The initiatives, by name.
    pub contributions: Vec<MoverContribution>,
    /// The changes of those that count, each times its probability, together. None where none of them says by how much.
    pub expected_change: Option<f64>,
}

impl Evaluated {
    /// Who moves a metric, and what of it counts by a day: work of a roadmap that is committed or planned, by the
    /// probability that it is done by then. Without a day every piece of such work counts by the odds of the roadmap.
    pub fn expected_effect(&self, metric: &Metric, roadmap: &Roadmap, due: Option<Date>) -> ExpectedEffect {
        let due = due.unwrap_or(roadmap.to);
        let of: Vec<MoverContribution> = self
            .movers(metric)
            .into_iter()
            .map(|mover| {
                match self
                    .check_not_in_parts(mover.initiative, metric)
                    .and_then(|()| self.probability_in_time(mover.initiative, roadmap, due))
                {
                    Ok(in_time) => MoverContribution { mover, in_time, why: None },
                    Err(why) => MoverContribution { mover, in_time: 0.0, why: Some(why) },
                }
            })
            .collect();
        let known: Vec<f64> = of
            .iter()
            .filter(|c| c.why.is_none())
            .filter_map(|c| Some(c.mover.effective_change()?.0 * c.in_time))
            .collect();
        let says = of.iter().any(|c| c.mover.effective_change().is_some());
        ExpectedEffect { expected_change: says.then(|| known.iter().sum()), contributions: of }
    }

    /// Whether the change of an initiative counts beside those of its parts. Where any part that is not declined says what
    /// it moves, the parts are the work, and the whole says the same once more.
    fn check_not_in_parts(&self, whole: usize, metric: &Metric) -> Result<(), String> {
        let parts = &self.scored_plan.hierarchy;
        let is_part = |i: usize| i != whole && parts.self_and_ancestors(i).any(|above| above == whole);
        let holds = |i: usize| {
            parts.self_and_ancestors(i).take_while(|above| *above != whole).all(|i| !self.scored_plan.declined(i))
        };
        let saying =
            self.all_movers(metric).into_iter().filter(|m| m.effective_change().is_some()).map(|m| m.initiative);
        let saying = saying.filter(|i| is_part(*i) && holds(*i));
        match saying.map(|i| self.plan().initiatives[i].id()).min() {
            Some(part) => Err(format!("its parts say what they move, as `{part}`")),
            None => Ok(()),
        }
    }

    /// The probability that an initiative is done by a day; else why it can't be counted on.
    fn probability_in_time(&self, initiative: usize, roadmap: &Roadmap, due: Date) -> Result<f64, String> {
        let record = &self.plan().initiatives[initiative].record;
        match self.decision(&record.id).map(|d| d.verdict) {
            Some(DecisionVerdict::Decline) => return Err("declined".into()),
            Some(DecisionVerdict::Sunset) => return Err("a sunset".into()),
            Some(DecisionVerdict::Defer) => return Err("deferred".into()),
            Some(DecisionVerdict::Commit) | None => {}
        }
        let Some(planned) = roadmap.items.iter().find(|i| i.initiative == initiative) else {
            return Err(match &self.plan().initiatives[initiative].phase {
                Some(phase) => format!("its phase is {phase}"),
                None => "it is not on the roadmap".into(),
            });
        };
        if let Some(why) = exclusion_reason(planned) {
            return Err(why);
        }
        let odds = planned.finish_odds.as_ref().map_or(0.0, |chances| chances.probability_by(due));
        match planned.finish {
            Some(finish) if odds <= 0.0 && finish > due => Err(format!("done about {finish}, after {due}")),
            _ => Ok(odds),
        }
    }
}

/// Why work is nobody's promise: what is declined, later, of unknown size or without people.
fn exclusion_reason(planned: &ScheduledItem) -> Option<String> {
    match planned.state {
        CommitmentState::Committed | CommitmentState::Planned if planned.finish.is_some() => None,
        CommitmentState::Declined => Some("declined".into()),
        CommitmentState::Sunset => Some("to be taken away".into()),
        _ => Some(planned.state_reason.clone()),
    }
}
