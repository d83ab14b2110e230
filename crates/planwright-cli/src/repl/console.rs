//! A conversation: the session, and how what it answers is shown.

use super::diagnostic_placement::{self, StatementOrigin};
use super::effect;
use super::interrupt::Interrupt;
use super::print::print;
use super::screen::Screen;
use super::watch::FileWatcher;
use crate::command::{OpenPlan, OutputOptions, with_display_paths};
use planwright::evaluation::PlanAnswer;
use planwright::session::{Effect, Session, SessionError};
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
    Done,
    /// It was wrong, which was said.
    Failed,
    /// Ctrl-C stopped it.
    Interrupted,
    /// The conversation is over.
    Quit,
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
    pub origin: StatementOrigin,
    /// The binary's own command line.
    pub cli: fn() -> clap::Command,
    paths: Vec<PathBuf>,
    watch: FileWatcher,
}

impl Console {
    /// A conversation about the plan of a session that was opened by these paths.
    pub(super) fn new(
        session: Session,
        paths: Vec<PathBuf>,
        by: Option<String>,
        cli: fn() -> clap::Command,
        streams: OutputOptions,
    ) -> Self {
        let watch = FileWatcher::of(session.parsed());
        let interrupt = Interrupt::new(session.interrupt());
        Console {
            session: Rc::new(RefCell::new(session)),
            screen: Screen::new(streams),
            by,
            interrupt,
            loading: Vec::new(),
            origin: StatementOrigin::default(),
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
                Outcome::Done
            }
            Err(refused) => self.refuse(refused, None),
        }
    }

    /// What a formula gives.
    ///
    /// # Errors
    /// Why it gives nothing.
    pub(super) fn answer(&self, formula: &str) -> Result<PlanAnswer, SessionError> {
        self.session_mut().ask(formula)
    }

    /// Prints what a change moved, or why it was refused; `value` is the part of the statement that a session made the
    /// change of.
    pub(super) fn changed(&mut self, result: Result<Effect, SessionError>, value: Option<&str>) -> Outcome {
        match result {
            Ok(effect) => {
                self.moved(&effect, value);
                Outcome::Done
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
            let (found, sources) =
                diagnostic_placement::place_diagnostics(effect.diagnostics.clone(), sources, &self.origin, value);
            self.screen.short(&found, &sources);
        }
    }

    /// Prints why something was refused; `value` is the part of the text that a plan's value was typed in.
    pub(super) fn refuse(&mut self, refused: SessionError, value: Option<&str>) -> Outcome {
        match refused {
            SessionError::Interrupted => {
                self.screen.interrupted();
                return Outcome::Interrupted;
            }
            SessionError::Edit(error) => {
                self.screen.note(&format!("error: {}{}", self.origin.prefix(), error.message));
                if let Some(help) = &error.help {
                    self.screen.note(&format!("help: {}", diagnostic_placement::as_repl_help(help)));
                }
            }
            SessionError::View(error) => return self.wrong(&error.to_string(), Some(&error.help())),
            SessionError::Invalid { mut diagnostics, sources } => {
                // What is typed stands in no file that `plan check --fix` could mend.
                diagnostics.iter_mut().flat_map(|d| &mut d.fixes).for_each(|fix| fix.safe = false);
                let sources = if sources.iter().count() > 1 { self.named(&sources) } else { sources };
                let (diagnostics, sources) =
                    diagnostic_placement::place_diagnostics(diagnostics, sources, &self.origin, value);
                self.screen.findings(&diagnostics, &sources);
            }
            other => return self.wrong(&other.to_string(), None),
        }
        Outcome::Failed
    }

    /// Says what is wrong in a line, and how to mend it.
    pub(super) fn wrong(&mut self, said: &str, help: Option<&str>) -> Outcome {
        self.screen.note(&format!("error: {}{said}", self.origin.prefix()));
        if let Some(help) = help {
            self.screen.note(&format!("help: {}", diagnostic_placement::as_repl_help(help)));
        }
        Outcome::Failed
    }

    /// Says which files of the plan can't be read; whether there are any.
    pub(super) fn report_unread(&mut self) -> bool {
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
        with_display_paths(sources, parsed.root.as_deref(), &parsed.own_files())
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
                Outcome::Done
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
    pub(super) fn reload_if_changed(&mut self) {
        let changed = self.watch.changed();
        if let Some((first, others)) = changed.split_first() {
            let more = if others.is_empty() { String::new() } else { format!(" and {} more", others.len()) };
            self.screen.note(&format!("{first}{more} changed on disk: reloaded"));
            self.reload();
        }
    }
}
