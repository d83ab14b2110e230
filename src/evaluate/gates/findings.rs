//! What a check of the plan says about gates.

use super::gate_check::{CheckedRequirement, GateChecks, RequirementState};
use crate::diagnostic::{Code, Diagnostic, closest_match};
use crate::evaluate::scores::Evaluated;
use crate::limit::{carried, look};
use crate::model::{Datum, Record};
use crate::schema::BlockSchema;
use crate::source::Span;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// More initiatives than this in one phase without its gate are told of in one finding.
const MAX_SEPARATE_FINDINGS: usize = 5;

/// Fewer initiatives than this are asked on one thread.
const MIN_PARALLEL_INITIATIVES: usize = 500;

impl Evaluated {
    /// What is missing at gates that were passed, and what gates say that nothing can be.
    pub(crate) fn gate_findings(&self) -> Vec<Diagnostic> {
        let Some(gates) = self.gates() else { return Vec::new() };
        let plan = self.plan();
        let mut found = gates.mistakes.clone();
        waivers(self, &mut found);
        if !plan.settings.gates {
            return found;
        }
        let ask = |index: usize| (index, gates.unmet_gates(index));
        let all = 0..plan.initiatives.len();
        let short: Vec<(usize, Vec<UnmetGate<'_>>)> = if all.len() < MIN_PARALLEL_INITIATIVES {
            all.inspect(|_| look()).map(ask).filter(|(_, s)| !s.is_empty()).collect()
        } else {
            all.into_par_iter().with_min_len(64).map(carried(ask)).filter(|(_, s)| !s.is_empty()).collect()
        };
        failures(&short, &mut found);
        let mut by_phase: BTreeMap<&str, Vec<(usize, &[UnmetGate<'_>])>> = BTreeMap::new();
        for (index, short) in &short {
            let phase = plan.initiatives[*index].phase.as_deref().unwrap_or_default();
            by_phase.entry(phase).or_default().push((*index, short));
        }
        for (phase, short) in by_phase {
            if short.len() > MAX_SEPARATE_FINDINGS {
                found.push(grouped_finding(self, phase, &short));
            } else {
                found.extend(short.iter().map(|(index, short)| gates.single_finding(*index, phase, short)));
            }
        }
        found
    }
}

/// The gate into a phase with what it lacks.
struct UnmetGate<'g> {
    phase: &'g str,
    lacking: Vec<CheckedRequirement<'g>>,
}

impl<'e> GateChecks<'e> {
    /// The gates that an initiative has passed that it does not pass.
    fn unmet_gates(&self, initiative: usize) -> Vec<UnmetGate<'e>> {
        let lacking = |phase: &'e str| {
            let mut judged = self.check(initiative, phase);
            judged.retain(|j| !j.state.passes());
            UnmetGate { phase, lacking: judged }
        };
        self.entered_phases(initiative).into_iter().map(lacking).filter(|s| !s.lacking.is_empty()).collect()
    }

    fn single_finding(&self, initiative: usize, phase: &str, short: &[UnmetGate<'_>]) -> Diagnostic {
        let record = self.record(initiative);
        let lacking = || short.iter().flat_map(|s| &s.lacking);
        let phases: Vec<String> = short.iter().map(|s| format!("`{}`", s.phase)).collect();
        let gates = match phases.as_slice() {
            [one] if *one == format!("`{phase}`") => "its gate".to_string(),
            [one] => format!("the gate into {one}"),
            several => format!("the gates into {}", several.join(", ")),
        };
        let absent = unique(compact(lacking().filter(|j| matches!(j.state, RequirementState::Absent(_))), record));
        let broken = unique(compact(lacking().filter(|j| !matches!(j.state, RequirementState::Absent(_))), record));
        let missing: Vec<String> =
            [absent.join(", "), broken.join(", ")].into_iter().filter(|m| !m.is_empty()).collect();
        let ask = if phases.len() > 1 { "ask" } else { "asks" };
        let said = format!("`{}` is in {phase} without what {gates} {ask} for: {}", record.id, missing.join(", "));
        let lines = joined(unique(lacking().flat_map(|j| self.suggested_lines(initiative, j)).collect()));
        let shown: Vec<String> = lines.iter().take(MAX_LINES_OFFERED).map(|l| format!("`{l}`")).collect();
        let add = match shown.as_slice() {
            [] => String::new(),
            shown => {
                let more = if lines.len() > MAX_LINES_OFFERED { " …" } else { "" };
                format!("add {}{more}; ", shown.join(", "))
            }
        };
        let help = format!(
            "{add}`waive: PART because \"…\"` skips what does not apply, `plan status {}` lists all of it",
            record.id
        );
        Diagnostic::new(Code::GATE_NOT_PASSED, phase_span(record), said).help(help)
    }
}

/// How many lines a finding offers.
const MAX_LINES_OFFERED: usize = 4;

fn grouped_finding(evaluated: &Evaluated, phase: &str, short: &[(usize, &[UnmetGate<'_>])]) -> Diagnostic {
    let record = |index: usize| &evaluated.plan().initiatives[index].record;
    let names: Vec<String> = short.iter().take(3).map(|(i, _)| format!("`{}`", record(*i).id)).collect();
    let more = short.len() - names.len();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (index, short) in short {
        let lacking = short.iter().flat_map(|s| &s.lacking);
        let each: BTreeSet<String> = compact(lacking, record(*index)).into_iter().collect();
        each.into_iter().for_each(|name| *counts.entry(name).or_default() += 1);
    }
    let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let most: Vec<String> = counts.iter().take(4).map(|(name, count)| format!("{name} {count}")).collect();
    let said = format!(
        "{} initiatives are in {phase} without what its gate requires: {} and {more} more; most often missing: {}",
        short.len(),
        names.join(", "),
        most.join(", ")
    );
    let place = short.first().map(|(i, _)| phase_span(record(*i)));
    Diagnostic::new(Code::GATE_NOT_PASSED, place.unwrap_or(Span::new(crate::source::SourceId(0), 0, 0)), said).help(
        format!("`plan status --phase {phase}` counts what each lacks, `plan status ID` lists it; `gates: no` in the `plan` block if you work without them"),
    )
}

/// What is missing by name; a block that is not there at all by its own.
fn compact<'j>(lacking: impl Iterator<Item = &'j CheckedRequirement<'j>>, record: &Record) -> Vec<String> {
    let mut names = Vec::new();
    for judged in lacking {
        let RequirementState::Absent(paths) = &judged.state else {
            names.extend(judged.missing().iter().map(|said| format!("`{}` ({said})", judged.check.id)));
            continue;
        };
        names.extend(paths.iter().map(|path| match path.split_once('.') {
            Some((block, _)) if record.block(block).is_none() => format!("`{block}`"),
            _ => format!("`{path}`"),
        }));
    }
    names
}

/// Lines of one block as one line: `problem { job: "…"; cost: … }`.
fn joined(lines: Vec<String>) -> Vec<String> {
    let mut joined: Vec<String> = Vec::new();
    for line in lines {
        let inner = line.split_once(" { ").and_then(|(head, rest)| Some((head, rest.strip_suffix(" }")?)));
        let home = inner.and_then(|(head, rest)| {
            let same =
                |l: &&mut String| l.strip_prefix(head).is_some_and(|l| l.starts_with(" { ") && l.ends_with(" }"));
            Some((joined.iter_mut().find(same)?, rest.to_string()))
        });
        match home {
            Some((home, rest)) => {
                home.truncate(home.len() - 2);
                *home += &format!("; {rest} }}");
            }
            None => joined.push(line),
        }
    }
    joined
}

fn unique(names: Vec<String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    names.into_iter().filter(|n| seen.insert(n.clone())).collect()
}

/// Where an initiative says in which phase it is.
fn phase_span(record: &Record) -> Span {
    record.all("phase").next_back().map_or(record.header, |f| f.span)
}

/// Checks that fail for every initiative alike say so once.
fn failures(short: &[(usize, Vec<UnmetGate<'_>>)], found: &mut Vec<Diagnostic>) {
    let mut seen = BTreeSet::new();
    for judged in short.iter().flat_map(|(_, s)| s).flat_map(|s| &s.lacking) {
        if let RequirementState::Failed(failure) = &judged.state
            && seen.insert((failure.label.span.source.0, failure.label.span.start))
        {
            found.push((**failure).clone());
        }
    }
}

/// Waivers of what no gate has, and those without their reason.
fn waivers(evaluated: &Evaluated, found: &mut Vec<Diagnostic>) {
    let plan = evaluated.plan();
    let mut known: Option<BTreeSet<Arc<str>>> = None;
    for initiative in &plan.initiatives {
        for fact in initiative.record.all("waive") {
            for clause in &fact.clauses {
                let Datum::Word(word) = &clause.head else { continue };
                let known = known.get_or_insert_with(|| waivable_names(evaluated));
                if !known.contains(word) {
                    let said = format!("`{}` waives `{word}`, which no gate has", initiative.record.id);
                    let d = Diagnostic::new(Code::UNKNOWN_WAIVED, clause.span, said);
                    found.push(match closest_match(word, known.iter().map(|k| &**k)) {
                        near @ Some(_) => d.did_you_mean(clause.span, near),
                        None => d.help("name a block, a field or a check; `plan std list` names the gates"),
                    });
                } else if clause.because.is_none() && fact.because.is_none() {
                    let said = format!("`{}` waives `{word}` without a reason", initiative.record.id);
                    found.push(
                        Diagnostic::new(Code::WAIVED_WITHOUT_REASON, clause.span, said)
                            .help(format!("write `waive: {word} because \"…\"`: whoever reads it later will ask")),
                    );
                }
            }
        }
    }
}

/// What may be waived: blocks and fields of initiatives, and the checks of gates.
fn waivable_names(evaluated: &Evaluated) -> BTreeSet<Arc<str>> {
    let gates = evaluated.plan().gates.iter();
    let mut parts: BTreeSet<Arc<str>> = gates.flat_map(|g| &g.checks).map(|p| p.id.clone()).collect();
    if let Some(row) = evaluated.scored_plan.schema.kind("initiative") {
        paths(row, "", &mut parts);
    }
    parts
}

fn paths(row: &BlockSchema, prefix: &str, into: &mut BTreeSet<Arc<str>>) {
    into.extend(row.fields.keys().map(|f| format!("{prefix}{f}").into()));
    for (name, block) in row.blocks.iter().filter(|(_, b)| b.framework.is_none()) {
        into.insert(format!("{prefix}{name}").into());
        paths(block, &format!("{prefix}{name}."), into);
    }
}
