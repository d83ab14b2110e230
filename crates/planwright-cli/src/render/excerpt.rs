//! The few lines of a source around a diagnostic's labels, made safe and short before miette sees them.
//!
//! Every limit lives here: lines cut to the room there is, spans over many lines cut to their first, nothing
//! that acts on a terminal. What leaves this file is at most a few kilobytes, whatever the source.

use planwright::diagnostic::render::{clamp, locate};
use planwright::diagnostic::{Diagnostic, Label, SanitizeAction, sanitize_action, sanitize_line};
use planwright::source::{SourceId, SourceSet, SourceText};
use std::ops::Range;
use unicode_width::UnicodeWidthChar;

/// Tab stops stand this far apart.
pub(super) const TAB_WIDTH: usize = 4;
/// A span over more lines than this is shown by its first line.
const MAX_SPAN_LINES: usize = 6;
/// Labels with at most this many lines between them share an excerpt.
const MAX_LINE_GAP: usize = 2;
/// Labels shown for one diagnostic.
pub(super) const MAX_LABELS: usize = 8;

/// Consecutive lines of one source with labels on them.
#[derive(Debug, Clone)]
pub(super) struct Excerpt {
    /// `file:line:column` of its first label; of the primary one, where that is in here.
    pub title: String,
    /// Number of the first line, from 0.
    pub first_line: usize,
    /// The lines; each ends in `\n`.
    pub text: String,
    /// Byte ranges of `text` with what to say there.
    pub labels: Vec<(Range<usize>, String)>,
}

/// A label within its source.
struct PlacedLabel<'a> {
    source: SourceId,
    range: Range<usize>,
    lines: Range<usize>,
    text: String,
    primary: bool,
    label: &'a Label,
}

/// The excerpts that show a diagnostic, the one with its primary label first. Lines are cut to `width` columns.
pub(super) fn excerpts(diagnostic: &Diagnostic, sources: &SourceSet, width: usize) -> Vec<Excerpt> {
    let labels = std::iter::once((true, &diagnostic.label)).chain(diagnostic.labels.iter().map(|l| (false, l)));
    let mut marks: Vec<PlacedLabel> = labels.take(MAX_LABELS).filter_map(|(p, l)| mark(p, l, sources, width)).collect();
    marks.sort_by_key(|m| (m.source, m.lines.start, m.range.start));
    let mut clusters: Vec<Vec<PlacedLabel>> = Vec::new();
    for mark in marks {
        match clusters.last_mut() {
            Some(cluster)
                if cluster[0].source == mark.source
                    && mark.lines.start <= cluster.iter().map(|m| m.lines.end).max().unwrap_or(0) + MAX_LINE_GAP =>
            {
                cluster.push(mark);
            }
            _ => clusters.push(vec![mark]),
        }
    }
    // Stable: the others stay in the order of their files.
    clusters.sort_by_key(|c| !c.iter().any(|m| m.primary));
    clusters.iter().filter_map(|c| Some(excerpt(c, sources.get(c[0].source)?, width))).collect()
}

fn mark<'a>(primary: bool, label: &'a Label, sources: &SourceSet, width: usize) -> Option<PlacedLabel<'a>> {
    let source = sources.get(label.span.source)?;
    let mut range = clamp(label.span, &source.text);
    let covered = &source.text[range.clone()];
    // A line break at the end of a span is not worth a line of its own.
    range.end = range.start + covered.trim_end_matches(['\r', '\n']).len();
    let first = source.lines().line_of(range.start);
    let mut last = source.lines().line_of(range.end);
    let mut text = clip(&sanitize_line(&label.text), width.max(60));
    if last - first >= MAX_SPAN_LINES {
        let space = if text.is_empty() { "" } else { " " };
        text = format!("{text}{space}(to line {})", last + 1);
        last = first;
        range.end = line_range(source, first).end.max(range.start);
    }
    Some(PlacedLabel { source: label.span.source, range, lines: first..last + 1, text, primary, label })
}

fn excerpt(marks: &[PlacedLabel], source: &SourceText, width: usize) -> Excerpt {
    let named = marks.iter().find(|m| m.primary).unwrap_or(&marks[0]);
    let at = locate(source, clamp(named.label.span, &source.text).start);
    let first = marks.iter().map(|m| m.lines.start).min().unwrap_or(0).saturating_sub(1);
    let end = marks.iter().map(|m| m.lines.end).max().unwrap_or(1);
    // One more line as context, unless it is only what follows the last line break.
    let more = end < source.lines().count() && !line_range(source, end).is_empty();
    let end = end + usize::from(more);
    // The gutter: line number, its bars, and those of spans over several lines.
    let spanning = marks.iter().filter(|m| m.lines.len() > 1).count();
    let room = width.saturating_sub(end.to_string().len() + 4 + if spanning > 0 { spanning + 3 } else { 0 }).max(20);

    let mut text = String::new();
    let mut starts = vec![0; marks.len()];
    let mut ends = vec![0; marks.len()];
    for number in first..end {
        let line = line_range(source, number);
        let within: Vec<_> = marks.iter().enumerate().filter(|(_, m)| m.lines.contains(&number)).collect();
        let mut points = Vec::new();
        for (i, m) in &within {
            if m.lines.start == number {
                points.push((m.range.start.clamp(line.start, line.end) - line.start, *i, true));
            }
            if m.lines.end == number + 1 {
                points.push((m.range.end.clamp(line.start, line.end) - line.start, *i, false));
            }
        }
        let focus = points.iter().find(|p| marks[p.1].primary).or(points.first()).map_or(0, |p| p.0);
        let offsets: Vec<usize> = points.iter().map(|p| p.0).collect();
        let mapped = cut(&source.text[line], focus, &offsets, room, &mut text);
        for ((_, i, is_start), offset) in points.into_iter().zip(mapped) {
            if is_start { starts[i] = offset } else { ends[i] = offset }
        }
        text.push('\n');
    }
    let labels = marks.iter().enumerate().map(|(i, m)| (starts[i]..ends[i].max(starts[i]), m.text.clone())).collect();
    let title = format!("{}:{}:{}", clip(&sanitize_line(&source.name), 200), at.line, at.column);
    Excerpt { title, first_line: first, text, labels }
}

/// The bytes of a line (from 0) without its line end, nor a byte order mark before it.
fn line_range(source: &SourceText, line: usize) -> Range<usize> {
    let mut start = source.lines().start_of(line);
    if start == 0 && source.text.starts_with('\u{feff}') {
        start = '\u{feff}'.len_utf8();
    }
    let end = if line + 1 < source.lines().count() {
        source.lines().start_of(line + 1).saturating_sub(1)
    } else {
        source.text.len()
    };
    let end = end.max(start);
    start..end - usize::from(source.text[start..end].ends_with('\r'))
}

/// Appends what fits of a line into `room` columns, with `focus` (a byte of it) in sight and `…` where it was
/// cut. Returns where each byte in `offsets` came to stand in `out`; bytes cut away come to stand at the cut.
fn cut(line: &str, focus: usize, offsets: &[usize], room: usize, out: &mut String) -> Vec<usize> {
    // Cut on the left only where a third of the room after the focus would not fit.
    let mut from = 0;
    let mut used = 0;
    for (count, (at, (before, c, after))) in neighbours(line, 0).enumerate() {
        used += columns(before, c, after);
        if at >= focus || used + room / 3 > room || count > 2 * room {
            if at < focus {
                from = back(line, focus, room / 3);
            }
            break;
        }
    }
    let mut mapped = vec![None; offsets.len()];
    let mut used = 0;
    if from > 0 {
        out.push('…');
        used += 1;
    }
    for (count, (at, (before, c, after))) in neighbours(line, from).enumerate() {
        let width = columns(before, c, after);
        let last = after.is_none();
        // Marks without width would never fill the room.
        if used + width > room - usize::from(!last) || count > 4 * room {
            place_up_to(offsets, &mut mapped, usize::MAX, out.len());
            out.push('…');
            return mapped.into_iter().flatten().collect();
        }
        place_up_to(offsets, &mut mapped, at, out.len());
        match sanitize_action(before, c, after) {
            SanitizeAction::AsIs => out.push(c),
            SanitizeAction::Escaped => out.extend(c.escape_unicode()),
            SanitizeAction::Dropped => {}
        }
        used += width;
    }
    place_up_to(offsets, &mut mapped, usize::MAX, out.len());
    mapped.into_iter().flatten().collect()
}

fn place_up_to(offsets: &[usize], mapped: &mut [Option<usize>], at: usize, to: usize) {
    for (offset, place) in offsets.iter().zip(mapped) {
        if *offset <= at && place.is_none() {
            *place = Some(to);
        }
    }
}

/// Each character of `line` from byte `from` on, with its place and its neighbours.
fn neighbours(line: &str, from: usize) -> impl Iterator<Item = (usize, (Option<char>, char, Option<char>))> + '_ {
    let mut before = line[..from].chars().next_back();
    let mut chars = line[from..].char_indices().peekable();
    std::iter::from_fn(move || {
        let (at, c) = chars.next()?;
        let item = (from + at, (before, c, chars.peek().map(|(_, c)| *c)));
        before = Some(c);
        Some(item)
    })
}

/// The byte some `columns` before `focus`.
fn back(line: &str, focus: usize, room: usize) -> usize {
    let mut used = 0;
    for (at, c) in line[..focus].char_indices().rev().take(4 * room) {
        used += columns(None, c, None);
        if used > room {
            return at + c.len_utf8();
        }
    }
    line[..focus].char_indices().rev().take(4 * room).last().map_or(focus, |(at, _)| at)
}

fn columns(before: Option<char>, c: char, after: Option<char>) -> usize {
    match sanitize_action(before, c, after) {
        SanitizeAction::Escaped => c.escape_unicode().count(),
        SanitizeAction::Dropped => 0,
        SanitizeAction::AsIs if c == '\t' => TAB_WIDTH,
        SanitizeAction::AsIs => c.width().unwrap_or(0),
    }
}

/// The first `most` characters of a text, with `…` where more follow.
pub(super) fn clip(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_string(),
    }
}
