//! A table before anyone decided how it looks.

/// To which side a column's cells lean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Align {
    Left,
    Right,
}

/// One cell: what people see, and what programs get.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cell {
    /// For people.
    pub shown: String,
    /// For programs, where it differs.
    pub exact: Option<String>,
}

impl Cell {
    /// A cell that is the same for both.
    pub fn new(shown: impl Into<String>) -> Self {
        Cell { shown: shown.into(), exact: None }
    }

    /// A number: rounded for people, in full for programs.
    pub fn number(value: f64) -> Self {
        Cell { shown: crate::quantity::print::number(value), exact: Some(crate::quantity::print::exact(value)) }
    }

    /// What programs get.
    pub fn exact(&self) -> &str {
        self.exact.as_deref().unwrap_or(&self.shown)
    }
}

/// Rows under named columns.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    /// The columns' names and sides.
    pub columns: Vec<(String, Align)>,
    /// The rows, each with a cell for every column.
    pub rows: Vec<Vec<Cell>>,
    /// The column that gives way where the table is too wide.
    pub flexible: Option<usize>,
    /// The columns that go where the table is too wide still, the first to go first; a line below names those gone.
    pub gives_way: &'static [&'static str],
}

impl Table {
    /// A table of these columns without rows.
    pub fn new(columns: &[(&str, Align)]) -> Self {
        let columns = columns.iter().map(|(n, a)| (n.to_string(), *a)).collect();
        Table { columns, rows: Vec::new(), flexible: None, gives_way: &[] }
    }

    /// Takes a column away; its name.
    pub fn remove(&mut self, index: usize) -> String {
        self.rows.iter_mut().for_each(|row| drop(row.remove(index)));
        self.flexible = match self.flexible {
            Some(flexible) if flexible == index => None,
            Some(flexible) if flexible > index => Some(flexible - 1),
            flexible => flexible,
        };
        self.columns.remove(index).0
    }

    /// Adds a row of these cells by their columns, blank elsewhere; what has no column is left out.
    pub fn push<'n>(&mut self, named: impl IntoIterator<Item = (&'n str, Cell)>) {
        let mut cells = vec![Cell::default(); self.columns.len()];
        for (name, cell) in named {
            if let Some(at) = self.columns.iter().position(|(column, _)| column == name) {
                cells[at] = cell;
            }
        }
        self.rows.push(cells);
    }
}
