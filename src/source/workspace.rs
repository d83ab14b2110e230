//! Which files make a workspace.

use super::item_scanner::has_item;
use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};

/// The largest file that is read.
pub const MAX_FILE_BYTES: u64 = 64 * 1024 * 1024;

/// The nearest folder, upward from `path`, that holds a file with a `plan` block; `None` where no folder does.
///
/// # Errors
/// Whatever reading a folder gave.
pub fn find_workspace(path: &Path) -> io::Result<Option<PathBuf>> {
    let start = path.canonicalize()?;
    let mut folder = if start.is_dir() { Some(start.as_path()) } else { start.parent() };
    while let Some(f) = folder {
        if holds_plan_block(f) {
            return Ok(Some(f.to_path_buf()));
        }
        folder = f.parent();
    }
    Ok(None)
}

/// Every `.plan` file of the workspace at `root`, as sorted relative paths with `/`. Ignored files, hidden files and
/// subfolders that are workspaces of their own are left out.
///
/// # Errors
/// Whatever walking the folder gave.
pub fn plan_files(root: &Path) -> io::Result<Vec<String>> {
    walk(root, false, None)
}

/// Every `.plan` file directly in `folder`, as sorted names. Ignored and hidden files are left out.
///
/// # Errors
/// Whatever reading the folder gave.
pub fn plan_files_in(folder: &Path) -> io::Result<Vec<String>> {
    walk(folder, false, Some(1))
}

/// Every `.plan` file below `root`, those of other workspaces included.
///
/// # Errors
/// Whatever walking the folder gave.
pub fn all_plan_files(root: &Path) -> io::Result<Vec<String>> {
    walk(root, true, None)
}

fn walk(root: &Path, other_workspaces: bool, depth: Option<usize>) -> io::Result<Vec<String>> {
    let top = root.to_path_buf();
    let walker = ignore::WalkBuilder::new(root)
        .require_git(false)
        .git_global(false)
        .max_depth(depth)
        .filter_entry(move |e| {
            other_workspaces
                || e.path() == top
                || !e.file_type().is_some_and(|t| t.is_dir())
                || !holds_plan_block(e.path())
        })
        .build();
    let (mut found, mut links) = (Vec::new(), Vec::new());
    for entry in walker {
        let entry = entry.map_err(io::Error::other)?;
        let is_plan = entry.path().extension().is_some_and(|e| e == "plan");
        if is_plan
            && entry.file_type().is_some_and(|t| t.is_file() || (t.is_symlink() && entry.path().is_file()))
            && let Ok(relative) = entry.path().strip_prefix(root)
        {
            let name = relative.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
            let to = if entry.path_is_symlink() { &mut links } else { &mut found };
            to.push(name);
        }
    }
    if !links.is_empty() {
        add_links(root, &mut found, links);
    }
    found.sort();
    Ok(found)
}

/// Adds the links that lead to a file that is not among the others: each text is read once.
fn add_links(root: &Path, found: &mut Vec<String>, mut links: Vec<String>) {
    let real = |name: &String| root.join(name).canonicalize().ok();
    let mut seen: HashSet<PathBuf> = found.iter().filter_map(real).collect();
    links.sort();
    found.extend(links.into_iter().filter(|link| real(link).is_none_or(|file| seen.insert(file))));
}

/// Whether a `.plan` file directly in this folder has a `plan` block. What is not UTF-8 in it stands for a sign each.
fn holds_plan_block(folder: &Path) -> bool {
    let Ok(entries) = std::fs::read_dir(folder) else { return false };
    entries.flatten().any(|e| {
        let path = e.path();
        path.extension().is_some_and(|x| x == "plan")
            && path.metadata().is_ok_and(|m| m.is_file() && m.len() <= MAX_FILE_BYTES)
            && std::fs::read(&path).is_ok_and(|bytes| has_item(&String::from_utf8_lossy(&bytes), "plan"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workspace_is_the_nearest_folder_with_a_plan_block() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().canonicalize().unwrap();
        for (name, text) in [
            ("a.plan", "plan x \"X\" { }\n"),
            ("sub/b.plan", "team t { }\n"),
            ("other/c.plan", "# own\nplan y { }\n"),
            ("other/deep/d.plan", ""),
            (".gitignore", "skip.plan\n"),
            ("skip.plan", ""),
        ] {
            let path = root.join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        assert_eq!(find_workspace(&root.join("sub/b.plan")).unwrap(), Some(root.clone()));
        assert_eq!(find_workspace(&root.join("other/deep")).unwrap(), Some(root.join("other")));
        assert_eq!(plan_files(&root).unwrap(), ["a.plan", "sub/b.plan"]);
    }

    #[cfg(unix)]
    #[test]
    fn what_a_link_leads_to_is_read_once() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path();
        for name in ["b.plan", "kept.txt"] {
            std::fs::write(root.join(name), "").unwrap();
        }
        for (link, to) in [("a.plan", "b.plan"), ("c.plan", "kept.txt"), ("d.plan", "kept.txt"), ("e.plan", "none")] {
            std::os::unix::fs::symlink(to, root.join(link)).unwrap();
        }
        assert_eq!(plan_files(root).unwrap(), ["b.plan", "c.plan"]);
        std::fs::create_dir(root.join("sub")).unwrap();
        std::fs::write(root.join("sub/f.plan"), "").unwrap();
        std::os::unix::fs::symlink("sub/f.plan", root.join("g.plan")).unwrap();
        assert_eq!(plan_files(root).unwrap(), ["b.plan", "c.plan", "sub/f.plan"]);
        assert_eq!(plan_files_in(root).unwrap(), ["b.plan", "c.plan", "g.plan"]);
    }
}
