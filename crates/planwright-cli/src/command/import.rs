//! `plan import`.

use super::context::CommandContext;
use super::failure::Failure;
use super::foreign_file::{ReadingArgs, bytes, import_failure};
use super::output::Output;
use super::plan_args::open;
use super::stored_scores::StoredScoreQuery;
use super::write::{WriteOutcome, retry_on_conflict, write_file};
use clap::{Args, Subcommand};
use planwright::View;
use planwright::exchange::csv_import::{CsvImport, CsvImportOptions, CustomFieldType, import};
use planwright::exchange::mapping::Mapping;
use planwright::exchange::{ImportError, PlanNames, SourceTable, Yaml, merge, mouc, table_from_json};
use planwright::language::diff;
use planwright::language::{FieldSchema, FieldType};
use planwright::model::Record;
use planwright::source::{ExpectedContent, find_workspace};
use std::path::{Path, PathBuf};

/// Turn a backlog from elsewhere into a plan.
#[derive(Debug, Args)]
pub struct ImportArgs {
    #[command(subcommand)]
    pub(super) from: ImportSource,
}

#[derive(Debug, Subcommand)]
pub(super) enum ImportSource {
    /// A spreadsheet saved as CSV, or a table in a Markdown file
    Csv(CsvArgs),
    /// Issues exported from Jira as CSV
    Jira(CsvArgs),
    /// A list of records as JSON
    Json(JsonArgs),
    /// A roadmap of mouc: YAML with entities, what they require, efforts and people
    Mouc(MoucArgs),
}

#[derive(Debug, Args)]
pub(super) struct MoucArgs {
    /// The roadmap, `-` for standard input
    file: PathBuf,
    /// The file of people, with absences, groups and who does what names nobody
    #[arg(long, value_name = "RESOURCES.yaml")]
    people: Option<PathBuf>,
    /// The file to write; one that is there already is left as it is
    #[arg(short, long, value_name = "OUT.plan")]
    output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct CsvArgs {
    #[command(flatten)]
    pub(super) records: RecordArgs,
    #[command(flatten)]
    reading: ReadingArgs,
}

#[derive(Debug, Args)]
pub(super) struct JsonArgs {
    #[command(flatten)]
    pub(super) records: RecordArgs,
}

/// Records of any format, and what becomes of them.
#[derive(Debug, Args)]
pub(super) struct RecordArgs {
    /// The file, `-` for standard input
    pub(super) file: PathBuf,
    /// The file to write; where it is there already, only what changed is changed in it
    #[arg(short, long, value_name = "OUT.plan")]
    output: Option<PathBuf>,
    /// Which column fills which field, as title=feature,reach="Reach, monthly"
    #[arg(long, value_name = "FIELD=COLUMN,…")]
    map: Vec<String>,
    /// A file of such pairs, one a line, with framework=, field=, unit.INPUT= and values.FIELD.WORD= lines too
    #[arg(long, value_name = "FILE")]
    map_file: Option<PathBuf>,
    /// The framework that the columns are for; else it is guessed
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    framework: Vec<String>,
    /// The unit of an input's numbers, as reach=customers/quarter
    #[arg(long, value_name = "INPUT=UNIT")]
    unit: Vec<String>,
    /// A column to carry over as a field of your own, as theme, theme=Category or begun:date=Started; types are text,
    /// name, names, number, date and yes_no
    #[arg(long, value_name = "FIELD[:TYPE][=COLUMN]")]
    field: Vec<String>,
    /// The order of dates such as 03/04/2026, `dmy` or `mdy`; else it is guessed
    #[arg(long, value_name = "ORDER")]
    dates: Option<String>,
    /// The currency of amounts that name none, as EUR; else the plan's
    #[arg(long, value_name = "CODE")]
    currency: Option<String>,
    /// Write nothing; print what would be written or changed
    #[arg(long)]
    dry_run: bool,
    /// What words of a column mean, as phase:alpha=delivery,beta=launch or effort:S=0.5,M=2
    #[arg(long, value_name = "FIELD:WORD=VALUE,…")]
    values: Vec<String>,
    /// Carry over every other column as a field of your own
    #[arg(long)]
    rest: bool,
    /// Tell every row and cell in a line of its own
    #[arg(long, short)]
    verbose: bool,
    /// The plan whose frameworks, phases, people, teams and initiatives are known; else the one that holds OUT.plan
    #[arg(long, value_name = "PATH")]
    plan: Option<PathBuf>,
}

/// What a field of the plan takes, where a cell can hold that.
fn custom_field_type(field: &FieldSchema) -> Option<CustomFieldType> {
    match &field.ty {
        FieldType::Text => Some(CustomFieldType::Text),
        FieldType::Word if field.many => Some(CustomFieldType::Names),
        FieldType::Word => Some(CustomFieldType::Name),
        FieldType::Number => Some(CustomFieldType::Number),
        FieldType::Date => Some(CustomFieldType::Date),
        FieldType::Truth => Some(CustomFieldType::Truth),
        _ => None,
    }
}

impl ImportArgs {
    /// Runs it.
    ///
    /// # Errors
    /// Where the table can't be read or mapped, or the file can't be written.
    pub fn run(&self, face: &CommandContext) -> Result<Output, Failure> {
        match &self.from {
            ImportSource::Csv(csv) => csv.run(face, false),
            ImportSource::Jira(csv) => csv.run(face, true),
            ImportSource::Json(json) => {
                let table = table_from_json(&bytes(&json.records.file, face)?).map_err(import_failure)?;
                json.records.run(face, &table, false)
            }
            ImportSource::Mouc(mouc) => mouc.run(face),
        }
    }

    /// Whether its file is standard input.
    pub(super) fn reads_stdin(&self) -> bool {
        let file = match &self.from {
            ImportSource::Csv(csv) | ImportSource::Jira(csv) => &csv.records.file,
            ImportSource::Json(json) => &json.records.file,
            ImportSource::Mouc(mouc) => &mouc.file,
        };
        file.as_os_str() == "-"
    }
}

impl MoucArgs {
    fn run(&self, face: &CommandContext) -> Result<Output, Failure> {
        let read = |path: &Path| -> Result<Yaml, Failure> {
            Yaml::read(&bytes(path, face)?)
                .map_err(|r| ImportError { message: format!("`{}`: {}", path.display(), r.message), ..r })
                .map_err(import_failure)
        };
        let roadmap = read(&self.file)?;
        let people = self.people.as_deref().map(read).transpose()?;
        let imported = mouc::import(&roadmap, people.as_ref()).map_err(import_failure)?;
        let mut output = Output::text("");
        output.notes = imported.remarks;
        let Some(path) = &self.output else {
            output.text = imported.text;
            return Ok(output);
        };
        let shown = path.display().to_string();
        let there = || {
            let failure = Failure::outside(format!("`{shown}` is there already"));
            failure.help("write to another file and compare")
        };
        if path.is_file()
            || write_file(path, &shown, &imported.text, ExpectedContent::Nothing)? == WriteOutcome::Conflict
        {
            return Err(there());
        }
        output.notes.push(format!("wrote {shown}"));
        Ok(output)
    }
}

impl CsvArgs {
    fn run(&self, face: &CommandContext, jira: bool) -> Result<Output, Failure> {
        let format = self.reading.format().map_err(import_failure)?;
        let table = SourceTable::read_as(&bytes(&self.records.file, face)?, &format).map_err(import_failure)?;
        if jira && table.column("Issue key").or_else(|| table.column("Summary")).is_none() {
            let failure = Failure::usage("this is not what Jira saves: it has no column `Issue key` or `Summary`");
            return Err(failure.help("`plan import csv` reads tables of any names"));
        }
        self.records.run(face, &table, jira)
    }
}

impl RecordArgs {
    fn run(&self, face: &CommandContext, table: &SourceTable, jira: bool) -> Result<Output, Failure> {
        retry_on_conflict(|| self.attempt(face, table, jira))
    }

    /// Reads the plan around the output, imports the table and writes; nothing where another writer came first.
    fn attempt(&self, face: &CommandContext, table: &SourceTable, jira: bool) -> Result<Option<Output>, Failure> {
        let mut options = self.options()?;
        options.jira = jira;
        let known = self.known(face, &mut options)?;
        let fitting = self.variant(face, table, &known, &mut options);
        let mut imported = import(table, &known, &options).map_err(import_failure)?;
        imported.report.guesses.splice(0..0, fitting);
        let mut output = Output::text("");
        output.notes.extend(imported.report.words(self.verbose).lines().map(str::to_string));
        let Some(path) = self.output.as_deref().filter(|p| p.as_os_str() != "-") else {
            output.text = imported.text();
            return Ok(Some(output));
        };
        let shown = path.display().to_string();
        // A device or a pipe holds nothing that could be read before.
        let holds = path.is_file().then(|| bytes(path, face)).transpose()?;
        let (before, after) = match holds {
            Some(bytes) => {
                let (before, after) = self.merged(&shown, bytes, &imported, &known, &mut output)?;
                (Some(before), after)
            }
            None => (None, imported.text()),
        };
        if self.dry_run {
            output.text = diff(&shown, before.as_deref().unwrap_or_default(), &after);
        } else if before.as_ref() == Some(&after) {
            output.notes.push(format!("{shown} has it all already"));
        } else if write_file(path, &shown, &after, ExpectedContent::read(before.as_deref()))? == WriteOutcome::Conflict
        {
            return Ok(None);
        } else {
            output.notes.push(format!("wrote {shown}"));
        }
        Ok(Some(output))
    }

    /// Of the forms of a framework the one that the stored scores fit, entered into the options; what is to be said
    /// of it.
    fn variant(
        &self,
        face: &CommandContext,
        table: &SourceTable,
        known: &PlanNames,
        options: &mut CsvImportOptions,
    ) -> Option<String> {
        if !options.frameworks.is_empty() {
            return None;
        }
        let mapping = Mapping::of(table, known, &options.map, &[]).ok()?;
        let usual = mapping.frameworks.first()?;
        let plan = self.plan.as_deref().or(self.output.as_deref().filter(|o| o.exists())).unwrap_or(Path::new("."));
        let question =
            StoredScoreQuery { table, known, requests: &options.map, by: None, score: None, plan, scenario: None };
        let answer = question.find_match(face).ok().filter(|a| a.framework.id != usual.id)?;
        let others = mapping.frameworks.iter().skip(1).map(|f| f.id.to_string());
        options.frameworks = std::iter::once(answer.framework.id.to_string()).chain(others).collect();
        let (id, fits) = (&answer.framework.id, answer.report.agree());
        let compared = answer.report.rows.len() - answer.report.not_compared;
        Some(format!(
            "framework `{id}` and not `{0}`, since {fits} of {compared} stored scores are its; `--framework {0}` decides otherwise",
            usual.id
        ))
    }

    /// The file before, and with the table merged into it.
    fn merged(
        &self,
        shown: &str,
        bytes: Vec<u8>,
        imported: &CsvImport,
        known: &PlanNames,
        output: &mut Output,
    ) -> Result<(String, String), Failure> {
        let text = String::from_utf8(bytes).map_err(|_| Failure::outside(format!("`{shown}` is not UTF-8 text")))?;
        let existing = planwright::language::parse(planwright::source::SourceId(0), text.as_str().into());
        let merged = merge::merge(&existing, imported, known).map_err(import_failure)?;
        output.notes.extend(merged.changes.to_string().lines().map(str::to_string));
        Ok((text, merged.text))
    }

    /// What the plan has already; the names and fields of its other files go into the options.
    fn known(&self, face: &CommandContext, options: &mut CsvImportOptions) -> Result<PlanNames, Failure> {
        let folder = self.output.as_deref().map(|out| match out.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        });
        // A file that is there is a part of what it is checked with; a new one becomes a part of the workspace around it.
        let home = match (&self.output, folder) {
            (Some(out), _) if out.exists() => Some(out.as_path()),
            (_, Some(folder)) => find_workspace(folder).ok().flatten().map(|_| folder),
            _ => None,
        };
        let path = self.plan.as_deref().or(home).unwrap_or(Path::new("."));
        let parsed = open(&[path.to_path_buf()], face).ok().and_then(|source| source.parse().ok());
        let Some(parsed) = parsed else { return Ok(PlanNames::standard()) };
        let resolved = parsed.resolve(&View::default())?.resolved;
        let mut known = PlanNames::with(&resolved.plan);
        known.alone = parsed.own_files().is_empty();
        if self.plan.is_none() && home.is_none() && self.output.is_some() {
            // The new file stands alone: what it names it has to declare.
            known.items = PlanNames::standard().items;
            known.alone = true;
            return Ok(known);
        }
        let own = self.output.as_deref().and_then(|out| out.canonicalize().ok());
        let files = parsed.own_files();
        let elsewhere = |record: &Record| {
            let file = files.get(&record.header.source).and_then(|f| f.canonicalize().ok());
            file != own || own.is_none()
        };
        options
            .taken
            .extend(resolved.plan.initiatives.iter().filter(|i| elsewhere(&i.record)).map(|i| i.id().to_string()));
        for field in resolved.schema.kind("initiative").into_iter().flat_map(|k| k.fields.values()) {
            if let Some(ty) = custom_field_type(field).filter(|_| !field.standard) {
                options.declared.insert(field.name.to_string(), ty);
            }
        }
        Ok(known)
    }

    fn options(&self) -> Result<CsvImportOptions, Failure> {
        let mut options = CsvImportOptions { frameworks: self.framework.clone(), ..CsvImportOptions::default() };
        if let Some(path) = &self.map_file {
            let text = std::fs::read_to_string(path);
            let text = text.map_err(|e| Failure::outside(format!("`{}` can't be read: {e}", path.display())))?;
            options.file(&text).map_err(import_failure)?;
        }
        for map in &self.map {
            options.map(map).map_err(import_failure)?;
        }
        for unit in &self.unit {
            options.unit(unit).map_err(import_failure)?;
        }
        for values in &self.values {
            options.values(values).map_err(import_failure)?;
        }
        self.field.iter().for_each(|f| options.field(f));
        if let Some(order) = &self.dates {
            options.dates(order).map_err(import_failure)?;
        }
        if let Some(code) = &self.currency {
            options.currency(code).map_err(import_failure)?;
        }
        options.rest = self.rest;
        Ok(options)
    }
}
