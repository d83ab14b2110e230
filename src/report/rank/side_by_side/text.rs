//! What several rankings agree and disagree on, in sentences.

use crate::diagnostic::sanitize;
use crate::quantity::print;
use crate::report::output::phrasing::percent;
use crate::report::output::render::markdown;
use crate::report::rank::side_by_side::{SideBySideReport, SideBySideRow, rank_in};

/// The initiatives told apart in words.
const MAX_INITIATIVES_SHOWN: usize = 5;

/// A heading with its lines.
pub(in crate::report) type TextSection = (String, Vec<String>);

impl SideBySideReport {
    /// The table in Markdown with the sentences under it; with a cut what at least one ranking chooses.
    pub fn markdown(&self, cut: bool) -> String {
        let mut out = markdown(&self.table(cut, true));
        for (heading, lines) in self.text_sections().into_iter().chain(self.unscored_words()) {
            out += &format!("\n{heading}\n\n");
            lines.iter().for_each(|line| out += &format!("- {line}\n"));
        }
        sanitize(&out).into_owned()
    }

    /// The report with the rows that are listed, as programs get it.
    pub fn truncated(mut self, cut: bool) -> SideBySideReport {
        self.rows.retain(|row| !cut || !row.chosen_by.is_empty());
        self
    }

    /// The sentences under the table, heading by heading.
    pub fn text_sections(&self) -> Vec<TextSection> {
        [self.agreement_words(), self.apart_words(), self.chosen_words()].into_iter().flatten().collect()
    }

    fn agreement_words(&self) -> Option<TextSection> {
        let empty = |name: &str| !self.rows.iter().any(|r| rank_in(r, name).is_some());
        let told = self.agreement.iter().filter(|a| !empty(&a.one) && !empty(&a.other));
        let mut lines: Vec<String> = told
            .map(|a| {
                let pair = format!("{} and {}", a.one, a.other);
                let part = if a.initiatives < self.rows.len() {
                    format!(" over the {} initiatives that both rank", a.initiatives)
                } else {
                    String::new()
                };
                let rounded = |tau: f64| print::number((tau * 100.0).round() / 100.0);
                match (a.tau, a.same_order) {
                    (Some(tau), Some(share)) => {
                        format!("{pair}: {}{part}; {} of the pairs in the same order", rounded(tau), percent(share))
                    }
                    (Some(tau), None) => format!("{pair}: {}{part}", rounded(tau)),
                    (None, _) if a.initiatives < 2 => format!("{pair}: no two initiatives that both rank"),
                    (None, _) => format!("{pair}: one of them has all on one place"),
                }
            })
            .collect();
        let heads = self.rankings.iter().filter(|h| empty(&h.name));
        lines.extend(heads.map(|h| format!("{}: no initiative has a score", h.name)));
        let heading = "Agreement, as Kendall's tau-b (1: the same order, 0: no relation, -1: reversed):";
        (!lines.is_empty()).then(|| (heading.to_string(), lines))
    }

    fn apart_words(&self) -> Option<TextSection> {
        let distance = |row: &&SideBySideRow| row.apart.as_ref().map_or(0, |a| a.places);
        let mut apart: Vec<&SideBySideRow> = self.rows.iter().filter(|r| distance(r) > 0).collect();
        // A stable sort: of equal distances the first ranking's order holds.
        apart.sort_by_key(|r| std::cmp::Reverse(distance(r)));
        let place =
            |row: &SideBySideRow, name: &str| rank_in(row, name).map_or(String::new(), |r| format!("{r} by {name}"));
        let lines: Vec<String> = apart
            .iter()
            .take(MAX_INITIATIVES_SHOWN)
            .filter_map(|row| {
                let a = row.apart.as_ref()?;
                Some(format!("{}: {}, {}", row.id, place(row, &a.best_by), place(row, &a.worst_by)))
            })
            .collect();
        (!lines.is_empty()).then(|| ("Furthest apart:".to_string(), lines))
    }

    fn chosen_words(&self) -> Option<TextSection> {
        let ids = |by: &dyn Fn(&SideBySideRow) -> bool| {
            let ids: Vec<&str> = self.rows.iter().filter(|r| by(r)).map(|r| r.id.as_str()).collect();
            (!ids.is_empty()).then(|| ids.join(", "))
        };
        let all = self.rankings.iter().filter(|h| self.rows.iter().any(|r| rank_in(r, &h.name).is_some())).count();
        let mut lines = Vec::new();
        let common = ids(&|r| r.chosen_by.len() == all);
        let also = if common.is_some() { " also" } else { "" };
        lines.push(format!("all of them: {}", common.as_deref().unwrap_or("nothing")));
        for head in &self.rankings {
            let own = ids(&|r| r.chosen_by.len() < all && r.chosen_by.contains(&head.name));
            lines.extend(own.map(|ids| format!("{}{also}: {ids}", head.name)));
        }
        let heading = if self.top == 1 {
            "Who would choose what as the first:".to_string()
        } else {
            format!("Who would choose what as the first {}:", self.top)
        };
        (!self.rows.is_empty()).then_some((heading, lines))
    }

    /// Names the initiatives without a score.
    pub fn unscored_words(&self) -> Option<TextSection> {
        (!self.unscored.is_empty()).then(|| ("Not scored by any:".to_string(), vec![self.unscored.join(", ")]))
    }
}
