//! What can go wrong here.

/// This crate's results.
pub type Result<T> = std::result::Result<T, Error>;

/// What can go wrong in questions and commands about who is who.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// It does not exist (or nobody may know that it does).
    #[error("not found: {0}")]
    NotFound(&'static str),
    /// The login is taken by another account.
    #[error("login taken")]
    LoginTaken,
    /// The system has no randomness to make a secret from.
    #[error("no randomness")]
    NoRandomness,
    /// A stored value is not what its column promises.
    #[error("corrupt value in {0}")]
    Corrupt(&'static str),
}

impl store::StoreFailure for Error {
    fn store_error(&self) -> Option<&store::Error> {
        match self {
            Self::Store(error) => Some(error),
            _ => None,
        }
    }
}
