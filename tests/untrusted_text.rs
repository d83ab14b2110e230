//! Texts of a plan that leave it: no command lets one act, in any format, and none is wider than its terminal.
//!
//! The plan is an example in which every text is hostile, so that whatever a command prints of it is seen.

use clap::Parser;
use planwright::report::Layout;
use planwright_cli::command::{Command, CommandContext};
use pulldown_cmark::{Event, Options, Parser as Markdown, Tag};
use std::path::Path;
use unicode_width::UnicodeWidthStr;

#[derive(clap::Parser)]
#[command(disable_help_subcommand = true)]
struct Line {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLE: &str = "examples/observability";

/// What texts begin with in turn: each begins something of its own in Markdown or a spreadsheet.
const BEGINNINGS: [&str; 8] =
    ["# bgn0 ", "- bgn1 ", "1. bgn2 ", "> bgn3 ", "+ bgn4 ", "=bgn5 ", "＝bgn6 ", "``` bgn7 "];

/// What each goes on with: a word and how it stands in the text.
const PARTS: [(&str, &str); 8] = [
    ("emph", "*emph*"),
    ("strong", "__strong__"),
    ("struck", "~~struck~~"),
    ("link", "[link](javascript:alert(1))"),
    ("image", "![image](https://x.y/z.png)"),
    ("tag", "<b>tag</b>"),
    ("code", "`code`"),
    ("pipe", "| pipe"),
];

const LONG: &str = "A title that goes on and on, as titles do where somebody wrote the whole of the idea into its first \
                    line Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft 全角文字の題名が長い場合 ";

/// Where texts of a line are what `make` makes of them: those that say where something is stay.
fn with_texts(line: &str, make: &mut dyn FnMut() -> String) -> String {
    let first = line.trim_start().split([':', ' ']).next().unwrap_or_default();
    if ["use", "actuals", "link"].contains(&first) || line.contains('`') || line.contains("\"\"\"") {
        return line.to_string();
    }
    let parts: Vec<&str> = line.split('"').collect();
    let of = |(at, part): (usize, &&str)| if at % 2 == 1 && !part.is_empty() { make() } else { part.to_string() };
    parts.iter().enumerate().map(of).collect::<Vec<_>>().join("\"")
}

/// The example with every text replaced, in a folder of its own.
fn example(mut make: impl FnMut() -> String) -> tempfile::TempDir {
    fn copy(from: &Path, to: &Path, make: &mut dyn FnMut() -> String) {
        std::fs::create_dir_all(to).unwrap();
        let mut entries: Vec<_> = std::fs::read_dir(from).unwrap().map(|e| e.unwrap().path()).collect();
        entries.sort();
        for path in entries {
            let to = to.join(path.file_name().unwrap());
            if path.is_dir() {
                copy(&path, &to, make);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let lines: Vec<String> = match path.extension().is_some_and(|e| e == "plan") {
                true => text.lines().map(|l| with_texts(l, make)).collect(),
                false => text.lines().map(str::to_string).collect(),
            };
            std::fs::write(to, lines.join("\n") + "\n").unwrap();
        }
    }
    let folder = tempfile::tempdir().unwrap();
    copy(&Path::new(crate::ROOT).join(EXAMPLE), folder.path(), &mut make);
    folder
}

fn hostile() -> tempfile::TempDir {
    let mut at = 0;
    example(move || {
        at += 1;
        let parts: Vec<&str> = PARTS.iter().map(|(_, text)| *text).collect();
        format!("{}{} \u{202e}\u{200b} & &amp;", BEGINNINGS[at % BEGINNINGS.len()], parts.join(" "))
    })
}

/// What a command prints; what it can't is said.
fn printed(plan: &Path, width: Option<usize>, words: &str) -> String {
    crate::at_root();
    let face = CommandContext {
        cli: <Line as clap::CommandFactory>::command,
        layout: Layout { width },
        stdin: None,
        plan: None,
    };
    let plan = plan.to_str().unwrap();
    let words = words.split(' ').map(|w| if w == "PLAN" { plan } else { w });
    let line = Line::try_parse_from(["plan"].into_iter().chain(words)).unwrap_or_else(|e| panic!("{e}"));
    line.command.run(&face).map(|o| o.text).unwrap_or_else(|f| panic!("{words:?}: {}", f.text(), words = plan))
}

/// Every command that shows something of the plan, without its format.
const SHOWN: [&str; 13] = [
    "rank PLAN --samples 50",
    "rank PLAN --inputs --all --samples 0",
    "rank PLAN --against freeze",
    "rank PLAN --by rice,reach_effort",
    "choose PLAN",
    "sensitivity PLAN",
    "sensitivity detection PLAN",
    "learn PLAN",
    "status PLAN",
    "status sso PLAN",
    "status PLAN --requests --decisions",
    "metrics PLAN",
    "results PLAN",
];

const AUDIENCES: [&str; 4] = ["team", "executive", "sales", "legal"];
const DOCUMENTS: [&str; 5] = ["prfaq", "problem", "prd", "launch", "retrospective"];

fn with_today(words: &str) -> String {
    format!("{words} --today 2026-05-04")
}

/// What a reader of the Markdown sees, and what in it acts.
fn seen(page: &str) -> (String, Vec<String>) {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let (mut text, mut acts) = (String::new(), Vec::new());
    for event in Markdown::new_ext(page, options) {
        match event {
            Event::Text(t) | Event::Code(t) => text += &t,
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            Event::Html(t) | Event::InlineHtml(t) => acts.push(t.to_string()),
            Event::Start(Tag::Image { dest_url, .. }) => acts.push(dest_url.to_string()),
            Event::Start(Tag::Link { dest_url, .. }) if !dest_url.starts_with("https://") => {
                acts.push(dest_url.to_string());
            }
            Event::TaskListMarker(_) => acts.push("a box".into()),
            _ => text.push('\n'),
        }
    }
    (text, acts)
}

/// How often a word stands otherwise than in its text.
fn alone(text: &str, word: &str, whole: &str) -> usize {
    text.matches(word).count() - text.matches(whole).count() * whole.matches(word).count()
}

fn no_sign_that_acts(text: &str, what: &str) {
    let acts = |c: char| (c.is_control() && c != '\n') || ['\u{202e}', '\u{200b}'].contains(&c);
    assert!(!text.contains(acts), "{what}: {:?}", text.lines().find(|l| l.contains(acts)));
}

#[test]
fn markdown_shows_texts_as_they_are() {
    let plan = hostile();
    for words in SHOWN.iter().map(|w| with_today(w)) {
        let page = printed(plan.path(), None, &format!("{words} --format md"));
        no_sign_that_acts(&page, &words);
        let (text, acts) = seen(&page);
        assert_eq!(acts, [""; 0], "{words}");
        for (word, whole) in PARTS {
            assert_eq!(alone(&text, word, whole), 0, "{words}: {whole}\n{text}");
        }
        for begin in BEGINNINGS {
            let word = begin.trim_end_matches(' ').rsplit([' ', '=', '＝']).next().unwrap();
            assert_eq!(alone(&text, word, begin.trim_end()), 0, "{words}: {begin}\n{text}");
        }
    }
}

/// Texts that people write are Markdown in documents, but nothing in them acts.
#[test]
fn nothing_acts_in_documents() {
    let plan = hostile();
    let documents = DOCUMENTS.iter().map(|d| format!("doc sso PLAN --as {d} --format"));
    let roadmaps = AUDIENCES.iter().map(|a| format!("roadmap PLAN --for {a} --format"));
    for words in documents.chain(roadmaps) {
        let page = printed(plan.path(), None, &with_today(&format!("{words} md")));
        no_sign_that_acts(&page, &words);
        assert_eq!(seen(&page).1, [""; 0], "{words}");
        let page = printed(plan.path(), None, &with_today(&format!("{words} html")));
        no_sign_that_acts(&page, &words);
        for acting in ["<b>tag", "<img", "href=\"javascript", "src=\"http"] {
            assert!(!page.contains(acting), "{words}: {acting}");
        }
    }
    for words in [
        "report PLAN --samples 50",
        "chart ranking PLAN",
        "chart roadmap PLAN",
        "chart metrics PLAN",
        "chart risks PLAN",
    ] {
        let page = printed(plan.path(), None, &with_today(words));
        no_sign_that_acts(&page, words);
        for acting in ["<b>tag", "<img", "href=\"javascript", "src=\"http"] {
            assert!(!page.contains(acting), "{words}: {acting}");
        }
    }
}

#[test]
fn a_spreadsheet_computes_no_text() {
    let plan = hostile();
    let all = [
        "choose PLAN",
        "learn PLAN",
        "sensitivity PLAN",
        "results PLAN",
        "roadmap PLAN",
        "rank PLAN --inputs --samples 50",
        "rank PLAN --by rice,reach_effort",
        "rank PLAN --against freeze",
    ];
    for words in all {
        let table = printed(plan.path(), None, &with_today(&format!("{words} --format csv")));
        no_sign_that_acts(&table, words);
        let mut cells = table.split(['\n', ',']).map(|c| c.trim_start_matches('"'));
        let computes = |c: &&str| c.starts_with(['=', '＝', '@', '+']) && c.parse::<f64>().is_err();
        assert_eq!(cells.find(computes), None, "{words}");
        let quoted = table.matches("'=bgn5").count() + table.matches("'＝bgn6").count();
        assert!(!table.contains("bgn") || quoted > 0, "{words}");
    }
}

#[test]
fn no_line_of_any_command_is_wider_than_its_terminal() {
    let (long, hostile) = (example(|| LONG.to_string()), hostile());
    let table = long.path().join("scores.csv");
    std::fs::write(
        &table,
        format!("Feature,Reach,Impact,Confidence,Effort,RICE\n{LONG},500,2,80%,3,266.7\nB,100,1,50%,2,30\n"),
    )
    .unwrap();
    let audit = format!("audit {}", table.display());
    let roadmaps = AUDIENCES.iter().map(|a| format!("roadmap PLAN --for {a}"));
    let more = ["explain sso PLAN", "compare sso detection PLAN", "experiment guided_setup PLAN", "metrics nrr PLAN"];
    let dated = SHOWN.iter().chain(&more).map(|w| w.to_string()).chain(roadmaps).map(|w| with_today(&w));
    let plain =
        ["doc sso PLAN", "doc rice", "test PLAN", "std list PLAN", "help P0902", "help codes", "help units", &audit];
    for words in dated.chain(plain.iter().map(|w| w.to_string())) {
        for (plan, width) in [(&long, 40), (&hostile, 80)] {
            let text = printed(plan.path(), Some(width), &words);
            no_sign_that_acts(&text, &words);
            for line in text.lines() {
                assert!(line.width() <= width, "{words} at {width}: {line}");
            }
        }
    }
}
