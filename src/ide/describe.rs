//! What a word or path means.

use super::complete::resolve_path;
use super::knowledge::Knowledge;
use super::members::{COMMON_MEMBERS, ITEM_GROUPS, PathNode};
use crate::evaluate::DERIVED_FIELDS;
use crate::formula::{AGGREGATES, function};
use crate::model::Datum;
use crate::quantity::{BaseUnit, Unit, print};
use crate::schema::{BlockSchema, FieldSchema};

/// What a word means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Description {
    /// The word as it stands, for a function how it is called.
    pub name: String,
    /// What it is: `field of rice`, `initiative`, `function`, `unit`.
    pub what: String,
    /// Its title; empty where it has none.
    pub title: String,
    /// What it takes or gives, in words; empty where that says nothing.
    pub ty: String,
    /// What it means, in one or a few lines; may be empty.
    pub doc: String,
}

impl Description {
    pub(super) fn new(name: &str, what: impl Into<String>) -> Description {
        let empty = String::new;
        Description { name: name.into(), what: what.into(), title: empty(), ty: empty(), doc: empty() }
    }

    pub(super) fn title(self, title: &str) -> Description {
        Description { title: title.into(), ..self }
    }

    fn ty(self, ty: impl Into<String>) -> Description {
        Description { ty: ty.into(), ..self }
    }

    pub(super) fn doc(self, doc: impl Into<String>) -> Description {
        Description { doc: doc.into(), ..self }
    }
}

/// What a word or path means: a kind, a block, `rice.impact`, the name of an item, `detection.rice.effort`, a function,
/// a unit. `None` where nothing has that name.
pub fn describe(path: &str, known: &Knowledge<'_>) -> Option<Description> {
    let path = path.trim().trim_end_matches("()");
    let names: Vec<&str> = path.split('.').collect();
    // A name of the plan is what somebody at its prompt means; `plan` alone is the kind.
    let item =
        (path != "plan").then(|| resolve_path(known, &names)).flatten().and_then(|node| of_node(path, node, known));
    let schema = item.or_else(|| of_schema(path, &names, known)).or_else(|| of_formula(path));
    schema.or_else(|| of_item(path, &names, known)).or_else(|| of_unit(path, known))
}

/// An item of any kind by its name, the kind before it or not: rules and scenarios have no facts, but a title.
fn of_item(path: &str, names: &[&str], known: &Knowledge<'_>) -> Option<Description> {
    let (kind, id) = match names {
        [id] => (None, *id),
        [kind, id] => (Some(*kind), *id),
        _ => return None,
    };
    let kinds = known.kinds().into_iter().filter(|k| kind.is_none_or(|wanted| *k.name == *wanted));
    let mut found = kinds.filter_map(|k| Some((k, known.items(&k.name).find(|(name, _)| *name == id)?.1)));
    let (kind, title) = found.next()?;
    Some(Description::new(path, kind.name.to_string()).title(title))
}

pub(super) fn of_node(path: &str, node: PathNode<'_>, known: &Knowledge<'_>) -> Option<Description> {
    let name = path.rsplit('.').next().unwrap_or(path);
    match node {
        PathNode::Item(row, record) => {
            let record = record?;
            let text = |field: &str| record.text(field).map(|t| t.to_string());
            let doc = text("doc").or_else(|| text("customer")).or_else(|| text("because"));
            let doc = doc.or_else(|| text("source")).unwrap_or_default();
            let unit = known.plan.metric(&record.id).filter(|_| &*row.name == "metric").and_then(|m| m.unit.as_ref());
            let ty = unit.map(|u| format!("in `{u}`")).unwrap_or_default();
            Some(Description::new(path, row.name.to_string()).title(record.title()).ty(ty).doc(doc))
        }
        PathNode::Block(row, record) => {
            let title = record.map_or("", |r| r.title.as_deref().unwrap_or(&row.title));
            Some(of_block(path, row, None, known).title(title))
        }
        PathNode::Named(row, _) => Some(of_block(path, row, None, known)),
        PathNode::Field(row, field) => Some(of_field(path, row, field, known)),
        PathNode::Leaf => {
            let mut all = DERIVED_FIELDS.iter().map(|d| (d.name, d.doc)).chain(COMMON_MEMBERS.iter().copied());
            let (_, doc) = all.find(|(n, _)| *n == name)?;
            Some(Description::new(path, "fact").doc(doc))
        }
        _ => None,
    }
}

fn of_schema(path: &str, names: &[&str], known: &Knowledge<'_>) -> Option<Description> {
    let (first, rest) = names.split_first()?;
    let initiative = known.kind("initiative")?;
    let mut inside: Option<&BlockSchema> = None;
    let mut row = match known.kind(first) {
        Some(kind) => kind,
        None => {
            if let Some(block) = known.block(initiative, first) {
                inside = Some(initiative);
                block
            } else {
                // A field or block by its own name: those of initiatives first, then the first kind that has it.
                let kinds = known.kinds();
                let all = || std::iter::once(initiative).chain(kinds.iter().copied());
                let field = all().chain(known.blocks(initiative)).find_map(|k| Some((k, k.fields.get(*first)?)));
                if let (Some((row, field)), true) = (field, rest.is_empty()) {
                    return Some(of_field(path, row, field, known));
                }
                let (kind, block) = all().find_map(|k| Some((k, k.blocks.get(*first)?)))?;
                inside = Some(kind);
                block
            }
        }
    };
    for (index, name) in rest.iter().enumerate() {
        if let Some(field) = row.fields.get(*name) {
            return (index + 1 == rest.len()).then(|| of_field(path, row, field, known));
        }
        inside = Some(row);
        row = known.block(row, name)?;
    }
    Some(of_block(path, row, inside, known).title(&row.title))
}

pub(super) fn of_block(
    path: &str,
    row: &BlockSchema,
    inside: Option<&BlockSchema>,
    known: &Knowledge<'_>,
) -> Description {
    let what = match (&row.framework, inside) {
        (Some(_), _) => "framework, its inputs as a block of an initiative".to_string(),
        (None, Some(kind)) => format!("block of {}", kind.name),
        (None, None) if known.kind(&row.name).is_some() => "kind".to_string(),
        _ => "block".to_string(),
    };
    let mut takes: Vec<&str> = row.fields.keys().map(|f| &**f).collect();
    takes.extend(row.blocks.keys().map(|b| &**b));
    let ty = if takes.is_empty() { String::new() } else { format!("takes `{}`", takes.join("`, `")) };
    Description::new(path, what).ty(ty).doc(&*row.doc)
}

pub(super) fn of_field(path: &str, row: &BlockSchema, field: &FieldSchema, known: &Knowledge<'_>) -> Description {
    let mut ty = field.ty.words();
    if field.many {
        ty += ", or several";
    }
    let units: Vec<&str> = field.units.iter().map(|u| &**u).filter(|u| !u.is_empty()).collect();
    if !units.is_empty() {
        ty += &format!(" in `{}`", units.join("` or `"));
    }
    if !field.of.is_empty() {
        ty += &format!(": `{}`", field.of.join("`, `"));
    }
    if !field.levels.is_empty() {
        let unit = units.first().and_then(|u| known.plan.units.parse(u).ok()).unwrap_or_else(Unit::number);
        let levels = field.levels.iter().map(|(w, v)| format!("`{w}` = {}", print::quantity(*v, &unit)));
        ty += &format!(", or {}", levels.collect::<Vec<_>>().join(", "));
    }
    let tails: Vec<&str> = field.tails.iter().map(|(c, _)| *c).collect();
    if !tails.is_empty() {
        ty += &format!("; then `{}`", tails.join("`, `"));
    }
    Description::new(path, format!("field of {}", row.name)).ty(ty).doc(&*field.doc)
}

fn of_formula(name: &str) -> Option<Description> {
    if let Some(f) = function(name) {
        let signature = Description::new(f.signature, "function of formulas");
        return Some(signature.doc(f.doc));
    }
    if let Some(a) = AGGREGATES.iter().find(|a| a.name == name) {
        return Some(Description::new(a.signature, "function over all initiatives, in rules").doc(a.doc));
    }
    let (_, doc) = ITEM_GROUPS.iter().find(|(n, _)| *n == name)?;
    Some(Description::new(name, "name in formulas").doc(*doc))
}

fn of_unit(text: &str, known: &Knowledge<'_>) -> Option<Description> {
    let unit = known.plan.units.parse(text).ok()?;
    // Any word could be a noun; only declared ones are known.
    let strange = unit.nouns().any(|n| known.record("noun", n.singular()).is_none());
    let [first, ..] = unit.factors() else { return None };
    if strange {
        return None;
    }
    let doc = match (&first.base, unit.factors().len()) {
        (BaseUnit::Time(t), 1) => super::complete::length(*t),
        (BaseUnit::Effort(t), 1) => super::complete::work(*t, known.plan.units.person_month()),
        (BaseUnit::Noun(n), 1) => match known.record("noun", n.singular()).and_then(|r| r.value("doc")) {
            Some(Datum::Text(doc)) => doc.to_string(),
            _ => String::new(),
        },
        _ => String::new(),
    };
    Some(Description::new(text, "unit").ty(unit.dimension_words()).doc(doc))
}
