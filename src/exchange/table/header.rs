//! What a column's header says: a name, and perhaps a unit.

use crate::quantity::TimeUnit;

/// A column's header.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Header {
    /// As written; made up where the cell is empty, numbered where it repeats another.
    pub written: String,
    /// Its words in lower case joined by `_`, parentheses left out: `effort_person_weeks`.
    pub key: String,
    /// The same without the words that name a unit: `effort`.
    pub base: String,
    /// What those words and the parentheses say.
    pub hints: UnitHints,
    /// Where it repeats the name of a column before it, that one's key.
    pub repeats: Option<String>,
}

/// What a header says about its column's unit.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct UnitHints {
    /// `%`, `pct`, `percent`.
    pub percent: bool,
    /// `weeks`, `pw`, `person months`.
    pub time: Option<TimeUnit>,
    /// `per quarter`, `/month`.
    pub per: Option<TimeUnit>,
    /// `points`, `sp`.
    pub points: bool,
    /// `K` or `M` for a column in thousands or millions.
    pub suffix: Option<char>,
    /// `$`, `EUR`.
    pub money: Option<String>,
    /// What stands in parentheses, in lower case.
    pub aside: String,
}

/// The words of a text in lower case: parted at everything that is no letter or digit, and before the capital of a word
/// in `jobSize`, but not in `CoD` and `MoSCoW`.
pub(in crate::exchange) fn words(text: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut previous = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if matches!(c, '\'' | '’') {
            continue;
        }
        let begins = c.is_uppercase() && previous.is_lowercase() && chars.peek().is_some_and(|n| n.is_lowercase());
        let joins = c.is_alphanumeric() && !begins;
        if !joins {
            out.push(String::new());
        }
        if c.is_alphanumeric()
            && let Some(last) = out.last_mut()
        {
            last.extend(c.to_lowercase());
        }
        previous = c;
    }
    out.retain(|w| !w.is_empty());
    out
}

impl Header {
    /// Reads a header.
    ///
    /// ```
    /// use planwright::exchange::table::Header;
    /// let header = Header::read("Effort (person-weeks)");
    /// assert_eq!((header.base.as_str(), header.hints.time.map(|t| t.name())), ("effort", Some("week")));
    /// assert!(Header::read("confidence_pct").hints.percent);
    /// ```
    pub fn read(written: &str) -> Header {
        if let Some(inside) = custom_field_name(written) {
            return Header { written: written.to_string(), ..Header::read(inside) };
        }
        if let Some(inside) = written.split_once('.').and_then(|_| strip_api_prefix(written)) {
            return Header { written: written.to_string(), ..Header::read(inside) };
        }
        if let Some(key) = link_column_name(written) {
            return Header { written: written.to_string(), base: key.clone(), key, ..Header::default() };
        }
        let (outside, aside) = split_aside(written);
        let mut hints =
            UnitHints { percent: written.contains('%'), aside: aside.to_lowercase(), ..UnitHints::default() };
        hints.money = currency(written);
        let mut base = words(&outside);
        let key = base.join("_");
        hints.per = take_per(&mut base, outside.contains('/'));
        take_unit(&mut base, &mut hints, 1);
        let mut inside = words(&aside);
        let per = take_per(&mut inside, aside.contains('/'));
        hints.per = per.or(hints.per);
        // `Aufwand (PT)` is in days of a person; elsewhere `pt` is a point.
        let is_days = |words: &[String]| words.last().is_some_and(|w| w == "pt");
        if base.first().is_some_and(|w| w == "aufwand") && (is_days(&inside) || is_days(&base)) {
            hints.time = Some(TimeUnit::Day);
        }
        take_unit(&mut inside, &mut hints, 0);
        Header { written: written.to_string(), key, base: base.join("_"), hints, repeats: None }
    }

    /// Whether it repeats the name of a column before it.
    pub(super) fn is_repeated(&self) -> bool {
        self.repeats.is_some()
    }
}

/// The name after what an interface puts before its fields: `Title` of `fields.System.Title`.
fn strip_api_prefix(written: &str) -> Option<&str> {
    if written.contains(char::is_whitespace) {
        return None;
    }
    let inside = written.strip_prefix("fields.").or_else(|| written.strip_prefix("attributes."));
    let own = inside.unwrap_or(written);
    let own = match own.strip_prefix("Microsoft.VSTS.").and_then(|rest| rest.split_once('.')) {
        Some((_, name)) => Some(name),
        None => own.strip_prefix("System."),
    };
    own.or(inside).filter(|name| !name.is_empty())
}

/// The name inside `Custom field (…)`, as Jira writes the fields that a team added.
fn custom_field_name(written: &str) -> Option<&str> {
    let (before, inside) = written.trim().strip_suffix(')')?.split_once('(')?;
    before.trim().eq_ignore_ascii_case("custom field").then_some(inside.trim()).filter(|i| !i.is_empty())
}

/// `inward_issue_link_blocks` of `Inward issue link (Blocks)`: in Jira's tables the kind of a link stands in parentheses.
fn link_column_name(written: &str) -> Option<String> {
    let (before, inside) = written.trim().strip_suffix(')')?.split_once('(')?;
    let key = words(before).join("_");
    matches!(key.as_str(), "inward_issue_link" | "outward_issue_link")
        .then(|| format!("{key}_{}", words(inside).join("_")))
}

/// The text outside and inside parentheses or brackets.
fn split_aside(text: &str) -> (String, String) {
    let (mut outside, mut inside, mut depth) = (String::new(), String::new(), 0u32);
    for c in text.chars() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            c if depth > 0 => inside.push(c),
            c => outside.push(c),
        }
    }
    (outside, inside)
}

fn currency(text: &str) -> Option<String> {
    let symbol = text.chars().find(|c| super::numeric_cell::is_symbol(*c)).map(|c| c.to_string());
    let code = || text.split(|c: char| !c.is_alphanumeric()).find(|w| super::numeric_cell::is_currency(w));
    symbol.or_else(|| code().map(str::to_string))
}

/// `per quarter`, or `/quarter`, at the end.
fn take_per(words: &mut Vec<String>, has_slash: bool) -> Option<TimeUnit> {
    let unit = time(words.last()?)?;
    let count = words.len();
    if count >= 2 && words[count - 2] == "per" {
        words.truncate(count - 2);
        return Some(unit);
    }
    if has_slash && count >= 2 {
        words.truncate(count - 1);
        return Some(unit);
    }
    None
}

pub(in crate::exchange) fn time(word: &str) -> Option<TimeUnit> {
    TimeUnit::named(word).or(match word {
        "hr" | "hrs" | "h" | "stunde" | "stunden" | "heure" | "heures" | "hora" | "horas" => Some(TimeUnit::Hour),
        "d" | "tag" | "tage" | "tagen" | "jour" | "jours" | "día" | "días" | "dias" | "日" => Some(TimeUnit::Day),
        "wk" | "wks" | "w" | "woche" | "wochen" | "semaine" | "semaines" | "semana" | "semanas" => Some(TimeUnit::Week),
        "mo" | "mos" | "mth" | "mths" | "monat" | "monate" | "mois" | "mes" | "meses" => Some(TimeUnit::Month),
        "qtr" | "qtrs" | "quartal" | "quartale" | "trimestre" => Some(TimeUnit::Quarter),
        "yr" | "yrs" | "jahr" | "jahre" | "an" | "ans" | "año" | "años" => Some(TimeUnit::Year),
        _ => None,
    })
}

/// `pm`, `pw`, `pd` …: a person's time.
pub(in crate::exchange) fn person_time(word: &str) -> Option<TimeUnit> {
    match word {
        "ph" | "mh" => Some(TimeUnit::Hour),
        "pd" | "md" | "personentag" | "personentage" => Some(TimeUnit::Day),
        "pw" | "mw" => Some(TimeUnit::Week),
        "pm" | "mm" => Some(TimeUnit::Month),
        "pq" => Some(TimeUnit::Quarter),
        "py" => Some(TimeUnit::Year),
        _ => None,
    }
}

/// Takes the words that name a unit off the end, down to `least` words.
fn take_unit(words: &mut Vec<String>, hints: &mut UnitHints, least: usize) {
    while words.len() > least {
        let Some(last) = words.last() else { return };
        // Short words name a unit only where they stand alone in parentheses or after a name.
        if matches!(last.as_str(), "pct" | "percent" | "percentage") {
            hints.percent = true;
        } else if let Some(unit) = person_time(last).or_else(|| time(last)) {
            hints.time = Some(unit);
            words.pop();
            while words.len() > least && words.last().is_some_and(|w| is_person(w)) {
                words.pop();
            }
            continue;
        } else if matches!(last.as_str(), "points" | "pts" | "sp")
            && words.get(words.len().wrapping_sub(2)).is_none_or(|w| w != "story")
        {
            hints.points = true;
        } else if matches!(last.as_str(), "k" | "thousand" | "thousands" | "000s") && least == 0 {
            hints.suffix = Some('K');
        } else if matches!(last.as_str(), "million" | "millions" | "mio") && least == 0 {
            hints.suffix = Some('M');
        } else {
            return;
        }
        words.pop();
    }
}

fn is_person(word: &str) -> bool {
    matches!(
        word,
        "person"
            | "persons"
            | "people"
            | "man"
            | "men"
            | "staff"
            | "dev"
            | "developer"
            | "engineer"
            | "eng"
            | "team"
            | "in"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_come_to_a_name_and_a_unit() {
        let read = |text: &str| {
            let h = Header::read(text);
            (h.base, h.hints.time.map(TimeUnit::name), h.hints.per.map(TimeUnit::name), h.hints.percent)
        };
        assert_eq!(read("confidence_pct"), ("confidence".into(), None, None, true));
        assert_eq!(read("Conf. %"), ("conf".into(), None, None, true));
        assert_eq!(read("Confidence (%)"), ("confidence".into(), None, None, true));
        assert_eq!(read("effort_pm"), ("effort".into(), Some("month"), None, false));
        assert_eq!(read("EFFORT [Person Weeks]"), ("effort".into(), Some("week"), None, false));
        assert_eq!(read("person months"), ("person".into(), Some("month"), None, false));
        assert_eq!(read("Reach/quarter"), ("reach".into(), None, Some("quarter"), false));
        assert_eq!(read("Users per Month"), ("users".into(), None, Some("month"), false));
        assert_eq!(read("jobSize"), ("job_size".into(), None, None, false));
        assert_eq!((read("CoD").0, read("MoSCoW Class").0), ("cod".into(), "moscow_class".into()));
        assert_eq!(read("Story Points").0, "story_points");
        assert_eq!(read("Time Criticality").0, "time_criticality");
        assert_eq!(Header::read("Reach (thousands)").hints.suffix, Some('K'));
        assert_eq!(read("Aufwand (PT)"), ("aufwand".into(), Some("day"), None, false));
        assert_eq!(read("Charge (jours)"), ("charge".into(), Some("day"), None, false));
        assert_eq!(Header::read("Custom field (Effort (weeks))").key, "effort");
        assert_eq!(Header::read("Custom field (Story Points)").key, "story_points");
        assert_eq!(Header::read("Outward issue link (Blocks)").key, "outward_issue_link_blocks");
    }
}
