//! Whether the repository is of a format that is read right here.

use crate::error::GitError;
use gix::bstr::ByteSlice;
use gix::config::File;

/// The extensions of format 1 that change nothing here, or that are honoured.
const KNOWN: &[&str] =
    &["noop", "noop-v1", "partialclone", "preciousobjects", "worktreeconfig", "objectformat", "relativeworktrees"];

/// Refuses a version of the format, and extensions, that would be read wrongly.
///
/// # Errors
///
/// [`GitError::Unsupported`] with what is used.
pub(crate) fn check(config: &File) -> Result<(), GitError> {
    let refused = |what: String| Err(GitError::Unsupported { what });
    let version = config.string("core.repositoryformatversion").unwrap_or_else(|| "0".into());
    match version.to_str_lossy().trim() {
        "0" => {}
        "1" => {
            for (name, value) in extensions(config) {
                let is_default = name == "refstorage" && value == "files";
                if !is_default && !KNOWN.contains(&&*name) {
                    return refused(format!("the extension `{name} = {value}`"));
                }
            }
        }
        other => return refused(format!("version `{other}` of git's format")),
    }
    // A version of git that ignores the version still writes its references there.
    match extensions(config).into_iter().find(|(name, value)| name == "refstorage" && value != "files") {
        Some((_, value)) => refused(format!("`{value}` for its branches and tags")),
        None => Ok(()),
    }
}

/// Whether objects may be left out until they are needed.
pub(crate) fn is_partial(config: &File) -> bool {
    extensions(config).iter().any(|(name, _)| name == "partialclone")
        || config
            .sections_by_name("remote")
            .into_iter()
            .flatten()
            .any(|section| section.value("promisor").is_some_and(|value| value.as_slice() == b"true"))
}

/// The names, in lower case, and values of the section `extensions`.
fn extensions(config: &File) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for section in config.sections_by_name("extensions").into_iter().flatten() {
        for name in section.value_names() {
            let value = section.value(&name).map(|value| value.to_str_lossy().to_ascii_lowercase()).unwrap_or_default();
            found.push((name.to_ascii_lowercase(), value));
        }
    }
    found
}
