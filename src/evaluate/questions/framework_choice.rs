//! Which framework ranks where a plan has several, and where nobody says.

use crate::diagnostic::closest_match;
use crate::evaluate::scores::Evaluated;
use crate::model::Framework;
use std::fmt;
use std::sync::Arc;

/// Why there is no framework to rank by.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoFramework {
    /// The plan has none of the name that was asked for.
    NoSuch {
        /// The name.
        name: String,
        /// The name that is likely meant.
        nearest: Option<String>,
    },
    /// Nobody says which, and no initiative has inputs of any.
    Unused,
    /// Nobody says which, and initiatives have inputs of these.
    Several(Vec<String>),
    /// A weighting is for another one.
    OtherWeighting {
        /// The weighting.
        weighting: String,
        /// The framework that it weighs.
        of: String,
        /// The framework to rank by.
        framework: String,
        /// The weightings of that one.
        own: Vec<String>,
    },
}

impl NoFramework {
    /// What to do about it, in words of a plan; how a program is asked for a framework it knows itself.
    pub fn help(&self) -> String {
        match self {
            NoFramework::NoSuch { nearest: Some(near), .. } => format!("did you mean `{near}`?"),
            NoFramework::NoSuch { .. } => "name one that the plan or the standard library declares".into(),
            NoFramework::Unused => "give them some, as in `rice { reach: 500 users/month; impact: high; confidence: 80%; effort: 2 person-months }`".into(),
            NoFramework::Several(used) => {
                format!("choose one of {}; or set `rank_by` in the `plan` block", used.join(", "))
            }
            NoFramework::OtherWeighting { of, framework, own, .. } => match own.as_slice() {
                [] => format!("rank by `{of}`"),
                own => format!("rank by `{of}`, or take one of `{framework}`: {}", own.join(", ")),
            },
        }
    }
}

impl fmt::Display for NoFramework {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NoFramework::NoSuch { name, .. } => write!(f, "there is no framework `{name}`"),
            NoFramework::Unused => f.write_str("no initiative has the inputs of a framework"),
            NoFramework::Several(_) => f.write_str("the plan uses several frameworks"),
            NoFramework::OtherWeighting { weighting, of, framework, .. } => {
                write!(f, "the weighting `{weighting}` is for `{of}`, not for `{framework}`")
            }
        }
    }
}

impl std::error::Error for NoFramework {}

impl Evaluated {
    /// The framework to rank by: the one that is asked for, else the plan's `rank_by`, else the only one of which an
    /// initiative has anything. Among how many it is the only one is counted over those that were scored.
    ///
    /// # Errors
    /// Where the plan has none of that name, or nobody says which and there is not just one.
    pub fn framework(&self, asked: Option<&str>) -> Result<&Arc<Framework>, NoFramework> {
        let plan = self.plan();
        let named = |name: &str| {
            plan.frameworks.get(name).ok_or_else(|| NoFramework::NoSuch {
                name: name.to_string(),
                nearest: closest_match(name, plan.frameworks.keys().map(|id| &**id)).map(str::to_string),
            })
        };
        if let Some(name) = asked.or(plan.settings.rank_by.as_ref().map(|(by, _)| &**by)) {
            return named(name);
        }
        let columns = self.columns();
        let used: Vec<&str> = columns.iter().filter(|c| !c.rows.is_empty()).map(|c| &*c.framework.id).collect();
        match used.as_slice() {
            [only] => named(only),
            [] => Err(NoFramework::Unused),
            several => Err(NoFramework::Several(several.iter().map(|id| id.to_string()).collect())),
        }
    }

    /// Whether a weighting of the plan is for this framework; one that the plan does not have is for any.
    ///
    /// # Errors
    /// Where it is for another one.
    pub fn check_weighting(&self, weighting: &str, framework: &str) -> Result<(), NoFramework> {
        let Some(weighting) = self.weighting(weighting).filter(|w| *w.framework != *framework) else { return Ok(()) };
        let own = self.plan().weightings.values().filter(|w| *w.framework == *framework);
        Err(NoFramework::OtherWeighting {
            weighting: weighting.id.to_string(),
            of: weighting.framework.to_string(),
            framework: framework.to_string(),
            own: own.map(|w| w.id.to_string()).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::{Source, View};

    const ICE: &str = "ice { impact: 5; confidence: 6; ease: 9 }";
    const FIT: &str = "framework fit \"Fit\" { input a { range: 0 to 10; weight: 100% } }
        weighting sales \"Sales\" { for: fit; a: 100% }";

    fn evaluated(text: &str) -> Evaluated {
        Source::text("p.plan", text).parse().unwrap().resolve(&View::default()).unwrap().evaluate().evaluated
    }

    #[test]
    fn the_one_asked_for_then_the_plans_own_then_the_only_one() {
        let both = format!("{FIT} initiative x \"X\" {{ {ICE}; fit {{ a: 3 }} }}");
        let by = |text: &str, asked: Option<&str>| evaluated(text).framework(asked).map(|f| f.id.to_string());
        let ranked = format!("plan p \"P\" {{ rank_by: fit }} {both}");
        assert_eq!((by(&ranked, None), by(&ranked, Some("ice"))), (Ok("fit".into()), Ok("ice".into())));
        assert_eq!(by(&format!("{FIT} initiative x \"X\" {{ {ICE} }}"), None), Ok("ice".into()));
        let several = by(&both, None).unwrap_err();
        assert_eq!(several, NoFramework::Several(vec!["fit".into(), "ice".into()]));
        assert_eq!(several.help(), "choose one of fit, ice; or set `rank_by` in the `plan` block");
        assert_eq!(by("initiative x \"X\" { }", None), Err(NoFramework::Unused));
        let wrong = by(&ranked, Some("ise")).unwrap_err();
        assert_eq!((&*wrong.to_string(), &*wrong.help()), ("there is no framework `ise`", "did you mean `ice`?"));
    }

    #[test]
    fn a_weighting_is_for_one_framework() {
        let evaluated = evaluated(&format!("{FIT} initiative x \"X\" {{ {ICE}; fit {{ a: 3 }} }}"));
        assert_eq!(
            (evaluated.check_weighting("sales", "fit"), evaluated.check_weighting("nobody", "ice")),
            (Ok(()), Ok(()))
        );
        let wrong = evaluated.check_weighting("sales", "ice").unwrap_err();
        assert_eq!(wrong.to_string(), "the weighting `sales` is for `fit`, not for `ice`");
        assert_eq!(wrong.help(), "rank by `fit`");
    }
}
