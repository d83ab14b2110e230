use super::*;
use crate::evaluate::{RoadmapOptions, Sampling};
use crate::pipeline::{Scored, Source, View};
use crate::quantity::Date;
use crate::report::{metrics, rank, roadmap, status};
use crate::schema::library::LibraryFolder;

fn made(text: &str) -> Scored {
    let view = View {
        today: Date::new(2026, 5, 4),
        folders: vec![LibraryFolder::Audiences, LibraryFolder::Columns],
        ..View::default()
    };
    Source::text("p.plan", text).parse().unwrap().resolve(&view).unwrap().evaluate()
}

fn whole(scored: &Scored) -> String {
    let evaluated = &scored.evaluated;
    let wanted = rank::RankOptions { by: Some("rice"), ..rank::RankOptions::default() };
    let mut ranking = rank::report(evaluated, &scored.sources, &wanted).ok();
    let sampling = Sampling { samples: 1_000, seed: 1, top: 1 };
    if let (Some(ranking), Some(odds)) = (&mut ranking, evaluated.simulate("rice", sampling).sampled()) {
        ranking.set_odds(evaluated, &odds, false);
    }
    let plan = evaluated.roadmap(&RoadmapOptions::default()).unwrap();
    let team = roadmap::audiences(evaluated).find(|a| &*a.id == "team").unwrap();
    page(&HtmlReport {
        evaluated,
        sources: &scored.sources,
        ranking,
        roadmap: roadmap::report(evaluated, &plan, team, plan.to).report,
        notes: plan.assumed.clone(),
        metrics: metrics::report(evaluated, &scored.sources, None, None, None, &|_| true),
        status: status::report(evaluated, &status::StatusOptions { decisions: true, ..Default::default() }),
        links: SourceLinks::Files { from: "".into() },
    })
}

/// A plan in which whatever can be a text is hostile.
const HOSTILE: &str = r#"
    plan p "EVIL" { horizon: 2026-Q2 to 2027-Q1; rank_by: rice }
    team t "EVIL" { capacity: 2 people }
    person o "EVIL" { team: t }
    metric m "EVIL" { role: north_star; unit: EVILS; baseline: 1 on 2026-01; actual: 2 on 2026-03; target: 3 by 2026-12 }
    metric n "EVIL" { role: input; drives: m; unit: %; floor: 1% }
    initiative a "EVIL" {
      owner: o; team: t; moves: m by 1 to 2
      rice { reach: 500 to 900 users/month; impact: high; confidence: 80%; effort: 1 to 2 person-months }
      risk r "EVIL" { likelihood: 30%; delay: 2 weeks; mitigation: "EVIL"; owner: o; cost: $1 }
      risk s "EVIL" { mitigation: "EVIL" }
    }
    initiative b "EVIL" { needs: a; team: t; due: 2026-08; rice { reach: 5 users/month; impact: low; confidence: 50%; effort: 1 person-month } }
    initiative c "EVIL" { rice { reach: 5 users/month; impact: low; confidence: 50%; effort: ? } }
    decision d "EVIL" { about: b; verdict: decline; because: "EVIL"; by: o; on: 2026-03-02; review: 2026-04 }
"#;

#[test]
fn nothing_that_a_plan_says_acts_on_the_page() {
    let evil = "</style></title><script>alert(1)</script><img src=x onerror=y> \u{1b}[31m \u{202e} 'a' & b";
    let page = whole(&made(&HOSTILE.replace("EVILS", "users").replace("EVIL", evil)));
    for acting in ["<img", "onerror=\"", "<script>alert", "\u{1b}", "\u{202e}", "style=\""] {
        assert!(!page.contains(acting), "{acting}");
    }
    for once in ["<script>", "</script>", "<style>", "</style>", "</title>\n<style>", "</html>"] {
        assert_eq!(page.matches(once).count(), 1, "{once}");
    }
    // Every tag is one of the page's own. What the script writes in its templates is none.
    let (markup, _) = page.split_once("<script>").unwrap();
    let tags =
        markup.split('<').skip(1).map(|t| t.trim_start_matches('/').split([' ', '>', '\n', '/']).next().unwrap());
    let known = "!doctype html head meta title style body a header h1 h2 h3 p span time dl div dt dd nav ul li form label \
                 input select option button output main section table caption thead tbody tr th td b br small code svg g \
                 rect line circle path text details summary";
    tags.for_each(|tag| assert!(known.split(' ').any(|k| k == tag), "<{tag}>"));
    assert!(page.matches("&lt;script&gt;").count() > 20);
}

#[test]
fn the_policy_allows_what_is_in_the_page_and_nothing_else() {
    use base64::Engine;
    use sha2::Digest;
    let page = whole(&made(HOSTILE));
    let policy = page.split_once("Content-Security-Policy\" content=\"").unwrap().1.split('"').next().unwrap();
    for (tag, part) in [("script", "script-src"), ("style", "style-src")] {
        let text = page.split_once(&format!("<{tag}>")).unwrap().1.split(&format!("</{tag}>")).next().unwrap();
        let hash = base64::prelude::BASE64_STANDARD.encode(sha2::Sha256::digest(text.as_bytes()));
        assert!(policy.contains(&format!("{part} 'sha256-{hash}';")), "{policy}");
    }
    assert!(
        policy.starts_with("default-src 'none';") && !policy.contains("inline") && !policy.contains("eval"),
        "{policy}"
    );
    let loads = ["http://", "https://", "@import", "url(", "src="];
    loads.iter().for_each(|load| assert!(!page.contains(load), "{load}"));
}

#[test]
fn every_part_says_so_where_there_is_nothing() {
    let page = whole(&made("initiative a \"A\" { }\n"));
    for said in
        ["Nothing is placed", "No metric is declared", "No risks are recorded", "We have not said no to anything"]
    {
        assert!(page.contains(said), "{said}");
    }
    assert!(!page.contains("id=\"needs\""));
    let none = whole(&made("plan p \"P\" { edition: 2026 }\n"));
    assert!(none.contains("There is no open initiative.") && none.contains("<title>P</title>"));
}

#[test]
fn what_is_missing_is_a_dash_and_sorts_last() {
    let page = whole(&made(HOSTILE));
    let row = page.split_once("<tr id=\"i-c\"").unwrap().1.split("</tr>").next().unwrap();
    assert!(row.contains("data-sort=\"\"><span class=\"none\">–</span>"), "{row}");
    assert!(page.contains("(effort missing)"));
    let declined = page.split_once("<tr id=\"i-b\"").unwrap().1.split("</tr>").next().unwrap();
    assert!(declined.contains("data-state=\"declined\""), "{declined}");
    assert!(page.contains("2026-04-30 is over"), "a review that is overdue is marked");
}
