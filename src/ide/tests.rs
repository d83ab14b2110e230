use super::*;
use crate::pipeline::{Source, View};
use crate::resolve::ResolvedPlan;
use std::path::Path;
use std::sync::LazyLock;

static EXAMPLE: LazyLock<ResolvedPlan> = LazyLock::new(|| {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/observability");
    Source::open(&path).unwrap().parse().unwrap().resolve(&View::default()).unwrap().resolved
});

pub(super) fn known() -> Knowledge<'static> {
    Knowledge { plan: &EXAMPLE.plan, schema: &EXAMPLE.schema }
}

/// What is offered where `|` stands.
fn at(marked: &str, language: Language<'_>) -> Completion {
    let offset = marked.find('|').unwrap();
    complete(&marked.replacen('|', "", 1), offset, language, &known())
}

fn texts(marked: &str, language: Language<'_>) -> Vec<String> {
    at(marked, language).candidates.into_iter().map(|c| c.text).collect()
}

fn plan(marked: &str) -> Vec<String> {
    texts(marked, Language::Plan)
}

fn formula(marked: &str) -> Vec<String> {
    texts(marked, Language::Formula)
}

fn address(marked: &str) -> Vec<String> {
    texts(marked, Language::Address)
}

#[track_caller]
fn first(found: Vec<String>, wanted: &[&str]) {
    assert_eq!(found.iter().take(wanted.len()).collect::<Vec<_>>(), wanted, "of {found:?}");
}

#[track_caller]
fn has(found: Vec<String>, wanted: &[&str], unwanted: &[&str]) {
    for word in wanted {
        assert!(found.iter().any(|f| f == word), "no {word} in {found:?}");
    }
    for word in unwanted {
        assert!(!found.iter().any(|f| f == word), "{word} in {found:?}");
    }
}

#[test]
fn at_the_top_of_a_plan_stand_kinds() {
    has(plan("|"), &["initiative", "metric", "weighting", "use", "phase"], &["rice"]);
    assert_eq!(plan("init|")[0], "initiative");
    assert_eq!(plan("team web { }\n\nfr|")[0], "framework");
    let found = at("initiative x { }\nmet|", Language::Plan);
    assert_eq!((found.start, found.candidates[0].kind), (17, CandidateKind::Kind));
    assert!(found.candidates[0].detail.starts_with("A number that the plan"));
}

#[test]
fn behind_a_kind_stand_the_names_of_what_there_is() {
    first(plan("initiative det|"), &["detection"]);
    has(plan("team |"), &["ingest", "web", "platform"], &["ana"]);
    has(plan("initiative detection { risk |"), &["training_late"], &["lag_spike"]);
    has(plan("scenario s { team |"), &["ingest"], &[]);
    assert!(plan("initiative detection |").is_empty());
    assert!(plan("initiative detection \"De|").is_empty());
    assert!(plan("# ini|").is_empty());
}

#[test]
fn in_a_block_stands_what_it_still_takes() {
    first(plan("initiative detection { rice { imp|"), &["impact"]);
    has(
        plan("initiative x { owner: ana\n |\n due: 2026 }"),
        &["phase", "theme", "moves", "rice", "kano", "risk"],
        &["owner", "due"],
    );
    has(plan("initiative x { rice { } risk a { }\n phase: idea\n |"), &["risk", "fit", "phase"], &["rice"]);
    has(plan("initiative x { rice { reach: 5 users/month; |"), &["impact", "effort"], &["reach", "owner"]);
    has(plan("initiative x { success { a|"), &["adoption", "activation"], &[]);
    has(plan("weighting w { for: fit; |"), &["retention", "revenue", "cost"], &["for", "reach"]);
    has(plan("scenario s { |"), &["team", "initiative", "from"], &["rice", "plan"]);
    has(plan("scenario s { initiative detection { |"), &["drop", "rice", "phase"], &["team_member"]);
    first(plan("scenario s { initiative detection { rice { impact: h|"), &["high"]);
    first(plan("\u{FEFF}init|"), &["initiative"]);
    first(plan("initiative x {\r\n  rice {\r\n    imp|\r\n  }\r\n}\r\n"), &["impact"]);
    first(plan("initiative x { effort: 3 person-months\n  because \"a\"\n  own|"), &["owner"]);
    has(plan("framework reach_effort { example { |"), &["strategic", "score", "evidence"], &[]);
    has(plan("rice { |"), &["impact"], &["owner"]);
    has(plan("initiative x { wsjf { |"), &["job_size"], &[]);
    // What a decision needs comes before what it may have.
    first(plan("decision d { |"), &["about", "because", "by", "on", "verdict"]);
}

#[test]
fn a_value_is_what_its_field_takes() {
    let found = at("initiative detection { rice { impact: h|", Language::Plan);
    assert_eq!((&*found.candidates[0].text, &*found.candidates[0].detail), ("high", "2"));
    assert_eq!(found.candidates[0].kind, CandidateKind::Level);
    let found = at("initiative x { rice { confidence: hi|", Language::Plan);
    assert_eq!(found.candidates[0].detail, "100%");
    first(plan("initiative x { rice { impact: low to h|"), &["high"]);
    first(plan("initiative x { phase: de|"), &["declined", "delivery", "idea"]);
    has(plan("initiative x { owner: |"), &["ana", "mo", "?", "none"], &["ingest", "yes"]);
    let found = at("initiative x { owner: an|", Language::Plan);
    assert_eq!(found.candidates[0].detail, "Ana Ruiz");
    first(plan("initiative x { needs: stre|"), &["streaming"]);
    first(plan("initiative x { needs: streaming, ot|"), &["otel"]);
    first(plan("initiative x { needs: [\n  streaming\n  ot|\n]"), &["otel"]);
    first(plan("initiative x { debt: |"), &["yes", "no"]);
    first(plan("metric m { role: n|"), &["north_star", "none"]);
    first(plan("initiative x { theme: p|"), &["prevent"]);
    first(plan("initiative x { moscow { class: |"), &["must", "should", "could", "wont"]);
    first(plan("field f { in: init|"), &["initiative"]);
    first(plan("field f { type: re|"), &["reference", "references"]);
    first(plan("plan p { rank_by: ri|"), &["rice"]);
    first(plan("plan p { currency: |"), &["USD", "EUR"]);
    first(plan("initiative x { due: 2026-Q|"), &[]);
    has(plan("initiative x { due: |"), &["2026-Q3", "2026-07"], &["2027-01"]);
    has(plan("framework f { input i { unit: use|"), &["users"], &[]);
    has(plan("framework f { input i { unit: users/mo|"), &["month"], &["months"]);
    assert!(plan("initiative x { customer: |").is_empty());
    assert!(plan("initiative x { customer: \"a|").is_empty());
    assert!(plan("initiative x { nothing: a|").is_empty());
    assert!(plan("use \"fra|").is_empty());
    assert!(plan("initiative x { owner: ana because |").is_empty());
}

#[test]
fn behind_a_number_stand_units_of_the_right_dimension() {
    first(plan("initiative x { effort: 3 person-mo|"), &["person-months"]);
    has(
        plan("initiative x { effort: 3 |"),
        &["person-months", "person-weeks", "points", "to", "by", "because"],
        &["weeks", "users"],
    );
    first(plan("initiative x { effort: 1 |"), &["person-month"]);
    first(plan("initiative x { effort: 2 to 3 |"), &["person-months"]);
    first(plan("initiative x { rice { reach: 400 cust|"), &["customers/month"]);
    let found = at("initiative x { rice { reach: 400 customers/qu|", Language::Plan);
    assert_eq!((found.start, &*found.candidates[0].text), (43, "quarter"));
    has(plan("initiative x { rice { reach: 400 customers/|"), &["month", "week"], &["user", "months"]);
    has(plan("initiative x { arr: $50K/|"), &["year", "quarter"], &["user"]);
    has(plan("initiative x { arr: $50K/y|"), &["year"], &[]);
    has(plan("initiative x { arr: 50K |"), &["USD/year", "EUR/year"], &["weeks"]);
    first(plan("initiative x { moves: adoption b|"), &["by"]);
    first(plan("initiative x { moves: adoption by 10 |"), &["pp"]);
    first(plan("initiative x { moves: time_to_detect by 1 to 3 |"), &["minutes"]);
    has(plan("initiative x { needs: streaming after 2 |"), &["weeks", "days"], &["users"]);
    first(plan("metric m { unit: users/week; target: 40 u|"), &["users/week"]);
    first(plan("metric time_to_detect { target: 40 |"), &["minutes"]);
    has(plan("initiative x { success { time_to_detect: 4 |"), &["minutes", "by"], &["users"]);
    first(plan("plan p { rate: EUR = 1.08 |"), &["USD", "EUR"]);
    first(plan("initiative x { team: web = 60 |"), &["%"]);
    has(plan("team t { capacity: 3 |"), &["people", "from", "until"], &["weeks"]);
    has(plan("initiative x { problem { cost: 2 |"), &["hours", "USD", "users"], &[]);
    has(plan("initiative x { problem { cost: 2 hours/user/w|"), &["week"], &[]);
}

#[test]
fn behind_a_value_stand_the_connectives_that_its_field_takes() {
    first(plan("initiative x { phase: delivery |"), &["from", "because"]);
    has(plan("initiative x { effort: 3 person-months |"), &["to", "by", "on", "because"], &["likely", "at", "weeks"]);
    has(plan("initiative x { effort: 3 to 5 person-months |"), &["likely", "by"], &["to"]);
    has(plan("initiative x { effort: 3 person-months by |"), &["ingest"], &["?", "ana"]);
    has(plan("initiative x { effort: 3 person-months by ingest |"), &["on", "because"], &["by", "to"]);
    has(plan("metric m { target: 5% |"), &["by", "to"], &["on", "users"]);
    has(plan("metric m { target: 5% by |"), &["2026-Q4"], &[]);
    has(plan("initiative x { due: 2026-06 |"), &["because"], &["to", "by"]);
    has(plan("plan p { horizon: 2026-Q1 |"), &["to"], &[]);
}

#[test]
fn code_in_a_plan_is_completed_as_a_formula() {
    has(plan("expect e { that: `|"), &["detection", "nrr", "ranking"], &["reach"]);
    has(plan("expect e { that: `detection.|"), &["rice", "phase", "open"], &[]);
    has(plan("framework f { input mine { } score: `|"), &["mine", "it", "weight"], &["detection", "phase"]);
    has(plan("framework reach_effort { score: ```\n let base = reach;\n ba|"), &["base"], &[]);
    has(plan("framework reach_effort { score: `weight.|"), &["reach", "strategic"], &[]);
    has(plan("framework reach_effort { score: `it.evidence.|"), &["interviews"], &[]);
    has(plan("rule r { each: initiative; when: `phase == \"de|"), &["delivery"], &[]);
    has(plan("rule r { each: decision; must: `|"), &["verdict", "has"], &["phase"]);
    has(plan("rule r { each: decision; must: `verdict == \"c|"), &["commit"], &["decline2"]);
    has(plan("rule r { each: plan; must: `|"), &["share", "effort"], &[]);
    has(plan("metric m { formula: `w|"), &["won"], &["web"]);
    has(plan("rule r { must: `has(\"evidence.int|"), &["interviews"], &[]);
}

#[test]
fn names_of_a_formula() {
    first(formula("det|"), &["detection"]);
    has(formula("|"), &["detection", "nrr", "metric", "ranking", "if"], &["share"]);
    has(formula("detection.|"), &["rice", "phase", "risks", "open", "evidence", "title"], &["value", "risk"]);
    // What is written of it stands first.
    first(formula("detection.|"), &["architecture", "arr"]);
    first(formula("detection.ri|"), &["rice", "risks"]);
    has(formula("detection.rice.|"), &["reach", "impact"], &["owner"]);
    has(formula("detection.owner.|"), &["level", "team"], &["phase"]);
    has(formula("detection.owner.level.|"), &["span", "order"], &["phase"]);
    has(formula("detection.owner.|"), &["owns", "reports"], &["children"]);
    has(formula("detection.owner.level == \"|"), &["apm", "director"], &[]);
    has(formula("detection.phase.|"), &["order", "usual"], &["owner"]);
    has(formula("detection.decision.|"), &["verdict"], &[]);
    has(formula("1 + nrr.|"), &["gap", "value", "target"], &["phase"]);
    has(formula("metric.a|"), &["adoption"], &["detection"]);
    has(formula("team.ingest.|"), &["capacity"], &[]);
    has(formula("plan.|"), &["rank_by"], &[]);
    let found = at("rank|", Language::Formula);
    assert_eq!((&*found.candidates[0].text, &*found.candidates[0].label), ("ranking", "ranking(\"framework\")"));
    has(formula("ranking(\"|"), &["rice", "reach_effort", "wsjf"], &["detection"]);
    has(formula("position(\"|"), &["detection"], &["rice"]);
    has(formula("position(\"detection\", \"|"), &["rice"], &["detection"]);
    has(formula("detection.phase == \"|"), &["delivery"], &[]);
    has(formula("detection.phase in [\"idea\", \"de|"), &["delivery"], &[]);
    has(formula("let own = 1; o|"), &["own"], &[]);
    has(formula("detection |"), &["in"], &["nrr"]);
    for silent in ["1.|", "3|", "\"x\"|", "detection.phase.order.|", "// det|", "nothing.|", "f(x).|"] {
        assert!(formula(silent).is_empty(), "{silent}");
    }
    has(texts("sc|", Language::Query), &["score"], &[]);
    has(texts("rea|", Language::Query), &["reach"], &[]);
    has(plan("rule r { must: `score.|"), &["rice"], &[]);
    has(plan("framework rice { rule r { must: `|"), &["score", "reach", "phase"], &["weight", "share"]);
    has(texts("ph|", Language::Query), &["phase"], &["detection"]);
    has(texts("evidence.|", Language::Query), &["interviews"], &[]);
}

#[test]
fn addresses_of_values() {
    first(address("det|"), &["detection"]);
    has(address("|"), &["detection", "nrr", "team"], &["rice"]);
    first(address("detection.|"), &["architecture", "arr"]);
    has(address("detection.rice.|"), &["reach"], &["owner"]);
    has(address("detection.risk.|"), &["training_late"], &[]);
    has(address("detection.risk.training_late.|"), &["likelihood"], &[]);
    has(address("team.|"), &["ingest"], &["capacity"]);
    has(address("team.ingest.|"), &["capacity"], &[]);
    has(address("plan.|"), &["rank_by"], &[]);
    has(address("activation.actual[|"), &["2026-02", "2026-04"], &[]);
    has(address("detection.phase[|"), &["2026-02-16"], &[]);
    has(address("plan.rate[|"), &["EUR"], &[]);
    assert!(address("detection.rice.effort |").is_empty());
    let value = |marked: &str, of: &str| texts(marked, Language::Value { of });
    first(value("h|", "detection.rice.impact"), &["high"]);
    first(value("3 |", "detection.effort"), &["person-months"]);
    first(value("3 |", "time_to_detect.actual[2026-Q1]"), &["minutes"]);
    has(value("|", "team.ingest.lead"), &["ana"], &[]);
    first(value("3 |", "detection.risk.training_late.delay"), &["weeks"]);
    assert!(value("h|", "nothing.here").is_empty());
}

#[test]
fn a_prompt_takes_either_language() {
    has(texts("|", Language::Any), &["initiative", "detection", "ranking"], &[]);
    has(texts("te|", Language::Any), &["team", "terraform"], &[]);
    first(texts("initiative detection { rice { imp|", Language::Any), &["impact"]);
    has(texts("detection.|", Language::Any), &["rice"], &[]);
    has(texts("initiative det|", Language::Any), &["detection"], &[]);
    has(texts("if det|", Language::Any), &["detection"], &[]);
}

#[test]
fn words_are_described() {
    let of = |path: &str| describe(path, &known()).unwrap_or_else(|| panic!("{path}"));
    assert_eq!(
        (of("detection").what, of("detection").title),
        ("initiative".into(), "Automated anomaly detection".into())
    );
    assert_eq!(of("nrr").ty, "in `%`");
    assert_eq!(of("rice.impact").what, "field of rice");
    assert!(of("rice.impact").ty.contains("`high` = 2"));
    assert!(of("detection.rice.confidence").ty.contains("`high` = 100%"));
    assert!(of("rice").what.starts_with("framework"));
    assert_eq!(of("initiative").what, "kind");
    assert_eq!(of("risk").what, "block of initiative");
    assert_eq!(of("wsjf").title, "WSJF");
    assert_eq!(of("effort").what, "field of initiative");
    assert_eq!(of("verdict").what, "field of decision");
    assert_eq!(of("ranking").name, "ranking(\"framework\")");
    assert_eq!(of("share").what, "function over all initiatives, in rules");
    assert_eq!((of("person-months").what, of("person-months").doc), ("unit".into(), "effort; 20 person-days".into()));
    assert_eq!(of("users/month").ty, "a count of users per time");
    assert_eq!(of("nrr.gap").what, "fact");
    assert_eq!(of("team.ingest.capacity").what, "field of team");
    assert_eq!(of("plan").what, "kind");
    assert_eq!((of("rule.staffed").what, of("sales").what), ("rule".into(), "weighting".into()));
    assert_eq!(of("delivery").title, "Delivery");
    for nothing in ["", "nothing", "detection.nothing", "rice.nothing", ".", "a.b.c"] {
        assert_eq!(describe(nothing, &known()), None, "{nothing}");
    }
}

#[test]
fn the_word_under_the_cursor_is_described_where_it_stands() {
    let of = |marked: &str| {
        let offset = marked.find('|').unwrap();
        let text = marked.replacen('|', "", 1);
        hover(&text, offset, Language::Any, &known()).map(|(range, d)| (text[range].to_string(), d.what, d.doc))
    };
    let told = |marked: &str, word: &str, what: &str| {
        let found = of(marked).unwrap_or_else(|| panic!("{marked}"));
        assert_eq!((&*found.0, &*found.1), (word, what), "{marked}");
    };
    told("initiative x { rice { imp|act: high } }", "impact", "field of rice");
    told("initiative x { rice { impact: hi|gh } }", "high", "level");
    told("init|iative x { }", "initiative", "kind");
    told("initiative det|ection { }", "detection", "initiative");
    told("initiative x { ri|ce { } }", "rice", "framework, its inputs as a block of an initiative");
    told("initiative x { ri|sk a { } }", "risk", "block of initiative");
    told("initiative x { needs: |streaming }", "streaming", "initiative");
    told("initiative x { effort: 3 person-|months }", "person-months", "unit");
    told("initiative x { arr: $5K/y|ear }", "/year", "unit");
    told("initiative x { phase: idea |from 2026 }", "from", "connective");
    told("detection.ri|ce > 3", "rice", "framework");
    told("detec|tion.rice > 3", "detection", "initiative");
    told("ranking|(\"rice\")", "ranking", "function of formulas");
    for nothing in
        ["initiative x { rice { impact: 3| } }", "initiative x { customer: \"a|b\" }", "# ab|c", "1 + nob|ody"]
    {
        assert_eq!(of(nothing), None, "{nothing}");
    }
}
