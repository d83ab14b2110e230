//! A commit as plain data.

use crate::error::GitError;
use crate::limits::{MAX_SUBJECT_BYTES, MAX_TEXT_CHARS};
use crate::objects::damaged;
use crate::repository::Repository;
use gix::ObjectId;
use gix::bstr::{BStr, ByteSlice};
use gix::objs::{CommitRef, Kind};

/// The digits of a short id at least, as git has them.
const SHORT_DIGITS: usize = 7;

/// A commit: who, when, why, and which files.
///
/// Texts are decoded from the bytes of the commit, with `�` for what is not text. They may hold control characters, and
/// are cut after [`MAX_TEXT_CHARS`](crate::limits::MAX_TEXT_CHARS) characters.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Commit {
    /// The whole id, in hexadecimal digits.
    pub id: String,
    /// The first digits of the id, seven or as many as make it the only one in the repository.
    pub short: String,
    /// The author's name, without the address.
    pub author: String,
    /// When it was written, in seconds since 1970-01-01 in UTC; 0 if the commit has no date that can be read.
    pub author_seconds: i64,
    /// How far the author's clock was from UTC, in seconds to the east.
    pub author_offset_seconds: i32,
    /// When it was committed, in seconds since 1970-01-01 in UTC. A rebase changes it.
    pub committer_seconds: i64,
    /// The first paragraph of the message, in one line.
    pub subject: String,
    /// The ids of its parents, as the commit names them: a shallow clone may not have them.
    pub parents: Vec<String>,
    /// The id of its tree: equal ids stand for equal files.
    pub tree: String,
}

impl Repository {
    /// The commit of an id.
    pub(crate) fn commit(&self, id: ObjectId) -> Result<Commit, GitError> {
        let bytes = self.bytes(id, Kind::Commit)?;
        let commit = CommitRef::from_bytes(&bytes, id.kind()).map_err(|error| damaged(id, &error.to_string()))?;
        let author = commit.author().ok();
        let time = author.as_ref().and_then(|author| author.time().ok());
        Ok(Commit {
            id: id.to_string(),
            short: self.short(id),
            author: author.map(|a| cut(&decode(a.name.trim().as_bstr(), commit.encoding))).unwrap_or_default(),
            author_seconds: time.map_or(0, |time| time.seconds),
            author_offset_seconds: time.map_or(0, |time| time.offset),
            committer_seconds: commit.committer().map_or(0, |committer| committer.seconds()),
            subject: subject(&decode(commit.message, commit.encoding)),
            parents: commit.parents().map(|parent| parent.to_string()).collect(),
            tree: commit.tree().to_string(),
        })
    }

    /// The first digits of an id, as many as no other object of the repository shares.
    pub(crate) fn short(&self, id: ObjectId) -> String {
        let candidate = gix::odb::store::prefix::disambiguate::Candidate::new(id, SHORT_DIGITS).ok();
        let unique = candidate.and_then(|candidate| self.git.objects.disambiguate_prefix(candidate).ok().flatten());
        let digits = unique.map_or(SHORT_DIGITS, |prefix| prefix.hex_len());
        id.to_string().chars().take(digits).collect()
    }
}

/// Bytes as text, the first of them: UTF-8, or what the commit says if that is Latin-1, the only other one that is still met.
fn decode(bytes: &BStr, encoding: Option<&BStr>) -> String {
    let bytes = &bytes[..bytes.len().min(MAX_SUBJECT_BYTES)];
    let is_latin = encoding.is_some_and(|name| {
        ["iso-8859-1", "iso8859-1", "latin1", "latin-1"].contains(&&*name.to_str_lossy().to_ascii_lowercase())
    });
    if is_latin { bytes.iter().map(|byte| char::from(*byte)).collect() } else { bytes.to_str_lossy().into_owned() }
}

/// The first paragraph of a message, in one line.
fn subject(message: &str) -> String {
    let lines = message.lines().map(str::trim).skip_while(|line| line.is_empty());
    cut(&lines.take_while(|line| !line.is_empty()).collect::<Vec<_>>().join(" "))
}

/// The first characters of a text.
fn cut(text: &str) -> String {
    text.chars().take(MAX_TEXT_CHARS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_is_the_first_paragraph() {
        assert_eq!(subject("\n\nLower the effort\nof sso\n\nBecause.\n"), "Lower the effort of sso");
        assert_eq!(subject("one\r\n\r\ntwo"), "one");
        assert_eq!(subject(""), "");
        assert_eq!(subject(&"é".repeat(5_000)), "é".repeat(1_000));
    }

    #[test]
    fn bytes_are_decoded_as_the_commit_says() {
        let bytes = b"caf\xe9".as_bstr();
        assert_eq!(decode(bytes, Some("ISO-8859-1".into())), "café");
        assert_eq!(decode(bytes, None), "caf\u{fffd}");
        assert_eq!(decode(vec![b'x'; 1 << 20].as_bstr(), None).len(), 1 << 16);
    }
}
