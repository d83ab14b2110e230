//! Import, merge and audit from end to end, over tables made here.

use super::csv_import::{CsvImport, CsvImportOptions, import};
use super::mapping::{Mapping, Role, score_column};
use super::merge::{MergeReport, merge};
mod roadmap;

use super::*;
use crate::source::SourceId;
use crate::syntax::{SyntaxTree, parse};
use expect_test::{Expect, expect};
use proptest::prelude::*;
use std::sync::LazyLock;

static KNOWN: LazyLock<PlanNames> = LazyLock::new(PlanNames::standard);

fn imported_with(csv: &str, options: &CsvImportOptions) -> CsvImport {
    import(&SourceTable::read(csv.as_bytes()).unwrap(), &KNOWN, options).unwrap()
}

fn imported(csv: &str) -> CsvImport {
    imported_with(csv, &CsvImportOptions::default())
}

fn check(csv: &str, text: Expect, report: Expect) {
    let imported = imported(csv);
    text.assert_eq(&imported.text());
    report.assert_eq(&imported.report.to_string());
    assert_eq!(problems(&imported.text()), [""; 0]);
}

fn parsed(text: &str) -> SyntaxTree {
    parse(SourceId(0), text.into())
}

/// What resolving a text as a plan of its own complains about, the library's own texts aside.
fn problems(text: &str) -> Vec<String> {
    let files = crate::source::MemoryFiles::one("a.plan", text);
    let resolved =
        crate::resolve::resolve(crate::resolve::load(&files).unwrap(), &crate::resolve::ResolveOptions::default());
    let own = |d: &&crate::diagnostic::Diagnostic| {
        d.is_error() && &*resolved.sources.get(d.label.span.source).unwrap().name == "a.plan"
    };
    resolved.diagnostics.iter().filter(own).map(|d| format!("{} {}", d.code, d.message)).collect()
}

#[test]
fn rice_with_units_from_its_headers() {
    check(
        "Feature;Reach (customers/quarter);Impact;Confidence;Effort [person-weeks];RICE score;Notes\n\
         \"Größer; besser\";1.200,5;High;0,8;3;1;\n\
         2FA;?;2;1;n/a;2;x\n\
         default;9;XL;0,5;1;3;\"a\nb\"\n",
        expect![[r#"
            initiative groesser_besser "Größer; besser" {
              rice { reach: 1200.5 customers/quarter; impact: high; confidence: 80%; effort: 3 person-weeks }
            }

            initiative n2fa "2FA" {
              rice { impact: 2; confidence: 100% }
            }

            initiative default_2 "default" {
              rice { reach: 9 customers/quarter; confidence: 50%; effort: 1 person-week }
            }
        "#]],
        expect![[r#"
            3 rows imported
              `Feature` → title (alias)
              `Reach (customers/quarter)` → rice.reach in customers/quarter (name)
              `Impact` → rice.impact (name)
              `Confidence` → rice.confidence in % (name)
              `Effort [person-weeks]` → rice.effort in person-weeks (name)
            guessed: framework `rice`, by the columns `Reach (customers/quarter)`, `Impact`,
                `Confidence` and `Effort [person-weeks]`
            guessed: `Confidence`: no number is above 1, so 0.8 is read as 80%
            not carried over: column `RICE score`: a stored score is not carried over:
                scores are computed; compare them with `plan audit`
            not carried over: column `Notes`: free text; keep it with `--field notes`
            not carried over: line 4, `Impact`: `XL` is neither a number nor one of
                `massive`, `high`, `medium`, `low` and `minimal`
            2 cells without a value left out
        "#]],
    );
}

#[test]
fn two_frameworks_and_a_field_of_the_teams_own() {
    check(
        "id,title,reach,impact,confidence,effort,moscow,Theme,tags\n\
         US-1,One,500,2,80,5,Must have,Decision Support,\"a, B c\"\n\
         US-2,Two,20,1,70,3,Won’t,AI,\n\
         US-2,Three,20,1,70,3,P1,AI,\n",
        expect![[r#"
            field theme { in: initiative; type: name; doc: "The column Theme of the imported table." }

            initiative us_1 "One" {
              effort: 5 person-months
              theme: decision_support
              tags: a, b_c
              rice { reach: 500 users/month; impact: 2; confidence: 80% }
              moscow { class: must }
            }

            initiative us_2 "Two" {
              effort: 3 person-months
              theme: ai
              rice { reach: 20 users/month; impact: 1; confidence: 70% }
              moscow { class: wont }
            }

            initiative us_2_2 "Three" {
              effort: 3 person-months
              theme: ai
              rice { reach: 20 users/month; impact: 1; confidence: 70% }
            }
        "#]],
        expect![[r#"
            3 rows imported
              `id` → id (name)
              `title` → title (name)
              `reach` → rice.reach in users/month (name)
              `impact` → rice.impact (name)
              `confidence` → rice.confidence in % (name)
              `effort` → effort in person-months (name)
              `moscow` → moscow.class (name)
              `Theme` → theme (name)
              `tags` → tags (name)
            guessed: framework `rice`, by the columns `reach`, `impact`, `confidence` and
                `effort`
            guessed: framework `moscow` as well, by the columns `moscow`
            guessed: `confidence`: numbers above 1 are read as percent
            guessed: `reach` is in users/month; change it with `--unit reach=…`
            not carried over: line 4, `moscow`: `P1` is none of the classes `must`,
                `should`, `could` and `wont`
            2 cells without a value left out
            warning: line 4: the name `us_2` is taken, this one is called `us_2_2`
        "#]],
    );
}

#[test]
fn other_frameworks_are_found_by_what_people_call_their_inputs() {
    let lines = |csv: &str| {
        let text = imported(csv).text();
        let body = text.lines().skip_while(|l| !l.starts_with("initiative")).nth(1);
        body.unwrap_or("").trim().to_string()
    };
    assert_eq!(
        lines("name,User Value,Time Criticality,RR/OE,Story Points\nx,8,5,13,5\n"),
        "wsjf { business_value: 8; time_criticality: 5; risk_reduction: 13; job_size: 5 points }"
    );
    assert_eq!(
        lines("idea,Impact (1-10),Confidence Score,Ease\nx,8,5,3\n"),
        "ice { impact: 8; confidence: 5; ease: 3 }"
    );
    assert_eq!(
        lines("name,CoD ($/week),Duration (weeks)\nx,\"1,000\",2\n"),
        "cd3 { cost_of_delay: $1000/week; duration: 2 weeks }"
    );
    assert_eq!(lines("name,CoD,Duration\nx,€10K,2\n"), "cd3 { cost_of_delay: €10K/week; duration: 2 weeks }");
    assert_eq!(lines("story,priority\nx,Must\ny,Could\n"), "moscow { class: must }");
}

#[test]
fn classes_come_with_the_effort_that_their_shares_are_of() {
    let text = imported("Story,MoSCoW,Story Points\nx,Must,3\ny,Could have,1\n").text();
    assert_eq!(
        text,
        "initiative x \"x\" {\n  effort: 3 points\n  moscow { class: must }\n}\n\ninitiative y \"y\" {\n  effort: 1 point\n  moscow { class: could }\n}\n"
    );
    assert_eq!(problems(&text), [""; 0]);
    assert!(imported("Story,Class,Effort (weeks)\nx,Must,3\n").text().contains("  effort: 3 person-weeks\n"));
}

#[test]
fn a_teams_own_framework_is_matched_by_its_inputs() {
    let text = "framework growth \"Growth\" {\n  input pull { range: 1 to 5 }\n  input push_cost { unit: person-days; above: 0 }\n  score: `pull / push_cost`\n}\n";
    let files = crate::source::MemoryFiles::one("a.plan", text);
    let resolved =
        crate::resolve::resolve(crate::resolve::load(&files).unwrap(), &crate::resolve::ResolveOptions::default());
    let known = PlanNames::with(&resolved.plan);
    let table = SourceTable::read(b"Name,Pull,Push Cost,Stored growth\nx,3,2,1.5\n").unwrap();
    let imported = import(&table, &known, &CsvImportOptions::default()).unwrap();
    assert_eq!(imported.text(), "initiative x \"x\" {\n  growth { pull: 3; push_cost: 2 person-days }\n}\n");
    let mapping = Mapping::of(&table, &known, &[], &[]).unwrap();
    assert_eq!(score_column(&table, &mapping.frameworks[0], &mapping, &known, None), Ok(3));
}

#[test]
fn wishes_win_and_wrong_ones_are_refused() {
    let csv = "a,b,c,d,e,f\nFirst,5,2,50%,1,why\n";
    let mut options = CsvImportOptions::default();
    options
        .file(
            "title=a\nframework=rice\nreach=b\nimpact=c\nconfidence=d\nunit.reach=customers/quarter\nfield=reason=f\n",
        )
        .unwrap();
    options.map("rice.effort=E").unwrap();
    assert_eq!(
        imported_with(csv, &options).text(),
        "field reason { in: initiative; type: name; doc: \"The column f of the imported table.\" }\n\ninitiative first \"First\" {\n  \
         reason: why\n  rice { reach: 5 customers/quarter; impact: 2; confidence: 50%; effort: 1 person-month }\n}\n"
    );
    let refused = |change: &dyn Fn(&mut CsvImportOptions)| {
        let mut options = CsvImportOptions::default();
        change(&mut options);
        import(&SourceTable::read(csv.as_bytes()).unwrap(), &KNOWN, &options).unwrap_err().message
    };
    assert_eq!(refused(&|o| o.frameworks.push("rise".into())), "there is no framework `rise`");
    assert_eq!(refused(&|o| o.map("title=zz").unwrap()), "there is no column `zz`");
    assert_eq!(refused(&|o| o.map("title=a,impct=b").unwrap()), "there is no field `impct`");
    assert_eq!(refused(&|o| o.map("title=a,problem=b").unwrap()), "`problem` is a block of initiatives");
    let no_input = "there is no input `reach` to give a unit";
    assert_eq!(
        refused(&|o| {
            o.map("title=a").unwrap();
            o.unit("reach=weeks").unwrap();
        }),
        no_input
    );
    assert_eq!(
        refused(&|o| {
            o.frameworks.push("rice".into());
            o.map("title=a,reach=b").unwrap();
            o.unit("reach=weeks").unwrap();
        }),
        "`weeks` is no unit for `rice.reach`"
    );
    assert!(import(&SourceTable::read(b"x,y\n1,2\n").unwrap(), &KNOWN, &CsvImportOptions::default()).is_err());
}

#[test]
fn hostile_cells_stay_text() {
    let csv =
        "title,reach,impact,confidence,effort,theme\n\"x\"\" { } # `y` \u{1b}[31m\u{202e}\",1,1,1,1,\"a\"\"b\nc\"\n";
    let text = imported(csv).text();
    assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'));
    let parsed = parsed(&text);
    assert_eq!(parsed.diagnostics, []);
    let titles: Vec<_> = parsed.blocks().filter_map(|b| b.title().map(|(t, _)| t.into_owned())).collect();
    assert_eq!(titles, ["x\" { } # `y` \u{1b}[31m\u{202e}"]);
}

fn merged(text: &str, csv: &str) -> (String, MergeReport) {
    let merged = merge(&parsed(text), &imported(csv), &KNOWN).unwrap();
    (merged.text, merged.changes)
}

const TABLE: &str = "id,title,reach,impact,confidence,effort,moscow,theme\n\
    1,One,500,2,80,5,must,Core\n2,Two,20,1,70,,could,AI\n3,Three,9,1,,1,,\n";

#[test]
fn importing_again_changes_nothing() {
    for csv in [TABLE, "Feature,Reach,Impact,Confidence,Effort\nA,1,1,1,1\nA,2,,1,1\nB!,3,1,1,\nB?,3,1,1,\n"] {
        let text = imported(csv).text();
        let (again, changes) = merged(&text, csv);
        assert_eq!(again, text);
        assert_eq!(changes, MergeReport::default());
    }
}

#[test]
fn a_changed_cell_changes_its_token_only() {
    let mut text = imported(TABLE).text();
    text = text
        .replace("  theme: core\n", "  theme: core   # ours\n  phase: idea\n")
        .replace("impact: 2;", "impact: high ;");
    text = text.replace("reach: 20 users/month", "reach:  20  users/month because \"a count\"");
    let csv = TABLE
        .replace("One,500", "First,0510")
        .replace("Two,20,1,70,,", "Two,25,1,70,4,")
        .replace("must,Core", "should,Core");
    let csv = format!("{csv}4,Four,1,1,1,1,must,AI\n").replace("3,Three,9,1,,1,,\n", "");
    let (new, changes) = merged(&text, &csv);
    let diff = similar::TextDiff::from_lines(&text, &new);
    expect![[r#"
        -initiative n1 "One" {
        +initiative n1 "First" {
        -  rice { reach: 500 users/month; impact: high ; confidence: 80% }
        -  moscow { class: must }
        +  rice { reach: 510 users/month; impact: high ; confidence: 80% }
        +  moscow { class: should }
        -  rice { reach:  20  users/month because "a count"; impact: 1; confidence: 70% }
        +  rice { reach:  25 users/month because "a count"; impact: 1; confidence: 70% }
        +  effort: 4 person-months
        +
        +initiative n4 "Four" {
        +  effort: 1 person-month
        +  theme: ai
        +  rice { reach: 1 user/month; impact: 1; confidence: 1% }
        +  moscow { class: must }
        +}
    "#]]
    .assert_eq(
        &diff
            .iter_all_changes()
            .filter(|c| c.tag() != similar::ChangeTag::Equal)
            .map(|c| format!("{}{c}", c.tag()))
            .collect::<String>(),
    );
    expect![[r#"
        n1.title: One → First
        n1.rice.reach: 500 users/month → 510 users/month
        n1.moscow.class: must → should
        n2.rice.reach: 20  users/month → 25 users/month
        n2.effort: 4 person-months (new)
        new: n4 “Four”
        not in the table: n3 “Three”; it stays
    "#]]
    .assert_eq(&changes.to_string());
    assert_eq!(merged(&new, &csv).0, new);
}

#[test]
fn what_people_wrote_stays() {
    let text = "# ours\ninitiative a \"One\" { rice { reach: 400 to 900 users/month; impact: none; confidence: ? } }\n\
        initiative b \"Two\" {}\n";
    let csv = "title,reach,impact,confidence,effort\nOne,500,2,80,1\nTwo,,1,50,\n";
    let (new, changes) = merged(text, csv);
    assert_eq!(
        new,
        "# ours\ninitiative a \"One\" { rice { reach: 400 to 900 users/month; impact: none; confidence: 80%; effort: 1 person-month } }\n\
         initiative b \"Two\" { rice { impact: 1; confidence: 50% } }\n"
    );
    assert_eq!(changes.kept.iter().map(|k| k.field.as_str()).collect::<Vec<_>>(), ["rice.reach", "rice.impact"]);
    let damaged = parsed("initiative a \"One\" {\n");
    assert!(merge(&damaged, &imported(csv), &KNOWN).unwrap_err().message.starts_with("the file can't be read in full"));
}

#[test]
fn line_ends_of_a_file_stay_what_they_are() {
    let text = imported(TABLE).text().replace('\n', "\r\n");
    let (new, changes) = merged(&text, &TABLE.replace("70,,", "70,2,").replace("1,,1,,", "1,,1,must,"));
    assert_eq!(changes.changed.len(), 2);
    assert!(new.replace("\r\n", "").find(['\r', '\n']).is_none(), "{new:?}");
    assert_eq!(parsed(&new).diagnostics, []);
}

#[test]
fn variants_of_one_method_are_named() {
    let report = imported("name,impact,confidence,ease\nx,5,6,9\nTotal,5,6,9\n").report;
    assert_eq!(
        report.guesses[1],
        "`ice_mean` and `ice_product` take the same columns: say which framework is meant if it is not `ice`"
    );
    assert!(report.warnings[0].contains("row of sums"));
}

fn rice(values: &[Option<f64>]) -> Option<f64> {
    match values {
        [Some(reach), Some(impact), Some(confidence), Some(effort)] => Some(reach * impact * confidence / effort),
        _ => None,
    }
}

fn audited(csv: &str, score: Option<&str>) -> audit::AuditReport {
    let table = SourceTable::read(csv.as_bytes()).unwrap();
    let mapping = Mapping::of(&table, &KNOWN, &[], &[]).unwrap();
    let framework = mapping.frameworks[0].clone();
    let column = score_column(&table, &framework, &mapping, &KNOWN, score).unwrap();
    let reading = audit::TableInterpretation::default_for(&table, &mapping, &framework);
    audit::audit(&table, &mapping, &framework, column, &reading, &rice).unwrap()
}

#[test]
fn an_audit_in_the_fields_of_its_contract() {
    let report = audited(
        "feature,reach,impact,confidence_pct,effort_weeks,rice\n\
         A,450,2,75,2,337.5\nB,450,2,75,2,338\nC,500,high,50,6,84\nD,,1,50,1,0\nE,1,1,100,3,\nF,500,1,50,3,83.3\nG,1,1,100,1,99\n",
        None,
    );
    expect![[r#"{"schema":"planwright/2","by":"rice","readings":[],"rows":[{"line":2,"title":"A","stored":337.5,"computed":337.5,"rounding":"exact","agrees":true},{"line":3,"title":"B","stored":338.0,"computed":337.5,"rounding":null,"agrees":false},{"line":4,"title":"C","stored":84.0,"computed":83.33333333333333,"rounding":null,"agrees":false},{"line":5,"title":"D","stored":0.0,"computed":null,"rounding":null,"agrees":null,"why":"reach missing"},{"line":6,"title":"E","stored":null,"computed":0.3333333333333333,"rounding":null,"agrees":null,"why":"no score is stored"},{"line":7,"title":"F","stored":83.3,"computed":83.33333333333333,"rounding":"half_up","agrees":true},{"line":8,"title":"G","stored":99.0,"computed":1.0,"rounding":null,"agrees":false}],"disagree":3,"not_compared":2,"out_of_order":[{"line":3,"title":"B","score":338.0,"above":{"line":2,"title":"A","score":337.5}},{"line":7,"title":"F","score":83.3,"above":{"line":5,"title":"D","score":0.0}},{"line":8,"title":"G","score":99.0,"above":{"line":7,"title":"F","score":83.3}}]}"#]]
    .assert_eq(&serde_json::to_string(&report).unwrap());
    assert_eq!(report.rows[3].why.as_deref(), Some("reach missing"));
    assert!(report.has_findings());
}

#[test]
fn always_rounded_up_is_told() {
    let report =
        audited("name,reach,impact,confidence,effort,score\nA,16,1,1,13,1.24\nB,12,1,1,13,0.93\nC,3,1,1,1,3\n", None);
    let modes: Vec<_> = report.rows.iter().map(|r| (r.rounding.map(audit::Rounding::words), r.agrees)).collect();
    assert_eq!(modes, [(Some("up"), Some(false)), (Some("up"), Some(false)), (Some("exact"), Some(true))]);
    assert_eq!((report.disagree, report.out_of_order.len(), report.out_of_order[0].line), (2, 1, 4));
}

#[test]
fn a_title_by_content_has_a_margin() {
    let title = |rows: &[(&str, &str)]| {
        let rows: String = rows.iter().map(|(a, b)| format!("{a},{b},3\n")).collect();
        let table = SourceTable::read(format!("Alpha,Beta,Effort\n{rows}").as_bytes()).unwrap();
        let mapping = Mapping::of(&table, &KNOWN, &[], &[]).unwrap();
        mapping.uses.iter().find(|u| u.role == Role::Title).map(|u| u.column).ok_or(mapping.warnings)
    };
    let both = "`Alpha` and `Beta` may both hold the titles: say which with `--map title=Alpha`";
    // Both read like titles and are as long.
    let alike = [("ab cd", "fg hi"), ("bc de", "gh ij"), ("cd ef", "hi jk"), ("de fg", "ij kl"), ("ef gh", "jk lm")];
    assert_eq!(title(&alike), Err(vec![both.to_string()]));
    // One cell of five in the first that is no title, and it is not the first by a fifth.
    let mut fewer = alike;
    fewer[0].0 = "A-1";
    assert_eq!(title(&fewer), Ok(1));
    // Four cells of five are enough, three are not: of those that are there, and of those that read like titles.
    let mut codes = alike.map(|(a, _)| (a, "7"));
    assert_eq!(title(&codes), Ok(0));
    codes[0].0 = "A-1";
    assert_eq!(title(&codes), Ok(0));
    codes[1].0 = "A-2";
    assert_eq!(title(&codes), Err(Vec::new()));
    let mut empty = alike.map(|(a, _)| (a, "7"));
    empty[0].0 = "";
    assert_eq!(title(&empty), Ok(0));
    empty[1].0 = "";
    assert_eq!(title(&empty), Err(Vec::new()));
    // Longer by a fifth and no more, then by more.
    let longer = alike.map(|(a, _)| (a, "abc def"));
    let longer: Vec<(&str, String)> =
        longer.iter().enumerate().map(|(i, (a, b))| (*a, format!("{}{b}", ["a", "b", "c", "d", "e"][i]))).collect();
    let sixth: Vec<(&str, &str)> = longer.iter().map(|(a, b)| (*a, &b[..6])).collect();
    let seventh: Vec<(&str, &str)> = longer.iter().map(|(a, b)| (*a, &b[..7])).collect();
    assert_eq!(title(&sixth), Err(vec![both.to_string()]));
    assert_eq!(title(&seventh), Ok(0));
}

#[test]
fn the_score_column_is_the_frameworks_own() {
    let of = |headers: &str| {
        let table =
            SourceTable::read(format!("name,reach,impact,confidence,effort,{headers}\nx,1,1,1,1,2,3\n").as_bytes())
                .unwrap();
        let mapping = Mapping::of(&table, &KNOWN, &[], &[]).unwrap();
        score_column(&table, &mapping.frameworks[0], &mapping, &KNOWN, None)
            .map_err(|e| e.to_string() + ": " + e.help.as_deref().unwrap_or(""))
    };
    assert_eq!(of("stored_cod,stored_rice"), Ok(6));
    assert_eq!(of("Score,ICE Score"), Ok(5));
    assert_eq!(of("expected_score,other"), Ok(5));
    assert_eq!(of("team_rice_score,score"), Ok(5));
    assert_eq!(
        of("score,total score").unwrap_err(),
        "the scores may be in `score` and `total score`: say which with `--score COLUMN`"
    );
    assert_eq!(
        of("one,two").unwrap_err(),
        "no column of stored scores was found: columns of numbers that are no input: `one` and `two`; name one with `--score COLUMN`"
    );
    // Words are no scores, and neither is nothing.
    let table = b"name,reach,impact,confidence,effort,one,words,empty\nx,1,1,1,1,2,some,\n";
    let table = SourceTable::read(table).unwrap();
    let mapping = Mapping::of(&table, &KNOWN, &[], &[]).unwrap();
    let help = score_column(&table, &mapping.frameworks[0], &mapping, &KNOWN, None).unwrap_err().help;
    assert_eq!(help.as_deref(), Some("columns of numbers that are no input: `one`; name one with `--score COLUMN`"));
}

/// Tables that look like tables, with cells that do not.
fn tables() -> impl Strategy<Value = String> {
    let header = prop::sample::select(vec![
        "title",
        "id",
        "reach",
        "Impact",
        "confidence %",
        "effort (weeks)",
        "moscow",
        "theme",
        "tags",
        "Score",
        "",
        "description",
        "CoD",
        "duration",
        "job size",
        "value",
        "time criticality",
        "rr_oe",
        "ease",
        "status",
        "owner",
        "team",
        "depends on",
        "parent",
        "due",
        "created",
        "number",
    ]);
    let cell = prop_oneof![
        "[0-9]{1,4}",
        "[0-9]{1,3}[.,][0-9]{1,3}",
        "[-$€%#\"'{}\\[\\];:,`a-zA-Z0-9 éß\n\t\\\\.]{0,12}",
        Just("High".to_string()),
        Just("-".to_string()),
        Just("Must".to_string()),
        Just("In progress".to_string()),
        Just("@ana, [bo](x) and ![Team][] [core]".to_string()),
        Just("2026-03-01".to_string()),
        "#?[12]",
        "\\PC{0,6}",
    ];
    (
        prop::collection::vec(header, 1..8),
        prop::collection::vec(prop::collection::vec(cell, 0..9), 0..8),
        prop::sample::select(vec![",", ";", "\t"]),
    )
        .prop_map(|(headers, rows, delimiter)| {
            let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
            let mut out = headers.join(delimiter);
            for row in rows {
                out.push('\n');
                out.push_str(&row.iter().map(quoted).collect::<Vec<_>>().join(delimiter));
            }
            out
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..Default::default() })]

    #[test]
    fn never_a_panic_on_any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200), text in "[a-z0-9,;\t\"\r\n ]{0,80}") {
        for bytes in [bytes.as_slice(), text.as_bytes()] {
            if let Ok(table) = SourceTable::read(bytes)
                && let Ok(imported) = import(&table, &KNOWN, &CsvImportOptions::default())
            {
                prop_assert_eq!(parsed(&imported.text()).diagnostics, []);
            }
        }
    }

    #[test]
    fn what_is_imported_is_sound_and_importing_it_again_changes_nothing(csv in tables()) {
        let Ok(table) = SourceTable::read(csv.as_bytes()) else { return Ok(()) };
        let Ok(imported) = import(&table, &KNOWN, &CsvImportOptions::default()) else { return Ok(()) };
        let text = imported.text();
        // Rows may wait for each other.
        let problems: Vec<String> = problems(&text).into_iter().filter(|p| !p.starts_with("P0401")).collect();
        prop_assert_eq!(problems, [""; 0], "{}", text);
        prop_assert_eq!(&crate::format::format(&parsed(&text)), &text);
        let again = merge(&parsed(&text), &imported, &KNOWN).unwrap();
        prop_assert_eq!(&again.text, &text);
        prop_assert!(again.changes == MergeReport::default(), "{}", again.changes);
    }

    #[test]
    fn merging_another_table_gives_a_sound_file_and_settles(first in tables(), second in tables()) {
        let read = |csv: &str| SourceTable::read(csv.as_bytes()).ok().and_then(|t| import(&t, &KNOWN, &CsvImportOptions::default()).ok());
        let (Some(first), Some(second)) = (read(&first), read(&second)) else { return Ok(()) };
        let once = merge(&parsed(&first.text()), &second, &KNOWN).unwrap().text;
        let after = parsed(&once);
        prop_assert_eq!(&after.diagnostics, &[], "{}", once);
        prop_assert_eq!(merge(&after, &second, &KNOWN).unwrap().text, once);
    }

    #[test]
    fn an_audit_never_panics_and_tells_every_row(csv in tables()) {
        let Ok(table) = SourceTable::read(csv.as_bytes()) else { return Ok(()) };
        let Ok(mapping) = Mapping::of(&table, &KNOWN, &[], &["rice".to_string()]) else { return Ok(()) };
        for column in 0..table.columns.len() {
            let reading = audit::TableInterpretation::default_for(&table, &mapping, &KNOWN.frameworks["rice"]);
            if let Ok(report) = audit::audit(&table, &mapping, &KNOWN.frameworks["rice"], column, &reading, &rice) {
                prop_assert_eq!(report.rows.len(), table.rows.len());
            }
        }
    }
}

#[test]
fn numbers_with_two_readings_are_left_out_with_the_reason() {
    let csv = "name;reach;impact;confidence;effort;score\nA;12,000;1;80%;1;1\nB;3.500;1;0.5;1;1\nC;7;1;50;1;3.5\n";
    let report = imported(csv).report;
    let skipped: Vec<String> = report.skipped_cells.iter().map(|c| format!("{} {}", c.value, c.reason)).collect();
    assert_eq!(skipped.len(), 3, "{skipped:?}");
    assert!(skipped[0].starts_with("12,000 could be 12000 or 12.000, "), "{skipped:?}");
    assert!(skipped[2].starts_with("0.5 could be 0.5% or 50%, "), "{skipped:?}");
    assert!(report.guesses.iter().any(|g| g.starts_with("`reach`: it is not clear whether `12,000` has decimals")));
    let audited = audited(csv, None);
    assert_eq!(audited.rows[1].computed, None);
    let why = audited.rows[1].why.as_deref().unwrap_or("");
    assert!(why.contains("confidence (`0.5` could be 0.5% or 50%, "), "{why}");
    assert_eq!(audited.rows[2].computed, Some(3.5));
}
