//! What a plan was read from, and what was laid over it.

use super::load::LoadedWorkspace;
use super::resolved_plan::ResolvedPlan;
use crate::syntax::SyntaxTree;
use std::sync::Arc;

impl ResolvedPlan {
    /// The texts laid over the plan, the first one first.
    pub fn overlays(&self) -> &[Arc<SyntaxTree>] {
        &self.incremental.overlays
    }

    /// The plan's own files as they were read, without what was laid over them and what the library gave, of which other
    /// changes may need less.
    pub fn without_overlays(&self) -> LoadedWorkspace {
        let mut loaded = self.incremental.loaded.clone();
        let library = loaded.files.iter().filter(|f| f.standard).map(|f| f.parsed.source.0);
        // Files are numbered before all else.
        let first = library.chain(self.incremental.overlays.iter().map(|o| o.source.0)).min();
        loaded.files.retain(|f| !f.standard);
        if let Some(first) = first {
            loaded.sources.truncate(first as usize);
        }
        loaded
    }
}

#[cfg(test)]
mod tests {
    use crate::pipeline::{Source, View};

    #[test]
    fn a_plan_has_its_own_files_below_all_that_is_laid_over_it() {
        let text = "initiative a \"A\" { ice { impact: 5; confidence: 6; ease: 9 } }\nnonsense\n";
        let parsed = Source::text("p.plan", text).parse().unwrap();
        let view = View { overlays: vec!["initiative a { ice { impact: 6 } }".into()], ..View::default() };
        let mut resolved = parsed.resolve(&view).unwrap().resolved;
        assert!(resolved.sources.len() > parsed.loaded.sources.len() + 1);
        assert_eq!(resolved.overlays().len(), 1);
        for _ in 0..2 {
            let bare = resolved.without_overlays();
            assert_eq!(bare.sources.len(), parsed.loaded.sources.len());
            assert_eq!(bare.files.len(), parsed.loaded.files.len());
            assert_eq!(bare.diagnostics, parsed.loaded.diagnostics);
            assert!(!bare.diagnostics.is_empty());
            resolved = crate::resolve::resolve(bare, &crate::resolve::ResolveOptions::default());
        }
    }
}
