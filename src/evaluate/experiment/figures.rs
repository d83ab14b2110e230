//! An experiment as written: its figures, and what is wrong with them.

use super::group::ExperimentGroup;
use super::result::Experiment;
use crate::diagnostic::{Code, Diagnostic};
use crate::evaluate::scores::ScoredPlan;
use crate::model::{Datum, Fact, Record};
use crate::quantity::{BaseUnit, Date, Period, Unit};
use crate::source::Span;

/// The groups that the others are set against.
const CONTROL_BLOCKS: [&str; 2] = ["control", "holdout"];

/// More than anybody can count; what is computed from more would take too long.
const MAX_GROUP_MEMBERS: f64 = 1e12;

fn wrong(span: Span, said: String, help: &str) -> Diagnostic {
    Diagnostic::new(Code::BAD_EXPERIMENT, span, said).help(help)
}

/// When an experiment ran.
pub(in crate::evaluate) fn run_dates(record: &Record) -> Option<(Period, Period)> {
    match record.value("from")? {
        Datum::Date(period) => Some((*period, *period)),
        Datum::Dates(from, to) => Some((*from, *to)),
        _ => None,
    }
}

/// The last day of an experiment. A single day is the one on which it began: it does not say when it ends.
pub(in crate::evaluate) fn end_date((from, to): (Period, Period)) -> Option<Date> {
    (from != to || from.first() != from.last()).then(|| to.last())
}

impl ScoredPlan {
    /// How many members a week can be had.
    pub(in crate::evaluate) fn weekly_traffic(&self, record: &Record) -> Option<f64> {
        let week = self.plan.units.parse("count/week").ok()?;
        self.figure(record.fact("traffic")?, Some(&week)).filter(|t| *t > 0.0)
    }

    /// Reads the groups of an experiment, the one without the change first.
    pub(in crate::evaluate) fn read_groups(&self, record: &Record, into: &mut Experiment) {
        let without: Vec<&Record> = record.blocks.iter().filter(|b| CONTROL_BLOCKS.contains(&&*b.kind)).collect();
        let variants: Vec<&Record> = record.blocks.iter().filter(|b| &*b.kind == "variant").collect();
        let id = into.name();
        if without.is_empty() || variants.is_empty() {
            let (what, help) = match without.is_empty() {
                true => ("group without the change", "add it, as in `control { n: 20_114; successes: 6_034 }`"),
                false => ("variant", "add it, as in `variant repair { n: 19_987; successes: 6_396 }`"),
            };
            // One that is only announced has no groups yet.
            if !record.blocks.is_empty() {
                into.findings.push(wrong(record.header, format!("`{id}` has no {what}"), help));
            }
        }
        if let [first, second, ..] = without.as_slice() {
            let said = format!("`{id}` has two groups without the change");
            let help = "keep one of them; a group with another change is a `variant`";
            into.findings.push(wrong(second.header, said, help).also(first.header, "the first"));
        }
        into.shares = without.iter().chain(&variants).any(|g| g.fact("successes").is_some());
        for block in without.iter().take(1).chain(&variants) {
            if let Some(group) = self.group(block, into) {
                into.groups.push(group);
            }
        }
        self.split(record, into);
    }

    fn group(&self, block: &Record, into: &mut Experiment) -> Option<ExperimentGroup> {
        let name = if block.id.is_empty() { &block.kind } else { &block.id };
        let said = |what: &str| format!("`{name}` {what}");
        let before = into.findings.len();
        let findings = &mut into.findings;
        let span = |field: &str| block.fact(field).map_or(block.header, |f| f.span);
        let n = self.count(block, "n", findings);
        let successes = self.count(block, "successes", findings);
        let figure = |field: &str| self.figure(block.fact(field)?, into.unit.as_ref());
        let (mean, sd) = (figure("mean"), figure("sd"));
        if let Some(n) = n {
            if n == 0.0 {
                findings.push(wrong(span("n"), said("has nobody in it"), "leave a group without members out"));
            } else if let Some(s) = successes.filter(|s| *s > n) {
                let said = said(&format!("has {s} successes of only {n}"));
                let help = "a member counts once, however often it succeeds; where each may succeed several times give `mean` and `sd`";
                findings.push(wrong(span("successes"), said, help));
            }
        }
        if successes.is_some() && (block.fact("mean").is_some() || block.fact("sd").is_some()) {
            let both = span(if block.fact("mean").is_some() { "mean" } else { "sd" });
            findings.push(wrong(
                both,
                said("has both successes and a mean"),
                "a share has `successes`, a mean has `mean` and `sd`: keep one",
            ));
        } else if block.fact("successes").is_none() && into.shares {
            let help = "give every group the same figures: `successes` for a share, `mean` and `sd` for a mean";
            findings.push(wrong(block.header, said("has no successes, as other groups have"), help));
        } else if !into.shares && block.fact("n").is_some() {
            for field in ["mean", "sd"] {
                match block.fact(field) {
                    None => {
                        let help = "a share needs `successes`, a mean needs `mean` and `sd`";
                        findings.push(wrong(block.header, said(&format!("has no `{field}`")), help));
                    }
                    Some(fact) if figure(field).is_none() => {
                        let unit = into.unit.as_ref().map_or(String::new(), |u| format!(", in `{u}`"));
                        findings.push(wrong(
                            fact.span,
                            said(&format!("has no number for `{field}`")),
                            &format!("write one number{unit}"),
                        ));
                    }
                    Some(_) => {}
                }
            }
            if sd.is_some_and(|sd| sd <= 0.0) {
                findings.push(wrong(span("sd"), said("has no spread"), "the standard deviation is above zero"));
            }
            if n == Some(1.0) {
                findings.push(wrong(span("n"), said("has one member"), "a mean needs two or more"));
            }
        }
        if findings[before..].iter().any(Diagnostic::is_error) {
            return None;
        }
        let share = block.fact("split").and_then(|f| self.figure(f, Some(&Unit::percent())));
        Some(ExperimentGroup { name: name.clone(), n: n?, successes, mean, sd, share, span: block.header })
    }

    /// A figure in a unit; a bare one is in that unit.
    fn figure(&self, fact: &Fact, unit: Option<&Unit>) -> Option<f64> {
        let Datum::Quantity(quantity) = &fact.first()?.head else { return None };
        let bare = quantity.unit.is_number();
        self.number(quantity, unit.filter(|_| !bare)).filter(|x| x.is_finite())
    }

    /// A whole number of members.
    fn count(&self, block: &Record, field: &str, findings: &mut Vec<Diagnostic>) -> Option<f64> {
        let fact = block.fact(field)?;
        let given = match &fact.first()?.head {
            Datum::Quantity(q) if !q.amount.is_range() => q.amount.point(),
            Datum::Hole | Datum::None => return None,
            _ => None,
        };
        let count = given.filter(|n| *n >= 0.0 && n.fract() == 0.0 && *n <= MAX_GROUP_MEMBERS);
        if count.is_none() {
            let said = format!("`{field}` is a count of members");
            findings.push(wrong(fact.span, said, "write a whole number up to a trillion, as in `20_114`"));
        }
        count
    }

    /// The shares that the groups should have: their own, or what the experiment's `split` gives to each variant and
    /// leaves for the group without the change.
    fn split(&self, record: &Record, into: &mut Experiment) {
        let Some(fact) = record.fact("split") else { return };
        let Some(split) = self.figure(fact, Some(&Unit::percent())) else { return };
        let given = |g: &ExperimentGroup| g.share.unwrap_or(split);
        let variants: f64 = into.groups.iter().skip(1).map(given).sum();
        if !(split > 0.0 && variants < 1.0) {
            let said = "the variants' shares leave nobody for the group without the change".to_string();
            let help = "`split` is the share of each variant: `50%` for one, `33.3%` for each of two";
            into.findings.push(wrong(fact.span, said, help));
            return;
        }
        for (index, group) in into.groups.iter_mut().enumerate() {
            group.share = group.share.or(Some(if index == 0 { 1.0 - variants } else { split }));
        }
    }

    /// The least effect worth having as a difference; `%` is relative to what is without the change, where that is known.
    pub(in crate::evaluate) fn minimum_effect(
        &self,
        record: &Record,
        findings: &mut Vec<Diagnostic>,
        before: Option<f64>,
        shares: bool,
        unit: &Option<Unit>,
    ) -> Option<f64> {
        let fact = record.fact("least_effect")?;
        let Datum::Quantity(quantity) = &fact.first()?.head else { return None };
        let point = self.point_value(quantity.amount)?;
        let in_points = shares || unit.as_ref().is_some_and(Unit::is_percent);
        let least = match quantity.unit.first() {
            Some(BaseUnit::Percent) => match before {
                Some(before) => Some(point * before),
                // Nothing was measured yet that it could be a part of.
                None => return None,
            },
            Some(BaseUnit::Points) if in_points => Some(point / 100.0),
            None if !in_points => Some(point),
            _ if !in_points => self.number(quantity, unit.as_ref()),
            _ => None,
        };
        let least = least.map(f64::abs).filter(|l| *l > 0.0 && l.is_finite());
        if least.is_none() {
            let said = "this least effect does not say how large it is".to_string();
            let help = if in_points {
                "write points, as in `2 pp`, or a relative effect, as in `5%`"
            } else {
                "write it in the metric's unit, or as a relative effect, as in `5%`"
            };
            findings.push(wrong(fact.span, said, help));
        }
        least
    }
}
