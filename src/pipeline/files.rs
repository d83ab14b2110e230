//! The files of a plan: where they are, what they are called, which of them somebody asks about.

use super::Parsed;
use crate::resolve::{ReadError, read_file};
use crate::source::{DiskFiles, PathDisplay, SourceId, SourceSet};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

impl Parsed {
    /// The names of the plan's scenarios, in the order in which they are written.
    pub fn scenario_names(&self) -> Vec<String> {
        let own = self.loaded.files.iter().filter(|file| !file.standard);
        let blocks = own.flat_map(|file| file.parsed.blocks());
        let scenarios = blocks.filter(|block| block.kind().is_some_and(|kind| kind.text == "scenario"));
        scenarios.filter_map(|block| Some(block.id()?.text.to_string())).collect()
    }

    /// The plan's own files with their full paths: what was read in its workspace and is no part of the library. None
    /// where the plan has no folder.
    pub fn own_files(&self) -> BTreeMap<SourceId, PathBuf> {
        let Some(root) = &self.root else { return BTreeMap::new() };
        let loaded = &self.loaded;
        let plans = loaded.files.iter().filter(|f| !f.standard).map(|f| (f.parsed.source, &*f.path));
        let libraries = loaded.libraries.iter().map(|l| (l.source, &*l.name));
        let data = loaded.data.values().flatten().map(|d| (d.source, &*d.path));
        let unread = loaded.unreadable.iter().map(|(id, name)| (*id, &**name));
        plans.chain(libraries).chain(data).chain(unread).map(|(id, name)| (id, root.join(name))).collect()
    }

    /// The sources of this plan, or of a stage made of it, named as somebody in a folder calls them: put into
    /// [`Scored::sources`](super::Scored::sources), findings and reports name their places so. The folder is a full path
    /// without links; without a folder of its own the plan's names stay.
    pub fn sources_named_from(&self, folder: &Path, sources: &SourceSet) -> SourceSet {
        match &self.root {
            Some(root) => PathDisplay::new(root.clone(), folder).rename_sources(sources, &self.own_files()),
            None => sources.clone(),
        }
    }

    /// The plan's own files that are one of these paths or below one, for whoever asks about a part of the plan; `None`
    /// is all of them, where a path is the whole workspace or the plan has no folder. Paths are full ones without links.
    pub fn files_below(&self, paths: &[PathBuf]) -> Option<Vec<SourceId>> {
        let root = self.root.as_ref()?;
        if paths.contains(root) {
            return None;
        }
        let inside = |file: &Path| paths.iter().any(|path| file.starts_with(path));
        Some(self.own_files().into_iter().filter(|(_, file)| inside(file)).map(|(id, _)| id).collect())
    }

    /// Reports the files that somebody names and the plan does not hold, though they stand in its folder: ignored ones,
    /// and such that are no plans. Paths that don't exist, and folders, are left alone.
    pub fn report_excluded_files(&mut self, paths: &[PathBuf]) {
        let Some(root) = self.root.clone() else { return };
        let known: Vec<PathBuf> = self.own_files().into_values().collect();
        let real = |p: &Path| p.canonicalize().unwrap_or_else(|_| p.to_path_buf());
        for path in paths {
            let Ok(full) = path.canonicalize() else { continue };
            if full.is_dir() || known.contains(&full) || known.iter().any(|k| real(k) == full) {
                continue;
            }
            let name = full.strip_prefix(&root).unwrap_or(path).display().to_string().replace('\\', "/");
            let disk = DiskFiles { root: root.clone(), only: None };
            let why = match read_file(&disk, &name) {
                Err(why) => why,
                Ok(_) => ReadError::not_in_plan(&name),
            };
            self.loaded.report_unreadable(&name, why);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Source, View};
    use super::*;
    use crate::source::MemoryFiles;

    /// A plan in memory whose folder is said to be `/repository/plans`.
    fn parsed() -> Parsed {
        let files = [("a.plan", "plan p \"P\" { }\nteam t { }"), ("sub/b.plan", "initiative x \"X\" { team: nobody }")];
        let files = files.map(|(name, text)| (name.to_string(), text.to_string()));
        let mut source = Source::files(MemoryFiles(files.into()));
        source.root = Some("/repository/plans".into());
        source.parse().unwrap()
    }

    #[test]
    fn a_plan_in_a_subfolder_of_a_repository_is_named_from_its_root() {
        let parsed = parsed();
        let mut scored = parsed.resolve(&View::default()).unwrap().evaluate();
        let place = |sources: &SourceSet| {
            let found = scored.check();
            let wrong = found.iter().find(|d| d.is_error()).expect("nobody is no team");
            sources.get(wrong.label.span.source).unwrap().name.to_string()
        };
        assert_eq!(place(&scored.sources), "sub/b.plan");
        assert_eq!(place(&parsed.sources_named_from(Path::new("/repository"), &scored.sources)), "plans/sub/b.plan");
        scored.sources = parsed.sources_named_from(Path::new("/repository/plans/sub"), &scored.sources);
        let names: Vec<&str> = scored.sources.iter().map(|(_, s)| &*s.name).filter(|n| !n.starts_with("std")).collect();
        assert_eq!(names, ["../a.plan", "b.plan"]);
    }

    #[test]
    fn a_path_asks_about_a_part_of_the_plan() {
        let parsed = parsed();
        let names = |paths: &[&str]| {
            let paths: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
            let name = |id: SourceId| parsed.loaded.sources.get(id).unwrap().name.to_string();
            parsed.files_below(&paths).map(|ids| ids.into_iter().map(name).collect::<Vec<_>>())
        };
        assert_eq!(names(&["/repository/plans/sub"]), Some(vec!["sub/b.plan".to_string()]));
        assert_eq!(names(&["/repository/plans/sub", "/repository/plans"]), None);
        assert_eq!(names(&["/elsewhere"]), Some(vec![]));
    }
}
