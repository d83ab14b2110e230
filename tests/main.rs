//! The tests that run the binary `plan`, or use the command line in process. One program, so that an edit links it once;
//! a test of a terminal or a browser is a module of it.
#![allow(clippy::disallowed_methods, reason = "tests wait for things, and measure how long they take")]

mod audience_privacy;
mod browser;
mod determinism;
mod diff;
mod documents;
mod field_coverage;
mod file_access;
mod git_drivers;
mod interrupt;
mod page;
mod reference;
mod repl;
mod robustness;
mod session;
mod spec;
mod support;
mod uncertainty_layout;
mod untrusted_text;
mod wasm;

/// The root of the repository.
const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// Makes the root of the repository the folder that paths in command lines start from, for commands run in process.
fn at_root() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| std::env::set_current_dir(ROOT).expect("the repository is there"));
}
