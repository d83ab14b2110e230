//! Logs and merge bases, compared with git's own.

use crate::sandbox::{START, Sandbox};
use planwright_git::{GitError, LogOptions, LogOrder, Repository};

const TOPOLOGICAL: LogOptions = LogOptions { order: LogOrder::Topological, since: None, max: None };

fn log(repository: &Repository, spec: &str, options: LogOptions) -> (Vec<String>, bool) {
    let log = repository.log(&repository.revision(spec).unwrap(), options).unwrap();
    (log.commits.into_iter().map(|commit| commit.id).collect(), log.is_shallow)
}

fn lines(text: String) -> Vec<String> {
    text.lines().map(str::to_string).collect()
}

/// Two branches that were merged twice, each into the other.
fn criss_cross() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.commit_file("base", "base");
    sandbox.run(&["branch", "side"]);
    sandbox.commit_file("a", "a1");
    sandbox.run(&["checkout", "--quiet", "side"]);
    sandbox.commit_file("b", "b1");
    sandbox.run(&["tag", "side-1"]);
    sandbox.set_clock(START + 10 * 3600);
    sandbox.run(&["merge", "--quiet", "--no-edit", "main"]);
    sandbox.run(&["checkout", "--quiet", "main"]);
    sandbox.run(&["merge", "--quiet", "--no-edit", "side-1"]);
    sandbox.commit_file("a", "a2");
    sandbox.run(&["checkout", "--quiet", "side"]);
    sandbox.commit_file("b", "b2");
    sandbox
}

#[test]
fn logs_are_those_of_git() {
    let sandbox = criss_cross();
    let repository = sandbox.open();
    for spec in ["main", "side", "side-1", "main~1"] {
        let expected = lines(sandbox.run(&["log", "--format=%H", "--first-parent", spec]));
        assert_eq!(log(&repository, spec, LogOptions::default()), (expected, false), "{spec}");
        let expected = lines(sandbox.run(&["log", "--format=%H", "--date-order", spec]));
        assert_eq!(log(&repository, spec, TOPOLOGICAL), (expected, false), "{spec}");
    }
    let (all, _) = log(&repository, "main", TOPOLOGICAL);
    assert_eq!(all.len(), 5);
}

#[test]
fn a_log_ends_where_it_is_told() {
    let sandbox = criss_cross();
    let repository = sandbox.open();
    let commit = repository.revision("main~2").unwrap();
    let since = Some(commit.committer_seconds);
    let date = format!("--since={}", commit.committer_seconds);
    for (order, argument) in [(LogOrder::Topological, "--date-order"), (LogOrder::FirstParent, "--first-parent")] {
        let expected = lines(sandbox.run(&["log", "--format=%H", argument, &date, "main"]));
        assert!(!expected.is_empty());
        assert_eq!(log(&repository, "main", LogOptions { order, since, max: None }).0, expected);
        let expected = lines(sandbox.run(&["log", "--format=%H", argument, "-2", "main"]));
        assert_eq!(log(&repository, "main", LogOptions { order, since: None, max: Some(2) }).0, expected);
        assert!(log(&repository, "main", LogOptions { order, since: None, max: Some(0) }).0.is_empty());
        assert!(log(&repository, "main", LogOptions { order, since: Some(i64::MAX), max: None }).0.is_empty());
    }
}

#[test]
fn commits_of_one_second_have_an_order() {
    let sandbox = Sandbox::new();
    sandbox.commit("base");
    let sides: Vec<String> = ["a", "b", "c", "d"]
        .map(|name| {
            sandbox.run(&["checkout", "--quiet", "-b", name, "main"]);
            sandbox.set_clock(START + 7200);
            sandbox.commit(name)
        })
        .to_vec();
    sandbox.run(&["checkout", "--quiet", "-b", "all", "a"]);
    sandbox.run(&["merge", "--quiet", "--no-edit", "b", "c", "d", "--strategy=octopus"]);
    let (order, _) = log(&sandbox.open(), "all", TOPOLOGICAL);
    let mut expected = sides;
    expected.sort();
    assert_eq!(order[1..5], expected);
}

#[test]
fn no_commit_comes_before_one_that_builds_on_it_though_clocks_were_wrong() {
    let sandbox = Sandbox::new();
    let at = |hours: i64, subject: &str| {
        sandbox.set_clock(START + hours * 3600);
        sandbox.commit(subject)
    };
    let (first, second) = (at(50, "first"), at(90, "second"));
    sandbox.run(&["checkout", "--quiet", "-b", "side"]);
    let (third, fourth) = (at(10, "third"), at(20, "fourth"));
    sandbox.run(&["checkout", "--quiet", "main"]);
    sandbox.run(&["merge", "--quiet", "--no-edit", "--no-ff", "side"]);
    let merge = sandbox.run(&["rev-parse", "HEAD"]);
    let repository = sandbox.open();
    // The merge builds on the second commit itself, which is newer by its date than what else builds on it.
    let expected = [&merge, &fourth, &third, &second, &first].map(String::clone).to_vec();
    assert_eq!(log(&repository, "main", TOPOLOGICAL).0, expected);
    assert_eq!(lines(sandbox.run(&["log", "--format=%H", "--date-order", "main"])), expected);
    assert_eq!(log(&repository, "main", LogOptions::default()).0, [merge, second, first]);
}

#[test]
fn merge_bases_are_those_of_git() {
    let sandbox = criss_cross();
    let repository = sandbox.open();
    let base = |a: &str, b: &str| {
        let (a, b) = (repository.revision(a).unwrap(), repository.revision(b).unwrap());
        repository.merge_base(&a, &b).unwrap().map(|commit| commit.id)
    };
    for (a, b) in [("main", "side-1"), ("main~1", "main"), ("side", "side"), ("main~2", "side-1"), ("side~2", "main~2")]
    {
        let expected = sandbox.run(&["merge-base", a, b]);
        assert_eq!(base(a, b), Some(expected.clone()), "{a} {b}");
        assert_eq!(base(b, a), Some(expected), "{b} {a}");
    }
    // Both merged the other's first commit: two bases, of which the newer counts.
    let mut all = lines(sandbox.run(&["merge-base", "--all", "main", "side"]));
    assert_eq!(all.len(), 2);
    all.sort_by_key(|id| repository.revision(id).unwrap().committer_seconds);
    assert_eq!(base("main", "side"), all.last().cloned());
    assert_eq!(base("side", "main"), all.last().cloned());
}

#[test]
fn a_merge_base_is_found_though_clocks_were_wrong() {
    let sandbox = Sandbox::new();
    let tree = sandbox.feed(&["mktree"], b"");
    let commit = |hours: i64, parents: &[&str]| {
        sandbox.set_clock(START + hours * 3600);
        let parents = parents.iter().flat_map(|parent| ["-p", parent]);
        sandbox.run(&[&["commit-tree", &tree, "-m", "x"][..], &parents.collect::<Vec<_>>()].concat())
    };
    // What the base builds on is newer by its date, and both sides build on it directly too.
    let first = commit(1000, &[]);
    let second = commit(0, &[&first]);
    let base = commit(1, &[&second]);
    let (left, right) = (commit(2000, &[&base, &first]), commit(2001, &[&base, &first]));
    let repository = sandbox.open();
    let (a, b) = (repository.revision(&left).unwrap(), repository.revision(&right).unwrap());
    assert_eq!(repository.merge_base(&a, &b).unwrap().unwrap().id, base);
    assert_eq!(sandbox.run(&["merge-base", "--all", &left, &right]), base);
}

#[test]
fn histories_with_nothing_in_common_have_no_merge_base() {
    let sandbox = Sandbox::new();
    sandbox.commit("one");
    sandbox.run(&["checkout", "--quiet", "--orphan", "alone"]);
    sandbox.commit("alone");
    let repository = sandbox.open();
    let (a, b) = (repository.revision("main").unwrap(), repository.revision("alone").unwrap());
    assert_eq!(repository.merge_base(&a, &b), Ok(None));
}

/// A clone of the last two commits of `main`, and of the last of `side`.
fn shallow() -> Sandbox {
    let sandbox = Sandbox::new();
    for text in ["one", "two", "three", "four"] {
        sandbox.commit_file("a", text);
    }
    sandbox.run(&["checkout", "--quiet", "-b", "side", "main~3"]);
    sandbox.commit_file("b", "side");
    sandbox.run(&["checkout", "--quiet", "main"]);
    let origin = format!("file://{}", sandbox.path("r").display());
    sandbox.run_in("", &["clone", "--quiet", "--depth=2", "--no-single-branch", &origin, "clone"]);
    sandbox
}

#[test]
fn a_shallow_clone_says_what_it_lacks() {
    let sandbox = shallow();
    let clone = Repository::discover(&sandbox.path("clone")).unwrap();
    assert!(clone.is_shallow() && !sandbox.open().is_shallow());
    for options in [LogOptions::default(), TOPOLOGICAL] {
        let expected = lines(sandbox.run_in("clone", &["log", "--format=%H", "main"]));
        assert_eq!(expected.len(), 2);
        assert_eq!(log(&clone, "main", options), (expected, true));
        let newest = clone.revision("main").unwrap();
        assert!(!log(&clone, "main", LogOptions { max: Some(1), ..options }).1);
        assert!(!log(&clone, "main", LogOptions { since: Some(newest.committer_seconds), ..options }).1);
    }
    let said = clone.revision("main~2").unwrap_err().to_string();
    let unshallow = "fetch the history with `git fetch --unshallow`";
    assert_eq!(said, format!("this clone is shallow, and the commit `main~2` is not in it: {unshallow}"));
    let old = sandbox.run(&["rev-parse", "main~2"]);
    assert_eq!(clone.revision(&old), Err(GitError::Shallow { wanted: format!("the commit `{old}`") }));
    // The commit at the border still names its parent.
    assert_eq!(clone.revision("main~1").unwrap().parents, [old]);
}

#[test]
fn a_merge_base_that_a_shallow_clone_lacks_is_no_lack_of_one() {
    let sandbox = shallow();
    let clone = Repository::discover(&sandbox.path("clone")).unwrap();
    // The base itself is there, as a parent of `side`; that `main` builds on it is not.
    assert_eq!(clone.revision("origin/side~1").unwrap().subject, "one");
    let Err(GitError::Shallow { wanted }) = clone.range("main...origin/side") else { panic!() };
    assert!(wanted.starts_with("what `") && wanted.ends_with("` have in common"), "{wanted}");
    sandbox.run_in("clone", &["fetch", "--quiet", "--unshallow"]);
    let clone = Repository::discover(&sandbox.path("clone")).unwrap();
    assert_eq!(clone.range("main...origin/side").unwrap().from.subject, "one");
}
