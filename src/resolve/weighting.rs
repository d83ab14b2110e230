//! Other weights for weighted frameworks.

use crate::diagnostic::{Code, Diagnostic, closest_match};
use crate::model::{Datum, Plan, Record, Scoring, Weighting};

/// Adds a weighting to the plan, once every input of its framework has a weight.
pub(super) fn lower(plan: &mut Plan, record: &Record, diagnostics: &mut Vec<Diagnostic>) {
    let Some(framework) = record.word("for").and_then(|f| plan.frameworks.get(f)).cloned() else { return };
    let before = diagnostics.len();
    let mut bad = |span, said: String, help: String| {
        diagnostics.push(Diagnostic::new(Code::BAD_WEIGHTING, span, said).help(help));
    };
    if !matches!(framework.scoring, Scoring::Weighted { .. }) {
        let help = "weightings are for frameworks whose inputs have weights".to_string();
        bad(record.header, format!("`{}` is not weighted", framework.id), help);
        return;
    }
    let names: Vec<&str> = framework.inputs.iter().map(|i| &*i.id).collect();
    for fact in record.facts.iter().filter(|f| &*f.name != "for") {
        if !names.contains(&&*fact.name) {
            let help = match closest_match(&fact.name, names.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("its inputs are {}", super::errors::quoted_list(&names)),
            };
            bad(fact.span, format!("`{}` has no input `{}`", framework.id, fact.name), help);
        }
    }
    let mut weights = Vec::with_capacity(names.len());
    let mut missing = Vec::new();
    for name in &names {
        match record.fact(name).and_then(|f| f.first()).map(|c| &c.head) {
            Some(Datum::Quantity(q)) if q.unit.is_ratio() || q.unit.is_number() => match q.amount.point() {
                Some(weight) if weight >= 0.0 => weights.push(weight),
                _ => bad(
                    record.header,
                    format!("the weight of `{name}` is one number from 0 up"),
                    "write it as `50%`".into(),
                ),
            },
            Some(_) => {
                bad(record.header, format!("the weight of `{name}` is not a number"), "write it as `50%`".into())
            }
            None => missing.push(*name),
        }
    }
    if !missing.is_empty() {
        let said = format!("the weighting leaves out {}", super::errors::quoted_list(&missing));
        bad(
            record.header,
            said,
            "it names every input of its framework; write `0%` for one that shall not count".into(),
        );
    } else if diagnostics.len() == before && weights.iter().sum::<f64>() <= 0.0 {
        diagnostics.push(
            Diagnostic::new(Code::BAD_WEIGHTING, record.header, "all weights are 0")
                .help("give at least one input a weight"),
        );
    }
    if diagnostics.len() == before {
        let weighting = Weighting {
            id: record.id.clone(),
            title: record.title.clone(),
            framework: framework.id.clone(),
            weights,
            header: record.header,
        };
        plan.weightings.insert(record.id.clone(), weighting);
    }
}
