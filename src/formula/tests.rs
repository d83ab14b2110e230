//! What formulas mean, through the public interface.

use super::aggregate::AggregateOutcome;
use super::{
    CallError, EvalOutcome, ExpectedType, FailureKind, Formula, FormulaError, FormulaErrorKind, LibrarySource, Lookup,
    RecordValue, Sandbox, Scope, Value,
};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Fields by dotted path; an absent block's fields are missing.
#[derive(Clone, Debug)]
struct Facts {
    path: String,
    fields: Arc<BTreeMap<String, Value>>,
}

const BLOCKS: &[&str] = &["evidence", "market"];

impl Facts {
    fn new(path: &str, fields: &[(&str, Value)]) -> Self {
        Facts { path: path.into(), fields: Arc::new(fields.iter().map(|(k, v)| (k.to_string(), v.clone())).collect()) }
    }

    fn within(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_string() } else { format!("{}.{name}", self.path) }
    }
}

impl RecordValue for Facts {
    fn get(&self, name: &str) -> Lookup {
        let full = self.within(name);
        match self.fields.get(&full) {
            Some(Value::Missing) => Lookup::Missing,
            Some(value) => Lookup::Value(value.clone()),
            None if BLOCKS.contains(&name) => {
                Lookup::Value(Value::Record(Arc::new(Facts { path: full, fields: self.fields.clone() })))
            }
            None if name == "intreviews" => Lookup::NoSuchName { nearest: Some("interviews".into()) },
            None => Lookup::Missing,
        }
    }

    fn path(&self) -> String {
        self.path.clone()
    }

    fn is_present(&self) -> bool {
        self.fields.keys().any(|k| k.starts_with(&self.path))
    }
}

struct Plan {
    variables: Vec<(&'static str, Value)>,
    facts: Facts,
}

impl Plan {
    fn new() -> Self {
        let list = |texts: &[&str]| Value::List(texts.iter().map(Value::text).collect());
        let facts =
            [("evidence.interviews", Value::Number(42.0)), ("phase", "delivery".into()), ("title", Value::Missing)];
        let variables = vec![
            ("reach", Value::Number(900.0)),
            ("effort", Value::Number(4.0)),
            ("zero", Value::Number(0.0)),
            ("gone", Value::Missing),
            ("lost", Value::Missing),
            ("yes", Value::Truth(true)),
            ("phase", "delivery".into()),
            ("tags", list(&["mobile", "retention"])),
            ("none", Value::List(Arc::from([]))),
            ("numbers", Value::List(Arc::from([Value::Number(1.0), Value::Number(2.0), Value::Number(6.0)]))),
        ];
        Plan { variables, facts: Facts::new("", &facts) }
    }
}

impl Scope for Plan {
    fn variable(&self, name: &str) -> Lookup {
        match self.variables.iter().find(|(n, _)| *n == name) {
            Some((_, value)) => Lookup::Value(value.clone()),
            None if name == "it" => Lookup::Value(Value::Record(Arc::new(self.facts.clone()))),
            None => Lookup::NoSuchName { nearest: (name == "raech").then(|| "reach".into()) },
        }
    }

    fn call(&self, name: &str, args: &[Value]) -> Result<Value, CallError> {
        match (name, args) {
            ("score", [Value::Text(who), _]) if &**who == "streaks" => Ok(Value::Number(7.0)),
            ("score", [Value::Text(who), _]) if &**who == "unscored" => Ok(Value::Missing),
            ("ranking", _) => Ok(Value::List(Arc::from([Value::text("streaks"), Value::text("b")]))),
            ("position", [Value::Text(who), _]) => Ok(Value::Number(if &**who == "streaks" { 1.0 } else { 2.0 })),
            ("in_team", [Value::Text(team)]) => Ok(Value::Truth(&**team == "core")),
            _ => Err(CallError { message: "no such initiative".into(), help: Some("look".into()) }),
        }
    }
}

fn run(text: &str) -> EvalOutcome {
    let sandbox = Sandbox::new(&[]).unwrap();
    match sandbox.compile(text, ExpectedType::Any) {
        Ok(formula) => sandbox.evaluate(&formula, &Plan::new()),
        Err(error) => panic!("{text}: {error:?}"),
    }
}

fn failed(text: &str) -> (FailureKind, String, String) {
    match run(text) {
        EvalOutcome::Failed(f) => {
            assert!(!f.message.is_empty() && !f.message.ends_with('.'), "{text}: {}", f.message);
            for jargon in ["f64", "Dynamic", "()", "rhai", "Variable", "bool"] {
                assert!(!f.message.contains(jargon), "{text}: {}", f.message);
            }
            (f.kind, text[f.offset..f.offset + f.length].to_string(), f.message)
        }
        other => panic!("{text}: {other:?}"),
    }
}

fn refused(text: &str) -> (FormulaErrorKind, String) {
    let e = Sandbox::new(&[]).unwrap().compile(text, ExpectedType::Any).map(|_| ()).expect_err(text);
    (e.kind, text[e.offset..e.offset + e.length].to_string())
}

#[test]
fn arithmetic_is_in_real_numbers() {
    for (text, wanted) in [
        ("7/2", 3.5),
        ("reach * 1 / effort", 225.0),
        ("-2 ** 2", 4.0),
        ("2 ** 3 ** 2", 512.0),
        ("7 % 4", 3.0),
        ("-7 % 4", -3.0),
        ("1_000 + 0x10", 1016.0),
        ("99999999999999999999 / 1e19", 10.0),
        ("let a = 3; let b = a * 2; b + a", 9.0),
        ("if effort > 3 { 1 } else { 2 }", 1.0),
        ("if zero > 3 { 1 } else if yes { 5 } else { 2 }", 5.0),
        ("if yes { return 8; } 1", 8.0),
        ("min(3, 1, 2) + max([4, 9]) + clamp(12, 0, 10)", 20.0),
        ("round(2.345, 2) + floor(1.9) + ceil(1.1) + abs(-1)", 6.35),
        ("sum(numbers) + mean(numbers) + count(numbers) + len(\"né\")", 17.0),
        ("numbers[2] + [5, 6][1]", 12.0),
        ("let scale = [0, 0.5, 1]; scale[1 + 1]", 1.0),
        ("sqrt(16) + ln(exp(2)) + log10(1000) + pow(2, 10)", 1033.0),
        ("effort.pow(2)", 16.0),
    ] {
        let got = run(text).number().unwrap_or_else(|| panic!("{text}: {:?}", run(text)));
        assert!((got - wanted).abs() < 1e-12, "{text}: {got}");
    }
}

#[test]
fn truth_is_exact() {
    for (text, wanted) in [
        ("1e-17 > 0", true),
        ("0.1 + 0.2 == 0.3", false),
        ("1 == 1.0", true),
        ("phase == \"delivery\" && !(zero > 0)", true),
        ("\"mobile\" in tags", true),
        ("\"x\" !in tags", true),
        ("tags.contains(\"mobile\")", true),
        ("\"x\" in none", false),
        ("\"liv\" in phase && starts_with(phase, \"del\") && phase.ends_with(\"ery\")", true),
        ("\"2026-02\" < \"2026-10\"", true),
        ("\"v1.19\" < \"v1.9\" && version(\"v1.19\") > version(\"1.9\")", true),
        ("version(\"1.2\") == version(\"v1.2.0\")", true),
        ("effort in [1, 4]", true),
        ("tags == [\"mobile\", \"retention\"]", true),
        ("false && gone", false),
        ("true || gone > 3", true),
        ("zero == -0.0", true),
    ] {
        assert_eq!(run(text).truth(), Some(wanted), "{text}: {:?}", run(text));
    }
}

#[test]
fn a_missing_value_makes_the_result_unknown_and_is_named() {
    for (text, wanted) in [
        ("gone", &["gone"][..]),
        ("gone + 1", &["gone"]),
        ("1 < gone", &["gone"]),
        ("gone == lost", &["gone", "lost"]),
        ("gone != \"x\"", &["gone"]),
        ("!gone", &["gone"]),
        ("-gone", &["gone"]),
        ("gone && true", &["gone"]),
        ("true && gone", &["gone"]),
        ("false || gone", &["gone"]),
        ("if gone { 1 } else { 2 }", &["gone"]),
        ("gone in tags", &["gone"]),
        ("\"x\" in gone", &["gone"]),
        ("abs(gone)", &["gone"]),
        ("max(1, gone)", &["gone"]),
        ("sum([1, gone])", &["gone"]),
        ("gone.contains(\"x\")", &["gone"]),
        ("tags[gone]", &["gone"]),
        ("gone[0]", &["gone"]),
        ("gone.deep.er", &["gone"]),
        ("it.market.tam", &["market.tam"]),
        ("it.market.tam + (lost ?? 1)", &["market.tam"]),
        ("(it.market.sam ?? 1) + it.market.tam", &["market.tam"]),
        ("let x = it.market.tam; let y = gone ?? 2; x + y", &["market.tam"]),
        ("it[\"market\"].tam > 2", &["market.tam"]),
        ("it.title == \"x\"", &["title"]),
        ("score(\"unscored\", \"rice\") + 1", &["score(\"unscored\", \"rice\")"]),
        ("if yes { gone } else { 1 }", &["gone"]),
        ("gone ?? lost", &["gone", "lost"]),
        ("starts_with(gone, \"x\")", &["gone"]),
        ("version(gone) > version(\"1\")", &["gone"]),
        ("version(\"TBD\") > version(\"1\")", &["version(\"TBD\")"]),
    ] {
        match run(text) {
            EvalOutcome::Unknown { names } => {
                let last: Vec<&str> = names.iter().map(String::as_str).collect();
                let shown = if text == "gone ?? lost" { &["lost"][..] } else { wanted };
                assert_eq!(last, shown, "{text}");
            }
            other => panic!("{text}: {other:?}"),
        }
    }
    assert_eq!(run("gone ?? 0").number(), Some(0.0));
    assert_eq!(run("it.market.tam ?? 3").number(), Some(3.0));
    assert_eq!(run("gone ?? it.market.tam ?? 4").number(), Some(4.0));
    assert_eq!(run("it.evidence.interviews ?? 0").number(), Some(42.0));
}

#[test]
fn has_never_is_unknown() {
    for (text, wanted) in [
        ("has(\"evidence.interviews\")", true),
        ("has(\"evidence.surveys\")", false),
        ("has(\"market\")", false),
        ("has(\"evidence\")", true),
        ("has(\"it.market.tam\")", false),
        ("has(\"gone\")", false),
        ("has(\"reach\")", true),
    ] {
        assert_eq!(run(text).truth(), Some(wanted), "{text}: {:?}", run(text));
    }
    assert_eq!(failed("1 + 0 * 2 > 0 && has(\"evidence.intreviews\")").0, FailureKind::Question);
}

#[test]
fn failures_stand_at_their_place() {
    use FailureKind as F;
    for (text, kind, place) in [
        ("1 + reach / zero", F::DivisionByZero, "/"),
        ("\"é\" == \"é\" && reach % zero > 1", F::DivisionByZero, "%"),
        ("1 +\n  1e308 * 10", F::NotFinite, "*"),
        ("10 ** 400", F::NotFinite, "**"),
        ("1 +\r\n\t2 /\r\n zero", F::DivisionByZero, "/"),
        ("0 ** -1", F::DivisionByZero, "**"),
        ("(0 - 8) ** 0.5", F::Domain, "**"),
        ("1 + sqrt(0 - 1)", F::Domain, "sqrt"),
        ("ln(zero)", F::Domain, "ln"),
        ("exp(1000)", F::NotFinite, "exp"),
        ("mean(none)", F::Domain, "mean"),
        ("phase == 3", F::WrongType, "=="),
        ("phase < 3", F::WrongType, "<"),
        ("phase + 3", F::WrongType, "+"),
        ("yes * 3", F::WrongType, "*"),
        ("it == it", F::WrongType, "=="),
        ("3 in tags", F::WrongType, "in"),
        ("!effort", F::WrongType, "!"),
        ("-phase", F::WrongType, "-"),
        ("effort && yes", F::WrongType, "effort"),
        ("if effort { 1 } else { 2 }", F::WrongType, "effort"),
        ("tags[7]", F::OutOfRange, "7"),
        ("it.evidence.intreviews", F::UnknownName, "intreviews"),
        ("1 + raech", F::UnknownName, "raech"),
        ("effort.wrong", F::WrongType, "wrong"),
        ("score(\"nobody\", \"rice\")", F::Question, "score"),
        ("if zero > 1 { 3 }", F::WrongType, "if zero > 1 { 3 }"),
    ] {
        let (got, at, message) = failed(text);
        assert_eq!((got, at.as_str()), (kind, place), "{text}: {message}");
    }
}

#[test]
fn the_result_must_be_what_is_wanted() {
    let sandbox = Sandbox::new(&[]).unwrap();
    let outcome = |text, want| sandbox.evaluate(&sandbox.compile(text, want).unwrap(), &Plan::new());
    for (text, want) in [
        ("phase", ExpectedType::Number),
        ("effort", ExpectedType::Truth),
        ("yes", ExpectedType::Number),
        ("it", ExpectedType::Number),
    ] {
        assert!(matches!(outcome(text, want), EvalOutcome::Failed(f) if f.kind == FailureKind::WrongType), "{text}");
    }
    assert_eq!(outcome("effort", ExpectedType::Number).number(), Some(4.0));
    assert_eq!(outcome("yes", ExpectedType::Truth).truth(), Some(true));
}

#[test]
fn names_and_questions_are_told_with_their_places() {
    let text = "let a = it.evidence.interviews; a + tags[0] + score(\"streaks\", id) + it[\"x\"].y + has(\"p.q\") + phase.len()";
    let formula = Sandbox::new(&[]).unwrap().compile(text, ExpectedType::Any).unwrap();
    let paths: Vec<String> = formula.names().iter().map(|n| n.path.join(".")).collect();
    assert_eq!(paths, ["it.evidence.interviews", "tags", "id", "it.x.y", "phase"]);
    for name in formula.names() {
        for (part, (offset, length)) in name.path.iter().zip(&name.places) {
            assert_eq!(text[*offset..offset + length].trim_matches('"'), &**part);
        }
    }
    assert!(!formula.names()[0].continued && formula.names()[1].continued && formula.names()[4].continued);
    let calls: Vec<(&str, Vec<Option<&str>>)> = formula
        .calls()
        .iter()
        .map(|c| (&*c.name, c.args.iter().map(|a| a.as_ref().map(|t| &*t.text)).collect()))
        .collect();
    assert_eq!(calls, [("score", vec![Some("streaks"), None]), ("has", vec![Some("p.q")])]);
    let path = formula.calls()[1].args[0].clone().unwrap();
    assert_eq!(&text[path.offset..path.offset + path.length], "\"p.q\"");
}

#[test]
fn questions_are_answered_once_and_lists_can_be_asked_for_items() {
    assert_eq!(run("score(\"streaks\", \"rice\") + score(\"streaks\", \"rice\")").number(), Some(14.0));
    assert_eq!(run("ranking(\"rice\")[0] == \"streaks\" && position(\"streaks\", \"rice\") <= 3").truth(), Some(true));
    assert_eq!(run("in_team(\"core\") && !in_team(\"growth\")").truth(), Some(true));
    assert_eq!(run("score(ranking(\"rice\")[0], \"rice\")").number(), Some(7.0));
}

#[test]
fn errors_at_compilation_stand_at_their_place_in_plain_words() {
    use FormulaErrorKind as K;
    for (text, kind, place) in [
        ("1 + mim(2, 3)", K::UnknownFunction, "mim"),
        ("sqrt(1, 2)", K::WrongArguments, "sqrt"),
        ("1 +", K::Syntax, "+"),
        ("", K::Syntax, ""),
        ("(1 + 2", K::Syntax, "("),
        ("1 2", K::Syntax, "2"),
        ("x = 3", K::Refused, "="),
        ("1 + for", K::Refused, "for"),
        ("\"é\" + new", K::Refused, "new"),
        ("let x; 1", K::Syntax, "let"),
        ("a /* open", K::Syntax, "/*"),
        ("\"open", K::Syntax, "\""),
        ("it.call(1)", K::Syntax, "call"),
    ] {
        let (got, at) = refused(text);
        assert_eq!((got, at.as_str()), (kind, place), "{text}");
    }
    let error = Sandbox::new(&[]).unwrap().compile("1 + mim(2, 3)", ExpectedType::Any).unwrap_err();
    assert_eq!(error.help.as_deref(), Some("did you mean `min`?"));
}

fn library(text: &str) -> Result<Sandbox, FormulaError> {
    Sandbox::new(&[LibrarySource { name: "decay.rhai".into(), text: text.into() }])
}

#[test]
fn libraries_give_functions() {
    let text = "/// Worth less each week.\nfn decay(x, weeks) { x * half(weeks) }\nfn half(w) { let h = [1, 0.5]; h[1] ** w }\nfn orzero(x) { x ?? 0 }\nfn ten(x) { x / (x - x) }\n";
    let sandbox = library(text).unwrap();
    let run = |formula: &str| sandbox.evaluate(&sandbox.compile(formula, ExpectedType::Any).unwrap(), &Plan::new());
    assert_eq!(run("decay(8, 2)").number(), Some(2.0));
    assert_eq!(run("orzero(gone) + orzero(1)").number(), Some(1.0));
    assert_eq!(run("decay(gone, 2)"), EvalOutcome::Unknown { names: vec!["gone".into()] });
    match run("1 + ten(4)") {
        EvalOutcome::Failed(f) => {
            assert_eq!((f.kind, f.library.as_deref()), (FailureKind::DivisionByZero, Some("decay.rhai")));
            assert_eq!(&text[f.offset..f.offset + f.length], "/");
        }
        other => panic!("{other:?}"),
    }
    let error = sandbox.compile("decay(1)", ExpectedType::Any).unwrap_err();
    assert_eq!((error.kind, error.help.as_deref()), (FormulaErrorKind::WrongArguments, Some("it takes 2 arguments")));
    assert_eq!(sandbox.library_functions().collect::<Vec<_>>(), ["decay", "half", "orzero", "ten"]);
}

#[test]
fn libraries_hold_functions_only_and_each_once() {
    use FormulaErrorKind as K;
    for (text, kind, place) in [
        ("let x = 1; fn f() { 1 }", K::Refused, "let"),
        ("fn f() { 1 } 3", K::Refused, "3"),
        ("fn f(a) { a + reach }", K::UnknownName, "reach"),
        ("fn f(a) { g(a) }", K::UnknownFunction, "g"),
        ("fn min(a) { a }", K::Duplicate, "min"),
        ("fn f(a) { a } fn f(b) { b }", K::Duplicate, "f"),
        ("fn f(a, a) { a }", K::Duplicate, "a"),
        ("fn f(a) { while a { } }", K::Refused, "while"),
        ("fn f(a) { fn g() { 1 } a }", K::Refused, "fn"),
        ("fn f(a { a }", K::Syntax, "("),
        ("fn f(a) { a.g }\nfn h(a) { this.x }", K::Refused, "this"),
    ] {
        let error = library(text).map(|_| ()).expect_err(text);
        assert_eq!(error.library.as_deref(), Some("decay.rhai"), "{text}");
        assert_eq!((error.kind, &text[error.offset..error.offset + error.length]), (kind, place), "{text}: {error}");
    }
    let one = LibrarySource { name: "a.rhai".into(), text: "fn f(a) { a }".into() };
    let two = LibrarySource { name: "b.rhai".into(), text: "fn f(a, b) { a }".into() };
    let error = Sandbox::new(&[one, two]).map(|_| ()).unwrap_err();
    assert_eq!((error.kind, error.library.as_deref()), (FormulaErrorKind::Duplicate, Some("b.rhai")));
}

fn initiative(effort: Value, class: &str, score: f64) -> Plan {
    let mut plan = Plan::new();
    plan.variables.retain(|(n, _)| *n != "effort");
    plan.variables.extend([("effort", effort), ("class", class.into()), ("worth", Value::Number(score))]);
    plan
}

fn aggregate(text: &str, items: &[Plan]) -> AggregateOutcome {
    let sandbox = Sandbox::new(&[]).unwrap();
    let formula = sandbox.compile_aggregate(text, ExpectedType::Any).unwrap_or_else(|e| panic!("{text}: {e:?}"));
    sandbox.evaluate_aggregate(&formula, &Plan::new(), &mut items.iter().map(|p| p as &dyn Scope))
}

#[test]
fn aggregates_range_over_initiatives() {
    let items = [
        initiative(Value::Number(1.0), "must", 10.0),
        initiative(Value::Number(2.0), "could", 30.0),
        initiative(Value::Missing, "must", 20.0),
        initiative(Value::Number(5.0), "must", 40.0),
    ];
    for (text, wanted, skipped) in [
        ("count(class == \"must\") + reach", 903.0, 0),
        ("sum(effort)", 8.0, 1),
        ("mean( effort ) * 3", 8.0, 1),
        ("share(effort, class == \"must\")", 0.75, 1),
        ("corr(effort, worth)", 1.0, 1),
        ("spread(effort) + spread(worth)", 34.0, 1),
        ("count(effort > 1)", 2.0, 1),
        ("count([1, 2][0] == 1 && max(1, 2) == 2)", 4.0, 0),
    ] {
        let got = aggregate(text, &items);
        assert!((got.outcome.number().unwrap_or(f64::NAN) - wanted).abs() < 1e-12, "{text}: {got:?}");
        assert_eq!(got.skipped, skipped, "{text}");
    }
    assert_eq!(aggregate("share(effort, class == \"must\") <= 0.6", &items).outcome.truth(), Some(false));
}

#[test]
fn aggregates_over_nothing_are_unknown_and_named() {
    assert_eq!(aggregate("count(yes) + sum(effort)", &[]).outcome.number(), Some(0.0));
    for text in ["mean(effort) > 1", "1 + share(effort, yes)", "corr(effort, reach)", "spread(effort)"] {
        match aggregate(text, &[]).outcome {
            EvalOutcome::Unknown { names } => assert!(names.len() == 1 && text.contains(&names[0]), "{names:?}"),
            other => panic!("{text}: {other:?}"),
        }
    }
}

#[test]
fn errors_inside_aggregates_keep_their_place() {
    let sandbox = Sandbox::new(&[]).unwrap();
    for (text, kind, place) in [
        ("1 + sum(mim(effort))", FormulaErrorKind::UnknownFunction, "mim"),
        ("1 + sun(effort)", FormulaErrorKind::UnknownFunction, "sun"),
        ("sum(count(yes))", FormulaErrorKind::Refused, "count"),
        ("share(effort)", FormulaErrorKind::WrongArguments, "share"),
        ("sum(effort", FormulaErrorKind::Syntax, "("),
        ("sum(a = 1)", FormulaErrorKind::Refused, "="),
    ] {
        let error = sandbox.compile_aggregate(text, ExpectedType::Any).map(|_| ()).expect_err(text);
        assert_eq!((error.kind, &text[error.offset..error.offset + error.length]), (kind, place), "{text}: {error}");
    }
    let text = "1 + sum(\n effort / zero)";
    let got = aggregate(text, &[initiative(Value::Number(1.0), "must", 1.0)]);
    match got.outcome {
        EvalOutcome::Failed(f) => {
            assert_eq!((f.kind, &text[f.offset..f.offset + f.length]), (FailureKind::DivisionByZero, "/"))
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(got.failed_at, Some(0));
    let formula = sandbox.compile_aggregate("sum(effort) + reach", ExpectedType::Any).unwrap();
    assert_eq!(formula.names().map(|n| n.path.join(".")).collect::<Vec<_>>(), ["reach"]);
    assert_eq!(formula.item_formulas().map(|f| f.names()[0].offset).collect::<Vec<_>>(), [4]);
}

#[test]
fn answering_a_question_may_evaluate_another_formula() {
    struct Nested<'a>(&'a Sandbox, &'a Formula);
    impl Scope for Nested<'_> {
        fn variable(&self, name: &str) -> Lookup {
            if name == "gone" { Lookup::Missing } else { Lookup::Value(Value::Number(5.0)) }
        }
        fn call(&self, _: &str, args: &[Value]) -> Result<Value, CallError> {
            match args {
                [Value::Text(who), _] if &**who == "deep" => Ok(Value::Number(1.0)),
                _ => Ok(self.0.evaluate(self.1, self).number().map_or(Value::Missing, Value::Number)),
            }
        }
    }
    let sandbox = Sandbox::new(&[]).unwrap();
    let inner = sandbox.compile("score(\"deep\", \"x\") + a", ExpectedType::Number).unwrap();
    let outer = sandbox.compile("(gone ?? 1) + score(\"top\", \"x\") * 2", ExpectedType::Number).unwrap();
    assert_eq!(sandbox.evaluate(&outer, &Nested(&sandbox, &inner)).number(), Some(13.0));
}

#[test]
fn a_sandbox_is_shared_between_threads() {
    fn shared<T: Send + Sync>(_: &T) {}
    let sandbox = Sandbox::new(&[]).unwrap();
    let formula = sandbox.compile("reach / effort", ExpectedType::Number).unwrap();
    shared(&sandbox);
    shared(&formula);
    std::thread::scope(|threads| {
        for _ in 0..4 {
            threads.spawn(|| {
                (0..100).for_each(|_| assert_eq!(sandbox.evaluate(&formula, &Plan::new()).number(), Some(225.0)))
            });
        }
    });
}

#[test]
fn what_is_not_expected_is_said_in_words() {
    for (text, message, at) in [
        ("reach +", "the formula ends too early", "+"),
        ("reach 2", "`2` is not expected here", "2"),
        ("reach reach", "`reach` is not expected here", "reach"),
        ("reach ) 2", "`)` closes nothing", ")"),
        ("reach[", "`[` is never closed", "["),
        ("reach[]", "`]` means nothing in a formula", "]"),
        ("1..2", "formulas have no number ranges", ".."),
        ("reach.", "the name of a field is missing after `.`", "."),
        ("\"a\\qb\"", "`\\q` is not an escape in a text", "\"a\\qb\""),
        ("0x", "`0x` is not a number", "0x"),
        ("reach = 2", "`=` assigns, and formulas can't change a value", "="),
        ("switch reach { 1 => 2 }", "formulas have no `switch`", "switch"),
        ("#{a: 1}", "formulas have no object literals", "#{"),
        ("reach @ 2", "`@` means nothing in a formula", "@"),
    ] {
        let error = Sandbox::new(&[]).unwrap().compile(text, ExpectedType::Any).map(|_| ()).expect_err(text);
        let place = &text[error.offset..error.offset + error.length];
        assert_eq!((error.message.as_str(), place), (message, at), "{text}");
    }
}
