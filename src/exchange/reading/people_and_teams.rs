//! Who or what is named in a cell: people and teams, in plain text or Markdown.

use crate::exchange::table::words;

/// Words that stand where nobody is named yet.
const UNASSIGNED_WORDS: &[&str] = &[
    "anyone",
    "helpneeded",
    "helpwanted",
    "nobody",
    "noone",
    "open",
    "someone",
    "unassigned",
    "vacant",
    "various",
    "volunteerneeded",
    "wanted",
];
/// Words that stand beside names and name nobody.
const FILLER_WORDS: &[&str] = &["and", "others", "other", "et", "al", "etc", "tbd", "tba", "tbc"];

/// What a cell names, each as it is written there.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PeopleAndTeams {
    /// People, or what a column without teams names.
    pub names: Vec<String>,
    /// What is called a team: `[lang] team`, `Compiler team`, and links behind an image called `Team`.
    pub teams: Vec<String>,
    /// Whether it says that nobody is named yet: `help wanted`.
    pub nobody: bool,
    /// Parts that are prose.
    pub prose: Vec<String>,
}

/// Reads a cell; `people` are parted by `and`, `&` and `+` too, and are no teams.
pub fn read_people_and_teams(cell: &str, people: bool) -> PeopleAndTeams {
    let mut out = PeopleAndTeams::default();
    let (text, mut marked) = without_images(&without_struck(cell));
    let text = if people { without_addresses(&without_asides(&text)) } else { text };
    for part in parts(&text, people) {
        let part = part.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '`' | ':' | '.'));
        if part.is_empty() {
            continue;
        }
        let (mut links, beside) = links(part);
        let before = links.len();
        links.retain(|l| !is_team_word(l));
        marked |= links.len() < before;
        if links.is_empty() && before > 0 {
            continue;
        }
        let handles: Vec<&str> = part.split_whitespace().filter(|w| w.starts_with('@') && w.len() > 1).collect();
        let is_team = beside.split_whitespace().any(is_team_word);
        let names: Vec<String> = if !links.is_empty() {
            links
        } else if !handles.is_empty() {
            handles.iter().map(|h| h.to_string()).collect()
        } else {
            vec![beside.clone()]
        };
        for name in names {
            let name = name.trim_start_matches('@').trim_matches(|c: char| !c.is_alphanumeric() && c != '.');
            let plain = crate::exchange::plan_names::normalize_name(name);
            if UNASSIGNED_WORDS.contains(&plain.as_str()) {
                out.nobody = true;
            } else if plain.is_empty()
                || (name != "Al" && words(name).iter().all(|w| FILLER_WORDS.contains(&w.as_str())))
            {
                continue;
            } else if is_long(name) || (people && !is_team && is_prose(name)) {
                out.prose.push(name.to_string());
            } else if !people || is_team || (marked && part.contains('[')) {
                out.teams.push(without_team(name));
            } else {
                out.names.push(name.to_string());
            }
        }
    }
    // Links to images are marks: `![Help wanted][]`.
    let images = image_texts(cell);
    let calls = |i: &String| UNASSIGNED_WORDS.contains(&crate::exchange::plan_names::normalize_name(i).as_str());
    out.nobody = out.names.is_empty() && out.teams.is_empty() && (out.nobody || images.iter().any(calls));
    if !people {
        out.names = std::mem::take(&mut out.teams);
    }
    distinct(&mut out.names);
    distinct(&mut out.teams);
    out
}

/// Words that say which people rather than who: `all participants`.
const QUANTIFIER_WORDS: &[&str] =
    &["all", "any", "contributors", "each", "every", "members", "participants", "somebody"];

/// Whether a text is no name, by its length or as an address.
fn is_long(text: &str) -> bool {
    text.len() > 40 || text.split_whitespace().count() > 4 || text.contains("://")
}

/// Whether a text describes people rather than naming one.
fn is_prose(text: &str) -> bool {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    let lower = !text.contains(char::is_uppercase) && text.is_ascii();
    (words.len() > 2 && lower) || words.iter().any(|w| QUANTIFIER_WORDS.contains(&w.as_str()))
}

/// The text without what stands in parentheses: targets of links, and asides.
fn without_asides(text: &str) -> String {
    let (mut out, mut depth) = (String::new(), 0u32);
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    if out.trim().is_empty() { text.to_string() } else { out }
}

/// The text without the addresses behind names: `Kim Roe <kim@example.org>`.
fn without_addresses(text: &str) -> String {
    let mut out = String::new();
    for (at, piece) in text.split('<').enumerate() {
        match piece.split_once('>') {
            Some((inside, rest)) if at > 0 && inside.contains('@') && !out.trim().is_empty() => out.push_str(rest),
            _ => {
                if at > 0 {
                    out.push('<');
                }
                out.push_str(piece);
            }
        }
    }
    out
}

fn is_team_word(word: &str) -> bool {
    matches!(word.to_lowercase().as_str(), "team" | "teams")
}

fn distinct(names: &mut Vec<String>) {
    let mut seen = std::collections::BTreeSet::new();
    names.retain(|n| seen.insert(crate::exchange::plan_names::normalize_name(n)));
}

/// `Compiler team` → `Compiler`, `team core` → `core`.
fn without_team(name: &str) -> String {
    let rest: Vec<&str> =
        name.split_whitespace().filter(|w| !is_team_word(w) && !w.eq_ignore_ascii_case("the")).collect();
    if rest.is_empty() { name.to_string() } else { rest.join(" ") }
}

fn parts(text: &str, people: bool) -> Vec<String> {
    let mut out: Vec<String> = text.split([';', ',', '\n', '|']).map(str::to_string).collect();
    if people {
        for word in [" and ", " or ", " & ", " + ", "="] {
            out = out.iter().flat_map(|p| p.split(word)).map(str::to_string).collect();
        }
    }
    out
}

/// The text without what is struck out.
fn without_struck(text: &str) -> String {
    let pieces: Vec<&str> = text.split("~~").collect();
    // A last `~~` that is never closed strikes nothing out.
    let keep = |(at, _): &(usize, &&str)| at % 2 == 0 || (at + 1 == pieces.len());
    pieces.iter().enumerate().filter(keep).map(|(_, p)| *p).collect()
}

/// The texts of images: `Team` of `![Team][]`.
fn image_texts(text: &str) -> Vec<String> {
    let pieces = text.split("![").skip(1);
    pieces.filter_map(|p| p.split_once(']')).map(|(alt, _)| alt.trim().to_string()).collect()
}

/// The text without its images, and whether one of them says that teams follow.
fn without_images(text: &str) -> (String, bool) {
    let mut out = String::new();
    let mut pieces = text.split("![");
    out.push_str(pieces.next().unwrap_or(""));
    for piece in pieces {
        match piece.split_once(']') {
            Some((_, rest)) => out.push_str(strip_link_target(rest)),
            None => out.push_str(piece),
        }
    }
    let marked = image_texts(text).iter().any(|t| is_team_word(t));
    (out, marked)
}

/// What follows behind `[text]` without the target in `[]` or `()` directly behind it.
fn strip_link_target(rest: &str) -> &str {
    for (open, close) in [('[', ']'), ('(', ')')] {
        if let Some(inside) = rest.strip_prefix(open)
            && let Some((_, rest)) = inside.split_once(close)
        {
            return rest;
        }
    }
    rest
}

/// The texts of links, and the text beside them.
fn links(text: &str) -> (Vec<String>, String) {
    let (mut found, mut beside, mut rest) = (Vec::new(), String::new(), text);
    while let Some((before, after)) = rest.split_once('[') {
        beside.push_str(before);
        let Some((inside, after)) = after.split_once(']') else {
            rest = after;
            continue;
        };
        if !inside.trim().is_empty() {
            found.push(inside.trim().to_string());
        }
        rest = strip_link_target(after);
    }
    beside.push_str(rest);
    (found, beside.trim().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_and_teams() {
        let of = |cell: &str| {
            let named = read_people_and_teams(cell, true);
            (named.names.join("+"), named.teams.join("+"), named.nobody)
        };
        let said = |names: &str, teams: &str, nobody| (names.to_string(), teams.to_string(), nobody);
        assert_eq!(of("@ana, @bo and Cy Dee"), said("ana+bo+Cy Dee", "", false));
        assert_eq!(of("@ana @ana"), said("ana", "", false));
        assert_eq!(of("Kim Roe <kim@example.org>; Bo <bo@example.org>"), said("Kim Roe+Bo", "", false));
        assert_eq!(of("Tentatively @ana et al."), said("ana", "", false));
        assert_eq!(of("![Team][] [lang], [types]"), said("", "lang+types", false));
        assert_eq!(of("![Team][] [lang][]"), said("", "lang", false));
        assert_eq!(of("[Team][] [fls]"), said("", "fls", false));
        assert_eq!(of("others TBD"), said("", "", false));
        assert_eq!(of("Compiler team"), said("", "Compiler", false));
        assert_eq!(of("![Help wanted][]"), said("", "", true));
        assert_eq!(of("![Help wanted][], @ana"), said("ana", "", false));
        assert_eq!(of("Help wanted"), said("", "", true));
        assert_eq!(of("all participants"), said("", "", false));
        assert_eq!(of("(depending on the season)"), said("", "", false));
        assert_eq!(of("Ana Engineer(s)"), said("Ana Engineer", "", false));
        assert_eq!(of("~~@ana~~ @bo + tbd"), said("bo", "", false));
        assert_eq!(of("[@ana](https://x.org/ana), [Own Committee]"), said("ana+Own Committee", "", false));
        let long = read_people_and_teams("If you know about caches, please come and talk to me about what to do", true);
        assert!(long.names.is_empty() || !long.prose.is_empty());
    }

    #[test]
    fn a_column_of_teams() {
        let of = |cell: &str| read_people_and_teams(cell, false).names.join("+");
        assert_eq!(of("sig-node;sig-storage"), "sig-node+sig-storage");
        assert_eq!(of("[compiler] champion;[lang] champion"), "compiler+lang");
        assert_eq!(of("Trust and Safety"), "Trust and Safety");
        assert_eq!(of("the Growth team"), "Growth");
    }
}
