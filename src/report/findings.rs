//! Floor 2: What a check found, as a table for a comment on a pull request.

use crate::diagnostic::render::{clamp, locate};
use crate::diagnostic::{Diagnostic, summary};
use crate::report::output::escaping;
use crate::report::output::render::markdown_rows;
use crate::report::output::table::{Align, Cell, Table};
use crate::source::SourceSet;

/// Findings as a table, in the order given: how bad, the code, the place, what is wrong and how to mend it. Places are
/// named as the sources are, `plans/a.plan:3:5`.
pub fn table(diagnostics: &[Diagnostic], sources: &SourceSet) -> Table {
    let columns = ["severity", "code", "place", "message", "help"].map(|name| (name, Align::Left));
    let mut table = Table::new(&columns);
    table.flexible = Some(3);
    table.gives_way = &["help", "code"];
    for d in diagnostics {
        table.rows.push(vec![
            Cell::new(d.severity.as_str()),
            Cell::new(d.code.to_string()),
            Cell::new(location_text(d, sources)),
            Cell::new(&d.message),
            Cell::new(d.help.as_deref().unwrap_or_default()),
        ]);
    }
    table
}

/// `plans/a.plan:3:5`; empty where the set has no such source.
fn location_text(d: &Diagnostic, sources: &SourceSet) -> String {
    sources.get(d.label.span.source).map_or(String::new(), |source| {
        let at = locate(source, clamp(d.label.span, &source.text).start);
        format!("{}:{}:{}", source.name, at.line, at.column)
    })
}

/// The same in Markdown: how many there are, then a row each; `no problems` where there are none. Whatever a plan says
/// shows as it is, formats nothing and calls nobody by `@name`. What a code host links by itself, as `#12`, stays a link.
pub fn markdown(diagnostics: &[Diagnostic], sources: &SourceSet) -> String {
    let counted = summary(diagnostics);
    if diagnostics.is_empty() {
        return format!("{counted}\n");
    }
    let table = table(diagnostics, sources);
    let cells = |row: &Vec<Cell>| row.iter().map(|cell| escaping::markdown_message_cell(&cell.shown)).collect();
    format!("**{counted}**\n\n{}", markdown_rows(&table.columns, table.rows.iter().map(cells)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Severity};
    use crate::source::{SourceId, SourceText, Span};

    #[test]
    fn findings_are_a_table_in_which_nothing_acts() {
        let mut sources = SourceSet::default();
        let id = sources.add(SourceText::new("a|b.plan", "one\ntwo"));
        let found = [
            Diagnostic::new(Code::BAD_NUMBER, Span::new(id, 4, 7), "`2O` is no <b>number</b> of @octocat")
                .help("write `20`"),
            Diagnostic::new(Code::UNKNOWN_REFERENCE, Span::new(SourceId(9), 0, 0), "who | is `it`")
                .severity(Severity::Note),
        ];
        let expected = "**1 error, 1 note**\n\n\
            | severity | code | place | message | help |\n\
            | --- | --- | --- | --- | --- |\n\
            | error | P0105 | a\\|b.plan:2:1 | `2O` is no \\<b>number\\</b> of @&#8203;octocat | write `20` |\n\
            | note | P0205 |  | who \\| is `it` |  |\n";
        assert_eq!(markdown(&found, &sources), expected);
        assert_eq!(markdown(&[], &sources), "no problems\n");
    }
}
