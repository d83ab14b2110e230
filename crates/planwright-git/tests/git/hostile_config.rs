//! A repository whose configuration names programs wherever it can: none of them is run.

use crate::sandbox::Sandbox;
use planwright_git::{LogOptions, LogOrder, Repository};
use std::fs;
use std::path::Path;
use std::process::Command;

/// Settings that name a program; `PROGRAM` stands for one that leaves a mark named after its first argument.
const SETTINGS: &[(&str, &str)] = &[
    ("core.fsmonitor", "PROGRAM fsmonitor"),
    ("core.hooksPath", "HOOKS"),
    ("core.sshCommand", "PROGRAM ssh"),
    ("core.pager", "PROGRAM pager"),
    ("core.editor", "PROGRAM editor"),
    ("core.askPass", "PROGRAM askpass"),
    ("core.alternateRefsCommand", "PROGRAM alternate-refs"),
    ("core.gitProxy", "PROGRAM proxy"),
    ("diff.external", "PROGRAM external-diff"),
    ("diff.evil.textconv", "PROGRAM textconv"),
    ("diff.evil.command", "PROGRAM diff-command"),
    ("merge.evil.driver", "PROGRAM merge-driver"),
    ("filter.evil.clean", "PROGRAM clean"),
    ("filter.evil.smudge", "PROGRAM smudge"),
    ("filter.evil.process", "PROGRAM process"),
    ("filter.evil.required", "true"),
    ("gpg.program", "PROGRAM"),
    ("gpg.ssh.program", "PROGRAM"),
    ("log.showSignature", "true"),
    ("commit.gpgSign", "true"),
    ("credential.helper", "!PROGRAM credential"),
    ("alias.log", "!PROGRAM alias"),
    ("alias.evil", "!PROGRAM alias"),
    ("uploadpack.packObjectsHook", "PROGRAM pack-objects"),
    ("remote.origin.url", "ext::PROGRAM remote"),
    ("remote.origin.uploadpack", "PROGRAM upload-pack"),
    ("remote.origin.promisor", "true"),
    ("protocol.ext.allow", "always"),
    ("submodule.module.update", "!PROGRAM submodule"),
    ("include.path", "INCLUDED"),
    ("core.worktree", "ELSEWHERE"),
    ("core.attributesFile", "ATTRIBUTES"),
    ("safe.directory", "*"),
    ("gitoxide.objects.allocLimit", "0"),
    ("gitoxide.core.indexFile", "ELSEWHERE/index"),
    ("core.useReplaceRefs", "true"),
];

/// A repository with history, an index that has to be refreshed, and the settings.
fn hostile() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write(".gitattributes", "*.plan filter=evil diff=evil merge=evil\n*.txt diff=evil\n");
    sandbox.write("d/c.txt", "one");
    sandbox.commit_file("d/a.plan", "one");
    sandbox.write("d/c.txt", "two");
    sandbox.commit_file("d/a.plan", "two");
    sandbox.run(&["tag", "--annotate", "--message", "t", "v1"]);
    sandbox.run(&["checkout", "--quiet", "-b", "side", "HEAD~1"]);
    sandbox.commit_file("d/b.plan", "side");
    sandbox.run(&["checkout", "--quiet", "main"]);
    sign(&sandbox);
    fs::create_dir(sandbox.path("marks")).unwrap();
    let marks = sandbox.path("marks").display().to_string();
    script(&sandbox.path("program"), &format!("#!/bin/sh\ntouch \"{marks}/$1\"\nexit 1\n"));
    fs::create_dir(sandbox.path("hooks")).unwrap();
    for hook in ["post-checkout", "pre-commit", "post-index-change", "reference-transaction", "post-commit"] {
        script(&sandbox.path("hooks").join(hook), &format!("#!/bin/sh\ntouch \"{marks}/hook-{hook}\"\n"));
    }
    let program = sandbox.path("program").display().to_string();
    fs::write(sandbox.path("included"), format!("[core]\n\tfsmonitor = {program} included\n")).unwrap();
    for (key, value) in SETTINGS {
        let value = value.replace("PROGRAM", &program).replace("HOOKS", &path(&sandbox, "hooks"));
        let value = value.replace("INCLUDED", &path(&sandbox, "included"));
        let value =
            value.replace("ELSEWHERE", &path(&sandbox, "home")).replace("ATTRIBUTES", &path(&sandbox, "home/a"));
        sandbox.run(&["config", "--file", &path(&sandbox, "r/.git/config"), "--add", key, &value]);
    }
    sandbox.write("d/a.plan", "three");
    assert_eq!(marked(&sandbox), Vec::<String>::new());
    sandbox
}

/// Puts a commit with a signature at the end of `main`, so that `git log` wants to check it.
fn sign(sandbox: &Sandbox) {
    let text = sandbox.run(&["cat-file", "commit", "HEAD"]);
    let signature = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\n";
    let signed = text.replacen("\n\n", &format!("\n{signature}"), 1);
    let id = sandbox.feed(&["hash-object", "-t", "commit", "-w", "--stdin"], signed.as_bytes());
    sandbox.run(&["update-ref", "refs/heads/main", &id]);
}

fn path(sandbox: &Sandbox, name: &str) -> String {
    sandbox.path(name).display().to_string()
}

fn script(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
    #[cfg(unix)]
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
}

/// What was run.
fn marked(sandbox: &Sandbox) -> Vec<String> {
    let entries = fs::read_dir(sandbox.path("marks")).unwrap();
    let mut names: Vec<String> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Everything that the crate does, each with a result that was looked at.
fn do_all(repository: &Repository, sandbox: &Sandbox) {
    assert_eq!(repository.branch().as_deref(), Some("main"));
    assert!(!repository.is_shallow());
    assert_eq!(repository.path_within(&sandbox.path("r/d")), Ok("d".into()));
    let head = repository.revision("HEAD").unwrap();
    let side = repository.revision("side").unwrap();
    for spec in ["v1", "HEAD~1", "main^", &head.id[..8], &head.id] {
        repository.revision(spec).unwrap();
    }
    for spec in ["mian", "main@{u}", "0000000", "HEAD~9"] {
        repository.revision(spec).unwrap_err();
    }
    repository.range("side...main").unwrap();
    repository.merge_base(&head, &side).unwrap();
    for order in [LogOrder::FirstParent, LogOrder::Topological] {
        let log = repository.log(&head, LogOptions { order, ..LogOptions::default() }).unwrap();
        assert_eq!(log.commits.len(), 2);
    }
    let files = repository.files(&head, Path::new("d"), |_| true).unwrap();
    assert_eq!(&*files.files[0].bytes, b"two");
    assert!(repository.subtree(&head, Path::new("d")).unwrap().is_some());
    let staged = repository.index_files(Path::new(""), |_| true).unwrap();
    assert_eq!(staged.files.len(), 3);
}

#[cfg(unix)]
#[test]
fn nothing_that_a_repository_names_is_run() {
    let sandbox = hostile();
    let repository = Repository::discover(&sandbox.path("r/d")).unwrap();
    assert_eq!(repository.root().map(|r| r.canonicalize().unwrap()), Some(sandbox.path("r").canonicalize().unwrap()));
    do_all(&repository, &sandbox);
    assert_eq!(marked(&sandbox), Vec::<String>::new());
}

#[cfg(unix)]
#[test]
fn git_itself_would_run_them() {
    let run = |arguments: &[&str]| {
        let sandbox = hostile();
        // Git believes where the settings say that its working tree is.
        let worktree = format!("--work-tree={}", path(&sandbox, "r"));
        let _ = sandbox.command("r", &[&[&*worktree], arguments].concat()).output().unwrap();
        marked(&sandbox)
    };
    // The monitor of the file that is included is the last that is named.
    assert!(run(&["status"]).contains(&"included".to_string()));
    // The program for signatures gets no word of its own: the mark has the name of an option.
    assert!(run(&["log", "--show-signature"]).iter().any(|name| name.starts_with("--")));
    assert_eq!(run(&["diff", "HEAD~1", "HEAD", "--", "d/c.txt"]), ["diff-command"]);
    assert_eq!(run(&["diff", "--no-ext-diff", "HEAD~1", "HEAD", "--", "d/c.txt"]), ["textconv"]);
    assert!(run(&["add", "."]).iter().any(|name| name == "process" || name == "clean"));
    assert!(run(&["branch", "new"]).contains(&"hook-reference-transaction".to_string()));
    assert_eq!(run(&["evil"]), ["alias"]);
}

/// Runs the test above in a process of its own, in whose environment git would find other repositories and programs.
#[cfg(unix)]
#[test]
fn the_environment_is_not_read() {
    const INNER: &str = "PLANWRIGHT_GIT_TEST_REPOSITORY";
    if let Some(folder) = std::env::var_os(INNER) {
        let repository = Repository::discover(Path::new(&folder)).unwrap();
        assert_eq!(repository.revision("HEAD").unwrap().subject, "right");
        assert_eq!(repository.index_files(Path::new(""), |_| true).unwrap().files.len(), 1);
        assert_eq!(repository.root().map(|r| r.canonicalize().unwrap()), Path::new(&folder).canonicalize().ok());
        return;
    }
    let (right, wrong) = (Sandbox::new(), Sandbox::new());
    right.write("a", "a");
    right.commit("right");
    wrong.commit("wrong");
    fs::write(wrong.path("home/.gitconfig"), "[core]\n\tworktree = /nowhere\n\tbare = true\n[broken").unwrap();
    let test = std::env::current_exe().unwrap();
    let mut command = Command::new(test);
    command.args(["--exact", "hostile_config::the_environment_is_not_read"]).env(INNER, right.path("r"));
    for (name, value) in [
        ("GIT_DIR", "r/.git"),
        ("GIT_WORK_TREE", "r"),
        ("GIT_INDEX_FILE", "r/.git/index"),
        ("GIT_OBJECT_DIRECTORY", "r/.git/objects"),
        ("GIT_COMMON_DIR", "r/.git"),
        ("GIT_CONFIG_GLOBAL", "home/.gitconfig"),
        ("GIT_CONFIG_SYSTEM", "home/.gitconfig"),
        ("GIT_SHALLOW_FILE", "home/.gitconfig"),
        ("GIT_CEILING_DIRECTORIES", ""),
        ("HOME", "home"),
        ("XDG_CONFIG_HOME", "home"),
    ] {
        command.env(name, wrong.path(value));
    }
    command.env("GIT_NAMESPACE", "other").env("GIT_CONFIG_COUNT", "1");
    command.env("GIT_CONFIG_KEY_0", "core.bare").env("GIT_CONFIG_VALUE_0", "true");
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    assert!(String::from_utf8_lossy(&output.stdout).contains("1 passed"));
}
