//! Names out of titles.

use crate::exchange::table::words;
use crate::syntax::{Connective, RESERVED_WORDS, VALUE_WORDS};
use std::collections::BTreeSet;

/// The longest name that is made of a title.
const MAX_SLUG_LEN: usize = 48;

/// A name in lower case for a text: letters of any script in Latin ones, without their marks, everything else parted by
/// `_`. `None` where nothing is left.
pub(in crate::exchange) fn slug(text: &str) -> Option<String> {
    let mut out = String::new();
    for c in text.chars() {
        if matches!(c, '\'' | '’') {
            continue;
        }
        let Some(plain) = transliterate_latin(c) else { continue };
        if plain.is_empty() {
            if !out.is_empty() && !out.ends_with('_') {
                out.push('_');
            }
        } else {
            out.push_str(&plain);
        }
        if out.len() > MAX_SLUG_LEN * 2 {
            break;
        }
    }
    let mut out = out.trim_end_matches('_').to_string();
    if out.len() > MAX_SLUG_LEN {
        // Cut where a word ends, unless that leaves little.
        let cut = out[..=MAX_SLUG_LEN].rfind('_').filter(|at| *at > MAX_SLUG_LEN / 2).unwrap_or(MAX_SLUG_LEN);
        out.truncate(cut);
    }
    let out = out.trim_end_matches('_');
    if out.is_empty() {
        return None;
    }
    Some(if out.starts_with(|c: char| c.is_ascii_digit()) { format!("n{out}") } else { out.to_string() })
}

/// A name out of a cell of the column of names. A number gets what the column is of in front: `kep_12` for `12` under
/// `KEP number`.
pub(super) fn id(cell: &str, header: &str) -> Option<String> {
    let name = slug(cell)?;
    if !cell.trim_start().starts_with(|c: char| c.is_ascii_digit()) {
        return Some(name);
    }
    let of_names = ["id", "key", "number", "no", "nr", "num", "ref", "code", "nummer"];
    let words: Vec<String> =
        words(header).into_iter().filter(|w| !of_names.contains(&w.as_str())).filter_map(|w| slug(&w)).collect();
    let rest = name.strip_prefix('n').unwrap_or(&name);
    match words.join("_") {
        prefix if prefix.is_empty() || prefix.len() > MAX_SLUG_LEN / 2 || prefix == "name" => Some(name),
        prefix => Some(format!("{prefix}_{rest}")),
    }
}

/// The ASCII letters and digits of a character, empty for what parts words; `None` for marks that belong to the letter
/// before them.
fn transliterate_latin(c: char) -> Option<String> {
    if c.is_ascii() {
        let letter = c.is_ascii_alphanumeric().then(|| c.to_ascii_lowercase());
        return Some(letter.map_or(String::new(), String::from));
    }
    if matches!(c, '\u{308}') {
        // What stands apart from its letter as `u` and two dots is `ü` all the same.
        return Some("e".into());
    }
    let lower = c.to_lowercase().next().unwrap_or(c);
    let plain = match lower {
        'à' | 'á' | 'â' | 'ã' | 'å' | 'ā' | 'ă' | 'ą' => "a",
        'ä' | 'æ' => "ae",
        'ç' | 'ć' | 'č' | 'ĉ' | 'ċ' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => "e",
        'ğ' | 'ĝ' | 'ģ' | 'ġ' => "g",
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'į' | 'ı' | 'ĩ' => "i",
        'ķ' => "k",
        'ł' | 'ĺ' | 'ľ' | 'ļ' => "l",
        'ñ' | 'ń' | 'ň' | 'ņ' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ō' | 'ő' => "o",
        'ö' | 'ø' | 'œ' => "oe",
        'ŕ' | 'ř' => "r",
        'ś' | 'š' | 'ş' | 'ș' => "s",
        'ß' => "ss",
        'ţ' | 'ț' | 'ť' => "t",
        'þ' => "th",
        'ù' | 'ú' | 'û' | 'ū' | 'ů' | 'ű' | 'ų' | 'ũ' => "u",
        'ü' => "ue",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        _ => return transliterate(c),
    };
    Some(plain.to_string())
}

/// A character of another script, as Latin letters say it.
fn transliterate(c: char) -> Option<String> {
    let said = any_ascii::any_ascii_char(c);
    if c.is_alphanumeric() {
        let letters = said.chars().filter(char::is_ascii_alphanumeric).map(|l| l.to_ascii_lowercase());
        return Some(letters.collect::<String>()).filter(|l| !l.is_empty());
    }
    (!said.is_empty() || c.is_whitespace()).then(String::new)
}

/// Whether a name may stand for an item: no word that formulas or values keep for themselves.
pub(in crate::exchange) fn is_free(name: &str) -> bool {
    let kept = ["it", "plan", "context"];
    !RESERVED_WORDS.contains(&name)
        && !VALUE_WORDS.contains(&name)
        && !kept.contains(&name)
        && Connective::parse(name).is_none()
}

/// A name like `wanted` that nobody has yet, entered among the taken.
pub(in crate::exchange) fn unique(wanted: &str, taken: &mut BTreeSet<String>) -> String {
    let mut name = wanted.to_string();
    let mut number = 1;
    while !is_free(&name) || taken.contains(&name) {
        number += 1;
        name = format!("{wanted}_{number}");
    }
    taken.insert(name.clone());
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_out_of_titles() {
        let name = |text: &str| slug(text);
        assert_eq!(name("Push notifications (order status)").as_deref(), Some("push_notifications_order_status"));
        assert_eq!(name("Größe über Alles – Œuvre").as_deref(), Some("groesse_ueber_alles_oeuvre"));
        assert_eq!(name("US-001").as_deref(), Some("us_001"));
        assert_eq!(name("2FA").as_deref(), Some("n2fa"));
        assert_eq!(name("Won't do").as_deref(), Some("wont_do"));
        assert_eq!(name("日本").as_deref(), Some("riben"));
        assert_eq!(name("Уведомления о заказе").as_deref(), Some("uvedomleniya_o_zakaze"));
        assert_eq!(name("Cafe\u{301} fu\u{308}r").as_deref(), Some("cafe_fuer"));
        assert_eq!(name("ナビ改善 💡").as_deref(), Some("nabigaishan"));
        assert_eq!(name("…"), None);
        assert!(name(&"word ".repeat(60)).is_some_and(|n| n.len() <= MAX_SLUG_LEN && n.ends_with("word")));
        assert!(name(&"x".repeat(5_000)).is_some_and(|n| n.len() == MAX_SLUG_LEN));
    }

    #[test]
    fn numbers_are_named_by_their_column() {
        assert_eq!(id("2313", "kep_number").as_deref(), Some("kep_2313"));
        assert_eq!(id("12", "Story ID").as_deref(), Some("story_12"));
        assert_eq!(id("2FA", "key").as_deref(), Some("n2fa"));
        assert_eq!(id("US-7", "Story ID").as_deref(), Some("us_7"));
    }

    #[test]
    fn names_are_unique_and_never_reserved() {
        let mut taken = BTreeSet::new();
        assert_eq!([unique("a", &mut taken), unique("a", &mut taken), unique("a", &mut taken)], ["a", "a_2", "a_3"]);
        assert_eq!(unique("default", &mut taken), "default_2");
        assert_eq!(unique("to", &mut taken), "to_2");
        assert_eq!(unique("yes", &mut taken), "yes_2");
    }
}
