//! Metrics as a table, for a pull request.

use crate::report::metrics::value_text::{chance, two_digits};
use crate::report::metrics::{MetricsReport, PointReport};
use crate::report::output::render::markdown;
use crate::report::output::table::{Align, Cell, Table};

impl MetricsReport {
    /// The table in Markdown.
    pub fn markdown(&self) -> String {
        let owned = self.metrics.iter().any(|row| row.shown.owner.is_some());
        let mut left = vec!["metric", "role", "latest", "baseline", "target"];
        if owned {
            left.insert(2, "owner");
        }
        let right = ["progress", "chance", "pace a month", "needed a month", "linear", "damped"];
        let mut columns: Vec<(&str, Align)> = left.into_iter().map(|c| (c, Align::Left)).collect();
        columns.extend(right.into_iter().map(|c| (c, Align::Right)));
        columns.push(("state", Align::Left));
        let mut table = Table::new(&columns);
        for row in &self.metrics {
            let forecast = row.forecast.as_ref();
            let line = forecast.and_then(|f| f.linear.as_ref()).map(|e| row.expected(e));
            let damped = forecast.and_then(|f| f.damped.as_ref()).map(|e| row.expected(e));
            let mut cells = vec![
                format!("{}{} ({})", "· ".repeat(row.depth), row.title, row.id),
                row.role.replace('_', " "),
                row.latest.as_ref().map_or(String::new(), |p| row.dated(p, "on")),
                row.baseline.as_ref().map_or(String::new(), |p| row.dated(p, "on")),
                row.target.as_ref().map_or_else(|| row.bounds(), |p| row.dated(p, "by")),
                row.progress_text().unwrap_or_default(),
                row.shown.next.and_then(|at| row.targets.get(at)?.probability).map_or(String::new(), chance),
                row.pace.map_or(String::new(), |p| row.change(two_digits(p))),
                row.needed.map_or(String::new(), |p| row.change(two_digits(p))),
                line.unwrap_or_default(),
                damped.unwrap_or_default(),
                row.status_text(),
            ];
            if owned {
                cells.insert(2, row.shown.owner.clone().unwrap_or_default());
            }
            table.rows.push(cells.into_iter().map(Cell::new).collect());
            // Further targets have lines of their own.
            for (_, target) in row.targets.iter().enumerate().filter(|(at, _)| Some(*at) != row.shown.next) {
                let point = PointReport { value: target.value, on: target.by, source: target.source.clone() };
                let first = format!("{}{}, another target", "· ".repeat(row.depth), row.title);
                let chance = target.probability.map_or(String::new(), chance);
                let told = [("metric", first), ("target", row.dated(&point, "by")), ("chance", chance)];
                let told = told.into_iter().chain([("state", target.state.display_text().to_string())]);
                table.push(told.map(|(column, text)| (column, Cell::new(text))));
            }
        }
        markdown(&table)
    }
}
