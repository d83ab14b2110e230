//! What rules find, in words.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::Rule;
use crate::source::Span;
use std::sync::Arc;

/// More items than this that break one rule are one finding.
pub(super) const MAX_SEPARATE_FINDINGS: usize = 5;

/// How many of them are named.
const MAX_ITEMS_NAMED: usize = 3;

/// An item that breaks a rule.
pub(super) struct RuleViolation {
    pub id: Arc<str>,
    pub header: Span,
}

/// An item of which it can't be told whether it breaks a rule.
pub(super) struct UndeterminedItem {
    pub of: RuleViolation,
    /// The values that are missing.
    pub missing: Vec<String>,
}

/// A rule that items break: a finding for each, or one for all.
pub(super) fn violation_findings(rule: &Rule, broken: &[RuleViolation], helps: &[String]) -> Vec<Diagnostic> {
    let help = |at: usize| helps.get(at).cloned();
    let once = rule.once.unwrap_or(broken.len() > MAX_SEPARATE_FINDINGS);
    match broken {
        [first, _, ..] if once => {
            let said = format!("{}: {}", names(broken), violation_text(rule));
            vec![finding(rule, first.header, said, help(0))]
        }
        few => {
            let said = |b: &RuleViolation| format!("`{}`: {}", b.id, violation_text(rule));
            few.iter().enumerate().map(|(at, b)| finding(rule, b.header, said(b), help(at))).collect()
        }
    }
}

/// What is so, and the rule that it breaks. A rule that does not say what is so is quoted as broken.
fn violation_text(rule: &Rule) -> String {
    match &rule.broken {
        Some(broken) => format!("{broken} [{}]", rule.id),
        None => format!("breaks the rule \u{201c}{}\u{201d} [{}]", title(rule), rule.id),
    }
}

/// A rule that the initiatives of a framework, or of the plan, break together.
pub(super) fn joint_violation(
    rule: &Rule,
    framework: Option<&str>,
    place: Span,
    named: &[RuleViolation],
    help: Option<String>,
) -> Diagnostic {
    let subject = framework.map_or("the plan".to_string(), |f| format!("`{f}`"));
    let those = if named.is_empty() { String::new() } else { format!(" ({})", names(named)) };
    let said = format!("{subject}: {}{those}", violation_text(rule));
    finding(rule, place, said, help)
}

/// A rule that can't be answered for items: a finding for each, or one for many that miss the same.
pub(super) fn undetermined_findings(rule: &Rule, unknown: &[UndeterminedItem]) -> Vec<Diagnostic> {
    let mut groups: Vec<(&[String], Vec<&RuleViolation>)> = Vec::new();
    for one in unknown {
        match groups.iter_mut().find(|(missing, _)| *missing == one.missing) {
            Some((_, of)) => of.push(&one.of),
            None => groups.push((&one.missing, vec![&one.of])),
        }
    }
    let mut found = Vec::new();
    for (missing, of) in groups {
        if let [first, ..] = of.as_slice()
            && of.len() > MAX_SEPARATE_FINDINGS
        {
            let all: Vec<RuleViolation> =
                of.iter().map(|b| RuleViolation { id: b.id.clone(), header: b.header }).collect();
            found.push(undetermined_finding(rule, Some(names(&all)), first.header, missing));
        } else {
            found.extend(of.iter().map(|b| undetermined_finding(rule, Some(format!("`{}`", b.id)), b.header, missing)));
        }
    }
    found
}

/// The same for a rule over all initiatives.
pub(super) fn joint_undetermined(rule: &Rule, framework: Option<&str>, missing: &[String]) -> Diagnostic {
    undetermined_finding(rule, framework.map(|f| format!("`{f}`")), rule.header, missing)
}

fn title(rule: &Rule) -> &str {
    rule.title.as_deref().unwrap_or(&rule.id)
}

/// `` `a`, `b` and `c` ``, or of many `` `a`, `b`, `c` and 9 more ``.
fn names(items: &[RuleViolation]) -> String {
    let quoted: Vec<String> = items.iter().map(|b| format!("`{}`", b.id)).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [all @ .., last] if quoted.len() <= MAX_ITEMS_NAMED + 1 => format!("{} and {last}", all.join(", ")),
        many => format!("{} and {} more", many[..MAX_ITEMS_NAMED].join(", "), many.len() - MAX_ITEMS_NAMED),
    }
}

pub(in crate::evaluate) fn finding(rule: &Rule, span: Span, said: String, help: Option<String>) -> Diagnostic {
    let d = Diagnostic::new(rule.code.unwrap_or(Code::RULE_BROKEN), span, said).severity(rule.level);
    match help {
        Some(help) => d.help(help),
        None => d
            .also(rule.header, "the rule")
            .help("change what the rule is about, or the rule; its own `help` would say how"),
    }
}

fn undetermined_finding(rule: &Rule, subject: Option<String>, span: Span, names: &[String]) -> Diagnostic {
    let missing: Vec<String> = names.iter().map(|n| format!("`{n}`")).collect();
    let subject = subject.map_or(String::new(), |s| format!(" for {s}"));
    let said = format!("the rule `{}` can't be answered{subject}: {} is missing", rule.id, missing.join(", "));
    let help = "fill the value in, or let the rule say what holds without it, as in `x ?? 0` or `has(\"x\")`";
    Diagnostic::new(Code::FORMULA_UNKNOWN, span, said).help(help)
}
