//! One initiative, everything about where it stands.

use crate::report::status::table::{EscapeText, duration_text, is_long, risk_text, weeks};
use crate::report::status::{GateStatus, InitiativeDetail, RequirementRow, RiskRow, StatusItem};
use crate::report::{Layout, escape_markdown, unescaped};
use std::fmt::Write;

/// A heading with its lines, each with what belongs under it.
struct DetailSection {
    heading: String,
    lines: Vec<(String, Vec<String>)>,
}

impl StatusItem {
    /// For people.
    pub fn text(&self, layout: Layout) -> String {
        let mut out = wrapped(&format!("{}  {}", self.id, self.title), 0, layout) + "\n";
        for section in self.sections(unescaped) {
            let _ = writeln!(out, "\n{}", wrapped(&section.heading, 0, layout));
            for (line, under) in section.lines {
                let _ = writeln!(out, "{}", wrapped(&line, 2, layout));
                for line in under {
                    let _ = writeln!(out, "{}", wrapped(&line, 6, layout));
                }
            }
        }
        out
    }

    /// The same in Markdown.
    pub fn markdown(&self) -> String {
        let mut out = format!("# {}\n", escape_markdown(&self.title));
        for section in self.sections(escape_markdown) {
            let _ = writeln!(out, "\n## {}\n", section.heading);
            for (line, under) in section.lines {
                let _ = writeln!(out, "- {line}");
                for line in under {
                    let _ = writeln!(out, "  - {}", code(&line));
                }
            }
        }
        out
    }

    fn sections(&self, say: EscapeText) -> Vec<DetailSection> {
        let mut sections = Vec::new();
        let mut add = |heading: String, lines: Vec<(String, Vec<String>)>| {
            if !lines.is_empty() {
                sections.push(DetailSection { heading, lines });
            }
        };
        let detail = self.detail.as_ref();
        add("People".into(), detail.map_or_else(Vec::new, |d| d.people(say)));
        add("Phases".into(), detail.map_or_else(Vec::new, |d| self.phases(d)));
        for gate in &self.behind {
            let heading = format!("Skipped at gates already passed: {}", gate.heading(say));
            add(heading, gate.parts.iter().filter(|p| !p.passes).flat_map(|p| p.lines(say)).collect());
        }
        if self.gate.next.is_some() {
            let heading = format!("Ahead: {}", self.gate.heading(say));
            add(heading, self.gate.parts.iter().flat_map(|p| p.lines(say)).collect());
        }
        add("Risks, by likelihood × delay".into(), self.risks.iter().map(|r| r.lines(say)).collect());
        let one = |line: String| (line, Vec::new());
        let mut blocks = Vec::new();
        if !self.blocked_by.is_empty() {
            blocks.push(one(format!("blocked by {}", say(&self.blocked_by.join(", ")))));
        }
        if !self.blocking.is_empty() {
            blocks.push(one(format!("blocks {}", self.blocking.join(", "))));
        }
        add("Waiting".into(), blocks);
        let Some(detail) = detail else { return sections };
        let question = |q: &crate::report::status::QuestionRow| {
            let of = q.of.as_ref().map_or(String::new(), |of| format!(" (for {})", say(of)));
            one(format!("{}{of}", say(&q.title)))
        };
        add("Open questions".into(), detail.questions.iter().map(question).collect());
        let approval = |a: &crate::report::status::ApprovalRow| {
            let from = a.from.as_ref().map_or(String::new(), |from| match a.unasked {
                true => format!(", its review was to begin on {from}"),
                false => format!(", review from {from}"),
            });
            let by = a.by.as_ref().map_or(String::new(), |by| format!(", needed by {by}"));
            let late = if a.late { ", which is over" } else { "" };
            one(format!("{}: {}{from}{by}{late}", a.id, say(a.state.as_deref().unwrap_or("not asked yet"))))
        };
        add("Approvals".into(), detail.approvals.iter().map(approval).collect());
        let monitor = |m: &crate::report::status::MonitorRow| {
            let mark = match m.kept {
                Some(true) => "✓",
                Some(false) => "✗",
                None => "–",
            };
            one(format!("{mark} {}: {}", m.metric, say(&m.says)))
        };
        let stages = detail.stages.iter().map(|said| one(format!("✗ {}", say(said))));
        add("Launch".into(), detail.monitors.iter().map(monitor).chain(stages).collect());
        add("Decisions".into(), detail.decisions.iter().map(|d| one(d.line(say))).collect());
        add("Requests".into(), detail.requests.iter().map(|r| one(r.line(say))).collect());
        sections
    }

    fn phases(&self, detail: &InitiativeDetail) -> Vec<(String, Vec<String>)> {
        let last = detail.phases.len();
        let phase = |(at, row): (usize, &crate::report::status::PhaseRow)| {
            let from = row.from.as_ref().map_or(String::new(), |f| format!(" from {f}"));
            let days = row.days.map_or(String::new(), |d| format!(", {}", duration_text(d)));
            let long = match &self.usual {
                Some(usual) if at + 1 == last && is_long(self) => format!(": longer than the usual {}", usual.text),
                Some(usual) if at + 1 == last => format!(" (usually {})", usual.text),
                _ => String::new(),
            };
            (format!("{}{from}{days}{long}", row.phase), Vec::new())
        };
        detail.phases.iter().enumerate().map(phase).collect()
    }
}

impl InitiativeDetail {
    /// Who answers for it, and who builds it.
    fn people(&self, say: EscapeText) -> Vec<(String, Vec<String>)> {
        let mut lines: Vec<String> = self.owner.iter().map(|owner| format!("owner: {}", say(owner))).collect();
        lines.extend(self.reviewer.iter().map(|reviewer| format!("reviewed by {}", say(reviewer))));
        lines.extend(self.teams.iter().map(|team| {
            let lead = team.lead.as_ref().map_or(String::new(), |lead| format!(", led by {}", say(lead)));
            format!("team: {}{lead}", say(&team.title))
        }));
        lines.into_iter().map(|line| (line, Vec::new())).collect()
    }
}

impl GateStatus {
    fn heading(&self, say: EscapeText) -> String {
        let next = say(self.next.as_deref().unwrap_or_default());
        format!("the gate into {next}, {} of {} met", self.on_file, self.asked)
    }
}

impl RequirementRow {
    fn lines(&self, say: EscapeText) -> Vec<(String, Vec<String>)> {
        if let Some(reason) = &self.waived {
            return vec![(format!("– {} (waived: {})", say(&self.what), say(reason)), Vec::new())];
        }
        if self.passes {
            return vec![(format!("✓ {}", say(&self.what)), Vec::new())];
        }
        let whats: Vec<&str> = self.missing.iter().map(|m| &*m.what).collect();
        let said = match whats.as_slice() {
            [one] if *one == self.what || one.starts_with(&self.what) => one.to_string(),
            several => format!("{}: {}", self.what, several.join(", ")),
        };
        let mut lines: Vec<String> = self.missing.iter().filter_map(|m| m.line.clone()).collect();
        lines.dedup();
        vec![(format!("✗ {}", say(&said)), lines)]
    }
}

impl RiskRow {
    fn lines(&self, say: EscapeText) -> (String, Vec<String>) {
        let expected = self.expected_weeks.map_or(String::new(), |w| format!(", {} to expect", weeks(w)));
        let owner = self.owner.as_ref().map_or("nobody watches it".into(), |o| format!("{o} watches it"));
        let due = self.due.as_ref().map_or(String::new(), |d| format!(" by {d}"));
        let mitigation = match &self.mitigation {
            Some(mitigation) => format!("{mitigation}{due}"),
            None => "no mitigation".into(),
        };
        (format!("{} ({}{expected})", say(&self.title), risk_text(self)), vec![format!("{mitigation}; {owner}")])
    }
}

/// A text as code, between more ticks than it holds in a row.
fn code(text: &str) -> String {
    let text = crate::report::escape_cell(text);
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let ticks = "`".repeat(longest + 1);
    let blank = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{ticks}{blank}{text}{blank}{ticks}")
}

/// A line further in, broken at the width where there is one.
fn wrapped(text: &str, indent: usize, layout: Layout) -> String {
    let (first, rest) = (" ".repeat(indent), " ".repeat(indent + 4));
    let text = crate::report::escape_cell(text);
    let Some(width) = layout.width else { return format!("{first}{text}") };
    let options = textwrap::Options::new(width.max(30)).initial_indent(&first).subsequent_indent(&rest);
    textwrap::fill(&text, options)
}
