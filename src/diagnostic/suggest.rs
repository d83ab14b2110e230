//! Did you mean: the nearest known name.

/// The candidate nearest to `word`, where one is near enough to be a misspelling of it.
///
/// Case and `-` against `_` cost nothing; otherwise about one edit in three letters is allowed
/// (Damerau–Levenshtein distance). Ties go to the first in alphabetical order.
///
/// ```
/// use planwright::diagnostic::closest_match;
/// assert_eq!(closest_match("impct", ["reach", "impact"]), Some("impact"));
/// assert_eq!(closest_match("colour", ["reach", "impact"]), None);
/// ```
pub fn closest_match<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let plain = |s: &str| s.to_lowercase().replace('-', "_");
    let word = plain(word);
    let letters = word.chars().count();
    let allowed = (letters / 3).clamp(1, 3);
    candidates
        .into_iter()
        .filter(|c| c.chars().count().abs_diff(letters) <= allowed)
        .map(|c| (strsim::damerau_levenshtein(&word, &plain(c)), c))
        .filter(|(distance, c)| *distance <= allowed && *distance < c.chars().count())
        .min()
        .map(|(_, c)| c)
}
