//! `:what`: what the session changed.

use super::effect::cause;
use super::talk::{Outcome, Talk};
use crate::evaluate::{Evaluated, InputValue};
use crate::pipeline::View;
use crate::quantity::print;
use crate::session::Changed;

/// A change on one line.
pub fn line(typed: &str) -> String {
    let words: Vec<&str> = typed.split_whitespace().collect();
    let line = words.join(" ");
    match line.char_indices().nth(120) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}

/// Lists the changes, then the inputs that differ from the files.
pub fn run(talk: &mut Talk, _: &str) -> Outcome {
    let changes: Vec<_> = talk.session().changes().cloned().collect();
    if changes.is_empty() {
        talk.screen.say("nothing is changed");
        return Outcome::Fine;
    }
    for (index, change) in changes.iter().enumerate() {
        talk.screen.say(&format!("{}  {}", index + 1, line(&change.typed)));
    }
    let inputs = {
        let session = talk.session();
        let view = View { overlays: Vec::new(), ..session.view().clone() };
        let before = session.parsed().resolve(&view).evaluate(&view);
        differences(&before.evaluated, &session.scored().evaluated)
    };
    if talk.interrupt.raised() {
        talk.screen.interrupted();
        return Outcome::Interrupted;
    }
    let title =
        if inputs.is_empty() { "no input differs from the files" } else { "inputs that differ from the files:" };
    talk.screen.say(title);
    inputs.iter().for_each(|input| talk.screen.say(&format!("  {input}")));
    Outcome::Fine
}

fn written(value: Option<&InputValue>) -> Option<String> {
    let value = value?;
    let amount = value.amount?;
    Some(value.level.as_ref().map_or_else(|| print::amount(amount, &value.unit), |level| level.to_string()))
}

/// `detection.rice: effort 5 → 3 person-months`, in the order of the plan.
fn differences(before: &Evaluated, after: &Evaluated) -> Vec<String> {
    let mut found = Vec::new();
    for (index, initiative) in after.plan().initiatives.iter().enumerate() {
        let id = initiative.id();
        let was = before.plan().by_id.get(id).copied();
        for column in after.columns() {
            let Some(row) = column.row(index) else { continue };
            let old = before.column(&column.framework.id);
            let old = old.as_ref().and_then(|c| c.row(was?));
            for (at, input) in column.framework.inputs.iter().enumerate() {
                let then = written(old.and_then(|r| r.inputs.get(at)));
                let now = written(row.inputs.get(at));
                if then != now {
                    let changed = Changed { input: input.id.clone(), before: then, after: now };
                    found.push(format!("{id}.{}: {}", column.framework.id, cause(&changed)));
                }
            }
        }
    }
    found
}
