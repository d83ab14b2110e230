//! Fields and phases by what they are called elsewhere.

use super::{normalize_word, same};
use crate::schema::BlockSchema;
use crate::schema::library::{self, LibraryFolder};
use crate::source::SourceId;
use crate::syntax::parse;
use std::sync::{Arc, OnceLock};

/// A field that goes by another name elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldSynonym {
    /// The block of the item that it stands in; `None` where it is a field of the item itself.
    pub block: Option<Arc<str>>,
    /// Its name.
    pub field: Arc<str>,
}

/// The field of an item or block that is called so elsewhere: `due` for `deadline`, `problem.statement` for
/// `description`. Its own fields come before those of its blocks.
///
/// ```
/// use planwright::language::Schema;
/// use planwright::internals::words::field_by_synonym;
/// let schema = Schema::complete();
/// let row = schema.kind("initiative").unwrap();
/// assert_eq!(&*field_by_synonym(row, "Target date").unwrap().field, "due");
/// ```
pub fn field_by_synonym(row: &BlockSchema, word: &str) -> Option<FieldSynonym> {
    let word = normalize_word(word);
    let own = |row: &BlockSchema| {
        let is = |also: &Arc<str>| same(&normalize_word(also), &word);
        row.fields.values().find(|f| f.also.iter().any(is)).map(|f| f.name.clone())
    };
    if let Some(field) = own(row) {
        return Some(FieldSynonym { block: None, field });
    }
    let blocks = row.blocks.values().filter(|b| b.framework.is_none());
    blocks.into_iter().find_map(|b| Some(FieldSynonym { block: Some(b.name.clone()), field: own(b)? }))
}

/// The phase of the library that is called so elsewhere: `delivery` for `in progress`.
pub(crate) fn phase_by_synonym(word: &str) -> Option<&'static str> {
    static WORDS: OnceLock<Vec<(String, &'static str)>> = OnceLock::new();
    let words = WORDS.get_or_init(|| {
        let mut words = Vec::new();
        for item in library::items(LibraryFolder::Phases) {
            let parsed = parse(SourceId(u32::MAX), item.text.into());
            let fields = parsed.blocks().flat_map(|b| b.fields().collect::<Vec<_>>());
            for field in fields.filter(|f| f.key().text == "also") {
                let names = field.value().phrases.into_iter().filter_map(|p| p.head.low.word());
                words.extend(names.map(|n| (normalize_word(n.text), item.name)));
            }
        }
        words
    });
    // `wontfix` and `won't fix` are `wont_fix`.
    let joined = |word: &str| word.replace('_', "");
    let word = joined(&normalize_word(word));
    words.iter().find(|(w, _)| joined(w) == word).map(|(_, phase)| *phase)
}

/// What there is no field for: the kind (`*` for any), the words, and what can be written.
const HINTS: &[(&str, &str, &str)] = &[
    (
        "initiative",
        "priority importance urgency severity rank ranking order weight criticality moscow_priority",
        "the order comes of scores (`rank_by` of the plan); what must be is its `class: must`, and what was decided beside the score a `decision`",
    ),
    (
        "initiative",
        "size t_shirt_size tshirt tshirt_size t_shirt complexity",
        "sizes are not there yet: write the range that the size means, as `effort: 1 to 2 person-months`",
    ),
    (
        "initiative",
        "status_update update updates health rag rag_status confidence_level on_track",
        "how it goes is computed: `plan status`, and the chance by its `due` in `plan roadmap`; how far it is is its `phase`",
    ),
    (
        "initiative",
        "progress percent_complete complete completion completed percent_done done progress_percent",
        "write what is left, as `remaining: 1 person-month`; what is finished is `phase: done`",
    ),
    (
        "initiative",
        "sprint sprints iteration cycle iteration_path sprint_name",
        "sprints are not there yet: write when it may start and must be done, as `start: 2026-05` and `due: 2026-W23`",
    ),
    (
        "initiative",
        "milestone fix_version fix_versions release target_release version target_version affects_version",
        "a release is a date here: write `due: 2026-06-30`, or make it an initiative that `needs` what belongs to it",
    ),
    (
        "initiative",
        "quarter timeframe time_frame bucket_date timeline schedule dates planned_for target_quarter period",
        "write when it may start and must be done: `start: 2026-04`, `due: 2026-Q2`; the roadmap finds the rest",
    ),
    (
        "initiative",
        "duration length lead_time",
        "how long it takes comes of `effort` and the team's capacity: write `effort: 3 person-weeks`",
    ),
    (
        "initiative",
        "goal goals objective objectives okr okrs key_result key_results kpi kpis metric metrics outcome outcomes desired_outcome success_metric success_metrics success_criteria acceptance_criteria acceptance definition_of_done dod target_metric",
        "write what it moves, as `moves: adoption by 10 pp`, and when it has succeeded, as `success { adoption: 35% by 2026-Q4 }`",
    ),
    (
        "initiative",
        "impact reach confidence ease value business_value user_value time_criticality cost_of_delay job_size risk_reduction rice_score ice_score wsjf rice ice score scores",
        "what a score is made of is in the block of its framework, as `rice { reach: 500 users/month; impact: high; confidence: 80%; effort: 3 person-months }`",
    ),
    (
        "initiative",
        "votes upvotes vote_count insights feedback requested_by requester reporter asker asked_by customer_requests feature_requests",
        "who requested it is a `request` with `about:` its name",
    ),
    (
        "initiative",
        "blocks blocking successor successors is_blocking",
        "write it where it waits: the initiative that is blocked says `needs: …` with the name of this one",
    ),
    (
        "initiative",
        "relates_to related related_to linked_issue linked_issues duplicate_of duplicates",
        "what must be done first is `needs: …`; other links go in a comment, `# …`",
    ),
    (
        "initiative",
        "subtask subtasks sub_tasks sub_issue sub_issues child children child_issues tasks checklist",
        "each part is an initiative of its own that names this one as its `parent`",
    ),
    (
        "initiative",
        "time_spent spent logged time_logged worklog actual_effort actual_work",
        "the work that it really took is `result { effort: 3 person-weeks }`; what is left is `remaining: 1 person-week`",
    ),
    (
        "initiative",
        "contributors contributor collaborators members people resources participants",
        "who builds it is a team, as `team: core`; who answers for it is the `owner`",
    ),
    (
        "initiative",
        "hypothesis bet assumption",
        "what it is expected to change is `moves: adoption by 2 to 5 pp`; what tests that is a block `experiment`",
    ),
    (
        "initiative",
        "roi return_on_investment npv net_present_value payback",
        "a return is not computed yet: write what it brings and costs, as `revenue: $60K/year` and `cost: $5K`",
    ),
    (
        "initiative",
        "type issue_type work_item_type item_type card_type kind category work_type",
        "an initiative has no type: mark it with `tags`, pays it back technical debt with `debt: yes`; parts name their whole as `parent`",
    ),
    (
        "initiative",
        "id key issue_key ticket issue_id identifier number",
        "its name comes after `initiative`: `initiative sso \"Single sign-on\" { … }`; a former one is `was: old_name`",
    ),
    (
        "initiative",
        "name title summary headline subject feature_name item_name",
        "the title comes after the name: `initiative sso \"Single sign-on\" { … }`",
    ),
    (
        "initiative",
        "notes note comment comments remark remarks discussion",
        "write a comment, `# …`, or the reason after a value, `because \"…\"`",
    ),
    (
        "initiative",
        "link links url jira jira_link attachments attachment figma confluence docs document",
        "links go in a comment, `# …`, or in a text such as `problem { statement: \"…\" }`",
    ),
    (
        "initiative",
        "created created_at updated updated_at created_by creator resolved closed_at date_created last_updated watchers followers",
        "git knows who wrote what and when: leave it out",
    ),
    ("initiative", "resolution", "what became of it is its phase: `phase: done`, `phase: declined`"),
    (
        "initiative",
        "closed closed_on completed_at completed_on done_on finished_at finished_on",
        "what is finished is `phase: done`, since when after `from`: `phase: done from 2026-05-04`",
    ),
    (
        "initiative",
        "stream value_stream workstream track lane product pillar art release_train horizon capability",
        "mark what belongs together with `tags`, or make it an initiative that is the `parent` of its parts",
    ),
    (
        "initiative",
        "month week when starts_at day",
        "write when it may start and must be done: `start: 2026-04`, `due: 2026-06`; the roadmap finds the rest",
    ),
    (
        "initiative",
        "days weeks hours effort_days appetite",
        "write the work it takes, with its unit: `effort: 3 to 5 person-weeks`",
    ),
    (
        "initiative",
        "engineer engineers designer dev developer developers",
        "who builds it is a team, as `team: core`; who answers for it is the `owner`",
    ),
    (
        "initiative",
        "decision verdict approved approval_status commitment committed",
        "what was decided is an item of its own: `decision name { about: …; verdict: commit; because: \"…\"; by: …; on: … }`",
    ),
    (
        "initiative",
        "risks risk_level",
        "each risk is a block: `risk late \"It runs late\" { likelihood: 30%; delay: 2 weeks }`",
    ),
    (
        "team",
        "velocity throughput story_points points_per_sprint iteration_capacity sprint_capacity",
        "a velocity is not there yet: write the people, as `capacity: 5 people`",
    ),
    ("team", "sprint sprint_length cadence iteration_length", "sprints are not there yet: leave it out"),
    ("team", "location timezone slack channel email", "write it in a comment, `# …`"),
    ("person", "email mail location timezone slack avatar", "write it in a comment, `# …`"),
    ("person", "name full_name", "the name in full comes after the id: `person ana \"Ana Ruiz\" { … }`"),
    (
        "person",
        "allocation capacity availability fte",
        "people's time is the team's `capacity`; of several teams write `team: core = 60%, web = 40%`",
    ),
    ("metric", "frequency cadence period refresh", "the dates of its values say it: `actual: 42 on 2026-03`"),
    (
        "metric",
        "threshold limit bound alert",
        "what it may not fall below is its `floor: 99%`, what it may not exceed its `ceiling: 3%`",
    ),
    (
        "metric",
        "data_link link url dashboard query",
        "a link goes in a comment, `# …`; measurements in a CSV file are read: `actuals: \"data.csv\"`",
    ),
    ("metric", "progress status trend", "it is computed of `baseline`, `actual` and `target`: `plan metrics`"),
    ("plan", "name title project", "the title comes after the name: `plan acme \"Acme\" { … }`"),
    (
        "plan",
        "sprint sprint_length timebox iteration_length cadence working_days holidays",
        "not there yet: leave it out",
    ),
    (
        "plan",
        "start start_date end end_date from until year fiscal_year quarter period",
        "write the time that the plan covers, as `horizon: 2026-Q1 to 2026-Q4`",
    ),
    (
        "plan",
        "team teams owner",
        "teams and people are items of their own: `team core \"Core\" { capacity: 5 people }`",
    ),
    ("field", "in", "leave it out: it is in the block that holds it"),
    ("block", "in", "leave it out: it is in the block that holds it"),
    ("framework", "weights", "each input has its own: `input value { range: 1 to 5; weight: 60% }`"),
    (
        "framework",
        "inputs criteria criterion factors drivers fields",
        "each is a block: `input reach { unit: users/month }`",
    ),
    (
        "decision",
        "title name summary",
        "the title comes after the name: `decision sso_first \"Commit SSO ahead of its score\" { … }`",
    ),
    ("request", "title name", "the title comes after the name: `request ledger_api \"REST API\" { … }`"),
    ("request", "priority votes upvotes", "what many requested is many requests: write one for each of them"),
];

/// What can be written for a word that is no field of this kind, nor another name of one.
pub(crate) fn hint(kind: &str, word: &str) -> Option<&'static str> {
    let word = normalize_word(word);
    let row = HINTS.iter().find(|(k, words, _)| *k == kind && words.split_whitespace().any(|w| same(w, &word)));
    row.map(|(_, _, say)| *say)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Schema;

    #[test]
    fn no_word_leads_to_two_fields_of_one_kind_and_none_is_a_field_itself() {
        let schema = Schema::complete();
        for kind in schema.kinds() {
            let mut seen: Vec<(String, &str)> = Vec::new();
            for field in kind.fields.values() {
                for word in field.also.iter().map(|w| normalize_word(w)) {
                    let twice = seen.iter().find(|(w, _)| *w == word).map(|(_, f)| *f);
                    assert_eq!(twice, None, "{}: {word} is {} too", kind.name, field.name);
                    assert!(!kind.fields.contains_key(word.as_str()), "{}.{word} is a field", kind.name);
                    assert_eq!(hint(&kind.name, &word), None, "{}.{word} has a hint too", kind.name);
                    seen.push((word, &field.name));
                }
            }
        }
    }

    #[test]
    fn words_of_other_tools_lead_to_the_right_field() {
        let schema = Schema::complete();
        for (kind, word, field) in [
            ("initiative", "deadline", "due"),
            ("initiative", "Assignee", "owner"),
            ("initiative", "depends_on", "needs"),
            ("initiative", "blockedBy", "needs"),
            ("initiative", "status", "phase"),
            ("initiative", "estimate", "effort"),
            ("initiative", "epic", "parent"),
            ("initiative", "start_date", "start"),
            ("initiative", "Epic Link", "parent"),
            ("initiative", "components", "tags"),
            ("initiative", "squad", "team"),
            ("initiative", "predecessors", "needs"),
            ("initiative", "original_estimate", "effort"),
            ("initiative", "DRI", "owner"),
            ("initiative", "target end", "due"),
            ("initiative", "workflow state", "phase"),
            ("initiative", "labels", "tags"),
            ("initiative", "Remaining Work", "remaining"),
            ("initiative", "description", "statement"),
            ("initiative", "JTBD", "job"),
            ("metric", "goal", "target"),
            ("metric", "direction", "better"),
            ("metric", "minimum", "floor"),
            ("team", "headcount", "capacity"),
            ("team", "wip_limit", "focus"),
            ("person", "manager", "reports_to"),
            ("person", "vacation", "away"),
            ("decision", "rationale", "because"),
            ("decision", "decided_by", "by"),
            ("request", "requester", "asker"),
            ("plan", "prioritize_by", "rank_by"),
        ] {
            let found = field_by_synonym(schema.kind(kind).unwrap(), word);
            assert_eq!(found.as_ref().map(|c| &*c.field), Some(field), "{kind}.{word}");
        }
        assert_eq!(phase_by_synonym("in progress"), Some("delivery"));
        assert_eq!(phase_by_synonym("Doing"), Some("delivery"));
        assert_eq!(phase_by_synonym("wontfix"), Some("declined"));
        assert!(hint("initiative", "Fix Version").is_some_and(|h| h.contains("due")));
    }
}
