//! What a table's template left in it.

use crate::exchange::table::TableRow;

/// Whether a cell holds what a template says to write there: `yyyy-mm-dd`, `alpha|beta|stable`, `NNNN`.
///
/// ```
/// use planwright::exchange::reading::is_placeholder;
/// assert!(is_placeholder("yyyy-mm-dd") && is_placeholder("low|medium|high") && is_placeholder("XXXX"));
/// assert!(!is_placeholder("2026-06-01") && !is_placeholder("web|app") && !is_placeholder("NASA"));
/// ```
pub fn is_placeholder(cell: &str) -> bool {
    let cell = cell.trim();
    let mut letters: Vec<char> = cell.chars().filter(|c| c.is_alphabetic()).map(|c| c.to_ascii_lowercase()).collect();
    let of_date = cell.chars().all(|c| matches!(c.to_ascii_lowercase(), 'y' | 'm' | 'd' | '-' | '/' | '.'));
    letters.dedup();
    let date = of_date && letters.len() == 3 && letters.contains(&'y') && letters.contains(&'d');
    let choices = cell.split('|').filter(|w| !w.trim().is_empty() && !w.trim().contains(' ')).count() >= 3;
    let choices = choices && cell.split('|').all(|w| !w.trim().contains(' '));
    let number = cell.len() >= 3 && (cell.bytes().all(|b| b == b'N') || cell.bytes().all(|b| b == b'X'));
    date || choices || number
}

/// Whether a row is the template of the table and no item: its name or title says so and another cell does, or several
/// cells do.
pub(crate) fn is_template(row: &TableRow, id: Option<usize>, title: Option<usize>) -> bool {
    let says = |column: Option<usize>| {
        column.is_some_and(|c| is_placeholder(row.cell(c)) || row.cell(c).to_lowercase().contains("template"))
    };
    let other = |c: &usize| Some(*c) != id && Some(*c) != title && is_placeholder(row.cell(*c));
    let others = (0..row.cells.len()).filter(other).count();
    others >= 3 || (others >= 1 && (says(id) || says(title)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_told_from_an_item_about_templates() {
        let row = |cells: &[&str]| TableRow { line: 2, cells: cells.iter().map(|c| c.to_string()).collect() };
        assert!(is_template(&row(&["NNNN", "A short title", "yyyy-mm-dd"]), Some(0), Some(1)));
        assert!(is_template(&row(&["7", "Proposal template", "low|medium|high"]), Some(0), Some(1)));
        assert!(is_template(&row(&["NNNN", "A title", "yyyy-mm-dd", "a|b|c"]), None, Some(1)));
        assert!(!is_template(&row(&["7", "Proposal template", "2026-06-01"]), Some(0), Some(1)));
        assert!(!is_template(&row(&["7", "Search", "yyyy-mm-dd"]), Some(0), Some(1)));
        assert!(!is_template(&row(&["7", "Search", "yyyy-mm-dd", "a|b|c"]), Some(0), Some(1)));
        assert!(is_template(&row(&["7", "Search", "yyyy-mm-dd", "a|b|c", "NNN"]), Some(0), Some(1)));
        for word in ["yy-dd", "mm-dd", "a|b", "a b|c d|e f", "NN", "NNX", ""] {
            assert!(!is_placeholder(word), "{word}");
        }
    }
}
