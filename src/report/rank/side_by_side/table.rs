//! Several rankings as one table.

use crate::report::output::table::{Align, Cell, Table};
use crate::report::rank::side_by_side::{SideBySideReport, SideBySideRow};

/// What stands where an initiative has no score.
const NO_SCORE: &str = "–";

impl SideBySideReport {
    /// The rows that are listed: with a cut those that at least one ranking chooses.
    pub fn listed(&self, cut: bool) -> Vec<&SideBySideRow> {
        self.rows.iter().filter(|r| !cut || !r.chosen_by.is_empty()).collect()
    }

    /// For people: under each ranking's name the rank, beside it the score where wanted; then how many places the
    /// rankings are apart.
    pub fn table(&self, cut: bool, scores: bool) -> Table {
        let mut columns = Vec::new();
        for head in &self.rankings {
            columns.push((head.name.as_str(), Align::Right));
            if scores {
                columns.push(("score", Align::Right));
            }
        }
        columns.extend([("apart", Align::Right), ("id", Align::Left), ("title", Align::Left)]);
        let mut table = Table::new(&columns);
        table.flexible = Some(columns.len() - 1);
        for row in self.listed(cut) {
            let mut cells = Vec::with_capacity(columns.len());
            for head in &self.rankings {
                let place = row.places.get(&head.name).copied().flatten();
                cells.push(place.map_or(Cell::new(NO_SCORE), |p| Cell::new(p.rank.to_string())));
                if scores {
                    cells.push(place.map_or_else(Cell::default, |p| Cell::number(p.score)));
                }
            }
            cells.push(spread_cell(row));
            cells.extend([Cell::new(&row.id), Cell::new(&row.title)]);
            table.rows.push(cells);
        }
        table
    }

    /// For programs: a column for each number.
    pub fn columns(&self, cut: bool) -> Table {
        let names = self.rankings.iter().flat_map(|h| [format!("{}_rank", h.name), format!("{}_score", h.name)]);
        let names: Vec<String> =
            ["id", "title"].map(String::from).into_iter().chain(names).chain([String::from("apart")]).collect();
        let columns: Vec<(&str, Align)> = names.iter().map(|n| (n.as_str(), Align::Left)).collect();
        let mut table = Table::new(&columns);
        for row in self.listed(cut) {
            let mut cells = vec![Cell::new(&row.id), Cell::new(&row.title)];
            for head in &self.rankings {
                let place = row.places.get(&head.name).copied().flatten();
                cells.push(place.map_or_else(Cell::default, |p| Cell::new(p.rank.to_string())));
                cells.push(place.map_or_else(Cell::default, |p| Cell::number(p.score)));
            }
            cells.push(spread_cell(row));
            table.rows.push(cells);
        }
        table
    }
}

fn spread_cell(row: &SideBySideRow) -> Cell {
    row.apart.as_ref().map_or_else(Cell::default, |a| Cell::new(a.places.to_string()))
}
