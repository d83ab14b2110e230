//! Floor 9: the stages on one screen: [`Source`] → [`Parsed`] → [`Resolved`] → [`Evaluated`].
//!
//! Each stage is total: bad input gives a smaller result and diagnostics, never a panic. Only reading files can fail.
//!
//! ```
//! use planwright::{Source, View};
//! let text = r#"initiative sso "Single sign-on" {
//!   rice { reach: 500 users/month; impact: medium; confidence: 80%; effort: 3 person-months }
//! }"#;
//! let scored = Source::text("plan.plan", text).parse()?.resolve(&View::default())?.evaluate();
//! let ranking = scored.evaluated.ranking("rice", false).expect("the plan uses rice");
//! assert!((ranking.rows[0].score - 400.0 / 3.0).abs() < 1e-9);
//! # Ok::<(), planwright::Error>(())
//! ```

mod error;
mod files;
mod fix_verification;
mod scorer;
mod view;

pub use error::Error;
pub use view::{View, ViewError, ViewItemKind};

use crate::clock::days_since_epoch;
use crate::diagnostic::{Diagnostic, sort};
use crate::evaluate::{self, Evaluated, Progress, SamplingOptions};
use crate::quantity::Date;
use crate::report::initiatives::{self, InitiativesError, InitiativesReport};
use crate::report::rank::{self, NoRanking, RankReport};
use crate::resolve::{self, LoadedWorkspace, ResolveOptions};
use crate::source::{DiskFiles, Files, MemoryFiles, SourceSet, find_workspace, plan_files_in};
use crate::syntax;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// Where a plan is read from.
pub struct Source {
    files: Box<dyn Files + Send + Sync>,
    /// The workspace's folder, where the plan is on disk.
    pub root: Option<PathBuf>,
}

impl std::fmt::Debug for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Source").field("root", &self.root).finish_non_exhaustive()
    }
}

/// An error of a path that does not exist, with the path.
fn missing(path: &Path, error: io::Error) -> io::Error {
    match error.kind() {
        io::ErrorKind::NotFound => {
            io::Error::new(io::ErrorKind::NotFound, format!("there is no file or folder `{}`", path.display()))
        }
        _ => error,
    }
}

impl Source {
    /// The workspace that holds a file or folder: the nearest folder upward with a `plan` block. Outside any, a file is
    /// a workspace of itself and what it uses, a folder one of the files directly in it.
    ///
    /// # Errors
    /// Where the path does not exist or can't be read.
    pub fn open(path: &Path) -> io::Result<Source> {
        if let Some(root) = find_workspace(path).map_err(|error| missing(path, error))? {
            return Ok(Source { files: Box::new(DiskFiles { root: root.clone(), only: None }), root: Some(root) });
        }
        let path = path.canonicalize().map_err(|error| missing(path, error))?;
        let (root, only) = match (path.is_dir(), path.parent(), path.file_name()) {
            (false, Some(folder), Some(name)) => (folder.to_path_buf(), vec![name.to_string_lossy().into_owned()]),
            _ => {
                let files = plan_files_in(&path)?;
                (path, files)
            }
        };
        Ok(Source { files: Box::new(DiskFiles { root: root.clone(), only: Some(only) }), root: Some(root) })
    }

    /// A plan of one text.
    pub fn text(name: &str, text: &str) -> Source {
        Source { files: Box::new(MemoryFiles::one(name, text)), root: None }
    }

    /// A plan in files of any sort.
    pub fn files(files: impl Files + Send + Sync + 'static) -> Source {
        Source { files: Box::new(files), root: None }
    }

    /// Reads, resolves and scores the plan: all stages in one.
    ///
    /// ```
    /// use planwright::report::rank::RankOptions;
    /// use planwright::{Source, View};
    /// let text = "initiative sso \"Single sign-on\" { ice { impact: 5; confidence: 6; ease: 9 } }";
    /// let scored = Source::text("my.plan", text).evaluate(&View::default())?;
    /// assert_eq!(scored.rank(&RankOptions::default())?.rows[0].score, Some(90.0));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Where the files can't be listed, or the view names what the plan does not have. What is wrong in the plan is found
    /// by [`Scored::check`].
    pub fn evaluate(&self, view: &View) -> Result<Scored, Error> {
        Ok(self.parse()?.resolve(view)?.evaluate())
    }

    /// Reads and parses every file.
    ///
    /// # Errors
    /// Where the files can't be listed; a file that can't be read is a diagnostic.
    pub fn parse(&self) -> io::Result<Parsed> {
        Ok(Parsed { loaded: resolve::load(&*self.files)?, root: self.root.clone() })
    }
}

/// Every file as a lossless tree.
#[derive(Debug, Clone)]
pub struct Parsed {
    /// The files.
    pub loaded: LoadedWorkspace,
    /// The workspace's folder, where the plan is on disk.
    pub root: Option<PathBuf>,
}

impl Parsed {
    /// Resolves names, checks types and units, applies the scenario and overlays. The stages that follow keep the view.
    ///
    /// # Errors
    /// Where the view names what the plan does not have. All else that is wrong is a diagnostic.
    pub fn resolve(&self, view: &View) -> Result<Resolved, ViewError> {
        self.resolve_with_overlays(view, Vec::new())
    }

    /// The same under further overlays, which are numbered as sources of this plan.
    ///
    /// # Errors
    /// Where the view names what the plan does not have.
    pub fn resolve_with_overlays(
        &self,
        view: &View,
        typed: Vec<Arc<syntax::SyntaxTree>>,
    ) -> Result<Resolved, ViewError> {
        let mut loaded = self.loaded.clone();
        let named = view.overlays.iter().enumerate();
        let overlays = named.map(|(i, text)| loaded.add_text(&format!("change {}", i + 1), text));
        let overlays = overlays.collect::<Vec<_>>().into_iter().chain(typed).collect();
        let (scenario, folders) = (view.scenario.clone(), view.folders.clone());
        let options = ResolveOptions { scenario, overlays, frameworks: view.frameworks(), folders };
        let resolved = resolve::resolve(loaded, &options);
        view.check(&resolved.plan)?;
        Ok(Resolved { resolved, view: view.clone() })
    }
}

/// The plan, its names resolved and its types checked.
#[derive(Debug, Clone)]
pub struct Resolved {
    /// The plan with its sources and diagnostics.
    pub resolved: resolve::ResolvedPlan,
    view: View,
}

impl Resolved {
    /// A plan that was resolved for a view, with more laid over it since.
    pub(crate) fn for_view(resolved: resolve::ResolvedPlan, view: &View) -> Resolved {
        Resolved { resolved, view: view.clone() }
    }

    /// Scores the plan.
    pub fn evaluate(self) -> Scored {
        let evaluated = self.evaluate_only();
        Scored::new(self.resolved, &self.view, evaluated)
    }

    fn evaluate_only(&self) -> Evaluated {
        let resolve::ResolvedPlan { plan, schema, .. } = &self.resolved;
        let view = &self.view;
        let day = view.today.or(plan.settings.today).or(view.day).unwrap_or_else(utc_day);
        let by: Vec<&str> = view.by.iter().map(String::as_str).collect();
        let only = (!by.is_empty()).then_some(by.as_slice());
        evaluate::evaluate(plan.clone(), schema.clone(), day, only, view.weights.as_deref())
    }
}

/// The day in UTC, for a program that says neither what day it is nor what day to read a plan on.
fn utc_day() -> Date {
    Date::EPOCH.plus_days(days_since_epoch())
}

/// The plan with its scores.
#[derive(Debug)]
pub struct Scored {
    /// All texts that were read.
    pub sources: SourceSet,
    /// The plan with its scores.
    pub evaluated: Evaluated,
    /// What it was made of, to try fixes on.
    resolved: resolve::ResolvedPlan,
    view: View,
    problems: OnceLock<Vec<Diagnostic>>,
}

impl Scored {
    /// A resolved plan with the scores that were made of it.
    pub(crate) fn new(resolved: resolve::ResolvedPlan, view: &View, evaluated: Evaluated) -> Scored {
        let sources = resolved.sources.clone();
        Scored { sources, evaluated, resolved, view: view.clone(), problems: OnceLock::new() }
    }

    /// What it was made of.
    pub(crate) fn resolved(&self) -> &resolve::ResolvedPlan {
        &self.resolved
    }

    /// How the plan is looked at.
    pub fn view(&self) -> &View {
        &self.view
    }

    /// Everything that was found, lints included, by place: what `plan check` says. Expectations that do not hold are not
    /// among it, as `plan test` is a command of its own: [`Evaluated::expectation_results`] has those.
    pub fn check(&self) -> Vec<Diagnostic> {
        let mut found = self.problems();
        found.extend(crate::lint::run(&self.evaluated, &self.sources));
        found.extend(self.evaluated.failed_examples());
        sort(&mut found);
        found
    }

    /// Every initiative in a row of its own: score, rank, order, odds, where it is on the roadmap, the decision about it.
    ///
    /// ```
    /// use planwright::{Source, View};
    /// use planwright::report::initiatives::InitiativesOptions;
    /// let text = r#"
    ///     team core { capacity: 2 people }
    ///     initiative sso "Single sign-on" {
    ///       team: core
    ///       rice { reach: 300 to 900 users/month; impact: high; confidence: 80%; effort: 2 to 4 person-months }
    ///     }"#;
    /// let scored = Source::text("my.plan", text).parse()?.resolve(&View::default())?.evaluate();
    /// let told = scored.initiatives(&InitiativesOptions { quantiles: vec![0.2, 0.8], ..InitiativesOptions::default() }).unwrap();
    /// let sso = told.get("sso").unwrap();
    /// assert_eq!((sso.rank, sso.order), (Some(1), Some(1)));
    /// let odds = sso.odds.as_ref().unwrap();
    /// assert!(odds.quantile(0.2) < sso.score && sso.score < odds.quantile(0.8));
    /// let place = sso.roadmap.as_ref().unwrap();
    /// assert!(place.start < place.quantile(0.2) && place.quantile(0.2) < place.quantile(0.8));
    /// # Ok::<(), planwright::Error>(())
    /// ```
    ///
    /// # Errors
    /// Where the framework was not evaluated or is not known, a quantile is none, or there is no roadmap.
    pub fn initiatives(&self, asked: &initiatives::InitiativesOptions) -> Result<InitiativesReport, InitiativesError> {
        initiatives::report(&self.evaluated, &self.sources, asked)
    }

    /// The ranking, its rows in the order that decisions leave, with the places by score in [`RankRow::rank`]. Scores are
    /// those of the medians; [`RankReport::sample_odds`] adds the odds.
    ///
    /// # Errors
    /// Where there is no such framework or nobody says which, or a filter or a column fails.
    ///
    /// [`RankRow::rank`]: crate::report::rank::RankRow::rank
    pub fn rank(&self, wanted: &rank::RankOptions<'_>) -> Result<RankReport, NoRanking> {
        rank::report(&self.evaluated, &self.sources, wanted)
    }

    /// The same with the odds that ranges make. A ranking too long to be sampled unasked stays one of point values, with
    /// [`RankReport::samples`] `None`.
    ///
    /// # Errors
    /// As [`Scored::rank`].
    pub fn rank_with_odds(
        &self,
        wanted: &rank::RankOptions<'_>,
        draws: SamplingOptions,
    ) -> Result<RankReport, NoRanking> {
        let mut report = self.rank(wanted)?;
        let _ = report.sample_odds(&self.evaluated, wanted.all, draws, &Progress::default());
        Ok(report)
    }

    /// What was found without lints, by place. Each fix was tried: the text after it checks clean at its place.
    pub fn problems(&self) -> Vec<Diagnostic> {
        let find = || {
            let mut found = self.resolved.diagnostics.clone();
            found.extend(self.evaluated.diagnostics.iter().cloned());
            sort(&mut found);
            let lints = || crate::lint::run(&self.evaluated, &self.sources);
            let score = |plan| Resolved::for_view(plan, &self.view).evaluate_only();
            fix_verification::keep_verified_fixes(&mut found, &self.resolved, &self.view, &lints, &score);
            found
        };
        self.problems.get_or_init(find).clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[allow(clippy::disallowed_methods, reason = "held against another library's clock")]
    fn the_day_is_that_of_the_calendar() {
        let calendar = || jiff::Timestamp::now().to_string()[..10].to_string();
        // Midnight may pass between the two.
        let (before, day, after) = (calendar(), utc_day().to_string(), calendar());
        assert!(day == before || day == after, "{day}, not {before}");
    }
}
