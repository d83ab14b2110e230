//! Names of branches and tags like one that was not found.

use crate::limits::MAX_COMPARED_NAMES;
use crate::repository::Repository;
use gix::bstr::ByteSlice;

/// The most names that are offered.
const MAX_NAMES: usize = 3;

impl Repository {
    /// The branches and tags of similar names, nearest first.
    pub(crate) fn near_names(&self, name: &str) -> Vec<String> {
        let Ok(references) = self.git.references() else { return Vec::new() };
        let Ok(all) = references.all() else { return Vec::new() };
        let names = all.take(MAX_COMPARED_NAMES).flatten().map(|r| r.name().shorten().to_str_lossy().into_owned());
        nearest(name, names)
    }
}

/// Those of the names that differ by a third of the letters at most, in capitals alone, or that go on after the name.
fn nearest(name: &str, names: impl Iterator<Item = String>) -> Vec<String> {
    let lower = name.to_lowercase();
    let most = (name.chars().count() / 3).max(1);
    let mut near: Vec<(usize, String)> = names
        .map(|other| (strsim::damerau_levenshtein(&lower, &other.to_lowercase()), other))
        .filter(|(distance, _)| *distance <= most)
        .collect();
    near.sort();
    near.dedup();
    near.into_iter().take(MAX_NAMES).map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_come_nearest_first() {
        let names = || ["main", "mian-x", "Mains", "release", "v1.0"].map(String::from).into_iter();
        assert_eq!(nearest("mian", names()), ["main"]);
        assert_eq!(nearest("MAIN", names()), ["main", "Mains"]);
        assert_eq!(nearest("v1.1", names()), ["v1.0"]);
        assert!(nearest("zzz", names()).is_empty());
    }
}
