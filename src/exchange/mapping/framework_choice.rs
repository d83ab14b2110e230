//! Which framework a table is for.

use super::aliases;
use super::column_requests::ColumnRequest;
use super::column_uses::Mapping;
use super::score_column::method_of_header;
use crate::diagnostic::closest_match;
use crate::exchange::error::{cell_excerpt, quoted_list};
use crate::exchange::reading::{self, NumberFormat, ReadCell};
use crate::exchange::table::SourceTable;
use crate::exchange::{ImportError, PlanNames};
use crate::model::{Framework, Input, Scoring};
use std::sync::Arc;

/// Of frameworks that fit equally well, the more usual one first.
const PREFERRED_FRAMEWORKS: &[&str] =
    &["rice", "wsjf", "ice", "cd3", "value_effort", "pie", "opportunity", "weighted", "moscow", "kano"];

/// How a framework's inputs are covered by columns.
struct FrameworkFit {
    framework: Arc<Framework>,
    /// Input by index, and the column for it.
    columns: Vec<(usize, usize)>,
    /// Inputs that need a column and have none.
    missing: Vec<Arc<str>>,
    /// How far the headers are from the inputs' own names.
    distance: usize,
}

/// The frameworks that a table is for, the one meant first: those asked for, else the one with most inputs among the
/// columns, and those that fit columns left over by it.
///
/// # Errors
/// A framework that there is not.
pub fn choose_frameworks(
    table: &SourceTable,
    known: &PlanNames,
    wishes: &[ColumnRequest],
    asked: &[String],
    mapping: &mut Mapping,
) -> Result<Vec<Arc<Framework>>, ImportError> {
    if !asked.is_empty() {
        let named = |name: &String| known.frameworks.get(name.as_str()).cloned().ok_or_else(|| unknown(name, known));
        let chosen: Vec<Arc<Framework>> = asked.iter().map(named).collect::<Result<_, _>>()?;
        for framework in &chosen {
            let fit = fit(table, framework, wishes);
            if !fit.missing.is_empty() {
                mapping.warnings.push(without_columns(&fit));
            }
        }
        return Ok(chosen);
    }
    let mut fits: Vec<FrameworkFit> =
        known.frameworks.values().map(|f| fit(table, f, wishes)).filter(|f| !f.columns.is_empty()).collect();
    fits.sort_by_key(|f| {
        let usual =
            PREFERRED_FRAMEWORKS.iter().position(|u| **u == *f.framework.id).unwrap_or(PREFERRED_FRAMEWORKS.len());
        let preferred = known.rank_by.as_ref() == Some(&f.framework.id);
        (
            !f.missing.is_empty(),
            std::cmp::Reverse(f.columns.len()),
            f.framework.standard,
            !preferred,
            f.distance / 3,
            usual,
            f.framework.id.clone(),
        )
    });
    let Some(best) = fits.first() else {
        mapping.guesses.push("no framework was recognised by the columns".into());
        return Ok(Vec::new());
    };
    // Half of a framework by its columns is a guess; one of four is chance.
    if !best.missing.is_empty() && (best.columns.len() < 2 || best.columns.len() * 2 < best.framework.inputs.len()) {
        mapping.guesses.push("no framework was recognised by the columns".into());
        return Ok(Vec::new());
    }
    let headers =
        |fit: &FrameworkFit| fit.columns.iter().map(|(_, c)| table.columns[*c].written.clone()).collect::<Vec<_>>();
    mapping.guesses.push(format!("framework `{}`, by the columns {}", best.framework.id, quoted_list(&headers(best))));
    let same = |f: &&FrameworkFit| {
        f.columns == best.columns
            && f.missing == best.missing
            && f.framework.inputs.len() == best.framework.inputs.len()
    };
    let variants: Vec<&str> = fits.iter().skip(1).filter(same).map(|f| &*f.framework.id).collect();
    if !variants.is_empty() {
        let verb = if variants.len() == 1 { "takes" } else { "take" };
        mapping.guesses.push(format!(
            "{} {verb} the same columns: say which framework is meant if it is not `{}`",
            quoted_list(&variants),
            best.framework.id
        ));
    }
    if !best.missing.is_empty() {
        mapping.warnings.push(without_columns(best));
    }
    let mut used: Vec<usize> = best.columns.iter().map(|(_, c)| *c).collect();
    let mut chosen = vec![best.framework.clone()];
    for fit in fits.iter().skip(1).filter(|f| f.missing.is_empty()) {
        if fit.columns.iter().all(|(_, c)| !used.contains(c)) {
            mapping.guesses.push(format!(
                "framework `{}` as well, by the columns {}",
                fit.framework.id,
                quoted_list(&headers(fit))
            ));
            used.extend(fit.columns.iter().map(|(_, c)| *c));
            chosen.push(fit.framework.clone());
        }
    }
    Ok(chosen)
}

/// Which inputs have no column, and what to write.
fn without_columns(fit: &FrameworkFit) -> String {
    let first = fit.missing.first().map_or("", |m| &**m);
    format!(
        "no column was found for {} of {}: `--map {first}=COLUMN` names one",
        quoted_list(&fit.missing),
        fit.framework.title()
    )
}

fn unknown(name: &str, known: &PlanNames) -> ImportError {
    let refusal = ImportError::new(format!("there is no framework `{}`", cell_excerpt(name)));
    match closest_match(name, known.frameworks.keys().map(|k| &**k)) {
        Some(near) => refusal.help(format!("did you mean `{near}`?")),
        None => refusal.help(format!("there are {}", quoted_list(&known.frameworks.keys().collect::<Vec<_>>()))),
    }
}

fn fit(table: &SourceTable, framework: &Arc<Framework>, wishes: &[ColumnRequest]) -> FrameworkFit {
    let columns = columns(table, framework, wishes);
    let missing = |(i, input): (usize, &Input)| {
        (!is_optional(input) && !columns.iter().any(|(index, ..)| *index == i)).then(|| input.id.clone())
    };
    let missing = framework.inputs.iter().enumerate().filter_map(missing).collect();
    let distance = columns.iter().map(|(_, _, rank)| rank).sum();
    FrameworkFit {
        framework: framework.clone(),
        columns: columns.iter().map(|(i, c, _)| (*i, *c)).collect(),
        missing,
        distance,
    }
}

/// The column of each input with how well it fits; no column twice.
pub(super) fn columns(
    table: &SourceTable,
    framework: &Framework,
    wishes: &[ColumnRequest],
) -> Vec<(usize, usize, usize)> {
    let mut out: Vec<(usize, usize, usize)> = Vec::new();
    let mut taken: Vec<usize> = Vec::new();
    for wish in wishes {
        let Some(column) = table.column(&wish.column) else { continue };
        let name = wish.field.strip_prefix(&*framework.id).and_then(|r| r.strip_prefix('.')).unwrap_or(&wish.field);
        match framework.input(name) {
            Some((index, _)) => out.push((index, column, 0)),
            None if wish.field.contains('.') => continue,
            None => {}
        }
        taken.push(column);
    }
    let mut candidates: Vec<(usize, usize, usize)> = Vec::new();
    let mut named: Vec<(usize, usize, usize)> = Vec::new();
    for (index, input) in framework.inputs.iter().enumerate() {
        for (column, header) in table.columns.iter().enumerate() {
            if let Some(rank) = aliases::alias_rank(&input.id, &framework.id, header) {
                if rank == 0 || accepts_column(table, column, framework, input) {
                    candidates.push((rank, index, column));
                } else if rank == 1 && holds_words(table, column) {
                    named.push((rank, index, column));
                }
            }
        }
    }
    let mut take = |mut candidates: Vec<(usize, usize, usize)>, out: &mut Vec<(usize, usize, usize)>| {
        candidates.sort_unstable();
        for (rank, index, column) in candidates {
            if !taken.contains(&column) && !out.iter().any(|(i, ..)| *i == index) {
                taken.push(column);
                out.push((index, column, rank));
            }
        }
    };
    take(candidates, &mut out);
    // Where the inputs' own names stand over all of it and its score beside them, words in the cells are only not known.
    let scored = table.columns.iter().any(|c| method_of_header(c).is_some_and(|m| m == &*framework.id));
    if scored && !named.is_empty() {
        let mut all = out.clone();
        take(named, &mut all);
        if framework
            .inputs
            .iter()
            .enumerate()
            .all(|(i, input)| is_optional(input) || all.iter().any(|(at, ..)| *at == i))
        {
            out = all;
        }
    }
    out.sort_unstable();
    out
}

fn is_optional(input: &Input) -> bool {
    input.default.is_some() || input.from.is_some()
}

/// Whether a column holds words of a scale: few letters, most of them several times or few of them.
fn holds_words(table: &SourceTable, column: usize) -> bool {
    let mut cells = table.cells(column).map(|(_, c)| c).filter(|c| !reading::is_missing(c)).peekable();
    cells.peek().is_some() && cells.all(|c| c.split_whitespace().count() <= 2 && c.chars().count() <= 20)
}

/// Whether a column holds what an input takes: for classes, words of its classes; otherwise no prose.
fn accepts_column(table: &SourceTable, column: usize, framework: &Framework, input: &Input) -> bool {
    let is_class = matches!(framework.scoring, Scoring::Classes(_));
    let scale = NumberFormat::default();
    let (mut read, mut all) = (0usize, 0usize);
    for (_, text) in table.cells(column).take(200) {
        match reading::cell(text, framework, input, &scale) {
            ReadCell::Missing => continue,
            ReadCell::Level(..) => read += 1,
            ReadCell::Number(_) => read += usize::from(!is_class),
            // `1,5` is a number under the other convention.
            ReadCell::Unreadable(_) => read += usize::from(!is_class && text.starts_with(|c: char| c.is_ascii_digit())),
        }
        all += 1;
    }
    if is_class { all > 0 && read == all } else { read * 2 >= all }
}
