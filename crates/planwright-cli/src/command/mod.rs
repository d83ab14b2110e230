//! Floor 1: one file a command: its arguments → what it prints. The binary and embedding programs share them.

mod audit;
mod chart;
mod check;
mod choose;
mod compare;
mod doc;
mod experiment;
mod explain;
mod fmt;
mod found;
mod help;
mod import;
mod init;
mod learn;
mod metrics;
mod open_plan;
mod place;
mod plan;
mod progress;
mod rank;
mod report;
mod results;
mod roadmap;
mod sampling;
mod schema;
mod sensitivity;
mod set;
mod shell;
mod status;
mod std;
mod stored;
mod streams;
mod tell;
mod test;
mod worth;
mod write;

pub use open_plan::OpenPlan;
pub use place::renamed;
pub use plan::{PlanArgs, Shown, ViewArgs, open, read};
pub use streams::{Color, Diagnostics, Streams, forced_color, stderr_width, stdout_width};

use ::std::sync::Arc;
use clap::Subcommand;
use planwright::diagnostic::{Code, Diagnostic, Verdict};
use planwright::report::{Layout, terminal};
use planwright::source::SourceSet;

/// The commands of `plan`.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Find mistakes: syntax, names, types, units, dates, circles, formulas, lints
    Check(check::Check),
    /// Bring files into the one canonical layout
    Fmt(fmt::Fmt),
    /// Change one value in its file; comments and layout stay
    Set(set::Set),
    /// Append a line of a repeated field, as a new actual of a metric
    Add(set::Add),
    /// Rank the initiatives by a framework
    Rank(rank::Rank),
    /// Show how a score came about, term by term
    Explain(explain::Explain),
    /// Show why one initiative is above another, input by input, and what would swap them
    Compare(compare::Compare),
    /// Choose what is worth most together, within the teams' capacity or a budget
    Choose(choose::Choose),
    /// Show which range makes a score as unsure as it is; of one initiative as a tornado
    Sensitivity(sensitivity::Sensitivity),
    /// Show what is worth finding out before choosing: what it would change, and by how much
    Learn(learn::Learn),
    /// Show where everything stands: phases, what the gates ahead ask for, risks, blockers
    Status(status::Status),
    /// Show what gets done when, and tell it to an audience: `--for executive`
    Roadmap(roadmap::Roadmap),
    /// Put the whole plan on one page of HTML that needs nothing else
    Report(report::Report),
    /// Draw a chart as SVG: ranking, roadmap, needs, metrics, risks
    Chart(chart::Chart),
    /// Show the metrics: how each stands, where it is heading, who moves it
    Metrics(metrics::Metrics),
    /// Show what an experiment says: effect, interval, p-value, and whether to trust it
    Experiment(experiment::Experiment),
    /// Hold results against success criteria, and estimates against what they came to
    Results(results::Results),
    /// Compute every framework's examples and every expectation
    Test(test::Test),
    /// Turn a backlog from elsewhere into a plan
    Import(import::Import),
    /// Recompute a spreadsheet's scores: rows that are wrong, rows out of order
    Audit(audit::Audit),
    /// Write a first plan that teaches by its comments; never overwrites
    Init(init::Init),
    /// The standard library: list it, print an item to start from
    Std(std::Std),
    /// Print a document about an initiative (`plan doc ID --as prfaq`), or the reference of the language
    ///
    /// `plan doc ID --as prfaq` makes the document of what is on file, with what is missing marked; `plan doc ID` lists
    /// its documents and how complete each is. `plan doc WORD` prints what the reference says of a word of the language;
    /// what a plan declares is in it. A word that is both is taken as one of the language, unless `--as` is given.
    Doc(doc::Doc),
    /// Explain a diagnostic's code (`plan help P0201`), a command, or formulas
    Help(help::Help),
    /// Print the JSON Schema of a machine-readable format
    Schema(schema::Schema),
    /// Print a shell's completion script
    Completions(shell::Completions),
    /// Print the manual page
    Man(shell::Man),
}

/// What all commands get from the face that runs them.
#[derive(Debug, Clone)]
pub struct Face {
    /// The face's own command line, for help, completions and the manual.
    pub cli: fn() -> clap::Command,
    /// The width of the terminal; `None` where output goes elsewhere.
    pub layout: Layout,
    /// What stands in for a path of `-`.
    pub stdin: Option<String>,
    /// The plan that is open, for commands that name no path.
    pub plan: Option<Arc<OpenPlan>>,
}

/// How a command ended, in the numbers of its exit status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// All is well.
    Fine = 0,
    /// The plan has errors, or a check found something.
    Problems = 1,
    /// The command line was wrong.
    Usage = 2,
    /// The outside failed: files, git.
    Outside = 3,
    /// Ctrl-C ended it.
    Interrupted = 130,
}

impl From<Verdict> for Exit {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Passed => Exit::Fine,
            Verdict::Failed => Exit::Problems,
        }
    }
}

/// What a command gives.
#[derive(Debug, Clone)]
pub struct Output {
    /// For standard output.
    pub text: String,
    /// For standard error, a line each.
    pub notes: Vec<String>,
    /// Findings about the plan.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts that findings point into.
    pub sources: SourceSet,
    /// How it ended.
    pub exit: Exit,
    /// Whether the findings are the result, and so go to standard output in machine formats.
    pub findings_are_result: bool,
}

impl Output {
    /// Output that is only text.
    pub fn text(text: impl Into<String>) -> Self {
        Output {
            text: text.into(),
            notes: Vec::new(),
            diagnostics: Vec::new(),
            sources: SourceSet::default(),
            exit: Exit::Fine,
            findings_are_result: false,
        }
    }

    /// With findings, errors among which make it end with [`Exit::Problems`].
    pub fn with(mut self, diagnostics: Vec<Diagnostic>, sources: SourceSet) -> Self {
        if diagnostics.iter().any(Diagnostic::is_error) {
            self.exit = self.exit.max(Exit::Problems);
        }
        self.diagnostics = diagnostics;
        self.sources = sources;
        self
    }
}

/// Why a command gave nothing.
#[derive(Debug, Clone)]
pub struct Failure {
    /// How it ended.
    pub exit: Exit,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub help: Option<String>,
    /// Its code, where it has a page.
    pub code: Option<Code>,
    /// Errors of the plan that may be why, with the texts that they point into.
    pub findings: Option<Box<(Vec<Diagnostic>, SourceSet)>>,
}

impl Failure {
    /// A command line that can't be followed.
    pub fn usage(message: impl Into<String>) -> Self {
        Failure { exit: Exit::Usage, message: message.into(), help: None, code: None, findings: None }
    }

    /// Something outside that failed.
    pub fn outside(message: impl Into<String>) -> Self {
        Failure { exit: Exit::Outside, message: message.into(), help: None, code: None, findings: None }
    }

    /// As it is printed.
    pub fn text(&self) -> String {
        self.text_within(Layout::default())
    }

    /// As it is printed on a terminal.
    pub fn text_within(&self, layout: Layout) -> String {
        let code = self.code.map_or(String::new(), |c| format!("[{c}]"));
        let mut text = format!("error{code}: {}\n", self.message);
        if let Some(help) = &self.help {
            text += &format!("help: {help}\n");
        }
        terminal(&text, layout)
    }

    /// With a remedy.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl Command {
    /// Runs it.
    ///
    /// # Errors
    /// Where the command line or the outside is at fault. A plan with mistakes in it is no failure.
    pub fn run(&self, face: &Face) -> Result<Output, Failure> {
        let mut output = self.made(face)?;
        if self.speaks_to_people() || (self.shows_changes() && face.layout.width.is_some()) {
            // The gate of the terminal: whatever a command makes of the plan's texts, none acts, and no line is too wide.
            output.text = terminal(&output.text, face.layout);
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
    fn speaks_to_people(&self) -> bool {
        match self {
            Command::Rank(c) => c.format == rank::Format::Table,
            Command::Choose(c) => c.format == rank::Format::Table,
            Command::Sensitivity(c) => c.format == rank::Format::Table,
            Command::Learn(c) => c.format == rank::Format::Table,
            Command::Results(c) => c.format == rank::Format::Table,
            Command::Audit(c) => c.format == rank::Format::Table,
            Command::Status(c) => c.format == status::Format::Table,
            Command::Roadmap(c) => c.format == roadmap::Format::Table,
            Command::Metrics(c) => c.format == metrics::Format::Table,
            Command::Explain(c) => c.format == plan::TextFormat::Text,
            Command::Compare(c) => c.format == plan::TextFormat::Text,
            Command::Experiment(c) => c.format == experiment::Format::Text,
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

    fn made(&self, face: &Face) -> Result<Output, Failure> {
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
