//! How the numbers of a column are written, decided once for the column.

use super::missing::is_missing;
use crate::exchange::error::cell_excerpt;
use crate::exchange::table::{DecimalSeparator, Number, SourceTable, infer_separator, shift};

/// Whether a column of a percent input holds points or fractions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PercentNotation {
    /// `80` is 80%.
    Points,
    /// `0.8` is 80%.
    Fractions,
}

/// How a column's numbers are written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NumberFormat {
    /// The decimal mark.
    pub convention: DecimalSeparator,
    /// For a percent input: what a bare number means.
    pub percent: Option<PercentNotation>,
    /// `K` or `M` where the header says that it is in thousands or millions.
    pub suffix: Option<char>,
    /// What was guessed, in words.
    pub guesses: Vec<String>,
    /// Whether nothing tells if `1,200` has decimals: such cells are left out.
    undecided: bool,
    /// Whether a percent column has bare numbers on both sides of 1: those below could be fractions or points.
    mixed: bool,
    /// For a percent column whose whole numbers go up to 10 at most, the highest: they are likely points on a scale.
    small: Option<String>,
}

impl NumberFormat {
    /// The scale of a column; `is_percent` where the input it fills is a percentage.
    ///
    /// A header with `%` or `pct`, or any bare number above 1, makes percentage points; a column with nothing above 1
    /// holds fractions.
    pub fn of(table: &SourceTable, column: usize, is_percent: bool) -> NumberFormat {
        let header = &table.columns[column];
        let mut scale = NumberFormat { suffix: header.hints.suffix, ..NumberFormat::default() };
        scale.infer_separator(table, column);
        if !is_percent {
            return scale;
        }
        let numbers =
            || table.cells(column).filter_map(|(_, c)| Number::read(c, scale.convention).ok()).filter(|n| !n.percent);
        let (any, above) = (numbers().next().is_some(), numbers().any(|n| n.value() > 1.0));
        let mixed = above && numbers().any(|n| is_fraction(&n));
        scale.small = highest_of_scale(numbers()).filter(|_| !header.hints.percent);
        if scale.small.is_some() {
            scale.percent = Some(PercentNotation::Points);
            return scale;
        }
        let (percent, guess) = match (header.hints.percent, above) {
            (true, false) if any && numbers().any(|n| n.value() > 0.0) => (
                PercentNotation::Points,
                Some("its header says percent, so 1 and less are read as 1% and less; are they fractions?"),
            ),
            (true, _) | (_, true) => {
                (PercentNotation::Points, (!header.hints.percent).then_some("numbers above 1 are read as percent"))
            }
            (false, false) => {
                (PercentNotation::Fractions, any.then_some("no number is above 1, so 0.8 is read as 80%"))
            }
        };
        scale.percent = Some(percent);
        scale.mixed = mixed;
        scale.guesses.extend(guess.map(str::to_string));
        scale
    }

    /// The same where somebody said that the column is in percent: bare numbers are points.
    pub(crate) fn in_percent(self) -> NumberFormat {
        let guesses = self.guesses.into_iter().filter(|g| !g.contains("read as")).collect();
        NumberFormat { percent: Some(PercentNotation::Points), mixed: false, small: None, guesses, ..self }
    }

    /// The same with every number of the column as it stands, whatever its input is measured in.
    pub(crate) fn as_plain_numbers(&self) -> NumberFormat {
        NumberFormat { percent: None, mixed: false, small: None, ..self.clone() }
    }

    /// The same with another decimal sign.
    pub(crate) fn with_decimals(&self, convention: DecimalSeparator) -> NumberFormat {
        NumberFormat { convention, undecided: false, ..self.clone() }
    }

    /// Whether its numbers are likely points on a short scale, which percent can't hold.
    pub(crate) fn is_small(&self) -> bool {
        self.small.is_some()
    }

    /// Finds the decimal sign: by the column's own numbers, else by those of the other columns, else by what parts the
    /// cells, since nobody who writes decimals with a comma parts them with one.
    fn infer_separator(&mut self, table: &SourceTable, column: usize) {
        if let Some(said) = table.decimal {
            self.convention = said;
            return;
        }
        let doubtful = |column: usize| table.cells(column).map(|(_, c)| c).filter(|c| is_ambiguous(c));
        let agreed = |mut found: &mut dyn Iterator<Item = DecimalSeparator>| {
            let first = found.next()?;
            Some((&mut found).all(|c| c == first).then_some(first))
        };
        let own = agreed(&mut table.cells(column).filter_map(|(_, c)| infer_separator(c)));
        self.convention = own.flatten().unwrap_or_default();
        let Some(example) = doubtful(column).next() else { return };
        let numeric: Vec<usize> = match own {
            Some(_) => vec![column],
            None => (0..table.columns.len()).filter(|c| is_numeric(table, *c)).collect(),
        };
        // `12,000` beside `3.500`: one of them is likely not what the rest of the table makes of it.
        let has = |mark: char| numeric.iter().any(|c| doubtful(*c).any(|cell| cell.contains(mark)));
        let clash = table.delimiter != ',' && has(',') && has('.');
        let everywhere =
            || agreed(&mut numeric.iter().flat_map(|c| table.cells(*c)).filter_map(|(_, c)| infer_separator(c)));
        let (decided, why) = match own {
            Some(own) => (own, "as the other numbers of the column have it"),
            None => match everywhere() {
                Some(all) => (all, "as the numbers of the other columns have it"),
                None => {
                    ((table.delimiter == ',').then_some(DecimalSeparator::Point), "since the table is parted by commas")
                }
            },
        };
        match decided.filter(|_| !clash) {
            Some(convention) => {
                self.convention = convention;
                if let Ok(number) = Number::read(example, convention) {
                    let other = if convention == DecimalSeparator::Point { ',' } else { '.' };
                    let read = format!("`{}` is read as {}, {why}", cell_excerpt(example), number.digits);
                    self.guesses.push(format!("{read}; `--decimal {other}` decides otherwise"));
                }
            }
            None => {
                self.undecided = true;
                self.guesses.push(format!(
                    "it is not clear whether `{}` has decimals: numbers like it are left out",
                    cell_excerpt(example)
                ));
            }
        }
    }

    /// Why a number can't be taken as its column has it.
    pub(in crate::exchange) fn doubt(&self, cell: &str, number: &Number, input: &str) -> Option<String> {
        if let Some(highest) = self.small.as_ref().filter(|_| !number.percent) {
            return Some(format!(
                "could be a percentage or a point of a scale up to {highest}: `--unit {input}=%` or `--values {input}:{highest}=…%` decides"
            ));
        }
        if self.undecided && is_ambiguous(cell) {
            let read = |c| Number::read(cell, c).map_or(String::new(), |n| n.digits);
            let (point, comma) = (read(DecimalSeparator::Point), read(DecimalSeparator::Comma));
            return Some(format!(
                "could be {point} or {comma}, and nothing in the table decides; `--decimal ,` or `--decimal .` does"
            ));
        }
        if self.mixed && !number.percent && is_fraction(number) {
            let (points, fraction) = (&number.digits, shift(&number.digits, 2));
            return Some(format!(
                "could be {points}% or {fraction}%, since its column has numbers above 1 too: write it with its `%`"
            ));
        }
        None
    }

    /// A number with the column's suffix and percent made its own.
    pub(in crate::exchange) fn apply(&self, mut number: Number) -> Number {
        if number.suffix.is_none() && !number.percent {
            number.suffix = self.suffix;
        }
        if !number.percent && number.suffix.is_none() {
            match self.percent {
                Some(PercentNotation::Points) => number.percent = true,
                Some(PercentNotation::Fractions) => {
                    number.digits = shift(&number.digits, 2);
                    number.high = number.high.map(|high| shift(&high, 2));
                    number.percent = true;
                }
                None => {}
            }
        }
        number
    }
}

/// The highest of whole numbers from 1 to 10, where they are no fractions and not all 1.
fn highest_of_scale(numbers: impl Iterator<Item = Number>) -> Option<String> {
    let mut highest = 1.0;
    for number in numbers {
        let value = number.value();
        if number.suffix.is_some() || !(0.0..=10.0).contains(&value) || value.fract() != 0.0 {
            return None;
        }
        highest = f64::max(highest, value);
    }
    (highest > 1.0).then(|| format!("{highest}"))
}

/// Whether a number would be a fraction of 1, and neither nothing nor all.
fn is_fraction(number: &Number) -> bool {
    number.suffix.is_none() && (number.value() > 0.0 && number.value() < 1.0)
}

/// Whether a cell is one number with a decimal point and another with a decimal comma.
fn is_ambiguous(cell: &str) -> bool {
    let read = |c| Number::read(cell, c).ok().map(|n| n.digits);
    cell.contains(['.', ','])
        && matches!((read(DecimalSeparator::Point), read(DecimalSeparator::Comma)), (Some(a), Some(b)) if a != b)
}

/// Whether most of a column's cells are numbers.
pub(in crate::exchange) fn is_numeric(table: &SourceTable, column: usize) -> bool {
    let (mut numbers, mut all) = (0, 0);
    for (_, cell) in table.cells(column).filter(|(_, c)| !is_missing(c)) {
        all += 1;
        let reads = [DecimalSeparator::Point, DecimalSeparator::Comma]
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
        let table = SourceTable::read(text.as_bytes()).unwrap();
        let scale = NumberFormat::of(&table, 0, true);
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
        let table = SourceTable::read("a;b;c\n1,200;1,200;0,5\n1,5;3;2\n".as_bytes()).unwrap();
        assert_eq!(NumberFormat::of(&table, 0, false).convention, DecimalSeparator::Comma);
        // Its neighbours show what `1,200` is.
        assert_eq!(NumberFormat::of(&table, 1, false).convention, DecimalSeparator::Comma);
        let table = SourceTable::read(b"a;b\n1,200;3\n").unwrap();
        assert_eq!(NumberFormat::of(&table, 0, false).convention, DecimalSeparator::Point);
        assert!(NumberFormat::of(&table, 0, false).undecided);
        let table = SourceTable::read(b"a,b\n\"1,200\",3\n").unwrap();
        let scale = NumberFormat::of(&table, 0, false);
        assert_eq!(
            scale.guesses,
            ["`1,200` is read as 1200, since the table is parted by commas; `--decimal ,` decides otherwise"]
        );
    }

    #[test]
    fn what_could_be_read_two_ways_is_left_out() {
        let doubts = |text: &str, column: usize, percent: bool| -> Vec<Option<String>> {
            let table = SourceTable::read(text.as_bytes()).unwrap();
            let scale = NumberFormat::of(&table, column, percent);
            let read = |c: &str| Number::read(c, scale.convention).ok().and_then(|n| scale.doubt(c, &n, "confidence"));
            table.rows.iter().map(|r| read(r.cell(column))).collect()
        };
        let is = |text: &str, column, percent| -> Vec<bool> {
            doubts(text, column, percent).iter().map(Option::is_some).collect()
        };
        assert_eq!(is("a;b\n12,000;x\n3.500;y\n0,5;z\n", 0, false), [true, true, false]);
        assert_eq!(is("a;b;c\n12,000;3.500;0,5\n", 0, false), [true]);
        assert_eq!(is("a;b\n12,000;0,5\n", 0, false), [false]);
        assert_eq!(is("a;b\n12,000;7\n", 0, false), [true]);
        assert_eq!(is("a;b\n3;1\n4;1\n5;1\n80%;1\n", 0, true), [true, true, true, false]);
        assert_eq!(is("a;b\n3;1\n4;1\n50;1\n", 0, true), [false, false, false]);
        assert_eq!(is("a;b\n80%;1\n0.5;1\n50;1\n1;1\n0;1\n", 0, true), [false, true, false, false, false]);
        let said = doubts("a;b\n80%;1\n0.5;1\n50;1\n", 0, true).remove(1);
        assert!(said.is_some_and(|s| s.starts_with("could be 0.5% or 50%")));
    }
}
