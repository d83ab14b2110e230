//! What a change moved, and why.

use crate::evaluate::{Evaluated, InputValue, Ranking, ScoreColumn, ScoreRow};
use crate::report::value_change;
use serde::{Serialize, Serializer};
use std::fmt;
use std::sync::Arc;

/// What moved under one framework.
#[derive(Debug, Clone, Serialize)]
pub struct ScoreShift {
    /// The framework.
    #[serde(serialize_with = "word")]
    pub by: Arc<str>,
    /// The initiatives whose score or place changed: first those whose own score did, then those that they passed; each
    /// group by its place afterwards.
    pub moves: Vec<RankMove>,
    /// How many are ranked.
    pub ranked: usize,
}

/// One initiative that moved.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RankMove {
    /// Its name.
    #[serde(serialize_with = "word")]
    pub id: Arc<str>,
    /// Its title.
    #[serde(serialize_with = "word")]
    pub title: Arc<str>,
    /// Where it stood; `None` where it was not ranked.
    pub before: Option<ScoreAndRank>,
    /// Where it stands; `None` where it is not ranked any more.
    pub after: Option<ScoreAndRank>,
    /// Its own inputs that changed: of one that was not ranked before, or is not any more, all that it has or had. Empty
    /// where its score changed by something else that its formula reads, where a decision moved it, and where only others
    /// passed it.
    pub changed: Vec<InputChange>,
}

impl RankMove {
    /// Why, in words: the inputs that changed, `effort 5 → 3 person-months; reach 90 → 120 users/month`. Of something that
    /// is new or gone all inputs are changed, and it is `now ranked` or `not ranked any more`, unless a single one made it
    /// so. Empty as [`RankMove::changed`] is.
    pub fn reason(&self) -> String {
        match (&self.before, &self.after) {
            (None, _) if self.changed.len() != 1 => return "now ranked".into(),
            (_, None) if self.changed.len() != 1 => return "not ranked any more".into(),
            _ => {}
        }
        self.changed.iter().map(InputChange::to_string).collect::<Vec<_>>().join("; ")
    }

    /// Whether its own score changed, and not only its place.
    pub fn is_own(&self) -> bool {
        self.before.map(|s| s.score) != self.after.map(|s| s.score)
    }
}

/// A place with the score it was earned by.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ScoreAndRank {
    /// The place by score; equal scores share the first of their places.
    pub rank: usize,
    /// The place after decisions, each its own; `None` where it was declined.
    pub order: Option<usize>,
    /// The score.
    pub score: f64,
}

/// An input that changed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct InputChange {
    /// The input's name.
    #[serde(serialize_with = "word")]
    pub input: Arc<str>,
    /// What it was, with its unit; `None` where it was missing.
    pub before: Option<String>,
    /// What it is.
    pub after: Option<String>,
}

/// `effort 5 → 3 person-months`: a unit that both have stands once.
impl fmt::Display for InputChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&value_change(&self.input, self.before.as_deref(), self.after.as_deref()))
    }
}

fn word<S: Serializer>(word: &Arc<str>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(word)
}

/// What moved between two evaluations of a plan.
pub(super) fn score_shifts(before: &Evaluated, after: &Evaluated) -> Vec<ScoreShift> {
    let first = after.plan().settings.rank_by.as_ref().map(|(by, _)| by.clone());
    let mut frameworks: Vec<Arc<str>> = after.columns().iter().map(|c| c.framework.id.clone()).collect();
    frameworks.extend(before.columns().iter().map(|c| c.framework.id.clone()));
    frameworks.sort_by_key(|f| (Some(f) != first.as_ref(), f.clone()));
    frameworks.dedup();
    frameworks.into_iter().filter_map(|by| shift(before, after, by)).collect()
}

fn shift(before: &Evaluated, after: &Evaluated, by: Arc<str>) -> Option<ScoreShift> {
    let (old, new) = (before.ranking(&by, false).unwrap_or_default(), after.ranking(&by, false).unwrap_or_default());
    if Arc::ptr_eq(&old, &new) && Arc::ptr_eq(&before.plan().by_id, &after.plan().by_id) {
        return None;
    }
    let (columns, plans) = ((before.column(&by), after.column(&by)), (before.plan(), after.plan()));
    let same_index = Arc::ptr_eq(&plans.0.by_id, &plans.1.by_id);
    let standing = |ranking: &Ranking, index: Option<usize>| {
        let ranked = ranking.get(index?)?;
        Some(ScoreAndRank { rank: ranked.rank, order: ranked.order, score: ranked.score })
    };
    let mut moves = Vec::new();
    let mut compare = |was: Option<usize>, is: Option<usize>| {
        let (then, now) = (standing(&old, was), standing(&new, is));
        let record = is.map(|i| &plans.1.initiatives[i].record).or_else(|| was.map(|i| &plans.0.initiatives[i].record));
        if let Some(record) = record.filter(|_| then != now) {
            let changed = match (&columns.0, &columns.1) {
                (old, Some(new)) => input_changes(old.as_deref(), new, was, is),
                // The framework is gone, and with it what it had of the initiative.
                (Some(old), None) => {
                    let lost = input_changes(None, old, None, was).into_iter();
                    lost.map(|c| InputChange { input: c.input, before: c.after, after: None }).collect()
                }
                (None, None) => Vec::new(),
            };
            let title = record.title.clone().unwrap_or_else(|| record.id.clone());
            moves.push(RankMove { id: record.id.clone(), title, before: then, after: now, changed });
        }
    };
    for (index, initiative) in plans.1.initiatives.iter().enumerate() {
        let was = if same_index { Some(index) } else { plans.0.by_id.get(&initiative.record.id).copied() };
        compare(was, Some(index));
    }
    if !same_index {
        let gone = |id: &Arc<str>| !plans.1.by_id.contains_key(id);
        for (index, _) in plans.0.initiatives.iter().enumerate().filter(|(_, i)| gone(&i.record.id)) {
            compare(Some(index), None);
        }
    }
    moves.sort_by(|a, b| {
        let key = |m: &RankMove| (!m.is_own(), m.after.map_or(usize::MAX, |s| s.rank));
        key(a).cmp(&key(b)).then_with(|| a.id.cmp(&b.id))
    });
    (!moves.is_empty()).then_some(ScoreShift { by, moves, ranked: new.rows.len() })
}

/// The inputs of an initiative that differ between two columns.
fn input_changes(
    old: Option<&ScoreColumn>,
    new: &ScoreColumn,
    was: Option<usize>,
    is: Option<usize>,
) -> Vec<InputChange> {
    let then = old.zip(was).and_then(|(c, i)| c.row(i));
    let now = is.and_then(|i| new.row(i));
    if let (Some(then), Some(now)) = (then, now)
        && std::ptr::eq(then, now)
    {
        return Vec::new();
    }
    let value = |row: Option<&ScoreRow>, at: usize| row.and_then(|r| r.inputs.get(at)).and_then(InputValue::written);
    let each = new.framework.inputs.iter().enumerate().map(|(at, input)| InputChange {
        input: input.id.clone(),
        before: value(then, at),
        after: value(now, at),
    });
    each.filter(|c| c.before != c.after).collect()
}

/// The inputs that differ between two evaluations of a plan: initiative by initiative in the order of the later one, each
/// with its frameworks.
pub fn changed_inputs(before: &Evaluated, after: &Evaluated) -> Vec<(Arc<str>, Arc<str>, Vec<InputChange>)> {
    let mut found = Vec::new();
    for (index, initiative) in after.plan().initiatives.iter().enumerate() {
        let was = before.plan().by_id.get(initiative.id()).copied();
        for column in after.columns().iter().filter(|c| c.row(index).is_some()) {
            let by = &column.framework.id;
            let changed = input_changes(before.column(by).as_deref(), column, was, Some(index));
            if !changed.is_empty() {
                found.push((initiative.record.id.clone(), by.clone(), changed));
            }
        }
    }
    found
}
