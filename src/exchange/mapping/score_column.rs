//! Which column holds a table's own scores.

use super::column_uses::{Mapping, Role};
use crate::exchange::error::quoted_list;
use crate::exchange::reading::is_numeric;
use crate::exchange::table::{Header, SourceTable};
use crate::exchange::{ImportError, PlanNames};
use crate::model::Framework;
use std::sync::Arc;

/// Words that say that a column was computed.
const COMPUTED_WORDS: &[&str] = &[
    "stored",
    "expected",
    "computed",
    "calculated",
    "final",
    "total",
    "overall",
    "weighted",
    "actual",
    "current",
    "raw",
];

/// What is named like the method that gives it.
const SCORE_METHODS: &[&str] =
    &["rice", "ice", "wsjf", "cod", "cost_of_delay", "cd3", "pie", "moscow", "kano", "opportunity"];

/// The method that the name of a score column says: `rice` of `RICE Score`.
pub(super) fn method_of_header(header: &Header) -> Option<&'static str> {
    let name = bare_score_name(header, None)?;
    SCORE_METHODS.iter().copied().find(|m| name == *m || name.split('_').any(|w| w == *m))
}

/// The framework that the name of a column says, where the library or the plan has it.
///
/// ```
/// use planwright::exchange::PlanNames;
/// use planwright::exchange::mapping::framework_named;
/// use planwright::exchange::table::Header;
/// let named = framework_named(&Header::read("Final WSJF score"), &PlanNames::standard());
/// assert_eq!(named.map(|f| f.id.to_string()).as_deref(), Some("wsjf"));
/// ```
pub fn framework_named(header: &Header, known: &PlanNames) -> Option<Arc<Framework>> {
    let own = bare_score_name(header, None).and_then(|name| known.frameworks.get(name.as_str()).cloned());
    own.or_else(|| known.frameworks.get(method_of_header(header)?).cloned())
}

/// What a score column is called, its computed-words taken off: `rice` of `stored_rice_score`, empty for `score`;
/// `None` where the header is not that of a score.
fn bare_score_name(header: &Header, framework: Option<&Framework>) -> Option<String> {
    let all: Vec<&str> = header.key.split('_').filter(|w| !w.is_empty()).collect();
    let is_score = |w: &&str| matches!(*w, "score" | "scores");
    let rest: Vec<&str> = all.iter().copied().filter(|w| !COMPUTED_WORDS.contains(w) && !is_score(w)).collect();
    let name = rest.join("_");
    let is_method = SCORE_METHODS.contains(&name.as_str()) || framework.is_some_and(|f| *f.id == *name);
    let is_it = is_method || all.iter().any(is_score) || (name.is_empty() && !all.is_empty());
    is_it.then_some(name)
}

/// Whether a header is that of a stored score.
///
/// ```
/// use planwright::exchange::mapping::is_score_header;
/// use planwright::exchange::table::Header;
/// assert!(is_score_header(&Header::read("RICE Score")) && is_score_header(&Header::read("stored_wsjf")));
/// assert!(!is_score_header(&Header::read("Priority")));
/// ```
pub fn is_score_header(header: &Header) -> bool {
    bare_score_name(header, None).is_some()
}

/// The column of a table's stored scores under a framework: the one asked for, else the one called like the framework,
/// else the one called just `score`, else the only one.
///
/// # Errors
/// No such column, or several that might be meant; both name the candidates.
pub fn score_column(
    table: &SourceTable,
    framework: &Framework,
    mapping: &Mapping,
    known: &PlanNames,
    asked: Option<&str>,
) -> Result<usize, ImportError> {
    if let Some(name) = asked {
        return table.column(name).ok_or_else(|| {
            let headers: Vec<&str> = table.columns.iter().map(|c| c.written.as_str()).collect();
            ImportError::new(format!("there is no column `{}`", crate::exchange::error::cell_excerpt(name)))
                .help(format!("the columns are {}", quoted_list(&headers)))
        });
    }
    if let Some(column) = mapping.column(&Role::Score) {
        return Ok(column);
    }
    let free: Vec<usize> = (0..table.columns.len()).filter(|c| mapping.uses.iter().all(|u| u.column != *c)).collect();
    let family = framework.id.split('_').next().unwrap_or("");
    let other = |c: usize| method_of_header(&table.columns[c]).filter(|m| *m != family && **m != *framework.id);
    let of_rank = |rank: usize| -> Vec<usize> {
        let fits = |c: &usize| match bare_score_name(&table.columns[*c], Some(framework)) {
            Some(name) => match rank {
                0 => name == *framework.id || name == family,
                1 => name.split('_').any(|w| w == family),
                2 => name.is_empty(),
                _ => true,
            },
            None => false,
        };
        free.iter().copied().filter(fits).filter(|c| rank < 2 || other(*c).is_none()).collect()
    };
    let written = |columns: &[usize]| columns.iter().map(|c| table.columns[*c].written.as_str()).collect::<Vec<_>>();
    for rank in 0..4 {
        match of_rank(rank).as_slice() {
            [] => continue,
            [one] => return Ok(*one),
            several => {
                return Err(ImportError::new(format!("the scores may be in {}", quoted_list(&written(several))))
                    .help("say which with `--score COLUMN`"));
            }
        }
    }
    let numeric: Vec<usize> =
        free.iter().copied().filter(|c| is_numeric(table, *c) && table.cells(*c).next().is_some()).collect();
    let named = free.iter().copied().find_map(|c| Some((c, other(c)?)));
    if let Some((column, method)) = named {
        let header = crate::exchange::error::cell_excerpt(&table.columns[column].written);
        let theirs = known.frameworks.get(method);
        let inputs: Vec<&str> = theirs.iter().flat_map(|f| f.inputs.iter().map(|i| &*i.id)).collect();
        let title = theirs.map_or(method, |f| f.title());
        let said = format!("`{header}` is the score of {title}, not of {}", framework.title());
        return Err(ImportError::new(format!("{said}, and not all of {} are in the table", quoted_list(&inputs)))
            .help("name the columns with `--map input=COLUMN`, and the scores with `--score COLUMN`"));
    }
    let numeric: Vec<usize> = numeric.into_iter().filter(|c| table.columns[*c].repeats.is_none()).collect();
    let refusal = ImportError::new("no column of stored scores was found");
    Err(match numeric.as_slice() {
        [] => refusal.help("every column of numbers is an input: name the column with `--score COLUMN`"),
        some => refusal.help(format!(
            "columns of numbers that are no input: {}; name one with `--score COLUMN`",
            quoted_list(&written(some))
        )),
    })
}
