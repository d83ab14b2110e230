//! Text cut into statements.

use planwright::ide::{InputState, Language, Opener, input_state, language_of};

/// What a statement is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StatementKind {
    /// `:rank --top 5`
    Command,
    /// A piece of plan, laid over the plan.
    Plan,
    /// A formula over the plan.
    Formula,
}

/// One statement of an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Statement {
    /// What it is.
    pub kind: StatementKind,
    /// Its lines.
    pub text: String,
    /// The line of the input that it begins on, from 1.
    pub line: usize,
    /// What it leaves open, where the input ends within it.
    pub open: Option<Opener>,
}

/// Puts lines together to statements.
#[derive(Debug, Default)]
pub(super) struct StatementReader {
    pending: String,
    open: Option<Opener>,
    first: usize,
    read: usize,
}

/// What a text is.
pub(super) fn statement_kind(text: &str) -> StatementKind {
    match text.trim_start().starts_with(':') {
        true => StatementKind::Command,
        false if language_of(text) == Language::Plan => StatementKind::Plan,
        false => StatementKind::Formula,
    }
}

/// What a single statement leaves open that a further line can close.
fn left_open(text: &str) -> Option<Opener> {
    let state = match text.trim_start().strip_prefix(':') {
        None => input_state(text, Language::Any),
        // Only these take text that may go on; what the others take is a line.
        Some(command) => match command.split_once(char::is_whitespace) {
            Some(("set", rest)) => input_state(rest, Language::Plan),
            Some(("type" | "time", rest)) if !rest.trim_start().starts_with(':') => {
                input_state(rest, Language::Formula)
            }
            _ => InputState::Complete,
        },
    };
    match state {
        InputState::Open { what, .. } if what.spans_lines() => Some(what),
        _ => None,
    }
}

/// Whether a line may close what is open. A list that is not closed ends with its block.
fn may_close(line: &str, open: Opener) -> bool {
    line.contains(open.close()) || (open == Opener::Bracket && line.contains('}'))
}

fn is_blank(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || (line.starts_with('#') && !line.starts_with("#{"))
}

impl StatementReader {
    /// Takes a line without its end; gives the statement that it finishes.
    pub(super) fn push(&mut self, line: &str) -> Option<Statement> {
        self.read += 1;
        if self.pending.is_empty() {
            if is_blank(line) {
                return None;
            }
            self.first = self.read;
        } else {
            self.pending.push('\n');
        }
        self.pending.push_str(line);
        // What is innermost is closed first. A line that can't do that is not worth reading all of it again.
        if self.open.is_some_and(|open| !may_close(line, open)) {
            return None;
        }
        self.open = left_open(&self.pending);
        if self.open.is_some() { None } else { Some(self.take(None)) }
    }

    /// What is left where the input ends.
    pub(super) fn finish(&mut self) -> Option<Statement> {
        let open = left_open(&self.pending);
        (!self.pending.is_empty()).then(|| self.take(open))
    }

    /// The number of the last line taken.
    pub(super) fn line(&self) -> usize {
        self.read
    }

    /// Forgets what is begun.
    pub(super) fn forget(&mut self) {
        self.pending.clear();
        self.open = None;
    }

    fn take(&mut self, open: Option<Opener>) -> Statement {
        let text = std::mem::take(&mut self.pending);
        self.open = None;
        Statement { kind: statement_kind(&text), text, line: self.first, open }
    }
}

/// The statements of a text. Pieces of plan that follow one another become one, so that they are one change.
pub(super) fn split(text: &str) -> Vec<Statement> {
    let mut reader = StatementReader::default();
    let mut found: Vec<Statement> = Vec::new();
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let mut add = |next: Statement| match found.last_mut() {
        Some(last) if last.kind == StatementKind::Plan && next.kind == StatementKind::Plan => {
            let end = last.line + last.text.matches('\n').count();
            // Lines keep their numbers, for places in them.
            last.text.push_str(&"\n".repeat(next.line - end));
            last.text.push_str(&next.text);
            last.open = next.open;
        }
        // A formula over lines that no bracket holds together.
        Some(last)
            if last.kind == StatementKind::Formula
                && next.kind == StatementKind::Formula
                && is_cut(&last.text, &next.text) =>
        {
            last.text.push('\n');
            last.text.push_str(&next.text);
            last.open = next.open;
        }
        _ => found.push(next),
    };
    for line in text.split('\n') {
        if let Some(next) = reader.push(line.strip_suffix('\r').unwrap_or(line)) {
            add(next);
        }
    }
    if let Some(rest) = reader.finish() {
        add(rest);
    }
    found
}

/// Whether a formula goes on in the next line: an operator stands at the end of the one, or at the start of the other.
fn is_cut(before: &str, after: &str) -> bool {
    // A line may begin with the sign of its own number.
    before.trim_end().ends_with(['+', '-', '*', '/', '%', '&', '|', '<', '>', '=', ',', '.'])
        || after.trim_start().starts_with(['+', '*', '/', '%', '&', '|', '<', '>', '=', '.', ')'])
}

/// What a text leaves open.
pub(super) fn unfinished(text: &str) -> Option<Opener> {
    split(text).last()?.open
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_of_plan_that_follow_one_another_are_one_statement() {
        let text = "# a comment\nteam a {\n  capacity: 1 people\n}\n\nteam b { }\n1 + 2\n:rank --top 5\nteam c { }\n";
        let found = split(text);
        let shown: Vec<(StatementKind, usize, usize)> =
            found.iter().map(|s| (s.kind, s.line, s.text.lines().count())).collect();
        assert_eq!(
            shown,
            [
                (StatementKind::Plan, 2, 5),
                (StatementKind::Formula, 7, 1),
                (StatementKind::Command, 8, 1),
                (StatementKind::Plan, 9, 1)
            ]
        );
        assert!(found[0].text.ends_with("}\n\nteam b { }"));
    }

    #[test]
    fn a_formula_goes_on_behind_an_operator() {
        let texts = |text: &str| split(text).into_iter().map(|s| s.text).collect::<Vec<_>>();
        assert_eq!(texts("1 +\n2\n3\n* 4\n-5"), ["1 +\n2", "3\n* 4", "-5"]);
    }

    #[test]
    fn what_is_open_goes_on() {
        assert_eq!(unfinished("team a {"), Some(Opener::Brace));
        assert_eq!(unfinished("team a { }"), None);
        assert_eq!(unfinished("(1 +\n2"), Some(Opener::Parenthesis));
        assert_eq!(unfinished(":set a.b \"\"\"one"), Some(Opener::LongQuote));
        assert_eq!(unfinished(":rank --where '(a'"), None);
        assert_eq!(unfinished("\"one"), None);
        let mut reader = StatementReader::default();
        assert_eq!(reader.push("team a {"), None);
        assert_eq!(reader.push("}").map(|s| (s.line, s.text)), Some((1, "team a {\n}".into())));
        assert_eq!(reader.finish(), None);
    }
}
