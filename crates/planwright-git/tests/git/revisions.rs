//! Revisions, ranges and what is said of those that there are not.

use crate::sandbox::{START, Sandbox};
use planwright_git::GitError;

/// Five commits on `main`, with tags on the second and third.
fn five() -> (Sandbox, Vec<String>) {
    let sandbox = Sandbox::new();
    let ids = ["one", "two", "three", "four", "five"].map(|text| sandbox.commit_file("a.plan", text));
    sandbox.run(&["tag", "light", &ids[1]]);
    sandbox.run(&["tag", "--annotate", "--message", "Third", "v1.0", &ids[2]]);
    (sandbox, ids.to_vec())
}

#[test]
fn a_commit_says_who_when_and_why() {
    let sandbox = Sandbox::new();
    sandbox.write("a.plan", "x");
    sandbox.commit("Lower the effort\nof sso\n\nBecause it was halved.");
    let repository = sandbox.open();
    let commit = repository.revision("HEAD").unwrap();
    assert_eq!(commit.id, sandbox.run(&["rev-parse", "HEAD"]));
    assert_eq!(commit.tree, sandbox.run(&["rev-parse", "HEAD^{tree}"]));
    assert_eq!(commit.short, &commit.id[..7]);
    assert_eq!((&*commit.author, &*commit.subject), ("Ada", "Lower the effort of sso"));
    assert_eq!(commit.subject, sandbox.run(&["log", "-1", "--format=%s"]));
    assert_eq!((commit.author_seconds, commit.committer_seconds), (START + 3600, START + 3600));
    assert_eq!(commit.author_offset_seconds, 7200);
    assert!(commit.parents.is_empty());
}

#[test]
fn author_and_committer_have_their_own_times() {
    let sandbox = Sandbox::new();
    let mut command = sandbox.command("r", &["commit", "--quiet", "--allow-empty", "--message", "x"]);
    assert!(command.env("GIT_AUTHOR_DATE", "1600000000 -0330").status().unwrap().success());
    let commit = sandbox.open().revision("HEAD").unwrap();
    assert_eq!((commit.author_seconds, commit.committer_seconds), (1_600_000_000, START));
    assert_eq!(commit.author_offset_seconds, -(3 * 3600 + 1800));
}

#[test]
fn text_of_other_encodings_is_decoded() {
    let sandbox = Sandbox::new();
    let tree = sandbox.feed(&["mktree"], b"");
    let commit = |encoding: &str, name: &[u8]| {
        let head = format!("tree {tree}\nauthor ");
        let dates = " <a@b> 1 +0000\ncommitter c <a@b> 2 +0000\n";
        let content = [head.as_bytes(), name, dates.as_bytes(), encoding.as_bytes(), b"\nS\xfc\x1b[1m\n"].concat();
        sandbox.feed(&["hash-object", "-t", "commit", "-w", "--stdin"], &content)
    };
    let latin = commit("encoding ISO-8859-1\n", b"Zo\xeb");
    let broken = commit("", b"Zo\xeb");
    let repository = sandbox.open();
    let latin = repository.revision(&latin).unwrap();
    assert_eq!((&*latin.author, &*latin.subject), ("Zoë", "Sü\u{1b}[1m"));
    let broken = repository.revision(&broken).unwrap();
    assert_eq!((&*broken.author, &*broken.subject), ("Zo\u{fffd}", "S\u{fffd}\u{1b}[1m"));
}

#[test]
fn revisions_name_what_git_says() {
    let (sandbox, ids) = five();
    sandbox.run(&["checkout", "--quiet", "-b", "side/branch", "main~3"]);
    sandbox.commit_file("b.plan", "side");
    sandbox.run(&["merge", "--quiet", "--no-edit", "main"]);
    let repository = sandbox.open();
    let described = format!("v1.0-2-g{}", &ids[4][..8]);
    for spec in [
        "main",
        "HEAD",
        "@",
        "HEAD~2",
        "@~",
        "main^",
        "main~3",
        "light",
        "v1.0",
        "v1.0^{}",
        "v1.0~1",
        "tags/v1.0",
        "refs/heads/main",
        "heads/main",
        "side/branch",
        "side/branch^2",
        "side/branch^1~1",
        "side/branch^2~2^0",
        "HEAD^2^^{commit}",
        &ids[3],
        &ids[3][..7],
        &ids[3][..12],
        &ids[3].to_uppercase(),
        &described,
    ] {
        let expected = sandbox.run(&["rev-parse", &format!("{spec}^{{commit}}")]);
        assert_eq!(repository.revision(spec).map(|c| c.id), Ok(expected), "{spec}");
    }
    // An annotated tag by the id of the tag itself.
    let tag = sandbox.run(&["rev-parse", "v1.0"]);
    assert_ne!(tag, ids[2]);
    assert_eq!(repository.revision(&tag).unwrap().id, ids[2]);
    assert_eq!(repository.revision("side/branch").unwrap().parents.len(), 2);
}

#[test]
fn packed_references_and_objects_are_read() {
    let (sandbox, ids) = five();
    sandbox.run(&["gc", "--quiet", "--aggressive"]);
    assert!(!sandbox.object_file(&ids[0]).exists());
    assert!(!sandbox.path("r/.git/refs/heads/main").exists());
    let repository = sandbox.open();
    assert_eq!(repository.revision("main").unwrap().id, ids[4]);
    assert_eq!(repository.revision("v1.0").unwrap().id, ids[2]);
    assert_eq!(repository.revision(&ids[0][..9]).unwrap().subject, "one");
    let files = crate::sandbox::all_files(&repository, "light").unwrap();
    assert_eq!(crate::sandbox::texts(&files), [("a.plan".to_string(), "two".to_string())]);
}

#[test]
fn what_names_no_commit_is_refused_plainly() {
    let (sandbox, ids) = five();
    sandbox.run(&["tag", "a-tree", "HEAD^{tree}"]);
    let repository = sandbox.open();
    let said = |spec: &str| repository.revision(spec).unwrap_err().to_string();
    assert_eq!(said("mian"), "there is no revision `mian`: did you mean `main`?");
    assert_eq!(
        said("quarterly"),
        "there is no revision `quarterly`: `git branch --all` and `git tag` list names, `git log` lists commits"
    );
    assert_eq!(said("v1.1~2"), "there is no revision `v1.1`: did you mean `v1.0`?");
    assert_eq!(
        said("main@{u}"),
        "`@{` in the revision `main@{u}` is not understood here: give a branch, a tag or an id, with `~` and `^`"
    );
    assert_eq!(said("a-tree"), "`a-tree` is a tree, not a commit: give a branch, a tag of a commit, or a commit's id");
    let too_far = "there is no commit `main~5`: the history ends before it, or has no such parent";
    assert_eq!(said("main~5"), too_far);
    assert!(said("main^2").starts_with("there is no commit `main^2`"));
    for spec in ["", "abc", "0000000", &"0".repeat(40), "/etc/passwd", "a b", "-x", "main\0", "refs/heads"] {
        assert!(matches!(repository.revision(spec), Err(GitError::NoRevision { .. })), "{spec:?}");
    }
    assert!(matches!(repository.revision("../../etc/passwd"), Err(GitError::UnsupportedSpec { .. })));
    assert_eq!(repository.revision("main~4").unwrap().id, ids[0]);
    assert!(matches!(repository.revision("main~99999999999999999999"), Err(GitError::NoSuchParent { .. })));
}

#[test]
fn an_abbreviation_of_two_commits_is_ambiguous() {
    let sandbox = Sandbox::new();
    let tree = sandbox.feed(&["mktree"], b"");
    // Commits until two begin with the same four digits.
    let mut seen = std::collections::HashMap::new();
    let (one, two) = (0..)
        .find_map(|number| {
            let text = format!("tree {tree}\nauthor a <a@b> {number} +0000\ncommitter a <a@b> 1 +0000\n\nx\n");
            let id = gix::objs::compute_hash(gix::hash::Kind::Sha1, gix::objs::Kind::Commit, text.as_bytes());
            let start = id.unwrap().to_string()[..4].to_string();
            seen.insert(start, text.clone()).map(|other| (text, other))
        })
        .unwrap();
    let write = |text: &str| sandbox.feed(&["hash-object", "-t", "commit", "-w", "--stdin"], text.as_bytes());
    let (one, two) = (write(&one), write(&two));
    assert_eq!(one[..4], two[..4]);
    let repository = sandbox.open();
    let Err(GitError::Ambiguous { candidates, .. }) = repository.revision(&one[..4]) else { panic!() };
    let mut expected = [&one[..7], &two[..7]];
    expected.sort();
    assert_eq!(candidates, expected);
    let said = repository.revision(&one[..4]).unwrap_err().to_string();
    let (first, second) = (expected[0], expected[1]);
    let start = &one[..4];
    assert_eq!(said, format!("`{start}` begins the ids of several commits: write `{first}` or `{second}`"));
    let until = (5..).find(|digits| one[..*digits] != two[..*digits]).unwrap();
    assert_eq!(repository.revision(&one[..until]).unwrap().id, one);
}

#[test]
fn an_abbreviation_of_a_commit_and_a_file_means_the_commit() {
    let (sandbox, ids) = five();
    let begins = |number: &u32| {
        let content = number.to_string();
        let id = gix::objs::compute_hash(gix::hash::Kind::Sha1, gix::objs::Kind::Blob, content.as_bytes());
        id.unwrap().to_string().starts_with(&ids[2][..4])
    };
    let content = (0..).find(begins).unwrap().to_string();
    let blob = sandbox.feed(&["hash-object", "-w", "--stdin"], content.as_bytes());
    assert_eq!(blob[..4], ids[2][..4]);
    assert_eq!(sandbox.open().revision(&ids[2][..4]).unwrap().id, ids[2]);
}

#[test]
fn a_branch_goes_before_an_abbreviated_id() {
    let (sandbox, ids) = five();
    let digits = &ids[0][..7];
    sandbox.run(&["branch", digits, "main~1"]);
    assert_eq!(sandbox.open().revision(digits).unwrap().id, ids[3]);
}

#[test]
fn ranges_have_two_ends() {
    let (sandbox, ids) = five();
    sandbox.run(&["checkout", "--quiet", "-b", "side", "main~3"]);
    let side = sandbox.commit_file("b.plan", "side");
    sandbox.run(&["checkout", "--quiet", "--orphan", "alone"]);
    sandbox.commit("alone");
    sandbox.run(&["checkout", "--quiet", "main"]);
    let repository = sandbox.open();
    let ends = |spec: &str| repository.range(spec).map(|range| (range.from.id, range.to.id));
    assert_eq!(ends("light..main"), Ok((ids[1].clone(), ids[4].clone())));
    assert_eq!(ends("side.."), Ok((side.clone(), ids[4].clone())));
    assert_eq!(ends("..side"), Ok((ids[4].clone(), side.clone())));
    assert_eq!(ends("main...side"), Ok((ids[1].clone(), side)));
    assert_eq!(ends("side...main~1"), Ok((ids[1].clone(), ids[3].clone())));
    let said = |spec: &str| repository.range(spec).unwrap_err().to_string();
    assert_eq!(said("main"), "`main` is no range: write two revisions, as `main..HEAD`");
    assert!(said("a..b..c").starts_with("`a..b..c` is no range"));
    assert!(said("main....side").starts_with("`main....side` is no range"));
    assert_eq!(
        said("main...alone"),
        "`main` and `alone` have no common history: compare them with two dots, `main..alone`"
    );
    assert!(said("mian..main").contains("did you mean `main`?"));
}

#[test]
fn branches_detached_and_unborn_are_told_apart() {
    let sandbox = Sandbox::new();
    let unborn = sandbox.open();
    assert_eq!(unborn.branch().as_deref(), Some("main"));
    for spec in ["HEAD", "main", "HEAD~1"] {
        let said = unborn.revision(spec).unwrap_err().to_string();
        assert_eq!(said, "the branch `main` has no commit yet: make one with `git commit`", "{spec}");
    }
    let id = sandbox.commit("first");
    sandbox.run(&["checkout", "--quiet", "-b", "team/plans"]);
    assert_eq!(sandbox.open().branch().as_deref(), Some("team/plans"));
    sandbox.run(&["checkout", "--quiet", "--detach"]);
    let detached = sandbox.open();
    assert_eq!(detached.branch(), None);
    assert_eq!(detached.revision("HEAD").unwrap().id, id);
}

#[test]
fn replaced_objects_are_not_used() {
    let (sandbox, ids) = five();
    sandbox.run(&["replace", &ids[4], &ids[0]]);
    assert_eq!(sandbox.run(&["log", "-1", "--format=%s", "main"]), "one");
    assert_eq!(sandbox.open().revision("main").unwrap().subject, "five");
}
