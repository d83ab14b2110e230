//! What must be on file for a rule to be asked: so a rule about levels costs nothing where nobody has one.

use crate::diagnostic::{Code, Diagnostic, closest_match};
use crate::evaluate::facts::ItemRecord;
use crate::evaluate::index::item_refs;
use crate::evaluate::scores::Evaluated;
use crate::formula::{Lookup, Value};
use crate::model::Rule;
use crate::schema::library::{LibraryFolder, items};

/// Whether the plan has what a rule about other items needs.
///
/// # Errors
/// A kind or field that does not exist.
pub(in crate::evaluate) fn is_applicable(evaluated: &Evaluated, rule: &Rule) -> Result<bool, Diagnostic> {
    let world = &evaluated.scored_plan;
    let mut all = true;
    for (path, span) in &rule.given {
        let (kind, field) = path.split_once('.').map_or((&**path, None), |(kind, field)| (kind, Some(field)));
        let Some(kind) = items(LibraryFolder::Kinds).map(|i| i.name).find(|name| *name == kind) else {
            let known = items(LibraryFolder::Kinds).map(|i| i.name);
            let said = format!("there is no kind `{kind}`");
            let d = Diagnostic::new(Code::UNKNOWN_NAME, *span, said);
            return Err(match closest_match(kind, known) {
                Some(near) => d.help(format!("did you mean `{near}`?")),
                None => d.help("name a kind, or a field of one, as `person.level`"),
            });
        };
        if Some(kind) == rule.each.kind() {
            let field = field.and_then(|f| f.split('.').next());
            if let (Some(field), Some((place, _))) = (field, item_refs(&world.plan, kind).next())
                && ItemRecord::new(world, place).find(field).is_none()
            {
                let said = format!("{kind} has no `{field}`");
                let help = format!("`plan doc {kind}` lists what it has");
                return Err(Diagnostic::new(Code::UNKNOWN_NAME, *span, said).help(help));
            }
            continue;
        }
        all &= item_refs(&world.plan, kind).any(|(place, r)| match field {
            None => true,
            Some(path) if path.contains('.') => has_fact(&ItemRecord::new(world, place), path),
            Some(f) => r.fact(f).is_some() || r.block(f).is_some(),
        });
    }
    Ok(all)
}

/// The facts that each item must have that the rule is asked of.
pub(in crate::evaluate) fn required_item_facts(rule: &Rule) -> Vec<&str> {
    let Some(each) = rule.each.kind() else { return Vec::new() };
    let own = rule.given.iter().filter_map(|(path, _)| path.split_once('.'));
    own.filter(|(kind, _)| *kind == each).map(|(_, field)| field).collect()
}

/// Whether an item has a fact, which may be one of what it names: `owner.level.span`.
pub(in crate::evaluate) fn has_fact(item: &ItemRecord, path: &str) -> bool {
    let mut parts = path.split('.');
    let mut found = parts.next().and_then(|first| item.find(first)).unwrap_or(Lookup::Missing);
    for part in parts {
        found = match found {
            Lookup::Value(Value::Record(record)) => record.get(part),
            _ => return false,
        };
    }
    match found {
        Lookup::Value(Value::List(items)) => !items.is_empty(),
        Lookup::Value(Value::Record(record)) => record.is_present(),
        Lookup::Value(value) => !value.is_missing(),
        _ => false,
    }
}
