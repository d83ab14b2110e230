//! The report in words: what is alike in one line, unless each line is asked for.

use super::report::{ImportReport, PhaseWord};
use crate::exchange::error::cell_excerpt;
use std::collections::BTreeMap;
use std::fmt;
use unicode_width::UnicodeWidthStr;

/// The most lines of one sort that are printed; programs get them all.
const MAX_LINES_SHOWN: usize = 20;
/// As many alike are told one by one; more of them together.
const MAX_UNGROUPED: usize = 3;
/// The width that lists are folded at.
const LINE_WIDTH: usize = 80;

impl fmt::Display for ImportReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words(false))
    }
}

fn count_of(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

fn count(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

/// Parts joined by `, `, folded where they would pass the width: between parts, and within one that is too long itself.
fn wrap_list(start: &str, parts: &[String]) -> String {
    let start = wrap_text(start);
    let start = start.trim_end_matches('\n');
    let (mut out, mut width) = (start.to_string(), start.rsplit('\n').next().unwrap_or("").width());
    for (at, part) in parts.iter().enumerate() {
        let part = if at + 1 == parts.len() { part.clone() } else { format!("{part},") };
        let pieces = if part.width() > LINE_WIDTH - 4 { wrap_units(&part) } else { vec![part.as_str()] };
        for piece in pieces {
            if width + 1 + piece.width() > LINE_WIDTH && width > 4 {
                out.push_str("\n   ");
                width = 3;
            }
            out.push(' ');
            out.push_str(piece);
            width += 1 + piece.width();
        }
    }
    out.push('\n');
    out
}

/// A sentence folded at its blanks, at 80 columns; further lines stand further in.
///
/// ```
/// let lines = planwright::exchange::wrap_text(&"word ".repeat(30));
/// assert!(lines.lines().all(|l| l.chars().count() <= 80) && lines.lines().count() == 2);
/// ```
pub fn wrap_text(text: &str) -> String {
    let start = text.len() - text.trim_start_matches(['\n', ' ']).len();
    let mut out = text[..start].to_string();
    let mut width = out.rsplit('\n').next().unwrap_or("").len();
    let mut begins = true;
    for word in wrap_units(&text[start..]) {
        let length = word.width();
        if !begins && width + 1 + length > LINE_WIDTH {
            out.push_str("\n    ");
            width = 4;
        } else if !begins {
            out.push(' ');
            width += 1;
        }
        begins = false;
        out.push_str(word);
        width += length;
    }
    out.push('\n');
    out
}

/// What a line may be broken between: words, and what stands in backticks as one, since people copy it.
fn wrap_units(text: &str) -> Vec<&str> {
    let (mut out, mut start, mut quoted) = (Vec::new(), 0, false);
    for (at, c) in text.char_indices() {
        let long = text[start..at].width() > LINE_WIDTH - 10;
        match c {
            '`' => quoted = !quoted,
            ' ' | '\n' if !quoted || long => {
                out.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    out.push(&text[start..]);
    out
}

/// `line 4`, `lines 4, 7 and 9`, `lines 4, 7, 9 and 12 more`.
fn lines(lines: &[u64]) -> String {
    let words: Vec<String> = lines.iter().map(u64::to_string).collect();
    match words.as_slice() {
        [one] => format!("line {one}"),
        [first @ .., last] if words.len() <= 4 => format!("lines {} and {last}", first.join(", ")),
        more => format!("lines {} and {} more", more[..3.min(more.len())].join(", "), more.len().saturating_sub(3)),
    }
}

impl ImportReport {
    /// The report in words, a line each; with `verbose` every cell in a line of its own.
    pub fn words(&self, verbose: bool) -> String {
        let mut out = format!("{} imported\n", count(self.rows, "row"));
        for m in &self.mapping {
            let unit = m.unit.as_ref().map_or(String::new(), |u| format!(" in {u}"));
            out += &wrap_text(&format!("  `{}` → {}{unit} ({})", cell_excerpt(&m.column), m.field, m.how));
        }
        self.guesses.iter().for_each(|g| out += &wrap_text(&format!("guessed: {g}")));
        self.phases(&mut out, verbose);
        for p in &self.people {
            let nobody = self.rows.saturating_sub(p.persons + p.teams);
            let team = if p.teams > 0 { format!(", {} a team and no person", p.teams) } else { String::new() };
            let column = cell_excerpt(&p.column);
            out += &format!(
                "`{column}`: {} a person{team}, {nobody} nobody\n",
                count_of(p.persons, "row names", "rows name")
            );
        }
        self.declarations(&mut out, verbose);
        self.columns(&mut out, verbose);
        self.rows_left_out(&mut out, verbose);
        self.cells(&mut out, verbose);
        if self.missing > 0 {
            out += &format!("{} without a value left out\n", count(self.missing, "cell"));
        }
        self.duplicates(&mut out, verbose);
        let most = if verbose { usize::MAX } else { MAX_LINES_SHOWN };
        self.warnings.iter().take(most).for_each(|w| out += &wrap_text(&format!("warning: {w}")));
        match self.warnings.len().saturating_sub(most) {
            0 => {}
            more => out += &format!("… and {more} more warnings\n"),
        }
        out
    }

    fn phases(&self, out: &mut String, verbose: bool) {
        let mut columns: Vec<&str> = self.words.iter().map(|w| w.column.as_str()).collect();
        columns.dedup();
        for column in columns {
            let mut words: Vec<&PhaseWord> = self.words.iter().filter(|w| w.column == column).collect();
            words.sort_by_key(|w| (std::cmp::Reverse(w.lines.len()), w.word.clone()));
            let taken = words.iter().filter_map(|w| {
                let phase = w.phase.as_ref()?;
                Some(format!("{} → {phase} {}", cell_excerpt(&w.word), w.lines.len()))
            });
            let taken: Vec<String> = taken.collect();
            if !taken.is_empty() {
                *out += &wrap_list(&format!("phases of `{}`:", cell_excerpt(column)), &taken);
            }
            // Those that may be misspelt first; of the others, a list with many is no list of phases.
            let mut unknown: Vec<&&PhaseWord> = words.iter().filter(|w| w.phase.is_none() && !w.left_out).collect();
            unknown.sort_by_key(|w| w.near.is_none());
            let most = if verbose { usize::MAX } else { MAX_LINES_SHOWN };
            for w in unknown.iter().take(most) {
                let near = w.near.as_ref().map(|(near, _)| format!("; did you mean `{near}`?"));
                *out += &wrap_text(&format!(
                    "no phase: `{}`, `{}` on {}{}",
                    cell_excerpt(column),
                    cell_excerpt(&w.word),
                    lines(&w.lines),
                    near.unwrap_or_default()
                ));
            }
            if unknown.len() > most {
                let rows: usize = unknown[most..].iter().map(|w| w.lines.len()).sum();
                *out += &format!("… and {} more words on {rows} rows\n", unknown.len() - most);
            }
            let with_near = unknown.iter().find(|w| w.near.is_some());
            if let Some(first) = with_near.or(unknown.first()) {
                let value = first.near.as_ref().map_or("PHASE", |(_, phase)| phase);
                let wish = format!("--values \"phase:{}={value}\"", cell_excerpt(&first.word));
                *out += &wrap_text(&format!("  say what it means with `{wish}`; it is kept as `{}`", first.kept_as));
            }
        }
    }

    fn declarations(&self, out: &mut String, verbose: bool) {
        let mut by_kind: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (kind, id) in &self.declared {
            by_kind.entry(kind).or_default().push(id);
        }
        for (kind, ids) in by_kind {
            let most = if verbose { usize::MAX } else { 8 };
            let mut parts: Vec<String> = ids.iter().take(most).map(|id| id.to_string()).collect();
            match ids.len().saturating_sub(most) {
                0 => {}
                more => parts.push(format!("{more} more")),
            }
            let what = if kind == "person" && ids.len() > 1 { "people".into() } else { count(ids.len(), kind) };
            let what = if kind == "person" && ids.len() > 1 { format!("{} {what}", ids.len()) } else { what };
            *out += &wrap_list(&format!("declared: {what}:"), &parts);
        }
    }

    fn columns(&self, out: &mut String, verbose: bool) {
        let plain: Vec<_> = self.skipped_columns.iter().filter(|c| c.keep.is_some()).collect();
        let together = !verbose && plain.len() > MAX_UNGROUPED;
        for c in self.skipped_columns.iter().filter(|c| !together || c.keep.is_none()) {
            let keep = c.keep.as_ref().map_or(String::new(), |k| format!("; keep it with `--field {k}`"));
            *out += &wrap_text(&format!("not carried over: column `{}`: {}{keep}", cell_excerpt(&c.column), c.reason));
        }
        if let (true, Some(first)) = (together, plain.first()) {
            let names: Vec<String> = plain.iter().map(|c| format!("`{}`", cell_excerpt(&c.column))).collect();
            *out += &wrap_list(&format!("not carried over: {} columns:", names.len()), &names);
            let keep = first.keep.as_deref().unwrap_or("NAME");
            *out += &wrap_text(&format!("  keep one with `--field {keep}`, all of them with `--rest`"));
        }
    }

    fn rows_left_out(&self, out: &mut String, verbose: bool) {
        let mut by_reason: Vec<(&str, Vec<u64>)> = Vec::new();
        for row in &self.skipped_rows {
            match by_reason.iter_mut().find(|(reason, _)| *reason == row.reason) {
                Some((_, lines)) => lines.push(row.line),
                None => by_reason.push((&row.reason, vec![row.line])),
            }
        }
        let mut told = 0;
        for (reason, of) in by_reason {
            if of.len() > MAX_UNGROUPED && !verbose {
                *out += &wrap_text(&format!("not carried over: {} rows, {}: {reason}", of.len(), lines(&of)));
                continue;
            }
            for line in of {
                told += 1;
                if told <= MAX_LINES_SHOWN || verbose {
                    *out += &wrap_text(&format!("not carried over: line {line}: {reason}"));
                }
            }
        }
        if told > MAX_LINES_SHOWN && !verbose {
            *out += &format!("… and {} more rows\n", told - MAX_LINES_SHOWN);
        }
    }

    fn cells(&self, out: &mut String, verbose: bool) {
        let lost = self.skipped_cells.iter().map(|c| (c.line, &c.column, &c.value, &c.reason));
        write_grouped(out, "not carried over: ", lost.collect(), verbose);
        let remarks = self.remarks.iter().map(|r| (r.line, &r.column, &r.value, &r.said));
        write_grouped(out, "", remarks.collect(), verbose);
    }

    fn duplicates(&self, out: &mut String, verbose: bool) {
        let given = if self.has_ids { self.renamed.as_slice() } else { &[] };
        if given.len() <= MAX_UNGROUPED || verbose {
            for (line, wanted, given) in given {
                *out += &wrap_text(&format!(
                    "warning: line {line}: the name `{wanted}` is taken, this one is called `{given}`"
                ));
            }
        } else {
            let parts: Vec<String> = given.iter().take(8).map(|(l, _, to)| format!("line {l} `{to}`")).collect();
            let more = given.len().saturating_sub(8);
            let parts = if more > 0 { [parts, vec![format!("{more} more")]].concat() } else { parts };
            *out +=
                &wrap_list(&format!("warning: {} rows have a name that another has; called now:", given.len()), &parts);
        }
        let most = if verbose { usize::MAX } else { MAX_UNGROUPED };
        let rows: usize = self.same_titles.iter().map(|(_, lines)| lines.len()).sum();
        if self.same_titles.is_empty() {
            return;
        }
        let mut titles: Vec<&(String, Vec<u64>)> = self.same_titles.iter().collect();
        titles.sort_by_key(|(title, lines)| (std::cmp::Reverse(lines.len()), title.clone()));
        let parts: Vec<String> = titles
            .iter()
            .take(most)
            .map(|(title, of)| {
                if of.len() > 4 {
                    format!("`{}` {} times", cell_excerpt(title), of.len())
                } else {
                    format!("`{}` on {}", cell_excerpt(title), lines(of))
                }
            })
            .collect();
        let more = titles.len().saturating_sub(most);
        let parts = if more > 0 { [parts, vec![format!("{more} more")]].concat() } else { parts };
        let called: Vec<String> = self.renamed.iter().take(3).map(|(.., given)| format!("`{given}`")).collect();
        let others = match self.renamed.len().saturating_sub(3) {
            0 => String::new(),
            1 => " and 1 other".into(),
            more => format!(" and {more} others"),
        };
        let names = match self.has_ids || called.is_empty() {
            true => String::new(),
            false => format!("; called now {}{others}", called.join(", ")),
        };
        *out += &wrap_list(&format!("warning: {rows} rows share a title with another{names}:"), &parts);
    }
}

/// Cells with what is to be said of them: those of one column and reason together where they are many.
fn write_grouped(out: &mut String, start: &str, cells: Vec<(u64, &String, &String, &String)>, verbose: bool) {
    // In the order in which each was met first.
    let mut order: Vec<(&String, &String)> = Vec::new();
    let mut groups: BTreeMap<(&String, &String), Vec<(u64, &String)>> = BTreeMap::new();
    for (line, column, value, reason) in cells {
        let of = groups.entry((column, reason)).or_default();
        if of.is_empty() {
            order.push((column, reason));
        }
        of.push((line, value));
    }
    let (mut told, mut more) = (0, 0);
    for (column, reason) in order {
        let of = groups.remove(&(column, reason)).unwrap_or_default();
        if verbose || of.len() <= MAX_UNGROUPED {
            for (line, value) in of {
                told += 1;
                if verbose || told <= MAX_LINES_SHOWN {
                    let said =
                        format!("{start}line {line}, `{}`: `{}` {reason}", cell_excerpt(column), cell_excerpt(value));
                    *out += &wrap_text(&said);
                } else {
                    more += 1;
                }
            }
            continue;
        }
        let mut counts: BTreeMap<&String, (usize, u64)> = BTreeMap::new();
        for (line, value) in &of {
            counts.entry(value).or_insert((0, *line)).0 += 1;
        }
        let mut by_value: Vec<(&String, usize, u64)> = counts.into_iter().map(|(v, (n, line))| (v, n, line)).collect();
        by_value.sort_by_key(|(value, n, line)| (std::cmp::Reverse(*n), *line, *value));
        let mut examples: Vec<String> = by_value
            .iter()
            .take(3)
            .map(
                |(v, n, _)| {
                    if *n > 1 { format!("`{}` {n} times", cell_excerpt(v)) } else { format!("`{}`", cell_excerpt(v)) }
                },
            )
            .collect();
        match by_value.len().saturating_sub(3) {
            0 => {}
            1 => examples.push("1 other".into()),
            rest => examples.push(format!("{rest} others")),
        }
        let numbers: Vec<u64> = of.iter().map(|(line, _)| *line).collect();
        let said = format!("{start}{}, `{}`: the cell {reason}:", lines(&numbers), cell_excerpt(column));
        *out += &wrap_list(&said, &examples);
    }
    if more > 0 {
        *out += &format!("… and {more} more\n");
    }
}
