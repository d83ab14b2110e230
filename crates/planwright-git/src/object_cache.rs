//! What was read last.

use crate::limits::CACHE_BYTES;
use gix::ObjectId;
use gix::objs::Kind;
use std::collections::HashMap;
use std::mem::take;
use std::sync::Arc;

/// An object's kind and bytes.
pub(crate) type Object = (Kind, Arc<[u8]>);

/// The objects that were read last, in two generations: when the younger is full it becomes the older, and what was not
/// used for a generation goes.
#[derive(Debug, Default)]
pub(crate) struct ObjectCache {
    young: HashMap<ObjectId, Object>,
    old: HashMap<ObjectId, Object>,
    young_bytes: usize,
}

impl ObjectCache {
    pub(crate) fn get(&mut self, id: &ObjectId) -> Option<Object> {
        if let Some(object) = self.young.get(id) {
            return Some(object.clone());
        }
        let object = self.old.remove(id)?;
        self.insert(*id, object.clone());
        Some(object)
    }

    pub(crate) fn insert(&mut self, id: ObjectId, object: Object) {
        // A hundred bytes for the entry itself, about: many small objects fill the cache too.
        self.young_bytes += object.1.len() + 100;
        self.young.insert(id, object);
        if self.young_bytes > CACHE_BYTES / 2 {
            self.old = take(&mut self.young);
            self.young_bytes = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u32) -> ObjectId {
        let mut bytes = [0; 20];
        bytes[..4].copy_from_slice(&number.to_be_bytes());
        ObjectId::from(bytes)
    }

    #[test]
    fn what_is_used_stays_and_the_rest_goes() {
        let mut cache = ObjectCache::default();
        let megabyte: Arc<[u8]> = vec![0; 1 << 20].into();
        for number in 0..100 {
            cache.insert(id(number), (Kind::Blob, megabyte.clone()));
            assert!(cache.get(&id(0)).is_some(), "{number}");
        }
        assert!(cache.get(&id(1)).is_none());
        assert!(cache.get(&id(99)).is_some());
        assert!(cache.young.len() + cache.old.len() <= 33);
    }
}
