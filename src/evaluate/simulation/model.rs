//! One initiative under one framework, ready to be sampled.

use crate::evaluate::scores::{InputDistribution, InputValue};
use crate::evaluate::scoring::FrameworkScorer;
use crate::formula::{InputColumn, Scratch};
use crate::model::Record;
use planwright_stats::LatinHypercube;
use planwright_stats::distribution::Distribution;

/// Where an input's samples come from.
#[derive(Debug, Clone)]
pub(in crate::evaluate) enum SampledInput {
    /// The same in each.
    Number(f64),
    /// The sum of facts, each with its key.
    Facts(Vec<(u64, Distribution)>),
}

/// One initiative.
#[derive(Debug)]
pub(in crate::evaluate) struct ScoreModel {
    pub initiative: usize,
    pub inputs: Vec<SampledInput>,
    /// The score at point values.
    pub point: f64,
}

/// Room for the samples of one chunk.
#[derive(Debug, Default)]
pub(in crate::evaluate) struct Workspace {
    order: Vec<u32>,
    scores: Vec<f64>,
    part: Vec<f64>,
    columns: Vec<Vec<f64>>,
    scratch: Scratch,
}

impl ScoreModel {
    /// An initiative with its inputs and the score that these have.
    pub(in crate::evaluate) fn new(
        seed: u64,
        record: &Record,
        initiative: usize,
        inputs: &[InputValue],
        point: f64,
    ) -> ScoreModel {
        let source = |input: &InputValue| match &input.spread {
            Some(parts) => {
                let fact = |part: &InputDistribution| (part.key(seed, record), part.distribution);
                SampledInput::Facts(parts.iter().map(fact).collect())
            }
            None => SampledInput::Number(input.value.unwrap_or(f64::NAN)),
        };
        ScoreModel { initiative, inputs: inputs.iter().map(source).collect(), point }
    }

    /// Whether any of its inputs varies.
    pub(crate) fn varies(&self) -> bool {
        self.inputs.iter().any(|i| matches!(i, SampledInput::Facts(_)))
    }

    /// Its scores in one chunk; NaN where the formula fails.
    pub(crate) fn sample_chunk(
        &self,
        scorer: &FrameworkScorer,
        strata: &LatinHypercube,
        chunk: usize,
        room: &mut Workspace,
        out: &mut [f64],
    ) {
        if !self.varies() {
            return out.fill(self.point);
        }
        let length = out.len();
        room.columns.resize(self.inputs.len(), Vec::new());
        room.scores.resize(length, 0.0);
        room.part.resize(length, 0.0);
        for (input, column) in self.inputs.iter().zip(&mut room.columns) {
            let SampledInput::Facts(facts) = input else { continue };
            column.clear();
            column.resize(length, 0.0);
            for (at, (key, distribution)) in facts.iter().enumerate() {
                strata.scores(*key, chunk, &mut room.order, &mut room.scores);
                if at == 0 {
                    distribution.at_scores(&room.scores, column);
                } else {
                    distribution.at_scores(&room.scores, &mut room.part);
                    column.iter_mut().zip(&room.part).for_each(|(sum, part)| *sum += part);
                }
            }
        }
        let inputs = self.inputs.iter().zip(&room.columns).map(|(input, column)| match input {
            SampledInput::Number(number) => InputColumn::Number(*number),
            SampledInput::Facts(_) => InputColumn::Column(column),
        });
        let inputs: Vec<InputColumn<'_>> = inputs.collect();
        scorer.score_samples(&inputs, self.initiative, &mut room.scratch, out);
    }
}
