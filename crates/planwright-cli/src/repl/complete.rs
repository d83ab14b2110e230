//! What may stand at the cursor of the prompt.

use super::arguments::before;
use super::choice::{CompletionItem, CompletionItems, offset_by, with_prefix};
use super::command_line;
use super::commands::{self, ArgumentKind, COMMANDS};
use super::options::argument;
use super::paths::files;
use super::plan_choices::{frameworks, language, scenarios, weightings};
use planwright::ide::{Knowledge, Language};

/// What may stand at the end of `text`, which is what is typed up to the cursor.
pub(super) fn complete(text: &str, known: &Knowledge<'_>) -> CompletionItems {
    let start = text.len() - text.trim_start().len();
    match text[start..].strip_prefix(':') {
        Some(line) => offset_by(command(line, known), start + 1),
        None => match file_of_use(text) {
            Some(at) => offset_by(files(&text[at..], "\""), at),
            None => language(text, Language::Any, known),
        },
    }
}

/// Where the path of `use "…` begins, where the cursor is in it.
fn file_of_use(text: &str) -> Option<usize> {
    let line = text.rfind('\n').map_or(0, |n| n + 1);
    let path = text[line..].trim_start().strip_prefix("use")?.trim_start().strip_prefix('"')?;
    (!path.contains('"')).then(|| text.len() - path.len())
}

fn command(line: &str, known: &Knowledge<'_>) -> CompletionItems {
    let (words, typed, at) = before(line);
    let Some((name, _)) = words.split_first() else { return (at, with_prefix(names(), typed)) };
    let rest = line.trim_start();
    let rest_at = line.len() - rest[name.len()..].trim_start().len();
    let rest = &line[rest_at..];
    let Some(row) = commands::find(name) else { return argument(line, &words, typed, at, known) };
    match row.takes {
        ArgumentKind::Nothing => (at, Vec::new()),
        ArgumentKind::Setting => match rest.split_once(char::is_whitespace) {
            None => offset_by(language(rest, Language::Address, known), rest_at),
            Some((address, value)) => {
                offset_by(language(value, Language::Value { of: address }, known), line.len() - value.len())
            }
        },
        ArgumentKind::Formula => offset_by(language(rest, Language::Formula, known), rest_at),
        ArgumentKind::Statement => offset_by(complete(rest, known), rest_at),
        ArgumentKind::File => offset_by(files(rest, ""), rest_at),
        ArgumentKind::SaveTarget => match words.get(1) {
            Some(&"scenario") => (at, with_prefix(scenarios(known.plan), typed)),
            Some(_) => (at, Vec::new()),
            None => {
                let (start, mut found) = offset_by(files(rest, ""), rest_at);
                found.splice(..0, with_prefix([CompletionItem::new("scenario", "as a scenario of the plan")], typed));
                (start, found)
            }
        },
        ArgumentKind::Scenario => (at, with_prefix(with_none(scenarios(known.plan)), typed)),
        ArgumentKind::Framework => (at, with_prefix(with_none(frameworks(known.plan)), typed)),
        ArgumentKind::Weighting => (at, with_prefix(with_none(weightings(known.plan)), typed)),
        ArgumentKind::Word => {
            let mut found = with_prefix(names(), typed);
            let words = planwright::report::reference::names(known.schema, known.plan)
                .into_iter()
                .map(|n| CompletionItem::new(n, ""));
            // A field of a kind is offered once its kind is typed.
            let words = words.filter(|w| typed.contains('.') || !w.text.contains('.'));
            let more: Vec<CompletionItem> = with_prefix(words, typed);
            let is_new = |c: &CompletionItem| !found.iter().any(|f| f.text == c.text);
            let more: Vec<CompletionItem> = more.into_iter().filter(is_new).collect();
            found.extend(more);
            if found.is_empty() { offset_by(language(rest, Language::Formula, known), rest_at) } else { (at, found) }
        }
    }
}

fn names() -> Vec<CompletionItem> {
    let own = COMMANDS.iter().map(|row| CompletionItem::new(row.name, row.doc));
    own.chain(command_line::listed().into_iter().map(|(name, about)| CompletionItem::new(name, about))).collect()
}

fn with_none(mut choices: Vec<CompletionItem>) -> Vec<CompletionItem> {
    choices.push(CompletionItem::new("none", "as the plan says"));
    choices
}

#[cfg(test)]
mod tests {
    use super::*;
    use planwright::{Source, View};

    const PLAN: &str = "
        plan a \"A\" { rank_by: rice }
        initiative sso \"Single sign-on\" { rice { reach: 5 users/month; impact: high; confidence: 80%; effort: 1 person-month } }
        initiative search \"Search\" { }
        scenario freeze \"Hiring freeze\" { }
    ";

    fn at(text: &str) -> (String, Vec<String>) {
        let resolved = Source::text("a.plan", PLAN).parse().unwrap().resolve(&View::default()).unwrap().resolved;
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
        assert_eq!(at(":save sc").1[0], "scenario");
        assert_eq!(at(":save scenario f").1, ["freeze"]);
        assert_eq!(at(":undo ").1, [""; 0]);
        assert_eq!(
            at("  :time :exp").1,
            ["export", "explain", "experiment"]
                .iter()
                .filter(|n| command_line::is_binary_command(n))
                .copied()
                .collect::<Vec<_>>()
        );
        assert_eq!(first(":help ric"), "rice");
        assert!(at(":help sso.r").1.contains(&"rice".to_string()));
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
