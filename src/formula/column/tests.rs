//! The column path against the interpreter, bit for bit.

use super::*;
use crate::formula::{CallError, ExpectedType, Formula, Lookup, Sandbox, Scope, Value};
use std::sync::Arc;

/// Numbers that look like chance and are the same each time (splitmix64; Steele, Lea and Flood 2014).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    fn of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len() as u64) as usize]
    }

    /// Plain, tiny, huge, whole, zero and negative ones.
    fn number(&mut self) -> f64 {
        let part = self.below(1_000_000) as f64 / 1_000_000.0;
        match self.below(12) {
            0 => 0.0,
            1 => -0.0,
            2 => self.below(10) as f64,
            3 => -(self.below(10) as f64),
            4 => part * 1e300,
            5 => part * 1e-300,
            6 => -part * 1e6,
            7 => 0.5 + self.below(5) as f64,
            _ => part * 100.0,
        }
    }

    fn numeric(&mut self, depth: u32) -> String {
        if depth == 0 {
            return match self.below(5) {
                0 => format!("{:?}", self.below(2_000) as f64 / 100.0),
                1 => self.below(4).to_string(),
                _ => self.of(&["a", "b", "c", "d"]).to_string(),
            };
        }
        let d = depth - 1;
        match self.below(22) {
            0..=8 => format!("({} {} {})", self.numeric(d), self.of(&["+", "-", "*", "/", "*", "/"]), self.numeric(d)),
            9 => format!("({} % {})", self.numeric(d), self.numeric(d)),
            10 => format!("({} ** {})", self.numeric(d), self.of(&["2", "0.5", "-1", "b", "3"])),
            11 => format!("(-{})", self.numeric(d)),
            12 => format!("{}({})", self.of(&["abs", "floor", "ceil", "round", "sqrt", "exp"]), self.numeric(d)),
            13 => format!("{}({})", self.of(&["ln", "log10", "sqrt", "round"]), self.numeric(d)),
            14 => format!("{}({}, {})", self.of(&["min", "max", "pow"]), self.numeric(d), self.numeric(d)),
            15 => format!("max({}, {}, {})", self.numeric(d), self.numeric(d), self.numeric(d)),
            16 => format!("clamp({}, {}, {})", self.numeric(d), self.numeric(d), self.numeric(d)),
            17 => format!("round({}, {})", self.numeric(d), self.below(4)),
            18 | 19 => format!("if {} {{ {} }} else {{ {} }}", self.condition(d), self.numeric(d), self.numeric(d)),
            20 => format!("{{ let x = {}; {} * x }}", self.numeric(d), self.numeric(d)),
            _ => format!("{{ let y = {}; {} }}", self.numeric(d), self.numeric(d)),
        }
    }

    fn condition(&mut self, depth: u32) -> String {
        let d = depth.saturating_sub(1);
        match self.below(8) {
            0 => format!("({} && {})", self.condition(d), self.condition(d)),
            1 => format!("({} || {})", self.condition(d), self.condition(d)),
            2 => format!("!({})", self.condition(d)),
            _ => format!("{} {} {}", self.numeric(d), self.of(&["<", "<=", ">", ">=", "==", "!="]), self.numeric(d)),
        }
    }
}

struct Row<'a>(&'a [&'a str], &'a [f64]);

impl Scope for Row<'_> {
    fn variable(&self, name: &str) -> Lookup {
        let at = self.0.iter().position(|n| *n == name);
        at.map_or(Lookup::NoSuchName { nearest: None }, |at| Lookup::Value(Value::Number(self.1[at])))
    }

    fn call(&self, name: &str, _: &[Value]) -> Result<Value, CallError> {
        Err(CallError::unavailable(name))
    }
}

fn compiled(sandbox: &Sandbox, text: &str) -> Formula {
    sandbox.compile(text, ExpectedType::Number).unwrap_or_else(|e| panic!("{text}: {e}"))
}

/// Compares both ways on rows; gives how many had a value.
fn compare(sandbox: &Sandbox, text: &str, rows: &[[f64; 4]]) -> usize {
    let rows: Vec<Vec<f64>> = rows.iter().map(|r| r.to_vec()).collect();
    compare_named(sandbox, text, &["a", "b", "c", "d"], &rows)
}

fn compare_named(sandbox: &Sandbox, text: &str, names: &[&str], rows: &[Vec<f64>]) -> usize {
    let formula = compiled(sandbox, text);
    let program = formula.column(&|path| path.len() == 1).unwrap_or_else(|e| panic!("{text}: {e}"));
    let column = |input: &Vec<Arc<str>>| -> Vec<f64> {
        let at = names.iter().position(|n| **n == *input[0]).unwrap();
        rows.iter().map(|row| row[at]).collect()
    };
    let columns: Vec<Vec<f64>> = program.inputs().iter().map(column).collect();
    let columns: Vec<InputColumn<'_>> = columns.iter().map(|c| InputColumn::Column(c)).collect();
    let mut out = vec![0.0; rows.len()];
    program.run(&columns, &mut out, &mut Scratch::default());
    let mut computed = 0;
    for (row, got) in rows.iter().zip(out) {
        match sandbox.evaluate(&formula, &Row(names, row)).number() {
            Some(wanted) => {
                computed += 1;
                assert_eq!(got.to_bits(), wanted.to_bits(), "{text} of {row:?}: {got} for {wanted}");
            }
            None => assert!(!got.is_finite(), "{text} of {row:?} fails, and gives {got}"),
        }
    }
    computed
}

#[test]
fn random_formulas_give_what_the_interpreter_gives() {
    let sandbox = Sandbox::new(&[]).unwrap();
    let mut chance = Chance(2026);
    let (mut computed, mut asked) = (0, 0);
    for _ in 0..10_000 {
        let depth = 1 + chance.below(4) as u32;
        let text = chance.numeric(depth);
        let rows: Vec<[f64; 4]> = (0..8).map(|_| std::array::from_fn(|_| chance.number())).collect();
        if text.len() < 4_000 && sandbox.compile(&text, ExpectedType::Number).is_ok() {
            asked += rows.len();
            computed += compare(&sandbox, &text, &rows);
        }
    }
    assert!(asked > 70_000 && computed * 3 > asked, "{computed} of {asked}");
}

#[test]
fn batches_of_any_length_are_whole() {
    let sandbox = Sandbox::new(&[]).unwrap();
    let mut chance = Chance(7);
    for count in [0, 1, BATCH_SIZE - 1, BATCH_SIZE, BATCH_SIZE + 1, 3 * BATCH_SIZE + 17] {
        let rows: Vec<[f64; 4]> = (0..count).map(|_| std::array::from_fn(|_| chance.number())).collect();
        for text in [
            "a * b * c / d",
            "a / b / c",
            "a * (b + c) * d / 2",
            "a",
            "3",
            "(a + b) * (a + b) / c",
            "a * b * c * d * a",
        ] {
            compare(&sandbox, text, &rows);
        }
    }
}

/// The score and the inputs of each framework of a text.
fn scores(text: &str) -> Vec<(String, Vec<String>)> {
    let parsed = crate::syntax::parse(crate::source::SourceId(0), text.into());
    let frameworks = parsed.blocks().filter(|b| b.kind().is_some_and(|k| k.text == "framework"));
    let score = |block: crate::syntax::Block<'_>| {
        let field = block.fields().find(|f| f.key().text == "score")?;
        let crate::syntax::Literal::Code(code) = field.value().phrases.first()?.head.low.literal else { return None };
        let inputs = block.blocks().filter(|b| b.kind().is_some_and(|k| k.text == "input"));
        Some((code.to_string(), inputs.filter_map(|b| Some(b.id()?.text.to_string())).collect()))
    };
    frameworks.filter_map(score).collect()
}

#[test]
fn the_library_and_the_examples_give_what_the_interpreter_gives() {
    use crate::schema::library::{LibraryFolder, items};
    let sandbox = Sandbox::new(&[]).unwrap();
    let mut chance = Chance(7);
    let mut compare_all = |text: &str, inputs: &[String]| {
        let names: Vec<&str> = inputs.iter().map(String::as_str).collect();
        let rows: Vec<Vec<f64>> = (0..500).map(|_| names.iter().map(|_| chance.number()).collect()).collect();
        assert!(compare_named(&sandbox, text, &names, &rows) > 0, "{text} has no value");
    };
    let mut lowered = 0;
    for (text, inputs) in items(LibraryFolder::Frameworks).flat_map(|item| scores(item.text)) {
        compare_all(&text, &inputs);
        lowered += 1;
    }
    assert!(lowered >= 8);
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/examples");
    let mut found = 0;
    for entry in ignore::WalkBuilder::new(root).sort_by_file_path(Ord::cmp).build() {
        let path = entry.unwrap().into_path();
        if path.extension().is_none_or(|e| e != "plan") {
            continue;
        }
        for (text, inputs) in scores(&std::fs::read_to_string(&path).unwrap()) {
            found += 1;
            // What calls functions of the example's own runs in the interpreter, as it does in the product.
            let Ok(formula) = sandbox.compile(&text, ExpectedType::Number) else { continue };
            if formula.column(&|path| path.len() == 1).is_ok() {
                compare_all(&text, &inputs);
            }
        }
    }
    assert!(found > 0, "the examples have formulas");
}

#[test]
fn what_is_not_arithmetic_says_so() {
    let sandbox = Sandbox::new(&[]).unwrap();
    let why = |text: &str| compiled(&sandbox, text).column(&|path| path.len() == 1).unwrap_err().to_string();
    assert_eq!(why("a * it.evidence.interviews"), "it reads `it.evidence.interviews`");
    assert_eq!(why("if has(\"evidence\") { a } else { b }"), "it calls `has`");
    assert_eq!(why("len(\"abc\") * a"), "it has a text");
    assert_eq!(why("sum([a, b])"), "it has a list");
    assert_eq!(why("if a > 1 { return b; } a"), "it returns early");
}

#[test]
fn what_fails_beside_the_result_fails() {
    let sandbox = Sandbox::new(&[]).unwrap();
    let rows = [[1.0, 0.0, 2.0, 3.0], [1.0, 1.0, 2.0, 3.0]];
    for text in [
        "let x = a / b; c",
        "a / b; c",
        "if c > 1 { let x = a / b; 5 } else { 6 }",
        "if c < 1 { let x = a / b; 5 } else { 6 }",
        "min(a / b, 5)",
        "1 / (a / b)",
        "if a / b > 3 { 1 } else { 2 }",
        "if c > 1 || a / b > 1 { 1 } else { 2 }",
        "if c < 1 && a / b > 1 { 1 } else { 2 }",
        "exp(-(a / b))",
        "pow(a / b, 0)",
    ] {
        compare(&sandbox, text, &rows);
    }
}
