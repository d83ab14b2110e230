//! Every field of the schema does something: another value in it changes what some command prints.
//!
//! `every_field/stage.plan` is a plan in which every field of every kind and block stands. Behind a field follows, in a
//! comment, another value: `lead: ana  # leo`. The test sets that value, and nothing else, and demands that a report, a
//! document or a finding is another one. A value after `!` is one that the check refuses: there the finding is what
//! the field is for. What only echoes the file (`plan fmt`, places and excerpts of findings) counts for nothing.

use clap::Parser;
use planwright::RoadmapOptions;
use planwright::diagnostic::Diagnostic;
use planwright::language::library::LibraryFolder;
use planwright::language::{BlockSchema, Schema};
use planwright::report::{
    Layout, document, experiment, json, metrics, rank, reference, results, roadmap, status, text,
};
use planwright::source::MemoryFiles;
use planwright::{Parsed, Scored, Source, View};
use planwright_cli::command::{Command, CommandContext, OpenPlan};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

#[derive(Parser)]
#[command(disable_help_subcommand = true)]
struct Line {
    #[command(subcommand)]
    command: Command,
}

/// What is looked at, each of the same evaluated plan.
const REPORTS: [fn(&Scored) -> String; 10] =
    [status, documents, metrics, findings, reference_pages, rankings, outcomes, expectations, roadmaps, lints];

/// What is looked at where all else stays as it is: commands that take longer.
const COMMANDS: [&str; 9] = [
    "rank",
    "rank --by fit --weights sales",
    "rank --scenario cut",
    "rank --where '\"retention\" in tags'",
    "learn --top 2",
    "choose",
    "sensitivity",
    "report",
    "explain alpha",
];

const NARROW: Layout = Layout { width: Some(100) };

fn status(scored: &Scored) -> String {
    let evaluated = &scored.evaluated;
    let all = status::report(
        evaluated,
        &status::StatusOptions { requests: true, decisions: true, ..status::StatusOptions::default() },
    );
    let mut out = [all.text(NARROW), text(&all.request_table(), NARROW), text(&all.decision_table(), NARROW)].concat();
    for initiative in 0..evaluated.plan().initiatives.len() {
        let one = status::StatusOptions { initiative: Some(initiative), ..status::StatusOptions::default() };
        out.extend(status::report(evaluated, &one).items.iter().map(|item| item.text(NARROW)));
    }
    out
}

fn documents(scored: &Scored) -> String {
    let evaluated = &scored.evaluated;
    let records = document::declared(evaluated);
    let made = [0, 1].into_iter().flat_map(|i| records.iter().map(move |r| document::document(evaluated, i, r)));
    made.flat_map(|filled| [document::markdown(&filled.document), words(&filled.diagnostics)]).collect()
}

fn metrics(scored: &Scored) -> String {
    let (evaluated, sources) = (&scored.evaluated, &scored.sources);
    let report = |audience, set| metrics::report(evaluated, sources, audience, set, None, &|_| true);
    let plain = report(None, None);
    let one = |row: &metrics::MetricRow| row.detail(plain.interval, NARROW);
    let details: String = plain.metrics.iter().map(one).collect();
    let others = [report(Some("sales"), None), report(None, Some("senses"))].map(|r| r.text(NARROW)).concat();
    [plain.text(NARROW), plain.markdown(), details, others].concat()
}

/// What was found, without lints. A finding is its words: where it stands is no effect of a value.
fn findings(scored: &Scored) -> String {
    [words(&scored.evaluated.diagnostics), words(&scored.evaluated.failed_examples())].concat()
}

fn lints(scored: &Scored) -> String {
    words(&planwright::internals::lint::run(&scored.evaluated, &scored.sources))
}

fn words(found: &[Diagnostic]) -> String {
    found.iter().map(|d| format!("{:?} {} {}; {:?}\n", d.severity, d.code, d.message, d.help)).collect()
}

fn reference_pages(scored: &Scored) -> String {
    let (schema, plan) = (scored.evaluated.schema(), scored.evaluated.plan());
    let named = ["initiative.theme", "initiative.heat", "initiative.cold", "initiative.kin", "initiative.mood"];
    let entries = named.into_iter().chain(["weather", "team", "own", "fit", "sorted"]);
    let pages =
        ["guru", "painter", "small", "lending", "trial", "pupil", "senses", "worth", "readers", "own", "gist", "cut"];
    let entries = entries.filter_map(|name| reference::entry(schema, plan, name));
    entries.chain(pages.into_iter().filter_map(|name| reference::declared(schema, plan, name))).collect()
}

fn rankings(scored: &Scored) -> String {
    let mut out = String::new();
    for column in scored.evaluated.columns() {
        let wanted = rank::RankOptions { by: Some(&column.framework.id), all: true, ..rank::RankOptions::default() };
        let report = rank::report(&scored.evaluated, &scored.sources, &wanted);
        out += &json(&report.expect("the framework was scored"));
    }
    out
}

fn outcomes(scored: &Scored) -> String {
    let evaluated = &scored.evaluated;
    let all: Vec<usize> = (0..evaluated.plan().initiatives.len()).collect();
    let results = results::report(evaluated, &all);
    let experiments = experiment::report("alpha", evaluated.experiments(0)).text(NARROW);
    [text(&results.table(), NARROW), results.notes(planwright::report::unescaped).join("\n"), experiments].concat()
}

fn expectations(scored: &Scored) -> String {
    let found = scored.evaluated.expectation_results().into_iter().filter_map(|e| e.problem);
    words(&found.collect::<Vec<_>>())
}

fn roadmaps(scored: &Scored) -> String {
    let evaluated = &scored.evaluated;
    let Ok(plan) = evaluated.roadmap(&RoadmapOptions::default()) else { return String::new() };
    let mut out = String::new();
    for audience in roadmap::audiences(evaluated) {
        let until = roadmap::audience_horizon(evaluated, audience).unwrap_or(plan.to);
        let told = roadmap::report(evaluated, &plan, audience, until);
        let left_out = told.left_out.iter().map(|l| l.summary(&audience.id)).collect::<Vec<_>>().join("\n");
        out.extend([roadmap::text(&told.report, NARROW), left_out, words(&told.diagnostics)]);
    }
    out
}

/// Fields that do something where this test can't look, with what they do.
const EXEMPT_FIELDS: [(&str, &str); 0] = [];

struct Stage {
    lines: Vec<String>,
    fields: Vec<Field>,
}

/// A field as it stands on the stage, and the other value that it may have.
struct Field {
    path: String,
    line: usize,
    other: String,
    refused: bool,
}

fn read() -> Stage {
    let folder = Path::new(crate::ROOT).join("tests/every_field");
    let text = std::fs::read_to_string(folder.join("stage.plan")).expect("the stage is there");
    let mut stage = Stage { lines: Vec::new(), fields: Vec::new() };
    let mut inside: Vec<&str> = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let (said, other) = line.split_once("  # ").map_or((line, None), |(said, other)| (said, Some(other)));
        stage.lines.push(said.to_string());
        let bare = said.trim();
        match (bare.strip_suffix('{'), other) {
            (Some(header), _) => inside.extend(header.split_whitespace().next()),
            (None, _) if bare == "}" => drop(inside.pop()),
            (None, Some(other)) => {
                let name = bare.split(':').next().unwrap_or_default();
                let (refused, other) = other.strip_prefix("! ").map_or((false, other), |other| (true, other));
                let path = format!("{}.{name}", inside.join("."));
                stage.fields.push(Field { path, line: at, other: other.to_string(), refused });
            }
            _ => {}
        }
    }
    stage
}

/// The paths of every field of a block, and of the blocks in it. A block that is described by blocks of its own kind is
/// walked once.
fn walk(row: &BlockSchema, path: &str, out: &mut BTreeSet<String>, seen: &mut Vec<BlockSchema>) {
    out.extend(row.fields.keys().map(|field| format!("{path}.{field}")));
    for inner in row.blocks.values() {
        let known =
            |s: &BlockSchema| s.name == inner.name && inner.fields.iter().all(|(k, f)| s.fields.get(k) == Some(f));
        if seen.iter().any(known) {
            continue;
        }
        walk(inner, &format!("{path}.{}", inner.name), out, seen);
    }
}

fn schema() -> BTreeSet<String> {
    let schema = Schema::complete();
    let mut out = BTreeSet::new();
    // What a `block` holds is a `field`, as it stands alone.
    let mut seen: Vec<BlockSchema> = schema.kinds().cloned().collect();
    for kind in schema.kinds() {
        walk(kind, &kind.name, &mut out, &mut seen);
    }
    out
}

/// The stage, read.
fn parsed(lines: &[String]) -> Parsed {
    let folder = Path::new(crate::ROOT).join("tests/every_field");
    let mut files = MemoryFiles::one("stage.plan", &lines.join("\n"));
    for name in ["a.csv", "b.csv"] {
        let text = std::fs::read_to_string(folder.join(name)).expect("the tables are there");
        files.0.insert(name.to_string(), text);
    }
    Source::files(files).parse().expect("a text can be read")
}

/// The plan as it was read, its scores, and what makes it unsound.
struct Look {
    parsed: Parsed,
    scored: Scored,
    errors: String,
}

fn look(lines: &[String]) -> Look {
    let folders = [
        LibraryFolder::Documents,
        LibraryFolder::Audiences,
        LibraryFolder::Columns,
        LibraryFolder::Formulas,
        LibraryFolder::MetricSets,
    ];
    let view = View { folders: folders.to_vec(), ..View::default() };
    let parsed = parsed(lines);
    let resolved = parsed.resolve(&view).expect("it names nothing");
    let mut found = resolved.resolved.diagnostics.clone();
    let scored = resolved.evaluate();
    found.extend(scored.evaluated.diagnostics.iter().cloned());
    found.extend(scored.evaluated.failed_examples());
    found.retain(Diagnostic::is_error);
    Look { parsed, scored, errors: words(&found) }
}

/// What a command says.
fn said(parsed: &Parsed, command: &str) -> String {
    let open = OpenPlan { parsed: parsed.clone(), view: View::default(), by: None, paths: Vec::new() };
    let face = CommandContext {
        cli: <Line as clap::CommandFactory>::command,
        layout: NARROW,
        stdin: None,
        plan: Some(Arc::new(open)),
    };
    let words = shlex::split(command).expect("a command line");
    let line = Line::try_parse_from(std::iter::once("plan".to_string()).chain(words)).expect("a command line");
    line.command.run(&face).map_or_else(|failure| failure.text(), |o| [o.text, o.notes.join("\n")].concat())
}

/// The stage as it stands: what is seen of it, asked for once.
struct Before {
    look: Look,
    seen: [OnceLock<String>; REPORTS.len()],
    said: [OnceLock<String>; COMMANDS.len()],
}

impl Before {
    /// Whether anything that is looked at is another in a changed plan.
    fn differs(&self, changed: &Look) -> bool {
        let seen = |at: usize| self.seen[at].get_or_init(|| REPORTS[at](&self.look.scored));
        let says = |at: usize| self.said[at].get_or_init(|| said(&self.look.parsed, COMMANDS[at]));
        (0..REPORTS.len()).any(|at| REPORTS[at](&changed.scored) != *seen(at))
            || (0..COMMANDS.len()).any(|at| said(&changed.parsed, COMMANDS[at]) != *says(at))
    }
}

#[test]
fn every_field_changes_what_some_command_says() {
    crate::at_root();
    let stage = read();
    let set: BTreeSet<String> = stage.fields.iter().map(|f| f.path.clone()).collect();
    let elsewhere: BTreeSet<String> = EXEMPT_FIELDS.iter().map(|(path, _)| path.to_string()).collect();
    let missing: Vec<String> = schema().difference(&set).filter(|p| !elsewhere.contains(*p)).cloned().collect();
    assert!(missing.is_empty(), "these fields of the schema don't stand on the stage with another value: {missing:#?}");

    let before = Before {
        look: look(&stage.lines),
        seen: [const { OnceLock::new() }; REPORTS.len()],
        said: [const { OnceLock::new() }; COMMANDS.len()],
    };
    assert!(before.look.errors.is_empty(), "the stage has errors:\n{}", before.look.errors);
    let next = AtomicUsize::new(0);
    let work = || {
        let mut wrong = Vec::new();
        while let Some(field) = stage.fields.get(next.fetch_add(1, Ordering::Relaxed)) {
            wrong.extend(fault(&stage, field, &before));
        }
        wrong
    };
    let mut wrong: Vec<String> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..2).map(|_| scope.spawn(work)).collect();
        threads.into_iter().flat_map(|t| t.join().expect("nothing panics")).collect()
    });
    wrong.sort();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is wrong with a field: nothing changes with it, or its other value is no fair one.
fn fault(stage: &Stage, field: &Field, before: &Before) -> Option<String> {
    let mut lines = stage.lines.clone();
    let line = &mut lines[field.line];
    let key = line.split(':').next().unwrap_or_default().to_string();
    *line = format!("{key}: {}", field.other);
    let changed = look(&lines);
    let at = format!("{}, line {}, `{}`", field.path, field.line + 1, field.other);
    match (field.refused, changed.errors.is_empty()) {
        (true, true) => Some(format!("{at}: is not refused")),
        (true, false) => None,
        (false, false) => Some(format!("{at}: is refused: {}", changed.errors)),
        (false, true) => (!before.differs(&changed)).then(|| format!("{at}: nothing that is printed changes")),
    }
}
