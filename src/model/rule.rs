//! Lints and expectations that plans and frameworks declare.

use super::Code;
use crate::diagnostic::Severity;
use crate::source::Span;
use std::sync::Arc;

/// What a rule looks at, one at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Subject {
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

impl Subject {
    /// The subject of this word.
    pub fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "initiative" => Subject::Initiative,
            "metric" => Subject::Metric,
            "team" => Subject::Team,
            "person" => Subject::Person,
            "decision" => Subject::Decision,
            "request" => Subject::Request,
            "framework" => Subject::Framework,
            "plan" => Subject::Plan,
            _ => return None,
        })
    }

    /// The kind of items that it is; `None` for all initiatives together.
    pub fn kind(self) -> Option<&'static str> {
        Some(match self {
            Subject::Initiative => "initiative",
            Subject::Metric => "metric",
            Subject::Team => "team",
            Subject::Person => "person",
            Subject::Decision => "decision",
            Subject::Request => "request",
            Subject::Framework | Subject::Plan => return None,
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
    pub each: Subject,
    /// Where it applies.
    pub when: Option<Code>,
    /// What must hold.
    pub must: Code,
    /// What must be on file for it to be asked, as `person.level`: of its own kind by each subject, of another by some
    /// item of the plan.
    pub given: Vec<(Arc<str>, Span)>,
    /// Which initiatives a finding about all of them names; all where it is absent.
    pub names: Option<Code>,
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
    pub that: Code,
    /// Why it matters.
    pub because: Option<Arc<str>>,
    /// Where its header stands.
    pub header: Span,
}
