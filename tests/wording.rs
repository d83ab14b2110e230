//! The words that users read: what must not be in a message, a report or the library's texts, and a list of them all.

use crate::ROOT;
use crate::support::files_below;
use std::path::{Path, PathBuf};

/// What to write instead of a word that is a riddle, or is not English in that sense.
const AVOID: [(&str, &str); 21] = [
    ("stands", "is, comes, means"),
    ("stand", "be, come, mean"),
    ("behind", "after"),
    ("told", "shown, informed"),
    ("hears", "sees"),
    ("hear", "see"),
    ("on file", "recorded, in the plan"),
    ("mend", "fix, correct"),
    ("mended", "fixed, corrected"),
    ("is asked for", "is expected"),
    ("are asked for", "are expected"),
    ("comes to", "is, adds up to"),
    ("come to", "are, add up to"),
    ("came to", "was"),
    ("for want of", "without"),
    ("what is committed", "commitments, committed work"),
    ("what waits for what", "dependencies"),
    ("what makes it unsure", "uncertainty"),
    ("in a circle", "in a cycle"),
    ("does not see", "does not know"),
    ("must not be in", "is left out"),
];

/// The first word to avoid in a text, with what to write instead. What is in backticks or braces is code.
fn avoided(text: &str) -> Option<(&'static str, &'static str)> {
    let mut shown = String::new();
    let (mut code, mut depth) = (false, 0);
    for c in text.chars() {
        match c {
            '`' => code = !code,
            '{' => depth += 1,
            '}' => depth = i32::max(0, depth - 1),
            _ if code || depth > 0 => {}
            c => shown.extend(c.to_lowercase()),
        }
    }
    let words: String = shown.chars().map(|c| if c.is_alphanumeric() || c == '\'' { c } else { ' ' }).collect();
    let words = format!(" {} ", words.split_whitespace().collect::<Vec<_>>().join(" "));
    AVOID.into_iter().find(|(word, _)| words.contains(&format!(" {word} ")))
}

/// The texts in quotes of a file, each with its line; comments and tests left out.
fn texts(source: &str) -> Vec<(usize, String)> {
    let own = source.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let mut found = Vec::new();
    let (mut text, mut escaped) = (None::<(usize, String)>, false);
    for (at, line) in own.lines().enumerate() {
        if text.is_none() && line.trim_start().starts_with("//") {
            continue;
        }
        let mut before = ' ';
        for c in line.chars() {
            match (&mut text, c) {
                (Some(_), '"') if !escaped => found.extend(text.take()),
                (Some((_, held)), c) => {
                    escaped = c == '\\' && !escaped;
                    held.push(c);
                }
                (None, '"') if before != '\'' => text = Some((at + 1, String::new())),
                _ => {}
            }
            before = c;
        }
        escaped = false;
    }
    found
}

/// Sentences that users may read, each with its place: in the sources, and in the library.
fn sentences() -> Vec<(String, String)> {
    let mut paths = Vec::new();
    for (folder, ending) in [("src", "rs"), ("crates/planwright-cli/src", "rs"), ("scripts/std", "plan")] {
        paths.extend(files_below(&Path::new(ROOT).join(folder), ending));
    }
    paths.retain(|path| path.file_stem().is_none_or(|name| !name.to_string_lossy().contains("tests")));
    let of = |path: &PathBuf| {
        let name = path.strip_prefix(ROOT).unwrap_or(path).display().to_string();
        let source = std::fs::read_to_string(path).unwrap();
        let all = texts(&source).into_iter().filter(|(_, text)| text.contains(' '));
        all.map(|(line, text)| (format!("{name}:{line}"), text)).collect::<Vec<_>>()
    };
    paths.iter().flat_map(of).collect()
}

/// `PRINT_SENTENCES=1` prints them all, to be read aloud.
#[test]
fn sentences_are_plain_english() {
    let sentences = sentences();
    assert!(sentences.len() > 1_500, "{}", sentences.len());
    if std::env::var_os("PRINT_SENTENCES").is_some() {
        sentences.iter().for_each(|(place, text)| println!("{place}: {text}"));
    }
    let wrong = sentences.iter().filter_map(|(place, text)| {
        let (word, instead) = avoided(text)?;
        Some(format!("{place}: \"{word}\" in {text:?}; write: {instead}"))
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn pages_of_codes_are_plain_english() {
    let pages = files_below(&Path::new(ROOT).join("src/diagnostic/codes"), "md");
    let mut wrong = Vec::new();
    for path in &pages {
        let page = std::fs::read_to_string(path).unwrap();
        // What is between fences is a plan, or what a command prints.
        for prose in page.split("```").step_by(2) {
            wrong.extend(
                avoided(prose).map(|(word, instead)| format!("{}: \"{word}\"; write: {instead}", path.display())),
            );
        }
    }
    assert!(pages.len() > 100 && wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn words_to_avoid_are_seen() {
    assert_eq!(avoided("the unit Stands first").map(|(word, _)| word), Some("stands"));
    assert_eq!(avoided("what is\n  committed").map(|(word, _)| word), Some("what is committed"));
    for fine in ["`stands` is a name", "write `{mended}`", "a standard unit", "{stands} times"] {
        assert_eq!(avoided(fine), None, "{fine}");
    }
    let source = "// \"a comment\"\nlet c = '\"'; f(\"one \\\" text\");\n#[cfg(test)]\nmod tests {\n\"a test\"\n";
    assert_eq!(texts(source), [(2, "one \\\" text".to_string())]);
}
