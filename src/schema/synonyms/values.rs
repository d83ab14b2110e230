//! Words of closed sets, and names of the library, by what they are called elsewhere.

use super::{normalize_word, phase_by_synonym, same};

/// The field, or the kind that a reference leads to; the words; and the value, empty where there is none of that meaning
/// and a word that is only spelt alike would mislead.
const VALUES: &[(&str, &str, &str)] = &[
    ("state", "requested pending open waiting submitted in_review under_review review sent", "asked"),
    ("state", "approved approve accepted granted signed signed_off ok passed yes done", "given"),
    ("state", "rejected reject denied declined no blocked failed", "refused"),
    ("verdict", "approve approved accept accepted go build do yes prioritize prioritise committed", "commit"),
    ("verdict", "reject rejected kill killed drop cancel cancelled canceled no wont_do declined no_go", "decline"),
    ("verdict", "park parked postpone postponed later delay delayed hold on_hold pause deferred", "defer"),
    ("verdict", "retire retired remove deprecate deprecated shut_down end_of_life", "sunset"),
    ("answer", "planned approved yes done shipped committed accept in_progress", "accepted"),
    ("answer", "rejected reject no refused wont_do wont_fix denied decline", "declined"),
    ("answer", "open pending investigating in_review under_review new triage exploring", "researching"),
    ("answer", "postponed deferred parked backlog on_hold not_now", "later"),
    ("better", "up increase increasing more high bigger maximize maximise rise", "higher"),
    ("better", "down decrease decreasing less low smaller minimize minimise fall", "lower"),
    ("level", "warn", "warning"),
    ("level", "info information hint suggestion", "note"),
    ("level", "critical fatal fail blocker must", "error"),
    ("level", "junior associate associate_pm junior_pm", "apm"),
    ("level", "senior sr_pm", "senior_pm"),
    ("level", "gpm group_pm lead_pm principal principal_pm staff_pm spm svp head", ""),
    ("role", "leading lead driver lever leading_indicator", "input"),
    ("role", "counter counter_metric health safety health_metric", "guardrail"),
    ("role", "primary nsm main", "north_star"),
    ("role", "kpi okr lagging secondary", ""),
    ("context", "b2b saas b2b_sass b2bsaas", "b2b_saas"),
    ("context", "consumer d2c dtc b2c_app", "b2c"),
    ("context", "two_sided two_sided_marketplace b2b2c", "marketplace"),
    ("context", "b2g", ""),
];

/// What a word means that is no value of this field, or no item of the kind that a reference leads to: the value, or
/// nothing where there is none of its meaning. `None` where the word is not known.
///
/// ```
/// use planwright::internals::words::value_by_synonym;
/// assert_eq!(value_by_synonym("state", "requested"), Some(Some("asked")));
/// assert_eq!(value_by_synonym("phase", "delivered"), Some(Some("done")));
/// assert_eq!(value_by_synonym("level", "gpm"), Some(None));
/// assert_eq!(value_by_synonym("state", "askd"), None);
/// ```
pub fn value_by_synonym(of: &str, word: &str) -> Option<Option<&'static str>> {
    if of == "phase" {
        return phase_by_synonym(word).map(Some);
    }
    // `B2B` and `b2b` are one, as `wont fix` and `wontfix` are.
    let joined = |word: &str| normalize_word(word).replace('_', "");
    let word = joined(word);
    let is = |words: &str| words.split_whitespace().any(|w| same(&joined(w), &word));
    let found = VALUES.iter().find(|(key, words, _)| *key == of && is(words));
    found.map(|(_, _, value)| Some(*value).filter(|v| !v.is_empty()))
}
