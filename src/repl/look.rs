//! Commands that change how the session looks at the plan.

use super::talk::{Outcome, Talk};
use crate::command::{Failure, check_names};
use crate::pipeline::View;
use crate::quantity::Period;

/// What a name stands for: `none` takes it away, nothing asks which there are.
enum Asked<'a> {
    List,
    Nothing,
    Name(&'a str),
}

fn asked(rest: &str) -> Asked<'_> {
    match rest {
        "" => Asked::List,
        "none" => Asked::Nothing,
        name => Asked::Name(name),
    }
}

fn failed(talk: &mut Talk, failure: &Failure) -> Outcome {
    talk.wrong(&failure.message, failure.help.as_deref())
}

/// Says which there are, the one in use marked.
fn list(talk: &mut Talk, what: &str, names: &[(String, String)], current: Option<&str>) -> Outcome {
    if names.is_empty() {
        talk.screen.say(&format!("the plan has no {what}"));
    }
    for (name, title) in names {
        let mark = if Some(name.as_str()) == current { "*" } else { " " };
        talk.screen.say(format!("{mark} {name}  {title}").trim_end());
    }
    Outcome::Fine
}

fn looked(talk: &mut Talk, view: View, said: &str) -> Outcome {
    let result = talk.session_mut().look(view);
    if result.is_ok() {
        talk.screen.say(said);
    }
    talk.changed(result, None)
}

/// `:scenario`.
pub fn scenario(talk: &mut Talk, rest: &str) -> Outcome {
    let view = talk.session().view().clone();
    let name = match asked(rest) {
        Asked::List => {
            let title = |t: &Option<std::sync::Arc<str>>| t.as_deref().unwrap_or("").to_string();
            let names: Vec<(String, String)> = {
                let session = talk.session();
                let scenarios = &session.scored().evaluated.plan().scenarios;
                scenarios.iter().map(|(n, t)| (n.to_string(), title(t))).collect()
            };
            return list(talk, "scenario", &names, view.scenario.as_deref());
        }
        Asked::Nothing => None,
        Asked::Name(name) => Some(name.to_string()),
    };
    let known = check_names(talk.session().scored().evaluated.plan(), name.as_deref(), None, &[]);
    match known {
        Ok(()) => {
            let said = name.as_deref().map_or("without a scenario".into(), |n| format!("under the scenario {n}"));
            looked(talk, View { scenario: name, ..view }, &said)
        }
        Err(failure) => failed(talk, &failure),
    }
}

/// `:weights`.
pub fn weights(talk: &mut Talk, rest: &str) -> Outcome {
    let view = talk.session().view().clone();
    let name = match asked(rest) {
        Asked::List => {
            let names: Vec<(String, String)> = {
                let session = talk.session();
                let all = session.scored().evaluated.plan().weightings.values();
                all.map(|w| (w.id.to_string(), w.title.as_deref().unwrap_or("").to_string())).collect()
            };
            return list(talk, "weighting", &names, view.weights.as_deref());
        }
        Asked::Nothing => None,
        Asked::Name(name) => Some(name.to_string()),
    };
    let known = check_names(talk.session().scored().evaluated.plan(), None, name.as_deref(), &[]);
    match known {
        Ok(()) => {
            let said = name.as_deref().map_or("without a weighting".into(), |n| format!("with the weighting {n}"));
            looked(talk, View { weights: name, ..view }, &said)
        }
        Err(failure) => failed(talk, &failure),
    }
}

/// `:today`.
pub fn today(talk: &mut Talk, rest: &str) -> Outcome {
    let view = talk.session().view().clone();
    let today = match asked(rest) {
        Asked::List => {
            let day = talk.session().scored().evaluated.today();
            talk.screen.say(&day.to_string());
            return Outcome::Fine;
        }
        Asked::Nothing => None,
        Asked::Name(day) => match Period::parse(day).map(Period::first) {
            Ok(day) => Some(day),
            Err(e) => return talk.wrong(&e.to_string(), Some(&e.help())),
        },
    };
    let said = today.map_or("on the plan's own day".to_string(), |day| format!("on {day}"));
    looked(talk, View { today, ..view }, &said)
}

/// `:by`.
pub fn by(talk: &mut Talk, rest: &str) -> Outcome {
    let name = match asked(rest) {
        Asked::List => {
            let current = talk.by.clone();
            let names: Vec<(String, String)> = {
                let session = talk.session();
                let all = session.scored().evaluated.plan().frameworks.values();
                all.map(|f| (f.id.to_string(), f.title().to_string())).collect()
            };
            return list(talk, "framework", &names, current.as_deref());
        }
        Asked::Nothing => None,
        Asked::Name(name) => Some(name.to_string()),
    };
    let names: Vec<String> = name.iter().cloned().collect();
    let known = check_names(talk.session().scored().evaluated.plan(), None, None, &names);
    match known {
        Ok(()) => {
            let said = match &name {
                Some(name) => format!("ranking by {name}"),
                None => "ranking by what the plan says".into(),
            };
            talk.by = name;
            talk.screen.say(&said);
            Outcome::Fine
        }
        Err(failure) => failed(talk, &failure),
    }
}
