//! What is said of an import, the same kind together.

/// Kinds of remarks in the order in which they came up, each with what it is of.
#[derive(Debug, Default)]
pub(super) struct Remarks(Vec<(String, Vec<String>)>);

/// Names listed in one remark.
const MAX_NAMES_LISTED: usize = 6;

impl Remarks {
    pub(super) fn add(&mut self, kind: &str, of: &str) {
        let short = |text: &str| text.chars().filter(|c| !c.is_control()).take(80).collect::<String>();
        match self.0.iter_mut().find(|(k, _)| k == kind) {
            Some((_, all)) => all.push(short(of)),
            None => self.0.push((kind.to_string(), vec![short(of)])),
        }
    }

    pub(super) fn lines(&self) -> impl Iterator<Item = String> + '_ {
        self.0.iter().map(|(kind, of)| {
            let listed = of[..of.len().min(MAX_NAMES_LISTED)].join(", ");
            let more = of.len().saturating_sub(MAX_NAMES_LISTED);
            if more == 0 { format!("{kind}: {listed}") } else { format!("{kind}: {listed} and {more} more") }
        })
    }
}
