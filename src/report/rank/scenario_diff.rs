//! A ranking beside another one: the same plan in another scenario.

use crate::evaluate::{Evaluated, RankedInitiative};
use crate::report::output::table::{Align, Cell, Table};
use crate::report::rank::{FailedQuery, RankOptions, RankReport, RankRow, UnscoredRow, is_shown};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The ranking that another is set beside.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ComparedRanking {
    /// Its scenario; null for the plan without one.
    pub scenario: Option<String>,
    /// The initiatives that are ranked there and neither ranked nor listed as unscored here, in their order there.
    pub only: Vec<OnlyInCompared>,
    /// The names of initiatives that have no score there, by name.
    pub unscored: Vec<String>,
    /// Whether decisions make an order of it.
    #[serde(skip)]
    decided: bool,
}

/// A place in the other ranking.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct ComparedPlace {
    /// The place by score.
    pub rank: usize,
    /// The place after decisions; null where it is declined there.
    pub order: Option<usize>,
    /// The score.
    pub score: f64,
}

/// An initiative that is ranked in the other ranking only.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct OnlyInCompared {
    /// Its name.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its place there.
    #[serde(flatten)]
    pub standing: ComparedPlace,
}

/// The columns of the other ranking and the change, as programs get them; the first where decisions make an order.
const COMPARED_COLUMNS: [&str; 4] = ["against_order", "against_rank", "against_score", "change"];

fn columns(ordered: bool) -> impl Iterator<Item = &'static str> {
    COMPARED_COLUMNS.into_iter().skip(usize::from(!ordered))
}

fn cells(standing: Option<ComparedPlace>, ordered: bool, change: Cell) -> impl Iterator<Item = Cell> {
    let order = standing.and_then(|s| s.order).map_or_else(Cell::default, |o| Cell::new(o.to_string()));
    let rank = standing.map_or_else(Cell::default, |s| Cell::new(s.rank.to_string()));
    let score = standing.map_or_else(Cell::default, |s| Cell::number(s.score));
    [order, rank, score, change].into_iter().skip(usize::from(!ordered))
}

impl RankReport {
    /// Sets the same framework's ranking in another view of the plan beside this one. `wanted` is what to show of it.
    /// False where the framework is not scored there.
    ///
    /// # Errors
    /// Where the filter fails there.
    pub fn compare_with(
        &mut self,
        here: &Evaluated,
        there: &Evaluated,
        wanted: &RankOptions<'_>,
    ) -> Result<bool, FailedQuery> {
        let by = self.by.clone();
        let rankings = (here.ranking(&by, wanted.all), there.ranking(&by, wanted.all));
        let (Some(mine), Some(other)) = rankings else { return Ok(false) };
        let plan = there.plan();
        let standing_of = |r: &RankedInitiative| ComparedPlace { rank: r.rank, order: r.order, score: r.score };
        let standing = |id: &str| plan.by_id.get(id).and_then(|i| other.get(*i)).map(standing_of);
        self.rows.iter_mut().for_each(|row| row.against = Some(standing(&row.id)));
        self.unscored.iter_mut().for_each(|row| row.against = Some(standing(&row.id)));
        let is_here =
            |id: &str| here.plan().by_id.get(id).is_some_and(|i| mine.get(*i).is_some() || mine.unscored.contains(i));
        let mut only = Vec::new();
        for ranked in &other.rows {
            let initiative = &plan.initiatives[ranked.initiative];
            if !is_here(initiative.id()) && is_shown(there, wanted, &by, ranked.initiative)? {
                let (id, title) = (initiative.id().to_string(), initiative.title().to_string());
                only.push(OnlyInCompared { id, title, standing: standing_of(ranked) });
            }
        }
        let mut unscored = Vec::new();
        for index in &other.unscored {
            // A filter by what is missing there does not make it less so for a row that is here.
            let listed = self.rows.iter().any(|r| *r.id == **plan.initiatives[*index].id());
            if listed || is_shown(there, wanted, &by, *index)? {
                unscored.push(plan.initiatives[*index].id().to_string());
            }
        }
        let decided = other.rows.iter().any(|r| r.verdict.is_some());
        let scenario = plan.scenario.as_ref().map(|s| s.to_string());
        self.against = Some(ComparedRanking { scenario, only, unscored, decided });
        Ok(true)
    }

    /// Whether places are those that decisions make, here or in the ranking beside.
    pub(in crate::report) fn is_ordered(&self) -> bool {
        self.rows.iter().any(|r| r.decision.is_some()) || self.against.as_ref().is_some_and(|a| a.decided)
    }

    /// The columns that come after a row's own score.
    pub(in crate::report) fn compared_columns(&self, ordered: bool) -> Vec<(&'static str, Align)> {
        self.against.iter().flat_map(|_| columns(ordered)).map(|name| (name, Align::Right)).collect()
    }

    /// The cells of a row in those columns.
    pub(in crate::report) fn compared_cells(&self, row: &RankRow, ordered: bool) -> Vec<(&'static str, Cell)> {
        let Some(standing) = row.against else { return Vec::new() };
        let change = self.change(row, standing, ordered);
        columns(ordered).zip(cells(standing, ordered, change)).collect()
    }

    /// The same of an initiative without a score here.
    pub(in crate::report) fn unscored_cells(&self, row: &UnscoredRow, ordered: bool) -> Vec<(&'static str, Cell)> {
        let Some(standing) = row.against else { return Vec::new() };
        let change = Cell::new(if standing.is_some() { "no score here" } else { "" });
        columns(ordered).zip(cells(standing, ordered, change)).collect()
    }

    /// What became of a place: signs for people, a number for programs, above 0 where it is better here.
    fn change(&self, row: &RankRow, there: Option<ComparedPlace>, ordered: bool) -> Cell {
        let Some(there) = there else {
            let unscored = self.against.as_ref().is_some_and(|a| a.unscored.contains(&row.id));
            return Cell::new(if unscored { "no score there" } else { "only here" });
        };
        let places = match (ordered, row.order, there.order) {
            (false, ..) => match row.rank {
                Some(rank) => (rank, there.rank),
                None => return Cell::new("no score here"),
            },
            (true, Some(mine), Some(other)) => (mine, other),
            (true, None, None) => return Cell::default(),
            (true, None, _) => return Cell::new("declined here"),
            (true, _, None) => return Cell::new("declined there"),
        };
        let (shown, exact) = match places {
            (mine, other) if mine < other => (format!("▲{}", other - mine), (other - mine).to_string()),
            (mine, other) if mine > other => (format!("▼{}", mine - other), format!("-{}", mine - other)),
            _ => ("–".to_string(), "0".to_string()),
        };
        Cell { shown, exact: Some(exact) }
    }

    /// Adds the rows of what is ranked there only: of a cut table those among the first `top` there.
    pub(in crate::report) fn add_only_in_compared(&self, table: &mut Table, top: Option<usize>, ordered: bool) {
        let all = self.against.iter().flat_map(|a| &a.only);
        for only in all.filter(|o| top.is_none_or(|top| o.standing.order.is_some_and(|order| order <= top))) {
            let there = columns(ordered).zip(cells(Some(only.standing), ordered, Cell::new("only there")));
            table.push(there.chain([("id", Cell::new(&only.id)), ("title", Cell::new(&only.title))]));
        }
    }

    /// Leaves the first `top` of both rankings.
    pub fn truncate(&mut self, top: usize) {
        self.rows.retain(|r| r.order.is_some());
        self.rows.truncate(top);
        if let Some(against) = &mut self.against {
            against.only.retain(|o| o.standing.order.is_some_and(|order| order <= top));
        }
    }

    /// The other ranking's scenario in words, or that of the plan without one.
    pub fn compared_scenario_text(&self) -> Option<String> {
        self.against.as_ref().map(|a| scenario_text(a.scenario.as_deref()))
    }

    /// Names the columns of the other ranking for documents: `freeze rank` for `against_rank`.
    pub fn rename_compared_columns(&self, table: &mut Table) {
        let Some(against) = &self.against else { return };
        let name = against.scenario.as_deref().unwrap_or("plan");
        rename(table, |what| format!("{name} {what}"));
    }

    /// Names them in few letters, `rank*` for `against_rank`, and says what that means.
    pub fn abbreviate_compared_columns(&self, table: &mut Table) -> Option<String> {
        let there = self.compared_scenario_text()?;
        rename(table, |what| format!("{what}*"));
        let here = scenario_text(self.scenario.as_deref());
        Some(format!("* in {there}; change: the place in {here} against that in {there}"))
    }
}

fn scenario_text(scenario: Option<&str>) -> String {
    scenario.map_or_else(|| "the plan".to_string(), |name| format!("`{name}`"))
}

fn rename(table: &mut Table, name: impl Fn(&str) -> String) {
    for (column, _) in &mut table.columns {
        if let Some(what) = column.strip_prefix("against_").filter(|_| COMPARED_COLUMNS.contains(&column.as_str())) {
            *column = name(what);
        }
    }
}
