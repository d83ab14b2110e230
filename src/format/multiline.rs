//! Text and code over several lines: the lines keep their words and their indentation against one another; all of
//! them move together, so that the closing delimiter stands below the field.

use super::writer::FormatWriter;
use crate::syntax::SyntaxNode;

const DELIMITER_LEN: usize = 3;

/// Writes a `"""` text or a piece of code that begins on the current line.
pub(super) fn literal(layout: &mut FormatWriter<'_>, token: SyntaxNode<'_>) {
    let text = token.text();
    if !text.contains('\n') {
        return layout.push(text);
    }
    let indent = layout.indent();
    let Some(shift) = shift(text, indent) else { return layout.verbatim(text) };
    let (open, close) = (&text[..DELIMITER_LEN], &text[text.len() - DELIMITER_LEN..]);
    layout.push(open);
    for line in inner_lines(text) {
        layout.verbatim("\n");
        if !is_blank(line) {
            let margin = margin(line);
            layout.verbatim(&" ".repeat(margin.saturating_add_signed(shift)));
            layout.verbatim(&line[margin..]);
        }
    }
    layout.newline(indent, false);
    layout.push(close);
}

/// By how many columns to move every line; `None` where the literal has no line of its own for its delimiters, a
/// line is indented by more than spaces, or moving would change what the literal says.
fn shift(literal: &str, indent: usize) -> Option<isize> {
    let is_code = literal.starts_with('`');
    let inside = literal.get(DELIMITER_LEN..literal.len().checked_sub(DELIMITER_LEN)?)?;
    let (first, _) = inside.split_once('\n')?;
    let (_, last) = inside.rsplit_once('\n')?;
    // White space counts within Rhai's own multi-line strings.
    if is_code && (inside.contains('`') || inside.lines().any(|l| l.trim_end().ends_with('\\'))) {
        return None;
    }
    if !is_blank(first) || !last.bytes().all(|b| b == b' ') {
        return None;
    }
    let shift = indent as isize - last.len() as isize;
    let margins = || inner_lines(literal).filter(|l| !l.trim().is_empty()).map(margin);
    let clean = |l: &str| !l[margin(l)..].starts_with(|c: char| c.is_whitespace());
    if !inner_lines(literal).all(|l| is_blank(l) || clean(l)) {
        return None;
    }
    let least = margins().min().unwrap_or(0);
    if least as isize + shift < 0 {
        return None;
    }
    // Text whose first line alone stands in column 0 is dedented by the margin of the others (`syntax/text.rs`).
    let first_alone = |least: usize, by: isize| {
        let first = inner_lines(literal).next().map_or(0, margin);
        least as isize + by == 0 && first as isize + by == 0 && margins().skip(1).min().is_some_and(|m| m > least)
    };
    (!first_alone(least, 0) && !first_alone(least, shift)).then_some(shift)
}

/// The lines between that of the opening and that of the closing delimiter, without their ends.
fn inner_lines(literal: &str) -> impl Iterator<Item = &str> {
    let inside = &literal[DELIMITER_LEN..literal.len() - DELIMITER_LEN];
    let start = inside.find('\n').map_or(inside.len(), |n| n + 1);
    let end = inside.rfind('\n').unwrap_or(0);
    let lines = if start <= end { Some(&inside[start..end]) } else { None };
    lines.into_iter().flat_map(|l| l.split('\n')).map(|l| l.trim_end_matches('\r'))
}

fn margin(line: &str) -> usize {
    line.bytes().take_while(|b| *b == b' ').count()
}

fn is_blank(line: &str) -> bool {
    line.bytes().all(|b| matches!(b, b' ' | b'\t' | b'\r'))
}
