//! The page of the codes of diagnostics.

use super::{head, row, sentence};
use planwright::diagnostic::{Code, all_codes};

/// What the codes of each hundred are about.
const GROUPS: [(&str, &str); 9] = [
    ("P01", "Syntax"),
    ("P02", "Names and references"),
    ("P03", "Types, units and numbers"),
    ("P04", "Dates and dependencies"),
    ("P05", "Formulas"),
    ("P06", "Lints"),
    ("P07", "The lifecycle"),
    ("P08", "Experiments"),
    ("P09", "Files and limits"),
];

const INTRO: &str = "# Diagnostics\n\n\
`plan help CODE` prints the page of a code: what it means, an example and its correction. The links below lead to the same pages. \
A code keeps its meaning for ever.\n\n\
An error makes `plan` exit with status 1. A warning is probably a mistake; `plan check --deny warnings` fails on it. \
A note is worth knowing. A rule of a framework or a plan may give the code of a lint (P06) another severity.\n";

/// The whole page.
pub(super) fn page() -> String {
    let groups: String = GROUPS.iter().map(|(prefix, title)| group(prefix, title)).collect();
    assert_eq!(groups.matches("\n| [P").count(), all_codes().count(), "every code belongs to a group");
    format!("{INTRO}{groups}")
}

fn group(prefix: &str, title: &str) -> String {
    let rows = all_codes().filter(|code| code.to_string().starts_with(prefix)).map(line);
    let head = head(["code", "severity", "what is found", "what it means"]);
    format!("\n## {prefix}: {title}\n\n{head}{}", rows.collect::<String>())
}

fn line(code: Code) -> String {
    let link = format!("[{code}](../../src/diagnostic/codes/{code}.md)");
    row([&*link, code.severity().as_str(), code.title(), meaning(code)])
}

/// The first sentence below the title of a code's page.
fn meaning(code: Code) -> &'static str {
    let body = code.page().split_once('\n').map_or("", |(_, rest)| rest).trim_start();
    sentence(body.split("\n\n").next().unwrap_or_default())
}
