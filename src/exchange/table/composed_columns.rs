//! Columns made of columns: `period+goal` joins their cells, `number|folder` takes the first that holds something.

use super::contents::SourceTable;
use super::header::Header;
use crate::exchange::reading::is_missing;

impl SourceTable {
    /// Adds the column of this name where there is none and it is made of columns that there are; what it is made of
    /// counts as carried over.
    ///
    /// ```
    /// let mut table = planwright::exchange::SourceTable::read(b"year,goal\n2026,SSO\n").unwrap();
    /// table.compose("year+goal");
    /// assert_eq!(table.rows[0].cell(2), "2026 / SSO");
    /// ```
    pub fn compose(&mut self, name: &str) {
        if self.column(name).is_some() {
            return;
        }
        let joined = name.contains('+');
        let parts: Option<Vec<usize>> = name.split(if joined { '+' } else { '|' }).map(|p| self.column(p)).collect();
        let Some(parts) = parts.filter(|p| p.len() > 1) else { return };
        for row in &mut self.rows {
            let cells = parts.iter().map(|c| row.cells.get(*c).map_or("", String::as_str)).filter(|c| !is_missing(c));
            let cell = if joined {
                cells.collect::<Vec<_>>().join(" / ")
            } else {
                cells.take(1).map(str::to_string).collect()
            };
            row.cells.push(cell);
        }
        // A number of the first column is named after it: `kep_12` of `kep_number|folder`.
        let first = &self.columns[parts[0]];
        let key = if joined { String::new() } else { first.key.clone() };
        self.columns.push(Header { written: name.to_string(), key, ..Header::default() });
        if joined {
            self.joined.insert(self.columns.len() - 1, parts.clone());
        }
        self.composed.extend(parts);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_that_holds_something() {
        let mut table = SourceTable::read(b"number,folder\n7,seven\n,eight\n").unwrap();
        table.compose("number|folder");
        table.compose("number|gone");
        assert_eq!((table.rows[0].cell(2), table.rows[1].cell(2), table.columns.len()), ("7", "eight", 3));
    }
}
