//! The standard library: one item a file, compiled into the program, found by folder and name.

/// A folder of `scripts/std/`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum LibraryFolder {
    Kinds,
    Blocks,
    Frameworks,
    Nouns,
    Phases,
    Gates,
    Contexts,
    Levels,
    Specialties,
    Rules,
    Formulas,
    MetricSets,
    Documents,
    BusinessModels,
    Audiences,
    Columns,
}

impl LibraryFolder {
    /// Every folder.
    pub const ALL: [LibraryFolder; 16] = [
        LibraryFolder::Kinds,
        LibraryFolder::Blocks,
        LibraryFolder::Frameworks,
        LibraryFolder::Nouns,
        LibraryFolder::Phases,
        LibraryFolder::Gates,
        LibraryFolder::Contexts,
        LibraryFolder::Levels,
        LibraryFolder::Specialties,
        LibraryFolder::Rules,
        LibraryFolder::Formulas,
        LibraryFolder::MetricSets,
        LibraryFolder::Documents,
        LibraryFolder::BusinessModels,
        LibraryFolder::Audiences,
        LibraryFolder::Columns,
    ];

    /// Folders whose items every plan has, unless it has its own of their names.
    pub const ALWAYS_LOADED: [LibraryFolder; 8] = [
        LibraryFolder::Phases,
        LibraryFolder::Nouns,
        LibraryFolder::Gates,
        LibraryFolder::Contexts,
        LibraryFolder::Levels,
        LibraryFolder::Specialties,
        LibraryFolder::BusinessModels,
        LibraryFolder::Rules,
    ];

    /// Its name under `scripts/std/`.
    pub fn name(self) -> &'static str {
        match self {
            LibraryFolder::Kinds => "kinds",
            LibraryFolder::Blocks => "blocks",
            LibraryFolder::Frameworks => "frameworks",
            LibraryFolder::Nouns => "nouns",
            LibraryFolder::Phases => "phases",
            LibraryFolder::Gates => "gates",
            LibraryFolder::Contexts => "contexts",
            LibraryFolder::Levels => "levels",
            LibraryFolder::Specialties => "specialties",
            LibraryFolder::Rules => "rules",
            LibraryFolder::Formulas => "formulas",
            LibraryFolder::MetricSets => "metric_sets",
            LibraryFolder::Documents => "documents",
            LibraryFolder::BusinessModels => "business_models",
            LibraryFolder::Audiences => "audiences",
            LibraryFolder::Columns => "columns",
        }
    }

    /// The kind of the items in it.
    pub fn kind(self) -> &'static str {
        match self {
            LibraryFolder::Kinds => "kind",
            LibraryFolder::Blocks => "block",
            LibraryFolder::Frameworks => "framework",
            LibraryFolder::Nouns => "noun",
            LibraryFolder::Phases => "phase",
            LibraryFolder::Gates => "gate",
            LibraryFolder::Contexts => "context",
            LibraryFolder::Levels => "level",
            LibraryFolder::Specialties => "specialty",
            LibraryFolder::Rules => "rule",
            LibraryFolder::Formulas => "formula",
            LibraryFolder::MetricSets => "metric_set",
            LibraryFolder::Documents => "document",
            LibraryFolder::BusinessModels => "business_model",
            LibraryFolder::Audiences => "audience",
            LibraryFolder::Columns => "column",
        }
    }
}

/// One item of the library.
#[derive(Debug, Clone, Copy)]
pub struct LibraryItem {
    /// Its folder.
    pub folder: LibraryFolder,
    /// Its name.
    pub name: &'static str,
    /// Its text.
    pub text: &'static str,
}

impl LibraryItem {
    /// The name of its source in diagnostics.
    pub fn path(&self) -> String {
        format!("std/{}/{}.plan", self.folder.name(), self.name)
    }
}

macro_rules! library {
    ($($folder:ident $path:literal: $($name:ident)*;)*) => {
        static ITEMS: &[LibraryItem] = &[$($(LibraryItem {
            folder: LibraryFolder::$folder,
            name: stringify!($name),
            text: include_str!(concat!("../../scripts/std/", $path, "/", stringify!($name), ".plan")),
        },)*)*];
    };
}

library! {
    Kinds "kinds": audience block business_model column context decision document expect field formula framework gate
        initiative level metric metric_set
        noun person phase plan
        request rule scenario specialty team weighting;
    Blocks "blocks": approval case_study competitor compliance evidence experiment launch market prd prfaq problem question result
        risk success;
    Frameworks "frameworks": cd3 ice ice_mean ice_product kano moscow opportunity pie rice value_effort weighted wsjf
        wsjf_fibonacci;
    Nouns "nouns": account buyer company customer developer lead member seller subscriber team_member user visitor;
    Phases "phases": declined delivery discovery done idea launch paused sunset sustain;
    Gates "gates": delivery discovery done launch sustain;
    Contexts "contexts": b2b_saas b2c enterprise marketplace;
    Levels "levels": apm cpo director pm senior_pm vp;
    Specialties "specialties": generalist group growth marketing technical;
    Rules "rules": accepted answered commit_review criteria_clear debt_seen decided_after defined driven driving
        experimented far_enough guarded guiding in_flight inside judged leads leads_up length may_decide may_unknown
        measured measured_lately mostly_no moved_north_star needs_declined one_north_star owned
        parts prfaq reach reasoned_no reviewed reviewer stale target_after_baseline target_direction targets_dated unanswered;
    Formulas "formulas": aov arpu cac churn csat gmv gross_margin grr lifetime ltv ltv_cac nps nrr payback
        quick_ratio retention stickiness take_rate viral win_rate;
    MetricSets "metric_sets": aarrr audiences heart;
    BusinessModels "business_models": developer_platform ecommerce enterprise marketplace saas social video;
    Documents "documents": launch prd prfaq problem retrospective;
    Audiences "audiences": customer_board customer_success design engineering executive finance legal marketing sales team;
    Columns "columns": announced answered approvals architecture arr asked benefit brings chance cost cost_once
        customer data_handled debt differs due ends_revenue ends_users epic expected flow forecast headcount help impact in_time
        insight integrations late launch_date liability margin needs offered outcome pain phase
        positioning privacy problem_cost promised quarter reason revenue revenue_once risks safe safe_day
        slack standards start state state_reason success teams tiers unasked unlocks verdict waits waits_for work;
}

/// The items of a folder, by name.
pub fn items(folder: LibraryFolder) -> impl Iterator<Item = &'static LibraryItem> {
    ITEMS.iter().filter(move |i| i.folder == folder)
}

/// The item of this name in a folder.
pub fn find(folder: LibraryFolder, name: &str) -> Option<&'static LibraryItem> {
    items(folder).find(|i| i.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_library_is_compiled_in() {
        for folder in LibraryFolder::ALL {
            let path = format!("{}/scripts/std/{}", env!("CARGO_MANIFEST_DIR"), folder.name());
            let files = std::fs::read_dir(path).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
            let mut files: Vec<String> = files.collect();
            files.sort();
            let held: Vec<String> = items(folder).map(|i| format!("{}.plan", i.name)).collect();
            assert_eq!(files, held);
        }
    }
}
