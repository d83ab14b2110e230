//! Results that several questions read and that are made once.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::{Arc, RwLock};

/// Results by their type, each made when it is first asked for.
#[derive(Default)]
pub(in crate::evaluate) struct Memo(RwLock<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>);

impl Memo {
    /// The result of this type: the one that is known, or made now. An error is not kept.
    pub(in crate::evaluate) fn get_or_make<T, E>(&self, make: impl FnOnce() -> Result<T, E>) -> Result<Arc<T>, E>
    where
        T: Send + Sync + 'static,
    {
        let key = TypeId::of::<T>();
        let known = self.0.read().ok().and_then(|all| all.get(&key).cloned());
        if let Some(known) = known.and_then(|known| known.downcast::<T>().ok()) {
            return Ok(known);
        }
        let made = Arc::new(make()?);
        let Ok(mut all) = self.0.write() else { return Ok(made) };
        // Of two that were made at once the first is everybody's.
        let kept = all.entry(key).or_insert_with(|| made.clone()).clone();
        Ok(kept.downcast::<T>().unwrap_or(made))
    }
}

impl std::fmt::Debug for Memo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Memo").field("results", &self.0.read().map_or(0, |all| all.len())).finish()
    }
}
