//! Files that are something else than a table.

use crate::exchange::ImportError;

/// What a text is, where it is no table.
pub(super) fn detect_foreign_format(text: &str) -> Option<ImportError> {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|l| !l.is_empty()).take(200).collect();
    let first = *lines.first()?;
    let bare = text.trim_start();
    if bare.starts_with("[{") || bare.starts_with("{\"") || (bare.starts_with(['[', '{']) && is_json(bare)) {
        return Some(ImportError::new("this is JSON, not a table").help("`plan import json` reads a list of records"));
    }
    if first.starts_with("<?xml") || first.starts_with("<!") || (first.starts_with('<') && first.ends_with('>')) {
        return Some(ImportError::new("this is HTML or XML, not a table").help("save the table as “CSV UTF-8”"));
    }
    if is_yaml(&lines) {
        let help =
            "write it as JSON for `plan import json`, or save it as CSV; `plan import mouc` reads roadmaps of mouc";
        return Some(ImportError::new("this is YAML, not a table").help(help));
    }
    if lines.iter().find(|l| !l.starts_with('#')).is_some_and(|l| is_block(l)) {
        return Some(ImportError::new("this is a plan already").help("`plan check` reads it"));
    }
    let heading = first.trim_start_matches('#');
    if heading.len() < first.len() && heading.starts_with(' ') && !first.contains([',', ';', '\t']) {
        return Some(ImportError::new("this is Markdown without a table").help("the rows are in a table with `|`"));
    }
    None
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

/// `- key: value` and `key:` on four lines of five, the first among them.
fn is_yaml(lines: &[&str]) -> bool {
    let key = |line: &&str| {
        let line = line.strip_prefix("- ").unwrap_or(line);
        let Some((key, rest)) = line.split_once(':') else { return false };
        let is_key = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | ' ' | '"'));
        is_key && (rest.is_empty() || rest.starts_with(' ')) && !key.contains([',', ';', '\t'])
    };
    let lines: Vec<&str> = lines.iter().copied().filter(|l| !l.starts_with('#') && *l != "---").collect();
    let Some(first) = lines.first() else { return false };
    let fits = |l: &&&str| key(l) || l.starts_with("- ");
    lines.len() > 1
        && key(first)
        && !first.contains([';', '\t'])
        && lines.iter().filter(fits).count() * 5 >= lines.len() * 4
}

/// `initiative sso "Single sign-on" {`
fn is_block(line: &str) -> bool {
    let Some(before) = line.split_once('{').map(|(before, _)| before.trim()) else { return false };
    let outside = before.split('"').step_by(2).collect::<Vec<_>>().concat();
    let words: Vec<&str> = outside.split_whitespace().collect();
    (1..=2).contains(&words.len()) && words.iter().all(|w| crate::syntax::is_name(w))
}
