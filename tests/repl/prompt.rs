//! On a terminal.

use super::terminal::Terminal;
use std::fmt::Write;
use std::path::Path;
use std::time::{Duration, Instant};

const PLAN: &str = r#"plan small "A small plan" { rank_by: rice; today: 2026-05-04 }
initiative sso "Single sign-on" { rice { reach: 500 users/month; impact: high; confidence: 80%; effort: 4 person-months } }
initiative search "Search that finds" { rice { reach: 900 users/month; impact: medium; confidence: 80%; effort: 2 person-months } }
initiative dark "Dark mode" { rice { reach: 700 users/month; impact: low; confidence: 100%; effort: 1 person-month } }
scenario freeze "Hiring freeze" { initiative dark { rice { effort: 3 person-months } } }
"#;

fn folder() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("small.plan"), PLAN).unwrap();
    dir
}

fn start(folder: &Path, state: &Path) -> Terminal {
    let terminal = Terminal::start(folder, state, &[], &[]);
    terminal.ready();
    terminal
}

#[test]
fn questions_changes_and_undo() {
    let (dir, state) = (folder(), tempfile::tempdir().unwrap());
    let mut t = start(dir.path(), state.path());
    assert!(
        t.screen().starts_with("A small plan: 3 initiatives, 3 warnings (`:check`); `:help` for help"),
        "{}",
        t.screen()
    );
    assert_eq!(t.run("sso.rice"), "200  (rank 3 of 3)");
    let moved = t.run(":set sso.rice.effort 1 person-month because \"measured\"");
    assert!(moved.contains("3 → 1  Single sign-on  200 → 800  effort 4 → 1 person-month"), "{moved}");
    assert!(moved.contains("2 others moved down by one"), "{moved}");
    t.shows("plan*>");
    let undone = t.run(":undo");
    assert!(undone.starts_with("undid 1: set sso.rice.effort 1 person-month"), "{undone}");
    assert!(undone.contains("1 → 3  Single sign-on"), "{undone}");
    let ranked = t.run(":rank --top 1");
    assert!(ranked.contains("search") && !ranked.contains("sso"), "{ranked}");
    let wrong = t.run(":set sso.rice.effort 3 foos");
    assert!(wrong.contains("error[") && wrong.contains(":set sso.rice.effort 3 foos"), "{wrong}");
    assert!(t.run(":rnak").contains("did you mean `:rank`?"));
    assert!(t.run(":scenario freeze").contains("effort 1 → 3 person-months"), "{}", t.screen());
    assert_eq!(std::fs::read_to_string(dir.path().join("small.plan")).unwrap(), PLAN);
    t.send("\x04");
    assert_eq!(t.ends(), 0);
}

#[test]
fn what_is_saved_is_all_that_changes() {
    let (dir, state) = (folder(), tempfile::tempdir().unwrap());
    let text = || std::fs::read_to_string(dir.path().join("small.plan")).unwrap();
    let mut t = start(dir.path(), state.path());
    t.run(":set sso.rice.effort 1 person-month");
    let saved = t.run(":save scenario lean \"A lean year\"");
    assert!(saved.contains("saved as the scenario lean, which is looked at now"), "{saved}");
    let lean = "\nscenario lean \"A lean year\" {\n  initiative sso { rice { effort: 1 person-month } }\n}\n";
    assert_eq!(text(), format!("{PLAN}{lean}"));
    t.run(":scenario none");
    t.run(":set search.rice.effort 3 person-months");
    let saved = t.run(":save small.plan");
    assert!(saved.contains("changed small.plan: 1 line for 1 line"), "{saved}");
    let token = PLAN.replace("confidence: 80%; effort: 2 person-months", "confidence: 80%; effort: 3 person-months");
    assert_eq!(text(), format!("{token}{lean}"));
    t.send("\x04");
    assert_eq!(t.ends(), 0);
}

#[test]
fn leaving_with_changes_says_so() {
    let (dir, state) = (folder(), tempfile::tempdir().unwrap());
    let mut t = start(dir.path(), state.path());
    t.run(":set sso.rice.effort 1 person-month");
    // Ctrl-D leaves only where nothing is typed.
    t.send("x\x04");
    t.shows("plan*> x");
    t.send("\x03");
    t.shows("Ctrl-D or `:quit` leaves");
    t.send(":quit\r");
    assert_eq!(t.ends(), 0);
    t.shows("1 change was not saved");
}

#[test]
fn completion_lists_with_descriptions_and_inserts_what_is_unique() {
    let (dir, state) = (folder(), tempfile::tempdir().unwrap());
    let mut t = start(dir.path(), state.path());
    t.send(":ra\t");
    t.shows("plan> :rank");
    t.send(" --by\t ri\t");
    t.shows("plan> :rank --by rice");
    t.send("\x15s\t");
    t.wait("a list", |s| s.contains("sso ") && s.contains("Single sign-on"));
    t.send("\x15sso.ric\t");
    t.shows("plan> sso.rice");
    t.send("\x15:set sso.rice.impact \t");
    t.wait("levels", |s| s.contains("massive") && s.contains("minimal"));
    t.send("\x15");
    let screen = t.screen();
    assert!(screen.lines().all(|l| l.chars().count() <= 80));
}

#[test]
fn what_is_typed_has_colours_and_takes_several_lines() {
    let (dir, state) = (folder(), tempfile::tempdir().unwrap());
    let mut t = start(dir.path(), state.path());
    t.send("initiative sso {\r");
    t.send("rice { effort: 1 person-month }\r");
    t.shows("rice { effort");
    assert_eq!(t.color_of("initiative"), Some(vt100::Color::Idx(5)));
    assert_eq!(t.color_of("effort"), Some(vt100::Color::Idx(4)));
    let moved = t.run("}");
    assert!(moved.contains("3 → 1  Single sign-on"), "{moved}");
    // Two empty lines give an input up, Alt-Enter begins a line wherever it is.
    t.run("initiative sso {\r\r");
    t.shows("given up");
    t.send("1 +\x1b\r");
    assert_eq!(t.run("2").lines().last(), Some("3"), "{}", t.screen());
    // Colours are off where nobody wants them.
    let mut plain = Terminal::start(dir.path(), state.path(), &[], &[("NO_COLOR", "1")]);
    plain.ready();
    plain.run("sso.rice");
    assert!(!plain.raw().contains("\x1b[3") && !plain.raw().contains("\x1b[1m"), "{:?}", plain.raw());
}

#[test]
fn nothing_wrong_ends_it() {
    let (dir, state) = (folder(), tempfile::tempdir().unwrap());
    let mut t = start(dir.path(), state.path());
    t.send_bytes(b"1 + \xff\xfe\r");
    t.shows("error: what was typed is not UTF-8 text");
    t.wait("the prompt", |_| t.at_prompt());
    assert!(t.run(":load nowhere.txt").contains("`nowhere.txt` can't be read"), "{}", t.screen());
    assert!(t.run(":rank --nope").contains("unexpected argument '--nope'"), "{}", t.screen());
    assert!(t.run(":rank 'x").contains("a quote is never closed"), "{}", t.screen());
    assert!(t.run(":today soon").contains("error: "), "{}", t.screen());
    assert!(t.run(")").contains("error["), "{}", t.screen());
    assert!(t.run("initiative sso { rice { effort: -1 person-month } }").contains("error["), "{}", t.screen());
    std::fs::remove_file(dir.path().join("small.plan")).unwrap();
    assert!(t.run("1 + 1").ends_with("2"), "{}", t.screen());
    std::fs::write(dir.path().join("small.plan"), "initiative { \0").unwrap();
    assert!(t.run("1 + 1").ends_with("2"), "{}", t.screen());
    std::fs::write(dir.path().join("small.plan"), PLAN).unwrap();
    assert!(t.run("sso.rice + 0").ends_with("200"), "{}", t.screen());
    t.send("\x04");
    assert_eq!(t.ends(), 0);
}

#[test]
fn the_history_outlives_a_session() {
    use std::os::unix::fs::PermissionsExt;
    let (dir, state) = (folder(), tempfile::tempdir().unwrap());
    let mut t = start(dir.path(), state.path());
    t.run("sso.rice + 1");
    t.run("team web {\r}");
    t.send("\x04");
    t.ends();
    let file = state.path().join("planwright/history");
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(std::fs::metadata(file.parent().unwrap()).unwrap().permissions().mode() & 0o777, 0o700);
    let mut t = start(dir.path(), state.path());
    t.send("\x1b[A");
    t.wait("the last entry, both of its lines", |s| s.contains("plan> team web {\n}"));
    t.send("\x03");
    t.shows("Ctrl-D or `:quit` leaves");
    t.wait("the prompt", |_| t.at_prompt());
    // What begins like an entry is hinted at; the right arrow takes it.
    t.send("sso.ri");
    t.shows("plan> sso.rice + 1");
    assert_eq!(t.run("\x1b[C").lines().last(), Some("201"));
    t.send("\x04");
    t.ends();
    // A history that can't be kept is a note.
    let t = Terminal::start(dir.path(), state.path(), &[], &[("PLAN_HISTORY", "/")]);
    t.ready();
    t.shows("the history can't be kept in `/`");
}

/// A plan whose scores take long once its formula counts.
fn slow() -> String {
    let mut text = String::from(
        "use \"slow.rhai\"\nplan slow \"Slow\" { rank_by: slow }\nframework slow \"Slow\" { input a { }; score: `a` }\n",
    );
    for n in 0..3_000 {
        let _ = writeln!(text, "initiative i{n} \"Item {n}\" {{ slow {{ a: {n} }} }}");
    }
    text
}

#[test]
fn ctrl_c_stops_what_runs_and_changes_nothing() {
    let (dir, state) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    std::fs::write(dir.path().join("slow.plan"), slow()).unwrap();
    let library = "fn slow(n, a) { if n <= 0 { a } else { slow(n - 1, a) + slow(n - 1, a) } }\n";
    std::fs::write(dir.path().join("slow.rhai"), library).unwrap();
    let mut t = start(dir.path(), state.path());
    assert_eq!(t.run("i7.slow + 0"), "7");
    stopped(&mut t, "framework slow { score: `slow(11, a)` }");
    assert_eq!(t.run("i7.slow + 0"), "7");
    assert_eq!(t.run(":what"), "nothing is changed");
    // A command over a plan that takes long stops as well.
    t.run("framework slow { score: `slow(9, a)` }");
    stopped(&mut t, ":rank --top 3");
    stopped(&mut t, ":check");
    assert_eq!(t.run("i7.slow").lines().last().map(|l| l.starts_with("3584")), Some(true), "{}", t.screen());
}

/// Runs something that takes long, and stops it.
fn stopped(t: &mut Terminal, line: &str) {
    let (before, taken) = (t.prompts(), t.taken());
    t.send(&format!("{line}\r"));
    t.wait("the line to be taken", |_| t.taken() > taken);
    // It runs by now, and for a while yet.
    std::thread::sleep(Duration::from_millis(100));
    assert_eq!(t.prompts(), before, "it was done before anybody could stop it\n{}", t.screen());
    let pressed = Instant::now();
    t.send("\x03");
    t.wait("the prompt", |_| t.prompts() > before && t.at_prompt());
    let took = pressed.elapsed();
    println!("the prompt was back after {took:?}");
    assert!(took < Duration::from_secs(2), "{took:?}");
    t.wait("the word on it", |screen| screen.lines().rev().nth(1).is_some_and(|l| l == "interrupted"));
}

/// A thousand lines of changes.
fn thousand() -> String {
    let mut text = String::new();
    for n in 1..=250 {
        let _ = writeln!(text, "initiative new{n} \"New {n}\" {{");
        let _ = writeln!(text, "  rice {{ reach: {n} users/month; impact: high; confidence: 80%;");
        let _ = writeln!(text, "    effort: 2 person-months }}\n}}");
    }
    assert_eq!(text.lines().count(), 1_000);
    text
}

#[test]
fn a_thousand_lines_are_pasted_or_loaded_as_one_change() {
    let (dir, state) = (folder(), tempfile::tempdir().unwrap());
    let text = thousand();
    std::fs::write(dir.path().join("more.txt"), &text).unwrap();
    let mut t = start(dir.path(), state.path());
    let begun = Instant::now();
    let before = t.prompts();
    t.send(&format!("\x1b[200~{text}\x1b[201~\r"));
    t.wait("the prompt", |_| t.prompts() > before && t.at_prompt());
    println!("pasted in {:?}", begun.elapsed());
    assert!(begun.elapsed() < Duration::from_secs(15), "{:?}", begun.elapsed());
    assert_eq!(t.run("count(ranking(\"rice\"))"), "253");
    assert!(t.run(":undo").starts_with("undid 1: initiative new1"), "{}", t.screen());
    assert_eq!(t.run("count(ranking(\"rice\"))"), "3");
    let begun = Instant::now();
    t.run(":load more.txt");
    println!("loaded in {:?}", begun.elapsed());
    assert!(begun.elapsed() < Duration::from_secs(15), "{:?}", begun.elapsed());
    assert_eq!(t.run("count(ranking(\"rice\"))"), "253");
    assert!(t.run(":undo").starts_with("undid 1:"));
}

#[test]
fn files_that_change_on_the_disk_are_read_again() {
    let (dir, state) = (folder(), tempfile::tempdir().unwrap());
    let mut t = start(dir.path(), state.path());
    t.run(":set dark.rice.effort 2 person-months");
    let path = dir.path().join("small.plan");
    std::fs::write(&path, PLAN.replace("effort: 4 person-months", "effort: 10 person-months")).unwrap();
    let seen = t.run("sso.rice");
    assert!(seen.contains("small.plan changed on disk: reloaded"), "{seen}");
    assert!(seen.contains("effort 4 → 10 person-months"), "{seen}");
    assert!(seen.ends_with("80  (rank 3 of 3)"), "{seen}");
    assert_eq!(t.run("dark.rice + 0"), "175");
    std::fs::write(dir.path().join("more.plan"), "team web \"Web\" { }\n").unwrap();
    let seen = t.run("team.web.title");
    assert!(seen.starts_with("more.plan changed on disk: reloaded\nnothing moved") && seen.ends_with("Web"), "{seen}");
}
