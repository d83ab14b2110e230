//! Where a path of names leads in the table: `problem.statement`, `risk`, `prfaq.faq.why.answer`.

use super::{BlockSchema, FieldSchema, Schema};
use crate::diagnostic::closest_match;
use std::fmt;

/// One block on the way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BlockStep<'a> {
    /// Its row.
    pub row: &'a BlockSchema,
    /// The name of the block that is meant, where the path gives one.
    pub id: Option<&'a str>,
}

/// What stands at the end of a path.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum PathEnd<'a> {
    /// A field of the table.
    Field(&'a FieldSchema),
    /// A field that may have any name.
    Free(&'a str),
    /// The block of the last step.
    Block,
    /// Items of a kind that are `about` an item.
    About(&'a BlockSchema),
}

/// Where a path leads.
#[derive(Debug, Clone, PartialEq)]
pub struct PathTarget<'a> {
    /// The blocks on the way.
    pub steps: Vec<BlockStep<'a>>,
    /// What stands at the end.
    pub end: PathEnd<'a>,
}

/// A path that leads nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownPath<'a> {
    /// The part of the path that names nothing.
    pub part: &'a str,
    /// The known name nearest to it.
    pub nearest: Option<&'a str>,
}

impl fmt::Display for UnknownPath<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "nothing is called `{}` there", self.part)?;
        self.nearest.map_or(Ok(()), |near| write!(f, "; the nearest name is `{near}`"))
    }
}

impl std::error::Error for UnknownPath<'_> {}

impl Schema {
    /// Where a path leads from an item of a kind.
    ///
    /// # Errors
    /// The part of the path that names nothing, with the known name nearest to it.
    pub fn resolve_path<'a>(&'a self, kind: &str, path: &'a str) -> Result<PathTarget<'a>, UnknownPath<'a>> {
        let mut parts = path.split('.').peekable();
        let mut steps: Vec<BlockStep<'a>> = Vec::new();
        let Some(mut row) = self.kind(kind) else { return Err(UnknownPath { part: path, nearest: None }) };
        while let Some(part) = parts.next() {
            let last = parts.peek().is_none();
            if let Some(block) = row.blocks.get(part) {
                let id = if block.named { parts.next() } else { None };
                steps.push(BlockStep { row: block, id });
                row = block;
                continue;
            }
            if let Some(field) = row.fields.get(part).filter(|_| last) {
                return Ok(PathTarget { steps, end: PathEnd::Field(field) });
            }
            if row.any_field && last {
                return Ok(PathTarget { steps, end: PathEnd::Free(part) });
            }
            let about = |k: &&BlockSchema| k.fields.contains_key("about");
            if steps.is_empty()
                && last
                && let Some(kind) = self.kind(part).filter(about)
            {
                return Ok(PathTarget { steps, end: PathEnd::About(kind) });
            }
            let known = row.fields.keys().chain(row.blocks.keys()).map(|k| &**k);
            let kinds = self.kinds().filter(about).map(|k| &*k.name).filter(|_| steps.is_empty());
            return Err(UnknownPath { part, nearest: closest_match(part, known.chain(kinds)) });
        }
        Ok(PathTarget { steps, end: PathEnd::Block })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_to_fields_blocks_and_what_is_about_an_item() {
        let schema = Schema::complete();
        let end = |path| {
            schema
                .resolve_path("initiative", path)
                .map(|t| format!("{:?}", t.steps.last().map(|s| (&*s.row.name, s.id))))
        };
        assert_eq!(end("problem.job").unwrap(), "Some((\"problem\", None))");
        assert_eq!(end("prfaq.faq.why.answer").unwrap(), "Some((\"faq\", Some(\"why\")))");
        assert_eq!(end("owner").unwrap(), "None");
        assert!(matches!(schema.resolve_path("initiative", "request").unwrap().end, PathEnd::About(_)));
        assert!(matches!(
            schema.resolve_path("initiative", "result.activation").unwrap().end,
            PathEnd::Free("activation")
        ));
        assert_eq!(
            schema.resolve_path("initiative", "problem.jobb").unwrap_err(),
            UnknownPath { part: "jobb", nearest: Some("job") }
        );
        assert_eq!(schema.resolve_path("initiative", "owner.name").unwrap_err().part, "owner");
    }
}
