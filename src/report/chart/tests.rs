use super::*;
use crate::pipeline::{Source, View};
use crate::quantity::{Date, Period};
use crate::report::roadmap::{ProbabilityByDate, RoadmapItem, RoadmapReport, RoadmapState, TeamCapacity};

fn item(id: &str, state: RoadmapState, dates: [&str; 3], teams: &[&str]) -> RoadmapItem {
    let day = |text: &str| Period::parse(text).ok().map(Period::first);
    RoadmapItem {
        id: Some(id.into()),
        title: format!("{id} <&>"),
        state,
        start: day(dates[0]),
        finish: day(dates[1]),
        because: None,
        late: None,
        p50: day(dates[1]),
        p80: day(dates[2]),
        due: None,
        forecast: vec![ProbabilityByDate { by: Date::new(2026, 9, 30).unwrap(), probability: 0.93 }],
        teams: teams.iter().map(|t| t.to_string()).collect(),
        slack: None,
        planned_by: None,
        in_time: None,
        unsure: None,
        after: None,
        chain: Vec::new(),
        why: None,
    }
}

fn report(items: Vec<RoadmapItem>) -> RoadmapReport {
    RoadmapReport {
        schema: "".into(),
        plan: String::new(),
        audience: String::new(),
        title: "Roadmap".into(),
        cadence: None,
        intro: None,
        today: Date::new(2026, 4, 1).unwrap(),
        until: None,
        horizon: None,
        left_out: Vec::new(),
        by: None,
        worth: None,
        scenario: None,
        periods: ["2026-Q2", "2026-Q3"].map(|p| Period::parse(p).unwrap()).to_vec(),
        items,
        capacity: vec![TeamCapacity {
            team: "web".into(),
            title: "Web".into(),
            capacity: vec![60.0, 0.0],
            load: vec![66.0, 3.0],
        }],
        critical: vec!["b".into()],
        certificate: Vec::new(),
        confidence: None,
        sections: Vec::new(),
    }
}

/// The attribute of the first element of a class after some text.
fn number(svg: &str, class: &str, behind: &str, attribute: &str) -> f64 {
    let rest = svg.split_once(behind).unwrap().1.split_once(&format!("class=\"{class}\"")).unwrap().1;
    rest.split_once(&format!(" {attribute}=\"")).unwrap().1.split('"').next().unwrap().parse().unwrap()
}

#[test]
fn bars_stand_at_their_dates() {
    let items = vec![
        item("a", RoadmapState::Committed, ["2026-04-01", "2026-06-30", "2026-08-15"], &["web"]),
        item("b", RoadmapState::Planned, ["2026-07-01", "2026-12-31", "2027-03-31"], &[]),
        item("c", RoadmapState::Later, ["", "", ""], &["web"]),
        item("d", RoadmapState::Later, ["2026-10-01", "2026-11-15", ""], &["web"]),
    ];
    let svg = roadmap(&report(items), true).unwrap().to_svg_file();
    // 183 days from 220 to 1128; the quarter of 91 days ends where the next begins.
    let day = (1128.0 - 220.0) / 183.0;
    assert_eq!(number(&svg, "committed", "#i-a", "x"), 220.0);
    assert!((number(&svg, "committed", "#i-a", "width") - 91.0 * day).abs() < 0.06);
    let late = number(&svg, "late", "#i-a", "x") + number(&svg, "late", "#i-a", "width");
    assert!((late - (220.0 + 137.0 * day)).abs() < 0.11, "{late}");
    // What goes on after the last day ends there, and says so.
    let end = number(&svg, "planned", "#i-b", "x") + number(&svg, "planned", "#i-b", "width");
    assert!((end - 1128.0).abs() < 0.11 && svg.contains("▸"), "{end}");
    assert!(!svg.contains("#i-c"), "what is not placed has no bar");
    assert!(!svg.contains("#i-d"), "nor what starts after the last quarter");
    assert_eq!(number(&svg, "critical", "#i-b", "x"), number(&svg, "planned", "#i-b", "x"));
    assert!(svg.contains("by the end, on the critical chain</title>") && svg.contains(">critical chain</text>"));
    assert!(svg.contains(">110%</text>") && svg.contains("class=\"over\"") && svg.contains(">no one!</text>"));
    assert!(svg.contains(">No team</text>") && svg.contains("a &lt;&amp;&gt;"));
}

#[test]
fn a_file_stands_alone_and_a_part_does_not() {
    let items = vec![item("a", RoadmapState::Planned, ["2026-04-01", "2026-06-30", ""], &["web"])];
    let chart = roadmap(&report(items), false).unwrap();
    let (file, part) = (chart.to_svg_file(), chart.to_inline_svg());
    assert!(
        file.starts_with("<svg xmlns=") && file.contains("<style>") && file.contains("<title id=\"title\">Roadmap")
    );
    assert!(
        !part.contains("xmlns") && !part.contains("<style>") && part.contains("aria-label=\"Roadmap. 1 initiative ")
    );
    assert!(!part.contains("href"), "nothing to lead to");
}

#[test]
fn nothing_is_no_chart() {
    assert!(roadmap(&report(Vec::new()), true).is_none());
    let undated = RoadmapReport { periods: Vec::new(), ..report(Vec::new()) };
    assert!(roadmap(&undated, true).is_none());
}

#[test]
fn an_arrow_leads_from_what_is_needed() {
    let text = "
        initiative a \"A\" { effort: 1 person-week }
        initiative b \"B\" { needs: a, c; effort: 1 person-week }
        initiative c \"C\" { phase: done from 2026-01 }
        initiative d \"D\" { needs: b }
        initiative e \"E\" { }
        decision x { about: d; verdict: commit; because: \"so\"; by: p; on: 2026-01-05 }
        person p \"P\" { }
    ";
    let view = View { today: Date::new(2026, 5, 4), ..View::default() };
    let scored = Source::text("p.plan", text).parse().unwrap().resolve(&view).unwrap().evaluate();
    let svg = dependencies(&scored.evaluated, true).unwrap();
    let x = |id: &str| -> f64 {
        let rest = svg.body.split_once(&format!("data-id=\"{id}\"")).unwrap().1;
        rest.split_once(" x=\"").unwrap().1.split('"').next().unwrap().parse().unwrap()
    };
    assert!(x("a") < x("b") && x("c") < x("b") && x("b") < x("d"));
    assert!(svg.body.contains("<title>C: done</title>") && svg.body.contains("<title>D: committed</title>"));
    assert!(!svg.body.contains("data-id=\"e\"") && svg.body.matches("class=\"edge\"").count() == 3);
    assert_eq!(svg.about, "2 initiatives waiting for others");
    let alone = Source::text("p.plan", "initiative a \"A\" { }").parse().unwrap().resolve(&view).unwrap().evaluate();
    assert!(dependencies(&alone.evaluated, true).is_none());
}
