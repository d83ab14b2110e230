//! Nouns that are counted: their singular and plural.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

/// What is counted, in the singular: `customer`, `active_user`, `analysis`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Noun(Arc<str>);

impl Noun {
    /// The noun of a word, singular or plural.
    pub fn new(word: &str) -> Noun {
        Noun(Arc::from(singular(word).as_ref()))
    }

    /// Its singular.
    pub fn singular(&self) -> &str {
        &self.0
    }

    /// Its plural, or its singular again where the plural would not be read back as this noun.
    pub fn plural(&self) -> Cow<'_, str> {
        let many = plural(&self.0);
        if singular(&many) == *self.0 { many } else { Cow::Borrowed(&self.0) }
    }
}

impl fmt::Display for Noun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Noun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Plurals that no rule makes.
const IRREGULAR: &[(&str, &str)] = &[
    ("person", "people"),
    ("person", "persons"),
    ("salesperson", "salespeople"),
    ("child", "children"),
    ("man", "men"),
    ("woman", "women"),
    ("foot", "feet"),
    ("mouse", "mice"),
    ("index", "indices"),
    ("matrix", "matrices"),
    ("vertex", "vertices"),
    ("criterion", "criteria"),
    ("datum", "data"),
    ("half", "halves"),
    ("life", "lives"),
    ("shelf", "shelves"),
    ("leaf", "leaves"),
    ("proof_of_concept", "proofs_of_concept"),
    ("quiz", "quizzes"),
    ("movie", "movies"),
    ("cookie", "cookies"),
    ("calorie", "calories"),
    ("cache", "caches"),
    ("niche", "niches"),
    ("axe", "axes"),
    ("shoe", "shoes"),
    ("size", "sizes"),
];

/// Words that are their own plural.
const UNCHANGED: &[&str] = &[
    "series",
    "species",
    "news",
    "aircraft",
    "feedback",
    "staff",
    "software",
    "traffic",
    "sms",
    "gps",
    "saas",
    "ops",
    "kudos",
    "analytics",
];

/// Singulars that end in a single `s`, beside all that end in `us` and `is`.
const ENDING_IN_S: &[&str] = &["gas", "lens", "bias", "canvas", "atlas", "alias"];

/// Singulars in `us`; other words in `uses` are plurals of `use`, `cause`, `warehouse`.
const ENDING_IN_US: &[&str] =
    &["status", "bonus", "bus", "virus", "campus", "census", "focus", "corpus", "syllabus", "consensus", "nexus"];

/// Stems of Greek words: `analysis`, `analyses`.
const GREEK: &[&str] =
    &["analys", "diagnos", "thes", "hypothes", "cris", "synops", "parenthes", "emphas", "synthes", "genes"];

/// Words in `o` that take `es`.
const ENDING_IN_OES: &[&str] = &["hero", "echo", "potato", "tomato", "veto", "embargo", "torpedo"];

/// Splits `active_users` before its last word, the one that changes.
fn split(word: &str) -> (&str, &str) {
    word.split_at(word.rfind(['_', '-']).map_or(0, |at| at + 1))
}

/// The singular of an English word; a singular stays as it is.
///
/// ```
/// use planwright::quantity::singular;
/// assert_eq!(singular("companies"), "company");
/// assert_eq!(singular("active_users"), "active_user");
/// assert_eq!(singular("status"), "status");
/// ```
pub fn singular(word: &str) -> Cow<'_, str> {
    if let Some((one, _)) = IRREGULAR.iter().find(|(_, many)| *many == word) {
        return Cow::Borrowed(one);
    }
    let (head, last) = split(word);
    if !last.ends_with('s') && !last.ends_with(['n', 'e', 'a', 't']) {
        return Cow::Borrowed(word);
    }
    if let Some((one, _)) = IRREGULAR.iter().find(|(_, many)| *many == last) {
        return if head.is_empty() { Cow::Borrowed(one) } else { Cow::Owned(format!("{head}{one}")) };
    }
    let cut = |count: usize| Cow::Borrowed(&word[..word.len() - count]);
    if UNCHANGED.contains(&last)
        || ENDING_IN_S.contains(&last)
        || last.len() < 2
        || !last.ends_with('s')
        || last.ends_with("ss")
        || last.ends_with("us")
        || last.ends_with("is")
    {
        return Cow::Borrowed(word);
    }
    let Some(stem) = last.strip_suffix("es") else { return cut(1) };
    if GREEK.contains(&stem) {
        return Cow::Owned(format!("{}is", &word[..word.len() - 2]));
    }
    if let Some(stem) = stem.strip_suffix('i').filter(|stem| stem.len() > 1) {
        return Cow::Owned(format!("{head}{stem}y"));
    }
    let takes_es = stem.ends_with(['x', 'z'])
        || ["ch", "sh", "ss"].iter().any(|end| stem.ends_with(end))
        || [ENDING_IN_S, ENDING_IN_US, ENDING_IN_OES].iter().any(|list| list.contains(&stem));
    if takes_es && stem.len() > 1 { cut(2) } else { cut(1) }
}

/// The plural of an English singular.
///
/// ```
/// use planwright::quantity::plural;
/// assert_eq!(plural("company"), "companies");
/// assert_eq!(plural("person"), "people");
/// assert_eq!(plural("box"), "boxes");
/// ```
pub fn plural(word: &str) -> Cow<'_, str> {
    let (head, last) = split(word);
    for name in [word, last] {
        if let Some((_, many)) = IRREGULAR.iter().find(|(one, _)| *one == name) {
            let head = &word[..word.len() - name.len()];
            return if head.is_empty() { Cow::Borrowed(many) } else { Cow::Owned(format!("{head}{many}")) };
        }
    }
    if UNCHANGED.contains(&last) {
        return Cow::Borrowed(word);
    }
    if let Some(stem) = last.strip_suffix("is").filter(|stem| GREEK.contains(stem)) {
        return Cow::Owned(format!("{head}{stem}es"));
    }
    if let Some(stem) =
        last.strip_suffix('y').filter(|stem| stem.len() > 1 && !stem.ends_with(['a', 'e', 'i', 'o', 'u']))
    {
        return Cow::Owned(format!("{head}{stem}ies"));
    }
    let takes_es = last.ends_with(['s', 'x', 'z'])
        || last.ends_with("ch")
        || last.ends_with("sh")
        || ENDING_IN_OES.contains(&last);
    Cow::Owned(format!("{word}{}", if takes_es { "es" } else { "s" }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PAIRS: &[(&str, &str)] = &[
        ("user", "users"),
        ("person", "people"),
        ("company", "companies"),
        ("day", "days"),
        ("survey", "surveys"),
        ("box", "boxes"),
        ("analysis", "analyses"),
        ("hypothesis", "hypotheses"),
        ("database", "databases"),
        ("address", "addresses"),
        ("status", "statuses"),
        ("use", "uses"),
        ("warehouse", "warehouses"),
        ("branch", "branches"),
        ("cache", "caches"),
        ("crash", "crashes"),
        ("movie", "movies"),
        ("tie", "ties"),
        ("video", "videos"),
        ("hero", "heroes"),
        ("quiz", "quizzes"),
        ("size", "sizes"),
        ("index", "indices"),
        ("series", "series"),
        ("lens", "lenses"),
        ("archive", "archives"),
        ("active_user", "active_users"),
        ("key_person", "key_people"),
        ("API", "APIs"),
        ("api_call", "api_calls"),
        ("story_point", "story_points"),
        ("process", "processes"),
        ("purchase", "purchases"),
        ("invoice", "invoices"),
        ("licence", "licences"),
        ("story", "stories"),
        ("query", "queries"),
        ("release", "releases"),
    ];

    #[test]
    fn plurals_and_singulars() {
        for (one, many) in PAIRS {
            assert_eq!(plural(one), *many, "plural of {one}");
            assert_eq!(singular(many), *one, "singular of {many}");
            assert_eq!(singular(one), *one, "singular of the singular {one}");
        }
        assert_eq!(singular("persons"), "person");
        assert_eq!(Noun::new("genies").singular(), "geny");
        assert_eq!(Noun::new("genie").plural(), "genie", "a plural that would be read as another noun is not written");
    }

    proptest! {
        #[test]
        fn a_singular_stays(word in "[A-Za-z_]{0,9}(s|es|ies|ses|people)?") {
            let one = singular(&word).into_owned();
            let again = singular(&one).into_owned();
            prop_assert_eq!(again, one);
        }

        #[test]
        fn what_is_printed_is_read_back(word in "[A-Za-z][a-z_]{0,9}(s|es|ies|is|us|y)?") {
            let noun = Noun::new(&word);
            prop_assert_eq!(Noun::new(&noun.plural()), noun);
        }
    }
}
