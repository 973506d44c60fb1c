//! What can go wrong here.

/// This room's results.
pub type Result<T> = std::result::Result<T, Error>;

/// What can go wrong with notices.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// A stored value is not what its column promises.
    #[error("corrupt value in {0}")]
    Corrupt(&'static str),
}

impl store::StoreFailure for Error {
    fn store_error(&self) -> Option<&store::Error> {
        match self {
            Self::Store(error) => Some(error),
            Self::Corrupt(_) => None,
        }
    }
}

impl From<Error> for kit::PageError {
    fn from(error: Error) -> Self {
        match error {
            Error::Store(error) => error.into(),
            other @ Error::Corrupt(_) => Self::Internal(Box::new(other)),
        }
    }
}
