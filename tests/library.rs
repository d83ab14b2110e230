//! The tests of the library that need no binary. One program, so that an edit links it once.

mod architecture;
mod fixes;
mod hostile;
mod lay;
mod layout;
mod oracle;
mod support;

/// The root of the repository.
const ROOT: &str = env!("CARGO_MANIFEST_DIR");
