//! Roadmaps told to every audience: what it must never hear, on screens of every width, of plans of every shape.

use clap::Parser;
use planwright::report::Layout;
use planwright_cli::command::{Command, CommandContext};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, OnceLock};
use unicode_width::UnicodeWidthStr;

#[derive(Parser)]
#[command(disable_help_subcommand = true)]
struct Line {
    #[command(subcommand)]
    command: Command,
}

const AUDIENCES: [&str; 10] = [
    "team",
    "executive",
    "engineering",
    "design",
    "sales",
    "customer_success",
    "finance",
    "legal",
    "marketing",
    "customer_board",
];

const WIDTHS: [usize; 4] = [30, 40, 80, 200];

const OBSERVABILITY: &str = "examples/observability";

fn told(width: usize, plan: &str, audience: &str, words: &[&str]) -> String {
    let face = CommandContext {
        cli: <Line as clap::CommandFactory>::command,
        layout: Layout { width: Some(width) },
        stdin: None,
        plan: None,
    };
    let asked = ["plan", "roadmap", plan, "--today", "2026-05-04", "--for", audience];
    crate::at_root();
    let line = Line::try_parse_from(asked.iter().chain(words)).unwrap();
    line.command.run(&face).map(|o| o.text).unwrap_or_else(|f| panic!("{}", f.text()))
}

/// What an audience is told of the example, read once.
fn json(audience: &str) -> &'static Value {
    static READ: OnceLock<Mutex<BTreeMap<String, &'static Value>>> = OnceLock::new();
    let mut read = READ.get_or_init(Mutex::default).lock().unwrap();
    read.entry(audience.to_string()).or_insert_with(|| {
        let text = told(80, OBSERVABILITY, audience, &["--format", "json"]);
        Box::leak(Box::new(serde_json::from_str(&text).unwrap()))
    })
}

/// Every text in a value.
fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::Object(fields) => fields.values().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}

/// The texts that the initiatives of the example have in a field, read from its files.
fn written(field: &str) -> Vec<String> {
    let mut found = Vec::new();
    for file in ["web", "ingest", "platform"] {
        let path = Path::new(crate::ROOT).join(format!("{OBSERVABILITY}/initiatives/{file}.plan"));
        let text = std::fs::read_to_string(path).unwrap();
        for line in text.lines() {
            let Some(rest) = line.trim().strip_prefix(&format!("{field}: \"")) else { continue };
            found.extend(rest.split('"').next().map(str::to_string));
        }
    }
    assert!(found.len() > 2, "{field}");
    found
}

fn titles() -> Vec<(String, String)> {
    let all = json("team");
    let text = |item: &Value, name: &str| item[name].as_str().unwrap().to_string();
    all["items"].as_array().unwrap().iter().map(|i| (text(i, "id"), text(i, "title"))).collect()
}

fn holds(report: &Value, text: &str) -> bool {
    texts(report).iter().any(|t| t.contains(text))
}

#[test]
fn executives_get_no_more_than_five_rows() {
    let report = json("executive");
    for section in report["sections"].as_array().unwrap() {
        let content = section["content"].as_array().unwrap();
        let cards = content.iter().filter(|c| c["kind"] == "part").count();
        let rows = content.iter().filter_map(|c| c["rows"].as_array().or(c["items"].as_array())).map(Vec::len);
        assert!(cards + rows.sum::<usize>() <= 5, "{section}");
    }
    // What decisions commit is among them, and the numbers that they ask for.
    for text in [
        "Data stays in Europe",
        "Single sign-on",
        "$640K",
        "Chance by the end of that quarter",
        "Chance by its due date",
        "Strategic impact",
    ] {
        assert!(holds(report, text), "{text}");
    }
}

#[test]
fn engineers_get_no_words_of_marketing() {
    let report = json("engineering");
    for field in ["customer", "headline", "subheading", "announce", "sales_brief"] {
        for text in written(field) {
            assert!(!holds(report, &text), "{field}: {text}");
        }
    }
    assert!(holds(report, "A log of events takes the place of the queue"));
}

#[test]
fn customers_get_no_name_of_ours_and_their_board_no_date() {
    for audience in ["sales", "customer_board"] {
        let mut report = json(audience).clone();
        report.as_object_mut().unwrap().remove("today");
        let shown = report["items"].as_array().unwrap();
        assert!(!shown.is_empty());
        assert!(shown.iter().all(|i| i["id"].is_null() && i["teams"] == serde_json::json!([]) && i["why"].is_null()));
        for (id, title) in titles() {
            assert!(!holds(&report, &title), "{audience}: {title}");
            assert!(!id.contains('_') || !holds(&report, &id), "{audience}: {id}");
        }
        for internal in ["Heron", "Ingest", "Ana Ruiz", "Kim Lund"] {
            assert!(!holds(&report, internal), "{audience}: {internal}");
        }
        if audience == "customer_board" {
            let told = texts(&report).into_iter().filter(|t| !["committed", "planned"].contains(t));
            assert_eq!(told.filter(|t| t.contains("202") || t.contains("committed")).collect::<Vec<_>>(), [""; 0]);
            assert!(report["periods"].as_array().unwrap().is_empty());
        }
    }
}

#[test]
fn each_audience_hears_of_what_it_asks() {
    let asked: [(&str, &[&str]); 7] = [
        ("design", &["The job to be done", "Research", "Prototypes tried: 2", "Do wall screens"]),
        ("sales", &["Where others stop", "Committed", "Planned, not committed", "Your whole cluster in one step"]),
        (
            "customer_success",
            &[
                "The greatest pains",
                "Help to adopt it",
                "later on 2026-03-04",
                "Acknowledge alerts in the chat (discovery)",
            ],
        ),
        ("finance", &["ARR", "Margin", "People", "$410K", "Cost once", "$30K"]),
        ("legal", &["Data handled", "Privacy", "Liability", "GDPR", "Approvals due"]),
        ("marketing", &["Benefit", "Positioning", "2026-07-07", "Where others stop"]),
        ("customer_board", &["Our vision", "One place that tells you", "Today", "Tomorrow", "agent at all?"]),
    ];
    for (audience, texts) in asked {
        let report = json(audience);
        for text in texts {
            assert!(holds(report, text), "{audience}: {text}");
        }
    }
}

/// Plans of every shape, with what is odd about each.
fn shapes() -> Vec<(&'static str, String)> {
    let many: String = (0..60)
        .map(|i| {
            let (value, weeks) = (i % 9 + 1, i % 5 + 1);
            let needs = if i % 7 == 3 { format!("needs: i{}; ", i - 1) } else { String::new() };
            format!(
                "initiative i{i} \"Initiative number {i}\" {{ {needs}team: t{}; phase: discovery; customer: \"Words {i}\"; \
                 effort: {weeks} to {} person-weeks; f {{ value: {value} }} }}\n",
                i % 4,
                weeks * 3
            )
        })
        .collect();
    let teams =
        (0..4).map(|i| format!("team t{i} \"Team {i}\" {{ capacity: {} people }}\n", i + 1)).collect::<String>();
    let framework = "framework f { input value { range: 1 to 9 }; score: `value` }\n";
    let long =
        "A title that goes on and on, as titles do where somebody wrote the whole of the idea into its first line";
    let word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";
    let wide = "全角文字の題名がとても長い場合でも棒の位置がずれないこと🚀🚀🚀をたしかめる計画の項目";
    let one = |title: &str, more: &str| {
        format!(
            "team t \"{title}\" {{ capacity: 2 people }}\ninitiative a \"{title}\" {{ team: t; phase: delivery; \
             customer: \"{title}, for you\"; effort: 3 to 9 person-weeks; unlocks: \"{title}\"; {more} \
             problem {{ statement: \"{title}\" }}; risk r \"{title}\" {{ likelihood: 30%; delay: 2 weeks; mitigation: \"{title}\" }}; \
             question q \"{title}\" {{ for: customers }}; approval legal {{ by: 2026-04-01; note: \"{title}\" }}; \
             competitor c \"{title}\" {{ gap: \"{title}\" }} }}\n"
        )
    };
    vec![
        ("nothing", "plan p { edition: 2026 }\n".into()),
        ("no teams", "initiative a \"A\" { phase: delivery; customer: \"C\"; effort: 3 person-weeks }\n".into()),
        (
            "no effort",
            "team t { capacity: 2 people }\ninitiative a \"A\" { phase: discovery; customer: \"C\"; team: t }\n".into(),
        ),
        ("nothing open", "team t { capacity: 2 people }\ninitiative a \"A\" { phase: done; team: t }\n".into()),
        ("one", one("A", "due: 2026-06-30;")),
        ("long", one(long, "due: 2020-01;")),
        ("a long word", one(word, "start: 2027-03;")),
        ("wide", one(wide, "due: 2030;")),
        ("marks", one("*a* _b_ `c` [d](e) <f> | g & #h\\ttab", "")),
        ("many", format!("plan p {{ rank_by: f; horizon: 2026-Q2 to 2026-Q4 }}\n{framework}{teams}{many}")),
        ("twenty years", format!("plan p {{ horizon: 2026 to 2046 }}\n{}", one("A", ""))),
        ("an hour", format!("plan p {{ horizon: 2026-05-01 to 2026-05-04 }}\n{}", one("A", ""))),
    ]
}

fn fits(plan: &str, audience: &str, width: usize) {
    for line in told(width, plan, audience, &[]).lines() {
        assert!(line.width() <= width, "{plan} for {audience} at {width}: {line}");
    }
}

#[test]
fn no_line_is_wider_than_its_terminal() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in shapes() {
        let path = folder.path().join(format!("{}.plan", name.replace(' ', "_")));
        let text = if text.contains("plan p {") { text } else { format!("plan p {{ }}\n{text}") };
        std::fs::write(&path, text.replacen("plan p {", "plan p { samples: 20; ", 1)).unwrap();
        let plan = path.to_str().unwrap();
        // Each audience at one width, each width for some audience; sixty initiatives take their time.
        let most = if name == "many" { 2 } else { AUDIENCES.len() };
        for (at, audience) in AUDIENCES[..most].iter().enumerate() {
            fits(plan, audience, WIDTHS[at % WIDTHS.len()]);
        }
        for (format, audience) in ["md", "html", "csv"].iter().zip(["team", "executive", "finance"]).take(most) {
            told(80, plan, audience, &["--format", format]);
        }
    }
    fits(OBSERVABILITY, "engineering", 40);
    fits(OBSERVABILITY, "finance", 120);
}

/// What an audience reads is the same in every format.
#[test]
fn every_format_tells_the_same() {
    for audience in ["executive", "customer_board"] {
        let report = json(audience);
        let page = told(80, OBSERVABILITY, audience, &["--format", "html"]);
        let text = told(200, OBSERVABILITY, audience, &[]);
        for section in report["sections"].as_array().unwrap() {
            let title = section["title"].as_str().unwrap();
            let bare = title.replace(['\\', '*'], "");
            assert!(text.contains(&bare.to_uppercase()), "{audience}: {title}");
            assert!(page.contains(bare.split(['"', '\'', '&']).next().unwrap()), "{audience}: {title}");
        }
    }
}
