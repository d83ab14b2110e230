//! Words of a status column against the phases of the plan.

use super::CsvImportOptions;
use super::slug::slug;
use crate::diagnostic::closest_match;
use crate::exchange::error::{cell_excerpt, quoted_list};
use crate::exchange::plan_names::normalize_name;
use crate::exchange::table::words;
use crate::exchange::{ImportError, PlanNames};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What words mean, whatever their spelling.
#[derive(Debug, Clone, Default)]
pub(in crate::exchange) struct PhaseWords {
    /// The word as it is spelt where it is declared, and its phase; none where it says nothing.
    by_word: BTreeMap<String, (String, Option<Arc<str>>)>,
}

impl PhaseWords {
    /// The words of the plan's phases: their names, their titles, what they are called elsewhere.
    pub(crate) fn of(known: &PlanNames) -> PhaseWords {
        let mut out = PhaseWords::default();
        let mut add = |word: &str, phase: &Arc<str>| {
            let entry = (word.to_string(), Some(phase.clone()));
            out.by_word.entry(normalize_name(word)).or_insert(entry);
        };
        known.phases.iter().for_each(|p| add(&p.id, &p.id));
        known.phases.iter().for_each(|p| add(&p.title, &p.id));
        known.phases.iter().for_each(|p| p.also.iter().for_each(|w| add(w, &p.id)));
        out
    }

    /// The same with what was said of words on the command line.
    ///
    /// # Errors
    /// A phase that there is not.
    pub(crate) fn with(mut self, known: &PlanNames, options: &CsvImportOptions) -> Result<PhaseWords, ImportError> {
        for wish in options.values.iter().filter(|v| v.field == "phase") {
            let phase = known
                .phases
                .iter()
                .find(|p| normalize_name(&p.id) == normalize_name(&wish.value))
                .map(|p| p.id.clone());
            if phase.is_none() && wish.value != "none" {
                let ids: Vec<&str> = known.phases.iter().map(|p| &*p.id).collect();
                let refusal = ImportError::new(format!("there is no phase `{}`", cell_excerpt(&wish.value)));
                return Err(match closest_match(&wish.value, ids.iter().copied()) {
                    Some(near) => refusal.help(format!("did you mean `{near}`?")),
                    None => refusal.help(format!("the phases are {}", quoted_list(&ids))),
                });
            }
            self.by_word.insert(normalize_name(&wish.word), (wish.word.clone(), phase));
        }
        Ok(self)
    }

    /// The phase that a word means, `Some(None)` where it says nothing.
    pub(crate) fn find(&self, word: &str) -> Option<Option<&Arc<str>>> {
        let by = |key: &str| self.by_word.get(key).map(|(_, phase)| phase.as_ref());
        // `À faire` stands among the words as `a_faire`.
        by(&normalize_name(word)).or_else(|| by(&normalize_name(&slug(word)?)))
    }

    /// The word that may have been meant, and its phase.
    pub(crate) fn near(&self, word: &str) -> Option<(&str, &Arc<str>)> {
        let found = |key: &str| self.by_word.get(key).and_then(|(w, p)| Some((w.as_str(), p.as_ref()?)));
        // `not started` is never `started`, however near the letters are.
        let said = words(word);
        let denied = |key: &str| {
            let first = said.first().map_or("", String::as_str);
            let denies =
                matches!(first, "not" | "no" | "non" | "never") || (first.starts_with("un") && first.len() > 4);
            denies && !(key.starts_with("not") || key.starts_with("un") || key.starts_with("no"))
        };
        let near = closest_match(&normalize_name(word), self.by_word.keys().map(String::as_str).filter(|k| !denied(k)));
        // `implemented (beta)` has the word in it.
        let inside = || {
            said.iter()
                .filter(|_| said.len() <= 3)
                .find(|w| w.len() > 3 && !denied(w) && self.by_word.contains_key(*w))
                .cloned()
        };
        near.and_then(found).or_else(|| inside().and_then(|w| found(&w)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_librarys_phases_have_the_words_of_common_trackers() {
        let phases = PhaseWords::of(&PlanNames::standard());
        let of = |word: &str| phases.find(word).flatten().map(|p| &**p);
        for (word, phase) in [
            ("In Progress", "delivery"),
            ("TO-DO", "idea"),
            ("Backlog", "idea"),
            ("inProgress", "delivery"),
            ("Won’t do", "declined"),
            ("on hold", "paused"),
            ("Done", "done"),
            ("shipped", "sustain"),
            ("Delivery", "delivery"),
        ] {
            assert_eq!(of(word), Some(phase), "{word}");
        }
        assert_eq!(phases.find("one day"), None);
        assert_eq!(phases.near("imlpemented").map(|(w, _)| w), Some("implemented"));
        assert_eq!(phases.near("implemented (partly)").map(|(w, _)| w), Some("implemented"));
        assert_eq!(phases.near("orange"), None);
        for (word, phase) in [
            ("Not started", "idea"),
            ("Unstarted", "idea"),
            ("Now", "delivery"),
            ("Next", "discovery"),
            ("Later", "idea"),
            ("Selected for Development", "discovery"),
            ("Planned", "discovery"),
            ("Ideas 💡", "idea"),
            ("À faire", "idea"),
            ("In Bearbeitung", "delivery"),
        ] {
            assert_eq!(of(word), Some(phase), "{word}");
        }
        assert_eq!(phases.near("not yet shipped"), None);
        assert_eq!(phases.near("unshipped"), None);
    }

    #[test]
    fn no_word_belongs_to_two_phases() {
        let known = PlanNames::standard();
        let mut seen = BTreeMap::new();
        for phase in &known.phases {
            for word in phase.also.iter().chain([&phase.id]) {
                assert_eq!(seen.insert(normalize_name(word), phase.id.clone()), None, "{word}");
            }
            assert!(!phase.also.is_empty(), "{}", phase.id);
        }
    }
}
