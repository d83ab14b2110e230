//! A folder with repositories in it, and git without any settings but those of the test.

use planwright_git::{GitError, Repository, TreeFiles};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A temporary folder with a repository `r`.
pub(crate) struct Sandbox {
    folder: tempfile::TempDir,
    clock: std::cell::Cell<i64>,
}

/// When the first commit of a sandbox is made: 2024-01-01 at noon in UTC.
pub(crate) const START: i64 = 1_704_110_400;

impl Sandbox {
    /// A folder without a repository.
    pub(crate) fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("home")).unwrap();
        Self { folder, clock: std::cell::Cell::new(START) }
    }

    /// A new repository on the branch `main`.
    pub(crate) fn new() -> Self {
        Self::with(&[])
    }

    /// The same with arguments for `git init`.
    pub(crate) fn with(arguments: &[&str]) -> Self {
        let sandbox = Self::empty();
        let all = [&["init", "--quiet", "--initial-branch=main"], arguments, &["r"]].concat();
        sandbox.run_in("", &all);
        sandbox
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Git in a folder of the sandbox, an hour after the last time it was run there to commit.
    pub(crate) fn command(&self, folder: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        let date = format!("{} +0200", self.clock.get());
        command.args(arguments).current_dir(self.path(folder)).env_clear();
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default()).env("HOME", self.path("home"));
        command.env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_TERMINAL_PROMPT", "0");
        command.env("GIT_AUTHOR_NAME", "Ada").env("GIT_AUTHOR_EMAIL", "ada@example.com");
        command.env("GIT_COMMITTER_NAME", "Grace").env("GIT_COMMITTER_EMAIL", "grace@example.com");
        command.env("GIT_AUTHOR_DATE", &date).env("GIT_COMMITTER_DATE", &date).stdin(Stdio::null());
        command
    }

    pub(crate) fn run_in(&self, folder: &str, arguments: &[&str]) -> String {
        let output = self.command(folder, arguments).output().unwrap();
        succeeded(output, arguments)
    }

    /// Git in the repository, which has to succeed; what it prints, without the last line end.
    pub(crate) fn run(&self, arguments: &[&str]) -> String {
        self.run_in("r", arguments)
    }

    /// Git in the repository with an input.
    pub(crate) fn feed(&self, arguments: &[&str], input: &[u8]) -> String {
        let mut command = self.command("r", arguments);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        succeeded(child.wait_with_output().unwrap(), arguments)
    }

    /// Writes a file of the repository.
    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path("r").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// Commits all of the working tree, an hour after the last commit; gives the id.
    pub(crate) fn commit(&self, subject: &str) -> String {
        self.clock.set(self.clock.get() + 3600);
        self.run(&["add", "--all"]);
        self.run(&["commit", "--quiet", "--allow-empty", "--message", subject]);
        self.run(&["rev-parse", "HEAD"])
    }

    /// Writes a file and commits it under its content.
    pub(crate) fn commit_file(&self, name: &str, content: &str) -> String {
        self.write(name, content);
        self.commit(content)
    }

    /// Sets the time of the next commit to an hour after this one.
    pub(crate) fn set_clock(&self, seconds: i64) {
        self.clock.set(seconds);
    }

    pub(crate) fn open(&self) -> Repository {
        Repository::discover(&self.path("r")).unwrap()
    }

    /// The file of a loose object.
    pub(crate) fn object_file(&self, id: &str) -> PathBuf {
        self.path("r/.git/objects").join(&id[..2]).join(&id[2..])
    }
}

fn succeeded(output: Output, arguments: &[&str]) -> String {
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim_end_matches('\n').to_string()
}

/// All files of a revision.
pub(crate) fn all_files(repository: &Repository, spec: &str) -> Result<TreeFiles, GitError> {
    repository.files(&repository.revision(spec)?, Path::new(""), |_| true)
}

/// Paths with the texts of the files.
pub(crate) fn texts(files: &TreeFiles) -> Vec<(String, String)> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    files.files.iter().map(|file| (file.path.to_string_lossy().into_owned(), text(&file.bytes))).collect()
}

/// The paths alone.
pub(crate) fn paths(files: &TreeFiles) -> Vec<String> {
    texts(files).into_iter().map(|(path, _)| path).collect()
}

/// Replaces a file that git may have made read-only.
pub(crate) fn overwrite(path: &Path, content: &[u8]) {
    fs::remove_file(path).unwrap();
    fs::write(path, content).unwrap();
}
