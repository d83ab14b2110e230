//! What can be wrong with a repository, and what to do about it.

use std::fmt;
use std::path::PathBuf;

/// Why git's data could not be had. Its text says what is wrong and, after a colon, what to do.
///
/// Names and paths in the text are as the repository or the user wrote them: escape it before it is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum GitError {
    /// There is no repository at or above the folder.
    NoRepository {
        /// Where it was looked for.
        folder: PathBuf,
    },
    /// The repository needs something that can't be read here: a version of its format, or an extension.
    Unsupported {
        /// What it needs, as the end of "the repository uses …".
        what: String,
    },
    /// Something of the repository that is no object can't be read: its configuration, its index, its branches.
    Unreadable {
        /// What it is, as "the index".
        what: String,
        /// What is wrong with it.
        why: String,
    },
    /// No branch, tag or commit has that name.
    NoRevision {
        /// The name that was looked for.
        spec: String,
        /// Names like it, nearest first.
        near: Vec<String>,
    },
    /// The revision is written in a way that is not understood here.
    UnsupportedSpec {
        /// The whole revision.
        spec: String,
        /// What is not understood.
        part: String,
    },
    /// The revision names something else than a commit.
    NotACommit {
        /// The revision.
        spec: String,
        /// What it names: `tree` or `blob`.
        kind: String,
    },
    /// More than one commit begins so.
    Ambiguous {
        /// The digits that were given.
        spec: String,
        /// The short ids of those commits and tags, in order.
        candidates: Vec<String>,
    },
    /// The history before the named commit ends earlier than asked.
    NoSuchParent {
        /// The revision.
        spec: String,
    },
    /// The branch has no commit yet.
    Unborn {
        /// Its name, without `refs/heads/`.
        branch: String,
    },
    /// What was given as a range is none.
    NotARange {
        /// What was given.
        spec: String,
    },
    /// The two ends of a range of three dots have no common history.
    NoMergeBase {
        /// The left side, as it was written.
        from: String,
        /// The right side.
        to: String,
    },
    /// The clone is shallow, and the history asked for is not in it.
    Shallow {
        /// What is not there, as "the commit `HEAD~9`".
        wanted: String,
    },
    /// The clone is partial, and the object was never fetched.
    NotFetched {
        /// Its id.
        id: String,
    },
    /// An object is not in the repository.
    Missing {
        /// Its id.
        id: String,
    },
    /// An object is there, but is not what its id says.
    Damaged {
        /// Its id.
        id: String,
        /// What is wrong with it.
        why: String,
    },
    /// Something is larger than the limit.
    TooLarge {
        /// What it is, as "the index".
        what: String,
        /// The limit, with its unit.
        limit: String,
    },
    /// The index has several versions of the file, from a merge that is not finished.
    Conflict {
        /// Its path from the top of the repository.
        path: PathBuf,
    },
    /// The path is not inside the repository's working tree.
    Outside {
        /// The path.
        path: PathBuf,
        /// The working tree's folder.
        root: PathBuf,
    },
    /// A bare repository has no working tree and no index.
    Bare {
        /// The repository's folder.
        folder: PathBuf,
    },
}

impl fmt::Display for GitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoRepository { folder } => write!(
                f,
                "`{}` is in no git repository: go to a folder of one, or make one with `git init`",
                folder.display()
            ),
            Self::Unsupported { what } => {
                write!(f, "the repository uses {what}, which can't be read here: convert or clone it without")
            }
            Self::Unreadable { what, why } => {
                write!(f, "{what} of the repository can't be read ({why}): `git fsck` says more")
            }
            Self::NoRevision { spec, near } if near.is_empty() => write!(
                f,
                "there is no revision `{spec}`: `git branch --all` and `git tag` list names, `git log` lists commits"
            ),
            Self::NoRevision { spec, near } => {
                write!(f, "there is no revision `{spec}`: did you mean {}?", alternatives(near))
            }
            Self::UnsupportedSpec { spec, part } => write!(
                f,
                "`{part}` in the revision `{spec}` is not understood here: give a branch, a tag or an id, with `~` and `^`"
            ),
            Self::NotACommit { spec, kind } => {
                write!(f, "`{spec}` is a {kind}, not a commit: give a branch, a tag of a commit, or a commit's id")
            }
            Self::Ambiguous { spec, candidates } => {
                write!(f, "`{spec}` begins the ids of several commits: write {}", alternatives(candidates))
            }
            Self::NoSuchParent { spec } => {
                write!(f, "there is no commit `{spec}`: the history ends before it, or has no such parent")
            }
            Self::Unborn { branch } => write!(f, "the branch `{branch}` has no commit yet: make one with `git commit`"),
            Self::NotARange { spec } => write!(f, "`{spec}` is no range: write two revisions, as `main..HEAD`"),
            Self::NoMergeBase { from, to } => {
                write!(f, "`{from}` and `{to}` have no common history: compare them with two dots, `{from}..{to}`")
            }
            Self::Shallow { wanted } => write!(
                f,
                "this clone is shallow, and {wanted} is not in it: fetch the history with `git fetch --unshallow`"
            ),
            Self::NotFetched { id } => write!(
                f,
                "this clone is partial, and the object `{id}` is not in it: fetch all with `git fetch --refetch --no-filter`"
            ),
            Self::Missing { id } => write!(
                f,
                "the object `{id}` is missing from the repository: `git fsck` lists what is, and another clone may have it"
            ),
            Self::Damaged { id, why } => write!(
                f,
                "the object `{id}` is damaged ({why}): `git fsck` lists what is, and another clone may have it whole"
            ),
            Self::TooLarge { what, limit } => {
                write!(f, "{what} is larger than {limit}, the limit: take it out of what is read")
            }
            Self::Conflict { path } => {
                write!(f, "`{}` is in conflict in the index: resolve it, then `git add` it", path.display())
            }
            Self::Outside { path, root } => {
                write!(f, "`{}` is outside of the repository's working tree `{}`", path.display(), root.display())
            }
            Self::Bare { folder } => write!(
                f,
                "the repository `{}` is bare, without working tree and index: name a revision",
                folder.display()
            ),
        }
    }
}

impl std::error::Error for GitError {}

/// Names in backticks, joined as in a sentence: "`a`, `b` or `c`".
fn alternatives(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}
