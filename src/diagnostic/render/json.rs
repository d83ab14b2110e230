//! `--diagnostics json` and `plan check --format json`: a stable contract, versioned by its `schema`.

use super::source_region::source_region;
use crate::diagnostic::sanitize::is_hidden;
use crate::diagnostic::summary::count;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{SourceSet, Span};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The version of the format.
pub const SCHEMA: &str = "planwright/2";

/// What `check` found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct JsonReport {
    /// `planwright/2`.
    pub schema: String,
    /// Every finding, in the order it is shown.
    pub diagnostics: Vec<JsonDiagnostic>,
    /// How many of them are errors.
    pub errors: usize,
    /// How many are warnings.
    pub warnings: usize,
}

/// One finding. Lines and columns start at 1; columns count characters; the end is exclusive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct JsonDiagnostic {
    /// Its code, as `P0201`; `plan help P0201` explains it.
    pub code: String,
    /// How bad it is.
    pub severity: JsonSeverity,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub help: Option<String>,
    /// The file, relative to the workspace.
    pub file: String,
    /// First line.
    pub line: u32,
    /// First column.
    pub column: u32,
    /// Last line.
    pub end_line: u32,
    /// One past the last column.
    pub end_column: u32,
    /// The preferred edit that mends it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<JsonFix>,
    /// Other places that explain it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<JsonRelated>,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum JsonSeverity {
    /// Wrong; the value is not used.
    Error,
    /// Probably not what was meant.
    Warning,
    /// Worth knowing.
    Note,
}

impl From<Severity> for JsonSeverity {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Error => JsonSeverity::Error,
            Severity::Warning => JsonSeverity::Warning,
            Severity::Note => JsonSeverity::Note,
        }
    }
}

impl From<JsonSeverity> for Severity {
    fn from(level: JsonSeverity) -> Self {
        match level {
            JsonSeverity::Error => Severity::Error,
            JsonSeverity::Warning => Severity::Warning,
            JsonSeverity::Note => Severity::Note,
        }
    }
}

/// A text edit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct JsonFix {
    /// What the edit does.
    pub title: String,
    /// The file to edit.
    pub file: String,
    /// First line replaced.
    pub line: u32,
    /// First column replaced.
    pub column: u32,
    /// Last line replaced.
    pub end_line: u32,
    /// One past the last column replaced; equal to the start for an insertion.
    pub end_column: u32,
    /// The new text.
    pub replacement: String,
    /// Whether `plan check --fix` applies it.
    pub safe: bool,
}

/// Another place of a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct JsonRelated {
    /// What there is to say about it.
    pub message: String,
    /// The file.
    pub file: String,
    /// First line.
    pub line: u32,
    /// First column.
    pub column: u32,
    /// Last line.
    pub end_line: u32,
    /// One past the last column.
    pub end_column: u32,
}

/// The document as data, for a caller that puts it into another.
pub fn report(diagnostics: &[Diagnostic], sources: &SourceSet) -> JsonReport {
    JsonReport {
        schema: SCHEMA.to_string(),
        diagnostics: diagnostics.iter().map(|d| json_diagnostic(d, sources)).collect(),
        errors: count(diagnostics, Severity::Error),
        warnings: count(diagnostics, Severity::Warning),
    }
}

/// The document as text, indented, with a line end. Hidden characters are written as `\uXXXX`, so that the
/// document says the same to a program and nothing unseen to a terminal.
pub fn render(diagnostics: &[Diagnostic], sources: &SourceSet) -> String {
    // Strings and numbers in structs: there is nothing here that serialising could refuse.
    escape_hidden(&serde_json::to_string_pretty(&report(diagnostics, sources)).unwrap_or_default())
}

/// JSON with its hidden characters, which can only stand in its strings, escaped; and a line end.
pub(super) fn escape_hidden(json: &str) -> String {
    let mut out = String::with_capacity(json.len() + 1);
    for c in json.chars() {
        if is_hidden(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            out.push(c);
        }
    }
    out.push('\n');
    out
}

fn json_diagnostic(d: &Diagnostic, sources: &SourceSet) -> JsonDiagnostic {
    let (file, [line, column, end_line, end_column]) = region(d.label.span, sources);
    JsonDiagnostic {
        code: d.code.to_string(),
        severity: d.severity.into(),
        message: d.message.clone(),
        help: d.help.clone(),
        file,
        line,
        column,
        end_line,
        end_column,
        fix: d.fixes.first().map(|fix| {
            let (file, [line, column, end_line, end_column]) = region(fix.span, sources);
            let (title, replacement) = (fix.title.clone(), fix.replacement.clone());
            JsonFix { title, file, line, column, end_line, end_column, replacement, safe: fix.safe }
        }),
        related: d
            .labels
            .iter()
            .map(|label| {
                let (file, [line, column, end_line, end_column]) = region(label.span, sources);
                JsonRelated { message: label.text.to_string(), file, line, column, end_line, end_column }
            })
            .collect(),
    }
}

fn region(span: Span, sources: &SourceSet) -> (String, [u32; 4]) {
    let at = source_region(span, sources);
    (at.file.to_string(), [at.start.line, at.start.column, at.end.line, at.end.column])
}
