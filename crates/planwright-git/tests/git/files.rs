//! Files of a commit: odd names, links, limits.

use crate::sandbox::{Sandbox, all_files, paths, texts};
use planwright_git::{GitError, Repository, SkipReason, TreeFiles};
use std::path::{Path, PathBuf};
use std::sync::Arc;

fn skipped(files: &TreeFiles) -> Vec<(&str, SkipReason)> {
    files.skipped.iter().map(|skipped| (skipped.path.to_str().unwrap(), skipped.why)).collect()
}

fn under(repository: &Repository, folder: &str) -> TreeFiles {
    let commit = repository.revision("HEAD").unwrap();
    repository.files(&commit, Path::new(folder), |_| true).unwrap()
}

#[test]
fn wanted_files_under_a_folder_are_read_in_order() {
    let sandbox = Sandbox::new();
    for name in ["plans/b.plan", "plans/a.plan", "plans/a/z.plan", "plans/notes.md", "plansx/c.plan", "top.plan"] {
        sandbox.write(name, name);
    }
    sandbox.commit("x");
    let repository = sandbox.open();
    let commit = repository.revision("HEAD").unwrap();
    let is_plan = |path: &Path| path.extension().is_some_and(|extension| extension == "plan");
    let read = |folder: &str| paths(&repository.files(&commit, Path::new(folder), is_plan).unwrap());
    assert_eq!(read("plans"), ["plans/a/z.plan", "plans/a.plan", "plans/b.plan"]);
    assert_eq!(read("./plans/./"), read("plans"));
    assert_eq!(read("").len(), 5);
    assert_eq!(read("plans/a/z.plan"), ["plans/a/z.plan"]);
    assert!(read("plan").is_empty() && read("plans/a/z.plan/deeper").is_empty());
    let files = repository.files(&commit, Path::new("plans"), |path| path.ends_with("a.plan")).unwrap();
    assert_eq!(texts(&files), [("plans/a.plan".to_string(), "plans/a.plan".to_string())]);
    assert_eq!(files.files[0].object, sandbox.run(&["rev-parse", "HEAD:plans/a.plan"]));
    for outside in ["../x", "/etc"] {
        let error = repository.files(&commit, Path::new(outside), |_| true).unwrap_err();
        assert!(matches!(error, GitError::Outside { .. }), "{outside}");
    }
}

#[test]
fn a_folder_has_the_id_of_its_tree() {
    let sandbox = Sandbox::new();
    sandbox.write("plans/deep/a.plan", "x");
    sandbox.commit("x");
    sandbox.write("other", "y");
    sandbox.commit("y");
    let repository = sandbox.open();
    let id = |spec: &str, path: &str| repository.subtree(&repository.revision(spec).unwrap(), Path::new(path)).unwrap();
    assert_eq!(id("HEAD", "plans/deep"), Some(sandbox.run(&["rev-parse", "HEAD:plans/deep"])));
    assert_eq!(id("HEAD", ""), Some(sandbox.run(&["rev-parse", "HEAD^{tree}"])));
    assert_eq!(id("HEAD", "other"), Some(sandbox.run(&["rev-parse", "HEAD:other"])));
    assert_eq!(id("HEAD", "plans"), id("HEAD~1", "plans"));
    assert_ne!(id("HEAD", ""), id("HEAD~1", ""));
    assert_eq!(id("HEAD~1", "other"), None);
}

#[test]
fn files_that_did_not_change_share_their_bytes() {
    let sandbox = Sandbox::new();
    sandbox.commit_file("same", "same");
    sandbox.commit_file("other", "other");
    let repository = sandbox.open();
    let old = all_files(&repository, "HEAD~1").unwrap();
    let new = all_files(&repository, "HEAD").unwrap();
    assert!(Arc::ptr_eq(&old.files[0].bytes, &new.files[1].bytes));
}

#[cfg(unix)]
#[test]
fn odd_names_are_kept_to_the_byte() {
    use std::os::unix::ffi::{OsStrExt, OsStringExt};
    let sandbox = Sandbox::new();
    let names: [&[u8]; 8] =
        [b"a b", b"a\nb", b"-rf", b"\xff\xfe.plan", b"\"q\"", b"\\back", b"caf\xc3\xa9", b"\x1b[31m"];
    for name in names {
        std::fs::write(sandbox.path("r").join(std::ffi::OsStr::from_bytes(name)), name).unwrap();
    }
    sandbox.commit("x");
    let repository = sandbox.open();
    for found in [all_files(&repository, "HEAD").unwrap(), repository.index_files(Path::new(""), |_| true).unwrap()] {
        let mut found_names: Vec<Vec<u8>> =
            found.files.iter().map(|file| file.path.clone().into_os_string().into_vec()).collect();
        let mut expected: Vec<Vec<u8>> = names.map(<[u8]>::to_vec).to_vec();
        found_names.sort();
        expected.sort();
        assert_eq!(found_names, expected);
        assert!(found.files.iter().all(|file| file.path.as_os_str().as_bytes() == &*file.bytes));
        assert!(found.skipped.is_empty());
    }
}

#[test]
fn content_is_raw() {
    let sandbox = Sandbox::new();
    sandbox.write(".gitattributes", "*.plan text eol=crlf ident\n");
    sandbox.write("a.plan", "one\r\ntwo $Id$\r\n");
    sandbox.write("b.bin", b"\0\xff\r\n");
    sandbox.commit("x");
    let files = all_files(&sandbox.open(), "HEAD").unwrap();
    assert_eq!(&*files.files[1].bytes, b"one\ntwo $Id$\n");
    assert_eq!(&*files.files[2].bytes, b"\0\xff\r\n");
}

#[cfg(unix)]
#[test]
fn links_and_submodules_are_listed_and_not_read() {
    let sandbox = Sandbox::new();
    sandbox.write("d/a.plan", "x");
    std::os::unix::fs::symlink("/etc/passwd", sandbox.path("r/d/link.plan")).unwrap();
    std::os::unix::fs::symlink("d", sandbox.path("r/folder")).unwrap();
    let id = sandbox.commit("x");
    sandbox.run(&["update-index", "--add", "--cacheinfo", &format!("160000,{id},d/module")]);
    sandbox.run(&["commit", "--quiet", "--message", "module"]);
    let repository = sandbox.open();
    let expected =
        [("d/link.plan", SkipReason::Symlink), ("d/module", SkipReason::Submodule), ("folder", SkipReason::Symlink)];
    let files = all_files(&repository, "HEAD").unwrap();
    assert_eq!((paths(&files), skipped(&files)), (vec!["d/a.plan".to_string()], expected.to_vec()));
    let staged = repository.index_files(Path::new(""), |_| true).unwrap();
    assert_eq!(staged, files);
    assert_eq!(skipped(&under(&repository, "folder")), [("folder", SkipReason::Symlink)]);
    // A link is not followed on the way either.
    assert_eq!(under(&repository, "folder/a.plan"), TreeFiles::default());
    assert_eq!(files.skipped[0].why.to_string(), "is a symbolic link");
}

/// An object with any content, which git would refuse to write.
fn raw(sandbox: &Sandbox, kind: &str, content: &[u8]) -> String {
    sandbox.feed(&["hash-object", "-t", kind, "--literally", "-w", "--stdin"], content)
}

fn entry(mode: &str, name: &[u8], id: &str) -> Vec<u8> {
    let id: Vec<u8> = (0..id.len()).step_by(2).map(|at| u8::from_str_radix(&id[at..at + 2], 16).unwrap()).collect();
    [mode.as_bytes(), b" ", name, b"\0", &id].concat()
}

fn commit_of(sandbox: &Sandbox, tree: &str) -> String {
    let text = format!("tree {tree}\nauthor a <a@b> 1 +0000\ncommitter a <a@b> 1 +0000\n\nx\n");
    raw(sandbox, "commit", text.as_bytes())
}

#[test]
fn names_that_lead_elsewhere_are_skipped() {
    let sandbox = Sandbox::new();
    let blob = raw(&sandbox, "blob", b"x");
    let folder = raw(&sandbox, "tree", &entry("100644", b"inside", &blob));
    let mut tree = Vec::new();
    for name in [&b"."[..], b"..", b".git", b".GIT", b"/etc/passwd", b"a/../../b", b"good"] {
        tree.extend(entry("100644", name, &blob));
    }
    tree.extend(entry("40000", b"..", &folder));
    let top = raw(&sandbox, "tree", &[entry("40000", b"d", &raw(&sandbox, "tree", &tree))].concat());
    let commit = commit_of(&sandbox, &top);
    let files = all_files(&sandbox.open(), &commit).unwrap();
    assert_eq!(paths(&files), ["d/good"]);
    assert_eq!(files.skipped.len(), 7);
    assert!(files.skipped.iter().all(|s| s.why == SkipReason::InvalidName && s.path.starts_with("d")));
    assert!(files.skipped.iter().any(|skipped| skipped.path == Path::new("d//etc/passwd")));
}

#[test]
fn of_two_files_with_one_name_one_is_read() {
    let sandbox = Sandbox::new();
    let (one, two) = (raw(&sandbox, "blob", b"1"), raw(&sandbox, "blob", b"2"));
    let tree = [entry("100644", b"a", &one), entry("100644", b"a", &two)].concat();
    let commit = commit_of(&sandbox, &raw(&sandbox, "tree", &tree));
    let files = all_files(&sandbox.open(), &commit).unwrap();
    assert_eq!((files.files.len(), skipped(&files)), (1, vec![("a", SkipReason::DuplicateName)]));
    assert_eq!(files.files[0].object, one.min(two));
}

#[test]
fn a_tree_that_holds_itself_many_times_over_is_refused() {
    let sandbox = Sandbox::new();
    let mut tree = raw(&sandbox, "tree", &entry("100644", b"leaf", &raw(&sandbox, "blob", b"x")));
    for _ in 0..12 {
        let names = (b'a'..=b'j').map(|name| entry("40000", &[name], &tree)).collect::<Vec<_>>();
        tree = raw(&sandbox, "tree", &names.concat());
    }
    let repository = sandbox.open();
    let commit = commit_of(&sandbox, &tree);
    let commit = repository.revision(&commit).unwrap();
    let error = repository.files(&commit, Path::new(""), |_| false).unwrap_err();
    let said = "the number of files and folders is larger than 1000000, the limit: take it out of what is read";
    assert_eq!(error.to_string(), said);
    // The folders on the way to one file are no trouble.
    let deep: PathBuf = (0..12).map(|_| "c").chain(["leaf"]).collect();
    assert_eq!(repository.files(&commit, &deep, |_| true).unwrap().files.len(), 1);
}

#[test]
fn a_tree_that_is_too_deep_is_refused() {
    let sandbox = Sandbox::new();
    let blob = raw(&sandbox, "blob", b"x");
    let deep = |folders: usize| {
        let mut tree = raw(&sandbox, "tree", &entry("100644", b"leaf", &blob));
        for _ in 0..folders {
            tree = raw(&sandbox, "tree", &entry("40000", b"d", &tree));
        }
        let commit = commit_of(&sandbox, &tree);
        all_files(&sandbox.open(), &commit)
    };
    assert_eq!(deep(planwright_git::limits::MAX_DEPTH - 1).unwrap().files.len(), 1);
    let Err(GitError::TooLarge { limit, .. }) = deep(planwright_git::limits::MAX_DEPTH) else { panic!() };
    assert_eq!(limit, "128 folders");
}

#[test]
fn a_file_over_the_limit_is_refused_by_its_name() {
    let sandbox = Sandbox::new();
    let limit = planwright_git::limits::MAX_OBJECT_BYTES;
    sandbox.write("fits.plan", vec![b'x'; limit]);
    sandbox.commit("fits");
    sandbox.write("d/huge.plan", vec![b'x'; limit + 1]);
    sandbox.commit("huge");
    for packed in [false, true] {
        if packed {
            sandbox.run(&["gc", "--quiet"]);
        }
        let repository = sandbox.open();
        assert_eq!(all_files(&repository, "HEAD~1").unwrap().files[0].bytes.len(), limit);
        let said = all_files(&repository, "HEAD").unwrap_err().to_string();
        assert_eq!(said, "`d/huge.plan` is larger than 16 MiB, the limit: take it out of what is read", "{packed}");
        // What is not wanted is not read.
        let commit = repository.revision("HEAD").unwrap();
        let others = repository.files(&commit, Path::new(""), |path| !path.ends_with("huge.plan")).unwrap();
        assert_eq!(paths(&others), ["fits.plan"]);
    }
}

#[test]
fn files_over_the_limit_together_are_refused() {
    let sandbox = Sandbox::new();
    // The same content each time: the repository is small, and what is handed out isn't.
    let blob = raw(&sandbox, "blob", &vec![b'x'; planwright_git::limits::MAX_OBJECT_BYTES]);
    let commit = |number: u8| {
        let tree: Vec<u8> = (0..number).flat_map(|name| entry("100644", &[b'a' + name], &blob)).collect();
        let commit = commit_of(&sandbox, &raw(&sandbox, "tree", &tree));
        all_files(&sandbox.open(), &commit)
    };
    assert_eq!(commit(16).unwrap().files.len(), 16);
    let said = commit(17).unwrap_err().to_string();
    assert_eq!(said, "the sum of the files is larger than 256 MiB, the limit: take it out of what is read");
}
