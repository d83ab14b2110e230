//! What may stand at the cursor of the prompt.

use super::arguments::before;
use super::colon;
use super::commands::{self, COMMANDS, Takes};
use crate::ide::{self, Knowledge, Language};
use clap::Arg;
use std::path::Path;

/// Something to put at the cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What replaces the word at the cursor.
    pub text: String,
    /// What a list shows for it.
    pub label: String,
    /// What it means, in one line; may be empty.
    pub detail: String,
}

impl Choice {
    fn new(text: impl Into<String>, detail: impl Into<String>) -> Self {
        let text = text.into();
        Choice { label: text.clone(), text, detail: detail.into() }
    }
}

/// The byte where the word at the cursor begins, and what may stand there.
pub type Choices = (usize, Vec<Choice>);

/// What may stand at the end of `text`, which is what is typed up to the cursor.
pub fn complete(text: &str, known: &Knowledge<'_>) -> Choices {
    let start = text.len() - text.trim_start().len();
    match text[start..].strip_prefix(':') {
        Some(line) => shifted(command(line, known), start + 1),
        None => match file_of_use(text) {
            Some(at) => shifted(files(&text[at..], "\""), at),
            None => language(text, Language::Any, known),
        },
    }
}

fn shifted((start, choices): Choices, by: usize) -> Choices {
    (start + by, choices)
}

/// Where the path of `use "…` begins, where the cursor is in it.
fn file_of_use(text: &str) -> Option<usize> {
    let line = text.rfind('\n').map_or(0, |n| n + 1);
    let path = text[line..].trim_start().strip_prefix("use")?.trim_start().strip_prefix('"')?;
    (!path.contains('"')).then(|| text.len() - path.len())
}

fn language(text: &str, language: Language<'_>, known: &Knowledge<'_>) -> Choices {
    let found = ide::complete(text, text.len(), language, known);
    let typed = text.get(found.start..).unwrap_or("");
    let choices: Vec<Choice> =
        found.candidates.into_iter().map(|c| Choice { text: c.text, label: c.label, detail: c.detail }).collect();
    (found.start, narrowed(choices, typed))
}

/// Those that begin with what was typed, where there are any: the others could not be reached by typing on.
fn narrowed(choices: Vec<Choice>, typed: &str) -> Vec<Choice> {
    let begins = |c: &&Choice| c.text.starts_with(typed);
    if choices.iter().any(|c| begins(&c)) { choices.iter().filter(begins).cloned().collect() } else { choices }
}

/// What begins with what was typed.
fn beginning(choices: impl IntoIterator<Item = Choice>, typed: &str) -> Vec<Choice> {
    choices.into_iter().filter(|c| c.text.starts_with(typed)).collect()
}

fn command(line: &str, known: &Knowledge<'_>) -> Choices {
    let (words, typed, at) = before(line);
    let Some((name, _)) = words.split_first() else { return (at, beginning(names(), typed)) };
    let rest = line.trim_start();
    let rest_at = line.len() - rest[name.len()..].trim_start().len();
    let rest = &line[rest_at..];
    let Some(row) = commands::find(name) else { return argument(line, &words, typed, at, known) };
    match row.takes {
        Takes::Nothing => (at, Vec::new()),
        Takes::Setting => match rest.split_once(char::is_whitespace) {
            None => shifted(language(rest, Language::Address, known), rest_at),
            Some((address, value)) => {
                shifted(language(value, Language::Value { of: address }, known), line.len() - value.len())
            }
        },
        Takes::Formula => shifted(language(rest, Language::Formula, known), rest_at),
        Takes::Statement => shifted(complete(rest, known), rest_at),
        Takes::File => shifted(files(rest, ""), rest_at),
        Takes::Scenario => (at, beginning(with_none(scenarios(known)), typed)),
        Takes::Framework => (at, beginning(with_none(frameworks(known)), typed)),
        Takes::Weighting => (at, beginning(with_none(weightings(known)), typed)),
        Takes::Word => {
            let found = beginning(names(), typed);
            if found.is_empty() { shifted(language(rest, Language::Formula, known), rest_at) } else { (at, found) }
        }
    }
}

fn names() -> Vec<Choice> {
    let own = COMMANDS.iter().map(|row| Choice::new(row.name, row.doc));
    own.chain(colon::listed().into_iter().map(|(name, about)| Choice::new(name, about))).collect()
}

fn with_none(mut choices: Vec<Choice>) -> Vec<Choice> {
    choices.push(Choice::new("none", "as the plan says"));
    choices
}

fn scenarios(known: &Knowledge<'_>) -> Vec<Choice> {
    let title = |t: &Option<std::sync::Arc<str>>| t.as_deref().unwrap_or("").to_string();
    known.plan.scenarios.iter().map(|(name, t)| Choice::new(&**name, title(t))).collect()
}

fn frameworks(known: &Knowledge<'_>) -> Vec<Choice> {
    known.plan.frameworks.values().map(|f| Choice::new(&*f.id, f.title())).collect()
}

fn weightings(known: &Knowledge<'_>) -> Vec<Choice> {
    known.plan.weightings.values().map(|w| Choice::new(&*w.id, w.title.as_deref().unwrap_or(""))).collect()
}

fn initiatives(known: &Knowledge<'_>) -> Vec<Choice> {
    let title = |i: &crate::model::Initiative| i.record.title.as_deref().unwrap_or("").to_string();
    known.plan.initiatives.iter().map(|i| Choice::new(&**i.id(), title(i))).collect()
}

/// The arguments of a command of the binary.
fn argument(line: &str, words: &[&str], typed: &str, at: usize, known: &Knowledge<'_>) -> Choices {
    let cli = colon::cli();
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
        let longs = longs.filter_map(|a| Some(Choice::new(format!("--{}", a.get_long()?), help(a))));
        return (at, beginning(longs, typed));
    }
    let inner: Vec<Choice> = command
        .get_subcommands()
        .map(|c| Choice::new(c.get_name(), c.get_about().map(|a| a.to_string()).unwrap_or_default()))
        .collect();
    if !inner.is_empty() {
        return (at, beginning(inner, typed));
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
fn value(arg: &Arg, command: &clap::Command, typed: &str, at: usize, known: &Knowledge<'_>) -> Choices {
    let words = |choices: Vec<Choice>| (at, beginning(choices, typed));
    match (command.get_name(), arg.get_id().as_str()) {
        (_, "by") => words(frameworks(known)),
        (_, "scenario") => words(scenarios(known)),
        (_, "weights") => words(weightings(known)),
        (_, "filter" | "columns") => {
            let formula = typed.trim_start_matches(['\'', '"']);
            let formula = formula.rsplit_once('=').map_or(formula, |(_, f)| f);
            shifted(language(formula, Language::Query, known), at + typed.len() - formula.len())
        }
        ("explain", "id") | ("compare", _) if arg.is_positional() => words(initiatives(known)),
        ("doc", "name") => {
            words(crate::report::reference::names(known.schema).into_iter().map(|n| Choice::new(n, "")).collect())
        }
        ("add", "address") => shifted(language(typed, Language::Address, known), at),
        (_, "paths" | "path" | "file" | "folder" | "out") => shifted(files(typed, ""), at),
        _ => {
            let values = arg.get_possible_values();
            let choice = |v: &clap::builder::PossibleValue| {
                Choice::new(v.get_name(), v.get_help().map(|h| h.to_string()).unwrap_or_default())
            };
            words(values.iter().filter(|v| !v.is_hide_set()).map(choice).collect())
        }
    }
}

/// The most files of a folder that are looked at.
const MOST_FILES: usize = 1_000;

/// The files and folders that a path may go on with; `close` follows a whole one.
fn files(typed: &str, close: &str) -> Choices {
    let (folder, part) = typed.rsplit_once('/').map_or(("", typed), |(f, p)| (f, p));
    let place = match folder {
        "" if typed.starts_with('/') => Path::new("/"),
        "" => Path::new("."),
        folder => Path::new(folder),
    };
    let Ok(entries) = std::fs::read_dir(place) else { return (0, Vec::new()) };
    let mut found: Vec<Choice> = entries
        .take(MOST_FILES)
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let hidden = name.starts_with('.') && !part.starts_with('.');
            // A name that would act on the terminal, or that no word could hold, is nobody's to type.
            let odd = name.chars().any(|c| c.is_control() || c.is_whitespace());
            if hidden || odd || !name.starts_with(part) {
                return None;
            }
            let end = if entry.path().is_dir() { "/" } else { close };
            Some(Choice::new(format!("{name}{end}"), ""))
        })
        .collect();
    found.sort_by(|a, b| a.text.cmp(&b.text));
    (typed.len() - part.len(), found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::{Source, View};

    const PLAN: &str = "
        plan a \"A\" { rank_by: rice }
        initiative sso \"Single sign-on\" { rice { reach: 5 users/month; impact: high; confidence: 80%; effort: 1 person-month } }
        initiative search \"Search\" { }
        scenario freeze \"Hiring freeze\" { }
    ";

    fn at(text: &str) -> (String, Vec<String>) {
        let resolved = Source::text("a.plan", PLAN).parse().unwrap().resolve(&View::default()).resolved;
        let known = Knowledge { plan: &resolved.plan, schema: &resolved.schema };
        let (start, found) = complete(text, &known);
        (text[start..].to_string(), found.into_iter().map(|c| c.text).collect())
    }

    fn first(text: &str) -> String {
        at(text).1.first().cloned().unwrap_or_default()
    }

    #[test]
    fn commands_their_options_and_values_complete() {
        assert_eq!(at(":ra"), ("ra".into(), vec!["rank".into()]));
        assert!(at(":").1.len() > 25);
        assert!(at(":rank --").1.contains(&"--where".to_string()));
        assert_eq!(at(":rank --t").1, ["--today", "--top"]);
        assert_eq!(at(":rank --by r"), ("r".into(), vec!["rice".into()]));
        assert_eq!(at(":rank --by=r"), ("r".into(), vec!["rice".into()]));
        assert_eq!(at(":rank --top 5 --scenario ").1, ["freeze"]);
        assert_eq!(at(":rank --format ").1, ["table", "json", "csv", "md"]);
        assert_eq!(at(":explain s").1, ["sso", "search"]);
        assert_eq!(at(":scenario ").1, ["freeze", "none"]);
        assert_eq!(at(":std ").1, ["list", "show"]);
        assert_eq!(at(":undo ").1, [""; 0]);
        assert_eq!(
            at("  :time :exp").1,
            ["export", "explain"].iter().filter(|n| colon::knows(n)).copied().collect::<Vec<_>>()
        );
        assert_eq!(first(":help conf"), "confidence");
        assert_eq!(first(":set sso.rice.eff"), "effort");
        assert_eq!(first(":set sso.rice.impact hi"), "high");
    }

    #[test]
    fn the_languages_complete() {
        assert_eq!(at("ss"), ("ss".into(), vec!["sso".into()]));
        assert_eq!(first("sso.ri"), "rice");
        assert_eq!(first("initiative sso { rice { impact: hi"), "high");
    }

    #[test]
    fn files_complete() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("sub")).unwrap();
        std::fs::write(dir.path().join("some.plan"), "").unwrap();
        let base = dir.path().to_string_lossy().into_owned();
        assert_eq!(at(&format!(":load {base}/s")), ("s".into(), vec!["some.plan".into(), "sub/".into()]));
        assert_eq!(at(&format!("use \"{base}/so")), ("so".into(), vec!["some.plan\"".into()]));
        assert_eq!(at(&format!(":check {base}/su")).1, ["sub/"]);
    }
}
