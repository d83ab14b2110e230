//! The session itself.

use super::change::Change;
use super::movement::{Effect, Shift, shifts};
use super::refused::Refused;
use super::value;
use crate::diagnostic::{Diagnostic, newly};
use crate::edit::{self, Address, EditError};
use crate::evaluate::Answer;
use crate::formula::Value;
use crate::limit::{Limit, Stopped};
use crate::pipeline::{Error, Parsed, Scored, Source, View, ViewError};
use crate::resolve;
use crate::source::SourceSet;
use crate::syntax;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A plan with changes laid over it. The files are never touched: [`Session::changes`] can be written back.
///
/// A change of facts of initiatives is resolved and scored for those alone; any other resolves the plan anew.
#[derive(Debug)]
pub struct Session {
    source: Source,
    view: View,
    parsed: Parsed,
    changes: Vec<Laid>,
    undone: Vec<Laid>,
    now: State,
    names: Vec<(Arc<str>, Value)>,
    interrupt: Arc<AtomicBool>,
}

/// A change with its text as a tree.
#[derive(Debug, Clone)]
struct Laid {
    change: Change,
    parsed: Arc<syntax::Parsed>,
    /// Whether laying it took the whole plan, since it brought in more than facts; so does taking it away.
    whole: bool,
}

/// The plan under a view and changes.
#[derive(Debug)]
struct State {
    resolved: resolve::Resolved,
    scored: Scored,
}

/// A state of the plan that is not the session's yet, held against the one that is.
#[derive(Debug)]
struct Made {
    state: State,
    /// What is found in it and was not before.
    new: Vec<Diagnostic>,
    /// The expectations that held before and do not any more.
    failing: Vec<Diagnostic>,
    shifts: Vec<Shift>,
}

impl Session {
    /// Reads and scores a plan. One with mistakes in it opens as well: they are in [`Scored::check`].
    ///
    /// # Errors
    /// Where the files can't be listed, or the view names what the plan does not have.
    pub fn open(source: Source, view: View) -> Result<Session, Error> {
        let parsed = source.parse()?;
        Ok(Session::over(source, parsed, view)?)
    }

    /// The same over files that were just read from the source.
    ///
    /// # Errors
    /// Where the view names what the plan does not have.
    pub fn over(source: Source, mut parsed: Parsed, view: View) -> Result<Session, ViewError> {
        let interrupt = Arc::default();
        let now = State::anew(&mut parsed, &view, &[])?;
        let (changes, undone, names) = (Vec::new(), Vec::new(), Vec::new());
        Ok(Session { source, view, parsed, changes, undone, now, names, interrupt })
    }

    /// The plan as it is now, with its scores.
    pub fn scored(&self) -> &Scored {
        &self.now.scored
    }

    /// The files as they were read.
    pub fn parsed(&self) -> &Parsed {
        &self.parsed
    }

    /// How the plan is looked at.
    pub fn view(&self) -> &View {
        &self.view
    }

    /// Raising it stops what is running, or else what runs next, which is then [`Refused::Interrupted`] and changes
    /// nothing. What it stopped takes it down again.
    pub fn interrupt(&self) -> Arc<AtomicBool> {
        self.interrupt.clone()
    }

    /// The changes laid over the plan, the first one first.
    pub fn changes(&self) -> impl ExactSizeIterator<Item = &Change> {
        self.changes.iter().map(|c| &c.change)
    }

    /// Lays a piece of plan over the plan: `initiative sso { rice { effort: 2 person-months } }`. One that makes new
    /// errors is refused and changes nothing.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn change(&mut self, text: &str) -> Result<Effect, Refused> {
        self.lay(Change { typed: text.into(), overlay: text.into() })
    }

    /// Sets one value, as `plan set` does in a file: `set("sso.rice.effort", "2 person-months")`.
    ///
    /// # Errors
    /// Where the address leads nowhere, or the value makes new errors.
    pub fn set(&mut self, address: &str, value: &str) -> Result<Effect, Refused> {
        let address = Address::parse(address)?;
        let overlay = value::overlay(&self.now.resolved, &address, value, edit::set)?;
        self.lay(Change { typed: format!("set {address} {value}").into(), overlay: overlay.into() })
    }

    /// Adds a line of a repeated field, as `plan add` does in a file: `add("nrr.actual", "106% on 2026-02")`.
    ///
    /// # Errors
    /// Where the address leads nowhere, or the value makes new errors.
    pub fn add(&mut self, address: &str, value: &str) -> Result<Effect, Refused> {
        let address = Address::parse(address)?;
        let overlay = value::overlay(&self.now.resolved, &address, value, edit::add)?;
        self.lay(Change { typed: format!("add {address} {value}").into(), overlay: overlay.into() })
    }

    /// Takes the last change away; `None` where there is none.
    ///
    /// # Errors
    /// Where it was interrupted; nothing is undone then.
    pub fn undo(&mut self) -> Result<Option<Effect>, Refused> {
        let Some(laid) = self.changes.pop() else { return Ok(None) };
        let made = self.make(|session| {
            let alone = if laid.whole { None } else { session.revised(&laid.parsed) };
            alone.map_or_else(|| session.anew(), Ok)
        });
        match made {
            Ok(made) => {
                self.undone.push(laid);
                Ok(Some(self.becomes(made)))
            }
            Err(refused) => {
                self.changes.push(laid);
                Err(refused)
            }
        }
    }

    /// Lays the change that was undone last again; `None` where there is none.
    ///
    /// # Errors
    /// Where it was interrupted; nothing is changed then.
    pub fn redo(&mut self) -> Result<Option<Effect>, Refused> {
        let Some(laid) = self.undone.pop() else { return Ok(None) };
        self.changes.push(laid);
        match self.make(Session::with_last) {
            Ok(made) => Ok(Some(self.becomes(made))),
            Err(refused) => {
                self.undone.extend(self.changes.pop());
                Err(refused)
            }
        }
    }

    /// Looks at the plan in another way: another scenario, weighting or day.
    ///
    /// # Errors
    /// Where it names what the plan does not have, or it was interrupted; the view is then as it was.
    pub fn look(&mut self, view: View) -> Result<Effect, Refused> {
        let before = std::mem::replace(&mut self.view, view);
        match self.make(Session::anew) {
            Ok(made) => Ok(self.becomes(made)),
            Err(refused) => {
                self.view = before;
                Err(refused)
            }
        }
    }

    /// Reads the files again; the changes stay.
    ///
    /// # Errors
    /// Where the files can't be listed, they have no more what the view names, or it was interrupted; the session is then
    /// as it was.
    pub fn reload(&mut self) -> Result<Effect, Error> {
        let mut parsed = self.source.parse()?;
        let mut again = |laid: &Laid| {
            let parsed = parsed.loaded.add_text(NAME, &laid.change.overlay);
            Laid { parsed, ..laid.clone() }
        };
        let changes: Vec<Laid> = self.changes.iter().map(&mut again).collect();
        let undone: Vec<Laid> = self.undone.iter().map(&mut again).collect();
        let made = self.make(|session| State::anew(&mut parsed, &session.view, &changes));
        let made = made.map_err(|refused| match refused {
            Refused::View(error) => Error::View(error),
            _ => Error::Interrupted,
        })?;
        (self.parsed, self.changes, self.undone) = (parsed, changes, undone);
        Ok(self.becomes(made))
    }

    /// Takes all changes away, for good.
    ///
    /// # Errors
    /// Where it was interrupted; the changes then stay.
    pub fn forget(&mut self) -> Result<Effect, Refused> {
        let made = self.make(|session| State::anew(&mut session.parsed, &session.view, &[]))?;
        self.forget_changes();
        Ok(self.becomes(made))
    }

    /// What a formula over the plan gives: `detection.rice`, `ranking("rice")[0]`, `nrr.gap`. `let gap = nrr.gap` keeps
    /// the answer under a name that later formulas see.
    ///
    /// # Errors
    /// What is wrong with it, with places in the text.
    pub fn ask(&mut self, formula: &str) -> Result<Answer, Refused> {
        let mut sources = SourceSet::default();
        let source = sources.add(crate::source::Source::new("formula", formula));
        let (name, asked) = match value::binding(formula) {
            // Blanks in place of `let name =` keep the places in what follows.
            Some((name, from)) => {
                let value = formula[from..].trim_end().trim_end_matches(';');
                (Some(name), format!("{}{value}", " ".repeat(from)))
            }
            None => (None, formula.to_string()),
        };
        let limit = Limit::flag(self.interrupt.clone());
        let answer = limit.run(|| self.now.scored.evaluated.ask(&asked, source, &self.names));
        let answer = answer.map_err(|Stopped| self.interrupted())?;
        let answer = answer.map_err(|diagnostic| Refused::Wrong { diagnostics: vec![diagnostic], sources })?;
        if let Some(name) = name {
            self.names.retain(|(known, _)| **known != *name);
            self.names.push((name.into(), answer.value.clone().unwrap_or(Value::Missing)));
        }
        Ok(answer)
    }

    /// The names that answers are kept under.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(|(name, _)| &**name)
    }

    /// An item as it stands, with its scenario and the changes laid over it, one field a line; `None` where there is none.
    pub fn item_text(&self, kind: &str, id: &str) -> Option<String> {
        self.now.resolved.item_text(kind, id)
    }

    /// The texts laid over the plan, as trees.
    pub(super) fn overlays(&self) -> impl Iterator<Item = Arc<syntax::Parsed>> {
        self.changes.iter().map(|c| c.parsed.clone())
    }

    pub(super) fn forget_changes(&mut self) {
        self.changes.clear();
        self.undone.clear();
    }

    pub(super) fn set_scenario(&mut self, name: &str) {
        self.view.scenario = Some(name.to_string());
    }

    fn lay(&mut self, change: Change) -> Result<Effect, Refused> {
        let parsed = self.parsed.loaded.add_text(NAME, &change.overlay);
        if let Some(line) = parsed.uses().next() {
            let error = EditError::new(format!("`{}` is no change to an item", line.0.text()));
            return Err(error.help("write the line at the top of a file, then `:reload`").into());
        }
        self.changes.push(Laid { change, parsed, whole: false });
        let made = self.make(Session::with_last).and_then(|made| {
            let errors: Vec<Diagnostic> = made.new.iter().filter(|d| d.is_error()).cloned().collect();
            match errors.is_empty() {
                true => Ok(made),
                false => Err(Refused::Wrong { sources: made.state.scored.sources, diagnostics: errors }),
            }
        });
        match made {
            Ok(made) => {
                self.undone.clear();
                Ok(self.becomes(made))
            }
            Err(refused) => {
                self.changes.pop();
                Err(refused)
            }
        }
    }

    /// The plan under the changes, the last of which is not in the present state yet.
    fn with_last(&mut self) -> Result<State, ViewError> {
        let alone = self.changes.last().and_then(|last| self.revised(&last.parsed));
        if let Some(last) = self.changes.last_mut() {
            last.whole = alone.is_none();
        }
        alone.map_or_else(|| self.anew(), Ok)
    }

    fn anew(&mut self) -> Result<State, ViewError> {
        State::anew(&mut self.parsed, &self.view, &self.changes)
    }

    /// The plan under the changes, which differ from those of the present state by one.
    fn revised(&self, change: &syntax::Parsed) -> Option<State> {
        if !self.view.overlays.is_empty() {
            return None;
        }
        let overlays: Vec<Arc<syntax::Parsed>> = self.changes.iter().map(|c| c.parsed.clone()).collect();
        let sources = self.parsed.loaded.sources.clone();
        let (resolved, touched) = self.now.resolved.revise(sources, &overlays, change)?;
        let evaluated = self.now.scored.evaluated.revised(&resolved.plan, &touched);
        Some(State { scored: Scored::new(resolved.clone(), &self.view, evaluated), resolved })
    }

    /// A state of the plan with what is new in it, made as long as nobody interrupts.
    fn make(&mut self, state: impl FnOnce(&mut Self) -> Result<State, ViewError>) -> Result<Made, Refused> {
        let limit = Limit::flag(self.interrupt.clone());
        let made = limit.run(|| {
            let state = state(self)?;
            let new = newly(self.now.scored.problems(), state.scored.problems());
            let broken: Vec<Arc<str>> = failing(&self.now.scored).map(|(id, _)| id).collect();
            let failing = failing(&state.scored).filter(|(id, _)| !broken.contains(id));
            let failing = failing.map(|(_, problem)| problem).collect();
            let shifts = shifts(&self.now.scored.evaluated, &state.scored.evaluated);
            Ok(Made { state, new, failing, shifts })
        });
        match made {
            Ok(made) => made.map_err(Refused::View),
            Err(Stopped) => Err(self.interrupted()),
        }
    }

    /// What was asked for is given up, and the next starts anew.
    fn interrupted(&self) -> Refused {
        self.interrupt.store(false, Ordering::Relaxed);
        Refused::Interrupted
    }

    fn becomes(&mut self, made: Made) -> Effect {
        let Made { state, new, failing, shifts } = made;
        self.now = state;
        Effect { shifts, diagnostics: new.into_iter().chain(failing).collect() }
    }
}

/// The expectations that do not hold.
fn failing(scored: &Scored) -> impl Iterator<Item = (Arc<str>, Diagnostic)> {
    scored.evaluated.expects().into_iter().filter_map(|e| Some((e.id, e.problem?)))
}

/// What typed texts are called in findings.
const NAME: &str = "typed";

impl State {
    /// The plan resolved and scored as a whole.
    fn anew(parsed: &mut Parsed, view: &View, changes: &[Laid]) -> Result<State, ViewError> {
        let overlays = changes.iter().map(|c| c.parsed.clone()).collect();
        let resolved = parsed.resolve_under(view, overlays)?;
        // What is typed later gets its number behind all texts that were read so far.
        parsed.loaded.sources = resolved.resolved.sources.clone();
        Ok(State { scored: resolved.clone().evaluate(), resolved: resolved.resolved })
    }
}
