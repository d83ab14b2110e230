//! Where a repository is, and of what kind.

use crate::sandbox::{Sandbox, all_files, paths};
use planwright_git::{GitError, Repository};
use std::fs;
use std::path::{Path, PathBuf};

fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap()
}

fn root(path: &Path) -> Option<PathBuf> {
    Repository::discover(path).unwrap().root().map(real)
}

#[test]
fn a_repository_is_found_from_any_folder_of_it() {
    let sandbox = Sandbox::new();
    sandbox.write("plans/deep/a.plan", "x");
    for start in ["r", "r/plans/deep", "r/plans/deep/a.plan", "r/plans/../plans"] {
        assert_eq!(root(&sandbox.path(start)), Some(real(&sandbox.path("r"))), "{start}");
    }
}

#[test]
fn no_repository_is_said_plainly() {
    let sandbox = Sandbox::empty();
    for name in ["home", "nowhere"] {
        let folder = sandbox.path(name);
        let error = Repository::discover(&folder).unwrap_err();
        assert_eq!(error, GitError::NoRepository { folder: folder.clone() });
        let text = format!(
            "`{}` is in no git repository: go to a folder of one, or make one with `git init`",
            folder.display()
        );
        assert_eq!(error.to_string(), text);
    }
    // A folder of the name alone is none.
    fs::create_dir(sandbox.path("home/.git")).unwrap();
    assert!(matches!(Repository::discover(&sandbox.path("home")), Err(GitError::NoRepository { .. })));
}

#[test]
fn a_path_is_found_within_the_repository() {
    let sandbox = Sandbox::new();
    sandbox.write("plans/deep/a.plan", "x");
    let repository = sandbox.open();
    let within = |path: &str| repository.path_within(&sandbox.path(path));
    assert_eq!(within("r"), Ok(PathBuf::new()));
    assert_eq!(within("r/plans/deep"), Ok("plans/deep".into()));
    assert_eq!(within("r/plans/../plans/deep/a.plan"), Ok("plans/deep/a.plan".into()));
    assert_eq!(within("r/gone/with/b.plan"), Ok("gone/with/b.plan".into()));
    for outside in ["home", "", "r/../home", "nowhere", "r/gone/../../../x"] {
        assert!(matches!(within(outside), Err(GitError::Outside { .. })), "{outside}");
    }
    let said = within("home").unwrap_err().to_string();
    assert!(said.contains("home` is outside of the repository's working tree `"), "{said}");
}

#[cfg(unix)]
#[test]
fn links_to_a_repository_are_followed() {
    let sandbox = Sandbox::new();
    sandbox.write("plans/a.plan", "x");
    std::os::unix::fs::symlink(sandbox.path("r"), sandbox.path("link")).unwrap();
    std::os::unix::fs::symlink(sandbox.path("r/plans"), sandbox.path("to-plans")).unwrap();
    for start in ["r", "link", "link/plans", "to-plans"] {
        let repository = Repository::discover(&sandbox.path(start)).unwrap();
        for path in ["r/plans", "link/plans", "to-plans"] {
            assert_eq!(repository.path_within(&sandbox.path(path)), Ok("plans".into()), "{start} {path}");
        }
        assert_eq!(repository.path_within(&sandbox.path("to-plans/gone")), Ok("plans/gone".into()));
    }
    std::os::unix::fs::symlink(sandbox.path("home"), sandbox.path("r/out")).unwrap();
    let leaves = sandbox.open().path_within(&sandbox.path("r/out"));
    assert!(matches!(leaves, Err(GitError::Outside { .. })));
}

#[test]
fn a_worktree_has_its_own_root_branch_and_index() {
    let sandbox = Sandbox::new();
    sandbox.commit_file("a.plan", "x");
    sandbox.run(&["worktree", "add", "--quiet", "-b", "side", "../tree"]);
    fs::write(sandbox.path("tree/staged.plan"), "y").unwrap();
    sandbox.run_in("tree", &["add", "."]);
    let repository = Repository::discover(&sandbox.path("tree")).unwrap();
    assert_eq!(repository.root().map(real), Some(real(&sandbox.path("tree"))));
    assert_eq!(repository.branch().as_deref(), Some("side"));
    assert_eq!(sandbox.open().branch().as_deref(), Some("main"));
    assert_eq!(paths(&repository.index_files(Path::new(""), |_| true).unwrap()), ["a.plan", "staged.plan"]);
    assert_eq!(paths(&sandbox.open().index_files(Path::new(""), |_| true).unwrap()), ["a.plan"]);
    assert_eq!(repository.revision("main").unwrap().subject, "x");
}

#[test]
fn a_submodule_is_a_repository_of_its_own() {
    let sandbox = Sandbox::new();
    sandbox.run_in("", &["init", "--quiet", "--initial-branch=main", "inner"]);
    fs::write(sandbox.path("inner/i.plan"), "inner").unwrap();
    sandbox.run_in("inner", &["add", "."]);
    sandbox.run_in("inner", &["commit", "--quiet", "--message", "inner"]);
    let source = sandbox.path("inner").display().to_string();
    sandbox.run(&["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", &source, "module"]);
    sandbox.commit_file("a.plan", "outer");
    assert!(sandbox.path("r/module/.git").is_file());
    let module = Repository::discover(&sandbox.path("r/module")).unwrap();
    assert_eq!(module.root().map(real), Some(real(&sandbox.path("r/module"))));
    assert_eq!(paths(&all_files(&module, "HEAD").unwrap()), ["i.plan"]);
    let outer = all_files(&sandbox.open(), "HEAD").unwrap();
    assert_eq!(paths(&outer), [".gitmodules", "a.plan"]);
    assert_eq!(outer.skipped[0].path, Path::new("module"));
}

#[test]
fn a_bare_repository_has_no_root() {
    let sandbox = Sandbox::new();
    sandbox.commit_file("a.plan", "x");
    sandbox.run_in("", &["clone", "--quiet", "--bare", "r", "bare"]);
    let bare = Repository::discover(&sandbox.path("bare")).unwrap();
    assert_eq!(bare.root(), None);
    assert_eq!(paths(&all_files(&bare, "main").unwrap()), ["a.plan"]);
    assert!(matches!(bare.path_within(&sandbox.path("bare")), Err(GitError::Bare { .. })));
}

#[test]
fn ids_of_sha256_are_read() {
    let sandbox = Sandbox::with(&["--object-format=sha256"]);
    let id = sandbox.commit_file("a.plan", "x");
    sandbox.run(&["tag", "--annotate", "--message", "t", "v1"]);
    sandbox.commit_file("b.plan", "y");
    assert_eq!(id.len(), 64);
    for packed in [false, true] {
        if packed {
            sandbox.run(&["gc", "--quiet"]);
        }
        let repository = sandbox.open();
        assert_eq!(repository.revision("v1").unwrap().id, id);
        assert_eq!(repository.revision(&id).unwrap().id, id);
        assert_eq!(repository.revision(&id[..8]).unwrap().id, id);
        assert_eq!(paths(&all_files(&repository, "HEAD").unwrap()), ["a.plan", "b.plan"]);
        assert_eq!(paths(&repository.index_files(Path::new(""), |_| true).unwrap()), ["a.plan", "b.plan"]);
        assert_eq!(repository.range("HEAD...v1").unwrap().from.id, id);
    }
}

#[test]
fn formats_that_would_be_read_wrongly_are_refused() {
    let refused = |arguments: &[&[&str]]| {
        let sandbox = Sandbox::new();
        sandbox.commit("x");
        for set in arguments {
            sandbox.run(&[&["config"], *set].concat());
        }
        Repository::discover(&sandbox.path("r")).map(|_| ()).map_err(|error| error.to_string())
    };
    let v1 = ["core.repositoryformatversion", "1"];
    let text =
        |what: &str| Err(format!("the repository uses {what}, which can't be read here: convert or clone it without"));
    assert_eq!(refused(&[&v1]), Ok(()));
    assert_eq!(refused(&[&["extensions.preciousObjects", "true"], &v1]), Ok(()));
    assert_eq!(refused(&[&["extensions.future", "odd"], &v1]), text("the extension `future = odd`"));
    assert_eq!(refused(&[&["extensions.future", "odd"]]), Ok(()));
    assert_eq!(refused(&[&["core.repositoryformatversion", "7"]]), text("a version of git's format that is not known"));
    let other_ids = refused(&[&v1, &["extensions.objectFormat", "sha3"]]);
    assert!(other_ids.is_err_and(|said| said.contains("sha3")));
    let sandbox = Sandbox::with(&["--ref-format=reftable"]);
    let error = Repository::discover(&sandbox.path("r")).unwrap_err();
    assert_eq!(Err(error.to_string()), text("the extension `refstorage = reftable`"));
}

#[test]
fn another_objects_folder_is_used_as_git_does() {
    let sandbox = Sandbox::new();
    sandbox.commit_file("a.plan", "x");
    sandbox.run_in("", &["clone", "--quiet", "--shared", "r", "shared"]);
    let shared = Repository::discover(&sandbox.path("shared")).unwrap();
    assert_eq!(paths(&all_files(&shared, "HEAD").unwrap()), ["a.plan"]);
}
