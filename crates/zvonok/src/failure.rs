//! Why a command ended without having done its work.

/// One line for the person at the terminal.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Settings.
    #[error(transparent)]
    Config(#[from] server::ConfigError),
    /// The server could not start.
    #[error(transparent)]
    Start(#[from] server::StartError),
    /// The database.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The registry.
    #[error(transparent)]
    Registry(#[from] registry::Error),
    /// An import.
    #[error(transparent)]
    School(#[from] school::Error),
    /// The demo.
    #[error(transparent)]
    Demo(#[from] demo::Error),
    /// The journal.
    #[error(transparent)]
    Journal(#[from] journal::Error),
    /// A file of the wrong kind.
    #[error(transparent)]
    Format(#[from] formats::FileError),
    /// A file that can't be read.
    #[error("{path}: {error}")]
    File {
        /// Which.
        path: String,
        /// Why.
        error: std::io::Error,
    },
    /// No threads.
    #[error("the runtime did not start: {0}")]
    Runtime(std::io::Error),
    /// A password could not be made.
    #[error("password: {0}")]
    Password(#[from] registry::password::PasswordError),
    /// Something typed can't be used.
    #[error("{0}")]
    Said(String),
}

impl store::StoreFailure for Failure {
    fn store_error(&self) -> Option<&store::Error> {
        match self {
            Self::Store(error) => Some(error),
            Self::Registry(error) => error.store_error(),
            Self::School(error) => error.store_error(),
            Self::Journal(error) => error.store_error(),
            _ => None,
        }
    }
}
