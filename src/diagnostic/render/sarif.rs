//! SARIF 2.1.0 (OASIS, 2020), which code hosts and editors read.

use super::json::escape_hidden;
use super::source_region::source_region;
use crate::diagnostic::{Code, Diagnostic, Fix, Severity};
use crate::source::{SourceSet, Span};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// One log with one run: the codes that occur as rules, the diagnostics as results.
pub fn render(diagnostics: &[Diagnostic], sources: &SourceSet) -> String {
    let codes: BTreeSet<Code> = diagnostics.iter().map(|d| d.code).collect();
    let codes: Vec<Code> = codes.into_iter().collect();
    let results: Vec<Value> = diagnostics.iter().map(|d| result(d, &codes, sources)).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "planwright",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": codes.iter().map(|c| rule(*c)).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    escape_hidden(&format!("{log:#}"))
}

fn rule(code: Code) -> Value {
    json!({
        "id": code.to_string(),
        "shortDescription": { "text": code.title() },
        "help": { "text": code.page(), "markdown": code.page() },
        "defaultConfiguration": { "level": level(code.severity()) },
    })
}

fn result(d: &Diagnostic, codes: &[Code], sources: &SourceSet) -> Value {
    let text = match &d.help {
        Some(help) => format!("{}; {help}", d.message),
        None => d.message.clone(),
    };
    let mut result = json!({
        "ruleId": d.code.to_string(),
        "ruleIndex": codes.partition_point(|c| *c < d.code),
        "level": level(d.severity),
        "message": { "text": text },
        "locations": [location(d.label.span, &d.label.text, sources)],
    });
    if !d.labels.is_empty() {
        result["relatedLocations"] = d.labels.iter().map(|l| location(l.span, &l.text, sources)).collect();
    }
    if !d.fixes.is_empty() {
        result["fixes"] = d.fixes.iter().map(|f| fix(f, sources)).collect();
    }
    result
}

fn level(severity: Severity) -> &'static str {
    // SARIF's levels are the same three words.
    severity.as_str()
}

fn location(span: Span, text: &str, sources: &SourceSet) -> Value {
    let mut location = json!({
        "physicalLocation": { "artifactLocation": artifact(span, sources), "region": region(span, sources) },
    });
    if !text.is_empty() {
        location["message"] = json!({ "text": text });
    }
    location
}

fn fix(fix: &Fix, sources: &SourceSet) -> Value {
    json!({
        "description": { "text": fix.title },
        "artifactChanges": [{
            "artifactLocation": artifact(fix.span, sources),
            "replacements": [{
                "deletedRegion": region(fix.span, sources),
                "insertedContent": { "text": fix.replacement },
            }],
        }],
    })
}

fn region(span: Span, sources: &SourceSet) -> Value {
    let at = source_region(span, sources);
    json!({
        "startLine": at.start.line, "startColumn": at.start.column,
        "endLine": at.end.line, "endColumn": at.end.column,
    })
}

/// The file as a relative URI reference (RFC 3986).
fn artifact(span: Span, sources: &SourceSet) -> Value {
    let mut uri = String::new();
    for byte in source_region(span, sources).file.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(byte as char),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    json!({ "uri": uri })
}
