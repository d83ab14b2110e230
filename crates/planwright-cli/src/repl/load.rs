//! `:load`.

use super::commands::missing_argument;
use super::console::{Console, Outcome};
use super::diagnostic_placement::StatementOrigin;
use planwright::source::MAX_FILE_BYTES;
use std::path::{Path, PathBuf};

/// `:load`; `text` runs the statements of a text.
pub(super) fn run(talk: &mut Console, rest: &str, text: fn(&mut Console, &str) -> Outcome) -> Outcome {
    let name = rest.trim_matches(['"', '\'']);
    if name.is_empty() {
        return missing_argument(talk, "load");
    }
    let path = resolve_file(talk, name);
    let read = match std::fs::metadata(&path) {
        Ok(data) if !data.is_file() => return talk.wrong(&format!("`{name}` is not a file"), None),
        Ok(data) if data.len() > MAX_FILE_BYTES => {
            return talk.wrong(&format!("`{name}` is larger than 64 MiB"), Some("split it into several files"));
        }
        Ok(_) => std::fs::read(&path),
        Err(e) => Err(e),
    };
    let bytes = match read {
        Ok(bytes) => bytes,
        Err(e) => return talk.wrong(&format!("`{name}` can't be read: {}", e.kind()), None),
    };
    let Ok(statements) = String::from_utf8(bytes) else {
        return talk.wrong(&format!("`{name}` is not UTF-8 text"), Some("save it as UTF-8"));
    };
    let real = path.canonicalize().unwrap_or(path);
    if talk.loading.contains(&real) {
        return talk.wrong(&format!("`{name}` loads itself"), Some("take the `:load` in it away"));
    }
    talk.loading.push(real);
    let before =
        std::mem::replace(&mut talk.origin, StatementOrigin { name: name.to_string(), ..StatementOrigin::default() });
    let outcome = text(talk, &statements);
    talk.origin = before;
    talk.loading.pop();
    outcome
}

/// A file relative to the current folder, else to the workspace.
fn resolve_file(talk: &Console, name: &str) -> PathBuf {
    let here = PathBuf::from(name);
    let session = talk.session();
    match &session.parsed().root {
        Some(root) if !here.exists() && Path::new(name).is_relative() => root.join(name),
        _ => here,
    }
}
