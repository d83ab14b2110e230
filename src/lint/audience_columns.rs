//! Audiences and columns of the plan that name what does not exist.

use crate::diagnostic::{Code, Diagnostic, closest_match};
use crate::evaluate::Evaluated;
use crate::model::{Clause, Datum, Record};
use crate::schema::library::{self, LibraryFolder};
use crate::schema::{BlockSchema, Schema, UnknownPath};

/// The column that tells what an initiative is called.
const NAME_COLUMN: &str = "initiative";

/// Reports columns that nobody declares, paths that lead nowhere, and formulas that can't be read.
pub(super) fn run(evaluated: &Evaluated) -> Vec<Diagnostic> {
    let (plan, schema) = (evaluated.plan(), evaluated.schema());
    let items = |kind: &str| plan.other_items.get(kind).into_iter().flatten();
    let mut known: Vec<&str> = items("column").map(|c| &*c.id).collect();
    known.extend(library::items(LibraryFolder::Columns).map(|i| i.name));
    known.push(NAME_COLUMN);
    let mut found = Vec::new();
    for column in items("column") {
        found.extend(words(column, "shows").filter_map(|(path, clause)| target(schema, path, clause)));
        found.extend(formulas(evaluated, column, &["each", "order", "show"]));
        if column.fact("shows").is_none() && column.fact("show").is_none() {
            let said = format!("the column `{}` shows nothing", column.id);
            let help = "add `shows:` with facts, or `show:` with a formula";
            found.push(Diagnostic::new(Code::MISSING_FIELD, column.header, said).help(help));
        }
    }
    for audience in items("audience") {
        found.extend(formulas(evaluated, audience, &["where"]));
        for section in audience.blocks.iter().filter(|b| &*b.kind == "section") {
            found.extend(formulas(evaluated, section, &["where", "order", "when"]));
            let each = words(section, "each").next().map(|(kind, clause)| {
                schema.kind(NAME_COLUMN).and_then(|r| r.blocks.get(kind)).ok_or_else(|| no_block(schema, kind, clause))
            });
            let row = match each {
                Some(Err(wrong)) => {
                    found.push(wrong);
                    continue;
                }
                Some(Ok(row)) => Some(row),
                None => None,
            };
            found.extend(words(section, "columns").filter_map(|(name, clause)| column(&known, row, name, clause)));
        }
    }
    found
}

fn column(known: &[&str], row: Option<&BlockSchema>, name: &str, clause: &Clause) -> Option<Diagnostic> {
    let field = name.rsplit('.').next().unwrap_or(name);
    let of_block = |row: &BlockSchema| field == "title" || row.fields.contains_key(field);
    if known.contains(&name) || row.is_some_and(of_block) {
        return None;
    }
    let fields = row.into_iter().flat_map(|r| r.fields.keys()).map(|k| &**k);
    let d = Diagnostic::new(Code::UNKNOWN_REFERENCE, clause.span, format!("there is no column `{name}`"));
    Some(match closest_match(name, known.iter().copied().chain(fields)) {
        Some(near) => d.help(format!("did you mean `{near}`?")),
        None => {
            d.help(format!("declare it: `column {name} \"…\" {{ shows: … }}`; `plan std list` shows what there is"))
        }
    })
}

fn no_block(schema: &Schema, kind: &str, clause: &Clause) -> Diagnostic {
    let known = schema.kind(NAME_COLUMN).into_iter().flat_map(|r| r.blocks.keys()).map(|k| &**k);
    let d = Diagnostic::new(Code::UNKNOWN_FIELD, clause.span, format!("initiatives have no block `{kind}`"));
    match closest_match(kind, known) {
        Some(near) => d.help(format!("did you mean `{near}`?")),
        None => d.help("`plan doc initiative` lists what there is"),
    }
}

fn target(schema: &Schema, path: &str, clause: &Clause) -> Option<Diagnostic> {
    let UnknownPath { part, nearest: near } = schema.resolve_path(NAME_COLUMN, path).err()?;
    let said = format!("there is nothing called `{part}` in an initiative or about one");
    let d = Diagnostic::new(Code::UNKNOWN_FIELD, clause.span, said);
    Some(match near {
        Some(near) => d.help(format!("did you mean `{}`?", path.replacen(part, near, 1))),
        None => d.help("`plan doc initiative` lists what there is"),
    })
}

fn formulas(evaluated: &Evaluated, record: &Record, names: &[&str]) -> Vec<Diagnostic> {
    let codes = names.iter().filter_map(|name| record.code(name));
    codes
        .filter_map(|code| Some(evaluated.query(&code.text, false).err()?.diagnostic(Code::FORMULA_SYNTAX, code)))
        .collect()
}

/// The words that a field of a record holds, with their places.
fn words<'r>(record: &'r Record, field: &'r str) -> impl Iterator<Item = (&'r str, &'r Clause)> {
    record.all(field).flat_map(|f| &f.clauses).filter_map(|c| match &c.head {
        Datum::Word(word) => Some((&**word, c)),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::{Source, View};

    #[test]
    fn the_audiences_of_the_library_name_what_there_is() {
        let view = View { folders: vec![LibraryFolder::Audiences, LibraryFolder::Columns], ..View::default() };
        let scored = Source::text("p.plan", "").parse().unwrap().resolve(&view).unwrap().evaluate();
        let problems = scored.problems();
        assert!(problems.is_empty(), "{problems:?}");
        assert_eq!(scored.evaluated.plan().other_items["audience"].len(), 10);
        assert_eq!(run(&scored.evaluated), []);
    }
}
