//! What is read and written: two at once, devices and pipes, files that can't be read, the folder of the plan.

use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

fn plan(folder: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_plan"));
    command.args(words).current_dir(folder).env("NO_COLOR", "1").stdin(Stdio::null());
    command
}

fn run(folder: &Path, words: &[&str]) -> Output {
    plan(folder, words).output().unwrap()
}

/// What it said, and its status.
fn said(folder: &Path, words: &[&str]) -> (String, i32) {
    let out = run(folder, words);
    let text = String::from_utf8_lossy(&out.stdout).into_owned() + &*String::from_utf8_lossy(&out.stderr);
    (text, out.status.code().unwrap_or(-1))
}

fn folder_with(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

fn read(folder: &Path, name: &str) -> String {
    std::fs::read_to_string(folder.join(name)).unwrap()
}

/// The files of a folder, hidden ones too.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// A plan of so many initiatives, so that reading and writing it takes a while.
fn many(count: usize) -> String {
    let one = |i: usize| {
        let inputs = format!("reach: {} users/month; impact: 1; confidence: 50%; effort: 2 person-months", i + 1);
        format!("initiative i{i} \"T\" {{ rice {{ {inputs} }} }}\n")
    };
    format!("plan p \"P\" {{ edition: 2026; rank_by: rice }}\n{}", (0..count).map(one).collect::<String>())
}

/// Runs two commands at once; their statuses.
fn both(folder: &Path, one: &[&str], other: &[&str]) -> (i32, i32) {
    let start = |words| plan(folder, words).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let (mut one, mut other) = (start(one), start(other));
    (one.wait().unwrap().code().unwrap_or(-1), other.wait().unwrap().code().unwrap_or(-1))
}

#[test]
fn of_two_writers_at_once_both_take_effect() {
    let folder = folder_with(&[("p.plan", &many(60))]);
    let at = folder.path();
    for round in 0..20 {
        let (one, other) = (format!("{} users/month", 90_000 + round), format!("{} users/month", 80_000 + round));
        assert_eq!(both(at, &["set", "i0.rice.reach", &one], &["set", "i10.rice.reach", &other]), (0, 0));
        let text = read(at, "p.plan");
        assert!(text.contains(&one) && text.contains(&other), "round {round}");
    }
    assert_eq!(names(at), ["p.plan"]);
}

#[test]
fn writers_of_every_sort_lose_nothing_to_each_other() {
    let table = "id,title,reach,impact,confidence,effort\nnew,New,5,1,50%,2\n";
    let metric = "metric m \"M\" { role: none; unit: % }\n";
    for round in 0..4 {
        let folder = folder_with(&[("p.plan", (many(40) + metric + "team   t {   }\n").as_str()), ("t.csv", table)]);
        let at = folder.path();
        both(at, &["set", "i1.rice.reach", "77777 users/month"], &["fmt"]);
        both(at, &["add", "m.actual", "5% on 2026-01"], &["import", "csv", "t.csv", "-o", "p.plan"]);
        both(at, &["check", "--fix"], &["set", "i2.rice.reach", "66666 users/month"]);
        let text = read(at, "p.plan");
        for part in ["77777 users/month", "66666 users/month", "team t { }", "5% on 2026-01", "initiative new"] {
            assert!(text.contains(part), "round {round}: {part}\n{}", &text[text.len().saturating_sub(600)..]);
        }
        assert_eq!(names(at), ["p.plan", "t.csv"]);
    }
}

#[cfg(unix)]
#[test]
fn a_writer_that_is_killed_leaves_the_original_and_the_next_one_cleans_up() {
    let folder = folder_with(&[("p.plan", &many(300))]);
    let at = folder.path();
    for round in 0..12u64 {
        let before = read(at, "p.plan");
        let value = format!("{} users/month", 50_000 + round);
        let mut child = plan(at, &["set", "i5.rice.reach", &value]).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(15 * round));
        let _ = child.kill();
        let _ = child.wait();
        let now = read(at, "p.plan");
        assert!(now == before || (now.contains(&value) && now.lines().count() == before.lines().count()), "{round}");
    }
    // One that died between making its file and renaming it.
    std::fs::write(at.join(".plan-Ab12Cd.tmp"), "half").unwrap();
    assert_eq!(said(at, &["set", "i6.rice.reach", "4 users/month"]).1, 0);
    assert_eq!(names(at), ["p.plan"]);
}

#[test]
fn a_change_that_check_would_refuse_is_not_made() {
    let text = "initiative a \"A\" { phase: delivery from 2026-01-05; rice { reach: 5 users/month; impact: 1; confidence: 50%; effort: 2 person-months } }\n";
    let folder = folder_with(&[("p.plan", text)]);
    for (path, value) in
        [("a.rice.reach", "0 users/month"), ("a.rice.effort", "5%"), ("a.needs", "a"), ("a.phase", "doing")]
    {
        let (out, status) = said(folder.path(), &["set", path, value]);
        assert!(status != 0 && read(folder.path(), "p.plan") == text, "{path} {value}: {out}");
    }
}

#[cfg(unix)]
mod unix {
    use super::*;

    const PLAN: &str = "plan p \"P\" { edition: 2026; rank_by: ice }\ninitiative a \"A\" { ice { impact: 5; confidence: 5; ease: 5 } }\n";

    fn pipe(at: &Path) {
        assert!(Command::new("mkfifo").arg(at).status().unwrap().success());
    }

    /// Runs it, and fails where it does not end by itself.
    fn ends(folder: &Path, words: &[&str]) -> (String, i32) {
        let mut child = plan(folder, words).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        for _ in 0..600 {
            if child.try_wait().unwrap().is_some() {
                let out = child.wait_with_output().unwrap();
                let text = String::from_utf8_lossy(&out.stdout).into_owned() + &*String::from_utf8_lossy(&out.stderr);
                return (text, out.status.code().unwrap_or(-1));
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        let _ = child.kill();
        panic!("{words:?} does not end");
    }

    #[test]
    fn a_pipe_is_written_into_and_stays_one() {
        use std::os::unix::fs::FileTypeExt;
        let folder = folder_with(&[("p.plan", PLAN), ("t.csv", "title,impact,confidence,ease\nB,1,2,3\n")]);
        let at = folder.path();
        pipe(&at.join("pipe"));
        for words in [
            &["report", "p.plan", "-o", "pipe"][..],
            &["doc", "a", "p.plan", "--as", "prd", "-o", "pipe"],
            &["chart", "ranking", "p.plan", "-o", "pipe"],
            &["import", "csv", "t.csv", "-o", "pipe"],
        ] {
            let reader = Command::new("cat").arg(at.join("pipe")).stdout(Stdio::piped()).spawn().unwrap();
            let (said, status) = ends(at, words);
            let got = reader.wait_with_output().unwrap().stdout;
            assert!(status == 0 && got.len() > 40, "{words:?}: {said}");
            assert!(std::fs::metadata(at.join("pipe")).unwrap().file_type().is_fifo());
        }
    }

    #[test]
    fn what_is_open_is_written_into() {
        let folder = folder_with(&[("p.plan", PLAN)]);
        let at = folder.path();
        // A file after the name of standard output is not replaced: what else is written there stands with it.
        let out = std::fs::File::create(at.join("all.txt")).unwrap();
        std::io::Write::write_all(&mut &out, b"before\n").unwrap();
        let mut command = plan(at, &["doc", "a", "p.plan", "--as", "prd", "-o", "/dev/stdout"]);
        assert!(command.stdout(out).status().unwrap().success());
        let text = read(at, "all.txt");
        assert!(text.starts_with("before\n# ") && names(at) == ["all.txt", "p.plan"], "{text}");
        let (text, status) = ends(at, &["doc", "a", "p.plan", "--as", "prd", "-o", "-"]);
        assert!(status == 0 && text.starts_with("# ") && names(at) == ["all.txt", "p.plan"], "{text}");
    }

    #[test]
    fn no_plan_is_overwritten_with_something_else() {
        let folder = folder_with(&[("p.plan", PLAN)]);
        let at = folder.path();
        std::os::unix::fs::symlink("p.plan", at.join("page.html")).unwrap();
        for to in ["p.plan", "./p.plan", "page.html", "new.plan"] {
            for words in ["report -o", "chart ranking -o", "doc a --as prd -o"] {
                let words: Vec<&str> = words.split(' ').chain([to]).collect();
                let (text, status) = ends(at, &words);
                assert!(status == 2 && text.contains("is a plan"), "{words:?}: {text}");
            }
        }
        assert_eq!((read(at, "p.plan"), names(at)), (PLAN.to_string(), vec!["p.plan".into(), "page.html".into()]));
    }

    #[test]
    fn standard_input_stands_alone() {
        let folder = folder_with(&[("p.plan", PLAN)]);
        for words in [["check", "-", "p.plan"], ["check", "p.plan", "-"], ["fmt", "-", "p.plan"]] {
            let (text, status) = ends(folder.path(), &words);
            assert!(status == 2 && text.contains("`-` goes alone"), "{words:?}: {text}");
        }
    }

    #[test]
    fn what_is_no_file_of_the_plan_is_not_formatted() {
        let folder = folder_with(&[("ws/p.plan", PLAN), ("out/x.plan", "team   t { }\n")]);
        let at = folder.path().join("ws");
        pipe(&at.join("pipe.plan"));
        std::os::unix::fs::symlink("../out/x.plan", at.join("link.plan")).unwrap();
        std::os::unix::fs::symlink("/dev/zero", at.join("zero.plan")).unwrap();
        for (name, why) in [
            ("pipe.plan", "it is not a regular file"),
            ("link.plan", "it leads out of the workspace"),
            ("zero.plan", "it leads out of the workspace"),
            ("/dev/zero", "it is not a regular file"),
        ] {
            let (text, status) = ends(&at, &["fmt", name]);
            assert!(status == 1 && text.contains(why) && text.contains("P0901"), "{name}: {text}");
        }
        assert_eq!(ends(&at, &["fmt"]).1, 1);
        assert_eq!(read(folder.path(), "out/x.plan"), "team   t { }\n");
        for words in [&["check", "link.plan"][..], &["set", "x.due", "2026-09", "link.plan"]] {
            let (text, status) = ends(&at, words);
            assert!(status == 3 && text.contains("it leads out of the workspace"), "{words:?}: {text}");
        }
        assert_eq!(read(folder.path(), "out/x.plan"), "team   t { }\n");
        for command in ["check", "rank", "status", "fmt", "results", "report"] {
            let (text, status) = ends(&at, &[command, "pipe.plan"]);
            assert!(status == 1 && text.contains("`pipe.plan` can't be read"), "{command}: {text}");
        }
    }

    #[test]
    fn a_file_that_is_not_utf8_is_named_by_every_command() {
        for around in [false, true] {
            let folder = folder_with(if around { &[("p.plan", PLAN)] } else { &[] });
            let at = folder.path();
            std::fs::write(at.join("bad.plan"), b"initiative a \"A\xff\" { }\n").unwrap();
            for words in [
                "check bad.plan",
                "check bad.plan --diagnostics json",
                "check bad.plan --diagnostics sarif",
                "check bad.plan --diagnostics short",
                "check bad.plan --diagnostics github",
                "fmt bad.plan",
                "fmt --check bad.plan",
                "rank bad.plan",
                "rank bad.plan --format json",
                "explain a bad.plan",
                "compare a b bad.plan",
                "choose bad.plan",
                "sensitivity bad.plan",
                "learn bad.plan",
                "status bad.plan",
                "roadmap bad.plan",
                "report bad.plan",
                "chart ranking bad.plan",
                "metrics bad.plan",
                "results bad.plan",
                "test bad.plan",
                "doc a bad.plan --as prd",
                "set nothing.phase idea bad.plan",
                "set a.ice.ease 6 bad.plan",
                "set a.ice.ease 7 bad.plan --dry-run",
                "add a.tags q bad.plan",
                "repl bad.plan -e 1",
            ] {
                let (text, status) = said(at, &words.split(' ').collect::<Vec<_>>());
                assert!(status != 0, "{words}: {text}");
                assert!(text.contains("`bad.plan` is not UTF-8 text (line 1)"), "{words}: {text}");
                assert!(!text.contains("no problems"), "{words}: {text}");
            }
            let (text, _) = said(at, &["check", "bad.plan", "--diagnostics", "json"]);
            assert!(text.contains("\"errors\": 1"), "{text}");
        }
    }
}

#[test]
fn a_file_that_is_named_and_no_part_of_the_plan_is_said_to_be_none() {
    let folder = folder_with(&[
        ("p.plan", "plan p \"P\" { edition: 2026 }\n"),
        ("notes.md", "# Notes\n"),
        (".hidden.plan", "team t { }\n"),
        (".gitignore", "old.plan\n"),
        ("old.plan", "team u { }\n"),
    ]);
    for name in ["notes.md", ".hidden.plan", "old.plan"] {
        let (text, status) = said(folder.path(), &["check", name]);
        assert!(status == 1 && text.contains(&format!("`{name}` is no file of the plan")), "{name}: {text}");
    }
    assert_eq!(said(folder.path(), &["check", "p.plan"]), ("no problems\n".to_string(), 0));
}

#[test]
fn the_folder_of_the_plan_is_found_as_its_items_are_and_said_once() {
    let rice = |reach: u32| {
        format!("rice {{ reach: {reach} users/month; impact: 1; confidence: 50%; effort: 1 person-months }}")
    };
    let company = format!(
        "plan company \"C\" {{ edition: 2026; rank_by: rice }}\ninitiative boss \"Boss\" {{ {} }}\n",
        rice(900)
    );
    let team = format!(
        "initiative mine \"Mine\" {{ tags: x }}   # Markdown uses ``` for fences\nplan team \"Team\" {{ edition: 2026; rank_by: rice }}\ninitiative ours \"Ours\" {{ {} }}\n",
        rice(9)
    );
    let folder =
        folder_with(&[("ws/plan.plan", &company), ("ws/team/team.plan", &team), ("ws/part/part.plan", "team t { }\n")]);
    let at = folder.path();
    let (text, status) = said(at, &["rank", "ws/team"]);
    assert!(status == 0 && text.contains("Ours") && !text.contains("Boss") && !text.contains("is part of"), "{text}");
    for (here, words, note) in [
        ("", &["rank", "ws/part"][..], "`ws/part` is part of the plan in `ws`\n"),
        ("", &["rank", "ws/part/part.plan"], "`ws/part/part.plan` is part of the plan in `ws`\n"),
        ("ws/part", &["check"], "this folder is part of the plan in `../`\n"),
        ("ws", &["status", "part"], "`part` is part of the plan in this folder\n"),
        ("ws/part", &["set", "boss.rice.reach", "800 users/month"], "this folder is part of the plan in `../`\n"),
    ] {
        let out = run(&at.join(here), words);
        let err = String::from_utf8_lossy(&out.stderr);
        assert_eq!(err.matches(note).count(), 1, "{words:?}: {err}");
        assert!(!String::from_utf8_lossy(&out.stdout).contains("is part of the plan"));
    }
    for words in [&["rank", "ws"][..], &["rank", "ws/plan.plan"]] {
        assert!(!said(at, words).0.contains("is part of the plan"));
    }
}
