use super::*;
use expect_test::{Expect, expect};
use planwright::diagnostic::{Code, Fix, Severity, sort, summary};
use planwright::source::{SourceId, SourceText, Span};

pub(super) const PLAIN: RenderStyle = RenderStyle::Human { width: Some(80), color: false };

pub(super) fn set(files: &[(&str, &str)]) -> SourceSet {
    let mut sources = SourceSet::default();
    for (name, text) in files {
        sources.add(SourceText::new(*name, *text));
    }
    sources
}

/// The span of `part` in the source of this number.
pub(super) fn find(sources: &SourceSet, source: u32, part: &str) -> Span {
    let id = SourceId(source);
    let at = sources.get(id).unwrap().text.find(part).unwrap();
    Span::new(id, at, at + part.len())
}

fn sample() -> (SourceSet, Vec<Diagnostic>) {
    let sources = set(&[
        (
            "a.plan",
            "initiative detection \"D\" {\n  team: cor\n  phase: delivery\n}\n\nteam core {\n  capacity: 20,114\n}\n",
        ),
        ("sub/b, c.plan", "# people\r\nteam core \"Again\" {\r\n  capacity: 5 people\r\n}\r\n"),
    ]);
    let cor = find(&sources, 0, "cor");
    let number = find(&sources, 0, "20,114");
    let first = Span { end: find(&sources, 0, "team core").end, ..find(&sources, 0, "core {") };
    let first = Span { start: first.end - 4, ..first };
    let again = find(&sources, 1, "core");
    let diagnostics = vec![
        Diagnostic::new(Code::UNKNOWN_REFERENCE, cor, "no team is called `cor`")
            .label("not declared")
            .did_you_mean(cor, Some("core")),
        Diagnostic::new(Code::BAD_NUMBER, number, "`20,114` is not a number: 100% sure")
            .help("write `20_114`")
            .fix(Fix { title: "write `20_114`".into(), span: number, replacement: "20_114".into(), safe: true })
            .severity(Severity::Warning),
        Diagnostic::new(Code::DUPLICATE_NAME, again, "two teams are called `core`")
            .label("declared again")
            .also(first, "first declared here"),
    ];
    (sources, diagnostics)
}

fn check(style: RenderStyle, expected: Expect) {
    let (sources, diagnostics) = sample();
    expected.assert_eq(&render(style, &diagnostics, &sources));
}

#[test]
fn human() {
    check(
        PLAIN,
        expect![[r#"
        error[P0205]: no team is called `cor`
           ╭─[a.plan:2:9]
         1 │ initiative detection "D" {
         2 │   team: cor
           ·         ─┬─
           ·          ╰── not declared
         3 │   phase: delivery
           ╰────
          help: did you mean `core`?
           fix: write `core`

        warning[P0105]: `20,114` is not a number: 100% sure
           ╭─[a.plan:7:13]
         6 │ team core {
         7 │   capacity: 20,114
           ·             ──────
         8 │ }
           ╰────
          help: write `20_114`
           fix: write `20_114` (`plan check --fix` does it)

        error[P0204]: two teams are called `core`
           ╭─[sub/b, c.plan:2:6]
         1 │ # people
         2 │ team core "Again" {
           ·      ──┬─
           ·        ╰── declared again
         3 │   capacity: 5 people
           ╰────
           ╭─[a.plan:6:6]
         5 │ 
         6 │ team core {
           ·      ──┬─
           ·        ╰── first declared here
         7 │   capacity: 20,114
           ╰────
    "#]],
    );
}

#[test]
fn human_in_colour() {
    let (sources, diagnostics) = sample();
    let colored = render(RenderStyle::Human { width: None, color: true }, &diagnostics[..1], &sources);
    expect![[r#"
        ␛[1m␛[31merror[P0205]:␛[0m no team is called `cor`
           ╭─[␛[36;1;4ma.plan:2:9␛[0m]
         ␛[2m1␛[0m │ initiative detection "D" {
         ␛[2m2␛[0m │   team: cor
           · ␛[35;1m        ─┬─␛[0m
           ·          ␛[35;1m╰── ␛[35;1mnot declared␛[0m␛[0m
         ␛[2m3␛[0m │   phase: delivery
           ╰────
        ␛[36m  help: ␛[0mdid you mean `core`?
           ␛[36mfix:␛[0m write `core`
    "#]]
    .assert_eq(&colored.replace('\u{1b}', "␛"));
}

#[test]
fn short() {
    check(
        RenderStyle::Short,
        expect![[r#"
        a.plan:2:9: error[P0205]: no team is called `cor`; did you mean `core`?
        a.plan:7:13: warning[P0105]: `20,114` is not a number: 100% sure; write `20_114`
        sub/b, c.plan:2:6: error[P0204]: two teams are called `core`
    "#]],
    );
}

#[test]
fn json() {
    check(
        RenderStyle::Json,
        expect![[r#"
        {
          "schema": "planwright/2",
          "diagnostics": [
            {
              "code": "P0205",
              "severity": "error",
              "message": "no team is called `cor`",
              "help": "did you mean `core`?",
              "file": "a.plan",
              "line": 2,
              "column": 9,
              "end_line": 2,
              "end_column": 12,
              "fix": {
                "title": "write `core`",
                "file": "a.plan",
                "line": 2,
                "column": 9,
                "end_line": 2,
                "end_column": 12,
                "replacement": "core",
                "safe": false
              }
            },
            {
              "code": "P0105",
              "severity": "warning",
              "message": "`20,114` is not a number: 100% sure",
              "help": "write `20_114`",
              "file": "a.plan",
              "line": 7,
              "column": 13,
              "end_line": 7,
              "end_column": 19,
              "fix": {
                "title": "write `20_114`",
                "file": "a.plan",
                "line": 7,
                "column": 13,
                "end_line": 7,
                "end_column": 19,
                "replacement": "20_114",
                "safe": true
              }
            },
            {
              "code": "P0204",
              "severity": "error",
              "message": "two teams are called `core`",
              "help": null,
              "file": "sub/b, c.plan",
              "line": 2,
              "column": 6,
              "end_line": 2,
              "end_column": 10,
              "related": [
                {
                  "message": "first declared here",
                  "file": "a.plan",
                  "line": 6,
                  "column": 6,
                  "end_line": 6,
                  "end_column": 10
                }
              ]
            }
          ],
          "errors": 2,
          "warnings": 1
        }
    "#]],
    );
}

#[test]
fn json_reads_back() {
    let (sources, diagnostics) = sample();
    let back: json::JsonReport = serde_json::from_str(&render(RenderStyle::Json, &diagnostics, &sources)).unwrap();
    assert_eq!(back, json::report(&diagnostics, &sources));
    let schema = serde_json::to_value(schemars::schema_for!(json::JsonReport)).unwrap();
    assert_eq!(schema["required"], serde_json::json!(["schema", "diagnostics", "errors", "warnings"]));
}

#[test]
fn sarif_has_what_the_standard_requires() {
    let (sources, diagnostics) = sample();
    let log: serde_json::Value = serde_json::from_str(&render(RenderStyle::Sarif, &diagnostics, &sources)).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(run["tool"]["driver"]["name"], "planwright");
    assert_eq!(rules.len(), 3);
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 3);
    for (result, d) in results.iter().zip(&diagnostics) {
        let rule = &rules[result["ruleIndex"].as_u64().unwrap() as usize];
        assert_eq!(rule["id"], result["ruleId"]);
        assert_eq!(result["ruleId"], d.code.to_string());
        assert!(rule["shortDescription"]["text"].as_str().is_some_and(|t| !t.is_empty()));
        assert_eq!(result["level"], d.severity.as_str());
        assert!(result["message"]["text"].as_str().unwrap().starts_with(&d.message));
        let at = &result["locations"][0]["physicalLocation"];
        assert!(at["artifactLocation"]["uri"].as_str().is_some_and(|u| !u.contains([' ', ','])));
        for bound in ["startLine", "startColumn", "endLine", "endColumn"] {
            assert!(at["region"][bound].as_u64().is_some_and(|n| n >= 1), "{bound}");
        }
    }
    let change = &results[1]["fixes"][0]["artifactChanges"][0];
    assert_eq!(change["artifactLocation"]["uri"], "a.plan");
    assert_eq!(change["replacements"][0]["insertedContent"]["text"], "20_114");
    assert_eq!(change["replacements"][0]["deletedRegion"]["startColumn"], 13);
    assert_eq!(results[2]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "sub/b%2C%20c.plan");
    assert_eq!(results[2]["relatedLocations"][0]["message"]["text"], "first declared here");
}

#[test]
fn github() {
    check(
        RenderStyle::Github,
        expect![[r#"
        ::error file=a.plan,line=2,endLine=2,col=9,endColumn=12,title=P0205::no team is called `cor`%0Ahelp: did you mean `core`?
        ::warning file=a.plan,line=7,endLine=7,col=13,endColumn=19,title=P0105::`20,114` is not a number: 100%25 sure%0Ahelp: write `20_114`
        ::error file=sub/b%2C c.plan,line=2,endLine=2,col=6,endColumn=10,title=P0204::two teams are called `core`
    "#]],
    );
}

#[test]
fn closing_line() {
    let (_, mut diagnostics) = sample();
    assert_eq!(summary(&diagnostics), "2 errors, 1 warning");
    diagnostics[0].severity = Severity::Note;
    assert_eq!(summary(&diagnostics), "1 error, 1 warning, 1 note");
    assert_eq!(summary(&[]), "no problems");
}

#[test]
fn sorted_without_duplicates() {
    let (_, d) = sample();
    let warning = d[0].clone().severity(Severity::Warning);
    let other_help = d[0].clone().help("another");
    let mut all = vec![d[2].clone(), warning.clone(), d[0].clone(), d[1].clone(), other_help.clone(), d[0].clone()];
    sort(&mut all);
    assert_eq!(all, [d[0].clone(), other_help, warning, d[1].clone(), d[2].clone()]);
}

#[test]
fn at_most_a_hundred() {
    let sources = set(&[("a.plan", "x\n")]);
    let d = Diagnostic::new(Code::UNREADABLE_ITEM, Span::new(SourceId(0), 0, 1), "what is this");
    let mut all = vec![d.clone(); 110];
    all[105] = d.severity(Severity::Warning);
    let shown = render(PLAIN, &all, &sources);
    assert_eq!(shown.matches("what is this").count(), 100);
    assert!(shown.ends_with("\nand 10 more, 9 of these errors\n"), "{shown}");
    assert_eq!(render(RenderStyle::Short, &all, &sources).lines().count(), 110);
}
