//! What a text says, fact by fact: read from the tree alone, for the check of a merge. Shares nothing with the merge.

use crate::edit::locate;
use crate::syntax::{Block, Field, SyntaxKind, SyntaxNode, SyntaxTree};
use std::collections::{HashMap, HashSet};

/// Where a fact stands, and which it is there.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct FactKey {
    /// Kind and id of the item; empty for what stands beside items.
    pub item: String,
    /// The way to it within the item.
    pub path: String,
    /// What tells it from others there.
    pub which: String,
    pub form: FactForm,
}

/// How a fact is told from others at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum FactForm {
    /// There is one value.
    Value,
    /// There is any number of each.
    Count,
}

/// The values of every fact, sorted.
pub(super) type Facts = HashMap<FactKey, Vec<String>>;

/// What a text says before it is known how its fields are told apart.
#[derive(Debug, Default)]
pub(super) struct Reading<'a> {
    fields: Vec<(String, String, SyntaxNode<'a>)>,
    blocks: Vec<(String, String, SyntaxNode<'a>)>,
    other: Vec<(FactKey, String)>,
}

impl<'a> Reading<'a> {
    /// Reads a text. `renamed` gives the base's id of items that were renamed.
    pub(super) fn of(tree: &'a SyntaxTree, renamed: &HashMap<(String, String), String>) -> Self {
        let mut reading = Reading::default();
        let lines_between = |a: usize, b: usize| tree.text[a..b].matches('\n').count();
        // Comments that nothing but a line's end parts from what follows, and where the last thing read ends.
        let (mut above, mut end, mut last) = (Vec::new(), 0, String::new());
        for root in tree.roots() {
            let span = root.span().range();
            let gap = lines_between(end, span.start);
            end = span.end;
            if gap > 1 {
                above.drain(..).for_each(|comment| reading.count("", "comment", FactForm::Count, comment));
            }
            match root.kind() {
                SyntaxKind::block => {
                    let block = Block(root);
                    let kind = block.kind().map_or("", |k| k.text).to_string();
                    let id = block.id().map_or("", |i| i.text).to_string();
                    let known = renamed.get(&(kind.clone(), id.clone())).cloned().unwrap_or_else(|| id.clone());
                    last = format!("{kind} {known}").trim().to_string();
                    above.drain(..).for_each(|comment| reading.count(&last, "above", FactForm::Count, comment));
                    reading.push(&last, "id", "", FactForm::Value, id);
                    reading.block(&last, "", root);
                }
                SyntaxKind::comment if gap == 0 && !last.is_empty() => {
                    reading.count(&last, "after", FactForm::Count, words(root));
                }
                SyntaxKind::comment => above.push(words(root)),
                _ => {
                    above.drain(..).for_each(|comment| reading.count("", "comment", FactForm::Count, comment));
                    reading.count("", "root", FactForm::Count, words(root));
                    last.clear();
                }
            }
        }
        above.into_iter().for_each(|comment| reading.count("", "comment", FactForm::Count, comment));
        reading
    }

    fn push(&mut self, item: &str, path: &str, which: &str, form: FactForm, value: String) {
        let key = FactKey { item: item.into(), path: path.into(), which: which.into(), form };
        self.other.push((key, value));
    }

    fn count(&mut self, item: &str, path: &str, form: FactForm, value: String) {
        self.push(item, path, &value.clone(), form, value);
    }

    /// Reads a block; its path ends with a point unless it is the item.
    fn block(&mut self, item: &str, path: &str, block: SyntaxNode<'a>) {
        for child in block.children() {
            match child.kind() {
                SyntaxKind::kind | SyntaxKind::id => {}
                SyntaxKind::title => self.push(item, &format!("{path}title"), "", FactForm::Value, words(child)),
                SyntaxKind::field => {
                    let key = Field(child).key().text;
                    self.fields.push((item.to_string(), format!("{path}{key}:"), child));
                    self.comments(item, path, child);
                }
                SyntaxKind::block => {
                    let inner = Block(child);
                    let name = [inner.kind(), inner.id()].into_iter().flatten().map(|n| n.text);
                    let path = format!("{path}{}.", name.collect::<Vec<_>>().join(" "));
                    self.blocks.push((item.to_string(), path, child));
                }
                SyntaxKind::comment => self.count(item, &format!("{path}#"), FactForm::Count, words(child)),
                _ => self.count(item, &format!("{path}unread"), FactForm::Count, words(child)),
            }
        }
    }

    fn comments(&mut self, item: &str, path: &str, node: SyntaxNode<'a>) {
        for child in node.children() {
            match child.kind() {
                SyntaxKind::comment => self.count(item, &format!("{path}#"), FactForm::Count, words(child)),
                _ => self.comments(item, path, child),
            }
        }
    }
}

/// The facts of texts that are compared with one another.
pub(super) fn facts(mut readings: Vec<Reading<'_>>) -> Vec<Facts> {
    open_blocks(&mut readings);
    let mut forms: HashMap<(String, String), FieldForm> = HashMap::new();
    for reading in &readings {
        let mut here: HashMap<(&str, &str), Vec<SyntaxNode<'_>>> = HashMap::new();
        for (item, path, node) in &reading.fields {
            here.entry((item, path)).or_default().push(*node);
        }
        for ((item, path), nodes) in here {
            forms.entry((item.to_string(), path.to_string())).or_default().add(&nodes);
        }
    }
    readings.into_iter().map(|reading| settle(reading, &forms)).collect()
}

/// Opens blocks that are told apart by their names, level by level; those that aren't stay whole.
fn open_blocks(readings: &mut [Reading<'_>]) {
    loop {
        let mut several: HashSet<(String, String)> = HashSet::new();
        for reading in readings.iter() {
            let mut seen: HashSet<(&str, &str)> = HashSet::new();
            for (item, path, _) in &reading.blocks {
                if !seen.insert((item, path)) {
                    several.insert((item.clone(), path.clone()));
                }
            }
        }
        let mut opened = false;
        for reading in readings.iter_mut() {
            for (item, path, block) in std::mem::take(&mut reading.blocks) {
                opened = true;
                if several.contains(&(item.clone(), path.clone())) {
                    reading.count(&item, &path, FactForm::Count, words(block));
                } else {
                    reading.push(&item, &path, "", FactForm::Value, "is there".into());
                    reading.block(&item, &path, block);
                }
            }
        }
        if !opened {
            return;
        }
    }
}

/// How the occurrences of a field are told apart, over all texts.
#[derive(Clone, Copy, Debug, Default)]
struct FieldForm {
    is_repeated: bool,
    is_ambiguous: bool,
    is_list: bool,
    has_shares: bool,
}

impl FieldForm {
    fn add(&mut self, nodes: &[SyntaxNode<'_>]) {
        let keys: Vec<String> = nodes.iter().map(|n| locate::keys(Field(*n)).join(" ")).collect();
        self.is_repeated |= nodes.len() > 1;
        self.is_ambiguous |= keys.iter().collect::<HashSet<_>>().len() < keys.len();
        self.is_list |= nodes.iter().any(|n| elements(*n).0.len() > 1 || has(*n, SyntaxKind::list, "["));
        self.has_shares |= nodes.iter().any(|n| has(*n, SyntaxKind::connective, "="));
    }
}

fn settle(reading: Reading<'_>, forms: &HashMap<(String, String), FieldForm>) -> Facts {
    let mut out = Facts::new();
    for (key, value) in reading.other {
        out.entry(key).or_default().push(value);
    }
    for (item, path, node) in reading.fields {
        let form = forms[&(item.clone(), path.clone())];
        let mut add = |which: &str, form, value: String| {
            let key = FactKey { item: item.clone(), path: path.clone(), which: which.into(), form };
            out.entry(key).or_default().push(value);
        };
        let all = words(node);
        if form.is_ambiguous {
            add(&all, FactForm::Count, all.clone());
        } else if form.is_repeated {
            add(&locate::keys(Field(node)).join(" "), FactForm::Value, all);
        } else if form.is_list && !form.has_shares {
            let (elements, reason) = elements(node);
            add("is there", FactForm::Value, String::new());
            add("because", FactForm::Value, reason);
            elements.into_iter().for_each(|e| add(&format!("element {e}"), FactForm::Count, e));
        } else {
            add("", FactForm::Value, all);
        }
    }
    out.values_mut().for_each(|values| values.sort_unstable());
    out
}

/// The elements of a value, and its reason.
fn elements(field: SyntaxNode<'_>) -> (Vec<String>, String) {
    let (mut elements, mut current, mut reason) = (Vec::new(), Vec::new(), Vec::new());
    let mut in_reason = false;
    for token in field.children().skip(1) {
        in_reason |= token.kind() == SyntaxKind::connective && token.text() == "because";
        match token.kind() {
            SyntaxKind::comment => {}
            _ if in_reason => reason.push(words(token)),
            SyntaxKind::comma => elements.push(std::mem::take(&mut current).join(" ")),
            SyntaxKind::list => {
                let items = token.children().filter(|c| !matches!(c.kind(), SyntaxKind::comma | SyntaxKind::comment));
                elements.extend(items.map(words));
            }
            _ => current.push(words(token)),
        }
    }
    if !current.is_empty() {
        elements.push(current.join(" "));
    }
    (elements, reason.join(" "))
}

fn has(node: SyntaxNode<'_>, wanted: SyntaxKind, begins: &str) -> bool {
    (node.kind() == wanted && node.text().starts_with(begins)) || node.children().any(|c| has(c, wanted, begins))
}

/// All tokens of a node but commas and, unless it is one, comments.
fn words(node: SyntaxNode<'_>) -> String {
    fn collect<'a>(node: SyntaxNode<'a>, out: &mut Vec<&'a str>) {
        let mut inner = node.children().peekable();
        if inner.peek().is_none() {
            out.push(node.text().trim());
        }
        inner
            .filter(|c| c.kind() != SyntaxKind::comment && c.kind() != SyntaxKind::comma)
            .for_each(|c| collect(c, out));
    }
    let mut out = Vec::new();
    collect(node, &mut out);
    out.join(" ")
}
