//! Units by what they are called elsewhere.

/// A unit that goes by another name elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnitSynonym {
    /// The unit to write in its place; `None` where another number goes with it.
    pub write: Option<&'static str>,
    /// What to say.
    pub say: &'static str,
}

/// The words, the unit, and what to say; empty for "write …".
const UNITS: &[(&str, &str, &str)] = &[
    ("sp pt pts storypoint storypoints story-point story-points story_points story", "points", ""),
    (
        "md pd man-day man-days manday mandays person-day-s dev-day dev-days eng-day eng-days engineer-day engineer-days engineering-days staff-day staff-days ideal-day ideal-days person_day person_days persondays personday developer-days fte-days",
        "person-days",
        "",
    ),
    (
        "pw mw man-week man-weeks manweek manweeks dev-week dev-weeks eng-week eng-weeks engineer-week engineer-weeks engineering-weeks staff-week staff-weeks person_week person_weeks personweeks personweek developer-weeks fte-weeks ew",
        "person-weeks",
        "",
    ),
    (
        "pm mm man-month man-months manmonth manmonths dev-month dev-months eng-month eng-months engineer-month engineer-months engineering-months staff-month staff-months person_month person_months personmonths personmonth developer-months fte-months",
        "person-months",
        "",
    ),
    (
        "mh ph man-hour man-hours manhour manhours dev-hour dev-hours eng-hour eng-hours engineer-hours staff-hours person_hours personhours",
        "person-hours",
        "",
    ),
    (
        "man-year man-years manyear manyears fte-year fte-years staff-years engineer-years person_years personyears",
        "person-years",
        "",
    ),
    ("fte ftes head heads headcount hc engineer engineers dev devs developer-s resource resources pax", "people", ""),
    (
        "sprint sprints iteration iterations cycle cycles",
        "",
        "a sprint is no unit of time yet: write its weeks, of work the weeks of people, as `4 person-weeks`",
    ),
    (
        "workday workdays work-day work-days business-day business-days working-day working-days calendar-day calendar-days businessday businessdays",
        "days",
        "",
    ),
    (
        "team-day team-days team-week team-weeks team-month team-months squad-week squad-weeks",
        "",
        "a team's week is a week of each of its people: five people for two weeks are `10 person-weeks`",
    ),
    ("arr mrr acv", "", "write the amount with its period: `$60K/year`, `$5K/month`"),
    ("bp bps basis-point basis-points", "", "100 basis points are `1 pp`"),
    ("percent pct percents per-cent percentage", "", "write `%` at the number, as in `5%`"),
    ("ppt ppts percentage-point percentage-points pct-points point-s percentpoints", "pp", ""),
    ("thousand thousands tsd k", "", "write `K` at the number, as in `5K`"),
    ("million millions mln mio mn mil", "", "write `M` at the number, as in `5M`"),
    ("billion billions bln bn mrd", "", "write `B` at the number, as in `5B`"),
    ("mau maus", "users/month", ""),
    ("wau waus", "users/week", ""),
    ("dau daus", "users/day", ""),
    ("dollar dollars bucks us-dollars", "USD", ""),
    ("euro euros", "EUR", ""),
    ("pound pounds quid sterling", "GBP", ""),
    (
        "xs s m l xl xxl small big tiny huge",
        "",
        "sizes are not there yet: write the range that the size means, as `1 to 2 person-months`",
    ),
    ("pa yearly annually annual per-annum", "", "write a rate after the amount, as in `$60K/year`"),
    ("monthly", "", "write a rate after the amount, as in `$5K/month`"),
    ("weekly", "", "write a rate after the amount, as in `500 users/week`"),
];

/// The unit that is called so elsewhere.
///
/// ```
/// use planwright::internals::words::unit_by_synonym;
/// assert_eq!(unit_by_synonym("SP").unwrap().write, Some("points"));
/// assert_eq!(unit_by_synonym("sprints").unwrap().write, None);
/// ```
pub fn unit_by_synonym(word: &str) -> Option<UnitSynonym> {
    let word = word.to_lowercase();
    let row = UNITS.iter().find(|(words, ..)| words.split_whitespace().any(|w| w == word));
    row.map(|(_, write, say)| UnitSynonym { write: Some(*write).filter(|w| !w.is_empty()), say })
}
