//! A framework applied to what is no initiative: rows of a program, of a table.

use super::errors::{NoInput, NoScorer};
use super::given_value::GivenValue;
use super::rows::RowScorer;
use super::unscored::{Unscored, UnscoredCause};
use crate::diagnostic::closest_match;
use crate::evaluate::inputs::InputReader;
use crate::evaluate::questions::NoFramework;
use crate::evaluate::scores::{Evaluated, InputValue};
use crate::evaluate::scoring::{FrameworkScorer, ScoreResult};
use crate::model::{Framework, Scoring};
use crate::quantity::Unit;
use std::sync::Arc;

/// Scores rows that stand in no plan by a framework, as a plan would: with its units, bounds, defaults, levels and
/// weights. What an input takes `from:` a metric it takes here too.
///
/// One is made for many rows, since it compiles the formula; it may be shared between threads. It keeps the plan that
/// it was made of.
///
/// ```
/// use planwright::{GivenValue, Scorer};
/// struct Idea { customers: f64, impact: &'static str, weeks: f64 }
/// let ideas = [
///     Idea { customers: 500.0, impact: "medium", weeks: 12.0 },
///     Idea { customers: 800.0, impact: "enormous", weeks: 3.0 },
/// ];
/// let rice = Scorer::compile("", "rice")?;
/// let rows = rice.given(["reach", "impact", "confidence", "effort"])?.unit("effort", "person-weeks")?;
/// let scores = rows.rows(&ideas, |i| [GivenValue::from(i.customers), i.impact.into(), 0.8.into(), i.weeks.into()]);
/// assert_eq!(scores[0], Ok(400.0 / 3.0));
/// assert!(scores[1].as_ref().unwrap_err().to_string().contains("`enormous`"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Scorer {
    pub(super) inner: FrameworkScorer,
    /// What each input is where a row does not give it.
    pub(super) defaults: Vec<InputValue>,
    /// The unit of each, with the plan's currency.
    units: Vec<Unit>,
}

/// The questions of a formula that an initiative answers.
const INITIATIVE_FUNCTIONS: [&str; 4] = ["score", "position", "ranking", "in_team"];

/// The names that lead to an initiative's own.
const INITIATIVE_NAMES: [&str; 3] = ["it", "score", "context"];

impl Evaluated {
    /// A framework of the plan made ready for rows that stand in no plan, with the weighting that the plan is looked at
    /// with.
    ///
    /// # Errors
    /// Where the plan was not scored by it, it is not sound, or its formula asks for more than its inputs.
    pub fn row_scorer(&self, framework: &str) -> Result<Scorer, NoScorer> {
        let known = self.framework(Some(framework)).map_err(|error| match error {
            NoFramework::NoSuch { name, nearest } => NoScorer::NoSuch { framework: name, nearest },
            _ => NoScorer::NoSuch { framework: framework.into(), nearest: None },
        })?;
        let unsound = || NoScorer::Unsound { framework: framework.into(), said: String::new() };
        let inner = self.scorer(known).ok_or_else(unsound)?;
        let compiled = !matches!(known.scoring, Scoring::Formula(_)) || inner.formula().is_some();
        if self.plan().unsound_frameworks.contains(&known.id) || !compiled {
            return Err(unsound());
        }
        if let Some(asked) = initiative_reference(&inner) {
            return Err(NoScorer::AsksForInitiative { framework: framework.into(), asked });
        }
        let otherwise = InputReader::new(&inner.scored_plan, known).fallbacks();
        let units = known.inputs.iter().map(|input| self.with_plan_currency(&input.unit)).collect();
        Ok(Scorer { inner, defaults: otherwise, units })
    }
}

impl Scorer {
    /// The framework.
    pub fn framework(&self) -> &Framework {
        &self.inner.framework
    }

    /// A scorer of rows that give these inputs, in this order, each in the framework's own unit unless
    /// [`RowScorer::unit`] says another. What is not among them has its default.
    ///
    /// # Errors
    /// Where one is no input of the framework, or is named twice.
    pub fn given<const N: usize>(&self, inputs: [&str; N]) -> Result<RowScorer<'_, N>, NoInput> {
        let mut places = [0; N];
        for (at, name) in inputs.iter().enumerate() {
            let Some((index, _)) = self.framework().input(name) else {
                return Err(self.no_such(name));
            };
            if places[..at].contains(&index) {
                return Err(NoInput::Twice { input: (*name).into() });
            }
            places[at] = index;
        }
        Ok(RowScorer::new(self, places))
    }

    /// The score of one row that gives the inputs in the framework's order and units; those that it leaves out have their
    /// defaults. Of many rows, [`Scorer::given`] makes less work.
    ///
    /// # Errors
    /// Why it has none.
    pub fn score(&self, row: &[GivenValue<'_>]) -> Result<f64, Unscored> {
        self.score_row(row.iter().copied().enumerate().take(self.framework().inputs.len()))
    }

    /// What the formula, or the weights, give for numbers as they are, in the framework's order: without bounds, defaults
    /// and units. To hold scores against that somebody computed elsewhere; [`Scorer::score`] is what a plan gives.
    ///
    /// # Errors
    /// Where a number that it needs is missing, or it fails.
    pub fn score_raw(&self, numbers: &[Option<f64>]) -> Result<f64, Unscored> {
        let given = self.framework().inputs.iter().zip(numbers.iter().copied().chain(std::iter::repeat(None)));
        let inputs: Vec<InputValue> = given.map(|(input, number)| InputValue::bare(input, number)).collect();
        self.computed(&inputs)
    }

    /// One row, each value in the input's unit, as a plan would take it.
    pub(super) fn score_row<'v>(
        &self,
        given: impl IntoIterator<Item = (usize, GivenValue<'v>)>,
    ) -> Result<f64, Unscored> {
        let framework = self.framework();
        let mut reader = InputReader::new(&self.inner.scored_plan, framework);
        let mut inputs = self.defaults.clone();
        for (index, given) in given {
            let input = &framework.inputs[index];
            let refused = |said: String| Unscored::new(UnscoredCause::Refused { input: input.id.to_string(), said });
            if let Some(amount) = given.amount(input).map_err(refused)? {
                inputs[index] = reader.convert_given(input, amount, &self.units[index]).map_err(refused)?;
            }
        }
        self.computed(&inputs)
    }

    fn computed(&self, inputs: &[InputValue]) -> Result<f64, Unscored> {
        match self.inner.score(inputs, None) {
            ScoreResult::Score(score) => Ok(score),
            ScoreResult::Missing(missing) => {
                Err(Unscored::new(UnscoredCause::Missing(missing.into_iter().map(|m| m.name).collect())))
            }
            ScoreResult::Failed(why) => {
                let said = why.map_or_else(|| "the framework has mistakes".to_string(), |d| d.message.to_string());
                Err(Unscored::new(UnscoredCause::Failed(said)))
            }
        }
    }

    pub(super) fn no_such(&self, input: &str) -> NoInput {
        let inputs = || self.framework().inputs.iter().map(|i| &*i.id);
        NoInput::NoSuch {
            input: input.into(),
            framework: self.framework().id.to_string(),
            nearest: closest_match(input, inputs()).map(str::to_string),
            known: inputs().map(str::to_string).collect(),
        }
    }
}

/// What the formula asks for that only an initiative has, where it does.
fn initiative_reference(scorer: &FrameworkScorer) -> Option<String> {
    let formula = scorer.formula()?;
    let is_input = |name: &Arc<str>| scorer.framework.input(name).is_some();
    let named = formula.names().iter().find_map(|name| {
        let root = name.path.first()?;
        (INITIATIVE_NAMES.contains(&&**root) && !is_input(root)).then(|| name.path.join("."))
    });
    named.or_else(|| {
        formula.calls().iter().find_map(|call| {
            let about =
                call.args.first().and_then(Option::as_ref).map(|a| a.text.split('.').next().unwrap_or_default());
            let outside = matches!(&*call.name, "has" | "why" | "low" | "high")
                && about.is_some_and(|root| scorer.framework.input(root).is_none());
            (outside || INITIATIVE_FUNCTIONS.contains(&&*call.name)).then(|| format!("{}(…)", call.name))
        })
    })
}
