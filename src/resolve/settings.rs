//! The settings of a plan: its currency, rates and nouns, and the units that they make.

use super::checker::Checker;
use super::declarations::Declaration;
use super::lower;
use super::numbers::UnitCache;
use super::symbol_table::SymbolTable;
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::model::{Datum, Plan, Record};
use crate::quantity::{Currency, NounSettings, Rate, UnitSettings, UnitSettingsProblem, UnitSystem};
use crate::schema::Schema;
use crate::source::Span;

/// The settings of the plan and its nouns, and from them the units.
pub(super) fn settings(
    plan: &mut Plan,
    declared: &[Declaration<'_>],
    schema: &Schema,
    names: &SymbolTable,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut checker = Checker::new(schema, names, UnitCache::new(UnitSystem::default()), Vec::new());
    let mut units = UnitSettings { currency: Currency::new("USD"), ..UnitSettings::default() };
    let mut rates = Vec::new();
    let mut nouns = Vec::new();
    let mut first: Option<Span> = None;
    for item in declared.iter().filter(|d| matches!(d.kind.text, "plan" | "noun")) {
        let Some(row) = schema.kind(item.kind.text) else { continue };
        let record = checker.record(item, row);
        if &*record.kind == "noun" {
            units.nouns.push(NounSettings {
                id: record.id.to_string(),
                is: record.word("is").map(|w| w.to_string()),
                unique: record.is_yes("unique"),
            });
            nouns.push(record.header);
            plan.add_other_item(record);
            continue;
        }
        if let Some(first) = first {
            checker.diagnostics.push(
                Diagnostic::new(Code::DUPLICATE_NAME, record.header, "a workspace holds one `plan` block")
                    .also(first, "the first is here")
                    .help("join the two; a folder below with a plan of its own is a workspace of its own"),
            );
            continue;
        }
        first = Some(record.header);
        edition(&record, &mut checker.diagnostics);
        currency(&record, &mut units, &mut rates, &mut checker.diagnostics);
        plan.settings = lower::settings(&record);
        plan.add_other_item(record);
    }
    diagnostics.append(&mut checker.diagnostics);
    let (system, problems) = UnitSystem::new(&units);
    for problem in problems {
        let plan_header = first.unwrap_or(Span::new(crate::source::SourceId(0), 0, 0));
        let (span, said) = match problem {
            UnitSettingsProblem::PersonMonth => {
                (plan_header, "a person-month has more than 0 and at most 1,000 person-days")
            }
            UnitSettingsProblem::Rate(at) => {
                (rates.get(at).copied().unwrap_or(plan_header), "a rate is greater than 0")
            }
            UnitSettingsProblem::RateContradicts(at) => {
                (rates.get(at).copied().unwrap_or(plan_header), "this rate contradicts the others")
            }
            UnitSettingsProblem::ReservedNoun(at) => {
                (nouns.get(at).copied().unwrap_or(plan_header), "a noun can't be named like a unit")
            }
            UnitSettingsProblem::NounCycle(at) => {
                (nouns.get(at).copied().unwrap_or(plan_header), "this noun is, by way of others, itself")
            }
        };
        let code = if matches!(problem, UnitSettingsProblem::NounCycle(_)) { Code::CYCLE } else { Code::WRONG_TYPE };
        diagnostics.push(Diagnostic::new(code, span, said).help("change it, or take it away"));
    }
    plan.units = system;
}

/// The editions of the language.
const EDITIONS: [f64; 1] = [2026.0];

/// A plan that was written in another edition may mean something else.
fn edition(record: &Record, diagnostics: &mut Vec<Diagnostic>) {
    let (Some(edition), Some(fact)) = (record.number("edition"), record.fact("edition")) else { return };
    if EDITIONS.contains(&edition) {
        return;
    }
    let span = fact.first().map_or(fact.span, |c| c.span);
    let said = format!("there is no edition {} of the language", crate::quantity::print::exact(edition));
    let fix = Fix { title: "write `2026`".into(), span, replacement: "2026".into(), safe: false };
    let help = "this program knows the edition 2026; a later one needs a later program";
    diagnostics.push(Diagnostic::new(Code::UNKNOWN_EDITION, span, said).help(help).fix(fix));
}

/// Currency, rates and the length of a person-month.
fn currency(record: &Record, units: &mut UnitSettings, rates: &mut Vec<Span>, diagnostics: &mut Vec<Diagnostic>) {
    let mut unknown = |span, word: &str| {
        let said = format!("`{word}` is not a currency");
        diagnostics.push(
            Diagnostic::new(Code::WRONG_TYPE, span, said).help("currencies are written with three capitals, as `EUR`"),
        );
    };
    if let (Some(word), Some(fact)) = (record.word("currency"), record.fact("currency")) {
        match Currency::new(word) {
            Some(currency) => units.currency = Some(currency),
            None => unknown(fact.span, word),
        }
    }
    for fact in record.all("rate") {
        let Some(clause) = fact.first() else { continue };
        let (Datum::Word(of), Some(Datum::Quantity(price))) = (&clause.head, clause.tail("=")) else {
            diagnostics.push(
                Diagnostic::new(Code::WRONG_TYPE, fact.span, "a rate says what another currency is worth")
                    .help("write `rate: EUR = 1.08 USD`"),
            );
            continue;
        };
        match (Currency::new(of), price.unit.currency(), price.amount.point()) {
            (Some(of), Some(in_terms_of), Some(value)) => {
                units.rates.push(Rate { of, value, in_terms_of });
                rates.push(fact.span);
            }
            _ => diagnostics.push(
                Diagnostic::new(Code::WRONG_TYPE, fact.span, "a rate is one amount of money")
                    .help("write `rate: EUR = 1.08 USD`"),
            ),
        }
    }
    if let Some(Datum::Quantity(quantity)) = record.value("person_month") {
        units.person_month = quantity.amount.point().unwrap_or(units.person_month);
    }
}
