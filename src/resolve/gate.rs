//! Checked records of gates and contexts → what initiatives are held against.

use super::errors;
use super::lower::rule;
use super::symbol_table::SymbolTable;
use crate::diagnostic::{Code, Diagnostic, closest_match};
use crate::model::{Clause, Datum, Gate, GateCheck, PathStep, Plan, Record, RequiredValue, Rule};
use crate::schema::{BlockSchema, FieldSchema, FieldType, Schema};
use crate::source::Span;
use std::sync::Arc;

/// Makes the plan's gates, and the rules of its contexts.
pub(super) fn lower(plan: &mut Plan, schema: &Schema, names: &SymbolTable, diagnostics: &mut Vec<Diagnostic>) {
    let Some(row) = schema.kind("initiative") else { return };
    let mut lowering = GateLowering { row, diagnostics };
    let of_kind = |kind: &str| plan.other_items.get(kind).map_or(&[][..], Vec::as_slice);
    let mut gates = Vec::new();
    for record in of_kind("gate") {
        let Some(enter) = record.word("enter") else { continue };
        gates.push(lowering.gate(record, enter.clone(), None));
    }
    let mut rules: Vec<Rule> = Vec::new();
    for context in of_kind("context") {
        for block in &context.blocks {
            match &*block.kind {
                "gate" if names.of_kind("phase").any(|p| *p == *block.id) => {
                    gates.push(lowering.gate(block, block.id.clone(), Some(context.id.clone())));
                }
                "gate" => lowering.unknown_phase(block, names),
                _ => rules.extend(rule(block).map(|r| Rule { context: Some(context.id.clone()), ..r })),
            }
        }
    }
    plan.gates = Arc::new(gates);
    plan.rules.append(&mut rules);
}

struct GateLowering<'l> {
    row: &'l BlockSchema,
    diagnostics: &'l mut Vec<Diagnostic>,
}

impl GateLowering<'_> {
    fn gate(&mut self, record: &Record, enter: Arc<str>, context: Option<Arc<str>>) -> Gate {
        let mut parts = Vec::new();
        for (path, span) in paths(record) {
            let have: Vec<RequiredValue> = self.need(&path, span).into_iter().collect();
            if !have.is_empty() {
                parts.push(GateCheck {
                    id: path,
                    title: None,
                    have,
                    each: None,
                    when: None,
                    must: None,
                    help: None,
                    header: span,
                });
            }
        }
        parts.extend(record.blocks.iter().filter(|b| &*b.kind == "check").map(|b| self.check(b)));
        Gate {
            id: record.id.clone(),
            title: record.title.clone(),
            enter,
            context,
            checks: parts,
            header: record.header,
        }
    }

    fn check(&mut self, block: &Record) -> GateCheck {
        let have = paths(block).into_iter().filter_map(|(path, span)| self.need(&path, span)).collect();
        if block.fact("have").is_none() && block.fact("must").is_none() {
            let said = format!("the check `{}` requires nothing", block.id);
            self.diagnostics.push(
                Diagnostic::new(Code::MISSING_FIELD, block.header, said)
                    .help("add `have:` with what must be there, or `must:` with what must hold"),
            );
        }
        let each = block.fact("each").and_then(|fact| {
            let clause = fact.first()?;
            self.steps(word(clause)?, clause.span)
        });
        GateCheck {
            id: block.id.clone(),
            title: block.title.clone(),
            have,
            each,
            when: block.code("when").cloned(),
            must: block.code("must").cloned(),
            help: block.text("help").cloned(),
            header: block.header,
        }
    }

    fn need(&mut self, path: &Arc<str>, span: Span) -> Option<RequiredValue> {
        let steps = self.steps(path, span)?;
        Some(RequiredValue { path: path.clone(), line: line(self.row, &steps), steps })
    }

    /// The way that a path describes; a name that leads nowhere is reported.
    fn steps(&mut self, path: &str, span: Span) -> Option<Vec<PathStep>> {
        let mut steps = Vec::new();
        let mut row = self.row;
        let mut names = path.split('.').peekable();
        while let Some(name) = names.next() {
            let is_last = names.peek().is_none();
            if steps.is_empty() && name == "title" && is_last {
                steps.push(PathStep::Title);
            } else if row.fields.contains_key(name) && is_last {
                steps.push(PathStep::Field(name.into()));
            } else if let Some(inner) = block(row, name) {
                let kind = inner.name.clone();
                let next = names.peek().copied();
                let is_name = |n: &str| {
                    let known = || inner.fields.keys().chain(inner.blocks.keys()).map(|k| &**k);
                    !known().any(|k| k == n) && closest_match(n, known()).is_none()
                };
                match next.filter(|n| inner.named && is_name(n)) {
                    Some(id) => {
                        names.next();
                        steps.push(PathStep::Named(kind, id.into()));
                    }
                    None if inner.repeat => steps.push(PathStep::Every(kind)),
                    None => steps.push(PathStep::Block(kind)),
                }
                row = inner;
            } else if row.any_field && is_last {
                steps.push(PathStep::Field(name.into()));
            } else {
                self.unknown(path, name, row, span);
                return None;
            }
        }
        (!steps.is_empty()).then_some(steps)
    }

    fn unknown(&mut self, path: &str, name: &str, row: &BlockSchema, span: Span) {
        let known = row.fields.keys().chain(row.blocks.keys()).map(|k| &**k);
        let said = match path == name {
            true => format!("initiatives have no `{name}`"),
            false => format!("`{}` has no `{name}`, which `{path}` needs", row.name),
        };
        let near = closest_match(name, known);
        let d = Diagnostic::new(Code::UNKNOWN_FIELD, span, said);
        self.diagnostics.push(match near {
            Some(near) => d.help(format!("did you mean `{}`?", path.replacen(name, near, 1))),
            None => d.help(format!("`plan doc {}` lists what there is; `block` and `field` add to it", row.name)),
        });
    }

    fn unknown_phase(&mut self, block: &Record, names: &SymbolTable) {
        let near = closest_match(&block.id, names.of_kind("phase"));
        let d = Diagnostic::new(Code::UNKNOWN_REFERENCE, block.header, format!("there is no phase `{}`", block.id));
        self.diagnostics.push(match near {
            Some(near) => d.help(format!("did you mean `gate {near}`?")),
            None => {
                let phases: Vec<&str> = names.of_kind("phase").collect();
                d.help(format!(
                    "a context's gate bears the name of the phase that it leads into: {}",
                    errors::quoted_list(&phases)
                ))
            }
        });
    }
}

/// The block of a name, or of its plural: `risks` are the blocks `risk`.
fn block<'r>(row: &'r BlockSchema, name: &str) -> Option<&'r BlockSchema> {
    let plural = || name.strip_suffix('s').and_then(|n| row.blocks.get(n)).filter(|b| b.named);
    row.blocks.get(name).or_else(plural)
}

/// The paths that `have` lists, with their places.
fn paths(record: &Record) -> Vec<(Arc<str>, Span)> {
    let clauses = record.all("have").flat_map(|f| &f.clauses);
    clauses.filter_map(|c| Some((word(c)?.clone(), c.span))).collect()
}

fn word(clause: &Clause) -> Option<&Arc<str>> {
    match &clause.head {
        Datum::Word(word) => Some(word),
        _ => None,
    }
}

/// The line of an initiative that gives what a path asks for.
fn line(row: &BlockSchema, steps: &[PathStep]) -> String {
    let Some((step, rest)) = steps.split_first() else { return "…".into() };
    let inner = |kind: &Arc<str>| match (row.blocks.get(kind), rest) {
        (Some(row), [_, ..]) => line(row, rest),
        _ => "…".to_string(),
    };
    match step {
        PathStep::Title => "initiative … \"A title\" { … }".into(),
        PathStep::Field(name) => format!("{name}: {}", row.fields.get(name).map_or("…", placeholder)),
        PathStep::Block(kind) => format!("{kind} {{ {} }}", inner(kind)),
        PathStep::Named(kind, id) => format!("{kind} {id} {{ {} }}", inner(kind)),
        PathStep::Every(kind) if row.blocks.get(kind).is_some_and(|b| b.named) => {
            format!("{kind} some_name \"…\" {{ {} }}", inner(kind))
        }
        PathStep::Every(kind) => format!("{kind} {{ {} }}", inner(kind)),
    }
}

fn placeholder(field: &FieldSchema) -> &'static str {
    if field.ty == FieldType::Text { "\"…\"" } else { "…" }
}
