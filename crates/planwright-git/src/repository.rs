//! The repository at or above a folder.

use crate::error::GitError;
use crate::limits::MAX_OBJECT_BYTES;
use crate::object_cache::ObjectCache;
use crate::supported_format;
use gix::ObjectId;
use gix::bstr::ByteSlice;
use gix::discover::upwards;
use gix::open::Options;
use gix::sec::Trust;
use std::cell::RefCell;
use std::collections::HashSet;
use std::path::{Component, Path, PathBuf};

/// A git repository that is read, and never written or run.
///
/// It belongs to one thread. What it has read is kept for the next reading, [`crate::limits::CACHE_BYTES`] at most.
pub struct Repository {
    pub(crate) git: gix::Repository,
    pub(crate) cache: RefCell<ObjectCache>,
    /// The commits whose parents this clone leaves out.
    pub(crate) shallow: HashSet<ObjectId>,
    /// Whether objects may be left out until they are needed.
    pub(crate) is_partial: bool,
    root: Option<PathBuf>,
}

impl std::fmt::Debug for Repository {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Repository").field("folder", &self.git.git_dir()).field("root", &self.root).finish()
    }
}

impl Repository {
    /// Opens the repository that the folder is in: its own, that of a worktree or a submodule, or a bare one. A file
    /// stands for its folder.
    ///
    /// As git does, the search goes up to the file system's border. Unlike git, it ignores all variables of the
    /// environment, such as `GIT_DIR`, and it opens repositories of other users: nothing of them is run.
    ///
    /// # Errors
    ///
    /// [`GitError::NoRepository`]; [`GitError::Unsupported`] for a format that would be read wrongly;
    /// [`GitError::Unreadable`] if its configuration or its list of shallow commits is damaged.
    pub fn discover(folder: &Path) -> Result<Self, GitError> {
        let start = if folder.is_file() { folder.parent().unwrap_or(folder) } else { folder };
        let start = if start.as_os_str().is_empty() { Path::new(".") } else { start };
        let search = upwards::Options { trust: upwards::TrustPolicy::Assume(Trust::Reduced), ..Default::default() };
        let trusts = gix::sec::trust::Mapping { full: options(), reduced: options() };
        let found = gix::ThreadSafeRepository::discover_opts(start, search, trusts);
        let git = found.map_err(|error| not_opened(folder, &error))?.to_thread_local();
        let (config, is_partial) = {
            let config = git.config_snapshot();
            (supported_format::check(config.plumbing()), supported_format::is_partial(config.plumbing()))
        };
        config?;
        let shallow = git.shallow_commits().map_err(|error| unreadable("the list of shallow commits", &error))?;
        let shallow = shallow.iter().flat_map(|commits| commits.iter().copied()).collect();
        let root = git.workdir().map(Path::to_path_buf);
        Ok(Self { git, cache: RefCell::default(), shallow, is_partial, root })
    }

    /// The folder of the working tree; a bare repository has none. Nothing says that it exists.
    pub fn root(&self) -> Option<&Path> {
        self.root.as_deref()
    }

    /// The file of the repository's own configuration, which its worktrees share. It is not read here for what it says.
    pub fn config_file(&self) -> PathBuf {
        self.git.common_dir().join("config")
    }

    /// Whether the clone leaves out a part of the history.
    pub fn is_shallow(&self) -> bool {
        !self.shallow.is_empty()
    }

    /// The branch that is checked out, even if it has no commit yet; none while `HEAD` is detached.
    pub fn branch(&self) -> Option<String> {
        let name = self.git.head_name().ok().flatten()?;
        Some(name.shorten().to_str_lossy().into_owned())
    }

    /// The path of a folder or a file within the repository; empty for its top. Links on the way are followed. What is
    /// not there any more has a path too, if the folder it was in is in the repository.
    ///
    /// # Errors
    ///
    /// [`GitError::Bare`] without a working tree, [`GitError::Outside`] if the path leads out of it.
    pub fn path_within(&self, path: &Path) -> Result<PathBuf, GitError> {
        let root = self.root().ok_or_else(|| GitError::Bare { folder: self.git.git_dir().to_path_buf() })?;
        let outside = || GitError::Outside { path: path.to_path_buf(), root: root.to_path_buf() };
        let real_root = root.canonicalize().map_err(|_| outside())?;
        let path = std::path::absolute(path).map_err(|_| outside())?;
        // The part that exists may have links; of the rest there is nothing to follow.
        let existing = path.ancestors().find(|ancestor| ancestor.exists()).ok_or_else(outside)?;
        let rest = path.strip_prefix(existing).map_err(|_| outside())?;
        if rest.components().any(|part| !matches!(part, Component::Normal(_))) {
            return Err(outside());
        }
        let real = existing.canonicalize().map_err(|_| outside())?;
        let within = real.strip_prefix(&real_root).map_err(|_| outside())?;
        // Not `join` with nothing, which would end in a slash.
        Ok(if rest.as_os_str().is_empty() { within.to_path_buf() } else { within.join(rest) })
    }
}

/// Nothing but the repository's own files, and nothing of them believed.
fn options() -> Options {
    Options::isolated().with(Trust::Reduced).config_overrides([
        format!("gitoxide.objects.allocLimit={MAX_OBJECT_BYTES}"),
        "core.useReplaceRefs=false".to_string(),
    ])
}

fn not_opened(folder: &Path, error: &gix::Error) -> GitError {
    match error.downcast_any_ref::<upwards::Error>() {
        Some(_) => GitError::NoRepository { folder: folder.to_path_buf() },
        None if !folder.exists() => GitError::NoRepository { folder: folder.to_path_buf() },
        None if error.is_unsupported() => {
            GitError::Unsupported { what: "a version of git's format that is not known".to_string() }
        }
        None => unreadable("the configuration", error),
    }
}

pub(crate) fn unreadable(what: &str, error: &gix::Error) -> GitError {
    GitError::Unreadable { what: what.to_string(), why: error.probable_cause().to_string() }
}
