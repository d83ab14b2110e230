use super::*;

fn imported(roadmap: &str, people: &str) -> MoucImport {
    let people = (!people.is_empty()).then(|| Yaml::read(people.as_bytes()).unwrap());
    import(&Yaml::read(roadmap.as_bytes()).unwrap(), people.as_ref()).unwrap()
}

#[test]
fn who_names_nobody_goes_to_whoever_has_the_least() {
    let people = "resources: [{name: ana}, {name: bo, dns_periods: [{start: 2026-01-01, end: 2026-01-14}]}]\n\
                  groups: {both: [ana, bo]}\ndefault_resource: '*'\n";
    let roadmap = "entities: {a: {meta: {effort: 1w}}, b: {meta: {effort: 3w}}, c: {meta: {resources: [both]}}, \
                   d: {meta: {resources: ['cy|*'], effort: 2d}}}";
    let text = imported(roadmap, people).text;
    let team = |id: &str| {
        let of = text.split(&format!("initiative {id} ")).nth(1).unwrap();
        of.split("team: ").nth(1).unwrap().split('\n').next().unwrap().to_string()
    };
    assert_eq!([team("a"), team("b"), team("c"), team("d")], ["ana_team", "ana_team", "bo_team", "cy_team"]);
}

#[test]
fn done_work_is_no_load() {
    let team = |status: &str| {
        let first =
            format!("entities: {{a: {{meta: {{resources: [ana], effort: 9w{status}}}}}, b: {{meta: {{effort: 1w}}}}}}");
        let text = imported(&first, "resources: [{name: ana}, {name: bo}]\ndefault_resource: '*'\n").text;
        text.rsplit_once("team: ").unwrap().1.split('\n').next().unwrap().to_string()
    };
    assert_eq!((team(", status: done"), team("")), ("ana_team".into(), "bo_team".into()));
}

#[test]
fn parts_of_somebody_are_shares() {
    let text = imported("entities: {a: {meta: {resources: ['ana:0.5', bo]}}}", "").text;
    assert!(text.contains("team: ana_team = 33.33%, bo_team = 66.67%"), "{text}");
}

#[test]
fn what_is_no_roadmap_is_told() {
    for none in ["", "[1]", "entities: {}", "entities: []", "x: 1"] {
        assert!(import(&Yaml::read(none.as_bytes()).unwrap(), None).is_err(), "{none}");
    }
    let odd = imported(
        "entities: {1: 2, to: {requires: [to, x], enables: {a: b}, meta: [no]}, '': {name: '\"', meta: {effort: lots}}}",
        "",
    );
    assert!(odd.remarks.iter().any(|r| r.contains("x by to")), "{:?}", odd.remarks);
    assert!(odd.text.contains("initiative to_2 \"to\""), "{}", odd.text);
    assert!(odd.text.contains("\"\\\"\""), "{}", odd.text);
}

#[test]
fn what_is_imported_is_a_plan_with_everything_in_its_place() {
    use crate::evaluate::RoadmapOptions;
    use crate::pipeline::{Source, View};
    let read = |name: &str| {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/spec/plans/import_mouc/");
        std::fs::read_to_string(format!("{folder}{name}")).unwrap()
    };
    let text = imported(&read("roadmap.yaml"), &read("people.yaml")).text;
    let view = View { today: crate::quantity::Date::new(2026, 6, 1), ..View::default() };
    let scored = Source::text("p.plan", text.as_str()).parse().unwrap().resolve(&view).unwrap().evaluate();
    let errors = scored.check().iter().filter(|d| d.severity == crate::diagnostic::Severity::Error).count();
    assert_eq!(errors, 0);
    let roadmap = scored.evaluated.roadmap(&RoadmapOptions::default()).unwrap();
    assert_eq!(roadmap.items.len(), 5);
    let is_done = |i: &crate::evaluate::ScheduledItem| i.state == crate::evaluate::CommitmentState::Done;
    assert!(roadmap.items.iter().all(|i| is_done(i) != i.start.is_some()), "{:?}", roadmap.items);
    let parsed = crate::syntax::parse(crate::source::SourceId(0), text.as_str().into());
    assert_eq!(crate::format::format(&parsed), text);
}
