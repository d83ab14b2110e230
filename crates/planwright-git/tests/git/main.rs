//! Repositories that the real git makes, read by the crate. Each test has its own in a temporary folder.

mod damage;
mod files;
mod history;
mod hostile_config;
mod kinds_of_repository;
mod revisions;
mod sandbox;
mod staged;
