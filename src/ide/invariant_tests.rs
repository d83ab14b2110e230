//! What holds of every text: no panic, sound ranges, bounded time, and offers that fit where they are made.
#![allow(clippy::disallowed_methods, reason = "a test measures time")]

use super::tests::known;
use super::*;
use crate::diagnostic::Code;
use crate::evaluate::QueryError;
use crate::model::{Initiative, Plan, Record};
use crate::pipeline::{Source, View};
use crate::quantity::Date;
use crate::schema::Schema;
use crate::source::{MemoryFiles, SourceId};
use crate::syntax::{Block, Literal, parse};
use proptest::prelude::*;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

const LANGUAGES: [Language<'static>; 6] = [
    Language::Any,
    Language::Plan,
    Language::Formula,
    Language::Query,
    Language::Address,
    Language::Value { of: "detection.rice.reach" },
];

fn files() -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, out: &mut Vec<(PathBuf, String)>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, out);
            } else if path.extension().is_some_and(|e| e == "plan" || e == "rhai") {
                let text = std::fs::read_to_string(&path).unwrap();
                out.push((path, text));
            }
        }
    }
    let mut files = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples"), &mut files);
    files.sort();
    files
}

fn sound(text: &str, offset: usize) {
    for language in LANGUAGES {
        let mut end = 0;
        for (range, class) in token_classes(text, language) {
            assert!(end <= range.start && range.start < range.end, "{class:?} at {range:?} of {text:?}");
            assert!(text.get(range.clone()).is_some(), "{range:?} of {text:?}");
            end = range.end;
        }
        if let InputState::Open { what, at, .. } = input_state(text, language) {
            assert!(text[at..].starts_with(what.as_str()), "{what:?} at {at} of {text:?}");
        }
        let found = complete(text, offset, language, &known());
        assert!(found.start <= offset && text.get(found.start..offset).is_some(), "{language:?} {found:?}");
        assert!(found.candidates.len() <= MAX_CANDIDATES);
        assert!(found.candidates.iter().all(|c| !c.text.is_empty() && !c.detail.contains('\n')));
        if let Some((range, _)) = hover(text, offset, language, &known()) {
            assert!(range.start <= offset && offset <= range.end);
        }
    }
    assert_ne!(language_of(text), Language::Any);
    let _ = describe(text, &known());
}

fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|n| text.is_char_boundary(*n)).unwrap_or(0)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..Default::default() })]

    #[test]
    fn any_text_is_answered(text in "(?s).{0,80}", at in 0usize..400) {
        sound(&text, boundary(&text, at));
    }

    #[test]
    fn any_row_of_words_is_answered(
        words in prop::collection::vec(prop::sample::select(vec![
            "initiative", "detection", "rice", "{", "}", "[", "]", "(", ")", "\"", "\"\"\"", "`", "```", "#", "//", "/*", "*/",
            ":", ";", ",", "=", "?", "/", ".", "-", "%", "$50K", "3", "2026-Q2", "person-months", "because", "to", "likely", "by",
            "\n", " ", "é", "impact", "high", "use", "\\", "==", "phase", "has", "success", "scenario", "for", "\u{FEFF}", "€", "\r\n",
        ]), 0..24),
        at in 0usize..200,
    ) {
        let text = words.concat();
        sound(&text, boundary(&text, at));
        let text = words.join(" ");
        sound(&text, boundary(&text, at));
    }

    #[test]
    fn mutated_plans_are_answered(
        file in 0usize..16,
        from in 0usize..10_000,
        edits in prop::collection::vec((0usize..1_500, 0usize..6, "[a-z0-9 \"`#{}\\[\\]:;,\n$%€/.-]{0,4}"), 0..5),
        at in 0usize..1_500,
    ) {
        let files = files();
        let whole = &files[file % files.len()].1;
        let mut text: Vec<char> = whole.chars().skip(from % whole.len()).take(1_500).collect();
        for (at, cut, put) in edits {
            let at = at.min(text.len());
            let end = (at + cut).min(text.len());
            text.splice(at..end, put.chars());
        }
        let text: String = text.into_iter().collect();
        sound(&text, boundary(&text, at));
    }
}

#[test]
fn every_file_of_the_examples_is_finished_and_has_no_error() {
    for (path, text) in files().iter().filter(|(p, _)| p.extension().is_some_and(|e| e == "plan")) {
        assert_eq!(language_of(text), Language::Plan, "{}", path.display());
        assert_eq!(input_state(text, Language::Plan), InputState::Complete, "{}", path.display());
        let wrong = token_classes(text, Language::Plan).into_iter().find(|(_, c)| *c == TokenClass::Error);
        assert_eq!(wrong.map(|(r, _)| &text[r]), None, "{}", path.display());
    }
}

/// Every place in a file where a value may be completed: the bytes that are replaced.
fn value_places(text: &str) -> Vec<Range<usize>> {
    fn collect(block: Block<'_>, out: &mut Vec<Range<usize>>) {
        for field in block.fields() {
            for phrase in field.value().phrases {
                let tails = phrase.tails.iter().map(|(_, _, o)| o);
                for operand in std::iter::once(&phrase.head).chain(tails) {
                    let span = operand.low.span;
                    let (start, end) = (span.start as usize, span.end as usize);
                    match &operand.low.literal {
                        Literal::Number { symbol: None, unit: Some((unit, place)), .. } if !unit.starts_with('/') => {
                            out.push(place.start as usize..place.end as usize);
                        }
                        // What follows a word depends on it: a metric's change is in the metric's own unit.
                        Literal::Word(_) if phrase.tails.last().is_none_or(|(_, _, last)| last == operand) => {
                            out.push(start..end);
                        }
                        _ => {}
                    }
                }
            }
        }
        block.blocks().for_each(|b| collect(b, out));
    }
    let mut out = Vec::new();
    parse(SourceId(0), text.into()).blocks().for_each(|b| collect(b, &mut out));
    out
}

#[test]
fn what_is_offered_for_a_value_may_stand_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/observability");
    let all: Vec<(PathBuf, String)> = files().into_iter().filter(|(p, _)| p.starts_with(&root)).collect();
    let (mut places, mut parsed, mut resolved) = (0, 0, 0);
    for (path, text) in &all {
        for place in value_places(text) {
            places += 1;
            let mut typed = text.clone();
            typed.replace_range(place.clone(), "");
            let found = complete(&typed, place.start, Language::Plan, &known());
            let offered = found.candidates.iter().filter(|c| c.kind != CandidateKind::Connective);
            for (nth, candidate) in offered.enumerate() {
                let mut whole = typed.clone();
                whole.replace_range(found.start..place.start, &candidate.text);
                parsed += 1;
                let damage = parse(SourceId(0), whole.as_str().into()).diagnostics;
                assert_eq!(damage, [], "`{}` at {} of {}", candidate.text, place.start, path.display());
                // Reading the whole workspace takes its time: a sample of them.
                if (places * 7 + nth) % 29 == 0 {
                    resolved += 1;
                    let put = found.start..found.start + candidate.text.len();
                    assert_fits(&root, &all, path, &whole, put);
                }
            }
        }
    }
    assert!(places > 250 && parsed > 2_500 && resolved > 80, "{places} {parsed} {resolved}");
}

/// The value that was put into a file of the workspace is of the right type.
fn assert_fits(root: &Path, all: &[(PathBuf, String)], changed: &Path, text: &str, put: Range<usize>) {
    let name = |p: &Path| p.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
    let files = all.iter().map(|(p, t)| (name(p), if p == changed { text.to_string() } else { t.clone() }));
    let resolved =
        Source::files(MemoryFiles(files.collect())).parse().unwrap().resolve(&View::default()).unwrap().resolved;
    let wrong = [Code::WRONG_TYPE, Code::UNKNOWN_LEVEL, Code::UNKNOWN_REFERENCE, Code::WRONG_DIMENSION];
    // A currency is a currency also where its rate makes no sense.
    let errors = resolved.diagnostics.iter().filter(|d| d.is_error() && !d.message.contains("rate contradicts"));
    let wrong = errors.filter(|d| wrong.contains(&d.code)).find(|d| {
        let span = d.label.span;
        let file = resolved.sources.get(span.source).unwrap().name.clone();
        *file == *name(changed) && (span.start as usize) < put.end && put.start < span.end as usize
    });
    assert_eq!(wrong.map(|d| &d.message), None, "`{}` in {}", &text[put], changed.display());
}

#[test]
fn facts_that_are_offered_are_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/observability");
    let view = View { today: Date::new(2026, 5, 4), ..View::default() };
    let scored = Source::open(&root).unwrap().parse().unwrap().resolve(&view).unwrap().evaluate();
    let known = known();
    let mut asked = 0;
    for prefix in ["", "it.", "evidence.", "owner.", "decision.", "metric.nrr.", "plan.", "metric."] {
        for candidate in complete(prefix, prefix.len(), Language::Query, &known).candidates {
            let is_fact =
                matches!(candidate.kind, CandidateKind::Field | CandidateKind::Block | CandidateKind::Framework);
            // Frameworks of the library that the plan does not use can't be asked before somebody names them.
            let framework = candidate.kind == CandidateKind::Framework;
            if !is_fact || framework && !known.plan.frameworks.contains_key(&*candidate.text) {
                continue;
            }
            let text = format!("{prefix}{}", candidate.text);
            let sso = known.plan.by_id["sso"];
            let ask = |text: &str| scored.evaluated.query(text, false).and_then(|q| q.ask(sso, Some("rice")));
            // A block is no value by itself; that it is there is what counts.
            let strange = |e: &QueryError| {
                (e.message.contains("there is no") || e.message.contains("unknown name"))
                    || e.message.contains("that has none")
            };
            assert_eq!(ask(&text).err().filter(strange), None, "{text}");
            assert!(ask(&format!("{text}_not")).err().is_some_and(|e| strange(&e)), "{text}_not");
            asked += 1;
        }
    }
    assert!(asked > 120, "{asked}");
}

#[test]
fn large_plans_and_texts_take_no_time() {
    let mut plan = Plan::default();
    for n in 0..10_000 {
        let record = Record { id: format!("item_{n}").into(), ..Record::empty("initiative") };
        std::sync::Arc::make_mut(&mut plan.by_id).insert(record.id.clone(), n);
        plan.initiatives.push(std::sync::Arc::new(Initiative { record, phase: None, open: true }));
    }
    let schema = Schema::default();
    let known = Knowledge { plan: &plan, schema: &schema };
    complete("", 0, Language::Any, &known);
    let begin = Instant::now();
    for (text, language) in [
        ("", Language::Any),
        ("item_99", Language::Formula),
        ("em_99", Language::Formula),
        ("i9", Language::Address),
        ("initiative x { needs: it", Language::Plan),
        ("initiative x { tags: it", Language::Plan),
    ] {
        let found = complete(text, text.len(), language, &known);
        assert!(found.candidates.len() <= MAX_CANDIDATES);
    }
    let many = complete("", 0, Language::Formula, &known).candidates;
    assert!(many.iter().any(|c| c.text == "ranking"), "functions have room beside thousands of items");
    // Long texts of what is worst for a scanner.
    for piece in
        ["{", "}", "\"", "`", "\"\"\"", "a b {\n", "x: \"}}} ", "\n", "[", "because\n", "/*", "{ { ", "a.", "- "]
    {
        let text = piece.repeat(200_000 / piece.len());
        token_classes(&text, Language::Plan);
        token_classes(&text, Language::Formula);
        input_state(&text, Language::Plan);
        input_state(&text, Language::Formula);
        complete(&text, text.len(), Language::Plan, &known);
        complete(&text, text.len(), Language::Formula, &known);
    }
    assert!(begin.elapsed() < Duration::from_secs(20), "{:?}", begin.elapsed());
}
