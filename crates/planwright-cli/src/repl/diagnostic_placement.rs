//! Findings in what was typed, placed where it was typed.

use planwright::diagnostic::Diagnostic;
use planwright::source::{SourceId, SourceSet, SourceText, Span};

/// Where a statement was typed.
#[derive(Debug, Clone, Default)]
pub(super) struct StatementOrigin {
    /// The name of the input: a file, `input`; empty at a prompt.
    pub name: String,
    /// The statement's first line in it, from 1.
    pub line: usize,
    /// The statement.
    pub text: String,
}

impl StatementOrigin {
    /// The place as it stands before a message: `input:3`.
    pub(super) fn place(&self) -> String {
        if self.name.is_empty() { "input".into() } else { format!("{}:{}", self.name, self.line) }
    }

    /// The place with a colon; nothing at a prompt.
    pub(super) fn prefix(&self) -> String {
        if self.name.is_empty() { String::new() } else { format!("{}: ", self.place()) }
    }
}

/// Advice to run a command, as it is typed here.
pub(super) fn as_repl_help(text: &str) -> String {
    text.replace("`plan ", "`:")
}

/// What a session calls the texts that it makes of statements.
const SESSION_SOURCE_NAMES: [&str; 2] = ["typed", "formula"];

/// Findings with the text they are about shown as it was typed: under the input's name, on its lines. What is found in
/// the text that a session makes of the statement moves to the same words of the statement; `value`
/// is the part of it that the session took.
pub(super) fn place_diagnostics(
    found: Vec<Diagnostic>,
    sources: SourceSet,
    origin: &StatementOrigin,
    value: Option<&str>,
) -> (Vec<Diagnostic>, SourceSet) {
    let mut found = found;
    for d in &mut found {
        d.help = d.help.take().map(|h| as_repl_help(&h));
    }
    let typed = |(_, source): &(SourceId, &SourceText)| match value {
        Some(value) => SESSION_SOURCE_NAMES.contains(&&*source.name) && source.text.contains(value),
        None => SESSION_SOURCE_NAMES.contains(&&*source.name) && *source.text == *origin.text,
    };
    // A session reads what is typed under any number that is free; what says the same elsewhere is not meant.
    let named = |(id, _): &(SourceId, &SourceText)| found.iter().any(|d| d.label.span.source == *id);
    let of = sources.iter().filter(typed).filter(named).last().or_else(|| sources.iter().filter(typed).last());
    let typed = of.map(|(id, source)| (id, source.text.clone()));
    let Some((last, made)) = typed else { return (found, sources) };
    // The part that both have, where it begins in each.
    let part = value.unwrap_or(&made);
    let places = made.rfind(part).zip(origin.text.rfind(part)).filter(|_| !part.is_empty());
    let Some((from, to)) = places else { return (found, sources) };
    let above = "\n".repeat(if origin.name.is_empty() { 0 } else { origin.line.saturating_sub(1) });
    let text = format!("{above}{}", origin.text);
    let moved = |span: &mut Span| {
        if span.source != last {
            return;
        }
        let (start, end) = (span.start as usize, span.end as usize);
        let inside = start >= from && end <= from + part.len();
        let (start, end) = if inside { (start - from + to, end - from + to) } else { (0, origin.text.len()) };
        *span = Span::new(last, above.len() + start, above.len() + end);
    };
    for d in &mut found {
        moved(&mut d.label.span);
        d.labels.iter_mut().for_each(|l| moved(&mut l.span));
        d.fixes.iter_mut().for_each(|f| moved(&mut f.span));
    }
    let name = if origin.name.is_empty() { "input" } else { &origin.name };
    let mut out = SourceSet::default();
    for (id, source) in sources.iter() {
        out.add(if id == last { SourceText::new(name, text.as_str()) } else { source.clone() });
    }
    (found, out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use planwright::diagnostic::Code;

    #[test]
    fn a_finding_moves_to_what_was_typed() {
        let mut sources = SourceSet::default();
        sources.add(SourceText::new("a.plan", "x"));
        let last = sources.add(SourceText::new("typed", "initiative a { rice { effort: 3 foo } }"));
        let found = vec![Diagnostic::new(Code::NO_PLAN, Span::new(last, 32, 35), "no")];
        let origin = StatementOrigin { name: "input".into(), line: 3, text: ":set a.rice.effort 3 foo".into() };
        let (found, sources) = place_diagnostics(found, sources, &origin, Some("3 foo"));
        let place = sources.locate(found[0].label.span).unwrap();
        assert_eq!((place.line, place.column, sources.slice(found[0].label.span)), (3, 22, "foo"));
        assert_eq!(&*sources.get(last).unwrap().name, "input");
    }

    #[test]
    fn a_finding_is_in_the_text_that_it_points_into() {
        let mut sources = SourceSet::default();
        let made = sources.add(SourceText::new("typed", "initiative a { effort: 3 foo }"));
        sources.add(SourceText::new("typed", "initiative b { effort: 3 foo }"));
        let found = vec![Diagnostic::new(Code::NO_PLAN, Span::new(made, 25, 28), "no")];
        let origin = StatementOrigin { name: "input".into(), line: 1, text: ":set a.effort 3 foo".into() };
        let (found, sources) = place_diagnostics(found, sources, &origin, Some("3 foo"));
        assert_eq!((&*sources.get(made).unwrap().name, sources.slice(found[0].label.span)), ("input", "foo"));
    }
}
