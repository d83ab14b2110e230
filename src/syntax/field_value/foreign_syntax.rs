//! Tokens of a value that stand together out of habit, and what to write instead.

use super::{Literal, SpannedLiteral, ValueParser, last_sibling_after};
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::source::Span;
use crate::syntax::syntax_tree::{SyntaxKind, SyntaxNode};
use crate::syntax::{date_forms, foreign_date, foreign_syntax, phrasing};

impl<'a> ValueParser<'a> {
    /// Two tokens that are often written so, and what to write instead.
    pub(super) fn foreign_pair(&mut self, last: SyntaxNode<'a>, token: SyntaxNode<'a>) -> Option<Diagnostic> {
        let (before, text) = (last.text(), token.text());
        let whole = last.span().to(token.span());
        let bad = |code: Code, span: Span, said: String| Diagnostic::new(code, span, said);
        let is_number = |n: SyntaxNode<'_>| n.kind() == SyntaxKind::number;
        let glued = last.span().end == token.span().start;
        let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
        if is_number(last) && text.starts_with('%') && !before.ends_with('%') {
            let mended = format!("{before}{text}");
            let d = bad(Code::BAD_NUMBER, whole, format!("`{before} {text}` is not a number"));
            return Some(
                d.help(format!("`%` touches its number: `{mended}`"))
                    .fix(phrasing::replacement_fix(whole, mended, true)),
            );
        }
        if is_number(last) && is_number(token) && !glued && digits(before) && before.len() <= 3 {
            let plain = text.trim_end_matches(['%', 'K', 'M', 'B']);
            if digits(plain) && plain.len() == 3 {
                let mended = format!("{before}_{text}");
                let d = bad(Code::BAD_NUMBER, whole, format!("`{before} {text}` could be one number or two"));
                let help = format!("digits are grouped with `_`: `{mended}`; a list has commas");
                return Some(d.help(help).fix(phrasing::replacement_fix(whole, mended, false)));
            }
        }
        if glued && is_number(last) && is_number(token) && text.starts_with('-') {
            let high = &text[1..];
            let year = last_sibling_after(token).filter(|y| is_number(*y) && y.span().start == token.span().end);
            if let Some(year) = year.filter(|y| y.text().len() == 5 && digits(before) && digits(high)) {
                self.reported = true;
                let (place, written) = (last.span().to(year.span()), format!("{before}{text}{}", year.text()));
                return Some(date_forms::day(
                    bad(Code::BAD_NUMBER, place, format!("`{written}` is not a date")),
                    &written,
                    '-',
                    place,
                ));
            }
            let said = bad(Code::BAD_NUMBER, whole, format!("`{before}{text}` is not a number"));
            let year = digits(before) && before.len() == 4 && digits(high) && high.len() <= 2;
            return Some(if year {
                said.help(date_forms::DATE_HELP)
            } else {
                foreign_syntax::range(said, before, high, whole)
            });
        }
        if last.kind() == SyntaxKind::word
            && is_number(token)
            && before.len() == 3
            && before.bytes().all(|b| b.is_ascii_uppercase())
        {
            let (text, token) = match self.group_behind(token) {
                Some((grouped, end)) => (std::borrow::Cow::from(grouped), end),
                None => (std::borrow::Cow::from(text), token),
            };
            let per = last_sibling_after(token);
            let unit = per.filter(|p| p.text() == "per").and_then(last_sibling_after);
            let (rate, end) = match (per, unit) {
                (Some(_), Some(unit)) => (format!("/{}", unit.text()), unit.span()),
                (Some(rate), _) if rate.kind() == SyntaxKind::rate => (rate.text().to_string(), rate.span()),
                _ => (String::new(), token.span()),
            };
            self.skipped = unit.map_or(0, |_| 1);
            self.reported = !rate.is_empty();
            let mended = format!("{text} {before}{rate}");
            let place = last.span().to(end);
            let d = bad(Code::UNREADABLE_VALUE, place, format!("`{before} {text}` is not an amount of money"));
            return Some(
                d.help(format!("the currency comes after the number: `{mended}`"))
                    .fix(phrasing::replacement_fix(place, mended, true)),
            );
        }
        if last.kind() == SyntaxKind::word && is_number(token) {
            if let Some(found) = self.day_in_words(last, token) {
                return Some(found);
            }
            let date = date_forms::date(before, text.trim_start_matches('-'))?;
            let d = bad(Code::UNREADABLE_VALUE, whole, format!("`{before} {text}` is not a date"));
            return Some(d.help(date_forms::DATE_HELP).fix(phrasing::replacement_fix(whole, date, true)));
        }
        if last.kind() == SyntaxKind::word
            && token.kind() == SyntaxKind::word
            && let Some(unit) = two_word_unit(before, text)
        {
            let d = bad(Code::UNREADABLE_VALUE, whole, format!("`{before} {text}` is not a unit"));
            let work = if text.starts_with("day") { ", or of people's work `person-days`" } else { "" };
            let work = if unit.starts_with("day") { work } else { "" };
            return Some(d.help(format!("write `{unit}`{work}")).fix(phrasing::replacement_fix(whole, unit, true)));
        }
        if last.kind() == SyntaxKind::word && before == "per" && token.kind() == SyntaxKind::word {
            let d = bad(Code::UNREADABLE_VALUE, whole, format!("`per {text}` is not a unit"));
            return Some(d.help(format!("a rate touches its amount: `/{text}`, as in `$5K/{text}`")));
        }
        let next = last_sibling_after(token).filter(|n| matches!(n.kind(), SyntaxKind::word))?;
        let gap = last.span().after();
        if text == "per" && last.kind() == SyntaxKind::word {
            let mended = format!("{before}/{}", next.text());
            let span = last.span().to(next.span());
            self.reported = true;
            let said = format!("`{before} per {}` is not a unit", next.text());
            let d = bad(Code::UNREADABLE_VALUE, span, said).help(format!("write `{mended}`"));
            return Some(d.fix(phrasing::replacement_fix(span, mended, true)));
        }
        if matches!(text, "and" | "or") && last.kind() == SyntaxKind::word {
            self.reported = true;
            let d = bad(Code::UNREADABLE_VALUE, token.span(), format!("`{text}` does not join values"));
            let mended = format!("{before}, {}", next.text());
            let fix = Fix {
                title: "write `,`".into(),
                span: gap.to(token.span()),
                replacement: ",".into(),
                safe: text == "and",
            };
            return Some(d.help(format!("several values are separated by `,`: `{mended}`")).fix(fix));
        }
        None
    }

    /// `60,000` with its last digits, where a comma groups them; they are read with it.
    fn group_behind(&mut self, number: SyntaxNode<'a>) -> Option<(String, SyntaxNode<'a>)> {
        let comma = last_sibling_after(number).filter(|c| c.kind() == SyntaxKind::comma)?;
        let rest = last_sibling_after(comma).filter(|r| r.kind() == SyntaxKind::number)?;
        let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
        let glued = number.span().end == comma.span().start && comma.span().end == rest.span().start;
        let groups = glued && digits(number.text()) && digits(rest.text()) && rest.text().len() == 3;
        groups.then(|| {
            self.read_to = rest.span().end;
            (format!("{}_{}", number.text(), rest.text()), rest)
        })
    }

    /// Whether a date in another form begins here: it is reported, with all of its tokens.
    pub(super) fn foreign_date(&mut self, token: SyntaxNode<'a>) -> bool {
        let open = self.slot != super::Slot::Full && !matches!(self.slot, super::Slot::Because(_));
        let may_begin = matches!(token.kind(), SyntaxKind::number | SyntaxKind::date | SyntaxKind::word);
        let Some(found) = (open && may_begin).then(|| foreign_date::read(token.text_from())).flatten() else {
            return false;
        };
        let start = token.span();
        let place = Span { end: start.start + found.length as u32, ..start };
        self.read_to = place.end;
        self.extend_span(place);
        self.place(SpannedLiteral { literal: Literal::Date(token.text()), span: place }, token);
        // Where the grammar could not read part of it, it is reported there.
        let mut inside = std::iter::successors(Some(token), |t| last_sibling_after(*t));
        let junk = inside
            .any(|t| t.span().start < place.end && matches!(t.kind(), SyntaxKind::junk_value | SyntaxKind::junk_entry));
        if junk {
            self.value.has_error = true;
        } else {
            let written = &token.text_from()[..found.length];
            self.value.problems.push(found.diagnostic(Code::UNREADABLE_VALUE, written, place));
        }
        true
    }

    /// `30 September 2026`, `Sep 30 2026`, `September 30, 2026`.
    fn day_in_words(&mut self, month: SyntaxNode<'a>, number: SyntaxNode<'a>) -> Option<Diagnostic> {
        let day_of = |year_month: String, day: &str| {
            let date = format!("{year_month}-{day:0>2}");
            (day.len() <= 2).then(|| crate::quantity::Period::parse(&date).is_ok().then_some(date))
        };
        let (found, place) = match self.last_term() {
            Some(SpannedLiteral { literal: Literal::Number { digits, symbol: None, unit: Some((unit, _)) }, span })
                if *unit == month.text() =>
            {
                (day_of(date_forms::date(month.text(), number.text())?, digits)?, span.to(number.span()))
            }
            _ => {
                let next = last_sibling_after(number)?;
                let comma = next.kind() == SyntaxKind::comma;
                let year = if comma { last_sibling_after(next)? } else { next };
                let found = day_of(date_forms::date(month.text(), year.text().trim())?, number.text())?;
                self.reported = !comma;
                (found, month.span().to(year.span()))
            }
        };
        let said = "a month in words is not part of a date";
        let d = Diagnostic::new(Code::UNREADABLE_VALUE, place, said).help(date_forms::DATE_HELP);
        Some(match found {
            Some(date) => d.fix(phrasing::replacement_fix(place, date, true)),
            None => d,
        })
    }
}

/// A unit that is written as two words: `person weeks`, `story points`.
fn two_word_unit(first: &str, second: &str) -> Option<String> {
    let (unit, rest) = second.split_once('/').map_or((second, String::new()), |(u, r)| (u, format!("/{r}")));
    let time = matches!(unit.trim_end_matches('s'), "hour" | "day" | "week" | "month" | "quarter" | "year");
    let unit = match first.to_lowercase().as_str() {
        "person" | "man" | "people" | "engineer" | "eng" | "developer" | "dev" | "staff" | "fte" | "ideal" if time => {
            format!("person-{unit}")
        }
        "calendar" | "working" | "work" | "business" if time => unit.to_string(),
        "story" if unit.trim_end_matches('s') == "point" => "points".into(),
        "percentage" if unit.trim_end_matches('s') == "point" => "pp".into(),
        _ => return None,
    };
    Some(format!("{unit}{rest}"))
}

/// What a word means that touches the number before it, and what to write for both.
pub(super) fn glued_word(number: &str, word: &str) -> (String, Option<String>) {
    let lower = word.to_ascii_lowercase();
    if let Some(suffix) = suffixed(word) {
        let mended = format!("{number}{suffix}");
        return (format!("the suffixes are `K`, `M` and `B`: `{mended}`"), Some(mended));
    }
    if matches!(&*lower, "pct" | "percent" | "pc") {
        let mended = format!("{number}%");
        return (format!("write `{mended}`"), Some(mended));
    }
    if lower == "x" {
        return (format!("leave the `x` out: `{number}`"), Some(number.to_string()));
    }
    if matches!(&*lower, "st" | "nd" | "rd" | "th") {
        return (date_forms::DATE_HELP.to_string(), None);
    }
    if let Some(exponent) = lower.strip_prefix('e').filter(|e| !e.is_empty() && e.bytes().all(|b| b.is_ascii_digit())) {
        let written = format!("{}e{exponent}", number.replace('_', ""));
        let value = written.parse::<f64>().ok().filter(|v| v.fract() == 0.0 && *v < 1e15);
        let mended = value.map(crate::quantity::print::exact);
        let help = mended.as_ref().map_or_else(|| "write the number out".into(), |m| format!("write it out: `{m}`"));
        return (help, mended);
    }
    let spaced = format!("{number} {word}");
    (format!("a unit comes after a space: `{spaced}`"), Some(spaced))
}

/// `k/year` as it is written behind a number: `K/year`; `None` where it is no suffix.
pub(super) fn suffixed(word: &str) -> Option<String> {
    let end = word.find('/').unwrap_or(word.len());
    let suffix = match word[..end].to_ascii_lowercase().as_str() {
        "k" => "K",
        "m" | "mn" | "mm" | "mio" => "M",
        "b" | "bn" => "B",
        _ => return None,
    };
    Some(format!("{suffix}{}", &word[end..]))
}
