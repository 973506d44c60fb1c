//! What can go wrong.

/// This crate's results.
pub type Result<T> = std::result::Result<T, Error>;

/// Why the demo region was not made. Nothing of it is left behind then.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Somebody lives here already.
    #[error(
        "База данных не пуста: демонстрационный регион создаётся только в новой. Укажите другой каталог данных или удалите прежний."
    )]
    NotEmpty,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The registry failed.
    #[error(transparent)]
    Registry(registry::Error),
    /// An import failed.
    #[error(transparent)]
    School(school::Error),
    /// The journal failed.
    #[error(transparent)]
    Journal(journal::Error),
    /// A file of the demo can't be read.
    #[error(transparent)]
    File(#[from] formats::FileError),
    /// The demo's day lies off the calendar.
    #[error("Дата демонстрации вне календаря.")]
    Day,
    /// The password could not be hashed.
    #[error("Не удалось посчитать хеш пароля: {0}")]
    Password(#[from] registry::password::PasswordError),
    /// The demo's own parts don't fit together.
    #[error("Состав демонстрации противоречив: {0}")]
    Inconsistent(String),
}

impl From<registry::Error> for Error {
    fn from(error: registry::Error) -> Self {
        match error {
            registry::Error::Store(error) => Self::Store(error),
            other => Self::Registry(other),
        }
    }
}

impl From<school::Error> for Error {
    fn from(error: school::Error) -> Self {
        match error {
            school::Error::Store(error) => Self::Store(error),
            other => Self::School(other),
        }
    }
}

impl From<journal::Error> for Error {
    fn from(error: journal::Error) -> Self {
        match error {
            journal::Error::Store(error) => Self::Store(error),
            other => Self::Journal(other),
        }
    }
}

impl From<kernel::day::DayError> for Error {
    fn from(_: kernel::day::DayError) -> Self {
        Self::Day
    }
}

impl From<kernel::clock::ZoneError> for Error {
    fn from(_: kernel::clock::ZoneError) -> Self {
        Self::Day
    }
}

impl store::StoreFailure for Error {
    fn store_error(&self) -> Option<&store::Error> {
        match self {
            Self::Store(error) => Some(error),
            _ => None,
        }
    }
}
