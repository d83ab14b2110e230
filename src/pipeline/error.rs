//! Why a plan was not had.

use super::view::ViewError;
use std::{fmt, io};

/// Why a plan could not be read, or not be looked at as asked. What is wrong inside a plan is no error: it is found
/// by [`Scored::check`](super::Scored::check).
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The files can't be listed, read or written.
    Files(io::Error),
    /// The view names what the plan does not have.
    View(ViewError),
    /// It was interrupted.
    Interrupted,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Files(error) => error.fmt(f),
            Error::View(error) => write!(f, "{error}: {}", error.help()),
            Error::Interrupted => f.write_str("it was interrupted"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Files(error) => error.source(),
            Error::View(_) | Error::Interrupted => None,
        }
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Error::Files(error)
    }
}

impl From<ViewError> for Error {
    fn from(error: ViewError) -> Self {
        Error::View(error)
    }
}
