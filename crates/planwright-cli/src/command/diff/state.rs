//! Which state of a plan a word of `plan diff` names.

use crate::command::context::CommandContext;
use crate::command::failure::Failure;
use crate::command::git_revision::PlanRepository;
use crate::command::plan_args::open;
use planwright::diagnostic::closest_match;
use planwright::{Parsed, Source};
use planwright_git::{Commit, GitError};
use std::path::{Path, PathBuf};

/// A state of a plan.
#[derive(Debug, Clone)]
pub(super) enum PlanState {
    /// As a commit has it.
    Commit {
        /// The revision as it was written.
        spec: String,
        /// The commit.
        commit: Box<Commit>,
    },
    /// As it is staged.
    Index,
    /// As its files are now.
    WorkingTree,
    /// Another file or folder.
    Path(PathBuf),
    /// As its files are now, in a scenario; `None` without one.
    Scenario(Option<String>),
}

impl PlanState {
    /// What it is called.
    pub(crate) fn label(&self) -> String {
        match self {
            PlanState::Commit { spec, commit } if commit.id.starts_with(spec.as_str()) => commit.short.clone(),
            PlanState::Commit { spec, commit } => format!("{spec} ({})", commit.short),
            PlanState::Index => "the index".into(),
            PlanState::WorkingTree => "the working tree".into(),
            PlanState::Path(path) => path.display().to_string(),
            PlanState::Scenario(Some(name)) => format!("scenario {name}"),
            PlanState::Scenario(None) => "the plan".into(),
        }
    }
}

/// Where words are looked up.
pub(super) struct StateLookup<'a> {
    pub face: &'a CommandContext,
    /// The plan's folder or file.
    pub plan: &'a Path,
    /// Whether words can only be revisions, since `--` follows them.
    pub only_revisions: bool,
}

impl StateLookup<'_> {
    /// The two states that the words name: by default `HEAD` and the working tree, or the index.
    pub(crate) fn pair(&self, words: &[String], staged: bool) -> Result<(PlanState, PlanState), Failure> {
        let now = if staged { PlanState::Index } else { PlanState::WorkingTree };
        match words {
            [] => Ok((self.revision("HEAD")?, now)),
            [range] if range.contains("..") && !is_path(range) => {
                if staged {
                    return Err(Failure::usage("a range names both states: `--staged` has no place beside it"));
                }
                let found = self.repository()?.repository().range(range)?;
                let (from, to) = range.split_once("..").unwrap_or((range, ""));
                let to = to.trim_start_matches('.');
                let named = |spec: &str, commit: Commit| PlanState::Commit {
                    spec: if spec.is_empty() { "HEAD".into() } else { spec.into() },
                    commit: Box::new(commit),
                };
                let base = range.contains("...");
                // What three dots start from has no name of its own.
                let id = found.from.id.clone();
                let from = named(if base { &id } else { from }, found.from);
                Ok((from, named(to, found.to)))
            }
            [one] => match self.state(one)? {
                // A path alone is the plan that is meant.
                PlanState::Path(path) => {
                    let lookup = StateLookup { plan: &path, ..*self };
                    Ok((lookup.revision("HEAD")?, if staged { now } else { PlanState::Path(path) }))
                }
                state => Ok((state, now)),
            },
            [a, b] if !staged => Ok((self.state(a)?, self.state(b)?)),
            [_, _] => Err(Failure::usage("with `--staged` one state is enough: the other is the index")),
            _ => Err(Failure::usage("`plan diff` compares two states").help("name two, as `plan diff main HEAD`")),
        }
    }

    fn repository(&self) -> Result<PlanRepository, Failure> {
        Ok(PlanRepository::discover(self.plan)?)
    }

    fn revision(&self, spec: &str) -> Result<PlanState, Failure> {
        let commit = self.repository()?.repository().revision(spec)?;
        Ok(PlanState::Commit { spec: spec.to_string(), commit: Box::new(commit) })
    }

    /// What one word names. What is both a file and a revision is neither until it says which.
    fn state(&self, word: &str) -> Result<PlanState, Failure> {
        if is_path(word) && !self.only_revisions {
            return Ok(PlanState::Path(word.into()));
        }
        let is_file = Path::new(word).exists() && !self.only_revisions;
        let scenarios = if self.only_revisions { Vec::new() } else { self.scenarios() };
        let is_scenario = scenarios.iter().any(|s| s == word);
        let revision = match self.repository() {
            Ok(repository) => repository.repository().revision(word).map_err(Some),
            Err(_) if is_file || is_scenario => Err(None),
            Err(failure) => return Err(failure),
        };
        let scenario = word == "plan" || is_scenario;
        match (is_file, revision, scenario) {
            (true, Ok(_), _) => Err(Failure::usage(format!("`{word}` is both a file and a revision"))
                .help(format!("write `./{word}` for the file, or `{word} --` for the revision"))),
            (true, _, true) if word != "plan" => Err(Failure::usage(format!("`{word}` is both a file and a scenario"))
                .help(format!("write `./{word}` for the file"))),
            (_, Ok(_), true) => Err(Failure::usage(format!("`{word}` is both a revision and a scenario"))
                .help(format!("write `{word} --` for the revision"))),
            (true, _, _) => Ok(PlanState::Path(word.into())),
            (_, Ok(commit), _) => Ok(PlanState::Commit { spec: word.to_string(), commit: Box::new(commit) }),
            (_, _, true) => Ok(PlanState::Scenario((word != "plan").then(|| word.to_string()))),
            (_, Err(error), false) => Err(unknown(word, error, &scenarios)),
        }
    }

    /// The scenarios of the plan as its files are now; none where it can't be read.
    fn scenarios(&self) -> Vec<String> {
        let parsed = self.now();
        parsed.map_or_else(|_| Vec::new(), |parsed| parsed.scenario_names())
    }

    /// The plan as its files are now, or as a session has it.
    pub(crate) fn now(&self) -> Result<Parsed, Failure> {
        let path = [self.plan.to_path_buf()];
        match self.face.open_plan(&path) {
            Some(held) => Ok(held.parsed.clone()),
            None => crate::command::plan_args::read(&path, self.face),
        }
    }

    /// The plan in a state, parsed.
    pub(crate) fn parsed(&self, state: &PlanState) -> Result<Parsed, Failure> {
        let source: Source = match state {
            PlanState::Commit { commit, .. } => self.repository()?.at(commit)?,
            PlanState::Index => self.repository()?.staged()?,
            PlanState::WorkingTree | PlanState::Scenario(_) => return self.now(),
            PlanState::Path(path) => open(std::slice::from_ref(path), &self.face.on_disk())?,
        };
        source.parse().map_err(|error| Failure::outside(format!("{}: {error}", state.label())))
    }
}

/// Whether a word is written as a path.
fn is_path(word: &str) -> bool {
    word.starts_with("./") || word.starts_with("../") || Path::new(word).is_absolute() || word == "." || word == ".."
}

fn unknown(word: &str, error: Option<GitError>, scenarios: &[String]) -> Failure {
    if let Some(error) = error.filter(|e| !matches!(e, GitError::NoRevision { .. })) {
        return error.into();
    }
    let failure = Failure::outside(format!("`{word}` is no revision, no file and no scenario"));
    match closest_match(word, scenarios.iter().map(String::as_str)) {
        Some(near) => failure.help(format!("did you mean the scenario `{near}`?")),
        None => failure.help("name a branch, tag or commit, a file or folder, or a scenario of the plan"),
    }
}
