//! The roadmap made and told to an audience that is named.

use crate::diagnostic::closest_match;
use crate::evaluate::{CustomWorth, Evaluated, NoRoadmap, QueryError, RoadmapOptions};
use crate::quantity::Date;
use crate::report::roadmap::{AudienceReport, audience_horizon, audiences, report};
use crate::schema::library::LibraryFolder;
use std::fmt;

/// The folders of the library that a plan is read with to be told: [`View::folders`](crate::pipeline::View::folders).
pub const AUDIENCE_FOLDERS: [LibraryFolder; 2] = [LibraryFolder::Audiences, LibraryFolder::Columns];

/// The audience where none is named.
const DEFAULT_AUDIENCE: &str = "team";

/// Which roadmap, and to whom. `Wanted::default()` is all of it, for the team, in the plan's own order.
#[derive(Debug, Clone, Default)]
pub struct AudienceRoadmapOptions {
    /// The audience; else the team.
    pub audience: Option<String>,
    /// The framework to order by; else the plan's own.
    pub by: Option<String>,
    /// What initiatives are worth, as a formula; else their scores.
    pub worth: Option<String>,
    /// The last day that is looked at; else that of the audience or of the plan's horizon. The schedule is the same.
    pub until: Option<Date>,
}

/// Why no roadmap is told.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum NoAudienceRoadmap {
    /// There is no such audience.
    NoAudience {
        /// The name.
        name: String,
        /// The name that is likely meant.
        nearest: Option<String>,
        /// All that there are, in their order.
        known: Vec<String>,
    },
    /// It would end before the day that the plan is read on.
    Over {
        /// The last day that was asked for.
        until: Date,
        /// The day that the plan is read on.
        today: Date,
    },
    /// The formula of what initiatives are worth can't be read or fails.
    Worth(QueryError),
    /// There is no roadmap.
    NoRoadmap(NoRoadmap),
}

impl NoAudienceRoadmap {
    /// What to do about it.
    pub fn help(&self) -> Option<String> {
        match self {
            NoAudienceRoadmap::NoAudience { nearest: Some(near), .. } => Some(format!("did you mean `{near}`?")),
            NoAudienceRoadmap::NoAudience { known, .. } => Some(format!("there are {}", known.join(", "))),
            NoAudienceRoadmap::Over { .. } => Some("look to a later day, or read the plan on an earlier one".into()),
            NoAudienceRoadmap::Worth(error) => error.help.clone(),
            NoAudienceRoadmap::NoRoadmap(_) => None,
        }
    }
}

impl fmt::Display for NoAudienceRoadmap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NoAudienceRoadmap::NoAudience { name, .. } => write!(f, "there is no audience `{name}`"),
            NoAudienceRoadmap::Over { until, today } => write!(f, "a roadmap until {until} would end before {today}"),
            NoAudienceRoadmap::Worth(error) => error.fmt(f),
            NoAudienceRoadmap::NoRoadmap(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for NoAudienceRoadmap {}

impl AudienceRoadmapOptions {
    /// The name of the audience.
    pub fn name(&self) -> &str {
        self.audience.as_deref().unwrap_or(DEFAULT_AUDIENCE)
    }
}

/// Makes the roadmap of a plan that was read with the library's [`AUDIENCE_FOLDERS`], and tells it.
///
/// # Errors
/// Where there is no such audience, the roadmap would end before today, the formula of its worth fails, or there is none.
pub fn audience_roadmap(
    evaluated: &Evaluated,
    wanted: &AudienceRoadmapOptions,
) -> Result<AudienceReport, NoAudienceRoadmap> {
    let name = wanted.name();
    let audience = audiences(evaluated).find(|a| &*a.id == name).ok_or_else(|| {
        let known = || audiences(evaluated).map(|a| &*a.id);
        NoAudienceRoadmap::NoAudience {
            name: name.to_string(),
            nearest: closest_match(name, known()).map(str::to_string),
            known: known().map(str::to_string).collect(),
        }
    })?;
    if let Some(until) = wanted.until.filter(|until| *until < evaluated.today()) {
        return Err(NoAudienceRoadmap::Over { until, today: evaluated.today() });
    }
    let by = wanted.by.as_deref().or(evaluated.plan().settings.rank_by.as_ref().map(|(by, _)| &**by));
    let worth = |formula: &String| {
        let of = evaluated.worth_values(formula, by).map_err(NoAudienceRoadmap::Worth)?;
        Ok(CustomWorth { formula: formula.clone(), of })
    };
    let worth = wanted.worth.as_ref().map(worth).transpose()?;
    let wish = RoadmapOptions { by: wanted.by.clone(), worth, samples: None };
    let roadmap = evaluated.roadmap(&wish).map_err(NoAudienceRoadmap::NoRoadmap)?;
    let until = wanted.until.or_else(|| audience_horizon(evaluated, audience)).unwrap_or(roadmap.to);
    Ok(report(evaluated, &roadmap, audience, until))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::{Source, View};

    const PLAN: &str = r#"
plan p "P" { rank_by: ice; horizon: 2026-Q2 to 2026-Q4; today: 2026-05-04 }
team core "Core" { capacity: 2 people }
initiative a "A" { team: core; effort: 3 person-weeks; ice { impact: 5; confidence: 6; ease: 9 } }
"#;

    #[test]
    fn the_team_is_told_where_nobody_is_named() {
        let view = View { folders: AUDIENCE_FOLDERS.to_vec(), ..View::default() };
        let evaluated = Source::text("p.plan", PLAN).parse().unwrap().resolve(&view).unwrap().evaluate().evaluated;
        let told = audience_roadmap(&evaluated, &AudienceRoadmapOptions::default()).unwrap();
        assert!(!told.withheld && !told.report.periods.is_empty());
        let untold = |wanted: AudienceRoadmapOptions| audience_roadmap(&evaluated, &wanted).map(|_| ()).unwrap_err();
        let error =
            untold(AudienceRoadmapOptions { audience: Some("excutive".into()), ..AudienceRoadmapOptions::default() });
        assert_eq!(error.to_string(), "there is no audience `excutive`");
        assert_eq!(error.help().as_deref(), Some("did you mean `executive`?"));
        let error =
            untold(AudienceRoadmapOptions { until: Date::new(2026, 5, 3), ..AudienceRoadmapOptions::default() });
        assert_eq!(error.to_string(), "a roadmap until 2026-05-03 would end before 2026-05-04");
        let error =
            untold(AudienceRoadmapOptions { worth: Some("\"text\"".into()), ..AudienceRoadmapOptions::default() });
        assert_eq!(error.to_string(), "it gives no number");
    }
}
