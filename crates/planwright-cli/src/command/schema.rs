//! `plan schema`.

use super::context::CommandContext;

use super::failure::Failure;

use super::output::Output;
use clap::{Args, ValueEnum};
use planwright::diagnostic::render::json::JsonReport as CheckReport;
use planwright::exchange::audit::AuditReport;
use planwright::report::compare::CompareReport;
use planwright::report::diff::DiffReport;
use planwright::report::document::Document;
use planwright::report::experiment::ExperimentReport;
use planwright::report::explain::ExplainReport;
use planwright::report::json;
use planwright::report::learn::LearnReport;
use planwright::report::metrics::MetricsReport;
use planwright::report::portfolio::SelectionReport;
use planwright::report::rank::RankReport;
use planwright::report::rank::side_by_side::SideBySideReport;
use planwright::report::results::ResultsReport;
use planwright::report::roadmap::RoadmapReport;
use planwright::report::sensitivity::SensitivityReport;
use planwright::report::status::StatusReport;
use schemars::schema_for;

/// Print the JSON Schema of a machine-readable format.
#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// The format
    name: SchemaName,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum SchemaName {
    /// What `plan check --diagnostics json` prints
    Check,
    /// What `plan rank --format json` prints
    Rank,
    /// What `plan rank --format json` prints of several frameworks or weightings
    RankSeveral,
    /// What `plan explain --format json` prints
    Explain,
    /// What `plan compare --format json` prints
    Compare,
    /// What `plan diff --format json` prints
    Diff,
    /// What `plan choose --format json` prints
    Choose,
    /// What `plan sensitivity --format json` prints
    Sensitivity,
    /// What `plan learn --format json` prints
    Learn,
    /// What `plan status --format json` prints
    Status,
    /// What `plan metrics --format json` prints
    Metrics,
    /// What `plan experiment --format json` prints
    Experiment,
    /// What `plan results --format json` prints
    Results,
    /// What `plan roadmap --format json` prints
    Roadmap,
    /// What `plan doc ID --as DOCUMENT --format json` prints
    Document,
    /// What `plan audit --format json` prints
    Audit,
}

impl SchemaArgs {
    /// Runs it.
    ///
    /// # Errors
    /// Never.
    pub fn run(&self, _: &CommandContext) -> Result<Output, Failure> {
        Ok(Output::text(match self.name {
            SchemaName::Check => json(&schema_for!(CheckReport)),
            SchemaName::Rank => json(&schema_for!(RankReport)),
            SchemaName::RankSeveral => json(&schema_for!(SideBySideReport)),
            SchemaName::Explain => json(&schema_for!(ExplainReport)),
            SchemaName::Compare => json(&schema_for!(CompareReport)),
            SchemaName::Diff => json(&schema_for!(DiffReport)),
            SchemaName::Choose => json(&schema_for!(SelectionReport)),
            SchemaName::Sensitivity => json(&schema_for!(SensitivityReport)),
            SchemaName::Learn => json(&schema_for!(LearnReport)),
            SchemaName::Status => json(&schema_for!(StatusReport)),
            SchemaName::Metrics => json(&schema_for!(MetricsReport)),
            SchemaName::Experiment => json(&schema_for!(ExperimentReport)),
            SchemaName::Results => json(&schema_for!(ResultsReport)),
            SchemaName::Roadmap => json(&schema_for!(RoadmapReport)),
            SchemaName::Document => json(&schema_for!(Document)),
            SchemaName::Audit => json(&schema_for!(AuditReport)),
        }))
    }
}
