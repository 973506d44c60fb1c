//! What can go wrong here.

/// This room's results.
pub type Result<T> = std::result::Result<T, Error>;

/// What can go wrong in the journal's questions and commands.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The registry failed.
    #[error(transparent)]
    Registry(registry::Error),
    /// The school room failed.
    #[error(transparent)]
    School(school::Error),
    /// It does not exist.
    #[error("not found: {0}")]
    NotFound(&'static str),
    /// A stored value is not what its column promises.
    #[error("corrupt value in {0}")]
    Corrupt(&'static str),
}

impl From<registry::Error> for Error {
    fn from(error: registry::Error) -> Self {
        match error {
            registry::Error::Store(error) => Self::Store(error),
            registry::Error::NotFound(what) => Self::NotFound(what),
            other => Self::Registry(other),
        }
    }
}

impl From<notices::Error> for Error {
    fn from(error: notices::Error) -> Self {
        match error {
            notices::Error::Store(error) => Self::Store(error),
            notices::Error::Corrupt(what) => Self::Corrupt(what),
        }
    }
}

impl From<school::Error> for Error {
    fn from(error: school::Error) -> Self {
        match error {
            school::Error::Store(error) => Self::Store(error),
            school::Error::Registry(error) => error.into(),
            other => Self::School(other),
        }
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

impl From<Error> for kit::PageError {
    fn from(error: Error) -> Self {
        match error {
            Error::Store(error) => error.into(),
            Error::NotFound(_) => Self::NotFound,
            other => Self::Internal(Box::new(other)),
        }
    }
}
