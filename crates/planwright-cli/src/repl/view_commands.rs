//! Commands that change how the session looks at the plan.

use super::choice::CompletionItem;
use super::console::{Console, Outcome};
use super::plan_choices::{frameworks, scenarios, weightings};
use planwright::model::Plan;
use planwright::quantity::Period;
use planwright::{View, ViewError};

/// What a name stands for: `none` takes it away, nothing asks which there are.
enum NameRequest<'a> {
    List,
    Nothing,
    Name(&'a str),
}

fn parse_name_request(rest: &str) -> NameRequest<'_> {
    match rest {
        "" => NameRequest::List,
        "none" => NameRequest::Nothing,
        name => NameRequest::Name(name),
    }
}

/// The name that is asked for, `None` where none shall hold. Where nothing is asked for, says which there are with the
/// one in use marked; a name that is not there is refused.
fn requested_name(
    talk: &mut Console,
    rest: &str,
    what: &str,
    names: fn(&Plan) -> Vec<CompletionItem>,
    current: Option<&str>,
    view: fn(String) -> View,
) -> Result<Option<String>, Outcome> {
    match parse_name_request(rest) {
        NameRequest::List => {
            let names = names(talk.session().scored().evaluated.plan());
            if names.is_empty() {
                talk.screen.say(&format!("the plan has no {what}"));
            }
            for CompletionItem { text: name, detail: title, .. } in names {
                let mark = if Some(name.as_str()) == current { "*" } else { " " };
                talk.screen.say(format!("{mark} {name}  {title}").trim_end());
            }
            Err(Outcome::Done)
        }
        NameRequest::Nothing => Ok(None),
        NameRequest::Name(name) => {
            let known: Result<(), ViewError> = view(name.to_string()).check(talk.session().scored().evaluated.plan());
            match known {
                Ok(()) => Ok(Some(name.to_string())),
                Err(error) => Err(talk.wrong(&error.to_string(), Some(&error.help()))),
            }
        }
    }
}

fn apply_view(talk: &mut Console, view: View, said: &str) -> Outcome {
    let result = talk.session_mut().set_view(view);
    if result.is_ok() {
        talk.screen.say(said);
    }
    talk.changed(result, None)
}

/// `:scenario`.
pub(super) fn scenario(talk: &mut Console, rest: &str) -> Outcome {
    let view = talk.session().view().clone();
    let named = |name| View { scenario: Some(name), ..View::default() };
    let name = match requested_name(talk, rest, "scenario", scenarios, view.scenario.as_deref(), named) {
        Ok(name) => name,
        Err(outcome) => return outcome,
    };
    let said = name.as_deref().map_or("without a scenario".into(), |n| format!("under the scenario {n}"));
    apply_view(talk, View { scenario: name, ..view }, &said)
}

/// `:weights`.
pub(super) fn weights(talk: &mut Console, rest: &str) -> Outcome {
    let view = talk.session().view().clone();
    let named = |name| View { weights: Some(name), ..View::default() };
    let name = match requested_name(talk, rest, "weighting", weightings, view.weights.as_deref(), named) {
        Ok(name) => name,
        Err(outcome) => return outcome,
    };
    let said = name.as_deref().map_or("without a weighting".into(), |n| format!("with the weighting {n}"));
    apply_view(talk, View { weights: name, ..view }, &said)
}

/// `:today`.
pub(super) fn today(talk: &mut Console, rest: &str) -> Outcome {
    let view = talk.session().view().clone();
    let today = match parse_name_request(rest) {
        NameRequest::List => {
            let day = talk.session().scored().evaluated.today();
            talk.screen.say(&day.to_string());
            return Outcome::Done;
        }
        NameRequest::Nothing => None,
        NameRequest::Name(day) => match Period::parse(day).map(Period::first) {
            Ok(day) => Some(day),
            Err(e) => return talk.wrong(&e.to_string(), Some(&e.help())),
        },
    };
    let said = today.map_or("on the plan's own day".to_string(), |day| format!("on {day}"));
    apply_view(talk, View { today, ..view }, &said)
}

/// `:by`.
pub(super) fn by(talk: &mut Console, rest: &str) -> Outcome {
    let current = talk.by.clone();
    let named = |name| View { by: vec![name], ..View::default() };
    let name = match requested_name(talk, rest, "framework", frameworks, current.as_deref(), named) {
        Ok(name) => name,
        Err(outcome) => return outcome,
    };
    let said = match &name {
        Some(name) => format!("ranking by {name}"),
        None => "ranking by what the plan says".into(),
    };
    talk.by = name;
    talk.screen.say(&said);
    Outcome::Done
}
