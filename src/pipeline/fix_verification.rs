//! Fixes are tried before they are offered: one that does not check clean at its place leaves the pipeline with none.

use super::view::View;
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::edit::{Edit, apply};
use crate::evaluate::Evaluated;
use crate::resolve::ResolvedPlan;
use crate::source::{SourceId, Span};
use std::collections::BTreeMap;

/// What is tried one by one, where several fixes tried at once did not all hold. What lies beyond is not offered.
const MAX_SINGLE_TRIALS: usize = 24;
/// A plan of more bytes is large.
const LARGE_PLAN_BYTES: usize = 1_000_000;
/// How often many fixes are tried at once; what touches another has its turn in a later round.
const MAX_ROUNDS: usize = 4;

/// Takes away the fixes after which something is wrong at their place, and those that leave what they were offered for.
/// `lints` gives what is found where rules are asked: what was wrong there before a fix is not of its making. `score` scores
/// the plan after fixes.
pub(super) fn keep_verified_fixes(
    found: &mut [Diagnostic],
    resolved: &ResolvedPlan,
    view: &View,
    lints: &dyn Fn() -> Vec<Diagnostic>,
    score: &dyn Fn(ResolvedPlan) -> Evaluated,
) {
    if found.iter().all(|d| d.fixes.is_empty()) {
        return;
    }
    let lints: Vec<Diagnostic> = lints().into_iter().filter(Diagnostic::is_error).collect();
    let mut open: Vec<(usize, usize)> = Vec::new();
    let most = found.iter().map(|d| d.fixes.len()).max().unwrap_or(0);
    // The preferred fix of each comes first.
    for fix in 0..most {
        open.extend(found.iter().enumerate().filter(|(_, d)| d.fixes.len() > fix).map(|(at, _)| (at, fix)));
    }
    let mut good: Vec<(usize, usize)> = Vec::new();
    let mut alone: Vec<(usize, usize)> = Vec::new();
    for _ in 0..MAX_ROUNDS {
        let Some(batch) = non_overlapping(found, &open) else { break };
        open.retain(|key| !batch.contains(key));
        let (held, fell): (Vec<_>, Vec<_>) = try_fixes(found, &lints, &batch, resolved, view, score);
        good.extend(held);
        // One that was tried alone has had its turn.
        alone.extend(fell.into_iter().filter(|_| batch.len() > 1));
    }
    alone.extend(open);
    alone.sort_unstable();
    // A large plan takes its time each time that it is read.
    let size: usize = resolved.sources.iter().map(|(_, s)| s.text.len()).sum();
    let most = if size > LARGE_PLAN_BYTES { MAX_SINGLE_TRIALS / 12 } else { MAX_SINGLE_TRIALS };
    for key in alone.into_iter().take(most) {
        good.extend(try_fixes(found, &lints, &[key], resolved, view, score).0);
    }
    for (at, d) in found.iter_mut().enumerate() {
        let mut fix = 0;
        d.fixes.retain(|_| {
            fix += 1;
            good.contains(&(at, fix - 1))
        });
    }
}

type FixKey = (usize, usize);

/// Fixes that do not touch one another, one for each finding.
fn non_overlapping(found: &[Diagnostic], open: &[FixKey]) -> Option<Vec<FixKey>> {
    let mut taken: BTreeMap<(SourceId, u32), u32> = BTreeMap::new();
    let mut batch: Vec<FixKey> = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for (at, fix) in open {
        let span = found[*at].fixes[*fix].span;
        let before = taken.range(..=(span.source, span.end)).next_back();
        let free = before.is_none_or(|((source, _), end)| *source != span.source || *end < span.start);
        if free && seen.insert(*at) {
            taken.insert((span.source, span.start), span.end);
            batch.push((*at, *fix));
        }
    }
    (!batch.is_empty()).then_some(batch)
}

/// Tries fixes together: those that hold, and those that do not.
fn try_fixes(
    found: &[Diagnostic],
    lints: &[Diagnostic],
    batch: &[FixKey],
    resolved: &ResolvedPlan,
    view: &View,
    score: &dyn Fn(ResolvedPlan) -> Evaluated,
) -> (Vec<FixKey>, Vec<FixKey>) {
    let fix = |key: &FixKey| &found[key.0].fixes[key.1];
    let mut edits: BTreeMap<SourceId, Vec<Edit>> = BTreeMap::new();
    for key in batch {
        let Fix { span, replacement, .. } = fix(key);
        edits.entry(span.source).or_default().push(Edit { span: *span, replacement: replacement.clone() });
    }
    let mut texts = BTreeMap::new();
    for (source, edits) in &mut edits {
        let mended = resolved.parsed_text(*source).and_then(|text| apply(text, edits).ok());
        let Some(text) = mended else { return (Vec::new(), batch.to_vec()) };
        texts.insert(*source, text);
    }
    let moved = |span: Span| shift_span(span, edits.get(&span.source).map_or(&[], Vec::as_slice));
    let Some(after) = resolved.with_texts(&texts, &moved, &view.frameworks(), &view.folders) else {
        return (Vec::new(), batch.to_vec());
    };
    let scored = score(after.clone());
    // What is wrong with the formulas of rules and gates, or with experiments, is found where they are asked.
    let mut asked = crate::lint::run(&scored, &after.sources);
    asked.retain(|d| d.code.is_formula() || d.is_error());
    let left: Vec<&Diagnostic> = after.diagnostics.iter().chain(&scored.diagnostics).chain(&asked).collect();
    let holds = |key: &FixKey| {
        let d = &found[key.0];
        let place = moved(fix(key).span);
        let old = resolved.enclosing_entry(fix(key).span).unwrap_or(fix(key).span);
        let new = after.enclosing_entry(place).unwrap_or(place);
        let same = |other: &Diagnostic| (other.code, &other.message) == (d.code, &d.message);
        // Of what it was offered for there is one less where that stands.
        let own = moved(d.label.span);
        let (from, to) =
            (resolved.enclosing_entry(d.label.span).unwrap_or(d.label.span), after.enclosing_entry(own).unwrap_or(own));
        let before = found.iter().filter(|o| same(o) && touches(o.label.span, from)).count();
        let still = left.iter().filter(|o| same(o) && touches(o.label.span, to)).count();
        let known: Vec<(Code, &str)> =
            found.iter().chain(lints).filter(|o| touches(o.label.span, old)).map(|o| (o.code, &*o.message)).collect();
        // A bracket too many is felt elsewhere.
        let broken = left.iter().filter(|o| o.is_error() && o.code.is_syntax() && o.label.span.source == place.source);
        let broken = broken.clone().any(|o| !found.iter().any(|f| (f.code, &f.message) == (o.code, &o.message)));
        let worse = broken
            || left.iter().filter(|o| o.is_error()).any(|o| {
                let at = o.label.span;
                // What still can't be read was known, but it is not mended either.
                let fresh = o.code.is_syntax() || !known.contains(&(o.code, &*o.message));
                touches(at, place) && overlaps(at, place) || touches(at, new) && fresh
            });
        still < before.max(1) && !worse
    };
    batch.iter().partition(|key| holds(key))
}

/// Where a place is once edits were made; that of an edit itself is the place of what it wrote.
fn shift_span(span: Span, edits: &[Edit]) -> Span {
    let (mut start, mut end) = (i64::from(span.start), i64::from(span.end));
    for edit in edits {
        let grown = edit.replacement.len() as i64 - i64::from(edit.span.end - edit.span.start);
        if edit.span == span {
            end += grown;
        } else if edit.span.end <= span.start {
            (start, end) = (start + grown, end + grown);
        } else if edit.span.start < span.end {
            end += grown;
        }
    }
    Span { start: start.max(0) as u32, end: end.max(start).max(0) as u32, ..span }
}

fn touches(a: Span, b: Span) -> bool {
    a.source == b.source && a.start <= b.end && b.start <= a.end
}

/// Whether two places share a character; an empty one shares that beside it.
fn overlaps(a: Span, b: Span) -> bool {
    if a.start == a.end || b.start == b.end { touches(a, b) } else { a.start < b.end && b.start < a.end }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::{Resolved, Source};

    const PLAN: &str = "initiative a \"A\" { due: 30 September 2026; effort: 3 weeks }\n";

    fn offered(fixes: &[(&str, &str)]) -> Vec<String> {
        let view = View::default();
        let resolved = Source::text("p.plan", PLAN).parse().unwrap().resolve(&view).unwrap().resolved;
        let source = resolved.sources.iter().find(|(_, s)| &*s.name == "p.plan").unwrap().0;
        let mut found: Vec<Diagnostic> = resolved.diagnostics.iter().take(1).cloned().collect();
        found[0].fixes = fixes
            .iter()
            .map(|(old, new)| {
                let start = PLAN.find(old).unwrap();
                let span = Span::new(source, start, start + old.len());
                Fix { title: (*new).into(), span, replacement: (*new).into(), safe: true }
            })
            .collect();
        let score = |plan| Resolved::for_view(plan, &view).evaluate_only();
        keep_verified_fixes(&mut found, &resolved, &view, &Vec::new, &score);
        found[0].fixes.iter().map(|f| f.title.clone()).collect()
    }

    #[test]
    fn only_fixes_after_which_their_place_is_clean_are_kept() {
        assert_eq!(offered(&[("30 September 2026", "2026-09-30")]), ["2026-09-30"]);
        assert!(offered(&[("September 2026", "2026-09")]).is_empty());
        // Mends nothing, mends another thing, and breaks what it stands in.
        assert!(offered(&[("30 September 2026", "30 September 2026")]).is_empty());
        assert!(offered(&[("3 weeks", "3 person-weeks")]).is_empty());
        assert!(offered(&[("30 September 2026", "2026-09-30 }")]).is_empty());
        let two = offered(&[("September 2026", "2026-09"), ("30 September 2026", "2026-09-30")]);
        assert_eq!(two, ["2026-09-30"]);
    }
}
