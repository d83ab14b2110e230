//! Stages, people, teams and what rows wait for.

use super::{KNOWN, imported, imported_with, merged, parsed, problems};
use crate::exchange::csv_import::{CsvImportOptions, import};
use crate::exchange::merge::{MergeReport, merge};
use crate::exchange::{PlanNames, SourceTable};
use expect_test::expect;

#[test]
fn what_rows_refer_to_keeps_the_names_of_the_file() {
    let csv = "title,status,owner,team,depends on\nOne,doing,@ana,Core,\nTwo,Backlog,bo,Core,One\n";
    let text = imported(csv).text();
    expect![[r#"
        person ana "ana" { }
        person bo "bo" { }
        team core "Core" { }

        initiative one "One" {
          phase: delivery
          owner: ana
          team: core
        }

        initiative two "Two" {
          phase: idea
          owner: bo
          team: core
          needs: one
        }
    "#]]
    .assert_eq(&text);
    // Somebody renames an initiative and notes two phases; the table gets a row and a new owner.
    let text = text
        .replace(
            "initiative one \"One\" {\n  phase: delivery\n",
            "initiative first \"One\" {\n  was: one\n  phase: idea\n  phase: delivery from 2026-02\n",
        )
        .replace("needs: one", "needs: first");
    let csv = csv.replace("Backlog,bo", "Backlog,cy") + "Three,todo,ana,Core;Edge,One\n";
    let (new, changes) = merged(&text, &csv);
    assert_eq!(changes.to_string(), "two.owner: bo → cy\nnew: three “Three”\n");
    assert!(new.contains("person cy \"cy\" { }\nteam edge \"Edge\" { }\n"), "{new}");
    assert!(new.contains("  phase: idea\n  owner: ana\n  team: core, edge\n  needs: first\n"), "{new}");
    assert_eq!(problems(&new), [""; 0]);
    assert_eq!(merged(&new, &csv).0, new);
}

#[test]
fn groups_without_a_row_are_made_once() {
    let mut options = CsvImportOptions::default();
    options.map("parent=epic").unwrap();
    let csv = "title,epic\nOne,Checkout\nTwo,Checkout\n";
    let first = imported_with(csv, &options);
    assert!(first.text().starts_with("initiative checkout \"Checkout\" { }\n"), "{}", first.text());
    let again = merge(&parsed(&first.text()), &first, &KNOWN).unwrap();
    assert_eq!((again.text, again.changes), (first.text(), MergeReport::default()));
    // Not asked for, an epic that no row is stays a field of its own.
    assert!(imported(csv).text().contains("  epic: checkout\n"));
}

#[test]
fn what_is_alike_is_told_once_unless_every_line_is_asked_for() {
    let rows: String = (1..=30).map(|n| format!("{n},Same,soon{n},@a{n} and @b\n")).collect();
    let report = imported(&format!("id,title,due,owner\n0,Same,2026-01-01,\n{rows}")).report;
    let short = report.to_string();
    expect![[r#"
        31 rows imported
          `id` → id (name)
          `title` → title (name)
          `due` → due (name)
          `owner` → owner (name)
        guessed: no framework was recognised by the columns
        `owner`: 30 rows name a person, 1 nobody
        declared: 30 people: a1, a10, a11, a12, a13, a14, a15, a16, 22 more
        not carried over: lines 3, 4, 5 and 27 more, `due`: the cell is no date like
            `2026-06-01`: `soon1`, `soon2`, `soon3`, 27 others
        lines 3, 4, 5 and 27 more, `owner`: the cell names several people; the first is
            the owner, and not `b`: `@a1 and @b`, `@a2 and @b`, `@a3 and @b`, 27 others
        1 cell without a value left out
        warning: 31 rows share a title with another: `Same` 31 times
    "#]]
    .assert_eq(&short);
    let long = report.words(true);
    assert_eq!(long.matches("is no date").count(), 30);
    assert_eq!(long.matches("names several people").count(), 30);
}

#[test]
fn a_teams_own_phases_have_their_own_words() {
    let text = "phase trial \"Trial\" { order: 3; open: yes; also: guinea_pigs; doc: \"Some have it.\" }\n\
        person ana \"Ana Lopez\" { role: \"PM\" }\ninitiative old \"An old one\" { owner: ana }\n";
    let files = crate::source::MemoryFiles::one("a.plan", text);
    let resolved =
        crate::resolve::resolve(crate::resolve::load(&files).unwrap(), &crate::resolve::ResolveOptions::default());
    let known = PlanNames::with(&resolved.plan);
    let csv = b"title,stage,owner,needs\nFresh,Guinea-Pigs,Ana Lopez,An old one\n";
    let imported = import(&SourceTable::read(csv).unwrap(), &known, &CsvImportOptions::default()).unwrap();
    assert_eq!(imported.text(), "initiative fresh \"Fresh\" {\n  phase: trial\n  owner: ana\n  needs: old\n}\n");
    assert_eq!(imported.report.words[0].phase.as_deref(), Some("trial"));
}

#[test]
fn a_word_that_is_mended_in_the_table_leaves_its_line_to_be_taken_out() {
    let csv = "title,status\nOne,imlpemented\nTwo,Done\n";
    let first = imported(csv);
    assert!(first.text().contains("  status: \"imlpemented\"\n"), "{}", first.text());
    assert_eq!(first.report.words.iter().filter(|w| w.phase.is_none()).count(), 1);
    let (again, changes) = merged(&first.text(), csv);
    assert_eq!((again, changes), (first.text(), MergeReport::default()));
    let (new, changes) = merged(&first.text(), &csv.replace("imlpemented", "implemented"));
    assert!(new.contains("  phase: sustain\n"), "{new}");
    assert_eq!(changes.kept[0].reason, "its word is understood now, and the line can go");
}

#[test]
fn words_may_be_given_a_meaning() {
    let mut options = CsvImportOptions::default();
    options.values("phase:wild idea=idea,shelved=none").unwrap();
    options.file("values.phase.cooking=delivery\nvalues.owner.the boss=@ana\n").unwrap();
    let csv = "title,status,owner\nA,Wild Idea,The Boss\nB,shelved,\nC,COOKING,bo\nD,shelvd,bo\n";
    let imported = imported_with(csv, &options);
    let text = imported.text();
    assert!(text.contains("initiative a \"A\" {\n  phase: idea\n  owner: ana\n}"), "{text}");
    assert!(text.contains("initiative b \"B\" { }"), "{text}");
    assert!(text.contains("initiative c \"C\" {\n  phase: delivery\n  owner: bo\n}"), "{text}");
    assert!(text.contains("initiative d \"D\" {\n  status: \"shelvd\"\n"), "{text}");
    assert!(options.values("shelved=none").is_err());
    options.values("phase:x=delivry").unwrap();
    let refused = import(&SourceTable::read(csv.as_bytes()).unwrap(), &KNOWN, &options).unwrap_err();
    assert_eq!(refused.help.as_deref(), Some("did you mean `delivery`?"));
}

#[test]
fn fields_of_a_type_and_all_the_rest() {
    let csv = "title,opened,risk,size,notes,needs\nA,1 June 2026,low; high,3,why,money\nB,soon,low,many,,\n";
    let mut options = CsvImportOptions { rest: true, ..CsvImportOptions::default() };
    options.field("opened:date");
    options.field("risks:names=risk");
    options.field("size:number");
    let imported = imported_with(csv, &options);
    expect![[r#"
        field opened { in: initiative; type: date; doc: "The column opened of the imported table." }
        field risks { in: initiative; type: names; doc: "The column risk of the imported table." }
        field size { in: initiative; type: number; doc: "The column size of the imported table." }
        field notes { in: initiative; type: name; doc: "The column notes of the imported table." }
        field needs_text { in: initiative; type: name; doc: "The column needs of the imported table." }

        initiative a "A" {
          opened: 2026-06-01
          risks: low, high
          size: 3
          notes: why
          needs_text: money
        }

        initiative b "B" {
          risks: low
        }
    "#]]
    .assert_eq(&imported.text());
    assert_eq!(problems(&imported.text()), [""; 0]);
    let lost: Vec<String> = imported.report.skipped_cells.iter().map(|c| format!("{} {}", c.column, c.value)).collect();
    assert_eq!(lost, ["opened soon", "size many"]);
}
