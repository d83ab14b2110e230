//! Documents of the plan that show what does not exist.

use crate::diagnostic::{Code, Diagnostic, closest_match};
use crate::evaluate::Evaluated;
use crate::model::{Clause, Datum, Record};
use crate::schema::{PathEnd, PathTarget, Schema, UnknownPath};

/// Reports paths that lead nowhere, and sections that stand under one that is not there.
pub(super) fn run(evaluated: &Evaluated) -> Vec<Diagnostic> {
    let (plan, schema) = (evaluated.plan(), evaluated.schema());
    let mut found = Vec::new();
    for document in plan.other_items.get("document").into_iter().flatten() {
        for clause in words(document, &["byline"]) {
            found.extend(target(schema, clause).err());
        }
        for section in document.blocks.iter().filter(|b| &*b.kind == "section") {
            let targets = words(section, &["shows"]).map(|clause| target(schema, clause));
            let (targets, wrong): (Vec<_>, Vec<_>) = targets.partition(Result::is_ok);
            found.extend(wrong.into_iter().filter_map(Result::err));
            let targets: Vec<PathTarget<'_>> = targets.into_iter().flatten().collect();
            found.extend(columns(section, &targets));
            found.extend(under(document, section));
            for name in ["when", "order"] {
                let Some(code) = section.code(name) else { continue };
                if let Err(e) = evaluated.query(&code.text, name == "when") {
                    found.push(e.diagnostic(Code::FORMULA_SYNTAX, code));
                }
            }
        }
    }
    found
}

/// The words that fields of a record hold, with their places.
fn words<'r>(record: &'r Record, fields: &'r [&str]) -> impl Iterator<Item = (&'r str, &'r Clause)> {
    let facts = record.facts.iter().filter(|f| fields.contains(&&*f.name));
    facts.flat_map(|f| &f.clauses).filter_map(|c| match &c.head {
        Datum::Word(word) => Some((&**word, c)),
        _ => None,
    })
}

fn target<'a>(schema: &'a Schema, (path, clause): (&'a str, &Clause)) -> Result<PathTarget<'a>, Diagnostic> {
    schema.resolve_path("initiative", path).map_err(|UnknownPath { part, nearest: near }| {
        let said = match path == part {
            true => format!("there is nothing called `{part}` in an initiative or about one"),
            false => format!("there is no `{part}` on the way of `{path}`"),
        };
        let d = Diagnostic::new(Code::UNKNOWN_FIELD, clause.span, said);
        match near {
            Some(near) => d.help(format!("did you mean `{}`?", path.replacen(part, near, 1))),
            None => d.help("`plan doc initiative` lists what there is"),
        }
    })
}

/// Columns that the blocks shown do not have.
fn columns(section: &Record, targets: &[PathTarget<'_>]) -> Vec<Diagnostic> {
    let rows = targets.iter().filter_map(|t| match t.end {
        PathEnd::Block => t.steps.last().map(|s| s.row),
        PathEnd::About(row) => Some(row),
        _ => None,
    });
    let rows: Vec<_> = rows.collect();
    if rows.is_empty() || rows.iter().any(|r| r.any_field) {
        return Vec::new();
    }
    let known: Vec<&str> = rows.iter().flat_map(|r| r.fields.keys()).map(|k| &**k).chain(["title", "id"]).collect();
    let written = words(section, &["columns", "each_needs"]);
    // A field named like a connective is written with its block: `approval.by`.
    let fields = written.map(|(word, clause)| (word.rsplit('.').next().unwrap_or(word), clause));
    let wrong = fields.filter(|(word, _)| !known.contains(word));
    wrong
        .map(|(word, clause)| {
            let said = format!("`{}` has no field `{word}`", rows[0].name);
            let d = Diagnostic::new(Code::UNKNOWN_FIELD, clause.span, said);
            match closest_match(word, known.iter().copied()) {
                Some(near) => d.help(format!("did you mean `{near}`?")),
                None => d.help(format!("`plan doc {}` lists what it has", rows[0].name)),
            }
        })
        .collect()
}

fn under(document: &Record, section: &Record) -> Option<Diagnostic> {
    let (word, clause) = words(section, &["under"]).next()?;
    let others: Vec<&str> =
        document.blocks.iter().filter(|b| b.id != section.id && b.fact("under").is_none()).map(|b| &*b.id).collect();
    if others.contains(&word) {
        return None;
    }
    let d = Diagnostic::new(Code::UNKNOWN_REFERENCE, clause.span, format!("there is no section `{word}` to go under"));
    Some(match closest_match(word, others) {
        Some(near) => d.help(format!("did you mean `{near}`?")),
        None => d.help("a section can only go under one that is under none itself"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::{Source, View};
    use crate::schema::library::LibraryFolder;

    #[test]
    fn the_documents_of_the_library_show_what_there_is() {
        let view = View { folders: vec![LibraryFolder::Documents], ..View::default() };
        let scored = Source::text("p.plan", "").parse().unwrap().resolve(&view).unwrap().evaluate();
        assert_eq!(scored.evaluated.plan().other_items["document"].len(), 5);
        assert_eq!(run(&scored.evaluated), []);
    }
}
