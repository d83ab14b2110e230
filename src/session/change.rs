//! A change of a plan, as it is asked for and as it is laid.

use super::value_overlay::{self, EditFn, Overlay};
use crate::edit::{self, Address, EditError};
use crate::resolve::ResolvedPlan;
use crate::source::SourceId;
use crate::syntax::parse;
use std::fmt;
use std::sync::Arc;

/// A change that a plan is asked to take: one value, another line of a repeated field, or a piece of plan. Whether the
/// plan has what it speaks of is found where it is laid.
///
/// ```
/// use planwright::session::Change;
/// let change = Change::set("sso.rice.effort", "2 person-months");
/// assert_eq!(change.to_string(), "set sso.rice.effort 2 person-months");
/// assert_eq!(Change::text("initiative sso { phase: done }").to_string(), "initiative sso { phase: done }");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change(ChangeRequest);

#[derive(Debug, Clone, PartialEq, Eq)]
enum ChangeRequest {
    Set { address: Arc<str>, value: Arc<str> },
    Add { address: Arc<str>, value: Arc<str> },
    Text(Arc<str>),
}

impl Change {
    /// One value set, as `plan set` does in a file: `Change::set("sso.rice.effort", "2 person-months")`.
    pub fn set(address: &str, value: &str) -> Change {
        Change(ChangeRequest::Set { address: address.trim().into(), value: value.into() })
    }

    /// A line of a repeated field added, as `plan add` does in a file: `Change::add("nrr.actual", "106% on 2026-02")`.
    pub fn add(address: &str, value: &str) -> Change {
        Change(ChangeRequest::Add { address: address.trim().into(), value: value.into() })
    }

    /// A piece of plan laid over the plan: `Change::text("initiative sso { rice { effort: 2 person-months } }")`.
    pub fn text(piece: &str) -> Change {
        Change(ChangeRequest::Text(piece.into()))
    }

    /// Whether it is a piece of plan, the same over any plan.
    pub(super) fn is_text(&self) -> bool {
        matches!(self.0, ChangeRequest::Text(_))
    }

    /// The change as a piece of plan that is laid over a plan.
    ///
    /// # Errors
    /// Where its address leads nowhere in the plan, or the value can't stand there.
    pub(super) fn to_overlay(&self, plan: &ResolvedPlan) -> Result<(AppliedChange, ChangeKind), EditError> {
        let (word, address, value, make): (_, _, _, EditFn) = match &self.0 {
            ChangeRequest::Set { address, value } => ("set", address, value, edit::set),
            ChangeRequest::Add { address, value } => ("add", address, value, edit::add),
            ChangeRequest::Text(text) => return piece(text),
        };
        let address = Address::parse(address)?;
        let Overlay { text, frame, place, unsets } = value_overlay::overlay(plan, &address, value, make)?;
        let sort = match place {
            None => ChangeKind::Fragment,
            Some(place) if word == "set" => ChangeKind::Set { place: place.into(), frame: frame.into(), unsets },
            Some(_) => ChangeKind::Added,
        };
        Ok((AppliedChange { typed: format!("{word} {address} {value}").into(), overlay: text.into() }, sort))
    }
}

/// A piece of plan as it stands.
fn piece(text: &Arc<str>) -> Result<(AppliedChange, ChangeKind), EditError> {
    let parsed = parse(SourceId(0), text.clone());
    if let Some(line) = parsed.uses().next() {
        let error = EditError::new(format!("`{}` is no change to an item", line.0.text()));
        return Err(error.help("write the line at the top of a file, then `:reload`"));
    }
    Ok((AppliedChange { typed: text.clone(), overlay: text.clone() }, ChangeKind::Fragment))
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            ChangeRequest::Set { address, value } => write!(f, "set {address} {value}"),
            ChangeRequest::Add { address, value } => write!(f, "add {address} {value}"),
            ChangeRequest::Text(text) => f.write_str(text),
        }
    }
}

/// A change that was laid over the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppliedChange {
    /// What was asked for, as typed: a piece of plan, or `set detection.rice.effort 3 person-months`.
    pub typed: Arc<str>,
    /// The same as a piece of plan, laid over what stands before it.
    pub overlay: Arc<str>,
}

/// What a laid change does, for those laid before and after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ChangeKind {
    /// It says all there is to say about a field, and nothing else.
    Set {
        /// The kind and the name of the item, a line end, and the field in it with its key.
        place: Arc<str>,
        /// The item and the blocks that the field stands in, without it.
        frame: Arc<str>,
        /// Whether it takes the field away.
        unsets: bool,
    },
    /// It says all there is to say about a field, since it adds a line to it.
    Added,
    /// It may say anything.
    Fragment,
}
