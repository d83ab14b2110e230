//! Rows scored.

use super::errors::{NoInput, UnevenColumns};
use super::given_value::GivenValue;
use super::scorer::Scorer;
use super::unscored::Unscored;
use crate::evaluate::scores::InputValue;
use crate::formula::{BATCH_SIZE, InputColumn, Scratch};
use crate::limit::look;
use crate::model::Input;
use crate::quantity::{BaseUnit, Conversion};

/// A [`Scorer`] of rows that give certain inputs, made by [`Scorer::given`].
#[derive(Debug, Clone)]
pub struct RowScorer<'s, const N: usize> {
    scorer: &'s Scorer,
    columns: [InputMapping; N],
}

/// How the values of one input are taken.
#[derive(Debug, Clone)]
struct InputMapping {
    /// Its index in the framework.
    index: usize,
    /// From the rows' unit to the input's, where they differ.
    conversion: Option<Conversion>,
    /// Whether the rows give hundredths.
    percent: bool,
    /// The least and the most that is surely taken, both included. What lies outside is looked at by itself.
    sound: (f64, f64),
    /// Where only the values of levels are taken: those.
    only: Option<Vec<f64>>,
}

/// What a batch of rows is read into.
struct BatchBuffer<const N: usize> {
    columns: [Vec<f64>; N],
    /// Values in the framework's unit, by column and row: of words and defaults.
    own: Vec<(usize, usize, f64)>,
    /// Whether a row is looked at by itself.
    alone: Vec<bool>,
    scores: Vec<f64>,
    scratch: Scratch,
}

impl<'s, const N: usize> RowScorer<'s, N> {
    pub(in crate::evaluate) fn new(scorer: &'s Scorer, places: [usize; N]) -> Self {
        RowScorer { scorer, columns: places.map(|index| InputMapping::new(index, &scorer.framework().inputs[index])) }
    }

    /// The same where the rows give an input in another unit, as a plan writes it: `person-weeks`, `users/month`, `%` for
    /// hundredths.
    ///
    /// # Errors
    /// Where the input is not among those that the rows give, or the unit measures something else.
    pub fn unit(mut self, input: &str, unit: &str) -> Result<Self, NoInput> {
        let (framework, units) = (self.scorer.framework(), &self.scorer.inner.scored_plan.plan.units);
        let Some((index, known)) = framework.input(input) else { return Err(self.scorer.no_such(input)) };
        let Some(column) = self.columns.iter_mut().find(|c| c.index == index) else {
            return Err(NoInput::NotGiven { input: input.into() });
        };
        let wrong = |said: String| NoInput::Unit { input: input.into(), said };
        let given = units.parse(unit).map_err(|e| wrong(e.to_string()))?;
        let conversion = units.convert(&given, &known.unit).map_err(|e| wrong(e.message(unit)))?;
        column.percent = given.factors().first().is_some_and(|f| matches!(f.base, BaseUnit::Percent));
        column.conversion = Some(conversion).filter(|c| !c.is_identity());
        Ok(self)
    }

    /// The score of each row, in their order. `read` gives the inputs of a row in the order of [`Scorer::given`]; it may be
    /// asked twice about one.
    ///
    /// Where the formula is arithmetic, whole columns are computed, on the thread that calls; a row without a score says
    /// why.
    pub fn rows<'r, T, V: Into<GivenValue<'r>>>(
        &self,
        rows: &'r [T],
        read: impl Fn(&'r T) -> [V; N],
    ) -> Vec<Result<f64, Unscored>> {
        let mut scores = Vec::with_capacity(rows.len());
        let mut room = BatchBuffer::<N>::new(rows.len().min(BATCH_SIZE), rows.len().min(BATCH_SIZE));
        for batch in rows.chunks(BATCH_SIZE) {
            look();
            room.clear(batch.len());
            // Slices of one length: no write into them is checked.
            let columns = room.columns.each_mut().map(|column| &mut column[..batch.len()]);
            for (lane, row) in batch.iter().enumerate() {
                // Gone through by reference: an array's own iterator is not taken apart by the compiler.
                let values: [GivenValue<'_>; N] = read(row).map(Into::into);
                for (at, value) in values.iter().enumerate() {
                    match value {
                        GivenValue::Number(number) => columns[at][lane] = *number,
                        other => match self.own(at, *other) {
                            Some(value) => room.own.push((at, lane, value)),
                            None => room.alone[lane] = true,
                        },
                    }
                }
            }
            self.columns.iter().zip(&mut room.columns).for_each(|(column, values)| column.convert(values));
            for (at, lane, value) in room.own.drain(..) {
                room.columns[at][lane] = value;
            }
            let columns: [&[f64]; N] = std::array::from_fn(|at| room.columns[at].as_slice());
            if !self.compute(&columns, &mut room.scores, &mut room.alone, &mut room.scratch) {
                // Nearly always: nothing to look at row by row.
                scores.extend(room.scores.iter().map(|score| Ok(*score)));
                continue;
            }
            let each = room.scores.iter().zip(&room.alone).zip(batch);
            scores.extend(each.map(|((score, alone), row)| match alone {
                false => Ok(*score),
                true => self.by_itself(read(row).map(Into::into)),
            }));
        }
        scores
    }

    /// The score of one row.
    ///
    /// # Errors
    /// Why it has none.
    pub fn score<'v>(&self, values: [impl Into<GivenValue<'v>>; N]) -> Result<f64, Unscored> {
        self.by_itself(values.map(Into::into))
    }

    /// Scores columns into `out`, where a row without a score becomes NaN; those rows are given with the reasons, by
    /// their indexes.
    ///
    /// # Errors
    /// Where a column is not as long as `out`; nothing is written then.
    pub fn columns(&self, columns: [&[f64]; N], out: &mut [f64]) -> Result<Vec<(usize, Unscored)>, UnevenColumns> {
        if let Some((column, values)) = columns.iter().enumerate().find(|(_, c)| c.len() != out.len()) {
            return Err(UnevenColumns { column, values: values.len(), rows: out.len() });
        }
        let mut unscored = Vec::new();
        let converted = if self.columns.iter().any(InputMapping::converts) { out.len().min(BATCH_SIZE) } else { 0 };
        let mut room = BatchBuffer::<N>::new(out.len().min(BATCH_SIZE), converted);
        for (batch, out) in out.chunks_mut(BATCH_SIZE).enumerate() {
            look();
            let rows = batch * BATCH_SIZE..batch * BATCH_SIZE + out.len();
            room.clear(out.len());
            for ((column, values), room) in self.columns.iter().zip(&columns).zip(&mut room.columns) {
                if column.converts() {
                    room.copy_from_slice(&values[rows.clone()]);
                    column.convert(room);
                }
            }
            let each: [&[f64]; N] = std::array::from_fn(|at| match self.columns[at].converts() {
                true => room.columns[at].as_slice(),
                false => &columns[at][rows.clone()],
            });
            if !self.compute(&each, out, &mut room.alone, &mut room.scratch) {
                continue;
            }
            for (lane, _) in room.alone.iter().enumerate().filter(|(_, alone)| **alone) {
                let row = rows.start + lane;
                match self.by_itself(columns.map(|c| GivenValue::Number(c[row]))) {
                    Ok(score) => out[lane] = score,
                    Err(why) => {
                        out[lane] = f64::NAN;
                        unscored.push((row, why));
                    }
                }
            }
        }
        Ok(unscored)
    }

    /// The number that a word stands for, or that holds where nothing is given.
    fn own(&self, at: usize, given: GivenValue<'_>) -> Option<f64> {
        let index = self.columns[at].index;
        match given {
            GivenValue::Level(word) => self.scorer.framework().inputs[index].level(word),
            GivenValue::Missing => self.scorer.defaults[index].value,
            GivenValue::Number(_) | GivenValue::Range { .. } => None,
        }
    }

    /// Computes whole columns, in the framework's units; marks the rows that are to be looked at by themselves, and says
    /// whether there are any.
    fn compute(&self, columns: &[&[f64]; N], out: &mut [f64], alone: &mut [bool], scratch: &mut Scratch) -> bool {
        let fallback = |value: &InputValue| InputColumn::Number(value.value.unwrap_or(f64::NAN));
        let mut lanes: Vec<InputColumn<'_>> = self.scorer.defaults.iter().map(fallback).collect();
        for (column, values) in self.columns.iter().zip(columns) {
            column.check(values, alone);
            lanes[column.index] = InputColumn::Column(values);
        }
        self.scorer.inner.score_samples(&lanes, usize::MAX, scratch, out);
        if out.iter().map(|score| u64::from(!score.is_finite())).sum::<u64>() > 0 {
            out.iter().zip(&mut *alone).for_each(|(score, alone)| *alone |= !score.is_finite());
        }
        alone.contains(&true)
    }

    /// One row as a plan would take it.
    fn by_itself(&self, given: [GivenValue<'_>; N]) -> Result<f64, Unscored> {
        let values = self.columns.iter().zip(given);
        let converted = values.map(|(column, given)| (column.index, given.map(|value| column.converted(value))));
        self.scorer.score_row(converted)
    }
}

impl InputMapping {
    fn new(index: usize, input: &Input) -> InputMapping {
        let on_scale = input.range.filter(|_| input.strict).unzip();
        let only = input.strict && input.range.is_none() && !input.levels.is_empty();
        let least = [input.above.map(f64::next_up), input.at_least, on_scale.0];
        let most = [input.at_most, on_scale.1];
        InputMapping {
            index,
            conversion: None,
            percent: false,
            sound: (
                least.into_iter().flatten().fold(f64::MIN, f64::max),
                most.into_iter().flatten().fold(f64::MAX, f64::min),
            ),
            only: only.then(|| input.levels.iter().map(|(_, value)| *value).collect()),
        }
    }

    /// Whether the rows give it in another unit than the framework takes.
    fn converts(&self) -> bool {
        self.percent || self.conversion.is_some()
    }

    /// From the rows' unit to the input's.
    fn converted(&self, value: f64) -> f64 {
        let value = if self.percent { value / 100.0 } else { value };
        self.conversion.as_ref().map_or(value, |c| c.apply(value))
    }

    fn convert(&self, values: &mut [f64]) {
        if self.converts() {
            values.iter_mut().for_each(|value| *value = self.converted(*value));
        }
    }

    /// Says which values are to be looked at by themselves, since they may not be taken.
    fn check(&self, values: &[f64], alone: &mut [bool]) {
        let (least, most) = self.sound;
        // What is not a number is not between two.
        let taken = |value: f64| value >= least && value <= most;
        // Nearly always none: counting them is quick where marking them is not.
        if values.iter().map(|value| u64::from(!taken(*value))).sum::<u64>() > 0 {
            values.iter().zip(&mut *alone).for_each(|(value, alone)| *alone |= !taken(*value));
        }
        if let Some(only) = &self.only {
            values.iter().zip(alone).for_each(|(value, alone)| *alone |= !only.contains(value));
        }
    }
}

impl<const N: usize> BatchBuffer<N> {
    /// Room for so many rows, of which so many are read into columns.
    fn new(rows: usize, read: usize) -> Self {
        BatchBuffer {
            columns: std::array::from_fn(|_| vec![0.0; read]),
            own: Vec::new(),
            alone: vec![false; rows],
            scores: vec![0.0; rows],
            scratch: Scratch::default(),
        }
    }

    /// Ready for another batch, at most as large as the first.
    fn clear(&mut self, rows: usize) {
        self.columns.iter_mut().for_each(|column| column.truncate(rows));
        self.scores.truncate(rows);
        self.alone.truncate(rows);
        self.alone.fill(false);
    }
}
