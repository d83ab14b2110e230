//! Numbers as spreadsheets write them, kept digit by digit.

/// The decimal mark of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DecimalSeparator {
    /// `1,200.5`
    #[default]
    Point,
    /// `1.200,5`
    Comma,
}

/// A number with what stands around it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Number {
    /// Its digits as the language writes them, exactly: `-1200.5`.
    pub digits: String,
    /// `K`, `M` or `B`.
    pub suffix: Option<char>,
    /// Whether `%` follows.
    pub percent: bool,
    /// A currency's symbol or code.
    pub money: Option<String>,
    /// What follows: `weeks`.
    pub rest: String,
    /// Where it is a range, `3-5`, the digits of its upper end, which has the same suffix.
    pub high: Option<String>,
    /// Whether it is said to be rough: `~500`, `about 5`.
    pub approximate: bool,
}

/// Whether a character is a currency's.
pub(super) fn is_symbol(c: char) -> bool {
    matches!(c, '$' | '€' | '£' | '¥' | '₹')
}

/// Whether a word is the code of a currency.
pub(in crate::exchange) fn is_currency(word: &str) -> bool {
    word.len() == 3 && crate::quantity::Currency::new(word).is_some_and(|c| c.is_iso())
}

/// Words before a number that is not meant exactly.
const APPROXIMATION_WORDS: &[&str] = &[
    "about",
    "around",
    "approx.",
    "approx",
    "approximately",
    "roughly",
    "circa",
    "ca.",
    "ca",
    "c.",
    "etwa",
    "rund",
    "environ",
    "env.",
];

/// The cell without marks of emphasis and words that make it rough, and whether there were such words.
fn bare(cell: &str) -> (&str, bool) {
    let cell = cell.trim();
    let inside = |mark: &str| cell.strip_prefix(mark).and_then(|c| c.strip_suffix(mark)).filter(|c| !c.is_empty());
    let cell = ["**", "__", "*", "_", "`"].iter().find_map(|m| inside(m)).unwrap_or(cell).trim();
    if let Some(rest) = cell.strip_prefix(['~', '≈', '∼']) {
        return (rest.trim_start(), true);
    }
    match cell.split_once([' ', '\u{a0}']) {
        Some((word, rest)) if APPROXIMATION_WORDS.contains(&word.to_lowercase().as_str()) => (rest.trim_start(), true),
        _ => (cell, false),
    }
}

/// What a word after a number multiplies it by, and what follows.
fn magnitude_suffix(rest: &str) -> Option<(char, &str)> {
    let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
    let letter = match rest[..end].to_lowercase().as_str() {
        "thousand" | "thousands" | "tsd" | "mille" => 'K',
        "million" | "millions" | "mio" | "mn" | "mln" | "millionen" => 'M',
        "billion" | "billions" | "bn" | "mrd" | "milliarden" => 'B',
        _ => return None,
    };
    Some((letter, rest[end..].trim_start_matches('.').trim_start()))
}

/// The most digits that are carried over.
const MAX_DIGITS: usize = 60;

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}' | '\'' | '’' | '_')
}

/// What parts digits into groups or begins decimals.
fn is_separator(c: char) -> bool {
    matches!(c, '.' | ',')
}

/// What a cell tells of its column's convention: `None` where it is no number, or either would do (`1,200`).
pub fn infer_separator(cell: &str) -> Option<DecimalSeparator> {
    let (_, body) = split_money(bare(cell).0);
    let run = &body[..run_length(body)];
    let of = |mark: char| if mark == '.' { DecimalSeparator::Point } else { DecimalSeparator::Comma };
    let other = |mark: char| if mark == '.' { DecimalSeparator::Comma } else { DecimalSeparator::Point };
    let marks: Vec<(usize, char)> = run.char_indices().filter(|(_, c)| is_separator(*c)).collect();
    let (at, last) = *marks.last()?;
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).count();
    if marks.iter().any(|(_, c)| *c != last) {
        return Some(of(last));
    }
    if marks.len() > 1 {
        return Some(other(last));
    }
    let (before, after) = (digits(&run[..at]), digits(&run[at..]));
    let could_group = after == 3 && (1..=3).contains(&before) && !run.trim_start_matches(['-', '+']).starts_with('0');
    (!could_group).then(|| of(last))
}

/// A currency before the number, and the rest.
fn split_money(text: &str) -> (Option<String>, &str) {
    let (sign, unsigned) = match text.strip_prefix(['-', '−']) {
        Some(rest) => ("-", rest),
        None => ("", text),
    };
    let symbol = unsigned.chars().next().filter(|c| is_symbol(*c));
    let code = unsigned.get(..3).filter(|w| {
        is_currency(w) && unsigned[3..].starts_with([' ', '\u{a0}', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])
    });
    match (symbol, code) {
        // A sign before the symbol stays with the text, so that it is seen.
        (Some(c), _) if sign.is_empty() => (Some(c.to_string()), unsigned[c.len_utf8()..].trim_start()),
        (None, Some(code)) if sign.is_empty() => {
            (Some(code.to_string()), unsigned[3..].trim_start_matches([' ', '\u{a0}']))
        }
        _ => (None, text),
    }
}

/// The length in bytes of the digits at the start, with their marks.
fn run_length(text: &str) -> usize {
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    let mut seen = false;
    while let Some((at, c)) = chars.next() {
        let next_digit = chars.peek().is_some_and(|(_, n)| n.is_ascii_digit());
        let taken = match c {
            '0'..='9' => {
                seen = true;
                true
            }
            '-' | '+' | '−' if at == 0 => true,
            '.' => next_digit || seen,
            ',' => next_digit,
            // A space groups digits only before exactly three of them.
            c if is_space(c) && seen => {
                let rest = &text[at + c.len_utf8()..];
                rest.chars().take_while(char::is_ascii_digit).count() == 3
            }
            _ => false,
        };
        if !taken {
            break;
        }
        end = at + c.len_utf8();
    }
    if seen { end } else { 0 }
}

impl Number {
    /// Reads a cell that begins with a number.
    ///
    /// # Errors
    /// Why it is none, in words that follow "the cell".
    ///
    /// ```
    /// use planwright::exchange::table::{DecimalSeparator, Number};
    /// let number = Number::read("€ 1.200,50", DecimalSeparator::Comma).unwrap();
    /// assert_eq!((number.digits.as_str(), number.money.as_deref()), ("1200.50", Some("€")));
    /// ```
    pub fn read(cell: &str, convention: DecimalSeparator) -> Result<Number, String> {
        let (cell, rough) = bare(cell);
        let (mut money, body) = split_money(cell);
        let length = run_length(body);
        if length == 0 {
            return Err("is no number".into());
        }
        let mut digits = plain(&body[..length], convention)?;
        let mut rest = body[length..].trim_start_matches([' ', '\u{a0}', '\u{202f}']);
        if let Some((exponent, after)) = exponent(rest).filter(|_| body[length..].starts_with(['e', 'E'])) {
            digits = shift(&digits, exponent);
            rest = after.trim_start();
        }
        let mut number = Number { approximate: rough, ..Number::default() };
        let letter = rest.chars().next().filter(|c| matches!(c, 'K' | 'k' | 'M' | 'B'));
        let alone = |text: &str| !text.starts_with(|c: char| c.is_alphanumeric());
        if let Some(c) = letter.filter(|c| body[length..].starts_with(*c) && alone(&rest[1..])) {
            number.suffix = Some(c.to_ascii_uppercase());
            rest = rest[1..].trim_start();
        } else if let Some((letter, after)) = magnitude_suffix(rest) {
            number.suffix = Some(letter);
            rest = after;
        } else if money.is_some() && rest.starts_with('m') && alone(&rest[1..]) {
            // `$1.5m` are no minutes.
            number.suffix = Some('M');
            rest = rest[1..].trim_start();
        }
        if let Some(after) = rest.strip_prefix('%') {
            number.percent = true;
            rest = after.trim_start();
        }
        if let Some(symbol) = rest.chars().next().filter(|c| money.is_none() && is_symbol(*c)) {
            money = Some(symbol.to_string());
            rest = rest[symbol.len_utf8()..].trim_start();
        } else if let Some(code) = rest.get(..3).filter(|w| money.is_none() && is_currency(w) && alone(&rest[3..])) {
            money = Some(code.to_string());
            rest = rest[3..].trim_start();
        }
        if number.percent && number.suffix.is_some() {
            return Err("has both a suffix and `%`".into());
        }
        number.money = money;
        if rest.starts_with(|c: char| matches!(c, '-' | '–' | '—' | '…') || c.is_ascii_digit())
            || rest.starts_with("to ")
            || rest.starts_with("..")
        {
            return range(Number { digits, ..number }, rest, convention);
        }
        Ok(Number { digits, rest: rest.to_string(), ..number })
    }

    /// The same where an amount of money is expected: `1.5m` are millions then.
    pub(crate) fn of_money(mut self) -> Number {
        if matches!(self.rest.as_str(), "m" | "mm") && self.suffix.is_none() && !self.percent {
            self.suffix = Some('M');
            self.rest.clear();
        }
        self
    }

    /// Its value as a double: the one nearest to its digits, suffix and `%` counted in.
    pub fn value(&self) -> f64 {
        let places = match self.suffix {
            Some('K') => 3,
            Some('M') => 6,
            Some(_) => 9,
            None => 0,
        };
        let text = shift(&self.digits, places - if self.percent { 2 } else { 0 });
        text.parse().unwrap_or(0.0)
    }

    /// Its values: both ends of a range, else the one.
    pub fn ends(&self) -> impl Iterator<Item = f64> {
        let high = self.high.as_ref().map(|h| Number { digits: h.clone(), high: None, ..self.clone() });
        std::iter::once(self.value()).chain(high.map(|high| high.value()))
    }
}

/// The range that a number begins, `3-5 days`: its upper end has the same suffix, and says what both are of.
fn range(low: Number, rest: &str, convention: DecimalSeparator) -> Result<Number, String> {
    let second = rest.strip_prefix("to ").unwrap_or(rest);
    let second = second.trim_start_matches(['-', '–', '—', '…', '.', ' ', '\u{a0}', '\u{202f}']);
    let value = |digits: &str| digits.parse::<f64>().unwrap_or(f64::INFINITY);
    let marked = rest.len() > second.len();
    let high = Number::read(second, convention).ok().filter(|high| {
        let alike = low.suffix == high.suffix && (low.percent == high.percent || !low.percent);
        let money = low.money.is_none() || high.money.is_none() || low.money == high.money;
        marked
            && high.high.is_none()
            && !high.approximate
            && alike
            && money
            && value(&low.digits) <= value(&high.digits)
    });
    let Some(high) = high else { return Err("reads as a range: write it by hand, `LOW to HIGH`".into()) };
    Ok(Number {
        percent: high.percent,
        money: low.money.or(high.money),
        rest: high.rest,
        high: Some(high.digits),
        ..low
    })
}

/// `e+03` at the start: the exponent and what follows.
fn exponent(text: &str) -> Option<(i32, &str)> {
    let body = text.strip_prefix(['e', 'E'])?;
    let unsigned = body.trim_start_matches(['+', '-']);
    let length = unsigned.bytes().take_while(u8::is_ascii_digit).count();
    if body.len() - unsigned.len() > 1 {
        return None;
    }
    let value: i32 = unsigned.get(..length)?.parse().ok()?;
    let signed = if body.starts_with('-') { -value } else { value };
    (value <= 30).then_some((signed, &unsigned[length..]))
}

/// Digits without their grouping, the decimals after a point.
fn plain(run: &str, convention: DecimalSeparator) -> Result<String, String> {
    let negative = run.starts_with(['-', '−']);
    let body = run.trim_start_matches(['-', '−', '+']);
    let decimal = if convention == DecimalSeparator::Point { '.' } else { ',' };
    let count = body.matches(decimal).count();
    // `1.200.000` has its groups parted by what begins decimals elsewhere.
    let (whole, fraction) = match body.split_once(decimal) {
        Some(parts) if count == 1 => parts,
        _ => (body, ""),
    };
    let groups: Vec<&str> = whole.split(|c| is_space(c) || is_separator(c)).collect();
    let marks: Vec<char> = whole.chars().filter(|c| is_space(*c) || is_separator(*c)).collect();
    let grouped =
        groups.iter().enumerate().all(|(i, g)| if i == 0 { (1..=3).contains(&g.len()) } else { g.len() == 3 });
    let alike = marks.windows(2).all(|w| w[0] == w[1]);
    let is_grouped = groups.len() == 1 || (grouped && alike);
    if !is_grouped || fraction.chars().any(|c| !c.is_ascii_digit()) {
        return Err("can be read as a number in more than one way".into());
    }
    let whole: String = groups.concat();
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        digits => digits,
    };
    if whole.len() + fraction.len() > MAX_DIGITS {
        return Err(format!("has more than {MAX_DIGITS} digits"));
    }
    let sign = if negative && (whole != "0" || fraction.contains(|c| c != '0')) { "-" } else { "" };
    let point = if fraction.is_empty() { "" } else { "." };
    Ok(format!("{sign}{whole}{point}{fraction}"))
}

/// Digits times a power of ten, by moving the point.
pub(in crate::exchange) fn shift(digits: &str, places: i32) -> String {
    if places == 0 {
        return digits.to_string();
    }
    let (sign, body) = match digits.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", digits),
    };
    let (whole, fraction) = body.split_once('.').unwrap_or((body, ""));
    let point = whole.len() as i32 + places;
    let mut all = format!("{whole}{fraction}");
    if point <= 0 {
        all.insert_str(0, &"0".repeat((1 - point) as usize));
    }
    let point = point.max(1) as usize;
    if all.len() < point {
        all.push_str(&"0".repeat(point - all.len()));
    }
    let (whole, fraction) = all.split_at(point);
    let whole = if whole.trim_start_matches('0').is_empty() { "0" } else { whole.trim_start_matches('0') };
    // Decimals that only the move made, or that were zeros, say nothing.
    let fraction = if places > 0 { fraction } else { fraction.trim_end_matches('0') };
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{whole}{point}{fraction}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn point(cell: &str) -> Result<String, String> {
        Number::read(cell, DecimalSeparator::Point).map(|n| n.digits)
    }

    #[test]
    fn digits_are_kept_and_groups_are_not() {
        for (cell, digits) in [
            ("500", "500"),
            ("4.186171947440931", "4.186171947440931"),
            ("1,200", "1200"),
            ("1 200", "1200"),
            ("1\u{202f}200,5", "1200.5"),
            ("1'200'000", "1200000"),
            ("-3.50", "-3.50"),
            ("−3", "-3"),
            ("+.5", "0.5"),
            ("5.", "5"),
            ("007", "7"),
            ("1.2E+03", "1200"),
            ("25e-1", "2.5"),
            ("-0", "0"),
        ] {
            let convention = if cell.ends_with(",5") { DecimalSeparator::Comma } else { DecimalSeparator::Point };
            assert_eq!(Number::read(cell, convention).unwrap().digits, digits, "{cell}");
        }
        let comma = |cell| Number::read(cell, DecimalSeparator::Comma).map(|n| n.digits);
        assert_eq!(comma("1.200,5").as_deref(), Ok("1200.5"));
        assert_eq!(comma("1.200").as_deref(), Ok("1200"));
        assert_eq!(comma("0,80").as_deref(), Ok("0.80"));
    }

    #[test]
    fn what_is_no_single_number_is_not_made_one() {
        for cell in ["abc", "", "-", "1,2,3", "1,5", "12,00.5.6", "1.2.3", "٣", "$", "5K%"] {
            assert!(point(cell).is_err(), "{cell} {:?}", point(cell));
        }
        assert!(point(&"9".repeat(80)).is_err());
    }

    #[test]
    fn ranges_have_two_ends_and_one_unit() {
        let read = |cell| {
            Number::read(cell, DecimalSeparator::Point)
                .map(|n| (n.digits, n.high.unwrap_or_default(), n.suffix, n.percent, n.rest))
        };
        let of = |low: &str, high: &str, suffix, percent, rest: &str| {
            Ok((low.to_string(), high.to_string(), suffix, percent, rest.to_string()))
        };
        assert_eq!(read("3-5"), of("3", "5", None, false, ""));
        assert_eq!(read("3 – 5 weeks"), of("3", "5", None, false, "weeks"));
        assert_eq!(read("3 to 5 days"), of("3", "5", None, false, "days"));
        assert_eq!(read("50-80%"), of("50", "80", None, true, ""));
        assert_eq!(read("1K to 2K"), of("1", "2", Some('K'), false, ""));
        for cell in ["18-30K", "5-3", "2026-01-02", "1 5 days", "50%-80"] {
            assert!(point(cell).is_err_and(|said| said.starts_with("reads as a range")), "{cell}");
        }
    }

    #[test]
    fn rough_numbers_and_marks_around_them() {
        let read = |cell| Number::read(cell, DecimalSeparator::Point).map(|n| (n.digits, n.approximate));
        for (cell, digits, rough) in
            [("~80", "80", true), ("about 5", "5", true), ("ca. 1,200", "1200", true), ("**99**", "99", false)]
        {
            assert_eq!(read(cell), Ok((digits.to_string(), rough)), "{cell}");
        }
        assert!(point("cat 5").is_err() && point("**").is_err() && point("~").is_err());
    }

    #[test]
    fn what_stands_around_it() {
        let read = |cell| Number::read(cell, DecimalSeparator::Point).unwrap();
        assert_eq!((read("80 %").percent, read("80%").value()), (true, 0.8));
        assert_eq!((read("$10K").money.as_deref(), read("$10K").value()), (Some("$"), 10_000.0));
        assert_eq!((read("500 €").money.as_deref(), read("CHF 5").money.as_deref()), (Some("€"), Some("CHF")));
        assert_eq!(read("3 weeks").rest, "weeks");
        assert_eq!((read("25000 GBP").money.as_deref(), read("£25k").value()), (Some("GBP"), 25_000.0));
        assert_eq!((read("$1.5m").value(), read("1.5 million").value()), (1_500_000.0, 1_500_000.0));
        assert_eq!((read("2 Mio. €").money.as_deref(), read("3m").rest.as_str()), (Some("€"), "m"));
        assert_eq!((read("3 Masse").suffix, read("3M").suffix), (None, Some('M')));
    }

    #[test]
    fn a_column_shows_its_convention() {
        use DecimalSeparator::{Comma, Point};
        for (cell, expected) in [
            ("1,200", None),
            ("1.200", None),
            ("5", None),
            ("1,5", Some(Comma)),
            ("1.5", Some(Point)),
            ("0,125", Some(Comma)),
            ("1.200,5", Some(Comma)),
            ("1,200.5", Some(Point)),
            ("1.200.000", Some(Comma)),
            ("4.186171947440931", Some(Point)),
        ] {
            assert_eq!(infer_separator(cell), expected, "{cell}");
        }
    }

    proptest! {
        #[test]
        fn never_a_panic_and_always_readable(cell in "[-−+0-9., '_%$€eEKM a-z]{0,14}") {
            for convention in [DecimalSeparator::Point, DecimalSeparator::Comma] {
                infer_separator(&cell);
                if let Ok(number) = Number::read(&cell, convention) {
                    prop_assert!(crate::quantity::parse_numeral(&number.digits).is_ok(), "{:?}", number);
                    prop_assert!(number.value().is_finite());
                }
            }
        }

        #[test]
        fn shifting_is_exact(n in -99_999i64..99_999, places in -6i32..6) {
            let there = shift(&n.to_string(), places);
            let exact = n as f64 * 10f64.powi(places);
            prop_assert!((there.parse::<f64>().unwrap() - exact).abs() <= exact.abs() * 1e-12);
        }
    }
}
