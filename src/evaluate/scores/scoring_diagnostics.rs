//! What scoring one framework found, kept by initiative so that one of them can be scored again alone.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::Plan;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Source and offset of a failure, and what it says.
type FailureKey = (u32, u32, String);

/// What scoring one framework found.
#[derive(Debug, Clone, Default)]
pub(in crate::evaluate) struct ScoringDiagnostics {
    /// About the framework itself.
    pub framework: Vec<Diagnostic>,
    /// About the inputs of an initiative.
    pub inputs: BTreeMap<usize, Vec<Diagnostic>>,
    /// How the formula failed for an initiative.
    pub failures: BTreeMap<usize, Diagnostic>,
}

impl ScoringDiagnostics {
    /// Everything as findings; a formula that fails for many initiatives says so once.
    pub(in crate::evaluate) fn to_diagnostics(&self, plan: &Plan) -> Vec<Diagnostic> {
        let mut all: Vec<Diagnostic> = self.inputs.values().flatten().cloned().collect();
        all.extend(self.framework.iter().cloned());
        let mut failures: BTreeMap<FailureKey, (&Diagnostic, Vec<Arc<str>>)> = BTreeMap::new();
        for (initiative, failure) in &self.failures {
            let span = failure.label.span;
            let place = (span.source.0, span.start, failure.message.clone());
            let id = plan.initiatives.get(*initiative).map(|i| i.record.id.clone());
            failures.entry(place).or_insert_with(|| (failure, Vec::new())).1.extend(id);
        }
        all.extend(failures.into_values().map(|(d, ids)| name_initiatives(d, &ids)));
        all
    }
}

/// The initiatives that a formula failed for.
fn name_initiatives(d: &Diagnostic, ids: &[Arc<str>]) -> Diagnostic {
    let shown: Vec<String> = ids.iter().take(3).map(|i| format!("`{i}`")).collect();
    let more = ids.len().saturating_sub(3);
    let names = if more > 0 { format!("{} and {more} more", shown.join(", ")) } else { shown.join(", ") };
    let message = format!("{} (for {names})", d.message);
    let help =
        d.help.clone().unwrap_or_else(|| "change the formula so that it gives a number for every initiative".into());
    let unknown = d.code == Code::UNKNOWN_NAME;
    Diagnostic { message: if unknown { d.message.clone() } else { message }, help: Some(help), ..d.clone() }
}
