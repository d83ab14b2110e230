//! The changes of a session as text: a scenario, or the changed values in their files.

use super::live_session::Session;
use crate::diagnostic::Diagnostic;
use crate::edit::{self, Edit, EditError, MergedChanges, PlanFile};
use crate::format::format;
use crate::pipeline::{Error, View};
use crate::source::{DiskFiles, ExpectedContent, Files, SourceId, SourceText, is_conflict, write};
use crate::syntax::{self, parse};
use std::io;
use std::path::{Component, Path};
use std::sync::Arc;

/// What saving a session's changes comes to. Nothing is written yet.
#[derive(Debug, Clone, Default)]
pub struct PendingSave {
    /// The files that change.
    pub files: Vec<FileChange>,
    /// Changes that belong in other files: kind and name of the item, and the file's path in the workspace.
    pub elsewhere: Vec<(String, String, Arc<str>)>,
    /// The scenario that they were saved as.
    pub scenario: Option<Arc<str>>,
}

/// A file before and after.
#[derive(Debug, Clone)]
pub struct FileChange {
    /// Its path in the workspace.
    pub path: Arc<str>,
    /// What it held; `None` where it is new.
    pub before: Option<Arc<str>>,
    /// What it shall hold.
    pub after: String,
}

impl Session {
    /// The changes as a scenario of the plan, on top of the scenario that is looked at. One of that name is replaced
    /// only while it is looked at: it then holds what it held, and the changes. It goes to the file that holds the other
    /// scenarios, else to that of the `plan` block.
    ///
    /// # Errors
    /// Where there are no changes, the name is none or taken, or a change can't stand in a scenario.
    pub fn save_scenario(&self, name: &str, title: Option<&str>) -> Result<PendingSave, EditError> {
        let files: Vec<&crate::resolve::LoadedFile> = self.own_files().collect();
        let parsed: Vec<&syntax::SyntaxTree> = files.iter().map(|f| &*f.parsed).collect();
        if self.changes().len() == 0 {
            return Err(no_changes_error());
        }
        let known = edit::find_scenario(&parsed, name);
        let looked_at = self.view().scenario.as_deref();
        if known.is_some() && looked_at != Some(name) {
            let help = format!("look at it first, `:scenario {name}`, or choose another name");
            return Err(EditError::new(format!("there is a scenario `{name}` already")).help(help));
        }
        let overlays = self.overlays();
        let homes = to_plan_files(&files);
        let old = known.map(|(_, scenario)| scenario_content(scenario));
        let old_items = old.as_ref().map(|o| parse(SourceId(0), o.items.as_str().into()));
        let all: Vec<&syntax::SyntaxTree> = old_items.iter().chain(overlays.iter().map(|o| &**o)).collect();
        let joined = edit::merge_changes(&all);
        let joined = if looked_at.is_none() { joined.over(&homes) } else { joined };
        let from = match &old {
            Some(old) => old.from.as_deref(),
            None => looked_at,
        };
        let title = title.map(str::to_string).or_else(|| old.as_ref().and_then(|o| o.title.clone()));
        let text = edit::scenario_text(&joined, name, title.as_deref(), from)?;
        let text = format(&parse(SourceId(0), text.into()));
        let scenarios = |f: &&crate::resolve::LoadedFile| kinds(&f.parsed).any(|k| k == "scenario");
        let plain = || files.iter().filter(|f| f.namespace.is_none());
        let home = match known {
            Some((at, _)) => Some(files[at]),
            None => plain()
                .find(|f| scenarios(f))
                .or_else(|| plain().find(|f| kinds(&f.parsed).any(|k| k == "plan")))
                .or_else(|| plain().next())
                .copied(),
        };
        let home = home.ok_or_else(|| EditError::new("the plan has no file to save it in"))?;
        let mut edits = edit::save_scenario(&text, &home.parsed)?;
        let files = vec![changed(home, &mut edits)?];
        self.verified(PendingSave { files, elsewhere: Vec::new(), scenario: Some(name.into()) })
    }

    /// The changes in the files of the items that they are about: only changed values differ. With a path, those of that
    /// file alone, and new items at its end; a file that is not there is made of new items.
    ///
    /// # Errors
    /// Where there are no changes, a scenario is looked at, a new item has no file, or a file can't take a change.
    pub fn save(&self, path: Option<&str>) -> Result<PendingSave, EditError> {
        if self.changes().len() == 0 {
            return Err(no_changes_error());
        }
        if let Some(scenario) = &self.view().scenario {
            let help = format!("save into it, `:save scenario {scenario}`, or leave it first, `:scenario none`");
            return Err(EditError::new(format!("the changes lie over the scenario `{scenario}`")).help(help));
        }
        let mut files: Vec<crate::resolve::LoadedFile> = self.own_files().cloned().collect();
        let known = path.and_then(|path| files.iter().position(|f| *f.path == *path));
        let only = match (path, known) {
            (Some(path), None) => {
                files.push(new_file(path)?);
                Some(files.len() - 1)
            }
            (_, known) => known,
        };
        let files: Vec<&crate::resolve::LoadedFile> = files.iter().collect();
        let overlays = self.overlays();
        let changes: Vec<&syntax::SyntaxTree> = overlays.iter().map(|o| &**o).collect();
        let homes = to_plan_files(&files);
        let joined: MergedChanges<'_> = edit::merge_changes(&changes).over(&homes);
        let laid = edit::write_back(&joined, &homes, only, only)?;
        let mut saved = PendingSave::default();
        for (file, mut edits) in laid.edits {
            saved.files.push(changed(files[file], &mut edits)?);
        }
        let place = |e: edit::SkippedChange| (e.kind, e.id, files[e.file].path.clone());
        saved.elsewhere = laid.skipped.into_iter().map(place).collect();
        if saved.files.is_empty() && !saved.elsewhere.is_empty() {
            let path = path.unwrap_or_default();
            let (kind, id, file) = &saved.elsewhere[0];
            let said = format!("no change belongs in `{path}`: {kind} `{id}` is in `{file}`");
            return Err(EditError::new(said).help("name that file, or none for all of them"));
        }
        self.verified(saved)
    }

    /// Writes what [`Session::save`] or [`Session::save_scenario`] gave, and reads the plan again. The changes are
    /// forgotten where all of them are written; a scenario that they were saved as is looked at from then on.
    ///
    /// # Errors
    /// Where a file can't be written; those before it are.
    pub fn write(&mut self, saved: &PendingSave) -> Result<(), Error> {
        let no_place = || io::Error::new(io::ErrorKind::Unsupported, "the plan is in no folder");
        let root = self.parsed().root.clone().ok_or_else(no_place)?;
        let disk = DiskFiles { root: root.clone(), only: None };
        let changed = |file: &FileChange| {
            let said = format!("`{}` changed on the disk since it was read", file.path);
            io::Error::new(io::ErrorKind::AlreadyExists, said)
        };
        // What was read may have been changed by somebody else since: then nothing is written at all.
        for file in &saved.files {
            if disk.read(&file.path).ok().as_deref() != file.before.as_deref().map(str::as_bytes) {
                return Err(changed(file).into());
            }
        }
        for file in &saved.files {
            let path = root.join(Path::new(&*file.path));
            write(&path, &file.after, ExpectedContent::read(file.before.as_deref()))
                .map_err(|e| if is_conflict(&e) { changed(file) } else { e })?;
        }
        if saved.elsewhere.is_empty() {
            self.clear_changes();
        }
        if let Some(scenario) = &saved.scenario {
            self.set_scenario(scenario);
        }
        self.reload().map(drop)
    }

    /// What is saved must be the plan that is looked at: it is read once more, before anything is written.
    fn verified(&self, saved: PendingSave) -> Result<PendingSave, EditError> {
        let mut parsed = self.parsed().clone();
        for file in &saved.files {
            let source = parsed.loaded.sources.add(SourceText::new(file.path.clone(), file.after.as_str()));
            let items = Arc::new(parse(source, file.after.as_str().into()));
            match parsed.loaded.files.iter_mut().find(|f| !f.standard && f.path == file.path) {
                Some(known) => known.parsed = items,
                None => parsed.loaded.files.push(crate::resolve::LoadedFile {
                    path: file.path.clone(),
                    parsed: items,
                    namespace: None,
                    standard: false,
                }),
            }
        }
        let scenario = saved.scenario.as_deref().map(str::to_string).or_else(|| self.view().scenario.clone());
        let view = View { scenario, ..self.view().clone() };
        let errors = |all: Vec<Diagnostic>| all.into_iter().filter(Diagnostic::is_error).count();
        let looked = parsed.resolve(&view).map_err(|e| EditError::new(e.to_string()).help(e.help()))?;
        let after = looked.evaluate();
        let same = errors(after.problems()) <= errors(self.scored().problems())
            && (!saved.elsewhere.is_empty()
                || super::rank_moves::score_shifts(&self.scored().evaluated, &after.evaluated).is_empty());
        let said = "the files would not say what the session says";
        if same { Ok(saved) } else { Err(EditError::new(said).help("save the changes as a scenario")) }
    }

    /// The texts laid over the plan, as trees. Items and blocks are written in the order in which they were first named, so
    /// that a value that was set again has its item and its block named where it was set first.
    pub(super) fn overlays(&self) -> Vec<Arc<syntax::SyntaxTree>> {
        let mut all: Vec<(u64, Arc<syntax::SyntaxTree>)> = Vec::new();
        for layer in self.layers() {
            let said = &layer.record;
            if let Some(frame) = said.first() {
                all.push((said.since, Arc::new(parse(SourceId(0), frame.into()))));
            }
            all.push((said.number, layer.parsed.clone()));
        }
        all.sort_by_key(|(number, _)| *number);
        all.into_iter().map(|(_, parsed)| parsed).collect()
    }

    fn own_files(&self) -> impl Iterator<Item = &crate::resolve::LoadedFile> {
        self.parsed().loaded.files.iter().filter(|f| !f.standard)
    }
}

/// A file of the workspace that is not there yet.
fn new_file(path: &str) -> Result<crate::resolve::LoadedFile, EditError> {
    let inside = Path::new(path).components().all(|c| matches!(c, Component::Normal(_)));
    if !inside || !path.ends_with(".plan") || path.contains(['\\', ':']) {
        return Err(EditError::new(format!("`{path}` is no file of the plan"))
            .help("name a `.plan` file of the plan's folder, as in `:save backlog.plan`"));
    }
    let parsed = Arc::new(parse(SourceId(u32::MAX), "".into()));
    Ok(crate::resolve::LoadedFile { path: path.into(), parsed, namespace: None, standard: false })
}

fn no_changes_error() -> EditError {
    EditError::new("nothing is changed").help("`:set` changes a value; a piece of plan is laid over the plan")
}

fn kinds(parsed: &syntax::SyntaxTree) -> impl Iterator<Item = &str> {
    parsed.blocks().filter_map(|b| b.kind()).map(|k| k.text)
}

fn to_plan_files<'a>(files: &[&'a crate::resolve::LoadedFile]) -> Vec<PlanFile<'a>> {
    files.iter().map(|f| PlanFile { parsed: &f.parsed, namespace: f.namespace.as_deref() }).collect()
}

fn changed(file: &crate::resolve::LoadedFile, edits: &mut [Edit]) -> Result<FileChange, EditError> {
    let text = &file.parsed.text;
    let after = edit::apply(text, edits)?;
    let is_new = file.parsed.source == SourceId(u32::MAX);
    Ok(FileChange { path: file.path.clone(), before: (!is_new).then(|| text.clone()), after })
}

/// What a scenario of a file holds.
struct ScenarioContent {
    title: Option<String>,
    from: Option<String>,
    items: String,
}

fn scenario_content(scenario: syntax::Block<'_>) -> ScenarioContent {
    let from = scenario.fields().find(|f| f.key().text == "from").and_then(|f| f.single_word());
    let items: Vec<&str> = scenario.blocks().map(|b| b.0.text()).collect();
    ScenarioContent {
        title: scenario.title().map(|(t, _)| t.into_owned()),
        from: from.map(str::to_string),
        items: items.join("\n"),
    }
}
