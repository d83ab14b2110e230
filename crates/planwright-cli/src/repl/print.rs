//! Answers as people read them: quantities with units, items as a plan writes them, rankings as tables.

use planwright::evaluation::Value;
use planwright::evaluation::{InputOrigin, InputValue, NamedSubject, PlanAnswer};
use planwright::language::format;
use planwright::language::{Block, parse};
use planwright::model::Fact;
use planwright::quantity::{Amount, print};
use planwright::report::{Align, Cell, Layout, Table, text, wrap_line};
use planwright::session::Session;
use planwright::source::SourceId;
use std::fmt::Write;

/// A list of more texts than this, or wider, has a line for each.
const MAX_INLINE_TEXTS: usize = 8;

/// An answer as text, without escape codes; it ends with a newline.
pub fn print(session: &Session, answer: &PlanAnswer, layout: Layout) -> String {
    Printer(session).print(answer, layout)
}

struct Printer<'s>(&'s Session);

impl Printer<'_> {
    fn print(&self, answer: &PlanAnswer, layout: Layout) -> String {
        let out = match &answer.subject {
            NamedSubject::Score(initiative, by) if answer.value.is_none() => self.unscored(*initiative, by),
            _ if answer.value.is_none() => missing(&answer.missing),
            NamedSubject::Input(input) => self.input(input),
            NamedSubject::Score(initiative, by) => self.score(answer, *initiative, by),
            NamedSubject::Measure(unit, point) => measure(answer, unit.as_ref(), point.as_ref().and_then(|p| p.on)),
            NamedSubject::Field(facts) => facts.iter().map(|f| self.field(f)).collect::<Vec<_>>().join("\n"),
            NamedSubject::Ranking(by) => self.ranking(by, layout).unwrap_or_else(|| self.value(answer, layout)),
            NamedSubject::Item(kind, id) => self.item(kind, id, &[]).unwrap_or_else(|| self.value(answer, layout)),
            NamedSubject::Block(kind, id, way) => {
                self.item(kind, id, way).unwrap_or_else(|| self.value(answer, layout))
            }
            NamedSubject::Computed => self.value(answer, layout),
        };
        let mut out = planwright::diagnostic::sanitize(&out).into_owned();
        if !out.ends_with('\n') {
            out.push('\n');
        }
        out
    }

    fn value(&self, answer: &PlanAnswer, layout: Layout) -> String {
        match &answer.value {
            Some(Value::List(items)) => self.list(items, layout),
            Some(value) => self.one(value),
            None => missing(&answer.missing),
        }
    }

    fn one(&self, value: &Value) -> String {
        match value {
            Value::Number(number) => print::number(*number),
            Value::Truth(truth) => if *truth { "yes" } else { "no" }.to_string(),
            Value::Text(text) => text.to_string(),
            Value::List(items) => format!("[{}]", items.iter().map(|v| self.one(v)).collect::<Vec<_>>().join(", ")),
            Value::Record(record) => {
                let path = record.path();
                let names: Vec<&str> = path.split('.').collect();
                let found = match self.0.scored().evaluated.resolve_path(&names) {
                    Some(NamedSubject::Item(kind, id)) => self.item(&kind, &id, &[]),
                    Some(NamedSubject::Block(kind, id, way)) => self.item(&kind, &id, &way),
                    _ => None,
                };
                match found {
                    Some(text) => text,
                    None if record.is_present() => record.key().map_or(path, |k| k.to_string()),
                    None => missing(&[path]),
                }
            }
            Value::Missing => missing(&[]),
        }
    }

    fn list(&self, items: &[Value], layout: Layout) -> String {
        let texts: Vec<String> = items.iter().map(|v| self.one(v)).collect();
        let short = format!("[{}]", texts.join(", "));
        if items.len() <= MAX_INLINE_TEXTS && short.len() <= layout.width.unwrap_or(80) && !short.contains('\n') {
            return short;
        }
        let each = |t: &String| if t.contains('\n') { t.clone() } else { wrap_line(t, layout) };
        texts.iter().map(each).collect()
    }

    fn score(&self, answer: &PlanAnswer, initiative: usize, by: &str) -> String {
        let Some(Value::Number(score)) = &answer.value else { return missing(&answer.missing) };
        let mut out = print::number(*score);
        let ranking = self.0.scored().evaluated.ranking(by, false);
        if let Some(ranking) = ranking
            && let Some(ranked) = ranking.get(initiative)
        {
            let _ = write!(out, "  (rank {} of {}", ranked.rank, ranking.rows.len());
            match (ranked.order, ranked.verdict) {
                (None, _) => out.push_str(", declined"),
                (Some(order), Some(_)) => drop(write!(out, ", {order} after decisions")),
                _ => {}
            }
            out.push(')');
        }
        out
    }

    fn unscored(&self, initiative: usize, by: &str) -> String {
        let column = self.0.scored().evaluated.column(by);
        let row = column.as_ref().and_then(|c| c.row(initiative));
        match row {
            None => format!("?  (it has nothing of `{by}`)"),
            Some(row) if row.failed => "?  (its formula fails: `:check` says how)".to_string(),
            Some(row) => missing(&row.missing.iter().map(|m| m.name.clone()).collect::<Vec<_>>()),
        }
    }

    fn input(&self, input: &InputValue) -> String {
        let Some(amount) = input.amount else { return missing(&[]) };
        let mut out = match &input.level {
            Some(level) => format!("{level} ({})", print::quantity(amount.low(), &input.unit)),
            None => print::amount(amount, &input.unit),
        };
        if let (Amount::Range { likely: None, .. }, Some(median)) = (amount, input.value) {
            let _ = write!(out, ", median {}", print::quantity(median, &input.unit));
        }
        match input.origin {
            InputOrigin::Parts => out.push_str("  (the sum of its parts)"),
            InputOrigin::Default => out.push_str("  (the default)"),
            InputOrigin::Initiative => out.push_str("  (of the initiative)"),
            InputOrigin::From | InputOrigin::Block | InputOrigin::Absent => {}
        }
        if let Some(because) = &input.because {
            let _ = write!(out, "  because \"{because}\"");
        }
        out
    }

    /// A field as it was written, without its name.
    fn field(&self, fact: &Fact) -> String {
        let span = fact.clauses.iter().map(|c| c.span).reduce(|a, b| a.to(b));
        let sources = &self.0.scored().sources;
        let mut out = span.map_or(String::new(), |s| sources.slice(s).to_string());
        let because = fact.because.as_ref().or_else(|| fact.clauses.last()?.because.as_ref());
        if let Some(because) = because.filter(|_| !out.contains(" because ")) {
            let _ = write!(out, "  because \"{because}\"");
        }
        out
    }

    fn ranking(&self, by: &str, layout: Layout) -> Option<String> {
        let evaluated = &self.0.scored().evaluated;
        let ranking = evaluated.ranking(by, false)?;
        let mut table =
            Table::new(&[("rank", Align::Right), ("id", Align::Left), ("title", Align::Left), ("score", Align::Right)]);
        table.flexible = Some(2);
        for row in ranking.by_score() {
            let record = &evaluated.plan().initiatives[row.initiative].record;
            table.rows.push(vec![
                Cell::new(row.rank.to_string()),
                Cell::new(&*record.id),
                Cell::new(record.title()),
                Cell::number(row.score),
            ]);
        }
        Some(if table.rows.is_empty() { format!("nothing is ranked by `{by}`") } else { text(&table, layout) })
    }

    /// An item, or a block of it, as a plan writes it.
    fn item(&self, kind: &str, id: &str, way: &[std::sync::Arc<str>]) -> Option<String> {
        let whole = self.0.item_text(kind, id)?;
        let parsed = parse(SourceId(0), whole.into());
        let mut block: Block<'_> = parsed.blocks().next()?;
        for step in way {
            block = block.blocks().find(|b| b.kind().is_some_and(|k| k.text == &**step))?;
        }
        Some(format(&parse(SourceId(0), block.0.text().into())))
    }
}

fn missing(names: &[String]) -> String {
    match names {
        [] => "?".to_string(),
        [name] => format!("?  ({name} is missing)"),
        several => format!("?  ({} are missing)", several.join(", ")),
    }
}

fn measure(
    answer: &PlanAnswer,
    unit: Option<&planwright::quantity::Unit>,
    on: Option<planwright::quantity::Period>,
) -> String {
    let Some(Value::Number(number)) = &answer.value else { return missing(&answer.missing) };
    let mut out = match unit {
        // The distance between two percentages is in points.
        Some(unit) if unit.is_percent() && matches!(answer.subject, NamedSubject::Measure(_, None)) => {
            format!("{} pp", print::number(number * 100.0))
        }
        Some(unit) => print::quantity(*number, unit),
        None => print::number(*number),
    };
    if let Some(on) = on {
        let _ = write!(out, "  ({on})");
    }
    out
}
