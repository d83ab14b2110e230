//! Floor 8: An initiative's score as a function of the facts that are ranges: its mean, its variance, and what it is on
//! average once one of them is known.

mod form;
mod quadrature;
mod response;

pub(super) use form::{Form, at};
pub(super) use quadrature::above;
pub(super) use response::{Factor, Response};
