//! A `document` item as the renderer reads it.

use crate::model::{Clause, Datum, FormulaSource, Record};

/// A path with its label.
#[derive(Debug, Clone, Copy)]
pub(in crate::report) struct LabelledPath<'p> {
    pub path: &'p str,
    pub label: Option<&'p str>,
}

impl<'p> LabelledPath<'p> {
    /// As a field of the block that is shown, which may stand in front of it: `approval.by`.
    fn relative_to_block(self) -> LabelledPath<'p> {
        LabelledPath { path: self.path.rsplit('.').next().unwrap_or(self.path), ..self }
    }

    /// Its label, else the last word of the path as people write it.
    pub(crate) fn label(&self) -> String {
        self.label.map_or_else(
            || readable_name(self.path.rsplit('.').next().unwrap_or(self.path)),
            crate::report::document::wording::escape_markdown,
        )
    }
}

/// `sales_brief` as `Sales brief`.
pub(in crate::report) fn readable_name(name: &str) -> String {
    let name = name.replace('_', " ");
    let mut chars = name.chars();
    chars.next().map_or(String::new(), |c| c.to_uppercase().chain(chars).collect())
}

/// How much of a section must be on file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::report) enum SectionNeed {
    One,
    All,
    No,
}

/// A section.
#[derive(Debug, Clone)]
pub(in crate::report) struct SectionLayout<'p> {
    pub id: &'p str,
    pub title: &'p str,
    pub under: Option<&'p str>,
    pub shows: Vec<LabelledPath<'p>>,
    pub shape: Option<&'p str>,
    pub columns: Vec<LabelledPath<'p>>,
    pub each_needs: Vec<&'p str>,
    pub order: Option<&'p FormulaSource>,
    pub when: Option<&'p FormulaSource>,
    pub need: SectionNeed,
    pub heading: bool,
    pub intro: Option<&'p str>,
    pub ask: Option<&'p str>,
    pub write: Option<&'p str>,
}

impl<'p> SectionLayout<'p> {
    pub(crate) fn read(section: &'p Record) -> SectionLayout<'p> {
        let text = |name| section.text(name).map(|t| &**t);
        let word = |name| section.word(name).map(|t| &**t);
        SectionLayout {
            id: &section.id,
            title: section.title(),
            under: word("under"),
            shows: paths(section, "shows"),
            shape: word("as"),
            columns: paths(section, "columns").into_iter().map(LabelledPath::relative_to_block).collect(),
            each_needs: paths(section, "each_needs").into_iter().map(|s| s.relative_to_block().path).collect(),
            order: section.code("order"),
            when: section.code("when"),
            need: match word("need") {
                Some("all") => SectionNeed::All,
                Some("no") => SectionNeed::No,
                _ => SectionNeed::One,
            },
            heading: section.value("heading") != Some(&Datum::Truth(false)),
            intro: text("intro"),
            ask: text("ask"),
            write: text("write"),
        }
    }

    /// Whether it only holds other sections.
    pub(crate) fn is_group(&self) -> bool {
        self.shows.is_empty()
    }
}

/// The paths that a field holds, with their labels.
pub(in crate::report) fn paths<'p>(record: &'p Record, field: &str) -> Vec<LabelledPath<'p>> {
    let clauses = record.facts.iter().filter(|f| &*f.name == field).flat_map(|f| &f.clauses);
    clauses.filter_map(labelled_path).collect()
}

fn labelled_path(clause: &Clause) -> Option<LabelledPath<'_>> {
    let Datum::Word(path) = &clause.head else { return None };
    let label = match clause.tail("=") {
        Some(Datum::Text(text)) => Some(&**text),
        _ => None,
    };
    Some(LabelledPath { path, label })
}

#[cfg(test)]
mod tests {
    use super::readable_name;

    #[test]
    fn names_are_written_as_people_write_them() {
        assert_eq!(readable_name("sales_brief"), "Sales brief");
    }
}
