//! Versions such as `v1.19` in a form that orders as people read them.

use super::interrupt::EvalInterrupt;
use super::origin::MissingOrigin;
use super::run_state;
use super::value::Value;
use rhai::Position;

type Result<T> = std::result::Result<T, EvalInterrupt>;

/// The numbers that are compared; versions have three or four.
const MAX_PARTS: usize = 8;
/// The digits that each is padded to; a longer number orders by its length first.
const PADDED_DIGITS: usize = 10;

/// `version(text)`: a text that `<` and `==` compare as versions compare; unknown where there is no number in it.
///
/// What stands before the first digit is left aside, and zeros at the end add nothing: `v1.20` is `1.20.0`. What
/// follows a hyphen or a letter makes an earlier version, as in Semantic Versioning 2.0.0 (Preston-Werner,
/// 2013), item 11; what follows `+` adds nothing.
pub(super) fn version(args: &[Value]) -> Result<Value> {
    match args {
        [Value::Text(text)] => match key(text) {
            Some(key) => Ok(Value::text(key)),
            None => {
                let said: String = text.chars().take(40).collect();
                run_state::record_missing(MissingOrigin::At(Position::NONE), format!("version(\"{said}\")"));
                Err(EvalInterrupt::Unknown)
            }
        },
        [other] => Err(EvalInterrupt::wrong_type(format!("`version` needs a text, not {}", other.kind()))),
        _ => Err(EvalInterrupt::wrong_type("`version` needs a text")),
    }
}

fn key(text: &str) -> Option<String> {
    let text = &text[text.find(|c: char| c.is_ascii_digit())?..];
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let mut parts: Vec<&str> = text[..end].split('.').map(|p| p.trim_start_matches('0')).take(MAX_PARTS).collect();
    while parts.len() > 1 && parts.last().is_some_and(|p| p.is_empty()) {
        parts.pop();
    }
    let numbers: Vec<String> = parts.into_iter().map(number).collect();
    let rest = text[end..].split(['+', ' ', '\t']).next().unwrap_or("");
    let rest: String = rest.trim_start_matches(['-', '_']).chars().take(64).flat_map(char::to_lowercase).collect();
    // `!` comes before `-`, and both before `.`: a candidate before the release, a release before its patches.
    let mark = if rest.is_empty() { "-".to_string() } else { format!("!{}", natural(&rest)) };
    Some(format!("{}{mark}", numbers.join(".")))
}

/// Digits that order by their value: padded; beyond that, with their length in front.
fn number(digits: &str) -> String {
    if digits.len() <= PADDED_DIGITS {
        format!("{digits:0>PADDED_DIGITS$}")
    } else {
        format!("~{:06}{digits}", digits.len())
    }
}

/// A text whose numbers order by their value.
fn natural(text: &str) -> String {
    let mut out = String::new();
    let mut digits = String::new();
    for c in text.chars() {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        if !digits.is_empty() {
            out.push_str(&number(std::mem::take(&mut digits).trim_start_matches('0')));
        }
        out.push(c);
    }
    if !digits.is_empty() {
        out.push_str(&number(digits.trim_start_matches('0')));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(text: &str) -> String {
        key(text).unwrap()
    }

    #[test]
    fn versions_order_as_people_read_them() {
        let order = [
            "0.0",
            "v1.2",
            "1.9",
            "v1.19-alpha.2",
            "1.19-alpha.10",
            "1.19-rc.1",
            "v1.19",
            "1.19.1",
            "1.20.0-rc1",
            "Release 1.20",
            "2",
            "10.0",
            "99999999999",
        ];
        for pair in order.windows(2) {
            assert!(of(pair[0]) < of(pair[1]), "{pair:?}");
        }
        for (a, b) in [("v1.20", "1.20.0"), ("1.20+build.7", "1.20"), ("1.020", "v1.20"), ("Sprint 10", "10")] {
            assert_eq!(of(a), of(b), "{a} {b}");
        }
        for none in ["", "TBD", "x.y", "never", "日本"] {
            assert_eq!(key(none), None, "{none}");
        }
    }

    proptest! {
        #[test]
        fn numbers_order_by_value(a in any::<u64>(), b in any::<u64>(), text in "\\PC{0,12}") {
            prop_assert_eq!(of(&format!("v1.{a}")).cmp(&of(&format!("1.{b}"))), a.cmp(&b));
            let _ = key(&text);
        }
    }
}
