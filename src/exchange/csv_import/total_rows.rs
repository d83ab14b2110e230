//! Rows of sums, which sheets have among their items.

use crate::exchange::table::words;

/// Whether a title is what sheets call a row of sums.
pub(super) fn is_total_row(title: &str) -> bool {
    let words = words(title);
    let is_word = |w: &String| TOTAL_TITLES.contains(&w.as_str());
    words.first().is_some_and(is_word) && words.iter().all(|w| is_word(w) || w.bytes().all(|b| b.is_ascii_digit()))
}

/// What sheets call sums and means.
const TOTAL_TITLES: &[&str] = &[
    "total",
    "totals",
    "subtotal",
    "subtotals",
    "sub",
    "grand",
    "overall",
    "sum",
    "sums",
    "average",
    "avg",
    "mean",
    "summe",
    "summen",
    "gesamt",
    "gesamtsumme",
    "insgesamt",
    "zwischensumme",
    "durchschnitt",
    "mittelwert",
    "totale",
    "somme",
    "général",
    "sous",
    "moyenne",
    "suma",
    "promedio",
    "subtotales",
    "totales",
    "soma",
    "média",
    "geral",
    "somma",
    "media",
    "totaal",
    "totalt",
    "summa",
    "razem",
    "итого",
    "всего",
    "合計",
    "小計",
    "総計",
    "平均",
    "合计",
    "小计",
    "总计",
    "σ",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_in_the_words_of_sheets() {
        for title in [
            "Total",
            "TOTAL:",
            "Grand total",
            "Summe",
            "Zwischensumme",
            "Sous-total",
            "Total général",
            "合計",
            "小计",
            "Σ",
            "Total 12",
        ] {
            assert!(is_total_row(title), "{title}");
        }
        for title in ["Total rewards", "Sum up the quarter", "Meaning", "12", ""] {
            assert!(!is_total_row(title), "{title}");
        }
    }
}
