//! What can go wrong below a room.

use diesel::result::{DatabaseErrorKind, Error as DieselError};

/// A failure of the database or of the way to it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A statement failed.
    #[error("database: {0}")]
    Database(DieselError),
    /// A unique key exists already; the name of the constraint or column, as far as the database tells.
    #[error("already exists: {0}")]
    Unique(String),
    /// A row refers to another that is not there.
    #[error("refers to a missing row: {0}")]
    Reference(String),
    /// Another transaction was in the way; the same write may succeed when repeated.
    #[error("serialization failure")]
    Conflict,
    /// Too much work waits already.
    #[error("the database queue is full")]
    Busy,
    /// The database can't be reached.
    #[error("database unavailable: {0}")]
    Unavailable(String),
    /// The closure panicked; its changes were undone.
    #[error("internal failure in a transaction")]
    Panicked,
    /// The process is stopping.
    #[error("the database is closed")]
    Closed,
    /// The address of the database can't be read.
    #[error("bad database address: {0}")]
    BadUrl(String),
    /// A migration failed.
    #[error("migration: {0}")]
    Migration(String),
    /// A stored value is not what its column promises.
    #[error("corrupt value in {0}")]
    Corrupt(&'static str),
}

impl From<DieselError> for Error {
    fn from(error: DieselError) -> Self {
        match error {
            DieselError::DatabaseError(DatabaseErrorKind::UniqueViolation, info) => {
                Self::Unique(info.constraint_name().map_or_else(|| info.message().to_owned(), str::to_owned))
            }
            DieselError::DatabaseError(DatabaseErrorKind::ForeignKeyViolation, info) => {
                Self::Reference(info.message().to_owned())
            }
            DieselError::DatabaseError(DatabaseErrorKind::SerializationFailure, _) => Self::Conflict,
            DieselError::DatabaseError(DatabaseErrorKind::ClosedConnection, info) => {
                Self::Unavailable(info.message().to_owned())
            }
            DieselError::DatabaseError(_, info) if info.message().contains("deadlock detected") => {
                Self::Conflict
            }
            DieselError::DatabaseError(_, info) if info.message() == "database is locked" => Self::Busy,
            other => Self::Database(other),
        }
    }
}

impl Error {
    /// Would the same transaction perhaps succeed when run again?
    #[must_use]
    pub const fn is_conflict(&self) -> bool {
        matches!(self, Self::Conflict)
    }

    /// Is it a unique key that exists already?
    #[must_use]
    pub const fn is_unique(&self) -> bool {
        matches!(self, Self::Unique(_))
    }
}

/// What a room's error must tell so that the store can repeat a write that met another one.
pub trait StoreFailure: From<Error> + Send + 'static {
    /// The store's error inside, if that is what it is.
    fn store_error(&self) -> Option<&Error>;
}

impl StoreFailure for Error {
    fn store_error(&self) -> Option<&Error> {
        Some(self)
    }
}
