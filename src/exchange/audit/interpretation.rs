//! How a table's numbers may be meant.

use crate::exchange::error::cell_excerpt;
use crate::exchange::mapping::Mapping;
use crate::exchange::reading::{NumberFormat, is_missing};
use crate::exchange::table::{DecimalSeparator, Number, SourceTable};
use crate::model::Framework;

/// One way to read the columns of a framework's inputs.
#[derive(Debug, Clone, Default)]
pub struct TableInterpretation {
    /// For each input in the framework's order its column and how that is read.
    pub columns: Vec<Option<(usize, NumberFormat)>>,
    /// What is to be said where it is taken instead of the usual one.
    pub notes: Vec<String>,
}

impl TableInterpretation {
    /// Every way to read a table's inputs, the usual one first.
    ///
    /// A column of percentages may be meant in its own numbers, `90` as 90; a sign that stands in numbers may part their
    /// decimals or their groups.
    pub fn all(table: &SourceTable, mapping: &Mapping, framework: &Framework) -> Vec<TableInterpretation> {
        let usual = TableInterpretation::default_for(table, mapping, framework);
        let mut out = vec![usual.clone()];
        for (at, column) in usual.columns.iter().enumerate() {
            let Some((column, scale)) = column.as_ref().filter(|_| framework.inputs[at].unit.is_percent()) else {
                continue;
            };
            let header = cell_excerpt(&table.columns[*column].written);
            let bare = |cell: &&str| {
                Number::read(cell, scale.convention).is_ok_and(|n| !n.percent && n.value() > 1.0) && !is_missing(cell)
            };
            let Some(example) = table.cells(*column).map(|(_, c)| c).find(bare) else { continue };
            let own = scale.as_plain_numbers();
            let other = if *scale == own {
                (scale.clone().in_percent(), format!("`{header}` {example} is read as {example}%"))
            } else {
                (own, format!("`{header}` {example} is read as {example}, not as {example}%"))
            };
            let mut reading = usual.clone();
            reading.columns[at] = Some((*column, other.0));
            reading.notes.push(other.1);
            out.push(reading);
        }
        if table.decimal.is_none() {
            for (convention, mark) in [(DecimalSeparator::Point, '.'), (DecimalSeparator::Comma, ',')] {
                let changed = |(column, scale): &(usize, NumberFormat)| (*column, scale.with_decimals(convention));
                let columns: Vec<_> = usual.columns.iter().map(|c| c.as_ref().map(changed)).collect();
                if columns != usual.columns {
                    let said = format!("numbers are read with `{mark}` before their decimals");
                    out.push(TableInterpretation { columns, notes: vec![said] });
                }
            }
        }
        out
    }

    /// The way that the columns themselves say.
    pub fn default_for(table: &SourceTable, mapping: &Mapping, framework: &Framework) -> TableInterpretation {
        let mut said = Vec::new();
        let columns = framework.inputs.iter().map(|input| {
            let column = mapping.input(&framework.id, &input.id)?;
            // A header in thousands concerns both sides alike in a spreadsheet's own formula.
            let mut scale = NumberFormat::of(table, column, input.unit.is_percent());
            scale.suffix = None;
            if scale.is_small() {
                let header = cell_excerpt(&table.columns[column].written);
                said.push(format!("`{header}` is read in its own numbers, which are too small for percent"));
                scale = scale.as_plain_numbers();
            }
            Some((column, scale))
        });
        TableInterpretation { columns: columns.collect(), notes: said }
    }
}
