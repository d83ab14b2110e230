//! Shared by the tests of whole plans: reads a plan, holds everything it says against the house style, and knows
//! the marks, `# error: [P0201]`, that a plan in a page carries.
#![allow(dead_code, reason = "each test uses a part of it")]

pub(crate) mod markdown;
pub(crate) mod prng;

use planwright::diagnostic::Diagnostic;
use planwright::quantity::{Date, Period};
use planwright::source::{MemoryFiles, SourceSet};
use planwright::{Scored, Source, View};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The day that every plan of the tests is read on.
pub(crate) const TODAY: &str = "2026-05-04";

/// The files of a plan, by path.
pub(crate) type Files = BTreeMap<String, String>;

/// How plans of the tests are looked at where they don't say otherwise.
pub(crate) fn view() -> View {
    View { day: Some(date(TODAY)), ..View::default() }
}

/// A day.
pub(crate) fn date(day: &str) -> Date {
    Period::parse(day).expect("a day of the calendar").first()
}

/// A plan of one file.
pub(crate) fn one(text: &str) -> Files {
    Files::from([("plan.plan".to_string(), text.to_string())])
}

/// Scores a plan. The day is the plan's own, where it has one.
pub(crate) fn scored(files: &Files, view: &View) -> Scored {
    let parsed = Source::files(MemoryFiles(files.clone())).parse().expect("memory can be read");
    parsed.resolve(view).expect("the plan has what the view names").evaluate()
}

/// Everything that `plan check` and `plan test` find, held against the house style.
pub(crate) fn findings(scored: &Scored) -> Vec<Diagnostic> {
    let checked = scored.check();
    let mut found = checked.clone();
    let examples = scored.evaluated.examples().into_iter().filter_map(|e| e.problem);
    found.extend(examples.filter(|d| !checked.contains(d)));
    // An expectation that can't be asked is found by both.
    let expects: Vec<Diagnostic> =
        scored.evaluated.expectation_results().into_iter().filter_map(|e| e.problem).collect();
    found.extend(expects.into_iter().filter(|d| !checked.contains(d)));
    found.iter().for_each(|d| assert_house_style(d, &scored.sources));
    found
}

/// Scores and finds in one step.
pub(crate) fn check(files: &Files) -> (Scored, Vec<Diagnostic>) {
    let scored = scored(files, &view());
    let found = findings(&scored);
    (scored, found)
}

/// Messages are lower case without a full stop and never name a Rust type; every finding has a help; every place
/// lies within its source, on whole characters.
pub(crate) fn assert_house_style(d: &Diagnostic, sources: &SourceSet) {
    let said = &d.message;
    let first = said.chars().next().unwrap_or('?');
    // A finding about something named in the plan may begin with it, in backticks.
    assert!(
        first == '`' || first.is_lowercase() || first.is_ascii_digit(),
        "{}: begins with a capital: {said}",
        d.code
    );
    assert!(!said.ends_with(['.', '!', ':', ' ']), "{}: ends with a stop: {said}", d.code);
    assert!(!said.contains('\n'), "{}: more than a line: {said}", d.code);
    // What is quoted may hold a backtick of its own; then it can't be told from what is said.
    let plain = if said.matches('`').count().is_multiple_of(2) { outside_backticks(said) } else { String::new() };
    for word in ["Some(", "None", "f64", "usize", "Vec<", "&str", "Err(", "String(", "INT", "FLOAT", "dynamic"] {
        assert!(!plain.contains(word), "{}: names a type: {said}", d.code);
    }
    let help = d.help.as_deref().unwrap_or_else(|| panic!("{}: no help: {said}", d.code));
    let places = std::iter::once(&d.label).chain(&d.labels).map(|l| l.span).chain(d.fixes.iter().map(|f| f.span));
    for span in places {
        let known = sources.iter().any(|(id, _)| id == span.source);
        assert!(known, "{}: in no source: {said}", d.code);
        let text = &sources.get(span.source).unwrap().text;
        // A place at the very end may point one past it.
        let (start, end) = (span.start as usize, (span.end as usize).min(text.len()));
        assert!(span.end as usize <= text.len() + 1, "{}: beyond its source: {said} {span:?}", d.code);
        assert!(text.get(start.min(text.len())..end).is_some(), "{}: cuts a character: {said} {span:?}", d.code);
    }
    // The help of a rule is its author's own.
    if d.code == planwright::diagnostic::Code::RULE_BROKEN {
        return;
    }
    assert!(help.len() >= 8, "{}: a short help: {help}", d.code);
    assert!(!help.ends_with('.'), "{}: the help ends with a full stop: {help}", d.code);
}

fn outside_backticks(text: &str) -> String {
    text.split('`').step_by(2).collect()
}

/// A finding as its mark shows it, with its place: file, line from 1, severity, code.
pub(crate) type ExpectedDiagnostic = (String, u32, &'static str, String);

/// The marks that findings would need.
pub(crate) fn marks_of(found: &[Diagnostic], sources: &SourceSet) -> Vec<ExpectedDiagnostic> {
    let mark = |d: &Diagnostic| {
        let place = sources.locate(d.label.span).unwrap();
        (
            sources.get(d.label.span.source).unwrap().name.to_string(),
            place.line,
            d.severity.as_str(),
            d.code.to_string(),
        )
    };
    let mut marks: Vec<ExpectedDiagnostic> = found.iter().map(mark).collect();
    marks.sort();
    marks
}

/// The marks that a plan carries: `# error: [P0201], warning: [P0306]` at the end of a line.
pub(crate) fn marks_in(files: &Files) -> Vec<ExpectedDiagnostic> {
    let mut marks = Vec::new();
    for (name, text) in files {
        for (index, line) in text.lines().enumerate() {
            let starts = ["# error: [", "# warning: [", "# note: ["];
            let Some(at) = starts.iter().filter_map(|s| line.rfind(s)).min() else { continue };
            for part in line[at + 2..].split("], ") {
                let (word, code) =
                    part.trim_end_matches(']').split_once(": [").unwrap_or_else(|| panic!("a mark: {line}"));
                let word = ["error", "warning", "note"]
                    .into_iter()
                    .find(|w| *w == word)
                    .unwrap_or_else(|| panic!("a severity: {line}"));
                marks.push((name.clone(), index as u32 + 1, word, code.to_string()));
            }
        }
    }
    marks.sort();
    marks
}

/// Splits a text at its `# file: NAME` lines; without one it is a single file.
pub(crate) fn split(text: &str) -> Files {
    let mut files = Files::new();
    let mut name = "plan.plan".to_string();
    for line in text.split_inclusive('\n') {
        if let Some(next) = line.strip_prefix("# file: ") {
            name = next.trim().to_string();
            files.insert(name.clone(), String::new());
        } else {
            files.entry(name.clone()).or_default().push_str(line);
        }
    }
    files
}

/// The findings in words, for the message of a failing test.
pub(crate) fn words(found: &[Diagnostic], sources: &SourceSet) -> String {
    let word = |d: &Diagnostic| {
        let place = sources.locate(d.label.span).unwrap();
        let help = d.help.as_deref().unwrap_or("");
        format!(
            "  {}:{} {}[{}] {} ({help})\n",
            sources.get(d.label.span.source).unwrap().name,
            place.line,
            d.severity.as_str(),
            d.code,
            d.message
        )
    };
    found.iter().map(word).collect()
}

/// The files below a folder whose names end in `.ending`, in the order of their paths.
pub(crate) fn files_below(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files_below(&path, ending));
        } else if path.extension().is_some_and(|e| e == ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}
