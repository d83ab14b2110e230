//! Objects by their ids, raw, checked and cached.

use crate::error::GitError;
use crate::limits::MAX_OBJECT_BYTES;
use crate::object_cache::Object;
use crate::repository::Repository;
use gix::ObjectId;
use gix::objs::{Kind, compute_hash};
use std::sync::Arc;

/// The largest object, for people.
const MAX_OBJECT: &str = "16 MiB";

impl Repository {
    /// The object with its kind. Its bytes are those that its id stands for: the id is computed anew.
    pub(crate) fn object(&self, id: ObjectId) -> Result<Object, GitError> {
        if let Some(object) = self.cache.borrow_mut().get(&id) {
            return Ok(object);
        }
        let read = self.git.find_object(id).map_err(|error| self.not_read(id, &error))?;
        if read.data.len() > MAX_OBJECT_BYTES {
            return Err(too_large(id));
        }
        match compute_hash(id.kind(), read.kind, &read.data) {
            Ok(computed) if computed == id => {}
            Ok(_) => return Err(damaged(id, "its content has another id")),
            Err(error) => return Err(damaged(id, &error.to_string())),
        }
        let object: Object = (read.kind, Arc::from(read.data.as_slice()));
        self.cache.borrow_mut().insert(id, object.clone());
        Ok(object)
    }

    /// The bytes of an object that has to be of a kind.
    pub(crate) fn bytes(&self, id: ObjectId, kind: Kind) -> Result<Arc<[u8]>, GitError> {
        match self.object(id)? {
            (found, bytes) if found == kind => Ok(bytes),
            (found, _) => Err(damaged(id, &format!("it is a {found}, and should be a {kind}"))),
        }
    }

    fn not_read(&self, id: ObjectId, error: &gix::Error) -> GitError {
        let classes = error.classify();
        if error.classify().is_resource_exhausted() {
            too_large(id)
        } else if !classes.is_not_found() {
            damaged(id, &error.probable_cause().to_string())
        } else if self.is_partial {
            GitError::NotFetched { id: id.to_string() }
        } else {
            GitError::Missing { id: id.to_string() }
        }
    }
}

pub(crate) fn damaged(id: ObjectId, why: &str) -> GitError {
    GitError::Damaged { id: id.to_string(), why: why.to_string() }
}

fn too_large(id: ObjectId) -> GitError {
    GitError::TooLarge { what: format!("the object `{id}`"), limit: MAX_OBJECT.to_string() }
}
