//! Reading: with `write` the only door to the disk below the faces.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

/// Where the text of a workspace comes from. Paths are relative to the workspace's root, with `/`.
pub trait Files {
    /// The bytes of one file.
    ///
    /// # Errors
    /// Whatever reading it gave; `NotFound` where there is no such file.
    fn read(&self, path: &str) -> io::Result<Vec<u8>>;

    /// Every `.plan` file of the workspace, sorted.
    ///
    /// # Errors
    /// Whatever walking the folder gave.
    fn plan_files(&self) -> io::Result<Vec<String>>;
}

/// The files under one folder of the disk.
#[derive(Debug, Clone)]
pub struct DiskFiles {
    /// The workspace's folder.
    pub root: PathBuf,
    /// The files to load; `None` is every `.plan` file below the root.
    pub only: Option<Vec<String>>,
}

impl Files for DiskFiles {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        let full = self.root.join(path);
        // A symbolic link must not lead out of the workspace.
        let (real, root) = (full.canonicalize()?, self.root.canonicalize()?);
        if !real.starts_with(&root) {
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, "it leads out of the workspace"));
        }
        // A device or a pipe could block or never end.
        if !real.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a regular file"));
        }
        if real.metadata()?.len() > super::MAX_FILE_BYTES {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, "it is larger than 64 MiB"));
        }
        std::fs::read(real)
    }

    fn plan_files(&self) -> io::Result<Vec<String>> {
        match &self.only {
            Some(files) => Ok(files.clone()),
            None => super::plan_files(&self.root),
        }
    }
}

/// Files held in memory, for tests and embedding programs.
#[derive(Debug, Clone, Default)]
pub struct MemoryFiles(pub BTreeMap<String, String>);

impl MemoryFiles {
    /// One file of this name.
    pub fn one(name: &str, text: &str) -> Self {
        MemoryFiles([(name.to_string(), text.to_string())].into())
    }
}

impl Files for MemoryFiles {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        self.0.get(path).map(|t| t.clone().into_bytes()).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn plan_files(&self) -> io::Result<Vec<String>> {
        Ok(self.0.keys().filter(|k| k.ends_with(".plan") || !k.contains('.')).cloned().collect())
    }
}
