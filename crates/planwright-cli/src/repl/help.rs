//! `:help` and `:type`.

use super::command_line;
use super::commands::{self, COMMANDS, missing_argument};
use super::console::{Console, Outcome};
use planwright::diagnostic::{Code, closest_match};
use planwright::evaluation::NamedSubject;
use planwright::ide::{Description, Knowledge, describe};
use planwright::report;

const HELP_INTRO: &str = "\
A formula asks:            detection.rice      ranking(\"rice\")[0]      nrr.gap
A piece of plan changes:   initiative sso { rice { effort: 1 person-month } }
A command has a colon:     :rank --top 5
Changes stay in the session; no file is touched.";

const HELP_OUTRO: &str = "\
Tab completes, Alt-Enter begins a line, Ctrl-C stops or clears, Ctrl-D leaves.
`:help WORD` explains a command, a word of the language, a function or a code;
`:COMMAND --help` shows its options.";

/// `:help`.
pub(super) fn run(talk: &mut Console, rest: &str) -> Outcome {
    let word = rest.trim_start_matches(':').trim();
    if word.is_empty() {
        return list(talk);
    }
    match help_on(talk, word) {
        Some(text) => {
            talk.screen.say(&text);
            Outcome::Done
        }
        None => {
            let names = command_line::names();
            let near = closest_match(word, names.iter().map(String::as_str));
            let help = near.map_or("`:help` lists the commands, `:doc` prints the language".into(), |near| {
                format!("did you mean `{near}`?")
            });
            talk.wrong(&format!("there is no help on `{word}`"), Some(&help))
        }
    }
}

fn list(talk: &mut Console) -> Outcome {
    let rows: Vec<(String, &str)> =
        COMMANDS.iter().map(|row| (format!(":{} {}", row.name, row.arguments), row.doc)).collect();
    let first = rows.iter().map(|(call, _)| call.trim_end().len()).max().unwrap_or(0) + 2;
    let width = talk.screen.layout().width.unwrap_or(80).max(first + 20);
    let mut out = format!("{HELP_INTRO}\n\n");
    for (call, doc) in &rows {
        out += &format!("{:<first$}{}\n", call.trim_end(), hanging_indent(doc, first, width));
    }
    let others: Vec<String> = command_line::listed().into_iter().map(|(name, _)| format!(":{name}")).collect();
    out += &format!("{:<first$}{}\n", "and over this plan", hanging_indent(&others.join(" "), first, width));
    talk.screen.out(&(out + "\n" + HELP_OUTRO));
    Outcome::Done
}

/// A text broken at the width, its further lines below its first.
fn hanging_indent(text: &str, indent: usize, width: usize) -> String {
    let (mut out, mut column) = (String::new(), indent);
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if column > indent && column + 1 + length >= width {
            out += &format!("\n{:indent$}", "");
            column = indent;
        } else if column > indent {
            out.push(' ');
            column += 1;
        }
        out += word;
        column += length;
    }
    out
}

/// What a word is: a command, a word of the language, a code, a function.
fn help_on(talk: &Console, word: &str) -> Option<String> {
    if let Some(row) = commands::find(word) {
        let call = format!(":{} {}", row.name, row.arguments);
        return Some(format!("{}\n  {}\n  for example  {}", call.trim_end(), row.doc, row.example));
    }
    if let Some(code) = Code::parse(word) {
        return Some(code.page().to_string());
    }
    let described = described(talk, word);
    match (described, command_line::help(word)) {
        (Some(description), Some(_)) => Some(format!("{}\nAlso a command: `:{word} --help`", shown(&description))),
        (Some(description), None) => Some(shown(&description)),
        (None, Some(help)) => Some(help),
        (None, None) if word == "formulas" => Some(report::reference::formulas()),
        (None, None) => None,
    }
}

fn described(talk: &Console, word: &str) -> Option<Description> {
    let session = talk.session();
    let evaluated = &session.scored().evaluated;
    describe(word, &Knowledge { plan: evaluated.plan(), schema: evaluated.schema() })
}

fn shown(description: &Description) -> String {
    let Description { name, what, title, ty, doc } = description;
    let mut out = format!("{name}: {what}");
    if !title.is_empty() {
        out += &format!(" \"{title}\"");
    }
    for line in [ty, doc].into_iter().filter(|l| !l.is_empty()) {
        line.lines().for_each(|l| out += &format!("\n  {l}"));
    }
    out
}

/// `:type`.
pub(super) fn kind_of(talk: &mut Console, rest: &str) -> Outcome {
    if rest.is_empty() {
        return missing_argument(talk, "type");
    }
    let described = described(talk, rest);
    match talk.answer(rest) {
        Ok(answer) => {
            let value = answer.value.as_ref().filter(|v| !v.is_missing());
            let said = match (value, unit(&answer.subject)) {
                (Some(value), Some(unit)) => format!("{} in `{unit}`", value.kind()),
                (Some(value), None) => value.kind().to_string(),
                (None, _) if answer.missing.is_empty() => "a value that is missing".into(),
                (None, _) => format!("unknown: {} missing", answer.missing.join(", ")),
            };
            talk.screen.say(&said);
        }
        // A word of the language is no formula, but it has a meaning all the same.
        Err(_) if described.is_some() => {}
        Err(refused) => return talk.refuse(refused, Some(rest)),
    }
    if let Some(description) = described {
        talk.screen.say(&shown(&description));
    }
    Outcome::Done
}

/// The unit of what a formula names.
fn unit(subject: &NamedSubject) -> Option<String> {
    let unit = match subject {
        NamedSubject::Input(input) => &input.unit,
        NamedSubject::Measure(unit, _) => unit.as_ref()?,
        _ => return None,
    };
    (!unit.is_number()).then(|| unit.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_help_fits_its_screen() {
        assert_eq!(hanging_indent("one two three", 4, 12), "one two\n    three");
        assert!(HELP_INTRO.lines().chain(HELP_OUTRO.lines()).all(|l| l.chars().count() <= 80));
    }
}
