//! Who is called what.

use super::declarations::Declaration;
use crate::diagnostic::{Code, Diagnostic, closest_match};
use crate::schema::library;
use crate::source::Span;
use crate::syntax::{Name, RESERVED_WORDS, VALUE_WORDS};
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// The names of all items by kind. Initiatives and metrics share one space.
#[derive(Debug)]
pub(super) struct SymbolTable {
    spaces: HashMap<Arc<str>, HashMap<Arc<str>, Symbol>>,
    kinds: HashSet<Arc<str>>,
    /// Former names, with the present ones.
    renamed: HashMap<(Arc<str>, Arc<str>), Arc<str>>,
    /// How many more times a nearest name is looked for: each time all names are compared.
    suggestions: AtomicU32,
}

/// More misspelt references than this are not given a nearest name, so that a file full of them takes no time.
const MAX_SUGGESTIONS: u32 = 50;

#[derive(Debug)]
struct Symbol {
    kind: Arc<str>,
    place: Span,
}

/// What a reference came to.
pub(super) enum Resolution {
    /// The item's full name.
    Item(Arc<str>),
    /// It exists under another name now.
    Renamed(Arc<str>),
    /// It names an item of another kind.
    OtherKind(Arc<str>),
    /// No such item; the nearest name.
    Nothing(Option<String>),
}

fn space(kind: &str) -> &str {
    if kind == "metric" { "initiative" } else { kind }
}

impl Default for SymbolTable {
    fn default() -> Self {
        SymbolTable {
            spaces: HashMap::new(),
            kinds: HashSet::new(),
            renamed: HashMap::new(),
            suggestions: AtomicU32::new(MAX_SUGGESTIONS),
        }
    }
}

impl SymbolTable {
    /// Enters an item. `Err` where its name is taken, with the place that took it.
    pub(super) fn define(&mut self, kind: &str, id: &str, place: Span) -> Result<(), Span> {
        if !self.spaces.contains_key(space(kind)) {
            self.spaces.insert(space(kind).into(), HashMap::new());
        }
        let kind = self.kind(kind);
        let Some(names) = self.spaces.get_mut(space(&kind)) else { return Ok(()) };
        match names.entry(id.into()) {
            Entry::Occupied(known) => Err(known.get().place),
            Entry::Vacant(free) => {
                free.insert(Symbol { kind, place });
                Ok(())
            }
        }
    }

    /// The kind's name, held once for all items of it.
    fn kind(&mut self, kind: &str) -> Arc<str> {
        if let Some(known) = self.kinds.get(kind) {
            return known.clone();
        }
        let name: Arc<str> = kind.into();
        self.kinds.insert(name.clone());
        name
    }

    /// Records that an item was called something else before.
    pub(super) fn rename(&mut self, kind: &str, old: &str, new: &str) {
        self.renamed.insert((space(kind).into(), old.into()), new.into());
    }

    /// The kinds of the items that bear this name, in alphabetical order.
    pub(crate) fn kinds_of(&self, id: &str) -> Vec<Arc<str>> {
        let mut kinds: Vec<Arc<str>> = self.spaces.values().filter_map(|s| Some(s.get(id)?.kind.clone())).collect();
        kinds.sort_unstable();
        kinds
    }

    /// Every name of a kind.
    pub(crate) fn of_kind<'s>(&'s self, kind: &'s str) -> impl Iterator<Item = &'s str> {
        let space = self.spaces.get(space(kind)).into_iter().flatten();
        space.filter(move |(_, known)| &*known.kind == kind).map(|(name, _)| &**name)
    }

    /// Looks a reference up, first in the namespace of the file it stands in.
    pub(super) fn find(&self, kind: &str, id: &str, namespace: Option<&str>) -> Resolution {
        let names = self.spaces.get(space(kind));
        let look = |id: &str| names.and_then(|n| n.get_key_value(id));
        let inside = namespace.and_then(|n| look(&format!("{n}.{id}")));
        if let Some((name, known)) = inside.or_else(|| look(id)) {
            // Phases and the like may be referred to under either kind of their shared space.
            return if &*known.kind == kind {
                Resolution::Item(name.clone())
            } else {
                Resolution::OtherKind(known.kind.clone())
            };
        }
        if let Some(new) = self.renamed.get(&(space(kind).into(), id.into())) {
            return Resolution::Renamed(new.clone());
        }
        let one_less = |left: u32| left.checked_sub(1);
        if self.suggestions.fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_less).is_err() {
            return Resolution::Nothing(None);
        }
        let of_kind = names.into_iter().flatten().filter(|(_, k)| &*k.kind == kind).map(|(n, _)| &**n);
        let standard = match kind {
            "framework" => Some(library::LibraryFolder::Frameworks),
            "phase" => Some(library::LibraryFolder::Phases),
            "noun" => Some(library::LibraryFolder::Nouns),
            "formula" => Some(library::LibraryFolder::Formulas),
            "metric_set" => Some(library::LibraryFolder::MetricSets),
            _ => None,
        };
        let more = standard.into_iter().flat_map(|f| library::items(f).map(|i| i.name));
        Resolution::Nothing(closest_match(id, of_kind.chain(more)).map(str::to_string))
    }
}

/// Checks that an item's name may be one.
pub(super) fn check_name(name: Name<'_>) -> Option<Diagnostic> {
    if name.text.contains('.') {
        let said = format!("`{}` is not a name of its own", name.text);
        let help = "a dot leads into a file used `as` something; declare the item in that file";
        return Some(Diagnostic::new(Code::BAD_NAME, name.span, said).help(help));
    }
    let said = if RESERVED_WORDS.contains(&name.text) {
        format!("`{}` is a reserved word: formulas keep it for themselves", name.text)
    } else if VALUE_WORDS.contains(&name.text) {
        format!("`{}` is a reserved word: values keep it for themselves", name.text)
    } else {
        return None;
    };
    Some(Diagnostic::new(Code::BAD_NAME, name.span, said).help(format!("choose another name, as in `{}_1`", name.text)))
}

/// Two items of one name.
pub(super) fn duplicate(declared: &Declaration<'_>, id: &str, first: Span) -> Diagnostic {
    let place = declared.id.map_or(declared.header, |i| i.span);
    Diagnostic::new(Code::DUPLICATE_NAME, place, format!("`{id}` is declared twice"))
        .label("declared again here")
        .also(first, "first declared here")
        .help(
            "names are unique per kind, and initiatives and metrics share one space; rename one of them, or remove it",
        )
}
