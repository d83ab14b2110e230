//! The session itself.

use super::change::Change;
use super::movement::{Effect, shifts};
use super::refused::Refused;
use crate::diagnostic::Diagnostic;
use crate::edit::{Address, EditError};
use crate::evaluate::Answer;
use crate::pipeline::{Parsed, Scored, Source, View};
use crate::source::SourceSet;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A plan with changes laid over it. The files are never touched: [`Session::changes`] can be written back.
#[derive(Debug)]
pub struct Session {
    source: Source,
    view: View,
    parsed: Parsed,
    changes: Vec<Change>,
    undone: Vec<Change>,
    scored: Scored,
    interrupt: Arc<AtomicBool>,
}

impl Session {
    /// Reads and scores a plan. One with mistakes in it opens as well: they are in [`Scored::check`].
    ///
    /// # Errors
    /// Where the files can't be listed.
    pub fn open(source: Source, view: View) -> io::Result<Session> {
        let parsed = source.parse()?;
        let interrupt = view.cancel.clone().unwrap_or_default();
        let view = View { cancel: Some(interrupt.clone()), ..view };
        let scored = parsed.resolve(&view).evaluate(&view);
        Ok(Session { source, view, parsed, changes: Vec::new(), undone: Vec::new(), scored, interrupt })
    }

    /// The plan as it is now, with its scores.
    pub fn scored(&self) -> &Scored {
        &self.scored
    }

    /// The files as they were read.
    pub fn parsed(&self) -> &Parsed {
        &self.parsed
    }

    /// How the plan is looked at.
    pub fn view(&self) -> &View {
        &self.view
    }

    /// Setting it stops what is running, which is then [`Refused::Interrupted`] and changes nothing. It stays set until
    /// it is cleared.
    pub fn interrupt(&self) -> Arc<AtomicBool> {
        self.interrupt.clone()
    }

    /// The changes laid over the plan, the first one first.
    pub fn changes(&self) -> &[Change] {
        &self.changes
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
        let overlay = self.overlay_of(&address, value)?;
        self.lay(Change { typed: format!("set {address} {value}").into(), overlay: overlay.into() })
    }

    /// Takes the last change away; `None` where there is none.
    pub fn undo(&mut self) -> Option<Effect> {
        let change = self.changes.pop()?;
        self.undone.push(change);
        Some(self.again())
    }

    /// Lays the change that was undone last again; `None` where there is none.
    pub fn redo(&mut self) -> Option<Effect> {
        let change = self.undone.pop()?;
        self.changes.push(change);
        Some(self.again())
    }

    /// Looks at the plan in another way: another scenario, weighting or day.
    pub fn look(&mut self, view: View) -> Effect {
        self.view = View { cancel: Some(self.interrupt.clone()), ..view };
        self.again()
    }

    /// Reads the files again; the changes stay.
    ///
    /// # Errors
    /// Where the files can't be listed; the session is then as it was.
    pub fn reload(&mut self) -> io::Result<Effect> {
        self.parsed = self.source.parse()?;
        Ok(self.again())
    }

    /// What a formula over the plan gives: `detection.rice`, `ranking("rice")[0]`, `nrr.gap`.
    ///
    /// # Errors
    /// What is wrong with it, with places in the text.
    pub fn ask(&self, formula: &str) -> Result<Answer, Refused> {
        let mut sources = SourceSet::default();
        let source = sources.add(crate::source::Source::new("formula", formula));
        let answer = self.scored.evaluated.ask(formula, source);
        if self.interrupt.load(Ordering::Relaxed) {
            return Err(Refused::Interrupted);
        }
        answer.map_err(|diagnostic| Refused::Wrong { diagnostics: vec![diagnostic], sources })
    }

    fn lay(&mut self, change: Change) -> Result<Effect, Refused> {
        self.changes.push(change);
        let scored = self.evaluate();
        let errors = |scored: &Scored| -> Vec<Diagnostic> {
            scored.problems().into_iter().filter(Diagnostic::is_error).collect()
        };
        let mut excused: Vec<String> = errors(&self.scored).into_iter().map(|d| d.message).collect();
        let new: Vec<Diagnostic> = errors(&scored)
            .into_iter()
            .filter(|d| match excused.iter().position(|m| *m == d.message) {
                Some(at) => {
                    excused.swap_remove(at);
                    false
                }
                None => true,
            })
            .collect();
        if self.interrupt.load(Ordering::Relaxed) {
            self.changes.pop();
            return Err(Refused::Interrupted);
        }
        if !new.is_empty() {
            self.changes.pop();
            return Err(Refused::Wrong { diagnostics: new, sources: scored.sources });
        }
        self.undone.clear();
        Ok(self.becomes(scored))
    }

    fn evaluate(&self) -> Scored {
        let overlays = self.view.overlays.iter().cloned().chain(self.changes.iter().map(|c| c.overlay.to_string()));
        let view = View { overlays: overlays.collect(), ..self.view.clone() };
        self.parsed.resolve(&view).evaluate(&view)
    }

    fn again(&mut self) -> Effect {
        let scored = self.evaluate();
        self.becomes(scored)
    }

    fn becomes(&mut self, scored: Scored) -> Effect {
        let shifts = shifts(&self.scored.evaluated, &scored.evaluated);
        let known: Vec<String> = self.scored.problems().into_iter().map(|d| d.message).collect();
        let diagnostics = scored.problems().into_iter().filter(|d| !known.contains(&d.message)).collect();
        self.scored = scored;
        Effect { shifts, diagnostics }
    }

    fn overlay_of(&self, address: &Address, value: &str) -> Result<String, EditError> {
        let (item, inner) = address.path.split_at(1);
        let kind = if self.scored.evaluated.plan().metric(&item[0]).is_some() { "metric" } else { "initiative" };
        let (field, blocks) = inner.split_last().expect("an address names a field");
        let open: String = blocks.iter().map(|b| format!("{b} {{ ")).collect();
        Ok(format!("{kind} {} {{ {open}{field}: {value} {}}}", item[0], "} ".repeat(blocks.len())))
    }
}
