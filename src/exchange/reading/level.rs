//! Words of a scale: `High`, `H`, `Must have`, `Won’t`.

use crate::exchange::table::words;
use crate::model::Input;

/// What people write for a level, and the level.
const SYNONYMS: &[(&str, &str)] = &[
    ("h", "high"),
    ("hi", "high"),
    ("m", "medium"),
    ("med", "medium"),
    ("mid", "medium"),
    ("moderate", "medium"),
    ("average", "medium"),
    ("l", "low"),
    ("lo", "low"),
    ("small", "low"),
    ("huge", "massive"),
    ("very_high", "massive"),
    ("very_low", "minimal"),
    ("tiny", "minimal"),
    ("basic", "must_be"),
    ("must_have", "must_be"),
    ("must", "must_be"),
    ("threshold", "must_be"),
    ("mandatory", "must_be"),
    ("one_dimensional", "performance"),
    ("linear", "performance"),
    ("delighter", "attractive"),
    ("exciter", "attractive"),
    ("excitement", "attractive"),
    ("would", "wont"),
    ("will_not", "wont"),
    ("would_not", "wont"),
];

/// The level that a cell names.
pub(super) fn find<'f>(cell: &str, input: &'f Input) -> Option<(&'f str, f64)> {
    if input.levels.is_empty() || cell.len() > 60 {
        return None;
    }
    let words = words(cell);
    if words.first().is_none_or(|w| w.starts_with(|c: char| c.is_ascii_digit())) {
        return None;
    }
    let whole = words.join("_");
    // A level may have capitals of its own, which it keeps.
    let level = |name: &str| input.levels.iter().find(|(w, _)| w.to_lowercase() == name).map(|(w, v)| (&**w, *v));
    let meant = |name: &str| SYNONYMS.iter().filter(|(said, _)| *said == name).find_map(|(_, l)| level(l));
    // `Must have`, `Won't have this time`, `High (3)`: the first word, where nothing else would fit.
    let first = |is: &dyn Fn(&str) -> Option<(&'f str, f64)>| {
        let tail = words.get(1).map(String::as_str);
        let is_tail = matches!(tail, Some("have" | "impact" | "confidence" | "priority")) || cell.contains('(');
        is_tail.then(|| is(&words[0])).flatten()
    };
    level(&whole)
        .or_else(|| meant(&whole))
        .or_else(|| first(&level))
        .or_else(|| first(&meant))
        .or_else(|| initial(&whole, input))
}

/// A single letter that begins only one level.
fn initial<'f>(letter: &str, input: &'f Input) -> Option<(&'f str, f64)> {
    if letter.len() != 1 {
        return None;
    }
    let mut fitting = input.levels.iter().filter(|(w, _)| w.to_lowercase().starts_with(letter));
    match (fitting.next(), fitting.next()) {
        (Some((word, value)), None) => Some((word, *value)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::exchange::PlanNames;

    #[test]
    fn words_of_a_scale_as_people_write_them() {
        let known = PlanNames::standard();
        let find = |framework: &str, index: usize, cell: &str| {
            super::find(cell, &known.frameworks[framework].inputs[index]).map(|(w, _)| w.to_string())
        };
        for (cell, class) in [
            ("Must", "must"),
            ("MUST HAVE", "must"),
            ("Won't", "wont"),
            ("Won’t have (this time)", "wont"),
            ("wont", "wont"),
            ("C", "could"),
            ("Should-have", "should"),
        ] {
            assert_eq!(find("moscow", 0, cell).as_deref(), Some(class), "{cell}");
        }
        assert_eq!(find("moscow", 0, "P0"), None);
        assert_eq!(find("rice", 1, "H").as_deref(), Some("high"));
        assert_eq!(find("rice", 1, "M").as_deref(), Some("medium"));
        assert_eq!(find("rice", 1, "Massive").as_deref(), Some("massive"));
        assert_eq!(find("rice", 1, "XL"), None);
        assert_eq!(find("rice", 0, "high"), None);
        assert_eq!(find("kano", 0, "must-have").as_deref(), Some("must_be"));
        assert_eq!(find("kano", 0, "Must-be").as_deref(), Some("must_be"));
        assert_eq!(find("kano", 0, "Delighter").as_deref(), Some("attractive"));
    }
}
