//! Which items of the standard library a plan asks for. Only those are read: starting up takes no time for the rest.

use super::load::LoadedWorkspace;
use super::options::ResolveOptions;
use crate::formula::mentioned_names;
use crate::schema::{Schema, library};
use crate::syntax::{Block, Literal, SyntaxTree};
use std::collections::BTreeSet;

/// Names that the plan mentions and the library may know.
#[derive(Debug, Default)]
pub(super) struct LibraryDemand {
    kinds: BTreeSet<String>,
    blocks: BTreeSet<String>,
    frameworks: BTreeSet<String>,
    formulas: BTreeSet<String>,
    sets: BTreeSet<String>,
    folders: Vec<library::LibraryFolder>,
    /// What the plan itself declares, as (kind, name): its version wins, whole.
    declared: BTreeSet<(String, String)>,
}

impl LibraryDemand {
    pub(super) fn of(loaded: &LoadedWorkspace, options: &ResolveOptions) -> LibraryDemand {
        let frameworks = options.frameworks.iter().cloned().collect();
        let mut needed = LibraryDemand { frameworks, folders: options.folders.clone(), ..LibraryDemand::default() };
        if needed
            .folders
            .iter()
            .any(|f| matches!(f, library::LibraryFolder::Documents | library::LibraryFolder::Columns))
        {
            needed.all_kinds();
        }
        let always = library::LibraryFolder::ALWAYS_LOADED.into_iter().map(library::LibraryFolder::kind);
        for kind in ["plan", "initiative", "framework", "block", "field", "person"].into_iter().chain(always) {
            needed.kinds.insert(kind.to_string());
        }
        for file in &loaded.files {
            needed.file(&file.parsed);
        }
        options.overlays.iter().for_each(|o| needed.file(o));
        needed
    }

    fn file(&mut self, parsed: &SyntaxTree) {
        parsed.blocks().for_each(|b| self.item(b));
    }

    fn insert(set: &mut BTreeSet<String>, name: &str) {
        if !set.contains(name) {
            set.insert(name.to_string());
        }
    }

    fn item(&mut self, block: Block<'_>) {
        let Some(kind) = block.kind() else { return };
        Self::insert(&mut self.kinds, kind.text);
        match kind.text {
            "initiative" => {
                block.blocks().filter_map(|b| b.kind()).for_each(|k| Self::insert(&mut self.blocks, k.text))
            }
            // A document may show what stands in any kind of item.
            "document" | "audience" | "column" => self.all_kinds(),
            "scenario" => block.blocks().for_each(|b| self.item(b)),
            "metric" => {
                let shared = block.fields().filter(|f| f.key().text == "is");
                let names = shared.filter_map(|f| f.single_word());
                names.for_each(|n| Self::insert(&mut self.formulas, n));
                for field in block.fields().filter(|f| f.key().text == "covers") {
                    let phrases = field.value().phrases;
                    let names = phrases.iter().filter_map(|p| p.head.low.word());
                    names.for_each(|n| Self::insert(&mut self.sets, n.text));
                }
            }
            "metric_set" => {
                let parts = block.blocks().flat_map(|b| b.fields()).filter(|f| f.key().text == "formulas");
                for field in parts {
                    let phrases = field.value().phrases;
                    let names = phrases.iter().filter_map(|p| p.head.low.word());
                    names.for_each(|n| Self::insert(&mut self.formulas, n.text));
                }
            }
            "plan" | "weighting" => {
                let fields = block.fields().filter(|f| matches!(f.key().text, "rank_by" | "for"));
                fields.for_each(|f| self.words(f));
            }
            "rule" | "expect" => block.fields().for_each(|f| self.words(f)),
            "framework" => {
                block.fields().filter(|f| f.key().text == "score").for_each(|f| self.words(f));
                for nested in block.blocks() {
                    nested
                        .fields()
                        .filter(|f| matches!(f.key().text, "from" | "must" | "when"))
                        .for_each(|f| self.words(f));
                    nested.blocks().filter_map(|b| b.kind()).for_each(|k| Self::insert(&mut self.blocks, k.text));
                }
            }
            _ => {}
        }
        if matches!(
            kind.text,
            "framework"
                | "phase"
                | "noun"
                | "gate"
                | "context"
                | "level"
                | "specialty"
                | "business_model"
                | "rule"
                | "formula"
                | "metric_set"
                | "document"
                | "audience"
                | "column"
        ) && let Some(id) = block.id()
        {
            self.declared.insert((kind.text.to_string(), id.text.to_string()));
        }
    }

    fn all_kinds(&mut self) {
        library::items(library::LibraryFolder::Kinds).for_each(|k| Self::insert(&mut self.kinds, k.name));
    }

    /// Frameworks of the library that a field names, formulas included.
    fn words(&mut self, field: crate::syntax::Field<'_>) {
        for phrase in field.value().phrases {
            let words = match phrase.head.low.literal {
                Literal::Word(word) => word.split('.').map(str::to_string).collect(),
                Literal::Code(code) => mentioned_names(code),
                _ => continue,
            };
            let known = words.iter().filter(|w| library::find(library::LibraryFolder::Frameworks, w).is_some());
            known.for_each(|w| Self::insert(&mut self.frameworks, w));
        }
    }

    /// Reads the library's items into the loaded files, with what they need in turn.
    pub(super) fn load(&self, loaded: &mut LoadedWorkspace) {
        let mut wanted: Vec<String> = self.frameworks.iter().chain(&self.blocks).cloned().collect();
        while let Some(name) = wanted.pop() {
            let own = self.declared.contains(&("framework".to_string(), name.clone()));
            if !own && loaded.add_standard(library::LibraryFolder::Frameworks, &name) {
                let mut more = LibraryDemand::default();
                loaded.files.last().into_iter().for_each(|f| more.file(&f.parsed));
                wanted.extend(more.frameworks);
            }
        }
        let mut formulas = self.formulas.clone();
        for name in &self.sets {
            let own = self.declared.contains(&("metric_set".to_string(), name.clone()));
            if !own && loaded.add_standard(library::LibraryFolder::MetricSets, name) {
                let mut more = LibraryDemand::default();
                loaded.files.last().into_iter().for_each(|f| more.file(&f.parsed));
                formulas.extend(more.formulas);
            }
        }
        for name in &formulas {
            if !self.declared.contains(&("formula".to_string(), name.clone())) {
                loaded.add_standard(library::LibraryFolder::Formulas, name);
            }
        }
        for folder in library::LibraryFolder::ALWAYS_LOADED.into_iter().chain(self.folders.iter().copied()) {
            for item in library::items(folder) {
                if !self.declared.contains(&(folder.kind().to_string(), item.name.to_string())) {
                    loaded.add_standard(folder, item.name);
                }
            }
        }
    }

    /// Reads the rows of kinds and blocks.
    pub(super) fn require(&self, schema: &mut Schema) {
        self.kinds.iter().for_each(|k| schema.require(k));
        if !self.formulas.is_empty() || !self.sets.is_empty() {
            schema.require("formula");
            schema.require("metric_set");
        }
        self.blocks.iter().for_each(|b| schema.require_block("initiative", b));
        // Frameworks of the library show examples with evidence; formulas may ask for any block's facts.
        for item in library::items(library::LibraryFolder::Blocks) {
            schema.require_block("initiative", item.name);
        }
    }
}
