//! Lints and expectations that plans and frameworks declare.

use super::FormulaSource;
use crate::diagnostic::Severity;
use crate::source::Span;
use std::sync::Arc;

/// What a rule looks at, one at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum RuleSubject {
    Initiative,
    Metric,
    Team,
    Person,
    Decision,
    Request,
    /// The initiatives of one framework together.
    Framework,
    /// All initiatives together.
    Plan,
}

impl RuleSubject {
    /// The subject of this word.
    pub fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "initiative" => RuleSubject::Initiative,
            "metric" => RuleSubject::Metric,
            "team" => RuleSubject::Team,
            "person" => RuleSubject::Person,
            "decision" => RuleSubject::Decision,
            "request" => RuleSubject::Request,
            "framework" => RuleSubject::Framework,
            "plan" => RuleSubject::Plan,
            _ => return None,
        })
    }

    /// The kind of items that it is; `None` for all initiatives together.
    pub fn kind(self) -> Option<&'static str> {
        Some(match self {
            RuleSubject::Initiative => "initiative",
            RuleSubject::Metric => "metric",
            RuleSubject::Team => "team",
            RuleSubject::Person => "person",
            RuleSubject::Decision => "decision",
            RuleSubject::Request => "request",
            RuleSubject::Framework | RuleSubject::Plan => return None,
        })
    }
}

/// Something that must hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// Its name.
    pub id: Arc<str>,
    /// What is so where it does not hold.
    pub broken: Option<Arc<str>>,
    /// The context in which it holds; `None` where it holds in all.
    pub context: Option<Arc<str>>,
    /// Whether it comes from the standard library.
    pub standard: bool,
    /// Its title: what it says when it is broken.
    pub title: Option<Arc<str>>,
    /// What it looks at.
    pub each: RuleSubject,
    /// Where it applies.
    pub when: Option<FormulaSource>,
    /// What must hold.
    pub must: FormulaSource,
    /// What must be on file for it to be asked, as `person.level`: of its own kind by each subject, of another by some
    /// item of the plan.
    pub given: Vec<(Arc<str>, Span)>,
    /// Which initiatives a finding about all of them names; all where it is absent.
    pub names: Option<FormulaSource>,
    /// Whether it reports once for all that break it (`Some(true)`) or for each; else for each of a few.
    pub once: Option<bool>,
    /// The code of what it finds, where it is not that of all rules.
    pub code: Option<crate::diagnostic::Code>,
    /// How bad it is where it does not.
    pub level: Severity,
    /// How to mend it.
    pub help: Option<Arc<str>>,
    /// Where its header stands.
    pub header: Span,
}

/// Something that must be true of the whole plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Expect {
    /// Its name.
    pub id: Arc<str>,
    /// Its title.
    pub title: Option<Arc<str>>,
    /// What must be true.
    pub that: FormulaSource,
    /// Why it matters.
    pub because: Option<Arc<str>>,
    /// Where its header stands.
    pub header: Span,
}
