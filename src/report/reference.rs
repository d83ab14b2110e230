//! Floor 4: The reference of the language in Markdown, from the table that the checker reads.

use crate::evaluate::{DERIVED_FIELDS, ITEM_FACTS, ROADMAP_FACTS};
use crate::formula::{AGGREGATES, FUNCTIONS, limits};
use crate::model::{Framework, Plan, Scoring};
use crate::quantity::print;
use crate::report::document::{prose, prose_line};
use crate::report::{declaration_pages, escape_markdown};
use crate::schema::{BlockSchema, FieldSchema, Schema, Tail};
use std::fmt::Write;

/// All of it.
pub fn whole(schema: &Schema) -> String {
    let mut out = String::from("# The language of `.plan` files\n\n");
    out += "Every item is written `kind name \"Title\" { … }`. A field takes `?` where its value is not known yet and `none` where it\n";
    out +=
        "does not apply, a number may be a range unless its field says so, and any value may end in `because \"…\"`.\n";
    for kind in schema.kinds() {
        out.push('\n');
        out += &block(kind, 2, None);
    }
    out.push('\n');
    out += &formulas();
    out
}

/// What `plan` or the library declares under a name: `senior_pm`, `phase.launch`; `None` where nothing is.
pub fn declared(schema: &Schema, plan: &Plan, name: &str) -> Option<String> {
    declaration_pages::declaration_pages(schema, plan, name)
}

/// One kind, block, field or framework of `plan`; `None` where nothing has that name.
pub fn entry(schema: &Schema, plan: &Plan, name: &str) -> Option<String> {
    if name == "formulas" {
        return Some(formulas());
    }
    let mut parts = name.split('.');
    let first = parts.next()?;
    let (mut found, mut inside) = match schema.kind(first) {
        Some(kind) => (kind, None),
        None => inner(schema, first).map(|(kind, block)| (block, Some(&*kind.name)))?,
    };
    for part in parts {
        if let Some(field) = found.fields.get(part) {
            return Some(format!("# `{name}`\n\n{}", field_line(field)));
        }
        inside = Some(&*found.name);
        found = found.blocks.get(part)?;
    }
    let mut out = block(found, 1, inside);
    if let Some(framework) = found.framework.as_deref().and_then(|f| plan.frameworks.get(f)) {
        out += &scoring(framework);
    }
    Some(out)
}

/// A block of a kind by its own name, with the kind. Blocks of initiatives go before those of other kinds.
fn inner<'s>(schema: &'s Schema, name: &str) -> Option<(&'s BlockSchema, &'s BlockSchema)> {
    let kinds = schema.kind("initiative").into_iter().chain(schema.kinds());
    kinds.filter_map(|k| Some((k, k.blocks.get(name)?))).next()
}

/// How a framework scores.
fn scoring(framework: &Framework) -> String {
    let mut out = String::from("\n## Score\n\n");
    match &framework.scoring {
        Scoring::Formula(code) if code.text.trim().contains('\n') => {
            let _ = writeln!(out, "```\n{}\n```", code.text.trim());
        }
        Scoring::Formula(code) => {
            let _ = writeln!(out, "`{}`", code.text.trim());
        }
        Scoring::Weighted { raw } => {
            let scaled = if *raw { "" } else { ", each scaled to 0..1 over its range, times 100" };
            let weights: Vec<String> =
                framework.inputs.iter().map(|i| format!("`{}` {}", i.id, print::number(i.weight))).collect();
            let _ = writeln!(out, "The weighted mean of the inputs{scaled}. Weights: {}.", weights.join(", "));
        }
        Scoring::Classes(classes) => {
            let classes: Vec<String> = classes.iter().map(|(w, v)| format!("`{w}` = {}", print::number(*v))).collect();
            let _ = writeln!(out, "The order of its class: {}.", classes.join(", "));
        }
    }
    out += if framework.lower_is_better {
        "\nThe lowest score ranks first.\n"
    } else {
        "\nThe highest score ranks first.\n"
    };
    if let (Some(_), Some(source)) = (&framework.doc, &framework.source) {
        let _ = writeln!(out, "\nSource: {}", prose_line(source));
    }
    out
}

/// Every name that has an entry.
pub fn names(schema: &Schema, plan: &Plan) -> Vec<String> {
    let mut names = vec!["formulas".to_string()];
    for kind in schema.kinds() {
        names.push(kind.name.to_string());
        names.extend(kind.blocks.keys().map(|b| b.to_string()));
        names.extend(kind.fields.keys().map(|f| format!("{}.{f}", kind.name)));
    }
    names.extend(declaration_pages::names(plan).map(str::to_string));
    names
}

fn block(row: &BlockSchema, level: usize, inside: Option<&str>) -> String {
    let mut out = format!("{} {}\n\n", "#".repeat(level), escape_markdown(&row.title));
    let name = if row.named { " name \"Title\"" } else { "" };
    let _ = write!(out, "`{}{name} {{ … }}`", row.name);
    if let Some(kind) = inside {
        let _ = write!(out, " in `{kind}`");
    }
    if row.framework.is_some() {
        out += ", the inputs of a framework";
    }
    let _ = write!(out, "\n\n{}\n", prose(&row.doc, level));
    if !row.fields.is_empty() || row.any_field {
        out.push('\n');
    }
    for field in row.fields.values() {
        out += &field_line(field);
    }
    if row.any_field {
        out += "- and fields of any name\n";
    }
    if row.any_block {
        out += "- and items of any kind\n";
    }
    for nested in row.blocks.values() {
        // A block of blocks would go on for ever; it is said once.
        if nested.name == row.name {
            continue;
        }
        out.push('\n');
        out += &block(nested, level + 1, Some(&row.name));
    }
    out
}

fn field_line(field: &FieldSchema) -> String {
    let mut out = format!("- `{}`: {}", field.name, field.ty.words());
    if field.many {
        out += ", or several";
    }
    let units: Vec<&str> = field.units.iter().map(|u| &**u).filter(|u| !u.is_empty()).collect();
    if !units.is_empty() {
        let _ = write!(out, " in `{}`", units.join("` or `"));
    }
    let words: Vec<String> = field.of.iter().map(|w| format!("`{w}`")).collect();
    if !words.is_empty() {
        let _ = write!(out, ": {}", words.join(", "));
    }
    let levels: Vec<String> = field.levels.iter().map(|(w, v)| format!("`{w}` = {}", print::number(*v))).collect();
    if !levels.is_empty() {
        let _ = write!(out, ", or {}", levels.join(", "));
    }
    if let Some(bounds) = field.bounds.words() {
        let _ = write!(out, ", {bounds}");
    }
    if field.single {
        out += ", never a range";
    }
    for (connective, tail) in &field.tails {
        let what = match tail {
            Tail::Date => "a date".to_string(),
            Tail::Quantity | Tail::Number => "a number with its unit".to_string(),
            Tail::Wait => "a length of time".to_string(),
            Tail::Word => "a word".to_string(),
            Tail::Text => "text".to_string(),
            Tail::Reference(kind) => format!("a {kind}"),
        };
        let _ = write!(out, ", `{connective}` {what}");
    }
    let flags = [
        (field.required, "required"),
        (field.repeat, "may repeat"),
        (field.shared, "inherited by frameworks"),
        (!field.standard, "the plan's own"),
    ];
    let flags: Vec<&str> = flags.iter().filter(|(on, _)| *on).map(|(_, w)| *w).collect();
    if !flags.is_empty() {
        let _ = write!(out, " ({})", flags.join(", "));
    }
    if !field.doc.is_empty() {
        let _ = write!(out, ". {}", prose_line(&field.doc));
    }
    if !field.also.is_empty() {
        let also: Vec<String> = field.also.iter().map(|a| escape_markdown(a)).collect();
        let _ = write!(out, " Elsewhere: {}.", also.join(", "));
    }
    out.push('\n');
    out
}

/// What formulas may use.
pub fn formulas() -> String {
    let mut out = String::from("# Formulas\n\n");
    out += "Formulas are expressions in Rhai: arithmetic `+ - * / % **`, comparisons, `&& || !`, `if … { } else { }`, `let`,\n";
    out += "`??` for what holds where a value is missing. All numbers are real: `7/2` is 3.5. A division by zero is an error.\n";
    out += "A value that is missing makes the result unknown; `x ?? 0` gives a default, `has(\"evidence.interviews\")` asks.\n";
    out += "There are no loops, closures or assignments; write functions of your own in `.rhai` files, and name these by `use`.\n\n";
    out += "In a framework's `score` its inputs are used by name alone, as numbers in their declared unit; after `it.` come the facts of the\n";
    out += "initiative, and `weight.INPUT`, `metric.NAME`, `score.FRAMEWORK`, `plan.FIELD`. In rules, `--where` and `--column` the\n";
    out += "facts are used by name alone. In expectations initiatives and metrics are used by name: `streaks.rice`, `minutes.gap`.\n\n";
    out += "What names another item leads on to it, and compares as its name: `owner.level.span`, `owner.level == \"apm\"`. Of a list,\n";
    out += "a field is that of each item that has it: `count(owner.owns.phase, \"delivery\")`. A range counts as its median;\n";
    out += "`low(\"effort\")` and `high(\"effort\")` are its ends. Dates are texts, `2026-05-04`; `today` is the day of the report.\n\n";
    out += "## Facts that are worked out\n\n";
    for fact in DERIVED_FIELDS {
        let _ = writeln!(out, "- `{}.{}`: {}", fact.kind, fact.name, fact.doc);
    }
    out += "\n## On a roadmap (in columns and audiences)\n\n";
    for (name, doc) in ITEM_FACTS {
        let _ = writeln!(out, "- `roadmap.{name}`: {doc}");
    }
    out += "\nIn the words above a section (`say`), where aggregates are over its initiatives:\n\n";
    for (name, doc) in ROADMAP_FACTS {
        let _ = writeln!(out, "- `roadmap.{name}`: {doc}");
    }
    out += "\n## Functions\n\n";
    for function in FUNCTIONS {
        let _ = writeln!(out, "- `{}`: {}", function.signature, function.doc);
    }
    out += "\n## Over all initiatives of a framework or plan (in rules)\n\n";
    for aggregate in AGGREGATES {
        let _ = writeln!(out, "- `{}`: {}", aggregate.signature, aggregate.doc);
    }
    let _ = write!(
        out,
        "\n## Limits\n\nA formula has at most {} bytes and takes at most {} steps; a text that it builds has at most {} bytes.\n",
        limits::FORMULA_BYTES,
        limits::OPERATIONS,
        limits::TEXT_BYTES
    );
    out
}
