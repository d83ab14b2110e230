//! Every fix that a finding of the pages offers is applied: the finding is gone, and nothing new is wrong.

use crate::support::markdown::fences;
use crate::support::{self, Files, check, split};
use planwright::diagnostic::{Diagnostic, Fix};
use planwright::source::SourceSet;
use std::path::Path;

/// The plans of the pages of the language and of the codes, with where each stands.
fn plans() -> Vec<(String, Files)> {
    let mut found = Vec::new();
    for folder in ["tests/spec", "src/diagnostic/codes"] {
        for entry in std::fs::read_dir(Path::new(crate::ROOT).join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|e| e == "md") {
                let page = std::fs::read_to_string(&path).unwrap();
                let plans = fences(&page).into_iter().filter(|f| f.info.first().is_some_and(|i| i == "plan"));
                found.extend(plans.map(|f| (format!("{}:{}", path.display(), f.line), split(&f.text))));
            }
        }
    }
    found.sort();
    found
}

fn apply(files: &Files, fix: &Fix, sources: &SourceSet) -> Files {
    let name = sources.get(fix.span.source).name.to_string();
    let text = &files[&name];
    let (start, end) = (fix.span.start as usize, fix.span.end as usize);
    let mended = format!("{}{}{}", &text[..start], fix.replacement, &text[end..]);
    let mut files = files.clone();
    files.insert(name, mended);
    files
}

fn errors(found: &[Diagnostic]) -> usize {
    found.iter().filter(|d| d.is_error()).count()
}

#[test]
fn every_fix_mends_what_it_is_offered_for() {
    let (mut wrong, mut tried) = (Vec::new(), 0);
    for (place, files) in plans() {
        let (scored, found) = check(&files);
        for d in &found {
            for fix in &d.fixes {
                tried += 1;
                let mended = apply(&files, fix, &scored.sources);
                let (after, left) = check(&mended);
                let said = |found: &[Diagnostic]| {
                    found.iter().filter(|f| (f.code, &f.message) == (d.code, &d.message)).count()
                };
                // What was hidden behind a mistake may show, but of the same kind there is one less.
                if said(&left) >= said(&found) {
                    wrong.push(format!("{place}: {} stays after `{}`: {}", d.code, fix.title, d.message));
                } else if fix.safe && errors(&left) > errors(&found) {
                    wrong.push(format!(
                        "{place}: after `{}` there is more\n{}",
                        fix.title,
                        support::words(&left, &after.sources)
                    ));
                }
            }
        }
    }
    assert!(tried >= 40, "{tried}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
