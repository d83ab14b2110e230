//! The pest parser, made from `grammar/plan.pest`.
#![allow(missing_docs)] // pest_derive makes `Rule` without comments; the grammar itself explains each.

#[derive(pest_derive::Parser)]
#[grammar = "../grammar/plan.pest"]
pub(super) struct Grammar;
