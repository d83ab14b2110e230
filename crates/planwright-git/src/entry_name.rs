//! Names of files in a tree, which may be anything.

use gix::bstr::BStr;
use gix::validate::path::component;
use std::borrow::Cow;
use std::path::Path;

/// The name as a part of a path of this machine; none if it is no name of a file here: empty, `.` or `..`, `.git`, with
/// a separator in it, or one that Windows or macOS keeps for itself.
pub(crate) fn part(name: &BStr) -> Option<Cow<'_, Path>> {
    let options = component::Options {
        protect_windows: cfg!(windows),
        protect_hfs: cfg!(target_os = "macos"),
        protect_ntfs: cfg!(windows),
    };
    let valid = gix::validate::path::component(name, None, options).ok()?;
    gix::path::from_bstr(valid).ok()
}
