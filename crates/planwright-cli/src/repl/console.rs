//! A conversation: the session, and how what it answers is shown.

use super::effect;
use super::interrupt::Interrupt;
use super::print::print;
use super::refusal::{self, Origin};
use super::screen::Screen;
use super::watch::Watch;
use crate::command::{OpenPlan, Streams, renamed};
use planwright::evaluation::Answer;
use planwright::session::{Effect, RefusedChange, Session};
use planwright::source::SourceSet;
use planwright::{Error, View};
use std::cell::{Ref, RefCell, RefMut};
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

/// How a statement ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// All is well.
    Fine,
    /// It was wrong, which was said.
    Wrong,
    /// Ctrl-C stopped it.
    Interrupted,
    /// The conversation is over.
    Leave,
}

/// A conversation about a plan.
pub(super) struct Console {
    session: Rc<RefCell<Session>>,
    /// Where things are printed.
    pub screen: Screen,
    /// The framework to rank by, before the plan's own.
    pub by: Option<String>,
    /// What Ctrl-C raises.
    pub interrupt: Interrupt,
    /// The files that are being loaded, so that none loads itself.
    pub loading: Vec<PathBuf>,
    /// Where the statement that runs was typed.
    pub origin: Origin,
    /// The binary's own command line.
    pub cli: fn() -> clap::Command,
    paths: Vec<PathBuf>,
    watch: Watch,
}

impl Console {
    /// A conversation about the plan of a session that was opened by these paths.
    pub(super) fn new(
        session: Session,
        paths: Vec<PathBuf>,
        by: Option<String>,
        cli: fn() -> clap::Command,
        streams: Streams,
    ) -> Self {
        let watch = Watch::of(session.parsed());
        let interrupt = Interrupt::new(session.interrupt());
        Console {
            session: Rc::new(RefCell::new(session)),
            screen: Screen::new(streams),
            by,
            interrupt,
            loading: Vec::new(),
            origin: Origin::default(),
            cli,
            paths,
            watch,
        }
    }

    /// The session.
    pub(super) fn session(&self) -> Ref<'_, Session> {
        self.session.borrow()
    }

    /// The session, to change it.
    pub(super) fn session_mut(&self) -> RefMut<'_, Session> {
        self.session.borrow_mut()
    }

    /// The session for somebody who looks at it between statements.
    pub(super) fn shared(&self) -> Rc<RefCell<Session>> {
        self.session.clone()
    }

    /// Whether there are changes: those that are saved are none any more.
    pub(super) fn is_dirty(&self) -> bool {
        self.session().changes().len() > 0
    }

    /// Takes the files as they are now for those that were read.
    pub(super) fn files_were_read(&mut self) {
        let watch = self.watch.renewed(self.session().parsed());
        self.watch = watch;
    }

    /// Prints what a formula gives.
    pub(super) fn ask(&mut self, formula: &str) -> Outcome {
        match self.answer(formula) {
            Ok(answer) => {
                let text = print(&self.session(), &answer, self.screen.layout());
                self.screen.out(&text);
                Outcome::Fine
            }
            Err(refused) => self.refuse(refused, None),
        }
    }

    /// What a formula gives.
    ///
    /// # Errors
    /// Why it gives nothing.
    pub(super) fn answer(&self, formula: &str) -> Result<Answer, RefusedChange> {
        self.session_mut().ask(formula)
    }

    /// Prints what a change moved, or why it was refused; `value` is the part of the statement that a session made the
    /// change of.
    pub(super) fn changed(&mut self, result: Result<Effect, RefusedChange>, value: Option<&str>) -> Outcome {
        match result {
            Ok(effect) => {
                self.moved(&effect, value);
                Outcome::Fine
            }
            Err(refused) => self.refuse(refused, value),
        }
    }

    /// Prints what moved, and what is found that was not before.
    pub(super) fn moved(&mut self, effect: &Effect, value: Option<&str>) {
        let text = effect::text(effect, self.by.as_deref(), self.screen.layout(), self.screen.look);
        self.screen.out(&text);
        if !effect.diagnostics.is_empty() {
            let sources = self.named(&self.session().scored().sources);
            let (found, sources) = refusal::placed(effect.diagnostics.clone(), sources, &self.origin, value);
            self.screen.short(&found, &sources);
        }
    }

    /// Prints why something was refused; `value` is the part of the text that a plan's value was typed in.
    pub(super) fn refuse(&mut self, refused: RefusedChange, value: Option<&str>) -> Outcome {
        match refused {
            RefusedChange::Interrupted => {
                self.screen.interrupted();
                return Outcome::Interrupted;
            }
            RefusedChange::Edit(error) => {
                self.screen.note(&format!("error: {}{}", self.origin.prefix(), error.message));
                if let Some(help) = &error.help {
                    self.screen.note(&format!("help: {}", refusal::here(help)));
                }
            }
            RefusedChange::View(error) => return self.wrong(&error.to_string(), Some(&error.help())),
            RefusedChange::Wrong { mut diagnostics, sources } => {
                // What is typed stands in no file that `plan check --fix` could mend.
                diagnostics.iter_mut().flat_map(|d| &mut d.fixes).for_each(|fix| fix.safe = false);
                let sources = if sources.iter().count() > 1 { self.named(&sources) } else { sources };
                let (diagnostics, sources) = refusal::placed(diagnostics, sources, &self.origin, value);
                self.screen.findings(&diagnostics, &sources);
            }
            other => return self.wrong(&other.to_string(), None),
        }
        Outcome::Wrong
    }

    /// Says what is wrong in a line, and how to mend it.
    pub(super) fn wrong(&mut self, said: &str, help: Option<&str>) -> Outcome {
        self.screen.note(&format!("error: {}{said}", self.origin.prefix()));
        if let Some(help) = help {
            self.screen.note(&format!("help: {}", refusal::here(help)));
        }
        Outcome::Wrong
    }

    /// Says which files of the plan can't be read; whether there are any.
    pub(super) fn say_unread(&mut self) -> bool {
        let missing = self.session().parsed().loaded.unreadable_diagnostics();
        if !missing.is_empty() {
            let sources = self.named(&self.session().scored().sources);
            self.screen.findings(&missing, &sources);
        }
        !missing.is_empty()
    }

    /// The texts of the plan with its files named so that a person in the current folder can open them.
    fn named(&self, sources: &SourceSet) -> SourceSet {
        let session = self.session();
        let parsed = session.parsed();
        renamed(sources, parsed.root.as_deref(), &parsed.own_files())
    }

    /// The plan as it stands, for a command of the binary.
    pub(super) fn open_plan(&self) -> Arc<OpenPlan> {
        let session = self.session();
        let changes = session.changes().map(|c| c.overlay.to_string());
        let view = session.view();
        let overlays = view.overlays.iter().cloned().chain(changes).collect();
        let view = View { overlays, ..view.clone() };
        Arc::new(OpenPlan { parsed: session.parsed().clone(), view, by: self.by.clone(), paths: self.paths.clone() })
    }

    /// Reads the files again and says what moved.
    pub(super) fn reload(&mut self) -> Outcome {
        let result = self.session_mut().reload();
        self.files_were_read();
        match result {
            Ok(effect) => {
                self.moved(&effect, None);
                Outcome::Fine
            }
            Err(Error::Interrupted) => {
                self.screen.note("interrupted; `:reload` reads the files again");
                Outcome::Interrupted
            }
            Err(Error::View(e)) => self.wrong(&e.to_string(), Some("the session goes on as it was")),
            Err(e) => self.wrong(&format!("the files can't be read: {e}"), Some("the session goes on as it was")),
        }
    }

    /// Reads the files again where one of them changed on the disk.
    pub(super) fn follow_files(&mut self) {
        let changed = self.watch.changed();
        if let Some((first, others)) = changed.split_first() {
            let more = if others.is_empty() { String::new() } else { format!(" and {} more", others.len()) };
            self.screen.note(&format!("{first}{more} changed on disk: reloaded"));
            self.reload();
        }
    }
}
