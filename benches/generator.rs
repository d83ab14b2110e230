//! Plans of any size, the same for the same size on every machine: what a large company's backlog would look like.

use std::fmt::Write;
use std::io;
use std::path::Path;

/// Initiatives in one file.
const PER_FILE: usize = 1_000;
const TEAMS: [&str; 8] = ["core", "growth", "ingest", "web", "mobile", "billing", "platform", "insight"];
const PHASES: [&str; 6] = ["idea", "discovery", "delivery", "launch", "sustain", "done"];
const VERBS: [&str; 10] =
    ["export", "import", "share", "filter", "sync", "audit", "merge", "alert", "invite", "archive"];
const THINGS: [&str; 10] =
    ["reports", "invoices", "dashboards", "members", "alerts", "exports", "sessions", "tokens", "queries", "orders"];
const LEVELS: [&str; 5] = ["massive", "high", "medium", "low", "minimal"];
const TAGS: [&str; 6] = ["retention", "mobile", "compliance", "revenue", "speed", "trust"];
const METRICS: [&str; 4] = ["activation", "retention", "revenue_growth", "reliability"];

/// Numbers that look like chance and are the same each time (splitmix64; Steele, Lea and Flood 2014).
struct Prng(u64);

impl Prng {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % limit as u64) as usize
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }

    fn in_a_hundred(&mut self, share: usize) -> bool {
        self.below(100) < share
    }
}

/// The files of a plan of `count` initiatives: names and texts, about 290 bytes an initiative. It has no errors.
pub(crate) fn plan(count: usize) -> Vec<(String, String)> {
    let mut numbers = Prng(count as u64);
    let mut files = vec![("acme.plan".to_string(), settings())];
    let mut text = String::new();
    for index in 0..count {
        initiative(&mut text, index, &mut numbers);
        if (index + 1) % PER_FILE == 0 || index + 1 == count {
            let name = format!("initiatives/part_{:04}.plan", index / PER_FILE);
            files.push((name, std::mem::take(&mut text)));
        }
    }
    files
}

/// Writes a plan of `count` initiatives into a folder.
pub(crate) fn write(folder: &Path, count: usize) -> io::Result<()> {
    for (name, text) in plan(count) {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap_or(folder))?;
        std::fs::write(path, text)?;
    }
    Ok(())
}

fn settings() -> String {
    let mut text = String::from(
        "plan acme \"Acme\" { edition: 2026; currency: USD; rank_by: rice; today: 2026-05-04; horizon: 2026-Q1 to 2026-Q4 }\n\n",
    );
    for team in TEAMS {
        let _ = writeln!(
            text,
            "team {team} \"Team {team}\" {{ capacity: 6 people; capacity: 5 people from 2026-08; lead: {team}_lead }}"
        );
        for role in ["lead", "pm"] {
            let _ =
                writeln!(text, "person {team}_{role} \"The {role} of {team}\" {{ team: {team}; role: \"{role}\" }}");
        }
    }
    for metric in METRICS {
        let _ = writeln!(
            text,
            "metric {metric} \"{metric}\" {{\n  role: input\n  unit: %\n  baseline: 20% on 2025-Q4\n  target: 35% by 2026-Q4\n  actual: 22% on 2026-01\n}}"
        );
    }
    text
}

fn initiative(text: &mut String, index: usize, numbers: &mut Prng) {
    let (verb, thing, team) = (numbers.one(&VERBS), numbers.one(&THINGS), numbers.one(&TEAMS));
    let id = |index: usize| format!("work_{index}");
    let _ = writeln!(
        text,
        "initiative {} \"{}{} {thing} for {team}, part {index}\" {{",
        id(index),
        verb[..1].to_uppercase(),
        &verb[1..]
    );
    let _ = writeln!(
        text,
        "  phase: {} from 2026-{:02}-{:02}",
        numbers.one(&PHASES),
        1 + numbers.below(4),
        1 + numbers.below(28)
    );
    let _ = writeln!(text, "  owner: {team}_{}", numbers.one(&["lead", "pm"]));
    let _ = writeln!(text, "  team: {team}");
    if index > 0 && numbers.in_a_hundred(30) {
        let _ = writeln!(text, "  needs: {}", id(numbers.below(index)));
    }
    if numbers.in_a_hundred(50) {
        let _ = writeln!(text, "  tags: {}, {}", numbers.one(&TAGS), numbers.one(&TAGS));
    }
    if numbers.in_a_hundred(20) {
        let low = 1 + numbers.below(10);
        let _ = writeln!(text, "  moves: {} by {low} to {} pp", numbers.one(&METRICS), low + 1 + numbers.below(10));
    }
    if numbers.in_a_hundred(5) {
        let _ = writeln!(text, "  # Asked for again by the support team.");
    }
    rice(text, numbers);
    if numbers.in_a_hundred(60) {
        let _ =
            writeln!(text, "  evidence {{ interviews: {}; surveys: {} }}", 1 + numbers.below(60), 1 + numbers.below(5));
    }
    text.push_str("}\n");
}

fn rice(text: &mut String, numbers: &mut Prng) {
    let reach = (1 + numbers.below(200)) * 50;
    text.push_str("  rice {\n");
    let _ = match numbers.below(10) {
        0..3 => writeln!(text, "    reach: {reach} to {} users/month because \"accounts of 2025-Q4\"", reach * 2),
        3..5 => writeln!(text, "    reach: {reach} to {} users/month likely {} users/month", reach * 3, reach * 3 / 2),
        5 => writeln!(text, "    reach: ?"),
        _ => writeln!(text, "    reach: {reach} users/month"),
    };
    let _ = writeln!(text, "    impact: {}", numbers.one(&LEVELS));
    let _ = writeln!(text, "    confidence: {}%", [50, 60, 80, 100][numbers.below(4)]);
    let effort = 1 + numbers.below(9);
    let _ = match numbers.below(2) {
        0 => writeln!(text, "    effort: {effort} to {} person-weeks", effort + 1 + numbers.below(12)),
        _ => writeln!(text, "    effort: {effort}.5 person-months"),
    };
    text.push_str("  }\n");
}
