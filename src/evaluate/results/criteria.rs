//! The success criteria of one initiative as formulas see them.

use super::calibration::Calibration;
use super::criterion::{Criterion, CriterionState};
use crate::evaluate::scores::{Evaluated, ScoredPlan};
use crate::formula::{Lookup, RecordValue as Facts, Value};
use crate::model::Record;

impl Evaluated {
    /// The success criteria of an initiative, by its index, with what came of them.
    pub fn criteria(&self, initiative: usize) -> Vec<Criterion> {
        self.plan()
            .initiatives
            .get(initiative)
            .map_or(Vec::new(), |i| super::criterion::criteria_of(&self.scored_plan, &i.record))
    }

    /// How the estimates of initiatives with results compare with what they came to, an input at a time.
    pub(crate) fn calibration(&self) -> Vec<Calibration> {
        super::calibration::calibrations(&self.scored_plan)
    }
}

/// The success criteria of one initiative as formulas see them: `success_criteria.met`.
#[derive(Debug)]
pub(in crate::evaluate) struct CriteriaFacts {
    all: Vec<Criterion>,
    path: String,
}

impl CriteriaFacts {
    pub(in crate::evaluate) fn of(world: &ScoredPlan, initiative: &Record, path: String) -> CriteriaFacts {
        CriteriaFacts { all: super::criterion::criteria_of(world, initiative), path }
    }
}

/// What comes after `success_criteria.`.
pub const CRITERIA_FACTS: [&str; 9] =
    ["count", "early", "met", "met_late", "missed", "north_star", "share_met", "unclear", "vague"];

impl Facts for CriteriaFacts {
    fn get(&self, name: &str) -> Lookup {
        let count = |state: CriterionState| self.all.iter().filter(|c| c.state == state).count() as f64;
        let known = |value: Option<f64>| value.map_or(Lookup::Missing, |v| Lookup::Value(Value::Number(v)));
        let moved = || self.all.iter().filter(|c| c.north_star).filter_map(Criterion::improvement);
        match name {
            "count" => known(Some(self.all.len() as f64)),
            "met" => known(Some(count(CriterionState::Met))),
            "missed" => known(Some(count(CriterionState::Missed))),
            "early" => known(Some(count(CriterionState::Early))),
            "met_late" => known(Some(count(CriterionState::MetLate))),
            "unclear" => known(Some(count(CriterionState::Unclear))),
            "vague" => known(Some(count(CriterionState::Vague))),
            "share_met" => {
                let answered =
                    count(CriterionState::Met) + count(CriterionState::MetLate) + count(CriterionState::Missed);
                known((answered > 0.0).then(|| count(CriterionState::Met) / answered))
            }
            // The greatest relative change of a north star for the better.
            "north_star" => known(moved().max_by(f64::total_cmp)),
            _ => Lookup::NoSuchName {
                nearest: crate::diagnostic::closest_match(name, CRITERIA_FACTS).map(str::to_string),
            },
        }
    }

    fn path(&self) -> String {
        self.path.clone()
    }
}
