//! The page of the formats for programs, from their JSON Schemas.

use super::shapes::{Shapes, about, alternatives, is_null, named, nullable};
use super::{head, row};
use clap::{CommandFactory, FromArgMatches};
use planwright::report::Layout;
use planwright_cli::Cli;
use planwright_cli::command::{Command, CommandContext};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write;

const INTRO: &str = "# Formats for programs\n\n\
`plan schema NAME` prints the JSON Schema that each table here is made from. In a path `[]` is each item of a list and \
`{}` each value of an object whose names are free. A field with a `?` may be missing or null. Where an object has one of several shapes, \
their fields follow one another. The field `schema` is the version of the format.\n";

/// The whole page.
pub(super) fn page() -> String {
    let mut out = String::from(INTRO);
    for (name, about) in names() {
        let schema: Value = serde_json::from_str(&printed(&name)).expect("a schema is JSON");
        let mut table = Table { shapes: Shapes { schema: &schema }, seen: BTreeMap::new(), rows: String::new() };
        table.below(&schema, "", "");
        let _ = write!(out, "\n## {name}\n\n{about}.\n\n{}{}", head(["field", "type", "meaning"]), table.rows);
    }
    out
}

/// The names that `plan schema` takes, each with what it is.
fn names() -> Vec<(String, String)> {
    let cli = Cli::command();
    let schema = cli.find_subcommand("schema").expect("there is such a command");
    let name = schema.get_positionals().next().expect("it takes a name");
    let values = name.get_possible_values();
    let pair = |v: &clap::builder::PossibleValue| (v.get_name().to_string(), v.get_help().unwrap().to_string());
    values.iter().map(pair).collect()
}

fn printed(name: &str) -> String {
    let face = CommandContext { cli: Cli::command, layout: Layout::default(), stdin: None, plan: None };
    let matches = Cli::command().get_matches_from(["plan", "schema", name]);
    Command::from_arg_matches(&matches).expect("a command").run(&face).expect("it never fails").text
}

/// The fields of one schema. What a definition holds is listed where it first occurs.
struct Table<'s> {
    shapes: Shapes<'s>,
    seen: BTreeMap<&'s str, String>,
    rows: String,
}

impl<'s> Table<'s> {
    /// The rows of an object's fields. `else_about` is what a field means that does not say it itself.
    fn fields(&mut self, node: &'s Value, path: &str, else_about: &str) {
        let required = |name: &str| node["required"].as_array().is_some_and(|r| r.iter().any(|n| n == name));
        let join = |name: &str| if path.is_empty() { name.to_string() } else { format!("{path}.{name}") };
        for (name, field) in node["properties"].as_object().into_iter().flatten() {
            let own = self.shapes.meaning(field);
            let meaning = if own.is_empty() { else_about } else { &own };
            self.field(field, &join(name), required(name), meaning);
        }
    }

    fn field(&mut self, field: &'s Value, path: &str, required: bool, meaning: &str) {
        let sure = if required && !nullable(field) { "" } else { "?" };
        let (inner, end) = self.shapes.inner(field);
        let known = named(inner).filter(|_| self.shapes.has_fields(inner)).and_then(|name| self.seen.get(name));
        let same = known.map(|at| format!(", as `{at}`")).unwrap_or_default();
        let ty = self.shapes.ty(field);
        self.rows += &row([&format!("`{path}`{sure}"), &format!("{ty}{same}"), meaning]);
        self.below(inner, &format!("{path}{end}"), "");
    }

    /// The rows of what a field holds; of a definition only once, those apart that join the fields of something else.
    fn below(&mut self, node: &'s Value, path: &str, else_about: &str) {
        self.fields(node, path, else_about);
        if let Some(name) = named(node) {
            let joins = node["properties"].is_object();
            if self.seen.contains_key(name) && !joins {
                return;
            }
            if !joins {
                self.seen.insert(name, path.to_string());
            }
            self.fields(self.shapes.definition(node), path, "");
        }
        let cases = alternatives(self.shapes.definition(node)).filter(|c| !is_null(c));
        cases.for_each(|case| self.below(case, path, &about(case)));
    }
}
