//! Writing: the one door of every writer, so that none loses what another wrote.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// What a writer takes to stand at a path, as it read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExpectedContent<'t> {
    /// Whatever it is, it is replaced: what is written was not made of it.
    Anything,
    /// Nothing.
    Nothing,
    /// This text.
    Text(&'t str),
}

impl<'t> ExpectedContent<'t> {
    /// The text that was read, or nothing where there was none.
    pub fn read(text: Option<&'t str>) -> Self {
        text.map_or(ExpectedContent::Nothing, ExpectedContent::Text)
    }
}

/// Somebody else wrote where a writer wanted to.
#[derive(Debug)]
struct Conflict;

impl std::fmt::Display for Conflict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("it changed on the disk since it was read")
    }
}

impl std::error::Error for Conflict {}

/// Whether [`write()`] left a file as it was since it is not, or no longer, what the writer had read.
pub fn is_conflict(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|e| e.is::<Conflict>())
}

/// Beginning and end of the names of files that are not yet what they will be; six letters stand between.
const TEMP_FILE_AFFIXES: (&str, &str) = (".plan-", ".tmp");

/// Writes a text: into a device or a pipe straight; in the place of a file at once or not at all, by a temporary file
/// beside it, synced and renamed, with the file's permissions, and only while it still holds what the writer had read.
/// From the comparison to the renaming the folder is locked against other writers, so of two that read the same text
/// one is refused. What a writer that was killed left in the folder is taken away.
///
/// # Errors
/// One of [`is_conflict`] where the file holds something else by now. Else whatever the file system gave; the old
/// content then still stands.
pub fn write(path: &Path, text: &str, before: ExpectedContent<'_>) -> io::Result<()> {
    if let Some(mut stream) = open_special_file(path)? {
        return stream.write_all(text.as_bytes()).and_then(|()| stream.flush());
    }
    let path = &resolve_link(path);
    let folder = match path.parent() {
        Some(p) if !p.as_os_str().is_empty() => p,
        _ => Path::new("."),
    };
    if !folder.is_dir() {
        let said = format!("there is no folder `{}`", folder.display());
        return Err(io::Error::new(io::ErrorKind::NotFound, said));
    }
    let lock = lock_folder(folder);
    let old = std::fs::metadata(path).ok();
    if old.as_ref().is_some_and(Metadata::is_dir) {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder"));
    }
    let same = match before {
        ExpectedContent::Anything => true,
        ExpectedContent::Nothing => old.is_none(),
        ExpectedContent::Text(text) => old.is_some() && std::fs::read(path)? == text.as_bytes(),
    };
    if !same {
        return Err(io::Error::other(Conflict));
    }
    if lock.is_some() {
        remove_stale_temp_files(folder);
    }
    let (prefix, suffix) = TEMP_FILE_AFFIXES;
    let file = tempfile::Builder::new().prefix(prefix).suffix(suffix).rand_bytes(6).tempfile_in(folder);
    // The name of the temporary file is nobody's business, and another each time.
    let mut file = file.map_err(|e| io::Error::from(e.kind()))?;
    file.write_all(text.as_bytes())?;
    match old {
        Some(old) => file.as_file().set_permissions(old.permissions())?,
        None => set_default_mode(file.as_file())?,
    }
    file.as_file().sync_all()?;
    file.persist(path).map_err(|e| e.error)?;
    // The new name lasts once its folder is on the disk; where a folder can't be synced, the system sees to it.
    let _ = lock.map(|folder| folder.sync_all());
    Ok(())
}

/// What is no regular file, to be written into. What a program has open, as `/dev/stdout`, is never replaced either, be
/// it a file.
fn open_special_file(path: &Path) -> io::Result<Option<Box<dyn Write>>> {
    if ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"].iter().any(|p| path == Path::new(p)) {
        return Ok(Some(Box::new(io::stdout())));
    }
    let opened = ["/dev/stderr", "/dev/fd", "/proc"].iter().any(|p| path.starts_with(p));
    match std::fs::metadata(path) {
        Ok(data) if !data.is_dir() && (opened || !data.is_file()) => {
            Ok(Some(Box::new(OpenOptions::new().append(true).open(path)?)))
        }
        _ => Ok(None),
    }
}

/// The file itself: a link keeps pointing where it did, and its target is what gets replaced, or made.
fn resolve_link(path: &Path) -> PathBuf {
    if let Ok(real) = path.canonicalize() {
        return real;
    }
    match std::fs::read_link(path) {
        Ok(to) => path.parent().unwrap_or(Path::new("")).join(to),
        Err(_) => path.to_path_buf(),
    }
}

/// The folder, locked until it is dropped; a writer that dies drops it. `None` where folders can't be locked: the
/// comparison then stands alone.
fn lock_folder(folder: &Path) -> Option<File> {
    let folder = File::open(folder).ok()?;
    folder.lock().ok().map(|()| folder)
}

/// Takes away what killed writers left: whoever lives holds the lock.
fn remove_stale_temp_files(folder: &Path) {
    let (prefix, suffix) = TEMP_FILE_AFFIXES;
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let middle = name.to_str().and_then(|n| n.strip_prefix(prefix)?.strip_suffix(suffix));
        let ours = middle.is_some_and(|m| m.len() == 6 && m.bytes().all(|b| b.is_ascii_alphanumeric()));
        if ours && entry.file_type().is_ok_and(|t| t.is_file()) {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

#[cfg(unix)]
fn set_default_mode(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn set_default_mode(_: &File) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_overwritten_that_was_not_read() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.plan");
        let refused = |before| is_conflict(&write(&path, "new", before).unwrap_err());
        assert!(refused(ExpectedContent::Text("gone")));
        write(&path, "one", ExpectedContent::Nothing).unwrap();
        assert!(refused(ExpectedContent::Nothing) && refused(ExpectedContent::Text("two")));
        write(&path, "two", ExpectedContent::Text("one")).unwrap();
        write(&path, "three", ExpectedContent::Anything).unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "three");
        assert!(!is_conflict(&write(&dir.path().join("no/b.plan"), "", ExpectedContent::Nothing).unwrap_err()));
        assert!(write(dir.path(), "", ExpectedContent::Anything).unwrap_err().to_string().contains("it is a folder"));
    }

    #[test]
    fn of_many_writers_none_is_lost() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("count");
        write(&path, "0", ExpectedContent::Nothing).unwrap();
        let one_more = || loop {
            let text = std::fs::read_to_string(&path).unwrap();
            let next = (text.parse::<u32>().unwrap() + 1).to_string();
            match write(&path, &next, ExpectedContent::Text(&text)) {
                Ok(()) => break,
                Err(e) => assert!(is_conflict(&e), "{e}"),
            }
        };
        std::thread::scope(|s| (0..8).for_each(|_| drop(s.spawn(|| (0..10).for_each(|_| one_more())))));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "80");
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_the_dead_left_goes_and_nothing_else() {
        let dir = tempfile::tempdir().unwrap();
        for name in [".plan-aB3xyz.tmp", ".plan-notes.tmp", ".plan-aB3xyz", "plan-aB3xyz.tmp"] {
            std::fs::write(dir.path().join(name), "").unwrap();
        }
        write(&dir.path().join("a.plan"), "", ExpectedContent::Nothing).unwrap();
        let mut left: Vec<_> = std::fs::read_dir(dir.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        left.sort();
        assert_eq!(left, [".plan-aB3xyz", ".plan-notes.tmp", "a.plan", "plan-aB3xyz.tmp"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_keeps_pointing() {
        let dir = tempfile::tempdir().unwrap();
        let (real, link) = (dir.path().join("real"), dir.path().join("link"));
        std::os::unix::fs::symlink("real", &link).unwrap();
        write(&link, "made", ExpectedContent::Nothing).unwrap();
        write(&link, "changed", ExpectedContent::Text("made")).unwrap();
        assert_eq!(std::fs::read_to_string(&real).unwrap(), "changed");
        assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
    }
}
