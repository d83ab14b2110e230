//! Reading the files of a workspace, and what they use.

use crate::diagnostic::{Code, Diagnostic, closest_match};
use crate::model::FunctionLibrary;
use crate::schema::{FieldType, Schema, library};
use crate::source::{Files, MAX_FILE_BYTES, SourceId, SourceSet, SourceText, Span};
use crate::syntax::{Block, Field, Literal, SyntaxTree, UseStatement, parse, parse_all};
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::io::ErrorKind;
use std::sync::Arc;

/// A file with its place in the workspace.
#[derive(Debug, Clone)]
pub struct LoadedFile {
    /// Its path in the workspace.
    pub path: Arc<str>,
    /// Its items.
    pub parsed: Arc<SyntaxTree>,
    /// The name after `as`, under which its items are known.
    pub namespace: Option<Arc<str>>,
    /// Whether it is part of the standard library.
    pub standard: bool,
}

/// A text that a field names, as a metric its measurements.
#[derive(Debug, Clone)]
pub struct DataFile {
    /// Its path in the workspace.
    pub path: Arc<str>,
    /// Its source, for places in it.
    pub source: SourceId,
    /// Its text.
    pub text: Arc<str>,
}

/// Every file that a plan is made of, parsed.
#[derive(Debug, Clone, Default)]
pub struct LoadedWorkspace {
    /// All texts that were read.
    pub sources: SourceSet,
    /// The plan's files, then those of the library.
    pub files: Vec<LoadedFile>,
    /// The files of functions.
    pub libraries: Vec<FunctionLibrary>,
    /// The files of data that fields name, by the place of the field; `None` for one that was reported.
    pub data: HashMap<Span, Option<DataFile>>,
    /// What could not be read.
    pub diagnostics: Vec<Diagnostic>,
    /// The files that could not be read at all, each a source without a text, and their paths in the workspace.
    pub unreadable: Vec<(SourceId, Arc<str>)>,
}

/// Why a file gives no text.
#[derive(Debug, Clone)]
pub struct ReadError {
    code: Code,
    message: String,
    help: &'static str,
}

/// The text of a file.
///
/// # Errors
/// Why there is none, in words.
pub fn read_file(files: &dyn Files, path: &str) -> Result<String, ReadError> {
    read(files, path, false)
}

/// The text of a file, which another one may ask for.
fn read(files: &dyn Files, path: &str, used: bool) -> Result<String, ReadError> {
    let bytes = files.read(path).and_then(|bytes| {
        if bytes.len() as u64 > MAX_FILE_BYTES { Err(ErrorKind::FileTooLarge.into()) } else { Ok(bytes) }
    });
    let (code, message, help) = match bytes.map(String::from_utf8) {
        Ok(Ok(text)) => return Ok(text),
        Ok(Err(bad)) => {
            let at = bad.utf8_error().valid_up_to();
            let line = bad.as_bytes()[..at].iter().filter(|b| **b == b'\n').count() + 1;
            let said = format!("`{path}` is not UTF-8 text (line {line})");
            (Code::NOT_UTF8, said, "save it as UTF-8")
        }
        Err(e) if e.kind() == ErrorKind::FileTooLarge => {
            (Code::TOO_LARGE, format!("`{path}` is larger than 64 MiB"), "split it into several files")
        }
        Err(e) if e.kind() == ErrorKind::NotFound && used => {
            (Code::USE_NOT_FOUND, format!("there is no file `{path}`"), "paths are relative to the file that uses them")
        }
        Err(e) if e.kind() == ErrorKind::PermissionDenied && used => {
            (Code::USE_OUTSIDE, format!("`{path}` can't be used: {e}"), "a plan reads only files of its own workspace")
        }
        // The system's own words come with a capital and a number.
        Err(e) if e.raw_os_error().is_some() => (
            Code::UNREADABLE_FILE,
            format!("`{path}` can't be read: {}", e.kind()),
            "check the file and its permissions",
        ),
        Err(e) => (Code::UNREADABLE_FILE, format!("`{path}` can't be read: {e}"), "check the file and its permissions"),
    };
    Err(ReadError { code, message, help })
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ReadError {}

impl ReadError {
    /// For a file in a plan's folder that is no part of the plan.
    pub(crate) fn not_in_plan(path: &str) -> ReadError {
        let (code, message) = (Code::UNREADABLE_FILE, format!("`{path}` is no file of the plan"));
        ReadError {
            code,
            message,
            help: "a plan is made of its `.plan` files, without those that are hidden or ignored",
        }
    }

    /// As a finding at a place.
    pub fn into_diagnostic(self, span: Span) -> Diagnostic {
        Diagnostic::new(self.code, span, self.message).help(self.help)
    }
}

impl LoadedWorkspace {
    /// Reports a file that somebody asks for and that is not among those read.
    pub(crate) fn report_unreadable(&mut self, path: &str, why: ReadError) {
        let source = self.sources.add(SourceText::new(path, ""));
        self.unreadable.push((source, path.into()));
        self.diagnostics.push(why.into_diagnostic(Span::new(source, 0, 0)));
    }

    /// Why the files that could not be read could not.
    pub fn unreadable_diagnostics(&self) -> Vec<Diagnostic> {
        let unread = |d: &&Diagnostic| self.unreadable.iter().any(|(source, _)| *source == d.label.span.source);
        self.diagnostics.iter().filter(unread).cloned().collect()
    }

    /// Adds an item of the standard library, once.
    pub(crate) fn add_standard(&mut self, folder: library::LibraryFolder, name: &str) -> bool {
        let Some(item) = library::find(folder, name) else { return false };
        let path: Arc<str> = item.path().into();
        if self.files.iter().any(|f| f.standard && f.path == path) {
            return false;
        }
        let source = self.sources.add(SourceText::standard(path.clone(), item.text));
        let parsed = Arc::new(parse(source, item.text.into()));
        self.files.push(LoadedFile { path, parsed, namespace: None, standard: true });
        true
    }

    /// Adds a text that stands in no file, as an overlay typed in.
    pub(crate) fn add_text(&mut self, name: &str, text: &str) -> Arc<SyntaxTree> {
        let source = self.sources.add(SourceText::new(name, text));
        Arc::new(parse(source, text.into()))
    }
}

/// Reads every file of a workspace. Files that can't be read are reported and left out.
///
/// # Errors
/// Whatever listing the files gave.
pub(crate) fn load(files: &dyn Files) -> std::io::Result<LoadedWorkspace> {
    let mut loader = Loader { files, out: LoadedWorkspace::default(), index: BTreeMap::new(), edges: Vec::new() };
    let (mut paths, mut texts) = (Vec::new(), Vec::new());
    for path in files.plan_files()? {
        if let Some(read) = loader.read_text(&path, None) {
            texts.push(read);
            paths.push(path);
        }
    }
    for (path, parsed) in paths.iter().zip(parse_all(&texts)) {
        loader.add(path, parsed);
    }
    // Following `use` may add files, which use others in turn.
    let mut next = 0;
    while next < loader.out.files.len() {
        let file = loader.out.files[next].clone();
        for used in file.parsed.uses() {
            loader.follow(next, &file.path, used);
        }
        next += 1;
    }
    loader.report_cycles();
    loader.read_data();
    Ok(loader.out)
}

struct Loader<'f> {
    files: &'f dyn Files,
    out: LoadedWorkspace,
    index: BTreeMap<String, usize>,
    edges: Vec<(usize, usize, Span)>,
}

impl Loader<'_> {
    /// Reads a `.plan` file once; a diagnostic about it points at `place` where another file asked for it.
    fn read_plan(&mut self, path: &str, place: Option<Span>) -> Option<usize> {
        if let Some(index) = self.index.get(path) {
            return Some(*index);
        }
        let (source, text) = self.read_text(path, place)?;
        Some(self.add(path, parse(source, text)))
    }

    fn add(&mut self, path: &str, parsed: SyntaxTree) -> usize {
        self.out.diagnostics.extend(parsed.diagnostics.iter().cloned());
        let index = self.out.files.len();
        self.out.files.push(LoadedFile {
            path: path.into(),
            parsed: Arc::new(parsed),
            namespace: None,
            standard: false,
        });
        self.index.insert(path.to_string(), index);
        index
    }

    fn read_text(&mut self, path: &str, place: Option<Span>) -> Option<(SourceId, Arc<str>)> {
        let why = match read(self.files, path, place.is_some()) {
            Ok(text) => {
                let text: Arc<str> = text.into();
                return Some((self.out.sources.add(SourceText::new(path, text.clone())), text));
            }
            Err(why) => why,
        };
        let Some(span) = place else {
            self.out.report_unreadable(path, why);
            return None;
        };
        let code = why.code;
        let mut diagnostic = why.into_diagnostic(span);
        // Looking for a nearest name lists the folder: not for every line of a file full of them.
        if code == Code::USE_NOT_FOUND && self.out.diagnostics.len() < 20 {
            let known = self.files.plan_files().unwrap_or_default();
            if let Some(name) = closest_match(path, known.iter().map(String::as_str)) {
                diagnostic = diagnostic.help(format!("did you mean `{name}`?"));
            }
        }
        self.out.diagnostics.push(diagnostic);
        None
    }

    fn follow(&mut self, user: usize, from: &str, used: UseStatement<'_>) {
        let (path, span) = used.path();
        let Some(path) = join_path(from, &path) else {
            self.out.diagnostics.push(outside_workspace(&path, span));
            return;
        };
        if path.ends_with(".rhai") {
            if !self.out.libraries.iter().any(|l| *l.name == *path)
                && let Some((source, text)) = self.read_text(&path, Some(span))
            {
                self.out.libraries.push(FunctionLibrary { name: path.into(), source, text });
            }
            return;
        }
        if !path.ends_with(".plan") {
            self.out.diagnostics.push(
                Diagnostic::new(Code::USE_NOT_FOUND, span, format!("`{path}` is neither a `.plan` nor a `.rhai` file"))
                    .help("`use` takes plans and scripts; measurements are named by a metric's `actuals`"),
            );
            return;
        }
        let Some(target) = self.read_plan(&path, Some(span)) else { return };
        self.edges.push((user, target, span));
        if let Some(alias) = used.alias() {
            self.out.files[target].namespace = Some(alias.text.into());
        }
    }

    /// Reads the files that fields name, each once: what takes a file is in the schema.
    fn read_data(&mut self) {
        let mut schema = Schema::default();
        let files = self.out.files.clone();
        for block in files.iter().flat_map(|f| f.parsed.blocks()) {
            if block.kind().is_some_and(|k| k.text == "field") {
                // One that stands nowhere is reported by who resolves it.
                let _ = schema.declare(block);
            }
        }
        let mut read: HashMap<String, Option<DataFile>> = HashMap::new();
        for file in &files {
            for (field, path, span) in file.parsed.blocks().flat_map(|b| named_files(&mut schema, b)) {
                let Some(full) = join_path(&file.path, &path) else {
                    self.out.diagnostics.push(outside_workspace(&path, span));
                    self.out.data.insert(field, None);
                    continue;
                };
                let data = read.entry(full.clone()).or_insert_with(|| {
                    let (source, text) = self.read_text(&full, Some(span))?;
                    Some(DataFile { path: full.into(), source, text })
                });
                self.out.data.insert(field, data.clone());
            }
        }
    }

    /// Reports every `use` that closes a cycle.
    fn report_cycles(&mut self) {
        let mut uses: Vec<Vec<(usize, Span)>> = vec![Vec::new(); self.out.files.len()];
        for (from, to, span) in &self.edges {
            uses[*from].push((*to, *span));
        }
        for (from, _, span) in super::cycles::back_edges(&uses) {
            let said = format!("`{}` uses itself by way of this file", self.out.files[from].path);
            let d = Diagnostic::new(Code::USE_CYCLE, span, said);
            self.out.diagnostics.push(d.help("move what both need into a third file"));
        }
    }
}

fn outside_workspace(path: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::USE_OUTSIDE, span, format!("`{path}` lies outside the workspace"))
        .help("a plan reads only files of its own workspace; move the file into it")
}

/// The fields of an item, or of the items of a scenario, that name a file: the field's place, the path and its place.
fn named_files(schema: &mut Schema, block: Block<'_>) -> Vec<(Span, String, Span)> {
    let Some(kind) = block.kind() else { return Vec::new() };
    if kind.text == "scenario" {
        return block.blocks().flat_map(|b| named_files(schema, b)).collect();
    }
    schema.require(kind.text);
    let Some(row) = schema.kind(kind.text) else { return Vec::new() };
    let takes_file = |f: &Field<'_>| row.fields.get(f.key().text).is_some_and(|r| r.ty == FieldType::File);
    let path = |field: Field<'_>| {
        let phrase = field.value().phrases.into_iter().next()?;
        match phrase.head.low.literal {
            Literal::Text(path) => Some((field.span(), path.into_owned(), phrase.head.low.span)),
            _ => None,
        }
    };
    block.fields().filter(takes_file).filter_map(path).collect()
}

/// A path relative to a file of the workspace, as a path from the workspace's root; `None` where it leads out of it.
fn join_path(from: &str, path: &str) -> Option<String> {
    let absolute = path.starts_with(['/', '\\']) || path.chars().nth(1) == Some(':');
    if absolute || path.contains('\\') || path.chars().any(char::is_control) {
        return None;
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::MemoryFiles;

    fn codes(files: &[(&str, &str)]) -> Vec<String> {
        let files = MemoryFiles(files.iter().map(|(n, t)| (n.to_string(), t.to_string())).collect());
        load(&files).unwrap().diagnostics.iter().map(|d| d.code.to_string()).collect()
    }

    #[test]
    fn a_file_that_fails_is_said_plainly() {
        struct Locked;
        impl Files for Locked {
            fn read(&self, _: &str) -> std::io::Result<Vec<u8>> {
                Err(std::io::Error::from_raw_os_error(13))
            }
            fn plan_files(&self) -> std::io::Result<Vec<String>> {
                Ok(vec!["people.plan".into()])
            }
        }
        let found = load(&Locked).unwrap().diagnostics;
        assert_eq!(found[0].message, "`people.plan` can't be read: permission denied");
    }

    #[test]
    fn use_stays_inside_and_ends() {
        assert_eq!(join_path("a/b.plan", "../c.plan").as_deref(), Some("c.plan"));
        assert_eq!(join_path("a/b.plan", "../../c.plan"), None);
        assert_eq!(join_path("b.plan", "/etc/passwd"), None);
        assert_eq!(codes(&[("a.plan", "use \"../x.plan\"\n")]), ["P0209"]);
        assert_eq!(codes(&[("a.plan", "use \"x.plan\"\n")]), ["P0208"]);
        assert_eq!(codes(&[("a.plan", "use \"b.plan\"\n"), ("b.plan", "use \"a.plan\"\n")]), ["P0210"]);
        assert_eq!(codes(&[("a.plan", "use \"b.plan\"\n"), ("b.plan", "")]), [""; 0]);
    }
}
