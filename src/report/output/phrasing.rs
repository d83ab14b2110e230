//! Probabilities and rough numbers for people.

use crate::quantity::print;
pub(in crate::report) use crate::quantity::print::percent;

/// A number to three significant digits: the ends of an interval are no more exact.
pub(in crate::report) fn approximate(value: f64) -> String {
    print::number(format!("{value:.2e}").parse().unwrap_or(value))
}

/// So many of something: `1 risk`, `3 risks`.
pub(in crate::report) fn pluralize(count: usize, noun: &str) -> String {
    match count {
        1 => format!("1 {noun}"),
        n => format!("{n} {noun}s"),
    }
}

/// A value that changed: `effort 5 → 3 person-months`; a unit that both have stands once, what is missing is `?`.
pub(crate) fn value_change(name: &str, before: Option<&str>, after: Option<&str>) -> String {
    let (before, after) = (before.unwrap_or("?"), after.unwrap_or("?"));
    let before = match (unit(before), unit(after)) {
        (Some(a), Some(b)) if a.trim_end_matches('s') == b.trim_end_matches('s') => {
            before.replace(&format!(" {a}"), "")
        }
        _ => before.to_string(),
    };
    format!("{name} {before} → {after}")
}

/// The unit of an amount as it is written: `person-months` of `4 to 9 person-months likely 5`.
fn unit(text: &str) -> Option<&str> {
    let connectives = ["to", "likely", "on", "by", "from", "at", "of", "after", "until"];
    text.split(' ').find(|w| w.starts_with(|c: char| c.is_ascii_lowercase()) && !connectives.contains(w))
}

/// A count with its thousands parted, as `10,000`.
pub(in crate::report) fn group_thousands(count: u64) -> String {
    let digits = count.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_nearly_certain_is_not() {
        let shown = [0.0, 0.0001, 0.0099, 0.01, 0.564, 0.99, 0.9901, 0.9999, 1.0].map(percent);
        assert_eq!(shown, ["0%", "<1%", "<1%", "1%", "56%", "99%", ">99%", ">99%", "100%"]);
        let counts = [0, 999, 1_000, 20_114, 1_670_000].map(group_thousands);
        assert_eq!(counts, ["0", "999", "1,000", "20,114", "1,670,000"]);
    }

    #[test]
    fn numbers_are_rough() {
        let shown = [1_234_567.0, 56.78, 0.012_345, -8.888, 0.0].map(approximate);
        assert_eq!(shown, ["1230000", "56.8", "0.0123", "-8.89", "0"]);
        assert_eq!([7, 500, 10_000, 1_000_000].map(group_thousands), ["7", "500", "10,000", "1,000,000"]);
    }

    #[test]
    fn a_unit_stands_once() {
        let change = |before: &str, after: &str| value_change("e", Some(before), Some(after));
        assert_eq!(change("4 to 9 person-months likely 5", "3 person-months"), "e 4 to 9 likely 5 → 3 person-months");
        assert_eq!(change("1 person-month", "2 person-months"), "e 1 → 2 person-months");
        assert_eq!(change("80%", "50%"), "e 80% → 50%");
        assert_eq!(change("high", "low"), "e high → low");
    }
}
