//! The rows of a plan, of the reports that have them in parts.

use crate::evaluate::{
    Evaluated, MAX_SAMPLES, NoFramework, Progress, RoadmapOptions, SamplingOptions, ScheduledItem, Simulation,
    SimulationOutcome,
};
use crate::model::Initiative;
use crate::report::initiatives::{
    DateQuantile, InitiativeRow, InitiativesError, InitiativesOptions, InitiativesReport, RoadmapPlace, ScoreCertainty,
    ScoreOdds, ScoreQuantile,
};
use crate::report::rank::{self, RankOptions, RankReport, RankRow, UnscoredRow, decision_report};
use crate::source::SourceSet;
use std::collections::HashMap;

/// Every initiative of a plan in a row of its own; under a [`Limit`](crate::limit::Limit) it stops as all else does.
///
/// # Errors
/// Where the framework was not evaluated or is not known, a quantile is none, or there is no roadmap.
pub fn report(
    evaluated: &Evaluated,
    sources: &SourceSet,
    asked: &InitiativesOptions,
) -> Result<InitiativesReport, InitiativesError> {
    if let Some(p) = asked.quantiles.iter().find(|p| !(0.0..=1.0).contains(*p)) {
        return Err(InitiativesError::Quantile(*p));
    }
    let by = framework(evaluated, asked)?;
    let mut ranking = match &by {
        Some(by) => Some(ranking(evaluated, sources, by, asked.all)?),
        None => None,
    };
    let (mut certainty, mut simulation) = (ScoreCertainty::Unscored, None);
    if let Some(report) = &mut ranking {
        (certainty, simulation) = sampled(evaluated, &report.by, asked);
        if let Some(simulation) = &simulation {
            report.set_odds(evaluated, simulation, asked.all);
        }
    }
    let roadmap = asked.roadmap.then(|| evaluated.roadmap(&roadmap_options(evaluated, asked))).transpose()?;
    let plan = evaluated.plan();
    let mut placed: HashMap<usize, &ScheduledItem> = HashMap::new();
    if let Some(roadmap) = &roadmap {
        placed.extend(roadmap.items.iter().map(|item| (item.initiative, item)));
    }
    let ranked: Vec<&RankRow> = ranking.iter().flat_map(|r| &r.rows).collect();
    let unscored: HashMap<&str, &UnscoredRow> =
        ranking.iter().flat_map(|r| &r.unscored).map(|row| (row.id.as_str(), row)).collect();
    let first = ranked.iter().filter_map(|row| Some((*plan.by_id.get(row.id.as_str())?, Some(*row))));
    let first: Vec<(usize, Option<&RankRow>)> = first.collect();
    let known: std::collections::HashSet<usize> = first.iter().map(|(i, _)| *i).collect();
    let others = (0..plan.initiatives.len()).filter(|i| !known.contains(i)).map(|i| (i, None));
    let row = |(index, ranked): (usize, Option<&RankRow>)| {
        let initiative: &Initiative = &plan.initiatives[index];
        let id = initiative.id();
        InitiativeRow {
            id: id.to_string(),
            title: initiative.title().to_string(),
            phase: initiative.phase.as_ref().map(|p| p.to_string()),
            score: ranked.and_then(|r| r.score),
            rank: ranked.and_then(|r| r.rank),
            order: ranked.and_then(|r| r.order),
            missing: unscored.get(&**id).map_or(Vec::new(), |row| row.missing.clone()),
            odds: ranked.and_then(|r| odds(r, simulation.as_ref()?, index, &asked.quantiles)),
            roadmap: placed.get(&index).map(|planned| roadmap_place(planned, &asked.quantiles)),
            decision: evaluated.decision(id).map(decision_report),
        }
    };
    let rows = first.iter().copied().chain(others).map(row).collect();
    let ranking = ranking.as_ref();
    Ok(InitiativesReport {
        by,
        weights: ranking.and_then(|r| r.weights.clone()),
        scenario: plan.scenario.as_ref().map(|s| s.to_string()),
        certainty,
        samples: ranking.and_then(|r| r.samples),
        top: ranking.and_then(|r| r.top),
        rows,
    })
}

/// The framework to rank by; `None` where no initiative has the inputs of any.
fn framework(evaluated: &Evaluated, asked: &InitiativesOptions) -> Result<Option<String>, InitiativesError> {
    match evaluated.framework(asked.by.as_deref()) {
        Ok(framework) => Ok(Some(framework.id.to_string())),
        Err(NoFramework::Unused) => Ok(None),
        Err(why) => Err(InitiativesError::NoFramework(why)),
    }
}

fn ranking(evaluated: &Evaluated, sources: &SourceSet, by: &str, all: bool) -> Result<RankReport, InitiativesError> {
    let wanted = RankOptions { by: Some(by), all, ..RankOptions::default() };
    // Without a filter and columns nothing is asked that could fail.
    rank::report(evaluated, sources, &wanted).map_err(|_| InitiativesError::NotEvaluated(by.to_string()))
}

/// The samples of the scores, where there are any.
fn sampled(evaluated: &Evaluated, by: &str, asked: &InitiativesOptions) -> (ScoreCertainty, Option<Simulation>) {
    let draws = SamplingOptions { samples: asked.samples, seed: asked.seed, top: asked.top };
    let ranked = evaluated.ranking(by, asked.all).map_or(0, |r| r.rows.len());
    let Ok(Some(sampling)) = draws.for_ranking(&evaluated.plan().settings, ranked) else {
        return (ScoreCertainty::Unsampled, None);
    };
    match evaluated.simulate_with_progress(by, sampling, asked.all, &asked.quantiles, &Progress::default()) {
        SimulationOutcome::Sampled(simulation) => (ScoreCertainty::Sampled, Some(simulation)),
        SimulationOutcome::Certain => (ScoreCertainty::Certain, None),
        SimulationOutcome::NotEvaluated => (ScoreCertainty::Unscored, None),
    }
}

/// The roadmap by the framework asked for; by the plan's own it is the one that the plan has anyway.
fn roadmap_options(evaluated: &Evaluated, asked: &InitiativesOptions) -> RoadmapOptions {
    let own = evaluated.plan().settings.rank_by.as_ref().map(|(by, _)| &**by);
    // A roadmap is never without samples.
    let samples = asked.samples.filter(|samples| *samples > 0).map(|samples| samples.min(MAX_SAMPLES));
    RoadmapOptions { by: asked.by.clone().filter(|by| Some(by.as_str()) != own), worth: None, samples }
}

fn odds(row: &RankRow, simulation: &Simulation, initiative: usize, quantiles: &[f64]) -> Option<ScoreOdds> {
    let told = row.odds.as_ref()?;
    let scores = &simulation.of(initiative)?.quantiles;
    Some(ScoreOdds {
        median: told.median,
        interval: row.interval?,
        rank_interval: row.rank_interval?,
        top_probability: row.top_probability?,
        quantiles: quantiles.iter().zip(scores).map(|(p, score)| ScoreQuantile { p: *p, score: *score }).collect(),
        failed: told.failed,
    })
}

fn roadmap_place(planned: &ScheduledItem, quantiles: &[f64]) -> RoadmapPlace {
    let by = |chances: &crate::evaluate::FinishOdds| {
        quantiles.iter().map(|p| DateQuantile { p: *p, by: chances.quantile(*p) }).collect()
    };
    RoadmapPlace {
        state: planned.state.into(),
        because: planned.state_reason.clone(),
        start: planned.start,
        finish: planned.finish,
        planned_by: planned.planned_by,
        in_time: planned.in_time,
        quantiles: planned.finish_odds.as_ref().map_or(Vec::new(), by),
    }
}
