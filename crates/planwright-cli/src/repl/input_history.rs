//! The lines of earlier sessions.
//!
//! A line an entry, in the format that rustyline writes: `#V2` on top, `\n` and `\\` for a line feed and a backslash.
//! Each entry is appended as it is made, under a lock, so that two sessions at once lose nothing of each other.

use std::collections::HashSet;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// The most entries kept.
pub(super) const MAX_ENTRIES: usize = 10_000;
const HEADER: &str = "#V2\n";

/// The history with the file it is kept in.
#[derive(Debug, Default)]
pub(super) struct InputHistory {
    file: Option<PathBuf>,
    entries: Vec<String>,
}

/// Where the history is kept: `PLAN_HISTORY`, else in the user's folder for such things; `None` for nowhere.
pub(super) fn history_path() -> Option<PathBuf> {
    if let Some(path) = std::env::var_os("PLAN_HISTORY") {
        return Some(PathBuf::from(path)).filter(|p| !p.as_os_str().is_empty());
    }
    let folder = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|p| p.is_absolute());
    let state = if cfg!(windows) {
        folder("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        folder("HOME").map(|home| home.join("Library/Application Support"))
    } else {
        folder("XDG_STATE_HOME").or_else(|| folder("HOME").map(|home| home.join(".local/state")))
    };
    Some(state?.join("planwright").join("history"))
}

impl InputHistory {
    /// Reads it, and puts the file in order: no entry twice, none above the limit. The words say why it can't be kept.
    pub(super) fn open(file: Option<PathBuf>) -> (Self, Option<String>) {
        let Some(file) = file else { return (InputHistory::default(), None) };
        match read(&file) {
            Ok(entries) => (InputHistory { file: Some(file), entries }, None),
            Err(e) => (
                InputHistory::default(),
                Some(format!("the history can't be kept in `{}`: {}", file.display(), e.kind())),
            ),
        }
    }

    /// The entries, the oldest first.
    pub(super) fn entries(&self) -> &[String] {
        &self.entries
    }

    /// Adds an entry; one like it goes. Gives whether one did. What can't be written is forgotten with the session.
    pub(super) fn add(&mut self, entry: &str) -> bool {
        if entry.trim().is_empty() || self.entries.last().is_some_and(|last| last == entry) {
            return false;
        }
        let before = self.entries.len();
        self.entries.retain(|e| e != entry);
        let gone = self.entries.len() < before;
        self.entries.push(entry.to_string());
        if let Some(file) = &self.file
            && append(file, entry).is_err()
        {
            self.file = None;
        }
        gone
    }
}

fn open_file(file: &Path) -> io::Result<File> {
    if let Some(folder) = file.parent()
        && !folder.as_os_str().is_empty()
        && !folder.exists()
    {
        let mut builder = std::fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.recursive(true).create(folder)?;
    }
    let mut options = OpenOptions::new();
    options.read(true).append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(file)?;
    if !file.metadata()?.is_file() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    file.lock()?;
    Ok(file)
}

fn escaped(entry: &str) -> String {
    entry.replace('\\', "\\\\").replace('\n', "\\n") + "\n"
}

fn unescaped(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n') => out.push('\n'),
                Some(other) => out.push(other),
                None => out.push('\\'),
            },
            c => out.push(c),
        }
    }
    out
}

fn read(path: &Path) -> io::Result<Vec<String>> {
    let mut file = open_file(path)?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    let lines: Vec<&str> = text.lines().filter(|l| !l.is_empty() && *l != HEADER.trim_end()).collect();
    // The last of those that are alike stays.
    let mut seen = HashSet::new();
    let mut kept: Vec<&str> = lines.iter().rev().filter(|l| seen.insert(**l)).take(MAX_ENTRIES).copied().collect();
    kept.reverse();
    if kept.len() < lines.len() {
        let ordered: String = kept.iter().map(|l| format!("{l}\n")).collect();
        file.set_len(0)?;
        file.seek(SeekFrom::Start(0))?;
        file.write_all(format!("{HEADER}{ordered}").as_bytes())?;
    }
    Ok(kept.into_iter().map(unescaped).collect())
}

fn append(path: &Path, entry: &str) -> io::Result<()> {
    let mut file = open_file(path)?;
    let header = if file.metadata()?.len() == 0 { HEADER } else { "" };
    file.write_all(format!("{header}{}", escaped(entry)).as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(path: &Path) -> InputHistory {
        let (history, said) = InputHistory::open(Some(path.to_path_buf()));
        assert_eq!(said, None);
        history
    }

    #[test]
    fn entries_outlive_a_session_and_come_once() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("deep/er/history");
        let mut one = of(&path);
        let mut two = of(&path);
        assert!(!one.add("team a {\n  x: \"\\n\"\n}"));
        two.add("1 + 2");
        one.add("3");
        assert!(one.add("team a {\n  x: \"\\n\"\n}"));
        assert_eq!(one.entries(), ["3", "team a {\n  x: \"\\n\"\n}"]);
        assert_eq!(of(&path).entries(), ["1 + 2", "3", "team a {\n  x: \"\\n\"\n}"]);
        assert_eq!(std::fs::read_to_string(&path).unwrap().lines().count(), 4);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = |p: &Path| std::fs::metadata(p).unwrap().permissions().mode() & 0o777;
            assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
        }
    }

    #[test]
    fn their_number_is_bounded_and_no_file_is_no_error() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("history");
        let many: String = (0..MAX_ENTRIES + 50).map(|n| format!("{n}\n")).collect();
        std::fs::write(&path, format!("{HEADER}{many}")).unwrap();
        let history = of(&path);
        assert_eq!((history.entries().len(), &*history.entries()[0]), (MAX_ENTRIES, "50"));
        assert_eq!(of(&path).entries().len(), MAX_ENTRIES);
        let (mut none, said) = InputHistory::open(Some(dir.path().to_path_buf()));
        assert!(said.is_some_and(|s| s.starts_with("the history can't be kept")));
        none.add("a");
        assert_eq!(none.entries(), ["a"]);
    }
}
