//! Reads what an initiative has for each input of a framework.

use crate::diagnostic::{Code, Diagnostic};
use crate::evaluate::index::{degenerate_distribution, fit_distribution};
use crate::evaluate::scores::{InputDistribution, InputOrigin, InputValue, ScoredPlan};
use crate::model::{Clause, Datum, Fact, Framework, Input, Record, Scoring};
use crate::quantity::{Amount, Conversion, Mismatch, Unit, print};
use crate::source::{SourceId, Span};
use planwright_stats::distribution::{Bounds, Distribution, FitError};
use std::sync::Arc;

/// Reads the inputs of one framework, initiative after initiative.
pub(in crate::evaluate) struct InputReader<'w> {
    pub(in crate::evaluate) scored_plan: &'w ScoredPlan,
    pub(in crate::evaluate) framework: &'w Framework,
    /// Conversions met so far, by input.
    conversions: Vec<Vec<(Unit, Result<Conversion, Mismatch>)>>,
    pub diagnostics: Vec<Diagnostic>,
}

impl<'w> InputReader<'w> {
    pub(in crate::evaluate) fn new(world: &'w ScoredPlan, framework: &'w Framework) -> Self {
        let conversions = framework.inputs.iter().map(|_| Vec::new()).collect();
        InputReader { scored_plan: world, framework, conversions, diagnostics: Vec::new() }
    }

    /// The inputs of an initiative; `None` where it has nothing of the framework.
    pub(in crate::evaluate) fn read(
        &mut self,
        initiative: Option<usize>,
        record: &Record,
        block: Option<&Record>,
    ) -> Option<Vec<InputValue>> {
        let framework = self.framework;
        let mut has_own = block.is_some();
        let before = self.diagnostics.len();
        let mut values = Vec::with_capacity(framework.inputs.len());
        for (index, input) in framework.inputs.iter().enumerate() {
            let own = block.and_then(|b| b.fact(&input.id));
            let mut found = own.map(|fact| self.fact(index, input, fact, InputOrigin::Block));
            if let Some(inherited) = self.inherited(index, input, record) {
                match &found {
                    None => {
                        has_own |= &*input.id == "class" && record.value("class") != Some(&Datum::None);
                        found = Some(inherited);
                    }
                    Some(own) if own.value.is_some() && inherited.value.is_some() && own.amount != inherited.amount => {
                        self.conflict(input, own, &inherited, block);
                    }
                    Some(_) => {}
                }
            }
            if found.is_none()
                && let Some(whole) = initiative
            {
                found = self.rolled_up_effort(index, input, whole);
            }
            if found.is_none()
                && let Some(from) = self.source_value(index, input, initiative, record)
            {
                // A metric is nobody's own: it alone lists nobody.
                let of_metric =
                    input.from.as_ref().is_some_and(|(name, _)| self.scored_plan.plan.metric(name).is_some());
                has_own |= from.value.is_some() && !of_metric;
                found = Some(from);
            }
            found = found.or_else(|| self.default(index, input));
            values.push(found.unwrap_or_else(|| InputValue::absent(input, None)));
        }
        if !has_own {
            // What was read for an initiative that has nothing of the framework concerns nobody.
            self.diagnostics.truncate(before);
        }
        has_own.then_some(values)
    }

    /// What each input is where nobody gives it: what it takes from a metric, else its default.
    pub(in crate::evaluate) fn fallbacks(&mut self) -> Vec<InputValue> {
        let framework = self.framework;
        let nobody = Record::empty("initiative");
        let inputs = framework.inputs.iter().enumerate();
        let each = inputs.map(|(index, input)| match self.source_value(index, input, None, &nobody) {
            Some(from) => from,
            None => self.default(index, input).unwrap_or_else(|| InputValue::absent(input, None)),
        });
        each.collect()
    }

    /// A number or range that stands in no file, in the input's unit, which is said as `unit`.
    ///
    /// # Errors
    /// Why the framework does not take it.
    pub(in crate::evaluate) fn convert_given(
        &mut self,
        input: &Input,
        amount: Amount,
        unit: &Unit,
    ) -> Result<InputValue, String> {
        let nowhere = Span::new(SourceId(0), 0, 0);
        match self.checked(input, amount, unit, nowhere) {
            Some((value, _)) => {
                let (value, amount) = (Some(value), Some(amount));
                Ok(InputValue { value, amount, origin: InputOrigin::Block, ..InputValue::absent(input, None) })
            }
            None => Err(self.diagnostics.pop().map_or_else(String::new, |d| d.message.to_string())),
        }
    }

    /// The input's default.
    fn default(&mut self, index: usize, input: &Input) -> Option<InputValue> {
        let head = input.default.clone()?;
        let clause = Clause { head, tails: Vec::new(), because: None, span: input.header };
        Some(self.clause(index, input, &clause, InputOrigin::Default))
    }

    pub(in crate::evaluate) fn fact(
        &mut self,
        index: usize,
        input: &Input,
        fact: &Fact,
        origin: InputOrigin,
    ) -> InputValue {
        let Some(clause) = fact.first() else { return InputValue::absent(input, Some(fact.span)) };
        let mut value = self.clause(index, input, clause, origin);
        value.because = value.because.or_else(|| fact.because.clone());
        value
    }

    fn clause(&mut self, index: usize, input: &Input, clause: &Clause, origin: InputOrigin) -> InputValue {
        let mut read = InputValue::absent(input, Some(clause.span));
        read.because.clone_from(&clause.because);
        match &clause.head {
            Datum::Quantity(quantity) => {
                let bare_default = origin == InputOrigin::Default && quantity.unit.is_number();
                let converted = if bare_default {
                    Ok((quantity.amount, input.unit.clone()))
                } else {
                    self.convert(index, input, &quantity.unit).map(|c| (quantity.amount.convert(&c), c.unit))
                };
                // A wrong unit was reported where the block was checked.
                if let Ok((amount, unit)) = converted {
                    read.amount = Some(amount);
                    read.unit = unit;
                }
            }
            Datum::Level { name, value, .. } => {
                read.amount = Some(Amount::Point(*value));
                read.level = Some(name.clone());
            }
            Datum::Word(word) => {
                if let Some((name, value)) = input.levels.iter().find(|(n, _)| n == word) {
                    read.amount = Some(Amount::Point(*value));
                    read.level = Some(name.clone());
                }
            }
            _ => {}
        }
        if let Some(amount) = read.amount {
            read.origin = origin;
            if let Some((value, spread)) = self.checked(input, amount, &read.unit, clause.span) {
                read.value = Some(value);
                read.spread = spread.map(|distribution| {
                    let path = match origin {
                        InputOrigin::Initiative => input.id.clone(),
                        InputOrigin::From => input.from.as_ref().map_or(input.id.clone(), |(name, _)| name.clone()),
                        _ => format!("{}.{}", self.framework.id, input.id).into(),
                    };
                    Arc::from([InputDistribution { path, of: None, distribution }])
                });
            }
        }
        read
    }

    fn convert(&mut self, index: usize, input: &Input, given: &Unit) -> Result<Conversion, Mismatch> {
        let known = &mut self.conversions[index];
        if let Some((_, conversion)) = known.iter().find(|(unit, _)| unit == given) {
            return conversion.clone();
        }
        let conversion = self.scored_plan.plan.units.convert(given, &input.unit);
        known.push((given.clone(), conversion.clone()));
        conversion
    }

    /// The point value of an amount that keeps to the input's bounds; what does not is reported and not used.
    fn checked(
        &mut self,
        input: &Input,
        amount: Amount,
        unit: &Unit,
        span: Span,
    ) -> Option<(f64, Option<Distribution>)> {
        let shown = |v: f64| print::quantity(v, unit);
        let hard = |v: f64| match input {
            i if i.above.is_some_and(|b| v <= b) => i.above.map(|b| format!("must be greater than {}", shown(b))),
            i if i.at_least.is_some_and(|b| v < b) => i.at_least.map(|b| format!("must be at least {}", shown(b))),
            i if i.at_most.is_some_and(|b| v > b) => i.at_most.map(|b| format!("must be at most {}", shown(b))),
            _ => None,
        };
        let id = &input.id;
        for end in [amount.low(), amount.high()] {
            if let Some(bound) = hard(end) {
                let said = format!("`{id}` {bound}, and is {}", shown(end));
                self.diagnostics.push(Diagnostic::new(Code::OUT_OF_BOUNDS, span, said).help(
                    "change the value, or write `?` where it is not known; until then the initiative has no score",
                ));
                return None;
            }
        }
        let on_levels = |v: f64| input.levels.iter().any(|(_, l)| *l == v);
        // A weighted score clamps to the scale that levels make.
        let scaled = matches!(self.framework.scoring, Scoring::Weighted { raw: false }) && !input.strict;
        let scale = if scaled { input.scale() } else { input.range };
        let off = |v: f64| match scale {
            Some((low, high)) => v < low || v > high,
            None => input.strict && !input.levels.is_empty() && !on_levels(v),
        };
        if let Some(end) = [amount.low(), amount.high()].into_iter().find(|v| off(*v)) {
            let said = match scale {
                Some((low, high)) => {
                    format!("`{id}` is {}, outside its range of {} to {}", shown(end), shown(low), shown(high))
                }
                None => format!("`{id}` is {}, which is none of its levels", shown(end)),
            };
            if input.strict {
                self.diagnostics.push(
                    Diagnostic::new(Code::OUT_OF_BOUNDS, span, said)
                        .help("its framework takes only values on the scale"),
                );
                return None;
            }
            self.diagnostics.push(Diagnostic::new(Code::OUT_OF_RANGE, span, said).help(self.out_of_range_help()));
        }
        // A range that leaves the scale is not held to it.
        let inside = !off(amount.low()) && !off(amount.high());
        let (lower, upper, lower_exclusive) = input.held_by(inside);
        let bounds = Bounds { lower, upper, lower_exclusive };
        match fit_distribution(amount, self.scored_plan.plan.settings.interval, bounds) {
            Ok(fitted) => Some(fitted),
            Err(error) => {
                self.no_distribution(input, &error, span);
                None
            }
        }
    }

    /// What becomes of a value outside its scale.
    fn out_of_range_help(&self) -> &'static str {
        match self.framework.scoring {
            Scoring::Weighted { raw: false } => {
                "the weighted score counts it as the nearer end of the scale; is the scale meant differently?"
            }
            _ => "it is used as written; is the scale meant differently?",
        }
    }

    fn no_distribution(&mut self, input: &Input, error: &FitError, span: Span) {
        let said = format!("no distribution fits the range of `{}`: {error}", input.id);
        self.diagnostics.push(Diagnostic::new(Code::OUT_OF_BOUNDS, span, said).help("change an end of the range"));
    }

    /// `effort`, and fields declared `shared`, stand on the initiative and are inherited where the dimension agrees.
    /// Where it does not, or where a part is `?` or `none`, the input is missing: a default would hide what was said.
    pub(in crate::evaluate) fn inherited(
        &mut self,
        index: usize,
        input: &Input,
        record: &Record,
    ) -> Option<InputValue> {
        let plan = &self.scored_plan.plan;
        if !plan.shared_fields.contains(&input.id) {
            return None;
        }
        let facts: Vec<&Fact> = record.all(&input.id).collect();
        let clauses: Vec<&Clause> = facts.iter().filter_map(|f| f.first()).collect();
        for clause in &clauses {
            let fits = match &clause.head {
                Datum::Quantity(quantity) => self.convert(index, input, &quantity.unit).is_ok(),
                Datum::Level { .. } => true,
                Datum::Word(word) => {
                    let known = input.levels.iter().any(|(n, _)| n == word);
                    if !known && &*input.id == "class" {
                        // Another framework's class.
                        return None;
                    }
                    known
                }
                _ => false,
            };
            if !fits {
                return Some(InputValue::absent(input, Some(clause.span)));
            }
        }
        match clauses.as_slice() {
            [] => None,
            [_] => Some(self.fact(index, input, facts[0], InputOrigin::Initiative)),
            [first, ..] => {
                let summed = self.sum_team_effort(index, input, &clauses);
                Some(summed.unwrap_or_else(|| InputValue::absent(input, Some(first.span))))
            }
        }
    }

    /// Work split by team adds up: point values where each is one, ends with ends otherwise.
    fn sum_team_effort(&mut self, index: usize, input: &Input, clauses: &[&Clause]) -> Option<InputValue> {
        let (mut low, mut high, mut value, mut unit) = (0.0, 0.0, 0.0, None);
        let mut spread = Vec::new();
        // No team's part of the work is less than nothing where the whole may not be.
        let lower = input.held_by(false).0.filter(|l| *l >= 0.0).map(|_| 0.0);
        let bounds = Bounds { lower, ..Bounds::default() };
        for (at, clause) in clauses.iter().enumerate() {
            let Datum::Quantity(quantity) = &clause.head else { return None };
            let conversion = self.convert(index, input, &quantity.unit).ok()?;
            let amount = quantity.amount.convert(&conversion);
            low += amount.low();
            high += amount.high();
            value += match fit_distribution(amount, self.scored_plan.plan.settings.interval, bounds) {
                Ok((value, fitted)) => {
                    let key = match clause.tail("by") {
                        Some(Datum::Reference { id: team, .. }) => team.to_string(),
                        _ => (at + 1).to_string(),
                    };
                    let path = format!("{}[{key}]", input.id).into();
                    // A part that is certain moves the sum.
                    let distribution = fitted.or_else(|| degenerate_distribution(value));
                    spread.extend(distribution.map(|distribution| InputDistribution { path, of: None, distribution }));
                    value
                }
                Err(error) => {
                    self.no_distribution(input, &error, clause.span);
                    return None;
                }
            };
            unit.get_or_insert(conversion.unit);
        }
        let amount = if low == high { Amount::Point(value) } else { Amount::Range { low, high, likely: Some(value) } };
        let span = clauses.first().map(|c| c.span);
        let unit = unit.unwrap_or_else(|| input.unit.clone());
        let checked = span.and_then(|s| self.checked(input, amount, &unit, s));
        Some(InputValue {
            value: checked.map(|(value, _)| value),
            amount: Some(amount),
            unit,
            level: None,
            origin: InputOrigin::Initiative,
            span,
            because: None,
            spread: (low != high).then(|| spread.into()),
        })
    }

    fn conflict(&mut self, input: &Input, own: &InputValue, other: &InputValue, block: Option<&Record>) {
        let (Some(span), Some(place), Some(mine), Some(theirs)) = (own.span, other.span, own.amount, other.amount)
        else {
            return;
        };
        let said = format!(
            "`{}` is {} here and {} on the initiative",
            input.id,
            print::amount(mine, &own.unit),
            print::amount(theirs, &other.unit)
        );
        let name = block.map_or("the block", |b| &*b.kind);
        self.diagnostics.push(
            Diagnostic::new(Code::CONFLICTING_INPUT, span, said)
                .also(place, "the initiative's")
                .help(format!("`{name}` uses the one in its block; remove one of them if they should agree")),
        );
    }

    /// What `from:` names: another framework's score, a metric, or a fact of the initiative.
    fn source_value(
        &mut self,
        index: usize,
        input: &Input,
        initiative: Option<usize>,
        record: &Record,
    ) -> Option<InputValue> {
        let (name, span) = input.from.as_ref()?;
        let mut read = InputValue::absent(input, Some(*span));
        read.origin = InputOrigin::From;
        if let Some(column) = self.scored_plan.column(name) {
            let score = initiative.and_then(|i| column.score(i))?;
            read.amount = Some(Amount::Point(score));
            read.value = self.checked(input, Amount::Point(score), &input.unit, *span).map(|(value, _)| value);
            return Some(read);
        }
        if let Some(metric) = self.scored_plan.plan.metric(name) {
            let value = metric.value()?;
            let value = match &metric.unit {
                Some(unit) => match self.convert(index, input, unit) {
                    Ok(conversion) => conversion.apply(value),
                    // A metric in another dimension is no reason to take the default.
                    Err(_) => return Some(InputValue::absent(input, Some(*span))),
                },
                None => value,
            };
            read.amount = Some(Amount::Point(value));
            read.value = self.checked(input, Amount::Point(value), &input.unit, *span).map(|(value, _)| value);
            return Some(read);
        }
        let fact = match name.split_once('.') {
            Some((block, field)) => record.block(block)?.fact(field)?,
            None => record.fact(name)?,
        };
        let mut read = self.fact(index, input, fact, InputOrigin::From);
        read.origin = InputOrigin::From;
        Some(read)
    }
}
