//! Floor 1: Pages of help about what runs through the whole language.

const PAGES: [(&str, &str); 3] = [
    ("units", include_str!("topics/units.md")),
    ("dates", include_str!("topics/dates.md")),
    ("roadmap-states", include_str!("topics/roadmap_states.md")),
];

/// The names of the pages.
pub fn names() -> impl Iterator<Item = &'static str> {
    PAGES.iter().map(|(name, _)| *name)
}

/// The page of this name, in Markdown; `roadmap_states` is `roadmap-states`.
pub fn page(name: &str) -> Option<&'static str> {
    let name = name.replace('_', "-");
    PAGES.iter().find(|(page, _)| *page == name).map(|(_, text)| *text)
}
