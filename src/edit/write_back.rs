//! The changes of a session, written into the files.

use super::file_editor::FileEditor;
use super::merge::{MergedChanges, MergedItem};
use super::patch::Patch;
use super::plan_file::ItemIndex;
use super::{Edit, EditError, PlanFile, append, apply, equivalent, render};
use crate::syntax::{Block, parse};

/// Edits that write changes into files.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EditSet {
    /// The edits of each file that is changed, as an index into those given, with the edits in order of their places.
    pub edits: Vec<(usize, Vec<Edit>)>,
    /// What would change in files that are to be left alone.
    pub skipped: Vec<SkippedChange>,
}

/// A change that belongs in a file that is to be left alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkippedChange {
    /// The item's kind.
    pub kind: String,
    /// Its full name; empty for a plan without one.
    pub id: String,
    /// The file, as an index into those given.
    pub file: usize,
}

/// What becomes of one item.
struct ItemOutcome<'a> {
    item: &'a MergedItem<'a>,
    file: usize,
    found: Option<Block<'a>>,
    want: Option<Patch<'a>>,
}

/// The edits that write changes into the files, so that these then say what they said with the changes laid over
/// them. What does not differ stays byte for byte, and so does every comment that stands outside what goes.
///
/// - A value that differs is replaced, no more than that. Its reason stays where the change brings none, as with
///   [`super::set`]; only a line of a repeated field that is of another date or name now loses it.
/// - Of a repeated field only the lines that differ change.
/// - `none` takes the field's lines away, with the comment at the end of such a line, or the block with all in it;
///   `drop: yes` does so with the item. Comments on lines of their own outside a block stay.
/// - An item that is dropped and given anew is changed where it stands.
/// - New items go to the end of the file `into`.
///
/// Changes are to items, never to what a scenario says of them, unless it is the scenario that is named. With `only`,
/// what stands in other files stays and is listed.
///
/// All is proved: with the edits made, each file has no more that can't be read than before, and the items say what
/// they shall.
///
/// # Errors
/// Where the changes can't be read, an item is not there or there twice, a new one has no file or one that is used `as` something, a list that changes holds comments, or
/// something in an item can't be read.
pub fn write_back(
    joined: &MergedChanges<'_>,
    homes: &[PlanFile<'_>],
    into: Option<usize>,
    only: Option<usize>,
) -> Result<EditSet, EditError> {
    if let Some(unreadable) = &joined.unreadable {
        return Err(unreadable.clone());
    }
    if let Some(line) = joined.uses.first() {
        let said = format!("`{}` is no change to an item", line.0.text());
        return Err(EditError::new(said).help("write the line at the top of a file"));
    }
    let index = ItemIndex::of(homes);
    let mut outcomes = Vec::new();
    for item in &joined.items {
        outcomes.extend(outcome(item, &index, into, homes.len())?);
    }
    let lost: Vec<&str> = outcomes.iter().filter(|o| o.file == homes.len()).filter_map(|o| o.item.id).collect();
    if !lost.is_empty() {
        let said = format!("no file is named for what is new: `{}`", lost.join("`, `"));
        return Err(EditError::new(said).help("say which file it goes to"));
    }
    let space = into.and_then(|into| homes.get(into)).and_then(|home| home.namespace);
    if let (Some(space), Some(new)) = (space, outcomes.iter().find(|o| o.found.is_none())) {
        let name = new.item.id.unwrap_or_default();
        let said = format!("in a file that is used `as {space}`, `{name}` would be `{space}.{name}`");
        return Err(EditError::new(said).help("name another file for what is new"));
    }
    let mut laid = EditSet::default();
    for (file, home) in homes.iter().enumerate() {
        let here: Vec<&ItemOutcome<'_>> = outcomes.iter().filter(|o| o.file == file).collect();
        if here.is_empty() {
            continue;
        }
        if only.is_some_and(|only| only != file) {
            for outcome in here {
                let is_new = outcome.found.is_none();
                if is_new || !edits(home, &[outcome])?.is_empty() {
                    let id = outcome.item.id.unwrap_or_default().to_string();
                    laid.skipped.push(SkippedChange { kind: outcome.item.kind.to_string(), id, file });
                }
            }
            continue;
        }
        let edits = edits(home, &here)?;
        if !edits.is_empty() {
            laid.edits.push((file, verify(home, edits, &here)?));
        }
    }
    Ok(laid)
}

/// What an item is to say, and where; `None` where nothing is to be done.
fn outcome<'a>(
    item: &'a MergedItem<'a>,
    index: &ItemIndex<'a>,
    into: Option<usize>,
    nowhere: usize,
) -> Result<Option<ItemOutcome<'a>>, EditError> {
    let name = item.id.unwrap_or(item.kind);
    let found = match index.find(item.kind, item.id) {
        [] => None,
        [one] => Some(*one),
        _ => {
            let said = format!("the {} `{name}` is declared twice", item.kind);
            return Err(EditError::new(said).help("rename one of them"));
        }
    };
    let base = found.and_then(|(_, block)| Patch::read(block));
    let mut want = base.clone();
    for said in &item.written {
        match &mut want {
            _ if said.drops() => want = None,
            Some(want) => want.overlay(said),
            None if said.title.is_some() => want = Some(said.clone()),
            None => {}
        }
    }
    if found.is_none() && !item.written.iter().any(|p| p.title.is_some()) {
        let said = format!("there is no {} `{name}` in these files to change", item.kind);
        let help = format!("with a title it would be a new one: `{} {name} \"…\" {{ … }}`", item.kind);
        return Err(EditError::new(said).help(help));
    }
    if let (Some(want), Some(base)) = (&mut want, &base) {
        want.id = base.id;
    }
    let file = match found {
        Some((file, _)) => file,
        None if want.is_none() => return Ok(None),
        None if name.contains('.') => {
            let said = format!("`{name}` is not a name of its own");
            return Err(EditError::new(said).help("a dot leads into a file used `as` something; add the item there"));
        }
        None => into.filter(|n| *n < nowhere).unwrap_or(nowhere),
    };
    Ok(Some(ItemOutcome { item, file, found: found.map(|(_, block)| block), want }))
}

fn edits(home: &PlanFile<'_>, outcomes: &[&ItemOutcome<'_>]) -> Result<Vec<Edit>, EditError> {
    let mut change = FileEditor { text: &home.parsed.text, edits: Vec::new() };
    let mut new = String::new();
    let mut gone = Vec::new();
    for outcome in outcomes {
        match (outcome.found, &outcome.want) {
            (Some(block), Some(want)) => change.block(block, want, outcome.item.id.unwrap_or(outcome.item.kind))?,
            (Some(block), None) => gone.push(block),
            (None, Some(want)) => {
                // Items of one line stand together, others apart.
                let text = render::block(want, "");
                let apart = !new.is_empty() && (text.contains('\n') || new.ends_with("\n}\n"));
                new += &format!("{}{text}\n", if apart { "\n" } else { "" });
            }
            (None, None) => {}
        }
    }
    change.remove_items(&gone);
    if !new.is_empty() {
        let (edit, cut) = append::items(home.parsed, &new, &change.edits);
        change.edits.retain(|e| !cut.contains(e));
        change.edits.push(edit);
    }
    Ok(change.edits)
}

/// Makes the edits once and looks at the outcome.
fn verify(home: &PlanFile<'_>, mut edits: Vec<Edit>, outcomes: &[&ItemOutcome<'_>]) -> Result<Vec<Edit>, EditError> {
    let before = home.parsed;
    let after = parse(before.source, apply(&before.text, &mut edits)?.into());
    let read: Vec<Patch<'_>> = after.blocks().filter_map(Patch::read).collect();
    let gone = outcomes.iter().filter(|o| o.want.is_none()).count();
    let new = outcomes.iter().filter(|o| o.found.is_none()).count();
    let refuse = |name: &str| {
        let said = format!("`{name}` can't be changed, since something in it can't be read");
        Err(EditError::new(said).help("fix what `plan check` reports about it first"))
    };
    for outcome in outcomes {
        let (item, own) = (outcome.item, outcome.found.and_then(|b| b.id()).map(|i| i.text).or(outcome.item.id));
        let found = read.iter().find(|p| p.kind == item.kind && (p.id == own || p.kind == "plan"));
        let right = match (&outcome.want, found) {
            (Some(want), Some(found)) => equivalent::patch(found, want),
            (want, found) => want.is_none() && found.is_none(),
        };
        if !right {
            return refuse(item.id.unwrap_or(item.kind));
        }
    }
    let items = before.blocks().count() + new - gone;
    if after.diagnostics.len() > before.diagnostics.len() || after.blocks().count() != items {
        return refuse(outcomes.first().and_then(|o| o.item.id).unwrap_or("plan"));
    }
    Ok(edits)
}
