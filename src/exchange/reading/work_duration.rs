//! Work as trackers write it: `1w 2d`, `3h 30m`.

use crate::exchange::table::Number;

/// Minutes of a letter, with the 5 days a week and 8 hours a day that trackers count by unless told otherwise.
fn minutes(letter: char) -> Option<u64> {
    match letter {
        'w' => Some(5 * 8 * 60),
        'd' => Some(8 * 60),
        'h' => Some(60),
        'm' => Some(1),
        _ => None,
    }
}

/// Several spans behind one another as one number of days or hours; a single one is a number with its unit.
///
/// ```text
/// 1w 2d → 7 days
/// ```
pub(in crate::exchange) fn read(cell: &str) -> Option<Number> {
    let (mut total, mut parts, mut last) = (0u64, 0, u64::MAX);
    let mut rest = cell.trim();
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let count: u64 = rest.get(..digits)?.parse().ok().filter(|n| *n < 100_000)?;
        let letter = rest[digits..].chars().next()?;
        let each = minutes(letter).filter(|each| *each < last)?;
        total += count * each;
        last = each;
        parts += 1;
        rest = &rest[digits + letter.len_utf8()..];
        if rest.starts_with(char::is_alphabetic) {
            return None;
        }
        rest = rest.trim_start();
    }
    let (amount, unit) = match total {
        _ if parts < 2 => return None,
        all if all % 480 == 0 => (all / 480, "days"),
        all if all % 60 == 0 => (all / 60, "hours"),
        _ => return None,
    };
    Some(Number { digits: amount.to_string(), rest: unit.into(), ..Number::default() })
}

#[cfg(test)]
mod tests {
    #[test]
    fn spans_add_up() {
        let of = |cell| super::read(cell).map(|n| format!("{} {}", n.digits, n.rest));
        assert_eq!(of("1w 2d").as_deref(), Some("7 days"));
        assert_eq!(of("1w2d 4h").as_deref(), Some("60 hours"));
        assert_eq!(of("1h 60m").as_deref(), Some("2 hours"));
        for none in ["2d", "2d 1w", "1h 20m", "1w 2days", "w", "1w 2", ""] {
            assert_eq!(of(none), None, "{none}");
        }
    }
}
