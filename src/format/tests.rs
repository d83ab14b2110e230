use super::writer::MAX_LINE_WIDTH;
use super::*;
use crate::source::SourceId;
use crate::syntax::parse;
use expect_test::{Expect, expect};
use proptest::prelude::*;

fn formatted(text: &str) -> String {
    format(&parse(SourceId(0), text.into()))
}

fn check(text: &str, want: Expect) {
    let once = formatted(text);
    want.assert_eq(&once);
    assert_eq!(formatted(&once), once);
    assert_eq!(shape(&once), shape(text));
}

/// Kinds and token texts in order, less what layout may change: commas of `[ ]` lists and margins.
fn shape(text: &str) -> Vec<(SyntaxKind, String)> {
    fn visit(node: SyntaxNode<'_>, in_list: bool, out: &mut Vec<(SyntaxKind, String)>) {
        let rule = node.kind();
        if in_list && rule == SyntaxKind::comma {
            return;
        }
        let text = match rule {
            SyntaxKind::comment => node.text().trim_end().to_string(),
            SyntaxKind::long_text | SyntaxKind::code => {
                node.text().lines().map(|l| l.trim()).collect::<Vec<_>>().join("\n")
            }
            SyntaxKind::field
            | SyntaxKind::block
            | SyntaxKind::list
            | SyntaxKind::list_item
            | SyntaxKind::use_item
            | SyntaxKind::bad_block => String::new(),
            _ => node.text().replace('\r', ""),
        };
        out.push((rule, text));
        node.children().for_each(|c| visit(c, matches!(rule, SyntaxKind::list | SyntaxKind::list_item), out));
    }
    let parsed = parse(SourceId(0), text.into());
    let mut out = Vec::new();
    parsed.roots().for_each(|r| visit(r, false, &mut out));
    out
}

/// What the fields' texts say, margins taken off.
fn texts(text: &str) -> Vec<String> {
    fn visit(block: crate::syntax::Block<'_>, out: &mut Vec<String>) {
        for field in block.fields() {
            for phrase in field.value().phrases {
                if let crate::syntax::Literal::Text(text) = phrase.head.low.literal {
                    // A blank line at the end counts in CRLF text only (`syntax/text.rs`).
                    out.push(text.trim_end().to_string());
                }
            }
        }
        block.blocks().for_each(|b| visit(b, out));
    }
    let parsed = parse(SourceId(0), text.into());
    let mut out = Vec::new();
    parsed.blocks().for_each(|b| visit(b, &mut out));
    out
}

#[test]
fn spaces_and_lines() {
    check(
        "\u{FEFF}\r\n\r\n# top  \r\n\r\n\r\n\r\nplan  acme\t\"Acme\"{\r\n\r\n    edition :2026 ;\r\n\r\n\r\n  rate: EUR=1.08 USD   # now\r\n\r\n}   # end\r\nuse   \"a\"  as m\r\n\r\n\r\n",
        expect![[r#"
            # top

            plan acme "Acme" {
              edition: 2026

              rate: EUR = 1.08 USD  # now
            }  # end
            use "a" as m
        "#]],
    );
    check("", expect![""]);
    check("\u{FEFF} \n;\n", expect![""]);
}

#[test]
fn one_line_stays_one_line_while_it_fits() {
    check(
        "team a{}\nteam b {\n\n}",
        expect![[r#"
        team a { }
        team b { }
    "#]],
    );
    check(
        "initiative x {rice{reach:1;impact:high};evidence { interviews: 9 } due: 2026-06;;}",
        expect![[r#"
            initiative x { rice { reach: 1; impact: high }; evidence { interviews: 9 }; due: 2026-06 }
        "#]],
    );
    check(
        "initiative x \"X\" { problem { statement: \"Sixty columns of words that nobody will read again soon\"; job: \"more of the same here and some more\" }; phase: idea }",
        expect![[r#"
            initiative x "X" {
              problem { statement: "Sixty columns of words that nobody will read again soon"; job: "more of the same here and some more" }
              phase: idea
            }
        "#]],
    );
    check(
        "initiative x \"X\" {\n problem { statement: \"Sixty columns of words that nobody will read again soon\"; job: \"more of the same here and some more\" }; phase: idea\n effort: 1;phase: idea; gone: none\n}",
        expect![[r#"
            initiative x "X" {
              problem { statement: "Sixty columns of words that nobody will read again soon"; job: "more of the same here and some more" }; phase: idea
              effort: 1; phase: idea; gone: none
            }
        "#]],
    );
}

#[test]
fn a_line_that_is_too_wide_is_broken() {
    let long = "x".repeat(100);
    let text = format!("a b {{ first: \"{long}\"; second: 2; third {{ fourth: 4 }} }}");
    let want = format!("a b {{\n  first: \"{long}\"\n  second: 2\n  third {{ fourth: 4 }}\n}}\n");
    assert_eq!(formatted(&text), want);
    assert_eq!(formatted(&want), want);
    // Columns are characters: 120 of them stay, however many bytes they take.
    let wide = |n: usize| format!("a b {{ c: \"{}\"; d: 1 }}\n", "€".repeat(n));
    let room = MAX_LINE_WIDTH - wide(0).trim_end().len();
    assert_eq!(formatted(&wide(room)), wide(room));
    assert_eq!(formatted(&wide(room + 1)).lines().count(), 4);
}

#[test]
fn values() {
    check(
        "a b {\n x: 18K   to 30K  users/month by core;y: 12%/year; z: 12% /year; v: $50K /year\n l: a,b ,c\n m: 20,114\n n: [ a,b, ]\n o: []\n p: [a,\n  \n b , # second\n # own\n c\n because \"d\"\n]\n q: ?\n\n  because \"later\"\n r: 5%,25%,50\n s: [\n]\n t: 3kg; u:;\n}",
        expect![[r#"
            a b {
              x: 18K to 30K users/month by core; y: 12%/year; z: 12%/year; v: $50K/year
              l: a, b, c
              m: 20,114
              n: [a, b]
              o: []
              p: [
                a

                b  # second
                # own
                c
                  because "d"
              ]
              q: ?
                because "later"
              r: 5%, 25%, 50
              s: []
              t: 3kg; u:
            }
        "#]],
    );
}

#[test]
fn comments_stay_where_they_are() {
    check(
        "# a\na b {   # open\n\n    # own\n  x: 1 # end\n\n\n # before y\n  y: 2 # why\n # more\n because \"z\"; w: 3\n  c { d: 1 } # after\n # last\n\n}\n# tail",
        expect![[r#"
            # a
            a b {  # open
              # own
              x: 1  # end

              # before y
              y: 2  # why
                # more
                because "z"
              w: 3
              c { d: 1 }  # after
              # last
            }
            # tail
        "#]],
    );
}

#[test]
fn long_text_and_code_move_as_one() {
    let text = "a b {\n      c: \"\"\"\n          One\n            two\n   \n          three\n        \"\"\"\n  score: ```\n        let a = 1;\n          a\n      ```\n d: \"\"\"first\n    second\"\"\"; e: 1\n}\n";
    check(
        text,
        expect![[r#"
            a b {
              c: """
                One
                  two

                three
              """
              score: ```
                let a = 1;
                  a
              ```
              d: """first
                second"""
              e: 1
            }
        "#]],
    );
    assert_eq!(texts(&formatted(text)), texts(text));
}

#[test]
fn a_text_in_column_0_moves_to_its_field() {
    let text = "a b {\n  c: \"\"\"\nOne\n  two\n\nthree\n\"\"\"\n}\n";
    check(
        text,
        expect![[r#"
            a b {
              c: """
              One
                two

              three
              """
            }
        "#]],
    );
    assert_eq!(texts(&formatted(text)), texts(text));
}

#[test]
fn a_text_may_move_to_column_0() {
    let text = "a b {\n  c: \"\"\"\n      one\n      two\n        \"\"\"\n}\n";
    check(
        text,
        expect![[r#"
            a b {
              c: """
            one
            two
              """
            }
        "#]],
    );
    assert_eq!(texts(&formatted(text)), texts(text));
}

#[test]
fn a_literal_that_cannot_move_stays() {
    for literal in [
        "\"\"\"\n\tone\n        \"\"\"",
        "\"\"\"\n one\n        \"\"\"",
        "\"\"\"\none\n    two\n\"\"\"",
        "```\n      let a = `x\n        y`;\n      ```",
        "```\n      \"a \\\n        y\"\n      ```",
    ] {
        let text = format!("a b {{\n  c: {literal}\n}}\n");
        assert_eq!(formatted(&text), text);
    }
}

#[test]
fn damaged_items_are_left_alone() {
    for text in [
        "a  b {\n x:   1\n  ???   \n}",
        "a b {  x: [1, 2  }\n",
        "a b {\n\n\n x: \"open\n}\n",
        "a b {  c {\n",
        "a b { x: 1;  because { } }",
    ] {
        let whole = format!("c  d {{ }}\n\n\n{text}");
        assert_eq!(formatted(&whole), format!("c d {{ }}\n\n\n{text}"), "{whole}");
    }
}

const SAMPLE: &str = include_str!("sample.plan");

#[test]
fn the_sample_is_canonical() {
    let parsed = parse(SourceId(0), SAMPLE.into());
    assert_eq!(parsed.diagnostics, []);
    assert_eq!(format(&parsed), SAMPLE);
}

/// Canonical text with its blanks shuffled. Within tokens and on blank lines inside text nothing changes.
fn shuffle(text: &str, mut random: impl FnMut(usize) -> usize) -> String {
    const BLANKS: [&str; 6] = ["", " ", "  ", "\t", " \t ", "      "];
    let parsed = parse(SourceId(0), text.into());
    let mut tokens = Vec::new();
    fn leaves<'a>(node: SyntaxNode<'a>, out: &mut Vec<(SyntaxKind, std::ops::Range<usize>)>) {
        let mut inner = node.children().peekable();
        let composite = matches!(
            node.kind(),
            SyntaxKind::block | SyntaxKind::list | SyntaxKind::list_item | SyntaxKind::field | SyntaxKind::use_item
        );
        if inner.peek().is_none() && !composite {
            out.push((node.kind(), node.span().range()));
        }
        inner.for_each(|c| leaves(c, out));
    }
    parsed.roots().for_each(|r| leaves(r, &mut tokens));
    let mut out = String::new();
    let mut end = 0;
    for (_, token) in &tokens {
        for c in text[end..token.start].chars() {
            let mut blank = || BLANKS[random(BLANKS.len())];
            match c {
                ' ' => {
                    out.push(' ');
                    out.push_str(blank());
                }
                '\n' => {
                    out.push_str(blank());
                    // A blank line may be several, none becomes one.
                    let doubled = out.trim_end_matches([' ', '\t']).ends_with('\n');
                    out.push_str(if random(2) == 0 { "\r\n" } else { "\n" });
                    if doubled {
                        out.push_str(["", "\n", "\r\n \n"][random(3)]);
                    }
                }
                ';' => {
                    out.push_str(blank());
                    out.push(c);
                    out.push_str(blank());
                }
                c => {
                    out.push(c);
                    if c != '\u{FEFF}' {
                        out.push_str(blank());
                    }
                }
            }
        }
        out.push_str(&text[token.clone()]);
        end = token.end;
    }
    out.push_str(&text[end..]);
    out
}

fn plan() -> impl Strategy<Value = String> {
    let value = prop::sample::select(vec![
        "5",
        "1_000 to 2K users/month likely 1.5K",
        "$50K/year",
        "a, b",
        "112% by 2026-Q4",
        "\"text\"",
        "\"\"\"\nlong\n  text\n\"\"\"",
        "`a / b`",
        "```\n   a\n  ```",
        "[a, b]",
        "[\n a # one\n\n b because \"c\"\n ]",
        "?",
        "x because \"y\"",
        "x # c\n because \"y\"",
        "3 person-months",
        "-2 %",
        "\"a much longer text, which makes the line that it stands on too wide for another\"",
    ]);
    let separator = prop::sample::select(vec!["\n", "; ", "\n\n", " # note\n", "\n# own\n", "\n\n\n"]);
    let field = (prop::sample::select(vec!["a", "reach", "because"]), value, separator.clone())
        .prop_map(|(k, v, s)| format!("{k}: {v}{s}"));
    let block = field.prop_recursive(4, 24, 5, move |inner| {
        let head = prop::sample::select(vec!["rice {", "risk late \"Late\" { ", "input x {\n", "c{ # open\n\n"]);
        (head, prop::collection::vec(inner, 0..5), separator.clone())
            .prop_map(|(h, b, s)| format!("{h}{}}}{s}", b.concat()))
    });
    prop::collection::vec(
        prop_oneof![
            4 => prop::collection::vec(block, 0..5).prop_map(|b| format!("initiative i \"I\" {{{}}}\n", b.concat())),
            1 => Just("use \"a\"\n".to_string()),
            1 => Just("\n# c\n\n".to_string()),
        ],
        0..4,
    )
    .prop_map(|items| items.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..Default::default() })]

    #[test]
    fn generated_plans(text in plan()) {
        let once = formatted(&text);
        prop_assert_eq!(shape(&once), shape(&text));
        prop_assert_eq!(texts(&once), texts(&text));
        prop_assert_eq!(formatted(&once), once);
    }

    #[test]
    fn blanks_do_not_matter(text in plan(), choices in prop::collection::vec(0usize..64, 40)) {
        let canonical = formatted(&text);
        let mut choices = choices.into_iter().cycle();
        let shuffled = shuffle(&canonical, |n| choices.next().unwrap_or(0) % n);
        prop_assert_eq!(formatted(&shuffled), canonical, "{}", shuffled);
    }

    #[test]
    fn mutants_of_the_sample(edits in edits()) {
        check_mutant(SAMPLE, edits)?;
    }

    #[test]
    fn mutants_of_rare_forms(edits in edits()) {
        check_mutant(RARE, edits)?;
    }
}

/// Lists, literals and reasons over several lines, CRLF, crowded lines.
const RARE: &str = "\u{FEFF}use \"a.plan\" as m; use \"b\"\r\nteam t{}person p { }# c\ninitiative x \"X\" { # open\r\n  \
    a: [\n    b # one\n\n  c because \"d\"\n    e,\n because \"f\"\n  ]; g: 1 # h\n  because \"i\"\n  j: \"\"\"\n     \
    long } text\n   more\n \"\"\"\n  score: ```\n  a / b\n  ```\n\n\n  k { l: 1; m { n: 2 } o: 3\n  } # p\n  q: ?\n    \
    # r\n    because \"s\"; t: `u`; v { because: \"w\" }\n}\n# end";

type Edits = Vec<(usize, usize, String)>;

fn edits() -> impl Strategy<Value = Edits> {
    prop::collection::vec((0usize..10_000, 0usize..4, "[a-z0-9 \"`#{}\\[\\]:;,\n\r$%€-]{0,3}"), 1..6)
}

fn check_mutant(sample: &str, edits: Edits) -> Result<(), TestCaseError> {
    let mut text: Vec<char> = sample.chars().collect();
    for (at, cut, put) in edits {
        let at = at % (text.len() + 1);
        let end = (at + cut).min(text.len());
        text.splice(at..end, put.chars());
    }
    let text: String = text.into_iter().collect();
    let once = formatted(&text);
    prop_assert!(shape(&once) == shape(&text), "{}", once);
    prop_assert_eq!(texts(&once), texts(&text));
    prop_assert_eq!(formatted(&once), once);
    Ok(())
}

#[test]
fn the_shipped_plans_keep_their_words() {
    fn visit(dir: &std::path::Path, out: &mut Vec<std::path::PathBuf>) {
        for entry in std::fs::read_dir(dir).expect("a folder of the repository") {
            let path = entry.expect("an entry of it").path();
            if path.is_dir() {
                visit(&path, out);
            } else if path.extension().is_some_and(|e| e == "plan") {
                out.push(path);
            }
        }
    }
    let (root, mut files) = (std::path::Path::new(env!("CARGO_MANIFEST_DIR")), Vec::new());
    visit(&root.join("examples"), &mut files);
    visit(&root.join("scripts"), &mut files);
    assert!(files.len() > 50);
    for file in files {
        let text = std::fs::read_to_string(&file).expect("a file of the repository");
        let once = formatted(&text);
        assert!(shape(&once) == shape(&text), "{file:?}");
        assert_eq!(formatted(&once), once, "{file:?}");
    }
}
