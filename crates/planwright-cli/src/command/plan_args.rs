//! The arguments that say which plan, and how to look at it.

use super::context::CommandContext;
use super::diagnostic_summary::DiagnosticSummary;
use super::display_path::{enclosing_plan_note, with_display_paths};
use super::failure::Failure;
use crate::clock;
use clap::{Args, ValueEnum};
use planwright::diagnostic::{CheckResult, Code, Diagnostic};
use planwright::evaluation::NoFramework;
use planwright::language::library::LibraryFolder;
use planwright::quantity::{Date, Period};
use planwright::source::{SourceId, find_workspace};
use planwright::{Parsed, Resolved, Scored, Source, View};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Which plan, and how to look at it.
#[derive(Debug, Clone, Args, Default)]
pub struct PlanArgs {
    /// Files or folders of the plan, `-` for standard input; a path filters what is shown, never what is loaded
    #[arg(default_value = ".", value_name = "PATHS")]
    pub paths: Vec<PathBuf>,
    /// How to look at it.
    #[command(flatten)]
    pub view: ViewArgs,
}

/// How to look at a plan.
#[derive(Debug, Clone, Args, Default)]
pub struct ViewArgs {
    /// The date to use as today
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub today: Option<Date>,
    /// The scenario to apply
    #[arg(long, value_name = "NAME")]
    pub scenario: Option<String>,
}

/// Which score.
#[derive(Debug, Clone, Args, Default)]
pub(super) struct ScoreArgs {
    /// The framework; by default the plan's `rank_by`
    #[arg(long, value_name = "FRAMEWORK")]
    pub by: Option<String>,
    /// The weighting of a weighted framework
    #[arg(long, value_name = "NAME")]
    pub weights: Option<String>,
}

/// How a text for people is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum TextFormat {
    /// For people
    Text,
    /// For programs
    Json,
}

fn day(text: &str) -> Result<Date, String> {
    Period::parse(text).map(Period::first).map_err(|e| format!("{e}; {}", e.help()))
}

/// A plan that was read for a command.
#[derive(Debug)]
pub struct LoadedPlan {
    /// The plan with its scores.
    pub scored: Scored,
    /// The sources that the paths name; `None` is all of them.
    pub sources: Option<Vec<SourceId>>,
    /// The plan's own files, with where they are on the disk.
    pub files: BTreeMap<SourceId, PathBuf>,
    /// A word on the folder of the whole plan, where it is not the one asked for.
    pub enclosing_plan: Option<String>,
    /// The framework that the face ranks by, before the plan's own.
    pub by: Option<String>,
}

/// The source that paths name. All of them belong to one workspace.
pub fn open(paths: &[PathBuf], face: &CommandContext) -> Result<Source, Failure> {
    let paths = face.paths(paths);
    let first = paths.first().map_or(Path::new("."), PathBuf::as_path);
    if paths.len() > 1 && paths.iter().any(|p| p == Path::new("-")) {
        let failure = Failure::usage("`-` goes alone: standard input is a plan of its own");
        return Err(failure.help("name files, or `-`"));
    }
    paths.iter().try_for_each(|p| refuse_outside_link(p))?;
    if first == Path::new("-") {
        let text = face.stdin.as_deref().unwrap_or_default();
        return Ok(Source::text("standard input", text));
    }
    let source = Source::open(first).map_err(|e| cannot_open(first, &e))?;
    for other in &paths[1.min(paths.len())..] {
        let root = Source::open(other).map_err(|e| cannot_open(other, &e))?.root;
        if root != source.root {
            let said = format!("`{}` and `{}` belong to different workspaces", first.display(), other.display());
            return Err(Failure::usage(said).help("give paths of one plan"));
        }
    }
    Ok(source)
}

/// Refuses a link to a file outside the workspace that it stands in: it is no file of that plan, and none that is
/// written by its name.
fn refuse_outside_link(path: &Path) -> Result<(), Failure> {
    let (true, Ok(real)) = (path.is_symlink(), path.canonicalize()) else { return Ok(()) };
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let Some(folder) = folder.canonicalize().ok().filter(|_| real.is_file()) else { return Ok(()) };
    let root = find_workspace(&folder).ok().flatten().unwrap_or(folder);
    if real.starts_with(root) {
        return Ok(());
    }
    let said = format!("`{}` can't be read: it leads out of the workspace", path.display());
    let failure = Failure::outside(said).help("name the file that it leads to");
    Err(Failure { code: Some(Code::UNREADABLE_FILE), ..failure })
}

/// The plan that paths name, read and parsed.
///
/// # Errors
/// Where it can't be read, or there is none.
pub fn read(paths: &[PathBuf], face: &CommandContext) -> Result<Parsed, Failure> {
    let mut parsed = parsed(&open(paths, face)?)?;
    parsed.report_excluded_files(paths);
    not_empty(parsed)
}

fn parsed(source: &Source) -> Result<Parsed, Failure> {
    source.parse().map_err(|e| Failure::outside(format!("the files can't be listed: {e}")))
}

fn not_empty(parsed: Parsed) -> Result<Parsed, Failure> {
    if parsed.loaded.files.is_empty() && parsed.loaded.diagnostics.is_empty() {
        let place = parsed.root.as_deref().unwrap_or(Path::new(".")).display().to_string();
        let help = "name a folder that holds a plan; `plan init` makes a first one";
        let failure = Failure::outside(format!("there is no plan in `{place}` or above it")).help(help);
        return Err(Failure { code: Some(Code::NO_PLAN), ..failure });
    }
    Ok(parsed)
}

fn cannot_open(path: &Path, error: &std::io::Error) -> Failure {
    let said = match error.kind() {
        std::io::ErrorKind::NotFound => format!("there is no file or folder `{}`", path.display()),
        _ => format!("`{}` can't be read: {error}", path.display()),
    };
    Failure::outside(said)
}

/// Folders of the library that the reference reads besides those that every plan has.
const REFERENCE_FOLDERS: [LibraryFolder; 5] = [
    LibraryFolder::Formulas,
    LibraryFolder::MetricSets,
    LibraryFolder::Documents,
    LibraryFolder::Audiences,
    LibraryFolder::Columns,
];

/// The plan at a path resolved with these frameworks of the library, or the library alone where no plan can be read.
pub(super) fn plan_or_library(
    path: &Path,
    face: &CommandContext,
    by: &[String],
    scenario: Option<&str>,
) -> Result<Resolved, Failure> {
    let path = [path.to_path_buf()];
    let held = face.open_plan(&path);
    let base = held.map(|h| h.view.clone()).unwrap_or_default();
    let scenario = scenario.map(str::to_string).or(base.scenario);
    let day = base.day.or_else(clock::today);
    let (by, folders) = (by.to_vec(), REFERENCE_FOLDERS.to_vec());
    let view = View { by, scenario, overlays: base.overlays, folders, day, ..View::default() };
    let plan = match held {
        Some(held) => Some(held.parsed.clone()),
        None => open(&path, face).ok().and_then(|source| source.parse().ok()),
    };
    let parsed = match plan {
        Some(parsed) => parsed,
        None => Source::text("none", "").parse().map_err(|e| Failure::outside(e.to_string()))?,
    };
    Ok(parsed.resolve(&view)?)
}

/// What a command needs of a plan, beside what its arguments say.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct LoadOptions<'l> {
    /// The frameworks to score by, none for all.
    pub by: &'l [String],
    /// The weighting.
    pub weights: Option<&'l str>,
    /// Whether every framework is scored, and `by` only makes some known.
    pub all: bool,
    /// Folders of the library besides those that every plan has.
    pub folders: &'l [LibraryFolder],
}

impl ScoreArgs {
    /// The framework that is asked for, as those to score by.
    pub(super) fn frameworks(&self) -> Vec<String> {
        self.by.iter().cloned().collect()
    }
}

impl PlanArgs {
    /// Reads, resolves and scores the plan.
    pub(super) fn load(&self, face: &CommandContext, wanted: &LoadOptions<'_>) -> Result<LoadedPlan, Failure> {
        let LoadOptions { by, weights, all, folders } = *wanted;
        let held = face.open_plan(&self.paths);
        let parsed = match held {
            Some(held) => held.parsed.clone(),
            None => read(&self.paths, face)?,
        };
        let base = held.map(|h| h.view.clone()).unwrap_or_default();
        let view = View {
            scenario: self.view.scenario.clone().or(base.scenario),
            overlays: base.overlays,
            // Only the frameworks asked for are scored, which saves time, where nothing can ask for others.
            by: if all { Vec::new() } else { by.to_vec() },
            known: by.to_vec(),
            folders: folders.to_vec(),
            weights: weights.map(str::to_string).or(base.weights),
            today: self.view.today.or(base.today),
            day: base.day.or_else(clock::today),
        };
        let resolved = parsed.resolve(&view)?;
        let files = parsed.own_files();
        let root = parsed.root.clone();
        let around = if held.is_some() { None } else { enclosing_plan_note(&self.paths, root.as_deref()) };
        let sources = if held.is_some() { None } else { self.sources(&parsed) };
        let mut scored = resolved.evaluate();
        scored.sources = with_display_paths(&scored.sources, root.as_deref(), &files);
        Ok(LoadedPlan { scored, sources, files, enclosing_plan: around, by: held.and_then(|h| h.by.clone()) })
    }

    /// The sources below the paths, where the paths are not the whole workspace.
    fn sources(&self, parsed: &Parsed) -> Option<Vec<SourceId>> {
        let paths: Vec<PathBuf> = self.paths.iter().map(|path| path.canonicalize().ok()).collect::<Option<_>>()?;
        let found = parsed.files_below(&paths)?;
        // In a folder without plans nobody who names no path wants to see nothing.
        let unsaid = self.paths.iter().all(|p| p == Path::new("."));
        (!found.is_empty() || !unsaid).then_some(found)
    }
}

impl LoadedPlan {
    /// The framework to rank by: the one asked for, the plan's own, or the only one it uses. A weighting must be for it.
    pub fn framework(&self, by: Option<&str>, weights: Option<&str>) -> Result<String, Failure> {
        let evaluated = &self.scored.evaluated;
        let framework = evaluated.framework(by.or(self.by.as_deref())).map_err(|error| match error {
            NoFramework::NoSuch { .. } => error.into(),
            error => self.with_error_note(error.into()),
        })?;
        if let Some(weighting) = weights {
            evaluated.check_weighting(weighting, &framework.id)?;
        }
        Ok(framework.id.to_string())
    }

    /// A failure of a plan that has errors names them: they may be why.
    pub(super) fn with_error_note(&self, failure: Failure) -> Failure {
        let CheckResult { in_scope: here, out_of_scope_errors: elsewhere } = self.diagnostic_summary().errors;
        if here.is_empty() && elsewhere == 0 {
            return failure;
        }
        let many = here.len() + elsewhere;
        let count = if many == 1 { "an error".to_string() } else { format!("{many} errors") };
        let message = format!("{}; the plan has {count}", failure.message);
        let findings = Some(Box::new((here, self.scored.sources.clone())));
        Failure { message, findings, ..failure }
    }

    /// The index of an initiative.
    pub(super) fn initiative(&self, id: &str) -> Result<usize, Failure> {
        self.scored.evaluated.initiative(id).map_err(|error| {
            let failure = self.with_error_note(Failure::usage(error.to_string()));
            failure.help(error.help().unwrap_or_else(|| "`plan rank` lists the initiatives by name".into()))
        })
    }

    /// An initiative that was asked for by a framework of which it has nothing.
    pub(super) fn no_score_failure(&self, initiative: usize, by: &str) -> Failure {
        let evaluated = &self.scored.evaluated;
        let record = &evaluated.plan().initiatives[initiative].record;
        // Only the frameworks asked for were scored.
        let scored = |id: &str| evaluated.column(id).is_some_and(|c| c.row(initiative).is_some());
        let known = evaluated.plan().frameworks.keys().map(|id| &**id);
        let uses: Vec<&str> = known.filter(|id| record.block(id).is_some() || scored(id)).collect();
        let id = &record.id;
        let failure = Failure::usage(format!("`{id}` has nothing of `{by}`"));
        if uses.is_empty() {
            return failure.help(format!("`plan doc {by}` shows what it needs"));
        }
        failure.help(format!("it has {}: choose with `--by`", uses.join(", ")))
    }

    /// What was found without lints.
    pub fn diagnostic_summary(&self) -> DiagnosticSummary {
        let (errors, others): (Vec<_>, Vec<_>) = self.scored.problems().into_iter().partition(Diagnostic::is_error);
        let among = |found| CheckResult::in_sources(found, self.sources.as_deref());
        DiagnosticSummary {
            errors: among(errors),
            warnings: among(others).in_scope.len(),
            enclosing_plan: self.enclosing_plan.clone(),
        }
    }
}
