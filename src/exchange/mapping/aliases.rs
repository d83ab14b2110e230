//! What people call the columns of their tables.

/// An input, or the title and the like, with what its column is called elsewhere; what stands first is meant first.
const ALIASES: &[(&str, &[&str])] = &[
    (
        "id",
        &[
            "id",
            "key",
            "issue_key",
            "issue_id",
            "ref",
            "ticket",
            "feature_id",
            "project_id",
            "initiative_id",
            "story_id",
            "item_id",
            "number",
            "issue_number",
            "task_id",
            "work_item_id",
            "epic_id",
            "vorgang",
            "nr",
        ],
    ),
    (
        "title",
        &[
            "title",
            "feature",
            "features",
            "project",
            "initiative",
            "name",
            "feature_name",
            "project_name",
            "initiative_name",
            "user_story",
            "story",
            "item",
            "idea",
            "task",
            "summary",
            "requirement",
            "feature_idea",
            "feature_or_initiative",
            "backlog_item",
            "epic",
            "opportunity",
            "card_name",
            "task_name",
            "work_item",
            "work_item_title",
            "deliverable",
            "capability",
            "page_title",
            "heading",
            "titel",
            "funktion",
            "aufgabe",
            "vorhaben",
            "projekt",
            "bezeichnung",
            "zusammenfassung",
            "titre",
            "nom",
            "fonctionnalité",
            "fonctionnalite",
            "projet",
            "tâche",
            "tache",
            "título",
            "titulo",
            "nombre",
            "tarea",
            "proyecto",
            "funcionalidad",
            "sujet",
            "thema",
            "名前",
            "タイトル",
            "feature_title",
            "master_feature_name",
            "epic_title",
            "story_title",
            "activity",
            "nome",
            "nazwa",
            "naam",
            "task_title",
            "item_title",
            "件名",
        ],
    ),
    ("tags", &["tags", "tag", "labels", "label"]),
    (
        "phase",
        &[
            "phase",
            "status",
            "state",
            "stage",
            "lifecycle",
            "workflow_state",
            "list_name",
            "list",
            "section_column",
            "section",
            "board_column",
            "column",
            "horizon",
            "time_horizon",
            "timeframe",
            "bucket",
            "roadmap_status",
            "statut",
            "état",
            "zustand",
            "stand",
            "estado",
            "ステータス",
        ],
    ),
    (
        "owner",
        &[
            "owner",
            "owner_or_team",
            "owners",
            "assignee",
            "assigned_to",
            "champion",
            "responsible",
            "dri",
            "lead",
            "product_owner",
            "product_manager",
            "point_of_contact",
            "poc",
            "assignees",
            "member",
            "members",
            "owner_name",
            "feature_owner",
            "verantwortlich",
            "zuständig",
            "bearbeiter",
            "responsable",
            "assigné",
            "assigne",
            "zuständige",
            "zustaendig",
            "担当者",
        ],
    ),
    (
        "blocks",
        &["blocks", "blocking", "is_blocking", "outward_issue_link_blocks", "successors", "nachfolger", "blockiert"],
    ),
    ("revenue", &["revenue", "expected_revenue", "revenue_impact", "umsatz"]),
    ("arr", &["arr", "annual_recurring_revenue", "expected_arr", "arr_impact"]),
    ("cost", &["cost", "costs", "kosten", "expected_cost", "estimated_cost"]),
    ("reviewer", &["reviewer", "reviewed_by"]),
    ("team", &["team", "squad", "owning_team", "team_name", "pod", "crew"]),
    (
        "needs",
        &[
            "needs",
            "depends_on",
            "dependencies",
            "dependency",
            "blocked_by",
            "requires",
            "prerequisites",
            "predecessors",
            "inward_issue_link_blocks",
            "is_blocked_by",
            "blockers",
            "predecessor",
            "depends",
            "vorgänger",
            "abhängigkeiten",
            "abhängig_von",
            "dépend_de",
            "dépendances",
            "abhaengig_von",
        ],
    ),
    (
        "parent",
        &[
            "parent",
            "parent_id",
            "parent_key",
            "parent_issue",
            "epic",
            "epic_link",
            "epic_name",
            "parent_task",
            "parent_summary",
        ],
    ),
    (
        "start",
        &[
            "start",
            "start_date",
            "starts",
            "planned_start",
            "begin",
            "starts_on",
            "start_on",
            "target_start",
            "startdatum",
            "beginn",
            "début",
            "debut",
        ],
    ),
    (
        "due",
        &[
            "due",
            "due_date",
            "deadline",
            "target_date",
            "end_date",
            "planned_end",
            "finish_date",
            "eta",
            "due_on",
            "target",
            "target_end",
            "launch_date",
            "release_date",
            "ship_date",
            "delivery_date",
            "fällig",
            "fällig_am",
            "fälligkeit",
            "fälligkeitsdatum",
            "frist",
            "termin",
            "échéance",
            "echeance",
            "date_limite",
            "fecha_límite",
            "date_échéance",
            "date_d_échéance",
            "date_echeance",
            "faellig",
            "faellig_am",
            "期限",
        ],
    ),
    (
        "reach",
        &[
            "reach",
            "users_reached",
            "customers_reached",
            "people_reached",
            "reached_users",
            "users",
            "customers",
            "audience",
            "accounts",
            "reichweite",
            "portée",
            "portee",
            "alcance",
        ],
    ),
    ("impact", &["impact", "impact_per_user", "user_impact", "business_impact", "wirkung", "auswirkung", "impacto"]),
    (
        "confidence",
        &["confidence", "conf", "confidence_level", "certainty", "konfidenz", "zuversicht", "confiance", "confianza"],
    ),
    (
        "effort",
        &[
            "effort",
            "efforts",
            "dev_effort",
            "engineering_effort",
            "development_effort",
            "estimated_effort",
            "effort_estimate",
            "person_months",
            "person_weeks",
            "person_days",
            "man_months",
            "man_weeks",
            "man_days",
            "work",
            "estimate",
            "aufwand",
            "charge",
            "esfuerzo",
            "工数",
        ],
    ),
    ("ease", &["ease", "ease_of_implementation", "easiness", "simplicity"]),
    (
        "business_value",
        &[
            "business_value",
            "user_value",
            "user_business_value",
            "user_and_business_value",
            "customer_value",
            "ubv",
            "bv",
            "value",
        ],
    ),
    ("time_criticality", &["time_criticality", "time_critical", "time_crit", "criticality", "tc", "urgency"]),
    (
        "risk_reduction",
        &[
            "risk_reduction",
            "rr_oe",
            "rroe",
            "rr",
            "risk_reduction_opportunity_enablement",
            "opportunity_enablement",
            "risk_reduction_and_or_opportunity_enablement",
            "risk_reduction_or_opportunity_enablement",
            "risk_opportunity",
            "risk_reduction_opportunity",
            "risk_opp_reduction",
            "risk_opportunity_reduction",
            "risk_reduction_or_opportunity",
            "risk_reduction_and_opportunity_enablement",
            "rr_oe_value",
            "risk_reduction_oe",
            "oe",
        ],
    ),
    (
        "job_size",
        &[
            "job_size",
            "size",
            "job_duration",
            "story_points",
            "points",
            "sp",
            "job",
            "duration",
            "effort",
            "estimate",
            "js",
        ],
    ),
    ("value", &["value", "benefit", "customer_value", "user_value", "business_value"]),
    ("cost_of_delay", &["cost_of_delay", "cod"]),
    ("duration", &["duration", "lead_time", "weeks", "time"]),
    ("importance", &["importance", "important"]),
    ("satisfaction", &["satisfaction", "satisfied", "current_satisfaction"]),
    ("potential", &["potential"]),
    ("fit", &["fit", "strategic_fit", "strategic_alignment", "alignment"]),
    ("class", &["class", "priority_class", "category", "priority"]),
];

/// What the cells of a column must hold for its name to be believed.
#[derive(Debug, Clone, Copy)]
pub(super) enum ColumnContent {
    Phase,
    Name,
    Initiative,
    Date,
    Number,
}

/// Fields that initiatives have by themselves and that are guessed from columns, in this order.
pub(super) const GUESSED_FIELDS: &[(&str, ColumnContent)] = &[
    ("phase", ColumnContent::Phase),
    ("owner", ColumnContent::Name),
    ("reviewer", ColumnContent::Name),
    ("team", ColumnContent::Name),
    ("needs", ColumnContent::Initiative),
    ("parent", ColumnContent::Initiative),
    ("start", ColumnContent::Date),
    ("due", ColumnContent::Date),
    ("blocks", ColumnContent::Initiative),
    ("revenue", ColumnContent::Number),
    ("arr", ColumnContent::Number),
    ("cost", ColumnContent::Number),
];

/// Names of columns that hold phases whatever else stands in them.
pub(super) const PHASE_HEADERS: &[&str] = &[
    "phase",
    "status",
    "state",
    "stage",
    "lifecycle",
    "workflow_state",
    "list_name",
    "section_column",
    "roadmap_status",
    "statut",
    "zustand",
    "estado",
];

/// What a column of work is called where no framework takes it: the effort of the initiative itself.
pub(super) const EFFORT_HEADERS: &[&str] = &[
    "story_points",
    "story_point_estimate",
    "story_points_estimate",
    "points",
    "sp",
    "original_estimate",
    "time_estimate",
    "estimated_time",
];

/// Whether a header is that of an input or field.
pub(crate) fn header_matches(name: &str, header: &crate::exchange::table::Header) -> bool {
    let forms = [header.key.as_str(), header.base.as_str()];
    header.key == name
        || alias_rank(name, "", header).is_some()
        || (name == "effort" && forms.iter().any(|f| EFFORT_HEADERS.contains(f)))
}

/// Words at the end of a header that add nothing: `impact score`, `confidence level`.
const IGNORED_SUFFIXES: &[&str] = &["_score", "_rating", "_level", "_value", "_estimate"];

/// Whether a column is called like something that is no title.
pub(super) fn is_known_header(header: &crate::exchange::table::Header) -> bool {
    let named = |words: &[&str]| words.contains(&header.key.as_str()) || words.contains(&header.base.as_str());
    CUSTOM_FIELDS.contains(&header.key.as_str())
        || named(EFFORT_HEADERS)
        || ALIASES.iter().any(|(name, words)| *name != "title" && named(words))
}

/// The field of initiatives that a column is called like.
pub fn field_by_alias(key: &str) -> Option<&'static str> {
    GUESSED_FIELDS.iter().map(|(field, _)| *field).find(|field| aliases_of(field).any(|alias| alias == key))
}

/// What a column for this input may be called, its own name first.
pub(super) fn aliases_of(input: &str) -> impl Iterator<Item = &str> {
    let more = ALIASES.iter().find(|(name, _)| *name == input).map_or(&[] as &[&str], |(_, words)| words);
    std::iter::once(input).chain(more.iter().copied().filter(move |w| *w != input))
}

/// How well a header fits an input: the lower the better; `None` where it does not.
pub(super) fn alias_rank(input: &str, framework: &str, header: &crate::exchange::table::Header) -> Option<usize> {
    if header.key.is_empty() {
        return None;
    }
    if header.key == format!("{framework}_{input}") {
        return Some(0);
    }
    // A class column is often called like its framework.
    if input == "class"
        && (header.key == framework
            || ["class", "priority", "type", "category", "group"]
                .iter()
                .any(|word| header.key.strip_suffix(word).and_then(|k| k.strip_suffix('_')) == Some(framework)))
    {
        return Some(0);
    }
    let shortened = IGNORED_SUFFIXES.iter().find_map(|t| header.base.strip_suffix(t));
    let forms = [(Some(header.key.as_str()), 0), (Some(header.base.as_str()), 1), (shortened, 2)];
    aliases_of(input).enumerate().find_map(|(i, alias)| {
        let (_, worse) = forms.iter().find(|(form, _)| *form == Some(alias))?;
        Some(1 + i * 3 + worse)
    })
}

/// Columns that are carried over as a team's own field without being asked for.
pub(super) const CUSTOM_FIELDS: &[&str] = &[
    "theme",
    "category",
    "epic",
    "area",
    "product_area",
    "component",
    "module",
    "product",
    "persona",
    "segment",
    "pillar",
    "objective",
    "created",
    "created_at",
    "creation_date",
    "updated",
    "updated_at",
    "last_updated",
];
