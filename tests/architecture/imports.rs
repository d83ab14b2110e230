//! Which file of a crate uses which, read from its text: definitions, `use` trees and paths. A name that is handed on by
//! `pub use` leads to the file that defines it, so that a face (`mod.rs`) ties nobody to its neighbours.

use super::tokens::{Token, tokens};
use crate::support::files_below;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A module: the file it is in, what it defines, what it calls by which path.
#[derive(Default)]
struct Module {
    file: usize,
    defines: BTreeSet<String>,
    /// What a name of a `use` leads to.
    bound: BTreeMap<String, Vec<String>>,
    globs: Vec<Vec<String>>,
}

/// Where a file names something: the module it is in, and the path.
struct Mention {
    module: Vec<String>,
    path: Vec<String>,
}

/// The files of a crate, and which uses which.
pub(crate) struct Imports {
    pub(crate) files: Vec<String>,
    modules: BTreeMap<Vec<String>, Module>,
    mentions: Vec<Vec<Mention>>,
}

impl Imports {
    /// Reads the files under `src`; those of tests alone are left out.
    pub(crate) fn read(src: &Path) -> Imports {
        let paths = files_below(src, "rs");
        let name = |path: &PathBuf| path.strip_prefix(src).unwrap().to_string_lossy().replace('\\', "/");
        let texts = paths.iter().map(|p| (name(p), std::fs::read_to_string(p).unwrap()));
        Imports::of(texts.filter(|(name, _)| !is_test(name)))
    }

    /// Reads texts by their names, paths below `src`.
    pub(crate) fn of(texts: impl IntoIterator<Item = (String, String)>) -> Imports {
        let mut all = Imports { files: Vec::new(), modules: BTreeMap::new(), mentions: Vec::new() };
        for (name, text) in texts {
            let module = module_of(&name);
            let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_string();
            all.files.push(name);
            all.mentions.push(Vec::new());
            all.add(module, &tokens(&text));
        }
        all
    }

    fn add(&mut self, home: Vec<String>, tokens: &[Token]) {
        let file = self.files.len() - 1;
        self.modules.entry(home.clone()).or_default().file = file;
        // The modules written within the file, each with the depth of its braces.
        let (mut inner, mut depth) = (vec![(home, 0)], 0);
        let mut handed_on = Vec::new();
        let mut words: BTreeMap<&str, usize> = BTreeMap::new();
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            let (module, floor) = inner.last().cloned().unwrap();
            let next = tokens.get(at + 1).and_then(Token::word);
            match token {
                Token::Mark('{') => depth += 1,
                Token::Mark('}') => {
                    depth -= 1;
                    if inner.len() > 1 && depth == floor - 1 {
                        inner.pop();
                    }
                }
                Token::Word(w) if w == "use" => {
                    let before = at.checked_sub(1).map(|before| &tokens[before]);
                    let public = before.is_some_and(|b| b.word() == Some("pub") || *b == Token::Mark(')'));
                    let mut leaves = Vec::new();
                    at = use_tree(tokens, at + 1, &mut Vec::new(), &mut leaves);
                    for (name, path) in leaves {
                        let of = self.modules.get_mut(&module).unwrap();
                        match name {
                            None => of.globs.push(path.clone()),
                            Some(name) => {
                                of.bound.insert(name.clone(), path.clone());
                                if public {
                                    handed_on.push((name, module.clone(), path));
                                    continue;
                                }
                            }
                        }
                        self.mentions[file].push(Mention { module: module.clone(), path });
                    }
                    continue;
                }
                Token::Word(w) if w == "mod" && depth == floor && next.is_some() => {
                    if tokens.get(at + 2) == Some(&Token::Mark('{')) {
                        let mut path = module.clone();
                        path.push(next.unwrap().to_string());
                        self.modules.entry(path.clone()).or_default().file = file;
                        inner.push((path, floor + 1));
                    }
                    at += 2;
                    continue;
                }
                Token::Word(w) if DEFINES.contains(&&**w) && depth == floor => {
                    if let Some(name) = next {
                        self.modules.get_mut(&module).unwrap().defines.insert(name.to_string());
                    }
                }
                Token::Word(w) => {
                    let mut path = vec![w.clone()];
                    while let (Some(Token::Path), Some(word)) =
                        (tokens.get(at + 1), tokens.get(at + 2).and_then(Token::word))
                    {
                        path.push(word.to_string());
                        at += 2;
                    }
                    *words.entry(w).or_default() += 1;
                    if path.len() > 1 {
                        self.mentions[file].push(Mention { module, path });
                    }
                }
                _ => {}
            }
            at += 1;
        }
        // What is handed on is used only where the file's own code names it too.
        for (name, module, path) in handed_on {
            if words.contains_key(&*name) {
                self.mentions[file].push(Mention { module, path });
            }
        }
    }

    /// Each file with the files that it uses, and by which names.
    pub(crate) fn arrows(&self) -> BTreeMap<(usize, usize), BTreeSet<String>> {
        let mut arrows: BTreeMap<_, BTreeSet<String>> = BTreeMap::new();
        for (file, mentions) in self.mentions.iter().enumerate() {
            for Mention { module, path } in mentions {
                if let Some((to, name)) = self.find(module, path, 0).filter(|(to, _)| *to != file) {
                    arrows.entry((file, to)).or_default().insert(name);
                }
            }
        }
        arrows
    }

    /// The file that a path leads to from a module, with the name that it defines.
    fn find(&self, from: &[String], path: &[String], tried: usize) -> Option<(usize, String)> {
        let (first, rest) = path.split_first()?;
        if tried > 12 {
            return None;
        }
        match first.as_str() {
            "crate" => self.within(&[], rest, tried),
            "self" => self.within(from, rest, tried),
            "super" => match rest.first().is_some_and(|r| r == "super") {
                true => self.find(&from[..from.len().checked_sub(1)?], rest, tried),
                false => self.within(&from[..from.len().checked_sub(1)?], rest, tried),
            },
            _ => self.within(from, path, tried),
        }
    }

    fn within(&self, module: &[String], path: &[String], tried: usize) -> Option<(usize, String)> {
        let (name, rest) = path.split_first()?;
        let child = [module, std::slice::from_ref(name)].concat();
        if !rest.is_empty() && self.modules.contains_key(&child) {
            return self.within(&child, rest, tried);
        }
        let here = self.modules.get(module)?;
        if here.defines.contains(name) {
            return Some((here.file, name.clone()));
        }
        if let Some(bound) = here.bound.get(name).filter(|b| b.as_slice() != path) {
            let on = [bound.as_slice(), rest].concat();
            return self.find(module, &on, tried + 1);
        }
        here.globs.iter().find_map(|g| self.find(module, &[g.as_slice(), path].concat(), tried + 1))
    }
}

const DEFINES: [&str; 9] = ["fn", "struct", "enum", "trait", "type", "const", "static", "union", "macro_rules"];

/// The leaves of a `use` from its first token to its `;`: each name with its path, `None` for a glob. Gives the place
/// after it.
fn use_tree(
    tokens: &[Token],
    mut at: usize,
    path: &mut Vec<String>,
    out: &mut Vec<(Option<String>, Vec<String>)>,
) -> usize {
    let depth = path.len();
    let mut name = None;
    loop {
        match tokens.get(at) {
            Some(Token::Word(w)) if w == "as" => {
                name = tokens.get(at + 1).and_then(Token::word).map(str::to_string);
                at += 1;
            }
            Some(Token::Word(w)) => {
                path.push(w.clone());
                name = Some(w.clone());
            }
            Some(Token::Mark('*')) => {
                out.push((None, path.clone()));
                name = None;
            }
            Some(Token::Mark('{')) => {
                name = None;
                at += 1;
                while !matches!(tokens.get(at), Some(Token::Mark('}')) | None) {
                    at = use_tree(tokens, at, path, out);
                    if tokens.get(at) == Some(&Token::Mark(',')) {
                        at += 1;
                    }
                }
            }
            Some(Token::Path) => {}
            _ => break,
        }
        at += 1;
    }
    if let Some(mut name) = name {
        let mut whole = path.clone();
        if name == "self" {
            whole.pop();
            name = whole.last().cloned().unwrap_or_default();
        }
        out.push((Some(name), whole));
    }
    path.truncate(depth);
    at
}

/// `evaluate/roadmap/mod.rs` → `[evaluate, roadmap]`.
fn module_of(name: &str) -> Vec<String> {
    let mut parts: Vec<String> = name.trim_end_matches(".rs").split('/').map(str::to_string).collect();
    if matches!(parts.last().map(String::as_str), Some("mod" | "lib")) {
        parts.pop();
    }
    parts
}

fn is_test(name: &str) -> bool {
    name.split('/').any(|part| part.trim_end_matches(".rs").contains("tests"))
}
