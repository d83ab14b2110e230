//! Floor 2: What finding out is worth: `plan learn`.

mod text;

use crate::evaluate::{
    CandidateStatus, ChoiceRule, Evaluated, InformationOption, InputInformation, ValueOfInformation,
};
use crate::model::{Datum, DecisionVerdict, Record};
use crate::quantity::print;
use crate::report::SCHEMA;
use crate::report::output::fact_report::{FactReport, effort_report, fact_report, percent, value_without_unit};
use crate::report::output::table::{Align, Cell, Table};
use crate::source::SourceId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// `plan learn --format json`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct LearnReport {
    /// The version of the format: `planwright/2`.
    pub schema: Cow<'static, str>,
    /// The framework.
    pub by: String,
    /// The weighting.
    pub weights: Option<String>,
    /// The seed of samples; where a score is a product or a sum, its findings are not sampled.
    pub seed: u64,
    /// The number of samples.
    pub samples: u32,
    /// What is chosen.
    pub choice: TopOrCapacityReport,
    /// What is chosen now, in the order of the ranking: what is committed, and those with the best expected scores, or
    /// for a capacity the set with the best scores at point values and all that it needs.
    pub chosen: Vec<String>,
    /// What of it has no score: what is committed, and what something else needs.
    pub brought: Vec<UnscoredChoice>,
    /// The sum of the expected scores of those chosen that no decision has settled; for a capacity of their scores at
    /// point values.
    pub expected: f64,
    /// What knowing everything about every initiative adds to it on average: no discovery can add more. Null for a capacity,
    /// and where there are too many initiatives to look at together.
    pub everything: Option<f64>,
    /// What scores are measured in, in words; null where it can't be told.
    pub unit: Option<String>,
    /// What could be found out, the greatest gain first; those that change nothing too.
    pub findings: Vec<InputInformationReport>,
    /// The initiatives in the order of the ranking.
    pub initiatives: Vec<InformationOptionReport>,
    /// Initiatives without a score, which can't be weighed.
    pub unscored: Vec<UnscoredInitiative>,
    #[serde(skip)]
    title: String,
}

/// What is chosen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TopOrCapacityReport {
    /// The so many with the best expected scores, commitments among them.
    Top(usize),
    /// The set with the greatest sum of scores that fits, at point values.
    Capacity {
        /// How much effort there is.
        amount: f64,
        /// In what unit.
        unit: String,
        /// The same for people.
        text: String,
    },
}

/// Something to find out.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct InputInformationReport {
    /// The initiative's name.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What is not known.
    #[serde(flatten)]
    pub fact: FactReport,
    /// Whether its initiative is chosen now.
    pub chosen: bool,
    /// Where the choice changes; null where no value changes it, or more than one place does.
    pub changes: Option<DecisionFlipReport>,
    /// The probability that knowing it changes the choice.
    pub probability: f64,
    /// What knowing it exactly before choosing adds to the total on average: of the first N of the expected total
    /// (EVPPI); for a capacity the mean over draws of the best worth with it known, less that of the set chosen now.
    pub gain: f64,
    /// The same as a share of `expected`; null where that is not above zero.
    pub share: Option<f64>,
    /// What finding out takes; null where the plan does not say.
    pub cost: Option<InformationCost>,
}

/// Where a fact changes the choice.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct DecisionFlipReport {
    /// The value, in the fact's unit.
    pub value: f64,
    /// Whether it changes above it; below it otherwise.
    pub above: bool,
    /// The same for people.
    pub text: String,
}

/// What finding out takes.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct InformationCost {
    /// Its point value in person-days.
    pub person_days: f64,
    /// As it is written.
    pub text: String,
    /// The gain by the person-day.
    pub gain_per_person_day: Option<f64>,
}

/// One initiative in the choice.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct InformationOptionReport {
    /// Its name.
    pub id: String,
    /// Its score at point values.
    pub score: f64,
    /// Its expected score, the mean over its ranges.
    pub expected: f64,
    /// Its effort in the unit of the capacity, where that is the choice.
    pub effort: Option<f64>,
    /// Where it stands.
    pub standing: CandidateStatusReport,
    /// What knowing all of it adds to the total on average (EVPI).
    pub gain: f64,
    /// What that takes; null where the plan does not say.
    pub cost: Option<InformationCost>,
    /// An input by which its score divides though it may be zero: it has no expected score, and its point value counts.
    pub unbounded: Option<String>,
}

/// Where an initiative stands in the choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CandidateStatusReport {
    /// It is chosen.
    Chosen,
    /// It is left out.
    Left,
    /// It is committed by a decision.
    Committed,
    /// It is deferred or declined by a decision.
    Decided,
    /// Its effort is not known.
    NoEffort,
}

impl CandidateStatusReport {
    /// Its word, as in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            CandidateStatusReport::Chosen => "chosen",
            CandidateStatusReport::Left => "left",
            CandidateStatusReport::Committed => "committed",
            CandidateStatusReport::Decided => "decided",
            CandidateStatusReport::NoEffort => "no_effort",
        }
    }
}

/// An initiative that is chosen without a score.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct UnscoredChoice {
    /// Its name.
    pub id: String,
    /// Its effort in the unit of the capacity.
    pub effort: f64,
    /// Whether a decision commits it; else something that is chosen needs it.
    pub committed: bool,
}

/// An initiative without a score.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct UnscoredInitiative {
    /// Its name.
    pub id: String,
    /// What is missing; empty where the formula failed.
    pub missing: Vec<String>,
}

/// What finding out is worth; `None` where the framework was not evaluated. The choice is among all initiatives of the
/// plan; with `sources` only what could be found out about those in these files is shown.
pub fn report(
    evaluated: &Evaluated,
    by: &str,
    choice: &ChoiceRule,
    sources: Option<&[SourceId]>,
) -> Option<LearnReport> {
    let column = evaluated.column(by)?;
    let plan = evaluated.plan();
    let information = evaluated.value_of_information(by, choice)?;
    let record = |initiative: usize| &plan.initiatives[initiative].record;
    let total = information.expected;
    let shown = |initiative: usize| sources.is_none_or(|files| files.contains(&record(initiative).header.source));
    let finding = |(prospect, found): (&InformationOption, &InputInformation)| {
        let record = record(prospect.initiative);
        let row = column.row(prospect.initiative)?;
        let fact = match (found.inputs.as_slice(), choice) {
            ([], ChoiceRule::Capacity { unit, .. }) => effort_report(record, &found.path, found.ends, unit),
            (inputs, _) => fact_report(&column.framework, row, &found.path, inputs, found.ends),
        };
        let changes = found.flip.filter(|_| found.gain > 0.0).map(|tip| DecisionFlipReport {
            value: tip.value,
            above: tip.above,
            text: format!(
                "{} {}",
                if tip.above { "above" } else { "below" },
                print::quantity(tip.value, &fact.measure)
            ),
        });
        Some(InputInformationReport {
            id: record.id.to_string(),
            title: record.title().to_string(),
            chosen: prospect.standing == CandidateStatus::Taken,
            changes,
            probability: found.chance,
            gain: found.gain,
            share: (total > 0.0).then(|| found.gain / total),
            cost: cost(evaluated, record, &found.path, found.gain),
            fact,
        })
    };
    let every = information.prospects.iter().filter(|p| shown(p.initiative));
    let every = every.flat_map(|p| p.findings.iter().map(move |f| (p, f)));
    let mut findings: Vec<InputInformationReport> = every.filter_map(finding).collect();
    findings.sort_by(|a, b| b.gain.total_cmp(&a.gain));
    let initiatives: Vec<InformationOptionReport> = information
        .prospects
        .iter()
        .map(|p| InformationOptionReport {
            id: record(p.initiative).id.to_string(),
            score: p.score,
            expected: p.expected,
            effort: p.effort,
            standing: match p.standing {
                CandidateStatus::Taken => CandidateStatusReport::Chosen,
                CandidateStatus::Left => CandidateStatusReport::Left,
                CandidateStatus::Settled(DecisionVerdict::Commit) => CandidateStatusReport::Committed,
                CandidateStatus::Settled(_) => CandidateStatusReport::Decided,
                CandidateStatus::NoEffort => CandidateStatusReport::NoEffort,
            },
            gain: p.whole,
            cost: cost(evaluated, record(p.initiative), &format!("{by}."), p.whole),
            unbounded: p.unbounded.map(|i| column.framework.inputs[i].id.to_string()),
        })
        .collect();
    let taken = |p: &&InformationOptionReport| {
        matches!(p.standing, CandidateStatusReport::Chosen | CandidateStatusReport::Committed)
    };
    let brought = information.brought.iter().map(|b| UnscoredChoice {
        id: record(b.initiative).id.to_string(),
        effort: b.effort,
        committed: b.committed,
    });
    let brought: Vec<UnscoredChoice> = brought.collect();
    let scored = initiatives.iter().filter(taken).map(|p| p.id.clone());
    let chosen = scored.chain(brought.iter().map(|b| b.id.clone())).collect();
    let unscored = evaluated.ranking(by, false)?.unscored.clone();
    let unweighed = |i: &usize| {
        let missing = column.row(*i).map_or(Vec::new(), |r| r.missing.iter().map(|m| m.name.clone()).collect());
        UnscoredInitiative { id: record(*i).id.to_string(), missing }
    };
    Some(LearnReport {
        schema: SCHEMA.into(),
        by: by.to_string(),
        weights: column.weighting.as_ref().map(|w| w.to_string()),
        seed: plan.settings.seed,
        samples: plan.settings.samples,
        choice: match choice {
            ChoiceRule::Top(places) => TopOrCapacityReport::Top(*places),
            ChoiceRule::Capacity { amount, unit } => TopOrCapacityReport::Capacity {
                amount: *amount,
                unit: unit.to_string(),
                text: print::quantity(*amount, unit),
            },
        },
        chosen,
        brought,
        expected: total,
        everything: information.perfect_information,
        unit: unit(evaluated, by, &information),
        findings,
        initiatives,
        unscored: unscored.iter().map(unweighed).collect(),
        title: column.framework.title().to_string(),
    })
}

/// What all scores are measured in; in the framework's words where they count different things.
fn unit(evaluated: &Evaluated, by: &str, information: &ValueOfInformation) -> Option<String> {
    let mut own = information.prospects.iter().map(|p| evaluated.score_unit(by, Some(p.initiative)));
    let first = own.next()??;
    let unit = if own.all(|u| u.as_ref() == Some(&first)) { Some(first) } else { evaluated.score_unit(by, None) };
    unit.filter(|u| !u.is_number()).map(|u| u.score_text())
}

/// What the plan says that finding out takes: in the block of the fact, else on the initiative.
fn cost(evaluated: &Evaluated, record: &Record, path: &str, gain: f64) -> Option<InformationCost> {
    let block = path.split_once('.').and_then(|(block, _)| record.block(block));
    let fact = block.and_then(|b| b.fact("cost_to_learn")).or_else(|| record.fact("cost_to_learn"))?;
    let Datum::Quantity(quantity) = &fact.first()?.head else { return None };
    let days = evaluated.plan().units.parse("person-days").ok()?;
    let person_days = evaluated.number(quantity, Some(&days))?;
    Some(InformationCost {
        person_days,
        text: print::amount(quantity.amount, &quantity.unit),
        gain_per_person_day: (person_days > 0.0).then(|| gain / person_days),
    })
}

/// Where a table has units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum UnitPlacement {
    /// Behind every number.
    All,
    /// Behind ranges.
    Ranges,
    /// Nowhere but in `%` and money: there is no room.
    None,
}

impl LearnReport {
    /// What could be found out, a row each.
    pub fn table(&self) -> Table {
        self.rows(&self.findings.iter().collect::<Vec<_>>(), UnitPlacement::All)
    }

    fn rows(&self, findings: &[&InputInformationReport], units: UnitPlacement) -> Table {
        let mut table = Table::new(&[
            ("initiative", Align::Left),
            ("find out", Align::Left),
            ("now", Align::Left),
            ("changes if", Align::Left),
            // Where the table stands alone nothing else says what it is a probability of.
            (if units == UnitPlacement::All { "odds of change" } else { "odds" }, Align::Right),
            ("gain", Align::Right),
            ("share", Align::Right),
            ("cost", Align::Left),
        ]);
        for found in findings {
            let share = |value: f64| Cell { shown: percent(value), exact: Some(print::exact(value)) };
            let change = found.changes.as_ref().map_or(String::new(), |c| match units {
                UnitPlacement::All => c.text.clone(),
                _ => format!(
                    "{} {}",
                    if c.above { "above" } else { "below" },
                    value_without_unit(three_digits(c.value), &found.fact.measure)
                ),
            });
            table.rows.push(vec![
                Cell::new(&found.id),
                Cell::new(&found.fact.name),
                Cell::new(if units == UnitPlacement::None { &found.fact.brief } else { &found.fact.text }),
                Cell::new(change),
                share(found.probability),
                Cell { shown: gain_text(found.gain), exact: Some(print::exact(found.gain)) },
                found.share.map_or_else(Cell::default, share),
                Cell::new(found.cost.as_ref().map_or("", |c| c.text.as_str())),
            ]);
        }
        table
    }
}

/// A number to three digits.
fn three_digits(value: f64) -> f64 {
    format!("{value:.2e}").parse().unwrap_or(value)
}

/// What is gained, to two digits: more would say more than anyone knows.
fn gain_text(value: f64) -> String {
    if value == 0.0 {
        return "0".to_string();
    }
    let short: f64 = format!("{value:.1e}").parse().unwrap_or(value);
    format!("+{}", print::number(if value >= 100.0 { value.round() } else { short }))
}
