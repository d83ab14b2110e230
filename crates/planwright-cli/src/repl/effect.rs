//! What a change moved, for people.

use super::highlight::TextStyle;
use planwright::diagnostic::sanitize;
use planwright::quantity::print;
use planwright::report::{self, Align, Cell, Layout, Table};
use planwright::session::{Effect, RankMove, ScoreAndRank, ScoreShift};
use std::collections::BTreeMap;

/// The most rows of one framework.
const MAX_ROWS_SHOWN: usize = 8;

/// What moved, framework by framework; `by` limits it to one.
pub(super) fn text(effect: &Effect, by: Option<&str>, layout: Layout, look: TextStyle) -> String {
    let shifts: Vec<&ScoreShift> = effect.shifts.iter().filter(|s| by.is_none_or(|by| *s.by == *by)).collect();
    if shifts.is_empty() {
        let others: Vec<&str> = effect.shifts.iter().map(|s| &*s.by).collect();
        let under = by.map_or(String::new(), |by| format!(" under {by}"));
        return match others.is_empty() {
            true => "nothing moved\n".into(),
            false => sanitize(&format!("nothing moved{under}, but under {}\n", others.join(", "))).into_owned(),
        };
    }
    shifts.into_iter().map(|s| shift(s, layout, look)).collect()
}

fn shift(shift: &ScoreShift, layout: Layout, look: TextStyle) -> String {
    let (own, passed): (Vec<&RankMove>, Vec<&RankMove>) = shift.moves.iter().partition(|m| m.is_own());
    let columns = [("place", Align::Right), ("title", Align::Left), ("score", Align::Right), ("why", Align::Left)];
    let mut table = Table::new(&columns);
    table.flexible = Some(1);
    for m in own.iter().take(MAX_ROWS_SHOWN) {
        table.rows.push(vec![
            Cell::new(arrow(m, |s| s.rank.to_string())),
            Cell::new(&*m.title),
            Cell::new(arrow(m, |s| print::number(s.score))),
            Cell::new(m.reason()),
        ]);
    }
    if let Some(width) = layout.width {
        shrink_to_width(&mut table, width);
    }
    let mut out = look.bold(&sanitize(&format!("{}, {} ranked", shift.by, shift.ranked))) + "\n";
    if !own.is_empty() {
        out += &report::text(&table, layout);
    }
    if own.len() > MAX_ROWS_SHOWN {
        out += &look.dim(&format!("{} more changed their score", own.len() - MAX_ROWS_SHOWN));
        out.push('\n');
    }
    if !passed.is_empty() {
        out += &look.dim(&others(&passed, own.is_empty()));
        out.push('\n');
    }
    out
}

/// Where a table is too wide its scores go; what is left for a cause is what its title leaves.
fn shrink_to_width(table: &mut Table, width: usize) {
    let widest = |table: &Table, at: usize| {
        let cells = table.rows.iter().map(|r| r[at].shown.chars().count());
        cells.chain([table.columns[at].0.chars().count()]).max().unwrap_or(0) + 2
    };
    let total = |table: &Table| (0..table.columns.len()).map(|at| widest(table, at)).sum::<usize>();
    if total(table) <= width + 2 {
        return;
    }
    table.columns.remove(2);
    table.rows.iter_mut().for_each(|row| drop(row.remove(2)));
    let title = widest(table, 1).min(width / 3);
    let left = (width + 2).saturating_sub(widest(table, 0) + title + 2).max(20);
    table.rows.iter_mut().for_each(|row| row[2].shown = clipped(&row[2].shown, left));
}

/// `7 → 3`, or the one of them where they are alike.
fn arrow(m: &RankMove, of: impl Fn(&ScoreAndRank) -> String) -> String {
    let side = |s: &Option<ScoreAndRank>| s.as_ref().map_or("-".to_string(), &of);
    let (before, after) = (side(&m.before), side(&m.after));
    if before == after { after } else { format!("{before} → {after}") }
}

fn clipped(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_string();
    }
    text.chars().take(width.saturating_sub(1)).collect::<String>() + "…"
}

/// Those that others passed: `4 others moved down by one`.
fn others(passed: &[&RankMove], alone: bool) -> String {
    let mut steps: BTreeMap<i64, usize> = BTreeMap::new();
    for m in passed {
        let place = |s: &Option<ScoreAndRank>, of: fn(&ScoreAndRank) -> usize| s.as_ref().map_or(0, |s| of(s) as i64);
        let by_score = place(&m.after, |s| s.rank) - place(&m.before, |s| s.rank);
        let order = |s: &ScoreAndRank| s.order.unwrap_or(0);
        let step = if by_score != 0 { by_score } else { place(&m.after, order) - place(&m.before, order) };
        *steps.entry(step).or_default() += 1;
    }
    let number = |n: i64| if n.abs() == 1 { "one".to_string() } else { n.abs().to_string() };
    let said = |step: i64| format!("{} by {}", if step > 0 { "down" } else { "up" }, number(step));
    let many = |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
    let noun = if alone { "initiative" } else { "other" };
    let total = many(passed.len(), noun);
    match steps.iter().next() {
        Some((step, _)) if steps.len() == 1 && *step != 0 => format!("{total} moved {}", said(*step)),
        _ => {
            let up: usize = steps.iter().filter(|(s, _)| **s < 0).map(|(_, n)| n).sum();
            let down: usize = steps.iter().filter(|(s, _)| **s > 0).map(|(_, n)| n).sum();
            let sides: Vec<String> = [(up, "up"), (down, "down")]
                .into_iter()
                .filter(|(n, _)| *n > 0)
                .map(|(n, side)| format!("{n} {side}"))
                .collect();
            if sides.is_empty() { format!("{total} moved") } else { format!("{total} moved: {}", sides.join(", ")) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use planwright::session::InputChange;

    fn standing(rank: usize, score: f64) -> Option<ScoreAndRank> {
        Some(ScoreAndRank { rank, order: Some(rank), score })
    }

    fn passed(id: &str, before: usize, after: usize) -> RankMove {
        let (before, after) = (standing(before, 5.0), standing(after, 5.0));
        RankMove { id: id.into(), title: id.into(), before, after, changed: Vec::new() }
    }

    #[test]
    fn what_moved_is_told_with_its_cause() {
        let changed = InputChange {
            input: "effort".into(),
            before: Some("5 person-months".into()),
            after: Some("1 person-month".into()),
        };
        let own = RankMove {
            id: "sso".into(),
            title: "Single \u{1b}[31msign-on".into(),
            before: standing(3, 80.0),
            after: standing(1, 400.0),
            changed: vec![changed],
        };
        let moves = vec![own, passed("a", 1, 2), passed("b", 2, 3)];
        let effect = Effect { shifts: vec![ScoreShift { by: "rice".into(), moves, ranked: 3 }], ..Effect::default() };
        let look = TextStyle { colored: false };
        let text = super::text(&effect, None, Layout { width: Some(80) }, look);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "rice, 3 ranked");
        assert_eq!(
            lines[2].split_whitespace().collect::<Vec<_>>().join(" "),
            "3 → 1 Single \\u{1b}[31msign-on 80 → 400 effort 5 → 1 person-month"
        );
        assert_eq!(lines[3], "2 others moved down by one");
        assert!(!text.contains('\u{1b}'));
        let other = super::text(&effect, Some("ice"), Layout::default(), look);
        assert_eq!(other, "nothing moved under ice, but under rice\n");
        assert_eq!(super::text(&Effect::default(), None, Layout::default(), look), "nothing moved\n");
        let mixed = [passed("a", 1, 2), passed("b", 5, 3), passed("c", 3, 4)];
        assert_eq!(others(&mixed.iter().collect::<Vec<_>>(), true), "3 initiatives moved: 1 up, 2 down");
    }
}
