//! The school's pages: one file each.

mod class;
pub mod nav;
mod overview;
mod people;

use kit::{PageError, Routes};

use crate::error::Error;

/// Every route of the room.
pub fn routes() -> Routes {
    Routes::new().merge(overview::routes()).merge(class::routes()).merge(people::routes())
}

impl From<Error> for PageError {
    fn from(error: Error) -> Self {
        match error {
            Error::Store(error) => error.into(),
            Error::Registry(error) => error.into(),
            other => Self::Internal(Box::new(other)),
        }
    }
}
