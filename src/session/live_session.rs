//! The session itself.

use super::change::{AppliedChange, Change};
use super::effect::{Effect, PlanDiff};
use super::error::{SessionError, invalid};
use super::overlay_layers::{ChangeRecord, Layer, SourceSlots, resolve_all, resolve_incrementally, superseded};
use super::undo_history::UndoHistory;
use super::value_overlay;
use crate::evaluate::PlanAnswer;
use crate::formula::Value;
use crate::limit::{Limit, Stopped};
use crate::pipeline::{Error, Parsed, Scored, Source, View, ViewError};
use crate::source::SourceSet;
use crate::syntax;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A plan with changes laid over it. The files are never touched: [`Session::changes`] can be written back.
///
/// A change of facts of initiatives is resolved and scored for those alone; any other resolves the plan anew.
///
/// A value that is set again takes the place of what it was set to before: however often it is set, there is one change
/// of it, and the session is as large and as fast as after the first, but for the last hundred values of which
/// [`Session::undo`] knows the words. Only a piece of plan that was laid in between keeps both, since it may build
/// on the earlier one.
#[derive(Debug)]
pub struct Session {
    source: Source,
    view: View,
    parsed: Parsed,
    changes: Vec<Layer>,
    history: UndoHistory,
    now: Arc<Scored>,
    names: Vec<(Arc<str>, Value)>,
    interrupt: Arc<AtomicBool>,
    /// What else ends what is asked for.
    pub(super) limit: Limit,
}

/// A state of the plan that is not the session's yet, held against the one that is.
#[derive(Debug)]
struct PreparedState {
    scored: Scored,
    changes: Vec<Layer>,
    compared: PlanDiff,
}

impl Session {
    /// Reads and scores a plan. One with mistakes in it opens as well: they are in [`Scored::check`].
    ///
    /// # Errors
    /// Where the files can't be listed, or the view names what the plan does not have.
    pub fn open(source: Source, view: View) -> Result<Session, Error> {
        let parsed = source.parse()?;
        Ok(Session::from_parsed(source, parsed, view)?)
    }

    /// The same over files that were just read from the source.
    ///
    /// # Errors
    /// Where the view names what the plan does not have.
    pub fn from_parsed(source: Source, parsed: Parsed, view: View) -> Result<Session, ViewError> {
        let now = Arc::new(parsed.resolve(&view)?.evaluate());
        let (changes, history, names) = (Vec::new(), UndoHistory::default(), Vec::new());
        let (interrupt, limit) = (Arc::default(), Limit::default());
        Ok(Session { source, view, parsed, changes, history, now, names, interrupt, limit })
    }

    /// The plan as it is now, with its scores.
    pub fn scored(&self) -> &Scored {
        &self.now
    }

    /// The same to keep: it stays as it is, whatever the session does next. Other threads may read it while this one goes
    /// on, as a server's requests do while somebody moves a slider.
    pub fn snapshot(&self) -> Arc<Scored> {
        self.now.clone()
    }

    /// The files as they were read.
    pub fn parsed(&self) -> &Parsed {
        &self.parsed
    }

    /// How the plan is looked at.
    pub fn view(&self) -> &View {
        &self.view
    }

    /// Raising it stops what is running, or else what runs next, which is then [`SessionError::Interrupted`] and changes
    /// nothing. What it stopped takes it down again.
    pub fn interrupt(&self) -> Arc<AtomicBool> {
        self.interrupt.clone()
    }

    /// The changes laid over the plan, the first one first. One that set a value which was set again is none of them any
    /// more.
    pub fn changes(&self) -> impl ExactSizeIterator<Item = &AppliedChange> {
        self.changes.iter().map(|c| &c.record.change)
    }

    /// Lays a piece of plan over the plan: `initiative sso { rice { effort: 2 person-months } }`. One that makes new
    /// errors is refused and changes nothing.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn change(&mut self, text: &str) -> Result<Effect, SessionError> {
        self.apply(&Change::text(text))
    }

    /// Sets one value, as `plan set` does in a file: `set("sso.rice.effort", "2 person-months")`.
    ///
    /// # Errors
    /// Where the address leads nowhere, or the value makes new errors.
    pub fn set(&mut self, address: &str, value: &str) -> Result<Effect, SessionError> {
        self.apply(&Change::set(address, value))
    }

    /// Adds a line of a repeated field, as `plan add` does in a file: `add("nrr.actual", "106% on 2026-02")`.
    ///
    /// # Errors
    /// Where the address leads nowhere, or the value makes new errors.
    pub fn add(&mut self, address: &str, value: &str) -> Result<Effect, SessionError> {
        self.apply(&Change::add(address, value))
    }

    /// Lays a change of any sort over the plan. One that makes new errors is refused and changes nothing.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn apply(&mut self, change: &Change) -> Result<Effect, SessionError> {
        let (laid, sort) = change.to_overlay(self.now.resolved())?;
        let number = self.history.next_number();
        let mut said = ChangeRecord { change: laid, kind: sort, number, since: number, whole: false };
        let gone: Vec<ChangeRecord> = superseded(&self.changes, &said).into_iter().map(|l| l.record.clone()).collect();
        said.since = gone.iter().map(|s| s.since).fold(number, u64::min);
        let text = said.change.overlay.clone();
        let made = self.prepare(|session| session.with_records(&gone, vec![said], false))?;
        let errors = made.compared.errors();
        if !errors.is_empty() {
            return Err(invalid(errors, made.scored.sources, &text));
        }
        self.history.record_applied(gone, self.changes.len());
        Ok(self.commit(made))
    }

    /// Takes the last change away; `None` where there is none. A value that was set more than once goes back to what it was
    /// before the last time, up to a hundred times; then to what it was before the first.
    ///
    /// # Errors
    /// Where it was interrupted; nothing is undone then.
    pub fn undo(&mut self) -> Result<Option<Effect>, SessionError> {
        let Some(last) = self.changes.last().map(|l| l.record.clone()) else { return Ok(None) };
        // Of what is behind the history nobody knows any more what it brought in.
        let known = self.history.superseded_by_last();
        let anew = known.is_none_or(|before| before.is_empty() && last.whole);
        let before = known.unwrap_or_default().to_vec();
        let forgotten = known.is_none();
        let made = self.prepare(|session| session.with_records(std::slice::from_ref(&last), before, anew))?;
        self.history.record_undone(last);
        let effect = self.commit(made);
        if forgotten {
            self.changes.iter_mut().for_each(|l| l.record.whole = true);
        }
        Ok(Some(effect))
    }

    /// Lays the change that was undone last again; `None` where there is none.
    ///
    /// # Errors
    /// Where it was interrupted; nothing is changed then.
    pub fn redo(&mut self) -> Result<Option<Effect>, SessionError> {
        let Some((said, numbers)) = self.history.next_redone() else { return Ok(None) };
        let gone = |l: &&Layer| numbers.contains(&l.record.number);
        let gone: Vec<ChangeRecord> = self.changes.iter().filter(gone).map(|l| l.record.clone()).collect();
        let said = said.clone();
        let made = self.prepare(|session| session.with_records(&gone, vec![said], false))?;
        self.history.record_redone(gone, self.changes.len());
        Ok(Some(self.commit(made)))
    }

    /// Looks at the plan in another way: another scenario, weighting or day.
    ///
    /// # Errors
    /// Where it names what the plan does not have, or it was interrupted; the view is then as it was.
    pub fn set_view(&mut self, view: View) -> Result<Effect, SessionError> {
        let made = self.prepare(|session| session.resolve_anew(&session.parsed, &view, session.records()))?;
        self.view = view;
        Ok(self.commit(made))
    }

    /// Reads the files again; the changes stay.
    ///
    /// # Errors
    /// Where the files can't be listed, they have no more what the view names, or it was interrupted; the session is then
    /// as it was.
    pub fn reload(&mut self) -> Result<Effect, Error> {
        let made = self.limited(|| -> Result<_, Error> {
            let parsed = self.source.parse()?;
            let (scored, changes) = self.resolve_anew(&parsed, &self.view, self.records())?;
            Ok((parsed, self.compare(scored, changes)))
        });
        let (parsed, made) = made.map_err(|_| Error::Interrupted)??;
        self.parsed = parsed;
        Ok(self.commit(made))
    }

    /// Takes all changes away, for good.
    ///
    /// # Errors
    /// Where it was interrupted; the changes then stay.
    pub fn discard_changes(&mut self) -> Result<Effect, SessionError> {
        let made = self.prepare(|session| session.resolve_anew(&session.parsed, &session.view, Vec::new()))?;
        self.history.clear();
        Ok(self.commit(made))
    }

    /// What a formula over the plan gives: `detection.rice`, `ranking("rice")[0]`, `nrr.gap`. `let gap = nrr.gap` keeps
    /// the answer under a name that later formulas see.
    ///
    /// # Errors
    /// What is wrong with it, with places in the text.
    pub fn ask(&mut self, formula: &str) -> Result<PlanAnswer, SessionError> {
        let mut sources = SourceSet::default();
        let source = sources.add(crate::source::SourceText::new("formula", formula));
        let (name, asked) = match value_overlay::binding(formula) {
            // Blanks in place of `let name =` keep the places in what follows.
            Some((name, from)) => {
                let value = formula[from..].trim_end().trim_end_matches(';');
                (Some(name), format!("{}{value}", " ".repeat(from)))
            }
            None => (None, formula.to_string()),
        };
        let answer = self.limited(|| self.now.evaluated.ask(&asked, source, &self.names))?;
        let answer = answer.map_err(|diagnostic| SessionError::Invalid { diagnostics: vec![diagnostic], sources })?;
        if let Some(name) = name {
            self.names.retain(|(known, _)| **known != *name);
            self.names.push((name.into(), answer.value.clone().unwrap_or(Value::Missing)));
        }
        Ok(answer)
    }

    /// The names that answers are kept under.
    pub fn binding_names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(|(name, _)| &**name)
    }

    /// An item as it stands, with its scenario and the changes laid over it, one field a line; `None` where there is none.
    pub fn item_text(&self, kind: &str, id: &str) -> Option<String> {
        self.now.resolved().item_text(kind, id)
    }

    /// The changes that are laid.
    pub(super) fn layers(&self) -> &[Layer] {
        &self.changes
    }

    pub(super) fn clear_changes(&mut self) {
        self.changes.clear();
        self.history.clear();
    }

    pub(super) fn set_scenario(&mut self, name: &str) {
        self.view.scenario = Some(name.to_string());
    }

    fn records(&self) -> Vec<ChangeRecord> {
        self.changes.iter().map(|l| l.record.clone()).collect()
    }

    /// The plan under other changes: without some of those that are laid, and with others; `anew` where it can't be told
    /// from those alone.
    fn with_records(
        &self,
        without: &[ChangeRecord],
        with: Vec<ChangeRecord>,
        anew: bool,
    ) -> Result<(Scored, Vec<Layer>), ViewError> {
        let is_gone = |l: &Layer| without.iter().any(|s| s.number == l.record.number);
        let (gone, kept): (Vec<Layer>, Vec<Layer>) = self.changes.iter().cloned().partition(is_gone);
        let brought_in = gone.iter().any(|l| l.record.whole);
        let mut slots = SourceSlots::new(&self.now.sources, self.parsed.loaded.sources.len(), &kept);
        let with = with.into_iter().map(|said| Layer { parsed: slots.read(&said.change.overlay), record: said });
        let with: Vec<Layer> = with.collect();
        let is_new = |l: &Layer| with.iter().any(|w| w.record.number == l.record.number);
        let mut layers: Vec<Layer> = kept.into_iter().chain(with.iter().cloned()).collect();
        layers.sort_by_key(|l| l.record.number);
        // Changes that were written, or a view of files that could not be read again, left the present state after.
        let is_behind = self.now.view().scenario != self.view.scenario
            || self.now.resolved().overlays().len() != self.view.overlays.len() + self.changes.len();
        let revised = (!anew && !is_behind).then(|| {
            let fixed = self.now.resolved().overlays().iter().take(self.view.overlays.len());
            let overlays: Vec<Arc<syntax::SyntaxTree>> =
                fixed.chain(layers.iter().map(|l| &l.parsed)).cloned().collect();
            let changed: Vec<&syntax::SyntaxTree> = gone.iter().chain(&with).map(|l| &*l.parsed).collect();
            resolve_incrementally(&self.now, slots.sources, &overlays, &changed)
        });
        if let Some(scored) = revised.flatten() {
            layers.iter_mut().filter(|l| is_new(l)).for_each(|l| l.record.whole |= brought_in);
            return Ok((scored, layers));
        }
        layers.iter_mut().filter(|l| is_new(l)).for_each(|l| l.record.whole = true);
        self.resolve_under(&self.parsed, &self.view, layers.into_iter().map(|l| l.record).collect())
    }

    /// The plan under these changes, read as a whole. What each of them brought in is not known any more.
    fn resolve_anew(
        &self,
        parsed: &Parsed,
        view: &View,
        mut said: Vec<ChangeRecord>,
    ) -> Result<(Scored, Vec<Layer>), ViewError> {
        said.iter_mut().for_each(|s| s.whole = true);
        self.resolve_under(parsed, view, said)
    }

    fn resolve_under(
        &self,
        parsed: &Parsed,
        view: &View,
        said: Vec<ChangeRecord>,
    ) -> Result<(Scored, Vec<Layer>), ViewError> {
        let (resolved, texts) = resolve_all(parsed.clone(), view, said.iter().map(|s| &s.change.overlay))?;
        let layers = said.into_iter().zip(texts).map(|(said, parsed)| Layer { record: said, parsed });
        Ok((resolved.evaluate(), layers.collect()))
    }

    /// A state of the plan held against the present one, made as long as nobody interrupts.
    fn prepare(
        &self,
        state: impl FnOnce(&Self) -> Result<(Scored, Vec<Layer>), ViewError>,
    ) -> Result<PreparedState, SessionError> {
        let made = self.limited(|| state(self).map(|(scored, changes)| self.compare(scored, changes)))?;
        made.map_err(SessionError::View)
    }

    fn compare(&self, scored: Scored, changes: Vec<Layer>) -> PreparedState {
        PreparedState { compared: PlanDiff::new(&self.now, &scored), scored, changes }
    }

    /// Does something as long as nobody interrupts. What is asked for next starts anew.
    fn limited<T>(&self, work: impl FnOnce() -> T) -> Result<T, SessionError> {
        Limit::flag(self.interrupt.clone()).and(self.limit.clone()).run(work).map_err(|Stopped| {
            self.interrupt.store(false, Ordering::Relaxed);
            SessionError::Interrupted
        })
    }

    fn commit(&mut self, made: PreparedState) -> Effect {
        self.now = Arc::new(made.scored);
        self.changes = made.changes;
        made.compared.into()
    }
}
