//! `plan doc`.

use super::context::CommandContext;
use super::exit::Exit;
use super::failure::Failure;
use super::output::Output;
use super::plan_args::{LoadOptions, LoadedPlan, PlanArgs, ViewArgs, plan_or_library};
use clap::{Args, ValueEnum};
use planwright::diagnostic::closest_match;
use planwright::language::library::{self, LibraryFolder};
use planwright::report::document::{self, Document, declared};
use planwright::report::{Align, Cell, Table, json, reference, text};
use std::path::{Path, PathBuf};

/// Print a document about an initiative, or a page of the language's reference.
#[derive(Debug, Args)]
pub struct DocArgs {
    /// An initiative; or a kind, block, field (`initiative.effort`), framework, or `formulas`; without one, everything
    name: Option<String>,
    /// Files or folders of the plan
    #[arg(value_name = "PATHS")]
    paths: Vec<PathBuf>,
    /// The document: `prfaq`, `problem`, `prd`, `launch`, `retrospective`, or one of the plan's own
    #[arg(long = "as", value_name = "DOCUMENT", requires = "name")]
    document: Option<String>,
    /// How to print the document; by default what the file's ending says, or Markdown
    #[arg(long, value_enum, requires = "document")]
    format: Option<DocFormat>,
    /// The file to write to, instead of printing
    #[arg(short, long, value_name = "FILE", requires = "document")]
    output: Option<PathBuf>,
    /// Exit with status 1 if parts of the document are missing
    #[arg(long, requires = "document")]
    complete: bool,
    /// Files or folders of the plan, as PATHS
    #[arg(long = "plan", value_name = "PATH", hide = true)]
    plan: Option<PathBuf>,
    #[command(flatten)]
    view: ViewArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum DocFormat {
    /// Markdown
    Md,
    /// A page that needs nothing else
    Html,
    /// For programs
    Json,
}

impl DocArgs {
    /// Runs it.
    ///
    /// # Errors
    /// Where nothing has that name, or the file can't be written.
    pub fn run(&self, face: &CommandContext) -> Result<Output, Failure> {
        let Some(name) = &self.name else { return self.reference(face, None) };
        if let Some(document) = &self.document {
            return self.document(face, name, document);
        }
        self.reference(face, Some(name))
    }

    fn paths(&self) -> Vec<PathBuf> {
        let mut paths: Vec<PathBuf> = self.plan.iter().chain(&self.paths).cloned().collect();
        if paths.is_empty() {
            paths.push(PathBuf::from("."));
        }
        paths
    }

    fn load(&self, face: &CommandContext) -> Result<LoadedPlan, Failure> {
        PlanArgs { paths: self.paths(), view: self.view.clone() }
            .load(face, &LoadOptions { folders: &[LibraryFolder::Documents], ..LoadOptions::default() })
    }

    /// Whether it prints a document, which is for a file or a page.
    pub(super) fn is_document(&self) -> bool {
        self.document.is_some()
    }

    /// Whether it reads standard input.
    pub(super) fn reads_stdin(&self) -> bool {
        self.paths().iter().any(|p| p.as_os_str() == "-")
    }

    fn reference(&self, face: &CommandContext, name: Option<&str>) -> Result<Output, Failure> {
        // Every framework of the library is part of the reference, and those of a plan that can be read.
        let standard = || library::items(LibraryFolder::Frameworks).map(|i| i.name.to_string());
        let by: Vec<String> = standard().collect();
        let paths = self.paths();
        if !self.paths.is_empty() {
            // A path that was asked for must be there; without one the language alone will do.
            super::plan_args::open(&paths, face)?;
        }
        let path = paths.first().map_or(Path::new("."), PathBuf::as_path);
        let resolved = plan_or_library(path, face, &by, self.view.scenario.as_deref())?;
        // A plan's table holds only what the plan names; the reference holds all.
        let mut schema = (*resolved.resolved.schema).clone();
        for item in library::items(LibraryFolder::Kinds) {
            schema.require(item.name);
        }
        for item in library::items(LibraryFolder::Blocks) {
            schema.require_block("initiative", item.name);
        }
        let schema = &schema;
        let plan = &resolved.resolved.plan;
        let Some(name) = name else { return Ok(Output::text(reference::whole(schema))) };
        let initiative = plan.by_id.contains_key(name);
        if let Some(text) = reference::entry(schema, plan, name) {
            let mut output = Output::text(text);
            if initiative {
                output.notes.push(format!(
                    "`{name}` is an initiative too: `plan doc {name} --as DOCUMENT` prints its documents"
                ));
            }
            return Ok(output);
        }
        if initiative {
            return self.list(face, name);
        }
        if let Some(text) = reference::declared(schema, plan, name) {
            return Ok(Output::text(text));
        }
        let known = reference::names(schema, plan);
        let known = known.iter().map(String::as_str).chain(plan.initiatives.iter().map(|i| &**i.id()));
        let failure = Failure::usage(format!("nothing in the language or the plan is called `{name}`"));
        Err(match closest_match(name, known) {
            Some(near) => failure.help(format!("did you mean `{near}`?")),
            None => failure.help("`plan doc` prints the language, `plan rank --all` the initiatives"),
        })
    }

    /// The documents of an initiative, and how complete each is.
    fn list(&self, face: &CommandContext, id: &str) -> Result<Output, Failure> {
        let shown = self.load(face)?;
        let index = shown.initiative(id)?;
        let evaluated = &shown.scored.evaluated;
        let mut table = Table::new(&[
            ("document", Align::Left),
            ("written", Align::Right),
            ("", Align::Left),
            ("missing", Align::Left),
        ]);
        table.columns[2].0 = "for".into();
        table.flexible = Some(3);
        let mut diagnostics = Vec::new();
        for record in declared(evaluated) {
            let filled = document::document(evaluated, index, record);
            let made = filled.document;
            diagnostics.extend(filled.diagnostics);
            let phase = record.word("for").map_or(String::new(), |p| p.to_string());
            table.rows.push(vec![
                Cell::new(&*record.id),
                Cell::new(format!("{} of {}", made.on_file, made.parts)),
                Cell::new(phase),
                Cell::new(made.missing.join(", ")),
            ]);
        }
        let mut output = Output::text(text(&table, face.layout));
        output.notes.push(format!("`plan doc {id} --as DOCUMENT` prints one"));
        let mut found = super::diagnostic_summary::DiagnosticSummary { warnings: 0, ..shown.diagnostic_summary() };
        found.errors.in_scope.extend(diagnostics);
        Ok(found.add_to(output, shown.scored.sources))
    }

    fn document(&self, face: &CommandContext, id: &str, name: &str) -> Result<Output, Failure> {
        let shown = self.load(face)?;
        let index = shown.initiative(id)?;
        let evaluated = &shown.scored.evaluated;
        let documents = declared(evaluated);
        let record = documents.iter().find(|d| &*d.id == name).ok_or_else(|| {
            let known = || documents.iter().map(|d| &*d.id);
            let failure = Failure::usage(format!("there is no document `{name}`"));
            match closest_match(name, known()) {
                Some(near) => failure.help(format!("did you mean `{near}`?")),
                None => failure.help(format!("there are {}", known().collect::<Vec<_>>().join(", "))),
            }
        })?;
        let filled = document::document(evaluated, index, record);
        let made = filled.document;
        let out = match self.format() {
            DocFormat::Md => document::markdown(&made),
            DocFormat::Html => document::html(&made),
            DocFormat::Json => json(&made),
        };
        let mut found = super::diagnostic_summary::DiagnosticSummary { warnings: 0, ..shown.diagnostic_summary() };
        found.errors.in_scope.extend(filled.diagnostics);
        let mut output =
            super::write::print_or_write(self.output.as_deref(), out, |path| render_document(path, &made))?;
        if self.complete && !made.missing.is_empty() {
            output.exit = Exit::Problems;
            output.notes.push(format!(
                "{} of {} parts written; missing: {}",
                made.on_file,
                made.parts,
                made.missing.join(", ")
            ));
        }
        let exit = output.exit;
        let mut output = found.add_to(output, shown.scored.sources);
        output.exit = output.exit.max(exit);
        Ok(output)
    }

    fn format(&self) -> DocFormat {
        let ending = self.output.as_ref().and_then(|p| p.extension()).and_then(|e| e.to_str()).map(str::to_lowercase);
        self.format.unwrap_or(match ending.as_deref() {
            Some("html" | "htm") => DocFormat::Html,
            Some("json") => DocFormat::Json,
            _ => DocFormat::Md,
        })
    }
}

fn render_document(path: &Path, made: &Document) -> String {
    format!("wrote {}: {} of {} parts", path.display(), made.on_file, made.parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;
    use planwright::report::Layout;

    #[derive(Debug, Parser)]
    struct Line {
        #[command(flatten)]
        doc: DocArgs,
    }

    #[test]
    fn a_document_is_written_in_the_format_of_its_files_ending() {
        let folder = tempfile::tempdir().unwrap();
        let plan = folder.path().join("p.plan");
        std::fs::write(&plan, "initiative a \"A\" { problem { statement: \"S\" } }\n").unwrap();
        let face = CommandContext { cli: clap::Command::default, layout: Layout::default(), stdin: None, plan: None };
        for (name, begins) in
            [("a.html", "<!doctype html>"), ("a.md", "# Problem"), ("a.JSON", "{\n"), ("a", "# Problem")]
        {
            let out = folder.path().join(name);
            let words = ["doc", "a", plan.to_str().unwrap(), "--as", "problem", "-o", out.to_str().unwrap()];
            let output = Line::parse_from(words).doc.run(&face).unwrap();
            assert_eq!((output.text.as_str(), output.exit), ("", Exit::Fine));
            assert!(output.notes[0].ends_with("1 of 11 parts"), "{:?}", output.notes);
            assert!(std::fs::read_to_string(&out).unwrap().starts_with(begins), "{name}");
        }
        let nowhere = folder.path().join("none/a.md");
        let words = ["doc", "a", plan.to_str().unwrap(), "--as", "problem", "-o", nowhere.to_str().unwrap()];
        assert_eq!(Line::parse_from(words).doc.run(&face).unwrap_err().exit, Exit::Outside);
    }
}
