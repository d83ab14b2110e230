//! Formulas and libraries that try to hang, exhaust or escape. Each is refused or stopped, within a time that a
//! debug build on a busy machine keeps, and the whole runs again in a child process under a cap on memory.

use planwright::evaluation::Value;

use planwright::internals::formula::{
    CallError, EvalOutcome, ExpectedType, FailureKind, FormulaErrorKind, LibrarySource, LimitKind, Lookup, RecordValue,
    Sandbox, Scope, limits,
};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

/// What 100 ms in a quiet release build may take here.
const TIMEOUT: Duration = Duration::from_millis(1_500);

/// Endless: every field holds the same again.
#[derive(Debug)]
struct Endless;

impl RecordValue for Endless {
    fn get(&self, name: &str) -> Lookup {
        match name {
            "slow" => {
                std::thread::sleep(Duration::from_millis(30));
                Lookup::Value(Value::Number(1.0))
            }
            "gone" => Lookup::Missing,
            "long" => Lookup::Value(Value::text("a".repeat(100_000))),
            "huge" => Lookup::Value(Value::text("a".repeat(limits::INPUT_TEXT_BYTES + 1))),
            _ => Lookup::Value(Value::Record(Arc::new(Endless))),
        }
    }

    fn path(&self) -> String {
        "it".into()
    }
}

struct Inputs;

impl Scope for Inputs {
    fn variable(&self, name: &str) -> Lookup {
        Lookup::Value(match name {
            "it" => Value::Record(Arc::new(Endless)),
            "s" => Value::text("a".repeat(4_000)),
            "big" => Value::text("a".repeat(100_000)),
            "many" => Value::List((0..100_000).map(|i| Value::Number(f64::from(i))).collect()),
            "gone" => return Lookup::Missing,
            "infinite" => Value::Number(f64::INFINITY),
            "nan" => Value::Number(f64::NAN),
            _ => Value::Number(2.0),
        })
    }

    fn call(&self, _: &str, _: &[Value]) -> Result<Value, CallError> {
        Ok(Value::Number(1.0))
    }
}

/// What must come of it.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Expectation {
    /// Not compiled.
    Refuse(FormulaErrorKind),
    /// Not compiled, whatever the reason.
    Reject,
    /// Stopped.
    Fail(FailureKind),
    /// A value.
    Give,
    /// Unknown.
    Unknown,
}

use Expectation::{Fail, Give, Refuse, Reject, Unknown};
use FailureKind as F;
use FormulaErrorKind::{Duplicate, Refused, Syntax, TooLarge, UnknownFunction, UnknownName};

fn many(part: &str, times: usize) -> String {
    part.repeat(times)
}

/// Formulas, with the libraries' functions of [`LIBRARY`] at hand.
fn formulas() -> Vec<(String, Expectation)> {
    let small: Vec<(&str, Expectation)> = vec![
        // Growth.
        ("s.replace(\"a\", s)", Refuse(UnknownFunction)),
        ("let t = s + \"a\"; t + t", Fail(F::Limit(LimitKind::Text))),
        ("let a = \"x\"; let a = a + a; let a = a + a; len(a)", Give),
        ("double(\"xxxxxxxx\", 10)", Fail(F::Limit(LimitKind::Text))),
        ("big + \"\"", Fail(F::Limit(LimitKind::Text))),
        ("len(big)", Give),
        ("len(it.long)", Give),
        ("len(it.huge)", Fail(F::Limit(LimitKind::Text))),
        ("s.pad(1000000, \"a\")", Refuse(UnknownFunction)),
        ("s += s", Refuse(Refused)),
        ("let a = [1]; a.push(a)", Refuse(UnknownFunction)),
        ("let a = [1, 1]; let a = [a, a]; a == a", Fail(F::WrongType)),
        ("lists([1], 10)", Fail(F::WrongType)),
        ("many == many", Give),
        ("7 in many && 99999 in many", Give),
        ("many.map(|x| many)", Refuse(Refused)),
        ("many.sort()", Refuse(UnknownFunction)),
        ("range(0, 1000000000)", Refuse(UnknownFunction)),
        ("0..1000000000", Refuse(Refused)),
        ("blob(1000000000)", Refuse(UnknownFunction)),
        ("#{a: 1}", Refuse(Refused)),
        ("`${s}${s}`", Refuse(Syntax)),
        ("\"${s}\"", Give),
        // Time.
        ("sleep(5)", Refuse(Refused)),
        ("sleep(1.0e300)", Refuse(Refused)),
        ("while true { }", Refuse(Refused)),
        ("loop { }", Refuse(Refused)),
        ("do { } while true", Refuse(Refused)),
        ("for i in many { i }", Refuse(Refused)),
        ("timestamp()", Refuse(UnknownFunction)),
        ("forever(1)", Fail(F::Limit(LimitKind::CallDepth))),
        ("ping(1)", Fail(F::Limit(LimitKind::CallDepth))),
        ("deep(1)", Fail(F::Limit(LimitKind::CallDepth))),
        ("tree(11)", Fail(F::Limit(LimitKind::Operations))),
        ("tree(3)", Give),
        ("it.slow.x", Fail(F::WrongType)),
        // Reaching outside.
        ("import \"fs\" as fs; 1", Refuse(Refused)),
        ("export let x = 1;", Refuse(Refused)),
        ("eval(\"1\")", Refuse(Refused)),
        ("Fn(\"tree\").call(9)", Refuse(Refused)),
        ("let f = Fn(\"tree\"); f", Refuse(Refused)),
        ("call(tree, 9)", Refuse(Refused)),
        ("tree.call(9)", Reject),
        ("s.curry(s)", Reject),
        ("f.curry(f)", Reject),
        ("type_of(s)", Refuse(Refused)),
        ("s.type_of()", Reject),
        ("print(s)", Refuse(Refused)),
        ("debug(s)", Refuse(Refused)),
        ("std::fs::read(\"/etc/passwd\")", Refuse(Refused)),
        ("global::x", Refuse(Refused)),
        ("this", Refuse(Refused)),
        ("is_def_var(\"s\")", Refuse(Refused)),
        ("open_file(\"/etc/passwd\")", Refuse(UnknownFunction)),
        ("parse_json(\"{}\")", Refuse(UnknownFunction)),
        ("list__([1])", Refuse(Refused)),
        ("g0__ + 1", Refuse(Refused)),
        // Changing.
        ("s = \"x\"", Refuse(Refused)),
        ("it.evidence = 3", Refuse(Refused)),
        ("it[\"x\"] = 3", Refuse(Refused)),
        ("n += 1", Refuse(Refused)),
        ("const X = 1; X", Refuse(Refused)),
        ("fn min(a) { 0 } min(3)", Refuse(Refused)),
        ("try { 1 / 0 } catch { 1 }", Refuse(Refused)),
        ("throw 1", Refuse(Refused)),
        ("|| 1", Refuse(Refused)),
        ("|x| x", Refuse(Refused)),
        ("switch n { 1 => 2, _ => 3 }", Refuse(Refused)),
        ("n << 70", Refuse(Refused)),
        ("n & 1", Refuse(Refused)),
        // Numbers.
        ("9 ** 9 ** 9 ** 9", Fail(F::NotFinite)),
        ("10 ** 308 * 10", Fail(F::NotFinite)),
        ("1e999", Reject),
        ("infinite - infinite", Fail(F::NotFinite)),
        ("infinite", Fail(F::NotFinite)),
        ("nan", Fail(F::NotFinite)),
        ("min(nan, 1)", Fail(F::NotFinite)),
        ("nan == nan", Give),
        ("0 / 0", Fail(F::DivisionByZero)),
        ("0 % 0", Fail(F::DivisionByZero)),
        ("many[1e18]", Fail(F::OutOfRange)),
        ("many[0 - 1]", Fail(F::OutOfRange)),
        ("many[0.5]", Fail(F::OutOfRange)),
        ("s[0]", Fail(F::WrongType)),
        ("n[0]", Fail(F::WrongType)),
        ("it[0]", Fail(F::WrongType)),
        ("it.a.b.c.d.gone + 1", Unknown),
        ("gone.a", Unknown),
        // Text tricks.
        ("1 /* open", Refuse(Syntax)),
        ("1 /* /* */", Refuse(Syntax)),
        ("\"open", Refuse(Syntax)),
        ("\"\\u{110000}\"", Refuse(Syntax)),
        ("\"\\xzz\"", Refuse(Syntax)),
        ("'a'", Refuse(Syntax)),
        ("1 \u{202e} + 2", Refuse(Syntax)),
        ("a\u{200b}b", Refuse(Syntax)),
        ("\u{ff11} + 1", Refuse(Syntax)),
        ("\u{0}", Refuse(Syntax)),
        ("\u{feff}1", Refuse(Syntax)),
        ("n\u{301}", Refuse(Syntax)),
        ("\"\u{1f600}\u{202e}\"", Give),
        ("#!/bin/sh", Refuse(Syntax)),
        ("/// doc\n1", Give),
        ("", Refuse(Syntax)),
        (";;;;", Reject),
        ("{", Refuse(Syntax)),
        ("}", Refuse(Syntax)),
        ("()", Refuse(Syntax)),
        ("let", Refuse(Syntax)),
        ("if", Refuse(Syntax)),
        ("1 +", Refuse(Syntax)),
        (".5", Refuse(Syntax)),
        ("it..x", Refuse(Refused)),
        ("it?.x", Refuse(Refused)),
        ("return", Refuse(Syntax)),
        ("break", Refuse(Refused)),
        ("@", Refuse(Syntax)),
    ];
    let mut all: Vec<(String, Expectation)> = small.into_iter().map(|(text, must)| (text.to_string(), must)).collect();
    all.extend([
        (many("1;", 100_000), Refuse(TooLarge)),
        (many("1;", 2_000) + "1", Give),
        (many("(", 2_000), Refuse(TooLarge)),
        (many("(", 20) + "1" + many(")", 20).as_str(), Give),
        (many("(", 2_000) + "1" + many(")", 2_000).as_str(), Refuse(TooLarge)),
        (many("[", 2_000), Refuse(TooLarge)),
        (many("{", 2_000), Refuse(TooLarge)),
        (many("!", 4_000) + "true", Refuse(TooLarge)),
        (many("- ", 2_000) + "1", Refuse(TooLarge)),
        (many("-", 4_000) + "1", Refuse(Refused)),
        ("1".to_string() + many("+1", 2_000).as_str(), Refuse(TooLarge)),
        ("1".to_string() + many("+1", 40).as_str(), Give),
        ("2".to_string() + many("**2", 1_000).as_str(), Refuse(TooLarge)),
        ("it".to_string() + many(".a", 2_000).as_str(), Refuse(TooLarge)),
        ("it".to_string() + many(".a", 30).as_str() + ".gone", Unknown),
        ("it".to_string() + many("[\"a\"]", 800).as_str(), Refuse(TooLarge)),
        ("many".to_string() + many("[0]", 1_300).as_str(), Refuse(TooLarge)),
        ("abs(".repeat(20) + "1" + many(")", 20).as_str(), Give),
        ("abs(".repeat(600) + "1" + many(")", 600).as_str(), Refuse(TooLarge)),
        ("n".to_string() + many(".abs()", 600).as_str(), Refuse(TooLarge)),
        (many("if true {", 400) + "1" + many("}", 400).as_str(), Refuse(TooLarge)),
        ("if n > 3 {1}".to_string() + many(" else if n > 3 {1}", 200).as_str() + " else {2}", Refuse(TooLarge)),
        (many("gone ?? ", 40) + "1", Give),
        (many("gone ?? ", 400) + "1", Refuse(TooLarge)),
        (many("true && ", 40) + "true", Give),
        (many("true && ", 400) + "true", Refuse(TooLarge)),
        (many("false || ", 40) + "true", Give),
        (many("false || ", 400) + "true", Refuse(TooLarge)),
        (many("let a = 1;", 33) + "a", Refuse(TooLarge)),
        (many("let a = 1;", 32) + "a", Give),
        (format!("[{}1]", many("1,", 256)), Refuse(TooLarge)),
        (format!("sum([{}1])", many("1,", 255)), Give),
        (format!("max({}1)", many("1,", 1_000)), Reject),
        (format!("\"{}\"", many("a", 5_000)), Refuse(TooLarge)),
        (many("a", 4_000), Refuse(TooLarge)),
        (many("9", 4_000), Reject),
        (format!("1e{}", many("9", 4_090)), Reject),
        (format!("1e{}", many("9", 3_000)), Reject),
        (format!("0x{}", many("f", 3_000)), Reject),
        (format!("switch n {{ {} }}", many("1 => 1,", 500)), Refuse(Refused)),
        (many("/*", 2_000), Refuse(Syntax)),
        (many("/*", 1_000) + many("*/", 1_000).as_str() + "1", Give),
        (format!("\"{}", many("\\", 4_000)), Refuse(Syntax)),
        (format!("has(\"it{}\")", many(".a", 1_900)), Give),
        (
            format!("sum([{}])", (0..70).map(|i| format!("score(\"a{i}\", \"rice\")")).collect::<Vec<_>>().join(",")),
            Fail(F::Limit(LimitKind::Questions)),
        ),
        (many("it.slow;", 8) + "1", Fail(F::Limit(LimitKind::Time))),
        (format!("it.{}", many("x", 200)), Refuse(TooLarge)),
    ]);
    all
}

const LIBRARY: &str = r#"
fn forever(n) { forever(n + 1) }
fn ping(n) { pong(n) }
fn pong(n) { ping(n) }
fn tree(n) { if n <= 0 { 1 } else { tree(n - 1) + tree(n - 1) } }
fn double(s, n) { if n <= 0 { s } else { double(s + s, n - 1) } }
fn lists(s, n) { if n <= 0 { s } else { lists([s, s], n - 1) } }
fn deep(n) { 1 + (1 + (1 + (1 + (1 + (1 + (1 + (1 + (1 + (1 + abs(abs(deep(n + 1))))))))))))  }
"#;

fn libraries() -> Vec<(String, Expectation)> {
    vec![
        ("1;".repeat(40_000), Refuse(TooLarge)),
        (format!("fn f() {{ {} 1 }}", many("1;", 30_000)), Refuse(TooLarge)),
        (format!("fn f() {{ {} 1 }}", many("1;", 1_000)), Give),
        (format!("fn f() {{ 1{} }}", many("+1", 30_000)), Refuse(TooLarge)),
        (format!("fn f() {{ 1{} }}", many("+1", 900)), Refuse(TooLarge)),
        (format!("fn f() {{ {}1{} }}", many("(", 40), many(")", 40)), Refuse(TooLarge)),
        (format!("fn f() {{ {} }}", many("(", 20_000)), Refuse(TooLarge)),
        ((0..257).map(|i| format!("fn f{i}() {{ 1 }}\n")).collect(), Refuse(TooLarge)),
        ((0..256).map(|i| format!("fn f{i}() {{ 1 }}\n")).collect(), Give),
        (format!("fn f({}z) {{ 1 }}", (0..16).map(|i| format!("a{i},")).collect::<String>()), Refuse(TooLarge)),
        ("let x = 1;".into(), Refuse(Refused)),
        ("import \"fs\" as fs;".into(), Refuse(Refused)),
        ("private fn f() { 1 }".into(), Refuse(Refused)),
        ("fn f() { this.x }".into(), Refuse(Refused)),
        ("fn f() { it.x }".into(), Refuse(UnknownName)),
        ("fn f() { eval(\"1\") }".into(), Refuse(Refused)),
        ("fn f(x) { x = 3; x }".into(), Refuse(Refused)),
        ("fn abs(x) { x }".into(), Refuse(Duplicate)),
        ("fn f(x) { x } fn f(y) { y }".into(), Refuse(Duplicate)),
        ("fn f(".into(), Refuse(Syntax)),
        ("fn string.f() { 1 }".into(), Reject),
        (format!("fn f() {{ \"{}\" }}", many("a", 5_000)), Refuse(TooLarge)),
        (many("\n", 64 * 1024), Give),
        (many("fn ", 20_000), Reject),
    ]
}

fn library(text: &str) -> LibrarySource {
    LibrarySource { name: "hostile.rhai".into(), text: text.into() }
}

fn shown(text: &str) -> String {
    text.chars().take(60).collect()
}

fn matches(must: Expectation, refused: Option<FormulaErrorKind>, outcome: Option<&EvalOutcome>) -> bool {
    match (must, refused, outcome) {
        (Refuse(kind), Some(got), _) => kind == got,
        (Reject, Some(_), _)
        | (Give, None, Some(EvalOutcome::Value(_)))
        | (Unknown, None, Some(EvalOutcome::Unknown { .. })) => true,
        (Fail(kind), None, Some(EvalOutcome::Failed(failure))) => failure.kind == kind,
        _ => false,
    }
}

/// Runs every script, on a thread with half the stack that threads usually have.
fn run_all() -> usize {
    std::thread::Builder::new().stack_size(1024 * 1024).spawn(run_here).unwrap().join().unwrap()
}

fn run_here() -> usize {
    let mut wrong = Vec::new();
    let sandbox = Sandbox::new(&[library(LIBRARY)]).unwrap();
    let formulas = formulas();
    let libraries = libraries();
    for (text, must) in &formulas {
        let started = Instant::now();
        let compiled = sandbox.compile(text, ExpectedType::Any);
        let compiling = started.elapsed();
        let outcome = compiled.as_ref().ok().map(|formula| sandbox.evaluate(formula, &Inputs));
        let took = started.elapsed();
        let refused = compiled.as_ref().err().map(|e| e.kind);
        if let Err(error) = &compiled {
            assert!(text.get(error.offset..error.offset + error.length).is_some(), "{}: {error:?}", shown(text));
            assert!(error.message.len() < 300, "{}", error.message);
        }
        if !matches(*must, refused, outcome.as_ref()) {
            wrong.push(format!("{}: wanted {must:?}, got {compiled:.80?} {outcome:?}", shown(text)));
        }
        if took > TIMEOUT {
            wrong.push(format!("{}: took {compiling:?} to compile, {took:?} in all", shown(text)));
        }
    }
    for (text, must) in &libraries {
        let started = Instant::now();
        let result = Sandbox::new(&[library(text)]);
        let took = started.elapsed();
        let given = EvalOutcome::Value(Value::Missing);
        if !matches(*must, result.as_ref().err().map(|e| e.kind), result.as_ref().ok().map(|_| &given)) {
            wrong.push(format!("library {}: wanted {must:?}, got {:?}", shown(text), result.err()));
        }
        if took > TIMEOUT {
            wrong.push(format!("library {}: took {took:?}", shown(text)));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    formulas.len() + libraries.len()
}

#[test]
fn hostile_scripts_are_refused_or_stopped() {
    assert!(run_all() >= 70);
}

/// The same in a process that may not have more than 1 GiB of addresses.
#[test]
#[cfg(target_os = "linux")]
fn hostile_scripts_do_not_take_memory() {
    if std::env::var_os("PLANWRIGHT_HOSTILE_CHILD").is_some() {
        return;
    }
    let me = std::env::current_exe().unwrap();
    let output = std::process::Command::new("sh")
        .args([
            "-c",
            "ulimit -v 1048576; exec \"$0\" --exact formula_sandbox::hostile_scripts_are_refused_or_stopped --test-threads 1",
        ])
        .arg(&me)
        .env("PLANWRIGHT_HOSTILE_CHILD", "1")
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && text.contains("1 passed"), "{text}{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn an_interrupt_stops_what_runs() {
    let sandbox = Sandbox::new(&[library(LIBRARY)]).unwrap();
    let formula = sandbox.compile("tree(6)", ExpectedType::Number).unwrap();
    let flag = Arc::new(std::sync::atomic::AtomicBool::new(true));
    let limit = planwright::Limit::flag(flag.clone());
    assert!(limit.run(|| sandbox.evaluate(&formula, &Inputs)).is_err());
    flag.store(false, Ordering::Relaxed);
    assert_eq!(limit.run(|| sandbox.evaluate(&formula, &Inputs).number()), Ok(Some(64.0)));
    // Set while it runs: by a record that is read first.
    #[derive(Debug)]
    struct Interrupt(Arc<std::sync::atomic::AtomicBool>);
    impl RecordValue for Interrupt {
        fn get(&self, _: &str) -> Lookup {
            self.0.store(true, Ordering::Relaxed);
            Lookup::Value(Value::Number(8.0))
        }
        fn path(&self) -> String {
            String::new()
        }
    }
    struct One(Arc<std::sync::atomic::AtomicBool>);
    impl Scope for One {
        fn variable(&self, _: &str) -> Lookup {
            Lookup::Value(Value::Record(Arc::new(Interrupt(self.0.clone()))))
        }
        fn call(&self, name: &str, _: &[Value]) -> Result<Value, CallError> {
            Err(CallError::unavailable(name))
        }
    }
    let formula = sandbox.compile("tree(it.x)", ExpectedType::Number).unwrap();
    let mut inside = None;
    let result = limit.run(|| inside = Some(sandbox.evaluate(&formula, &One(flag.clone()))));
    assert!(result.is_err());
    // The formula itself was stopped, and not only what came of it withheld.
    assert!(matches!(inside, Some(EvalOutcome::Failed(f)) if f.kind == F::Cancelled), "the formula ran to its end");
}

#[test]
fn a_field_of_each_item_is_bounded() {
    /// Everybody knows everybody.
    #[derive(Debug)]
    struct Crowd;
    impl RecordValue for Crowd {
        fn get(&self, name: &str) -> Lookup {
            match name {
                "knows" => Lookup::Value(Value::List(vec![Value::Record(Arc::new(Crowd)); 300].into())),
                _ => Lookup::Value(Value::Number(1.0)),
            }
        }
        fn path(&self) -> String {
            String::new()
        }
    }
    struct One;
    impl Scope for One {
        fn variable(&self, _: &str) -> Lookup {
            Lookup::Value(Value::Record(Arc::new(Crowd)))
        }
        fn call(&self, name: &str, _: &[Value]) -> Result<Value, CallError> {
            Err(CallError::unavailable(name))
        }
    }
    let sandbox = Sandbox::new(&[]).unwrap();
    let outcome = |text: &str| sandbox.evaluate(&sandbox.compile(text, ExpectedType::Any).unwrap(), &One);
    assert_eq!(outcome("sum(it.knows.age)").number(), Some(300.0));
    const { assert!(300 * 300 > limits::JOINED_ITEMS) };
    let started = Instant::now();
    assert!(
        matches!(outcome("count(it.knows.knows.knows.knows)"), EvalOutcome::Failed(f) if f.kind == F::Limit(planwright::internals::formula::LimitKind::List))
    );
    assert!(matches!(outcome("has(\"it.knows.knows.knows.knows\")"), EvalOutcome::Failed(f) if f.kind == F::Question));
    assert!(started.elapsed() < TIMEOUT);
}

#[test]
fn aggregates_are_bounded() {
    let sandbox = Sandbox::new(&[]).unwrap();
    let text = |n: usize| vec!["sum(n)"; n].join("+");
    assert_eq!(
        sandbox.compile_aggregate(&text(limits::AGGREGATES + 1), ExpectedType::Any).map(|_| ()).unwrap_err().kind,
        TooLarge
    );
    let formula = sandbox.compile_aggregate(&text(limits::AGGREGATES), ExpectedType::Any).unwrap();
    let items = [Inputs, Inputs];
    let outcome = sandbox.evaluate_aggregate(&formula, &Inputs, &mut items.iter().map(|i| i as &dyn Scope)).outcome;
    assert_eq!(outcome.number(), Some(64.0));
    for text in
        ["sum(", "sum(,)", "sum()", "count)(", "sum(n,)", "share(n n)", &"sum(".repeat(900), &"sum(n),".repeat(500)]
    {
        let started = Instant::now();
        let result = sandbox.compile_aggregate(text, ExpectedType::Any);
        assert!(result.is_err() || text == "sum(n,)", "{text}");
        assert!(started.elapsed() < TIMEOUT, "{text}");
    }
}

/// Pieces of formulas, right and wrong, to be put together at random.
const PIECES: &[&str] = &[
    "1",
    "2.5",
    "0",
    "n",
    "s",
    "it",
    "gone",
    "many",
    "infinite",
    ".",
    ".a",
    ".gone",
    "[0]",
    "[",
    "]",
    "(",
    ")",
    "{",
    "}",
    "+",
    "-",
    "*",
    "/",
    "%",
    "**",
    "==",
    "!=",
    "<",
    ">=",
    "&&",
    "||",
    "!",
    "??",
    " in ",
    ",",
    ";",
    "let a = ",
    "a",
    "if ",
    " else ",
    "return ",
    "\"x\"",
    "\"",
    "min(",
    "sum(",
    "has(\"it.a\")",
    "score(\"a\", \"b\")",
    "tree(3)",
    "double(s, 1)",
    "round(",
    "é",
    "\n",
    "/*",
    "*/",
    "//",
    "true",
    "false",
    "count(n > 1)",
    "share(n, true)",
    "=",
    "|",
    "`",
    "'",
];

proptest::proptest! {
    /// Nothing made of them panics, takes long, misplaces an error, or gives one thing now and another later.
    #[test]
    fn random_formulas_are_handled(pieces in proptest::collection::vec(0..PIECES.len(), 1..14)) {
        let text: String = pieces.iter().map(|p| PIECES[*p]).collect();
        let sandbox = Sandbox::new(&[library(LIBRARY)]).unwrap();
        match sandbox.compile(&text, ExpectedType::Any) {
            Err(error) => assert!(text.get(error.offset..error.offset + error.length).is_some(), "{text}: {error:?}"),
            Ok(formula) => {
                for name in formula.names() {
                    assert!(text[name.offset..].starts_with(&*name.path[0]), "{text}: {name:?}");
                }
                let outcome = sandbox.evaluate(&formula, &Inputs);
                match &outcome {
                    EvalOutcome::Failed(failure) => {
                        assert_ne!(failure.kind, F::Internal, "{text}: {failure:?}");
                        assert!(failure.library.is_some() || text.get(failure.offset..failure.offset + failure.length).is_some(), "{text}: {failure:?}");
                    }
                    EvalOutcome::Unknown { names } => assert!(!names.is_empty()),
                    EvalOutcome::Value(value) => assert!(!value.is_missing() && !matches!(value, Value::Number(n) if !n.is_finite()), "{text}"),
                }
                assert_eq!(outcome, sandbox.evaluate(&formula, &Inputs), "{text}");
            }
        }
        if let Err(error) = sandbox.compile_aggregate(&text, ExpectedType::Any) {
            assert!(text.get(error.offset..error.offset + error.length).is_some(), "{text}: {error:?}");
        }
    }
}
