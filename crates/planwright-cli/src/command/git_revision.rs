//! Plans as a git repository has them: the adapter between `planwright-git` and the sources of plans.

use super::failure::Failure;
use planwright::Source;
use planwright::source::{Files, SnapshotFiles};
use planwright_git::{Commit, GitError, Repository, TreeFiles};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The endings of files that a plan can use: functions, data.
const USED_FILE_ENDINGS: [&str; 4] = ["rhai", "csv", "tsv", "txt"];

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
        let read = |under: &Path, endings: &[&str]| self.repository.files(commit, under, has_ending(endings));
        self.source(read, &format!("`{}` ({})", commit.short, commit.subject))
    }

    /// The plan as it is staged.
    ///
    /// # Errors
    /// Where the index can't be read, has conflicts or no plan.
    pub(in crate::command) fn staged(&self) -> Result<Source, Failure> {
        let read = |under: &Path, endings: &[&str]| self.repository.index_files(under, has_ending(endings));
        self.source(read, "the index")
    }

    /// The workspace in the files that `read` gives, of these endings below a folder.
    fn source(
        &self,
        read: impl Fn(&Path, &[&str]) -> Result<TreeFiles, GitError>,
        place: &str,
    ) -> Result<Source, Failure> {
        let slashed =
            |path: &Path| path.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
        let entries = |found: TreeFiles| found.files.into_iter().map(|file| (slashed(&file.path), file.bytes));
        let folder = slashed(&self.folder);
        let mut files: BTreeMap<String, _> = entries(read(Path::new(""), &["plan"])?).collect();
        // A repository may hold much besides: what a plan uses is read in its own folder alone.
        let root = SnapshotFiles::workspace(files.clone(), &folder).root().to_string();
        files.extend(entries(read(Path::new(&root), &USED_FILE_ENDINGS)?));
        let snapshot = SnapshotFiles::workspace(files, &folder);
        if snapshot.plan_files().is_ok_and(|files| files.is_empty()) {
            let folder = if snapshot.root().is_empty() { "." } else { snapshot.root() };
            let said = format!("{place} has no plan in `{folder}`");
            return Err(Failure::outside(said).help("name a revision that has the plan, or its folder by `--plan`"));
        }
        Ok(Source::files(snapshot))
    }
}

fn has_ending(endings: &[&str]) -> impl Fn(&Path) -> bool {
    move |path| path.extension().is_some_and(|ending| endings.iter().any(|known| ending == *known))
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
