//! A plan with its scores.

use super::column::Column;
use super::formulas;
use super::found::Found;
use super::inputs::{certain, stands_for};
use super::ranking::{Ranking, rank};
use super::scoring::Evaluator;
use super::world::World;
use super::{decisions, examples, expects, gates, impossible, roadmap, rules, series};
use crate::diagnostic::{Code, Diagnostic};
use crate::formula::{Sandbox, Want};
use crate::model::{Datum, Decision, Framework, Plan, Scoring, Weighting};
use crate::quantity::{Date, Quantity, Unit};
use crate::schema::Schema;
use crate::source::Span;
use planwright_stats::distribution::Distribution;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A plan with its scores.
#[derive(Debug)]
pub struct Evaluated {
    pub(super) world: Arc<World>,
    pub(super) sandbox: Option<Arc<Sandbox>>,
    /// What was found while scoring.
    pub diagnostics: Vec<Diagnostic>,
    /// The frameworks, each after those it reads.
    order: Vec<Arc<Framework>>,
    weights: Option<Arc<str>>,
    /// What was found about the plan as a whole.
    shared: Arc<Vec<Diagnostic>>,
    /// What was found about each framework.
    found: BTreeMap<Arc<str>, Arc<Found>>,
    pub(super) once: roadmap::Once,
}

/// Scores a plan: every framework, or those named with what they read. A weighting changes its framework's weights.
pub(crate) fn evaluate(
    mut plan: Arc<Plan>,
    schema: Arc<Schema>,
    today: Date,
    only: Option<&[&str]>,
    weights: Option<&str>,
) -> Evaluated {
    let mut shared = Vec::new();
    let sandbox = formulas::sandbox(&plan, &mut shared).map(Arc::new);
    impossible::take_out(&mut plan, today, &mut shared);
    if let Some(sandbox) = &sandbox {
        series::fill(&mut plan, sandbox, &mut shared);
    }
    let order = if sandbox.is_some() { in_order(&plan, only, sandbox.as_deref(), &mut shared) } else { Vec::new() };
    let mut evaluated = Evaluated {
        world: Arc::new(World::new(plan, schema, today)),
        sandbox,
        diagnostics: Vec::new(),
        order,
        weights: weights.map(Arc::from),
        shared: Arc::new(shared),
        found: BTreeMap::new(),
        once: roadmap::Once::default(),
    };
    for framework in evaluated.order.clone() {
        let Some(scorer) = evaluated.scorer(&framework) else { continue };
        let (column, found) = scorer.column();
        evaluated.world.add(Arc::new(column));
        evaluated.found.insert(framework.id.clone(), Arc::new(found));
    }
    evaluated.gather();
    evaluated
}

/// What a framework reads: frameworks named by `from:`, and in its formula by `score.NAME`, `score("…", "NAME")` and the
/// like, each with its place. What stands in comments and texts reads nothing.
fn reads<'p>(
    plan: &'p Plan,
    framework: &'p Framework,
    sandbox: Option<&Sandbox>,
) -> Vec<(&'p Arc<Framework>, Option<Span>)> {
    let from = framework.inputs.iter().filter_map(|i| i.from.as_ref());
    let mut read: Vec<_> = from.filter_map(|(name, at)| Some((plan.frameworks.get(name)?, Some(*at)))).collect();
    if let Scoring::Formula(code) = &framework.scoring
        && let Some(formula) = sandbox.and_then(|s| s.compile(&code.text, Want::Number).ok())
    {
        let at = |offset: usize, length: usize| {
            let start = code.span.start as usize + offset;
            Some(Span::new(code.span.source, start, start + length))
        };
        for name in formula.names() {
            if let [group, by, ..] = name.path.as_slice()
                && &**group == "score"
                && framework.input("score").is_none()
                && let Some(other) = plan.frameworks.get(by)
            {
                read.push((other, at(name.offset, name.length)));
            }
        }
        for call in formula.calls().iter().filter(|c| matches!(&*c.name, "score" | "position" | "ranking")) {
            let by = call.args.last().and_then(Option::as_ref);
            read.extend(by.and_then(|by| Some((plan.frameworks.get(&by.text)?, at(by.offset, by.length)))));
        }
    }
    read
}

/// The frameworks so that each comes after those it reads.
fn in_order(
    plan: &Plan,
    only: Option<&[&str]>,
    sandbox: Option<&Sandbox>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Arc<Framework>> {
    let mut done = BTreeSet::new();
    let mut order = Vec::new();
    for framework in plan.frameworks.values() {
        if only.is_none_or(|o| o.contains(&&*framework.id)) {
            visit(plan, (framework, None), sandbox, &mut Vec::new(), &mut done, &mut order, diagnostics);
        }
    }
    order
}

/// The longest row of frameworks that read one another.
const MOST_CHAINED: usize = 100;

fn visit(
    plan: &Plan,
    (framework, place): (&Arc<Framework>, Option<Span>),
    sandbox: Option<&Sandbox>,
    path: &mut Vec<Arc<str>>,
    done: &mut BTreeSet<Arc<str>>,
    order: &mut Vec<Arc<Framework>>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if done.contains(&framework.id) {
        return;
    }
    if let Some(at) = path.iter().position(|p| *p == framework.id) {
        let mut around: Vec<&str> = path[at..].iter().map(|p| &**p).collect();
        around.push(&framework.id);
        let said = match around.as_slice() {
            [own, _] => format!("`{own}` reads its own score"),
            _ => format!("frameworks read one another in a circle: {}", around.join(" → ")),
        };
        let place = place.filter(|_| around.len() == 2).unwrap_or(framework.header);
        diagnostics.push(Diagnostic::new(Code::CYCLE, place, said).help("take one of these references away"));
        return;
    }
    if path.len() == MOST_CHAINED {
        let said = format!("more than {MOST_CHAINED} frameworks read one another in a row");
        diagnostics.push(
            Diagnostic::new(Code::TOO_DEEP, framework.header, said).help("let some of them read what is at the end"),
        );
        return;
    }
    path.push(framework.id.clone());
    for read in reads(plan, framework, sandbox) {
        visit(plan, read, sandbox, path, done, order, diagnostics);
    }
    path.pop();
    if done.insert(framework.id.clone()) {
        order.push(framework.clone());
    }
}

impl Evaluated {
    /// The same for a plan in which only these initiatives differ, by their index: all else is taken over.
    pub(crate) fn revised(&self, plan: &Plan, touched: &[usize]) -> Evaluated {
        // Metrics that are computed were so already.
        let plan = Arc::new(Plan { metrics: self.world.plan.metrics.clone(), ..plan.clone() });
        // What a part says of itself, its whole sums up.
        let wholes = touched.iter().flat_map(|i| self.world.parts.upward(*i));
        let touched: BTreeSet<usize> = wholes.collect();
        let touched: Vec<usize> = touched.into_iter().collect();
        let touched = &touched[..];
        let mut evaluated = Evaluated {
            world: Arc::new(World::new(plan, self.world.schema.clone(), self.world.today)),
            sandbox: self.sandbox.clone(),
            diagnostics: Vec::new(),
            order: self.order.clone(),
            weights: self.weights.clone(),
            shared: self.shared.clone(),
            found: self.found.clone(),
            once: roadmap::Once::default(),
        };
        let reopened = touched.iter().any(|i| evaluated.world.is_open(*i) != self.world.is_open(*i));
        let mut wide: BTreeSet<Arc<str>> = BTreeSet::new();
        for framework in &self.order {
            let (Some(old), Some(found)) = (self.column(&framework.id), self.found.get(&framework.id)) else {
                continue;
            };
            let Some(scorer) = evaluated.scorer(framework) else { continue };
            // One that asks about other initiatives, or reads a framework that does, is scored as a whole.
            let is_wide = scorer.asks_around()
                || reads(&evaluated.world.plan, framework, evaluated.sandbox.as_deref())
                    .iter()
                    .any(|(f, _)| wide.contains(&f.id));
            let revised = if is_wide {
                wide.insert(framework.id.clone());
                Some(scorer.column())
            } else {
                scorer.revised(&old, found, touched)
            };
            match revised {
                Some((column, found)) => {
                    evaluated.world.add(Arc::new(column));
                    evaluated.found.insert(framework.id.clone(), Arc::new(found));
                }
                None => {
                    evaluated.world.add(old);
                    if !reopened {
                        evaluated.world.keep_ranking(&framework.id, &self.world);
                    }
                }
            }
        }
        evaluated.gather();
        evaluated
    }

    /// Scores as the columns were; one is made for many scores, since it compiles the formula.
    pub(super) fn scorer(&self, framework: &Arc<Framework>) -> Option<Evaluator> {
        let weighting = self.weights.as_deref().and_then(|w| self.weighting(w));
        Some(Evaluator::new(&self.world, self.sandbox.as_ref()?, framework, weighting))
    }

    /// Gathers what was found in the order of the frameworks.
    fn gather(&mut self) {
        let by_framework =
            self.order.iter().filter_map(|f| self.found.get(&f.id)).flat_map(|f| f.all(&self.world.plan));
        self.diagnostics = self.shared.iter().cloned().chain(by_framework).collect();
    }

    /// The plan.
    pub fn plan(&self) -> &Plan {
        &self.world.plan
    }

    /// The table that it was checked against.
    pub fn schema(&self) -> &Schema {
        &self.world.schema
    }

    /// The day it is read on.
    pub fn today(&self) -> Date {
        self.world.today
    }

    /// The scores of a framework, where it was evaluated.
    pub fn column(&self, framework: &str) -> Option<Arc<Column>> {
        self.world.column(framework)
    }

    /// The frameworks that initiatives have the inputs of.
    pub fn frameworks_used(&self) -> Vec<Arc<str>> {
        self.columns().iter().filter(|c| !c.rows.is_empty()).map(|c| c.framework.id.clone()).collect()
    }

    /// The scores of every framework that was evaluated.
    pub fn columns(&self) -> Vec<Arc<Column>> {
        self.world.columns()
    }

    /// The ranking of the open initiatives, or with `all` of every one.
    pub fn ranking(&self, framework: &str, all: bool) -> Option<Arc<Ranking>> {
        if !all {
            return self.world.ranking(framework);
        }
        Some(Arc::new(rank(&self.world, &*self.column(framework)?, all)))
    }

    /// Whether what waits for an initiative can go on: its phase says so.
    pub fn delivered(&self, initiative: usize) -> bool {
        self.plan().initiatives.get(initiative).is_some_and(|i| self.world.delivered(i))
    }

    /// Whether an initiative is ranked and worked towards: its phase is open, or a decision commits it over a phase that
    /// is not.
    pub(crate) fn is_open(&self, initiative: usize) -> bool {
        initiative < self.plan().initiatives.len() && self.world.is_open(initiative)
    }

    /// A quantity's point value, the median of a range, in a unit; absent where it does not convert.
    pub fn number(&self, quantity: &Quantity, unit: Option<&Unit>) -> Option<f64> {
        self.world.number(quantity, unit)
    }

    /// What a value stands for, in the unit it is written in: of a range the distribution by which it is sampled where
    /// nothing bounds it, under the plan's `interval`; a number, or a word of a scale, is certain. `None` for what is
    /// neither, and for a range that stands for nothing. What an input of a framework stands for within the input's
    /// bounds, and in its unit, is [`InputValue::distribution`](super::InputValue::distribution).
    pub fn distribution(&self, value: &Datum) -> Option<Distribution> {
        match value {
            Datum::Quantity(quantity) => stands_for(quantity.amount, self.plan().settings.interval),
            Datum::Level { value, .. } => certain(*value),
            _ => None,
        }
    }

    /// The decision that holds about an initiative.
    pub fn decision(&self, id: &str) -> Option<&Decision> {
        self.world.verdict(id).map(|d| &self.world.plan.decisions[d])
    }

    /// What the rules of the plan and of its frameworks find, decisions whose review is overdue, and expectations
    /// that can't be asked. Whether an expectation holds is told by [`Evaluated::expects`].
    pub fn lints(&self) -> Vec<Diagnostic> {
        let mut found = rules::run(self);
        found.extend(decisions::overdue(&self.world));
        found.extend(gates::check(self));
        found.extend(roadmap::check(self));
        if let Some(sandbox) = &self.sandbox {
            found.extend(expects::mistakes(&self.world, sandbox));
        }
        found
    }

    /// Every framework's examples.
    pub fn examples(&self) -> Vec<examples::ExampleResult> {
        self.sandbox.as_ref().map_or(Vec::new(), |s| examples::run(&self.world, s))
    }

    /// What is wrong with the examples of the plan's own frameworks and formulas.
    pub fn failed_examples(&self) -> Vec<Diagnostic> {
        // What is wrong with a formula itself was said already.
        let sound = |id: &str| {
            let framework = self.world.plan.frameworks.get(id);
            framework.is_none_or(|f| {
                let formula = matches!(f.scoring, Scoring::Formula(_));
                !formula || self.scorer(f).is_some_and(|s| s.formula().is_some())
            }) && !self.world.plan.unsound.contains(id)
        };
        let own = self.examples().into_iter().filter(|e| !e.standard && sound(&e.framework));
        own.filter_map(|e| e.problem).filter(|d| d.code == Code::EXAMPLE_FAILED).collect()
    }

    /// Every expectation.
    pub fn expects(&self) -> Vec<expects::ExpectResult> {
        self.sandbox.as_ref().map_or(Vec::new(), |s| expects::run(&self.world, s))
    }

    /// The weighting of this name.
    pub fn weighting(&self, name: &str) -> Option<&Weighting> {
        self.world.plan.weightings.get(name)
    }
}
