//! Why a command ended without its result: one line for the developer at the terminal.

/// What went wrong.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The command was called in a way it does not know.
    #[error("{0}")]
    Usage(String),
    /// Something that one sentence says best.
    #[error("{0}")]
    Said(String),
    /// A file, folder, process or connection.
    #[error("{what}: {error}")]
    Io {
        /// Which.
        what: String,
        /// Why.
        error: std::io::Error,
    },
    /// The database.
    #[cfg(feature = "bench")]
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The registry's commands.
    #[cfg(feature = "bench")]
    #[error(transparent)]
    Registry(#[from] registry::Error),
    /// The journal's commands.
    #[cfg(feature = "bench")]
    #[error(transparent)]
    Journal(#[from] journal::Error),
    /// The school's commands.
    #[cfg(feature = "bench")]
    #[error(transparent)]
    School(#[from] school::Error),
    /// The server did not start.
    #[cfg(feature = "bench")]
    #[error(transparent)]
    Start(#[from] server::StartError),
}

impl Failure {
    /// For `map_err` on what works with files, processes and connections.
    pub fn io(what: impl std::fmt::Display) -> impl FnOnce(std::io::Error) -> Self {
        let what = what.to_string();
        move |error| Self::Io { what, error }
    }
}

#[cfg(feature = "bench")]
impl store::StoreFailure for Failure {
    fn store_error(&self) -> Option<&store::Error> {
        match self {
            Self::Store(error) => Some(error),
            Self::Registry(error) => error.store_error(),
            Self::Journal(error) => error.store_error(),
            Self::School(error) => error.store_error(),
            _ => None,
        }
    }
}
