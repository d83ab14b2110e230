//! The table of commands: each with its line of help, and what runs it.

use super::context::CommandContext;
use super::failure::Failure;
use super::output::Output;
use super::plan_args::{PlanArgs, TextFormat};
use super::{
    audit, chart, check, choose, compare, diff, doc, experiment, explain, fmt, git, help, import, init, learn, metrics,
    rank, report, results, roadmap, schema, sensitivity, set, shell, status, std, table_format, test,
};
use clap::Subcommand;
use planwright::report::escape_terminal;

/// The commands of `plan`.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Find mistakes: syntax, names, types, units, dates, cycles, formulas, lints
    Check(check::CheckArgs),
    /// Format files in the one canonical layout
    Fmt(fmt::FmtArgs),
    /// Change one value in its file; comments and layout stay
    Set(set::SetArgs),
    /// Append a line to a repeated field, such as a metric's new `actual`
    Add(set::AddArgs),
    /// Rank the initiatives by a framework
    Rank(rank::RankArgs),
    /// Show how a score is computed, term by term
    Explain(explain::ExplainArgs),
    /// Show why one initiative ranks above another, input by input, and what would swap them
    Compare(compare::CompareArgs),
    /// Show what changed in meaning since a revision, or between two: facts, scores, ranks and dates, and why
    Diff(diff::DiffArgs),
    /// Choose the initiatives worth most together within the teams' capacity or a budget
    Choose(choose::ChooseArgs),
    /// Show which ranges make scores uncertain; for one initiative, as a tornado
    Sensitivity(sensitivity::SensitivityArgs),
    /// Show what is worth finding out before choosing: what it would change, and by how much
    Learn(learn::LearnArgs),
    /// Show each initiative's phase, what its next gate still requires, risks and blockers
    Status(status::StatusArgs),
    /// Show what gets done when; `--for executive` shows it as an audience sees it
    Roadmap(roadmap::RoadmapArgs),
    /// Write the whole plan as one self-contained page of HTML
    Report(report::ReportArgs),
    /// Draw a chart as SVG: ranking, roadmap, needs, metrics, risks
    Chart(chart::ChartArgs),
    /// Show each metric's value, its targets and forecast, and the work that moves it
    Metrics(metrics::MetricsArgs),
    /// Show what an experiment says: effect, interval, p-value, and whether to trust it
    Experiment(experiment::ExperimentArgs),
    /// Compare results with success criteria, and estimates with actuals
    Results(results::ResultsArgs),
    /// Compute every framework's examples and every expectation
    Test(test::TestArgs),
    /// Let git merge plans and show their diffs by what they mean
    Git(git::GitArgs),
    /// Turn a backlog from elsewhere into a plan
    Import(import::ImportArgs),
    /// Recompute a spreadsheet's scores: rows that are wrong, rows out of order
    Audit(audit::AuditArgs),
    /// Write a first plan with comments that explain it; never overwrites
    Init(init::InitArgs),
    /// The standard library: list it, print an item to start from
    Std(std::StdArgs),
    /// Print a document about an initiative (`plan doc ID --as prfaq`), or a page of the language's reference
    ///
    /// `plan doc ID --as prfaq` makes the document from what the plan holds, and marks what is missing; `plan doc ID`
    /// lists its documents and how complete each is. `plan doc WORD` prints what the reference says about a word of the
    /// language; what a plan declares is in it. A word that is both is taken as one of the language, unless `--as` is
    /// given.
    Doc(doc::DocArgs),
    /// Explain a diagnostic's code (`plan help P0201`), a command, or formulas
    Help(help::HelpArgs),
    /// Print the JSON Schema of a machine-readable format
    Schema(schema::SchemaArgs),
    /// Print a shell's completion script
    Completions(shell::CompletionsArgs),
    /// Print the manual page
    Man(shell::ManArgs),
}

impl Command {
    /// Runs it.
    ///
    /// # Errors
    /// Where the command line or the outside is at fault. A plan with mistakes in it is no failure.
    pub fn run(&self, face: &CommandContext) -> Result<Output, Failure> {
        let mut output = self.run_inner(face)?;
        if self.is_for_people() || (self.shows_changes() && face.layout.width.is_some()) {
            // The gate of the terminal: whatever a command makes of the plan's texts, none acts, and no line is too wide.
            output.text = escape_terminal(&output.text, face.layout);
        }
        Ok(output)
    }

    /// Whether it prints what it would change. Into a pipe that is a patch, every byte of which stays.
    fn shows_changes(&self) -> bool {
        match self {
            Command::Fmt(c) => c.is_diff(),
            Command::Set(c) => c.change.dry_run,
            Command::Add(c) => c.change.dry_run,
            _ => false,
        }
    }

    /// Whether its result is for people, and not for programs or a file.
    fn is_for_people(&self) -> bool {
        match self {
            Command::Rank(c) => c.format == table_format::TableFormat::Table,
            Command::Choose(c) => c.format == table_format::TableFormat::Table,
            Command::Sensitivity(c) => c.format == table_format::TableFormat::Table,
            Command::Learn(c) => c.format == table_format::TableFormat::Table,
            Command::Results(c) => c.format == table_format::TableFormat::Table,
            Command::Audit(c) => c.format == table_format::TableFormat::Table,
            Command::Status(c) => c.format == status::StatusFormat::Table,
            Command::Roadmap(c) => c.format == roadmap::RoadmapFormat::Table,
            Command::Metrics(c) => c.format == metrics::MetricsFormat::Table,
            Command::Explain(c) => c.format == TextFormat::Text,
            Command::Compare(c) => c.format == TextFormat::Text,
            Command::Diff(c) => c.format == diff::DiffFormat::Table,
            Command::Experiment(c) => c.format == experiment::ExperimentFormat::Text,
            Command::Test(_) => true,
            Command::Std(c) => c.is_list(),
            Command::Doc(c) => !c.is_document(),
            Command::Help(_) => true,
            Command::Check(_)
            | Command::Fmt(_)
            | Command::Set(_)
            | Command::Add(_)
            | Command::Report(_)
            | Command::Chart(_)
            | Command::Git(_)
            | Command::Import(_)
            | Command::Init(_)
            | Command::Schema(_)
            | Command::Completions(_)
            | Command::Man(_) => false,
        }
    }

    fn run_inner(&self, face: &CommandContext) -> Result<Output, Failure> {
        match self {
            Command::Check(c) => c.run(face),
            Command::Fmt(c) => c.run(face),
            Command::Set(c) => c.run(face),
            Command::Add(c) => c.run(face),
            Command::Rank(c) => c.run(face),
            Command::Explain(c) => c.run(face),
            Command::Compare(c) => c.run(face),
            Command::Diff(c) => c.run(face),
            Command::Choose(c) => c.run(face),
            Command::Sensitivity(c) => c.run(face),
            Command::Learn(c) => c.run(face),
            Command::Status(c) => c.run(face),
            Command::Roadmap(c) => c.run(face),
            Command::Report(c) => c.run(face),
            Command::Chart(c) => c.run(face),
            Command::Metrics(c) => c.run(face),
            Command::Experiment(c) => c.run(face),
            Command::Results(c) => c.run(face),
            Command::Test(c) => c.run(face),
            Command::Git(c) => c.run(face),
            Command::Import(c) => c.run(face),
            Command::Audit(c) => c.run(face),
            Command::Init(c) => c.run(face),
            Command::Std(c) => c.run(face),
            Command::Doc(c) => c.run(face),
            Command::Help(c) => c.run(face),
            Command::Schema(c) => c.run(face),
            Command::Completions(c) => c.run(face),
            Command::Man(c) => c.run(face),
        }
    }
}

impl Command {
    /// Whether it reads standard input.
    pub fn reads_stdin(&self) -> bool {
        let dash = |args: &PlanArgs| args.paths.iter().any(|p| p.as_os_str() == "-");
        match self {
            Command::Check(c) => dash(&c.plan),
            Command::Fmt(c) => c.paths.iter().any(|p| p.as_os_str() == "-"),
            Command::Rank(c) => dash(&c.plan),
            Command::Explain(c) => c.paths.iter().any(|p| p.as_os_str() == "-"),
            Command::Compare(c) => c.paths.iter().any(|p| p.as_os_str() == "-"),
            Command::Choose(c) => dash(&c.plan),
            Command::Sensitivity(c) => c.words.iter().any(|w| w == "-"),
            Command::Learn(c) => dash(&c.plan),
            Command::Status(c) => c.reads_stdin(),
            Command::Roadmap(c) => dash(&c.plan),
            Command::Report(c) => dash(&c.plan),
            Command::Chart(c) => dash(&c.plan),
            Command::Metrics(c) => c.words.iter().any(|w| w == "-"),
            Command::Experiment(c) => c.paths.iter().any(|p| p.as_os_str() == "-"),
            Command::Results(c) => dash(&c.plan),
            Command::Test(c) => dash(&c.plan),
            Command::Import(import) => import.reads_stdin(),
            Command::Doc(c) => c.reads_stdin(),
            Command::Audit(c) => c.file.as_os_str() == "-",
            _ => false,
        }
    }
}
