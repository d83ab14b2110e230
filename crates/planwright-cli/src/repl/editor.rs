//! The line editor: completion, hints, colours, and whether an input goes on.

use super::choice::CompletionItem;
use super::complete::complete;
use super::highlight::{self, TextStyle};
use super::statement::unfinished;
use crate::command::stdout_width;
use planwright::diagnostic::sanitize;
use planwright::ide::Knowledge;
use planwright::session::Session;
use rustyline::completion::{Completer, Pair};
use rustyline::config::Configurer;
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::{Hinter, HistoryHinter};
use rustyline::history::MemHistory;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{Cmd, ColorMode, CompletionType, Config, Context, Editor, EventHandler, Helper, KeyCode, KeyEvent};
use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

/// What the line editor asks while somebody types.
pub(super) struct EditorHelper {
    session: Rc<RefCell<Session>>,
    look: TextStyle,
    hinter: HistoryHinter,
    /// The last text with its colours: an editor asks again and again.
    painted: RefCell<(String, String)>,
}

/// The line editor.
pub(super) type LineEditor = Editor<EditorHelper, MemHistory>;

/// A line editor over a session.
///
/// # Errors
/// Where there is no terminal to edit on.
pub(super) fn line_editor(session: Rc<RefCell<Session>>, look: TextStyle) -> rustyline::Result<LineEditor> {
    let config = Config::builder()
        .completion_type(CompletionType::List)
        .completion_show_all_if_ambiguous(true)
        .bracketed_paste(true)
        .auto_add_history(false)
        .tab_stop(2)
        .color_mode(if look.colored { ColorMode::Enabled } else { ColorMode::Disabled })
        .build();
    let mut editor = Editor::with_history(config, MemHistory::new())?;
    editor.set_max_history_size(super::input_history::MAX_ENTRIES)?;
    editor.set_helper(Some(EditorHelper { session, look, hinter: HistoryHinter::new(), painted: RefCell::default() }));
    // Terminals send Alt-Enter as an escape before the return.
    for key in [KeyEvent(KeyCode::Enter, rustyline::Modifiers::ALT), KeyEvent::alt('\r'), KeyEvent::alt('\n')] {
        editor.bind_sequence(key, EventHandler::Simple(Cmd::Newline));
    }
    Ok(editor)
}

/// Whether somebody gave an input up that is still open, by two empty lines at its end.
pub(super) fn is_abandoned(text: &str) -> bool {
    let mut last = text.rsplit('\n').take(2);
    text.matches('\n').count() >= 2 && last.all(|l| l.trim().is_empty()) && unfinished(text).is_some()
}

impl Helper for EditorHelper {}

impl Validator for EditorHelper {
    fn validate(&self, ctx: &mut ValidationContext<'_>) -> rustyline::Result<ValidationResult> {
        let text = ctx.input();
        let goes_on = unfinished(text).is_some() && !is_abandoned(text);
        Ok(if goes_on { ValidationResult::Incomplete } else { ValidationResult::Valid(None) })
    }
}

impl Hinter for EditorHelper {
    type Hint = String;

    fn hint(&self, line: &str, pos: usize, ctx: &Context<'_>) -> Option<String> {
        // A hint of several lines would push what stands below about with each key.
        if line.len() > 1_000 {
            return None;
        }
        self.hinter.hint(line, pos, ctx).filter(|h| !h.contains('\n'))
    }
}

impl Highlighter for EditorHelper {
    fn highlight<'l>(&self, line: &'l str, _: usize) -> Cow<'l, str> {
        if !self.look.colored {
            return Cow::Borrowed(line);
        }
        let mut painted = self.painted.borrow_mut();
        if painted.0 != line {
            *painted = (line.to_string(), highlight::highlight(line));
        }
        Cow::Owned(painted.1.clone())
    }

    fn highlight_hint<'h>(&self, hint: &'h str) -> Cow<'h, str> {
        Cow::Owned(self.look.dim(hint))
    }

    fn highlight_candidate<'c>(&self, candidate: &'c str, _: CompletionType) -> Cow<'c, str> {
        match candidate.split_once("  ") {
            Some((name, detail)) => Cow::Owned(format!("{name}{}", self.look.dim(&format!("  {detail}")))),
            None => Cow::Borrowed(candidate),
        }
    }

    fn highlight_char(&self, _: &str, _: usize, kind: CmdKind) -> bool {
        // Moving the cursor changes no colour.
        kind == CmdKind::Other && self.look.colored
    }
}

impl Completer for EditorHelper {
    type Candidate = Pair;

    fn complete(&self, line: &str, pos: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<Pair>)> {
        let Some(text) = line.get(..pos) else { return Ok((pos, Vec::new())) };
        let session = self.session.borrow();
        let evaluated = &session.scored().evaluated;
        let known = Knowledge { plan: evaluated.plan(), schema: evaluated.schema() };
        let (start, choices) = complete(text, &known);
        Ok((start, listed(choices, stdout_width().unwrap_or(80))))
    }
}

/// The most columns of a name in a list.
const MAX_NAME_WIDTH: usize = 30;

/// Choices as a list shows them: with what they mean, one a line, cut to the width.
fn listed(choices: Vec<CompletionItem>, width: usize) -> Vec<Pair> {
    let length = |text: &str| text.chars().count();
    let explained = choices.iter().any(|c| !c.detail.is_empty());
    let names = choices.iter().map(|c| length(&c.label)).max().unwrap_or(0).min(MAX_NAME_WIDTH);
    // An editor puts several in a row where they fit; what has a meaning has a line of its own.
    let least = if explained { width / 2 + 1 } else { 0 };
    let pair = |choice: CompletionItem| {
        let label = sanitize(&choice.label).into_owned();
        let mut display = match choice.detail.is_empty() {
            true => label,
            false => format!("{label:<names$}  {}", sanitize(&choice.detail)),
        };
        if length(&display) + 2 > width {
            display = display.chars().take(width.saturating_sub(3)).collect::<String>() + "…";
        }
        Pair { display: format!("{display:<least$}"), replacement: choice.text }
    };
    choices.into_iter().map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_open_is_given_up_by_two_empty_lines() {
        assert!(!is_abandoned("team a {\n"));
        assert!(is_abandoned("team a {\n\n"));
        assert!(!is_abandoned("team a { }\n\n"));
    }

    #[test]
    fn lists_say_what_things_mean_in_one_line() {
        let choice =
            |text: &str, detail: &str| CompletionItem { text: text.into(), label: text.into(), detail: detail.into() };
        let long = "what it means, at a length that no list has the room for in a line of its own";
        let found = listed(vec![choice("rice", "RICE"), choice("x", long), choice("y\u{1b}", "")], 60);
        assert_eq!(found[0].display.trim_end(), "rice  RICE");
        assert!(found.iter().all(|p| (31..60).contains(&p.display.chars().count())));
        assert!(found[1].display.ends_with('…') && !found[2].display.contains('\u{1b}'));
        let plain = listed(vec![choice("a", ""), choice("b", "")], 60);
        assert_eq!(plain[0].display, "a");
    }
}
