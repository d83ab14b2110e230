use super::*;
use crate::source::SourceId;
use crate::syntax::{SyntaxTree, parse};
use proptest::prelude::*;

fn file(text: &str) -> SyntaxTree {
    parse(SourceId(0), text.into())
}

fn changes(overlays: &[&str]) -> Vec<SyntaxTree> {
    overlays.iter().map(|o| file(o)).collect()
}

/// The file with the changes in it.
fn written(text: &str, overlays: &[&str]) -> Result<String, EditError> {
    let (parsed, changes) = (file(text), changes(overlays));
    let changes: Vec<&SyntaxTree> = changes.iter().collect();
    let laid = write_back(&merge_changes(&changes), &[PlanFile::plain(&parsed)], Some(0), None)?;
    let mut edits = laid.edits.into_iter().next().map_or(Vec::new(), |(_, edits)| edits);
    apply(text, &mut edits)
}

/// Lays changes over the plan, and says which lines went (`-`) and came (`+`).
fn check(overlay: &str, want: &str) {
    for newline in ["\n", "\r\n"] {
        let text = PLAN.replace('\n', newline);
        let after = written(&text, &[overlay]).unwrap_or_else(|e| panic!("{overlay}: {e}"));
        assert_eq!(file(&after).diagnostics, []);
        let lines = similar::TextDiff::from_lines(&text, &after);
        let changed = lines.iter_all_changes().filter(|c| c.tag() != similar::ChangeTag::Equal);
        let diff: String = changed.map(|c| format!("{}{c}", c.tag())).collect();
        assert_eq!(diff, want.replace('\n', newline), "{overlay}");
    }
}

fn in_metric(before: &str, change: &str) -> String {
    let metric = |inside: &str| format!("metric m {{{inside}}}\n");
    let after = written(&metric(before), &[&metric(change)]).unwrap_or_else(|e| panic!("{before} {change}: {e}"));
    after.trim_end().trim_start_matches("metric m {").trim_end_matches('}').to_string()
}

const PLAN: &str = r#"# The plan.
plan acme "Acme" { edition: 2026; rank_by: rice }

metric minutes "Minutes" {
    baseline: 41 on 2025-12
    actual: 41.6 on 2026-01;  actual: 42.4 on 2026-02   # so far
    actual: 43 on 2026-03     because "counted"  # checked

    owner: ana
}

# Those who take things in.
team ingest "Ingest" {
  capacity: 6 people
  capacity: 4 people from 2026-Q3 because "parental leave"
}
team ana { }
# Ana herself.
person ana { level: pm } # since May

initiative streaks "Streak repair" {
  phase: delivery from 2026-04-13; owner: leo # both
  effort: ?      # not known
    # nobody asked
    because "nobody asked"
  moves: minutes by 1 to 2
  customer: """
    Never
      lose it
  """
  rice { reach: 18K   to 30K users/month; effort: 3 person-months }  # guessed

  # What may go wrong.
  risk late "Late" { likelihood: 30%; delay: 2 to 4 weeks }
  risk legal "Legal" {
    # nothing yet
    likelihood: 5%
  }
  # the end
}
framework fit { input cost { range: 1 to 5; weight: 20% }; better: higher; example { cost: 1; score: 5 }; example { cost: 2; score: 6 } }
"#;

#[test]
fn a_value_changes_alone() {
    check(
        "initiative streaks { rice { effort: 2 person-months } }",
        "-  rice { reach: 18K   to 30K users/month; effort: 3 person-months }  # guessed\n+  rice { reach: 18K   to 30K users/month; effort: 2 person-months }  # guessed\n",
    );
    check(
        "initiative streaks { effort: 3 weeks }",
        "-  effort: ?      # not known\n+  effort: 3 weeks      # not known\n",
    );
    check(
        "initiative streaks { effort: ? because \"we asked\" }",
        "-    because \"nobody asked\"\n+    because \"we asked\"\n",
    );
    check(
        "initiative streaks \"Streaks\" { owner: kim }",
        "-initiative streaks \"Streak repair\" {\n-  phase: delivery from 2026-04-13; owner: leo # both\n+initiative streaks \"Streaks\" {\n+  phase: delivery from 2026-04-13; owner: kim # both\n",
    );
    check("team ana \"Ana's\" { }", "-team ana { }\n+team ana \"Ana's\" { }\n");
    check(
        "framework fit { input cost { weight: 30% } }",
        "-framework fit { input cost { range: 1 to 5; weight: 20% }; better: higher; example { cost: 1; score: 5 }; example { cost: 2; score: 6 } }\n+framework fit { input cost { range: 1 to 5; weight: 30% }; better: higher; example { cost: 1; score: 5 }; example { cost: 2; score: 6 } }\n",
    );
    check(
        "plan { rank_by: ice }",
        "-plan acme \"Acme\" { edition: 2026; rank_by: rice }\n+plan acme \"Acme\" { edition: 2026; rank_by: ice }\n",
    );
}

#[test]
fn what_is_said_already_changes_nothing() {
    for same in [
        "initiative streaks { effort: ? }",
        "initiative streaks \"Streak repair\" { rice { reach: 18K to 30K users/month } }",
        "initiative streaks { customer: \"Never\\n  lose it\" }",
        "initiative streaks { risk late \"Late\" { likelihood: 30% } }",
        "metric minutes { actual: 41.6 on 2026-01; actual: 42.4 on 2026-02; actual: 43 on 2026-03 because \"counted\" }",
        "team ingest { focus: none; lead: none }",
        "initiative streaks { evidence { drop: yes } }",
        "team ana { drop: yes }\nteam ana \"\" { }",
        "initiative new \"New\" { effort: 1 }\ninitiative new { drop: yes }",
    ] {
        match same.contains("\"\"") {
            false => check(same, ""),
            true => check(same, "-team ana { }\n+team ana \"\" { }\n"),
        }
    }
}

#[test]
fn of_a_repeated_field_only_other_lines_change() {
    check(
        "metric minutes { actual: 41.6 on 2026-01; actual: 40 on 2026-02; actual: 43 on 2026-03 }",
        "-    actual: 41.6 on 2026-01;  actual: 42.4 on 2026-02   # so far\n+    actual: 41.6 on 2026-01;  actual: 40 on 2026-02   # so far\n",
    );
    check(
        "metric minutes { actual: 41.6 on 2026-01; actual: 42.4 on 2026-02; actual: 43 on 2026-03; actual: 44 on 2026-04 }",
        "+    actual: 44 on 2026-04\n",
    );
    check(
        "metric minutes { actual: 41 on 2025-12; actual: 41.6 on 2026-01; actual: 43 on 2026-03 }",
        "-    actual: 41.6 on 2026-01;  actual: 42.4 on 2026-02   # so far\n+    actual: 41 on 2025-12\n+    actual: 41.6 on 2026-01   # so far\n",
    );
    check(
        "team ingest { capacity: 6 people; capacity: 3 people from 2026-Q4 }",
        "-  capacity: 4 people from 2026-Q3 because \"parental leave\"\n+  capacity: 3 people from 2026-Q4\n",
    );
    check(
        "team ingest { capacity: 6 people; capacity: 3 people from 2026-Q3 }",
        "-  capacity: 4 people from 2026-Q3 because \"parental leave\"\n+  capacity: 3 people from 2026-Q3 because \"parental leave\"\n",
    );
    check(
        "team ingest { capacity: 4 people from 2026-Q3; capacity: 6 people }",
        "+  capacity: 4 people from 2026-Q3 because \"parental leave\"\n-  capacity: 4 people from 2026-Q3 because \"parental leave\"\n",
    );
    check("team ingest { capacity: 6 people }", "-  capacity: 4 people from 2026-Q3 because \"parental leave\"\n");
}

#[test]
fn what_is_unset_or_dropped_goes_and_comments_stay() {
    check("initiative streaks { effort: none }", "-  effort: ?      # not known\n-    because \"nobody asked\"\n");
    check(
        "initiative streaks { effort: none because \"given up\" }",
        "-  effort: ?      # not known\n+  effort: none      # not known\n-    because \"nobody asked\"\n+    because \"given up\"\n",
    );
    check(
        "initiative streaks { owner: none; phase: none; customer: none }",
        "-  phase: delivery from 2026-04-13; owner: leo # both\n-  customer: \"\"\"\n-    Never\n-      lose it\n-  \"\"\"\n",
    );
    check(
        "initiative streaks { owner: none }",
        "-  phase: delivery from 2026-04-13; owner: leo # both\n+  phase: delivery from 2026-04-13 # both\n",
    );
    check(
        "initiative streaks { rice: none }",
        "-  rice { reach: 18K   to 30K users/month; effort: 3 person-months }  # guessed\n",
    );
    check(
        "initiative streaks { risk late { drop: yes } }",
        "-  risk late \"Late\" { likelihood: 30%; delay: 2 to 4 weeks }\n",
    );
    check(
        "initiative streaks { rice { reach: none } }",
        "-  rice { reach: 18K   to 30K users/month; effort: 3 person-months }  # guessed\n+  rice { effort: 3 person-months }  # guessed\n",
    );
    check(
        "initiative streaks { rice { effort: none; reach: none } }",
        "-  rice { reach: 18K   to 30K users/month; effort: 3 person-months }  # guessed\n+  rice { }  # guessed\n",
    );
    check("person ana { drop: yes }", "-person ana { level: pm } # since May\n");
    check(
        "metric minutes { drop: yes }",
        "-metric minutes \"Minutes\" {\n-    baseline: 41 on 2025-12\n-    actual: 41.6 on 2026-01;  actual: 42.4 on 2026-02   # so far\n-    actual: 43 on 2026-03     because \"counted\"  # checked\n-\n-    owner: ana\n-}\n-\n",
    );
    check(
        "framework fit { example { drop: yes } }",
        "-framework fit { input cost { range: 1 to 5; weight: 20% }; better: higher; example { cost: 1; score: 5 }; example { cost: 2; score: 6 } }\n+framework fit { input cost { range: 1 to 5; weight: 20% }; better: higher }\n",
    );
}

#[test]
fn what_is_new_stands_where_it_belongs() {
    check("initiative streaks { due: 2026-09; team: ingest }", "+  due: 2026-09\n+  team: ingest\n");
    check("initiative streaks { risk legal { delay: 1 week } }", "+    delay: 1 week\n");
    check(
        "initiative streaks { evidence { surveys: 3; interviews: 9 } }",
        "+  evidence { surveys: 3; interviews: 9 }\n",
    );
    check("team ana { capacity: 2 people; focus: 2 }", "-team ana { }\n+team ana { capacity: 2 people; focus: 2 }\n");
    check(
        "initiative streaks { problem { statement: \"\"\"\nOne\n  two\n\"\"\"; job: \"x\" } }",
        "+  problem {\n+    statement: \"\"\"\n+One\n+  two\n+\"\"\"\n+    job: \"x\"\n+  }\n",
    );
    check(
        "team new \"New\" { capacity: 2 people }\ninitiative more \"More\" { phase: idea; rice { reach: 9; impact: low } }",
        "+\n+team new \"New\" { capacity: 2 people }\n+\n+initiative more \"More\" {\n+  phase: idea\n+  rice { reach: 9; impact: low }\n+}\n",
    );
}

#[test]
fn an_item_given_anew_is_changed_where_it_stands() {
    check(
        "team ingest { drop: yes }\nteam ingest \"In\" { capacity: 6 people; focus: 2 }",
        "-team ingest \"Ingest\" {\n+team ingest \"In\" {\n-  capacity: 4 people from 2026-Q3 because \"parental leave\"\n+  focus: 2\n",
    );
    check(
        "initiative streaks { risk: none; risk late { delay: 1 week }; rice { drop: yes }; rice { reach: 9 } }",
        "-  rice { reach: 18K   to 30K users/month; effort: 3 person-months }  # guessed\n+  rice { reach: 9 }  # guessed\n-  risk late \"Late\" { likelihood: 30%; delay: 2 to 4 weeks }\n-  risk legal \"Legal\" {\n-    # nothing yet\n-    likelihood: 5%\n-  }\n+  risk late { delay: 1 week }\n",
    );
}

#[test]
fn lines_and_semicolons_come_out_right() {
    for (before, change, after) in [
        (" a: 1; b: 2; c: 3 ", "b: none", " a: 1; c: 3 "),
        (" a: 1; b: 2; c: 3 ", "b: none; c: none", " a: 1 "),
        (" a: 1; b: 2; c: 3; ", "a: none; b: none", " c: 3; "),
        (" a: 1; b: 2 ", "a: none; b: none", " "),
        (" a: 1; b: 2 ", "a: none; b: none; c: 3; d: 4", " c: 3; d: 4 "),
        (" a: 1; b { c: 1 }; d: 2 ", "b: none", " a: 1; d: 2 "),
        ("\n  a: 1; b: 2\n  c: 3; d: 4\n", "b: none; c: none", "\n  a: 1\n  d: 4\n"),
        ("\n  a: 1; b: 2\n  c: 3; d: 4\n", "a: none; b: none; c: none", "\n  d: 4\n"),
        ("\n  a: 1\n\n  b: 2\n\n  c: 3\n", "b: none", "\n  a: 1\n\n  c: 3\n"),
        ("\n  a: 1\n\n  b: 2\n\n  c: 3\n", "c: none", "\n  a: 1\n\n  b: 2\n"),
        ("\n  a: 1\n\n  b: 2\n", "a: none", "\n  b: 2\n"),
        ("\n  a: 1 # one\n  # two\n  b: 2 # three\n", "a: none; b: none", "\n  # two\n"),
        ("\n  a: 1 # one\n  # two\n  b: 2 # three\n", "a: none; b: none; c: 9", "\n  c: 9 # one\n  # two\n"),
        ("\n  # one\n  a: [x\n    # y\n    z]\n  b: 2\n", "a: none", "\n  # one\n    # y\n  b: 2\n"),
        (" # one\n a: 1; b: `x }`; c: \"# }\" }", "b: none; c: none", " # one\n a: 1 }"),
        ("\n  b: ```\n    x }\n  ```\n  c: 1\n", "b: none", "\n  c: 1\n"),
        ("\n  b: ```\n    x }\n  ```\n  c: 1\n", "b: `y`", "\n  b: `y`\n  c: 1\n"),
        ("\n\tb { c: 1 }\n", "b { d: 2 }", "\n\tb { c: 1; d: 2 }\n"),
        ("\n\tb {\n\t\tc: 1\n\t}\n", "b { d: 2; c: 3 }", "\n\tb {\n\t\tc: 3\n\t\td: 2\n\t}\n"),
        ("\n  b: 1\n", "a: \"\"\"\nx\n\"\"\"", "\n  b: 1\n  a: \"\"\"\n  x\n  \"\"\"\n"),
        (" ", "a: \"\"\"\n    x\n    y\n  \"\"\"", "\n  a: \"\"\"\n    x\n    y\n  \"\"\"\n"),
        (" a: 1 ", "b: [\n x because \"y\"\n z\n ]", " a: 1; b: [\n    x because \"y\"\n    z\n  ] "),
        ("\n  a: x, y\n", "a: [x, y]", "\n  a: [x, y]\n"),
        ("\n  a: [x,y]\n", "a: [\n x # c\n y\n ]", "\n  a: [x,y]\n"),
        ("\n  a: $50K/year on 2026\n", "a: $60K/year on 2026", "\n  a: $60K/year on 2026\n"),
        (
            "\n  a: 1 because \"x\"\n  a: 2 on 2026 because \"y\"\n",
            "a: 1 on 2025; a: 3 on 2026",
            "\n  a: 1 on 2025\n  a: 3 on 2026 because \"y\"\n",
        ),
    ] {
        assert_eq!(in_metric(before, change), after.trim_end_matches('}'), "{before:?} {change:?}");
    }
}

#[test]
fn items_of_a_list_change_one_by_one() {
    let list =
        "\n  a: [ # all\n    x because \"so\",  # one\n    # two\n    y\n    z\n      because \"last\"\n  ] # c\n";
    for (change, from, to) in [
        ("a: [x, y, z]", "", ""),
        (
            "a: [y, x, z]",
            "    x because \"so\",  # one\n    # two\n    y\n",
            "    # two\n    y\n    x because \"so\",  # one\n",
        ),
        ("a: [x, z]", "    y\n", ""),
        ("a: [y, z]", "    x because \"so\",  # one\n", ""),
        ("a: [x, y]", "    z\n      because \"last\"\n", ""),
        ("a: [x, y, z, v 3]", "\"last\"\n", "\"last\"\n    v 3\n"),
        ("a: [w, x, y, z]", "    x because", "    w\n    x because"),
        ("a: [v, y, z]", "x because \"so\",", "v,"),
        ("a: [x because \"no\", y, z]", "\"so\"", "\"no\""),
    ] {
        let want = list.replace(from, to);
        for newline in ["\n", "\r\n"] {
            let after = in_metric(&list.replace('\n', newline), change);
            assert_eq!(after, want.replace('\n', newline), "{change}");
        }
    }
}

#[test]
fn the_end_of_a_file() {
    let new = "team new \"New\" { }";
    for (before, after) in [
        ("", "team new \"New\" { }\n"),
        ("\u{FEFF}", "\u{FEFF}team new \"New\" { }\n"),
        ("team a { }", "team a { }\n\nteam new \"New\" { }\n"),
        ("team a { }\n\n\n", "team a { }\n\nteam new \"New\" { }\n"),
        ("team a { }\r\n# end", "team a { }\r\n# end\r\n\r\nteam new \"New\" { }\r\n"),
    ] {
        assert_eq!(written(before, &[new]).as_deref(), Ok(after), "{before:?}");
    }
    assert_eq!(written("team a { }\n\nteam b { }\n", &["team b { drop: yes }"]).as_deref(), Ok("team a { }\n"));
    let both = "team b { drop: yes }\nteam new \"New\" { }";
    let after = "team a { }\n\nteam new \"New\" { }\n";
    assert_eq!(written("team a { }\n\nteam b { }\n", &[both]).as_deref(), Ok(after));
    assert_eq!(written("team a { }\n\nteam b { }", &[both]).as_deref(), Ok(after));
}

#[test]
fn several_files_each_get_their_own() {
    let (main, other) =
        (file("use \"m.plan\" as m\nteam a { focus: 1 }\n"), file("team a { focus: 2 }\nperson p { }\n"));
    let homes = [PlanFile::plain(&main), PlanFile { parsed: &other, namespace: Some("m") }];
    let change = file(
        "team m.a { focus: 3 }\nteam a { focus: 4 }\nperson m.p { level: pm }\nteam m.a { lead: none }\nteam b \"B\" { }",
    );
    let joined = merge_changes(&[&change]);
    let result = |file: &SyntaxTree, edits: &[Edit]| apply(&file.text, &mut edits.to_vec());
    let all = write_back(&joined, &homes, Some(0), None).expect("it can be laid");
    assert_eq!(all.skipped, []);
    let [(0, first), (1, second)] = &all.edits[..] else { panic!("{all:?}") };
    assert_eq!(result(&main, first).as_deref(), Ok("use \"m.plan\" as m\nteam a { focus: 4 }\n\nteam b \"B\" { }\n"));
    assert_eq!(result(&other, second).as_deref(), Ok("team a { focus: 3 }\nperson p { level: pm }\n"));
    let only = write_back(&joined, &homes, Some(0), Some(0)).expect("it can be laid");
    assert_eq!((only.edits.len(), &only.edits[0]), (1, &all.edits[0]));
    let names: Vec<String> = only.skipped.iter().map(|e| format!("{} {} {}", e.kind, e.id, e.file)).collect();
    assert_eq!(names, ["team m.a 1", "person m.p 1"]);
    let refused = |overlay: &str, into| {
        write_back(&merge_changes(&[&file(overlay)]), &homes, into, None).map_err(|e| e.to_string())
    };
    assert_eq!(
        refused("team b \"B\" { }\nteam c \"C\" { }", None),
        Err("no file is named for what is new: `b`, `c` (say which file it goes to)".into())
    );
    assert_eq!(
        refused("team b \"B\" { }", Some(1)),
        Err("in a file that is used `as m`, `b` would be `m.b` (name another file for what is new)".into())
    );
    for (overlay, why) in [
        ("team m.b \"B\" { }", "`m.b` is not a name of its own (a dot"),
        ("team b { focus: 1 }", "there is no team `b` in these files to change (with a title"),
        ("use \"x.plan\"", "`use \"x.plan\"` is no change to an item (write"),
    ] {
        let said = refused(overlay, Some(0)).expect_err(overlay);
        assert!(said.starts_with(why), "{said}");
    }
}

#[test]
fn what_cannot_be_written_is_refused() {
    for (text, change, why) in [
        ("team a { }\nteam a { }", "team a { focus: 1 }", "the team `a` is declared twice (rename"),
        (
            "team a { tags: [\n x # why\n y ] }",
            "team a { tags: z }",
            "the list `a.tags` holds comments, which would be lost: `# why`",
        ),
        ("team a { b { c: [x\n # y\n] } }", "team a { b { c: 1 } }", "the list `a.b.c` holds comments"),
        (
            "team a { # c",
            "team a { b { c: 1 }; b: none; b { c: 2 } }\nteam b \"B\" { }",
            "`a` can't be changed, since something in it can't be read",
        ),
        ("team a { x: 1 }", "team a { x: `open }", "the closing backtick is missing"),
    ] {
        let said = written(text, &[change]).map_err(|e| e.to_string()).expect_err(change);
        assert!(said.starts_with(why), "{said}");
    }
    // A title that is not closed stays as it is.
    let open = "team a \"A {\n  focus: 1\n}\n";
    assert_eq!(written(open, &["team a { focus: 2 }"]), Ok(open.replace('1', "2")));
    // A mistake elsewhere does not matter.
    assert_eq!(
        written("team a { ??? }\nteam b { }", &["team b { focus: 1 }"]).as_deref(),
        Ok("team a { ??? }\nteam b { focus: 1 }")
    );
}

fn joined(overlays: &[&str]) -> String {
    let changes = changes(overlays);
    merge_changes(&changes.iter().collect::<Vec<_>>()).text()
}

#[test]
fn changes_are_joined() {
    for (overlays, want) in [
        (&["team a { x: 1 }", "team b { x: 1 }", "team a { x: 2 }"][..], "team a { x: 2 }\nteam b { x: 1 }\n"),
        (&["team a { x: 1; x: 2 }", "team a { y: 1 }"], "team a {\n  x: 1\n  x: 2\n  y: 1\n}\n"),
        (&["team a { x: 1 }", "team a { x: none }"], "team a { x: none }\n"),
        (&["team a { x: none }", "team a { x: 1 because \"y\" }"], "team a { x: 1 because \"y\" }\n"),
        (&["team a { b { c: 1 } }", "team a { b { d: 2 } }"], "team a { b { c: 1; d: 2 } }\n"),
        (&["team a { b { c: 1 } }", "team a { b: none }"], "team a { b: none }\n"),
        (&["team a { b { c: 1 } }", "team a { b { drop: yes } }"], "team a { b { drop: yes } }\n"),
        (&["team a { b { drop: yes } }", "team a { b { c: 1 } }"], "team a {\n  b { drop: yes }\n  b { c: 1 }\n}\n"),
        (
            &["team a { b: none }", "team a { b { c: 1 } }", "team a { b { c: none } }"],
            "team a {\n  b: none\n  b { }\n}\n",
        ),
        // Whether the block is there or not: then `none` would be its value.
        (&["team a { b { c: 1 } }", "team a { b { c: none } }"], "team a { b { c: 1 } }\nteam a { b { c: none } }\n"),
        (&["team a { x: 1 }", "team a { drop: yes }"], "team a { drop: yes }\n"),
        (&["team a \"A\" { x: 1 }", "team a { drop: yes }"], "team a \"A\" { drop: yes }\n"),
        (&["team a { drop: yes }", "team a { x: 1 }"], "team a { drop: yes }\n"),
        (
            &["team a { drop: yes }", "team a \"A\" { x: 1; y: 2 }", "team a { x: none }"],
            "team a { drop: yes }\nteam a \"A\" { y: 2 }\n",
        ),
        (&["team a \"A\" { x: 1 }", "team a \"B\" { x: 2 }"], "team a \"B\" { x: 2 }\n"),
        (&["plan { x: 1 }", "plan acme { y: 2 }"], "plan acme { x: 1; y: 2 }\n"),
        (&["team a { }", "use \"x.plan\"", "team { x: 1 }"], "team a { }\n"),
    ] {
        assert_eq!(joined(overlays), want, "{overlays:?}");
    }
}

#[test]
fn a_known_plan_makes_it_shorter() {
    let base = file("team a { b { c: 3 } }\nteam old { x: 1 }");
    let over = |overlays: &[&str]| {
        let changes = changes(overlays);
        merge_changes(&changes.iter().collect::<Vec<_>>()).over(&[PlanFile::plain(&base)]).text()
    };
    assert_eq!(over(&["team a { b { c: 1 } }", "team a { b { c: none } }"]), "team a { b { c: none } }\n");
    assert_eq!(over(&["team a { d { c: 1 } }", "team a { d { c: none } }"]), "team a { d { } }\n");
    assert_eq!(over(&["team n \"N\" { x: 1 }", "team n { x: none }"]), "team n \"N\" { }\n");
    assert_eq!(over(&["team n \"N\" { x: 1 }", "team n { drop: yes }"]), "");
    assert_eq!(over(&["team old \"N\" { x: 2 }", "team old { drop: yes }"]), "team old { drop: yes }\n");
}

#[test]
fn a_scenario_holds_the_changes() {
    let change = file("team a { x: 1 because \"y\" } # c\ninitiative b \"B\" { x: [1, 2]; c { d: 1 } }");
    let joined = merge_changes(&[&change]);
    let text = scenario_text(&joined, "s", Some("A \"title\""), Some("m.other")).expect("it can be saved");
    assert_eq!(
        text,
        "scenario s \"A \\\"title\\\"\" {\n  from: m.other\n  team a { x: 1 because \"y\" }\n  initiative b \"B\" {\n    x: [1, 2]\n    c { d: 1 }\n  }\n}\n"
    );
    assert_eq!(scenario_text(&merge_changes(&[]), "s", None, None).as_deref(), Ok("scenario s { }\n"));
    for (overlay, name, from, why) in [
        ("", "new", None, "`new` is a reserved word (choose another name, as in `new_1`)"),
        ("", "none", None, "`none` is a reserved word"),
        ("", "a b", None, "`a b` is not a name"),
        ("", "a", Some("1b"), "`1b` is not a name"),
        ("", "a", Some("a"), "the scenario `a` can't build on itself"),
        ("use \"x.plan\" as m", "a", None, "`use \"x.plan\" as m` can't be in a scenario"),
        ("scenario t { }", "a", None, "the scenario `t` can't be in a scenario"),
    ] {
        let change = file(overlay);
        let said =
            scenario_text(&merge_changes(&[&change]), name, None, from).map_err(|e| e.to_string()).expect_err(why);
        assert!(said.starts_with(why), "{said}");
    }
}

#[test]
fn a_scenario_is_saved_in_its_place() {
    let save = |text: &str, before: &str| {
        let mut edits = save_scenario(text, &file(before))?;
        apply(before, &mut edits)
    };
    let text = "scenario s \"S\" {\n  team a { x: 1 }\n}\n";
    for (before, after) in [
        ("", "scenario s \"S\" {\n  team a { x: 1 }\n}\n"),
        ("team a { } # c", "team a { } # c\n\nscenario s \"S\" {\n  team a { x: 1 }\n}\n"),
        ("team a { }\r\n", "team a { }\r\n\r\nscenario s \"S\" {\r\n  team a { x: 1 }\r\n}\r\n"),
        (
            "\u{FEFF}# c\nscenario s { team b { } } # d\nteam a { }",
            "\u{FEFF}# c\nscenario s \"S\" {\n  team a { x: 1 }\n} # d\nteam a { }",
        ),
        ("scenario t { }\nscenario s { ??? }\n", "scenario t { }\nscenario s \"S\" {\n  team a { x: 1 }\n}\n"),
    ] {
        assert_eq!(save(text, before).as_deref(), Ok(after));
        assert_eq!(save_scenario(text, &file(after)), Ok(vec![]));
        assert_eq!(find_scenario(&[&file(""), &file(after)], "s").map(|(at, _)| at), Some(1));
    }
    assert!(save(text, "scenario s { }\nscenario s { }").is_err());
    assert!(save("team s { }", "").is_err() && save("scenario s { ", "").is_err() && save("", "").is_err());
}

#[test]
fn a_change_to_a_scenario_stays_in_it() {
    let text = "team a { x: 1 }\nscenario s { team a { x: 2 } }\n";
    assert_eq!(written(text, &["team a { x: 3 }"]).as_deref(), Ok("team a { x: 3 }\nscenario s { team a { x: 2 } }\n"));
    assert_eq!(
        written(text, &["scenario s { team a { x: 3 } }"]).as_deref(),
        Ok("team a { x: 1 }\nscenario s { team a { x: 3 } }\n")
    );
}

const CHANGE: &str = "initiative streaks \"S\" { effort: none; tags: [a, b]; rice { drop: yes }; rice { reach: 9 }; risk: none; risk late { delay: 1 week }; customer: \"\"\"\n  x\n    y\n\"\"\" }\nmetric minutes { actual: 40 on 2026-02; actual: 41 on 2026-09 because \"x\" }\nteam ana { drop: yes }\nteam ana \"A\" { focus: 1 }\nteam n \"N\" { capacity: 1 person }\nperson ana { drop: yes }\n";

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..Default::default() })]

    #[test]
    fn mutants_never_make_it_panic(
        cuts in prop::collection::vec((any::<bool>(), 0usize..2000, 0usize..4, "[a-z0-9 \"`#{}\\[\\]:;,\r\n\t$%€-]{0,3}"), 1..5),
    ) {
        let mut texts = [PLAN.to_string(), CHANGE.to_string()];
        for (which, at, cut, put) in cuts {
            let mut chars: Vec<char> = texts[usize::from(which)].chars().collect();
            let at = at % chars.len();
            let end = (at + cut).min(chars.len());
            chars.splice(at..end, put.chars());
            texts[usize::from(which)] = chars.into_iter().collect();
        }
        let before = file(&texts[0]).diagnostics.len();
        if let Ok(after) = written(&texts[0], &[&texts[1]]) {
            prop_assert!(file(&after).diagnostics.len() <= before, "{}", after);
        }
        let change = file(&texts[1]);
        if let Ok(text) = scenario_text(&merge_changes(&[&change]), "s", None, None) {
            let base = file(&texts[0]);
            let saved = save_scenario(&text, &base).and_then(|mut edits| apply(&base.text, &mut edits));
            prop_assert!(saved.is_err() || file(&saved.unwrap()).diagnostics.len() <= before);
        }
    }
}
