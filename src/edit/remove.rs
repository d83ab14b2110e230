//! Fields and blocks taken out of a text.

use super::insert::{before_on_line, is_blank};
use std::ops::Range;

/// What to cut so that entries go: their lines where nothing else stands there, with the comment at the end of such
/// a line; comments on lines of their own stay. `gone` are the entries in order, `comments` all comments among them.
pub(super) fn removal_ranges(text: &str, gone: &[Range<usize>], comments: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for entry in gone {
        let joins = |r: &Range<usize>| {
            let between = &text[r.end..entry.start];
            let lines = !between.contains('\n') || is_blank(before_on_line(text, r.start));
            lines && between.bytes().all(|b| b.is_ascii_whitespace() || b == b';')
        };
        match runs.last_mut().filter(|r| joins(r)) {
            Some(run) => run.end = entry.end,
            None => runs.push(entry.clone()),
        }
    }
    let mut cuts: Vec<Range<usize>> = Vec::new();
    for cut in runs.into_iter().flat_map(|run| cut(text, run, comments)) {
        match cuts.last_mut().filter(|last| last.end >= cut.start) {
            Some(last) => last.end = last.end.max(cut.end),
            None => cuts.push(cut),
        }
    }
    cuts
}

fn cut(text: &str, run: Range<usize>, comments: &[Range<usize>]) -> Vec<Range<usize>> {
    let before = before_on_line(text, run.start);
    let alone = is_blank(before);
    let behind = run.end + text[run.end..].bytes().take_while(|b| matches!(b, b' ' | b'\t' | b';')).count();
    let rest = &text[behind..];
    let line = behind + rest.find('\n').map_or(rest.len(), |n| n + 1);
    let ends = rest.is_empty() || rest.starts_with(['\n', '\r']);
    // Where the last thing on the line goes, so does what parted it from the one before it.
    let back = text[..run.start].trim_end_matches([' ', '\t', ';']).len();
    let parted = text[..behind].trim_end_matches([' ', '\t']).len();
    let (start, end) = match rest.as_bytes().first() {
        _ if alone && (ends || rest.starts_with('#')) => with_blank_line(text, run.start - before.len(), line),
        _ if ends => (back, behind),
        Some(b'#' | b'}') if !alone => (back, parted),
        _ => (run.start, behind),
    };
    let mut out = Vec::new();
    let mut from = start;
    for comment in comments.iter().filter(|c| run.start < c.start && c.end <= run.end) {
        let before = before_on_line(text, comment.start);
        if !is_blank(before) {
            continue;
        }
        let line = comment.start - before.len();
        // What stands before an entry on its line keeps its line end.
        let kept = if from > 0 && !text[..from].ends_with('\n') { text[..line].trim_end().len() } else { line };
        out.push(from..kept.max(from));
        from = comment.end + text[comment.end..].find('\n').map_or(0, |n| n + 1);
    }
    out.push(from..end.max(from));
    out.retain(|r| !r.is_empty());
    out
}

/// Whole lines with one of the two blank lines around them, so that no two come together.
fn with_blank_line(text: &str, start: usize, end: usize) -> (usize, usize) {
    let blank = |line: &str| line.trim().is_empty();
    let above = &text[..start];
    let open = above.trim_end().ends_with('{') || above.trim_matches(['\u{FEFF}', ' ', '\r', '\n']).is_empty();
    let previous = above.strip_suffix('\n').map_or("", |a| &a[a.rfind('\n').map_or(0, |n| n + 1)..]);
    let after_blank = above.ends_with('\n') && blank(previous);
    let below = &text[end..];
    let next_line = below.find('\n').map_or(below.len(), |n| n + 1);
    if (after_blank || open) && !below.is_empty() && blank(&below[..next_line]) {
        return (start, end + next_line);
    }
    let closes = below.is_empty() || below.trim_start_matches([' ', '\t']).starts_with('}');
    if after_blank && closes && !open {
        let words = above.trim_end().len();
        let line_end = above[words..].find('\n').map_or(0, |n| n + 1);
        return (words + line_end, end);
    }
    (start, end)
}
