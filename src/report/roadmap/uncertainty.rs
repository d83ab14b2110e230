//! What makes a roadmap unsure: the risks and estimates that cost the most confidence.

use crate::evaluate::{RiskCause, RoadmapConfidence, ScheduleRisk};
use crate::model::Plan;
use crate::report::document::wording::escape_markdown;
use crate::report::output::phrasing::{approximate, percent};
use crate::report::roadmap::{GridCell, MarkdownGrid};

/// The headings of a section that tells it.
pub(super) const COLUMNS: [&str; 4] = ["What", "Initiative", "More in time", "All by the end"];

/// How many are told where nobody says.
pub(super) const DEFAULT_ROWS: usize = 5;

/// A row for each of the costliest that is a cause of one of these initiatives.
pub(super) fn rows<'c>(
    confidence: Option<&'c RoadmapConfidence>,
    initiatives: &[usize],
    limit: usize,
) -> impl Iterator<Item = &'c ScheduleRisk> {
    let costs = confidence.map_or(&[][..], |c| &c.costs).iter();
    costs.filter(|c| initiatives.contains(&c.initiative)).take(limit)
}

/// A risk by its title, or the effort.
pub(super) fn risk_title(plan: &Plan, cost: &ScheduleRisk) -> String {
    match cost.cause {
        RiskCause::Effort => "Effort".to_string(),
        RiskCause::Risk(_) => escape_markdown(cost.cause_text(plan)),
    }
}

/// What would be gained: `+0.42`, `+3%`.
pub(super) fn gains(cost: &ScheduleRisk) -> [GridCell; 2] {
    let more = GridCell { text: Some(format!("+{}", two_decimals(cost.gain))), number: Some(cost.gain) };
    let whole = (cost.whole >= 0.01).then(|| format!("+{}", percent(cost.whole)));
    [more, GridCell { number: whole.as_ref().map(|_| cost.whole), text: whole }]
}

/// To two digits after the point.
fn two_decimals(number: f64) -> String {
    approximate((number * 100.0).round() / 100.0)
}

/// The rows as they are told.
pub(in crate::report) fn grid(rows: Vec<Vec<GridCell>>) -> MarkdownGrid {
    MarkdownGrid { columns: COLUMNS.map(str::to_string).to_vec(), rows }
}

#[cfg(test)]
mod tests {
    use crate::evaluate::RoadmapOptions;
    use crate::pipeline::{Source, View};
    use crate::quantity::Date;
    use crate::report::{json, roadmap};
    use crate::schema::library::LibraryFolder;

    const PLAN: &str = "plan p { horizon: 2026-Q2; gates: no }
team t \"Team\" { capacity: 1 people }
initiative a \"A\" { team: t; effort: 4 person-weeks; phase: discovery; customer: \"First words\"; risk r \"Vexing\" { likelihood: 30%; delay: 20 weeks } }
initiative b \"B\" { team: t; effort: 1 person-week; needs: a; phase: discovery; customer: \"Second words\" }";

    /// What an audience gets in JSON.
    fn told(audience: &str) -> serde_json::Value {
        let folders = vec![LibraryFolder::Audiences, LibraryFolder::Columns];
        let view = View { today: Date::new(2026, 5, 4), folders, ..View::default() };
        let evaluated = Source::text("p.plan", PLAN).parse().unwrap().resolve(&view).unwrap().evaluate().evaluated;
        let plan = evaluated.roadmap(&RoadmapOptions::default()).unwrap();
        let audience = roadmap::audiences(&evaluated).find(|a| &*a.id == audience).unwrap();
        serde_json::from_str(&json(&roadmap::report(&evaluated, &plan, audience, plan.to).report)).unwrap()
    }

    #[test]
    fn programs_read_what_it_hangs_on() {
        let report = told("team");
        assert_eq!(report["critical"], serde_json::json!(["a", "b"]));
        let stage = &report["certificate"][0];
        assert_eq!((&stage["of"], &stage["by"], &stage["proven"]), (&"rest".into(), &"orders".into(), &true.into()));
        assert_eq!((&stage["initiatives"], &stage["value"]), (&2.into(), &stage["bound"]));
        let cost = &report["confidence"]["costs"][0];
        assert_eq!((&cost["initiative"], &cost["risk"], &cost["title"]), (&"a".into(), &"r".into(), &"Vexing".into()));
        assert!((cost["gain"].as_f64().unwrap() - 0.6).abs() < 0.01);
        let item = &report["items"][1];
        assert_eq!((&item["id"], &item["planned_by"]), (&"b".into(), &"2026-06-30".into()));
        assert_eq!(item["after"], serde_json::json!({ "id": "a", "team": null }));
        assert_eq!(item["chain"], serde_json::json!(["a", "b"]));
        assert_eq!(item["unsure"]["title"], "Vexing");
    }

    #[test]
    fn customers_read_nothing_of_it() {
        let report = told("sales");
        let items = report["items"].as_array().unwrap();
        assert_eq!(items.len(), 2);
        for name in ["after", "unsure"] {
            assert!(items.iter().all(|i| i[name].is_null()), "{name}");
        }
        let empty = |v: &serde_json::Value| v.as_array().unwrap().is_empty();
        assert!(items.iter().all(|i| empty(&i["chain"])));
        assert!(empty(&report["critical"]) && empty(&report["certificate"]) && report["confidence"].is_null());
        assert!(!report.to_string().contains("Vexing"));
    }
}
