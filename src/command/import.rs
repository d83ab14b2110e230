//! `plan import`.

use super::plan::plan_or_library;
use super::{Face, Failure, Output};
use crate::exchange::csv_import::{Imported, Options, import};
use crate::exchange::{Known, Refusal, Table, merge};
use crate::format::diff;
use crate::source::write_atomic;
use clap::{Args, Subcommand};
use std::path::{Path, PathBuf};

/// Turn a backlog from elsewhere into a plan.
#[derive(Debug, Args)]
pub struct Import {
    #[command(subcommand)]
    pub(super) from: From,
}

#[derive(Debug, Subcommand)]
pub(super) enum From {
    /// A spreadsheet saved as CSV
    Csv(Csv),
}

#[derive(Debug, Args)]
pub(super) struct Csv {
    /// The file, `-` for standard input
    pub(super) file: PathBuf,
    /// The file to write; where it is there already, only what changed is changed in it
    #[arg(short, long, value_name = "OUT.plan")]
    output: Option<PathBuf>,
    /// Which column fills which field, as title=feature,reach="Reach, monthly"
    #[arg(long, value_name = "FIELD=COLUMN,…")]
    map: Vec<String>,
    /// A file of such pairs, one a line, with framework=, field= and unit.INPUT= lines too
    #[arg(long, value_name = "FILE")]
    map_file: Option<PathBuf>,
    /// The framework that the columns are for; else it is guessed
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    framework: Vec<String>,
    /// The unit of an input's numbers, as reach=customers/quarter
    #[arg(long, value_name = "INPUT=UNIT")]
    unit: Vec<String>,
    /// A column to carry over as a field of your own, as theme or theme=Category
    #[arg(long, value_name = "FIELD[=COLUMN]")]
    field: Vec<String>,
    /// Write nothing; print what would be written or changed
    #[arg(long)]
    dry_run: bool,
    /// The plan whose own frameworks are known
    #[arg(long, value_name = "PATH", default_value = ".")]
    plan: PathBuf,
}

/// What can't be done with a spreadsheet.
pub(super) fn refused(refusal: Refusal) -> Failure {
    let failure = Failure::usage(refusal.message);
    match refusal.help {
        Some(help) => failure.help(help),
        None => failure,
    }
}

/// The bytes of a file, or of standard input.
pub(super) fn bytes(path: &Path, face: &Face) -> Result<Vec<u8>, Failure> {
    if path.as_os_str() == "-" {
        return Ok(face.stdin.clone().unwrap_or_default().into_bytes());
    }
    let failed = |e: std::io::Error| Failure::outside(format!("`{}` can't be read: {e}", path.display()));
    let data = std::fs::metadata(path).map_err(failed)?;
    if !data.is_file() || data.len() > crate::source::MAX_FILE_BYTES {
        return Err(Failure::outside(format!("`{}` is no file of at most 64 MiB", path.display())));
    }
    std::fs::read(path).map_err(failed)
}

/// The frameworks of the plan at a path, and those of the library; the library's alone where no plan can be read.
pub(super) fn known(path: &Path, face: &Face, scenario: Option<&str>) -> Result<Known, Failure> {
    Ok(Known::with(&plan_or_library(path, face, &[], scenario)?.resolved.plan))
}

impl Import {
    /// Runs it.
    ///
    /// # Errors
    /// Where the table can't be read or mapped, or the file can't be written.
    pub fn run(&self, face: &Face) -> Result<Output, Failure> {
        let From::Csv(csv) = &self.from;
        csv.run(face)
    }
}

impl Csv {
    fn run(&self, face: &Face) -> Result<Output, Failure> {
        let table = Table::read(&bytes(&self.file, face)?).map_err(refused)?;
        let known = known(&self.plan, face, None)?;
        let options = self.options()?;
        let imported = import(&table, &known, &options).map_err(refused)?;
        let mut output = Output::text("");
        output.notes.extend(imported.report.to_string().lines().map(str::to_string));
        let Some(path) = &self.output else {
            output.text = imported.text();
            return Ok(output);
        };
        let shown = path.display().to_string();
        let before = path.exists().then(|| bytes(path, face)).transpose()?;
        let (before, after) = match before {
            Some(bytes) => self.merged(&shown, bytes, &imported, &known, &mut output)?,
            None => (String::new(), imported.text()),
        };
        if self.dry_run {
            output.text = diff(&shown, &before, &after);
        } else if before != after {
            write_atomic(path, &after).map_err(|e| Failure::outside(format!("`{shown}` can't be written: {e}")))?;
            output.notes.push(format!("wrote {shown}"));
        } else {
            output.notes.push(format!("{shown} has it all already"));
        }
        Ok(output)
    }

    /// The file before, and with the table merged into it.
    fn merged(
        &self,
        shown: &str,
        bytes: Vec<u8>,
        imported: &Imported,
        known: &Known,
        output: &mut Output,
    ) -> Result<(String, String), Failure> {
        let text = String::from_utf8(bytes).map_err(|_| Failure::outside(format!("`{shown}` is not UTF-8 text")))?;
        let existing = crate::syntax::parse(crate::source::SourceId(0), text.as_str().into());
        let merged = merge::merge(&existing, imported, known).map_err(refused)?;
        output.notes.extend(merged.changes.to_string().lines().map(str::to_string));
        Ok((text, merged.text))
    }

    fn options(&self) -> Result<Options, Failure> {
        let mut options = Options { frameworks: self.framework.clone(), ..Options::default() };
        if let Some(path) = &self.map_file {
            let text = std::fs::read_to_string(path);
            let text = text.map_err(|e| Failure::outside(format!("`{}` can't be read: {e}", path.display())))?;
            options.file(&text).map_err(refused)?;
        }
        for map in &self.map {
            options.map(map).map_err(refused)?;
        }
        for unit in &self.unit {
            options.unit(unit).map_err(refused)?;
        }
        self.field.iter().for_each(|f| options.field(f));
        Ok(options)
    }
}
