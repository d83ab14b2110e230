//! The effort of a whole: the sum of its parts.

use super::input_reader::InputReader;
use crate::evaluate::index::{degenerate_distribution, fact_key};
use crate::evaluate::scores::{InputDistribution, InputOrigin, InputValue};
use crate::model::{Datum, Input, Record};
use crate::quantity::Amount;

impl InputReader<'_> {
    /// The effort of a whole that has none of its own: the sum of its parts that are not declined, done ones included,
    /// at any depth, draw by draw. Missing where a part does not say how much it is; `None` where it has no parts, or is
    /// delivered.
    pub(in crate::evaluate) fn rolled_up_effort(
        &mut self,
        index: usize,
        input: &Input,
        whole: usize,
    ) -> Option<InputValue> {
        let world = self.scored_plan;
        if &*input.id != "effort" || world.delivered(&world.plan.initiatives[whole]) {
            return None;
        }
        let mut below = vec![whole];
        let mut at = 0;
        while let Some(here) = below.get(at).copied() {
            below.extend(world.hierarchy.children(here).iter().copied().filter(|part| !world.declined(*part)));
            at += 1;
        }
        if below.len() == 1 {
            return None;
        }
        let reported = self.diagnostics.len();
        let mut read = InputValue::absent(input, None);
        read.origin = InputOrigin::Parts;
        // Parts before what they are parts of.
        let mut sums: std::collections::HashMap<usize, EffortSum> = Default::default();
        for part in below.iter().skip(1).rev() {
            let own = self.own_effort(index, input, *part);
            let inner: Vec<EffortSum> = world.hierarchy.children(*part).iter().filter_map(|c| sums.remove(c)).collect();
            let sum = match (inner.is_empty(), own) {
                (true, Some(own)) => self.effort_sum(*part, &own),
                (true, None) => {
                    EffortSum { open: !world.delivered(&world.plan.initiatives[*part]), ..EffortSum::default() }
                }
                (false, own) => {
                    let sum = inner.into_iter().fold(EffortSum::default(), EffortSum::plus);
                    // What the estimate of a whole has beyond its parts counts where one of them has none.
                    match own.filter(|own| sum.open && own.value.is_some_and(|value| value > sum.value)) {
                        Some(own) => self.effort_sum(*part, &own),
                        None => sum,
                    }
                }
            };
            sums.insert(*part, sum);
        }
        // They are reported where they stand.
        self.diagnostics.truncate(reported);
        let parts = world.hierarchy.children(whole).iter().filter_map(|c| sums.remove(c));
        let sum = parts.fold(EffortSum::default(), EffortSum::plus);
        read.span = Some(world.plan.initiatives[whole].record.header);
        if sum.open {
            return Some(read);
        }
        let varies = sum.low != sum.high;
        read.amount = Some(match varies {
            true => Amount::Range { low: sum.low, high: sum.high, likely: Some(sum.value) },
            false => Amount::Point(sum.value),
        });
        read.value = Some(sum.value);
        read.spread = varies.then(|| sum.spread.into());
        Some(read)
    }

    /// The effort that an initiative itself gives.
    fn own_effort(&mut self, index: usize, input: &Input, initiative: usize) -> Option<InputValue> {
        let world = self.scored_plan;
        let record: &Record = &world.plan.initiatives[initiative].record;
        if record.value("effort") == Some(&Datum::None) {
            return Some(InputValue {
                value: Some(0.0),
                amount: Some(Amount::Point(0.0)),
                ..InputValue::absent(input, None)
            });
        }
        let block = record.block(&self.framework.id).and_then(|b| b.fact(&input.id));
        let own = block.map(|fact| self.fact(index, input, fact, InputOrigin::Block));
        own.or_else(|| self.inherited(index, input, record)).filter(|read| read.value.is_some())
    }

    fn effort_sum(&self, part: usize, read: &InputValue) -> EffortSum {
        let id = self.scored_plan.plan.initiatives[part].id();
        let (value, amount) = (read.value.unwrap_or(0.0), read.amount.unwrap_or(Amount::Point(0.0)));
        let key = |path: &str| {
            let plan = &self.scored_plan.plan;
            Some(fact_key(plan.settings.seed, &plan.initiatives[part].record, path))
        };
        let named = |s: &InputDistribution| InputDistribution {
            path: format!("{id}.{}", s.path).into(),
            of: key(&s.path),
            distribution: s.distribution,
        };
        let spread = match &read.spread {
            Some(spread) => spread.iter().map(named).collect(),
            // A part that is certain moves the sum.
            None => degenerate_distribution(value)
                .map(|distribution| InputDistribution {
                    path: format!("{id}.effort").into(),
                    of: key("effort"),
                    distribution,
                })
                .into_iter()
                .collect(),
        };
        EffortSum { value, low: amount.low(), high: amount.high(), spread, open: false }
    }
}

/// What some parts come to.
#[derive(Debug, Default)]
struct EffortSum {
    value: f64,
    low: f64,
    high: f64,
    spread: Vec<InputDistribution>,
    /// Whether one of them does not say how much it is.
    open: bool,
}

impl EffortSum {
    fn plus(mut self, other: EffortSum) -> EffortSum {
        self.value += other.value;
        self.low += other.low;
        self.high += other.high;
        self.spread.extend(other.spread);
        self.open |= other.open;
        self
    }
}
