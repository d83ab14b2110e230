//! Objects that are missing, damaged or not what they seem.

use crate::sandbox::{Sandbox, all_files, overwrite};
use planwright_git::{GitError, LogOptions, Repository};
use std::fs;
use std::path::Path;

fn blob() -> (Sandbox, String) {
    let sandbox = Sandbox::new();
    sandbox.commit_file("a.plan", "content");
    sandbox.commit_file("b.plan", "other");
    let id = sandbox.run(&["rev-parse", "HEAD:a.plan"]);
    (sandbox, id)
}

#[test]
fn a_missing_object_is_said_plainly() {
    let (sandbox, id) = blob();
    fs::remove_file(sandbox.object_file(&id)).unwrap();
    let repository = sandbox.open();
    let text = format!(
        "the object `{id}` is missing from the repository: `git fsck` lists what is, and another clone may have it"
    );
    assert_eq!(all_files(&repository, "HEAD").unwrap_err().to_string(), text);
    assert_eq!(repository.index_files(Path::new(""), |_| true).unwrap_err(), GitError::Missing { id });
    let commit = repository.revision("HEAD").unwrap();
    assert!(repository.files(&commit, Path::new(""), |path| path.ends_with("b.plan")).is_ok());
}

#[test]
fn a_missing_commit_ends_no_log_silently() {
    let (sandbox, _) = blob();
    let first = sandbox.run(&["rev-parse", "HEAD~1"]);
    fs::remove_file(sandbox.object_file(&first)).unwrap();
    let repository = sandbox.open();
    let head = repository.revision("HEAD").unwrap();
    let missing = GitError::Missing { id: first };
    assert_eq!(repository.log(&head, LogOptions::default()), Err(missing.clone()));
    assert_eq!(repository.revision("HEAD~1"), Err(missing));
}

#[test]
fn damaged_objects_are_said_plainly() {
    let (sandbox, id) = blob();
    let other = sandbox.run(&["rev-parse", "HEAD:b.plan"]);
    let file = sandbox.object_file(&id);
    let whole = fs::read(&file).unwrap();
    let mut flipped = whole.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 0x20;
    let foreign = fs::read(sandbox.object_file(&other)).unwrap();
    for content in [&b""[..], b"nonsense", &whole[..whole.len() / 2], &flipped, &foreign] {
        overwrite(&file, content);
        let error = all_files(&sandbox.open(), "HEAD").unwrap_err();
        let GitError::Damaged { id: damaged, .. } = &error else { panic!("{error}") };
        assert_eq!(damaged, &id);
        assert!(error.to_string().ends_with("`git fsck` lists what is, and another clone may have it whole"));
    }
    overwrite(&file, &whole);
    assert!(all_files(&sandbox.open(), "HEAD").is_ok());
}

#[test]
fn an_object_of_another_kind_is_damage() {
    let sandbox = Sandbox::new();
    let tree = sandbox.feed(&["mktree"], b"");
    let text = |tree: &str| format!("tree {tree}\nauthor a <a@b> 1 +0000\ncommitter a <a@b> 1 +0000\n\nx\n");
    let write =
        |text: &str| sandbox.feed(&["hash-object", "-t", "commit", "--literally", "-w", "--stdin"], text.as_bytes());
    let commit = write(&text(&tree));
    let odd = write(&text(&commit));
    let repository = sandbox.open();
    let said = all_files(&repository, &odd).unwrap_err().to_string();
    assert!(said.contains("it is a commit, and should be a tree"), "{said}");
    let broken = write("this is no commit\n");
    let error = repository.revision(&broken).unwrap_err();
    assert!(matches!(error, GitError::Damaged { .. }), "{error}");
}

#[test]
fn a_damaged_pack_is_said_plainly() {
    let (sandbox, _) = blob();
    sandbox.run(&["gc", "--quiet"]);
    let packs = fs::read_dir(sandbox.path("r/.git/objects/pack")).unwrap().map(|entry| entry.unwrap().path());
    let pack = packs.into_iter().find(|path| path.extension().is_some_and(|e| e == "pack")).unwrap();
    let mut content = fs::read(&pack).unwrap();
    for byte in content.iter_mut().skip(12) {
        *byte = 0xff;
    }
    overwrite(&pack, &content);
    let error = sandbox.open().revision("HEAD").unwrap_err();
    assert!(matches!(error, GitError::Damaged { .. } | GitError::TooLarge { .. }), "{error}");
}

#[test]
fn tags_that_lead_in_circles_end() {
    let sandbox = Sandbox::new();
    let mut id = sandbox.commit("x");
    let mut kind = "commit";
    for name in 0..20 {
        let text = format!("object {id}\ntype {kind}\ntag t{name}\ntagger a <a@b> 1 +0000\n\nx\n");
        id = sandbox.feed(&["hash-object", "-t", "tag", "-w", "--stdin"], text.as_bytes());
        kind = "tag";
        let found = sandbox.open().revision(&id);
        assert_eq!(found.is_ok(), name < 15, "{name} {found:?}");
    }
}

#[test]
fn a_partial_clone_says_that_the_object_was_not_fetched() {
    let (sandbox, id) = blob();
    sandbox.run(&["config", "uploadpack.allowFilter", "true"]);
    let origin = format!("file://{}", sandbox.path("r").display());
    sandbox.run_in("", &["clone", "--quiet", "--filter=blob:none", "--no-checkout", &origin, "clone"]);
    let clone = Repository::discover(&sandbox.path("clone")).unwrap();
    let error = all_files(&clone, "HEAD").unwrap_err();
    assert!(matches!(&error, GitError::NotFetched { .. }), "{error}");
    let commit = clone.revision("HEAD").unwrap();
    let error = clone.files(&commit, Path::new(""), |path| path.ends_with("a.plan")).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "this clone is partial, and the object `{id}` is not in it: fetch all with `git fetch --refetch --no-filter`"
        )
    );
    // Older versions of git say it in another place.
    sandbox.run_in("clone", &["config", "--unset", "remote.origin.promisor"]);
    let clone = Repository::discover(&sandbox.path("clone")).unwrap();
    assert!(matches!(all_files(&clone, "HEAD"), Err(GitError::Missing { .. })));
    sandbox.run_in("clone", &["config", "extensions.partialClone", "origin"]);
    let clone = Repository::discover(&sandbox.path("clone")).unwrap();
    assert!(matches!(all_files(&clone, "HEAD"), Err(GitError::NotFetched { .. })));
    sandbox.run_in("clone", &["config", "remote.origin.promisor", "true"]);
    sandbox.run_in("clone", &["fetch", "--quiet", "--refetch", "--no-filter"]);
    let clone = Repository::discover(&sandbox.path("clone")).unwrap();
    assert_eq!(all_files(&clone, "HEAD").unwrap().files.len(), 2);
}

#[test]
fn a_damaged_configuration_or_list_of_shallow_commits_is_said_plainly() {
    let (sandbox, _) = blob();
    sandbox.write(".git/shallow", "nonsense\n");
    let said = Repository::discover(&sandbox.path("r")).unwrap_err().to_string();
    assert!(said.starts_with("the list of shallow commits of the repository can't be read ("), "{said}");
    fs::remove_file(sandbox.path("r/.git/shallow")).unwrap();
    sandbox.write(".git/config", "[core\nnonsense");
    let said = Repository::discover(&sandbox.path("r")).unwrap_err().to_string();
    assert!(said.starts_with("the configuration of the repository can't be read ("), "{said}");
}
