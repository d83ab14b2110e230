//! Kinds of item by what they are called elsewhere.

use super::{normalize_word, same};

/// The words, the kind, and what to say beside it.
const KINDS: &[(&str, &str, &str)] = &[
    (
        "task story user_story feature epic issue ticket project idea bug work_item workitem item card deliverable capability enhancement improvement theme program programme solution opportunity concept spike backlog_item pbi entry bet",
        "initiative",
        "whatever may be built is an initiative; parts name their whole as `parent`",
    ),
    (
        "goal objective okr key_result kr kpi measure indicator north_star outcome success_metric target signal",
        "metric",
        "what shall be reached is a metric with a `target`",
    ),
    ("user member assignee owner people employee stakeholder pm developer engineer resource contact", "person", ""),
    ("squad pod group crew tribe department chapter guild resource_group", "team", ""),
    (
        "milestone release version launch_plan checkpoint deadline fix_version",
        "initiative",
        "a release is an initiative with a `due` that `needs` what belongs to it",
    ),
    ("status stage state column lane workflow_state step", "phase", ""),
    (
        "feedback customer_feedback insight feature_request ask suggestion customer_request vote support_ticket",
        "request",
        "",
    ),
    ("method scorecard scoring score prioritization prioritisation model matrix formula_score", "framework", ""),
    ("config configuration settings setting plan_settings", "plan", ""),
    ("unit measure_unit", "noun", "what is counted is a noun: `noun pupil \"Pupil\" { is: user }`"),
    ("role job_title position rank seniority grade", "level", "the rung of the career ladder that a person is on"),
    ("choice adr resolution commitment", "decision", ""),
    ("lint constraint policy guard", "rule", ""),
    ("assertion test assert check_that", "expect", ""),
    ("variant what_if alternative option version_of_plan", "scenario", ""),
    ("viewer readership recipient", "audience", ""),
    ("weights weighting_scheme", "weighting", ""),
];

/// Words of kinds that are nothing of their own here, and what to write.
const UNSUPPORTED_KINDS: &[(&str, &str)] = &[
    (
        "sprint iteration cycle",
        "sprints are not there yet: initiatives have `start` and `due`, and the roadmap finds the rest",
    ),
    (
        "persona user_persona segment customer_segment audience_segment",
        "whom it is for is in the initiative: `problem { statement: \"…\" }`, and `tiers: …`; what is counted is a noun: `noun pupil \"Pupil\" { is: user }`",
    ),
    (
        "workspace portfolio company organization organisation",
        "a workspace is a folder, and its one `plan` block names it; what belongs together is a whole that is the `parent` of its parts",
    ),
    ("note comment remark", "a note is a comment: `# …`"),
    ("import include", "write `use \"file.plan\"`"),
    (
        "pillar value_stream art lane_group",
        "what belongs together is an initiative that is the `parent` of its parts; else mark initiatives with `tags`",
    ),
    (
        "hypothesis assumption",
        "it is in the initiative: what it is expected to change is `moves: adoption by 2 to 5 pp`, what tests it `experiment name \"…\" { … }`",
    ),
    ("board", "a board is made of the plan: `plan status`"),
    ("scope pitch", "it is in the initiative: `prd { what: \"…\" }`"),
    ("swimlane", "rows of a roadmap come of states and teams: mark initiatives with `tags`"),
    ("roadmap timeline gantt", "a roadmap is made of the plan: `plan roadmap`"),
    ("risk dependency label tag", "it is in the initiative: `risk late \"…\" { … }`, `needs: …`, `tags: …`"),
    ("holiday calendar vacation leave", "write who is away: `person ana \"Ana\" { away: 2026-07-06 to 2026-07-24 }`"),
    ("product product_line line", "product lines are not there yet: mark initiatives with `tags`"),
];

/// The kind that is called so elsewhere with what to say, or what to write where there is no such kind.
pub(crate) fn kind_by_synonym(word: &str) -> Option<(Option<&'static str>, &'static str)> {
    let word = normalize_word(word);
    let is = |words: &str| words.split_whitespace().any(|w| same(w, &word));
    let found = KINDS.iter().find(|(words, ..)| is(words)).map(|(_, kind, say)| (Some(*kind), *say));
    found.or_else(|| UNSUPPORTED_KINDS.iter().find(|(words, _)| is(words)).map(|(_, say)| (None, *say)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_other_tools_lead_to_the_right_kind() {
        for (word, kind) in [
            ("Epic", Some("initiative")),
            ("user story", Some("initiative")),
            ("objective", Some("metric")),
            ("squad", Some("team")),
            ("feature_request", Some("request")),
            ("sprint", None),
        ] {
            assert_eq!(kind_by_synonym(word).map(|k| k.0), Some(kind), "{word}");
        }
        assert_eq!(kind_by_synonym("penguin"), None);
    }
}
