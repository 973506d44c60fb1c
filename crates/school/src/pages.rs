//! The school's pages: one file each.

mod access;
mod class;
mod info;
mod load;
pub mod nav;
mod overview;
mod people;
mod rosters;
mod tasks;
mod timetable;
mod upload;
mod year;

use kit::{PageError, Routes};

use crate::error::Error;

/// Every route of the room.
pub fn routes() -> Routes {
    Routes::new()
        .merge(overview::routes())
        .merge(class::routes())
        .merge(people::routes())
        .merge(load::routes())
        .merge(info::routes())
        .merge(timetable::routes())
        .merge(access::routes())
        .merge(rosters::routes())
        .merge(tasks::routes())
        .merge(year::routes())
}

impl From<Error> for PageError {
    fn from(error: Error) -> Self {
        match error {
            Error::Store(error) => error.into(),
            Error::Registry(error) => error.into(),
            Error::NotFound => Self::NotFound,
            other => Self::Internal(Box::new(other)),
        }
    }
}
