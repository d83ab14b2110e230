//! Floor 8: An initiative's score as a function of the facts that are ranges: its mean, its variance, and what it is on
//! average once one of them is known.

mod form;
mod quadrature;
mod response;

pub(super) use form::{ScoreForm, value_at_score};
pub(super) use quadrature::exceedance;
pub(super) use response::{Factor, Response};
