//! What a sample hangs on: the seed, the plan, the item, the fact. Nothing else moves it: neither order nor threads nor
//! neighbours, nor a title, nor the file, unless that is used `as`.

use crate::model::Record;
use planwright_stats::counter_rng;

/// The key of a fact of an item.
pub(in crate::evaluate) fn fact_key(seed: u64, record: &Record, path: &str) -> u64 {
    // Its name in its own file, and the one that it had before: a new name does not draw anew, nor does a move between
    // files, but for those used `as`, whose names are their own.
    let id = record.was.as_deref().unwrap_or(&record.id);
    let id = id.rsplit('.').next().unwrap_or(id);
    counter_rng::stream_key(seed, [&record.origin, &record.kind, id, path])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fact_hangs_on_what_it_is_of() {
        let of = |origin: &str, id: &str, was: Option<&str>| {
            let (origin, was) = (origin.into(), was.map(Into::into));
            fact_key(1, &Record { id: id.into(), was, origin, ..Record::empty("initiative") }, "rice.reach")
        };
        let base = of("acme", "sso", None);
        assert_eq!(base, of("acme", "login", Some("sso")));
        let [here, there] = [of("acme\na.plan", "a.sso", None), of("acme\nb.plan", "b.sso", None)];
        assert!(base != here && here != there);
        // What it is used as is no part of it.
        assert_eq!(here, of("acme\na.plan", "other.sso", None));
        assert_ne!(base, of("emca", "sso", None));
    }
}
