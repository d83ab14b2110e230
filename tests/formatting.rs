//! The examples are in the canonical layout, and layout alone never changes what they say.

use planwright::language::format;
use planwright::language::parse;
use planwright::source::{SourceId, all_plan_files};
use std::path::Path;

fn formatted(text: &str) -> String {
    format(&parse(SourceId(0), text.into()))
}

/// The same plan laid out oddly: other indentation, blanks at the ends of lines, more blank lines, tabs around `:`.
fn untidy(text: &str) -> String {
    let (mut out, mut inside) = (String::new(), false);
    for (number, line) in text.lines().enumerate() {
        let marks = line.matches("\"\"\"").count() + line.matches("```").count();
        if inside || marks % 2 == 1 {
            // Texts and formulas over several lines keep their own margin.
            out += line;
            inside ^= marks % 2 == 1;
        } else if line.trim().is_empty() {
            out += "\r\n \t\n";
        } else {
            let key = line.trim().find(": ").filter(|at| !line.trim()[..*at].contains(['"', '`', '#', '{', ' ']));
            let odd = match key {
                Some(at) => format!("{}\t :   {}", &line.trim()[..at], &line.trim()[at + 2..]),
                None => line.trim().replace(" {", "   \t{"),
            };
            let odd = if line.contains(['"', '`', '#']) && key.is_none() { line.trim().to_string() } else { odd };
            out += &format!("{}{odd}  \t", " ".repeat(number * 7 % 11));
        }
        out += if number % 3 == 0 { "\r\n" } else { "\n" };
    }
    out
}

#[test]
fn examples_and_library_are_in_the_canonical_layout_and_come_back_to_it() {
    let root = Path::new(crate::ROOT);
    let mut seen = 0;
    for folder in ["examples", "scripts/std"] {
        for file in all_plan_files(&root.join(folder)).unwrap() {
            let text = std::fs::read_to_string(root.join(folder).join(&file)).unwrap();
            assert_eq!(formatted(&text), text, "{folder}/{file}");
            let odd = untidy(&text);
            assert_ne!(odd, text, "{folder}/{file}");
            assert_eq!(formatted(&odd), text, "{folder}/{file} laid out oddly");
            seen += 1;
        }
    }
    assert!(seen > 50);
}
