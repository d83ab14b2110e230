//! How long each stage takes on plans of 1,000, 10,000 and 100,000 initiatives.
//!
//! `cargo bench --bench plans` measures; `cargo bench --bench plans -- --write FOLDER COUNT` writes a plan to try the
//! whole program on: `time plan check FOLDER`, `time plan rank FOLDER --format json`.
#![allow(clippy::disallowed_methods, reason = "a bench measures time")]

mod generator;

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use planwright::diagnostic::sort;
use planwright::evaluation::Value;
use planwright::internals::formula::{CallError, ExpectedType, InputColumn, Lookup, Sandbox, Scope, Scratch};
use planwright::language;
use planwright::session::Session;
use planwright::source::{MemoryFiles, SourceId};
use planwright::{Limit, Parsed, Sampling, Scorer, Source, View};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

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
    bencher.counter(BytesCount::of_str(&text)).bench(|| language::items(black_box(&text)).len());
}

/// Text to lossless tree, on all threads; `RAYON_NUM_THREADS=1` for one.
#[divan::bench(args = SIZES)]
fn parse(bencher: Bencher<'_, '_>, count: usize) {
    let text = text(count);
    bencher.counter(BytesCount::of_str(&text)).bench(|| language::parse(SourceId(0), black_box(&text).clone()));
}

/// A plan whose RICE has three ranges in each initiative.
fn uncertain(count: usize) -> Source {
    let one = |i: usize| {
        let (reach, effort) = (100 + i * 37 % 900, 1 + i % 7);
        format!(
            "initiative item_{i} \"Item {i}\" {{ rice {{ reach: {reach} to {} users/month; impact: 1; confidence: {}% to {}%; effort: {effort} to {} person-months }} }}\n",
            reach * 3,
            30 + i % 30,
            70 + i % 30,
            effort * 3
        )
    };
    Source::text("uncertain.plan", &(0..count).map(one).collect::<String>())
}

/// 10,000 samples of every score, with ranks and the odds of the first ten.
#[divan::bench(args = [100, 1_000, 4_000], sample_count = 5)]
fn simulate(bencher: Bencher<'_, '_>, count: usize) {
    let scored =
        uncertain(count).parse().expect("memory can be read").resolve(&View::default()).expect("no names").evaluate();
    let sampling = Sampling { samples: 10_000, seed: 1, top: 10 };
    bencher.bench_local(|| scored.evaluated.simulate("rice", sampling).sampled().expect("there are ranges"));
}

struct Cells([Vec<f64>; 4]);

fn cells(rows: usize) -> Cells {
    let column = |k: usize| (0..rows).map(|i| 1.0 + ((i * 7 + k * 13) % 1000) as f64 / 10.0).collect();
    // A confidence is at most 1.
    let share = |column: Vec<f64>| column.into_iter().map(|x| x / 200.0).collect();
    Cells([column(0), column(1), share(column(2)), column(3)])
}

const RICE: &str = "reach * impact * confidence / effort";

/// RICE as a column program, in cache and beyond it.
#[divan::bench(args = [1_000, 1_000_000])]
fn rice_column(bencher: Bencher<'_, '_>, rows: usize) {
    let formula = Sandbox::new(&[]).expect("no library").compile(RICE, ExpectedType::Number).expect("it is sound");
    let program = formula.column(&|_| true).expect("it is arithmetic");
    let (cells, mut out, mut scratch) = (cells(rows), vec![0.0; rows], Scratch::default());
    bencher.counter(ItemsCount::new(rows)).bench_local(|| {
        let lanes = [0, 1, 2, 3].map(|k| InputColumn::Column(&cells.0[k]));
        program.run(black_box(&lanes), &mut out, &mut scratch);
        black_box(&out);
    });
}

/// The same as a loop written by hand.
#[divan::bench(args = [1_000, 1_000_000])]
fn rice_by_hand(bencher: Bencher<'_, '_>, rows: usize) {
    let (cells, mut out) = (cells(rows), vec![0.0; rows]);
    bencher.counter(ItemsCount::new(rows)).bench_local(|| {
        let [reach, impact, confidence, effort] = black_box(&cells.0);
        for ((((out, r), i), c), e) in out.iter_mut().zip(reach).zip(impact).zip(confidence).zip(effort) {
            *out = r * i * c / e;
        }
        black_box(&out);
    });
}

/// A row as a program holds it.
struct Idea {
    cells: [f64; 4],
}

fn ideas(rows: usize) -> Vec<Idea> {
    let cells = cells(rows);
    (0..rows).map(|row| Idea { cells: std::array::from_fn(|at| cells.0[at][row]) }).collect()
}

const INPUTS: [&str; 4] = ["reach", "impact", "confidence", "effort"];

/// Structs gathered into columns by hand, and the bare program over them: what `rice_rows` is held against.
#[divan::bench(args = [1_000, 1_000_000])]
fn rice_gathered(bencher: Bencher<'_, '_>, rows: usize) {
    let formula = Sandbox::new(&[]).expect("no library").compile(RICE, ExpectedType::Number).expect("it is sound");
    let program = formula.column(&|_| true).expect("it is arithmetic");
    let (ideas, mut scratch) = (ideas(rows), Scratch::default());
    bencher.counter(ItemsCount::new(rows)).bench_local(|| {
        let columns: [Vec<f64>; 4] = std::array::from_fn(|at| ideas.iter().map(|idea| idea.cells[at]).collect());
        let lanes: Vec<InputColumn<'_>> = columns.iter().map(|c| InputColumn::Column(c)).collect();
        let mut out = vec![0.0; rows];
        program.run(black_box(&lanes), &mut out, &mut scratch);
        out
    });
}

/// Structs scored by the library's framework, with its units, bounds, defaults and levels.
#[divan::bench(args = [1_000, 1_000_000])]
fn rice_rows(bencher: Bencher<'_, '_>, rows: usize) {
    let scorer = Scorer::compile("", "rice").expect("the library has it");
    let (given, ideas) = (scorer.given(INPUTS).expect("its inputs"), ideas(rows));
    bencher.counter(ItemsCount::new(rows)).bench_local(|| given.rows(black_box(&ideas), |idea| idea.cells));
}

/// The same of columns.
#[divan::bench(args = [1_000, 1_000_000])]
fn rice_columns(bencher: Bencher<'_, '_>, rows: usize) {
    let scorer = Scorer::compile("", "rice").expect("the library has it");
    let (given, cells, mut out) = (scorer.given(INPUTS).expect("its inputs"), cells(rows), vec![0.0; rows]);
    bencher.counter(ItemsCount::new(rows)).bench_local(|| {
        given.columns(std::array::from_fn(|at| &*cells.0[at]), black_box(&mut out)).expect("they are even")
    });
}

/// The same row by row in the interpreter.
#[divan::bench(args = [1_000, 100_000])]
fn rice_interpreted(bencher: Bencher<'_, '_>, rows: usize) {
    let sandbox = Sandbox::new(&[]).expect("no library");
    let formula = sandbox.compile(RICE, ExpectedType::Number).expect("it is sound");
    let (cells, mut out) = (cells(rows), vec![0.0; rows]);
    bencher.counter(ItemsCount::new(rows)).bench_local(|| {
        for (at, out) in out.iter_mut().enumerate() {
            *out = sandbox.evaluate(&formula, &OneRow(&cells, at)).number().unwrap_or(f64::NAN);
        }
        black_box(&out);
    });
}

struct OneRow<'a>(&'a Cells, usize);

impl Scope for OneRow<'_> {
    fn variable(&self, name: &str) -> Lookup {
        let at = ["reach", "impact", "confidence", "effort"].iter().position(|n| *n == name);
        at.map_or(Lookup::Missing, |k| Lookup::Value(Value::Number(self.0.0[k][self.1])))
    }

    fn call(&self, name: &str, _: &[Value]) -> Result<Value, CallError> {
        Err(CallError::unavailable(name))
    }
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

/// One value set after 3,000 others of it: as `session_set`.
#[divan::bench(args = [1_000], sample_count = 10)]
fn session_set_late(bencher: Bencher<'_, '_>, count: usize) {
    let mut session = Session::open(Source::files(files(count)), View::default()).expect("memory can be read");
    let id = session.scored().evaluated.plan().initiatives[count / 2].record.id.clone();
    let address = format!("{id}.rice.impact");
    for at in 0..3_000 {
        session.set(&address, ["low", "medium"][at % 2]).expect("a sound value");
    }
    let mut high = false;
    bencher.bench_local(|| {
        high = !high;
        session.set(&address, if high { "high" } else { "low" }).expect("a sound value")
    });
}

/// The same plan resolved and scored as a whole.
#[divan::bench(args = SIZES, sample_count = 10)]
fn session_whole(bencher: Bencher<'_, '_>, count: usize) {
    let mut session = Session::open(Source::files(files(count)), View::default()).expect("memory can be read");
    bencher.bench_local(|| session.discard_changes().expect("nothing interrupts"));
}

#[divan::bench(args = SIZES, sample_count = 10)]
fn resolve(bencher: Bencher<'_, '_>, count: usize) {
    let parsed = parsed(count);
    bencher.counter(ItemsCount::new(count)).bench(|| parsed.resolve(&View::default()));
}

#[divan::bench(args = SIZES, sample_count = 10)]
fn evaluate_and_rank(bencher: Bencher<'_, '_>, count: usize) {
    let resolved = parsed(count).resolve(&View::default()).expect("no names");
    bencher.counter(ItemsCount::new(count)).with_inputs(|| resolved.clone()).bench_values(|resolved| {
        let scored = resolved.evaluate();
        let ranking = scored.evaluated.ranking("rice", false);
        (scored, ranking)
    });
}

/// Rules and lints, over a plan that is scored.
#[divan::bench(args = SIZES, sample_count = 10)]
fn lint(bencher: Bencher<'_, '_>, count: usize) {
    let scored = parsed(count).resolve(&View::default()).expect("no names").evaluate();
    bencher.counter(ItemsCount::new(count)).bench(|| {
        let mut found = planwright::internals::lint::run(&scored.evaluated, &scored.sources);
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
    let formula = sandbox.compile("reach * impact * confidence / effort", ExpectedType::Number).expect("a formula");
    bencher.counter(ItemsCount::new(1usize)).bench(|| sandbox.evaluate(black_box(&formula), &Rice));
}

/// The program from start to end, as a shell or an editor runs it.
#[divan::bench(args = [&["--version"][..], &["check", "examples/first.plan"], &["rank", "examples/first.plan"]])]
fn process(bencher: Bencher<'_, '_>, args: &[&str]) {
    bencher.bench(|| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_plan"));
        command
            .args(args)
            .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command.status().expect("the program runs")
    });
}

/// How long 20 milliseconds take: everything that `plan check` does over 20,000 initiatives, stopped.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn deadline(bencher: Bencher<'_, '_>) {
    let source = Source::files(files(20_000));
    bencher.bench_local(|| {
        let found = Limit::within(Duration::from_millis(20)).run(|| {
            let resolved = source.parse().ok()?.resolve(&View::default()).ok()?;
            Some(resolved.evaluate().check())
        });
        assert!(found.is_err(), "this machine is too fast for the bench");
    });
}
