//! `:what`: what the session changed.

use super::console::{Console, Outcome};
use planwright::Limit;
use planwright::evaluation::Evaluated;
use planwright::session::changed_inputs;
use planwright::{View, ViewError};

/// A change on one line.
pub(super) fn line(typed: &str) -> String {
    let words: Vec<&str> = typed.split_whitespace().collect();
    let line = words.join(" ");
    match line.char_indices().nth(120) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}

/// Lists the changes, then the inputs that differ from the files.
pub(super) fn run(talk: &mut Console) -> Outcome {
    let changes: Vec<_> = talk.session().changes().cloned().collect();
    if changes.is_empty() {
        talk.screen.say("nothing is changed");
        return Outcome::Done;
    }
    for (index, change) in changes.iter().enumerate() {
        talk.screen.say(&format!("{}  {}", index + 1, line(&change.typed)));
    }
    let inputs: Result<Result<Vec<String>, ViewError>, _> = {
        let session = talk.session();
        let view = View { overlays: Vec::new(), ..session.view().clone() };
        Limit::flag(talk.interrupt.flag()).run(|| {
            let before = session.parsed().resolve(&view)?.evaluate();
            Ok(input_differences(&before.evaluated, &session.scored().evaluated))
        })
    };
    let Ok(inputs) = inputs else {
        talk.screen.interrupted();
        return Outcome::Interrupted;
    };
    let inputs = match inputs {
        Ok(inputs) => inputs,
        // The view names what the changes brought.
        Err(error) => return talk.wrong(&error.to_string(), Some(&error.help())),
    };
    let title =
        if inputs.is_empty() { "no input differs from the files" } else { "inputs that differ from the files:" };
    talk.screen.say(title);
    inputs.iter().for_each(|input| talk.screen.say(&format!("  {input}")));
    Outcome::Done
}

/// `detection.rice: effort 5 → 3 person-months`, in the order of the plan.
fn input_differences(before: &Evaluated, after: &Evaluated) -> Vec<String> {
    let inputs = changed_inputs(before, after).into_iter();
    inputs.flat_map(|(id, by, changed)| changed.into_iter().map(move |c| format!("{id}.{by}: {c}"))).collect()
}
