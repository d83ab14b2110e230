//! The tests of the library that need no binary. One program, so that an edit links it once.
#![allow(clippy::disallowed_methods, reason = "tests wait for things, and measure how long they take")]

mod architecture;
mod cancellation;
mod embedding;
mod examples;
mod fixes;
mod formatting;
mod formula_sandbox;
mod import_robustness;
mod reference_scorer;
mod repository;
mod roadmap_commitments;
mod support;
mod three_way_merge;
mod wording;
mod write_back;

/// The root of the repository.
const ROOT: &str = env!("CARGO_MANIFEST_DIR");
