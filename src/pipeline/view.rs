//! How a plan is looked at, and what a view names that the plan does not have.

use crate::diagnostic::closest_match;
use crate::model::Plan;
use crate::quantity::Date;
use crate::schema::library::{self, LibraryFolder};
use std::fmt;

/// How a plan is looked at.
///
/// What it names is looked up where the view is given, in [`Parsed::resolve`](super::Parsed::resolve): a scenario, a
/// weighting or a framework that is not there is a [`ViewError`], and never the plan without it.
#[derive(Debug, Clone, Default)]
pub struct View {
    /// The scenario to apply.
    pub scenario: Option<String>,
    /// Changes in the language, each a text of items laid over the plan: `initiative sso { rice { effort: 2 person-months } }`.
    pub overlays: Vec<String>,
    /// The frameworks to score by, and what they read; empty for all that the plan knows.
    pub by: Vec<String>,
    /// Frameworks of the library to know besides those that the plan uses.
    pub known: Vec<String>,
    /// Folders of the library to read besides those that every plan has.
    pub folders: Vec<LibraryFolder>,
    /// The weighting to use.
    pub weights: Option<String>,
    /// The day to read it on; else the plan's own, else `day`.
    pub today: Option<Date>,
    /// The day that it is where the reader is, which a face hands in: the library knows only the day in UTC, which it
    /// takes without one.
    pub day: Option<Date>,
}

/// What a view names by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ViewItemKind {
    /// [`View::scenario`].
    Scenario,
    /// [`View::weights`].
    Weighting,
    /// One of [`View::by`] or [`View::known`].
    Framework,
}

impl ViewItemKind {
    /// Its word: `scenario`, `weighting`, `framework`.
    pub fn as_str(self) -> &'static str {
        match self {
            ViewItemKind::Scenario => "scenario",
            ViewItemKind::Weighting => "weighting",
            ViewItemKind::Framework => "framework",
        }
    }
}

/// Why a plan can't be looked at in a way.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ViewError {
    /// The plan has nothing of this name.
    NoSuch {
        /// What was named.
        what: ViewItemKind,
        /// The name.
        name: String,
        /// The name that is likely meant.
        nearest: Option<String>,
        /// All that the plan has, in their order.
        known: Vec<String>,
    },
    /// The weighting is for a framework that is not among those to score by.
    OtherFramework {
        /// The weighting.
        weighting: String,
        /// The framework that it weighs.
        framework: String,
        /// The frameworks to score by.
        by: Vec<String>,
    },
}

impl ViewError {
    /// What to do about it: the name that is meant, or those that there are.
    pub fn help(&self) -> String {
        match self {
            ViewError::NoSuch { nearest: Some(near), .. } => format!("did you mean `{near}`?"),
            ViewError::NoSuch { what, known, .. } if known.is_empty() => {
                format!("the plan declares no {}", what.as_str())
            }
            ViewError::NoSuch { known, .. } => format!("the plan has {}", known.join(", ")),
            ViewError::OtherFramework { framework, .. } => format!("score by `{framework}`"),
        }
    }
}

impl fmt::Display for ViewError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ViewError::NoSuch { what, name, .. } => write!(f, "there is no {} `{name}`", what.as_str()),
            ViewError::OtherFramework { weighting, framework, by } => {
                write!(f, "the weighting `{weighting}` is for `{framework}`, not for `{}`", by.join("`, `"))
            }
        }
    }
}

impl std::error::Error for ViewError {}

impl View {
    /// The frameworks to know besides those of the plan.
    pub(super) fn frameworks(&self) -> Vec<String> {
        self.by.iter().chain(&self.known).cloned().collect()
    }

    /// Whether a plan has what the view names.
    ///
    /// # Errors
    /// The first that it has not.
    pub fn check(&self, plan: &Plan) -> Result<(), ViewError> {
        let is_there = |what: ViewItemKind, name: &String, names: Vec<&str>| {
            if names.contains(&name.as_str()) {
                return Ok(());
            }
            // Those of the library are known by their names alone.
            let library =
                library::items(LibraryFolder::Frameworks).map(|i| i.name).filter(|_| what == ViewItemKind::Framework);
            Err(ViewError::NoSuch {
                what,
                name: name.clone(),
                nearest: closest_match(name, names.iter().copied().chain(library)).map(str::to_string),
                known: names.into_iter().map(str::to_string).collect(),
            })
        };
        let frameworks = || plan.frameworks.keys().map(|n| &**n).collect();
        if let Some(name) = &self.scenario {
            is_there(ViewItemKind::Scenario, name, plan.scenarios.iter().map(|(n, _)| &**n).collect())?;
        }
        if let Some(name) = &self.weights {
            is_there(ViewItemKind::Weighting, name, plan.weightings.keys().map(|n| &**n).collect())?;
        }
        self.by.iter().chain(&self.known).try_for_each(|name| is_there(ViewItemKind::Framework, name, frameworks()))?;
        match self.weights.as_ref().and_then(|w| plan.weightings.get(w.as_str())) {
            Some(weighting) if !self.by.is_empty() && !self.by.iter().any(|by| **by == *weighting.framework) => {
                Err(ViewError::OtherFramework {
                    weighting: weighting.id.to_string(),
                    framework: weighting.framework.to_string(),
                    by: self.by.clone(),
                })
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Source;
    use super::*;

    const PLAN: &str = r#"
framework fit "Fit" {
  input a { range: 0 to 10; weight: 50% }
  input b { range: 0 to 10; weight: 50% }
}
weighting sales "Sales" { for: fit; a: 20%; b: 80% }
scenario lean "Lean" { initiative sso { fit { a: 0 } } }
initiative sso "SSO" { fit { a: 10; b: 10 }; ice { impact: 5; confidence: 6; ease: 9 } }
"#;

    fn error(view: View) -> ViewError {
        let parsed = Source::text("p.plan", PLAN).parse().unwrap();
        parsed.resolve(&view).expect_err("it names what is not there")
    }

    #[test]
    fn what_a_view_names_is_there_or_an_error() {
        let no = |view| {
            let error = error(view);
            (error.to_string(), error.help())
        };
        let (said, help) = no(View { scenario: Some("leen".into()), ..View::default() });
        assert_eq!((&*said, &*help), ("there is no scenario `leen`", "did you mean `lean`?"));
        let (said, help) = no(View { weights: Some("marketing".into()), ..View::default() });
        assert_eq!((&*said, &*help), ("there is no weighting `marketing`", "the plan has sales"));
        for view in [
            View { by: vec!["ice".into(), "rise".into()], ..View::default() },
            View { known: vec!["rise".into()], ..View::default() },
        ] {
            assert_eq!(no(view), ("there is no framework `rise`".into(), "did you mean `rice`?".into()));
        }
        let view = View { by: vec!["ice".into()], weights: Some("sales".into()), ..View::default() };
        assert_eq!(no(view).0, "the weighting `sales` is for `fit`, not for `ice`");
        let parsed = Source::text("p.plan", PLAN).parse().unwrap();
        let view = View { scenario: Some("lean".into()), weights: Some("sales".into()), ..View::default() };
        let scored = parsed.resolve(&view).unwrap().evaluate();
        assert_eq!(scored.evaluated.ranking("fit", false).unwrap().rows[0].score, 80.0);
    }
}
