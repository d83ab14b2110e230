//! A roadmap as one table, for spreadsheets.

use crate::report::roadmap::{RoadmapReport, strip_markdown};
use crate::report::{Align, Cell, Table};

/// The rows of every section under one another, with the columns of all of them.
pub fn table(report: &RoadmapReport) -> Table {
    let grids = || report.sections.iter().filter_map(|s| Some((s, s.grid.as_ref()?)));
    let mut names: Vec<&str> = Vec::new();
    for name in grids().flat_map(|(_, g)| &g.columns) {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    let mut table = Table::new(&[("section", Align::Left)]);
    table.columns.extend(names.iter().map(|n| (strip_markdown(n), Align::Left)));
    for (section, grid) in grids() {
        for row in &grid.rows {
            let mut cells = vec![Cell::default(); table.columns.len()];
            cells[0] = Cell::new(strip_markdown(&section.title));
            for (name, cell) in grid.columns.iter().zip(row) {
                let Some(at) = names.iter().position(|n| n == name) else { continue };
                let exact = cell.number.map(crate::quantity::print::exact);
                cells[at + 1] = Cell { shown: cell.text.as_deref().map(strip_markdown).unwrap_or_default(), exact };
            }
            table.rows.push(cells);
        }
    }
    table
}
