//! Without a terminal.

use std::io::{Read, Write};
use std::process::{Child, Command, Output, Stdio};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

const PLAN: &str = "plan small \"Small\" { rank_by: ice }
initiative sso \"Single \\u{1b}[31msign-on\" { ice { impact: 5; confidence: 6; ease: 9 } }
initiative dark \"Dark mode\" { ice { impact: 2; confidence: 9; ease: 8 } }
";

struct Ran {
    out: String,
    err: String,
    code: Option<i32>,
}

/// What a program printed, once it has ended; one that does not is killed, and the test fails.
fn finished(mut child: Child) -> Output {
    fn all(stream: Option<impl Read + Send + 'static>) -> JoinHandle<Vec<u8>> {
        std::thread::spawn(move || {
            let mut bytes = Vec::new();
            stream.map(|mut s| s.read_to_end(&mut bytes));
            bytes
        })
    }
    let (out, err) = (all(child.stdout.take()), all(child.stderr.take()));
    let start = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if start.elapsed() > Duration::from_secs(60) {
            child.kill().unwrap();
            panic!("it does not end");
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    Output { status, stdout: out.join().unwrap(), stderr: err.join().unwrap() }
}

/// Feeds `plan repl` over a small plan.
fn fed(args: &[&str], input: &[u8]) -> Ran {
    fed_in(&tempfile::tempdir().unwrap(), args, input)
}

fn fed_in(dir: &tempfile::TempDir, args: &[&str], input: &[u8]) -> Ran {
    std::fs::write(dir.path().join("small.plan"), PLAN).unwrap();
    std::fs::write(
        dir.path().join("more.txt"),
        "initiative more \"More\" { }\ninitiative sso { ice { ease: 1 } }\n:by ice\nsso.ice\n",
    )
    .unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_plan"))
        .arg("repl")
        .args(args)
        .current_dir(dir.path())
        .env_remove("CLICOLOR_FORCE")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // It may leave before it has read all.
    let _ = stdin.write_all(input);
    drop(stdin);
    let done = finished(child);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let ran = Ran { out: text(done.stdout), err: text(done.stderr), code: done.status.code() };
    assert!(!ran.out.contains('\u{1b}') && !ran.err.contains('\u{1b}'), "{}{}", ran.out, ran.err);
    ran
}

#[test]
fn only_results_are_printed() {
    let ran = fed(
        &[],
        b"sso.ice\n# a comment\n\ninitiative dark {\n  ice { impact: 9 }\n}\ndark.ice > sso.ice\nranking(\"ice\")\n",
    );
    assert_eq!((ran.code, &*ran.err), (Some(0), ""));
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(lines[0], "90  (rank 1 of 2)");
    assert_eq!(lines[1], "ice, 2 ranked");
    assert!(lines[3].contains("2 → 1  Dark mode  48 → 216  impact 2 → 9"), "{}", ran.out);
    assert_eq!(lines[4], "1 other moved down by one");
    assert_eq!((lines[5], lines[6].starts_with("rank  id")), ("yes", true));
    assert!(lines[7].starts_with("   1  dark  Dark mode") && lines[8].starts_with("   2  sso  "), "{}", ran.out);
}

#[test]
fn a_hostile_title_is_shown_escaped() {
    let ran = fed(&[], b"sso.title\n:rank\n:set sso.ice.ease 1\n");
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(ran.out.matches("Single \\u{1b}[31msign-on").count(), 3, "{}", ran.out);
}

#[test]
fn the_first_error_ends_it() {
    let ran = fed(&[], b"1 + 1\nsso.nope\n2 + 2\n");
    assert_eq!((ran.code, &*ran.out), (Some(1), "2\n"));
    assert!(ran.err.contains("input:2:"), "{}", ran.err);
    let ran = fed(&["--keep-going"], b"1 + 1\nsso.nope\n:nope\n2 + 2\n");
    assert_eq!((ran.code, &*ran.out), (Some(1), "2\n4\n"));
    assert!(ran.err.contains("error: input:3: there is no command `:nope`"), "{}", ran.err);
}

#[test]
fn what_is_no_text_or_is_never_closed_is_an_error() {
    let ran = fed(&[], b"1 + 1\n\xff\xfe\n2 + 2\n");
    assert_eq!((ran.code, &*ran.out), (Some(1), "2\n"));
    assert_eq!(ran.err, "error: input:2: the line is not UTF-8 text\n");
    let ran = fed(&["--keep-going"], b"1 + 1\n\xff\xfe\n2 + 2\n");
    assert_eq!((ran.code, &*ran.out), (Some(1), "2\n4\n"));
    let ran = fed(&[], b"1 + 1\n\ninitiative a {\n  rice {\n");
    assert_eq!((ran.code, &*ran.out), (Some(1), "2\n"));
    assert!(ran.err.contains("error: input:3: `{` is never closed"), "{}", ran.err);
}

#[test]
fn quit_and_the_command_line() {
    let ran = fed(&[], b"1 + 1\n:quit\n2 + 2\n");
    assert_eq!((ran.code, &*ran.out), (Some(0), "2\n"));
    let ran = fed(&["-e", "1 + 1", "--eval", ":set sso.ice.ease 1", "-e", "sso.ice"], b"");
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.starts_with("2\nice, 2 ranked\n") && ran.out.ends_with("\n10  (rank 2 of 2)\n"), "{}", ran.out);
    let ran = fed(&["-e", "1 +", "-e", "2"], b"");
    assert_eq!((ran.code, &*ran.out), (Some(1), ""));
    let ran = fed(&["--scenario", "nope"], b"");
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    let ran = fed(&[], b":load more.txt\n:what\n");
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.contains("ranking by ice\n10  (rank 2 of 2)\n1  initiative more"), "{}", ran.out);
    assert!(ran.out.contains("  sso.ice: ease 9 → 1"), "{}", ran.out);
}

#[test]
fn changes_are_saved() {
    let dir = tempfile::tempdir().unwrap();
    let ran = fed_in(&dir, &[], b":set dark.ice.impact 9 because \"asked\"\n:save\n:what\n");
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.ends_with("changed small.plan: 1 line for 1 line\nnothing is changed\n"), "{}", ran.out);
    let text = std::fs::read_to_string(dir.path().join("small.plan")).unwrap();
    assert_eq!(text, PLAN.replace("impact: 2", "impact: 9 because \"asked\""));
    let input = b":set sso.ice.ease 1\n:save scenario lean \"A lean year\"\n:scenario\n:scenario none\n";
    let ran = fed_in(&dir, &[], input);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(
        ran.out.contains("saved as the scenario lean, which is looked at now\n* lean  A lean year\n"),
        "{}",
        ran.out
    );
    let text = std::fs::read_to_string(dir.path().join("small.plan")).unwrap();
    assert!(text.contains("scenario lean \"A lean year\" {"), "{text}");
    let ran = fed_in(&dir, &["--keep-going"], b":save\n:set sso.ice.ease 1\n:save ../x.plan\n:save scenario\n");
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("error: input:1: nothing is changed"), "{}", ran.err);
    assert!(ran.err.contains("`../x.plan` is no place for a part of the plan"), "{}", ran.err);
}

#[test]
fn commands_see_the_changes_of_the_session() {
    let input =
        b":set dark.ice.impact 9\n:rank --format csv --top 1\n:explain dark --format json\n:check\n:rank --nope\n";
    let ran = fed(&["--keep-going"], input);
    assert_eq!(ran.code, Some(1));
    assert!(ran.out.contains("\n1,216,dark,"), "{}", ran.out);
    assert!(ran.out.contains("\"score\": 216.0"), "{}", ran.out);
    assert!(ran.err.contains("no problems") && ran.err.contains("unexpected argument '--nope'"), "{}", ran.err);
    assert!(ran.err.contains("Usage: :rank"), "{}", ran.err);
}

#[test]
fn nobody_reading_is_no_mistake() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("small.plan"), PLAN).unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_plan"))
        .args(["repl", "--keep-going"])
        .current_dir(dir.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut stdin = child.stdin.take().unwrap();
    let _ = stdin.write_all("1 + 1\n".repeat(1_000).as_bytes());
    drop(stdin);
    let done = finished(child);
    assert_eq!((done.status.code(), done.stderr.len()), (Some(0), 0));
}
