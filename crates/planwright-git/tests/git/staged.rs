//! The index.

use crate::sandbox::{Sandbox, all_files, overwrite, paths, texts};
use planwright_git::GitError;
use std::path::Path;

fn staged(sandbox: &Sandbox, folder: &str) -> Vec<(String, String)> {
    texts(&sandbox.open().index_files(Path::new(folder), |_| true).unwrap())
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(path, text)| (path.to_string(), text.to_string())).collect()
}

#[test]
fn staged_changes_are_read_and_the_working_tree_is_not() {
    let sandbox = Sandbox::new();
    for name in ["d/a.plan", "d/b.plan", "dx/c.plan", "gone.plan"] {
        sandbox.write(name, "old");
    }
    sandbox.commit("x");
    let repository = sandbox.open();
    assert_eq!(repository.index_files(Path::new(""), |_| true), all_files(&repository, "HEAD"));
    sandbox.write("d/a.plan", "staged");
    sandbox.write("d/new.plan", "new");
    sandbox.run(&["rm", "--quiet", "gone.plan"]);
    sandbox.run(&["add", "."]);
    sandbox.write("d/a.plan", "not staged");
    sandbox.write("d/untracked.plan", "untracked");
    sandbox.write("d/intended.plan", "intended");
    sandbox.run(&["add", "--intent-to-add", "d/intended.plan"]);
    let in_d = pairs(&[("d/a.plan", "staged"), ("d/b.plan", "old"), ("d/new.plan", "new")]);
    assert_eq!(staged(&sandbox, "d"), in_d);
    // The repository that was opened before sees it too.
    assert_eq!(texts(&repository.index_files(Path::new("./d"), |_| true).unwrap()), in_d);
    assert_eq!(staged(&sandbox, "d/b.plan"), pairs(&[("d/b.plan", "old")]));
    assert!(staged(&sandbox, "d/b").is_empty());
    let wanted = repository.index_files(Path::new(""), |path| path.ends_with("c.plan")).unwrap();
    assert_eq!(paths(&wanted), ["dx/c.plan"]);
}

#[test]
fn before_the_first_commit_there_can_be_staged_files() {
    let sandbox = Sandbox::new();
    assert!(staged(&sandbox, "").is_empty());
    sandbox.write("a.plan", "x");
    sandbox.run(&["add", "."]);
    assert_eq!(staged(&sandbox, ""), pairs(&[("a.plan", "x")]));
}

#[test]
fn a_conflict_is_an_error_where_it_is_wanted() {
    let sandbox = Sandbox::new();
    sandbox.write("d/a.plan", "base");
    sandbox.commit_file("b.plan", "base");
    sandbox.run(&["checkout", "--quiet", "-b", "side"]);
    sandbox.commit_file("d/a.plan", "side");
    sandbox.run(&["checkout", "--quiet", "main"]);
    sandbox.commit_file("d/a.plan", "main");
    assert!(!sandbox.command("r", &["merge", "--quiet", "side"]).output().unwrap().status.success());
    let repository = sandbox.open();
    let error = repository.index_files(Path::new(""), |_| true).unwrap_err();
    assert_eq!(error, GitError::Conflict { path: "d/a.plan".into() });
    assert_eq!(error.to_string(), "`d/a.plan` is in conflict in the index: resolve it, then `git add` it");
    assert!(repository.index_files(Path::new("d"), |_| true).is_err());
    let others = repository.index_files(Path::new(""), |path| path.ends_with("b.plan")).unwrap();
    assert_eq!(paths(&others), ["b.plan"]);
    assert_eq!(paths(&repository.index_files(Path::new("b.plan"), |_| true).unwrap()), ["b.plan"]);
}

#[test]
fn a_sparse_checkout_has_all_files() {
    let sandbox = Sandbox::new();
    for name in ["in/a.plan", "out/deep/b.plan", "out/c.plan", "top.plan"] {
        sandbox.write(name, name);
    }
    sandbox.commit("x");
    for argument in ["--no-sparse-index", "--sparse-index"] {
        sandbox.run(&["sparse-checkout", "set", "--cone", argument, "in"]);
        assert!(!sandbox.path("r/out").exists());
        let folders = sandbox.run(&["ls-files", "--sparse"]);
        assert_eq!(folders.contains("out/\n"), argument == "--sparse-index", "{folders}");
        let repository = sandbox.open();
        let all = all_files(&repository, "HEAD").unwrap();
        assert_eq!(all.files.len(), 4);
        assert_eq!(repository.index_files(Path::new(""), |_| true), Ok(all));
        for folder in ["out", "out/deep", "out/deep/b.plan", "out/none", "in", "ou"] {
            let commit = repository.revision("HEAD").unwrap();
            let expected = repository.files(&commit, Path::new(folder), |_| true);
            assert_eq!(repository.index_files(Path::new(folder), |_| true), expected, "{argument} {folder}");
        }
    }
}

#[test]
fn an_index_of_each_version_is_read() {
    let sandbox = Sandbox::new();
    for name in ["a/one.plan", "a/two.plan", "b/three.plan"] {
        sandbox.write(name, name);
    }
    sandbox.commit("x");
    let expected = staged(&sandbox, "");
    assert_eq!(expected.len(), 3);
    for arguments in [["update-index", "--index-version=4"], ["update-index", "--split-index"]] {
        sandbox.run(&arguments);
        assert_eq!(staged(&sandbox, ""), expected, "{arguments:?}");
    }
}

#[test]
fn a_damaged_index_is_refused_plainly() {
    let sandbox = Sandbox::new();
    sandbox.commit_file("a.plan", "x");
    overwrite(&sandbox.path("r/.git/index"), b"DIRC\0\0\0\x02\xff\xff\xff\xffnonsense");
    let error = sandbox.open().index_files(Path::new(""), |_| true).unwrap_err();
    let said = error.to_string();
    let is_plain = said.starts_with("the index ") && (said.contains("git fsck") || said.contains("16 MiB"));
    assert!(is_plain, "{said}");
}

#[test]
fn a_bare_repository_has_no_index() {
    let sandbox = Sandbox::with(&["--bare"]);
    let error = sandbox.open().index_files(Path::new(""), |_| true).unwrap_err();
    assert!(error.to_string().ends_with("is bare, without working tree and index: name a revision"), "{error}");
}
