//! Several changes as one.

use super::patch::{Patch, unsets};
use super::{EditError, PlanFile, render};
use crate::syntax::{Block, SyntaxTree, UseStatement};
use std::collections::HashMap;

/// Changes joined into one: every item once, in the order in which they were first named.
///
/// Laying [`MergedChanges::text`] over a plan gives what laying the changes one after another gives. Where only the plan
/// itself could tell what comes out (a value set and then unset again, in a block that it may have or not), an item
/// stands twice; [`MergedChanges::over`] knows the plan.
#[derive(Clone, Debug, Default)]
pub struct MergedChanges<'a> {
    pub(super) items: Vec<MergedItem<'a>>,
    /// The `use` lines among the changes, which are no changes.
    pub(super) uses: Vec<UseStatement<'a>>,
    /// The first thing in the changes that can't be read.
    pub(super) unreadable: Option<EditError>,
}

/// All that is said about one item.
#[derive(Clone, Debug)]
pub(super) struct MergedItem<'a> {
    pub kind: &'a str,
    /// Its full name; `None` only for the plan's own settings.
    pub id: Option<&'a str>,
    /// What was said, one after another.
    pub written: Vec<Patch<'a>>,
    /// The same in as few blocks as can be.
    pub layers: Vec<Patch<'a>>,
}

/// What a change is laid over.
#[derive(Clone, Copy)]
pub(super) enum BaseItem<'a> {
    /// There may be something or not.
    Unknown,
    /// Something, and what it is where that is known.
    There(Option<Block<'a>>),
    Nothing,
}

/// One change out of several, the later ones laid over the earlier ones.
///
/// `none` stays said where nothing sets the field again, and so does `drop: yes`. An item that is dropped and then
/// given anew, with a title, is replaced: it stands there dropped first and then with all that is new. Each change is
/// taken to be sound over those before it: without a title it speaks of what is there.
///
/// ```
/// use planwright::edit::merge_changes;
/// use planwright::language::parse;
/// use planwright::source::SourceId;
/// let one = parse(SourceId(0), "team web { capacity: 3 people; lead: leo }".into());
/// let two = parse(SourceId(1), "team web { capacity: 4 people; focus: none }".into());
/// assert_eq!(merge_changes(&[&one, &two]).text(), "team web {\n  lead: leo\n  capacity: 4 people\n  focus: none\n}\n");
/// ```
pub fn merge_changes<'a>(overlays: &[&'a SyntaxTree]) -> MergedChanges<'a> {
    let mut joined = MergedChanges::default();
    let mut index: HashMap<(&str, &str), usize> = HashMap::new();
    for overlay in overlays {
        joined.uses.extend(overlay.uses());
        if let (None, Some(d)) = (&joined.unreadable, overlay.diagnostics.first()) {
            joined.unreadable = Some(EditError { message: d.message.clone(), help: d.help.clone() });
        }
        for patch in overlay.blocks().filter_map(Patch::read) {
            // A workspace has one plan: its name makes no difference.
            let key = match (patch.kind, patch.id) {
                ("plan", _) => ("plan", ""),
                (kind, Some(id)) => (kind, id),
                // What has no name changes nothing.
                (_, None) => continue,
            };
            let at = *index.entry(key).or_insert(joined.items.len());
            if at == joined.items.len() {
                let (said, layers) = (Vec::new(), Vec::new());
                joined.items.push(MergedItem { kind: patch.kind, id: patch.id, written: said, layers });
            }
            let item = &mut joined.items[at];
            item.id = item.id.or(patch.id);
            item.written.push(patch);
        }
    }
    for item in &mut joined.items {
        let id = item.id;
        item.written.iter_mut().for_each(|p| p.id = p.id.or(id));
        item.layers = layers(&item.written, BaseItem::Unknown);
    }
    joined.items.retain(|i| !i.layers.is_empty());
    joined
}

impl<'a> MergedChanges<'a> {
    /// The same change in the fewest words for a plan that stands in these files.
    pub fn over(&self, homes: &[PlanFile<'a>]) -> MergedChanges<'a> {
        let known = super::plan_file::ItemIndex::of(homes);
        let mut joined = self.clone();
        for item in &mut joined.items {
            let below = match known.find(item.kind, item.id).first() {
                Some((_, block)) => BaseItem::There(Some(*block)),
                None if item.written.iter().any(|p| p.title.is_some()) => BaseItem::Nothing,
                // Of the standard library, or nowhere.
                None => BaseItem::Unknown,
            };
            item.layers = layers(&item.written, below);
        }
        joined.items.retain(|i| !i.layers.is_empty());
        joined
    }

    /// Whether nothing is changed.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The items that are named, by kind and full name.
    pub fn names(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.items.iter().map(|i| (i.kind, i.id.unwrap_or_default()))
    }

    /// The change in the language.
    pub fn text(&self) -> String {
        let mut out = String::new();
        for layer in self.items.iter().flat_map(|i| &i.layers) {
            out += &render::block(layer, "");
            out.push('\n');
        }
        out
    }
}

/// What is said about an item, in as few blocks as say the same over anything that may lie below.
fn layers<'a>(said: &[Patch<'a>], below: BaseItem<'a>) -> Vec<Patch<'a>> {
    let mut layers = merge_into(said, below);
    // What came later may have made it possible to join what came before.
    loop {
        let again = merge_into(&layers, below);
        if again.len() >= layers.len() {
            return layers;
        }
        layers = again;
    }
}

fn merge_into<'a>(said: &[Patch<'a>], below: BaseItem<'a>) -> Vec<Patch<'a>> {
    let mut layers: Vec<Patch<'a>> = Vec::new();
    for patch in said {
        let dropped = layers.first().is_some_and(Patch::drops);
        let gone = dropped && layers.len() == 1 || layers.is_empty() && matches!(below, BaseItem::Nothing);
        match layers.last() {
            _ if patch.drops() && dropped => layers.truncate(1),
            _ if patch.drops() => {
                // With a title it may drop what is not there.
                let titles = layers.iter().chain([patch]).find_map(|l| l.title.clone());
                let new = titles.filter(|_| matches!(below, BaseItem::Unknown));
                layers.clear();
                if !matches!(below, BaseItem::Nothing) {
                    layers.push(Patch { title: new, ..patch.only_drop() });
                }
            }
            _ if gone && patch.title.is_none() => {}
            Some(last) if !gone => {
                let under = match below {
                    _ if dropped => BaseItem::Nothing,
                    // The layers before it made it, or found it.
                    _ if layers.len() > 1 => BaseItem::There(None),
                    BaseItem::Unknown if last.title.is_none() => BaseItem::There(None),
                    below => below,
                };
                match merge(last, patch, under) {
                    Some(merged) => drop(layers.pop().map(|_| layers.push(merged))),
                    None => layers.push(patch.clone()),
                }
            }
            _ => layers.push(patch.clone()),
        }
    }
    layers
}

/// One block that does what `first` and then `second` do over `below`; `None` where there is none.
fn merge<'a>(first: &Patch<'a>, second: &Patch<'a>, below: BaseItem<'a>) -> Option<Patch<'a>> {
    let mut merged = first.clone();
    if matches!(below, BaseItem::Nothing) {
        // What is new is taken as it stands.
        merged.overlay(second);
        return Some(merged);
    }
    let may_be_new = matches!(below, BaseItem::Unknown);
    if may_be_new && second.fields.iter().any(|f| unsets(*f)) {
        // In something new, `none` would be a value.
        return None;
    }
    for field in &second.fields {
        let key = field.key().text;
        merged.fields.retain(|f| f.key().text != key);
        if second.clears(key) {
            merged.blocks.retain(|b| b.kind != key);
        }
    }
    merged.fields.extend(&second.fields);
    for block in &second.blocks {
        let last = merged.blocks.iter().rposition(|b| b.is_like(block));
        match last {
            _ if block.drops() && may_be_new => return None,
            _ if block.drops() => {
                merged.blocks.retain(|b| !b.is_like(block));
                merged.blocks.push(block.only_drop());
            }
            Some(at) if merged.blocks[at].drops() && may_be_new => return None,
            Some(at) if !merged.blocks[at].drops() => {
                let like = |b: &Patch<'_>| b.is_like(block) && b.drops();
                let under = match below {
                    _ if merged.clears(block.kind) || merged.blocks.iter().any(like) => BaseItem::Nothing,
                    BaseItem::There(Some(block_below)) => child(block_below, block),
                    _ => BaseItem::Unknown,
                };
                merged.blocks[at] = merge(&merged.blocks[at], block, under)?;
            }
            _ => merged.blocks.push(block.clone()),
        }
    }
    if second.title.is_some() {
        merged.title.clone_from(&second.title);
    }
    Some(merged)
}

fn child<'a>(block: Block<'a>, like: &Patch<'a>) -> BaseItem<'a> {
    let same = |b: &Block<'_>| b.kind().map(|k| k.text) == Some(like.kind) && b.id().map(|i| i.text) == like.id;
    match block.blocks().find(same) {
        Some(found) => BaseItem::There(Some(found)),
        None => BaseItem::Nothing,
    }
}
