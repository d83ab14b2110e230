//! Who or what is named in a cell: people and teams, in plain text or Markdown.

/// Words that stand where nobody is named yet.
const NOBODY: &[&str] = &[
    "anyone", "helpneeded", "helpwanted", "nobody", "noone", "open", "someone", "unassigned", "vacant", "various",
    "volunteerneeded", "wanted",
];
/// Words that stand beside names and name nobody.
const OTHERS: &[&str] = &["andothers", "others", "etal", "etc", "tbd", "tba", "tbc"];

/// What a cell names, each as it is written there.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Named {
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
pub fn named(cell: &str, people: bool) -> Named {
    let mut out = Named::default();
    let (text, marked) = without_images(&without_struck(cell));
    for part in parts(&text, people) {
        let part = part.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '`' | ':' | '.'));
        if part.is_empty() {
            continue;
        }
        let (links, beside) = links(part);
        let handles: Vec<&str> = part.split_whitespace().filter(|w| w.starts_with('@') && w.len() > 1).collect();
        let words: Vec<String> = beside.split_whitespace().map(str::to_lowercase).collect();
        let is_team = words.iter().any(|w| matches!(w.as_str(), "team" | "teams"));
        let names: Vec<String> = if !links.is_empty() {
            links
        } else if !handles.is_empty() {
            handles.iter().map(|h| h.to_string()).collect()
        } else {
            vec![beside.clone()]
        };
        for name in names {
            let name = name.trim_start_matches('@').trim_matches(|c: char| !c.is_alphanumeric() && c != '.');
            let plain = crate::exchange::known::plain(name);
            if NOBODY.contains(&plain.as_str()) {
                out.nobody = true;
            } else if OTHERS.contains(&plain.as_str()) || plain.is_empty() {
                continue;
            } else if name.len() > 40 || name.split_whitespace().count() > 4 || name.contains("://") {
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
    let calls = |i: &String| NOBODY.contains(&crate::exchange::known::plain(i).as_str());
    out.nobody = out.names.is_empty() && out.teams.is_empty() && (out.nobody || images.iter().any(calls));
    if !people {
        out.names = std::mem::take(&mut out.teams);
    }
    distinct(&mut out.names);
    distinct(&mut out.teams);
    out
}

fn distinct(names: &mut Vec<String>) {
    let mut seen = std::collections::BTreeSet::new();
    names.retain(|n| seen.insert(crate::exchange::known::plain(n)));
}

/// `Compiler team` → `Compiler`, `team core` → `core`.
fn without_team(name: &str) -> String {
    let rest: Vec<&str> =
        name.split_whitespace().filter(|w| !matches!(w.to_lowercase().as_str(), "team" | "teams" | "the")).collect();
    if rest.is_empty() { name.to_string() } else { rest.join(" ") }
}

fn parts(text: &str, people: bool) -> Vec<String> {
    let mut out: Vec<String> = text.split([';', ',', '\n', '|']).map(str::to_string).collect();
    if people {
        for word in [" and ", " or ", " & ", " + ", "=", "(", ")"] {
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
            Some((_, rest)) => out.push_str(target_off(rest)),
            None => out.push_str(piece),
        }
    }
    let marked = image_texts(text).iter().any(|t| matches!(t.to_lowercase().as_str(), "team" | "teams"));
    (out, marked)
}

/// What follows behind `[text]` without the target in `[]` or `()` directly behind it.
fn target_off(rest: &str) -> &str {
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
        rest = target_off(after);
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
            let named = named(cell, true);
            (named.names.join("+"), named.teams.join("+"), named.nobody)
        };
        let said = |names: &str, teams: &str, nobody| (names.to_string(), teams.to_string(), nobody);
        assert_eq!(of("@ana, @bo and Cy Dee"), said("ana+bo+Cy Dee", "", false));
        assert_eq!(of("@ana @ana"), said("ana", "", false));
        assert_eq!(of("Tentatively @ana et al."), said("ana", "", false));
        assert_eq!(of("![Team][] [lang], [types]"), said("", "lang+types", false));
        assert_eq!(of("![Team][] [lang][]"), said("", "lang", false));
        assert_eq!(of("Compiler team"), said("", "Compiler", false));
        assert_eq!(of("![Help wanted][]"), said("", "", true));
        assert_eq!(of("![Help wanted][], @ana"), said("ana", "", false));
        assert_eq!(of("Help wanted"), said("", "", true));
        assert_eq!(of("~~@ana~~ @bo + tbd"), said("bo", "", false));
        assert_eq!(of("[@ana](https://x.org/ana), [Own Committee]"), said("ana+Own Committee", "", false));
        let long = named("If you know about caches, please come and talk to me about what to do", true);
        assert!(long.names.is_empty() || !long.prose.is_empty());
    }

    #[test]
    fn a_column_of_teams() {
        let of = |cell: &str| named(cell, false).names.join("+");
        assert_eq!(of("sig-node;sig-storage"), "sig-node+sig-storage");
        assert_eq!(of("[compiler] champion;[lang] champion"), "compiler+lang");
        assert_eq!(of("Trust and Safety"), "Trust and Safety");
        assert_eq!(of("the Growth team"), "Growth");
    }
}
