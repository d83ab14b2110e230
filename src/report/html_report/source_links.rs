//! Links to the lines of the plan.

use crate::report::document::escape_html;
use crate::report::rank::SourcePlace;
use std::fmt;
use std::fmt::Write;
use std::path::{Component, Path, PathBuf};

/// Where links to lines of the plan lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceLinks {
    /// To the files themselves, as seen from the folder of the page.
    Files {
        /// The folder of the page, as seen from where the names of files begin.
        from: PathBuf,
    },
    /// To an address with `{file}` and `{line}` in it.
    Web(String),
}

/// An address that links can't be made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceLinksError {
    /// It does not begin with `https://` or `http://`.
    Scheme,
    /// It has no `{file}`.
    NoFile,
}

impl fmt::Display for SourceLinksError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SourceLinksError::Scheme => write!(f, "it leads neither to `https://` nor to `http://`"),
            SourceLinksError::NoFile => write!(f, "it has no `{{file}}` in it"),
        }
    }
}

impl std::error::Error for SourceLinksError {}

impl SourceLinks {
    /// To an address such as `https://example.org/blob/main/{file}#L{line}`.
    ///
    /// # Errors
    /// Where it leads elsewhere than to the web, or names no file.
    pub fn web(address: &str) -> Result<SourceLinks, SourceLinksError> {
        if !["https://", "http://"].iter().any(|scheme| address.to_ascii_lowercase().starts_with(scheme)) {
            return Err(SourceLinksError::Scheme);
        }
        if !address.contains("{file}") {
            return Err(SourceLinksError::NoFile);
        }
        Ok(SourceLinks::Web(address.to_string()))
    }

    /// The address of a place.
    pub fn address(&self, place: &SourcePlace) -> String {
        let line = place.line.to_string();
        match self {
            SourceLinks::Web(address) => {
                address.replace("{line}", &line).replace("{file}", &percent_encode(&place.file))
            }
            SourceLinks::Files { from } => {
                format!("{}#L{line}", percent_encode(&relative(from, Path::new(&place.file))))
            }
        }
    }

    /// A link to a place, named by its file and line.
    pub(super) fn link(&self, place: &SourcePlace) -> String {
        let name =
            Path::new(&place.file).file_name().map_or_else(|| place.file.clone(), |n| n.to_string_lossy().into());
        format!(
            "<a class=\"source\" href=\"{}\" title=\"{}:{}\">{}:{}</a>",
            escape_html(&self.address(place)),
            escape_html(&place.file),
            place.line,
            escape_html(&name),
            place.line
        )
    }
}

/// A path as seen from a folder, both from the same place or both from the root; the path itself where they are not.
fn relative(from: &Path, to: &Path) -> String {
    let parts = |p: &Path| -> Option<Vec<String>> {
        let mut parts = Vec::new();
        for component in p.components() {
            match component {
                Component::Normal(name) => parts.push(name.to_string_lossy().into_owned()),
                Component::CurDir => {}
                Component::RootDir => parts.push(String::new()),
                // What is above where the names begin has no name.
                Component::ParentDir => {
                    parts.pop().filter(|p| !p.is_empty())?;
                }
                Component::Prefix(prefix) => parts.push(prefix.as_os_str().to_string_lossy().into_owned()),
            }
        }
        Some(parts)
    };
    let whole = || to.to_string_lossy().replace('\\', "/");
    let (Some(from), Some(there)) = (parts(from), parts(to)) else { return whole() };
    if (from.first().is_some_and(String::is_empty)) != (there.first().is_some_and(String::is_empty)) {
        return whole();
    }
    let same = from.iter().zip(&there).take_while(|(a, b)| a == b).count();
    let up = from[same..].iter().map(|_| "..");
    let path: Vec<&str> = up.chain(there[same..].iter().map(String::as_str)).collect();
    // `a:b` would be read as a scheme.
    let path = path.join("/");
    if path.split('/').next().is_some_and(|first| first.contains(':')) { format!("./{path}") } else { path }
}

/// A path as part of an address.
fn percent_encode(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.replace('\\', "/").bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' | b':' => out.push(byte.into()),
            other => {
                let _ = write!(out, "%{other:02X}");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(file: &str) -> SourcePlace {
        SourcePlace { file: file.into(), line: 7, column: 1 }
    }

    #[test]
    fn links_lead_from_the_page_to_the_line() {
        let from = |from: &str, file: &str| SourceLinks::Files { from: from.into() }.address(&place(file));
        assert_eq!(from("", "plans/a.plan"), "plans/a.plan#L7");
        assert_eq!(from("out/pages", "plans/a b.plan"), "../../plans/a%20b.plan#L7");
        assert_eq!(from("plans", "plans/x/a.plan"), "x/a.plan#L7");
        assert_eq!(from("/srv/out", "/srv/plans/a.plan"), "../plans/a.plan#L7");
        assert_eq!(from("../out", "plans/a.plan"), "plans/a.plan#L7");
        assert_eq!(from("", "javascript:alert(1).plan"), "./javascript:alert%281%29.plan#L7");
    }

    #[test]
    fn or_to_the_web() {
        let links = SourceLinks::web("https://x.org/p/{file}#L{line}").unwrap();
        assert_eq!(links.address(&place("a/\"><script>.plan")), "https://x.org/p/a/%22%3E%3Cscript%3E.plan#L7");
        assert_eq!(SourceLinks::web("javascript:{file}"), Err(SourceLinksError::Scheme));
        assert_eq!(SourceLinks::web("https://x.org"), Err(SourceLinksError::NoFile));
        assert!(links.link(&place("a/b.plan")).contains(">b.plan:7</a>"));
    }
}
