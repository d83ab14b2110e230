//! Plans as a git repository has them: the adapter between `planwright-git` and the sources of plans.

use super::failure::Failure;
use planwright::Source;
use planwright::source::{Files, SnapshotFiles};
use planwright_git::{Commit, GitError, Repository, TreeFiles};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The endings of files that a plan can be made of: itself, functions, data.
const PLAN_FILE_ENDINGS: [&str; 5] = ["plan", "rhai", "csv", "tsv", "txt"];

/// A plan's folder in a repository.
pub(in crate::command) struct PlanRepository {
    repository: Repository,
    /// The folder, from the top of the repository.
    folder: PathBuf,
}

impl PlanRepository {
    /// The repository that a path of the disk is in.
    ///
    /// # Errors
    /// Where there is none, or it can't be read.
    pub(in crate::command) fn discover(path: &Path) -> Result<PlanRepository, GitError> {
        let folder = if path.is_file() { path.parent().unwrap_or(path) } else { path };
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let repository = Repository::discover(folder)?;
        let folder = repository.path_within(folder)?;
        Ok(PlanRepository { repository, folder })
    }

    /// The repository itself.
    pub(in crate::command) fn repository(&self) -> &Repository {
        &self.repository
    }

    /// The plan as a commit has it.
    ///
    /// # Errors
    /// Where the commit's files can't be read, or there is no plan among them.
    pub(in crate::command) fn at(&self, commit: &Commit) -> Result<Source, Failure> {
        let files = self.repository.files(commit, Path::new(""), is_plan_file).map_err(Failure::from)?;
        self.source(files, &format!("`{}` ({})", commit.short, commit.subject))
    }

    /// The plan as it is staged.
    ///
    /// # Errors
    /// Where the index can't be read, has conflicts or no plan.
    pub(in crate::command) fn staged(&self) -> Result<Source, Failure> {
        let files = self.repository.index_files(Path::new(""), is_plan_file).map_err(Failure::from)?;
        self.source(files, "the index")
    }

    fn source(&self, found: TreeFiles, place: &str) -> Result<Source, Failure> {
        let slashed =
            |path: &Path| path.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
        let files: BTreeMap<String, _> =
            found.files.into_iter().map(|file| (slashed(&file.path), file.bytes)).collect();
        let snapshot = SnapshotFiles::workspace(files, &slashed(&self.folder));
        if snapshot.plan_files().is_ok_and(|files| files.is_empty()) {
            let folder = if snapshot.root().is_empty() { "." } else { snapshot.root() };
            let said = format!("{place} has no plan in `{folder}`");
            return Err(Failure::outside(said).help("name a revision that has the plan, or its folder by `--plan`"));
        }
        Ok(Source::files(snapshot))
    }
}

fn is_plan_file(path: &Path) -> bool {
    path.extension().is_some_and(|ending| PLAN_FILE_ENDINGS.iter().any(|known| ending == *known))
}

impl From<GitError> for Failure {
    fn from(error: GitError) -> Failure {
        let said = error.to_string();
        match said.split_once(": ") {
            Some((said, help)) => Failure::outside(said).help(help),
            None => Failure::outside(said),
        }
    }
}
