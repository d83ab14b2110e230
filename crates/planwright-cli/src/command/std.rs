//! `plan std`.

use super::context::CommandContext;
use super::failure::Failure;
use super::output::Output;
use super::plan_args::open;
use crate::clock;
use clap::{Args, Subcommand};
use planwright::diagnostic::closest_match;
use planwright::language::library::{self, LibraryFolder, LibraryItem};
use planwright::language::parse;
use planwright::model::Scoring;
use planwright::report::{Align, Cell, Table, text};
use planwright::{Source, View};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// The standard library, and how to override it.
#[derive(Debug, Args)]
pub struct StdArgs {
    #[command(subcommand)]
    what: Option<StdCommand>,
}

#[derive(Debug, Subcommand)]
enum StdCommand {
    /// List its items, and mark those that the plan overrides
    List {
        /// Files or folders of the plan
        #[arg(default_value = ".", value_name = "PATHS")]
        paths: Vec<PathBuf>,
    },
    /// Print an item, to read or to copy: `plan std show rice > rice.plan`
    Show {
        /// Its name, or its kind and name, as `launch` or `phase.launch`
        name: String,
    },
}

impl StdArgs {
    /// Whether it lists items, and prints none.
    pub(super) fn is_list(&self) -> bool {
        !matches!(self.what, Some(StdCommand::Show { .. }))
    }

    /// Runs it.
    ///
    /// # Errors
    /// Where there is no such item.
    pub fn run(&self, face: &CommandContext) -> Result<Output, Failure> {
        match &self.what {
            Some(StdCommand::Show { name }) => show(name),
            Some(StdCommand::List { paths }) => Ok(list(paths, face)),
            None => Ok(list(&[PathBuf::from(".")], face)),
        }
    }
}

fn show(name: &str) -> Result<Output, Failure> {
    let (kind, name) = name.split_once('.').map_or((None, name), |(k, n)| (Some(k), n));
    let all = || LibraryFolder::ALL.into_iter().flat_map(library::items);
    let found: Vec<_> = all().filter(|i| i.name == name && kind.is_none_or(|k| k == i.folder.kind())).collect();
    match found.as_slice() {
        [item] => {
            let way = path(item).map(|said| format!("`{name}`: {said}"));
            Ok(Output { notes: way.into_iter().chain(unit_note(item)).collect(), ..Output::text(item.text) })
        }
        [] => {
            let failure = Failure::usage(format!("the library has no `{name}`"));
            Err(match closest_match(name, all().map(|i| i.name)) {
                Some(near) => failure.help(format!("did you mean `{near}`?")),
                None => failure.help("`plan std list` names its items"),
            })
        }
        several => {
            let names: Vec<String> = several.iter().map(|i| format!("`{}.{}`", i.folder.kind(), i.name)).collect();
            Err(Failure::usage(format!("the library has several `{name}`"))
                .help(format!("choose {}", names.join(" or "))))
        }
    }
}

/// Which way the formula of a framework or a metric is computed, in words.
fn path(item: &LibraryItem) -> Option<String> {
    if item.folder == LibraryFolder::Formulas {
        return Some("computed date by date: runs in the interpreter".to_string());
    }
    let view = View { by: vec![item.name.to_string()], ..clock::view() };
    let alone = || Some(Source::text("none", "").parse().ok()?.resolve(&view).ok()?.evaluate());
    let scored = (item.folder == LibraryFolder::Frameworks).then(alone)??;
    scored.evaluated.execution_path(item.name).map(|path| path.display_text())
}

/// What a framework's score is measured in; not part of the text, which is there to be copied.
fn unit_note(item: &LibraryItem) -> Option<String> {
    if item.folder != LibraryFolder::Frameworks {
        return None;
    }
    let view = View { by: vec![item.name.to_string()], ..clock::view() };
    let evaluated = Source::text("none", "").parse().ok()?.resolve(&view).ok()?.evaluate().evaluated;
    let column = evaluated.column(item.name)?;
    Some(match (&column.framework.scoring, evaluated.score_unit(item.name, None)) {
        (Scoring::Weighted { raw: false }, _) => "the score is a number from 0 to 100".to_string(),
        (Scoring::Classes(_), _) => "the score is the order of the class".to_string(),
        (_, Some(unit)) if unit.is_number() => "the score is a plain number".to_string(),
        (_, Some(unit)) if unit.factors().iter().all(|f| f.per) => {
            format!("the score is a number {}", unit.score_text())
        }
        (_, Some(unit)) => format!("the score is in {}", unit.score_text()),
        (_, None) => "the unit of the score is unknown".to_string(),
    })
}

fn list(paths: &[PathBuf], face: &CommandContext) -> Output {
    // The list is useful outside any plan too: a folder that can't be read just marks nothing.
    let read = || open(paths, face).ok().and_then(|s| s.parse().ok());
    let loaded = face.open_plan(paths).map(|held| held.parsed.clone()).or_else(read).map(|p| p.loaded);
    let own: BTreeSet<(String, String)> = loaded
        .iter()
        .flat_map(|l| &l.files)
        .flat_map(|f| f.parsed.blocks())
        .filter_map(|b| Some((b.kind()?.text.to_string(), b.id()?.text.to_string())))
        .collect();
    let mut table =
        Table::new(&[("kind", Align::Left), ("name", Align::Left), ("title", Align::Left), ("", Align::Left)]);
    table.flexible = Some(2);
    table.gives_way = &["title"];
    for item in LibraryFolder::ALL.into_iter().filter(|f| *f != LibraryFolder::Kinds).flat_map(library::items) {
        let parsed = parse(planwright::source::SourceId(0), item.text.into());
        let title = parsed.blocks().next().and_then(|b| b.title()).map_or(String::new(), |(t, _)| t.into_owned());
        let kind = item.folder.kind();
        let mark = if own.contains(&(kind.to_string(), item.name.to_string())) { "overridden here" } else { "" };
        table.rows.push(vec![Cell::new(kind), Cell::new(item.name), Cell::new(title), Cell::new(mark)]);
    }
    let mut output = Output::text(text(&table, face.layout));
    output.notes.push("a plan's own item of the same name takes the place of the library's, whole; `plan std show NAME` prints one to start from".into());
    output
}
