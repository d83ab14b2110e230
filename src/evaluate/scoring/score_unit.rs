//! What a score is measured in, and formulas that add or compare what is not alike.

use crate::diagnostic::{Code, Diagnostic};
use crate::evaluate::scores::{Evaluated, ScoredPlan};
use crate::formula::{Dimension, Formula};
use crate::model::{FormulaSource as Text, Framework, Input, Scoring};
use crate::quantity::Unit;
use crate::source::Span;
use std::sync::Arc;

impl Evaluated {
    /// What a framework's score is measured in, from the units of its inputs; with an initiative, in the nouns and the
    /// currency of its values. A plain number for a weighted score and for classes. `None` where it can't be told: the
    /// formula asks for facts, calls functions, or adds what is not alike.
    ///
    /// ```
    /// use planwright::{Source, View};
    /// let plan = Source::text("my.plan", "initiative a \"A\" { rice { reach: 100 users/month; impact: 1; confidence: 80%; \
    ///     effort: 2 person-months } }");
    /// let evaluated = plan.parse()?.resolve(&View::default())?.evaluate().evaluated;
    /// assert_eq!(evaluated.score_unit("rice", None).unwrap().score_text(), "count/month per person-month");
    /// assert_eq!(evaluated.score_unit("rice", Some(0)).unwrap().score_text(), "users/month per person-month");
    /// # Ok::<(), planwright::Error>(())
    /// ```
    pub fn score_unit(&self, framework: &str, initiative: Option<usize>) -> Option<Unit> {
        let column = self.column(framework)?;
        let framework = &column.framework;
        if !matches!(framework.scoring, Scoring::Formula(_)) {
            return Some(Unit::number());
        }
        let scorer = self.scorer(framework)?;
        let row = initiative.and_then(|i| column.row(i));
        let unit =
            |index: usize, input: &Input| row.map_or_else(|| input.unit.clone(), |r| r.inputs[index].unit.clone());
        dimension(&self.scored_plan, framework, scorer.formula()?, &unit).0.unit()
    }
}

/// Where a framework's formula adds or compares what is not alike.
pub(in crate::evaluate) fn mixed_units(
    world: &ScoredPlan,
    framework: &Framework,
    code: &Text,
    formula: &Formula,
) -> Vec<Diagnostic> {
    let (_, clashes) = dimension(world, framework, formula, &|_, input| input.unit.clone());
    let report = |clash: crate::formula::DimensionMismatch| {
        let start = code.span.start as usize + clash.offset;
        let span = Span::new(code.span.source, start, start + clash.length.max(1));
        Diagnostic::new(Code::FORMULA_MIXED, span, clash.message).help(clash.help)
    };
    clashes.into_iter().map(report).collect()
}

fn dimension(
    world: &ScoredPlan,
    framework: &Framework,
    formula: &Formula,
    unit: &dyn Fn(usize, &Input) -> Unit,
) -> (Dimension, Vec<crate::formula::DimensionMismatch>) {
    let system = &world.plan.units;
    let names = |path: &[Arc<str>]| match path {
        [name] => match framework.input(name) {
            Some((index, input)) => Dimension::of(&unit(index, input), system),
            None => Dimension::Open,
        },
        [group, _] if &**group == "weight" => Dimension::of(&Unit::number(), system),
        [group, name] if &**group == "metric" => {
            let unit = world.plan.metric(name).and_then(|m| m.unit.as_ref());
            unit.map_or(Dimension::Open, |u| Dimension::of(u, system))
        }
        _ => Dimension::Open,
    };
    formula.dimension(system, &names)
}
