//! The table of commands: each with its line of help, and what runs it.

use super::context::CommandContext;
use super::failure::Failure;
use super::output::Output;
use super::plan_args::{PlanArgs, TextFormat};
use super::{
    audit, chart, check, choose, compare, doc, experiment, explain, fmt, help, import, init, learn, metrics, rank,
    report, results, roadmap, schema, sensitivity, set, shell, status, std, table_format, test,
};
use clap::Subcommand;
use planwright::report::escape_terminal;

/// The commands of `plan`.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Find mistakes: syntax, names, types, units, dates, circles, formulas, lints
    Check(check::CheckArgs),
    /// Bring files into the one canonical layout
    Fmt(fmt::FmtArgs),
    /// Change one value in its file; comments and layout stay
    Set(set::SetArgs),
    /// Append a line of a repeated field, as a new actual of a metric
    Add(set::AddArgs),
    /// Rank the initiatives by a framework
    Rank(rank::RankArgs),
    /// Show how a score came about, term by term
    Explain(explain::ExplainArgs),
    /// Show why one initiative is above another, input by input, and what would swap them
    Compare(compare::CompareArgs),
    /// Choose what is worth most together, within the teams' capacity or a budget
    Choose(choose::ChooseArgs),
    /// Show which range makes a score as unsure as it is; of one initiative as a tornado
    Sensitivity(sensitivity::SensitivityArgs),
    /// Show what is worth finding out before choosing: what it would change, and by how much
    Learn(learn::LearnArgs),
    /// Show where everything stands: phases, what the gates ahead ask for, risks, blockers
    Status(status::StatusArgs),
    /// Show what gets done when, and tell it to an audience: `--for executive`
    Roadmap(roadmap::RoadmapArgs),
    /// Put the whole plan on one page of HTML that needs nothing else
    Report(report::ReportArgs),
    /// Draw a chart as SVG: ranking, roadmap, needs, metrics, risks
    Chart(chart::ChartArgs),
    /// Show the metrics: how each stands, where it is heading, who moves it
    Metrics(metrics::MetricsArgs),
    /// Show what an experiment says: effect, interval, p-value, and whether to trust it
    Experiment(experiment::ExperimentArgs),
    /// Hold results against success criteria, and estimates against what they came to
    Results(results::ResultsArgs),
    /// Compute every framework's examples and every expectation
    Test(test::TestArgs),
    /// Turn a backlog from elsewhere into a plan
    Import(import::ImportArgs),
    /// Recompute a spreadsheet's scores: rows that are wrong, rows out of order
    Audit(audit::AuditArgs),
    /// Write a first plan that teaches by its comments; never overwrites
    Init(init::InitArgs),
    /// The standard library: list it, print an item to start from
    Std(std::StdArgs),
    /// Print a document about an initiative (`plan doc ID --as prfaq`), or the reference of the language
    ///
    /// `plan doc ID --as prfaq` makes the document of what is on file, with what is missing marked; `plan doc ID` lists
    /// its documents and how complete each is. `plan doc WORD` prints what the reference says of a word of the language;
    /// what a plan declares is in it. A word that is both is taken as one of the language, unless `--as` is given.
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
