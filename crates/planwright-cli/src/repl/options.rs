//! What may stand behind the binary's commands, as clap knows them.

use super::choice::{CompletionItem, CompletionItems, offset_by, with_prefix};
use super::command_line;
use super::paths::files;
use super::plan_choices::{frameworks, initiatives, language, scenarios, weightings};
use clap::Arg;
use planwright::ide::{Knowledge, Language};

/// The arguments of a command of the binary.
pub(super) fn argument(line: &str, words: &[&str], typed: &str, at: usize, known: &Knowledge<'_>) -> CompletionItems {
    let cli = command_line::cli();
    let Some((name, words)) = words.split_first() else { return (at, Vec::new()) };
    let Some(mut command) = cli.find_subcommand(name) else { return (at, Vec::new()) };
    let mut positional = 0;
    let mut open: Option<&Arg> = None;
    for word in words {
        if open.take().is_some() {
            continue;
        }
        match word.strip_prefix("--") {
            Some(long) => open = option(command, long).filter(|a| takes_value(a)),
            None => match command.find_subcommand(word) {
                Some(inner) => command = inner,
                None => positional += usize::from(!word.starts_with('-')),
            },
        }
    }
    if let Some(arg) = open {
        return value(arg, command, typed, at, known);
    }
    // `--by=rice` is one word.
    if let Some((long, part)) = typed.strip_prefix("--").and_then(|t| t.split_once('=')) {
        let found = option(command, long);
        return found.map_or((at, Vec::new()), |arg| value(arg, command, part, line.len() - part.len(), known));
    }
    if typed.starts_with('-') {
        let longs = command.get_arguments().filter(|a| !a.is_hide_set());
        let longs = longs.filter_map(|a| Some(CompletionItem::new(format!("--{}", a.get_long()?), help(a))));
        return (at, with_prefix(longs, typed));
    }
    let inner: Vec<CompletionItem> = command
        .get_subcommands()
        .map(|c| CompletionItem::new(c.get_name(), c.get_about().map(|a| a.to_string()).unwrap_or_default()))
        .collect();
    if !inner.is_empty() {
        return (at, with_prefix(inner, typed));
    }
    let places: Vec<&Arg> = command.get_positionals().collect();
    match places.get(positional).or(places.last()) {
        Some(arg) => value(arg, command, typed, at, known),
        None => (at, Vec::new()),
    }
}

fn option<'c>(command: &'c clap::Command, long: &str) -> Option<&'c Arg> {
    command.get_arguments().find(|a| a.get_long() == Some(long))
}

fn takes_value(arg: &Arg) -> bool {
    arg.get_action().takes_values()
}

fn help(arg: &Arg) -> String {
    arg.get_help().map(|h| h.to_string()).unwrap_or_default()
}

/// The values of an argument.
fn value(arg: &Arg, command: &clap::Command, typed: &str, at: usize, known: &Knowledge<'_>) -> CompletionItems {
    let words = |choices: Vec<CompletionItem>| (at, with_prefix(choices, typed));
    match (command.get_name(), arg.get_id().as_str()) {
        (_, "by") => words(frameworks(known.plan)),
        (_, "scenario") => words(scenarios(known.plan)),
        (_, "weights") => words(weightings(known.plan)),
        (_, "filter" | "columns") => {
            let formula = typed.trim_start_matches(['\'', '"']);
            let formula = formula.rsplit_once('=').map_or(formula, |(_, f)| f);
            offset_by(language(formula, Language::Query, known), at + typed.len() - formula.len())
        }
        ("explain", "id") | ("sensitivity", "words") | ("compare", _) if arg.is_positional() => {
            words(initiatives(known))
        }
        ("doc", "name") => {
            let names = planwright::report::reference::names(known.schema, known.plan);
            words(names.into_iter().map(|n| CompletionItem::new(n, "")).collect())
        }
        ("add", "address") => offset_by(language(typed, Language::Address, known), at),
        (_, "paths" | "path" | "file" | "folder" | "out") => offset_by(files(typed, ""), at),
        _ => {
            let values = arg.get_possible_values();
            let choice = |v: &clap::builder::PossibleValue| {
                CompletionItem::new(v.get_name(), v.get_help().map(|h| h.to_string()).unwrap_or_default())
            };
            words(values.iter().filter(|v| !v.is_hide_set()).map(choice).collect())
        }
    }
}
