//! How long each stage takes on plans of 1,000, 10,000 and 100,000 initiatives.
//!
//! `cargo bench --bench plans` measures; `cargo bench --bench plans -- --write FOLDER COUNT` writes a plan to try the
//! whole program on: `time plan check FOLDER`, `time plan rank FOLDER --format json`.

mod generator;

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use planwright::diagnostic::render::sort;
use planwright::formula::{CallError, Lookup, Sandbox, Scope, Value, Want};
use planwright::pipeline::{Parsed, Source, View};
use planwright::session::Session;
use planwright::source::{MemoryFiles, SourceId};
use planwright::syntax;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

const SIZES: [usize; 3] = [1_000, 10_000, 100_000];

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    match args.as_slice() {
        [write, folder, count] if write == "--write" => {
            let count = count.parse().expect("a count of initiatives");
            generator::write(Path::new(folder), count).expect("the folder can be written to");
        }
        _ => divan::main(),
    }
}

fn files(count: usize) -> MemoryFiles {
    MemoryFiles(generator::plan(count).into_iter().collect())
}

fn parsed(count: usize) -> Parsed {
    Source::files(files(count)).parse().expect("memory can be read")
}

fn text(count: usize) -> Arc<str> {
    generator::plan(count).into_iter().map(|(_, text)| text).collect::<String>().into()
}

/// Cutting a file into its items, before any is parsed.
#[divan::bench(args = [10_000])]
fn scan(bencher: Bencher<'_, '_>, count: usize) {
    let text = text(count);
    bencher.counter(BytesCount::of_str(&text)).bench(|| syntax::items(black_box(&text)).len());
}

/// Text to lossless tree, on all threads; `RAYON_NUM_THREADS=1` for one.
#[divan::bench(args = SIZES)]
fn parse(bencher: Bencher<'_, '_>, count: usize) {
    let text = text(count);
    bencher.counter(BytesCount::of_str(&text)).bench(|| syntax::parse(SourceId(0), black_box(&text).clone()));
}

/// One effort changed in a session, up to what moved and why.
#[divan::bench(args = SIZES, sample_count = 10)]
fn session_set(bencher: Bencher<'_, '_>, count: usize) {
    let mut session = Session::open(Source::files(files(count)), View::default()).expect("memory can be read");
    let id = session.scored().evaluated.plan().initiatives[count / 2].record.id.clone();
    let (address, mut months) = (format!("{id}.rice.effort"), 1);
    bencher.bench_local(|| {
        months = months % 9 + 1;
        session.set(&address, &format!("{months} person-months")).expect("a sound change")
    });
}

/// The same plan resolved and scored as a whole.
#[divan::bench(args = SIZES, sample_count = 10)]
fn session_whole(bencher: Bencher<'_, '_>, count: usize) {
    let mut session = Session::open(Source::files(files(count)), View::default()).expect("memory can be read");
    bencher.bench_local(|| session.forget());
}

#[divan::bench(args = SIZES, sample_count = 10)]
fn resolve(bencher: Bencher<'_, '_>, count: usize) {
    let parsed = parsed(count);
    bencher.counter(ItemsCount::new(count)).bench(|| parsed.resolve(&View::default()));
}

#[divan::bench(args = SIZES, sample_count = 10)]
fn evaluate_and_rank(bencher: Bencher<'_, '_>, count: usize) {
    let resolved = parsed(count).resolve(&View::default());
    bencher.counter(ItemsCount::new(count)).with_inputs(|| resolved.clone()).bench_values(|resolved| {
        let scored = resolved.evaluate(&View::default());
        let ranking = scored.evaluated.ranking("rice", false);
        (scored, ranking)
    });
}

/// Rules and lints, over a plan that is scored.
#[divan::bench(args = SIZES, sample_count = 10)]
fn lint(bencher: Bencher<'_, '_>, count: usize) {
    let scored = parsed(count).resolve(&View::default()).evaluate(&View::default());
    bencher.counter(ItemsCount::new(count)).bench(|| {
        let mut found = planwright::lint::run(&scored.evaluated, &scored.sources);
        sort(&mut found);
        found
    });
}

struct Rice;

impl Scope for Rice {
    fn variable(&self, name: &str) -> Lookup {
        let value = match name {
            "reach" => 900.0,
            "impact" => 2.0,
            "confidence" => 0.8,
            _ => 3.0,
        };
        Lookup::Value(Value::Number(value))
    }

    fn call(&self, name: &str, _: &[Value]) -> Result<Value, CallError> {
        Err(CallError::unavailable(name))
    }
}

/// One row of a framework's formula, the scope's names included.
#[divan::bench]
fn formula_row(bencher: Bencher<'_, '_>) {
    let sandbox = Sandbox::new(&[]).expect("a sandbox without libraries");
    let formula = sandbox.compile("reach * impact * confidence / effort", Want::Number).expect("a formula");
    bencher.counter(ItemsCount::new(1usize)).bench(|| sandbox.evaluate(black_box(&formula), &Rice));
}

/// The program from start to end, as a shell or an editor runs it.
#[divan::bench(args = [&["--version"][..], &["check", "examples/first.plan"], &["rank", "examples/first.plan"]])]
fn process(bencher: Bencher<'_, '_>, args: &[&str]) {
    bencher.bench(|| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_plan"));
        command.args(args).current_dir(env!("CARGO_MANIFEST_DIR")).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().expect("the program runs")
    });
}
