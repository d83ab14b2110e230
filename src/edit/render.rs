//! Changes as text, in the canonical layout as far as it is known without the formatter.

use super::patch::Patch;
use crate::syntax::{Field, SyntaxKind, SyntaxNode};

/// The widest block on one line, in characters.
const MAX_INLINE_WIDTH: usize = 100;
/// The most that stands in an item on one line.
const MAX_INLINE_ENTRIES: usize = 2;

/// A block whose first line begins at `indent`, with LF between its lines and none after the last.
pub(super) fn block(patch: &Patch<'_>, indent: &str) -> String {
    entry(patch, indent, MAX_INLINE_ENTRIES)
}

/// A block within an item.
pub(super) fn nested(patch: &Patch<'_>, indent: &str) -> String {
    entry(patch, indent, usize::MAX)
}

fn entry(patch: &Patch<'_>, indent: &str, most: usize) -> String {
    let mut head = patch.kind.to_string();
    for part in [patch.id, patch.title.as_ref().map(|t| t.written)].into_iter().flatten() {
        head.push(' ');
        head += part;
    }
    if patch.fields.is_empty() && patch.blocks.is_empty() {
        return format!("{head} {{ }}");
    }
    let inner = format!("{indent}  ");
    let entries = |inner: &str| -> Vec<String> {
        let fields = patch.fields.iter().map(|f| field(*f, inner));
        fields.chain(patch.blocks.iter().map(|b| nested(b, inner))).collect()
    };
    let lines = entries(&inner);
    let single = patch.count() == 1 || (patch.fields.is_empty() && patch.blocks.len() == 1);
    let plain = patch.blocks.is_empty() && patch.count() <= most;
    if (single || plain) && !lines.iter().any(|l| l.contains('\n')) {
        let line = format!("{head} {{ {} }}", lines.join("; "));
        if indent.len() + line.chars().count() <= MAX_INLINE_WIDTH {
            return line;
        }
    }
    let lines: String = lines.iter().map(|l| format!("{inner}{l}\n")).collect();
    format!("{head} {{\n{lines}{indent}}}")
}

/// `key: value because "…"`, its first line beginning at `indent`.
pub(super) fn field(field: Field<'_>, indent: &str) -> String {
    let mut out = format!("{}:", field.key().text);
    let (value, reason) = parts(field);
    if !value.is_empty() {
        out.push(' ');
        out += &row(&value, indent);
    }
    if let Some(first) = reason.first() {
        let below = value.last().is_some_and(|last| last.between(first).contains('\n'));
        out += &if below { format!("\n{indent}  ") } else { " ".to_string() };
        out += &row(&reason, indent);
    }
    out
}

/// The text of a field's value, and of its reason where it has one.
pub(super) fn value(field: Field<'_>, indent: &str) -> (String, Option<String>) {
    let (value, reason) = parts(field);
    (row(&value, indent), reason.get(1..).map(|r| row(r, indent)))
}

/// The tokens of a field's value, and those from `because` on; comments left out.
pub(super) fn parts<'a>(field: Field<'a>) -> (Vec<SyntaxNode<'a>>, Vec<SyntaxNode<'a>>) {
    split(field.0.children().skip(1).filter(|t| t.kind() != SyntaxKind::comment).collect())
}

/// The tokens of a list or of an item in one, and those from `because` on; commas and comments left out.
pub(super) fn item_parts(item: SyntaxNode<'_>) -> (Vec<SyntaxNode<'_>>, Vec<SyntaxNode<'_>>) {
    split(item.children().filter(|c| !matches!(c.kind(), SyntaxKind::comma | SyntaxKind::comment)).collect())
}

fn split(mut value: Vec<SyntaxNode<'_>>) -> (Vec<SyntaxNode<'_>>, Vec<SyntaxNode<'_>>) {
    let because = |t: &SyntaxNode<'_>| t.kind() == SyntaxKind::connective && t.text() == "because";
    let reason = value.iter().position(because).map_or(Vec::new(), |at| value.split_off(at));
    (value, reason)
}

fn row(tokens: &[SyntaxNode<'_>], indent: &str) -> String {
    let mut out = String::new();
    for (at, token) in tokens.iter().enumerate() {
        let touches = at > 0 && tokens[at - 1].between(token).is_empty();
        let rate = token.kind() == SyntaxKind::rate || token.kind() == SyntaxKind::comma;
        if at > 0 && !rate && !(touches && tokens[at - 1].kind() != SyntaxKind::comma) {
            out.push(' ');
        }
        out += &match token.kind() {
            SyntaxKind::list => list(*token, indent),
            SyntaxKind::long_text | SyntaxKind::code => long(token.text(), indent),
            _ => token.text().to_string(),
        };
    }
    out
}

/// An item of a list that begins at `indent`.
pub(super) fn item(item: SyntaxNode<'_>, indent: &str) -> String {
    let (value, reason) = item_parts(item);
    row(&[value, reason].concat(), indent)
}

fn list(list: SyntaxNode<'_>, indent: &str) -> String {
    let inner = format!("{indent}  ");
    let items = list.children().filter(|c| c.kind() == SyntaxKind::list_item);
    let items: Vec<String> = items.map(|i| item(i, &inner)).collect();
    if !list.text().contains('\n') && !items.iter().any(|i| i.contains('\n')) {
        return format!("[{}]", items.join(", "));
    }
    let lines: String = items.iter().map(|i| format!("{inner}{i}\n")).collect();
    format!("[\n{lines}{indent}]")
}

/// Text or code over several lines, all of them moved so that its end stands at `indent`; as it is where that
/// could change what it says.
fn long(text: &str, indent: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let lines: Vec<&str> = text.split('\n').collect();
    let [open, inner @ .., close] = &lines[..] else { return text };
    let margin = |l: &str| l.len() - l.trim_start_matches(' ').len();
    let filled = || inner.iter().filter(|l| !l.trim().is_empty());
    let least = filled().map(|l| margin(l)).min().unwrap_or(0);
    let (from, to) = (close.len().saturating_sub(3), indent.len());
    let plain = open.trim_end().len() == 3
        && close[..from].bytes().all(|b| b == b' ')
        && indent.bytes().all(|b| b == b' ')
        && filled().all(|l| !l[margin(l)..].starts_with(char::is_whitespace));
    let strings = text.starts_with('`') && (inner.iter().any(|l| l.contains('`') || l.trim_end().ends_with('\\')));
    // Text whose first line alone stands in column 0 is dedented by the margin of the others.
    let first = inner.first().is_none_or(|l| margin(l) == 0);
    let others = inner.iter().skip(1).filter(|l| !l.trim().is_empty()).map(|l| margin(l)).min();
    let first_alone = first && others.is_some_and(|m| m > 0);
    if !plain || strings || first_alone || least + to <= from {
        return text;
    }
    let mut out = format!("{}\n", &open[..3]);
    for line in inner {
        if !line.trim().is_empty() {
            out += &" ".repeat((margin(line) + to).saturating_sub(from));
            out += line.trim_start_matches(' ');
        }
        out.push('\n');
    }
    out + indent + &close[from..]
}
