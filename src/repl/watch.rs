//! Whether the files of the plan changed on the disk.

use crate::command::own_files;
use crate::pipeline::Parsed;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// How a file looked when it was read; `None` where it is gone.
type Stamp = Option<(SystemTime, u64)>;

/// The files that were read, each as it was then.
#[derive(Debug, Default)]
pub struct Watch {
    files: Vec<(PathBuf, Stamp)>,
}

fn stamp(path: &Path) -> Stamp {
    let data = std::fs::metadata(path).ok()?;
    Some((data.modified().ok()?, data.len()))
}

impl Watch {
    /// The files of a plan as they are now.
    pub fn of(parsed: &Parsed) -> Self {
        let files = own_files(parsed).into_values().map(|path| (path.clone(), stamp(&path))).collect();
        Watch { files }
    }

    /// The same after reading again: a file that was there before is still looked for.
    pub fn renewed(&self, parsed: &Parsed) -> Self {
        let mut watch = Watch::of(parsed);
        let gone = self.files.iter().filter(|(path, _)| !watch.files.iter().any(|(known, _)| known == path));
        let gone: Vec<_> = gone.map(|(path, _)| (path.clone(), stamp(path))).collect();
        watch.files.extend(gone);
        watch
    }

    /// Those that are not as they were, by name.
    pub fn changed(&self) -> Vec<String> {
        let changed = self.files.iter().filter(|(path, then)| stamp(path) != *then);
        let name = |path: &Path| path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        changed.map(|(path, _)| name(path)).collect()
    }
}
