//! What a program that embeds the library is promised: failures work with `?`, each initiative comes in one row with the
//! numbers of the reports, and reports are read back as they were written.

use crate::roadmap_commitments::plans_of_the_tree;
use crate::support;
use planwright::Source;
use planwright::evaluation::{
    ChoiceRule as Learnt, Evaluated, NoFramework, SamplingOptions, SelectionRequest as Choice, SimulationOutcome,
};
use planwright::report::initiatives::{InitiativesError, InitiativesOptions, ScoreCertainty};
use planwright::report::{self, rank, roadmap, status};
use planwright::{RoadmapOptions, Sampling};
use serde::Serialize;
use serde::de::DeserializeOwned;

fn wanted(by: &str) -> rank::RankOptions<'_> {
    rank::RankOptions { by: Some(by), ..rank::RankOptions::default() }
}

fn sampling(evaluated: &Evaluated, by: &str) -> Sampling {
    let ranked = evaluated.ranking(by, false).unwrap().rows.len();
    SamplingOptions::default().for_ranking(&evaluated.plan().settings, ranked).unwrap().unwrap()
}

#[test]
fn every_failure_is_an_error() {
    fn error<E: std::error::Error + 'static>() {}
    error::<planwright::diagnostic::Diagnostic>();
    error::<planwright::edit::EditError>();
    error::<planwright::evaluation::NoAttribution>();
    error::<planwright::NoRoadmap>();
    error::<planwright::evaluation::QueryError>();
    error::<planwright::evaluation::NoChoice>();
    error::<planwright::evaluation::TooManySamples>();
    error::<planwright::exchange::ImportError>();
    error::<planwright::internals::formula::CallError>();
    error::<planwright::internals::formula::EvalFailure>();
    error::<planwright::internals::formula::FormulaError>();
    error::<planwright::internals::formula::NotLowered>();
    error::<planwright::internals::formula::NoUnit>();
    error::<planwright::Stopped>();
    error::<planwright::Error>();
    error::<planwright::ViewError>();
    error::<planwright::quantity::Mismatch>();
    error::<planwright::quantity::NumeralError>();
    error::<planwright::quantity::PeriodError>();
    error::<planwright::quantity::QuantityError>();
    error::<planwright::quantity::UnitError>();
    error::<planwright::report::initiatives::InitiativesError>();
    error::<planwright::report::html_report::SourceLinksError>();
    error::<planwright::report::rank::FailedQuery>();
    error::<planwright::language::NoItem>();
    error::<planwright::language::ReadError>();
    error::<planwright::language::UnknownPath<'static>>();
    error::<planwright::session::SessionError>();
}

#[test]
fn a_failure_says_what_is_wrong_and_of_what() {
    let text = "initiative a { ice { impact: 5; confidence: 6; ease: ? } }\ninitiative b { effort: 2 person-weeks }\n\
        initiative c { ice { impact: 5; confidence: 6; ease: 1 } }";
    let scored = support::scored(&support::one(text), &support::view());
    let said = |one, other| report::compare::report(&scored.evaluated, "ice", one, other).err().unwrap().to_string();
    assert_eq!(said(0, 2), "`a` has no score by the framework");
    assert_eq!(said(1, 2), "`b` has nothing of the framework");
    let units = &scored.evaluated.plan().units;
    let [weeks, effort] = ["weeks", "person-months"].map(|unit| units.parse(unit).unwrap());
    let said = units.convert(&weeks, &effort).unwrap_err().to_string();
    assert_eq!(said, "time (`weeks`), but effort (`person-months`) is expected");
    let mut session = planwright::session::Session::open(Source::text("p.plan", text), support::view()).unwrap();
    let said = session.set("quite_another.effort", "2 person-weeks").unwrap_err().to_string();
    assert_eq!(said, "there is no item `quite_another`");
}

/// The numbers of a row are those of the ranking, its odds and the roadmap.
#[test]
fn a_row_joins_what_the_reports_say() {
    let mut odds = 0;
    for (name, scored) in plans_of_the_tree() {
        let evaluated = &scored.evaluated;
        let told = match scored.initiatives(&InitiativesOptions::default()) {
            Ok(told) => told,
            Err(InitiativesError::NoFramework(NoFramework::Several(used))) => {
                let by = used.first().cloned();
                scored.initiatives(&InitiativesOptions { by, ..InitiativesOptions::default() }).unwrap()
            }
            Err(other) => panic!("{name}: {other}"),
        };
        let Some(by) = told.by.clone() else { continue };
        let mut ranking = rank::report(evaluated, &scored.sources, &wanted(&by)).unwrap();
        let simulated = evaluated.simulate(&by, sampling(evaluated, &by));
        assert_eq!(simulated.is_certain(), told.certainty == ScoreCertainty::Certain, "{name}");
        if let SimulationOutcome::Sampled(simulation) = &simulated {
            ranking.set_odds(evaluated, simulation, false);
        }
        let own = evaluated.plan().settings.rank_by.as_ref().is_some_and(|(own, _)| **own == *by);
        let roadmap =
            evaluated.roadmap(&RoadmapOptions { by: Some(by).filter(|_| !own), ..RoadmapOptions::default() }).unwrap();
        let plan = evaluated.plan();
        assert_eq!(told.rows.len(), plan.initiatives.len(), "{name}");
        assert_eq!((told.samples, told.top), (ranking.samples, ranking.top));
        for initiative in &plan.initiatives {
            let row = told.get(initiative.id()).unwrap();
            let ranked = ranking.rows.iter().find(|r| r.id == row.id);
            assert_eq!(row.phase.as_deref(), initiative.phase.as_deref());
            assert_eq!(
                (row.score, row.rank, row.order),
                ranked.map_or((None, None, None), |r| (r.score, r.rank, r.order))
            );
            let interval = ranked.and_then(|r| r.interval);
            assert_eq!(row.odds.as_ref().map(|o| o.interval), interval, "{name}: {}", row.id);
            assert_eq!(row.odds.as_ref().map(|o| o.top_probability), ranked.and_then(|r| r.top_probability));
            // The median among the quantiles is the median of the ranking.
            assert!(row.odds.iter().all(|o| o.quantile(0.5) == Some(o.median) && o.quantile(0.3).is_none()));
            odds += row.odds.iter().count();
            let item = roadmap.items.iter().find(|i| plan.initiatives[i.initiative].id() == initiative.id()).unwrap();
            let place = row.roadmap.as_ref().unwrap();
            assert_eq!(place.state.as_str(), item.state.as_str());
            assert_eq!((place.start, place.finish, place.in_time), (item.start, item.finish, item.in_time));
            assert_eq!(place.quantile(0.5), item.p50);
            let decision = evaluated.decision(&row.id).map(|d| d.record.id.to_string());
            assert_eq!(row.decision.as_ref().map(|d| d.id.clone()), decision);
        }
        written_and_read(&name, &told);
    }
    assert!(odds > 20, "{odds}");
}

#[test]
fn what_is_not_known_is_none() {
    let text = "initiative a { ice { impact: 5; confidence: 6; ease: 9 } }\ninitiative b { ice { impact: 5 } }";
    let scored = support::scored(&support::one(text), &support::view());
    let told = scored.initiatives(&InitiativesOptions::default()).unwrap();
    assert_eq!((told.certainty, told.samples), (ScoreCertainty::Certain, None));
    let [a, b] = ["a", "b"].map(|id| told.get(id).unwrap());
    assert_eq!((a.score, a.rank, &a.odds), (Some(90.0), Some(1), &None));
    assert_eq!(
        (b.score, b.rank, b.order, &b.missing[..]),
        (None, None, None, &["confidence".to_string(), "ease".into()][..])
    );
    let place = b.roadmap.as_ref().unwrap();
    assert_eq!((place.state.as_str(), place.start, place.finish, place.quantiles.len()), ("unsized", None, None, 0));
    let asked = |asked: InitiativesOptions| scored.initiatives(&asked);
    assert!(
        asked(InitiativesOptions { roadmap: false, ..InitiativesOptions::default() })
            .unwrap()
            .rows
            .iter()
            .all(|r| r.roadmap.is_none())
    );
    let none = asked(InitiativesOptions { samples: Some(0), ..InitiativesOptions::default() }).unwrap();
    assert_eq!(none.certainty, ScoreCertainty::Unsampled);
    let said = asked(InitiativesOptions { quantiles: vec![0.5, f64::NAN], ..InitiativesOptions::default() })
        .unwrap_err()
        .to_string();
    assert_eq!(said, "a quantile is a number from 0 to 1, and NaN is not");
    let said =
        asked(InitiativesOptions { by: Some("rice".into()), ..InitiativesOptions::default() }).unwrap_err().to_string();
    assert_eq!(said, "there is no framework `rice`: did you mean `ice`?");
    let empty = support::scored(&support::one("initiative a \"A\" { }"), &support::view());
    let told = empty.initiatives(&InitiativesOptions::default()).unwrap();
    assert_eq!((told.by, told.certainty, told.rows[0].score), (None, ScoreCertainty::Unscored, None));
}

/// A report of this type is read back as what gives the same text again.
fn written_and_read<T: Serialize + DeserializeOwned>(name: &str, report: &T) {
    let text = report::json(report);
    let read: T = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{name}: {}: {e}", std::any::type_name::<T>()));
    assert!(report::json(&read) == text, "{name}: {}\n{text}", std::any::type_name::<T>());
}

#[test]
fn reports_are_read_back_as_they_were_written() {
    for (name, scored) in plans_of_the_tree() {
        let (evaluated, sources) = (&scored.evaluated, &scored.sources);
        let plan = evaluated.plan();
        written_and_read(&name, &planwright::diagnostic::render::json::report(&scored.check(), sources));
        let used = evaluated.frameworks_used();
        for by in used.iter().map(|by| &**by) {
            let mut ranking = rank::report(evaluated, sources, &wanted(by)).unwrap();
            ranking.compare_with(evaluated, evaluated, &wanted(by)).unwrap();
            if let SimulationOutcome::Sampled(simulation) = evaluated.simulate(by, sampling(evaluated, by)) {
                ranking.set_odds(evaluated, &simulation, false);
            }
            written_and_read(&name, &ranking);
            written_and_read(&name, &report::sensitivity::report(evaluated, by, None, None).unwrap());
            written_and_read(&name, &report::learn::report(evaluated, by, &Learnt::Top(2), None).unwrap());
            let rows = evaluated.ranking(by, false).unwrap().rows.clone();
            for ranked in rows.iter().take(3) {
                written_and_read(&name, &report::explain::report(evaluated, sources, ranked.initiative, by).unwrap());
                written_and_read(
                    &name,
                    &report::sensitivity::report(evaluated, by, Some(ranked.initiative), None).unwrap(),
                );
            }
            if let [one, other, ..] = &rows[..] {
                let compared = report::compare::report(evaluated, by, one.initiative, other.initiative);
                compared.iter().for_each(|c| written_and_read(&name, &c.report));
            }
            if let Ok(chosen) = evaluated.choose(&Choice { by: Some(by.into()), ..Choice::default() }) {
                written_and_read(&name, &report::portfolio::report(evaluated, &chosen, by, "worth"));
            }
        }
        let rankings: Vec<_> = used
            .iter()
            .map(|by| report::rank::side_by_side::SideRanking { name: by.to_string(), evaluated, wanted: wanted(by) })
            .collect();
        report::rank::side_by_side::report(&rankings, None).unwrap().iter().for_each(|r| written_and_read(&name, r));
        let all: Vec<usize> = (0..plan.initiatives.len()).collect();
        let Ok(roadmap) = evaluated.roadmap(&RoadmapOptions::default()) else { continue };
        let metrics = report::metrics::report(evaluated, sources, None, None, Some(&roadmap), &|_| true);
        written_and_read(&name, &metrics);
        written_and_read(&name, &report::results::report(evaluated, &all));
        written_and_read(&name, &status::report(evaluated, &status::StatusOptions { decisions: true, ..nothing() }));
        for index in all {
            written_and_read(
                &name,
                &status::report(evaluated, &status::StatusOptions { initiative: Some(index), ..nothing() }),
            );
            let id = plan.initiatives[index].id();
            written_and_read(&name, &report::experiment::report(id, evaluated.experiments(index)));
            for document in report::document::declared(evaluated) {
                written_and_read(&name, &report::document::document(evaluated, index, document).document);
            }
        }
        for audience in roadmap::audiences(evaluated) {
            let until = roadmap::audience_horizon(evaluated, audience).unwrap_or(roadmap.to);
            written_and_read(&name, &roadmap::report(evaluated, &roadmap, audience, until).report);
        }
    }
}

fn nothing() -> status::StatusOptions<'static> {
    status::StatusOptions { initiative: None, phase: None, requests: true, decisions: false, among: None }
}

/// Values as the evaluator samples them, without fitting by hand; own sources apart from the library's.
#[test]
fn facts_are_reached_with_what_they_stand_for() {
    let text = "plan p \"P\" { interval: 80% }\nteam core { }\ninitiative a \"A\" {\n  team: core\n  effort: 2 to 8 person-weeks\n  \
        rice { reach: 100 to 900 users/month; impact: high; confidence: 80% }\n}";
    let scored = support::scored(&support::one(text), &support::view());
    let (evaluated, plan) = (&scored.evaluated, scored.evaluated.plan());
    let own: Vec<&str> = scored.sources.own().map(|(_, s)| &*s.name).collect();
    assert_eq!(own, ["plan.plan"]);
    assert!(scored.sources.iter().count() > 1);
    let is_own = |r: &&planwright::model::Record| scored.sources.own().any(|(id, _)| id == r.header.source);
    let items: Vec<(&str, &str)> = plan.items().filter(is_own).map(|r| (&*r.kind, &*r.id)).collect();
    assert!(items.contains(&("initiative", "a")) && items.contains(&("team", "core")), "{items:?}");
    let record = &plan.initiatives[0].record;
    let facts: std::collections::BTreeMap<String, _> = record.every_fact().collect();
    let head = |path: &str| &facts[path].first().unwrap().head;
    let (kind, id) = ("team".into(), "core".into());
    assert_eq!(head("team"), &planwright::model::Datum::Reference { kind, id });
    // The ends are the 10th and the 90th percentile.
    let effort = evaluated.distribution(head("effort")).unwrap();
    assert!((effort.quantile(0.1) - 2.0).abs() < 1e-9 && (effort.quantile(0.9) - 8.0).abs() < 1e-9);
    assert_eq!(evaluated.distribution(head("team")), None);
    let column = evaluated.column("rice").unwrap();
    let reach = &column.row(0).unwrap().inputs[column.framework.input("reach").unwrap().0];
    assert_eq!(reach.distribution(), reach.spread.as_ref().map(|s| s[0].distribution));
    assert_eq!(reach.distribution().map(|d| d.median()), reach.value);
}

/// What an enum is called is the word that its JSON has.
#[test]
fn words_are_those_of_the_json() {
    macro_rules! words {
        ($($path:path { $($variant:ident)+ })+) => {$({
            type Words = $path;
            $(assert_eq!(serde_json::to_value(Words::$variant).unwrap(), Words::$variant.as_str());)+
        })+};
    }
    use planwright::evaluation::{experiment, results};
    use planwright::exchange::audit::Rounding;
    words! {
        planwright::evaluation::TargetStatus { Met MetLate Missed OnTrack AtRisk Off NoData }
        results::CriterionState { Met MetLate Missed Early Unclear Vague }
        experiment::ExperimentVerdict { Better TooSmall Worse NoEffect Unclear Untrusted NotOver }
        experiment::GuardrailState { Kept Broken NoData NoBound }
        Rounding { Exact HalfUp HalfEven Up Down }
        roadmap::RoadmapState { Committed Planned Later Unsized Unstaffed Done Declined Sunset }
        report::explain::ComputedBy { ColumnProgram Interpreter }
        report::document::SectionState { OnFile Partly Missing NotApplicable Waived }
        report::sensitivity::VarianceSharing { Logarithm Additive FirstOrder Nothing }
        report::compare::DifferenceSharing { Logarithmic Additive Stepwise }
        report::learn::CandidateStatusReport { Chosen Left Committed Decided NoEffort }
        ScoreCertainty { Sampled Certain Unsampled Unscored }
    }
}
