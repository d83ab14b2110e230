use super::*;
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::source::SourceId;
use crate::syntax::{Entry, SyntaxTree, parse};
use proptest::prelude::*;

fn file(text: &str) -> SyntaxTree {
    parse(SourceId(0), text.into())
}

type Change = fn(&Address, &str, &[&SyntaxTree]) -> Result<Vec<Edit>, EditError>;

fn changed(change: Change, text: &str, address: &str, value: &str) -> Result<String, EditError> {
    let parsed = file(text);
    let mut edits = change(&Address::parse(address)?, value, &[&parsed])?;
    apply(text, &mut edits)
}

/// Sets, and says which lines went (`-`) and came (`+`).
fn check(change: Change, address: &str, value: &str, want: &str) {
    for newline in ["\n", "\r\n"] {
        let text = PLAN.replace('\n', newline);
        let after = changed(change, &text, address, value).unwrap_or_else(|e| panic!("{address}: {e}"));
        assert_eq!(file(&after).diagnostics, []);
        let lines = similar::TextDiff::from_lines(&text, &after);
        let diff: String = lines
            .iter_all_changes()
            .filter(|c| c.tag() != similar::ChangeTag::Equal)
            .map(|c| format!("{}{c}", c.tag()))
            .collect();
        assert_eq!(diff, want.replace('\n', newline), "{address}");
    }
}

fn refused(change: Change, address: &str, value: &str) -> String {
    match changed(change, PLAN, address, value) {
        Ok(after) => panic!("{address} was written:\n{after}"),
        Err(e) => e.to_string(),
    }
}

const PLAN: &str = r#"# The plan.
plan acme "Acme" { edition: 2026; rank_by: rice }

metric minutes "Minutes" {
    baseline: 41 on 2025-12
    actual: 41.6 on 2026-01;  actual: 42.4 on 2026-02   # so far
    actual: 43 on 2026-03     because "counted"  # checked

    owner: ana
}

team ingest "Ingest" {
  capacity: 6 people
  capacity: 4 people from 2026-Q3 because "parental leave"
}
team ana { }
person ana { level: pm }

initiative streaks "Streak repair" {
  phase: delivery from 2026-04-13; owner: leo # both
  effort: ?      # not known
    # nobody asked
    because "nobody asked"
  moves: minutes by 1 to 2
  empty:
  tags: [
    a # one
    b
  ]
  rice { reach: 18K   to 30K users/month; effort: 3 person-months }
  risk late "Late" { likelihood: 30%; delay: 2 to 4 weeks }
  risk legal "Legal" {
    # nothing yet
  }
  evidence { }
  # the end
}
framework fit { input cost { range: 1 to 5; weight: 20% }; better: higher }
"#;

#[test]
fn a_value_is_replaced_and_nothing_else() {
    check(
        set,
        "streaks.rice.effort",
        "2 person-months",
        "-  rice { reach: 18K   to 30K users/month; effort: 3 person-months }\n+  rice { reach: 18K   to 30K users/month; effort: 2 person-months }\n",
    );
    check(
        set,
        "streaks.rice.reach",
        "20K users/month",
        "-  rice { reach: 18K   to 30K users/month; effort: 3 person-months }\n+  rice { reach: 20K users/month; effort: 3 person-months }\n",
    );
    check(
        set,
        "minutes.actual[2026-03]",
        "44 on 2026-03",
        "-    actual: 43 on 2026-03     because \"counted\"  # checked\n+    actual: 44 on 2026-03     because \"counted\"  # checked\n",
    );
    check(
        set,
        "minutes.actual[2026-03]",
        "44 on 2026-03 because \"sure\"",
        "-    actual: 43 on 2026-03     because \"counted\"  # checked\n+    actual: 44 on 2026-03     because \"sure\"  # checked\n",
    );
    check(
        set,
        "minutes.actual[2026-01]",
        "40 on 2026-01",
        "-    actual: 41.6 on 2026-01;  actual: 42.4 on 2026-02   # so far\n+    actual: 40 on 2026-01;  actual: 42.4 on 2026-02   # so far\n",
    );
    check(
        set,
        "team.ingest.capacity[2026-Q3]",
        "3 people from 2026-Q3",
        "-  capacity: 4 people from 2026-Q3 because \"parental leave\"\n+  capacity: 3 people from 2026-Q3 because \"parental leave\"\n",
    );
    check(
        set,
        "fit.input.cost.weight",
        "25%",
        "-framework fit { input cost { range: 1 to 5; weight: 20% }; better: higher }\n+framework fit { input cost { range: 1 to 5; weight: 25% }; better: higher }\n",
    );
    check(
        set,
        "streaks.risk.late.delay",
        "1 week because \"a date is set\"",
        "-  risk late \"Late\" { likelihood: 30%; delay: 2 to 4 weeks }\n+  risk late \"Late\" { likelihood: 30%; delay: 1 week because \"a date is set\" }\n",
    );
    check(set, "streaks.moves[minutes]", "minutes by 3", "-  moves: minutes by 1 to 2\n+  moves: minutes by 3\n");
    check(set, "streaks.effort", "3 weeks", "-  effort: ?      # not known\n+  effort: 3 weeks      # not known\n");
    check(
        set,
        "streaks.effort",
        "3 weeks because \"asked\"",
        "-  effort: ?      # not known\n+  effort: 3 weeks      # not known\n-    because \"nobody asked\"\n+    because \"asked\"\n",
    );
    check(set, "streaks.empty", "none", "-  empty:\n+  empty: none\n");
    check(set, "person.ana.level", "senior_pm", "-person ana { level: pm }\n+person ana { level: senior_pm }\n");
    check(
        set,
        "plan.rank_by",
        "ice",
        "-plan acme \"Acme\" { edition: 2026; rank_by: rice }\n+plan acme \"Acme\" { edition: 2026; rank_by: ice }\n",
    );
}

#[test]
fn the_date_behind_a_number_stays() {
    for (before, value, after) in [
        ("a: 2 on 2026-02", "5", "a: 5 on 2026-02"),
        ("a: 9% by 2026-Q4 because \"x\" # c", "10%", "a: 10% by 2026-Q4 because \"x\" # c"),
        ("a: 9%  by 2026-Q4 because \"x\"", "10% because \"y\"", "a: 10%  by 2026-Q4 because \"y\""),
        ("a: 9% by 2026-Q4 # c", "10% because \"y\"", "a: 10% by 2026-Q4 because \"y\" # c"),
        ("a: 2 to 4 weeks on 2026-02", "1 to 3 weeks likely 2 weeks", "a: 1 to 3 weeks likely 2 weeks on 2026-02"),
        ("a: 2 on 2026-02", "5 on 2026-03", "a: 5 on 2026-03"),
        ("a: 2 on 2026-02", "?", "a: ? on 2026-02"),
        ("a: 2 on 2026-02", "none", "a: none"),
        ("a: x from 2026-02", "y", "a: y"),
        ("a: 2 on 2026-02, 3 on 2026-03", "5", "a: 5"),
    ] {
        let plan = |line: &str| format!("metric m {{\n  {line}\n}}\n");
        assert_eq!(changed(set, &plan(before), "m.a", value), Ok(plan(after)), "{before} {value}");
    }
}

#[test]
fn a_list_with_comments_is_left_alone() {
    assert_eq!(
        refused(set, "streaks.tags", "[a, c]"),
        "the list `streaks.tags` holds comments, which would be lost: `# one` (change the list in the file)"
    );
    assert_eq!(
        changed(set, "metric m {\n  a: [\n    b\n  ] # c\n}", "m.a", "[d]").as_deref(),
        Ok("metric m {\n  a: [d] # c\n}")
    );
}

#[test]
fn an_item_of_another_file_is_found_by_its_full_name() {
    let (main, other) =
        (file("use \"m.plan\" as m\ninitiative c { g { x: 1 } }\n"), file("initiative c { g { x: 2 } }\n"));
    let at = |address: &str| Address::parse(address).and_then(|a| locate(&a, &[&main, &other]));
    assert_eq!(at("m.c.g.x").map(|p| p.file), Ok(1));
    let said = at("m.d.g.x").map(|p| p.file).map_err(|e| e.message);
    assert_eq!(said, Err("nothing is called `m.d`".into()));
}

#[test]
fn what_is_not_there_is_added() {
    check(set, "streaks.due", "2026-09", "+  due: 2026-09\n");
    check(set, "minutes.target", "50 by 2026-12", "+    target: 50 by 2026-12\n");
    check(
        set,
        "streaks.rice.confidence",
        "80%",
        "-  rice { reach: 18K   to 30K users/month; effort: 3 person-months }\n+  rice { reach: 18K   to 30K users/month; effort: 3 person-months; confidence: 80% }\n",
    );
    check(set, "streaks.evidence.surveys", "3", "-  evidence { }\n+  evidence { surveys: 3 }\n");
    check(set, "streaks.ice.impact", "8", "+  ice { impact: 8 }\n");
    check(set, "streaks.risk.legal.likelihood", "5%", "+    likelihood: 5%\n");
    check(
        set,
        "fit.example.score",
        "5",
        "-framework fit { input cost { range: 1 to 5; weight: 20% }; better: higher }\n+framework fit { input cost { range: 1 to 5; weight: 20% }; better: higher; example { score: 5 } }\n",
    );
    check(set, "team.ana.capacity", "2 people", "-team ana { }\n+team ana { capacity: 2 people }\n");
    check(
        set,
        "streaks.customer",
        "\"\"\"\n    Two\n    lines\n  \"\"\"",
        "+  customer: \"\"\"\n+    Two\n+    lines\n+  \"\"\"\n",
    );
}

#[test]
fn a_line_is_added_behind_its_kin() {
    check(add, "minutes.actual", "44 on 2026-04", "+    actual: 44 on 2026-04\n");
    check(add, "ingest.capacity", "7 people from 2027", "+  capacity: 7 people from 2027\n");
    check(add, "streaks.owner", "kim", "+  owner: kim\n");
    check(add, "streaks.needs", "events", "+  needs: events\n");
    check(
        add,
        "streaks.rice.reach",
        "1 user/month",
        "-  rice { reach: 18K   to 30K users/month; effort: 3 person-months }\n+  rice { reach: 18K   to 30K users/month; reach: 1 user/month; effort: 3 person-months }\n",
    );
}

#[test]
fn the_place_of_a_new_line() {
    for (before, after) in [
        ("metric m {\n\ta: 1 # c\n  b: 2\n}", "metric m {\n\ta: 1 # c\n  b: 2\n\tx: 9\n}"),
        ("metric m {\r\n  a: 1\r\n  # c\r\n}\n", "metric m {\r\n  a: 1\r\n  x: 9\r\n  # c\r\n}\n"),
        ("metric m { # c\n}", "metric m { # c\n  x: 9\n}"),
        ("metric m {}", "metric m { x: 9 }"),
        ("metric m { a: 1\n}", "metric m { a: 1\n  x: 9\n}"),
        ("metric m { a: 1;\n}", "metric m { a: 1;\n  x: 9\n}"),
        ("metric m {\n  a: 1 }", "metric m {\n  a: 1; x: 9 }"),
        ("metric m { c { d: 1 } }", "metric m { x: 9; c { d: 1 } }"),
        ("metric m {\n  a: 1; c {\n    d: 1\n  }\n}", "metric m {\n  a: 1; x: 9; c {\n    d: 1\n  }\n}"),
    ] {
        assert_eq!(changed(set, before, "m.x", "9").as_deref(), Ok(after));
    }
}

#[test]
fn what_is_refused_says_why() {
    for value in [
        "",
        "1; b: 2",
        "1\nb: 2",
        "1 }",
        "1 } team x {",
        "1 # c",
        "\"open",
        "[1, 2",
        "x {",
        "# c",
        "a: b",
        "1 2",
        "20,114",
        "because \"x\"",
        "1\nbecause \"x\"",
        "`",
        "\"\"\"",
        "1 ]",
        "5 by",
        "1;",
        "[1, 2;",
    ] {
        let said = refused(set, "streaks.due", value);
        assert!(!said.contains("`streaks`"), "the value is to blame, not the item: {said}");
        refused(add, "streaks.due", value);
    }
    for (address, why) in [
        ("streaks", "`streaks` names no field (an address is"),
        ("a..b", "`a..b` lacks a name (an address is"),
        ("a.b[", "`[` is not a key in brackets (an address is"),
        ("streak.effort", "nothing is called `streak` (did you mean `streaks`?)"),
        ("ana.level", "more than one item is called `ana` (write the kind before it: `team.ana` or `person.ana`)"),
        ("team.ingset.capacity", "there is no team `ingset` (did you mean `ingest`?)"),
        (
            "ingest.capacity",
            "`ingest.capacity` appears 2 times (name one by its date or name, as in `ingest.capacity[2026-Q3]`)",
        ),
        ("minutes.actual[2026-04]", "no `minutes.actual` has the key `2026-04` (did you mean"),
        ("streaks.risk.latte.delay", "`streaks` has no risk `latte` (did you mean `late`?)"),
        (
            "streaks.risk.delay",
            "the blocks `risk` of `streaks` have names (write one of them before the field: `risk.late.delay`)",
        ),
        ("streaks.rice", "`streaks.rice` is a block, not a field (name one of its fields: `streaks.rice.FIELD`)"),
        ("streaks.effort.low", "`effort` is a field, not a block (its value is `streaks.effort`)"),
        ("streaks.a.b.c", "`streaks` has no block `a` (its blocks: `evidence`, `rice`, `risk`)"),
    ] {
        let said = refused(set, address, "1");
        assert!(said.starts_with(why), "{said}");
    }
    assert!(refused(add, "minutes.actual[2026-03]", "1").starts_with("`[2026-03]` names a line that is there already"));
}

#[test]
fn a_place_says_what_is_there() {
    let (first, second) = (file(PLAN), file("initiative other { effort: 1 }\n"));
    let files = [&first, &second];
    let at = |address: &str| Address::parse(address).and_then(|a| locate(&a, &files));
    let place = at("other.effort").expect("it is there");
    assert_eq!((place.file, place.single_field().map(|f| f.0.text())), (1, Ok("effort: 1")));
    assert_eq!(at("streaks.ice.impact").expect("its item is there").missing.as_deref(), Some("ice"));
    let missing = at("streaks.efort").expect("its item is there").single_field().map(|f| f.span());
    assert_eq!(
        missing.map_err(|e| e.to_string()),
        Err("`streaks` has no field `efort` (did you mean `effort`?)".into())
    );
}

#[test]
fn a_damaged_item_is_changed_only_where_it_can_be_read() {
    let broken = "metric m {\n  a: 1\n  ???\n}\n";
    assert_eq!(changed(set, broken, "m.a", "2").as_deref(), Ok("metric m {\n  a: 2\n  ???\n}\n"));
    assert_eq!(changed(set, "metric m { a: \"x }\n", "m.a", "2").as_deref(), Ok("metric m { a: 2 }\n"));
    // What is put after an open comment would be part of it.
    assert!(changed(set, "metric m { # c", "m.c.x", "9").is_err());
    for open in ["metric m {", "metric m { # c", "metric m { a: [1 }", "metric m { c { "] {
        for address in ["m.x", "m.c.x", "m.a"] {
            if let Ok(after) = changed(set, open, address, "9") {
                assert!(file(&after).diagnostics.len() <= file(open).diagnostics.len(), "{after}");
            }
        }
    }
}

#[test]
fn edits_are_sorted_and_never_overlap() {
    let edit = |start, end, replacement: &str| Edit {
        span: Span::new(SourceId(0), start, end),
        replacement: replacement.into(),
    };
    assert_eq!(apply("abcdef", &mut [edit(4, 5, "E"), edit(0, 1, ""), edit(2, 2, "-")]).as_deref(), Ok("b-cdEf"));
    assert!(apply("abcdef", &mut [edit(0, 3, ""), edit(2, 4, "")]).is_err());
    assert!(apply("abc", &mut [edit(3, 4, "")]).is_err());
    assert!(apply("a€", &mut [edit(2, 3, "")]).is_err());
}

#[test]
fn safe_fixes_are_made_once() {
    let fix = |start, end, put: &str, safe| Fix {
        title: "mend".into(),
        span: Span::new(SourceId(0), start, end),
        replacement: put.into(),
        safe,
    };
    let with =
        |fixes: Vec<Fix>| Diagnostic { fixes, ..Diagnostic::new(Code::BAD_NUMBER, Span::new(SourceId(0), 0, 1), "x") };
    let text = "one two three";
    let found = [
        with(vec![fix(4, 7, "never", false), fix(4, 7, "2", true), fix(4, 7, "zwei", true)]),
        with(vec![fix(5, 9, "overlaps", true)]),
        with(vec![fix(0, 3, "1", true)]),
        with(vec![fix(0, 3, "1", true)]),
        with(vec![fix(90, 99, "outside", true)]),
        with(vec![Fix { span: Span::new(SourceId(1), 8, 13), ..fix(8, 13, "elsewhere", true) }]),
        with(vec![]),
    ];
    assert_eq!(apply_fixes(&found, SourceId(0), text), ("1 2 three".to_string(), 2));
    assert_eq!(apply_fixes(&[], SourceId(0), text), (text.to_string(), 0));
}

/// Every field that an address names alone.
fn addresses(parsed: &SyntaxTree) -> Vec<(String, usize)> {
    fn visit(prefix: &str, block: crate::syntax::Block<'_>, out: &mut Vec<(String, usize)>) {
        for entry in block.entries() {
            match entry {
                Entry::Field(f) => out.push((format!("{prefix}.{}", f.key().text), f.span().start as usize)),
                Entry::Block(b) => {
                    let kind = b.kind().map_or("", |k| k.text);
                    let id = b.id().map_or(String::new(), |i| format!(".{}", i.text));
                    visit(&format!("{prefix}.{kind}{id}"), b, out);
                }
            }
        }
    }
    let mut out = Vec::new();
    for block in parsed.blocks() {
        let (kind, id) = (block.kind().map_or("", |k| k.text), block.id().map_or("", |i| i.text));
        visit(&format!("{kind}.{id}"), block, &mut out);
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..Default::default() })]

    #[test]
    fn a_set_changes_its_line_only(which in 0usize..1000, value in prop::sample::select(vec!["7", "a, b", "\"x # }\"", "1 to 2 weeks", "?"])) {
        let parsed = file(PLAN);
        let all = addresses(&parsed);
        let (address, start) = &all[which % all.len()];
        let Ok(after) = changed(set, PLAN, address, value) else {
            // Only a repeated field has no address of its own, and only a list with comments can't be replaced.
            let alone = all.iter().filter(|(a, _)| a == address).count() == 1;
            prop_assert!(!alone || address.ends_with("tags"), "{}", address);
            return Ok(());
        };
        prop_assert_eq!(&file(&after).diagnostics, &[]);
        prop_assert!(after.starts_with(&PLAN[..*start]));
        let line_end = |t: &str| *start + t[*start..].find('\n').unwrap_or(0);
        prop_assert_eq!(&after[line_end(&after)..], &PLAN[line_end(PLAN)..]);
        let field = file(&after);
        let place = locate(&Address::parse(address).unwrap(), &[&field]).unwrap();
        let text = place.single_field().unwrap().0.text();
        prop_assert!(text.contains(value), "{}", text);
    }

    #[test]
    fn nothing_given_makes_it_panic(address in "[a-z.\\[\\]0-9-]{0,12}|streaks\\.[a-z]{1,6}|streaks\\.rice\\.[a-z]{1,6}", value in "[a-z0-9 \"`#{}\\[\\]:;,\n\r$%€-]{0,8}") {
        for change in [set as Change, add as Change] {
            if let Ok(after) = changed(change, PLAN, &address, &value) {
                prop_assert_eq!(&file(&after).diagnostics, &[]);
                prop_assert_eq!(file(&after).blocks().count(), file(PLAN).blocks().count());
            }
        }
    }

    #[test]
    fn mutants_never_make_it_panic(at in 0usize..PLAN.len(), put in "[a-z0-9 \"`#{}\\[\\]:;,\n$%€-]{0,3}", cut in 0usize..3) {
        let text = format!("{}{put}{}", &PLAN[..at], &PLAN[(at + cut).min(PLAN.len())..]);
        for address in ["streaks.rice.effort", "streaks.due", "streaks.ice.impact", "minutes.actual[2026-03]", "team.ana.lead"] {
            if let Ok(after) = changed(set, &text, address, "9") {
                prop_assert!(file(&after).diagnostics.len() <= file(&text).diagnostics.len());
            }
        }
    }
}
