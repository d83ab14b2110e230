//! Whether the repository is of a format that is read right here.

use crate::error::GitError;
use gix::bstr::ByteSlice;
use gix::config::File;

/// The extensions of format 1 that change nothing here, or that are honoured.
const KNOWN: &[&str] =
    &["noop", "noop-v1", "partialclone", "preciousobjects", "worktreeconfig", "objectformat", "relativeworktrees"];

/// Refuses extensions of git's format that would be read wrongly.
///
/// # Errors
///
/// [`GitError::Unsupported`] with what is used.
pub(crate) fn check(config: &File) -> Result<(), GitError> {
    // Extensions count from format 1 on; where references are kept matters in any.
    let is_format_0 = config.string("core.repositoryformatversion").is_none_or(|version| version == "0");
    let refused = extensions(config).into_iter().find(|(name, value)| match &**name {
        "refstorage" => value != "files",
        name => !is_format_0 && !KNOWN.contains(&name),
    });
    match refused {
        Some((name, value)) => Err(GitError::Unsupported { what: format!("the extension `{name} = {value}`") }),
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
