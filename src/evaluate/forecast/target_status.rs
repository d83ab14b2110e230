//! How a metric is doing towards a target.

/// How a metric stands towards a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TargetStatus {
    /// The target was reached on or before its date.
    Met,
    /// It was missed when it was due, and reached after that. For programs that is missed.
    #[serde(rename(serialize = "missed"))]
    #[schemars(rename = "missed")]
    MetLate,
    /// What was measured last, on or after its date, falls short.
    Missed,
    /// It will be with a probability of the plan's `commit_at` or more.
    OnTrack,
    /// It will be with a probability of 50% or more.
    AtRisk,
    /// It will rather not be.
    Off,
    /// There are too few measurements to tell; past its date: none on or after it.
    NoData,
}

impl TargetStatus {
    /// Its word, as in JSON, where what was met late was missed.
    pub fn as_str(self) -> &'static str {
        match self {
            TargetStatus::Met => "met",
            TargetStatus::MetLate | TargetStatus::Missed => "missed",
            TargetStatus::OnTrack => "on_track",
            TargetStatus::AtRisk => "at_risk",
            TargetStatus::Off => "off",
            TargetStatus::NoData => "no_data",
        }
    }

    /// In words.
    pub fn display_text(self) -> &'static str {
        match self {
            TargetStatus::Met => "met",
            TargetStatus::MetLate => "met late",
            TargetStatus::Missed => "missed",
            TargetStatus::OnTrack => "on track",
            TargetStatus::AtRisk => "at risk",
            TargetStatus::Off => "off track",
            TargetStatus::NoData => "no data",
        }
    }
}
