//! What `plan git install` enters into a repository, and what the real git makes of it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const PLAN: &str = "plan shop \"Shop\" { rank_by: rice }

initiative cart \"Cart\" {
  team: core
  rice {
    reach: 300 users/month
    impact: high
    confidence: 80%
    effort: 2 person-months
  }
}

team core \"Core\" { capacity: 3 people }
";

struct Sandbox {
    folder: tempfile::TempDir,
}

impl Sandbox {
    fn new() -> Sandbox {
        let sandbox = Sandbox { folder: tempfile::tempdir().unwrap() };
        sandbox.git(&["init", "-q", "-b", "main"]);
        sandbox.write(PLAN);
        sandbox.git(&["add", "-A"]);
        sandbox.git(&["commit", "-q", "-m", "Plan the shop"]);
        sandbox
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Runs git with `plan` on its path; whether it succeeded, and what it printed.
    fn try_git(&self, args: &[&str]) -> Output {
        let plan = PathBuf::from(env!("CARGO_BIN_EXE_plan"));
        let folders = std::env::var_os("PATH").unwrap_or_default();
        let folders = std::iter::once(plan.parent().unwrap().to_path_buf()).chain(std::env::split_paths(&folders));
        Command::new("git")
            .args(args)
            .current_dir(self.path())
            .env_clear()
            .env("PATH", std::env::join_paths(folders).unwrap())
            .env("HOME", self.path())
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .envs([("GIT_AUTHOR_NAME", "Ann"), ("GIT_AUTHOR_EMAIL", "ann@example.org")])
            .envs([("GIT_COMMITTER_NAME", "Ann"), ("GIT_COMMITTER_EMAIL", "ann@example.org")])
            .env("GIT_EDITOR", "true")
            .output()
            .expect("git runs")
    }

    fn git(&self, args: &[&str]) -> String {
        let out = self.try_git(args);
        let said = [&out.stdout[..], &out.stderr].concat();
        assert!(out.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&said));
        String::from_utf8(out.stdout).unwrap()
    }

    fn plan(&self, args: &[&str]) -> (i32, String) {
        let out = Command::new(env!("CARGO_BIN_EXE_plan")).args(args).current_dir(self.path()).output().unwrap();
        (out.status.code().unwrap(), String::from_utf8_lossy(&[out.stdout, out.stderr].concat()).into_owned())
    }

    fn file(&self, name: &str) -> String {
        std::fs::read_to_string(self.path().join(name)).unwrap_or_default()
    }

    fn write(&self, text: &str) {
        std::fs::write(self.path().join("shop.plan"), text).unwrap();
    }

    /// A branch from `main` with one edit of the plan.
    fn branch(&self, name: &str, from: &str, to: &str) {
        self.git(&["checkout", "-q", "-b", name, "main"]);
        let text = self.file("shop.plan");
        assert!(text.contains(from), "{from}");
        self.write(&text.replace(from, to));
        self.git(&["commit", "-q", "-a", "-m", name]);
    }
}

#[test]
fn what_is_installed_can_be_removed() {
    let sandbox = Sandbox::new();
    let config = sandbox.file(".git/config");
    // Nobody is there to be asked.
    let (code, said) = sandbox.plan(&["git", "install"]);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("nothing is written") && said.contains("--yes"), "{said}");
    assert_eq!(sandbox.file(".git/config"), config);
    assert_eq!(sandbox.plan(&["git", "install", "--yes"]).0, 0);
    assert!(sandbox.git(&["config", "merge.planwright.driver"]).contains("plan git merge-driver"));
    assert_eq!(sandbox.git(&["check-attr", "merge", "shop.plan"]), "shop.plan: merge: planwright\n");
    let once = (sandbox.file(".git/config"), sandbox.file(".gitattributes"));
    assert!(sandbox.plan(&["git", "install", "--yes"]).1.contains("already"));
    assert_eq!((sandbox.file(".git/config"), sandbox.file(".gitattributes")), once);
    assert_eq!(sandbox.plan(&["git", "remove", "--yes"]).0, 0);
    assert_eq!((sandbox.file(".git/config"), sandbox.file(".gitattributes")), (config, String::new()));
    assert!(sandbox.plan(&["git", "remove", "--yes"]).1.contains("nothing"));
}

#[test]
fn fields_side_by_side_merge_by_merge_rebase_and_cherry_pick() {
    let wanted = PLAN.replace("reach: 300", "reach: 500").replace("impact: high", "impact: massive");
    let commands: [&[&str]; 3] =
        [&["merge", "-q", "--no-edit", "theirs"], &["rebase", "-q", "theirs"], &["cherry-pick", "theirs"]];
    for command in commands {
        let sandbox = Sandbox::new();
        assert_eq!(sandbox.plan(&["git", "install", "--yes"]).0, 0);
        sandbox.branch("theirs", "impact: high", "impact: massive");
        sandbox.branch("ours", "reach: 300", "reach: 500");
        sandbox.git(command);
        assert_eq!(sandbox.file("shop.plan"), wanted, "{command:?}");
        // The control: lines side by side are a conflict to git.
        let plain = Sandbox::new();
        plain.branch("theirs", "impact: high", "impact: massive");
        plain.branch("ours", "reach: 300", "reach: 500");
        assert!(!plain.try_git(command).status.success(), "{command:?}");
    }
}

#[test]
fn a_true_conflict_is_left_to_people() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.plan(&["git", "install", "--yes"]).0, 0);
    sandbox.branch("theirs", "reach: 300", "reach: 400");
    sandbox.branch("ours", "reach: 300", "reach: 500");
    let out = sandbox.try_git(&["merge", "theirs"]);
    assert_eq!(out.status.code(), Some(1));
    let text = sandbox.file("shop.plan");
    let marked = "<<<<<<< ours\n    reach: 500 users/month\n=======\n    reach: 400 users/month\n>>>>>>> theirs\n";
    assert!(text.contains(marked), "{text}");
    assert!(sandbox.git(&["status", "--short"]).contains("UU shop.plan"));
    assert!(String::from_utf8_lossy(&out.stderr).contains("shop.plan: conflict in initiative cart: rice.reach"));
}

#[test]
fn a_change_of_layout_is_no_difference() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.plan(&["git", "install", "--yes"]).0, 0);
    sandbox.write(&PLAN.replace("    reach", "        reach").replace("\nteam", "\n\n\nteam"));
    assert_eq!(sandbox.git(&["diff", "shop.plan"]), "");
    sandbox.write(&PLAN.replace("effort: 2", "effort: 3"));
    let shown = sandbox.git(&["diff", "shop.plan"]);
    assert!(shown.contains("initiative cart") && shown.contains("+    effort: 3 person-months"), "{shown}");
}
