//! What a column tells about an initiative.

use crate::formula::Value;
use crate::model::{Datum, Fact, Record};
use crate::quantity::{Grain, Period, print};
use crate::report::document::fact_lookup::{PathValue, ValuePresence, find_path, presence};
use crate::report::document::wording::{FactWording, escape_markdown};
use crate::report::output::phrasing::percent;
use crate::report::roadmap::GridCell;
use crate::report::roadmap::audience::AudienceColumn;
use crate::report::roadmap::item_selection::ItemQueries;
use crate::schema::{BlockSchema, FieldSchema, FieldType};
use crate::source::Span;

/// A cell with the place of what it tells.
#[derive(Debug, Default)]
pub(super) struct CellWithSource {
    pub cell: GridCell,
    pub span: Option<Span>,
}

impl CellWithSource {
    pub(super) fn text(text: String, span: Option<Span>) -> CellWithSource {
        CellWithSource { cell: GridCell { text: Some(text).filter(|t| !t.is_empty()), number: None }, span }
    }
}

/// A column's cell for an item.
pub(super) fn cell<'p>(
    asker: &mut ItemQueries<'p>,
    say: FactWording<'p>,
    column: &AudienceColumn<'p>,
    item: usize,
) -> CellWithSource {
    if let Some(show) = column.show {
        let Some(value) = asker.ask(show, item, None) else { return CellWithSource::default() };
        let number = match value {
            Value::Number(number) => Some(number),
            _ => None,
        };
        return CellWithSource { cell: GridCell { text: value_text(asker, column, &value), number }, span: None };
    }
    let record = asker.record(item);
    let mut parts = Vec::new();
    let mut span = None;
    for shown in &column.shows {
        let text = match find_path(asker.evaluated, record, shown.path) {
            Some(PathValue::Facts { facts, row }) if presence(&facts) == ValuePresence::There => {
                span = span.or(facts.first().map(|f| f.span));
                values(say, &facts, row)
            }
            Some(PathValue::Blocks { blocks, row }) => {
                let chosen = column_blocks(asker, column, item, blocks);
                span = span.or(chosen.first().map(|b| b.header));
                let texts = chosen.into_iter().map(|b| block(say, column, b, row));
                texts.filter(|t| !t.is_empty()).collect::<Vec<_>>().join("; ")
            }
            _ => continue,
        };
        if !text.is_empty() {
            parts.push(shown.label.map_or(text.clone(), |label| format!("{}: {text}", escape_markdown(label))));
        }
    }
    CellWithSource::text(parts.join("; "), span)
}

/// The blocks that a column tells of.
fn column_blocks<'p>(
    asker: &mut ItemQueries<'p>,
    column: &AudienceColumn<'p>,
    item: usize,
    blocks: Vec<(Option<usize>, &'p Record)>,
) -> Vec<&'p Record> {
    // Items about the initiative are not its blocks: no formula is asked of them.
    let holds = |asker: &mut ItemQueries<'p>, at: Option<usize>| at.is_none() || asker.holds(column.each, item, at);
    let mut kept: Vec<(f64, &Record)> = Vec::new();
    for (at, record) in blocks {
        if holds(asker, at) {
            let rank = column.order.filter(|_| at.is_some()).map_or(0.0, |o| asker.order_key(o, item, at));
            kept.push((rank, record));
        }
    }
    kept.sort_by(|a, b| b.0.total_cmp(&a.0));
    kept.into_iter().take(column.limit).map(|(_, r)| r).collect()
}

/// The values of a field in a row; single words need no more than a comma.
fn values(say: FactWording<'_>, facts: &[&Fact], row: Option<&FieldSchema>) -> String {
    let mut clauses = facts.iter().flat_map(|f| &f.clauses);
    let short = clauses.all(|c| c.tails.is_empty() && !matches!(c.head, Datum::Text(_)));
    say.values(facts, row, false).join(if short { ", " } else { "; " })
}

/// `Model training runs late: 30%, 4 weeks — Ship with static thresholds`; of a block without a name all that it holds.
fn block(say: FactWording<'_>, column: &AudienceColumn<'_>, block: &Record, row: &BlockSchema) -> String {
    if column.fields.is_empty() && !row.named {
        let fact = |fact: &Fact| {
            let label = match row.fields.get(&fact.name) {
                Some(_) => escape_markdown(&crate::report::document::section_layout::readable_name(&fact.name)),
                None => say.metric(&fact.name),
            };
            format!("{label}: {}", values(say, &[fact], row.fields.get(&fact.name)))
        };
        return block.facts.iter().map(fact).collect::<Vec<_>>().join("; ");
    }
    let fields: &[&str] = if column.fields.is_empty() { &["title"] } else { &column.fields };
    let mut told = fields.iter().filter_map(|name| Some((*name, field(say, block, row, name)?)));
    let mut out = told.next().map_or(String::new(), |(_, first)| first);
    for (at, (name, text)) in told.enumerate() {
        let sentence = row.fields.get(name).is_some_and(|f| f.ty == FieldType::Text);
        out += match (at, sentence) {
            (0, _) if out.ends_with(['?', '!', '.']) => " ",
            (0, _) => ": ",
            (_, true) => " — ",
            _ => ", ",
        };
        out += &text;
    }
    out
}

/// A field of a block, or its title.
pub(super) fn field(say: FactWording<'_>, block: &Record, row: &BlockSchema, name: &str) -> Option<String> {
    match name {
        "title" => Some(escape_markdown(
            &block
                .title
                .as_deref()
                .map_or_else(|| crate::report::document::section_layout::readable_name(&block.id), str::to_string),
        )),
        "id" => Some(escape_markdown(&block.id)),
        name => {
            let facts: Vec<&Fact> = block.facts.iter().filter(|f| &*f.name == name).collect();
            let there = presence(&facts) == ValuePresence::There;
            there.then(|| values(say, &facts, row.fields.get(name))).filter(|t| !t.is_empty())
        }
    }
}

/// A formula's result in words.
pub(super) fn value_text(asker: &ItemQueries<'_>, column: &AudienceColumn<'_>, value: &Value) -> Option<String> {
    Some(match value {
        Value::Number(number) => amount(asker, column, *number),
        Value::Truth(truth) => if *truth { "yes" } else { "no" }.into(),
        Value::Text(text) => period(column, text).unwrap_or_else(|| escape_markdown(text)),
        Value::List(items) => {
            let items: Vec<String> = items.iter().filter_map(|v| value_text(asker, column, v)).collect();
            items.join(", ")
        }
        Value::Record(record) => escape_markdown(&record.key()?),
        Value::Missing => return None,
    })
    .filter(|text| !text.is_empty())
}

/// A number as the column prints it.
pub(super) fn amount(asker: &ItemQueries<'_>, column: &AudienceColumn<'_>, number: f64) -> String {
    if column.printed == Some("percent") {
        // `>99%` would begin a quotation.
        return escape_markdown(&percent(number));
    }
    let number = rounded(number);
    let unit = column.unit.as_ref().and_then(|u| asker.evaluated.plan().units.parse(u).ok());
    escape_markdown(&unit.map_or_else(|| print::number(number), |unit| print::quantity(number, &unit)))
}

/// To three digits: more would claim more than is known.
fn rounded(number: f64) -> f64 {
    if number == 0.0 || !number.is_finite() {
        return number;
    }
    let scale = 10f64.powi(2 - number.abs().log10().floor() as i32);
    (number * scale).round() / scale
}

fn period(column: &AudienceColumn<'_>, text: &str) -> Option<String> {
    let grain = match column.printed? {
        "day" => Grain::Day,
        "month" => Grain::Month,
        "quarter" => Grain::Quarter,
        _ => return None,
    };
    let period = Period::parse(text).ok()?;
    // A month given for a quarter's launch stays what it is.
    let coarser = period.grain() != Grain::Day && grain == Grain::Day;
    Some(if coarser { period.to_string() } else { Period::containing(period.last(), grain).to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_sure_does_not_read_as_sure() {
        assert_eq!([0.9996, 1.0, 0.004, 0.0, 0.825].map(percent), [">99%", "100%", "<1%", "0%", "83%"]);
        assert_eq!([1234.5, 0.0, 17.36, 3.0].map(rounded), [1230.0, 0.0, 17.4, 3.0]);
    }
}
