//! What people write out of habit from YAML, JSON, programs and spreadsheets, and what to write instead.

use super::date_forms::{DATE_HELP, day};
use super::name::name_length;
use super::phrasing::{clip, replacement_fix};
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::quantity::{Period, PeriodError};
use crate::source::Span;

const FORMULA_HELP: &str = "a formula goes between backticks";
/// Quotes with what closes them.
const QUOTES: [(char, &[char]); 5] =
    [('\'', &['\'']), ('‘', &['’']), ('“', &['”', '“']), ('„', &['“', '”']), ('”', &['”'])];

/// The part of a span between two offsets in its text.
fn subspan(span: Span, from: usize, to: usize) -> Span {
    Span { start: span.start + from as u32, end: span.start + to as u32, ..span }
}

/// The text between quotes that are not straight double ones, and its length with them.
fn quoted(text: &str) -> Option<(&str, usize)> {
    let open = text.chars().next()?;
    let (_, closes) = QUOTES.iter().find(|(o, _)| *o == open)?;
    let inside = &text[open.len_utf8()..];
    let (end, close) = inside.char_indices().rev().find(|(_, c)| closes.contains(c))?;
    Some((&inside[..end], open.len_utf8() + end + close.len_utf8()))
}

fn starts_with_quote(text: &str) -> bool {
    QUOTES.iter().any(|(open, _)| text.starts_with(*open))
}

fn with_straight_quotes(d: Diagnostic, text: &str, at: Span) -> Diagnostic {
    let d = d.help("text goes between straight double quotes: `\"…\"`");
    match quoted(text) {
        Some((inside, length)) if !inside.contains(['"', '\\']) => {
            d.fix(replacement_fix(subspan(at, 0, length), format!("\"{inside}\""), true))
        }
        _ => d,
    }
}

/// `// note` and `/* note */`.
pub(super) fn comment(text: &str, span: Span) -> Option<Diagnostic> {
    if !text.starts_with("//") && !text.starts_with("/*") {
        return None;
    }
    let said = format!("`{}` can't be read: it looks like a comment", clip(text));
    let d =
        Diagnostic::new(Code::UNREADABLE_FIELD, span, said).help("a comment begins with `#` and ends with its line");
    let block = text.strip_prefix("/*").and_then(|t| t.strip_suffix("*/"));
    Some(match block {
        Some(inside) if !inside.contains('\n') => d.fix(replacement_fix(span, format!("# {}", inside.trim()), false)),
        None if text.starts_with("//") => d.fix(replacement_fix(subspan(span, 0, 2), "#".into(), true)),
        _ => d,
    })
}

/// A title between other quotes, behind the kind and perhaps the name of a block.
pub(super) fn title(header: &str, span: Span) -> Option<Diagnostic> {
    let at = header.find(|c: char| QUOTES.iter().any(|(open, _)| *open == c))?;
    let before: Vec<&str> = header[..at].split_whitespace().collect();
    let named = matches!(before.len(), 1 | 2) && before.iter().all(|w| name_length(w) == w.len());
    let title = header[at..].trim_end();
    named.then(|| {
        let place = subspan(span, at, at + title.len());
        let said = format!("`{}` is not a title", clip(title));
        with_straight_quotes(Diagnostic::new(Code::UNREADABLE_FIELD, place, said), title, place)
    })
}

/// What stands where a field or a block should.
pub(super) fn field(text: &str, span: Span) -> Option<Diagnostic> {
    if let Some(found) = comment(text, span) {
        return Some(found);
    }
    let plain = |said: String| Diagnostic::new(Code::UNREADABLE_FIELD, span, said);
    if text == "-" || text.starts_with("- ") {
        let help = "the values of a list comes after the `:` of their field, with commas between: `needs: a, b`";
        return Some(plain(format!("`{}` is an item without its list", clip(text))).help(help));
    }
    let name = name_length(text);
    let (word, rest) = (&text[..name], text[name..].trim_start());
    if name > 0 && rest.starts_with(['(', '[']) {
        let said = format!("the block `{word}` begins with `{}`", &rest[..1]);
        let help = format!("a block goes between `{{` and `}}`, its fields parted by `;`: `{word} {{ a: 1; b: 2 }}`");
        return Some(plain(said).help(help));
    }
    if matches!(word, "level" | "levels")
        && let Some((level, value)) = rest.split_once(':')
        && name_length(level.trim()) == level.trim().len()
        && !value.trim().is_empty()
    {
        let mended = format!("levels: {} = {}", level.trim(), value.trim());
        let said = format!("the `:` after `{word}` is missing");
        let help = format!("levels go in one field: `{mended}`, with `,` between several");
        return Some(plain(said).help(help).fix(replacement_fix(span, mended, false)));
    }
    None
}

/// A sign of money behind its number: `60K€`, `60 k€`.
fn trailing_currency(text: &str, before: &str, span: Span) -> Option<Diagnostic> {
    let symbol = text.chars().next().filter(|c| matches!(c, '$' | '€' | '£'))?;
    let rest = &text[symbol.len_utf8()..];
    let rate = rest.split([' ', '\t', ',']).next().filter(|r| r.is_empty() || r.starts_with('/'))?;
    let start = before.rfind([':', ',']).map_or(0, |at| at + 1);
    let amount = before[start..].rsplit(" to ").next()?.trim();
    let digits = amount.trim_end_matches(|c: char| c.is_ascii_alphabetic()).trim_end();
    let suffix = match amount[digits.len()..].trim().to_ascii_lowercase().as_str() {
        "" => "",
        "k" => "K",
        "m" | "mn" | "mio" => "M",
        "b" | "bn" => "B",
        _ => return None,
    };
    let is_number = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'_'));
    let mended = format!("{symbol}{digits}{suffix}{rate}");
    // `60.000` groups digits in half of the world.
    let grouped = suffix.is_empty() && digits.split_once('.').is_some_and(|(_, d)| d.len() == 3);
    let from = before.rfind(amount)?;
    let place = Span {
        start: span.start - (before.len() - from) as u32,
        end: span.start + (symbol.len_utf8() + rate.len()) as u32,
        ..span
    };
    let said = format!("`{amount}{symbol}` is not an amount of money");
    let d = Diagnostic::new(Code::UNREADABLE_VALUE, place, said);
    if is_number && grouped {
        let (whole, one) = (digits.replace('.', "_"), digits.trim_end_matches('0').trim_end_matches('.'));
        let help = format!("which is it? Write `{symbol}{whole}{rate}` or `{symbol}{one}{rate}`");
        return Some(d.help(help));
    }
    is_number.then(|| d.help(format!("the sign comes first: `{mended}`")).fix(replacement_fix(place, mended, true)))
}

/// What stands in a value, `before` being the rest of its line up to there.
pub(super) fn value(text: &str, before: &str, span: Span) -> Option<Diagnostic> {
    let d = |place: Span, said: String| Diagnostic::new(Code::UNREADABLE_VALUE, place, said);
    let cannot = || d(span, format!("`{}` can't be read as part of a value", clip(text)));
    if let Some(found) = comment(text, span) {
        return Some(Diagnostic { code: Code::UNREADABLE_VALUE, ..found });
    }
    if starts_with_quote(text) {
        return Some(with_straight_quotes(cannot(), text, span));
    }
    let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    let number = |t: &str| {
        let t = t.trim_end_matches('%');
        t.starts_with(|c: char| c.is_ascii_digit()) && t.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'_'))
    };
    // The last word of what stands before, where it touches.
    let last = before.rsplit([' ', '\t', ':', ',', '$', '€', '£']).next().unwrap_or("");
    let first = text.split([' ', '\t', ',']).next().unwrap_or(text);
    let whole = Span { start: span.start - last.len() as u32, end: span.start + first.len() as u32, ..span };
    let written = format!("{last}{first}");
    if let Some(found) = super::foreign_date::read(&format!("{last}{}", text.lines().next().unwrap_or(text))) {
        let place = Span { end: whole.start + found.length as u32, ..whole };
        let written = written_to(last, text, found.length);
        return Some(found.diagnostic(Code::UNREADABLE_VALUE, &written, place));
    }
    if last == "p.a" && text.starts_with('.') {
        let said = d(whole, "`p.a.` is not a unit".into());
        return Some(said.help("a rate touches its amount: `/year`, as in `$60K/year`"));
    }
    if let Some(found) = trailing_currency(text, before, span) {
        return Some(found);
    }
    let dashes = ["..=", "...", "..", "–", "—", "…"];
    if let Some(high) = dashes.iter().find_map(|dash| text.strip_prefix(dash)) {
        let behind = high.trim_start();
        let high = behind.split([' ', '\t', ',']).next().unwrap_or(behind);
        let low =
            if last.is_empty() { before.trim_end().rsplit([' ', '\t', ':', ',']).next().unwrap_or("") } else { last };
        if number(low) && number(high) {
            let length = text.len() - behind.len() + high.len();
            let gap = if last.is_empty() { before.len() - before.trim_end().len() } else { 0 };
            let start = span.start - (low.len() + gap) as u32;
            let place = Span { start, end: span.start + length as u32, ..span };
            return Some(range(
                d(place, format!("`{}` can't be read as a value", low.to_string() + &text[..length])),
                low,
                high,
                place,
            ));
        }
    }
    if let Some(about) =
        text.strip_prefix(['~', '≈']).filter(|t| number(t.trim_start().split(' ').next().unwrap_or("")))
    {
        let about = about.trim_start();
        return Some(
            cannot().help(format!("write `{about}` alone, or what it may be: a range is written `500 to 900`")),
        );
    }
    if let Some(rest) = first.strip_prefix('/').filter(|_| digits(last) && last.len() == 4) {
        let parts: Vec<&str> = rest.split('/').collect();
        if parts.iter().all(|p| digits(p) && p.len() <= 2) && parts.len() <= 2 {
            let mended = parts.iter().fold(last.to_string(), |date, p| format!("{date}-{p:0>2}"));
            let said = format!("`{written}` is not a date");
            return Some(d(whole, said).help(DATE_HELP).fix(replacement_fix(whole, mended, true)));
        }
    }
    if digits(last)
        && last.len() == 4
        && let Err(PeriodError::Shape { instead: Some(instead) }) = Period::parse(&written)
    {
        return Some(
            d(whole, format!("`{written}` is not a date")).help(DATE_HELP).fix(replacement_fix(whole, instead, true)),
        );
    }
    let is_date = |t: &str, mark: char| {
        let parts: Vec<&str> = t.trim_end_matches(mark).split(mark).collect();
        parts.len() == 3 && parts.iter().all(|p| digits(p)) && (parts[0].len() == 4 || matches!(parts[2].len(), 2 | 4))
    };
    for mark in ['.', '/'] {
        if is_date(&written, mark) {
            return Some(day(d(whole, format!("`{written}` is not a date")), &written, mark, whole));
        }
    }
    // `+2 pp`: a number has no plus.
    if let Some(plain) =
        text.strip_prefix('+').map(str::trim_start).filter(|t| t.starts_with(|c: char| c.is_ascii_digit()))
        && before.trim_end().ends_with([':', ',']) | before.trim_end().ends_with(" by")
    {
        let end = plain.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '_'))).unwrap_or(plain.len());
        let (number, unit) = plain.split_at(end);
        let gap = if unit.starts_with(|c: char| c.is_ascii_alphabetic()) { " " } else { "" };
        let mended = format!("{number}{gap}{unit}").trim_end().to_string();
        let said = format!("`{}` can't be read as a value", clip(text));
        return Some(
            d(span, said).help(format!("a number has no plus: `{mended}`")).fix(replacement_fix(span, mended, true)),
        );
    }
    let named = text.strip_prefix('@').filter(|_| last.is_empty()).map(|t| &t[..name_length(t)]);
    if let Some(name) = named.filter(|n| !n.is_empty()) {
        let place = subspan(span, 0, 1 + name.len());
        let said = d(place, format!("`@{name}` is not a name"));
        return Some(said.help(format!("a name is written alone: `{name}`")).fix(replacement_fix(
            place,
            name.to_string(),
            false,
        )));
    }
    if let Some(help) = no_formula(text, before) {
        return Some(cannot().help(help));
    }
    let operator = text.starts_with(['/', '*', '+', '(', '^']) || text.starts_with("- ");
    let (key, from) = before.rfind([';', '{']).map_or((before, 0), |n| (&before[n + 1..], n + 1));
    if operator && let Some(colon) = key.find(':') {
        let formula = before[from + colon + 1..].trim_start();
        let place = Span { start: span.start - formula.len() as u32, ..span };
        let whole = format!("{formula}{text}");
        let said = d(place, format!("`{}` can't be read as a value", clip(&whole))).help(FORMULA_HELP);
        let simple = !whole.contains(['"', '`', '#', '\n']) && !whole.contains(" because");
        return Some(if simple { said.fix(replacement_fix(place, format!("`{whole}`"), false)) } else { said });
    }
    // `levels: low: 1, high: 3`
    if text.starts_with(':') && key.trim_start().starts_with("levels:") {
        let levels: Vec<&str> = text[1..].split(',').collect();
        let mended: Vec<String> = levels.iter().map(|l| l.replacen(':', " =", 1)).collect();
        let mended = format!(" ={}", mended.join(","));
        let all = format!("{}{mended}", key.trim_start());
        let said = d(span, "a level is followed by `:`".into()).help(format!("write `{all}`"));
        return Some(said.fix(Fix { title: "write `=`".into(), span, replacement: mended, safe: false }));
    }
    None
}

/// What an operator stands for that begins no formula: `60K+`, `5 +/- 1 person-days`, `person / month`, `delivery (beta)`.
fn no_formula(text: &str, before: &str) -> Option<String> {
    let touches = before.ends_with(|c: char| c.is_ascii_digit() || matches!(c, 'K' | 'M' | 'B' | '%'));
    let before = before.trim_end();
    let begins = before.ends_with([':', ',']);
    let number = |t: &str| t.trim_end_matches('%').replace('_', "").parse::<f64>().ok();
    let first = |t: &str| t.split_whitespace().next().unwrap_or("").to_string();
    if let Some(spread) = ["+/-", "±"].iter().find_map(|sign| text.strip_prefix(sign)) {
        let (middle, spread) = (number(before.rsplit([' ', ':', ',']).next()?), number(&first(spread)));
        let ends = middle.zip(spread).map(|(m, s)| (m - s, m + s)).filter(|(low, _)| *low >= 0.0);
        let print = crate::quantity::print::exact;
        let (low, high) = ends.map_or(("4".into(), "6".into()), |(low, high)| (print(low), print(high)));
        return Some(format!("what it may be is a range: `{low} to {high}`, with the unit after it"));
    }
    let sign = text.chars().next()?;
    let after = text[sign.len_utf8()..].trim_start();
    let mut words = before.rsplit([' ', ':', ',']);
    match sign {
        '*' if begins && after.is_empty() => Some("name what is meant: `*` stands for nothing here".into()),
        '+' if after.is_empty() || !after.starts_with(|c: char| c.is_ascii_alphanumeric() || "($€£".contains(c)) => {
            Some("a number has no plus: write it alone, or what it may be as a range, `500 to 900`".into())
        }
        // `5+ person-days`: the plus touches what stands before and not what follows.
        '+' if touches && text.starts_with("+ ") && names_unit(after) => {
            Some("a number has no plus: write it alone, or what it may be as a range, `500 to 900`".into())
        }
        // A unit stands behind its number; anything else may be a formula.
        '/' if names_unit(after) => {
            let unit = words.next().filter(|u| u.starts_with(|c: char| c.is_ascii_alphabetic()))?;
            words.next().filter(|n| n.ends_with(|c: char| c.is_ascii_digit()))?;
            Some(format!("a rate touches its unit: `{unit}/{}`", first(after)))
        }
        '(' if !begins && !before.ends_with(['+', '-', '*', '/']) && text.trim_end().ends_with(')') => {
            let inside = after.trim_end().trim_end_matches(')');
            Some(format!("a value has no brackets: what they say is a comment, `# {inside}`"))
        }
        _ => None,
    }
}

/// Whether a text is one word, as a unit is.
fn names_unit(text: &str) -> bool {
    let text = text.trim_end();
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|b| b.is_ascii_alphabetic() || matches!(b, b'-' | b'_' | b'/'))
}

/// The first bytes of two texts that follow one another.
fn written_to(first: &str, second: &str, length: usize) -> String {
    format!("{first}{}", &second[..length - first.len().min(length)])
}

/// Two numbers with a dash or dots between them.
pub(super) fn range(d: Diagnostic, low: &str, high: &str, place: Span) -> Diagnostic {
    let value = |t: &str| t.trim_end_matches('%').replace('_', "").parse::<f64>().unwrap_or(f64::NAN);
    let percent = if high.ends_with('%') && !low.ends_with('%') { "%" } else { "" };
    let mended = format!("{low}{percent} to {high}");
    if value(low) <= value(high) {
        d.help(format!("a range is written `{mended}`")).fix(replacement_fix(place, mended, false))
    } else {
        d.help("a range is written `500 to 900`, the low end first")
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Diagnostic;
    use crate::source::SourceId;
    use crate::syntax::{Block, Entry, parse};

    fn problems(block: Block<'_>, out: &mut Vec<Diagnostic>) {
        for entry in block.entries() {
            match entry {
                Entry::Field(f) => out.extend(f.value().problems),
                Entry::Block(b) => problems(b, out),
            }
        }
    }

    fn found(text: &str) -> Vec<Diagnostic> {
        let parsed = parse(SourceId(0), text.into());
        let mut found = parsed.diagnostics.clone();
        parsed.blocks().for_each(|b| problems(b, &mut found));
        found
    }

    /// The text with the first fix made, and what was said.
    fn mended(text: &str) -> (String, String) {
        let all = found(text);
        let first = all.first().unwrap_or_else(|| panic!("nothing is wrong with {text}"));
        let said = format!("{} ({})", first.message, first.help.as_deref().unwrap_or(""));
        let Some(fix) = first.fixes.first() else { return (said, String::new()) };
        let mut text = text.to_string();
        text.replace_range(fix.span.range(), &fix.replacement);
        (said, text)
    }

    #[test]
    fn values_out_of_habit_are_mended() {
        for (value, after) in [
            ("500-900 users/month", "500 to 900 users/month"),
            ("50–80%", "50% to 80%"),
            ("50% – 80%", "50% to 80%"),
            ("1..3", "1 to 3"),
            ("2026/03/02", "2026-03-02"),
            ("2026/3", "2026-03"),
            ("March 2026", "2026-03"),
            ("2026-w23", "2026-W23"),
            ("30 September 2026", "2026-09-30"),
            ("30 Sep 2026", "2026-09-30"),
            ("5 Sept 2026", "2026-09-05"),
            ("Sep 30 2026", "2026-09-30"),
            ("September 30, 2026", "2026-09-30"),
            ("30/09/2026", "2026-09-30"),
            ("09/30/2026", "2026-09-30"),
            ("30.09.2026", "2026-09-30"),
            ("02.03.2026", "2026-03-02"),
            ("30.9.26", "2026-09-30"),
            ("30-09-2026", "2026-09-30"),
            ("£90k/year", "£90K/year"),
            ("90k users", "90K users"),
            ("$2.5m", "$2.5M"),
            ("$3mn/year", "$3M/year"),
            ("£2bn", "£2B"),
            ("+2pp", "2 pp"),
            ("+2 pp", "2 pp"),
            ("3 person weeks", "3 person-weeks"),
            ("3 working days", "3 days"),
            ("8 story points", "8 points"),
            ("GBP 60K per year", "60K GBP/year"),
            ("EUR 60K/year", "60K EUR/year"),
            ("EUR 60K", "60K EUR"),
            ("Q2 2026", "2026-Q2"),
            ("80 %", "80%"),
            ("500 users per month", "500 users/month"),
            ("12 000 users", "12_000 users"),
            ("1,5 person-months", "1.5 person-months"),
            ("joy / cost", "`joy / cost`"),
            ("(joy + 1) * cost", "`(joy + 1) * cost`"),
            ("'A thing'", "\"A thing\""),
            ("“A thing”", "\"A thing\""),
            ("5 // note", "5 # note"),
            ("5 /* note */", "5 # note"),
            ("a and c", "a, c"),
        ] {
            let text = format!("initiative a {{\n  x: {value}\n}}\n");
            let (said, new) = mended(&text);
            assert_eq!(found(&text).len(), 1, "{text} {:?}", found(&text));
            assert_eq!(new, format!("initiative a {{\n  x: {after}\n}}\n"), "{said}");
            assert!(found(&new).is_empty(), "{new}: {:?}", found(&new));
        }
        for (value, help) in [
            ("02/03/2026", "`2026-03-02` or `2026-02-03`"),
            ("31 February 2026", "dates are written"),
            ("2026-3", "dates are written"),
            ("~3", "a range is written `500 to 900`"),
            ("9-5", "a range is written `500 to 900`, the low end first"),
        ] {
            let (said, new) = mended(&format!("initiative a {{\n  x: {value}\n}}\n"));
            assert!(said.contains(help) && new.is_empty(), "{value}: {said} {new}");
        }
        assert!(found("framework f { of: 1,2,3,5,8; x: 1,2; y: 1, 2 weeks }").is_empty());
    }

    #[test]
    fn lines_out_of_habit_are_explained() {
        for (text, said, after) in [
            ("initiative a 'A thing' {\n}\n", "straight double quotes", "initiative a \"A thing\" {\n}\n"),
            ("initiative a “A thing” {\n}\n", "straight double quotes", "initiative a \"A thing\" {\n}\n"),
            ("initiative a {\n  // note\n}\n", "a comment begins with `#`", "initiative a {\n  # note\n}\n"),
            ("/* note */\n", "a comment begins with `#`", "# note\n"),
            ("input i {\n  level some: 1\n}\n", "`levels: some = 1`", "input i {\n  levels: some = 1\n}\n"),
            (
                "input i {\n  levels: low: 1, high: 3\n}\n",
                "`levels: low = 1, high = 3`",
                "input i {\n  levels: low = 1, high = 3\n}\n",
            ),
            ("initiative a {\n  - one\n}\n", "`needs: a, b`", ""),
            ("initiative a {\n  rice ( reach: 5 )\n}\n", "`rice { a: 1; b: 2 }`", ""),
            ("initiative a {\n  rice [ reach: 5 ]\n}\n", "`rice { a: 1; b: 2 }`", ""),
        ] {
            let (message, new) = mended(text);
            assert!(message.contains(said), "{text}: {message}");
            assert_eq!(new, after, "{message}");
            assert!(new.is_empty() || found(&new).is_empty(), "{new}");
        }
    }
}
