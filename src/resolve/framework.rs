//! Checked records of frameworks → frameworks, and the block that each is in initiatives.

use super::checker::Checker;
use super::errors;
use super::lower::{rule, rule_code};
use super::numbers::mismatch;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Datum, Fact, Framework, Input, Record, Scoring};
use crate::quantity::{Quantity, Unit};
use crate::schema::{BlockSchema, FieldSchema, FieldType};
use crate::source::Span;
use std::sync::Arc;

/// The framework that a record describes.
pub(super) fn framework(checker: &mut Checker<'_>, record: &Record, standard: bool) -> Framework {
    let scoring = scoring(record);
    let mut inputs: Vec<Input> =
        record.blocks.iter().filter(|b| &*b.kind == "input").map(|b| input(checker, b)).collect();
    if let Scoring::Classes(classes) = &scoring {
        inputs.insert(0, class_input(record, classes));
    }
    let framework = Framework {
        id: record.id.clone(),
        title: record.title.clone(),
        standard,
        scoring,
        lower_is_better: record.word("better").is_some_and(|w| &**w == "lower"),
        doc: record.text("doc").cloned(),
        source: record.text("source").cloned(),
        examples: record.blocks.iter().filter(|b| &*b.kind == "example").cloned().collect(),
        rules: record.blocks.iter().filter(|b| &*b.kind == "rule").filter_map(rule).collect(),
        header: record.header,
        inputs,
    };
    let rules = record.blocks.iter().filter(|b| &*b.kind == "rule");
    checker.diagnostics.extend(rules.filter_map(rule_code));
    check(checker, &framework, record);
    framework
}

fn scoring(record: &Record) -> Scoring {
    if let Some(code) = record.code("score") {
        return Scoring::Formula(code.clone());
    }
    match record.fact("classes") {
        Some(fact) => Scoring::Classes(words(fact)),
        None => Scoring::Weighted { raw: record.word("scale").is_some_and(|w| &**w == "raw") },
    }
}

/// `must = 4, should = 3`: words with their numbers; those without are left out.
fn words(fact: &Fact) -> Vec<(Arc<str>, f64)> {
    let pair = |c: &crate::model::Clause| match (&c.head, c.tail("=")) {
        (Datum::Word(word), Some(Datum::Quantity(q))) => Some((word.clone(), q.amount.point()?)),
        _ => None,
    };
    fact.clauses.iter().filter_map(pair).collect()
}

fn class_input(record: &Record, classes: &[(Arc<str>, f64)]) -> Input {
    Input {
        id: "class".into(),
        unit: Unit::number(),
        range: None,
        above: None,
        at_least: None,
        at_most: None,
        levels: classes.to_vec(),
        strict: true,
        default: None,
        weight: 0.0,
        lower_is_better: false,
        from: None,
        header: record.fact("classes").map_or(record.header, |f| f.span),
    }
}

fn input(checker: &mut Checker<'_>, block: &Record) -> Input {
    let unit = match (block.word("unit"), block.fact("unit")) {
        (Some(text), Some(fact)) => checker.declared_unit(text, fact.span),
        _ => Unit::number(),
    };
    let mut bound = |name: &str| {
        let fact = block.fact(name)?;
        numbers(checker, fact, &unit).map(|n| n.0)
    };
    let (above, at_least, at_most) = (bound("above"), bound("at_least"), bound("at_most"));
    let range = block.fact("range").and_then(|f| numbers(checker, f, &unit));
    let weight = block.number("weight");
    if let (Some(weight), Some(fact)) = (weight, block.fact("weight"))
        && weight < 0.0
    {
        let said = Diagnostic::new(Code::BAD_FRAMEWORK, fact.span, "a weight is not less than 0");
        checker.diagnostics.push(said.help("turn the input round with `better: lower`"));
    }
    Input {
        id: block.id.clone(),
        range,
        above,
        at_least,
        at_most,
        levels: block.fact("levels").map_or(Vec::new(), words),
        strict: block.is_yes("strict"),
        default: block.value("default").cloned(),
        weight: weight.unwrap_or(0.0).max(0.0),
        lower_is_better: block.word("better").is_some_and(|w| &**w == "lower"),
        from: block.word("from").zip(block.fact("from")).map(|(w, f)| (w.clone(), f.span)),
        header: block.header,
        unit,
    }
}

/// The one or two numbers of a fact in a unit; bare numbers are in it already.
fn numbers(checker: &mut Checker<'_>, fact: &Fact, unit: &Unit) -> Option<(f64, f64)> {
    let Some(Datum::Quantity(quantity)) = fact.first().map(|c| &c.head) else { return None };
    let amount = if quantity.unit.is_number() {
        quantity.amount
    } else {
        match checker.units.convert(&quantity.unit, unit) {
            Ok(conversion) => quantity.amount.convert(&conversion),
            Err(m) => {
                checker.diagnostics.push(mismatch(fact.span, &quantity.unit.to_string(), &m, None));
                return None;
            }
        }
    };
    Some((amount.low(), amount.high()))
}

/// `60%` beside `30` would count for 0.6 beside 30; a level without its number is none.
fn check_written(checker: &mut Checker<'_>, record: &Record) {
    let inputs = || record.blocks.iter().filter(|b| &*b.kind == "input");
    let weights: Vec<(&Record, &Fact, &Quantity)> = inputs()
        .filter_map(|b| {
            let fact = b.fact("weight")?;
            match &fact.first()?.head {
                Datum::Quantity(quantity) => Some((b, fact, quantity)),
                _ => None,
            }
        })
        .collect();
    let percent = weights.iter().find(|(_, _, q)| q.unit.is_percent());
    let bare = weights.iter().find(|(_, _, q)| !q.unit.is_percent() && q.amount.high() > 1.0);
    if let (Some((of, there, _)), Some((bare, fact, _))) = (percent, bare) {
        let said = format!("the weight of `{}` is a percentage, and that of `{}` a bare number", of.id, bare.id);
        checker.diagnostics.push(
            Diagnostic::new(Code::BAD_FRAMEWORK, fact.span, said)
                .also(there.span, "the percentage")
                .help("write all weights of a framework in one way, as `60%` and `30%`, or `2` and `1`"),
        );
    }
    let weighted = record.fact("score").is_none() && record.fact("classes").is_none();
    let sum: f64 = weights.iter().filter_map(|(_, _, q)| q.amount.point()).sum();
    if let Some((_, first, _)) = percent
        && weighted
        && bare.is_none()
        && sum > 0.0
        && (sum - 1.0).abs() > 1e-9
    {
        let total = crate::quantity::print::quantity(sum, &Unit::percent());
        let shares: Vec<String> = weights
            .iter()
            .filter_map(|(of, _, q)| {
                let share = crate::quantity::print::quantity(q.amount.point()? / sum, &Unit::percent());
                Some(format!("`{}` counts {share}", of.id))
            })
            .collect();
        let said = format!("the weights add up to {total}, and are taken as parts of that");
        let help = format!("{}; write weights that add up to 100%, or plain numbers", shares.join(", "));
        checker.diagnostics.push(Diagnostic::new(Code::WEIGHTS_NORMALISED, first.span, said).help(help));
    }
    for (what, fact) in
        inputs().filter_map(|b| Some(("level", b.fact("levels")?))).chain(record.fact("classes").map(|f| ("class", f)))
    {
        for clause in &fact.clauses {
            let word = match &clause.head {
                Datum::None => "none",
                Datum::Hole => "?",
                Datum::Word(word) if matches!(&**word, "yes" | "no") => word,
                _ => continue,
            };
            let said = format!("`{word}` can't be a {what}: it means something else as a value");
            checker.diagnostics.push(Diagnostic::new(Code::BAD_FRAMEWORK, clause.span, said).help(match word {
                "yes" => "use another word, such as `y`",
                "no" => "use another word, such as `n`",
                "none" => "use another word, such as `nil`",
                _ => "use another word, such as `unknown_risk`",
            }));
        }
    }
    let lists = inputs().filter_map(|b| Some((format!("level of `{}`", b.id), b.fact("levels")?)));
    let classes = record.fact("classes").map(|f| ("class".to_string(), f));
    for (what, fact) in lists.chain(classes) {
        let bare: Vec<&str> = fact
            .clauses
            .iter()
            .filter_map(|c| match (&c.head, c.tail("=")) {
                (Datum::Word(word), None) => Some(&**word),
                _ => None,
            })
            .collect();
        if let Some(first) = bare.first() {
            let said = format!("a {what} has no number: {}", errors::quoted_list(&bare));
            checker.diagnostics.push(
                Diagnostic::new(Code::BAD_FRAMEWORK, fact.span, said)
                    .help(format!("write what it means, as in `{first} = 1`")),
            );
        }
    }
}

fn check(checker: &mut Checker<'_>, framework: &Framework, record: &Record) {
    check_written(checker, record);
    let defaults = framework.inputs.iter().map(|i| default_value(checker, i, record)).collect::<Vec<_>>();
    let mut report = |span, said: String, help: &str| {
        checker.diagnostics.push(Diagnostic::new(Code::BAD_FRAMEWORK, span, said).help(help));
    };
    if let (Some(classes), Some(score)) = (record.fact("classes"), record.fact("score")) {
        report(classes.span.to(score.span), "a framework has either classes or a score".into(), "remove one of them");
    }
    let weighted = matches!(framework.scoring, Scoring::Weighted { .. });
    if weighted && framework.inputs.iter().all(|i| i.weight == 0.0) {
        let help = "write `score: `…``, give its inputs a `weight`, or list its `classes`";
        report(framework.header, format!("`{}` has nothing to score by", framework.id), help);
    }
    for (input, default) in framework.inputs.iter().zip(defaults) {
        let (lower, upper, excluded) = input.bounds();
        let empty = match (lower, upper) {
            (Some(l), Some(u)) => l > u || (excluded && l >= u),
            _ => false,
        };
        if empty {
            report(
                input.header,
                format!("no number fits the bounds of `{}`", input.id),
                "the lower bound is below the upper one",
            );
        }
        if weighted
            && framework.scoring == (Scoring::Weighted { raw: false })
            && input.scale().is_none()
            && input.weight > 0.0
        {
            let help = "give it its scale, as in `range: 1 to 5`, or `levels: low = 1, high = 3`";
            report(input.header, format!("`{}` can't be weighted without its scale", input.id), help);
        }
        if let Some((value, span)) = default {
            let outside =
                lower.is_some_and(|l| value < l || (excluded && value <= l)) || upper.is_some_and(|u| value > u);
            if outside {
                let help = "a default is a value that could have been written";
                report(span, format!("the default of `{}` lies beyond its bounds", input.id), help);
            }
        }
    }
}

/// The default of an input in its unit, with its place. A word that is none of its levels is reported.
fn default_value(checker: &mut Checker<'_>, input: &Input, record: &Record) -> Option<(f64, Span)> {
    let fact = record.blocks.iter().find(|b| &*b.kind == "input" && b.id == input.id)?.fact("default")?;
    if let Some(Datum::Word(word)) = &input.default {
        let known = input.levels.iter().find(|(name, _)| name == word);
        if known.is_none() {
            let words: Vec<&str> = input.levels.iter().map(|(name, _)| &**name).collect();
            let said = format!("`{}` has no level `{word}`", input.id);
            let help = if words.is_empty() {
                "write a number".into()
            } else {
                format!("the levels are {}", errors::quoted_list(&words))
            };
            checker.diagnostics.push(Diagnostic::new(Code::UNKNOWN_LEVEL, fact.span, said).help(help));
        }
        return known.map(|(_, value)| (*value, fact.span));
    }
    numbers(checker, fact, &input.unit).map(|(low, _)| (low, fact.span))
}

/// The block of a framework's inputs in initiatives.
pub(super) fn block_schema(framework: &Framework, record: &Record) -> BlockSchema {
    let mut row = BlockSchema {
        name: framework.id.clone(),
        title: framework.title().into(),
        doc: framework.doc.clone().or(framework.source.clone()).unwrap_or_else(|| framework.title().into()),
        named: false,
        repeat: false,
        any_field: false,
        any_block: false,
        fields: Default::default(),
        blocks: Default::default(),
        framework: Some(framework.id.clone()),
        standard: framework.standard,
    };
    for input in &framework.inputs {
        let block = record.blocks.iter().find(|b| b.id == input.id);
        let is_class = matches!(framework.scoring, Scoring::Classes(_)) && &*input.id == "class";
        let field = FieldSchema {
            name: input.id.clone(),
            ty: if is_class { FieldType::Word } else { FieldType::Quantity },
            many: false,
            units: vec![block.and_then(|b| b.word("unit")).cloned().unwrap_or_else(|| "".into())],
            of: if is_class { input.levels.iter().map(|(w, _)| w.clone()).collect() } else { Vec::new() },
            single: false,
            repeat: false,
            required: false,
            shared: false,
            tails: vec![("on", crate::schema::Tail::Date)],
            levels: if is_class { Vec::new() } else { input.levels.clone() },
            audience: None,
            bounds: Default::default(),
            also: Vec::new(),
            doc: block.and_then(|b| b.text("doc")).cloned().unwrap_or_else(|| "".into()),
            standard: framework.standard,
        };
        row.fields.insert(input.id.clone(), field);
    }
    let learn = FieldSchema {
        name: "cost_to_learn".into(),
        ty: FieldType::Quantity,
        units: vec!["person-days".into()],
        of: Vec::new(),
        levels: Vec::new(),
        many: false,
        single: false,
        repeat: false,
        required: false,
        shared: false,
        tails: Vec::new(),
        audience: None,
        bounds: Default::default(),
        also: Vec::new(),
        doc: "What finding out more about these inputs would take.".into(),
        standard: true,
    };
    row.fields.entry("cost_to_learn".into()).or_insert(learn);
    row
}
