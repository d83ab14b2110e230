//! `plan diff` over repositories that the real git made.

use std::path::Path;
use std::process::{Command, Output};

/// A repository with a plan in it.
struct Sandbox {
    folder: tempfile::TempDir,
}

const PLAN: &str = "plan shop \"Shop\" { today: 2026-03-02; rank_by: rice }

team core \"Core\" { capacity: 3 people }

initiative cart \"Cart\" {
  team: core
  rice { reach: 300 users/month; impact: high; confidence: 80%; effort: 2 person-months }
}

initiative search \"Search\" {
  team: core
  rice { reach: 200 users/month; impact: high; confidence: 80%; effort: 5 person-months }
}

scenario half \"Half the team\" { team core { capacity: 1 person } }
";

impl Sandbox {
    fn new() -> Sandbox {
        let sandbox = Sandbox { folder: tempfile::tempdir().unwrap() };
        sandbox.git(&["init", "-q", "-b", "main"]);
        sandbox.write("shop.plan", PLAN);
        sandbox.commit("Plan the shop");
        sandbox
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn git(&self, args: &[&str]) -> String {
        let git = Command::new("git")
            .args(args)
            .current_dir(self.path())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.path())
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .envs([("GIT_AUTHOR_NAME", "Ann"), ("GIT_AUTHOR_EMAIL", "ann@example.org")])
            .envs([("GIT_COMMITTER_NAME", "Ann"), ("GIT_COMMITTER_EMAIL", "ann@example.org")])
            .envs([("GIT_AUTHOR_DATE", "2026-03-01T12:00:00Z"), ("GIT_COMMITTER_DATE", "2026-03-01T12:00:00Z")])
            .output()
            .expect("git runs");
        assert!(git.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&git.stderr));
        String::from_utf8(git.stdout).unwrap()
    }

    fn write(&self, file: &str, text: &str) {
        std::fs::write(self.path().join(file), text).unwrap();
    }

    fn edit(&self, from: &str, to: &str) {
        let text = std::fs::read_to_string(self.path().join("shop.plan")).unwrap();
        assert!(text.contains(from), "{from}");
        self.write("shop.plan", &text.replace(from, to));
    }

    fn commit(&self, subject: &str) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "-m", subject]);
    }

    fn run(&self, args: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_plan")).args(args).current_dir(self.path()).output().expect("plan runs")
    }

    /// What it prints and how it ends.
    fn plan(&self, args: &[&str]) -> (i32, String, String) {
        let out = self.run(args);
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (out.status.code().unwrap(), text(out.stdout), text(out.stderr))
    }

    fn json(&self, args: &[&str]) -> serde_json::Value {
        let (code, out, err) = self.plan(&[&["diff", "--format", "json"], args].concat());
        assert_eq!(code, 0, "{args:?}: {err}");
        serde_json::from_str(&out).unwrap()
    }
}

/// Field and values of every change.
fn changes(report: &serde_json::Value) -> Vec<String> {
    let rows = report["changes"].as_array().unwrap();
    rows.iter().map(|c| format!("{}.{} {}>{}", c["id"], c["field"], c["before"], c["after"]).replace('"', "")).collect()
}

#[test]
fn revisions_ranges_the_index_and_the_working_tree() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.plan(&["diff"]).1, "Nothing changed in meaning.\n");
    sandbox.git(&["checkout", "-q", "-b", "faster"]);
    sandbox.edit("effort: 5 person-months", "effort: 1 person-month because \"we buy it\"");
    sandbox.commit("Buy the search");
    sandbox.edit("reach: 300", "reach: 310");
    sandbox.git(&["add", "-A"]);
    sandbox.edit("reach: 310", "reach: 320");

    let effort = "search.rice.effort 5 person-months>1 person-month";
    assert_eq!(changes(&sandbox.json(&["main..HEAD"])), [effort]);
    assert_eq!(changes(&sandbox.json(&["main...faster"])), [effort]);
    assert_eq!(changes(&sandbox.json(&["main", "HEAD"])), [effort]);
    assert_eq!(changes(&sandbox.json(&["HEAD", "main"])), ["search.rice.effort 1 person-month>5 person-months"]);
    assert_eq!(changes(&sandbox.json(&["--staged"])), ["cart.rice.reach 300 users/month>310 users/month"]);
    assert_eq!(changes(&sandbox.json(&[])), ["cart.rice.reach 300 users/month>320 users/month"]);
    assert_eq!(changes(&sandbox.json(&["main"])).len(), 2);

    let report = sandbox.json(&["main..HEAD"]);
    let ranks: Vec<_> = report["ranks"].as_array().unwrap().iter().collect();
    assert_eq!(
        (&*ranks[0]["id"].to_string(), &ranks[0]["before"], &ranks[0]["after"]),
        ("\"search\"", &2.into(), &1.into())
    );
    assert_eq!(ranks[0]["cause"], "effort 5 → 1 person-month");
    assert_eq!(ranks[1]["made_way"], true);
    assert_eq!(report["from"], format!("main ({})", sandbox.git(&["rev-parse", "--short", "main"]).trim()));

    let (code, out, _) = sandbox.plan(&["diff", "main..HEAD", "--exit-code"]);
    assert_eq!(code, 1, "{out}");
    assert!(out.starts_with("Search moves from rank 2 to 1 (effort 5 → 1 person-month)"), "{out}");
    let comment = sandbox.plan(&["diff", "main..HEAD", "--format", "md"]).1;
    assert_eq!(
        comment,
        sandbox.plan(&["diff", "main...faster", "--format", "md"]).1.replace("faster (", "HEAD (").replace(
            &format!("\n{} →", sandbox.git(&["rev-parse", "--short", "main"]).trim()),
            &format!("\nmain ({}) →", sandbox.git(&["rev-parse", "--short", "main"]).trim()),
        )
    );
}

#[test]
fn a_word_of_two_meanings_is_refused() {
    let sandbox = Sandbox::new();
    sandbox.write("main", "");
    let (code, _, err) = sandbox.plan(&["diff", "main"]);
    assert_eq!(code, 2, "{err}");
    assert!(
        err.contains("`main` is both a file and a revision") && err.contains("`./main`") && err.contains("`main --`"),
        "{err}"
    );
    assert_eq!(sandbox.plan(&["diff", "main", "--"]).0, 0);
    let (code, _, err) = sandbox.plan(&["diff", "mian"]);
    assert_eq!(code, 3, "{err}");
    assert!(err.contains("no revision, no file and no scenario"), "{err}");
}

#[test]
fn scenarios_and_files_are_states_too() {
    let sandbox = Sandbox::new();
    let report = sandbox.json(&["plan", "half"]);
    assert_eq!(changes(&report), ["core.capacity 3 people>1 person"]);
    assert!(report["roadmap"].as_array().unwrap().iter().any(|r| r["moved_days"].as_i64().is_some_and(|d| d > 0)));
    let copy = tempfile::tempdir().unwrap();
    let other = copy.path().join("other.plan");
    std::fs::write(&other, PLAN.replace("300 users", "30 users")).unwrap();
    assert_eq!(
        changes(&sandbox.json(&["./shop.plan", other.to_str().unwrap()])),
        ["cart.rice.reach 300 users/month>30 users/month"]
    );
}

#[test]
fn without_a_repository_or_a_plan_it_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let plan = |folder: &Path, args: &[&str]| {
        let out = Command::new(env!("CARGO_BIN_EXE_plan")).args(args).current_dir(folder).output().unwrap();
        (out.status.code(), String::from_utf8(out.stderr).unwrap())
    };
    let (code, err) = plan(folder.path(), &["diff"]);
    assert_eq!(code, Some(3), "{err}");
    assert!(err.contains("git init"), "{err}");
    let sandbox = Sandbox::new();
    std::fs::create_dir(sandbox.path().join("new")).unwrap();
    std::fs::rename(sandbox.path().join("shop.plan"), sandbox.path().join("new/shop.plan")).unwrap();
    sandbox.commit("Move the plan");
    // The plan was in the folder above.
    assert_eq!(plan(&sandbox.path().join("new"), &["diff", "HEAD~1"]).0, Some(0));
    sandbox.git(&["rm", "-q", "-r", "new"]);
    sandbox.commit("Give it up");
    let (code, err) = plan(sandbox.path(), &["diff", "HEAD~1", "HEAD"]);
    assert_eq!(code, Some(3), "{err}");
    assert!(err.contains("has no plan"), "{err}");
}

/// A file that stands where a program would, and says so when it is run.
#[cfg(unix)]
#[test]
fn nothing_that_a_repository_names_is_run() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = Sandbox::new();
    let mark = sandbox.path().join(".git/mark");
    let program = sandbox.path().join(".git/program");
    std::fs::write(&program, format!("#!/bin/sh\ntouch '{}'\n", mark.display())).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    let program = program.display();
    let settings = format!(
        "[core]\n fsmonitor = {program}\n hooksPath = .git\n pager = {program}\n[diff]\n external = {program}\n\
         [diff \"evil\"]\n textconv = {program}\n command = {program}\n[filter \"evil\"]\n clean = {program}\n \
         smudge = {program}\n process = {program}\n[gpg]\n program = {program}\n[log]\n showSignature = true\n"
    );
    let config = sandbox.path().join(".git/config");
    let own = std::fs::read_to_string(&config).unwrap();
    std::fs::write(&config, own + &*settings).unwrap();
    sandbox.write(".gitattributes", "*.plan diff=evil filter=evil\n");
    sandbox.edit("reach: 300", "reach: 310");
    for args in [&["diff"][..], &["diff", "--staged"], &["diff", "HEAD", "HEAD"], &["diff", "--format", "md"]] {
        assert_eq!(sandbox.plan(args).0, 0, "{args:?}");
        assert!(!mark.exists(), "{args:?}");
    }
    // The control: git itself would.
    let _ = Command::new("git").args(["diff"]).current_dir(sandbox.path()).output();
    assert!(mark.exists());
}
