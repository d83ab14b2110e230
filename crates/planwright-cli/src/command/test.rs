//! `plan test`.

use super::context::CommandContext;
use super::exit::Exit;
use super::failure::Failure;
use super::output::Output;
use super::plan_args::{LoadOptions, PlanArgs};
use clap::Args;

/// Compute every framework's examples and every expectation.
#[derive(Debug, Args)]
pub struct TestArgs {
    #[command(flatten)]
    pub(super) plan: PlanArgs,
}

impl TestArgs {
    /// Runs it.
    ///
    /// # Errors
    /// Where the plan can't be read.
    pub fn run(&self, face: &CommandContext) -> Result<Output, Failure> {
        let shown = self.plan.load(face, &LoadOptions::default())?;
        let evaluated = &shown.scored.evaluated;
        let (examples, expects) = (evaluated.examples(), evaluated.expectation_results());
        let super::diagnostic_summary::DiagnosticSummary { mut errors, enclosing_plan: around, .. } =
            shown.diagnostic_summary();
        let failed_examples = examples.iter().filter(|e| e.problem.is_some()).count();
        let failed_expects = expects.iter().filter(|e| e.problem.is_some()).count();
        let mut text = String::new();
        for example in &examples {
            let verdict = if example.problem.is_some() { "failed" } else { "ok" };
            text += &format!("example {} {}: {verdict}\n", example.framework, example.number);
        }
        for expect in &expects {
            let verdict = if expect.problem.is_some() { "failed" } else { "ok" };
            let title = expect.title.as_deref().unwrap_or("");
            text += &format!("expect {}: {verdict}  {title}\n", expect.id).replace("  \n", "\n");
        }
        let failed = failed_examples + failed_expects;
        text += &format!("{} passed, {failed} failed\n", examples.len() + expects.len() - failed);
        errors.in_scope.extend(examples.into_iter().filter_map(|e| e.problem));
        errors.in_scope.extend(expects.into_iter().filter_map(|e| e.problem));
        let exit = if failed > 0 { Exit::Problems } else { Exit::Fine };
        let output = Output { exit, ..Output::text(planwright::diagnostic::sanitize(&text)) };
        let found = super::diagnostic_summary::DiagnosticSummary { errors, warnings: 0, enclosing_plan: around };
        Ok(found.add_to(output, shown.scored.sources))
    }
}
