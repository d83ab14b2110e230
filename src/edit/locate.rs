//! From an address to its place in the files.

use super::{Address, EditError};
use crate::syntax::{Block, Connective, Field, Literal, Phrase, SyntaxTree};

/// Where an address leads, as far as the files go.
#[derive(Clone, Debug)]
pub struct AddressTarget<'a> {
    /// The file, as an index into those given to [`locate`].
    pub file: usize,
    /// The item.
    pub item: Block<'a>,
    /// The innermost block that exists: the item or one nested in it.
    pub block: Block<'a>,
    /// The kind of the block in it that does not exist yet.
    pub missing: Option<String>,
    /// The field's name.
    pub field: String,
    /// The fields of that name in reading order; with a key, those that it is the key of.
    pub found: Vec<Field<'a>>,
    address: Address,
}

/// Finds the item, the nested blocks and the fields that an address names. That the field, or an unnamed block
/// around it, does not exist yet is no error here: see [`Place::only`].
///
/// The first name is a kind where the second is an item of that kind; else an initiative or a metric; else an item
/// of any kind, where only one is called so. An item of a file that another takes in with `use … as m` may have `m`
/// before its name.
pub fn locate<'a>(address: &Address, files: &[&'a SyntaxTree]) -> Result<AddressTarget<'a>, EditError> {
    let ((file, item), rest) = find_item(address, files)?;
    let (mut block, mut rest) = (item, rest);
    let mut missing = None;
    while let [kind, inner @ ..] = rest
        && !inner.is_empty()
    {
        match nested(block, kind, inner)? {
            Some((found, after)) => (block, rest) = (found, after),
            None if inner.len() == 1 => {
                missing = Some(kind.clone());
                rest = inner;
            }
            None => {
                let said = format!("`{}` has no block `{kind}`", words(block));
                return Err(EditError::new(said).known(kind, "its blocks", kinds(block)));
            }
        }
    }
    let field = rest.first().cloned().unwrap_or_default();
    let is_block = block.blocks().any(|b| b.kind().is_some_and(|k| k.text == field));
    let named = |f: &Field<'a>| f.key().text == field;
    let mut found: Vec<Field<'a>> = if missing.is_none() { block.fields().filter(named).collect() } else { Vec::new() };
    if found.is_empty() && is_block && missing.is_none() {
        return Err(EditError::new(format!("`{address}` is a block, not a field"))
            .help(format!("name one of its fields: `{address}.FIELD`")));
    }
    if let Some(key) = &address.key {
        found.retain(|f| has_key(*f, key));
    }
    Ok(AddressTarget { file, item, block, missing, field, found, address: address.clone() })
}

impl<'a> AddressTarget<'a> {
    /// The one field that the address names; an error where there is none, or more than one.
    pub fn single_field(&self) -> Result<Field<'a>, EditError> {
        match self.found[..] {
            [field] => Ok(field),
            [] if self.address.key.is_some() => Err(self.no_such_key()),
            [] => {
                let holder = self.missing.clone().unwrap_or_else(|| words(self.block));
                let said = format!("`{holder}` has no field `{}`", self.field);
                Err(EditError::new(said).known(&self.field, "its fields", self.block.fields().map(|f| f.key().text)))
            }
            _ => Err(self.several()),
        }
    }

    pub(super) fn no_such_key(&self) -> EditError {
        let bare = Address { key: None, ..self.address.clone() };
        let key = self.address.key.as_deref().unwrap_or_default();
        let kin: Vec<Field<'_>> = self.block.fields().filter(|f| f.key().text == self.field).collect();
        let keys = kin.iter().filter_map(|f| keys(*f).last().copied());
        let known = EditError::new(format!("no `{bare}` has the key `{key}`")).known(key, "the keys are", keys);
        let add = format!("`plan add {bare} …` adds a line");
        match known.help.clone() {
            Some(help) => known.help(format!("{help}; {add}")),
            None => known.help(add),
        }
    }

    fn several(&self) -> EditError {
        let keys: Vec<&str> = self.found.iter().filter_map(|f| keys(*f).last().copied()).collect();
        let bare = Address { key: None, ..self.address.clone() };
        let said = format!("`{}` appears {} times", self.address, self.found.len());
        match keys.first() {
            Some(key) => EditError::new(said).help(format!("name one by its date or name, as in `{bare}[{key}]`")),
            None => EditError::new(said).help("change it in the file"),
        }
    }
}

type FoundItem<'a, 'p> = ((usize, Block<'a>), &'p [String]);
type FoundBlock<'a, 'p> = (Block<'a>, &'p [String]);

fn find_item<'a, 'p>(address: &'p Address, files: &[&'a SyntaxTree]) -> Result<FoundItem<'a, 'p>, EditError> {
    let items = || files.iter().enumerate().flat_map(|(n, f)| f.blocks().map(move |b| (n, b)));
    let [first, second, ..] = &address.path[..] else { return Err(EditError::new("the address names no field")) };
    let is = |b: &Block<'_>, kind: &str| b.kind().is_some_and(|k| k.text == kind);
    let called = |b: &Block<'_>, id: &str| b.id().is_some_and(|i| i.text == id);
    let pick = |matching: Vec<(usize, Block<'a>)>, id: &str| match matching[..] {
        [] => Ok(None),
        [one] => Ok(Some(one)),
        [(_, a), (_, b), ..] if kind_of(a) == kind_of(b) => {
            Err(EditError::new(format!("the {} `{id}` is declared twice", kind_of(a))).help("rename one of them"))
        }
        [..] => {
            let mut kinds: Vec<String> = matching.iter().map(|(_, b)| format!("`{}.{id}`", kind_of(*b))).collect();
            kinds.dedup();
            let help = format!("write the kind before it: {}", kinds.join(" or "));
            Err(EditError::new(format!("more than one item is called `{id}`")).help(help))
        }
    };
    if address.path.len() > 2 {
        let with_kind = items().filter(|(_, b)| is(b, first) && called(b, second)).collect();
        if let Some(found) = pick(with_kind, second)? {
            return Ok((found, &address.path[2..]));
        }
    }
    let bare = |b: &Block<'_>| is(b, "initiative") || is(b, "metric");
    let ranked = items().filter(|(_, b)| bare(b) && called(b, first)).collect();
    if let Some(found) = pick(ranked, first)? {
        return Ok((found, &address.path[1..]));
    }
    if let Some(found) = pick(items().filter(|(_, b)| called(b, first)).collect(), first)? {
        return Ok((found, &address.path[1..]));
    }
    // A workspace has one plan, so that its settings need no name.
    let plans: Vec<_> = items().filter(|(_, b)| first == "plan" && is(b, "plan")).collect();
    if let ([plan], 2) = (&plans[..], address.path.len()) {
        return Ok((*plan, &address.path[1..]));
    }
    if address.path.len() > 2 && files.iter().any(|f| f.uses().any(|u| u.alias().is_some_and(|a| a.text == first))) {
        let mut named: Vec<_> = items().filter(|(_, b)| called(b, second)).collect();
        // A name of the file that gives the alias is written without it.
        let gives = |n: usize| files[n].uses().any(|u| u.alias().is_some_and(|a| a.text == first));
        if named.len() > 1 {
            named.retain(|(n, _)| !gives(*n));
        }
        let names: Vec<&str> = items().filter_map(|(_, b)| b.id()).map(|n| n.text).collect();
        return match pick(named, second)? {
            Some(found) => Ok((found, &address.path[2..])),
            None => {
                Err(EditError::new(format!("nothing is called `{first}.{second}`")).known(second, "there are", names))
            }
        };
    }
    if address.path.len() > 2 && items().any(|(_, b)| is(&b, first)) {
        let names: Vec<&str> =
            items().filter(|(_, b)| is(b, first)).filter_map(|(_, b)| b.id()).map(|n| n.text).collect();
        return Err(EditError::new(format!("there is no {first} `{second}`")).known(second, "there are", names));
    }
    let names: Vec<&str> = items().filter_map(|(_, b)| b.id()).map(|n| n.text).collect();
    Err(EditError::new(format!("nothing is called `{first}`")).known(first, "there are", names))
}

/// The block of this kind inside another, and what of the path is left within it.
fn nested<'a, 'p>(within: Block<'a>, kind: &str, rest: &'p [String]) -> Result<Option<FoundBlock<'a, 'p>>, EditError> {
    let same: Vec<Block<'a>> = within.blocks().filter(|b| b.kind().is_some_and(|k| k.text == kind)).collect();
    let named = |b: &&Block<'a>| rest.len() > 1 && b.id().is_some_and(|i| i.text == rest[0]);
    let matching: Vec<&Block<'a>> = same.iter().filter(named).collect();
    match matching[..] {
        [one] => return Ok(Some((*one, &rest[1..]))),
        [] => {}
        _ => {
            return Err(
                EditError::new(format!("the {kind} `{}` appears more than once", rest[0])).help("rename one of them")
            );
        }
    }
    let unnamed: Vec<&Block<'a>> = same.iter().filter(|b| b.id().is_none()).collect();
    match unnamed[..] {
        [one] => return Ok(Some((*one, rest))),
        [] => {}
        _ => {
            return Err(EditError::new(format!("`{}` has more than one block `{kind}`", words(within)))
                .help("change it in the file"));
        }
    }
    if within.fields().any(|f| f.key().text == kind) {
        let help = format!("its value is `{}.{kind}`", words(within));
        return Err(EditError::new(format!("`{kind}` is a field, not a block")).help(help));
    }
    let names: Vec<&str> = same.iter().filter_map(|b| b.id()).map(|n| n.text).collect();
    match names[..] {
        [] => Ok(None),
        [name, ..] if rest.len() == 1 => {
            let said = format!("the blocks `{kind}` of `{}` have names", words(within));
            Err(EditError::new(said).help(format!("write one of them before the field: `{kind}.{name}.{}`", rest[0])))
        }
        _ => {
            let said = format!("`{}` has no {kind} `{}`", words(within), rest[0]);
            Err(EditError::new(said).known(&rest[0], "there are", names))
        }
    }
}

/// The date behind `on`, `by` or `from`, or the name, that tells a repeated field from its kin.
pub(super) fn keys<'a>(field: Field<'a>) -> Vec<&'a str> {
    let value = field.value();
    let [phrase] = &value.phrases[..] else { return Vec::new() };
    phrase_keys(phrase)
}

fn phrase_keys<'a>(phrase: &Phrase<'a>) -> Vec<&'a str> {
    let text = |l: &Literal<'a>| match *l {
        Literal::Date(text) | Literal::Word(text) => Some(text),
        // A year alone is read as a number.
        Literal::Number { digits, symbol: None, unit: None } => Some(digits),
        _ => None,
    };
    let head = match phrase.head.low.literal {
        Literal::Word(word) if phrase.head.high.is_none() => Some(word),
        _ => None,
    };
    let telling = |c: Connective| matches!(c, Connective::On | Connective::By | Connective::From);
    let tails = phrase.tails.iter().filter(|(c, _, o)| telling(*c) && o.high.is_none());
    head.into_iter().chain(tails.filter_map(|(_, _, o)| text(&o.low.literal))).collect()
}

fn has_key(field: Field<'_>, key: &str) -> bool {
    keys(field).contains(&key)
}

fn kinds<'a>(block: Block<'a>) -> Vec<&'a str> {
    block.blocks().filter_map(|b| b.kind()).map(|k| k.text).collect()
}

fn kind_of(block: Block<'_>) -> &str {
    block.kind().map_or("item", |k| k.text)
}

/// What a block is called in a message: its name, else its kind.
fn words(block: Block<'_>) -> String {
    block.id().or(block.kind()).map_or("the block", |n| n.text).to_string()
}
