//! The programs in `examples/` do what they say, on plans of the tree.

#[path = "../examples/batch.rs"]
mod batch;
#[path = "../examples/bot.rs"]
mod bot;
#[path = "../examples/embed.rs"]
mod embed;
#[path = "../examples/exporter.rs"]
mod exporter;
#[path = "../examples/scorer.rs"]
mod scorer;
#[path = "../examples/service.rs"]
mod service;

use crate::support::view;
use planwright::{Limit, Source, Stopped};
use std::path::Path;
use std::time::Duration;

/// A file or folder of `examples/`.
fn example(name: &str) -> std::path::PathBuf {
    Path::new(crate::ROOT).join("examples").join(name)
}

#[test]
fn a_first_program_ends_well() {
    embed::main().expect("the first plan is sound");
}

#[test]
fn the_bot_says_what_moves_and_what_is_wrong() {
    let read = |text: &str| Source::text("p.plan", text).evaluate(&view()).unwrap();
    let plan = |ease: u32| {
        format!(
            "initiative a \"Sign-on <b> @octocat\" {{ ice {{ impact: 5; confidence: 6; ease: {ease} }} }}\n\
             initiative b \"B\" {{ ice {{ impact: 5; confidence: 6; ease: 5 }} }}\n"
        )
    };
    let (before, after) = (read(&plan(9)), read(&plan(2)));
    let (comment, passes) = bot::comment(&before, &after);
    assert!(passes && comment.contains("| 1 | 2 | 90 → 20 | ease 9 → 2 |"), "{comment}");
    // A title neither formats anything nor calls anybody.
    assert!(comment.contains("Sign-on \\<b>") && !comment.contains("@octocat"), "{comment}");
    assert!(bot::comment(&after, &after).0.contains("nothing moves"));
    let (comment, passes) = bot::comment(&before, &read(&plan(9).replace("ease: 9", "eaze: 9")));
    assert!(!passes && comment.contains("P0202") | comment.contains("eaze"), "{comment}");
    let first = bot::read(&example("first.plan")).unwrap();
    assert!(bot::comment(&first, &first).1);
}

#[test]
fn the_service_shares_a_plan_and_gives_up_in_time() {
    let source = || Source::open(&example("first.plan")).unwrap();
    let service = service::Service::new(source(), Duration::from_secs(60)).unwrap();
    let before = service.rank().unwrap();
    let ids: Vec<String> = ids(&before);
    let tried = service.answer(&format!("try {}.rice.effort = 90 person-months", ids[0])).unwrap();
    assert!(tried.contains(&ids[0]), "{tried}");
    assert_eq!(service.rank().unwrap(), before, "what is tried changes nothing");
    // Readers on other threads see the old plan or the new one, whole.
    let after = std::thread::scope(|scope| {
        let readers: Vec<_> = (0..4).map(|_| scope.spawn(|| service.rank().unwrap())).collect();
        service.answer(&format!("set {}.rice.effort = 90 person-months", ids[0])).unwrap();
        let after = service.rank().unwrap();
        readers.into_iter().for_each(|r| assert!([&before, &after].contains(&&r.join().unwrap())));
        after
    });
    assert_ne!(self::ids(&after)[0], ids[0]);
    let wrong = service.answer("set nobody.rice.effort = 2 person-weeks").unwrap_err().to_string();
    assert!(wrong.contains("nobody"), "{wrong}");
    assert!(service.answer("rnk").unwrap_err().to_string().contains("`rnk`"));
    let late = service::Service::new(source(), Duration::ZERO).unwrap();
    assert_eq!(late.rank().unwrap_err().to_string(), Stopped.to_string());
    assert!(late.answer(&format!("set {}.rice.effort = 90 person-months", ids[0])).is_err());
    let unchanged = Limit::default().run(|| late.try_out(&format!("{}.rice.effort", ids[0]), "1 person-month"));
    assert!(unchanged.unwrap().is_err(), "it has no time either");
}

fn ids(ranking: &str) -> Vec<String> {
    let report: serde_json::Value = serde_json::from_str(ranking).unwrap();
    report["rows"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_string()).collect()
}

#[test]
fn the_batch_has_a_line_for_every_initiative() {
    let lines = batch::lines(&example("growth")).unwrap();
    let scored = bot::read(&example("growth")).unwrap();
    assert_eq!(lines.len(), scored.evaluated.plan().initiatives.len());
    assert!(lines.iter().all(|line| line.split(',').count() == 6 && line.starts_with("growth,")), "{lines:#?}");
    assert!(lines[0].split(',').nth(2) == Some("1"), "{lines:#?}");
}

#[test]
fn the_exporter_has_every_fact_with_its_type() {
    let lines = exporter::lines(&bot::read(&example("first.plan")).unwrap());
    let of = |field: &str| lines.iter().find(|l| l["field"] == field).map(|l| l["is"]["type"].clone());
    assert_eq!(of("rice.reach"), Some("quantity".into()), "{lines:#?}");
    assert!(lines.iter().any(|l| l["is"]["type"] == "level"), "{lines:#?}");
}

#[test]
fn structs_are_scored_or_say_why_not() {
    use scorer::Idea;
    let idea =
        |confidence: f64, weeks: Option<f64>| Idea { customers_a_quarter: 1500.0, impact: "medium", confidence, weeks };
    let scores = scorer::scores(&[idea(80.0, Some(12.0)), idea(80.0, Some(0.0)), idea(80.0, None)]).unwrap();
    assert!((scores[0].as_ref().unwrap() - 500.0 * 0.8 / 3.0).abs() < 1e-9, "{scores:?}");
    let said: Vec<String> = scores[1..].iter().map(|s| s.as_ref().unwrap_err().to_string()).collect();
    assert!(said[0].starts_with("`effort` must be greater than 0"), "{said:?}");
    assert_eq!(said[1], "there is no `effort`");
}
