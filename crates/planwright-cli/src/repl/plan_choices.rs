//! What a plan offers at the cursor: its names, and what its language allows there.

use super::choice::{CompletionItem, CompletionItems};
use planwright::ide::{self, Knowledge, Language};
use planwright::model::Plan;

/// What may stand at the end of a text of a language.
pub(super) fn language(text: &str, language: Language<'_>, known: &Knowledge<'_>) -> CompletionItems {
    let found = ide::complete(text, text.len(), language, known);
    let typed = text.get(found.start..).unwrap_or("");
    let choices: Vec<CompletionItem> = found
        .candidates
        .into_iter()
        .map(|c| CompletionItem { text: c.text, label: c.label, detail: c.detail })
        .collect();
    (found.start, narrowed(choices, typed))
}

/// Those that begin with what was typed, where there are any: the others could not be reached by typing on.
fn narrowed(choices: Vec<CompletionItem>, typed: &str) -> Vec<CompletionItem> {
    let begins = |c: &&CompletionItem| c.text.starts_with(typed);
    if choices.iter().any(|c| begins(&c)) { choices.iter().filter(begins).cloned().collect() } else { choices }
}

/// The plan's scenarios.
pub(super) fn scenarios(plan: &Plan) -> Vec<CompletionItem> {
    plan.scenarios.iter().map(|(name, title)| CompletionItem::new(&**name, title.as_deref().unwrap_or(""))).collect()
}

/// The frameworks that the plan declares or uses.
pub(super) fn frameworks(plan: &Plan) -> Vec<CompletionItem> {
    plan.frameworks.values().map(|f| CompletionItem::new(&*f.id, f.title())).collect()
}

/// The plan's weightings.
pub(super) fn weightings(plan: &Plan) -> Vec<CompletionItem> {
    plan.weightings.values().map(|w| CompletionItem::new(&*w.id, w.title.as_deref().unwrap_or(""))).collect()
}

/// The plan's initiatives.
pub(super) fn initiatives(known: &Knowledge<'_>) -> Vec<CompletionItem> {
    let title = |i: &planwright::model::Initiative| i.record.title.as_deref().unwrap_or("").to_string();
    known.plan.initiatives.iter().map(|i| CompletionItem::new(&**i.id(), title(i))).collect()
}
