//! The pages of the language: one for each kind of item, and one for the frameworks of the library.

use super::{Page, head, row, sentence};
use planwright::language::library::{self, LibraryFolder};
use planwright::language::{BlockSchema, Schema};
use planwright::report::reference::{entry, whole};
use planwright::{Plan, Source, View};

/// The pages, below `language/`.
pub(super) fn pages() -> Vec<Page> {
    let (schema, nothing) = (Schema::complete(), Plan::default());
    let kind = |kind: &BlockSchema| {
        let text = entry(&schema, &nothing, &kind.name).expect("a kind has an entry");
        Page::new(format!("language/{}.md", kind.name), text)
    };
    let kinds = schema.kinds().map(kind);
    let others = [Page::new("language/README.md", index(&schema)), Page::new("language/frameworks.md", frameworks())];
    others.into_iter().chain(kinds).collect()
}

/// The head of the reference, and a table of the kinds.
fn index(schema: &Schema) -> String {
    let whole = whole(schema);
    let intro = whole.split("\n## ").next().unwrap_or_default().trim_end();
    let line = |k: &BlockSchema| row([&*format!("[`{0}`]({0}.md)", k.name), sentence(&k.doc)]);
    let table = head(["kind", "what it is"]) + &*schema.kinds().map(line).collect::<String>();
    format!("{intro}\n\n{LINKS}\n\n## Kinds of items\n\n{table}")
}

const LINKS: &str = "`plan doc WORD` prints the entry of a kind, a block or a field, those of your own plan included. \
The inputs of the frameworks are in [frameworks.md](frameworks.md), what formulas may use in [formulas.md](../formulas.md). \
[Units](../../../src/report/topics/units.md), [dates](../../../src/report/topics/dates.md) and the \
[states of a roadmap](../../../src/report/topics/roadmap_states.md) have pages of their own.";

/// Every framework of the library: its inputs and how it scores.
fn frameworks() -> String {
    let names: Vec<&str> = library::items(LibraryFolder::Frameworks).map(|f| f.name).collect();
    let view = View { by: names.iter().map(|n| n.to_string()).collect(), ..View::default() };
    let resolved = Source::text("none", "").parse().expect("a text is read").resolve(&view).expect("all are there");
    let (schema, plan) = (&resolved.resolved.schema, &resolved.resolved.plan);
    let entries = names.iter().map(|name| entry(schema, plan, name).expect("a framework has an entry"));
    let entries: Vec<String> = entries.map(|text| deeper(&text)).collect();
    format!("{FRAMEWORKS}\n\n{}", entries.join("\n"))
}

const FRAMEWORKS: &str = "# Frameworks of the library\n\n\
An initiative holds the inputs of a framework in a block of its name. `plan std show NAME` prints a framework whole, with \
its rules and examples; a plan's own framework of the same name takes its place.";

/// A page as a part of another: each heading one level down.
fn deeper(text: &str) -> String {
    let line = |l: &str| if l.starts_with('#') { format!("#{l}\n") } else { format!("{l}\n") };
    text.lines().map(line).collect()
}
