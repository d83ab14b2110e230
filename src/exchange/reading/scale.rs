//! How the numbers of a column are written, decided once for the column.

use crate::exchange::table::{Convention, Number, Table, evidence, shift};

/// Whether a column of a percent input holds points or fractions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Percent {
    /// `80` is 80%.
    Points,
    /// `0.8` is 80%.
    Fractions,
}

/// How a column's numbers are written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scale {
    /// What stands before the decimals.
    pub convention: Convention,
    /// For a percent input: what a bare number means.
    pub percent: Option<Percent>,
    /// `K` or `M` where the header says that it is in thousands or millions.
    pub suffix: Option<char>,
    /// What was guessed, in words.
    pub guess: Option<String>,
}

impl Scale {
    /// The scale of a column; `is_percent` where the input it fills is a percentage.
    ///
    /// A header with `%` or `pct`, or any bare number above 1, makes percentage points; a column with nothing above 1
    /// holds fractions.
    pub fn of(table: &Table, column: usize, is_percent: bool) -> Scale {
        let header = &table.columns[column];
        let mut scale =
            Scale { convention: convention(table, column), suffix: header.hints.suffix, ..Scale::default() };
        if !is_percent {
            return scale;
        }
        let numbers =
            || table.cells(column).filter_map(|(_, c)| Number::read(c, scale.convention).ok()).filter(|n| !n.percent);
        let (any, above) = (numbers().next().is_some(), numbers().any(|n| n.value() > 1.0));
        let (percent, guess) = match (header.hints.percent, above) {
            (true, false) if any && numbers().any(|n| n.value() > 0.0) => (
                Percent::Points,
                Some("its header says percent, so 1 and less are read as 1% and less; are they fractions?"),
            ),
            (true, _) | (_, true) => {
                (Percent::Points, (!header.hints.percent).then_some("numbers above 1 are read as percent"))
            }
            (false, false) => (Percent::Fractions, any.then_some("no number is above 1, so 0.8 is read as 80%")),
        };
        scale.percent = Some(percent);
        scale.guess = guess.map(str::to_string);
        scale
    }

    /// A number with the column's suffix and percent made its own.
    pub(super) fn apply(&self, mut number: Number) -> Number {
        if number.suffix.is_none() && !number.percent {
            number.suffix = self.suffix;
        }
        if !number.percent && number.suffix.is_none() {
            match self.percent {
                Some(Percent::Points) => number.percent = true,
                Some(Percent::Fractions) => {
                    number.digits = shift(&number.digits, 2);
                    number.percent = true;
                }
                None => {}
            }
        }
        number
    }
}

/// A column's own evidence, else that of the other columns, else a decimal point.
fn convention(table: &Table, column: usize) -> Convention {
    let of = |column: usize| {
        let mut found = table.cells(column).filter_map(|(_, c)| evidence(c));
        let first = found.next()?;
        // A column that holds both is left to the point: what does not fit is reported cell by cell.
        Some(if found.all(|c| c == first) { first } else { Convention::Point })
    };
    of(column).or_else(|| (0..table.columns.len()).filter(|c| is_numeric(table, *c)).find_map(of)).unwrap_or_default()
}

/// Whether most of a column's cells are numbers.
pub(in crate::exchange) fn is_numeric(table: &Table, column: usize) -> bool {
    let (mut numbers, mut all) = (0, 0);
    for (_, cell) in table.cells(column).filter(|(_, c)| !super::is_missing(c)) {
        all += 1;
        let reads = [Convention::Point, Convention::Comma]
            .iter()
            .any(|c| Number::read(cell, *c).is_ok_and(|n| n.rest.is_empty()));
        numbers += usize::from(reads);
    }
    numbers * 2 > all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digits(header: &str, cells: &[&str]) -> Vec<String> {
        let text = format!("{header}\tx\n{}", cells.iter().map(|c| format!("{c}\t1\n")).collect::<String>());
        let table = Table::read(text.as_bytes()).unwrap();
        let scale = Scale::of(&table, 0, true);
        table.rows.iter().map(|r| scale.apply(Number::read(r.cell(0), scale.convention).unwrap()).digits).collect()
    }

    #[test]
    fn percent_is_decided_for_the_column() {
        assert_eq!(digits("confidence", &["80", "100", "1"]), ["80", "100", "1"]);
        assert_eq!(digits("confidence", &["0.8", "1", "0.855"]), ["80", "100", "85.5"]);
        assert_eq!(digits("confidence_pct", &["0.8"]), ["0.8"]);
        assert_eq!(digits("confidence", &["80%", "0.5"]), ["80", "50"]);
        assert_eq!(digits("confidence", &["0,8", "0,55"]), ["80", "55"]);
    }

    #[test]
    fn a_comma_is_read_as_its_column_has_it() {
        let table = Table::read("a;b;c\n1,200;1,200;0,5\n1,5;3;2\n".as_bytes()).unwrap();
        assert_eq!(Scale::of(&table, 0, false).convention, Convention::Comma);
        // Its neighbours show what `1,200` is.
        assert_eq!(Scale::of(&table, 1, false).convention, Convention::Comma);
        let table = Table::read(b"a;b\n1,200;3\n").unwrap();
        assert_eq!(Scale::of(&table, 0, false).convention, Convention::Point);
    }
}
